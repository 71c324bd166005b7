"""The model's own rooms: tokens, pieces, features, windows; and the model that ships."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe.detect.model import model_path
from notesafe.errors import ModelError
from notesafe.tagger import LABELS, TAGS, Tagger, WordPieces, featurise, read_tokens
from notesafe.tagger.features import FEATURES
from notesafe.tagger.labels import tag_id
from notesafe.tagger.tagger import _spans, _windows

VOCABULARY = [
    "[PAD]",
    "[unused1]",
    "[unused2]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "gail",
    "##a",
    "ga",
    "##il",
    "'",
    "s",
]
TALK = "so then darnell goes no way and tasha's like call me at five oh three five five five oh one four two"


@given(st.text(max_size=300))
def test_tokens_are_in_order_and_hold_every_letter_and_digit(text: str) -> None:
    tokens = read_tokens(text)

    assert all(a.end <= b.start for a, b in zip(tokens, tokens[1:], strict=False))
    covered = {i for token in tokens for i in range(token.start, token.end)}
    assert {i for i, c in enumerate(text) if c.isalnum()} <= covered


@given(st.text(min_size=1, max_size=60))
def test_every_token_has_a_piece_and_features_in_range(text: str) -> None:
    pieces = WordPieces(VOCABULARY)
    tokens = read_tokens(text)
    features = featurise(tokens)

    assert len(features) == len(tokens)
    assert all(len(pieces.of(token.text)) >= 1 for token in tokens)
    assert all(0 <= value < size for row in features for value, size in zip(row, FEATURES, strict=True))


def test_terms_of_several_words_are_told_at_each_of_them_whatever_their_case() -> None:
    tokens = read_tokens("moved from NEW BEDFORD to st. louis, off crack-cocaine and ice")

    told = {token.text: row[3] for token, row in zip(tokens, featurise(tokens), strict=True)}

    assert (told["NEW"], told["BEDFORD"], told["st"], told["louis"]) == (1, 1, 1, 1)
    assert (told["crack"], told["cocaine"], told["ice"], told["moved"]) == (2, 2, 3, 0)


def test_the_longest_known_piece_comes_first() -> None:
    pieces = WordPieces(VOCABULARY)

    assert pieces.of("Gaila") == (7, 8)
    assert pieces.of("GAIL") == (7,)
    assert pieces.of("zzz") == (pieces.unknown,)


def test_tags_are_numbered_as_the_network_is_taught() -> None:
    assert [TAGS[tag_id(label, first=first)] for label in LABELS for first in (True, False)] == list(TAGS[1:])


@given(st.lists(st.integers(1, 16), min_size=1, max_size=400), st.integers(60, 200))
def test_each_token_is_read_by_one_window_with_words_around_it(lengths: list[int], most: int) -> None:
    taken: list[int] = []
    for first, last, told_from, told_to in _windows(lengths, most):
        assert first <= told_from < told_to <= last
        assert sum(lengths[first:last]) <= max(most, lengths[first])
        taken.extend(range(told_from, told_to))

    assert taken == list(range(len(lengths)))


def test_a_span_runs_over_inside_tags_and_stops_at_a_new_beginning() -> None:
    tokens = read_tokens("Ann Lee Bob ran")
    scores = np.full((4, len(TAGS)), 0.0)
    scores[0, tag_id("PERSON", first=True)] = scores[1, tag_id("PERSON", first=False)] = 0.9
    scores[2, tag_id("PERSON", first=True)] = 0.6
    scores[:, 0] = 1 - scores.sum(axis=1)

    found = list(_spans(tokens, scores))

    assert [(t.start, t.end, t.label) for t in found] == [(0, 7, "PERSON"), (8, 11, "PERSON")]
    assert found[1].probability == pytest.approx(0.6)


def test_two_columns_are_two_spans_each_with_its_own_probability() -> None:
    tokens = read_tokens("Ann    Out")
    scores = np.full((2, len(TAGS)), 0.0)
    scores[0, tag_id("PERSON", first=True)], scores[1, tag_id("PERSON", first=False)] = 0.9, 0.2
    scores[:, 0] = 1 - scores.sum(axis=1)

    found = [(t.start, t.end, round(t.probability, 1)) for t in _spans(tokens, scores)]

    assert found == [(0, 3, 0.9), (7, 10, 0.2)]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(model_path() / "notesafe_tagger")


@pytest.mark.model
def test_lower_case_talk_without_a_cue_is_read(tagger: Tagger) -> None:
    found = {TALK[t.start : t.end]: t.label for t in tagger.tag(TALK) if t.probability > 0.5}

    assert found["darnell"] == found["tasha"] == "PERSON"
    assert "CONTACT" in found.values()


@pytest.mark.model
def test_a_note_is_tagged_alike_whatever_is_read_before(tagger: Tagger) -> None:
    alone = tagger.tag(TALK)
    tagger.tag("PHQ-9 14. " * 400)

    assert tagger.tag(TALK) == alone


@pytest.mark.model
def test_suspected_words_are_told_only_when_asked_for(tagger: Tagger) -> None:
    text = "Will do. Frank talk with Rosa about hope; gave it to the big one, pls, w/ rb. Grace period over."

    marked, all_of = tagger.tag(text), tagger.tag(text, suspected=True)

    extra = [t for t in all_of if t not in marked]
    assert [t for t in all_of if t in marked] == marked
    assert all(0.03 <= t.probability < 0.1 for t in extra)
    assert extra, "of so many traps one at least is suspected"


@pytest.mark.model
def test_a_long_text_is_tagged_to_its_end(tagger: Tagger) -> None:
    text = "He rested and then he slept. " * 300 + "Then Oluwaseun Adeyemi called."

    assert any(text[t.start : t.end] == "Oluwaseun Adeyemi" for t in tagger.tag(text))


@pytest.mark.model
def test_nothing_to_read_is_nothing_found(tagger: Tagger) -> None:
    assert [tagger.tag(text) for text in ("", "   ", "\n\n", "\u200b")] == [[], [], [], []]


@pytest.mark.model
def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model_path() / "notesafe_tagger", folder)
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"x")

    with pytest.raises(ModelError, match=r"model\.onnx"):
        Tagger(folder)


@pytest.mark.model
@pytest.mark.parametrize("broken", ["missing", "not json", "other labels"])
def test_a_folder_without_a_whole_model_is_refused(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model_path() / "notesafe_tagger", folder)
    facts = folder / "tagger.json"
    if broken == "missing":
        facts.unlink()
    elif broken == "not json":
        facts.write_text("{", "utf-8")
    else:
        facts.write_text(json.dumps(json.loads(facts.read_text("utf-8")) | {"labels": ["PERSON"]}), "utf-8")

    with pytest.raises(ModelError):
        Tagger(folder)
