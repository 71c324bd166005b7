"""Read one date, or the year of it, from a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from notesafe.dates.parse import Parsed, parse_dates, resolve
from notesafe.dates.shapes import Order, full_year
from notesafe.numerals import spoken_year

__all__ = ["DateText", "read_date", "year_in"]

_LONE_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True, repr=False)
class DateText:
    """A date that was read, and how to write another one in its place."""

    value: date
    """The day; the 15th where only a month is written."""
    precision: str
    """`day`, or `month` where no day is written."""
    has_year: bool
    """Whether a year is written; else `value` is in the reference year."""
    _parsed: Parsed

    def shifted(self, days: int) -> str:
        """
        Return the same text for the date *days* later, in the same form.

            >>> read_date("March 14th, 2021").shifted(7)
            'March 21st, 2021'
            >>> read_date("03/14/21").shifted(-14)
            '02/28/21'
        """
        new = self.value + timedelta(days=days)
        return self._parsed.rewritten(list(self._parsed.pieces[0].changes(new)))


def read_date(text: str, reference_year: int = 2023, order: Order = "mdy") -> DateText | None:
    """
    Return the one date written in *text*, or None if it is not one this module reads.

    Args:
        text: One date, perhaps with a weekday before it or a time after it.
        reference_year: The year of a date that is written without one.
        order: Which number comes first in 3/4/21; a first number over twelve is always the day.
    """
    parsed = parse_dates(text, order)
    if parsed is None or len(parsed.pieces) != 1 or parsed.pieces[0].month is None:
        return None
    piece = parsed.pieces[0]
    if not resolve(parsed, anchor=None, year=reference_year) or piece.value is None:
        return None
    return DateText(piece.value, "month" if piece.day is None else "day", piece.year is not None, parsed)


def year_in(text: str, *, birth: bool = False, today: date | None = None) -> int | None:
    """
    Return the year that *text* states, in four or two digits or in words; else None.

        >>> year_in("14 Mar 88")
        1988
        >>> year_in("spring 2022")
        2022
        >>> year_in("3/14") is None
        True
    """
    found = read_date(text)
    if found is not None and found.has_year and not birth:
        return found.value.year
    whole = _LONE_YEAR.search(text)
    if whole:
        return int(whole.group())
    if found is not None and found.has_year:
        return full_year(f"{found.value.year % 100:02d}", birth=birth, today=today)
    return spoken_year(text)
