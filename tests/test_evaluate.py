"""The evaluator: figures worked out by hand, the libraries' figures, and files that are broken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from notesafe.cli import app
from notesafe.errors import NotesafeError
from notesafe.evaluate import GoldDocument, GoldError, GoldSpan, evaluate, load_gold, load_system
from notesafe.evaluate.figures import summarise
from notesafe.evaluate.gold import parse_inline
from notesafe.evaluate.labels import label_of
from notesafe.evaluate.sample import bound_after, documents_needed, draw_sample
from notesafe.evaluate.score import score_document

L, R = "\u27e6", "\u27e7"
TEXT = "Gail H. took meth on 3/14 with AA people."
#       0123456789012345678901234567890123456789
MARKED = f"{L}PERSON|Gail H.{R} took {L}SUBSTANCE|meth{R} on {L}DATE|3/14{R} with {L}OTHER|AA{R} people."


def document(text: str = TEXT, **meta: str) -> GoldDocument:
    spans = (
        GoldSpan(0, 7, "PERSON"),
        GoldSpan(13, 17, "SUBSTANCE"),
        GoldSpan(21, 25, "DATE"),
        GoldSpan(31, 33, "OTHER"),
    )
    return GoldDocument("d1", text, spans, meta)


def test_inline_marks_become_offsets() -> None:
    assert parse_inline(MARKED, "d1") == (TEXT, document().spans)


def test_a_document_scored_by_hand() -> None:
    # Hidden: "Gail" (not "H."), the date whole, "people" which is innocent, and AA which is neutral.
    score = score_document(document(), [(0, 4, "PERSON"), (21, 25, "DATE"), (31, 33, "X"), (34, 40, "PERSON")])

    assert score.entities == {"PERSON": (0, 1), "SUBSTANCE": (0, 1), "DATE": (1, 1)}
    assert score.characters == (4 + 3, 5 + 3)  # letters and digits of "Gail H." and of "3/14"
    assert score.innocent == (6, len("tookonwithpeople"))
    assert score.risk == (0.4, 1.0 + 0.2 + 0.4)
    assert score.predictions == (2, 3)  # Gail and the date hit; AA is neutral; people is a false alarm
    assert not score.clean
    assert not score.clean_of_substances
    assert [(m.kind, m.label) for m in score.misses] == [
        ("leak", "PERSON"), ("leak", "SUBSTANCE"), ("false alarm", "PERSON"),
    ]  # fmt: skip
    # Gail, H, took, meth, on, 3, 14, with, people; AA is left out.
    assert [gold for gold, _ in score.tokens] == [True, True, False, True, False, True, True, False, False]
    assert [hidden for _, hidden in score.tokens] == [True, False, False, False, False, True, True, False, True]


def test_only_a_substance_left_is_clean_of_direct_identifiers() -> None:
    score = score_document(document(), [(0, 7, "PERSON"), (21, 25, "DATE")])

    assert score.clean
    assert not score.clean_of_substances


def test_punctuation_need_not_be_hidden() -> None:
    assert score_document(document(), [(0, 6, "PERSON")]).entities["PERSON"] == (1, 1)


def test_figures_summed_by_hand() -> None:
    good = score_document(document(), [(0, 7, "P"), (13, 17, "S"), (21, 25, "D")])
    bad = score_document(document(), [])
    figures = summarise([good, bad])

    assert figures.headline["direct identifiers wholly hidden"].share == 2 / 4
    assert figures.headline["documents with nothing direct left"].share == 1 / 2
    assert figures.headline["innocent characters hidden"].share == 0.0
    assert figures.labels["PERSON"].share == 1 / 2
    assert figures.headline["recall by token"].share == 5 / 10
    interval = figures.headline["documents with nothing direct left"]
    assert (interval.low, interval.high) == (0.0, 1.0)


def test_figures_do_not_depend_on_the_run() -> None:
    scores = [score_document(document(), [(0, 7, "P")]), score_document(document(), [])]

    assert summarise(scores, seed=3) == summarise(scores, seed=3)


def system_of(found: Sequence[tuple[int, int, str]]):
    def run(documents: Iterable[GoldDocument]) -> Iterator[Sequence[tuple[int, int, str]]]:
        for _ in documents:
            yield found

    return run


SPANS = st.lists(st.integers(0, len(TEXT) - 2).map(lambda s: (s, s + 2, "X")), max_size=6)


@given(SPANS)
def test_tokens_agree_with_scikit_learn(found: list[tuple[int, int, str]]) -> None:
    report = evaluate([document()], system_of(found))
    token = report.standard["token"]

    assert token.precision == pytest.approx(report.whole.headline["precision by token"].share or 0.0)
    assert token.recall == pytest.approx(report.whole.headline["recall by token"].share or 0.0)
    below = 4 * token.precision + token.recall
    assert token.f2 == pytest.approx(5 * token.precision * token.recall / below if below else 0.0)


def test_spans_by_nervaluate_on_a_case_by_hand() -> None:
    # One exact, one that overlaps, one missed; one spurious; the neutral one left out.
    report = evaluate([document()], system_of([(0, 7, "A"), (13, 15, "B"), (31, 33, "C"), (34, 40, "D")]))
    exact, overlap = report.standard["span (exact)"], report.standard["span (overlap)"]

    assert (exact.precision, exact.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert (overlap.precision, overlap.recall) == (pytest.approx(1.5 / 3), pytest.approx(1.5 / 3))


@given(SPANS, SPANS)
def test_hiding_more_never_lowers_recall_nor_the_innocent_text_hidden(a: list, b: list) -> None:
    less, more = score_document(document(), a), score_document(document(), [*a, *b])

    assert all(more.entities[k][0] >= less.entities[k][0] for k in less.entities)
    assert more.innocent[0] >= less.innocent[0]


def test_slices_and_reports_hold_no_text() -> None:
    documents = [document(genre="soap", style="lower", names="anglo, none")]
    report = evaluate(documents, system_of([]))
    page = (
        report.to_html()
        + report.to_markdown()
        + report.to_json()
        + repr(report)
        + repr(documents)
        + repr(report.scores)
    )

    assert set(report.slices) == {"genre=soap", "style=lower", "names=anglo"}
    assert "Gail" not in page
    assert "meth" not in page
    assert "Gail H." in report.to_html(documents)


def test_misses_are_listed_worst_first() -> None:
    report = evaluate([document()], system_of([(34, 40, "PERSON")]))

    assert [(kind, label) for _, kind, label, _ in report.misses([document()])] == [
        ("leak", "PERSON"), ("leak", "DATE"), ("leak", "SUBSTANCE"), ("false alarm", "PERSON"),
    ]  # fmt: skip


SPAN = {"start": 0, "end": 7, "label": "PERSON"}


def jsonl(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


GOOD_FILES = {
    "ours.jsonl": jsonl({"id": "d1", "text": TEXT, "spans": [SPAN]}),
    "doccano.jsonl": jsonl({"id": 7, "text": TEXT, "label": [[0, 7, "PERSON"]]}),
    "studio.json": json.dumps(
        [{"id": 1, "data": {"text": TEXT},
          "annotations": [{"result": [{"type": "labels", "value": {"start": 0, "end": 7, "labels": ["PERSON"]}}]}]}]
    ),
    "inline.txt": f"---\nid: x1\ngenre: soap\n---\n{L}PERSON|Gail H.{R}" + TEXT[7:],
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD_FILES)
def test_each_format_gives_the_same_document(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(GOOD_FILES[name], "utf-8")
    (found,) = load_gold(path)

    assert (found.text, found.spans) == (TEXT, (GoldSpan(0, 7, "PERSON"),))


def test_brat_is_read_from_its_two_files(tmp_path: Path) -> None:
    (tmp_path / "n1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "n1.ann").write_text("T1\tPERSON 0 7\tGail H.\nA1\tNegation T1\nT2\tDATE 21 25\t3/14\n", "utf-8")
    (found,) = load_gold(tmp_path)

    assert found.spans == (GoldSpan(0, 7, "PERSON"), GoldSpan(21, 25, "DATE"))


BROKEN = {
    "past the end": (jsonl({"id": "d1", "text": "Gail", "spans": [SPAN]}), r"'d1'.*outside its 4 characters"),
    "overlap": (
        jsonl({"id": "d1", "text": TEXT, "spans": [SPAN, {**SPAN, "start": 5}]}),
        r"'d1'.*overlap at character 5",
    ),
    "duplicate": (
        jsonl({"id": "d1", "text": "a", "spans": []}, {"id": "d1", "text": "b", "spans": []}),
        "'d1'.*same id",
    ),
    "no offsets": (jsonl({"id": "d1", "text": TEXT, "spans": [{"label": "X"}]}), "'d1'.*whole 'start'"),
    "offset is text": (jsonl({"id": "d1", "text": TEXT, "spans": [{**SPAN, "end": "7"}]}), "'d1'.*whole 'start'"),
    "backwards": (jsonl({"id": "d1", "text": TEXT, "spans": [{**SPAN, "start": 9}]}), "'d1'.*outside"),
    "label": (jsonl({"id": "d1", "text": TEXT, "spans": [{**SPAN, "label": "PERSN"}]}), "'d1'.*'PERSON'"),
    "not json": ("{", "line 1: not JSON"),
    "no text": (jsonl({"id": "d1", "spans": []}), "line 1: a document has 'text'"),
    "empty": ("\n", "holds no document"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_gold_standard_names_the_document_and_quotes_nothing(tmp_path: Path, name: str) -> None:
    text, hint = BROKEN[name]
    path = tmp_path / "gold.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(GoldError, match=hint) as caught:
        load_gold(path)

    assert "Gail" not in str(caught.value)


@pytest.mark.parametrize(
    "marked", [f"{L}PERSON|Gail", f"Gail{R}", f"{L}PERSON|a{L}DATE|b{R}{R}", f"{L}PERSON|{R}", f"{L}Gail{R}"]
)
def test_an_unbalanced_mark_names_its_line(tmp_path: Path, marked: str) -> None:
    path = tmp_path / "n7.txt"
    path.write_text("first line\n" + marked, "utf-8")
    with pytest.raises(GoldError, match="'n7', line 2"):
        load_gold(path)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "n7.txt"
    path.write_bytes("Joaquín".encode("latin-1"))
    with pytest.raises(GoldError, match="n7.txt: not UTF-8"):
        load_gold(path)


@pytest.mark.parametrize("name", ["gold.csv", "gold.json", "nowhere.jsonl"])
def test_what_is_no_gold_standard_is_refused(tmp_path: Path, name: str) -> None:
    if name != "nowhere.jsonl":
        (tmp_path / name).write_text("{}", "utf-8")
    with pytest.raises(GoldError, match=name):
        load_gold(tmp_path / name)


def test_entity_types_are_counted_under_a_label() -> None:
    assert label_of("US_SSN").name == "ID"
    assert label_of("home_group").name == "FACILITY"
    with pytest.raises(ValueError, match="'PERSON'"):
        label_of("PERSSON")


def test_predictions_from_a_file_and_from_a_function(tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    path.write_text(jsonl({"id": "d1", "spans": [SPAN]}), "utf-8")

    assert list(load_system(str(path))([document()])) == [[(0, 7, "PERSON")]]
    with pytest.raises(GoldError, match="no prediction for document 'd2'"):
        list(load_system(str(path))([GoldDocument("d2", "x", ())]))
    with pytest.raises(NotesafeError, match="cannot be imported"):
        load_system("nowhere:find")
    with pytest.raises(NotesafeError, match="unknown system"):
        load_system("nowhere")


@given(st.integers(1, 400))
def test_the_bound_of_a_clean_sample_is_the_textbook_s(count: int) -> None:
    assert bound_after(count) == pytest.approx(1 - 0.05 ** (1 / count), abs=1e-6)
    assert bound_after(documents_needed(0.03)) <= 0.03


def test_a_sample_is_drawn_once_each_and_can_be_drawn_again() -> None:
    files = [Path(f"{i}.txt") for i in range(30)]

    assert draw_sample(files, 10, seed=1) == draw_sample(files, 10, seed=1)
    assert len(set(draw_sample(files, 10, seed=1))) == 10
    with pytest.raises(NotesafeError, match="31 of 30"):
        draw_sample(files, 31, seed=1)


@pytest.mark.model
def test_the_command_prints_figures_and_writes_a_page(tmp_path: Path) -> None:
    gold, page = tmp_path / "gold.jsonl", tmp_path / "report.html"
    gold.write_text(jsonl({"id": "d1", "text": TEXT, "spans": [SPAN]}), "utf-8")
    done = CliRunner().invoke(app, ["evaluate", str(gold), "--errors", "-o", str(page)])

    assert done.exit_code == 0
    assert "| PERSON | 100.0 | 1 |" in done.stdout
    assert "Gail" not in page.read_text("utf-8")
    assert CliRunner().invoke(app, ["evaluate", str(gold), "-o", str(tmp_path / "x.csv")]).exit_code == 1
    assert CliRunner().invoke(app, ["evaluate", str(tmp_path / "no.jsonl")]).exit_code == 1


def test_the_command_draws_a_sample(tmp_path: Path) -> None:
    for i in range(5):
        (tmp_path / f"{i}.txt").write_text("x", "utf-8")
    done = CliRunner().invoke(app, ["evaluate", str(tmp_path), "--sample", "3", "-o", str(tmp_path / "out")])

    assert "at most 63.2 % of all leak" in " ".join(done.stdout.split())
    assert len(list((tmp_path / "out").iterdir())) == 3


ROOT = Path(__file__).parents[1] / "benchmarks" / "documents"


@pytest.mark.parametrize(("part", "least"), [("open", 100), ("sealed", 100)])
def test_the_benchmark_is_whole(part: str, least: int) -> None:
    documents = load_gold(ROOT / part)

    assert len(documents) >= least
    assert sum(d.meta["genre"] == "no_identifiers" for d in documents) >= 12
    assert all({"genre", "style", "names"} <= set(d.meta) for d in documents)
    for d in documents:
        if d.meta["genre"] == "no_identifiers":
            assert not [s for s in d.spans if label_of(s.label).counts == "direct"]
