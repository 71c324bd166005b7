"""Apache Parquet: read and written in batches; columns keep their types where they can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from notesafe.errors import FormatError
from notesafe.formats.cells import Choice, Row, flatten, rebuild
from notesafe.formats.columns import column_role
from notesafe.formats.limits import Limits
from notesafe.formats.tables import Table, checked

__all__ = ["open_file"]

_BATCH = 1_000  # rows read at once
_GROUP = 10_000  # rows in a row group that is written
_GROUP_CHARACTERS = 32_000_000


def open_file(path: Path, kind: str, choice: Choice, limits: Limits, encoding: str | None) -> Table:
    """
    Return the table.

    Raises:
        FormatError: No Parquet, cut off, encrypted, or no such column.
    """
    del encoding
    return _Parquet(path, kind, choice, limits)


class _Parquet(Table):
    """
    A Parquet file.

    Dates, times and numbers in columns whose name has a role become strings, so
    that they can be redacted; so do all dates and times. Columns of bytes are
    emptied: no one can tell what is in them.
    """

    def __init__(self, path: Path, kind: str, choice: Choice, limits: Limits) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.kind = kind
        self._path = path
        self._choice = choice
        self._limits = limits
        try:
            with pq.ParquetFile(path) as file:
                schema = file.schema_arrow
                codec = file.metadata.row_group(0).column(0).compression if file.metadata.num_row_groups else "SNAPPY"
        except (pa.ArrowException, OSError) as error:
            raise FormatError(
                f"{kind}: no Parquet, or cut off, or encrypted ({type(error).__name__}). Save it again."
            ) from None
        self._codec = "NONE" if codec == "UNCOMPRESSED" else str(codec)
        self.columns = tuple(str(name) for name in schema.names)
        if len(set(self.columns)) < len(self.columns):
            raise FormatError(f"{kind}: two columns have the same name. Rename one.")
        choice.check(self.columns, kind)
        self._bytes = [field.name for field in schema if _has_bytes(field.type)]
        self._dates = [
            field.name for field in schema if pa.types.is_temporal(field.type) and not pa.types.is_duration(field.type)
        ]
        self._choice = replace(choice, dates=frozenset(self._dates))
        if self._bytes:
            self.dropped = (f"{len(self._bytes)} columns of bytes",)
        self._schema = pa.schema([pa.field(field.name, self._type(field), nullable=True) for field in schema])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, then those of fields within them."""
        return (*self.columns, *dict.fromkeys(name for field in self._schema for name in _field_names(field.type)))

    def _type(self, field: Any) -> Any:
        import pyarrow as pa

        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        nested = pa.types.is_nested(kind)
        if not nested and (field.name in self._dates or column_role(field.name) is not None):
            return pa.large_string() if pa.types.is_large_string(kind) else pa.string()
        return _without_metadata(kind)

    def rows(self) -> Iterator[Row]:
        """Yield the records, a batch in memory."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        number = 0
        try:
            with pq.ParquetFile(self._path) as file:
                for batch in file.iter_batches(batch_size=_BATCH):
                    for record in batch.to_pylist():
                        number += 1
                        yield self._row(number, record)
        except (pa.ArrowException, OSError) as error:
            raise FormatError(
                f"{self.kind}: damaged after row {number:,} ({type(error).__name__}). Save it again."
            ) from None

    def _row(self, number: int, record: dict[str, Any]) -> Row:
        for name in self._bytes:
            record[name] = None
        for name in self._dates:
            record[name] = None if record[name] is None else str(record[name])
        for name, value in record.items():
            if value is not None and column_role(name) is not None and not isinstance(value, str | dict | list):
                record[name] = str(value)
        try:
            cells = flatten(record, self._choice, self.kind, self._limits.max_depth)
            if sum(map(len, cells.values())) > self._limits.max_line:
                raise FormatError(f"{self.kind}: longer than {self._limits.max_line:,} characters")
        except FormatError as error:
            reason = str(error).removeprefix(f"{self.kind}: ").rstrip(".")
            refused = FormatError(f"{self.kind}: row {number:,} cannot be read ({reason}). Mend it and run again.")
            return Row(number, str(number), None, {}, refused)
        key, subject = (
            record.get(name) if name is not None else None
            for name in (self._choice.id_column, self._choice.subject_column)
        )
        return Row(
            number,
            str(number) if key is None else str(key),
            None if subject is None else str(subject),
            cells,
            raw=record,
        )

    def _writer(self, path: Path) -> _Writer:
        return _Writer(path, self._schema, self._codec)


class _Writer:
    """Writes row groups."""

    def __init__(self, path: Path, schema: Any, codec: str) -> None:
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(path, schema, compression=codec, store_schema=False)
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._characters = 0

    def write(self, row: Row, cells: Mapping[str, str | None]) -> None:
        """Write a row; it reaches the disk with its group."""
        checked(row, cells)
        self._rows.append(rebuild(row.raw, cells))
        self._characters += sum(len(value) for value in cells.values() if value)
        if len(self._rows) >= _GROUP or self._characters >= _GROUP_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            try:
                self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            except (pa.ArrowException, UnicodeError) as error:
                raise FormatError(
                    f"parquet: a redacted value does not fit its column ({type(error).__name__}). Make it a column of strings."
                ) from None
        self._rows = []
        self._characters = 0

    def close(self) -> None:
        """Write the last group."""
        try:
            self._flush()
        finally:
            self._writer.close()


def _has_bytes(kind: Any) -> bool:
    """Return whether a type holds bytes, at any depth."""
    import pyarrow as pa

    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return True
    if pa.types.is_dictionary(kind):
        return _has_bytes(kind.value_type)
    if pa.types.is_map(kind):
        return _has_bytes(kind.key_type) or _has_bytes(kind.item_type)
    return pa.types.is_nested(kind) and any(_has_bytes(kind.field(at).type) for at in range(kind.num_fields))


def _field_names(kind: Any) -> Iterator[str]:
    """Yield the names of the fields of structs, at any depth."""
    import pyarrow as pa

    if pa.types.is_map(kind):
        yield from _field_names(kind.item_type)
    elif pa.types.is_struct(kind):
        for at in range(kind.num_fields):
            yield kind.field(at).name
            yield from _field_names(kind.field(at).type)
    elif pa.types.is_nested(kind):
        for at in range(kind.num_fields):
            yield from _field_names(kind.field(at).type)


def _without_metadata(kind: Any) -> Any:
    """Return a type whose fields carry no notes of their own."""
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return pa.struct(
            [pa.field(kind.field(at).name, _without_metadata(kind.field(at).type)) for at in range(kind.num_fields)]
        )
    if pa.types.is_map(kind):
        return pa.map_(_without_metadata(kind.key_type), _without_metadata(kind.item_type))
    if pa.types.is_list(kind):
        return pa.list_(_without_metadata(kind.value_type))
    if pa.types.is_large_list(kind):
        return pa.large_list(_without_metadata(kind.value_type))
    return kind
