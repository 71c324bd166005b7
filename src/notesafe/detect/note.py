"""What all recognizers share about one note: the model's reading, its words, and where patterns can start."""

from __future__ import annotations

from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.tokens import Doc

from notesafe.detect.reading import Reading
from notesafe.detect.starts import Starts

__all__ = ["NoteArtifacts"]


class NoteArtifacts(NlpArtifacts):  # type: ignore[misc]
    """Presidio's artifacts of one note, and what notesafe's own recognizers need; made once a note, then read."""

    def __init__(self, doc: Doc, reading: Reading, starts: Starts) -> None:
        super().__init__(list(doc.ents), doc, [], [], None, "en")
        self.reading = reading
        self.starts = starts
