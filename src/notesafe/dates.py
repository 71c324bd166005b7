"""
Read a date as it is written, and write another one in the same form.

Knows digits (`3/14/21`, `2021-03-14`, `20210314`, `3/14`) and month names
(`March 14th, 2021`, `14 Mar 88`, `March 2021`, `March`). Dates in words, seasons
and bare days of a month are not read here; whoever asks gets None and hides them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from notesafe.numerals import spoken_year

__all__ = ["DateText", "full_year", "read_date", "year_in"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DAY = r"(?P<day>\d{1,2})(?P<suffix>st|nd|rd|th)?\b"
_YEAR = r"(?P<year>'?\d{2}|\d{4})"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<mm>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d{2})(?P<mm>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?P<mm>\d{1,2})(?P<sep>[-/. ])(?P<day>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?!\d)",
        r"(?P<mm>\d{1,2})[-/](?P<year>(?:19|20)\d{2})(?!\d)",
        r"(?P<mm>\d{1,2})(?P<sep>[-/])(?P<day>\d{1,2})(?!\d)",
        rf"{_MONTH}\s+(?:the\s+)?{_DAY}(?:\s*,?\s+(?:of\s+)?{_YEAR}\b)?",
        rf"(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s+{_YEAR}\b)?",
        rf"{_MONTH}\s*,?\s+(?:of\s+)?(?P<year>\d{{4}}|'\d{{2}})\b",
        rf"{_MONTH}",
    )
)
_LONE_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")
_WEEKDAY = re.compile(r"\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:[a-z]*day)?\b\.?,?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateText:
    """A date that was read, and how to write another one in its place."""

    value: date
    """The day; the 15th where only a month is written."""
    precision: str
    """`day`, or `month` where no day is written."""
    has_year: bool
    """Whether a year is written; else `value` is in the reference year."""
    _write: Callable[[date], str]

    def shifted(self, days: int) -> str:
        """
        Return the same text for the date *days* later, in the same form.

            >>> read_date("March 14th, 2021").shifted(7)
            'March 21st, 2021'
            >>> read_date("03/14/21").shifted(-14)
            '02/28/21'
        """
        return self._write(self.value + timedelta(days=days))


def read_date(text: str, reference_year: int = 2023) -> DateText | None:
    """
    Return the date written in *text*, or None if it is not one this module reads.

    Args:
        text: One date, perhaps with a weekday before it or a time after it.
        reference_year: The year of a date that is written without one.

    Month comes before day (US), unless the first number is over twelve.
    """
    for shape in _SHAPES:
        match = shape.search(text)
        if match is None:
            continue
        rest = text[: match.start()] + text[match.end() :]
        if re.search(r"\d[-/.]?\d*[-/.]", rest) or (_LONE_YEAR.search(rest) and "year" not in match.groupdict()):
            return None  # a range, or something longer than one date
        found = _build(text, match, reference_year)
        if found is not None:
            return found
    return None


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


def _build(text: str, match: re.Match[str], reference_year: int) -> DateText | None:
    parts = match.groupdict()
    numeric = parts.get("mm") is not None
    first = int(parts["mm"]) if numeric else _month_number(parts["month"])
    day = int(parts["day"]) if parts.get("day") else None
    swapped = numeric and day is not None and first > 12 >= day
    month, day_of = (day, first) if swapped and day is not None else (first, day)
    year = full_year(parts["year"]) if parts.get("year") else reference_year
    try:
        value = date(year, month, day_of if day_of is not None else 15)
    except ValueError:
        return None

    padded = numeric and bool(parts.get("year")) and match.start("year") == match.start()

    def write(new: date) -> str:
        first_number, second_number = (new.day, new.month) if swapped else (new.month, new.day)
        fresh = {
            "mm": _like(parts["mm"], first_number, padded) if numeric else None,
            "day": _like(parts["day"], second_number, padded) if parts.get("day") else None,
            "month": None if numeric else _like_month(parts["month"], new.month),
            "year": _like_year(parts["year"], new.year) if parts.get("year") else None,
            "suffix": _suffix(new.day) if parts.get("suffix") else None,
        }
        return _rewrite(text, match, fresh)

    return DateText(value, "month" if day is None else "day", bool(parts.get("year")), write)


def _rewrite(text: str, match: re.Match[str], fresh: dict[str, str | None]) -> str:
    """Return *text* with the named groups of *match* replaced, back to front."""
    places = [(match.start(name), match.end(name), new) for name, new in fresh.items() if new is not None]
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _month_number(word: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def _like(old: str, number: int, padded: bool) -> str:
    """Return *number* with a leading zero if *old* has one, or the form always has (`2021-03-14`)."""
    return f"{number:02d}" if padded or old.startswith("0") else str(number)


def _like_year(old: str, year: int) -> str:
    return f"{year}" if len(old) == 4 else ("'" if old.startswith("'") else "") + f"{year % 100:02d}"


def _like_month(old: str, month: int) -> str:
    word = _MONTHS[month - 1]
    word = word if len(old.rstrip(".")) > 4 or old.lower() in _MONTHS else word[:3]
    return word.upper() if old.isupper() else word if old.islower() else word.capitalize()


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
