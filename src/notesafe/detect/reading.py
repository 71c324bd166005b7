"""A note as the finders of people read it: its text, its words, and where each word is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from notesafe.names import Call, name_after, name_before
from notesafe.words import Word, read_words

__all__ = ["Evidence", "Reading"]

_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "my",
        "your",
        "their",
        "our",
        "its",
        "this",
        "that",
        "these",
        "those",
        "of",
        "for",
        "no",
        "any",
        "some",
        "more",
        "other",
        "another",
        "every",
        "each",
        "was",
        "is",
        "were",
    ]
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that speaks for a person's name at `[start, end)`."""

    start: int
    end: int
    strength: float
    """0-1, what it is worth alone."""
    role: str | None = None
    """A kind of PERSON, such as `sponsor`."""
    label: str | None = None
    """A narrower word for the tag, such as MOTHER."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its words; built once a note and shared by all finders."""

    text: str
    words: Sequence[Word]
    starts: Sequence[int]

    @classmethod
    def of(cls, text: str, protected: Collection[str] = frozenset()) -> Reading:
        """Return the reading of *text*."""
        words = read_words(text, protected)
        return cls(text, words, [word.start for word in words])

    def index_at(self, position: int) -> int:
        """Return the index of the first word that starts at or after *position*."""
        return bisect_left(self.starts, position)

    def name_at(self, position: int, *, call: Call = "cue", within: int = 3) -> tuple[int, int] | None:
        """Return the bounds of the name that starts at most *within* characters after *position*, or None."""
        index = self.index_at(position)
        if index >= len(self.words) or self.words[index].start > position + within:
            return None
        return name_after(self.text, self.words, index, call=call)

    def stranger_at(self, position: int) -> tuple[int, int] | None:
        """Return the bounds of the lower-case word at *position* that is in no list, or None."""
        index = self.index_at(position)
        if index >= len(self.words) or self.words[index].start != position:
            return None
        word = self.words[index]
        return (word.start, word.end) if word.strange else None

    def stranger_ending(self, position: int) -> tuple[int, int] | None:
        """Return the bounds of the lower-case word before *position* that is in no list, or None."""
        index = self.index_at(position) - 1
        if index < 0 or (index > 0 and self.words[index - 1].folded in _DETERMINERS):
            return None
        return self.stranger_at(self.words[index].start)

    def name_ending(self, position: int, *, sure: bool = False) -> tuple[int, int] | None:
        """Return the bounds of the name that ends at *position* (its possessive aside), or None."""
        index = self.index_at(position) - 1
        if index < 0 or self.words[index].end + 2 < position:
            return None
        return name_before(self.text, self.words, index, sure=sure)
