"""Spark on two local cores gives the same text as a plain run. Needs Java; says so if there is none."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notesafe import Redactor

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.spark, pytest.mark.enable_socket]
NOTES = ["Sponsor Gail Hartman called on 3/14/2024.", "gail h. left", None, "Peer Bob S. used heroin."] * 3


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A local cluster; its processes speak over the loopback only."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("there is no Java; apt-get install openjdk-17-jre-headless")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([*sys.path, os.environ.get("PYTHONPATH", "")])
    os.environ["PYTHONWARNINGS"] = "ignore"
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore")
def test_a_column_comes_out_as_a_plain_run_writes_it(spark: Any) -> None:
    from notesafe.spark import redact_column

    df = spark.createDataFrame([(n, text) for n, text in enumerate(NOTES)], "id int, note string").repartition(2)
    rows = sorted(redact_column(df, "note").collect())
    plain = Redactor()

    assert [row["note"] for row in rows] == [None if text is None else plain.redact(text).text for text in NOTES]
    assert {row["redaction_error"] for row in rows} == {None}


@pytest.mark.filterwarnings("ignore")
def test_workers_read_a_ledger_and_know_names_that_are_new(spark: Any, tmp_path: Path) -> None:
    from notesafe.ledger import Ledger
    from notesafe.spark import redact_column

    key = bytes(range(32))
    Ledger.create(tmp_path / "l", key=key).close()
    df = spark.createDataFrame([(n, text) for n, text in enumerate(NOTES)], "id int, note string").repartition(2)
    how: dict[str, Any] = {"policy": "research", "ledger": tmp_path / "l", "key": key, "id_column": "id"}
    rows = sorted(redact_column(df, "note", to="safe", **how).collect())
    with Ledger.open(tmp_path / "l", key=key, read_only=True) as ledger:
        from notesafe import Note

        plain = Redactor("research", ledger=ledger)
        texts = [None if t is None else plain.redact(Note(t, document=str(n))).text for n, t in enumerate(NOTES)]

    assert [row["safe"] for row in rows] == texts
    assert "note" not in rows[0].asDict()
    assert "Gail" not in str(texts)


def test_a_row_that_fails_is_null_with_a_reason() -> None:
    import pandas as pd

    from notesafe.spark import _redacted

    frames = iter([pd.DataFrame({"note": ["Sponsor Gail called", 7]}, dtype=object)])
    import pickle

    (done,) = _redacted(frames, pickle.dumps({}), None, ("note", None, None), None, "why")

    assert list(done["note"]) == ["Sponsor [SPONSOR] called", None]
    assert done["why"][1] == "a note is a str; got int"


def test_names_that_are_taken_are_refused() -> None:
    from notesafe.spark import redact_column

    class Frame:
        columns = ("id", "note")

    frame: Any = Frame()
    for wrong in ({"column": "text"}, {"column": "note", "reason": "id"}, {"column": "note", "to": "id"}):
        with pytest.raises(ValueError, match="column"):
            redact_column(frame, **wrong)
    with pytest.raises(ValueError, match="key"):
        redact_column(frame, "note", ledger="l")
