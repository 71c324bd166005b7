"""Read notes from files and write them back, whole or not at all."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from notesafe.errors import NotesafeError

if TYPE_CHECKING:
    from notesafe.formats import Document
    from notesafe.redaction import Redaction

__all__ = ["NoteFile", "check_output", "is_folder", "read_note", "write_note", "write_text"]

_TEXT = frozenset({"", ".txt", ".text", ".md", ".markdown"})
_SHOWN = frozenset({".txt", ".md", ".vtt", ".srt", ".json", ".eml", ".html", ".rtf"})
"""How files end that can go to standard output."""
_STDIN = Path("-")


@dataclass(frozen=True, slots=True, repr=False)
class NoteFile:
    """A note and the name of the file it came from."""

    path: Path
    text: str
    bom: bool = False
    """Whether the file started with a UTF-8 byte order mark, which is written back."""
    document: Document | None = None
    """The file, where it is more than its text."""

    @property
    def name(self) -> str:
        """The file's name, or `standard input`."""
        return "standard input" if self.path == _STDIN else self.path.name


def read_note(path: Path, *, encoding: str | None = None, pdf: Literal["txt", "rebuild"] = "txt") -> NoteFile:
    """
    Return the note in *path*; `-` means standard input.

    Args:
        path: Text, Markdown, or a document of a format in `notesafe.formats`.
        encoding: Of a text file that is not UTF-8.
        pdf: What a PDF is written back as.

    Raises:
        NotesafeError: There is no such file, it is of a format that is not read, or cannot be read safely.
    """
    if path != _STDIN and (path.suffix.lower() not in _TEXT or encoding is not None):
        from notesafe.formats import FORMATS, read_document

        if any(row.table and path.suffix.lower() in row.suffixes for row in FORMATS.values()):
            raise NotesafeError("a table is redacted record by record; use 'notesafe batch'.")
        document = read_document(path, encoding=encoding, pdf=pdf)
        return NoteFile(path, document.text, document=document)
    if path == _STDIN:
        raw = sys.stdin.buffer.read()
    else:
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise NotesafeError(f"cannot be read ({type(error).__name__}).") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotesafeError(
            f"not UTF-8 (byte {error.start:,}). Save it as UTF-8 first, or name its --encoding."
        ) from None
    return NoteFile(path, text.removeprefix("\ufeff"), text.startswith("\ufeff"))


def is_folder(output: str | None) -> bool:
    """
    Return whether *output*, as it was typed, means a folder: it is one, or ends as one does.

        >>> is_folder("no_such_folder/"), is_folder("note.txt"), is_folder(None)
        (True, False, False)
    """
    return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())


def check_output(
    files: Sequence[Path], output: Path | None, *, folder: bool = False, pdf: Literal["txt", "rebuild"] = "txt"
) -> None:
    """
    Refuse an output that would overwrite a note, or several notes in one file.

    Args:
        files: The notes.
        output: Where they go; None is standard output.
        folder: Whether *output* is a folder, there or not; several notes always need one.
        pdf: What a PDF is written back as.

    Raises:
        NotesafeError: As said.
    """
    if output is None:
        return
    folder = folder or len(files) > 1
    if folder and output.exists() and not output.is_dir():
        raise NotesafeError(f"'{output.name}' is a file; --output asks for a folder, and several notes need one.")
    names = [_name(path, pdf) for path in files]
    if len(files) > 1 and len(set(names)) < len(names):
        raise NotesafeError("two of the files have the same name; redact them into different folders.")
    for path in files:
        if path != _STDIN and _target(path, output, pdf, several=folder).resolve() == path.resolve():
            raise NotesafeError(f"--output would overwrite the note '{path.name}' itself.")


def write_note(
    note: NoteFile,
    result: Redaction,
    output: Path | None,
    *,
    several: bool,
    pdf: Literal["txt", "rebuild"] = "txt",
) -> None:
    """
    Write the redacted note, through a temporary file that takes the place of the target at once.

    Raises:
        NotesafeError: It cannot be written; the target is as it was.
    """
    if note.document is None:
        data = _encoded(note, result.text)
    elif output is None and note.document.suffix not in _SHOWN:
        raise NotesafeError(f"a {note.document.suffix} file cannot go to standard output; name an --output.")
    else:
        data = note.document.rewritten(result.spans, result.text)
    _deliver(note, data, output, several=several, pdf=pdf)


def write_text(note: NoteFile, text: str, output: Path | None) -> None:
    """
    Write *text* in the place of a note of plain text, as `write_note` does.

    Raises:
        NotesafeError: The note is no plain text, or the file cannot be written.
    """
    if note.document is not None:
        raise NotesafeError(f"originals go back into plain text only; not into a {note.document.suffix} file.")
    _deliver(note, _encoded(note, text), output, several=False, pdf="txt")


def _encoded(note: NoteFile, text: str) -> bytes:
    return (("\ufeff" if note.bom else "") + text).encode("utf-8", "surrogatepass")


def _deliver(
    note: NoteFile, data: bytes, output: Path | None, *, several: bool, pdf: Literal["txt", "rebuild"]
) -> None:
    if output is None:
        if several:
            data = f"==> {note.name} <==\n".encode() + data
        sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
        sys.stdout.buffer.flush()
        return
    target = _target(note.path, output, pdf, several=several)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".notesafe-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise NotesafeError(f"'{target.name}' cannot be written ({type(error).__name__}).") from None


def _target(path: Path, output: Path, pdf: str, *, several: bool) -> Path:
    """Return where the redacted *path* goes."""
    folder = several or output.is_dir()
    return output / _name(path, pdf) if folder else output


def _name(path: Path, pdf: str) -> str:
    """Return the name of the redacted file: the note's own, but for a PDF that becomes text."""
    if path == _STDIN:
        return "stdin.txt"
    return re.sub(r"(?i)\.pdf$", ".txt", path.name) if pdf == "txt" else path.name
