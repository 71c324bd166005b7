"""From what goes to the redacted text: decide, apply, verify, remember."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from notesafe.apply import apply_decisions
from notesafe.dates import Order, find_note_date
from notesafe.decide import Decision, Undecided, decide_series
from notesafe.errors import NotesafeError, RedactionError
from notesafe.flags import date_flags, review_flags
from notesafe.ledger import Asks, Ledger, Memory
from notesafe.note import Note
from notesafe.notice import notice_flags
from notesafe.policy import Policy
from notesafe.redaction import Redaction
from notesafe.spans import Span
from notesafe.text import View
from notesafe.verify import removed_stretches, verify

__all__ = ["Chosen", "Finish", "Made", "attempt"]

Made = Callable[[Sequence[Note], Sequence[View], Sequence[Any]], Any]
"""What is made of notes that belong together, their views and what was found in them."""


@dataclass(frozen=True, slots=True, repr=False)
class Chosen:
    """What the policy chose in one note; all offsets are those of its text."""

    hidden: Sequence[Span]
    """What goes: disjoint and sorted."""
    review: Sequence[Span]
    """What a person should look at."""
    kept: Sequence[Span]
    """What was found and stays."""


@dataclass(frozen=True, slots=True, repr=False)
class Finish:
    """The last steps of the flow, under one policy and with one ledger or none."""

    policy: Policy
    provenance: Mapping[str, Any]
    """Versions, policy and its hash, model."""
    ledger: Ledger | None
    """The memory of stand-ins and offsets; without one, each series gets a fresh one."""
    reversible: bool
    """Whether the ledger keeps the way back."""
    names: Mapping[int, str]
    """Subject -> full name, of the people the caller knows."""
    real: Sequence[str]
    """Names that no stand-in may be."""
    order: Order
    """Which number comes first in 3/4/21."""
    year: int | None
    """The reference year; by default this year."""

    def redactions(self, notes: Sequence[Note], chosen: Sequence[Chosen]) -> list[Redaction]:
        """
        Return the redactions of notes that belong together.

        Args:
            notes: The notes.
            chosen: What the policy chose in each.

        Raises:
            VerifyError: Something removed still stands in an output; nothing is returned for any.
            LedgerError: The ledger is open for reading and does not know someone.
        """
        ledger = self.ledger if self.ledger is not None else self._fresh_ledger()
        for note in notes:
            ledger.avoid(note.text.split())
        if self.reversible:
            notes = [n if n.document is not None else replace(n, document=secrets.token_hex(8)) for n in notes]
        memories = [ledger.at(subject=note.subject, document=note.document) for note in notes]
        decisions = self._decided(notes, [each.hidden for each in chosen], memories)
        applied = [apply_decisions(note.text, made) for note, made in zip(notes, decisions, strict=True)]
        removed: set[str] = set()
        for note, (_, done) in zip(notes, applied, strict=True):
            removed |= removed_stretches(note.text, done)
        results = []
        for note, (output, done), each in zip(notes, applied, chosen, strict=True):
            flags = {
                *verify(note.text, output, done, also=removed),
                *review_flags(each.review, done),
                *date_flags(note.text, done, self.order),
                *(() if self.policy.hides_status else notice_flags(output)),
            }
            told = self._told(note, ledger)
            results.append(Redaction(output, tuple(done), tuple(sorted(flags)), told, tuple(each.kept)))
        if self.reversible:
            for note, (output, done) in zip(notes, applied, strict=True):
                pieces = [(s.new_start, output[s.new_start : s.new_end], note.text[s.start : s.end]) for s in done]
                ledger.remember(str(note.document), output, pieces)
        return results

    def asks(self, notes: Sequence[Note], hidden: Sequence[Sequence[Span]]) -> list[Asks]:
        """Return what each note asks of a ledger."""
        asks = [Asks(note.subject or "", note.document or "") for note in notes]
        for note, made in zip(notes, self._decided(notes, hidden, asks), strict=True):
            apply_decisions(note.text, made)
        return asks

    def _decided(
        self, notes: Sequence[Note], hidden: Sequence[Sequence[Span]], memories: Sequence[Memory]
    ) -> list[list[Decision]]:
        undecided = []
        for note, spans, memory in zip(notes, hidden, memories, strict=True):
            dates = ((s.start, s.end) for s in spans if s.entity_type == "DATE_TIME" and s.kind is None)
            anchor = note.date or find_note_date(note.text, dates, self.order)
            undecided.append(Undecided(note.text, spans, memory, anchor))
        return decide_series(
            undecided,
            self.policy,
            codes=self.ledger is not None or any(isinstance(memory, Asks) for memory in memories),
            names=self.names,
            year=self.year if self.year is not None else date.today().year,
            order=self.order,
        )

    def _told(self, note: Note, ledger: Ledger) -> Mapping[str, Any]:
        """Return the provenance of one note."""
        told = self.provenance
        if self.ledger is not None:
            told = {**told, "export": ledger.export, "linked_exports": ledger.linked}
        if self.reversible:
            told = {**told, "document": note.document}
        return told

    def _fresh_ledger(self) -> Ledger:
        ledger = Ledger()
        ledger.avoid(self.real)
        return ledger


def attempt(finish: Made, notes: Sequence[Note], views: Sequence[View], founds: Sequence[Any]) -> Any:
    """Return what *finish* returns, or the error that says why there is nothing; never the note."""
    try:
        return finish(notes, views, founds)
    except NotesafeError as error:
        return error
    except Exception as error:  # noqa: BLE001 - an error's text could quote the note
        what = "a note" if len(notes) == 1 else f"a series of {len(notes):,} notes"
        failed = RedactionError(
            f"{what} of {sum(len(note.text) for note in notes):,} characters could not be redacted; "
            f"nothing was returned. Cause: {type(error).__name__}."
        )
        failed.__suppress_context__ = True
        return failed
