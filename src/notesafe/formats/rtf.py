"""Rich text (.rtf): the words of body, headers, notes and fields, rewritten run by run."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, replace

from notesafe.errors import FormatError
from notesafe.formats.document import Document, Values
from notesafe.formats.docx_text import BUILT_IN
from notesafe.formats.fonts import is_known_font
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts
from notesafe.formats.rtf_tokens import CHARSETS, SYMBOLS, Token, encode_text, tokens

__all__ = ["read_rtf"]

_GONE = frozenset(
    ["info", "pict", "object", "nonshppict", "shprslt", "listname", "falt", "panose", "fontemb", "fontfile", "private", "upr", "xe", "tc", "tcn", "rxe", "txe", "do", "atnid", "atnauthor", "nextfile", "template", "filetbl", "docvar", "formfield", "datafield", "comment", "operator", "author", "title", "company", "mmathPr", "background"]
)  # fmt: skip
_STARRED = frozenset(["fldinst", "shpinst", "listtable", "listoverridetable", "annotation", "cs", "ts", "ds", "listtext", "pnseclvl", "shptxt", "shppict", "footnote", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc"])  # fmt: skip
"""Destinations marked `\\*` that are kept; a reader may pass over all others, and so do we."""
_BESIDE = frozenset(["header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "annotation", "fldinst", "fldrslt", "shptxt", "listtext", "pntext"])  # fmt: skip
_TABLES = frozenset(["fonttbl", "stylesheet", "colortbl", "listtable", "listoverridetable", "sp"])
_STRIPPED = re.compile(r"(?:rev(?:auth|dttm)(?:del)?|cr(?:auth|date)|\w*rsid\w*|(?:at)?n?id|hyphauto|edmins|vern|version|nofchars\w*|nofwords|nofpages|yr|mo|dy|hr|min|sec|deleted|mvf|mvt|mvauth|mvdate)$")  # fmt: skip
_GAPS = {"par": "\n", "line": "\n", "sect": "\n\n", "page": "\n\n", "column": "\n", "row": "\n", "nestrow": "\n", "cell": "\t", "nestcell": "\t", "tab": "\t"}  # fmt: skip
_PARAGRAPH = frozenset(["pard", "trowd", "par"])
"""What the first paragraph can begin with."""
_CODEPAGES = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_Item = str | tuple[int, str]


def read_rtf(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """
    Return the document as one text, hidden text and fields included.

    Pictures, objects, properties, bookmarks, form fields, authors and tracked deletions
    are dropped; so is every destination that a reader may pass over and that is not known here.
    A notice is a paragraph of its own before the first of the body.

    Raises:
        FormatError: No RTF, cut off, binary data in it, nested too deep, or letters its code page has not.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise FormatError("rtf: no RTF. Rename the file to what it is.")
    reader = _Reader(limits)
    reader.read(data.lstrip())

    def write(values: Values) -> bytes:
        out = [item if isinstance(item, str) else encode_text(values[item[0]], item[1]) for item in reader.items]
        if values.notice:
            out.insert(reader.body, f"{{\\pard \\plain {encode_text(values.notice, 'cp1252')}\\par }}")
        return "".join(out).encode("ascii")

    dropped = [f"{count} {what}" for what, count in sorted(reader.dropped.items())]
    return Document(
        "rtf",
        reader.parts,
        write,
        lambda again: read_rtf(again, limits, encoding=encoding),
        dropped=dropped,
        carries_notice=True,
    )


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    codec: str = "cp1252"
    skip: int = 1
    gone: str = ""
    table: str = ""
    beside: bool = False
    deleted: bool = False


