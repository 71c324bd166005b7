"""What was found in part is widened to the whole, and never narrowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe.detect.reading import Reading
from notesafe.detect.structure import find_signed_off
from notesafe.spans import Span
from notesafe.weigh.widen import widen
from notesafe.words import read_words
from strategies import TEXTS


def whole(note: str, part: str, entity_type: str, score: float = 0.8) -> str:
    start = note.index(part)
    (span,) = widen(note, read_words(note), [Span(start, start + len(part), entity_type, score)])
    return note[span.start : span.end]


@pytest.mark.parametrize(
    ("note", "part", "entity_type", "expected"),
    [
        ("Present: de la Cruz and Okeke.", "Cruz", "PERSON", "de la Cruz"),
        ("moved to new haven last year", "haven", "LOCATION", "new haven"),
        ("he said abu zaid is for friends", "zaid", "PERSON", "abu zaid"),
        ("er at st. hilary's gave him 5", "hilary", "FACILITY", "st. hilary's"),
        ("i was cna at Lowry's then", "Lowry", "ORGANIZATION", "Lowry's"),
        ("The store is Two Brothers Gourmet, on the corner.", "Two Brothers", "ORGANIZATION", "Two Brothers Gourmet"),
        ("he goes to Grupo Nueva Luz now", "Nueva Luz", "FACILITY", "Grupo Nueva Luz"),
        ("Chart C/00417/25 was pulled", "C/00417", "RECORD_NUMBER", "C/00417/25"),
        ("Ref. WL/0312/04.", "0312/04", "ID_NUMBER", "WL/0312/04"),
        ("thanks dewdrop.31 for that", "dewdrop", "USERNAME", "dewdrop.31"),
        ("cc: A. Prior (Public Defender)", "A.", "PERSON", "A. Prior"),
        ("he rides with Zaw Thi on Mondays", "Thi", "PERSON", "Zaw Thi"),
    ],
)
def test_a_part_becomes_the_whole(note: str, part: str, entity_type: str, expected: str) -> None:
    assert expected == whole(note, part, entity_type)


@pytest.mark.parametrize(
    ("note", "part", "entity_type"),
    [
        ("Called Cedar Ridge. Monday he went.", "Cedar Ridge", "FACILITY"),
        ("She lives in Bend and May called.", "Bend", "LOCATION"),
        ("CALLED CEDAR RIDGE TREATMENT TODAY OK", "CEDAR RIDGE", "FACILITY"),
        ("Cedar Ridge Discharge Summary Page One", "Cedar Ridge", "FACILITY"),
        ("Gail's place", "Gail", "PERSON"),
        ("he met her new Sam at noon", "Sam", "PERSON"),
        ("told Outreach Worker Jamal so", "Jamal", "PERSON"),
        ("told Peer Specialist Moe so", "Moe", "PERSON"),
        ("We meet Chester O. Employment is next.", "Chester O.", "PERSON"),
        ("Seen with Chester Employment: none", "Chester", "PERSON"),
        ("MRN 00417.", "00417", "RECORD_NUMBER"),
        ("no one", "no one", "DATE_TIME"),
    ],
)
def test_what_does_not_belong_to_it_stays(note: str, part: str, entity_type: str) -> None:
    assert part == whole(note, part, entity_type)


def test_a_guessed_place_that_is_a_sure_person_is_not_widened() -> None:
    note = "See Case Manager Rosa Diaz today."
    spans = [Span(17, 26, "ORGANIZATION", 0.42), Span(17, 26, "PERSON", 0.9)]

    assert widen(note, read_words(note), spans) == spans


def test_a_place_is_not_widened_over_someone_sure() -> None:
    note = "went to Kootenai Co. Wren came back."
    place, person = Span(8, 20, "LOCATION", 0.85), Span(21, 25, "PERSON", 0.97)

    assert widen(note, read_words(note), [place, person])[0] == place
    assert widen(note, read_words(note), [place, person.but(score=0.6)])[0].end == 25, "a guess is no one sure"


def test_what_is_not_taken_is_left_as_it_is() -> None:
    assert whole("Present: de la Cruz.", "Cruz", "PERSON", score=0.3) == "Cruz"


@given(TEXTS, st.data())
def test_widening_never_narrows_and_stays_in_the_note(note: str, data: st.DataObject) -> None:
    if not note:
        return
    start = data.draw(st.integers(0, len(note) - 1))
    end = data.draw(st.integers(start + 1, len(note)))
    kind = data.draw(
        st.sampled_from(["PERSON", "LOCATION", "FACILITY", "ORGANIZATION", "ID_NUMBER", "USERNAME", "DATE_TIME"])
    )
    before = Span(start, end, kind, 0.9)

    (after,) = widen(note, read_words(note), [before])

    assert after.covers(before)
    assert after.end <= len(note)


@pytest.mark.parametrize(
    ("note", "letters"),
    [
        ("alarm still dead. /kj", "kj"),
        ("Farquhar MD / scribe LT", "LT"),
        ("d/w dk + Dr Osgood", "dk"),
        ("Seen together. Cofacil: dl, LMHC", "dl"),
        ("led by tk LPC", "tk"),
        ("RTC 1 mo.\n-bkw", "bkw"),
        ("stable, no SI. ~mw\n\nnext note", "mw"),
        ("late entry /s/ pmc", "pmc"),
    ],
)
def test_letters_of_whoever_signed_are_found(note: str, letters: str) -> None:
    assert [note[e.start : e.end] for e in find_signed_off(Reading.of(note))] == [letters]


@pytest.mark.parametrize(
    "note",
    [
        "AM/PM",
        "he and/or she",
        "SI/HI",
        "w/o meds",
        "120/80",
        "d/w pt about it",
        "Goals.\n- no use\n- go",
        "x. -mw to do",
        "Seen. pt: no LMHC on site",
        "by my LPC, an LCSW",
    ],
)
def test_other_strokes_are_no_signature(note: str) -> None:
    assert list(find_signed_off(Reading.of(note))) == []
