"""The report of a run: counts and bounds that hold, and no word of a note."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from notesafe import BatchError
from notesafe.batch import redact_files
from notesafe.cli import app
from notesafe.evidence import Evidence, read_evidence
from notesafe.evidence.quasi import quasi_table

RUN = CliRunner()
TRAITS = st.dictionaries(st.sampled_from(["age", "state"]), st.sampled_from(["a", "b"]), max_size=2)


@given(st.lists(st.tuples(st.sampled_from(["x", "y", "z"]), TRAITS), max_size=30))
def test_each_person_is_in_one_group(found: list[tuple[str, dict[str, str]]]) -> None:
    table = quasi_table(found)

    assert table.total == len({subject for subject, _ in found})
    assert table.smallest <= max(1, table.total)
    assert 0 <= table.share_small <= 1


def test_without_subjects_documents_are_counted_and_it_is_said() -> None:
    table = quasi_table([("", {"age": "30-39"})] * 11 + [("", {"age": "90 or over"})])

    assert (table.unit, table.smallest, round(table.share_small, 3)) == ("documents", 1, 0.083)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    rows = [f"{n % 12},Marisol is {30 + n} y/o and lives in Oregon. UDS positive for fentanyl.\n" for n in range(24)]
    (folder / "study.csv").write_text("person,note\n" + "".join(rows), "utf-8")
    (folder / "bad.docx").write_bytes(b"PK")
    redact_files(
        [folder / "study.csv", folder / "bad.docx"], folder / "out", policy="safe_harbor", subject_column="person"
    )
    return folder / "out"


@pytest.fixture(scope="module")
def report(run: Path) -> Evidence:
    return read_evidence(run, sample=10)


@pytest.mark.model
def test_the_report_counts_what_was_hidden_and_who_stands_out(report: Evidence) -> None:
    plain = report.to_dict()

    assert ("PERSON", 24) in [(name, count) for name, _, _, count in report.hidden()]
    assert plain["quasi-identifiers"]["counted"] == "people"
    assert report.quasi.total == 12
    assert report.quasi.smallest >= 1
    assert "Oregon" in str(plain["quasi-identifiers"]["groups"])
    assert len(report.sample) == 10
    assert round(report.bound, 3) == 0.259
    assert plain["run"]["failed"][0]["document"] == "bad.docx"


@pytest.mark.model
def test_the_report_holds_no_name_and_no_offset(report: Evidence) -> None:
    text = report.to_html() + report.to_json()

    assert [word for word in ("Marisol", "fentanyl", '"start"', '"end"', '"offset') if word in text] == []


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.model
def test_the_page_is_whole_accessible_and_needs_nothing_else(report: Evidence) -> None:
    html = report.to_html()
    page = _Page()
    page.feed(html)

    assert page.open == []
    assert page.seen.count("h1") == 1
    assert page.seen.count("table") == page.seen.count("caption")
    assert "lang='en'" in html
    assert "not a legal determination" in html
    assert "@media print" in html
    assert not {"script", "link", "img", "iframe"} & set(page.seen)
    assert "http" not in html


@pytest.mark.model
def test_the_command_writes_both_forms(run: Path, tmp_path: Path) -> None:
    for name in ("r.html", "r.json"):
        assert RUN.invoke(app, ["evidence", str(run), "-o", str(tmp_path / name)]).exit_code == 0
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["complete"]
    assert RUN.invoke(app, ["evidence", str(run), "-o", str(tmp_path / "r.doc")]).exit_code == 1


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="no finished run"):
        read_evidence(tmp_path)
