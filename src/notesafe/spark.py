"""
A column of a Spark frame in, a redacted column out. Spark distributes; nothing here does.

    from notesafe.spark import redact_column
    safe = redact_column(df, "note", policy="part2")

Each Python worker loads the model once. Note text goes where Spark sends the
frame: shuffle files and logs of the cluster are its owner's to protect.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notesafe.errors import NotesafeError
from notesafe.ledger import Asks, Ledger
from notesafe.note import Note
from notesafe.redactor import Redactor

if TYPE_CHECKING:
    from pandas import DataFrame as PandasFrame
    from pyspark.sql import DataFrame

__all__ = ["redact_column"]


def redact_column(
    df: DataFrame,
    column: str,
    *,
    to: str | None = None,
    reason: str = "redaction_error",
    subject_column: str | None = None,
    id_column: str | None = None,
    ledger: str | Path | None = None,
    key: Any = None,
    **options: Any,
) -> DataFrame:
    """
    Return *df* with *column* redacted, and a column that says why a row has none.

    A row that fails has null in the place of its text; the others go on. All other
    columns are carried over as pandas carries them: whole numbers beyond 2^53 in a
    column with nulls lose digits, as in every `mapInPandas`.

    Args:
        df: A Spark frame.
        column: Holds the notes; null stays null.
        to: The name of the new column; by default it takes the place of the old one, which is gone either way.
        reason: The name of the column of reasons; null where all went well.
        subject_column: Says whose note it is.
        id_column: Says which note it is; needed for a ledger of scope `document`.
        ledger: The path of a ledger that every worker can read. The frame is read twice: all names are entered
            by the driver first, then workers open it read-only.
        key: Its key: a passphrase, 32 bytes, or the path of a key file that every worker can read.
        **options: As for `Redactor`, as far as they can be sent: `policy`, `known`, `nlp` by name, `enable` …

    Raises:
        ValueError: No such column, or a name that is taken; a ledger without a key.
        NotesafeError: Policy, model or ledger cannot be used.
    """
    _check(df, column, to, reason, (subject_column, id_column))
    if ledger is not None and key is None:
        raise ValueError("a ledger needs its key")
    spec = pickle.dumps(options)
    where = None if ledger is None else (str(ledger), key)
    named = (column, subject_column, id_column)
    if where is not None:
        from pyspark.sql.types import BinaryType, StructField, StructType

        wanted = [name for name in dict.fromkeys(named) if name is not None]
        rows = df.select(*wanted).mapInPandas(
            lambda frames: _surveyed(frames, spec, named), StructType([StructField("asks", BinaryType())])
        )
        with Ledger.open(where[0], key=key) as writer:
            writer.learn(pickle.loads(bytes(row["asks"])) for row in rows.toLocalIterator())  # noqa: S301 - our workers'
    return df.mapInPandas(
        lambda frames: _redacted(frames, spec, where, named, to, reason), _schema(df, column, to, reason)
    )


def _check(df: DataFrame, column: str, to: str | None, reason: str, others: tuple[str | None, ...]) -> None:
    for name in (column, *others):
        if name is not None and name not in df.columns:
            raise ValueError(f"there is no column '{name}'")
    kept = {name for name in df.columns if name != column}
    if reason in kept or (to is not None and to in kept) or reason == (to or column):
        raise ValueError("the new columns need names that no other column has")


def _schema(df: DataFrame, column: str, to: str | None, reason: str) -> Any:
    from pyspark.sql.types import StringType, StructField, StructType

    fields = [
        StructField(to or column, StringType()) if field.name == column else StructField(field.name, field.dataType)
        for field in df.schema.fields  # metadata stays behind: it may hold anything
    ]
    return StructType([*fields, StructField(reason, StringType())])


def _surveyed(
    frames: Iterator[PandasFrame], spec: bytes, named: tuple[str, str | None, str | None]
) -> Iterator[PandasFrame]:
    """Yield what the notes ask of a ledger; a note that fails asks nothing, and fails later."""
    import pandas as pd

    redactor = _loaded(spec)
    for frame in frames:
        asks: set[Any] = set()
        for note in _notes(frame, named):
            if note is not None:
                try:
                    asks.update(*redactor.survey([note]))
                except (NotesafeError, TypeError):
                    continue
        made = Asks(asked=asks)
        yield pd.DataFrame({"asks": [pickle.dumps(made)]})


def _redacted(
    frames: Iterator[PandasFrame],
    spec: bytes,
    where: tuple[str, Any] | None,
    named: tuple[str, str | None, str | None],
    to: str | None,
    reason: str,
) -> Iterator[PandasFrame]:
    import pandas as pd

    redactor = _loaded(spec)
    if where is not None:
        redactor = redactor.with_ledger(Ledger.open(where[0], key=where[1], read_only=True))
    for frame in frames:
        texts: list[str | None] = []
        reasons: list[str | None] = []
        for note in _notes(frame, named):
            text, why = _one(redactor, note)
            texts.append(text)
            reasons.append(why)
        new = {named[0]: texts, reason: reasons}
        done = frame.assign(**{name: pd.Series(v, index=frame.index, dtype=object) for name, v in new.items()})
        yield done.rename(columns={named[0]: to}) if to else done


def _one(redactor: Redactor, note: Note | None) -> tuple[str | None, str | None]:
    """Return the redacted text, or null and why; the reason quotes nothing."""
    if note is None:
        return None, None
    try:
        return redactor.redact(note).text, None
    except (NotesafeError, TypeError) as error:
        return None, str(error)


def _notes(frame: PandasFrame, named: tuple[str, str | None, str | None]) -> Iterator[Note | None]:
    column, subject, document = named
    count = len(frame)
    subjects = list(frame[subject]) if subject else [None] * count
    documents = list(frame[document]) if document else [None] * count
    for text, whose, which in zip(frame[column], subjects, documents, strict=True):
        missing = text is None or text != text  # noqa: PLR0124 - NaN
        yield None if missing else Note(text, subject=_as_id(whose), document=_as_id(which))


def _as_id(value: Any) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=1)
def _loaded(spec: bytes) -> Redactor:
    """Return the redactor of this worker, built once."""
    return Redactor(**pickle.loads(spec))  # noqa: S301 - the driver's own bytes
