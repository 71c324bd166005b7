"""Who is who: all forms of one person's name get one number, and one role, in a note and through a series."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from notesafe.lexicons import fold, given_names, nicknames
from notesafe.spans import Span
from notesafe.weigh.series import unify
from notesafe.weights import TAKEN

__all__ = ["assign_roles", "identify", "identify_series", "name_parts", "number_people"]

_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
_REVERSED = re.compile(r"^\s*[^\W\d_][^,\n]*, ")


@dataclass(slots=True)
class _Subject:
    """One person of the note."""

    number: int
    given: str = ""
    family: str = ""
    others: set[str] = field(default_factory=set)
    spans: list[int] = field(default_factory=list)
    """The numbers of its mentions, rising."""


def identify(text: str, spans: Collection[Span]) -> list[Span]:
    """Return the spans, sorted, with a subject for each person and the person's role on each mention."""
    return assign_roles([number_people(text, spans)])[0]


def identify_series(texts: Sequence[str], spans: Sequence[Collection[Span]]) -> list[list[Span]]:
    """
    Return the spans of each note with one subject and one role for a person in all of them.

    Notes are read each by itself first; then who goes by the same name in two
    notes is one person. Nothing but the numbers depends on the order of the notes.
    A subject that is given means the same person in all notes, and stays.
    """
    told = {span.subject for found in spans for span in found if span.subject is not None}
    above = max(told, default=-1)
    numbered = [number_people(text, found, above=above) for text, found in zip(texts, spans, strict=True)]
    if len(numbered) > 1:
        names = [_known_forms(text, found) for text, found in zip(texts, numbered, strict=True)]
        numbered = unify(numbered, names, told)
    return assign_roles(numbered)


def number_people(text: str, spans: Collection[Span], *, above: int = -1) -> list[Span]:
    """
    Return the spans, sorted, with a subject for each person, new ones numbered *above*; a subject that is given stays.

    Full names are read first, so that a first name alone finds its owner. Two
    people of the same first name are told apart by surname or initial; a bare
    first name then means the one named last before it, a bare surname the one
    named first in the note.
    """
    ordered = sorted(spans, key=Span.order)
    subjects, _ = _subjects(text, ordered, above)
    for subject in subjects:
        for i in subject.spans:
            ordered[i] = ordered[i].but(subject=subject.number)
    return ordered


