"""Who stands for whom: one real person, one drawn name, in every form of it."""

from __future__ import annotations

import re

from notesafe.ledger.draw import Names
from notesafe.ledger.parts import Written, read_name
from notesafe.ledger.state import Person, Room
from notesafe.lexicons import nicknames

__all__ = ["name_parts", "stand_in_for"]

_SIGNS = re.compile(r"[^\w]+")  # hyphens and apostrophes: an O'Brien closes Brien too


def stand_in_for(room: Room, text: str, whole: str, names: Names) -> str | None:
    """
    Return the stand-in for the name in *text*, as it is written there; None if there is no name in it.

    An answer once given stays: people are found by what is known of them, in the
    order in which they were met, and a drawn name is never drawn again.

    Args:
        room: The people of one scope; learns.
        text: The name as it stands in the note.
        whole: The fullest form of the same person's name.
        names: Where new ones are drawn.

    Raises:
        LedgerError: Something would have to be entered, and the ledger is open for reading.
    """
    full = _settled(room, whole)
    name = full if text == whole else read_name(text, full)
    if not any(part.role != "kept" for part in name.parts):
        return None
    person = _person(room, full if full.first("given") or full.first("family") else name, names)
    new: dict[int, str] = {}
    families = 0
    for part in name.parts:
        if part.role == "given":
            new[part.start] = _given(person, part.folded, names)
        elif part.role == "family":
            first = families == 0
            families += 1
            new[part.start] = (
                _family(room, person, part.folded, names) if first else _middle(person, part.folded, names)
            )
        elif part.role == "middle":
            new[part.start] = _middle(person, part.folded, names)
    return name.rewritten(new)


def _settled(room: Room, whole: str) -> Written:
    """Return the parts of the name; a lone word is what it was taken for before, else a surname if it is one here."""
    full = read_name(whole)
    names = [part for part in full.parts if part.role != "kept"]
    if len(names) != 1 or len(full.parts) != 1:
        return full
    word = names[0].folded
    if f"{word} " in room.resolved:
        return read_name(whole, alone="given")
    if f" {word}" in room.resolved or (word in room.families and not room.index.get(f"g {word}")):
        return read_name(whole, alone="family")
    return full


def name_parts(text: str) -> set[str]:
    """Return the folded parts of a real name that must never be drawn."""
    parts = {part.folded for part in read_name(text).parts if part.role != "kept" and len(part.folded) > 1}
    return parts | {piece for part in parts for piece in _SIGNS.split(part) if len(piece) > 1}


def _person(room: Room, name: Written, names: Names) -> Person:
    """Return who is meant, entering them if they are new; learns a surname or a nickname."""
    given, family = name.first("given"), name.first("family")
    at = room.resolved.get(f"{given} {family}")
    if at is not None:
        return room.people[at]
    names.change()
    at = _find(room, given, family)
    if at is None:
        at = len(room.people)
        room.people.append(Person(given=given, family=family))
    person = room.people[at]
    if len(family) > len(person.family) and person.family == family[: len(person.family)]:
        person.family = family
    if len(given) > len(person.given) and person.given == given[: len(person.given)]:
        person.given = given
    if len(given) > 1 and given not in person.forms:
        person.forms.append(given)
    room.resolved[f"{given} {family}"] = at
    _enter(room, at)
    return person


def _enter(room: Room, at: int) -> None:
    """Make the person findable by every given name and by the surname."""
    person = room.people[at]
    for key in (*(f"g {form}" for form in {*person.forms, person.given}), f"f {person.family}"):
        places = room.index.setdefault(key, [])
        if at not in places:
            places.append(at)


def _find(room: Room, given: str, family: str) -> int | None:
    """Return where the person is whom these parts fit best: same surname, then same initial, then none; the first met."""
    if not room.index:
        for at in range(len(room.people)):
            _enter(room, at)
    keys = [f"f {family}"] if family else []
    keys += [f"g {name}" for name in (given, *(nicknames().get(given, ()) if family else ())) if name]
    near = {at for key in keys for at in room.index.get(key, ())}
    ranked = [(rank, at) for at in near if (rank := _rank(room.people[at], given, family)) is not None]
    return min(ranked)[1] if ranked else None


def _rank(person: Person, given: str, family: str) -> int | None:
    """Return how well the person fits, 0 best; None if they are someone else."""
    same_family = bool(family) and family == person.family
    initial = (
        bool(family)
        and bool(person.family)
        and family[0] == person.family[0]
        and 1 in (len(family), len(person.family))
    )
    if not given or not person.given:
        return (
            (0 if not given and not person.given else 1)
            if same_family and not (given and person.given) and len(family) > 1
            else None
        )
    exact = given in person.forms or given == person.given
    if not family:
        return (0 if not person.family else 1) if exact and len(given) > 1 else None
    known = exact or any(form in nicknames().get(given, ()) for form in person.forms)
    short = given[0] == person.given[0] and 1 in (len(given), len(person.given))
    if same_family:
        return 0 if exact else 1 if known else 2 if short and len(family) > 1 else None
    if initial:
        return 3 if exact else 4 if known else None
    return 5 if not person.family and exact and len(given) > 1 else None


def _given(person: Person, word: str, names: Names) -> str:
    if len(word) == 1:
        person.new_given = person.new_given or names.letter(word)
        return person.new_given[0]
    if len(person.new_given) < 2:
        person.new_given = names.given(word, person.new_given)
    return person.new_given


def _family(room: Room, person: Person, word: str, names: Names) -> str:
    """Return the surname of the person's stand-in; relatives have theirs in common where an initial allows it."""
    if len(word) == 1:
        if not person.new_family:
            person.new_family = room.families.get(person.family, "") or names.letter(word)
        return person.new_family[0]
    if len(person.new_family) < 2 and word == person.family:
        shared = room.families.get(word, "")
        fits = shared and (not person.new_family or shared[0] == person.new_family)
        person.new_family = shared if fits else names.family(word, person.new_family)
        room.families.setdefault(word, person.new_family)
    if word == person.family:
        return person.new_family
    if word not in room.families:  # a surname read from another form of the name, such as a misspelling
        room.families[word] = names.family(word)
    return room.families[word]


def _middle(person: Person, word: str, names: Names) -> str:
    if word not in person.middle:
        person.middle[word] = names.letter(word) if len(word) == 1 else names.given(word)
    return person.middle[word]
