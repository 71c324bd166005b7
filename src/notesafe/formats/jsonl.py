"""JSON Lines: an object a line, nested as deep as the limits allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from notesafe.errors import FormatError
from notesafe.formats.cells import Choice, Row, carried_keys, flatten, rebuild
from notesafe.formats.encoding import Encoding, find_encoding
from notesafe.formats.jsons import Layout, parse_json
from notesafe.formats.limits import Limits
from notesafe.formats.tables import Table, checked

__all__ = ["open_file"]

_CHUNK = 1 << 16
_NAMES = 10_000  # keys that are remembered


def open_file(path: Path, kind: str, choice: Choice, limits: Limits, encoding: str | None) -> Table:
    """
    Return the table.

    Raises:
        FormatError: In an encoding whose line ends are no single bytes.
    """
    return _JsonLines(path, kind, choice, limits, encoding)


class _JsonLines(Table):
    """A file of JSON objects."""

    def __init__(self, path: Path, kind: str, choice: Choice, limits: Limits, encoding: str | None) -> None:
        self.kind = kind
        self.columns = ()
        self._path = path
        self._choice = choice
        self._limits = limits
        self._names: dict[str, None] = {}
        with path.open("rb") as file:
            self._how = find_encoding(file.read(4), kind, encoding)
        if self._how.codec.startswith(("utf-16", "utf-32")):
            raise FormatError(f"{kind}: JSON Lines are UTF-8. Save the file as UTF-8.")

    @property
    def names(self) -> tuple[str, ...]:
        """Keys that stood in the records so far and are not among the cells."""
        return tuple(self._names)

    def rows(self) -> Iterator[Row]:
        """Yield an object a line; blank lines are no records."""
        with self._path.open("rb") as file:
            file.seek(len(self._how.mark))
            number = 0
            while line := file.readline(self._limits.max_line + 1):
                if len(line) > self._limits.max_line:
                    _pass_over(file, line)
                    number += 1
                    yield self._refused(number, f"is longer than {self._limits.max_line:,} bytes")
                elif line.strip():
                    number += 1
                    yield self._row(number, line)

    def _refused(self, number: int, why: str) -> Row:
        error = FormatError(f"{self.kind}: row {number:,} {why}. Mend it and run again.")
        return Row(number, str(number), None, {}, error)

    def _row(self, number: int, line: bytes) -> Row:
        try:
            text = line.decode(self._how.codec)
            record = parse_json(text, self.kind)
            if not isinstance(record, dict):
                return self._refused(number, "is no JSON object")
            cells = flatten(record, self._choice, self.kind, self._limits.max_depth)
            if len(self._names) < _NAMES:
                self._names |= dict.fromkeys(carried_keys(record, self._choice))
        except UnicodeDecodeError:
            return self._refused(number, f"is not {self._how.codec}")
        except FormatError as error:
            return self._refused(number, f"cannot be read ({str(error).removeprefix(self.kind + ': ').rstrip('.')})")
        except RecursionError:
            return self._refused(number, "is nested too deep")
        key, subject = (
            record.get(name) if name is not None else None
            for name in (self._choice.id_column, self._choice.subject_column)
        )
        if any(isinstance(value, dict | list) for value in (key, subject)):
            return self._refused(number, "has an id or a subject that is no string or number")
        body = text.rstrip("\r\n")
        return Row(
            number,
            str(number) if key is None else str(key),
            None if subject is None else str(subject),
            cells,
            raw=(record, Layout(body), text[len(body) :]),
        )

    def _writer(self, path: Path) -> _Writer:
        return _Writer(path, self._how)


class _Writer:
    """Writes objects, a line each, in the layout they had."""

    def __init__(self, path: Path, how: Encoding) -> None:
        self._file = path.open("wb")
        self._file.write(how.mark)
        self._codec = how.codec
        self._open = False

    def write(self, row: Row, cells: Mapping[str, str | None]) -> None:
        """Write a row."""
        checked(row, cells)
        record, layout, end = row.raw
        new: Any = rebuild(record, cells)
        lead = "\n" if self._open else ""
        self._open = not end
        self._file.write(Encoding(self._codec).encode(lead + layout.dump(new) + end, "jsonl"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _pass_over(file: BinaryIO, line: bytes) -> None:
    """Read on to the end of a line without keeping it."""
    while line and not line.endswith(b"\n"):
        line = file.readline(_CHUNK)
