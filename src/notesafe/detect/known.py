"""Find the people and places the caller named, in every form they may be written."""

from __future__ import annotations

import re
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect.patterns import KIND
from notesafe.known import Known, KnownPerson
from notesafe.lexicons import fold, nicknames, ordinary_words
from notesafe.terms import TermTree

__all__ = ["SUBJECT", "KnownRecognizer", "name_forms"]

SUBJECT = "notesafe_subject"
"""Key in `recognition_metadata` for the number of the known person or place: -1, -2 …, so that others count from 0."""

_WORD = re.compile(r"[^\W\d_][^\s,]*")


class KnownRecognizer(EntityRecognizer):  # type: ignore[misc]
    """Finds what is in a `Known`: the cheapest recall there is."""

    def __init__(self, known: Known) -> None:
        self._tree = TermTree()
        for number, person in enumerate(known.people):
            for form, whole in name_forms(person):
                self._tree.add(form, ("PERSON", person.role, number, whole))
        count = len(known.people)
        for number, place in enumerate(known.places, count):
            self._tree.add(place, ("LOCATION", None, number, True))
        for number, place in enumerate(known.facilities, count + len(known.places)):
            self._tree.add(place, ("FACILITY", None, number, True))
        super().__init__(supported_entities=["PERSON", "LOCATION", "FACILITY"], name="known", supported_language="en")

    def load(self) -> None:
        """Do nothing: the tree is built on construction."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return every mention; part of a name that is also a word only where it has its capital."""
        return [
            RecognizerResult(
                entity_type,
                start,
                end,
                1.0,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: "known",
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    KIND: role,
                    SUBJECT: -1 - number,
                },
            )
            for start, end, (entity_type, role, number, whole) in self._tree.find(text)
            if whole or text[start].isupper() or fold(text[start:end]) not in ordinary_words()
        ]


def name_forms(person: KnownPerson) -> list[tuple[str, bool]]:
    """
    Return the ways a known person may be written, and whether each is the whole name.

        >>> [form for form, _ in name_forms(KnownPerson(name="Annika Lund"))]
        ['Lund, Annika', 'Lund Annika', 'Annika L.', 'Annika L', 'A. Lund', 'A Lund', 'Annika', 'Lund', 'Annika Lund']
    """
    words = _WORD.findall(person.name)
    forms: list[tuple[str, bool]] = []
    if len(words) > 1:
        first, last = words[0], words[-1]
        forms += [(f"{last}, {first}", True), (f"{last} {first}", True)]
        forms += [(f"{first} {last[0]}.", True), (f"{first} {last[0]}", True)]
        forms += [(f"{first[0]}. {last}", True), (f"{first[0]} {last}", True)]
        for short in sorted(nicknames().get(fold(first), ())):
            forms += [
                (short, False),
                (f"{short} {last}", True),
                (f"{short} {last[0]}.", True),
                (f"{short} {last[0]}", True),
            ]
        forms += [(first, False), (last, False)]
    forms += [(alias, " " in alias) for alias in person.aliases]
    return [*forms, (person.name, len(words) > 1)]
