"""`Parts`: the one text of a document, and which piece of the file each stretch of it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notesafe.redaction import RedactedSpan

if TYPE_CHECKING:
    from notesafe.formats.document import Document

__all__ = ["BLANK", "Change", "Parts", "Piece", "changes_of"]

BLANK = "\n\n"
"""Divides parts that do not follow each other."""


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """A stretch `[start, end)` of the old text, and what takes its place."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A stretch of the text that is one place of the file: a run, a cell, a header, a whole attachment."""

    start: int
    text: str
    neutral: str | None = None
    """What stands there afterwards whatever is found; None for what the redaction decides."""
    nested: Document | None = None
    aside: bool = False
    """Whether it stands beside the words, as an attribute does: a reader of the written file may pass it over."""

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.start + len(self.text)


def changes_of(spans: Sequence[RedactedSpan], text: str, new_text: str) -> list[Change]:
    """
    Return the changes, checked: they and the text between them must make *new_text*.

    Raises:
        ValueError: They do not.
    """
    changes = []
    at = new_at = 0
    for span in spans:
        between = text[at : span.start]
        if span.start < at or span.end > len(text) or new_text[new_at : span.new_start] != between:
            raise ValueError("rewritten: the changes must be sorted, disjoint and belong to both texts")
        changes.append(Change(span.start, span.end, new_text[span.new_start : span.new_end]))
        at, new_at = span.end, span.new_end
    if text[at:] != new_text[new_at:]:
        raise ValueError("rewritten: the new text is not the old one with these changes")
    return changes


class Parts:
    """
    Collects the pieces of a document in reading order; then says what each becomes.

    Between pieces stand gaps: blanks and line ends that belong to no piece.
    Mirrors are pieces that say once more what is already in the text (the words
    of a segment); they follow the same changes.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.mirrors: list[Piece] = []
        self._layers: dict[str, list[int]] = {}
        self._ends: list[int] = []
        self._texts: list[str] = []
        self._length = 0
        self._gap = ""

    @property
    def text(self) -> str:
        """The one text."""
        return "".join(self._texts)

    def __len__(self) -> int:
        return self._length

    def gap(self, text: str = BLANK) -> None:
        """Put at least *text* before the next piece; the longest of several gaps counts, none stands first."""
        if self._length and len(text) > len(self._gap):
            self._gap = text

    def add(self, text: str, *, neutral: str | None = None, nested: Document | None = None, aside: bool = False) -> int:
        """Add a piece and return its number."""
        if text and self._gap:
            self._push(self._gap)
            self._gap = ""
        self.pieces.append(Piece(self._length, text, neutral, nested, aside))
        self._push(text)
        return len(self.pieces) - 1

    def mirror(self, start: int, text: str, layer: str) -> int:
        """
        Add a piece that repeats the text from *start* on; return its number.

        The mirrors of a *layer* say a text once, from left to right; where one goes
        back, a new layer begins.
        """
        row = self._layers.get(layer)
        if row and start < self.mirrors[row[-1]].end:
            self._layers[f"{layer} {len(self._layers)}"] = row
            row = None
        if row is None:
            row = self._layers[layer] = []
        self.mirrors.append(Piece(start, text))
        row.append(len(self.mirrors) - 1)
        return len(self.mirrors) - 1

    def nest(self, document: Document) -> int:
        """Add a whole document as a piece of its own."""
        self.gap()
        number = self.add(document.text, nested=document)
        self.gap()
        return number

    def _push(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def values(self, changes: Sequence[Change]) -> list[str]:
        """
        Return what each piece becomes.

        A change is written into the first piece it touches and deleted from the
        others; one that touches only a gap goes to the end of the piece before.
        """
        return _rewrite(self.pieces, changes, everything=True)

    def mirrored(self, changes: Sequence[Change]) -> list[str]:
        """
        Return what each mirror becomes.

        A replacement goes only where the piece it is written into is repeated; the
        mirrors of the pieces after that lose their letters as these do.
        """
        changes = [part for change in changes for part in self._split(change)]
        values = [""] * len(self.mirrors)
        for layer in self._layers.values():
            for number, value in zip(layer, _rewrite([self.mirrors[n] for n in layer], changes), strict=True):
                values[number] = value
        return values

    def local(self, number: int, changes: Sequence[Change]) -> list[Change]:
        """Return the changes of the nested document of a piece, in its own offsets."""
        piece = self.pieces[number]
        inside = []
        for change in changes:
            if change.start < piece.end and piece.start < change.end:
                new = change.new if self._first(change) == number else ""
                start, end = max(change.start, piece.start), min(change.end, piece.end)
                inside.append(Change(start - piece.start, end - piece.start, new))
        return inside

    def _split(self, change: Change) -> list[Change]:
        """Return a change, cut where the piece ends that it is written into."""
        first = self._first(change)
        end = self.pieces[first].end if first >= 0 else change.end
        if end >= change.end:
            return [change]
        return [Change(change.start, end, change.new), Change(end, change.end, "")]

    def _first(self, change: Change) -> int:
        """Return the number of the piece that a change is written into, or -1."""
        if len(self._ends) != len(self.pieces):
            self._ends = [piece.end for piece in self.pieces]
        for number in range(bisect_right(self._ends, change.start), len(self.pieces)):
            piece = self.pieces[number]
            if piece.text:
                return number if piece.start < change.end else -1
        return -1


def _rewrite(pieces: Sequence[Piece], changes: Sequence[Change], *, everything: bool = False) -> list[str]:
    """Return the new text of disjoint, sorted *pieces*; with *everything* each change is written somewhere."""
    new: list[list[str]] = [[] for _ in pieces]
    at = [0] * len(pieces)
    full = [number for number, piece in enumerate(pieces) if piece.text]
    ends = [pieces[number].end for number in full]
    for change in changes:
        first = bisect_right(ends, change.start)
        written = False
        for place in range(first, len(full)):
            number = full[place]
            piece = pieces[number]
            if piece.start >= change.end:
                break
            start, end = max(change.start - piece.start, 0), min(change.end, piece.end) - piece.start
            new[number] += (piece.text[at[number] : start], "" if written else change.new)
            at[number] = end
            written = True
        if not written and everything and change.new.strip() and full:
            place = max(first - 1, 0)
            number = full[place]
            new[number] += (pieces[number].text[at[number] :], change.new)
            at[number] = len(pieces[number].text)
    return ["".join([*new[n], piece.text[at[n] :]]) for n, piece in enumerate(pieces)]
