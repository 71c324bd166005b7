"""CSV and TSV: record by record, every field that is not changed left as it was typed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from notesafe.errors import FormatError
from notesafe.formats.cells import Choice, Row, looks_like_data
from notesafe.formats.encoding import Encoding, find_encoding
from notesafe.formats.limits import Limits
from notesafe.formats.tables import Table, checked

__all__ = ["open_file"]

_HEAD = 65_536
_ENDS = ("\r\n", "\n", "\r")
_BROKEN = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True, repr=False)
class _Record:
    """The fields of a record as they are typed, and the line end."""

    raw: list[str]
    end: str
    problem: str = ""


def open_file(path: Path, kind: str, choice: Choice, limits: Limits, encoding: str | None) -> Table:
    """
    Return the table; its first record is the header.

    Raises:
        FormatError: Empty, not text in its encoding, two columns of one name, or no such column.
    """
    return _Csv(path, kind, choice, limits, encoding)


class _Csv(Table):
    """A CSV or TSV file."""

    def __init__(self, path: Path, kind: str, choice: Choice, limits: Limits, encoding: str | None) -> None:
        self.kind = kind
        self._path = path
        self._choice = choice
        self._limits = limits
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1")):
            raise FormatError(f"{kind}: the content is another kind of file. Rename the file to what it is.")
        self._how = find_encoding(head[:4], kind, encoding)
        self._check_encoding(head, encoding)
        self._delimiter = "\t" if kind == "tsv" else _delimiter(head.decode(self._how.codec, "ignore"))
        with self._text() as text:
            first = next(self._records(text), None)
        if first is None or first.problem:
            raise FormatError(f"{kind}: there is no header line. Put the names of the columns in the first line.")
        self._header = first
        self.columns = tuple(_value(field) for field in first.raw)
        if len(set(self.columns)) < len(self.columns):
            raise FormatError(f"{kind}: two columns have the same name. Rename one.")
        if any(looks_like_data(name) for name in self.columns):
            raise FormatError(
                f"{kind}: the first line looks like a record. Put the names of the columns before it; a column "
                "may not bear a person's name."
            )
        choice.check(self.columns, kind)
        self._wanted = [at for at, name in enumerate(self.columns) if choice.wants(name)]

    def _check_encoding(self, head: bytes, encoding: str | None) -> None:
        try:
            head[len(self._how.mark) :].decode(self._how.codec)
        except UnicodeDecodeError as error:
            if len(head) < _HEAD or error.start < len(head) - 8:
                hint = "name its encoding: encoding='cp1252'" if encoding is None else "name another encoding"
                raise FormatError(
                    f"{self.kind}: not {self._how.codec} (byte {error.start:,}). Save it as UTF-8, or {hint}."
                ) from None
        if b"\x00" in head and not self._how.codec.startswith(("utf-16", "utf-32")):
            raise FormatError(f"{self.kind}: holds zero bytes. Name its encoding: encoding='utf-16-le'.")

    def _text(self) -> TextIO:
        raw = self._path.open("rb")
        raw.seek(len(self._how.mark))
        errors = "surrogateescape" if self._how.codec == "utf-8" else "strict"
        return io.TextIOWrapper(raw, encoding=self._how.codec, errors=errors, newline="")

    def rows(self) -> Iterator[Row]:
        """Yield the records after the header."""
        ids = [
            self.columns.index(name) if name is not None else None
            for name in (self._choice.id_column, self._choice.subject_column)
        ]
        with self._text() as text:
            records = self._records(text)
            next(records, None)
            try:
                number = 0
                for record in records:
                    if record.raw == [""] and len(self.columns) > 1 and not record.problem:
                        continue  # a blank line is no record
                    number += 1
                    yield self._row(number, record, ids)
            except UnicodeDecodeError:
                raise FormatError(
                    f"{self.kind}: not {self._how.codec} after row {number:,}. Save it as UTF-8."
                ) from None

    def _row(self, number: int, record: _Record, ids: list[int | None]) -> Row:
        problem = record.problem
        if not problem and len(record.raw) != len(self.columns):
            problem = f"has {len(record.raw):,} fields where the header has {len(self.columns):,}"
        values = [_value(field) for field in record.raw] if not problem else []
        if not problem and any(_BROKEN.search(value) for value in values):
            problem = "is not UTF-8"
        if problem:
            error = FormatError(f"{self.kind}: row {number:,} {problem}. Mend it and run again.")
            return Row(number, str(number), None, {}, error)
        cells = {self.columns[at]: values[at] for at in self._wanted}
        key, subject = (values[at] if at is not None else None for at in ids)
        return Row(number, str(number) if key is None else key, subject, cells, raw=record)

    def _records(self, text: TextIO) -> Iterator[_Record]:
        """Yield the records; one that is over the limit is passed over to its end."""
        while line := text.readline(self._limits.max_line + 1):
            yield self._record(line, text)

    def _record(self, line: str, text: TextIO) -> _Record:
        fields: list[str] = []
        at = 0
        while True:
            if line.startswith('"', at):
                search = at + 1
                while (end := _closing(line, search)) < 0:
                    search = len(line)
                    more = (
                        text.readline(self._limits.max_line + 1 - len(line))
                        if len(line) <= self._limits.max_line
                        else ""
                    )
                    if not more:
                        if len(line) > self._limits.max_line:
                            return self._passed_over(text, quoted=True)
                        return _Record([], "", "is cut off inside a quoted field")
                    line += more
                stop = end + 1
            else:
                stop = min(
                    (place for place in (line.find(mark, at) for mark in (self._delimiter, "\n", "\r")) if place >= 0),
                    default=len(line),
                )
            fields.append(line[at:stop])
            if line.startswith(self._delimiter, stop):
                at = stop + 1
                continue
            if len(line) > self._limits.max_line and not line.endswith(("\n", "\r")):
                return self._passed_over(text, quoted=False)
            end_of_line = line[stop:]
            if end_of_line in {"", *_ENDS}:
                return _Record(fields, end_of_line)
            return _Record([], "", "has words behind a closing quote")

    def _passed_over(self, text: TextIO, *, quoted: bool) -> _Record:
        """Read on to the end of a record that is too long, without keeping it."""
        while chunk := text.readline(_HEAD):
            if chunk.count('"') % 2:
                quoted = not quoted
            if chunk.endswith(("\n", "\r")) and not quoted:
                break
        return _Record([], "", f"is longer than {self._limits.max_line:,} characters")

    def _writer(self, path: Path) -> _Writer:
        return _Writer(
            path, self._how, self._delimiter, self._header, [self.columns[at] for at in self._wanted], self._wanted
        )


class _Writer:
    """Writes records; fields that are not changed are written as they were typed."""

    def __init__(
        self, path: Path, how: Encoding, delimiter: str, header: _Record, names: list[str], wanted: list[int]
    ) -> None:
        self._file = path.open("wb")
        self._how = how
        self._delimiter = delimiter
        self._named = list(zip(names, wanted, strict=True))
        self._end = header.end or "\n"
        self._open = not header.end
        self._file.write(how.mark + (delimiter.join(header.raw) + header.end).encode(how.codec))

    def write(self, row: Row, cells: Mapping[str, str | None]) -> None:
        """Write a row."""
        checked(row, cells)
        record: _Record = row.raw
        fields = list(record.raw)
        for name, at in self._named:
            new = cells[name] or ""
            if new != row.cells[name]:
                fields[at] = self._field(new, quoted=fields[at].startswith('"'))
        lead = self._end if self._open else ""
        self._open = not record.end
        data = Encoding(self._how.codec).encode(lead + self._delimiter.join(fields) + record.end, "csv")
        self._file.write(data)

    def _field(self, value: str, *, quoted: bool) -> str:
        if quoted or any(mark in value for mark in (self._delimiter, '"', "\n", "\r")) or value != value.strip():
            return '"' + value.replace('"', '""') + '"'
        return value

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _closing(line: str, at: int) -> int:
    """Return where the quote stands that ends a field, or -1."""
    while (found := line.find('"', at)) >= 0:
        if line.startswith('"', found + 1):
            at = found + 2
        else:
            return found
    return -1


def _value(field: str) -> str:
    """Return what a field says."""
    return field[1:-1].replace('""', '"') if field.startswith('"') else field


def _delimiter(head: str) -> str:
    """Return the delimiter that stands most often in the first line, outside quotes."""
    line = re.sub(r'"(?:[^"]|"")*"', "", re.split(r"\r\n|\n|\r", head, maxsplit=1)[0])
    return max((",", ";", "\t", "|"), key=lambda mark: (line.count(mark), mark == ","))
