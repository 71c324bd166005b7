"""A ledger's file: one writer at a time, replaced whole or not at all, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from notesafe.disk import sync_folder
from notesafe.errors import LedgerError

if TYPE_CHECKING:
    from filelock import BaseFileLock

__all__ = ["erase", "lock_for", "read_whole", "write_whole"]

_LARGEST = 2**31  # bytes; AES-GCM allows 64 GiB, memory does not


def lock_for(path: Path, *, timeout: float) -> BaseFileLock:
    """
    Return the lock of the one writer of *path*, held. The operating system lets go of it when the process dies.

    Raises:
        LedgerError: Another writer has it, and *timeout* seconds have passed.
    """
    from filelock import FileLock, Timeout

    if not path.parent.is_dir():
        raise LedgerError(f"there is no folder for ledger '{path.name}'. Make it first.")
    lock = FileLock(f"{path}.lock", timeout=timeout, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise LedgerError(
            f"ledger '{path.name}' is open for writing elsewhere. Wait until that run ends, or open it read-only."
        ) from None
    except OSError as error:
        raise LedgerError(f"ledger '{path.name}' cannot be locked ({type(error).__name__}).") from None
    return lock


def read_whole(path: Path) -> bytes:
    """
    Return the bytes of the file.

    Raises:
        LedgerError: It is missing, too large or cannot be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise LedgerError(f"ledger '{path.name}' is larger than {_LARGEST:,} bytes; it is not read.")
        return path.read_bytes()
    except FileNotFoundError:
        raise LedgerError(f"there is no ledger '{path.name}'. Make one with 'notesafe ledger create'.") from None
    except OSError as error:
        raise LedgerError(f"ledger '{path.name}' cannot be read ({type(error).__name__}).") from None


def write_whole(path: Path, data: bytes) -> None:
    """
    Put *data* in the place of *path* at once: whoever reads, and whatever fails, there is the old file or the new.

    Raises:
        LedgerError: It cannot be written; the old file is as it was.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(
            f"ledger '{path.name}' cannot be written ({type(error).__name__}); the old one is as it was."
        ) from None


def erase(path: Path) -> None:
    """
    Overwrite the file once and delete it. Copies, backups and what the disk keeps elsewhere are not reached.

    Raises:
        LedgerError: It cannot be deleted.
    """
    try:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(f"ledger '{path.name}' cannot be deleted ({type(error).__name__}).") from None
