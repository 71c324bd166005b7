"""The redactor and the model that ship, on a document of every format with someone in every place that can hide one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import hiding
from formats_kit import layers
from notesafe import Redactor
from notesafe.batch import BatchResult, redact_files
from notesafe.formats import FORMATS, read_bytes_as
from notesafe.formats.column_names import may_identify

pytestmark = [pytest.mark.model, pytest.mark.slow]
ENDINGS = {**{kind: kind for kind in FORMATS}, "pdf": "txt"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, BatchResult]:
    folder = tmp_path_factory.mktemp("hiding")
    hiding.write_all(folder / "notes")
    return folder / "notes", folder / "out", redact_files(folder / "notes", folder / "out")


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor()


def outputs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and ".notesafe" not in path.parts)


def left(data: bytes) -> list[str]:
    """Return what of `hiding.GONE` is in any byte, whatever is packed, encoded or parted by tags and blanks."""
    found: set[str] = set()
    for layer in layers(data):
        for codec in ("utf-8", "utf-16-le"):
            text = layer.decode(codec, "replace").lower()
            for form in (text, re.sub(r"<[^>]*>", "", text), re.sub(r"<[^>]*>|\s", "", text)):
                found |= {name for name in hiding.GONE if name in form}
    return sorted(found)


def of(kind: str, run: tuple[Path, Path, BatchResult]) -> bytes:
    """Return the output of the document of a kind: two have the ending .txt, and that of the PDF comes second."""
    found = [path for path in outputs(run[1]) if path.suffix == f".{ENDINGS[kind]}"]
    return sorted(found, key=lambda path: path.stem.endswith("_2"))[-1 if kind == "pdf" else 0].read_bytes()


def test_every_format_is_there_and_none_fails(run: tuple[Path, Path, BatchResult]) -> None:
    notes, out, result = run

    assert result.failed == result.plan.refused == ()
    assert {path.suffix[1:] for path in outputs(notes)} == set(FORMATS)
    assert len(outputs(out)) == len(FORMATS)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_input_names_someone_and_no_byte_of_the_output_does(kind: str, run: tuple[Path, Path, BatchResult]) -> None:
    (data,) = (path.read_bytes() for path in outputs(run[0]) if path.suffix == f".{kind}")

    assert left(data) != [] or kind in {"pdf"}  # the streams of that PDF are packed
    assert left(of(kind, run)) == []


def test_no_name_is_in_names_of_files_nor_in_what_a_run_says(run: tuple[Path, Path, BatchResult]) -> None:
    room = run[1] / ".notesafe"
    told = " ".join(str(path.relative_to(run[1])) for path in run[1].rglob("*"))
    told += (room / "manifest.json").read_text("utf-8") + (room / "journal.jsonl").read_text("utf-8")

    assert left(told.encode()) == []


def _docx(data: bytes) -> None:
    from docx import Document as Word

    word = Word(io.BytesIO(data))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[0].startswith("Client [")
    assert texts[0].endswith("She sat down.")
    assert any(re.fullmatch(r"I saw \[[A-Z_0-9]+\] today\.", text) for text in texts)
    assert [len(row.cells) for row in word.tables[0].rows] == [2, 2]
    assert [comment.author for comment in word.comments] == ["Author"]
    assert word.sections[0].header.paragraphs[0].text.startswith("Client: [")


def _vtt(data: bytes) -> None:
    import webvtt

    cues = webvtt.from_buffer(io.BytesIO(data), format="vtt")
    assert [cue.start for cue in cues] == ["00:00:01.000", "00:00:03.000", "00:00:05.000", "00:00:07.000"]
    assert cues[0].text.startswith("My sponsor is [")


def _srt(data: bytes) -> None:
    import webvtt

    cues = webvtt.from_buffer(io.BytesIO(data.replace(b"\r\n", b"\n")), format="srt")
    assert [cue.end for cue in cues] == ["00:00:02.000", "00:00:03.000", "00:00:05.000", "00:00:06.000"]
    assert cues[1].text.strip().startswith("and my brother [")


def _json(data: bytes) -> None:
    made = json.loads(data)
    assert list(made) == list(hiding.JSON)
    assert [len(segment["words"]) for segment in made["segments"]] == [4, 3, 2]
    assert made["text"].startswith(" My sponsor [")


def _eml(data: bytes) -> None:
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["attachment-1.docx", None]
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert "\n> On " in plain.get_content()
    _docx(next(mail.iter_attachments()).get_content())


def _html(data: bytes) -> None:
    tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            tags.append(tag)

    Reader().feed(data.decode())
    assert not {"script", "style", "iframe", "svg", "img"} & set(tags)
    assert tags[:4] == ["html", "head", "meta", "meta"]
    assert "<h1>Session</h1>" in data.decode()


def _rtf(data: bytes) -> None:
    from striprtf.striprtf import rtf_to_text

    text = rtf_to_text(data.decode("ascii"))
    assert re.search(r"My sponsor \[[A-Z_0-9]+\]\s*, MRN \[", text)


def _csv(data: bytes, delimiter: str = ",", rows: int = 3) -> None:
    made = list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))
    assert len(made) == rows
    assert {len(row) for row in made} == {len(made[0])}
    assert made[1][-1].startswith("Her sponsor [")


def _jsonl(data: bytes) -> None:
    first, second = (json.loads(line) for line in data.splitlines())
    assert first["note"].startswith("Her sponsor [")
    assert (first["tokens"], list(second)) == ([], ["note"])


def _parquet(data: bytes) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(data))
    said = f"{table.to_pylist()}{table.schema.to_string(show_schema_metadata=True)}{pq.ParquetFile(pa.BufferReader(data)).metadata.metadata}"
    assert left(said.encode()) == []
    assert table.num_rows == 2
    assert table.schema.names == ["note", "mrn", "kind", "raw", "turns"]
    assert table.column("raw").null_count == 2
    assert table.column("note")[0].as_py().startswith("Client [")


def _text(data: bytes) -> None:
    assert "sponsor [" in data.decode("utf-8-sig")


READERS: dict[str, Callable[[bytes], None]] = {
    "txt": _text, "md": _text, "pdf": _text, "docx": _docx, "vtt": _vtt, "srt": _srt, "json": _json, "eml": _eml, "html": _html,
    "rtf": _rtf, "csv": _csv, "tsv": lambda data: _csv(data, "\t", 2), "jsonl": _jsonl, "parquet": _parquet,
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_another_program_opens_the_output(kind: str, run: tuple[Path, Path, BatchResult]) -> None:
    READERS[kind](of(kind, run))


def test_a_rebuilt_pdf_hides_nothing(redactor: Redactor) -> None:
    from pypdf import PdfReader

    document = read_bytes_as("pdf", hiding.pdf(), pdf="rebuild")
    done = redactor.redact(document.text)
    data = document.rewritten(done.spans, done.text)
    reader = PdfReader(io.BytesIO(data))
    unpacked = [page.get_contents().get_data() for page in reader.pages]  # type: ignore[union-attr]

    assert [left(part) for part in (data, *unpacked, str(reader.metadata).encode())] == [[]] * (len(unpacked) + 2)
    assert "Session: her sponsor [" in reader.pages[0].extract_text()
    assert (reader.attachments, reader.get_fields(), reader.outline) == ({}, None, [])


@pytest.mark.parametrize(
    "name",
    ["Notes about Marisol Quintero", "marisol", "MTrujillo_notes", "call 503-555-0142", "notes for Bob S.", "seen 3/14/2024"],
)  # fmt: skip
def test_the_name_of_a_column_may_name_someone(name: str, redactor: Redactor) -> None:
    assert may_identify(name, redactor)


@pytest.mark.parametrize(
    "name",
    """id note session_note text speaker turns therapist_notes date age gender race mrn phq9_total gad7 audit_c cows_score asam_level
    days_sober sobriety_date drug_of_choice medication naltrexone_mg mat_program session_type duration_minutes start created_at
    risk_level diagnosis icd10 subjective homework provider state zip payer SOAP DAP BIRP tx_plan mood craving sponsor home_group
    step_work meeting_count aa_meetings monday_notes q2_2024 2024q3 FY24 w12 week_1 x z embedding label wordcount prompt completion meta
    Client_Name""".split(),  # noqa: SIM905 - words read better as words
)
def test_the_name_of_a_column_that_only_says_what_it_holds(name: str, redactor: Redactor) -> None:
    assert not may_identify(name, redactor)


def test_names_of_columns_that_may_name_someone_are_warned_of_and_not_quoted(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.csv").write_text("id,notes on Marisol,plan,trujillo_mood\n1,calm,rest,ok\n", "utf-8")
    (notes / "b.jsonl").write_text('{"id": 1, "in": {"quintero": "calm"}}\n{"id": 2}\n', "utf-8")
    inner = pa.struct([pa.field("whitaker", pa.string())])
    table = pa.table(
        {"Notes about Marisol Quintero": ["calm"], "more": pa.array([{"whitaker": "ok"}], inner), "plan": ["x"]}
    )
    pq.write_table(table, notes / "c.parquet")
    (notes / "d.csv").write_text("id,note\n1,calm\n", "utf-8")
    (notes / "e.csv").write_text("id,Notes about Marisol Quintero\n1,calm\n", "utf-8")
    result = redact_files(notes, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / ".notesafe" / "manifest.json").read_text("utf-8"))
    journal = (tmp_path / "out" / ".notesafe" / "journal.jsonl").read_text("utf-8")

    assert [warning.partition(". They")[0] for warning in result.warnings] == [
        "d000001: names of columns or keys that may say who the records are about: 2 (columns 2, 4)",
        "d000002: names of columns or keys that may say who the records are about: 1",
        "d000003: names of columns or keys that may say who the records are about: 2",
    ]
    assert manifest["warnings"] == list(result.warnings)
    assert [(row.shown, "looks like a record" in row.reason) for row in result.failed] == [("d000005", True)]
    assert left((str(result.warnings) + str(result.failed) + json.dumps(manifest) + journal).encode()) == []
