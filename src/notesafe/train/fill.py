"""Fill the slots of a training document with other names, places and numbers; spans are known exactly."""

from __future__ import annotations

import random
import re
import string
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from notesafe.lexicons import fold
from notesafe.train.people import Person, draw_person, like_case, write_name
from notesafe.train.places import draw_name
from notesafe.train.slots import Part, SlotDocument

__all__ = ["Filler", "spans_of"]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT = [month[:3] for month in _MONTHS]
_MONTH = re.compile(r"\b(" + "|".join([*_MONTHS, "sept", *_SHORT]) + r")\b", re.IGNORECASE)
_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_DIGITS = ["zero", "oh", *_UNITS]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WORD = re.compile(r"[^\W\d_]+")
_KEEP = {"LOCATION": 0.25, "FACILITY": 0.25, "ORG": 0.25, "SUBSTANCE": 0.6, "DATE": 0.2}
"""Share of slots that keep what the writer wrote, which is often better than anything drawn."""
_KEEP_PERSON = 0.3
"""Share of people who keep the name the writer gave them: among them are many that no list holds."""


@dataclass(frozen=True, slots=True)
class _Pools:
    by_kind: dict[tuple[str, str], list[str]]
    street: list[str]


class Filler:
    """
    Fills documents, each time with something else.

    Args:
        documents: All training documents: what stands in their slots is what others may be filled with.
        held_back: Folded names that are never drawn.
    """

    def __init__(self, documents: Iterable[SlotDocument], held_back: Collection[str] = ()) -> None:
        self._held_back = frozenset(held_back)
        by_kind: dict[tuple[str, str], set[str]] = defaultdict(set)
        street: set[str] = set()
        for document in documents:
            for part in document.parts:
                if part.label in ("LOCATION", "FACILITY", "ORG", "SUBSTANCE"):
                    by_kind[part.label, part.key].add(part.text)
                elif part.form == "street":
                    street.add(part.text.lower())
        self._pools = _Pools({kind: sorted(texts) for kind, texts in by_kind.items()}, sorted(street))

    def fill(self, document: SlotDocument, rng: random.Random) -> list[Part]:
        """Return the parts of *document* with fresh text in the slots; a part's label stays."""
        kept = self._kept(document, rng)
        people = {key: draw_person(rng, gender, self._held_back) for key, gender in document.genders.items()}
        renamed: dict[str, str] = {}
        streets: dict[tuple[str, str], str] = {}
        drawn: dict[tuple[str, str], str] = {}
        parts: list[Part] = []
        for part in document.parts:
            if part.label == "PERSON":
                fresh = part.text if part.key in kept else self._person(part, people, streets, rng)
                for old, new in zip(_WORD.findall(part.text), _WORD.findall(fresh), strict=False):
                    if len(old) > 2:
                        renamed.setdefault(old.lower(), new.lower())
            elif part.label is None:
                fresh = part.text
            else:
                key = (part.label, fold(part.text))
                fresh = drawn.get(key) or self._other(part, renamed, rng)
                drawn[key] = fresh
                fresh = (
                    like_case(fresh, part.text)
                    if part.label in ("LOCATION", "FACILITY", "ORG") and part.text.isupper()
                    else fresh
                )
            parts.append(Part(fresh, part.label, part.key, part.form))
        return parts

    def _kept(self, document: SlotDocument, rng: random.Random) -> set[str]:
        """Return the keys of the people who stay who they are; nobody who has a held-back name does."""
        kept = {key for key in document.genders if rng.random() < _KEEP_PERSON}
        for part in document.parts:
            if part.key in kept and any(fold(word) in self._held_back for word in _WORD.findall(part.text)):
                kept.discard(part.key)
        return kept

    def _person(
        self, part: Part, people: dict[str, Person], streets: dict[tuple[str, str], str], rng: random.Random
    ) -> str:
        person = people.get(part.key)
        if person is None:
            person = people[part.key] = draw_person(rng, "u", self._held_back)
        if part.form == "street":
            key = (part.key, part.text.lower())
            if key not in streets:
                streets[key] = (
                    part.text.lower()
                    if rng.random() < 0.4 or not self._pools.street
                    else rng.choice(self._pools.street)
                )
            return like_case(streets[key], part.text)
        return write_name(rng, person, part.form, part.text)

    def _other(self, part: Part, renamed: dict[str, str], rng: random.Random) -> str:
        label, text = part.label, part.text
        if rng.random() < _KEEP.get(str(label), 0.0):
            return text
        if label in ("LOCATION", "FACILITY", "ORG"):
            return self._name(part, rng)
        if label == "SUBSTANCE":
            pool = self._pools.by_kind.get((label, part.key)) or [text]
            return (
                like_case(rng.choice(pool), text)
                if text.isupper() or text.islower()
                else _titled(rng.choice(pool), text)
            )
        if label == "DATE":
            return _fresh_date(text, rng)
        if label in ("AGE", "AGE_90"):
            return re.sub(
                r"\d+",
                lambda m: (
                    str(rng.randint(90, 103) if label == "AGE_90" else rng.randint(11, 88))
                    if len(m.group()) < 4
                    else m.group()
                ),
                text,
            )
        if label in ("PHONE", "ID"):
            return _fresh_code(text, rng, words=label == "PHONE")
        if label in ("EMAIL", "URL", "HANDLE"):
            return _fresh_address(text, renamed, rng)
        return text

    def _name(self, part: Part, rng: random.Random) -> str:
        """Return the name of another place of the same kind, cased as the text around it."""
        label, kind, text = str(part.label), part.key, part.text
        pool = self._pools.by_kind.get((label, kind), [text])
        if kind == "address" or re.search(r"\d", text):
            return _fresh_code(text, rng, words=False, letters=False)
        fresh = (
            rng.choice(pool)
            if rng.random() < 0.55 and len(pool) > 3
            else draw_name(rng, label, kind) or rng.choice(pool)
        )
        if re.search(r"\d", fresh):
            return text
        return like_case(fresh, text) if text.isupper() or text.islower() else _titled(fresh, text)


