"""RTF as tokens: groups, control words, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notesafe.errors import FormatError

__all__ = ["CHARSETS", "SYMBOLS", "Token", "encode_text", "tokens"]

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,40})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(\r\n|[^A-Za-z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
CHARSETS = {
    0: "", 1: "", 2: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp437",
}  # fmt: skip
"""Charset of a font -> codec; "" is that of the document. Source: Rich Text Format specification 1.9.1, `\\fcharset`."""
SYMBOLS = {
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emdash": "—", "endash": "–", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """One token; exactly one of the kinds `{ } word symbol text`."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """
    Yield the tokens of *data* up to its end.

    Raises:
        FormatError: Binary data (`\\bin`), or a control word that is cut off.
    """
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            raise FormatError("rtf: cut off or damaged. Open it in its program and save it again.")
        at = found.end()
        word, number, code, symbol, brace, text = found.groups()
        if word is not None:
            if word == b"bin":
                raise FormatError("rtf: holds binary data. Save it as .docx.")
            yield Token("word", word.decode("ascii"), None if number is None else int(number))
        elif code is not None:
            yield Token("text", data=bytes([int(code, 16)]))
        elif symbol is not None:
            yield _symbol(symbol)
        elif brace is not None:
            yield Token(brace.decode("ascii"))
        elif text is not None:
            yield Token("text", data=text)


def _symbol(symbol: bytes) -> Token:
    if symbol in b"{}\\":
        return Token("text", data=symbol)
    if symbol in {b"\n", b"\r", b"\r\n"}:
        return Token("word", "par")
    return Token("symbol", symbol.decode("latin-1"))


def encode_text(text: str, codec: str) -> str:
    """
    Return *text* as RTF: bytes of *codec* where it has the character, else Unicode escapes.

        >>> encode_text("é{—𝄞", "cp1252")
        "\\\\'e9\\\\{\\\\'97{\\\\uc1\\\\u-10188?\\\\u-8930?}"
    """
    out: list[str] = []
    for letter in text:
        if letter in "\\{}":
            out.append(f"\\{letter}")
        elif letter in "\r\n\v\f\u2028\u2029":
            out.append(" ")
        elif letter == "\t":
            out.append("\\tab ")
        elif " " <= letter <= "~":
            out.append(letter)
        else:
            try:
                coded = letter.encode(codec)
            except UnicodeEncodeError:
                coded = b""
            if len(coded) == 1 and coded[0] >= 128:
                out.append(f"\\'{coded[0]:02x}")
            else:
                units = letter.encode("utf-16-le", "surrogatepass")
                numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
                out.append("{\\uc1" + "".join(f"\\u{number}?" for number in numbers) + "}")
    return "".join(out)