def assign_roles(notes: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the spans of each note with the role that is told most often of a person, in any note, on each mention."""
    told: dict[int, list[Span]] = {}
    for spans in notes:
        for span in filter(_is_person, spans):
            if span.subject is not None:
                told.setdefault(span.subject, []).append(span)
    roles = {subject: _role(spans) for subject, spans in told.items()}
    return [[_with_role(span, roles) for span in spans] for spans in notes]


def _with_role(span: Span, roles: dict[int, tuple[str | None, str | None]]) -> Span:
    if span.subject not in roles or not _is_person(span):
        return span
    kind, label = roles[span.subject]
    return span if (kind, label) == (span.kind, span.label) else span.but(kind=kind, label=label)


def _is_person(span: Span) -> bool:
    return span.entity_type == "PERSON" and span.score >= TAKEN


def _known_forms(text: str, spans: Sequence[Span]) -> dict[int, tuple[str, str]]:
    """Return subject -> given and family name, either of which may be empty or an initial."""
    subjects, _ = _subjects(text, spans)
    return {subject.number: (subject.given, subject.family) for subject in subjects}


def _subjects(text: str, ordered: Sequence[Span], above: int = -1) -> tuple[list[_Subject], dict[int, list[str]]]:
    """Return the people of the note, and the name parts of each mention by its index."""
    people = [i for i, span in enumerate(ordered) if _is_person(span)]
    parts = {i: _own_parts(text, ordered[i]) for i in people}
    subjects: list[_Subject] = []
    fresh = 1 + max([-1, above, *(span.subject for span in ordered if span.subject is not None)])
    for i in sorted(people, key=lambda i: (ordered[i].subject is None, _completeness(parts[i]), ordered[i].start)):
        subject = _find(subjects, parts[i], i, ordered[i].subject)
        if subject is None:
            number = ordered[i].subject
            if number is None:
                number, fresh = fresh, fresh + 1
            subject = _Subject(number)
            subjects.append(subject)
        _learn(subject, parts[i], i)
    return subjects, parts


def _own_parts(text: str, span: Span) -> list[str]:
    """Return the parts of a mention; none where it is a handle or a file that propagation took as a whole."""
    if "propagated" in span.sources and span.subject is not None:
        return []
    return name_parts(text[span.start : span.end])


def name_parts(surface: str) -> list[str]:
    """
    Return the parts of a name, folded, given name first; initials are single letters.

        >>> name_parts("Quintero, Marisol"), name_parts("M-A-R-I"), name_parts("Bob S.")
        (['marisol', 'quintero'], ['mari'], ['bob', 's'])
    """
    letters = re.sub(r"[^A-Za-z]", "", surface)
    if re.fullmatch(r"(?:[A-Za-z][- ]){2,}[A-Za-z]", surface):
        return [letters.lower()]
    parts = [fold(part) for part in _PART.findall(surface)]
    return [*parts[1:], parts[0]] if _REVERSED.match(surface) and len(parts) > 1 else parts


def _completeness(parts: list[str]) -> int:
    """Return 0 for two whole names, 1 for a name and an initial, 2 for one name, 3 for initials."""
    whole = sum(len(part) > 1 for part in parts)
    return 3 if not whole else (0 if whole > 1 else 1) if len(parts) > 1 else 2


def _find(subjects: list[_Subject], parts: list[str], at: int, known: int | None) -> _Subject | None:
    """Return the subject of that number, or the one these parts belong to; of several the one mentioned last before."""
    if known is not None:
        return next((subject for subject in subjects if subject.number == known), None)
    fitting = [subject for subject in subjects if _fits(subject, parts)]
    if not fitting:
        return None
    if len(parts) == 1 and not any(_same_given(parts[0], subject.given) for subject in fitting):
        return min(fitting, key=lambda s: s.spans[0])  # a bare surname is whose the note is about
    before = [s for s in fitting if s.spans[0] < at]
    return max(before, key=lambda s: s.spans[bisect_left(s.spans, at) - 1]) if before else fitting[0]


def _fits(subject: _Subject, parts: list[str]) -> bool:
    if not parts:
        return False
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        if len(first) == 1:
            return False
        return first in (subject.family, *subject.others) or (
            len(subject.given) > 1 and _same_given(first, subject.given)
        )
    if len(first) == 1 and len(last) == 1:
        return bool(subject.family) and subject.given[:1] == first and subject.family[:1] == last
    if len(last) == 1 and first == subject.family and subject.given[:1] == last:
        return True  # Dawson J.
    if not _same_given(first, subject.given):
        return False
    if not subject.family:
        return len(first) > 1  # a letter alone is no bond: L. Abernathy signs a note about Lupita
    return _same_family(last, subject.family)


def _same_given(a: str, b: str) -> bool:
    if not a or not b:
        return False
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return a == b or b in nicknames().get(a, ()) or (len(a) > 4 and a[0] == b[0] and _close(a, b))


def _same_family(a: str, b: str) -> bool:
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return a == b or (len(a) > 4 and a[0] == b[0] and _close(a, b))


def _close(a: str, b: str) -> bool:
    """Return whether the two differ by about one letter, and are not two names of the list: Maria is not Marie."""
    if a in given_names() and b in given_names():
        return False
    return abs(len(a) - len(b)) <= 1 and sum((Counter(a) - Counter(b)).values()) <= 1 and a[:2] == b[:2]


def _learn(subject: _Subject, parts: list[str], at: int) -> None:
    insort(subject.spans, at)
    if not parts:
        return
    if not subject.given and (len(parts) > 1 or not subject.family):
        subject.given = parts[0]
    if len(parts) > 1 and len(parts[-1]) >= len(subject.family):
        subject.family = parts[-1]
    subject.others.update(part for part in parts if len(part) > 1)


def _role(spans: Iterable[Span]) -> tuple[str | None, str | None]:
    """Return the role most often told for a person; one read from a cue beats `peer`, which a bare initial suggests."""
    told = Counter((span.kind, span.label) for span in spans if span.kind or span.label)
    if not told:
        return None, None
    return min(told, key=lambda role: (role[0] == "peer", role[0] is None, -told[role], str(role)))
