"""The same person in several notes: notes are numbered each by itself, then whoever fits is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from notesafe.lexicons import nicknames
from notesafe.spans import Span

__all__ = ["unify"]

Name = tuple[str, str]
"""Given and family name, folded; either may be empty or an initial."""
_Local = tuple[int, int]  # number of the note, subject in it


def unify(notes: Sequence[Sequence[Span]], names: Sequence[dict[int, Name]], told: Collection[int]) -> list[list[Span]]:
    """
    Return the spans of each note with subjects that mean the same person in all of them.

    Args:
        notes: The spans of each note, numbered in the note.
        names: For each note subject -> name, as far as the note tells it.
        told: Subjects that mean the same person in all notes already, and stay: the caller's known people,
            and whoever was unified before.

    A bare first name joins the fullest name it fits, of several the one mentioned
    most, never two people of one note. Numbers follow the names, so that the order
    of the notes decides nothing.
    """
    mentions = Counter(
        (note, span.subject) for note, spans in enumerate(notes) for span in spans if span.subject is not None
    )
    locals_ = [(note, subject) for note, found in enumerate(names) for subject in found if subject not in told]
    groups: list[tuple[list[Name], set[_Local]]] = []
    for local in sorted(locals_, key=lambda at: (_vagueness(names[at[0]][at[1]]), names[at[0]][at[1]], -mentions[at])):
        name = names[local[0]][local[1]]
        fitting = [g for g in groups if _fits(name, g[0]) and all(other[0] != local[0] for other in g[1])]
        if fitting:
            best = max(fitting, key=lambda group: sum(mentions[at] for at in group[1]))
            best[0].append(name)
            best[1].add(local)
        else:
            groups.append(([name], {local}))
    known = _known(names, told)
    fresh = max([-1, *told]) + 1
    numbers: dict[_Local, int] = {}
    for number, (group, members) in enumerate(groups, fresh):
        numbers |= dict.fromkeys(members, next((known[name] for name in group if name in known), number))
    return [[_renumbered(span, numbers, note) for span in spans] for note, spans in enumerate(notes)]


def _known(names: Sequence[dict[int, Name]], told: Collection[int]) -> dict[Name, int]:
    """Return name -> the lowest of the subjects it is told of."""
    known: dict[Name, int] = {}
    for subject, name in ((subject, name) for found in names for subject, name in found.items()):
        if subject in told and any(name):
            known[name] = min(subject, known.get(name, subject))
    return known


def _renumbered(span: Span, numbers: dict[_Local, int], note: int) -> Span:
    if span.subject is None:
        return span
    number = numbers.get((note, span.subject), span.subject)
    return span if number == span.subject else span.but(subject=number)


def _vagueness(name: Name) -> int:
    """Return 0 for two whole names, 1 for a name and an initial, 2 for one name, 3 for initials or nothing."""
    whole = sum(len(part) > 1 for part in name)
    return 3 if not whole else (0 if whole > 1 else 1) if all(name) else 2


def _fits(name: Name, group: Sequence[Name]) -> bool:
    """Return whether the name goes with every name of the group; initials alone only with a whole name."""
    given, family = name
    if len(given) <= 1 and len(family) <= 1:
        return bool(given and family) and any(
            len(g) > 1 and len(f) > 1 and (g[0], f[0]) == (given, family) for g, f in group
        )
    if not family:  # one word: a given name, or a surname
        return any(_alike(given, g) or given == f for g, f in group if len(g) > 1 or len(f) > 1)
    if len(family) == 1 and any(given == f and g[:1] == family for g, f in group):
        return True  # Dawson J.
    return all(_alike(given, g) and (not f or _begins(family, f)) for g, f in group)


def _alike(a: str, b: str) -> bool:
    if len(a) <= 1 or len(b) <= 1:
        return bool(a and b) and a[0] == b[0]
    return a == b or b in nicknames().get(a, ())


def _begins(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
