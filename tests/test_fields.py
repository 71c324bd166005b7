"""The fields of a form that hold a name, and what only looks like one."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe import redact
from notesafe.detect.cues import find_honoured
from notesafe.detect.fields import find_captions, find_fields
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
        ("Name: NA, SUN HEE", "NA, SUN HEE"),
        ("Client name: Self, Will", "Self, Will"),
        ("Patient name: Blank, Arthur", "Blank, Arthur"),
        ("Full name:\tSunday O'Day-Winter\tAge 40", "Sunday O'Day-Winter"),
        ("Client: Dung Song, 34", "Dung Song"),
        ("Client: Long Bee, 34-year-old", "Long Bee"),
        ("**Patient name:** Banks, Rivers (goes by R)", "Banks, Rivers"),
        ("Patient: LONG BEE\nDOB: 1/1/66", "LONG BEE"),
        ("Patient: Long Bee  Date of Birth: 1/1/66", "Long Bee"),
        ("Patient: Long Bee,DOB 1/1/66", "Long Bee"),
        ("Patient: Long Bee Age: 34", "Long Bee"),
        ("Patient: Long Bee #4417", "Long Bee"),
        ("Patient: Long Bee [MRN 44]", "Long Bee"),
        ("Patient name: J. Bee", "J. Bee"),
        ("Therapist name: Dr. Long Bee", "Dr. Long Bee"),
        ("Client name: de la Cruz, Maria", "de la Cruz, Maria"),
        ("Client name: St. John, Will", "St. John, Will"),
        ("Client name: Bee Jr., Long", "Bee Jr., Long"),
        ("Client name: Bee, Long, A.", "Bee, Long, A."),
        ("Client name:\n   Long Bee\n", "Long Bee"),
        ("Date: 3/1/24 Name: Moo Paw", "Moo Paw"),
        ("Patient's legal name: Moo Paw", "Moo Paw"),
        ("Client/Patient name: Moo Paw", "Moo Paw"),
        ("Name of client: Moo Paw", "Moo Paw"),
        ("Emergency contact: Long Bee (sister) 503-555-0117", "Long Bee"),
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
        "Client: Okay, 12/15 is my date",
        "Client: Yeah, 20.",
        "Client: Honestly, case closed",
        "Re: Housing, Transport",
        "Subject: Four birth dates, one clinic",
        "Re: Housing, case management update",
        "Re: Medication Refill - Rx 4432",
        "Subject: Follow-up Visit, 3/4",
        "Subject: Missed Appointment - account past due",
        "Group name: Seeking Safety",
        "Medication name: Long Acting",
        "Name: Seeking Safety",
        "Name: Unknown",
        "Client name: Not Given",
        "Client name: N/A",
        "name: she would not say",
        "Client name:",
        "Client name:\nDate: 3/4",
        "Client name:\nGoals\n",
    ],
)
def test_talk_topics_and_empty_fields_are_no_names(note: str) -> None:
    assert fields(note) == []


def honoured(note: str) -> list[str]:
    return [note[found.start : found.end] for found in find_honoured(Reading.of(note, frozenset()))]


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Dear Judge Prior:", ["Prior"]),
        ("Ms. Best's car, and Dr. Early", ["Best", "Early"]),
        ("He thanked Ms. Best.", ["Best"]),
        ("MR. LONG AND MS. LOW", ["LONG", "LOW"]),
        ("MS SYMPTOMS STABLE, Dr. Appt at 3, Mr. and Mrs.", []),
        ("dear judge prior", []),
    ],
)
def test_a_capital_behind_an_honorific_is_a_name_though_an_ordinary_word(note: str, names: list[str]) -> None:
    assert honoured(note) == names


def captions(note: str) -> list[str]:
    return [note[found.start : found.end] for found in find_captions(Reading.of(note, frozenset()))]


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("STATE V. LONG, HER MAI\nCase No. 24-CR-118", ["LONG, HER MAI"]),
        ("COMMONWEALTH OF VIRGINIA VS. CHANCE RIVERS", ["CHANCE RIVERS"]),
        ("In re the Marriage of Short and Best, filed in May", ["Short", "Best"]),
        ("in the matter of R.L.M., a minor", ["R.L.M."]),
        ("State v. Long came up in group.", ["Long"]),
        ("STATE V. LONG CONTINUED TO JUNE 3, 9 AM.", ["LONG"]),
        ("City of Elm Grove v. Little, Pierce County Cause No. 12", ["Little"]),
        ("People v. Young, Defendant", ["Young"]),
        ("the people vs. the machine, In the matter of housing he was firm", []),
        ("STATE V. THE COURT", []),
        ("STAI (State vs. Trait Anxiety Inventory): 41", []),
        ("People vs. Places, Town vs. Country", []),
        ("In the Interest of Time we stopped", []),
        ("STATE VS LOVE\nPLEA ENTERED", ["LOVE"]),
    ],
)
def test_a_case_is_named_after_people(note: str, names: list[str]) -> None:
    assert captions(note) == names


def test_no_word_of_a_caption_is_left() -> None:
    told = redact("MINUTES\nSTATE V. LONG, HER MAI   NO. 24-CR-118\nDefendant did not appear.").text
    assert not {"LONG", "HER", "MAI"} & set(re.findall(r"\w+", told))
    assert "Defendant did not appear." in told


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Patient name: Oh, Sun Hee", ["Oh, Sun Hee"]),
        ("Patient: He, Wei  DOB 1/1/66", ["He, Wei"]),
        ("Client name: So, Young", ["So, Young"]),
        ("Last name: Long\nFirst name: Young", ["Long", "Young"]),
        ("Preferred name: Rose", ["Rose"]),
        ("Name of spouse: Best", ["Best"]),
        ("Name of donor: May Song", ["May Song"]),
        ("Client name:\nMoo Paw", ["Moo Paw"]),
        ("Name of medication: Suboxone", []),
        ("Name of facility: Cedar Ridge", []),
        ("Name of the requesting physician: Long", ["Long"]),
        ("Name of child's father: Best", ["Best"]),
        ("Client name:\nPresenting Problem", []),
        ("Guardian name:\nMental Status", []),
        ("First Name: Last Name: DOB:", []),
    ],
)
def test_the_label_decides_where_each_word_is_an_ordinary_one(note: str, names: list[str]) -> None:
    assert fields(note) == names


def test_blanks_behind_a_field_take_no_more_than_linear_time() -> None:
    def taken(blanks: int) -> float:
        note = f"Patient: Oh, Sun{' ' * blanks}."
        started = time.process_time()
        for _ in range(20):
            fields(note)
        return time.process_time() - started

    taken(100)
    assert taken(16_000) < 40 * max(taken(1_000), 0.001)


def test_the_label_tells_who_it_is() -> None:
    note = "Therapist name: Moo Paw\nMother's name: Long Bee\nGuarantor name: Say Lay"

    assert [found.role for found in find_fields(Reading.of(note, frozenset()))] == ["clinician", "relative", None]


@given(
    TEXTS
    | st.from_regex(r"\A(?:State|City of Elm) v\.? [A-Z]{1,5},? ?[A-Z]?[a-z]{0,5}[ .:;|-]{0,3}\Z")
    | st.from_regex(r"\A(?:Name|Client name|RE): ?[A-Z][a-z]{0,5},? ?[A-Z]?[a-z]{0,5}[ .:;|-]{0,3}(?:DOB)?\Z")
)
def test_what_is_found_stands_in_one_line(note: str) -> None:
    for name in fields(note) + captions(note):
        assert "\n" not in name
        assert name == name.strip()
