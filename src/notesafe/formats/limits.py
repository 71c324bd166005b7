"""`Limits`: how much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from notesafe.errors import FormatError

__all__ = ["DEFAULT_LIMITS", "Limits", "check_size", "read_bytes"]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single file may cost. Everything over a limit is refused, never cut short."""

    max_bytes: int = 256 * MEGABYTE
    """Size of a document on disk, in bytes. Tables are streamed and have no such limit."""
    max_uncompressed: int = 256 * MEGABYTE
    """Size of everything packed in a file, unpacked, in bytes."""
    max_ratio: int = 200
    """Unpacked bytes a packed byte may turn into, where a member is over a megabyte."""
    max_members: int = 5_000
    """Files in a packed file, parts in a message."""
    max_line: int = 64 * MEGABYTE
    """Length of one line or record of a table, in bytes."""
    max_depth: int = 60
    """Levels of nesting: groups, elements, objects, messages within messages."""
    max_pages: int = 5_000
    """Pages of a PDF."""


DEFAULT_LIMITS = Limits()


def check_size(kind: str, size: int, limits: Limits) -> None:
    """
    Refuse a document that is larger than *limits* allow.

    Raises:
        FormatError: *size*, in bytes, is over `max_bytes`.
    """
    if size > limits.max_bytes:
        raise FormatError(
            f"{kind}: the file has {size:,} bytes, over the limit of {limits.max_bytes:,}. "
            "Split it, or pass Limits(max_bytes=...)."
        )


def read_bytes(path: Path, kind: str, limits: Limits) -> bytes:
    """
    Return the bytes of *path*.

    Raises:
        FormatError: It cannot be read or is too large.
    """
    try:
        if not path.is_file():
            raise FormatError(f"{kind}: cannot be read; there is no such file.")
        check_size(kind, path.stat().st_size, limits)
        return path.read_bytes()
    except OSError as error:
        raise FormatError(f"{kind}: cannot be read ({type(error).__name__}). Check that it may be opened.") from None