def _titled(fresh: str, text: str) -> str:
    """Return *fresh* with capitals as a name has them, if *text* has any."""
    if not any(c.isupper() for c in text) or any(c.isupper() for c in fresh):
        return fresh
    small = {"of", "the", "and", "on", "at", "for", "in", "a", "to", "by"}
    words = fresh.split(" ")
    return " ".join(w if w in small and i else w[:1].upper() + w[1:] for i, w in enumerate(words))


def _fresh_date(text: str, rng: random.Random) -> str:
    """Return another date in the same form."""
    fresh = _MONTH.sub(
        lambda m: like_case(rng.choice(_MONTHS if m.group().lower() in _MONTHS else _SHORT), m.group()), text
    )

    def number(match: re.Match[str]) -> str:
        old = match.group()
        if len(old) == 4:
            return str(rng.randint(1950, 2026)) if old[:2] in ("19", "20") else old
        if len(old) > 2:
            return old
        value = rng.randint(1, 12) if match.start() == 0 and int(old) <= 12 else rng.randint(1, 28)
        return f"{value:02d}" if old.startswith("0") else str(value)

    fresh = re.sub(r"\d+", number, fresh)
    fresh = re.sub(
        r"\b(?:" + "|".join(_ORDINALS) + r")\b",
        lambda m: like_case(rng.choice(_ORDINALS), m.group()),
        fresh,
        flags=re.IGNORECASE,
    )
    return re.sub(
        r"\b(?:" + "|".join(_DAYS) + r")\b",
        lambda m: like_case(rng.choice(_DAYS), m.group()),
        fresh,
        flags=re.IGNORECASE,
    )


def _fresh_code(text: str, rng: random.Random, *, words: bool, letters: bool = True) -> str:
    """Return other digits for digits, other capitals for capitals among them, and other digit words where spoken."""
    fresh = "".join(rng.choice(string.digits) if c.isdigit() else c for c in text)
    if letters and any(c.isdigit() for c in text):
        fresh = re.sub(
            r"\b[A-Z]{1,4}(?=[-\d])", lambda m: "".join(rng.choice(string.ascii_uppercase) for _ in m.group()), fresh
        )
    if words or not any(c.isdigit() for c in text):
        fresh = re.sub(
            r"\b(?:" + "|".join(_DIGITS) + r")\b",
            lambda m: like_case(rng.choice(_DIGITS), m.group()),
            fresh,
            flags=re.IGNORECASE,
        )
    return fresh


def _fresh_address(text: str, renamed: dict[str, str], rng: random.Random) -> str:
    """Return the address or handle with the people's new names in it and other digits."""
    fresh = text
    for old in sorted(renamed, key=len, reverse=True):
        fresh = re.sub(re.escape(old), partial(_like_match, renamed[old]), fresh, flags=re.IGNORECASE)
    return "".join(rng.choice(string.digits) if c.isdigit() else c for c in fresh)


def _like_match(fresh: str, match: re.Match[str]) -> str:
    return like_case(fresh, match.group())


def spans_of(parts: Sequence[Part]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text of *parts* and the spans of its labelled ones."""
    text, spans, at = [], [], 0
    for part in parts:
        if part.label is not None and part.text:
            spans.append((at, at + len(part.text), part.label))
        text.append(part.text)
        at += len(part.text)
    return "".join(text), spans
