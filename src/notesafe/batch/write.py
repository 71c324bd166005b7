"""`Writer`: the one process that writes. A file is there whole or not at all, and the journal says so afterwards."""

from __future__ import annotations

import contextlib
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notesafe.batch.inputs import Item, Plan
from notesafe.batch.journal import Journal, disk
from notesafe.batch.names import Names
from notesafe.batch.options import Options
from notesafe.batch.stream import assemble, part_lines
from notesafe.batch.tasks import FileDone, FilesResult, FilesTask, RowsResult, RowsTask, TableEnd
from notesafe.disk import sync_folder
from notesafe.errors import BatchError, FormatError
from notesafe.runlog import LogWriter

__all__ = ["Writer", "forget_outputs"]


class Writer:
    """Takes results in the order of the tasks, writes them, and writes down that it has."""

    def __init__(self, folder: Path, plan: Plan, options: Options, journal: Journal) -> None:
        self._folder = folder
        self._room = folder / ".notesafe"
        self._items = {item.number: item for item in plan.items}
        self._options = options
        self._journal = journal
        self._names = Names()
        self._tasks = 0
        self._ended = False
        self.log: LogWriter | None = None
        self.learned = False
        self.bytes_done = 0
        self.documents = 0

    def recover(self) -> int:
        """
        Take over what an earlier run finished, and return how many tasks that is.

        Raises:
            BatchError: A finished document was changed since, before or after its redaction.
        """
        ends: dict[int, int] = {}
        changed: list[str] = []
        for entry in self._journal.lines():
            self.learned = self.learned or "learned" in entry
            self._ended = self._ended or "finished" in entry
            if "task" not in entry:
                continue
            self._tasks += 1
            self.documents += entry["tally"]["documents"]
            for row in entry.get("files", ()):
                item = self._items[row["n"]]
                self.bytes_done += item.size
                if "out" in row:
                    self._names.remember(item.relative, row["out"])
                    changed += self._changed(item, row)
                if item.table:
                    ends.pop(item.number, None)
            if "end" in entry:
                ends[entry["n"]] = entry["end"]
        if changed:
            raise BatchError(
                f"{len(changed)} finished documents were changed since the run began ({', '.join(changed[:5])}…). "
                "Start anew with --no-resume, or name another output folder."
            )
        self._recover_parts(ends)
        return self._tasks

    def _changed(self, item: Item, row: dict[str, Any]) -> list[str]:
        """Return the id of a document whose input or output is not what the journal says."""
        with disk(), contextlib.suppress(FileNotFoundError):
            same = _sha256(self._folder / row["out"]) == row["sha"]
            if same and "in" in row:
                same = _keyed(item.path, self._options.digest_key) == row["in"]
            return [] if same else [item.id]
        return [item.id]

    def _recover_parts(self, ends: dict[int, int]) -> None:
        """Cut off what stands in the parts behind what the journal says; take away parts of finished tables."""
        with disk():
            for path in (self._room / "parts").iterdir():
                end = ends.get(int(path.stem[1:]), 0)
                if end == 0:
                    path.unlink()
                elif path.stat().st_size < end:
                    raise BatchError("a part of a table is gone. Start anew: --no-resume.")
                else:
                    os.truncate(path, end)

    def commit(self, task: Any, result: Any) -> None:
        """
        Write what *task* came to.

        Raises:
            BatchError: The disk is full or cannot be written; nothing is half-written.
        """
        if self.log is not None:
            self.log.write(self._tasks, getattr(result, "log", []))
        entry: dict[str, Any] = {"task": self._tasks}
        if isinstance(task, FilesTask):
            entry |= self._files(result)
        elif isinstance(task, RowsTask):
            entry |= self._rows(task, result)
        else:
            entry |= self._table(task, result)
        self._journal.append(entry)
        self._tasks += 1

    def _files(self, result: FilesResult) -> dict[str, Any]:
        rows = []
        folders = set()
        for file in result.files:
            item = self._items[file.number]
            self.bytes_done += item.size
            if file.data is None:
                rows.append({"n": file.number, "reason": file.reason})
                continue
            out = self._names.give(item.relative, file.names)
            folders.add(self.put(out, file.data, sync=False))
            sha = hashlib.sha256(file.data).hexdigest()
            rows.append({"n": file.number, "out": out, "in": file.digest, "sha": sha})
        with disk():
            for folder in folders:
                sync_folder(folder)
        self.documents += result.tally.documents
        return {"files": rows, "tally": result.tally.plain()}

    def _rows(self, task: RowsTask, result: RowsResult) -> dict[str, Any]:
        with disk(), self._part(task.item).open("ab") as part:
            part.write(part_lines(task, result, self._options.digest_key))
            part.flush()
            os.fsync(part.fileno())
            end = part.tell()
        self.documents += result.tally.documents
        return {"n": task.item.number, "end": end, "bad": result.bad, "tally": result.tally.plain()}

    def _table(self, task: TableEnd, named: FileDone) -> dict[str, Any]:
        """Put a table together from its parts; a table that fails leaves nothing."""
        item = task.item
        self.bytes_done += item.size
        row: dict[str, Any] = {"n": item.number}
        part = self._part(item)
        whole = self._room / "tmp" / f"{item.id}{item.path.suffix.lower()}"
        problem = task.problem or named.reason
        if not problem:
            try:
                with disk():
                    part.touch()
                row["repeated ids"] = assemble(item, self._options, part, whole)
                out = self._names.give(item.relative, named.names)
                self._move(whole, out)
                with disk():
                    row |= {"out": out, "sha": _sha256(self._folder / out)}
                    row |= {"in": _keyed(item.path, self._options.digest_key)}
            except FormatError as error:
                if "cannot be written" in str(error):
                    raise BatchError(f"{error} Run the same command again; it goes on where it stopped.") from None
                problem = str(error)
        if problem:
            row["reason"] = problem
        elif named.odd_names:
            row["odd names"] = list(named.odd_names)
        with disk():
            whole.unlink(missing_ok=True)
        return {"files": [row], "tally": {"documents": 0}}

    def finish(self) -> None:
        """Write down that all is done, and take away the parts."""
        with disk():
            for path in (self._room / "parts").iterdir():
                path.unlink()
        if not self._ended:
            self._journal.append({"finished": datetime.now(UTC).isoformat(timespec="milliseconds")})

    def put(self, out: str, data: bytes, *, sync: bool = True) -> Path:
        """Write *data* to the path *out* of the output folder, whole or not at all; return its folder."""
        temporary = self._room / "tmp" / "one"
        with disk():
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            target = self._folder / out
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary, target)
            if sync:
                sync_folder(target.parent)
        return target.parent

    def _move(self, whole: Path, out: str) -> None:
        with disk():
            with whole.open("rb") as file:
                os.fsync(file.fileno())
            target = self._folder / out
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(whole, target)
            sync_folder(target.parent)

    def _part(self, item: Item) -> Path:
        return self._room / "parts" / f"{item.id}.jsonl"


def forget_outputs(folder: Path, journal: Journal) -> None:
    """Take away what the run of *journal* wrote, and the journal; files it did not write, or that changed, stay."""
    for entry in journal.lines():
        for row in entry.get("files", ()):
            path = folder / row.get("out", ".notesafe")
            with disk():
                if path.is_file() and _sha256(path) == row["sha"]:
                    path.unlink()
    with disk():
        for path in (folder / ".notesafe" / "parts").glob("*.jsonl"):
            path.unlink()
        journal.path.unlink(missing_ok=True)


def _keyed(path: Path, key: bytes) -> str:
    """Return what `digest` returns for the bytes of a file, whatever its size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(key=key, digest_size=16)).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
