"""
The anonymisation log: what was replaced by what, per document. Sealed like a ledger, kept apart, off by default.

A folder with one sealed file for each stretch of the run, and one for their
common key, which is sealed with the caller's.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from notesafe.errors import LedgerError
from notesafe.ledger import Key
from notesafe.ledger.files import read_whole, write_whole
from notesafe.ledger.keys import KEY_BYTES, Secret, read_key
from notesafe.ledger.sealed import SCRYPT_LOG_N, Seal

__all__ = ["LogWriter", "read_log"]

_KEY = "key.sealed"
Entries = Sequence[tuple[str, Sequence[tuple[str, str, str]]]]


class LogWriter:
    """
    Writes a log. The same stretch may be written again; it takes the place of the first.

    Args:
        folder: New, or that of the same run.
        key: As for a ledger.
        run: The id of the run; a log of another run is not added to.

    Raises:
        LedgerError: The folder holds another log, the key is another, or it cannot be written.
    """

    def __init__(self, folder: Path, *, key: Key, run: str, scrypt_log_n: int = SCRYPT_LOG_N) -> None:
        self._folder = folder
        self._run = run
        secret = read_key(key)
        path = folder / _KEY
        if path.is_file():
            told = json.loads(Seal.open(read_whole(path), secret)[1])
            if told["run"] != run:
                raise LedgerError(f"folder '{folder.name}' holds the log of another run. Name another.")
        else:
            try:
                folder.mkdir(parents=True, mode=0o700, exist_ok=True)
                if any(folder.iterdir()):
                    raise LedgerError(f"folder '{folder.name}' is not empty, so no log is begun in it. Name another.")
            except OSError as error:
                raise LedgerError(f"the log cannot be written ({type(error).__name__}).") from None
            told = {"run": run, "key": secrets.token_hex(KEY_BYTES)}
            write_whole(path, Seal.new(secret, log_n=scrypt_log_n).close(json.dumps(told).encode()))
        self._seal = Seal.new(Secret(bytes.fromhex(told["key"]), stretch=False))

    def write(self, number: int, entries: Entries) -> None:
        """
        Write stretch *number*, whole or not at all.

        Raises:
            LedgerError: It cannot be written.
        """
        plain = json.dumps({"run": self._run, "stretch": number, "entries": entries}).encode("ascii")
        write_whole(self._folder / f"{number:08}.sealed", self._seal.close(plain))


def read_log(folder: Path, *, key: Key) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """
    Yield each document with its changes: type, what stood there, what stands there. Real names.

    Raises:
        LedgerError: No log, another key, or a stretch that was changed, is missing or stands in another's place.
    """
    told: dict[str, Any] = json.loads(Seal.open(read_whole(folder / _KEY), read_key(key))[1])
    secret = Secret(bytes.fromhex(told["key"]), stretch=False)
    paths = sorted(path for path in folder.glob("*.sealed") if path.name != _KEY)
    for number, path in enumerate(paths):
        stretch = json.loads(Seal.open(read_whole(path), secret)[1])
        if (
            stretch["run"] != told["run"]
            or path.name != f"{stretch['stretch']:08}.sealed"
            or stretch["stretch"] != number
        ):
            raise LedgerError("a stretch of the log is missing or stands in another's place. Restore it from a backup.")
        for document, changes in stretch["entries"]:
            yield document, [(str(a), str(b), str(c)) for a, b, c in changes]
