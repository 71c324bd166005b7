from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notesafe import redact
from notesafe.dates import full_year, read_date, year_in
from notesafe.numerals import first_number, spoken_year

FORMS = [
    "%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%b %d %Y", "%Y%m%d", "%m.%d.%Y", "%B %d %Y",
]  # fmt: skip
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
OFFSETS = st.integers(-364, 364).filter(bool)


@given(DAYS, OFFSETS, st.sampled_from(FORMS))
def test_a_shifted_date_keeps_its_form(day: date, days: int, form: str) -> None:
    found = read_date(day.strftime(form))

    assert found is not None
    assert found.value == day
    moved = found.shifted(days)
    again = read_date(moved)
    assert again is not None
    assert again.value == day + timedelta(days=days)
    assert re.sub(r"\w+", "x", moved) == re.sub(r"\w+", "x", day.strftime(form))


@given(DAYS, DAYS, OFFSETS, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_intervals_survive_a_shift_in_any_two_forms(a: date, b: date, days: int, first: str, second: str) -> None:
    moved = []
    for day, form in ((a, first), (b, second)):
        found = read_date(day.strftime(form))
        assert found is not None
        again = read_date(found.shifted(days))
        assert again is not None
        moved.append(again.value)

    assert moved[1] - moved[0] == b - a


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("March 14th, 2021", 7, "March 21st, 2021"),
        ("mar 14", 28, "apr 11"),
        ("MARCH 3RD, 2021", 7, "MARCH 10TH, 2021"),
        ("3/14/21", 35, "4/18/21"),
        ("03/04/21", 7, "03/11/21"),
        ("14/3/2021", 7, "21/3/2021"),
        ("Tues 3/14/21", 7, "Tues 3/21/21"),
        ("March 2021", 31, "April 2021"),
        ("Sept. 9, '20", -14, "Aug. 26, '20"),
    ],
)
def test_how_people_write_dates_survives(text: str, days: int, expected: str) -> None:
    found = read_date(text)

    assert found is not None
    assert found.shifted(days) == expected


@pytest.mark.parametrize("text", ["13/45/21", "spring 2022", "the 14th", "", "yesterday", "2/30/2021"])
def test_what_is_no_readable_date_is_not_read(text: str) -> None:
    assert read_date(text) is None


@given(st.text(max_size=30))
def test_reading_never_fails(text: str) -> None:
    read_date(text)
    year_in(text)
    first_number(text)
    spoken_year(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("14 Mar 88", 1988), ("spring 2022", 2022), ("3/14", None), ("nineteen eighty eight", 1988), ("2021-03-14", 2021)],
)
def test_the_year_of_a_date(text: str, expected: int | None) -> None:
    assert year_in(text, today=date(2026, 1, 1)) == expected


@given(st.integers(0, 99), DAYS)
def test_two_digits_of_a_birth_year_are_never_in_the_future(digits: int, today: date) -> None:
    assume(today.year > 1950)

    assert today.year - 100 < full_year(f"{digits:02d}", birth=True, today=today) <= today.year


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Sent: Thu, 5 Feb 2026 16:42:09 -0500", "Sent: [DATE]"),
        ("on Mon 27 Oct 2025 at 08:11> wrote:", "on [DATE]> wrote:"),
        ("Printed 05/31/2022 06:00 by the desk", "Printed [DATE] by the desk"),
        ("logged 2026-02-05T16:42Z", "logged [DATE]"),
        ("CALL ON 5/12 AT 3:20 THAT ENDED", "CALL ON [DATE] AT 3:20 THAT ENDED"),
        ("Faxed 5/12 3:20 EST to intake", "Faxed [DATE] to intake"),
        ("See you Thursday, February 5 at 4 pm.", "See you [DATE] at 4 pm."),
        ("Next appointment 02/18/2025 at 1:00 pm.", "Next appointment [DATE] at 1:00 pm."),
        ("Fire drill on the 21st, 10:10 am, cove side.", "Fire drill on [DATE], 10:10 am, cove side."),
    ],
)
def test_a_time_goes_with_its_date_only_in_a_stamp(text: str, redacted: str) -> None:
    assert redact(text).text == redacted
