"""A weekday before a date belongs to it; a time of day behind it does not, unless both are one word."""

from __future__ import annotations

import re
from collections.abc import Collection

from notesafe.spans import Span
from notesafe.weights import TAKEN

__all__ = ["join_dates"]

_DATES = frozenset({"DATE_TIME", "SOBRIETY_DATE", "DATE_OF_BIRTH"})
_SMALL = frozenset({"weekday", "time"})
_BEFORE = re.compile(
    r"(?: night| morning| afternoon| evening)?(?:,? |, the | the |,? on |,? on the |/|\()", re.IGNORECASE
)
_LONGEST_GAP = 18  # characters of ` afternoon, on the `
_GLUE = "T"  # between the date and the time of ISO 8601
_ZONE = re.compile(r" ?(?:[+-]\d{4}\b|\(?[A-Z]{2,4}T\)?(?![a-z]))")


def join_dates(text: str, spans: Collection[Span]) -> list[Span]:
    """
    Return the spans with each whole date widened over the weekday before it.

    Of `Thu, 5 Feb 2026 at 16:42` all but the time is one date: a time of day tells no one from another.
    `2026-02-05T16:42Z` is one word. A lone `Thursday` stays what it is.
    """
    small = [span for span in spans if span.entity_type == "DATE_TIME" and span.kind in _SMALL and span.score >= TAKEN]
    ends = {span.end: span for span in spans if _leads(span)}
    starts = {span.start: span for span in small}
    return [_widened(text, span, ends, starts) if _whole(span) else span for span in spans]


def _leads(span: Span) -> bool:
    """Return whether the span may stand before a date: a weekday, `yesterday`, `last tuesday`."""
    return span.entity_type == "DATE_TIME" and span.kind in ("weekday", "relative") and span.score >= TAKEN


def _whole(span: Span) -> bool:
    return span.entity_type in _DATES and span.kind is None and span.score >= TAKEN


def _widened(text: str, span: Span, ends: dict[int, Span], starts: dict[int, Span]) -> Span:
    start, end = span.start, span.end
    for gap in range(1, _LONGEST_GAP + 1):
        before = ends.get(start - gap)
        if before is not None and _BEFORE.fullmatch(text, before.end, start):
            start = before.start
            break
    behind = starts.get(end + len(_GLUE))
    if behind is not None and text.startswith(_GLUE, end):
        zone = _ZONE.match(text, behind.end)
        end = zone.end() if zone else behind.end
    return span if (start, end) == (span.start, span.end) else span.but(start=start, end=end)
