"""What goes to a worker and what comes back. Both hold note text: they are never shown and never written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from notesafe.batch.inputs import Item
from notesafe.batch.tally import Tally

__all__ = ["FileDone", "FilesResult", "FilesTask", "RowIn", "RowsResult", "RowsTask", "TableEnd", "merged"]

LogEntry = tuple[str, list[tuple[str, str, str]]]
"""Document, and for each change its type, what stood there, what stands there."""
DIED = "the process that worked on it died, perhaps for lack of memory"


@dataclass(frozen=True, slots=True, repr=False)
class FilesTask:
    """A few files that are done together."""

    items: tuple[Item, ...]

    def split(self) -> list[FilesTask]:
        """Return one task for each file."""
        return [FilesTask((item,)) for item in self.items]

    def lost(self) -> FilesResult:
        """Return what is to be said of it if the worker died."""
        return FilesResult([FileDone(item.number, reason=DIED) for item in self.items])


@dataclass(slots=True, repr=False)
class FileDone:
    """A redacted file, or the reason why there is none."""

    number: int
    data: bytes | None = None
    names: tuple[str, ...] = ()
    """The redacted name of each folder above it, and its own."""
    digest: str = ""
    """Keyed digest of what was read."""
    reason: str = ""
    odd_names: tuple[int, ...] = ()
    """Which names of columns may say who the records are about: 1 for the first."""


@dataclass(slots=True, repr=False)
class FilesResult:
    """What became of a `FilesTask`."""

    files: list[FileDone] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    log: list[LogEntry] = field(default_factory=list)

    @classmethod
    def joined(cls, results: list[FilesResult]) -> FilesResult:
        """Return one result for several."""
        return cls(
            [f for r in results for f in r.files],
            merged([r.tally for r in results]),
            [entry for r in results for entry in r.log],
        )


@dataclass(frozen=True, slots=True, repr=False)
class RowIn:
    """One record: its number, whose it is, its cells; or why it could not be read."""

    number: int
    subject: str | None
    cells: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class RowsTask:
    """A stretch of a table."""

    item: Item
    chunk: int
    rows: tuple[RowIn, ...]

    def split(self) -> list[RowsTask]:
        """Return one task for each record."""
        return [RowsTask(self.item, self.chunk, (row,)) for row in self.rows]

    def lost(self) -> RowsResult:
        """Return what is to be said of it if the worker died."""
        return RowsResult([None] * len(self.rows), [(row.number, DIED) for row in self.rows])


@dataclass(frozen=True, slots=True, repr=False)
class TableEnd:
    """A table was read to its end, or to where it is damaged."""

    item: Item
    problem: str = ""
    names: tuple[str, ...] = ()
    """Of columns and keys, which are carried over."""

    def lost(self) -> FileDone:
        """Return what is to be said of it if the worker died."""
        return FileDone(self.item.number, reason=DIED)


@dataclass(slots=True, repr=False)
class RowsResult:
    """The new cells of each record, or None and a reason."""

    cells: list[dict[str, str] | None] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    log: list[LogEntry] = field(default_factory=list)

    @classmethod
    def joined(cls, results: list[RowsResult]) -> RowsResult:
        """Return one result for several."""
        return cls(
            [c for r in results for c in r.cells],
            [b for r in results for b in r.bad],
            merged([r.tally for r in results]),
            [entry for r in results for entry in r.log],
        )


def merged(tallies: list[Tally]) -> Tally:
    """Return the sum."""
    total = Tally()
    for tally in tallies:
        total.documents += tally.documents
        total.characters += tally.characters
        total.part2 += tally.part2
        for name in ("spans", "kept", "flags", "dropped"):
            getattr(total, name).update(getattr(tally, name))
        total.review += tally.review
        total.quasi += tally.quasi
    return total
