"""Text and Markdown: the file is the text."""

from __future__ import annotations

import re

from notesafe.formats.document import Document, Values
from notesafe.formats.encoding import decode
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts

__all__ = ["read_md", "read_txt"]

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def read_txt(data: bytes, limits: Limits, *, encoding: str | None = None, kind: str = "txt") -> Document:
    """
    Return the document; line ends, encoding and byte order mark are kept.

    A notice is the first paragraph; in Markdown it comes behind the front matter, which must stand first.

    Raises:
        FormatError: Not text in that encoding.
    """
    text, how = decode(data, kind, encoding)
    parts = Parts()
    number = parts.add(text)

    def write(values: Values) -> bytes:
        new = values[number]
        if values.notice:
            front = _FRONT_MATTER.match(new) if kind == "md" else None
            at = front.end() if front else 0
            end = "\r\n" if "\r\n" in text else "\n"
            new = f"{new[:at]}{values.notice}{end}{end}{new[at:]}"
        return how.encode(new, kind)

    return Document(
        kind,
        parts,
        write,
        lambda again: read_txt(again, limits, encoding=encoding, kind=kind),
        carries_notice=True,
    )


def read_md(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """Return a Markdown document: comments, front matter and link targets are part of its text."""
    return read_txt(data, limits, encoding=encoding, kind="md")
