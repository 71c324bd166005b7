"""Takes out of a part of a Word document what is no word of it: who, when, on which machine, pictures, objects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from notesafe.formats.docx_symbols import UNKNOWN, shown_symbol
from notesafe.formats.docx_xml import R, W, local
from notesafe.formats.fonts import is_known_font

__all__ = ["WORDED", "Scrubber"]

_NAMESPACES = re.compile(
    r"\{(?:http://schemas\.openxmlformats\.org/(?:wordprocessingml|drawingml|officeDocument|markup-compatibility)/"
    r"|http://schemas\.microsoft\.com/office/(?:word|drawing)/|urn:schemas-microsoft-com:(?:vml|office:office|office:word)\}"
    r"|http://www\.w3\.org/XML/1998/namespace\})"
)
_GONE = frozenset(
    ["proofErr", "permStart", "permEnd", "softHyphen", "alias", "tag", "dataBinding", "placeholder", "smartTagPr", "customXmlPr", "Fallback", "extLst", "altChunk", "subDoc", "control", "contentPart", "imagedata", "OLEObject", "blip", "blipFill", "pic", "hlinkClick", "hlinkHover", "nsid", "tmpl", "numPicBullet",
        "lvlPicBulletId", "rsid", "rsids", "custClrLst", "glossaryReference", "bookmarkEndPr", "background", "printerSettings", "webExtensionLinked", "webExtensionCreated", "entityPicker"]
)  # fmt: skip
_SETTINGS = frozenset(
    ["zoom", "mirrorMargins", "defaultTabStop", "evenAndOddHeaders", "characterSpacingControl", "footnotePr", "endnotePr", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator", "trackRevisions", "mathPr", "autoHyphenation", "hyphenationZone", "doNotHyphenateCaps", "gutterAtTop", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "displayBackgroundShape"]
)  # fmt: skip
WORDED = frozenset(
    [("hyperlink", "tooltip"), ("listItem", "displayText"), ("listItem", "value"), ("textpath", "string"), ("lvlText", "val"), ("name", "val"), ("aliases", "val"), ("default", "val"), ("helpText", "val"), ("statusText", "val"), ("listEntry", "val"), ("format", "val"), ("tblCaption", "val"), ("tblDescription", "val"), ("entryMacro", "val"), ("exitMacro", "val"), ("shape", "id"), ("docPart", "val"), ("docPartGallery", "val"), ("docPartCategory", "val"), ("fldSimple", "instr"), ("numFmt", "format")]
)  # fmt: skip
"""Attributes that hold words, by element and name; a table's alt text is `tblCaption`."""
_LAYOUT = frozenset(
    ["style", "path", "adj", "formulas", "eqn", "coordsize", "wrapcoords", "fmla", "dashstyle", "Ignorable", "Requires"]
)
_ODD = re.compile(r"[^!-?A-~]")
_MARK = re.compile(r"mark\d+")


