"""Read the training documents: whole texts in which everything identifying stands in a typed slot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from notesafe.errors import NotesafeError

__all__ = ["LABELS", "Part", "SlotDocument", "documents_path", "read_slots"]

LABELS = frozenset(
    [
        "PERSON",
        "LOCATION",
        "FACILITY",
        "ORG",
        "SUBSTANCE",
        "DATE",
        "AGE",
        "AGE_90",
        "PHONE",
        "EMAIL",
        "URL",
        "HANDLE",
        "ID",
        "QUASI",
        "OTHER",
    ]
)
_SLOT = re.compile(r"\{\{([A-Z_0-9]+)(?::([a-z0-9_.\-]+))?=([^{}]+)\}\}")
_HEADER = re.compile(r"=== (\S+) \| ([a-z_ ]+) \| (tidy|lower|asr|caps|shorthand|messy) \|(.*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document: plain text, or a slot."""

    text: str
    label: str | None = None
    key: str = ""
    """For a person who it is; for others the kind, such as `detox`."""
    form: str = ""
    """For a person the form of the name, such as `last_first`."""


@dataclass(frozen=True, slots=True)
class SlotDocument:
    """A document as it was written."""

    id: str
    genre: str
    style: str
    genders: dict[str, str]
    """Person key -> `f`, `m` or `u`."""
    parts: tuple[Part, ...]


def documents_path() -> Path:
    """Return the folder of our own training documents: inside the wheel, or at the root of a checkout."""
    inside = Path(str(files("notesafe"))) / "train" / "documents"
    return inside if inside.is_dir() else Path(str(files("notesafe"))).parents[1] / "training" / "documents"


def read_slots(folder: Path) -> list[SlotDocument]:
    """
    Return the documents in the files of *folder*, by file name and place.

    Raises:
        NotesafeError: A header or slot cannot be read; the file and document are named.
    """
    found = [document for path in sorted(folder.glob("*.txt")) for document in _read(path)]
    if not found:
        raise NotesafeError(f"no training documents in '{folder.name}'.")
    return found


def _read(path: Path) -> Iterator[SlotDocument]:
    for block in re.split(r"(?m)^(?==== )", path.read_text("utf-8")):
        if not block.strip():
            continue
        head, _, body = block.partition("\n")
        match = _HEADER.fullmatch(head.strip())
        if match is None:
            raise NotesafeError(f"{path.name}: a document has a broken header.")
        genders = dict(pair.split(":", 1) for pair in match[4].split() if ":" in pair)
        yield SlotDocument(
            match[1], match[2].strip(), match[3], genders, tuple(_parts(path.name, match[1], body.strip("\n")))
        )


def _parts(file: str, document: str, body: str) -> Iterator[Part]:
    at = 0
    for slot in _SLOT.finditer(body):
        if slot.start() > at:
            yield Part(body[at : slot.start()])
        label, kind, text = slot[1], slot[2] or "", slot[3]
        if label not in LABELS:
            raise NotesafeError(f"{file}: document {document}: there is no label '{label}'.")
        key, _, form = kind.partition(".")
        yield Part(text, label, key, form)
        at = slot.end()
    if at < len(body):
        yield Part(body[at:])
    if "{{" in _SLOT.sub("", body):
        raise NotesafeError(f"{file}: document {document} has a broken slot.")
