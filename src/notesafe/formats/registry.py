"""The table of formats, and `read_document()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from notesafe.errors import FormatError
from notesafe.formats.document import Document
from notesafe.formats.limits import DEFAULT_LIMITS, Limits, check_size, read_bytes

__all__ = ["FORMATS", "Format", "format_of", "output_suffix", "read_bytes_as", "read_document"]

Pdf = Literal["txt", "rebuild"]


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table."""

    name: str
    """What `Document.kind` says."""
    suffixes: tuple[str, ...]
    """Lower case, with the dot."""
    meaning: str
    """One line."""
    module: str = ""
    """The file in this room that reads it as a document."""
    table: bool = False
    """Whether it is read record by record, by `notesafe.formats.tables`."""


_ROWS = (
    Format("txt", (".txt", ".text", ""), "Text", "plain"),
    Format("md", (".md", ".markdown"), "Markdown", "plain"),
    Format("docx", (".docx",), "Word document", "docx"),
    Format("vtt", (".vtt",), "WebVTT transcript", "vtt"),
    Format("srt", (".srt",), "SubRip transcript", "srt"),
    Format("json", (".json",), "JSON of speech recognition", "asr"),
    Format("eml", (".eml",), "E-mail message", "eml"),
    Format("html", (".html", ".htm"), "Web page", "html"),
    Format("rtf", (".rtf",), "Rich text", "rtf"),
    Format("pdf", (".pdf",), "PDF, written as text or as a new, simple PDF", "pdf"),
    Format("csv", (".csv",), "Table, comma separated", table=True),
    Format("tsv", (".tsv", ".tab"), "Table, tab separated", table=True),
    Format("jsonl", (".jsonl", ".ndjson"), "Table, a JSON object a line", table=True),
    Format("parquet", (".parquet",), "Table, Apache Parquet", table=True),
)
FORMATS = MappingProxyType({row.name: row for row in _ROWS})
"""Every format that can be read, by name."""
_BY_SUFFIX = {suffix: row for row in _ROWS for suffix in row.suffixes}
_ADVICE = {
    ".doc": "Save it as .docx.",
    ".docm": "It can hold macros; save it as .docx.",
    ".dotm": "It can hold macros; save it as .docx.",
    ".dotx": "It is a template; save it as .docx.",
    ".odt": "Save it as .docx.",
    ".pages": "Export it as .docx.",
    ".xlsx": "Save each sheet as .csv.",
    ".xls": "Save each sheet as .csv.",
    ".msg": "Save the message as .eml.",
    ".mbox": "Save each message as .eml.",
    ".zip": "Unpack it first.",
}


def format_of(path: Path) -> Format:
    """
    Return the format that the name of *path* says.

    Raises:
        FormatError: None that can be read; the message says what to do.
    """
    suffix = path.suffix.lower()
    row = _BY_SUFFIX.get(suffix)
    if row is None:
        shown = f"a {suffix} file" if suffix in _ADVICE else "this kind of file"
        advice = _ADVICE.get(suffix, "Turn it into text or another format that is read.")
        raise FormatError(f"{shown} is not read. {advice}")
    return row


def read_document(
    path: Path, *, limits: Limits = DEFAULT_LIMITS, encoding: str | None = None, pdf: Pdf = "txt"
) -> Document:
    """
    Return what *path* says, ready to be redacted and written back.

    Args:
        path: A file of one of `FORMATS` that is no table.
        limits: How much is read before it is refused.
        encoding: Of a text file that is neither UTF-8 nor starts with a byte order mark.
        pdf: What a PDF is written back as: `txt`, or `rebuild` for a new PDF of plain pages.

    Raises:
        FormatError: It cannot be read safely; the message names the format, the reason and what to do.
    """
    row = format_of(path)
    return read_bytes_as(row.name, read_bytes(path, row.name, limits), limits=limits, encoding=encoding, pdf=pdf)


def read_bytes_as(
    kind: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS, encoding: str | None = None, pdf: Pdf = "txt"
) -> Document:
    """
    Return what *data* says when it is read as a file of *kind*, a key of `FORMATS`.

    Raises:
        ValueError: There is no such kind of document.
        FormatError: As for `read_document`.
    """
    row = FORMATS.get(kind)
    if row is None:
        raise ValueError(f"there is no format '{kind}'")
    if row.table:
        raise FormatError(f"{kind}: a table is read record by record. Use notesafe.formats.tables.open_table().")
    check_size(kind, len(data), limits)
    try:
        module = import_module(f"notesafe.formats.{row.module}")
        read = cast(Callable[..., Document], getattr(module, f"read_{kind}"))
        if kind == "pdf":
            read = partial(read, pdf=pdf)
        return read(data, limits, encoding=encoding)
    except ModuleNotFoundError as error:
        raise FormatError(f"{kind}: needs '{error.name}'. Install notesafe[files].") from None
    except FormatError:
        raise
    except RecursionError:
        raise FormatError(f"{kind}: nested too deep. Simplify the file.") from None
    except Exception as error:  # noqa: BLE001 - an error of a library could quote the file
        raise FormatError(
            f"{kind}: cannot be read ({type(error).__name__}). Open it in its program and save it again."
        ) from None


def output_suffix(path: Path, *, pdf: Pdf = "txt") -> str:
    """
    Return how the name of the redacted file ends.

        >>> output_suffix(Path("Note.DOCX")), output_suffix(Path("scan.pdf"))
        ('.docx', '.txt')

    Raises:
        FormatError: The format is not read.
    """
    if format_of(path).name == "pdf" and pdf == "txt":
        return ".txt"
    return path.suffix.lower()
