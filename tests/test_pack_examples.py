"""One generated test for each example in each `pack.yaml`."""

from __future__ import annotations

import pytest

from notesafe.packs import Pack, load_packs, parse_marks
from notesafe.text import normalise

THRESHOLD = 0.4


def found_by(pack: Pack, text: str) -> list[tuple[int, int]]:
    """Bounds that the pack alone finds, overlaps joined."""
    from notesafe.detect.patterns import pattern_recognizers

    results = [
        (r.start, r.end)
        for recognizer in pattern_recognizers([pack])
        for r in recognizer.analyze(normalise(text).normal, [pack.entity_type])
        if r.score >= THRESHOLD
    ]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(results):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def examples(kind: str) -> list[object]:
    return [
        pytest.param(pack, sentence, id=f"{pack.name}/{kind}/{number}")
        for pack in load_packs()
        for number, sentence in enumerate(getattr(pack.info.examples, kind))
    ]


@pytest.mark.parametrize(("pack", "sentence"), examples("match"))
def test_a_match_is_found_exactly(pack: Pack, sentence: str) -> None:
    text, expected = parse_marks(sentence)

    assert [text[s:e] for s, e in expected] == [text[s:e] for s, e in found_by(pack, text)]


@pytest.mark.parametrize(("pack", "sentence"), examples("no_match"))
def test_nothing_is_found_where_nothing_is(pack: Pack, sentence: str) -> None:
    assert [sentence[s:e] for s, e in found_by(pack, sentence)] == []


@pytest.mark.parametrize(("pack", "sentence"), examples("known_miss"))
def test_a_known_miss_is_still_missed(pack: Pack, sentence: str) -> None:
    text, expected = parse_marks(sentence)

    assert expected != found_by(pack, text), "good news: move this sentence to match"


@pytest.mark.parametrize(("pack", "sentence"), examples("known_false_alarm"))
def test_a_known_false_alarm_still_fires(pack: Pack, sentence: str) -> None:
    text, expected = parse_marks(sentence)

    assert expected == found_by(pack, text), "good news: move this sentence to no_match"
