"""`Place`: a ledger as one document of one subject sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notesafe.ledger.ledger import Ledger

__all__ = ["Place"]


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A ledger as one document of one subject sees it; what operators ask."""

    ledger: Ledger
    subject: str | None = None
    document: str | None = None
    room: str | None = None
    """The room of a note that stands alone."""

    def surrogate(self, text: str, entity_type: str, whole: str | None = None) -> str | None:
        """Return the stand-in, as `Ledger.surrogate` does."""
        where = {"subject": self.subject, "document": self.document, "room": self.room}
        return self.ledger.surrogate(text, entity_type, whole, **where)

    def number(self, text: str, label: str) -> int:
        """Return the number, as `Ledger.number` does."""
        where = {"subject": self.subject, "document": self.document, "room": self.room}
        return self.ledger.number(text, label, **where)

    def days(self) -> int:
        """Return the offset of the subject; without one, of the document; without either, of the ledger."""
        of = self.subject if self.subject is not None else self.document
        return self.ledger.days(of or "")

    def avoid(self, words: Iterable[str]) -> None:
        """Never draw a name that is among *words*."""
        self.ledger.avoid(words)
