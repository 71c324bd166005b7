"""Dates move alike and keep their form; what cannot be read is not passed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from notesafe.dates import earliest_year, find_note_date, is_ambiguous, read_date, shift_text, shows_day_first
from notesafe.dates.parse import parse_dates, resolve
from notesafe.dates.words import number_like, ordinal_like, ordinal_of, year_like, year_of
from notesafe.ledger import Ledger
from notesafe.operators import operator

DAYS = st.dates(date(1950, 1, 1), date(2024, 12, 31))
WEEKS = st.integers(5, 52).flatmap(lambda n: st.sampled_from([7 * n, -7 * n]))
ANCHOR = date(2021, 3, 16)


def spoken(day: date) -> str:
    return f"{day.strftime('%B').lower()} {ordinal_like('first', day.day)} {year_like('twenty twenty', day.year)}"


def said_in_numbers(day: date) -> str:
    return f"{number_like('one', day.month)} {number_like('one', day.day)} {year_like('twenty twenty', day.year)}"


FORMS = {
    name: (lambda day, form=name: day.strftime(form))
    for name in ("%m/%d/%Y", "%m-%d-%y", "%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%b %d %Y", "%Y%m%d", "%d%b%Y", "%a %m/%d/%Y")
} | {
    "ordinal": lambda day: f"{day:%B} {ordinal_like('first', day.day)}, {day.year}",
    "of": lambda day: f"the {ordinal_like('first', day.day)} of {day:%B} {day.year}",
    "spoken": spoken,
    "numbers": said_in_numbers,
    "time": lambda day: f"{day:%Y-%m-%d}T14:03:22Z",
}  # fmt: skip


def meant(text: str, anchor: date | None = None) -> list[date]:
    parsed = parse_dates(text)
    assert parsed is not None
    assert resolve(parsed, anchor=anchor, year=2023)
    return [piece.value for piece in parsed.pieces if piece.value is not None]


@given(DAYS, DAYS, WEEKS, st.sampled_from(sorted(FORMS)), st.sampled_from(sorted(FORMS)))
def test_every_interval_survives_in_any_two_forms(a: date, b: date, days: int, one: str, other: str) -> None:
    assume("%y" not in one + other or (a.year > 1990 and b.year > 1990))
    moved = [shift_text(FORMS[form](day), days) for day, form in ((a, one), (b, other))]
    assert None not in moved
    first, second = (meant(str(text))[0] for text in moved)

    assert second - first == b - a
    assert first == a + timedelta(days=days)


@given(
    st.lists(st.tuples(st.integers(0, 3), DAYS, st.sampled_from(sorted(FORMS))), min_size=2, max_size=6),
    st.integers(0, 99),
)
def test_all_documents_of_a_subject_move_alike(dates: list[tuple[int, date, str]], seed: int) -> None:
    ledger = Ledger(seed=seed, scope="subject")
    moved = [
        (
            day,
            meant(
                operator("shift_date").operate(
                    day.isoformat(), {"days": ledger.at(subject="S", document=str(document)).days()}
                )
            )[0],
        )
        for document, day, _ in dates
    ]

    assert len({new - old for old, new in moved}) == 1
    assert moved[0][0] != moved[0][1]


@given(st.dates(date(2000, 1, 1), date(2023, 12, 31)), st.lists(st.integers(-150, 150), min_size=2, max_size=5), WEEKS)
def test_dates_without_a_year_keep_their_order_round_the_note(anchor: date, away: list[int], days: int) -> None:
    new_anchor = anchor + timedelta(days=days)
    days_of = [anchor + timedelta(days=n) for n in away]
    moved = [meant(str(shift_text(f"{day:%m/%d}", days, anchor=anchor)), new_anchor)[0] for day in days_of]

    assert {new - day for day, new in zip(days_of, moved, strict=True)} == {timedelta(days=days)}


@given(st.dates(date(2000, 1, 1), date(2023, 12, 31)), st.integers(-13, 13), WEEKS)
def test_a_bare_day_of_the_month_moves_with_the_note(anchor: date, away: int, days: int) -> None:
    day = anchor + timedelta(days=away)
    moved = shift_text(f"the {ordinal_like('first', day.day)}", days, anchor=anchor)
    found = meant(str(moved), anchor + timedelta(days=days))[0]

    assert found == day + timedelta(days=days)


@given(DAYS, WEEKS, st.sampled_from(sorted(set(FORMS) - {"spoken", "numbers", "ordinal", "of"})))
def test_the_shape_of_a_date_stays(day: date, days: int, form: str) -> None:
    text = FORMS[form](day)
    moved = shift_text(text, days)

    assert moved is not None
    assert re.sub(r"[A-Za-z]+", "x", re.sub(r"\d+", "0", moved)) == re.sub(r"[A-Za-z]+", "x", re.sub(r"\d+", "0", text))


@given(DAYS, WEEKS)
def test_weekdays_are_right(day: date, days: int) -> None:
    for step in (days, days + 3):
        moved = shift_text(f"{day:%A, %B} {day.day}, {day.year}", step)
        assert moved is not None
        assert moved.split(",")[0] == f"{meant(moved)[0]:%A}"


@given(st.dates(date(2000, 1, 1), date(2020, 12, 31)), st.integers(1, 40), WEEKS)
def test_a_range_stays_as_long_as_it_was(first: date, length: int, days: int) -> None:
    last = first + timedelta(days=length)
    for text in (
        f"{first:%m/%d/%Y} - {last:%m/%d/%Y}",
        f"{first:%m/%d}-{last:%m/%d/%Y}",
        f"{first:%B %d} to {last:%B %d, %Y}",
    ):
        moved = meant(str(shift_text(text, days)))
        assert moved == [first + timedelta(days=days), last + timedelta(days=days)]


@example(day=26, month=9, days=-210)  # from before to behind the end of February
@example(day=4, month=1, days=-35)  # into another year
@given(st.integers(1, 27), st.integers(1, 12), WEEKS)
def test_days_that_share_a_month_are_given_their_own_when_it_changes(day: int, month: int, days: int) -> None:
    first = date(2021, month, day)
    for text in (
        f"{first:%B} {day} and {day + 1}, 2021",
        f"{day} and {day + 1} {first:%B} 2021",
        f"{month}/{day}-{day + 1}",
    ):
        moved = meant(str(shift_text(text, days, year=2021)), first + timedelta(days=days))
        assert moved[0].timetuple()[1:3] == (first + timedelta(days=days)).timetuple()[1:3]
        assert moved[1] - moved[0] == timedelta(days=1)
        assert "2021" not in text or moved[0] == first + timedelta(days=days)


@given(st.integers(1900, 2099))
def test_a_year_in_words_is_read_as_it_was_written(year: int) -> None:
    assert year_of(year_like("twenty twenty", year)) == year
    assert year_of(year_like("two thousand and six", year)) == year
    assert year_of(year_like("twenty-one", year)) in (year, year % 100)


@given(st.integers(1, 31))
def test_an_ordinal_in_words_is_read_as_it_was_written(day: int) -> None:
    assert ordinal_of(ordinal_like("thirty-first", day)) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/14/21", "4/18/21"),
        ("March 14th", "April 18th"),
        ("the 14th", "the 18th"),
        ("14 Mar 88", "18 Apr 88"),
        ("2021-03-14", "2021-04-18"),
        ("March of '21", "April of '21"),
        ("three fourteen twenty-one", "four eighteen twenty-one"),
        ("march fourteenth twenty twenty one", "april eighteenth twenty twenty one"),
        ("the fourteenth of march", "the eighteenth of april"),
        ("3/14-3/20", "4/18-4/24"),
        ("3/14-18", "4/18-22"),
        ("March 3 and 4", "April 7 and 8"),
        ("26 and 27 October 1994", "30 November and 1 December 1994"),
        ("Tues 3/14", "Tues 4/18"),
        ("Tues 3/14 at 9:30 am", "Tues 4/18 at 9:30 am"),
        ("Thurs the 9th", "Thurs the 13th"),
        ("2021-03-14T14:03:22Z", "2021-04-18T14:03:22Z"),
        ("14MAR2021", "18APR2021"),
        ("mid-June", "mid-July"),
        ("Last October", "Last November"),
        ("11/2024", "12/2024"),
        ("Dec 30 - Jan 2, 2021", "Feb 3 - Feb 6, 2021"),
        ("12/28-1/3/21", "2/1-2/7/21"),
        ("2/29/2020", "4/4/2020"),
        ("the 3rd day of April, 2023", "the 8th day of May, 2023"),
        ("october thirty first nineteen ninety", "december fifth nineteen ninety"),
        ("three slash fourteen", "four slash eighteen"),
        ("THE FOURTH OF JULY", "THE EIGHTH OF AUGUST"),
        ("spring 2022", "a season of 2022"),
        ("last summer", "a season"),
        ("New Year's Eve", "a holiday"),
        ("Easter Sunday 2021", "a holiday of 2021"),
        ("2019", "2019"),
    ],
)
def test_how_people_write_and_say_dates_survives(text: str, expected: str) -> None:
    assert shift_text(text, 35, anchor=ANCHOR) == expected


@pytest.mark.parametrize(
    "text",
    ["03/--/2021", "Q3 2022", "13/45/21", "2/30/2021", "the day my son was born", "yesterday", "", "3/14/21x", "x3/14/21",
     "3-14-12-20", "three twenty one", "31st of June 2021", "Sunday", "14"],
)  # fmt: skip
def test_what_cannot_be_read_is_masked_and_not_passed(text: str) -> None:
    assert shift_text(text, 35, anchor=ANCHOR) is None
    assert operator("shift_date").operate(text, {"days": 35, "anchor": ANCHOR, "label": "DATE"}) == "[DATE]"


def test_a_bare_day_without_the_note_s_date_is_masked() -> None:
    assert shift_text("the 14th", 35) is None
    assert shift_text("the 3rd to the 5th", 35) is None


@given(st.text(max_size=40), WEEKS)
def test_shifting_never_fails_and_never_returns_a_day_as_it_was(text: str, days: int) -> None:
    for anchor in (None, ANCHOR):
        moved = operator("shift_date").operate(
            text, {"days": days, "anchor": anchor, "label": "DATE", "reference_year": 2026}
        )
        parsed = parse_dates(text)
        assert moved != text or (parsed is not None and all(p.month is None or p.day is None for p in parsed.pieces))
    is_ambiguous(text)
    earliest_year(text)


PIECES = st.sampled_from(
    [
        "3/14",
        "3/14/21",
        "March",
        "14th",
        "the",
        "twenty",
        "one",
        "-",
        " ",
        ", ",
        "'21",
        "2021",
        "of",
        "and",
        "to",
        "Tues",
        "9:30",
        "mid-",
    ]
)


@given(st.lists(PIECES, max_size=8), WEEKS)
def test_no_full_date_passes_in_any_heap_of_pieces(pieces: list[str], days: int) -> None:
    text = "".join(pieces)
    moved = shift_text(text, days, anchor=ANCHOR)

    assert moved is None or "3/14/21" not in moved or "3/14/21" not in text


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("3/4/21", "mdy", "4/8/21"),
        ("3/4/21", "dmy", "8/5/21"),
        ("14/3/21", "mdy", "18/4/21"),
        ("3/14/21", "dmy", "4/18/21"),
    ],
)
def test_day_or_month_first_is_for_the_caller_to_say(text: str, order: str, expected: str) -> None:
    assert shift_text(text, 35, order=order) == expected  # type: ignore[arg-type]


def test_dates_that_can_be_read_in_two_ways_are_known() -> None:
    assert is_ambiguous("3/4/21")
    assert not is_ambiguous("3/14/21")
    assert not is_ambiguous("March 4, 2021")
    assert shows_day_first("14/3/21", "mdy")
    assert shows_day_first("3/14/21", "dmy")
    assert not shows_day_first("3/14/21", "mdy")
    assert not shows_day_first("2021-03-14", "mdy")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("DOS: 3/14/2021. Admitted 1/2/2021.", date(2021, 3, 14)),
        ("Admitted 1/2/2021. Date of service: 3/14/2021.", date(2021, 3, 14)),
        ("Court date 1/2/2022. Seen 3/14/2021.", date(2021, 3, 14)),
        ("1/2/2021 group note. Next 3/14/2021.", date(2021, 1, 2)),
        ("3/14 group note, no year.", None),
        ("no date", None),
    ],
)
def test_the_note_s_own_date_is_found(note: str, expected: date | None) -> None:
    bounds = [match.span() for match in re.finditer(r"\d+/\d+(?:/\d+)?", note)]

    assert find_note_date(note, bounds) == expected


@pytest.mark.parametrize(
    ("text", "least_age", "expected"),
    [
        ("1951", 15, "on or before 1951"),
        ("3/14/1949", 15, "on or before 1951"),
        ("nineteen forty", 15, "on or before 1951"),
        ("1952", 15, "1952"),
        ("March 1930", 0, "on or before 1936"),
    ],
)
def test_a_date_that_says_an_age_over_89_is_capped(text: str, least_age: int, expected: str) -> None:
    params = {"days": 35, "label": "X", "reference_year": 2026, "least_age": least_age, "anchor": date(2026, 3, 1)}

    assert operator("shift_date").operate(text, params) == expected
    assert (
        operator("generalise").operate("sober since 1951", {"to": "year", "year": 2026, "least_age": 15})
        == "on or before 1951"
    )


@given(st.dates(date(2015, 1, 1), date(2024, 6, 1)), st.integers(1, 3000), WEEKS)
def test_clean_time_and_sobriety_date_still_agree(sober: date, clean: int, days: int) -> None:
    note = sober + timedelta(days=clean)
    moved_sober, moved_note = (meant(str(shift_text(f"{d:%m/%d/%Y}", days)))[0] for d in (sober, note))

    assert (moved_note - moved_sober).days == clean


@given(st.dates(date(2000, 1, 1), date(2024, 1, 1)), st.lists(st.integers(1990, 2024), min_size=2, max_size=4), WEEKS)
def test_bare_years_keep_their_distance_to_the_note_and_their_order(anchor: date, years: list[int], days: int) -> None:
    moved = [int(str(shift_text(str(year), days, anchor=anchor))) for year in years]
    new_anchor = anchor + timedelta(days=days)

    assert [new_anchor.year - new for new in moved] == [anchor.year - year for year in years]


def test_reading_one_date_is_as_it_was() -> None:
    found = read_date("Tues 3/14/21")

    assert found is not None
    assert (found.value, found.precision, found.has_year) == (date(2021, 3, 14), "day", True)
    assert "2021" not in repr(found)
