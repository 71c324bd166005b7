from __future__ import annotations

import pytest

from notesafe.entities import ENTITY_TYPES, check_key
from notesafe.spans import Span


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_that_is_empty_or_backwards_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end, "PERSON", 0.5)


def test_a_span_shows_no_canonical_name() -> None:
    assert "heroin" not in repr(Span(0, 6, "SUBSTANCE", 0.9, canonical="OPIOID:heroin"))


@pytest.mark.parametrize(
    ("key", "hint"), [("PERSN", "'PERSON'"), ("PERSON.sponser", "'sponsor'"), ("phone_number", "'PHONE_NUMBER'")]
)
def test_a_wrong_key_names_the_nearest_right_one(key: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        check_key(key)


def test_every_row_says_what_it_gives_away() -> None:
    for row in ENTITY_TYPES.values():
        assert len(row.meaning.split()) > 2
        assert row.tag == row.tag.upper()
        assert len(row.safe_harbor) <= 1
