"""Read notes from files and write them back, whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from notesafe.errors import NotesafeError

__all__ = ["NoteFile", "check_output", "read_note", "write_note"]

_READABLE = frozenset({"", ".txt", ".text", ".md", ".markdown"})
_STDIN = Path("-")


@dataclass(frozen=True, slots=True, repr=False)
class NoteFile:
    """A note and the name of the file it came from."""

    path: Path
    text: str
    bom: bool = False
    """Whether the file started with a UTF-8 byte order mark, which is written back."""

    @property
    def name(self) -> str:
        """The file's name, or `standard input`."""
        return "standard input" if self.path == _STDIN else self.path.name


def read_note(path: Path) -> NoteFile:
    """
    Return the note in *path*; `-` means standard input.

    Raises:
        NotesafeError: There is no such file, it is not text or Markdown, or not UTF-8.
    """
    if path == _STDIN:
        raw = sys.stdin.buffer.read()
    else:
        if path.suffix.lower() not in _READABLE:
            raise NotesafeError(f"reads text and Markdown; a '{path.suffix}' file must be turned into text first.")
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise NotesafeError(f"cannot be read ({type(error).__name__}).") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotesafeError(f"not UTF-8 (byte {error.start:,}). Save it as UTF-8 first.") from None
    return NoteFile(path, text.removeprefix("\ufeff"), text.startswith("\ufeff"))


def check_output(files: Sequence[Path], output: Path | None) -> None:
    """
    Refuse an output that would overwrite a note, or several notes in one file.

    Raises:
        NotesafeError: As said.
    """
    if output is None:
        return
    if len(files) > 1 and output.exists() and not output.is_dir():
        raise NotesafeError(f"'{output.name}' is a file; several notes need a folder as --output.")
    names = [path.name for path in files]
    if len(files) > 1 and len(set(names)) < len(names):
        raise NotesafeError("two of the files have the same name; redact them into different folders.")
    for path in files:
        if path != _STDIN and _target(path, output, several=len(files) > 1).resolve() == path.resolve():
            raise NotesafeError(f"--output would overwrite the note '{path.name}' itself.")


def write_note(note: NoteFile, text: str, output: Path | None, *, several: bool) -> None:
    """
    Write the redacted *text*, through a temporary file that takes the place of the target at once.

    Raises:
        NotesafeError: It cannot be written; the target is as it was.
    """
    data = (("\ufeff" if note.bom else "") + text).encode("utf-8", "surrogatepass")
    if output is None:
        if several:
            data = f"==> {note.name} <==\n".encode() + data
        sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
        sys.stdout.buffer.flush()
        return
    target = _target(note.path, output, several=several)
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


def _target(path: Path, output: Path, *, several: bool) -> Path:
    """Return where the redacted *path* goes."""
    folder = several or output.is_dir() or str(output).endswith(os.sep)
    return output / ("stdin.txt" if path == _STDIN else path.name) if folder else output
