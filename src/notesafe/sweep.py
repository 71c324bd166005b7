"""The last look before splicing: what goes once goes everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from notesafe.merge import merge_spans
from notesafe.repeats import MIN_DIGITS, certain, digit_runs, digits_of, word_runs, words_of
from notesafe.spans import Span
from notesafe.text import View, normalise

__all__ = ["sweep"]

_SOURCE = "propagated"


def sweep(views: Sequence[View], hidden: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """
    Return the hidden spans of each note, and every other place where a stretch like them stands.

    Propagation works before the policy has chosen and before overlaps are joined;
    this works on what really goes, with the criterion of the second look, so that
    no note fails because a phrase went in one place and stayed in another.

    Args:
        views: The notes.
        hidden: What goes from each: disjoint, sorted, offsets of `view.text`.

    Returns:
        Disjoint and sorted again.
    """
    now = [list(spans) for spans in hidden]
    while True:
        words: dict[tuple[str, ...], Span] = {}
        digits: dict[str, Span] = {}
        for view, spans in zip(views, now, strict=True):
            for span in spans:
                surface = normalise(view.text[span.start : span.end]).normal
                if certain(phrase := words_of(surface)):
                    words.setdefault(phrase, span)
                if len(number := digits_of(surface)) >= MIN_DIGITS:
                    digits.setdefault(number, span)
        more = [_left(view, spans, words, digits) for view, spans in zip(views, now, strict=True)]
        if not any(more):
            return now
        now = [merge_spans([*spans, *found]) if found else spans for spans, found in zip(now, more, strict=True)]


def _left(view: View, spans: Sequence[Span], words: dict[tuple[str, ...], Span], digits: dict[str, Span]) -> list[Span]:
    """Return the places of the note where a hidden stretch stands, and a letter or digit of it is not hidden."""
    if not words and not digits:
        return []
    taken = {i for span in spans for i in range(span.start, span.end)}
    found = [(start, end, words[phrase]) for start, end, phrase in word_runs(words, view.normal)]
    found += [(start, end, digits[number]) for start, end, number in digit_runs(digits, view.normal)]
    left = []
    for low, high, like in found:
        start, end = view.original_bounds(low, high)
        if any(i not in taken and view.text[i].isalnum() for i in range(start, end)):
            left.append(like.but(start=start, end=end, sources=(_SOURCE,)))
    return left
