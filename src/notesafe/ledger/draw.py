"""Names to draw from: of the origin and gender of the name they stand for, and no one's in the study."""

from __future__ import annotations

import random
import string
from collections.abc import Container, Iterator, Sequence
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
        used_up: Pools with no name left, by identity; grows. For *drawn* sets that only grow.
    """

    def __init__(
        self,
        chance: random.Random,
        drawn: set[str],
        closed: Sequence[Container[str]] = (),
        *,
        frozen: bool = False,
        used_up: set[int] | None = None,
    ) -> None:
        self.chance = chance
        self.drawn = drawn
        self.frozen = frozen
        self._closed = closed
        self._used_up = used_up if used_up is not None else set()

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
            if not pool or id(pool) in self._used_up:
                continue
            new = next((name for name in self._tries(pool) if fits(name)), "")
            if not new:
                free = [name for name in pool if self.sure(name)]
                fitting = [name for name in free if fits(name)]
                new = self.chance.choice(fitting) if fitting else ""
                if not free:
                    self._used_up.add(id(pool))
            if new:
                break
        if not new:
            new = self._joined(pools[-1], letter)
        self.drawn.add(new)
        return new

    def _tries(self, pool: Sequence[str]) -> Iterator[str]:
        for _ in range(_TRIES):
            yield self.chance.choice(pool)

    def _joined(self, pool: Sequence[str], letter: str) -> str:
        """Return two names with a hyphen between them, for when the lists are used up."""
        first = [name for name in pool if name[0] == letter] or pool if letter else pool
        while True:
            new = f"{self.chance.choice(first)}-{self.chance.choice(pool)}"
            if self.sure(new):
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
