"""Names to draw from: of the origin and gender of the name they stand for, and no one's in the study."""

from __future__ import annotations

import random
import string
from collections.abc import Container, Sequence
from functools import lru_cache

from notesafe.errors import LedgerError
from notesafe.lexicons import given_names, nicknames, ordinary_words, surnames, word_names

__all__ = ["Names", "is_family", "is_given"]

_TRIES = 60
_SHORTEST = 4  # letters; a shorter name is a word too often


class Names:
    """
    Draws names and letters, each name once.

    Args:
        chance: The source of randomness; nothing else decides.
        drawn: Names drawn before; grows.
        closed: Sets of names that must not be drawn: of real people, of words in the note.
        frozen: Refuse to draw, as a ledger that is open for reading must.
    """

    def __init__(
        self, chance: random.Random, drawn: set[str], closed: Sequence[Container[str]] = (), *, frozen: bool = False
    ) -> None:
        self.chance = chance
        self.drawn = drawn
        self.frozen = frozen
        self._closed = closed

    def change(self) -> None:
        """
        Refuse if nothing may be entered.

        Raises:
            LedgerError: The ledger is open for reading only.
        """
        if self.frozen:
            raise LedgerError(
                "the ledger is open for reading and does not know a name of this note. "
                "Enter the names first: ledger.learn(redactor.survey(notes)), with the ledger open for writing."
            )

    def given(self, name: str, letter: str = "") -> str:
        """Return a given name that fits *name* (folded), never with its first letter; with *letter* if that was given away."""
        gender, origins = _about(name)
        narrow = tuple(origin for origin in origins if origin != "anglo") or origins
        return self._draw(
            name, letter, [_given(gender, narrow), _given(gender, origins), _given(gender, ()), _given("fmu", ())]
        )

    def family(self, name: str, letter: str = "") -> str:
        """Return a surname that fits *name* in the same way, of as many parts if it has a hyphen."""
        pools = [[_family(surnames().get(part, ("anglo",))), _family(())] for part in name.split("-")]
        parts = name.split("-")
        return "-".join(self._draw(part, "" if i else letter, pools[i]) for i, part in enumerate(parts))

    def letter(self, old: str) -> str:
        """Return an initial other than *old*, one that names begin with."""
        self.change()
        return self.chance.choice([letter for letter in string.ascii_lowercase if letter not in (old, "x", "q", "u")])

    def sure(self, name: str) -> bool:
        """Return whether *name* may be drawn."""
        return name not in self.drawn and not any(name in names for names in self._closed)

    def _draw(self, name: str, letter: str, pools: list[tuple[str, ...]]) -> str:
        """Return one of the first pool that has one left; two joined by a hyphen if all are used up."""
        self.change()

        def fits(new: str) -> bool:
            return (new[0] == letter if letter else new[0] != name[:1]) and self.sure(new)

        new = ""
        for pool in pools:
            tried = (self.chance.choice(pool) for _ in range(_TRIES if pool else 0))
            new = next((name for name in tried if fits(name)), "")
            free = [] if new else [name for name in pool if fits(name)]
            new = new or (self.chance.choice(free) if free else "")
            if new:
                break
        first = [name for name in pools[-1] if not letter or name[0] == letter] or pools[-1]
        while not new or not self.sure(new):
            new = f"{self.chance.choice(first)}-{self.chance.choice(pools[-1])}"
        self.drawn.add(new)
        return new


def is_given(name: str) -> bool:
    """Return whether *name* (folded) is known as a given name or nickname."""
    return name in given_names() or name in nicknames()


def is_family(name: str) -> bool:
    """Return whether *name* (folded) is known as a surname."""
    return name in surnames()


def _about(name: str) -> tuple[str, tuple[str, ...]]:
    """Return gender and origins of a given name; of a nickname, those of the names it is short for."""
    if name in given_names():
        return given_names()[name]
    longer = [given_names()[other] for other in sorted(nicknames().get(name, ())) if other in given_names()]
    return longer[0] if longer else ("fm", ("anglo",))


@lru_cache(maxsize=256)
def _given(gender: str, origins: tuple[str, ...]) -> tuple[str, ...]:
    wanted = set(origins)
    return tuple(
        name
        for name, (of_gender, of) in given_names().items()
        if (not wanted or wanted & set(of)) and (set(of_gender) <= set(gender) or "u" in gender) and _plain(name)
    )


@lru_cache(maxsize=256)
def _family(origins: tuple[str, ...]) -> tuple[str, ...]:
    wanted = set(origins)
    return tuple(name for name, of in surnames().items() if (not wanted or wanted & set(of)) and _plain(name))


def _plain(name: str) -> bool:
    """Return whether a name reads as a name and nothing else, so that it can be found again in a text."""
    return (
        len(name) >= _SHORTEST
        and name.isascii()
        and name.isalpha()
        and name not in ordinary_words()
        and name not in word_names()
    )
