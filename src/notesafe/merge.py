"""Make overlapping spans one. Merging may widen, never uncover."""

from __future__ import annotations

from collections.abc import Iterable

from notesafe.spans import Span

__all__ = ["merge_spans"]


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """
    Return disjoint spans that cover every character *spans* cover.

    Overlaps become one span: the wider reach, the higher score, and the entity
    type of the higher score (ties: the longer span, then the name). What the
    winner does not know, such as a role, it takes from those of its own type.

    Args:
        spans: Any order. Offsets are Python characters, half-open.

    Returns:
        Sorted by start; no two touch the same character.

    Source: docs/design.md, decision 2: merging may widen, never uncover.

        >>> merge_spans([Span(0, 4, "PERSON", 0.5), Span(2, 9, "PERSON", 0.9)])
        [Span(start=0, end=9, entity_type='PERSON', score=0.9)]
    """
    groups: list[list[Span]] = []
    reach = -1
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if groups and span.start < reach:
            groups[-1].append(span)
            reach = max(reach, span.end)
        else:
            groups.append([span])
            reach = span.end
    return [group[0] if len(group) == 1 else _join(group) for group in groups]


def _join(group: list[Span]) -> Span:
    """Return the one span that stands for all of *group*."""
    ranked = sorted(group, key=_rank)
    best = ranked[0]
    alike = [span for span in ranked if span.entity_type == best.entity_type]
    return best.but(
        start=min(span.start for span in group),
        end=max(span.end for span in group),
        kind=next((span.kind for span in alike if span.kind), None),
        label=next((span.label for span in alike if span.label), None),
        canonical=next((span.canonical for span in alike if span.canonical), None),
        subject=next((span.subject for span in alike if span.subject is not None), None),
        sources=tuple(sorted({source for span in group for source in span.sources})),
    )


def _rank(span: Span) -> tuple[object, ...]:
    """Sort key, best first, total, so that the order of the input cannot matter."""
    known = (span.kind or "~", span.label or "~", span.canonical or "~", -1 if span.subject is None else span.subject)
    return (-span.score, -len(span), span.entity_type, *known, span.start, span.sources)
