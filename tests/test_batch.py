"""Many files: what comes out, what is refused, what is left after a failure. The model that ships; no network."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from notes import SOAP, SOAP_GONE
from notesafe import BatchError
from notesafe.batch import BatchResult, find_inputs, redact_files
from notesafe.batch.journal import Journal
from notesafe.batch.names import Names
from notesafe.cli import app
from notesafe.formats import Limits

pytestmark = pytest.mark.model
RUN = CliRunner()
NAMES = ("marisol", "trujillo", "gail", "hartman", "0048291", "1988", "troutdale")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Some notes in several formats, with names in every place, the names of folders too."""
    folder = tmp_path / "notes"
    (folder / "Marisol Trujillo").mkdir(parents=True)
    (folder / "Marisol Trujillo" / "MTrujillo_progress.txt").write_text(f"{SOAP}\n", "utf-8")
    (folder / "a.md").write_text("Sponsor Gail Hartman called from Troutdale.\n", "utf-8")
    (folder / "group.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nmy sponsor Gail called\n", "utf-8")
    rows = 'id,mrn,dob,client,note\n1,0048291,3/14/1988,Marisol Trujillo,"Marisol called,\nand left"\n2,,,,nothing to say\n'
    (folder / "table.csv").write_text(rows, "utf-8")
    return folder


def outputs(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.relative_to(out).parts[0] != ".notesafe"
    }


def told(out: Path) -> str:
    """Return all that a run says of itself."""
    room = out / ".notesafe"
    text = (room / "manifest.json").read_text("utf-8") + (room / "journal.jsonl").read_text("utf-8")
    return re.sub(r"[0-9a-f]{16,}", "", text)  # digests may spell a year


def test_a_folder_comes_out_with_no_name_in_it_nor_in_a_name(notes: Path, tmp_path: Path) -> None:
    result = redact_files(notes, tmp_path / "out")
    found = outputs(tmp_path / "out")
    text = " ".join([*found, *(data.decode() for data in found.values()), told(tmp_path / "out")]).lower()

    assert result.failed == ()
    assert result.documents == 5
    assert len(found) == 4
    assert [name for name in (*NAMES, *SOAP_GONE) if name.lower() in text] == []
    assert "called,\nand left" in text


