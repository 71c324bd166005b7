"""The shapes a date is written in: what of it is month, day and year, and how to write others in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from notesafe.dates.words import (
    MONTH,
    NUMBER_12,
    NUMBER_31,
    ORDINAL,
    YEAR_2,
    YEAR_4,
    cased,
    month_like,
    month_number,
    number_like,
    number_of,
    ordinal_like,
    ordinal_of,
    suffix_for,
    year_like,
    year_of,
)

__all__ = ["Order", "Piece", "full_year", "match_piece"]

Order = Literal["mdy", "dmy"]
"""Which number comes first in 3/4/21."""

_M = rf"(?P<month>{MONTH})"
_D = rf"(?:(?P<day>\d{{1,2}})(?P<suffix>st|nd|rd|th)?(?![\d:])|(?P<dword>{ORDINAL})\b)"
_Y = rf"(?:(?P<year>\d{{4}}|'?\d{{2}})(?![\d:]|\s?[ap]\.?m\b)|(?P<yword>{YEAR_4}|{YEAR_2})\b)"
_GAP = r"(?:\s+|,\s+|-|\s+(?:slash|dash)\s+)"
_MOD = r"(?:(?P<mod>early|mid|late)(?:[\s-]|\s+in\s+)?)?"
_END = r"(?!\d|[-/.]\d)"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<mm>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d{2})(?P<mm>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?P<mm>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?P<year>(?:19|20)?\d{2})(?!\d)",
        r"(?P<mm>\d{1,2})(?P<sep>\s?[-/.]\s?|\s)(?P<day>\d{1,2})(?P=sep)(?P<year>\d{4}|'?\d{2})(?!\d|:|(?P=sep)\d)",
        rf"(?P<mm>\d{{1,2}})[-/](?P<year>(?:19|20)\d{{2}}){_END}",
        r"(?P<mm>\d{1,2})(?P<sep>\s?[-/.]\s?)(?P<day>\d{1,2})(?!\d)",
        rf"{_M}(?:\s*[,-]\s*|\s*)(?:the\s+)?{_D}(?:(?:\s*,\s*|\s+)(?:of\s+|in\s+)?{_Y})?",
        rf"(?:the\s+)?{_D}(?:\s+day)?\s*[-/]?\s*(?:of\s+)?{_M}(?:\s*[-,/]?\s*(?:of\s+|in\s+)?{_Y})?",
        rf"{_MOD}{_M}(?:\s*,?\s+(?:of\s+|in\s+)?|-)(?:(?P<year>\d{{4}}|'\d{{2}})(?!\d)|(?P<yword>{YEAR_4})\b)",
        rf"{_MOD}{_M}\s+of\s+(?P<yword>{YEAR_2})\b",
        rf"{_MOD}{_M}",
        rf"(?P<mword>{NUMBER_12}){_GAP}(?:the\s+)?(?P<dnum>{NUMBER_31}){_GAP}(?P<yword>{YEAR_4}|{YEAR_2})\b",
        rf"(?P<mword>{NUMBER_12})\s+(?:slash|dash)\s+(?P<dnum>{NUMBER_31})\b",
        rf"(?:the\s+)?{_D}",
        rf"(?P<year>(?:18|19|20)\d{{2}}|'\d{{2}})(?!\d)|(?P<yword>{YEAR_4})\b",
    )
)
_MIDDLES = {"early": 5, "mid": 15, "late": 25}


@dataclass(slots=True, repr=False)
class Piece:
    """One date of a text: its numbers, as far as written, and where each stands. Offsets count in the text."""

    match: re.Match[str]
    month: int | None
    day: int | None
    year: int | None
    swapped: bool
    """Day before month in digits."""
    value: date | None = None
    """The day it means, once the rest was worked out."""
    source: Piece | None = None
    """The date whose month it shares: `March 3 and 4`."""
    dated: Piece | None = None
    """Of a bare year: the date just before it, whose year it is: `March 3 and 4, 2021`."""

    @property
    def month_first(self) -> bool:
        """Whether a month stands before its day."""
        named = next(name for name in ("month", "mm", "mword") if self._has(name))
        return self.match.start(named) < self.match.start(self._day_group)

    @property
    def is_year(self) -> bool:
        """Whether only a year is written."""
        return self.month is None and self.day is None

    @property
    def is_bare_number(self) -> bool:
        """Whether it is a number that is a day only beside another date."""
        return self.month is None and self.year is None and self._has("day") and not self._has("suffix")

    def middle(self) -> int:
        """Return the day that stands for a month without one: the 5th, 15th or 25th."""
        mod = self.match.groupdict().get("mod")
        return _MIDDLES[mod.lower()] if mod else 15

    def changes(self, new: date, after: date | None = None) -> Iterable[tuple[int, int, str]]:
        """
        Yield `(start, end, text)` for each part of the date that *new* writes anew.

        Args:
            new: The day to write.
            after: The new day of `source`: if its month is another, this date gets a month of its own.
        """
        parts = self.match.groupdict()
        day_text = ""
        for name, old in parts.items():
            if old is None or name in ("sep", "suffix"):
                continue
            start, end = self.match.span(name)
            text = self._written(name, old, new)
            if name in ("day", "dword", "dnum") and self.source is not None and after is not None:
                end = self.match.end("suffix") if parts.get("suffix") else end
                day_text = text + (suffix_for(new.day) if parts.get("suffix") else "")
                yield start, end, self._with_month(day_text, new, after)
            else:
                yield start, end, text
        if parts.get("suffix") and not day_text:
            start, end = self.match.span("suffix")
            yield start, end, cased(parts["suffix"] or "", suffix_for(new.day))

    def _with_month(self, day_text: str, new: date, after: date) -> str:
        """Return the day, with its own month if the date it shared one with is now in another."""
        if self.source is None or (new.year, new.month) == (after.year, after.month):
            return day_text
        of = self.source.match.groupdict()
        if of.get("mm"):
            sep = of["sep"] or "/"
            month = _like_digits(of["mm"] or "", new.month, False)
            return f"{day_text}{sep}{month}" if self.source.swapped else f"{month}{sep}{day_text}"
        month = month_like(of["month"] or "March", new.month)
        return f"{month} {day_text}" if self.source.month_first else f"{day_text} {month}"

    def _written(self, name: str, old: str, new: date) -> str:
        first, second = (new.day, new.month) if self.swapped else (new.month, new.day)
        parts = self.match.groupdict()
        padded = self._has("mm") and (
            self.match.group().isdecimal()
            or (self._has("year") and self.match.start("year") == self.match.start())
            or any((parts.get(name) or "").startswith("0") for name in ("mm", "day"))
        )
        if name == "mm":
            return _like_digits(old, first, padded)
        if name == "day":
            return _like_digits(old, second if self._has("mm") else new.day, padded)
        if name == "year":
            return f"{new.year}" if len(old) == 4 else ("'" if old.startswith("'") else "") + f"{new.year % 100:02d}"
        if name == "mod":
            return cased(old, "early" if new.day <= 10 else "mid" if new.day <= 20 else "late")
        words = {
            "month": lambda: month_like(old, new.month),
            "mword": lambda: number_like(old, new.month),
            "dnum": lambda: number_like(old, new.day),
            "dword": lambda: ordinal_like(old, new.day),
            "yword": lambda: year_like(old, new.year),
        }
        return words[name]()

    def _has(self, name: str) -> bool:
        return self.match.groupdict().get(name) is not None

    @property
    def _day_group(self) -> str:
        return next(name for name in ("day", "dword", "dnum") if self._has(name))


def match_piece(text: str, at: int, order: Order, *, today: date | None = None) -> Piece | None:
    """
    Return the longest date that is written at *at*, or None.

    Its numbers are within their ranges; whether the day exists is for `resolve` to say.
    """
    matches = [match for shape in _SHAPES if (match := shape.match(text, at)) is not None]
    for match in sorted(matches, key=lambda m: -m.end()):
        piece = _piece(match, order, today)
        if piece is not None:
            return piece
    return None


def full_year(digits: str, *, birth: bool = False, today: date | None = None) -> int:
    """
    Return the four-digit year for two or four digits.

    Two digits mean the latest such year that is not more than one year ahead of
    *today* (by default the day of the run); for a birth, not ahead at all.

        >>> full_year("88", today=date(2026, 1, 1)), full_year("21", today=date(2026, 1, 1))
        (1988, 2021)
    """
    number = int(digits.strip("'"))
    if number > 99:
        return number
    limit = (today or date.today()).year + (0 if birth else 1)
    return limit - (limit - number) % 100


def _piece(match: re.Match[str], order: Order, today: date | None) -> Piece | None:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    day = int(parts["day"]) if "day" in parts else None
    if "dword" in parts:
        day = ordinal_of(parts["dword"])
    elif "dnum" in parts:
        day = number_of(parts["dnum"])
    month = year = None
    swapped = False
    if "mm" in parts:
        month = int(parts["mm"])
        year_first = "year" in parts and match.start("year") == match.start()
        if day is not None and not year_first and "sep" in parts:
            swapped = day <= 12 and (month > 12 or order == "dmy")
            month, day = (day, month) if swapped else (month, day)
    elif "month" in parts:
        month = month_number(parts["month"])
    elif "mword" in parts:
        month = number_of(parts["mword"])
    if "year" in parts:
        year = full_year(parts["year"], today=today)
    elif "yword" in parts:
        year = full_year(f"{year_of(parts['yword']):02d}", today=today)
    if (month is not None and not 0 < month < 13) or (day is not None and not 0 < day < 32):
        return None
    return Piece(match, month, day, year, swapped)


def _like_digits(old: str, number: int, padded: bool) -> str:
    """Return *number* with a leading zero if *old* has one, or the form always has (`2021-03-14`, `03142021`)."""
    return f"{number:02d}" if padded or old.startswith("0") else str(number)
