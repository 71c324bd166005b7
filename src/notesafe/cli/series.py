"""Redact the files of a command: each by itself, or together, as notes about the same people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from notesafe.cli.files import NoteFile
from notesafe.errors import NotesafeError
from notesafe.note import Note

if TYPE_CHECKING:
    from notesafe.redaction import Redaction
    from notesafe.redactor import Redactor

__all__ = ["redact_each", "redact_together"]

Outcome = tuple[str, "tuple[NoteFile, Redaction] | NotesafeError"]
"""A file's name, and the note with its redaction or why there is none."""


Read = Callable[[Path], NoteFile]
"""Reads one file."""


def redact_each(
    redactor: Redactor, files: Sequence[Path], read: Read, *, subject: str | None = None, named: bool = False
) -> Iterator[Outcome]:
    """
    Yield the outcome for each file, in order; one that fails stops none.

    Args:
        redactor: Redacts.
        files: Their paths.
        read: Reads one.
        subject: Whose notes these are, for a ledger.
        named: Whether the file's name is the document's name in the ledger.
    """
    for path in files:
        try:
            note = read(path)
            yield path.name, (note, redactor.redact(_note(note, subject, named)))
        except NotesafeError as error:
            yield path.name, error


def redact_together(
    redactor: Redactor, files: Sequence[Path], read: Read, *, subject: str | None = None, named: bool = False
) -> Iterator[Outcome]:
    """Yield the outcome for each file of a series; where one fails, only the failures: none of the others is done."""
    notes: list[NoteFile] = []
    failed: list[Outcome] = []
    for path in files:
        try:
            notes.append(read(path))
        except NotesafeError as error:
            failed.append((path.name, error))
    if failed:
        yield from failed
        return
    try:
        results = redactor.redact_series(_note(note, subject, named) for note in notes)
    except NotesafeError as error:
        yield "the series", error
        return
    for path, note, result in zip(files, notes, results, strict=True):
        yield path.name, (note, result)


def _note(note: NoteFile, subject: str | None, named: bool) -> Note:
    return Note(note.text, subject=subject, document=note.name if named else None)
