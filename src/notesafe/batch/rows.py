"""A record of a table as one note, and the redacted note back into its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from notesafe.formats.tables import column_kind, column_role
from notesafe.note import Note
from notesafe.redaction import Redaction
from notesafe.spans import Span

__all__ = ["cells_of", "note_of"]

_BETWEEN = "\n\n"
_KNOWN = "known"
"""The source of what the caller says is there; nothing overrules it."""


def note_of(cells: Mapping[str, str], *, subject: str | None, document: str) -> Note:
    """
    Return the cells as one text, those that are sure first, so that a name in one is found in all.

    Cells whose column says what they hold (`mrn`, `dob`, `client_name`) are marked as that, whole.
    """
    pieces: list[str] = []
    marks: list[Span] = []
    at = 0
    for name in ordered(cells):
        value = cells[name]
        last = _last_name(name)
        role = column_role(last)
        bare = value.strip()
        if role is not None and any(map(str.isalnum, bare)):
            start = at + value.index(bare)
            marks.append(Span(start, start + len(bare), role, 1.0, kind=_kind(role, last), sources=(_KNOWN,)))
        pieces.append(value)
        at += len(value) + len(_BETWEEN)
    return Note(_BETWEEN.join(pieces), subject=subject, document=document, marks=tuple(marks))


def ordered(cells: Mapping[str, str]) -> list[str]:
    """Return the names of the cells: those with a role first, else in their order."""
    return sorted(cells, key=lambda name: column_role(_last_name(name)) is None)


def cells_of(cells: Mapping[str, str], result: Redaction) -> dict[str, str]:
    """
    Return the cells with the changes of *result* in them.

    A replacement goes into the cell where its span starts; what a span covers of
    the cells after it is deleted there.
    """
    new: dict[str, str] = {}
    at = 0
    for name in ordered(cells):
        end = at + len(cells[name])
        pieces: list[str] = []
        here = at
        for span in result.spans:
            if span.end <= at or span.start >= end + len(_BETWEEN):
                continue
            pieces.append(cells[name][max(here - at, 0) : max(span.start - at, 0)] if span.start > here else "")
            if at <= span.start:
                pieces.append(result.text[span.new_start : span.new_end])
            here = max(here, span.end)
        pieces.append(cells[name][here - at :] if here < end else "")
        new[name] = "".join(pieces)
        at = end + len(_BETWEEN)
    return {name: new[name] for name in cells}


def _kind(role: str, column: str) -> str | None:
    kind = column_kind(column)
    if role == "LOCATION" and re.search(r"state", column, re.IGNORECASE):
        return "state"
    return kind


def _last_name(path: str) -> str:
    """Return the last name of a path: `turns[0].speaker` -> `speaker`; a key in braces has none."""
    return re.sub(r"\[\d+\]", "", path).rpartition(".")[2]
