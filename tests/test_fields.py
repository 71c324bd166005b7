"""The fields of a form that hold a name, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe import redact
from notesafe.detect.fields import find_fields
from notesafe.detect.reading import Reading
from strategies import TEXTS

FACE_SHEET = """\
FACE SHEET
PATIENT: HER, LONG BEE   DOB 01/02/1991   MRN 0044172
Client name: May Song-Day
Guardian name (last, first): Prior, Savage "Bo"
RE: XIONG, MAI SEE - DOB 01/01/1966
Group name: Seeking Safety
"""


def fields(note: str) -> list[str]:
    return [note[found.start : found.end] for found in find_fields(Reading.of(note, frozenset()))]


def test_every_name_of_a_face_sheet_goes_though_each_is_made_of_words() -> None:
    told = redact(FACE_SHEET).text
    for word in ("HER", "LONG", "BEE", "May", "Song", "Prior", "Savage", 'Bo"', "XIONG", "MAI", "SEE"):
        assert word not in told
    assert "Group name: Seeking Safety" in told


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("Pt: Low, Young  MRN 4417", "Low, Young"),
        ("| Resident: Bell, Church Jr. | ID 0417 |", "Bell, Church Jr."),
        ("Defendant: Young Black, Case No. 44-1234", "Young Black"),
        ("Name: Sharp", "Sharp"),
        ("Full name:\tSunday O'Day-Winter\tAge 40", "Sunday O'Day-Winter"),
        ("Client: Dung Song, 34", "Dung Song"),
        ("**Patient name:** Banks, Rivers (goes by R)", "Banks, Rivers"),
    ],
)
def test_a_field_holds_a_name_whatever_its_words(note: str, name: str) -> None:
    assert fields(note) == [name]


@pytest.mark.parametrize(
    "note",
    [
        "Client: Yes, Ma'am.",
        "Client: Okay, Doctor",
        "Patient: Hello, Nurse, I slept.",
        "Re: Housing, Transport",
        "Subject: Follow-up Visit, 3/4",
        "Group name: Seeking Safety",
        "Medication name: Long Acting",
        "Name: Unknown",
        "Client name: Not Given",
        "name: she would not say",
        "Client name:",
    ],
)
def test_talk_topics_and_empty_fields_are_no_names(note: str) -> None:
    assert fields(note) == []


@given(TEXTS | st.from_regex(r"\A(?:Name|Client name|RE): ?[A-Z][a-z]{0,5},? ?[A-Z]?[a-z]{0,5}[ .:;|-]{0,3}(?:DOB)?\Z"))
def test_what_is_found_stands_in_one_line_and_starts_with_a_capital(note: str) -> None:
    for name in fields(note):
        assert "\n" not in name
        assert name[0].isupper() or not name[0].islower()
        assert name == name.strip()
