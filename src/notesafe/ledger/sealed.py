"""
Bytes sealed under a key: encrypted, and refused if a single bit was changed.

A sealed file is a header of 64 bytes and the ciphertext. The whole header is
bound to the ciphertext as associated data, so nothing in it can be changed.

    magic 16 | version 1 | key kind 1 | log2 of scrypt N 1 | zero 17 | salt 16 | nonce 12 | ciphertext and 16-byte tag

AES-256-GCM (NIST SP 800-38D); a passphrase is stretched with scrypt (RFC 7914,
r 8, p 1), 32 random bytes go through HKDF-SHA256 with the same salt.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from notesafe.errors import LedgerError
from notesafe.ledger.keys import KEY_BYTES, Secret

__all__ = ["SCRYPT_LOG_N", "Seal"]

SCRYPT_LOG_N = 17
"""log2 of scrypt's cost: 128 MiB and about half a second. OWASP Password Storage Cheat Sheet: N 2^17, r 8, p 1."""

_MAGIC = b"notesafe-ledger\n"
_VERSION = 1
_PASSPHRASE, _RAW = 0, 1
_SALT, _NONCE, _TAG = 16, 12, 16
_PAD = bytes(17)
_HEADER = len(_MAGIC) + 3 + len(_PAD) + _SALT + _NONCE
_LOG_N_RANGE = range(10, 21)  # more than 2^20 is 1 GiB: a changed header must not be able to ask for it


@dataclass(frozen=True, slots=True, repr=False)
class Seal:
    """A key that is ready for use: closes and opens the bytes of one file."""

    _key: bytes
    _salt: bytes
    _kind: int
    _log_n: int

    @classmethod
    def new(cls, secret: Secret, *, log_n: int = SCRYPT_LOG_N) -> Seal:
        """
        Return a seal with a fresh random salt.

        Args:
            secret: From `read_key`.
            log_n: log2 of scrypt's cost, 10-20; lower it only in tests.

        Raises:
            ValueError: *log_n* is out of range.
        """
        if log_n not in _LOG_N_RANGE:
            raise ValueError(f"log_n is {_LOG_N_RANGE.start}-{_LOG_N_RANGE.stop - 1}; got {log_n}")
        salt = secrets.token_bytes(_SALT)
        kind = _PASSPHRASE if secret.stretch else _RAW
        return cls(_derive(secret, salt, log_n), salt, kind, log_n)

    def close(self, plain: bytes) -> bytes:
        """Return *plain* sealed, under a fresh nonce."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE)
        header = _MAGIC + bytes([_VERSION, self._kind, self._log_n]) + _PAD + self._salt + nonce
        return header + AESGCM(self._key).encrypt(nonce, plain, header)

    @classmethod
    def open(cls, data: bytes, secret: Secret) -> tuple[Seal, bytes]:
        """
        Return the seal of *data* and what is in it.

        Raises:
            LedgerError: Not a ledger, of a later version, cut short, changed, or another key.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(data) < _HEADER + _TAG or not data.startswith(_MAGIC):
            raise LedgerError("this is no notesafe ledger, or the file was cut short. Restore it from a backup.")
        header = data[:_HEADER]
        version, kind, log_n = header[len(_MAGIC) : len(_MAGIC) + 3]
        if version > _VERSION:
            raise LedgerError(
                f"the ledger is of version {version}; this notesafe reads up to {_VERSION}. Update notesafe."
            )
        if kind not in (_PASSPHRASE, _RAW) or log_n not in _LOG_N_RANGE:
            raise LedgerError("the header of the ledger was changed. Restore it from a backup.")
        if (kind == _PASSPHRASE) != secret.stretch:
            wanted = "a passphrase" if kind == _PASSPHRASE else "a key file or the keyring"
            raise LedgerError(f"this ledger is locked with {wanted}; another kind of key was given.")
        salt, nonce = header[-_SALT - _NONCE : -_NONCE], header[-_NONCE:]
        key = _derive(secret, salt, log_n)
        try:
            plain = AESGCM(key).decrypt(nonce, data[_HEADER:], header)
        except InvalidTag:
            raise LedgerError(
                "the ledger does not open: the key is another one, or the file was changed or cut short. "
                "Check the key; if it is right, restore the file from a backup."
            ) from None
        return cls(key, salt, kind, log_n), plain


def _derive(secret: Secret, salt: bytes, log_n: int) -> bytes:
    if secret.stretch:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        return Scrypt(salt=salt, length=KEY_BYTES, n=2**log_n, r=8, p=1).derive(secret.value)
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=_MAGIC).derive(secret.value)
