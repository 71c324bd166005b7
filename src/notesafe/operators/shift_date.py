"""Move a date by a secret number of days, in the form in which it was written."""

from __future__ import annotations

import re
from datetime import date

from notesafe.dates import read_date
from notesafe.operators.base import Params, TextOperator, tag_text

__all__ = ["ShiftDate"]

_BETWEEN = re.compile(r"(\s*(?:\bto\b|\bthrough\b|\band\b|-|&)\s*)", re.IGNORECASE)
_BARE_YEAR = re.compile(r"\s*(?:19|20)\d{2}\s*")


class ShiftDate(TextOperator):
    """
    Moves every date of a note by the same days, so that intervals and order stay.

    A date that cannot be read with certainty becomes a tag. A bare year stays.
    Not a Safe Harbor method: 45 CFR 164.514(b)(2)(i)(C) asks for removal.

    Parameters: `days` (whole, not 0; weekdays stay right for multiples of 7),
    `reference_year` (for dates without one), `label` (of the tag).
    """

    name = "shift_date"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the moved date, or a tag."""
        params = params or {}
        if _BARE_YEAR.fullmatch(text):
            return text
        days = int(params.get("days", 0))
        year = int(params.get("reference_year") or date.today().year)
        moved = _shift(text, days, year) if days else None
        return tag_text(params) if moved is None or moved == text else moved


def _shift(text: str, days: int, year: int) -> str | None:
    """Return one date or two dates of a range moved, or None if either cannot be read."""
    whole = read_date(text, year)
    if whole is not None:
        return whole.shifted(days)
    for cut in _BETWEEN.finditer(text):
        first, last = read_date(text[: cut.start()], year), read_date(text[cut.end() :], year)
        if first is not None and last is not None:
            return first.shifted(days) + cut.group() + last.shifted(days)
    return None
