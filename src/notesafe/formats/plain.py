"""Text and Markdown: the file is the text."""

from __future__ import annotations

from notesafe.formats.document import Document, Values
from notesafe.formats.encoding import decode
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts

__all__ = ["read_md", "read_txt"]


def read_txt(data: bytes, limits: Limits, *, encoding: str | None = None, kind: str = "txt") -> Document:
    """
    Return the document; line ends, encoding and byte order mark are kept.

    Raises:
        FormatError: Not text in that encoding.
    """
    text, how = decode(data, kind, encoding)
    parts = Parts()
    number = parts.add(text)

    def write(values: Values) -> bytes:
        return how.encode(values[number], kind)

    return Document(kind, parts, write, lambda again: read_txt(again, limits, encoding=encoding, kind=kind))


def read_md(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """Return a Markdown document: comments, front matter and link targets are part of its text."""
    return read_txt(data, limits, encoding=encoding, kind="md")