class Scrubber:
    """
    Scrubs the parts of one document alike.

    `.gone` are the words it took away, so that they can be looked for elsewhere;
    `.dropped` counts what a reader will miss.
    """

    def __init__(self) -> None:
        self.gone: dict[str, None] = {}
        self.dropped: Counter[str] = Counter()
        self._marks: dict[str, str] = {}
        self._styles: dict[str, str] = {}

    def names(self, roots: Iterable[Any]) -> None:
        """Give bookmarks and a document's own styles names that say nothing; call it before `scrub`."""
        for root in roots:
            for mark in root.iter(f"{W}bookmarkStart"):
                self._marks.setdefault(str(mark.get(f"{W}name", "")), f"mark{len(self._marks) + 1}")
            for style in root.iter(f"{W}style"):
                if style.get(f"{W}customStyle") in {"1", "true", "on"}:
                    self._styles.setdefault(str(style.get(f"{W}styleId", "")), f"style{len(self._styles) + 1}")
        for name in self._marks:
            if not _MARK.fullmatch(name) and not name.startswith("_"):
                self._take(name)

    def scrub(self, root: Any, kind: str) -> None:
        """Scrub one part in place."""
        if kind == "settings":
            _remove([item for item in root if local(item.tag) not in _SETTINGS])
        for item in root.iter(f"{W}noBreakHyphen"):
            item.tag, item.text = f"{W}t", "\u2011"
        self._symbols(root)
        self._pictures(root)
        _remove([item for item in root.iter() if self._is_gone(item)])
        for item in root.iter():
            self._attributes(item)
        if kind == "theme":
            for item in root.iter():
                if "name" in item.attrib:
                    item.set("name", "Office")
            _remove([item for item in root.iter() if local(item.tag) == "font"])

    def renamed_marks(self, text: str) -> str:
        """Return a field's instruction with its bookmarks under their new names."""
        for old, new in self._marks.items():
            if old and old in text:
                text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text)
        return text

    def _take(self, text: str | None) -> None:
        if text and text.strip():
            self.gone.setdefault(text.strip())

    def _is_gone(self, item: Any) -> bool:
        name = local(item.tag)
        if not _NAMESPACES.match(str(item.tag)):
            return True
        if name not in _GONE:
            return False
        if name in {"altChunk", "subDoc", "control", "OLEObject", "contentPart"}:
            self.dropped["embedded objects"] += 1
        for value in (*item.attrib.values(), *(sub.get(f"{W}val") for sub in item)):
            if name in {"alias", "tag", "smartTagPr", "customXmlPr"}:
                self._take(value)
        return True

    def _symbols(self, root: Any) -> None:
        """Write symbols as the characters they show: a name may be written with some."""
        for item in root.iter(f"{W}sym"):
            shown = shown_symbol(str(item.get(f"{W}font", "")), str(item.get(f"{W}char", "")))
            if shown == UNKNOWN:
                self.dropped["symbols that have no character"] += 1
            deleted = next(item.iterancestors(f"{W}del"), None) is not None
            item.attrib.clear()
            item.tag, item.text = f"{W}{'delText' if deleted else 't'}", shown

    def _pictures(self, root: Any) -> None:
        """Take out drawings, unless words stand in them."""
        out = []
        for item in root.iter(f"{W}drawing", f"{W}pict", f"{W}object"):
            for sub in item.iter():
                for name in ("descr", "title", "alt"):
                    self._take(sub.attrib.pop(name, None))
            names = {local(sub.tag) for sub in item.iter()}
            if not names & {"txbxContent", "textpath"}:
                what = "charts" if "chart" in names else "embedded objects" if local(item.tag) == "object" else "images"
                self.dropped[what] += 1
                out.append(item)
            elif names & {"pic", "imagedata"}:
                self.dropped["images"] += 1
        _remove(out)

    def _attributes(self, item: Any) -> None:
        name = local(item.tag)
        for key in list(item.attrib):
            short, value = local(key), str(item.attrib[key])
            if short.startswith("rsid") or (short in _GONE_ATTRIBUTES and name not in {"compatSetting", "graphicData"}):
                del item.attrib[key]
            elif short in {"author", "initials"}:
                self._take(value if value != "Author" and short == "author" else None)
                item.set(key, "Author" if short == "author" else "A")
            elif (key.startswith("{") and not _NAMESPACES.match(key)) or key in {f"{R}embed", f"{R}link", f"{R}pict"}:
                del item.attrib[key]
            elif (
                short in {"ascii", "hAnsi", "cs", "eastAsia", "typeface", "val"}
                and name in _FONTED
                and value[:1] != "+"
            ):
                if value and not is_known_font(value):
                    item.set(key, "Arial")
            elif short == "font":
                if not is_known_font(value):
                    item.set(key, "Arial")
            elif rename := _RENAMED.get((name, short)):
                item.set(key, rename(self, value))
            elif name not in _TOLD and short not in _LAYOUT and (name, short) not in WORDED and _is_odd(value):
                self._take(value)
                del item.attrib[key]
        if name in {"docPr", "cNvPr"}:
            item.set("name", "Shape")
        if name in {"smartTag", "customXml"}:
            item.set(f"{W}element", "x")

    def _mark(self, value: str) -> str:
        return self._marks.get(value, "mark0")

    def _style(self, value: str) -> str:
        return self._styles.get(value, value)


_GONE_ATTRIBUTES = frozenset(
    ["paraId", "textId", "durableId", "date", "dateUtc", "fullDate", "userId", "providerId", "uri", "tgtFrame", "spid", "gfxdata", "href", "storeItemID", "docLocation", "editId", "anchorId", "hlinkshowsfilename", "target", "src", "oleid", "dgmlayout", "ProgID", "ObjectID"]
)  # fmt: skip
_TOLD = frozenset(["lsdException", "compatSetting", "docPr", "cNvPr"])
"""Elements whose names are Word's own or are set anew."""
_FONTED = frozenset(["mathFont", "rFonts", "latin", "ea", "cs", "sym", "buFont", "font"])
_RENAMED: dict[tuple[str, str], Callable[[Scrubber, str], str]] = {
    ("bookmarkStart", "name"): Scrubber._mark,
    ("hyperlink", "anchor"): Scrubber._mark,
    ("style", "styleId"): Scrubber._style,
    **{
        (name, "val"): Scrubber._style
        for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "numStyleLink", "styleLink")
    },
    ("clickAndTypeStyle", "val"): Scrubber._style,
}


def _is_odd(value: str) -> bool:
    """Return whether a value has not the form of a number or a key word."""
    return _ODD.search(value) is not None


def _remove(items: list[Any]) -> None:
    """Take elements out of their tree; what stands behind one stays."""
    for item in items:
        parent = item.getparent()
        if parent is None:
            continue
        if item.tail and item.tail.strip():
            before = item.getprevious()
            if before is None:
                parent.text = (parent.text or "") + item.tail
            else:
                before.tail = (before.tail or "") + item.tail
        parent.remove(item)
