"""Dates as people write and say them: read them, move them, write them in the same form."""

from notesafe.dates.reading import DateText, read_date, year_in
from notesafe.dates.shapes import Order, full_year
from notesafe.dates.shift import earliest_year, find_note_date, is_ambiguous, shift_text, shows_day_first

__all__ = [
    "DateText",
    "Order",
    "earliest_year",
    "find_note_date",
    "full_year",
    "is_ambiguous",
    "read_date",
    "shift_text",
    "shows_day_first",
    "year_in",
]
