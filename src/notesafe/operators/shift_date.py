"""Move a date by a secret number of days, in the form in which it was written."""

from __future__ import annotations

from datetime import date

from notesafe.dates import Order, earliest_year, shift_text
from notesafe.operators.base import Params, TextOperator, tag_text

__all__ = ["ShiftDate"]

_OLDEST = 89  # 45 CFR 164.514(b)(2)(i)(C): dates that say an age over 89 may only be given as such


class ShiftDate(TextOperator):
    """
    Moves every date of a subject by the same days, so that intervals and order stay.

    A date that cannot be read with certainty becomes a tag; a season becomes `a
    season`, a holiday `a holiday`; a year that says an age over 89 becomes `on or
    before` the year that is safe. A bare year moves with the year of the note.
    Not a Safe Harbor method: 45 CFR 164.514(b)(2)(i)(C) asks for removal.

    Parameters: `days` (whole, not 0; weekdays stay right for multiples of 7),
    `anchor` (the note's own date), `reference_year` (for dates without a year, and
    for ages), `order` (`mdy` or `dmy`), `least_age` (how old the person was at
    least on that day: 15 for a sobriety date), `label` (of the tag).
    """

    name = "shift_date"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the moved date, or a tag."""
        params = params or {}
        days = int(params.get("days", 0))
        year = int(params.get("reference_year") or date.today().year)
        order: Order = params.get("order") or "mdy"
        limit = year - _OLDEST - 1 + int(params.get("least_age", 0))
        written = earliest_year(text, order)
        if written is not None and written <= limit:
            return f"on or before {limit}"
        moved = shift_text(text, days, anchor=params.get("anchor"), year=year, order=order) if days else None
        return tag_text(params) if moved is None else moved
