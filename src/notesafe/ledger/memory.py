"""The answers of a ledger: drawn at random once, remembered, the same ever after."""

from __future__ import annotations

import random
import re
from collections.abc import Container, Iterable

from notesafe.errors import LedgerError
from notesafe.ledger.draw import Names
from notesafe.ledger.people import name_parts, stand_in_for
from notesafe.ledger.state import Room, State
from notesafe.ledger.things import KINDS, draw_thing, thing_key, write_thing
from notesafe.lexicons import fold

__all__ = ["LOOSE", "Answers"]

LOOSE = "loose "
"""How the key of a room begins that is not written down."""

_WEEKS = range(5, 53)  # 35-364 days either way, docs/design.md, "Dates"
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_NUMBERS = 99
_LOOSE_ROOMS = 64  # notes without an id that may be under way at once
_REMEMBERED = 100_000  # answers kept at hand; the rest is looked up


class Answers:
    """
    Answers questions from a state, and lets the state grow.

    Args:
        state: What is remembered.
        chance: The source of randomness; nothing is ever computed from the person's data (45 CFR 164.514(c)).
        frozen: Raise where the state would grow.
    """

    def __init__(self, state: State, chance: random.Random, *, frozen: bool) -> None:
        self.state = state
        self.changed = False
        self._chance = chance
        self._frozen = frozen
        self._avoid: set[str] = set()
        self._used_up: set[int] = set()
        self._loose: dict[str, Room] = {}
        self._known: dict[tuple[str, str, str, str], str | None] = {}
        self._drawn = {name for room in state.rooms.values() for name in _drawn_in(room)}
        self._things = {new for room in state.rooms.values() for kind in room.things.values() for new in kind.values()}

    def avoid(self, words: Iterable[str]) -> None:
        """Never draw a name that is among *words*; they are not written down."""
        if not self._frozen:  # nothing is drawn, and over millions of notes the words would add up
            self._avoid.update(fold(part) for word in words for part in _WORD.findall(word))

    def reserve(self, names: Iterable[str]) -> None:
        """Enter real names, so that they are never drawn."""
        for name in names:
            fresh = name_parts(name) - self.state.seen
            if fresh and not self._frozen:
                self.state.seen |= fresh
                self.state.clashes += len(fresh & self._drawn)
                self.changed = True

    def surrogate(self, key: str, text: str, entity_type: str, whole: str) -> str | None:
        """
        Return the stand-in for *text* in the room *key*, or None for a type that has none.

        Raises:
            LedgerError: It is not known, and the ledger is open for reading.
        """
        asked = (key, text, entity_type, whole)
        if asked in self._known:
            return self._known[asked]
        room = self._room(key)
        if entity_type == "PERSON":
            new = self._person(room, text, whole, kept=not key.startswith(LOOSE))
        elif entity_type in KINDS:
            new = self._thing(key, room, text, entity_type)
        else:
            return None
        if new is not None and not self._frozen and new not in room.surfaces:
            room.surfaces[new] = text
            self.changed = True  # whatever was drawn for it
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[asked] = new
        return new

    def number(self, key: str, text: str, label: str) -> int:
        """Return a random number that *text* alone has among those with the same label: 1-99 at first."""
        room = self._room(key)
        taken = (
            room.things.setdefault(f"number {label}", {})
            if not self._frozen
            else room.things.get(f"number {label}", {})
        )
        what = (thing_key(text, "FACILITY") or ("", ""))[1] or " ".join(fold(text).split())
        if what not in taken:
            self._grow(key)
            used = set(taken.values())
            most = max(_FIRST_NUMBERS, 2 * len(used))
            taken[what] = self._chance.choice([str(n) for n in range(1, most + 1) if str(n) not in used])
            room.surfaces.setdefault(f"[{label}_{taken[what]}]", text)
        return int(taken[what])

    def days(self, key: str) -> int:
        """Return the offset of *key*: a whole number of weeks, 35-364 days, either way."""
        if key not in self.state.offsets:
            self._grow(key)
            self.state.offsets[key] = self._chance.choice([-1, 1]) * 7 * self._chance.choice(_WEEKS)
        return self.state.offsets[key]

    def _room(self, key: str) -> Room:
        if key.startswith(LOOSE):
            if key not in self._loose and len(self._loose) >= _LOOSE_ROOMS:
                del self._loose[next(iter(self._loose))]
            return self._loose.setdefault(key, Room())
        if self._frozen:
            return self.state.rooms.get(key) or Room()
        return self.state.rooms.setdefault(key, Room())

    def _person(self, room: Room, text: str, whole: str, *, kept: bool) -> str | None:
        if kept:
            self.reserve([whole, text])
        closed: tuple[Container[str], ...] = (self.state.seen, self._avoid)
        if kept:
            names = Names(self._chance, self._drawn, closed, frozen=self._frozen, used_up=self._used_up)
        else:
            names = Names(self._chance, set(_drawn_in(room)), closed)
        return stand_in_for(room, text, whole, names)

    def _thing(self, key: str, room: Room, text: str, entity_type: str) -> str | None:
        found = thing_key(text, entity_type)
        if found is None:
            return None
        kind, what = found
        known = room.things.get(kind, {})
        if what not in known:
            self._grow(key)
            known = room.things.setdefault(kind, {})
            new = draw_thing(kind, what, self._chance, self._things | known.keys())
            if new is None:
                return None
            self._things.add(new)
            known[what] = new
        return write_thing(text, entity_type, known[what])

    def _grow(self, key: str) -> None:
        if self._frozen and not key.startswith(LOOSE):
            raise LedgerError(
                "the ledger is open for reading and does not know a place, number or subject of this note. "
                "Enter them first: ledger.learn(redactor.survey(notes)), with the ledger open for writing."
            )
        self.changed = True


def _drawn_in(room: Room) -> Iterable[str]:
    for person in room.people:
        yield from (person.new_given, person.new_family, *person.middle.values())
    yield from room.families.values()
