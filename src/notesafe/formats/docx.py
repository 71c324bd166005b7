"""Word documents (.docx): every part that holds words, read and rewritten run by run; all other parts left out."""

from __future__ import annotations

import posixpath
from typing import Any
from xml.sax.saxutils import quoteattr

from notesafe.errors import FormatError
from notesafe.formats.document import Document, Values
from notesafe.formats.docx_scrub import Scrubber
from notesafe.formats.docx_text import Words
from notesafe.formats.docx_xml import PACKAGE, R, W, dump, led, parse, relations, strings
from notesafe.formats.html import address, readable_address
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts
from notesafe.formats.zips import pack, unpack

__all__ = ["read_docx"]

_ORDER = (
    "document",
    "header",
    "footer",
    "footnotes",
    "endnotes",
    "comments",
    "numbering",
    "settings",
    "theme",
    "styles",
)
"""The kinds of parts that are kept, in reading order."""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = f"{_WORD}document.main+xml"
_RELATION = R.strip("{}") + "/"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_IMAGES = {"image", "chart", "oleObject", "package", "diagramData"}


def read_docx(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """
    Return the document as one text.

    In order: body (tables by row), headers, footers, footnotes, endnotes,
    comments, names of styles, targets of links, then what is not written back:
    alt texts, authors, properties. Tracked deletions stand on a line of their own
    after their paragraph. A notice is the first paragraph of the body, in the document's own font.

    Raises:
        FormatError: Not a .docx, with macros, encrypted, cut off, over a limit, or of a make that is not understood.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FormatError("docx: encrypted, or an old .doc. Save it as .docx without a password.")
    if not data.startswith(b"PK"):
        raise FormatError("docx: no Word document. Rename the file to what it is.")
    return _Package(unpack(data, "docx", limits), limits).document(encoding)


class _Package:
    """The parts of a document that are kept: parsed, scrubbed, under names that say nothing."""

    def __init__(self, members: dict[str, bytes], limits: Limits) -> None:
        self._members = members
        self._limits = limits
        self._parts = Parts()
        self._trees: dict[str, tuple[str, Any]] = {}
        self._rels: dict[str, list[tuple[str, str, str]]] = {}
        self._links: list[tuple[str, str, str, int]] = []
        self._found: list[tuple[str, str, str]] = []
        self._names: dict[str, str] = {}

    def document(self, encoding: str | None) -> Document:
        """Read every part in order."""
        main = self._main()
        self._load(main, "document")
        scrubber = Scrubber()
        scrubber.names(root for _, root in self._trees.values())
        words = Words(self._parts, scrubber)
        for part, (kind, root) in self._trees.items():
            scrubber.scrub(root, kind)
            self._scrub_relations(part, root)
        for _, root in sorted(self._trees.values(), key=lambda item: _ORDER.index(item[0])):
            self._parts.gap()
            words.read(root)
        self._parts.gap()
        for part, name, target in self._found:
            self._links.append((part, name, target, self._line(readable_address(target))))
        gone = [*scrubber.gone, *self._properties()]
        self._parts.gap()
        for text in gone:
            self._line(text, neutral="")
        dropped = [f"{count} {what}" for what, count in sorted(scrubber.dropped.items())]

        def write(values: Values) -> bytes:
            words.write(values)
            return self._pack(values)

        return Document(
            "docx",
            self._parts,
            write,
            lambda again: read_docx(again, self._limits, encoding=encoding),
            dropped=dropped,
            carries_notice=self._trees[main][1].find(f"{W}body") is not None,
        )

    def _line(self, text: str, neutral: str | None = None) -> int:
        self._parts.gap("\n")
        return self._parts.add(text, neutral=neutral)

    def _main(self) -> str:
        """Return the name of the main part, macros refused."""
        if "[Content_Types].xml" not in self._members:
            raise FormatError("docx: no Word document. Rename the file to what it is.")
        types = {
            str(item.get("PartName", "")): str(item.get("ContentType", ""))
            for item in parse(self._members["[Content_Types].xml"])
        }
        names = [name.lower() for name in self._members]
        if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in types.values()) or any(
            "vba" in posixpath.basename(name) or "activex" in name for name in names
        ):
            raise FormatError("docx: holds macros. Save it as .docx without macros.")
        for relation in relations(self._members, ""):
            if relation.kind == "officeDocument" and not relation.external:
                if types.get(f"/{relation.target}") != _MAIN:
                    raise FormatError(
                        "docx: a template or another kind of Office file. Save it as a Word document (.docx)."
                    )
                return relation.target
        raise FormatError("docx: no Word document inside. Rename the file to what it is.")

    def _load(self, part: str, kind: str) -> None:
        """Parse a part and those it needs, as far as they are of a kind that is kept."""
        if part in self._trees:
            return
        if part not in self._members:
            raise FormatError("docx: a part is missing; the file is cut off. Open it in Word and save it again.")
        self._trees[part] = (kind, parse(self._members[part]))
        same = sum(1 for other, _ in self._trees.values() if other == kind)
        folder = "theme/" if kind == "theme" else ""
        self._names[part] = f"word/{folder}{kind}{same if kind in {'header', 'footer', 'theme'} else ''}.xml"
        kept: list[tuple[str, str, str]] = []
        for relation in relations(self._members, part):
            number = len(kept) + 1
            if relation.external and relation.kind == "hyperlink":
                self._found.append((part, f"rId{number}", relation.target))
                kept.append((relation.id, f"rId{number}", "hyperlink"))
            elif not relation.external and relation.kind in _ORDER[1:] and kind != "theme":
                self._load(relation.target, relation.kind)
                kept.append((relation.id, f"rId{number}", relation.target))
        self._rels[part] = kept

    def _scrub_relations(self, part: str, root: Any) -> None:
        """Give relations numbers for names; take out what points to parts that are left out."""
        new = {old: name for old, name, _ in self._rels[part]}
        lost = []
        for item in root.iter():
            for key in [key for key in item.attrib if str(key).startswith(R)]:
                if item.attrib[key] in new:
                    item.set(key, new[item.attrib[key]])
                else:
                    del item.attrib[key]
                    if item.tag in {f"{W}headerReference", f"{W}footerReference"}:
                        lost.append(item)
        for item in lost:
            item.getparent().remove(item)

    def _properties(self) -> list[str]:
        """Return the words of the properties, none of which are written back."""
        texts: dict[str, None] = {}
        for name, data in self._members.items():
            if name.startswith("docProps/") and name.endswith(".xml"):
                texts |= dict.fromkeys(strings(data))
        return list(texts)

    def _pack(self, values: Values) -> bytes:
        types = [
            f'<Override PartName="/{name}" ContentType="{_type(self._trees[part][0])}"/>'
            for part, name in self._names.items()
        ]
        main = next(self._names[part] for part, (kind, _) in self._trees.items() if kind == "document")
        members = {
            "[Content_Types].xml": _HEAD
            + (
                f'<Types xmlns="{PACKAGE}content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{"".join(types)}</Types>'
            ).encode(),
            "_rels/.rels": _relations([f'Id="rId1" Type="{_RELATION}officeDocument" Target={quoteattr(main)}']),
        }
        for part, (kind, root) in self._trees.items():
            name = self._names[part]
            with led(root, values.notice if kind == "document" else ""):
                members[name] = dump(root)
            folder, base = posixpath.split(name)
            lines = [
                f'Id="{new}" Type="{_RELATION}{self._trees[target][0]}" Target="/{self._names[target]}"'
                for _, new, target in self._rels[part]
                if target != "hyperlink"
            ]
            for where, new, raw, number in self._links:
                if where == part:
                    target = address(values[number]) if values.changed(number) else raw
                    lines.append(
                        f'Id="{new}" Type="{_RELATION}hyperlink" Target={quoteattr(target)} TargetMode="External"'
                    )
            if lines:
                members[f"{folder}/_rels/{base}.rels"] = _relations(lines)
        return pack(members)


def _type(kind: str) -> str:
    if kind == "document":
        return _MAIN
    return "application/vnd.openxmlformats-officedocument.theme+xml" if kind == "theme" else f"{_WORD}{kind}+xml"


def _relations(lines: list[str]) -> bytes:
    items = "".join(f"<Relationship {line}/>" for line in lines)
    return _HEAD + f'<Relationships xmlns="{PACKAGE}relationships">{items}</Relationships>'.encode()
