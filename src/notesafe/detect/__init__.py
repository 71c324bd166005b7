"""
Find candidates: the only room that knows spaCy and presidio-analyzer.

`Detector` runs the spaCy pipeline, the packs, the finders of people and the
caller's list, and returns every span with its source.
"""

from notesafe.detect.detector import Detector, Found, build_registry, protected_words
from notesafe.detect.pipeline import DEFAULT_MODEL, Pipeline, load_pipeline

__all__ = ["DEFAULT_MODEL", "Detector", "Found", "Pipeline", "build_registry", "load_pipeline", "protected_words"]
