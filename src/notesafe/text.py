"""
The normalised view of a note: what the recognizers read.

People write `ＭＡＲＩ`, `Mari\\u200bsol` and `Маrisol` (with a Cyrillic M); a
recognizer should not care. The view is NFKC-normalised, without invisible
characters, with straight quotes and plain line ends, and it remembers for every
character where it stood. Output is always cut from the caller's own text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

from notesafe.spans import Span

__all__ = ["View", "normalise"]

_QUOTES = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u0085": "\n", "\u2028": "\n", "\u2029": "\n", "\u000b": "\n", "\u000c": "\n", "\u2044": "/",
}  # fmt: skip

# Cyrillic and Greek letters that look like a Latin one (Unicode TR39 confusables, the whole-letter pairs).
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеоріѕсухј" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι",
    "ABESIJKMHOPCTXYaeopiscyxj" + "ABEZHIKMNOPTYXoi",
)

# Everything outside this class is copied unchanged; the rest is looked at one cluster at a time.
_UNUSUAL = re.compile(r"[^\t\n\x20-\x7e]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class View:
    """
    A cleaned copy of a text, with the way back.

    `view.normal` is what the recognizers see; `to_original` and `to_normal` move
    spans between the two. Building one costs time linear in the text.
    """

    text: str
    """The caller's text, untouched."""
    normal: str
    """The cleaned text."""
    _starts: array[int] | None = None
    _ends: array[int] | None = None

    def __repr__(self) -> str:
        return f"View({len(self.text)} characters, {len(self.normal)} normalised)"

    def original_bounds(self, start: int, end: int) -> tuple[int, int]:
        """
        Return the bounds in `text` of the characters `normal[start:end]` came from.

        Characters that share an origin go together: half of an expanded `½`
        gives the whole `½`.
        """
        if self._starts is None or self._ends is None or end <= start:
            return start, end
        return self._starts[start], self._ends[end - 1]

    def normal_bounds(self, start: int, end: int) -> tuple[int, int]:
        """
        Return the bounds in `normal` of every character that came from `text[start:end]`.

        Empty (`start == end`) if none did, for instance for a zero-width space.
        """
        if self._starts is None or self._ends is None:
            return start, end
        return _first_after(self._ends, start), _first_from(self._starts, end)

    def to_original(self, span: Span) -> Span:
        """Return *span*, found in `normal`, with the offsets it has in `text`."""
        start, end = self.original_bounds(span.start, span.end)
        return span if (start, end) == (span.start, span.end) else span.but(start=start, end=end)


def normalise(text: str) -> View:
    """
    Return the view of *text* that recognizers read.

    Args:
        text: Any string, lone surrogates and NUL included.

    Returns:
        A `View`. For plain ASCII with `\\n` line ends it costs one scan and no copy.

        >>> normalise("Ｍａｒｉ\\u200bsol’s").normal
        "Marisol's"
    """
    if _UNUSUAL.search(text) is None:
        return View(text, text)
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    at = 0
    for match in _UNUSUAL.finditer(text):
        # A combining mark joins the letter before it, so the last plain letter goes with the cluster.
        first = match.start()
        if first > at and unicodedata.combining(text[first]):
            first -= 1
        pieces.append(text[at:first])
        starts.extend(range(at, first))
        ends.extend(range(at + 1, first + 1))
        for low, high in _clusters(text, first, match.end()):
            clean = _line_end(text, high) if text[low] == "\r" else _clean(text[low:high])
            pieces.append(clean)
            starts.extend([low] * len(clean))
            ends.extend([high] * len(clean))
        at = match.end()
    pieces.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return View(text, _WORD.sub(_latinise, "".join(pieces)), starts, ends)


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the bounds of each base character with the combining marks that follow it."""
    out: list[tuple[int, int]] = []
    for i in range(start, end):
        if out and unicodedata.combining(text[i]):
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out


def _line_end(text: str, after: int) -> str:
    """Return what a carriage return before `text[after]` stands for: nothing in CR LF, else a line end."""
    return "" if text[after : after + 1] == "\n" else "\n"


def _clean(cluster: str) -> str:
    """Return what a reader sees of one cluster; may be empty."""
    if cluster in _QUOTES:
        return _QUOTES[cluster]
    category = unicodedata.category(cluster[0])
    if category == "Cf":
        return ""
    if category in ("Cc", "Cs"):
        return " "
    folded = unicodedata.normalize("NFKC", cluster)
    if folded.isascii() or len(folded) == 1:
        return _QUOTES.get(folded, folded)
    return "".join(_QUOTES.get(c, c) for c in folded)


def _latinise(match: re.Match[str]) -> str:
    """Return the word in Latin letters where it mixes them with look-alikes; same length."""
    word = match.group()
    if word.isascii() or _LATIN.search(word) is None:
        return word
    return word.translate(_LOOKALIKES)


def _first_after(ends: array[int], value: int) -> int:
    """Return the first index whose end is greater than *value*."""
    low, high = 0, len(ends)
    while low < high:
        mid = (low + high) // 2
        if ends[mid] <= value:
            low = mid + 1
        else:
            high = mid
    return low


def _first_from(starts: array[int], value: int) -> int:
    """Return the first index whose start is at or after *value*."""
    low, high = 0, len(starts)
    while low < high:
        mid = (low + high) // 2
        if starts[mid] < value:
            low = mid + 1
        else:
            high = mid
    return low
