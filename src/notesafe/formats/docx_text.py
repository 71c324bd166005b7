"""The words of a part of a Word document, as pieces in reading order, and the way to put them back."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from notesafe.errors import FormatError
from notesafe.formats.document import Values
from notesafe.formats.docx_scrub import WORDED, Scrubber
from notesafe.formats.docx_xml import W, local
from notesafe.formats.parts import Parts

__all__ = ["BUILT_IN", "Words"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DELETED = frozenset(["del", "moveFrom"])
_GAPS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"}
BUILT_IN = re.compile(
    r"(?:heading|toc|index|list|table|light|medium|dark|colorful|grid|plain|body text|normal|default paragraph font|no list"
    r"|header|footer|title|subtitle|strong|emphasis|subtle|intense|quote|book title|caption|hyperlink|followedhyperlink"
    r"|footnote|endnote|annotation|balloon text|comment|page number|line number|date|signature|closing|salutation|macro"
    r"|message header|envelope|block text|html|document map|no spacing|placeholder text|revision|unresolved mention|mention"
    r"|smart|note heading|toa|bibliography|outline|document|article|1 / )\b[\w ,()/-]*",
    re.IGNORECASE,
)


class Words:
    """Adds what parts say to *parts*; `write` puts the new words into their elements."""

    def __init__(self, parts: Parts, scrubber: Scrubber) -> None:
        self._parts = parts
        self._scrubber = scrubber
        self._put: list[tuple[int, Callable[[str], None]]] = []
        self._read: set[Any] = set()

    def read(self, root: Any) -> None:
        """Add all words of a part, in reading order; then those in attributes."""
        self._block(root)
        for item in root.iter():
            if item.text and item.text.strip() and item not in self._read:
                self._parts.gap("\n")
                self._element(item)
            if item.tail and item.tail.strip():
                raise FormatError("docx: words stand where Word puts none. Open it in Word and save it again.")
        for item in root.iter():
            for key, value in item.attrib.items():
                if self._is_worded(item, local(key), str(value)):
                    self._parts.gap("\n")
                    self._add(str(value), partial(item.set, key), aside=True)

    def write(self, values: Values) -> None:
        """Put the new words in."""
        try:
            for number, put in self._put:
                put(values[number])
        except ValueError:
            raise FormatError(
                "docx: a replacement holds a character that XML does not allow. Use another operator."
            ) from None

    def _add(self, text: str, put: Callable[[str], None], *, aside: bool = False) -> None:
        self._put.append((self._parts.add(text, aside=aside), put))

    def _is_worded(self, item: Any, name: str, value: str) -> bool:
        element = local(item.tag)
        if (element, name) not in WORDED or not any(letter.isalnum() for letter in value):
            return False
        if element == "name" and local(item.getparent().tag) == "style":
            return not BUILT_IN.fullmatch(value)
        if element == "lvlText":
            return any(letter.isalpha() for letter in value)
        return True

    def _element(self, item: Any) -> None:
        """Add the text of one element."""
        self._read.add(item)
        text = str(item.text or "")
        if local(item.tag) in {"instrText", "delInstrText"}:
            text = self._scrubber.renamed_marks(text)

        def put(new: str) -> None:
            item.text = new
            item.set(_SPACE, "preserve")

        self._add(text, put)

    def _block(self, block: Any) -> None:
        """Add paragraphs and tables; a cell is parted from the next by a tab, a row by a line end."""
        for item in block:
            name = local(item.tag)
            if name == "p" and item.tag == f"{W}p":
                self._parts.gap("\n")
                self._paragraph(item)
                self._parts.gap("\n")
            elif name == "tbl":
                self._table(item)
            else:
                self._block(item)

    def _table(self, table: Any) -> None:
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            self._parts.gap("\n")
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is not row:
                    continue
                self._cell(cell)
                self._parts.gap("\t")
            self._parts.gap("\n")

    def _cell(self, cell: Any) -> None:
        """Add a cell: a line end stands only between its own paragraphs."""
        first = True
        for item in cell:
            if item.tag == f"{W}p":
                if not first:
                    self._parts.gap("\n")
                self._paragraph(item)
            else:
                self._block([item])
            first = False

    def _paragraph(self, paragraph: Any) -> None:
        """Add the words as they now read; then what was deleted, fields' instructions, and text boxes."""
        now: list[Any] = []
        before: list[Any] = []
        fields: list[Any] = []
        boxes: list[Any] = []
        _collect(paragraph, now, before, fields, boxes, deleted=False, inserted=False)
        for item in now:
            if isinstance(item, str):
                self._parts.gap(item)
            else:
                self._element(item)
        for row in (self._whole_words(before), fields):
            if row:
                self._parts.gap("\n")
            for item in row:
                if isinstance(item, str):
                    self._parts.gap(item)
                else:
                    self._element(item)
        for box in boxes:
            self._block(box)

    def _whole_words(self, before: list[Any]) -> list[Any]:
        """
        Return the deleted elements, parted where other words stood between.

        A deletion that cuts a word in two would leave pieces of a name that no
        reader can tell for one: its words are emptied.
        """
        rows: list[list[Any]] = [[]]
        cut = [False]
        last = ""
        for item in before:
            if isinstance(item, str):
                last = ""
                if rows[-1]:
                    rows.append([])
                    cut.append(False)
                continue
            element, deleted = item
            text = str(element.text or "")
            if not text:
                continue
            joined = last[-1:].isalnum() and text[0].isalnum()
            if deleted:
                cut[-1] = cut[-1] or (joined and not rows[-1])
                rows[-1].append(element)
            elif rows[-1]:
                cut[-1] = cut[-1] or joined
                rows.append([])
                cut.append(False)
            last = text
        out: list[Any] = []
        for row, is_cut in zip(rows, cut, strict=True):
            if is_cut:
                self._scrubber.dropped["parts of words in tracked deletions"] += 1
                for element in row:
                    element.text = ""
                    self._read.add(element)
            elif row:
                out += [*row, "\n"]
        return out


def _collect(
    item: Any, now: list[Any], before: list[Any], fields: list[Any], boxes: list[Any], *, deleted: bool, inserted: bool
) -> None:
    """Sort the text elements of a paragraph: *before* is what stood there before the tracked changes, with `(element, deleted)`."""
    for sub in item:
        name = local(sub.tag)
        if name == "txbxContent":
            boxes.append(sub)
        elif name in {"t", "delText"}:
            if deleted or name == "delText":
                before.append((sub, True))
            else:
                now.append(sub)
                if not inserted:
                    before.append((sub, False))
        elif name in {"instrText", "delInstrText"}:
            fields.append(sub)
        elif name == "fldChar":
            fields.append("\n")
        elif name in _GAPS and local(item.tag) == "r":
            if not deleted:
                now.append(_GAPS[name])
            before.append(_GAPS[name])
        else:
            _collect(
                sub,
                now,
                before,
                fields,
                boxes,
                deleted=deleted or name in _DELETED,
                inserted=inserted or name in {"ins", "moveTo"},
            )
