"""The memory that keeps stand-ins and date offsets the same through a note, or through several."""

from __future__ import annotations

import random
import secrets
import string
from collections.abc import Iterable

from notesafe.lexicons import fold, given_names, nicknames, surnames

__all__ = ["Ledger"]

_WEEKS = range(5, 53)  # 35-364 days either way, docs/design.md, "Dates"
_CODES = frozenset(
    [
        "RECORD_NUMBER",
        "CASE_NUMBER",
        "HEALTH_PLAN_NUMBER",
        "ACCOUNT_NUMBER",
        "LICENSE_NUMBER",
        "INMATE_NUMBER",
        "PRESCRIPTION_NUMBER",
        "ID_NUMBER",
        "DEVICE_ID",
        "VEHICLE_ID",
    ]
)


class Ledger:
    """
    Draws stand-ins at random and remembers them.

    Nothing is computed from the person's data (45 CFR 164.514(c)). Kept in
    memory only; drop it and the way back is gone. Pass one to `Redactor` to
    keep a person's name the same over several notes.

    Args:
        seed: For tests and demonstrations only; by default the operating system's randomness.
    """

    def __init__(self, *, seed: int | None = None) -> None:
        self._random: random.Random = secrets.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311
        self._given: dict[str, str] = {}
        self._family: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._days: dict[str, int] = {}
        self._avoid: set[str] = set()

    def __repr__(self) -> str:
        return f"Ledger({len(self._given) + len(self._family)} names, {len(self._codes)} codes)"

    def avoid(self, words: Iterable[str]) -> None:
        """Never draw a name that is among *words*, the words of the note."""
        self._avoid.update(fold(word) for word in words)

    def days(self, subject: str = "") -> int:
        """
        Return the days by which all dates of *subject* move: a whole number of weeks, 35-364 days, either way.

        Whole weeks keep every weekday right.
        """
        if subject not in self._days:
            self._days[subject] = self._random.choice([-1, 1]) * 7 * self._random.choice(_WEEKS)
        return self._days[subject]

    def surrogate(self, text: str, entity_type: str, whole: str | None = None) -> str | None:
        """
        Return the stand-in for *text*, or None for a type that has none.

        Args:
            text: What stands in the note.
            entity_type: What it is.
            whole: The fullest form of the same person's name in the note, so that `Mari` and `Marisol` agree.
        """
        if entity_type == "PERSON":
            return self._person(text, whole or text)
        if entity_type in _CODES:
            return self._code(text)
        return None

    def _person(self, text: str, whole: str) -> str:
        """Return a name of the same build: as many words, initials for initials, the same case."""
        given = fold(whole.split(" ", maxsplit=1)[0].strip(".,'\"()"))
        words = text.split(" ")
        last = len(words) - 1
        out = []
        for at, word in enumerate(words):
            core = word.strip(".,'\"()")
            if not core:
                out.append(word)
            elif len(core) == 1:
                out.append(word.replace(core, self._initial(core, family=at == last and at > 0)))
            else:
                known = given if at == 0 and fold(core) in nicknames().get(given, ()) else core
                out.append(word.replace(core, _like(core, self._name(known, family=at == last and at > 0))))
        return " ".join(out)

    def _name(self, word: str, *, family: bool) -> str:
        key = fold(word)
        memory = self._family if family or (key in self._family and key not in self._given) else self._given
        if key not in memory:
            taken = set(self._given.values()) | set(self._family.values()) | self._avoid | set(memory)
            pool = _pool(key, family=memory is self._family)
            free = [name for name in pool if name not in taken and name[0] != key[0]] or [n for n in pool if n != key]
            memory[key] = self._random.choice(free)
        return memory[key]

    def _initial(self, letter: str, *, family: bool) -> str:
        memory = self._family if family else self._given
        known = next((new for old, new in memory.items() if old.startswith(letter.lower()) and len(old) > 1), None)
        if known is None:
            key = letter.lower()
            others = [c for c in string.ascii_lowercase if c != key]
            known = memory.setdefault(key, self._random.choice(others))
        return known[0].upper() if letter.isupper() else known[0]

    def _code(self, text: str) -> str:
        """Return random digits for digits and letters for letters, the rest as it is."""
        if text not in self._codes:
            fresh = text
            while fresh == text and any(c.isalnum() for c in text):
                fresh = "".join(self._sign(c) for c in text)
            self._codes[text] = fresh
        return self._codes[text]

    def _sign(self, char: str) -> str:
        if char.isdigit():
            return self._random.choice(string.digits)
        if char.isalpha():
            return self._random.choice(string.ascii_uppercase if char.isupper() else string.ascii_lowercase)
        return char


def _pool(key: str, *, family: bool) -> list[str]:
    """Return names of the origin and gender of *key*, in a fixed order."""
    if family:
        origins = set(surnames().get(key, ("anglo",)))
        return [name for name, of in surnames().items() if origins & set(of) and len(name) > 3]
    gender, of_key = given_names().get(key, ("fm", ("anglo",)))
    return [
        name
        for name, (g, of) in given_names().items()
        if set(of_key) & set(of) and (g in gender or gender in g) and len(name) > 3
    ]


def _like(old: str, new: str) -> str:
    """Return *new* in the case of *old*: mari, Mari or MARI."""
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new.title() if old[0].isupper() else new
