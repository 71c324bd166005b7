"""`Note`: a text and where it belongs in a study."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

__all__ = ["Note"]


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

    def __repr__(self) -> str:
        size = f"{len(self.text)} characters" if isinstance(self.text, str) else type(self.text).__name__
        return f"Note({size})"  # a subject's id may be a record number
