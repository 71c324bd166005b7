"""Read a stretch of text that is dates and what goes with them; anything else in it, and nothing is read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from notesafe.dates.shapes import Order, Piece, match_piece
from notesafe.dates.words import WEEKDAY

__all__ = ["Parsed", "parse_dates", "resolve"]

_WEEKDAY = re.compile(rf"\b{WEEKDAY}", re.IGNORECASE)
_TIME = re.compile(
    r"T?(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?(?:Z|\s?[+-]\d{2}:?\d{2}\b)?"
    r"|\b\d{1,2}\s?[ap]\.?m\b\.?|\b[0-2]\d[0-5]\d\s?(?:hrs?|hours)\b|\((?:E|C|M|P)[SD]T\)|\b(?:UTC|GMT|Z|(?:E|C|M|P)[SD]T)\b",
    re.IGNORECASE,
)
_AT_TIME = re.compile(r"(?:at|@)\s*(?:[0-2]\d[0-5]\d|\d{1,2})\b(?!\s?[-/.]\s?\d)", re.IGNORECASE)
_FILLER = re.compile(
    r"[\s,;:.()\[\]~*@&/–—-]+|\b(?:to|thru|through|until|till?|and|or|between|from|on|of|in|at|the|a|about|around|"
    r"approx(?:imately)?|circa|ca|by|since|before|after|as|last|this|next|past|day|days|night|morning|afternoon|evening|"
    r"noon|midnight|week|weekend|ending|beginning|so|year|month|um|uh|like|back|or so|dated?|o'clock)\b",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(r",?\s*(?:of |in )?\s*", re.IGNORECASE)


class Parsed:
    """The dates of a text, left to right, and its weekdays."""

    def __init__(self, text: str, pieces: list[Piece], weekdays: list[re.Match[str]]) -> None:
        self.text = text
        self.pieces = pieces
        self.weekdays = weekdays

    def rewritten(self, changes: list[tuple[int, int, str]]) -> str:
        """Return the text with the given stretches replaced."""
        text = self.text
        for start, end, new in sorted(changes, reverse=True):
            text = text[:start] + new + text[end:]
        return text


def parse_dates(text: str, order: Order = "mdy", *, today: date | None = None) -> Parsed | None:
    """
    Return the dates in *text*; None if there are none, or anything else stands there.

    Args:
        text: One date or several, with weekdays, times and the words between.
        order: Which number comes first, where both could be months.
        today: What two-digit years are read against; by default the day of the run.
    """
    pieces: list[Piece] = []
    weekdays: list[re.Match[str]] = []
    at = 0
    while at < len(text):
        time = _TIME.match(text, at) or _AT_TIME.match(text, at)
        weekday = _WEEKDAY.match(text, at)
        piece = None if time or weekday else match_piece(text, at, order, today=today)
        if time:
            at = time.end()
        elif weekday:
            weekdays.append(weekday)
            at = weekday.end()
        elif piece is not None:
            if at and text[at - 1].isalnum() and text[at].isalnum():
                return None  # the middle of a word or number
            if pieces and _one_run(text, pieces[-1], piece):
                return None  # 3-14-12-20 could be anything
            pieces.append(piece)
            at = piece.match.end()
            if at < len(text) and text[at - 1].isdigit() and text[at].isdigit():
                return None
        else:
            filler = _FILLER.match(text, at)
            if filler is None:
                return None
            at = filler.end()
    if not pieces or not _share(pieces):
        return None
    _give_years(text, pieces)
    return Parsed(text, pieces, weekdays)


def resolve(parsed: Parsed, *, anchor: date | None, year: int) -> bool:
    """
    Work out which day each date means; return whether all could be.

    A year that is not written is that of a neighbour in the same text, else the
    one nearest to *anchor*, else *year*. A bare day of the month (`the 14th`) is
    the one nearest to *anchor*; without an anchor it cannot be known.
    """
    for at, piece in enumerate(parsed.pieces):
        if piece.dated is not None:
            piece.value = piece.dated.value
        elif piece.is_year:
            piece.value = date(piece.year or year, 7, 1)
        elif piece.month is None and piece.source is None:
            before = parsed.pieces[at - 1].value if at else None
            piece.value = _near_day(piece.day or 1, before or anchor, ahead=before is not None)
        else:
            piece.value = _with_year(parsed.pieces, at, anchor, year)
        if piece.value is None:
            return False
    return True


def _one_run(text: str, before: Piece, piece: Piece) -> bool:
    """Return whether the sign between two dates is the one inside both."""
    between = text[before.match.end() : piece.match.start()]
    return between.strip() in ("-", "/", ".") and all(
        p.match.groupdict().get("sep") == between for p in (before, piece)
    )


def _share(pieces: list[Piece]) -> bool:
    """Give each bare day the date beside it whose month it shares; return whether each bare number has one."""
    for at, piece in enumerate(pieces):
        if piece.month is not None or piece.day is None:
            continue
        before = pieces[at - 1] if at else None
        before = before.source if before is not None and before.source is not None else before
        after = next((other for other in pieces[at + 1 :] if other.month is not None), None)
        if (
            before is not None
            and before.month is not None
            and before.day is not None
            and (before.month_first or after is None)
        ):
            piece.source = before
        elif after is not None and after.day is not None and (not after.month_first or after.swapped):
            piece.source = after
        elif piece.is_bare_number:
            return False
    return True


def _give_years(text: str, pieces: list[Piece]) -> None:
    """Give a bare year to the shared day just before it, which has none of its own."""
    for before, piece in pairwise(pieces):
        between = text[before.match.end() : piece.match.start()]
        if piece.is_year and before.source is not None and before.year is None and _BEFORE_YEAR.fullmatch(between):
            before.year, piece.dated = piece.year, before


def _month(piece: Piece) -> int | None:
    """Return the month of a date, its own or the one it shares."""
    return piece.month or (piece.source.month if piece.source else None)


def _with_year(pieces: list[Piece], at: int, anchor: date | None, year: int) -> date | None:
    """Return the day of a date with a month, its own or shared."""
    piece = pieces[at]
    month = _month(piece) or 1
    day = piece.day if piece.day is not None else piece.middle()
    if piece.year is not None:
        return _day(piece.year, month, day)
    last = next((other for other in pieces[at:] if other.year is not None and _month(other) is not None), piece)
    after = last.year if last is not piece else (piece.source.year if piece.source else None)
    before = next((other.value for other in reversed(pieces[:at]) if other.value and not other.is_year), None)
    if after is not None:
        behind = last is not piece and (month, day) > (_month(last) or 12, last.day or last.middle())
        return _day(after - behind, month, day)
    if before is not None:
        found = _day(before.year, month, day)
        return _day(before.year + 1, month, day) if found is None or found < before else found
    if anchor is not None:
        near = [found for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (found := _day(y, month, day))]
        near = near or [found for y in range(anchor.year - 4, anchor.year + 5) if (found := _day(y, month, day))]
        return min(near, key=lambda found: (abs(found - anchor), found), default=None)
    return _day(year, month, day) or next(
        (found for y in range(year - 1, year - 8, -1) if (found := _day(y, month, day))), None
    )


def _near_day(day: int, anchor: date | None, *, ahead: bool) -> date | None:
    """Return the day of the month nearest to *anchor*, or the first at or behind it."""
    if anchor is None:
        return None
    days = [
        anchor + timedelta(days=n) for n in range(0 if ahead else -31, 32) if (anchor + timedelta(days=n)).day == day
    ]
    return min(days, key=lambda found: (abs(found - anchor), found), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