class _Reader:
    """Turns tokens into items: control words as they are written, and numbers of pieces with their codec."""

    def __init__(self, limits: Limits) -> None:
        self.items: list[_Item] = []
        self.parts = Parts()
        self.dropped: Counter[str] = Counter()
        self.body = -1
        """How many items stand before the first paragraph; -1 if there is none: before the last brace."""
        self._paragraph = -1
        self._group = -1
        self._limits = limits
        self._stack: list[_State] = []
        self._state = _State()
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._bytes = b""
        self._text: list[str] = []
        self._pending = 0
        self._high = ""
        self._opened = 0
        self._star = False
        self._gone_words: list[str] = []
        self._property: list[str] = []

    def read(self, data: bytes) -> None:
        """Read everything; what was dropped is added last."""
        for token in tokens(data):
            if not self._stack and self.items:
                if token.kind != "text" or token.data.strip(b"\x00 \t"):
                    raise FormatError("rtf: something stands behind the end. Open it in its program and save it again.")
                continue
            self._token(token)
        if self._stack:
            raise FormatError("rtf: cut off. Open it in its program and save it again.")
        self.parts.gap()
        for text in dict.fromkeys(self._gone_words):
            self.parts.gap("\n")
            self.parts.add(text, neutral="")

    def _token(self, token: Token) -> None:
        if self._pending and token.kind not in {"{", "}"}:
            token = self._passed_over(token)
        if token.kind == "text":
            if token.data:
                self._opened = 0
                self._bytes += token.data
            return
        if token.kind == "word" and token.word == "u" and token.number is not None:
            self._unicode(token.number)
            return
        if token.kind == "word" and token.word in SYMBOLS:
            self._decode()
            self._text.append(SYMBOLS[token.word])
            return
        if token.kind == "symbol" and token.word in "~_-":
            self._decode()
            self._text.append({"~": "\u00a0", "_": "\u2011", "-": ""}[token.word])
            return
        self._flush()
        if token.kind == "{":
            self._open()
        elif token.kind == "}":
            self._close()
        elif token.kind == "symbol":
            self._star = self._opened == 1 and token.word == "*"
        else:
            self._word(token.word, token.number)

    def _passed_over(self, token: Token) -> Token:
        """Leave out what stands for a Unicode letter in old readers."""
        if token.kind == "text":
            taken = min(self._pending, len(token.data))
            self._pending -= taken
            return Token("text", data=token.data[taken:])
        self._pending -= 1
        return Token("text")

    def _unicode(self, number: int) -> None:
        self._decode()
        self._opened = 0
        letter = chr(number % 0x10000)
        if self._high:
            pair = (self._high + letter).encode("utf-16-le", "surrogatepass")
            self._high = ""
            try:
                self._text.append(pair.decode("utf-16-le"))
            except UnicodeDecodeError:
                raise FormatError(
                    "rtf: half a letter in a Unicode escape. Open it in its program and save it again."
                ) from None
        elif "\ud800" <= letter <= "\udbff":
            self._high = letter
        else:
            self._text.append(letter)
        self._pending = self._state.skip

    def _decode(self) -> None:
        if self._bytes:
            try:
                self._text.append(self._bytes.decode(self._state.codec))
            except (UnicodeDecodeError, LookupError):
                if not self._state.table and not self._state.gone:
                    raise FormatError("rtf: letters that its code page has not. Save it as .docx.") from None
                self._text.append(self._bytes.decode("latin-1"))
            self._bytes = b""

    def _flush(self) -> None:
        """End a run of text."""
        self._decode()
        self._pending = 0
        if self._high:
            raise FormatError("rtf: half a letter in a Unicode escape. Open it in its program and save it again.")
        text = "".join(self._text)
        self._text = []
        if not text:
            return
        state = self._state
        if state.gone:
            if any(letter.isalpha() for letter in text) and state.gone not in {"pict", "object", "datafield", "star"}:
                self._gone_words.append(text.strip())
        elif state.deleted:
            self.dropped["tracked deletions"] += 1
            self._gone_words.append(text.strip())
        elif state.table:
            self._table_text(text)
        else:
            if text.strip() and not state.beside:
                self._begin_body()
            self.items.append((self.parts.add(text), state.codec))

    def _table_text(self, text: str) -> None:
        """Write a name in a table: of a font, of a style, of a list's numbers, of a shape's property."""
        table, name = self._state.table, text.strip().rstrip(";")
        if table == "fonttbl":
            self.items.append(encode_text(f"{name};" if is_known_font(name) else "Arial;", "cp1252"))
        elif table == "stylesheet" and name and not BUILT_IN.fullmatch(name):
            self.parts.gap("\n")
            self.items += ((self.parts.add(name, aside=True), self._page), ";")
            self.parts.gap("\n")
        elif table == "stylesheet":
            self.items.append(encode_text(text, "cp1252"))
        elif table == "sp":
            self.items.append(
                text if re.fullmatch(r"[A-Za-z]+[\w]*|[-\d;(),]+", text) and not self._is_word(text) else "0"
            )
        elif any(letter.isalpha() and letter.isascii() for letter in text):
            self.items.append("\\'01\\'b7;")
        else:
            self.items.append(
                "".join(f"\\'{ord(letter):02x}" if letter != ";" else ";" for letter in text if ord(letter) < 256)
            )

    def _is_word(self, text: str) -> bool:
        """Return whether a shape's property has words for its value."""
        self._property.append(text)
        return len(self._property) % 2 == 0 and any(letter.isalpha() for letter in text)

    def _open(self) -> None:
        if len(self._stack) >= self._limits.max_depth * 2:
            raise FormatError("rtf: nested too deep. Save it as .docx.")
        self._stack.append(self._state)
        self._opened = 1
        self._star = False
        if len(self._stack) == 2:
            self._group = len(self.items)
        if not self._state.gone:
            self.items.append("{")

    def _close(self) -> None:
        if not self._stack:
            raise FormatError("rtf: a group too many is closed. Open it in its program and save it again.")
        inner, self._state = self._state, self._stack.pop()
        self._opened = 0
        if inner.beside and not self._state.beside:
            self.parts.gap("\n")
        if not self._state.gone:
            self.items.append("}")

    def _word(self, word: str, number: int | None) -> None:
        first, self._opened = self._opened == 1, 0
        if self._state.gone:
            return
        if first and (word in _GONE or word.startswith("bkmk") or (self._star and word not in _STARRED)):
            if word in {"pict", "object"}:
                self.dropped["images" if word == "pict" else "embedded objects"] += 1
            self._state = replace(
                self._state,
                gone="star"
                if self._star and word not in _GONE and not word.startswith(("bkmk", "rev", "user", "atn"))
                else word,
            )
            return
        if first and word in _TABLES:
            self._state = replace(self._state, table=word)
            self._property = []
        if first and word in _BESIDE:
            self._state = replace(self._state, beside=True)
            if word != "fldrslt":
                self.parts.gap("\n")
        if word in _PARAGRAPH and self._paragraph < 0 and len(self._stack) == 1:
            self._paragraph = len(self.items)
        elif first and word == "field" and not self._state.beside:
            self._begin_body()
        if word in _GAPS and not self._state.deleted:
            self.parts.gap(_GAPS[word])
        self._settings(word, number)
        if not _STRIPPED.match(word):
            star = "\\*" if first and self._star else ""
            self.items.append(f"{star}\\{word}{'' if number is None else number} ")

    def _begin_body(self) -> None:
        """Take note of where the first paragraph begins: at its own words, else at the outermost group it stands in."""
        if self.body < 0:
            inside = self._group if len(self._stack) > 1 else len(self.items)
            self.body = self._paragraph if self._paragraph >= 0 else inside

    def _settings(self, word: str, number: int | None) -> None:
        """Follow what changes how bytes are read."""
        if word == "ansicpg" and number:
            self._page = _known_codec(f"cp{number}" if number != 65001 else "utf-8")
            self._state = replace(self._state, codec=self._page)
        elif word in _CODEPAGES and not self._fonts:
            self._page = _CODEPAGES[word]
            self._state = replace(self._state, codec=self._page)
        elif word == "uc" and number is not None:
            self._state = replace(self._state, skip=max(number, 0))
        elif word == "f" and number is not None:
            self._font = number
            if self._state.table != "fonttbl":
                self._state = replace(self._state, codec=self._fonts.get(number) or self._page)
        elif word == "fcharset" and number is not None:
            self._fonts[self._font] = CHARSETS.get(number, "")
        elif word == "plain":
            self._state = replace(self._state, codec=self._page, deleted=False)
        elif word == "deleted":
            self._state = replace(self._state, deleted=number != 0)


def _known_codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise FormatError("rtf: in a code page that Python has not. Save it as .docx.") from None
