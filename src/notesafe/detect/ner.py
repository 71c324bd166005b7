"""What the spaCy pipeline says, as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect.model import TAGGED
from notesafe.weights import weight

__all__ = ["MODEL", "NerRecognizer"]

MODEL = "model"
"""The source of what notesafe's own model says; a spaCy pipeline of others is `ner`."""
# spaCy's OntoNotes labels and notesafe's own -> entity types. A stranger's dates and numbers are left to the
# packs: on notes the general models' DATE is mostly "90 days", "weekly" and "today".
_TYPES = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "LOCATION": "LOCATION",
    "FAC": "LOCATION",
    "FACILITY": "FACILITY",
    "ORG": "ORGANIZATION",
    "HOME_GROUP": "HOME_GROUP",
}
_OWN_TYPES = {
    "PERSON": "PERSON",
    "LOCATION": "LOCATION",
    "FACILITY": "FACILITY",
    "ORG": "ORGANIZATION",
    "SUBSTANCE": "SUBSTANCE",
    "DATE": "DATE_TIME",
    "ID": "ID_NUMBER",
    "AGE": "AGE",
}
_CONTACTS = (
    (re.compile(r"@\w[\w-]*\.|\bat\b.*\bdot\b|\(at\)|\[at\]|\bat\b.{1,20}\bcom\b|@", re.IGNORECASE), "EMAIL_ADDRESS"),
    (
        re.compile(
            r"https?:|www\.|\bwww\b|\w\.(?:com|org|net|edu|gov|io|us)\b|\bdot (?:com|org|net)\b|/\w+/", re.IGNORECASE
        ),
        "URL",
    ),
    (
        re.compile(r"\d{3}|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)\b", re.IGNORECASE),
        "PHONE_NUMBER",
    ),
)
_GROUP = re.compile(
    r"\b(?:group|meeting|meetin|nooners|serenity|sobriety|step study|big book study|early birds?|stag)\b", re.IGNORECASE
)


class NerRecognizer(EntityRecognizer):  # type: ignore[misc]
    """
    The entities that the pipeline found, under notesafe's names.

    notesafe's own model tells everything it marks with its probability, which
    becomes the score; another pipeline only says yes.
    """

    def __init__(self) -> None:
        types = {*_TYPES.values(), *_OWN_TYPES.values(), "PHONE_NUMBER", "EMAIL_ADDRESS", "URL", "USERNAME"}
        super().__init__(supported_entities=sorted(types), name="ner", supported_language="en")

    def load(self) -> None:
        """Do nothing: the pipeline is loaded elsewhere."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return the entities in *nlp_artifacts*."""
        if nlp_artifacts is None:
            return []
        doc = nlp_artifacts.tokens
        tagged = doc.user_data.get(TAGGED) if hasattr(doc, "user_data") else None
        found = self._own(text, tagged) if tagged is not None else self._others(nlp_artifacts.entities)
        return [
            RecognizerResult(
                entity_type,
                start,
                end,
                score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: source,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for entity_type, start, end, score, source in found
        ]

    @staticmethod
    def _own(text: str, tagged: list[tuple[int, int, str, float]]) -> Iterator[tuple[str, int, int, float, str]]:
        for start, end, label, probability in tagged:
            surface = text[start:end]
            entity_type = _contact(surface) if label == "CONTACT" else _OWN_TYPES[label]
            if label == "FACILITY" and _GROUP.search(surface):
                entity_type = "HOME_GROUP"
            yield entity_type, start, end, probability, MODEL

    @staticmethod
    def _others(entities: Any) -> Iterator[tuple[str, int, int, float, str]]:
        for entity in entities:
            if entity.label_ in _TYPES and entity.text.strip():
                yield _TYPES[entity.label_], entity.start_char, entity.end_char, weight("ner"), "ner"


def _contact(surface: str) -> str:
    """Return what kind of address or handle stands here."""
    if surface.startswith("@") or surface.lower().startswith(("u/", "/u/")):
        return "USERNAME"
    return next((kind for pattern, kind in _CONTACTS if pattern.search(surface)), "USERNAME")
