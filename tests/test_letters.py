"""People who go by one letter: every lone mention goes, what only looks like one stays. No model: the sure mention is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe.detect.reading import Reading
from notesafe.detect.structure import find_first_and_initial
from notesafe.spans import Span
from notesafe.weigh.letters import find_letters


def letters(note: str, sure: str) -> list[str]:
    """Return each lone letter found, with the character behind it, where the first *sure* is a person."""
    at = note.index(sure)
    found = find_letters(note, [Span(at, at + len(sure), "PERSON", 0.7)])
    return [note[start : end + 1] for start, end, _ in found if start != at]


@pytest.mark.parametrize(
    ("note", "sure", "expected"),
    [
        ("met w/ M+kids. M sober x2 wk per M's mo.", "M", ["M ", "M'"]),
        ("TC from N's PO. N no-show, LVM for N", "N", ["N ", "N"]),
        ("me and k drove, k was mad, i said k", "k", ["k ", "k"]),
        ("R. late. Called R. at noon.", "R.", ["R."]),
    ],
)
def test_a_letter_that_is_a_person_is_one_wherever_it_stands_alone(note: str, sure: str, expected: list[str]) -> None:
    assert letters(note, sure) == expected


@pytest.mark.parametrize(
    ("note", "sure"),
    [
        ("Saw B today. Vit B low, hep B neg, plan B, group B.", "B"),
        ("C seen. UDS neg 4 C, A&C ok, C-SSRS 0, C: goals", "C"),
        ("me and t talked, he don t care, it s fine, can t", "t"),
        ("S said so. S: tired. MSE S/O wnl. S-1 form", "S"),
        ("i saw k and a friend", "a"),
        ("jt n me, bread n butter, he said n laughed", "n"),
    ],
)
def test_a_grade_a_heading_or_the_end_of_a_contraction_stays(note: str, sure: str) -> None:
    assert letters(note, sure) == []


def peers(note: str) -> list[str]:
    return [note[found.start : found.end] for found in find_first_and_initial(Reading.of(note, frozenset()))]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("tasha q got her chip", ["tasha q"]),
        ("latisha d got her chip", ["latisha d"]),
        ("latisha n. got her chip", ["latisha n"]),
        ("latisha n kev is outside", []),
        ("saw latisha w her kid, she came w a bag", []),
        ("latisha u ok", []),
        ("Grp B sign-in", []),
    ],
)
def test_a_letter_that_typed_talk_writes_for_a_word_is_no_initial(note: str, expected: list[str]) -> None:
    assert peers(note) == expected


@given(st.text(alphabet="abcKM .,'&:\n", max_size=60))
def test_only_lone_letters_are_found(text: str) -> None:
    note = f"w/ K {text}"

    for start, end, _ in find_letters(note, [Span(3, 4, "PERSON", 0.7)]):
        assert note[start:end] == "K"
        assert not note[start - 1].isalnum()
        assert end == len(note) or not note[end].isalnum()