def test_a_structured_cell_feeds_the_text_of_its_row(tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    table.write_text('{"client": "Zyanya Quill", "mrn": 99812, "note": "told zyanya to rest"}\n', "utf-8")
    redact_files(table, tmp_path / "out")
    row = json.loads(next(iter(outputs(tmp_path / "out").values())))

    assert "zyanya" not in str(row).lower()
    assert row["mrn"] != 99812
    assert row["note"].startswith("told [CLIENT] to")


def test_bad_files_are_listed_and_all_others_are_done(notes: Path, tmp_path: Path) -> None:
    (notes / "cut.docx").write_bytes(b"PK\x03\x04cut off")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 4_000_000)
    (notes / "bomb.docx").write_bytes(bomb.getvalue())
    (notes / "latin.txt").write_bytes("Joaquín called".encode("cp1252"))
    (notes / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    outside = tmp_path / "outside.txt"
    outside.write_text("Gail", "utf-8")
    (notes / "link.txt").symlink_to(outside)
    (notes / "linked").symlink_to(tmp_path, target_is_directory=True)
    (notes / ".hidden").write_text("Gail", "utf-8")
    (notes / "rows.jsonl").write_text('{"note": "Gail called"}\n{"note": "cut\n', "utf-8")
    result = redact_files(notes, tmp_path / "out")
    reasons = " ".join(row.reason for row in (*result.failed, *result.plan.refused))

    assert result.exit_code == 1
    assert result.documents == 6
    assert len(result.failed) == 4
    assert len(result.plan.refused) == 3
    assert result.plan.hidden == 1
    assert reasons.count("a link out of the folder") == 2
    assert "zip bomb" in reasons
    assert "not UTF-8" in reasons
    assert [name for name in NAMES if name in (reasons + told(tmp_path / "out")).lower()] == []
    assert json.loads(outputs(tmp_path / "out")["rows.jsonl"]) == {"note": "[PERSON] called"}


def test_a_line_over_the_limit_is_refused_and_the_rows_after_it_are_done(tmp_path: Path) -> None:
    table = tmp_path / "long.jsonl"
    table.write_text(json.dumps({"note": "x " * 5_000}) + '\n{"note": "Sponsor Gail called"}\n', "utf-8")
    result = redact_files(table, tmp_path / "out", limits=Limits(max_line=4_000))

    assert [row.shown for row in result.failed] == ["long.jsonl, row 1"]
    assert b"[SPONSOR] called" in outputs(tmp_path / "out")["long.jsonl"]


@pytest.mark.slow
def test_a_line_of_500_megabytes_takes_no_such_memory(tmp_path: Path) -> None:
    import tracemalloc

    table = tmp_path / "long.jsonl"
    with table.open("wb") as file:
        file.write(b'{"note": "Sponsor Gail called"}\n')
        file.seek(500 * 2**20, os.SEEK_CUR)
        file.write(b'\n{"note": "Sponsor Gail called"}\n')
    redact_files(tmp_path / "long.jsonl", tmp_path / "warm", limits=Limits(max_line=1000))
    tracemalloc.start()
    result = redact_files(table, tmp_path / "out")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(result.failed) == 1
    assert result.documents == 2
    assert peak < 250 * 2**20


def test_ids_that_stand_twice_are_said(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("id,note\n7,Gail called\n7,Gail left\n8,nothing\n", "utf-8")
    result = redact_files(table, tmp_path / "out", id_column="id")

    assert any("1 records have an id" in warning for warning in result.warnings)
    assert result.exit_code == 2
    assert outputs(tmp_path / "out")["table.csv"].count(b"\n") == 4


@pytest.mark.parametrize("where", ["notes/out", "notes", "."])
def test_an_output_that_overlaps_the_input_is_refused(notes: Path, tmp_path: Path, where: str) -> None:
    with pytest.raises(BatchError, match="output folder"):
        redact_files(notes, tmp_path / where)


def test_an_output_folder_with_other_files_is_refused(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(BatchError, match="not empty"):
        redact_files(notes, tmp_path / "out")


def test_an_output_that_cannot_be_written_is_a_clear_error(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(BatchError, match=r"cannot be written \(Not a directory\)"):
        redact_files(notes, tmp_path / "file" / "out")


def test_a_dry_run_counts_and_writes_nothing(notes: Path, tmp_path: Path) -> None:
    (notes / "x.xlsx").write_bytes(b"")
    done = RUN.invoke(app, ["batch", str(notes), "--out", str(tmp_path / "out"), "--dry-run"])

    assert done.exit_code == 1
    assert "4 files" in done.stdout
    assert "refused" in done.stdout
    assert "Marisol" not in done.stdout
    assert not (tmp_path / "out").exists()


def test_the_command_says_how_it_went_and_shows_no_name_it_was_not_given(notes: Path, tmp_path: Path) -> None:
    (notes / "Marisol Trujillo" / "Gail Hartman.docx").write_bytes(b"PK")
    done = RUN.invoke(app, ["batch", str(notes), "--out", str(tmp_path / "out"), "-p", "part2"])

    assert done.exit_code == 1
    assert "5 notes redacted into 4 files" in done.stderr
    assert [name for name in NAMES if name in (done.stdout + done.stderr).lower()] == []


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A disk that is full after some files; `left` says how many go on it still."""
    state = {"left": 10**9}
    real = os.replace

    def replace(source: Any, target: Any) -> None:
        if ".notesafe" not in str(target):
            if state["left"] <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            state["left"] -= 1
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    return state


def test_a_full_disk_stops_the_run_which_then_goes_on(notes: Path, tmp_path: Path, full_disk: dict[str, int]) -> None:
    redact_files(notes, tmp_path / "whole")
    full_disk["left"] = 1
    with pytest.raises(BatchError, match="No space left on device"):
        redact_files(notes, tmp_path / "out")
    assert len(outputs(tmp_path / "out")) == 1
    full_disk["left"] = 10**9
    result = redact_files(notes, tmp_path / "out")

    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")
    assert result.documents == 5


class _KilledError(BaseException):
    pass


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4])
def test_a_run_stopped_at_any_line_of_its_journal_goes_on_and_ends_the_same(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    (notes / "big.jsonl").write_text('{"note": "Gail called"}\n' * 250, "utf-8")
    redact_files(notes, tmp_path / "whole")
    real = Journal.append
    left = [after]

    def append(self: Journal, entry: dict[str, Any]) -> None:
        if left[0] == 0:
            with self.path.open("ab") as file:
                file.write(b'{"task": 9, "torn')
            raise _KilledError
        left[0] -= 1
        real(self, entry)

    monkeypatch.setattr(Journal, "append", append)
    with pytest.raises(_KilledError):
        redact_files(notes, tmp_path / "out")
    monkeypatch.setattr(Journal, "append", real)
    result = redact_files(notes, tmp_path / "out")

    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")
    assert result.documents == 255
    assert list((tmp_path / "out" / ".notesafe" / "parts").iterdir()) == []


def test_a_finished_run_does_nothing_more(notes: Path, tmp_path: Path) -> None:
    first = redact_files(notes, tmp_path / "out")
    before = (tmp_path / "out" / ".notesafe" / "journal.jsonl").read_bytes()
    again = redact_files(notes, tmp_path / "out")

    assert again.manifest == first.manifest
    assert (tmp_path / "out" / ".notesafe" / "journal.jsonl").read_bytes() == before


def test_a_run_with_another_policy_is_refused_and_begun_anew_if_asked(notes: Path, tmp_path: Path) -> None:
    redact_files(notes, tmp_path / "out")
    with pytest.raises(BatchError, match="another policy, another policy_sha256"):
        redact_files(notes, tmp_path / "out", policy="part2")
    result: BatchResult = redact_files(notes, tmp_path / "out", policy="part2", resume=False)

    assert result.manifest["policy"] == "part2"
    assert len(outputs(tmp_path / "out")) == 4


def test_an_input_that_was_changed_or_added_between_runs_is_refused(notes: Path, tmp_path: Path) -> None:
    redact_files(notes, tmp_path / "out")
    (notes / "a.md").write_text("Peer Bob S. called.\n", "utf-8")
    with pytest.raises(BatchError, match="1 finished documents were changed"):
        redact_files(notes, tmp_path / "out")
    (notes / "b.md").write_text("Peer Bob S. called.\n", "utf-8")
    with pytest.raises(BatchError, match="other files"):
        redact_files(notes, tmp_path / "out")


def test_names_that_become_one_are_numbered_in_the_order_of_the_input() -> None:
    names = Names()
    given = [names.give(f"{who}/x.txt", ("folder", "note.txt")) for who in ("Ann", "Bo")]
    given += [names.give("Ann/y.txt", ("folder", "Note.txt")), names.give("z.txt", ("note.txt",))]

    assert given == ["folder/note.txt", "folder_2/note.txt", "folder/Note_2.txt", "note.txt"]


def test_patterns_and_files_named_twice_are_read_once(notes: Path, tmp_path: Path) -> None:
    plan = find_inputs([str(notes / "**" / "*.txt"), notes / "a.md", notes / "a.md"], tmp_path / "out")

    assert [item.kind for item in plan.items] == ["txt", "md"] or [item.kind for item in plan.items] == ["md", "txt"]
    with pytest.raises(BatchError, match="no file, folder or match"):
        find_inputs(["nothing*here"], tmp_path / "out")
