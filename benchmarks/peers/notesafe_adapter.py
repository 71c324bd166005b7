"""notesafe with its default profile, one note at a time. Runs in the interpreter of `compare.py`."""

from collections.abc import Iterable
from importlib.metadata import version

from harness import Engine, Found, main


def start() -> Engine:
    """Load notesafe and its model."""
    from notesafe import Redactor

    redactor = Redactor()

    def find(text: str) -> Iterable[Found]:
        return [(span.start, span.end, span.entity_type) for span in redactor.redact(text).spans]

    return Engine(find, version("notesafe"))


if __name__ == "__main__":
    main(start)
