"""
The second look: is anything that was removed still there?

Works on strings alone and knows nothing of how they were found, so that a fault
in detection, merging or splicing cannot hide itself. It shares with propagation
only what counts as the same stretch (`repeats`). What is certain raises;
what merely looks risky is listed for a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from notesafe.errors import VerifyError
from notesafe.redaction import Flag, RedactedSpan
from notesafe.repeats import MIN_DIGITS, certain, digit_runs, digits_of, word_runs, words_of
from notesafe.text import normalise

__all__ = ["removed_stretches", "verify"]

_RISKY = (
    (re.compile(r"(?<![\w.])\d(?:[ .-]?\d){6,}(?!\w)"), "long number"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}"), "looks like an address"),
)
_SHORTEST = 3  # letters and digits; a shorter stretch stands everywhere


def verify(text: str, output: str, spans: Sequence[RedactedSpan], *, also: Collection[str] = ()) -> list[Flag]:
    """
    Return what in *output* a person should look at.

    Takes time linear in the two texts.

    Args:
        text: The note.
        output: The redacted text.
        spans: What was rewritten, in both.
        also: Stretches removed from other notes of the same series.

    Raises:
        VerifyError: A removed number, code or name of several words still stands in
            the output outside the replacements: in any case, split by blanks or line ends, or as digits only.
    """
    view = normalise(_outside(output, spans))
    removed = removed_stretches(text, spans) | set(also)
    _check_numbers(removed, view.normal)
    flags = {Flag(*view.original_bounds(*found), "also a hidden word") for found in _words_left(removed, view.normal)}
    for pattern, reason in _RISKY:
        flags |= {Flag(*view.original_bounds(*match.span()), reason) for match in pattern.finditer(view.normal)}
    return sorted(flags)


def removed_stretches(text: str, spans: Sequence[RedactedSpan]) -> set[str]:
    """Return what was removed from *text*, as the second look compares it."""
    return {normalise(text[span.start : span.end]).normal.lower() for span in spans if span.operator != "keep"}


def _outside(output: str, spans: Sequence[RedactedSpan]) -> str:
    """Return the output with the replacements blanked out, so that offsets stay."""
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += (output[at : span.new_start], "\x1f" * (span.new_end - span.new_start))
        at = span.new_end
    return "".join([*pieces, output[at:]])


def _words_left(removed: set[str], output: str) -> Iterator[tuple[int, int]]:
    """Yield where removed words still stand; raise for a name of several words, or a code."""
    phrases = {words for words in map(words_of, removed) if sum(map(len, words)) >= _SHORTEST}
    for start, end, words in word_runs(phrases, output):
        if certain(words):
            raise VerifyError(
                f"a removed stretch of {sum(map(len, words))} letters and digits was still in the output; "
                "nothing was returned."
            )
        yield start, end


def _check_numbers(removed: set[str], output: str) -> None:
    """Raise if the digits of a removed number are still there, however they are spaced or split over a line."""
    numbers = {number for number in map(digits_of, removed) if len(number) >= MIN_DIGITS}
    for _, _, run in digit_runs(numbers, output):
        raise VerifyError(f"the {len(run)} digits of a removed number were still in the output; nothing was returned.")
