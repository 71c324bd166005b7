"""Find the people and places the caller named, in every form they may be written."""

from __future__ import annotations

import re
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect.patterns import KIND
from notesafe.known import Known, KnownPerson
from notesafe.lexicons import fold, nicknames, ordinary_words
from notesafe.terms import TermTree, Tokens
from notesafe.words import CREDENTIALS, TITLE_NAMES, TITLES

__all__ = ["SUBJECT", "KnownRecognizer", "name_forms"]

SUBJECT = "notesafe_subject"
"""Key in `recognition_metadata` for the number of the known person or place: -1, -2 …, so that others count from 0."""

_WORD = re.compile(r"[^\W\d_][^\s,]*")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|esq)\.?\Z", re.IGNORECASE)
_WORDS_OF_ONE_LETTER = ("A", "I")

Form = tuple[str, bool]
"""A way to write a name, and whether it is a whole name: the rest only counts in capitals where it is a word."""


class KnownRecognizer(EntityRecognizer):  # type: ignore[misc]
    """
    Finds what is in a `Known`: the cheapest recall there is.

    Where two known people share a form, a mention has the role of both if that is one, and else none; nor a subject.
    """

    def __init__(self, known: Known) -> None:
        owners: dict[tuple[str, ...], tuple[str, bool, list[int]]] = {}
        for number, person in enumerate(known.people):
            for form, whole in name_forms(person):
                key = tuple(Tokens.of(form).words)
                owners.setdefault(key, (form, whole, []))[2].append(number)
        people = TermTree()
        for form, whole, numbers in owners.values():
            several = sorted(set(numbers))
            roles = {known.people[number].role for number in several}
            people.add(
                form, (roles.pop() if len(roles) == 1 else None, several[0] if len(several) == 1 else None, whole)
            )
        places, facilities = TermTree(), TermTree()
        count = len(known.people)
        for number, place in enumerate(known.places, count):
            places.add(place, (None, number, True))
        for number, place in enumerate(known.facilities, count + len(known.places)):
            facilities.add(place, (None, number, True))
        self._trees = (("PERSON", people), ("LOCATION", places), ("FACILITY", facilities))
        super().__init__(supported_entities=["PERSON", "LOCATION", "FACILITY"], name="known", supported_language="en")

    def load(self) -> None:
        """Do nothing: the tree is built on construction."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return every mention; part of a name that is also a word only where it has its capital."""
        tokens = Tokens.of(text)
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
                    SUBJECT: None if number is None else -1 - number,
                },
            )
            for entity_type, tree in self._trees
            for start, end, (role, number, whole) in tree.find(tokens)
            if whole or text[start].isupper() or fold(text[start:end].split(maxsplit=1)[0]) not in ordinary_words()
        ]


def name_forms(person: KnownPerson) -> list[Form]:
    """
    Return the ways a known person may be written.

    Titles, letters of a profession and `Jr.` are no part of them, nor is a middle name of the short ones.

        >>> [form for form, _ in name_forms(KnownPerson(name="Annika Lund"))]
        ['Lund, Annika', 'Lund Annika', 'Annika L.', 'Annika L', 'A. Lund', 'A Lund', 'Annika', 'Lund', 'Annika Lund']
        >>> [form for form, _ in name_forms(KnownPerson(name="Dr. Oh, LCSW"))]
        ['Oh', 'Dr. Oh, LCSW']
    """
    words = _bare_name(person.name)
    forms: list[Form] = []
    if len(words) > 1:
        first, last = words[0], words[-1]
        forms += [(f"{last}, {first}", True), (f"{last} {first}", True)]
        for given in (first, *sorted(nicknames().get(fold(first), ()))):
            if given != first:
                forms += [(given, False), (f"{given} {last}", True)]
            forms.append((f"{given} {last[0]}.", False))
            if last[0] not in _WORDS_OF_ONE_LETTER:
                forms.append((f"{given} {last[0]}", False))
            if given == first:
                forms += [(f"{first[0]}. {last}", True), (f"{first[0]} {last}", True)]
        forms += [(first, False), (last, False), (f"{first} {last}", True)]
        if len(words) > 2:
            forms += [(" ".join(words[:-1]), True), (" ".join(words[1:]), True), (" ".join(words), True)]
    elif words:
        forms.append((words[0], False))
    forms += [(alias, " " in alias) for alias in person.aliases]
    forms.append((person.name, len(words) > 1))
    return list(dict.fromkeys(forms))


def _bare_name(name: str) -> list[str]:
    """Return the words of a name in the order of speech: without titles, letters of a profession and `Jr.`."""
    parts = [_WORD.findall(part) for part in name.split(",")]
    parts = [kept for part in parts if (kept := [word for word in part if not _is_letters(word)])]
    turned = len(parts) > 1
    words = [*parts[1], *parts[0]] if turned else [word for part in parts for word in part]
    while len(words) > 1 and fold(words[0]).rstrip(".") in TITLES - TITLE_NAMES:
        words = words[1:]
    return words


def _is_letters(word: str) -> bool:
    """Return whether a word is `Jr.` or letters of a profession in capitals."""
    return bool(_SUFFIX.match(word)) or (word.lower().rstrip(".") in CREDENTIALS and word[1:2].isupper())
