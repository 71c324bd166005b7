from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from notesafe.spans import Span
from notesafe.text import normalise
from strategies import TEXTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ｍａｒｉ\u200bsol’s", "Marisol's"),
        ("М\u0430risol", "Marisol"),  # Cyrillic M and a
        ("Иван", "Иван"),  # wholly Cyrillic: left alone
        ("five\u00a0o\u00adclock", "five oclock"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("５０３–５５５", "503-555"),
        ("Jose\u0301", "José"),
        ("a\x00b", "a b"),
        ("\ud800x", " x"),
    ],
)
def test_the_view_shows_what_a_reader_sees(text: str, expected: str) -> None:
    assert normalise(text).normal == expected


def test_plain_ascii_is_not_copied() -> None:
    text = "Gail called.\n\tTwice."

    assert normalise(text).normal is text


@given(TEXTS)
def test_offsets_lead_back_to_the_characters_a_letter_came_from(text: str) -> None:
    view = normalise(text)
    for i in range(len(view.normal)):
        start, end = view.original_bounds(i, i + 1)

        assert 0 <= start < end <= len(text)
        low, high = view.normal_bounds(start, end)
        assert low <= i < high


@given(TEXTS)
def test_the_map_inverts_on_what_it_maps(text: str) -> None:
    view = normalise(text)
    for start in range(len(view.normal)):
        for end in range(start + 1, min(start + 4, len(view.normal)) + 1):
            low, high = view.original_bounds(start, end)
            there = view.normal_bounds(low, high)

            assert (low, high) == view.original_bounds(*there)
            assert there[0] <= start
            assert end <= there[1]


@given(TEXTS)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text).normal
    if unicodedata.is_normalized("NFKC", once):
        assert normalise(once).normal == once


def test_a_span_over_half_a_sign_covers_the_whole_sign() -> None:
    view = normalise("½ cup")

    assert view.to_original(Span(0, 1, "DOSE", 0.6)) == Span(0, 1, "DOSE", 0.6)
    assert view.normal.startswith("1/2 ")
    assert view.original_bounds(2, 3) == (0, 1)


def test_the_repr_holds_no_text() -> None:
    assert "Marisol" not in repr(normalise("Marisol’s"))
