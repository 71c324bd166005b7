"""A weekday before a date belongs to it; a time of day behind it only where a machine wrote both."""

from __future__ import annotations

import re
from collections.abc import Collection

from notesafe.spans import Span
from notesafe.weights import TAKEN

__all__ = ["join_dates"]

_DATES = frozenset({"DATE_TIME", "SOBRIETY_DATE", "DATE_OF_BIRTH"})
_BEFORE = re.compile(
    r"(?: night| morning| afternoon| evening)?(?:,? |, the | the |,? on |,? on the |/|\()", re.IGNORECASE
)
_LONGEST_GAP = 18  # characters of ` afternoon, on the `
_ZONE = r" ?(?:[+-]\d{2}:?\d{2}\b|Z\b|\(?(?:UTC|GMT|BST|CES?T|IST|AK[SD]T|[AECMPH][SD]T)\b\)?)"
_CLOCK = r"\d\d?:\d\d(?![\d:])(?! ?[aApP]\.?[mM])"
_STAMP = re.compile(
    rf"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:{_ZONE})?"
    rf"|(?:,? | at |, at )(?:\d\d?:\d\d:\d\d(?:{_ZONE})?|{_CLOCK}{_ZONE})"
    rf"|(?<=\d{{4}})(?:,? | at |, at ){_CLOCK}"
)
"""A machine's time behind a date: ISO 8601, seconds, a zone, or a clock of 24 hours behind a year."""


def join_dates(text: str, spans: Collection[Span]) -> list[Span]:
    """
    Return the spans with each whole date widened over the weekday before it, and over the time behind it in a stamp.

    `Thu, 5 Feb 2026 16:42` is one date. Of `Thursday, 5 February at 4 pm` all but the time is: a time of day tells
    no one from another. A lone `Thursday` stays what it is.
    """
    ends = {span.end: span for span in spans if _leads(span)}
    return [_widened(text, span, ends) if _whole(span) else span for span in spans]


def _leads(span: Span) -> bool:
    """Return whether the span may stand before a date: a weekday, `yesterday`, `last tuesday`."""
    return span.entity_type == "DATE_TIME" and span.kind in ("weekday", "relative") and span.score >= TAKEN


def _whole(span: Span) -> bool:
    return span.entity_type in _DATES and span.kind is None and span.score >= TAKEN


def _widened(text: str, span: Span, ends: dict[int, Span]) -> Span:
    start, end = span.start, span.end
    for gap in range(1, _LONGEST_GAP + 1):
        before = ends.get(start - gap)
        if before is not None and _BEFORE.fullmatch(text, before.end, start):
            start = before.start
            break
    stamp = _STAMP.match(text, end)
    end = stamp.end() if stamp else end
    return span if (start, end) == (span.start, span.end) else span.but(start=start, end=end)
