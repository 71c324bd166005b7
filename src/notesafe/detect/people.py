"""People, as notes name them: by lexicon, by role, by structure, by what is said around them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect import cues, fields, structure
from notesafe.detect.lexicon import find_by_lexicon
from notesafe.detect.note import NoteArtifacts
from notesafe.detect.patterns import KIND
from notesafe.detect.reading import Evidence, Reading
from notesafe.packs import Pack

__all__ = ["LABEL", "PeopleRecognizer"]

LABEL = "notesafe_label"
"""Key in `recognition_metadata` for a narrower word for the tag, such as MOTHER."""

Finder = Callable[[Reading], Iterable[Evidence]]


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    find: Finder


class PeopleRecognizer(EntityRecognizer):  # type: ignore[misc]
    """
    Evidence for names of people, from unlike sources.

    Each result is one piece of evidence; its score is the strength that piece
    has alone. `notesafe.weigh` adds them up.

    Args:
        packs: Those with a `code` named here bring their terms.
        protected: Lower-case words that are no names: the single words of the term packs.
    """

    def __init__(self, packs: Iterable[Pack], protected: Collection[str] = frozenset()) -> None:
        by_code = {pack.info.code: pack for pack in packs if pack.info.code}
        roles = cues.RoleCues(by_code["role_cue"].terms if "role_cue" in by_code else ())
        finders: dict[str, Finder] = {
            "name_lexicon": find_by_lexicon,
            "role_cue": roles.find,
            "introduced": cues.find_introduced,
            "honoured": cues.find_honoured,
            "spoken_to": cues.find_spoken_to,
            "in_company": cues.find_in_company,
            "credentials": cues.find_with_credentials,
            "first_and_initial": structure.find_first_and_initial,
            "initials": structure.find_initials,
            "acting_initials": structure.find_acting_initials,
            "signed_off": structure.find_signed_off,
            "speaker_label": structure.find_speaker_labels,
            "listed": structure.find_listed,
            "roster": structure.find_rosters,
            "field": fields.find_fields,
            "caption": fields.find_captions,
            "signature": structure.find_signatures,
            "apostrophe": structure.find_apostrophes,
            "spelled_out": structure.find_spelled_out,
        }
        self._finders = [_Named(name, find) for name, find in finders.items()]
        self._protected = protected
        super().__init__(supported_entities=["PERSON"], name="people", supported_language="en")

    def load(self) -> None:
        """Do nothing: the lists are read on first use."""

    def evidence(self, text: str) -> Iterator[tuple[str, Evidence]]:
        """Return the name of each finder with what it found."""
        return self._evidence(Reading.of(text, self._protected))

    def _evidence(self, reading: Reading) -> Iterator[tuple[str, Evidence]]:
        for finder in self._finders:
            for found in finder.find(reading):
                yield finder.name, found

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return the evidence in *text* as Presidio results."""
        shared = nlp_artifacts.reading if isinstance(nlp_artifacts, NoteArtifacts) else None
        return [
            RecognizerResult(
                "PERSON",
                found.start,
                found.end,
                found.strength,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    KIND: found.role,
                    LABEL: found.label,
                },
            )
            for name, found in self._evidence(shared or Reading.of(text, self._protected))
        ]
