"""
The second look: is anything that was removed still there?

Works on strings alone and knows nothing of how they were found, so that a fault
in detection, merging or splicing cannot hide itself. What is certain raises;
what merely looks risky is listed for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notesafe.errors import VerifyError
from notesafe.lexicons import fold, ordinary_words
from notesafe.redaction import Flag, RedactedSpan
from notesafe.text import normalise

__all__ = ["verify"]

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_RISKY = (
    (re.compile(r"(?<![\w.])\d(?:[ .-]?\d){6,}(?!\w)"), "long number"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}"), "looks like an address"),
)
_SURE_DIGITS = 7  # a shorter run of digits may stand somewhere else by chance
_SURE_LETTERS = 7  # a shorter name of two words may be two ordinary words in a row
_SHORTEST = 3
_GAP = 3  # blanks, line ends or signs that may stand between the pieces of a split name or number


def verify(text: str, output: str, spans: Sequence[RedactedSpan]) -> list[Flag]:
    """
    Return what in *output* a person should look at.

    Takes time linear in the two texts.

    Args:
        text: The note.
        output: The redacted text.
        spans: What was rewritten, in both.

    Raises:
        VerifyError: A removed number, code or name of several words still stands in
            the output outside the replacements: in any case, split by blanks or line ends, or as digits only.
    """
    view = normalise(_outside(output, spans))
    removed = {normalise(text[span.start : span.end]).normal.lower() for span in spans if span.operator != "keep"}
    _check_numbers(removed, view.normal)
    flags = {Flag(*view.original_bounds(*found), "also a hidden word") for found in _words_left(removed, view.normal)}
    for pattern, reason in _RISKY:
        flags |= {Flag(*view.original_bounds(*match.span()), reason) for match in pattern.finditer(view.normal)}
    return sorted(flags)


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
    starting: dict[str, list[tuple[str, ...]]] = {}
    for surface in removed:
        words = tuple(_WORD.findall(surface))
        if sum(map(len, words)) >= _SHORTEST:
            starting.setdefault(words[0], []).append(words)
    found = list(_WORD.finditer(output))
    lower = [match.group().lower() for match in found]
    for at, word in enumerate(lower):
        for words in starting.get(word, ()):
            last = at + len(words) - 1
            if tuple(lower[at : last + 1]) != words:
                continue
            if any(found[i + 1].start() - found[i].end() > _GAP for i in range(at, last)):
                continue
            if _certain(words):
                raise VerifyError(
                    f"a removed stretch of {sum(map(len, words))} letters and digits was still in the output; "
                    "nothing was returned."
                )
            yield found[at].start(), found[last].end()


def _certain(words: tuple[str, ...]) -> bool:
    """Return whether these words in a row cannot be there by chance."""
    if len(words) == 1:
        return len(words[0]) >= _SURE_DIGITS and any(char.isdigit() for char in words[0])
    return sum(map(len, words)) >= _SURE_LETTERS and not all(fold(w) in ordinary_words() or w.isdigit() for w in words)


def _check_numbers(removed: set[str], output: str) -> None:
    """Raise if the digits of a removed number are still there, however they are spaced or split over a line."""
    numbers = {"".join(_DIGITS.findall(surface)) for surface in removed}
    numbers = {number for number in numbers if len(number) >= _SURE_DIGITS}
    if not numbers:
        return
    longest = max(map(len, numbers))
    found = list(_DIGITS.finditer(output))
    for first, match in enumerate(found):
        run, end = "", match.start()
        for group in found[first:]:
            run += group.group()
            if group.start() - end > _GAP or len(run) > longest:
                break
            if run in numbers:
                raise VerifyError(
                    f"the {len(run)} digits of a removed number were still in the output; nothing was returned."
                )
            end = group.end()
