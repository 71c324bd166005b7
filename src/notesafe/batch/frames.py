"""`redact_table()`: a frame in, a frame out; or a table on disk."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from notesafe.batch.inputs import Item
from notesafe.batch.options import Options
from notesafe.batch.pool import Pool
from notesafe.batch.run import BatchResult, make_options, redact_files
from notesafe.batch.tasks import RowIn, RowsTask
from notesafe.errors import BatchError, RedactionError
from notesafe.formats.frames import Frame
from notesafe.formats.tables import open_table
from notesafe.ledger import Ledger

__all__ = ["redact_table"]

_ROWS = 100


def redact_table(
    table: Any,
    out: str | Path | None = None,
    *,
    jobs: int = 1,
    on_error: Literal["raise", "null"] = "raise",
    **options: Any,
) -> Any:
    """
    Redact the rows of a table, and return it: a frame of the same kind, or for a path a `BatchResult`.

    Each row is one note: a name in its column `client` goes from its free text too.

    Args:
        table: A polars or pandas `DataFrame`; or the path of a csv, tsv, jsonl or parquet file.
        out: For a path, the folder to write to.
        jobs: Processes. The result is the same for any number.
        on_error: What becomes of a row that cannot be redacted: an error for the whole, or its cells emptied.
        **options: As for `redact_files`: `policy`, `known`, `columns`, `id_column`, `subject_column`, `ledger`, `key` …

    Raises:
        TypeError: It is neither.
        RedactionError: A row could not be redacted; its number is named.
        NotesafeError: As for `redact_files`.
    """
    if isinstance(table, str | Path):
        return _file(Path(table), out, jobs, options)
    if out is not None:
        raise TypeError("out is for a table on disk; a frame is returned")
    chosen = replace(make_options(**options), digest_key=secrets.token_bytes(16))
    frame = Frame(
        table,
        columns=chosen.columns,
        id_column=chosen.id_column,
        subject_column=chosen.subject_column,
        limits=chosen.limits,
    )
    cells: list[dict[str, str | None]] = []
    bad: list[int] = []
    with Pool(chosen, jobs) as pool:
        if chosen.ledger is not None and chosen.key is not None:
            with Ledger.open(chosen.ledger, key=chosen.key, domain=chosen.domain) as ledger:
                ledger.learn([asks for _, asks in pool.run({RowsTask: "survey_rows"}, _tasks(frame, chosen))])
        for task, result in pool.run({RowsTask: "redact_rows"}, _tasks(frame, chosen)):
            bad += [number for number, _ in result.bad]
            for row, new in zip(task.rows, result.cells, strict=True):
                cells.append(new if new is not None else dict.fromkeys(row.cells))
    if bad and on_error == "raise":
        shown = ", ".join(f"{number:,}" for number in bad[:5])
        raise RedactionError(
            f"{len(bad):,} rows could not be redacted (rows {shown}); nothing was returned. "
            "on_error='null' empties their cells and goes on."
        )
    return frame.rebuilt(cells)


def _file(path: Path, out: str | Path | None, jobs: int, options: dict[str, Any]) -> BatchResult:
    if out is None:
        raise BatchError("a table on disk needs a folder to be written to: out=...")
    chosen = make_options(**{name: value for name, value in options.items() if name not in _RUN})
    open_table(
        path,
        columns=chosen.columns,
        id_column=chosen.id_column,
        subject_column=chosen.subject_column,
        encoding=chosen.encoding,
    )
    return redact_files([path], out, jobs=jobs, **options)


_RUN = frozenset({"resume", "dry_run", "subject_of", "log", "log_key", "export", "progress"})


def _tasks(frame: Frame, options: Options) -> Iterator[RowsTask]:
    del options
    item = Item(1, Path("frame"), "frame", frame.kind, True, 0, False)
    rows: list[RowIn] = []
    chunk = 0
    for row in frame.rows():
        rows.append(RowIn(row.number, row.subject, row.cells))
        if len(rows) == _ROWS:
            yield RowsTask(item, chunk, tuple(rows))
            rows, chunk = [], chunk + 1
    if rows:
        yield RowsTask(item, chunk, tuple(rows))
