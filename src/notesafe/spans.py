"""`Span`: a stretch of a note that was found, without a letter of the note in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

__all__ = ["Span", "SpanIndex"]


@dataclass(frozen=True, slots=True, repr=False)
class Span:
    """
    A half-open stretch `[start, end)` of Python characters, and what it is.

    It holds no text, so it can be logged, counted and sent on.

        >>> Span(0, 4, "PERSON", 0.5)
        Span(start=0, end=4, entity_type='PERSON', score=0.5)
    """

    start: int
    """First character."""
    end: int
    """One past the last character."""
    entity_type: str
    """A name from `notesafe.entities.ENTITY_TYPES`."""
    score: float
    """0-1, how strong the evidence is. Not a probability."""
    kind: str | None = None
    """The role of a person, the level of a place: see `EntityType.kinds`."""
    label: str | None = None
    """A narrower word for the tag, such as MOTHER or JUDGE."""
    canonical: str | None = None
    """For substances the class and name (`OPIOID:fentanyl`), for facilities the kind in words."""
    sources: tuple[str, ...] = ()
    """The rules that found it, sorted."""
    subject: int | None = None
    """Who or what it is within this note: equal numbers mean the same person or place."""

    def __post_init__(self) -> None:
        """Refuse a span that is empty or ends before it starts."""
        if self.start < 0 or self.end <= self.start:
            raise ValueError(f"a span must have 0 <= start < end; got [{self.start}, {self.end})")

    def __lt__(self, other: Span) -> bool:
        return self.order() < other.order()

    def order(self) -> tuple[object, ...]:
        """Return a total order: by place, then by everything else."""
        told = tuple(value or "" for value in (self.kind, self.label, self.canonical))
        subject = -(10**9) if self.subject is None else self.subject
        return (self.start, self.end, self.entity_type, self.score, *told, self.sources, subject)

    def __len__(self) -> int:
        return self.end - self.start

    def __repr__(self) -> str:
        # A canonical substance name is often the very word of the note.
        shown = [
            f"{f.name}={getattr(self, f.name)!r}"
            for f in fields(self)
            if getattr(self, f.name) != f.default and f.name != "canonical"
        ]
        return f"Span({', '.join(shown)})"

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Return whether every character of *other* is in this one."""
        return self.start <= other.start and other.end <= self.end

    def but(self, **changes: Any) -> Span:
        """Return a copy with *changes*."""
        return replace(self, **changes)


class SpanIndex:
    """Spans that can be asked which of them overlap another, in time that does not grow with the note."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]
        self._longest = max(map(len, self._spans), default=0)

    def overlapping(self, span: Span) -> list[Span]:
        """
        Return the spans that share a character with *span*, by start.

            >>> SpanIndex([Span(0, 4, "PERSON", 0.5), Span(8, 9, "AGE", 0.5)]).overlapping(Span(3, 8, "URL", 0.5))
            [Span(start=0, end=4, entity_type='PERSON', score=0.5)]
        """
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [other for other in self._spans[first:last] if other.end > span.start]
