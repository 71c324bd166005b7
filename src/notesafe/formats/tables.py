"""`open_table()`: tables record by record, whatever their size, and back into the same kind of file."""

from __future__ import annotations

import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from notesafe.errors import FormatError
from notesafe.formats.cells import Choice, Row
from notesafe.formats.columns import column_kind, column_role
from notesafe.formats.limits import DEFAULT_LIMITS, Limits
from notesafe.formats.registry import format_of

__all__ = ["Row", "RowWriter", "Table", "column_kind", "column_role", "open_table"]


class RowWriter(Protocol):
    """Writes rows into a file of the same kind, in the same dialect or schema."""

    def write(self, row: Row, cells: Mapping[str, str | None]) -> None:
        """
        Write *row* with *cells* for its own; None empties a cell.

        Raises:
            FormatError: A cell of the row is missing in *cells*, or the row was refused when it was read.
        """


class Table(ABC):
    """
    A table that was opened: `.kind`, `.columns`, `.roles`, `.rows()`, `.writer()`.

    May be read more than once; holds one record at a time (a row group's worth for Parquet).
    """

    kind: str
    """A key of `FORMATS`."""
    columns: tuple[str, ...]
    """Names of the columns; empty for JSON Lines, whose records may differ."""
    dropped: tuple[str, ...] = ()
    """What is not carried over, in general words."""

    @property
    def names(self) -> Collection[str]:
        """
        Names that are carried over as they are: of columns, of fields in them, of keys.

        For JSON Lines the first 10,000 that stood in the records that `rows()` has yielded so far.
        """
        return self.columns

    @property
    def roles(self) -> dict[str, str]:
        """Column -> entity type, for those whose name says what they hold."""
        return {name: role for name in self.columns if (role := column_role(name)) is not None}

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """
        Yield the records in order; one that cannot be read has an `error`, and the others go on.

        Raises:
            FormatError: The file as a whole is damaged from here on.
        """

    @abstractmethod
    def _writer(self, path: Path) -> _Closing:
        """Return what writes to *path*."""

    @contextmanager
    def writer(self, path: Path) -> Iterator[RowWriter]:
        """
        Return a context manager that writes *path*, whole or not at all.

        Rows go to a temporary file beside it that takes its place at the end; if
        the block raises, nothing is left.

        Raises:
            FormatError: It cannot be written.
        """
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".notesafe-")
            os.close(handle)
        except OSError as error:
            raise FormatError(f"{self.kind}: cannot be written ({type(error).__name__}). Check the folder.") from None
        try:
            out = self._writer(Path(name))
            try:
                yield out
            finally:
                out.close()
            os.replace(name, path)
        except OSError as error:
            raise FormatError(f"{self.kind}: cannot be written ({type(error).__name__}). Check the disk.") from None
        finally:
            Path(name).unlink(missing_ok=True)


class _Closing(RowWriter, Protocol):
    def close(self) -> None:
        """Write what is left."""


def open_table(
    path: Path,
    *,
    columns: Collection[str] | None = None,
    id_column: str | None = None,
    subject_column: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    encoding: str | None = None,
) -> Table:
    """
    Return the table in *path*: csv, tsv, jsonl, ndjson or parquet.

    Args:
        path: The file.
        columns: Those that hold free text; by default every column of strings. Columns whose name says what they
            hold (`column_role`) are always among the cells. All others are carried over.
        id_column: Names a record in reports; carried over as it is, unless chosen or with a role.
        subject_column: Says whose record it is; likewise.
        limits: Longest record, deepest nesting.
        encoding: Of a text file that is neither UTF-8 nor starts with a byte order mark.

    Raises:
        FormatError: No such column, not a table, not text in its encoding.
    """
    row = format_of(path)
    if not row.table:
        raise FormatError(f"{row.name}: no table. Use read_document().")
    if not path.is_file():
        raise FormatError(f"{row.name}: cannot be read; there is no such file.")
    choice = Choice(None if columns is None else frozenset(columns), id_column, subject_column)
    module = import_module(f"notesafe.formats.{'csvs' if row.name in {'csv', 'tsv'} else row.name}")
    try:
        return cast(Table, module.open_file(path, row.name, choice, limits, encoding))
    except ModuleNotFoundError as error:
        raise FormatError(f"{row.name}: needs '{error.name}'. Install notesafe[files].") from None
    except OSError as error:
        raise FormatError(
            f"{row.name}: cannot be read ({type(error).__name__}). Check that it may be opened."
        ) from None


def checked(row: Row, cells: Mapping[str, str | None]) -> None:
    """
    Refuse to write a row that was refused, or one whose cells were not all looked at.

    Raises:
        FormatError: As said.
    """
    if row.error is not None:
        raise FormatError(f"row {row.number:,} could not be read, so it is not written.")
    if row.cells.keys() != cells.keys():
        raise FormatError(
            f"row {row.number:,}: the cells to write are not those that were read; nothing is carried over unread."
        )
