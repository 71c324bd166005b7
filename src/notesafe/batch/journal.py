"""`Journal`: what is finished, a line of JSON each, so that a run that was killed goes on where it stopped."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from notesafe.disk import sync_folder
from notesafe.errors import BatchError

__all__ = ["Journal", "disk"]

_FORM = 1
_FULL = "Free some space and run the same command again; it goes on where it stopped."


class Journal:
    """
    An append-only file. A last line that is torn is cut off when it is opened again.

    Holds no word of a note and no name of an input: keyed digests, names of outputs, counts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: Any = None
        self._whole = 0

    @property
    def exists(self) -> bool:
        """Whether a run was begun here: its first line is whole."""
        return next(self.lines(), None) is not None

    def lines(self) -> Iterator[dict[str, Any]]:
        """
        Yield the whole lines.

        Raises:
            BatchError: A line that is not the last cannot be read, or the journal is of another notesafe.
        """
        if not self.path.is_file():
            return
        self._whole = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                if not line.endswith(b"\n"):
                    return
                try:
                    entry: dict[str, Any] = json.loads(line)
                except ValueError:
                    if file.read(1):
                        raise BatchError(
                            f"line {number + 1:,} of the journal is damaged. Start anew: --no-resume."
                        ) from None
                    return
                if number == 0 and entry.get("journal") != _FORM:
                    raise BatchError("the journal was written by another version of notesafe. Name another folder.")
                self._whole += len(line)
                yield entry

    def begin(self, header: dict[str, Any]) -> None:
        """Start a new journal."""
        with disk():
            self.path.unlink(missing_ok=True)
        self.append({"journal": _FORM, **header})
        sync_folder(self.path.parent)

    def recover(self) -> None:
        """Cut off a torn last line."""
        for _ in self.lines():
            pass
        with disk(), self.path.open("r+b") as file:
            if self._whole < file.seek(0, os.SEEK_END):
                file.truncate(self._whole)
                os.fsync(file.fileno())

    def append(self, entry: dict[str, Any]) -> None:
        """
        Write a line; when this returns, it is on the disk.

        Raises:
            BatchError: It cannot be written.
        """
        with disk():
            if self._file is None:
                self._file = self.path.open("ab", buffering=0)
            data = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
            while data:
                data = data[self._file.write(data) :]
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextlib.contextmanager
def disk() -> Iterator[None]:
    """Turn an error of the disk into one that says what to do."""
    try:
        yield
    except OSError as error:
        what = os.strerror(error.errno) if error.errno else type(error).__name__
        raise BatchError(f"the output folder cannot be written ({what}); nothing is half-written. {_FULL}") from None
