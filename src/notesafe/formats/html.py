"""HTML: what a page shows and what its attributes hide; written anew from what was understood."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import quote, unquote

from notesafe.errors import FormatError
from notesafe.formats.document import Document, Values
from notesafe.formats.encoding import Encoding, decode
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts

__all__ = ["address", "read_html", "readable_address"]

_DROPPED = frozenset(
    ["script", "style", "iframe", "object", "embed", "applet", "svg", "math", "canvas", "audio", "video", "template", "frameset", "link", "base", "img", "source", "track", "frame"]
)  # fmt: skip
_VOID = frozenset(["area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])  # fmt: skip
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"]
)  # fmt: skip
_HEAD = frozenset(["html", "head", "title", "meta", "link", "base", "style", "script", "template", "noscript", "body"])
"""What stands before the body, and the body itself, which begins behind its tag."""
_TAG_NAME = re.compile(r"[a-z][a-z0-9]*")
# Attributes whose value says how a page looks and can be told from a name by its form.
_SHAPES = {
    "align": r"[a-z]+", "valign": r"[a-z]+", "dir": r"ltr|rtl|auto", "lang": r"[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?",
    "colspan": r"\d+", "rowspan": r"\d+", "span": r"\d+", "border": r"\d+", "cellpadding": r"\d+", "cellspacing": r"\d+",
    "width": r"[\d.]+(?:%|px)?", "height": r"[\d.]+(?:%|px)?", "bgcolor": r"#[0-9A-Fa-f]{3,8}|[a-z]{3,10}",
    "color": r"#[0-9A-Fa-f]{3,8}|[a-z]{3,10}", "size": r"[+-]?\d+", "start": r"\d+", "rows": r"\d+", "cols": r"\d+",
    "type": r"[a-zA-Z1-]+", "checked": r".{0,7}", "disabled": r".{0,8}", "selected": r".{0,8}", "nowrap": r".{0,6}",
    "charset": r"[A-Za-z0-9_-]+", "http-equiv": r"[A-Za-z-]+", "scope": r"[a-z]+", "hidden": r".{0,6}", "open": r".{0,4}",
}  # fmt: skip
_WORDS = frozenset(
    ["alt", "title", "content", "placeholder", "value", "label", "summary", "abbr", "datetime", "cite", "download", "aria-label", "aria-description", "aria-placeholder", "aria-valuetext", "aria-roledescription"]
)  # fmt: skip
_ADDRESSES = frozenset(["href", "action", "formaction", "cite"])
# A known scheme, or none: a colon only behind a slash, question mark or hash.
_SAFE_ADDRESS = re.compile(r"(?:https?|mailto|tel|sms):|[^:/?#]*(?:[/?#]|$)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)

_Item = str | int | tuple[str, str | None, int]
"""Markup as it is written; a number of a piece; an attribute with its address as it stood, and its number."""


def readable_address(url: str) -> str:
    """
    Return a web address with its escapes read.

        >>> readable_address("mailto:gail%40example.org?subject=Hi%20Gail")
        'mailto:gail@example.org?subject=Hi Gail'
    """
    try:
        return unquote(url, errors="strict")
    except UnicodeDecodeError:
        return url


def address(text: str) -> str:
    """Return a redacted address as one that is valid; the square brackets of tags become escapes."""
    return quote(text, safe="/:?=&#@+,;~!*'()$.-_")


def read_html(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """
    Return the page as one text: its words, and those in attributes and meta elements.

    Scripts, styles, comments, images, frames and embedded things are dropped, and
    so are classes, ids, names, handlers and data attributes. Unlike a browser, nothing is
    mended: what is written is built anew from the tags and words that were read. A notice is a
    paragraph before all else in the body.

    Raises:
        FormatError: Not text in its encoding, or nested deeper than browsers go.
    """
    if encoding is None:
        declared = _CHARSET.search(data[:4096])
        if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
            encoding = declared[1].decode("ascii")
    text, how = decode(data, "html", encoding)
    reader = _Reader(limits)
    reader.feed(text)
    reader.close()
    reader.tail()
    items, parts = reader.items, reader.parts
    body = len(items) if reader.body is None else reader.body

    def write(values: Values) -> bytes:
        notice = [f"<p>{escape(values.notice, quote=False)}</p>\n"] if values.notice else []
        out = "".join(_written(item, values) for item in [*items[:body], *notice, *items[body:]])
        if how.codec not in {"utf-8"} and not how.codec.startswith("utf-16"):
            return out.encode(how.codec, "xmlcharrefreplace")
        return Encoding(how.codec, how.mark).encode(out, "html")

    dropped = [f"{count} {name} elements" for name, count in sorted(reader.dropped.items())]
    return Document(
        "html",
        parts,
        write,
        lambda again: read_html(again, limits, encoding=encoding),
        dropped=dropped,
        carries_notice=True,
    )


def _written(item: _Item, values: Values) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, int):
        return escape(values[item], quote=False)
    name, raw, number = item
    value = values[number]
    if raw is not None:
        value = address(value) if values.changed(number) else raw
    return f' {name}="{escape(value)}"'


class _Reader(HTMLParser):
    """Turns a page into items: markup as it will be written, and numbers of pieces."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.items: list[_Item] = []
        self.body: int | None = None
        """How many items stand before the first of the body; None if there is none."""
        self.parts = Parts()
        self.dropped: dict[str, int] = {}
        self._limits = limits
        self._skip: list[str] = []
        self._title = False
        self._open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag with the attributes that are known; leave out what can run or be fetched."""
        if not self._skip:
            self._title = tag == "title"
            if tag not in _HEAD:
                self._begin_body()
        if tag in _DROPPED:
            self.dropped[tag] = self.dropped.get(tag, 0) + 1
            if tag in {"img", "audio", "video", "svg", "object"} and not self._skip:
                for name, value in attrs:
                    if name in {"alt", "title"} and value:
                        self.items += (" ", self._side(value, aside=False), " ")
            if tag not in _VOID:
                self._skip.append(tag)
            return
        if self._skip or not _TAG_NAME.fullmatch(tag):
            return
        if tag not in _VOID:
            self._open += 1
            if self._open > self._limits.max_depth * 10:
                raise FormatError(
                    f"html: nested deeper than {self._limits.max_depth * 10} elements. Simplify the page."
                )
        if tag not in _INLINE:
            self.parts.gap("\t" if tag in {"td", "th"} else "\n")
        self.items.append(f"<{tag}")
        seen: set[str] = set()
        for name, value in attrs:
            if name not in seen:
                self._attribute(name, value or "", dict(attrs))
            seen.add(name)
        self.items.append(">")
        if tag == "body":
            self._begin_body()

    def _begin_body(self) -> None:
        if self.body is None:
            self.body = len(self.items)

    def _attribute(self, name: str, value: str, others: dict[str, str | None]) -> None:
        if name in _SHAPES:
            if re.fullmatch(_SHAPES[name], value):
                self.items.append(f' {name}="{escape(value)}"')
        elif name == "name" and "content" in others:
            self.items.append((name, None, self._side(value)))
        elif name in _ADDRESSES:
            if _SAFE_ADDRESS.match(value):
                self.items.append((name, value, self._side(readable_address(value))))
        elif name in _WORDS:
            self.items.append((name, None, self._side(value)))

    def _side(self, text: str, *, aside: bool = True) -> int:
        """Add a piece that stands apart from the words around it."""
        self.parts.gap("\n")
        number = self.parts.add(text, aside=aside)
        self.parts.gap("\n")
        return number

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read `<br/>` as `<br>`, and `<p/>` as browsers do: as `<p>`."""
        self.handle_starttag(tag, attrs)
        if tag in _DROPPED and tag not in _VOID and tag in {"svg", "math"} and self._skip:
            self._skip.pop()

    def handle_endtag(self, tag: str) -> None:
        """Write an end tag."""
        if self._skip:
            if tag == self._skip[-1]:
                self._skip.pop()
            return
        if tag in _DROPPED or tag in _VOID or not _TAG_NAME.fullmatch(tag):
            return
        self._title = False
        self._open = max(self._open - 1, 0)
        if tag not in _INLINE and tag not in {"td", "th"}:
            self.parts.gap("\n")
        self.items.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Add words."""
        if not self._skip:
            if data.strip() and not self._title:
                self._begin_body()
            self._text(data)

    def _text(self, data: str) -> None:
        self.items.append(self.parts.add(data))

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser's interface
        """Drop a comment."""
        self.dropped["comment"] = self.dropped.get("comment", 0) + 1

    def handle_decl(self, decl: str) -> None:
        """Keep only the plain doctype."""
        if decl.strip().lower().startswith("doctype html") and not self.items:
            self.items.append("<!DOCTYPE html>")

    def handle_pi(self, data: str) -> None:
        """Drop a processing instruction."""

    def unknown_decl(self, data: str) -> None:
        """Drop what is no HTML: `<![CDATA[…]]>`, conditional comments."""

    def tail(self) -> None:
        """Refuse a page that ends inside something that was to be dropped."""
        if self._skip:
            raise FormatError(f"html: cut off inside a {self._skip[0]} element. Save the page again.")
