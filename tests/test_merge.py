from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from notesafe.merge import merge_spans
from notesafe.spans import Span
from strategies import SPANS


def covered(spans: list[Span]) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end)}


@given(SPANS)
def test_merge_never_uncovers_a_character(spans: list[Span]) -> None:
    assert covered(merge_spans(spans)) == covered(spans)


@given(SPANS)
def test_merged_spans_are_sorted_and_disjoint(spans: list[Span]) -> None:
    merged = merge_spans(spans)

    assert all(a.end <= b.start for a, b in zip(merged, merged[1:], strict=False))


@given(SPANS)
def test_merge_is_idempotent(spans: list[Span]) -> None:
    once = merge_spans(spans)

    assert merge_spans(once) == once


@given(SPANS, st.randoms(use_true_random=False))
def test_merge_does_not_depend_on_the_order(spans: list[Span], rng: random.Random) -> None:
    shuffled = list(spans)
    rng.shuffle(shuffled)

    assert merge_spans(shuffled) == merge_spans(spans)


def test_neighbours_that_only_touch_stay_two() -> None:
    spans = [Span(0, 4, "PERSON", 0.9), Span(4, 8, "PERSON", 0.9)]

    assert merge_spans(spans) == spans


def test_the_winner_takes_the_role_its_own_type_knows() -> None:
    merged = merge_spans([Span(0, 4, "PERSON", 0.9), Span(0, 6, "PERSON", 0.6, kind="sponsor")])

    assert merged == [Span(0, 6, "PERSON", 0.9, kind="sponsor")]
