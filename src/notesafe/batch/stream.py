"""The tasks of a run, in an order that depends on the input alone; and tables put together again."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from notesafe.batch.inputs import Item
from notesafe.batch.options import Options
from notesafe.batch.tasks import FilesTask, RowIn, RowsResult, RowsTask, TableEnd
from notesafe.batch.worker import digest
from notesafe.errors import FormatError
from notesafe.formats.tables import Table, open_table

__all__ = ["Task", "assemble", "part_lines", "tasks_of"]

Task = FilesTask | RowsTask | TableEnd
_FILES = 8  # files that are done together
_FILES_BYTES = 2_000_000
_ROWS = 100  # records that are done together
_ROWS_CHARACTERS = 200_000
_CHANGED = "the file changed while it was worked on, so its rows do not fit together. Run again with --no-resume."


def tasks_of(items: Sequence[Item], options: Options) -> Iterator[Task]:
    """Yield the tasks. One record or one small group of files is in memory at a time."""
    group: list[Item] = []
    for item in items:
        full = len(group) >= _FILES or sum(i.size for i in group) + item.size > _FILES_BYTES
        if group and (item.table or full):
            yield FilesTask(tuple(group))
            group = []
        if item.table:
            yield from _table_tasks(item, options)
        else:
            group.append(item)
    if group:
        yield FilesTask(tuple(group))


def _table_tasks(item: Item, options: Options) -> Iterator[RowsTask | TableEnd]:
    rows: list[RowIn] = []
    characters = chunk = 0
    try:
        table = open_item(item, options)
        for row in table.rows():
            reason = "" if row.error is None else str(row.error)
            rows.append(RowIn(row.number, row.subject if row.subject is not None else item.subject, row.cells, reason))
            characters += sum(map(len, row.cells.values()))
            if len(rows) >= _ROWS or characters >= _ROWS_CHARACTERS:
                yield RowsTask(item, chunk, tuple(rows))
                rows, characters, chunk = [], 0, chunk + 1
    except FormatError as error:
        yield TableEnd(item, str(error))
        return
    if rows:
        yield RowsTask(item, chunk, tuple(rows))
    yield TableEnd(item, names=tuple(table.names))


def open_item(item: Item, options: Options) -> Table:
    """Return the table of *item*, opened."""
    return open_table(
        item.path,
        columns=options.columns,
        id_column=options.id_column,
        subject_column=options.subject_column,
        limits=options.limits,
        encoding=options.encoding,
    )


def part_lines(task: RowsTask, result: RowsResult, key: bytes) -> bytes:
    """Return the new cells, a line each, with a keyed digest of what they were made of."""
    lines = (
        json.dumps([_digest_of(row.cells, key), new], separators=(",", ":"))
        for row, new in zip(task.rows, result.cells, strict=True)
    )
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def assemble(item: Item, options: Options, part: Path, target: Path) -> int:
    """
    Write the table of *item* with the cells of *part* to *target*; return how many ids stand more than once.

    Reads one record at a time; keeps eight bytes for each, to count the ids.

    Raises:
        FormatError: The table is not what it was, or cannot be written.
    """
    table = open_item(item, options)
    ids = array("Q")
    with part.open("rb") as lines, table.writer(target) as writer:
        for row in table.rows():
            line = lines.readline()
            if not line:
                raise FormatError(f"{item.kind}: {_CHANGED}")
            told, cells = json.loads(line)
            if told != _digest_of(row.cells, options.digest_key):
                raise FormatError(f"{item.kind}: {_CHANGED}")
            if options.id_column is not None:
                ids.append(
                    int.from_bytes(hashlib.blake2b(row.id.encode("utf-8", "surrogatepass"), digest_size=8).digest())
                )
            if cells is not None:
                writer.write(row, cells)
        if lines.readline():
            raise FormatError(f"{item.kind}: {_CHANGED}")
    return _repeated(ids)


def _digest_of(cells: Any, key: bytes) -> str:
    return digest(json.dumps(dict(cells), separators=(",", ":")).encode("ascii"), key)


def _repeated(ids: array[int]) -> int:
    """Return how many of *ids* came before."""
    import numpy as np

    return len(ids) - len(np.unique(np.frombuffer(ids, dtype=np.uint64))) if ids else 0
