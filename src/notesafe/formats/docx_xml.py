"""The XML of a Word document: read without entities or network, names without prefixes, relations between parts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from notesafe.errors import FormatError

__all__ = ["PACKAGE", "Relation", "W", "dump", "led", "local", "parse", "relations", "strings"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of words, as lxml writes it before a name."""
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_STRICT = b"http://purl.oclc.org/ooxml/"


@dataclass(frozen=True, slots=True, repr=False)
class Relation:
    """That a part needs another, or an address outside."""

    id: str
    kind: str
    """Last word of its type: `header`, `hyperlink` …"""
    target: str
    """Name of a part, or an address where `external`."""
    external: bool


def parse(data: bytes) -> Any:
    """
    Return the root element; comments and processing instructions are left out.

    Raises:
        FormatError: Not XML, or with a document type, or in the strict dialect.
    """
    from lxml import etree

    if _STRICT in data:
        raise FormatError("docx: in the strict dialect of Open XML. Save it as a Word document (.docx).")
    reader = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root: Any = etree.fromstring(data, reader)
    except etree.XMLSyntaxError:
        raise FormatError("docx: a part is no XML or is nested too deep. Open it in Word and save it again.") from None
    if root.getroottree().docinfo.doctype:
        raise FormatError("docx: a part has a document type, which no Word document has. Save it again in Word.")
    return root


def dump(root: Any) -> bytes:
    """Return the element as a part of its own."""
    from lxml import etree

    etree.cleanup_namespaces(root, keep_ns_prefixes=_ignorable(root))
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


@contextmanager
def led(root: Any, text: str) -> Iterator[None]:
    """Put a paragraph that says *text* first in the body while the block runs; none for ""."""
    body = root.find(f"{W}body") if text else None
    if body is None:
        yield
        return
    paragraph = body.makeelement(f"{W}p")
    run = paragraph.makeelement(f"{W}r")
    words = run.makeelement(f"{W}t")
    words.text = text
    run.append(words)
    paragraph.append(run)
    body.insert(0, paragraph)
    try:
        yield
    finally:
        body.remove(paragraph)


def _ignorable(root: Any) -> list[str]:
    """Return the prefixes that a part names in attributes, so that their declarations must stay."""
    named: set[str] = set()
    for item in root.iter():
        for key, value in item.attrib.items():
            if local(key) in {"Ignorable", "Requires", "MustUnderstand", "ProcessContent"}:
                named |= {word.split(":")[0] for word in value.split()}
    return sorted(named)


@lru_cache(maxsize=4096)
def local(name: object) -> str:
    """Return a name without its namespace."""
    return str(name).rpartition("}")[2]


def relations(members: Mapping[str, bytes], part: str) -> list[Relation]:
    """
    Return what *part* needs; "" is the package itself.

    Raises:
        FormatError: The list of relations is no XML.
    """
    folder, name = posixpath.split(part)
    data = members.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if data is None:
        return []
    found = []
    for item in parse(data):
        target = str(item.get("Target", ""))
        external = item.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        found.append(Relation(str(item.get("Id", "")), str(item.get("Type", "")).rpartition("/")[2], target, external))
    return found


def strings(data: bytes) -> list[str]:
    """Return the texts of an XML part that holds properties, without those that are only numbers."""
    texts = (str(text).strip() for text in parse(data).itertext())
    return [text for text in texts if any(letter.isalpha() for letter in text)]
