"""Polars and pandas frames: the same rows as a table on disk, and a frame of the same kind back."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from notesafe.errors import FormatError
from notesafe.formats.cells import Choice, Row, flatten, rebuild
from notesafe.formats.columns import column_role
from notesafe.formats.limits import DEFAULT_LIMITS, Limits

__all__ = ["Frame"]


class Frame:
    """
    A polars or pandas frame, row by row.

    Args:
        frame: A `polars.DataFrame` or a `pandas.DataFrame`.
        columns, id_column, subject_column: As for `open_table`.
        limits: Deepest nesting.

    Raises:
        TypeError: It is neither.
        FormatError: There is no such column.
    """

    def __init__(
        self,
        frame: Any,
        *,
        columns: Collection[str] | None = None,
        id_column: str | None = None,
        subject_column: str | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self.kind = type(frame).__module__.split(".")[0]
        if self.kind not in {"polars", "pandas"} or type(frame).__name__ != "DataFrame":
            raise TypeError(f"a frame is a polars or pandas DataFrame; got {type(frame).__name__}")
        self._frame = frame
        self.columns = tuple(str(name) for name in frame.columns)
        if len(set(self.columns)) < len(self.columns):
            raise FormatError(f"{self.kind}: two columns have the same name. Rename one.")
        self._dates = frozenset(name for name, kind in zip(self.columns, frame.dtypes, strict=True) if _is_date(kind))
        self._choice = Choice(None if columns is None else frozenset(columns), id_column, subject_column, self._dates)
        self._choice.check(self.columns, self.kind)
        self._limits = limits
        self.roles = {name: role for name in self.columns if (role := column_role(name)) is not None}

    def rows(self) -> Iterator[Row]:
        """
        Yield the rows in order.

        Raises:
            FormatError: A value is nested too deep.
        """
        for number, record in enumerate(self._records(), 1):
            for name in self._dates:
                record[name] = None if record[name] is None else str(record[name])
            cells = flatten(record, self._choice, self.kind, self._limits.max_depth)
            names = (self._choice.id_column, self._choice.subject_column)
            key, subject = (record[name] if name is not None else None for name in names)
            yield Row(
                number,
                str(number) if key is None else str(key),
                None if subject is None else str(subject),
                cells,
                raw=record,
            )

    def _records(self) -> Iterator[dict[str, Any]]:
        if self.kind == "polars":
            for record in self._frame.iter_rows(named=True):
                yield {str(name): value for name, value in record.items()}
        else:
            for values in self._frame.itertuples(index=False, name=None):
                yield {
                    name: None if _is_missing(value) else value
                    for name, value in zip(self.columns, values, strict=True)
                }

    def rebuilt(self, cells: Iterable[Mapping[str, str | None]]) -> Any:
        """
        Return a frame of the same kind with *cells*, one mapping for each row of `rows()`, in order.

        Columns that are not touched are the caller's own, with their types; of pandas the index is dropped
        unless it only counts, since it may hold names.

        Raises:
            FormatError: The cells are not those that were read.
        """
        records = []
        touched: dict[str, None] = {}
        for row, new in zip(self.rows(), cells, strict=True):
            if row.cells.keys() != new.keys():
                raise FormatError(f"{self.kind}: row {row.number:,}: the cells are not those that were read.")
            touched |= dict.fromkeys(name for name in self.columns if any(_is_of(path, name) for path in new))
            records.append(rebuild(row.raw, new))
        columns = {name: [_as_string(record[name]) for record in records] for name in self.columns if name in touched}
        if self.kind == "polars":
            import polars as pl

            made = [
                pl.Series(name, values, dtype=self._kept_type(name), strict=False) for name, values in columns.items()
            ]
            return self._frame.with_columns(made)
        import pandas as pd

        frame = self._frame.copy()
        if not isinstance(frame.index, pd.RangeIndex):
            frame = frame.reset_index(drop=True)
        frame.attrs = {}
        for place, name in enumerate(self.columns):
            if name in columns:
                frame[frame.columns[place]] = pd.Series(columns[name], index=frame.index, dtype=self._kept_type(name))
        return frame

    def _kept_type(self, name: str) -> Any:
        """Return the type of a column that is written anew: its own if it holds strings or nests, else strings."""
        place = self.columns.index(name)
        if self.kind == "polars":
            import polars as pl

            kind = self._frame.dtypes[place]
            return kind if kind.is_nested() else pl.String
        kind = self._frame.dtypes.iloc[place]
        return kind if str(kind) in {"object", "str", "string"} else "object"


def _is_date(kind: Any) -> bool:
    """Return whether a column holds dates or times."""
    told = getattr(kind, "is_temporal", None)
    if told is not None:
        return bool(told()) and str(kind).split("(")[0] != "Duration"
    return getattr(kind, "kind", "") == "M" or str(kind).startswith(("date", "timestamp"))


def _is_missing(value: Any) -> bool:
    """Return whether a value of pandas stands for none: NaN, NaT, NA."""
    return type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and math.isnan(value))


def _is_of(path: str, column: str) -> bool:
    """Return whether a path begins with a column."""
    return path == column or path.startswith((f"{column}.", f"{column}[", f"{column}{{"))


def _as_string(value: Any) -> Any:
    """Return a value of a column that is to hold strings; lists and objects are the caller's own."""
    return value if value is None or isinstance(value, str | list | dict) else str(value)
