"""`Note`: a text and where it belongs in a study."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from notesafe.spans import Span

__all__ = ["Note", "as_note", "checked"]


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """
    A note with what a ledger needs to know of it. Its repr holds no word of it.

        >>> Note("Gail called.", subject="S1", document="d7")
        Note(12 characters)
    """

    text: str
    """The note itself."""
    subject: str | None = None
    """Whose note it is: all dates of a subject move alike."""
    document: str | None = None
    """Which note it is: needed for scope `document`, and to find the way back for tags."""
    date: datetime.date | None = None
    """The note's own day, if it is known from elsewhere; else it is looked for in the text."""
    marks: tuple[Span, ...] = ()
    """What the caller knows to stand in the text, such as the cell of a column `mrn`: hidden as the policy says."""

    def __repr__(self) -> str:
        size = f"{len(self.text)} characters" if isinstance(self.text, str) else type(self.text).__name__
        return f"Note({size})"  # a subject's id may be a record number


def as_note(text: object) -> Note:
    """
    Return *text*, a string or a note, as a note.

    Raises:
        TypeError: It is neither; the message names its type only.
    """
    if isinstance(text, Note):
        checked(text.text)
        return text
    return Note(checked(text))


def checked(text: object) -> str:
    """Return *text*, or raise `TypeError` if it is no string."""
    if not isinstance(text, str):
        raise TypeError(f"a note is a str; got {type(text).__name__}")
    return text
