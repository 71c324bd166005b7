"""What in the redacted text a person should look at, beside what the second look finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from notesafe.dates import Order, is_ambiguous, shows_day_first
from notesafe.redaction import Flag, RedactedSpan
from notesafe.spans import Span

__all__ = ["date_flags", "review_flags"]


def review_flags(review: Iterable[Span], done: Sequence[RedactedSpan]) -> Iterator[Flag]:
    """Yield what the policy wants looked at, with its place in the redacted text."""
    for span in review:
        shift = 0
        inside = None
        for change in done:
            if change.start < span.end and span.start < change.end:
                inside = change
                break
            if change.end <= span.start:
                shift = change.new_end - change.end
        if inside is not None:
            yield Flag(inside.new_start, inside.new_end, span.entity_type)
        else:
            yield Flag(span.start + shift, span.end + shift, span.entity_type)


def date_flags(text: str, done: Sequence[RedactedSpan], order: Order) -> Iterator[Flag]:
    """Yield the moved dates that can be read in two ways, if the note shows both orders of day and month."""
    moved = [change for change in done if change.operator == "shift_date"]
    if any(shows_day_first(text[change.start : change.end], order) for change in moved):
        for change in moved:
            if is_ambiguous(text[change.start : change.end]):
                yield Flag(change.new_start, change.new_end, "day or month first")
