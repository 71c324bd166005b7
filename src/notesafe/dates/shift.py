"""
Move the dates of a text by a number of days, in the form in which they are written.

Full dates keep their intervals to the day, so a sobriety date, the note's date
and the clean time between them still agree. A month moves by its middle, a bare
year with the year of the note. Seasons and holidays are not moved but named as
such. What cannot be read with certainty is not returned at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from notesafe.dates.parse import Parsed, parse_dates, resolve
from notesafe.dates.shapes import Order
from notesafe.dates.words import cased, weekday_like

__all__ = ["earliest_year", "find_note_date", "is_ambiguous", "shift_text", "shows_day_first"]

_SEASON = re.compile(r"\b(?:spring|summer|fall|autumn|winter)s?(?:time)?\b", re.IGNORECASE)
_HOLIDAY = re.compile(
    r"christmas|x-?mas|easter|good friday|ash wednesday|palm sunday|\blent\b|thanksgiving|hallowe?'?en|new year|"
    r"(?:labor|memorial|mother|father|veteran|valentine|president|columbus|independence|mlk|martin luther king|"
    r"st\.? ?(?:paddy|patrick|pat)|saint patrick|indigenous peoples?)['\u2019]?s?['\u2019]?(?: jr\.?)?(?: day|\b)|"
    r"juneteenth|cinco de mayo|super ?bowl|ramadan|\beid\b|passover|hanukkah|chanukah|rosh hashanah|yom kippur|purim|"
    r"kwanzaa|diwali|holi\b|mardi gras|groundhog|boxing day|st\.? ?pad",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d{2}(?!\d)")
_NOTE_CUE = re.compile(
    r"(?:\b(?:date(?:\s+of\s+(?:service|session|visit|note|contact|encounter|group))?|(?:note|session|visit|service|group|encounter)"
    r"\s+date|dos|d\.o\.s\.?|seen|session|visit|signed|today(?:'s date)?)\b)\W{0,4}(?:on\s+|is\s+)?$",
    re.IGNORECASE,
)
_NOT_NOTE = re.compile(
    r"(?:birth|clean|sober|sobriety|court|recovery|next|due|intake|admit|discharge|last|start|end)\W{1,3}(?:date|visit|session|seen)\W{0,4}$",
    re.IGNORECASE,
)
_CUE_REACH = 40  # characters before a date in which its cue stands


def shift_text(
    text: str, days: int, *, anchor: date | None = None, year: int | None = None, order: Order = "mdy"
) -> str | None:
    """
    Return *text* with its dates *days* later; None if it cannot be read.

    Args:
        text: A date, a range or a list of dates, with weekdays and times.
        days: A whole number; weekdays stay as they are for multiples of 7 and are counted on otherwise.
        anchor: The note's own date: bare days and dates without a year are the nearest to it.
        year: The year of dates without one, if there is no anchor; by default this year.
        order: Which number comes first in 3/4/21.

        >>> shift_text("Tues 3/14-3/30", 7, year=2023), shift_text("March 30 and 31, 2021", 7)
        ('Tues 3/21-4/6', 'April 6 and 7, 2021')
        >>> shift_text("the fourteenth", 21, anchor=date(2021, 3, 16))
        'the fourth'
        >>> shift_text("spring 2022", 35, anchor=date(2022, 5, 1))
        'a season of 2022'
    """
    years = _year_step(anchor, days)
    parsed = parse_dates(text, order)
    if parsed is None:
        return _named(text, years)
    if not resolve(parsed, anchor=anchor, year=year or date.today().year):
        return None
    return _moved(parsed, days, years)


def earliest_year(text: str, order: Order = "mdy") -> int | None:
    """Return the earliest year that is written in *text*, in any form; None if there is none."""
    parsed = parse_dates(text, order)
    found = [piece.year for piece in parsed.pieces if piece.year is not None] if parsed else []
    found += [int(match.group()) for match in _YEAR.finditer(text)]
    return min(found, default=None)


def find_note_date(text: str, bounds: Iterable[tuple[int, int]], order: Order = "mdy") -> date | None:
    """
    Return the note's own date: the first full date behind a cue such as `DOS`, else the first full date.

    Args:
        text: The note.
        bounds: Where its dates stand, left to right; not birth dates or sobriety dates.
        order: Which number comes first in 3/4/21.
    """
    first: date | None = None
    for start, end in bounds:
        parsed = parse_dates(text[start:end], order)
        if parsed is None or parsed.pieces[0].year is None or parsed.pieces[0].day is None:
            continue
        if not resolve(parsed, anchor=None, year=parsed.pieces[0].year):
            continue
        before = text[max(0, start - _CUE_REACH) : start]
        if _NOTE_CUE.search(before) and not _NOT_NOTE.search(before):
            return parsed.pieces[0].value
        first = first or parsed.pieces[0].value
    return first


def is_ambiguous(text: str) -> bool:
    """Return whether *text* has a date whose day and month could be exchanged: `3/4/21`."""
    one, other = parse_dates(text, "mdy"), parse_dates(text, "dmy")
    if one is None or other is None:
        return False
    return [(p.month, p.day) for p in one.pieces] != [(p.month, p.day) for p in other.pieces]


def shows_day_first(text: str, order: Order) -> bool:
    """Return whether *text* has a date that is only possible in the other order than *order*: `14/3/21` in `mdy`."""
    parsed = parse_dates(text, order)
    return parsed is not None and any(
        piece.swapped != (order == "dmy")
        and piece.match.groupdict().get("sep")
        and piece.day is not None
        and piece.match.start("mm") == piece.match.start()
        for piece in parsed.pieces
    )


def _moved(parsed: Parsed, days: int, years: int | None) -> str | None:
    changes: list[tuple[int, int, str]] = []
    moved: dict[int, date] = {}
    step = timedelta(days=days)
    try:
        for piece in parsed.pieces:
            if piece.value is None:
                return None
            year_only = piece.is_year and piece.dated is None and years is not None
            moved[id(piece)] = date(piece.value.year + (years or 0), 7, 1) if year_only else piece.value + step
        for piece in parsed.pieces:
            after = moved[id(piece.source)] if piece.source is not None else None
            changes += piece.changes(moved[id(piece)], after)
    except (OverflowError, ValueError):
        return None
    if days % 7:
        changes += [(m.start(), m.end(), weekday_like(m.group(), days)) for m in parsed.weekdays]
    return parsed.rewritten(changes)


def _named(text: str, years: int | None) -> str | None:
    """Return `a season of 2022` or `a holiday`, or None for anything else."""
    season, holiday = _SEASON.search(text), _HOLIDAY.search(text)
    if not season and not holiday:
        return None
    what = cased(text[:1] if text.isupper() else "", "a holiday" if holiday else "a season")
    year = _YEAR.search(text)
    if year is None or years is None:
        return what
    return f"{what} of {int(year.group()) + years}"


def _year_step(anchor: date | None, days: int) -> int | None:
    """Return by how many years a bare year moves: as the year of the note does."""
    if anchor is None:
        return None
    try:
        return (anchor + timedelta(days=days)).year - anchor.year
    except OverflowError:
        return None
