"""Who is who: all forms of one person's name get one number, and one role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from notesafe.lexicons import fold, nicknames
from notesafe.spans import Span

__all__ = ["identify"]

_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
_REVERSED = re.compile(r"^\s*[^\W\d_][^,\n]*, ")
_TAKEN = 0.4


@dataclass(slots=True)
class _Subject:
    """One person of the note."""

    number: int
    given: str = ""
    family: str = ""
    others: set[str] = field(default_factory=set)
    spans: list[int] = field(default_factory=list)


def identify(text: str, spans: Collection[Span]) -> list[Span]:
    """
    Return the spans, sorted, with a subject for each person and the person's role on each mention.

    Full names are read first, so that a first name alone finds its owner. Two
    people of the same first name are told apart by surname or initial; a bare
    first name then means the one named last before it, a bare surname the one
    named first in the note.
    """
    ordered = sorted(spans)
    people = [i for i, span in enumerate(ordered) if span.entity_type == "PERSON" and span.score >= _TAKEN]
    subjects: list[_Subject] = []
    for i in sorted(people, key=lambda i: (_completeness(_parts(text, ordered[i])), ordered[i].start)):
        parts = _parts(text, ordered[i])
        subject = _find(subjects, parts, i, ordered[i].subject)
        if subject is None:
            subject = _Subject(len(subjects) if ordered[i].subject is None else -1 - int(ordered[i].subject or 0))
            subjects.append(subject)
        _learn(subject, parts, i)
    for subject in subjects:
        kind, label = _role(ordered[i] for i in subject.spans)
        for i in subject.spans:
            ordered[i] = ordered[i].but(subject=subject.number, kind=kind, label=label)
    return ordered


def _parts(text: str, span: Span) -> list[str]:
    """Return the parts of the name, folded, given name first; initials are single letters."""
    surface = text[span.start : span.end]
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
    """Return the subject these parts belong to; of several the one mentioned last before."""
    if known is not None:
        same = [s for s in subjects if s.number == -1 - known]
        if same:
            return same[0]
    fitting = [subject for subject in subjects if _fits(subject, parts)]
    if known is not None:
        fitting = [subject for subject in fitting if subject.number >= 0]
        for subject in fitting[:1]:
            subject.number = -1 - known
    if not fitting:
        return None
    if len(parts) == 1 and not any(_same_given(parts[0], subject.given) for subject in fitting):
        return min(fitting, key=lambda s: min(s.spans))  # a bare surname is whose the note is about
    before = [s for s in fitting if min(s.spans) < at]
    return max(before, key=lambda s: max(i for i in s.spans if i < at)) if before else fitting[0]


def _fits(subject: _Subject, parts: list[str]) -> bool:
    if not parts:
        return False
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        if len(first) == 1:
            return False
        return first in (subject.family, *subject.others) or _same_given(first, subject.given)
    if len(first) == 1 and len(last) == 1:
        return bool(subject.family) and subject.given[:1] == first and subject.family[:1] == last
    return _same_given(first, subject.given) and (not subject.family or _same_family(last, subject.family))


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
    """Return whether the two differ by about one letter."""
    return abs(len(a) - len(b)) <= 1 and sum((Counter(a) - Counter(b)).values()) <= 1 and a[:2] == b[:2]


def _learn(subject: _Subject, parts: list[str], at: int) -> None:
    subject.spans.append(at)
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
