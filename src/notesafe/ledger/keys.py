"""Where the key of a ledger comes from: a passphrase, a key file, 32 bytes, or the keyring of the operating system."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notesafe.errors import LedgerError

__all__ = ["KEY_BYTES", "Key", "Keyring", "Secret", "create_key_file", "create_keyring_entry", "read_key"]

KEY_BYTES = 32
_LEAST_PASSPHRASE = 12  # characters; NIST SP 800-63B asks for 8, and a file can be tried at leisure
_SERVICE = "notesafe"


@dataclass(frozen=True, slots=True)
class Keyring:
    """A key kept by the operating system's keyring under this name; needs the package `keyring`."""

    name: str
    service: str = _SERVICE


Key = str | bytes | Path | Keyring
"""A passphrase, 32 bytes, the path of a key file, or an entry of the keyring."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret and whether it must be stretched: people's passphrases are, 32 random bytes are not."""

    value: bytes
    stretch: bool


def read_key(key: Key) -> Secret:
    """
    Return the secret that *key* stands for.

    Raises:
        LedgerError: The passphrase is short, the key file is missing, readable by others or not 32 bytes, or
            the keyring has no such entry.
        TypeError: *key* is something else.
    """
    if isinstance(key, str):
        if len(key) < _LEAST_PASSPHRASE:
            raise LedgerError(f"the passphrase is too short; use at least {_LEAST_PASSPHRASE} characters.")
        return Secret(key.encode("utf-8", "surrogatepass"), stretch=True)
    if isinstance(key, bytes):
        return Secret(_checked(key, "the key"), stretch=False)
    if isinstance(key, Path):
        return Secret(_read_file(key), stretch=False)
    if isinstance(key, Keyring):
        return Secret(_read_keyring(key), stretch=False)
    raise TypeError(f"a key is a passphrase, 32 bytes, a Path or a Keyring; got {type(key).__name__}")


def create_key_file(path: str | Path) -> Path:
    """
    Write 32 random bytes as text to a new file only its owner can read, and return its path.

    Raises:
        LedgerError: The file is there already, or cannot be written.
    """
    path = Path(path)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise LedgerError(
            f"key file '{path.name}' exists already; it was left as it is. Choose another name."
        ) from None
    except OSError as error:
        raise LedgerError(f"key file '{path.name}' cannot be written ({type(error).__name__}).") from None
    return path


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise LedgerError(
                    f"key file '{path.name}' can be read by others. Run: chmod 600 on it, then rotate the key."
                )
            raw = file.read(1024)
    except OSError as error:
        raise LedgerError(f"key file '{path.name}' cannot be read ({type(error).__name__}).") from None
    return _decoded(raw, f"key file '{path.name}'")


def _read_keyring(entry: Keyring) -> bytes:
    """Return the key from the keyring; the entry is made on first use of `notesafe ledger create`."""
    text = _keyring().get_password(entry.service, entry.name)
    if text is None:
        raise LedgerError(
            f"the keyring has no entry '{entry.name}' of '{entry.service}'. 'notesafe ledger create --keyring' makes one."
        )
    return _decoded(str(text).encode("ascii", "replace"), f"keyring entry '{entry.name}'")


def create_keyring_entry(entry: Keyring) -> None:
    """
    Put 32 random bytes into the keyring under a new name.

    Raises:
        LedgerError: There is such an entry, or no keyring.
    """
    ring = _keyring()
    if ring.get_password(entry.service, entry.name) is not None:
        raise LedgerError(
            f"the keyring has an entry '{entry.name}' already; it was left as it is. Choose another name."
        )
    ring.set_password(entry.service, entry.name, base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())


def _keyring() -> Any:
    try:
        import keyring
    except ImportError:
        raise LedgerError("the keyring needs the package 'keyring': pip install notesafe[keyring].") from None
    return keyring


def _decoded(raw: bytes, where: str) -> bytes:
    """Return the 32 bytes written raw, in hexadecimal or in base64."""
    if len(raw) == KEY_BYTES:
        return raw
    text = raw.strip()
    try:
        value = bytes.fromhex(text.decode("ascii")) if len(text) == 2 * KEY_BYTES else base64.urlsafe_b64decode(text)
    except (ValueError, binascii.Error):
        value = b""
    return _checked(value, where)


def _checked(value: bytes, where: str) -> bytes:
    if len(value) != KEY_BYTES:
        raise LedgerError(f"{where} does not hold a key of {KEY_BYTES} bytes. Make one with 'notesafe ledger create'.")
    return value
