"""`Row`, and the strings in a record however deep they are."""

from __future__ import annotations

import datetime
import itertools
import numbers
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from notesafe.errors import FormatError
from notesafe.formats.columns import column_role
from notesafe.formats.jsons import Number
from notesafe.lexicons import given_names, surnames

__all__ = ["TOKEN_NUMBERS", "Choice", "Row", "carried_keys", "flatten", "looks_like_data", "rebuild"]

TOKEN_NUMBERS = frozenset({"tokens", "token_ids", "input_ids", "prompt_tokens"})
"""Keys of lists of numbers that spell words for a language or speech model."""
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """
    One record of a table.

    `cells` are what is to be redacted. A record that could not be read has an
    `error` and no cells; the rows after it go on.
    """

    number: int
    """1 for the first record; a header is none."""
    id: str
    """Value of the id column, else the number."""
    subject: str | None
    """Value of the subject column."""
    cells: Mapping[str, str]
    """Column name, or path in a nested record (`turns[0].text`) -> string."""
    error: FormatError | None = None
    raw: Any = field(default=None, repr=False)
    """What the writer needs; not for the caller."""

    def __repr__(self) -> str:
        return f"Row({self.number}, {len(self.cells)} cells{', refused' if self.error else ''})"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which columns are read as text, which is the id, which the subject."""

    columns: frozenset[str] | None = None
    id_column: str | None = None
    subject_column: str | None = None
    dates: frozenset[str] = frozenset()
    """Columns of dates and times, which are always redacted."""

    def wants(self, name: str) -> bool:
        """
        Return whether the strings of a column are to be redacted.

        All are, if no columns were chosen, but for the id and the subject; those
        whose name says what they hold (`mrn`, `dob`) always are.
        """
        if self.columns is not None and name in self.columns:
            return True
        if column_role(name.rpartition(".")[2]) is not None:
            return True
        return self.columns is None and name not in {self.id_column, self.subject_column}

    def wants_path(self, path: Path) -> bool:
        """Return whether a string deep in a record is to be redacted."""
        if len(path) == 1 and path[0] in self.dates:
            return True
        names = [step for step in path if isinstance(step, str)]
        prefixes = [".".join(names[: at + 1]) for at in range(len(names))]
        if self.columns is not None and any(prefix in self.columns for prefix in prefixes):
            return True
        if names and column_role(names[-1]) is not None:
            return True
        return self.columns is None and not any(prefix in {self.id_column, self.subject_column} for prefix in prefixes)

    def check(self, names: Collection[str], kind: str) -> None:
        """
        Refuse names that the table has not.

        Raises:
            FormatError: A chosen column does not exist; the message names it, as the caller wrote it.
        """
        for name in [*sorted(self.columns or ()), self.id_column, self.subject_column]:
            if name is not None and name not in names:
                raise FormatError(f"{kind}: there is no column '{name}'. Look at the first line of the table.")


def flatten(record: Any, choice: Choice, kind: str, max_depth: int) -> dict[str, str]:
    """
    Return the strings of *record* that *choice* wants, by path.

    Numbers are among them where the name of their column has a role (`mrn`). So
    are keys of nested objects that are no plain word: a name may stand there.

    Raises:
        FormatError: Nested deeper than *max_depth*.
    """
    found: dict[str, str] = {}
    for path, value, is_key in _walk(record, (), kind, max_depth):
        if choice.wants_path(path if not is_key else path[:-1] or path):
            shown = _shown(path, is_key=is_key)
            if shown in found:
                raise FormatError(f"{kind}: a key with a dot or bracket reads like a path to another value. Rename it.")
            found[shown] = value
    return found


def carried_keys(value: Any, choice: Choice, path: Path = ()) -> Iterator[str]:
    """Yield the keys of *value*, at any depth, that are not among its cells."""
    if isinstance(value, dict):
        for key, item in value.items():
            inner = (*path, key)
            if _is_carried(key, path) or not choice.wants_path(inner[:-1] or inner):
                yield key
            yield from carried_keys(item, choice, inner)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from carried_keys(item, choice, (*path, number))


def rebuild(record: Any, cells: Mapping[str, str | None], path: Path = ()) -> Any:
    """Return *record* with *cells* in the places of their paths, and emptied token numbers."""
    if isinstance(record, dict):
        made: dict[Any, Any] = {}
        for key, value in record.items():
            inner = (*path, key)
            new_key = cells.get(_shown(inner, is_key=True), key)
            if key in TOKEN_NUMBERS and _is_numbers(value):
                made[new_key] = []
            else:
                made[new_key] = rebuild(value, cells, inner)
        if len(made) != len(record):
            raise FormatError("two keys of an object became the same. Turn the object into a list first.")
        return made
    if isinstance(record, list | tuple):
        return type(record)(rebuild(value, cells, (*path, number)) for number, value in enumerate(record))
    shown = _shown(path, is_key=False)
    if shown not in cells:
        return record
    new = cells[shown]
    return record if new is not None and not isinstance(record, bool) and new == str(record) else new


def _walk(value: Any, path: Path, kind: str, max_depth: int) -> Iterator[tuple[Path, str, bool]]:
    if len(path) > max_depth:
        raise FormatError(f"{kind}: nested deeper than {max_depth} levels. Flatten it first.")
    if isinstance(value, dict):
        for key, item in value.items():
            inner = (*path, key)
            if not isinstance(key, str):
                raise FormatError(f"{kind}: a key that is no string. Turn the object into a list first.")
            if not _is_carried(key, path):
                yield inner, key, True
            if not (key in TOKEN_NUMBERS and _is_numbers(item)):
                yield from _walk(item, inner, kind, max_depth)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _walk(item, (*path, number), kind, max_depth)
    elif isinstance(value, str) and not isinstance(value, Number):
        yield path, value, False
    elif value is not None and not isinstance(value, bool):
        if not isinstance(value, Number | numbers.Number | datetime.date | datetime.time | datetime.timedelta):
            raise FormatError(
                f"{kind}: a value of a kind that cannot be looked into. Turn it into a string, or take it out."
            )
        names = [step for step in path if isinstance(step, str)]
        if names and column_role(names[-1]) is not None:
            yield path, str(value), False


def looks_like_data(name: str) -> bool:
    """
    Return whether a name of a column looks like a value: the table may have no header.

        >>> looks_like_data("Client Name"), looks_like_data("Gail Hartman"), looks_like_data("3/14/1988")
        (False, True, True)
    """
    if len(name) > 80 or "@" in name or re.search(r"\d{5}|\d{3}[-. ]\d{4}|\d[/-]\d{1,2}[/-]\d", name):
        return True
    words = re.findall(r"[^\W\d_]+", name)
    if any(word.lower() in {"name", "note", "id"} for word in words):
        return False
    return any(
        first[:1].isupper() and first.lower() in given_names() and second.lower() in surnames() and second[:1].isupper()
        for first, second in itertools.pairwise(words)
    )


def _is_plain(key: str) -> bool:
    return key.isascii() and key.replace("_", "").replace("-", "").isalnum() and key[:1].islower()


def _is_carried(key: str, path: Path) -> bool:
    """Return whether a key is taken for the name of what it holds; *path* is that of the object it stands in."""
    return _is_plain(key) if path else not looks_like_data(key)


def _is_numbers(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Number | int) for item in value)


def _shown(path: Path, *, is_key: bool) -> str:
    """Return a path as people write it."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return f"{text}{{key}}" if is_key else text
