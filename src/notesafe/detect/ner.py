"""What the spaCy pipeline says, as evidence."""

from __future__ import annotations

from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.weights import weight

__all__ = ["NerRecognizer"]

# spaCy's OntoNotes labels and notesafe's own -> entity types. Dates and numbers are left to the packs:
# on notes the model's DATE is mostly "90 days", "weekly" and "today".
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


class NerRecognizer(EntityRecognizer):  # type: ignore[misc]
    """The entities that the pipeline found, under notesafe's names."""

    def __init__(self) -> None:
        super().__init__(supported_entities=sorted(set(_TYPES.values())), name="ner", supported_language="en")

    def load(self) -> None:
        """Do nothing: the pipeline is loaded elsewhere."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return the entities in *nlp_artifacts*."""
        return [
            RecognizerResult(
                _TYPES[entity.label_],
                entity.start_char,
                entity.end_char,
                weight("ner"),
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: "ner",
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for entity in (nlp_artifacts.entities if nlp_artifacts is not None else ())
            if entity.label_ in _TYPES and entity.text.strip()
        ]
