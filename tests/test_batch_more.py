"""Frames, ledgers, several processes, a kill -9, a worker that dies, the sealed log, the notice of Part 2."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from typer.testing import CliRunner

from notesafe import LedgerError, RedactionError, Redactor
from notesafe.batch import redact_files, redact_table
from notesafe.batch.inputs import Item
from notesafe.batch.rows import cells_of, note_of
from notesafe.batch.tasks import DIED, FilesTask
from notesafe.batch.worker import Worker
from notesafe.cli import app
from notesafe.ledger import Ledger, create_key_file
from notesafe.notice import NOTICE
from notesafe.runlog import LogWriter, read_log

pytestmark = pytest.mark.model
RUN = CliRunner()
KEY = bytes(range(32))
ROWS = {
    "client": ["Marisol Trujillo", "Tomas Rourke"],
    "dob": ["3/14/1988", None],
    "score": [14, 9],
    "note": ["marisol called her sponsor Gail on 3/14/2024", "Tomas left"],
}


def outputs(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.relative_to(out).parts[0] != ".notesafe"
    }


def some_notes(folder: Path, count: int = 20) -> Path:
    folder.mkdir(parents=True)
    for number in range(count):
        text = f"Sponsor Gail Hartman called Tomas on 3/{number + 1}/2024 about {number} days clean.\n"
        (folder / f"n{number:02}.txt").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("frame", [pl.DataFrame(ROWS), pd.DataFrame(ROWS)], ids=["polars", "pandas"])
def test_a_frame_comes_back_as_its_own_kind(frame: Any) -> None:
    done = redact_table(frame)
    text = str(done["note"][0]) + str(done["client"][0]) + str(done["dob"][0])

    assert type(done) is type(frame)
    assert list(done["score"]) == [14, 9]
    assert [word for word in ("arisol", "Trujillo", "Gail", "1988", "2024") if word in text] == []


def test_a_row_that_fails_raises_or_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Redactor.redact

    def redact(self: Redactor, text: Any, **more: Any) -> Any:
        if "Tomas" in getattr(text, "text", ""):
            raise RedactionError("no")
        return real(self, text, **more)

    monkeypatch.setattr(Redactor, "redact", redact)
    with pytest.raises(RedactionError, match=r"1 rows could not be redacted \(rows 2\)"):
        redact_table(pl.DataFrame(ROWS))

    assert redact_table(pl.DataFrame(ROWS), on_error="null")["note"][1] is None


def test_a_name_that_reaches_over_two_cells_is_gone_from_both() -> None:
    cells = {"note": "saw Gail", "mrn": "0048291"}
    done = Redactor().redact(note_of(cells, subject=None, document="d"))
    new = cells_of(cells, done)

    assert list(new) == ["note", "mrn"]
    assert "0048291" not in new["mrn"]
    assert "Gail" not in new["note"]


@pytest.mark.parametrize("table", ["csv", "tsv", "parquet"])
def test_tables_on_disk_come_back_in_their_format(tmp_path: Path, table: str) -> None:
    path = tmp_path / f"study.{table}"
    frame = pl.DataFrame(ROWS)
    if table == "parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path, separator="\t" if table == "tsv" else ",")
    result = redact_table(path, tmp_path / "out")
    made = tmp_path / "out" / f"study.{table}"
    again = (
        pl.read_parquet(made) if table == "parquet" else pl.read_csv(made, separator="\t" if table == "tsv" else ",")
    )

    assert result.documents == 2
    assert again.shape == (2, 4)
    assert "arisol" not in str(again.to_dict(as_series=False))


def test_a_ledger_gives_all_runs_the_same_names_and_workers_only_read_it(tmp_path: Path) -> None:
    notes = some_notes(tmp_path / "notes", 6)
    Ledger.create(tmp_path / "l", key=KEY).close()
    options: dict[str, Any] = {"policy": "research", "ledger": tmp_path / "l", "key": KEY}
    redact_files(notes, tmp_path / "one", **options)
    redact_files(notes, tmp_path / "two", **options)
    texts = outputs(tmp_path / "one")

    assert texts == outputs(tmp_path / "two")
    assert len({text.split(b" called")[0] for text in texts.values()}) == 1
    assert not any(b"Gail" in text or b"Tomas" in text for text in texts.values())


def test_another_ledger_is_refused(tmp_path: Path) -> None:
    notes = some_notes(tmp_path / "notes", 2)
    for name in ("a", "b"):
        Ledger.create(tmp_path / name, key=KEY).close()
    redact_files(notes, tmp_path / "out", policy="research", ledger=tmp_path / "a", key=KEY)
    with pytest.raises(Exception, match="another ledger"):
        redact_files(notes, tmp_path / "out", policy="research", ledger=tmp_path / "b", key=KEY)


@pytest.mark.slow
def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    notes = some_notes(tmp_path / "notes", 30)
    pl.DataFrame({"note": [f"Gail called {n} times" for n in range(250)]}).write_ndjson(notes / "t.jsonl")
    redact_files(notes, tmp_path / "one")
    redact_files(notes, tmp_path / "two", jobs=2)

    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends SIGKILL")
def test_a_killed_run_leaves_whole_files_only_and_goes_on(tmp_path: Path) -> None:
    notes = some_notes(tmp_path / "notes", 60)
    redact_files(notes, tmp_path / "whole")
    code = (
        "import sys; from notesafe.batch import redact_files\n"
        "if __name__ == '__main__': redact_files(sys.argv[1], sys.argv[2], jobs=2)"
    )
    script = tmp_path / "run.py"
    script.write_text(code, "utf-8")
    command = [sys.executable, "-W", "ignore", str(script), str(notes), str(tmp_path / "out")]
    running = subprocess.Popen(command, start_new_session=True)
    until = time.monotonic() + 240
    while len(outputs(tmp_path / "out")) < 9 and running.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    whole = outputs(tmp_path / "whole")
    partly = outputs(tmp_path / "out")
    result = redact_files(notes, tmp_path / "out")

    assert partly.items() <= whole.items()
    assert outputs(tmp_path / "out") == whole
    assert result.documents == 60


class _Dies(Worker):
    def redact_files(self, task: FilesTask) -> Any:
        if any(item.path.name == "n03.txt" for item in task.items):
            os._exit(9)
        return super().redact_files(task)


def _begin_dying(options: Any) -> None:
    from notesafe.batch import pool

    pool._begin(options)
    pool._here["worker"] = _Dies(options)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_document_that_kills_its_worker_is_listed_and_all_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from notesafe.batch.pool import Pool

    def start(self: Pool) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(2, get_context("fork"), _begin_dying, (self._options,))

    monkeypatch.setattr(Pool, "_start", start)
    notes = some_notes(tmp_path / "notes", 10)
    result = redact_files(notes, tmp_path / "out", jobs=2)

    assert [row.reason for row in result.failed] == [DIED]
    assert result.documents == 9


def test_the_log_is_sealed_and_shown_with_the_key_only(tmp_path: Path) -> None:
    notes = some_notes(tmp_path / "notes", 10)
    key = create_key_file(tmp_path / "key")
    redact_files(notes, tmp_path / "out", log=tmp_path / "log", log_key=key)
    sealed = b"".join(path.read_bytes() for path in (tmp_path / "log").iterdir())
    done = RUN.invoke(app, ["log", "show", str(tmp_path / "log"), "--key-file", str(key)])

    assert b"Gail" not in sealed
    assert "'Gail Hartman' -> '[SPONSOR]'" in done.stdout
    assert done.stdout.count("Gail Hartman") == 10
    with pytest.raises(LedgerError):
        list(read_log(tmp_path / "log", key=KEY))
    (tmp_path / "log" / "00000000.sealed").unlink()
    with pytest.raises(LedgerError, match="missing"):
        list(read_log(tmp_path / "log", key=key))


def test_a_log_may_not_lie_in_the_output_or_join_another(tmp_path: Path) -> None:
    notes = some_notes(tmp_path / "notes", 1)
    with pytest.raises(Exception, match="may not lie in the output"):
        redact_files(notes, tmp_path / "out", log=tmp_path / "out" / "log", log_key=KEY)
    LogWriter(tmp_path / "log", key=KEY, run="a")
    with pytest.raises(LedgerError, match="another run"):
        LogWriter(tmp_path / "log", key=KEY, run="b")


@pytest.mark.parametrize("policy", ["share", "part2", "safe_harbor", "research", "strict", "supervision"])
def test_the_notice_survives_redaction_and_warns_where_the_status_is_not_hidden(policy: str) -> None:
    redactor = Redactor(policy)
    done = redactor.redact(f"{NOTICE}\n\nSponsor Gail called.")

    assert done.text.startswith(NOTICE)
    assert ("42 CFR Part 2 notice" in {flag.reason for flag in done.flags}) != redactor.policy.hides_status


def test_the_notice_is_put_before_a_text_once_and_beside_all(tmp_path: Path) -> None:
    notes = some_notes(tmp_path / "notes", 2)
    (notes / "name.txt").write_text("Marisol left.", "utf-8")
    redact_files(notes, tmp_path / "one", policy="part2", part2_notice=True)
    result = redact_files(tmp_path / "one", tmp_path / "two", policy="share", part2_notice=True)
    texts = outputs(tmp_path / "two")

    assert all(text.decode().count(NOTICE) == 1 for text in texts.values())
    assert outputs(tmp_path / "one")["name.txt"].decode() == f"{NOTICE}\n\n[PERSON] left."
    assert any("42 CFR Part 2" in warning for warning in result.warnings)


def test_an_item_shows_no_name() -> None:
    item = Item(7, Path("Gail.txt"), "Gail.txt", "txt", False, 3, False)

    assert repr(item) == "Item(d000007, txt, 3 bytes)"
    assert item.shown == "d000007"
