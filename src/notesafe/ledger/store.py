"""A ledger's file, open: its key, its lock, and the state read from it and written back."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from notesafe.errors import LedgerError
from notesafe.ledger.files import erase, lock_for, read_whole, write_whole
from notesafe.ledger.keys import Key, read_key
from notesafe.ledger.sealed import Seal
from notesafe.ledger.state import State

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["Store"]


class Store:
    """The one place that touches the file. `create` and `open` make one; a writer holds the lock until `close`."""

    def __init__(self, path: Path, seal: Seal, lock: BaseFileLock | None) -> None:
        self.path = path
        self._seal = seal
        self._lock = lock

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""
        return self._lock is None

    @classmethod
    def create(cls, path: str | Path, key: Key, state: State, *, log_n: int) -> None:
        """
        Write *state* to a new file.

        Raises:
            LedgerError: There is a file, or it cannot be written.
        """
        target = _resolved(path)
        seal = Seal.new(read_key(key), log_n=log_n)
        lock = lock_for(target, timeout=0)
        try:
            if target.exists():
                raise LedgerError(f"'{target.name}' exists already; it was left as it is. Choose another name.")
            write_whole(target, seal.close(state.to_bytes()))
        finally:
            lock.release()

    @classmethod
    def open(cls, path: str | Path, key: Key, *, read_only: bool, timeout: float) -> tuple[Self, State]:
        """
        Return the open file and what is in it.

        Raises:
            LedgerError: As `Ledger.open` says.
        """
        target = _resolved(path)
        secret = read_key(key)
        lock = None if read_only else lock_for(target, timeout=timeout)
        try:
            seal, plain = Seal.open(read_whole(target), secret)
            return cls(target, seal, lock), State.from_bytes(plain)
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    def save(self, state: State) -> None:
        """Write *state* in the place of the old one, whole or not at all."""
        write_whole(self.path, self._seal.close(state.to_bytes()))

    def rotate(self, state: State, key: Key, *, log_n: int) -> None:
        """Write *state* under a new key; the old key is in use until the new file is in place."""
        seal = Seal.new(read_key(key), log_n=log_n)
        write_whole(self.path, seal.close(state.to_bytes()))
        self._seal = seal

    def erase(self) -> None:
        """Overwrite and delete the file, and its lock file with it."""
        erase(self.path)
        with contextlib.suppress(OSError):
            os.unlink(f"{self.path}.lock")

    def close(self) -> None:
        """Let the next writer in."""
        if self._lock is not None:
            self._lock.release()


def _resolved(path: str | Path) -> Path:
    """Return the real path, so that a link is not replaced by a file."""
    return Path(os.path.realpath(path))
