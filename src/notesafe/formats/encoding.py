"""Bytes of a text file to characters and back, without guessing."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from notesafe.errors import FormatError

__all__ = ["Encoding", "decode", "find_encoding"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a packed file (docx, xlsx, zip)"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file"),
    (b"{\\rtf", "RTF"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text file turns characters into bytes."""

    codec: str
    mark: bytes = b""
    """The byte order mark it starts with."""

    def encode(self, text: str, kind: str) -> bytes:
        """
        Return *text* as bytes, mark included.

        Raises:
            FormatError: A replacement holds a character that the codec has not.
        """
        try:
            return self.mark + text.encode(self.codec)
        except UnicodeEncodeError:
            raise FormatError(
                f"{kind}: a character of the redacted text does not exist in {self.codec}. Save the file as UTF-8 first."
            ) from None


def find_encoding(head: bytes, kind: str, encoding: str | None) -> Encoding:
    """
    Return the encoding that a byte order mark names, or *encoding*, or UTF-8.

    Raises:
        FormatError: *encoding* is no codec.
    """
    mark, marked = next(((mark, codec) for mark, codec in _MARKS if head.startswith(mark)), (b"", "utf-8"))
    if encoding is None:
        return Encoding(marked, mark)
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise FormatError(f"{kind}: Python knows no encoding of that name. Try encoding='cp1252'.") from None
    if name in {"utf-8-sig", "utf-16", "utf-32"}:
        return Encoding(marked, mark)
    return Encoding(name, mark if mark and name == marked else b"")


def decode(data: bytes, kind: str, encoding: str | None = None) -> tuple[str, Encoding]:
    """
    Return the characters in *data*, and how to write them back.

    Tries UTF-8 and what a byte order mark says; never guesses.

        >>> decode(b"\\xef\\xbb\\xbfGail", "txt")[0]
        'Gail'

    Raises:
        FormatError: Not text in that encoding; or the content is of another kind.
    """
    for magic, what in _OTHER_KINDS:
        if data.startswith(magic):
            raise FormatError(f"{kind}: the content is {what}. Rename the file to what it is.")
    how = find_encoding(data[:4], kind, encoding)
    try:
        text = data[len(how.mark) :].decode(how.codec)
    except UnicodeDecodeError as error:
        hint = "Save it as UTF-8, or name its encoding: encoding='cp1252'." if encoding is None else "Name another."
        named = "UTF-8" if how.codec == "utf-8" else how.codec
        raise FormatError(f"{kind}: not {named} (byte {error.start + len(how.mark):,}). {hint}") from None
    if "\x00" in text:
        raise FormatError(
            f"{kind}: holds zero bytes, so it is no text in this encoding. Name it: encoding='utf-16-le'."
        )
    return text, how
