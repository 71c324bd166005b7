"""What a note asks of a ledger, written down: the first of two passes, for workers that only read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Ask", "Asks", "Memory"]


class Memory(Protocol):
    """What the operators and `decide` ask: a ledger at one subject and document, or `Asks`."""

    def surrogate(self, text: str, entity_type: str, whole: str | None = None) -> str | None:
        """Return the stand-in for *text*, or None for a type that has none."""
        ...

    def days(self) -> int:
        """Return the days by which the subject's dates move."""
        ...

    def number(self, text: str, label: str) -> int:
        """Return the number of this place or body among those with the same label."""
        ...


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Ask:
    """One question. Holds a name of the note: keep it where the notes are kept."""

    subject: str
    document: str
    entity_type: str
    """A type, `days`, or `number LABEL`."""
    whole: str
    text: str


@dataclass(slots=True, repr=False)
class Asks:
    """
    Everything one note asks. Answers with blanks; its repr shows a count only.

    Can be pickled, sent from worker to driver, and given to `Ledger.learn`.
    """

    subject: str = ""
    document: str = ""
    asked: set[Ask] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"Asks({len(self.asked)} questions)"

    def __iter__(self) -> Iterator[Ask]:
        return iter(sorted(self.asked))

    def avoid(self, words: Iterable[str]) -> None:
        """Do nothing: nothing is drawn here."""

    def surrogate(self, text: str, entity_type: str, whole: str | None = None) -> str | None:
        """Write the question down and return a blank."""
        self.asked.add(Ask(self.subject, self.document, entity_type, whole or text, text))
        return "x"

    def days(self) -> int:
        """Write down that the subject has dates; return a week."""
        self.asked.add(Ask(self.subject, self.document, "days", "", ""))
        return 7

    def number(self, text: str, label: str) -> int:
        """Write the question down and return 1."""
        self.asked.add(Ask(self.subject, self.document, f"number {label}", "", text))
        return 1
