"""Ordinary things named after a substance, and the substance beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe import Redactor, redact
from notesafe.lexicons import everyday_things, substances
from notesafe.spans import Span
from notesafe.weigh.everyday import drop_everyday

NOTE = """\
Pt walked past the liquor store and bought root beers at the vape shop. Admits two beers at home and a bottle of wine.
"""


def test_a_shop_and_a_soft_drink_stay_and_the_drink_goes() -> None:
    told = redact(NOTE).text
    assert "past the liquor store and bought root beers at the vape shop" in told
    assert "beers at home" not in told
    assert "wine" not in told


@pytest.mark.parametrize(
    ("note", "surface", "stays"),
    [
        ("a root beer", "beer", False),
        ("ROOT BEER", "BEER", False),
        ("a root beer", "root beer", False),
        ("beer. Root canal", "beer", True),
        ("rooted beer", "beer", True),
        ("crack of dawn", "crack", False),
        ("the beer storefront", "beer", True),
        ("Smoked ice - machine broke", "ice", True),
        ("DOC: coke\nZero cravings", "coke", True),
        ("last drink beer\nStore clerk", "beer", True),
        ("a liquor-store", "liquor", False),
    ],
)
def test_only_what_lies_within_such_a_thing_is_dropped(note: str, surface: str, stays: bool) -> None:
    start = note.index(surface)
    span = Span(start, start + len(surface), "SUBSTANCE", 0.85, sources=("substance",))

    assert drop_everyday(note, [span]) == ([span] if stays else [])
    assert drop_everyday(note, [span.but(sources=("known",))]) == [span.but(sources=("known",))], "the caller knows"
    assert drop_everyday(note, [span.but(entity_type="PERSON")]) == [span.but(entity_type="PERSON")]


def test_none_of_them_is_a_street_name() -> None:
    assert not everyday_things() & set(substances())


@given(st.sampled_from(sorted(everyday_things())), st.text("ab .,\n", max_size=6))
def test_nothing_is_dropped_around_or_beside_such_a_thing(thing: str, around: str) -> None:
    note = f"{around} {thing} {around}|"
    start = note.index(thing)
    wide = Span(max(0, start - 1), start + len(thing) + 1, "SUBSTANCE", 0.85, sources=("substance",))
    bar = Span(len(note) - 1, len(note), "SUBSTANCE", 0.85, sources=("substance",))

    assert drop_everyday(note, [wide, bar]) == [wide, bar]


def test_the_explanation_says_why() -> None:
    assert "part of an everyday thing's name" in str(Redactor().explain("He passed the liquor store."))
