"""Tables: what is read, what is carried over, what is refused, and that nothing else moves."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats_kit import Fake, leaks
from notesafe.errors import FormatError
from notesafe.formats import Limits
from notesafe.formats.tables import Table, column_kind, column_role, open_table

CSV = (
    "\ufeffid,Client Name,DOB,note,count\r\n"
    '1,Marisol Trujillo,3/14/1988,"Saw Marisol\r\nTrujillo, ""calm""",7\r\n'
    '2,"Quibby Hartwell",1/1/1970,No change,08\r\n'
)


def through(table: Table, out: Path) -> list[str]:
    """Redact a table into *out*; return the errors of its rows."""
    fake, errors = Fake(), []
    with table.writer(out) as writer:
        for row in table.rows():
            if row.error is not None:
                errors.append(str(row.error))
            else:
                writer.write(row, {name: fake.redact(text).text for name, text in row.cells.items()})
    return errors


def file(tmp_path: Path, name: str, data: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_csv_keeps_its_dialect(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    errors = through(open_table(file(tmp_path, "in.csv", CSV)), out)

    assert errors == []
    assert leaks(out.read_bytes()) == []
    assert out.read_bytes().decode() == (
        "\ufeffid,Client Name,DOB,note,count\r\n"
        '1,[P],3/14/1988,"Saw [P], ""calm""",7\r\n2,"[P]",1/1/1970,No change,08\r\n'
    )
    assert next(csv.reader(io.StringIO(out.read_text("utf-8-sig")))) == ["id", "Client Name", "DOB", "note", "count"]


@pytest.mark.parametrize(
    ("name", "delimiter", "end"),
    [("a.tsv", "\t", "\n"), ("a.csv", ";", "\r\n"), ("a.csv", "|", "\n"), ("a.csv", ",", "\r")],
)
def test_delimiters_and_line_ends(tmp_path: Path, name: str, delimiter: str, end: str) -> None:
    text = end.join([delimiter.join(["a", "b", "c"]), delimiter.join(["Marisol", "x y", '"1"'])])
    out = tmp_path / "out"
    through(open_table(file(tmp_path, name, text)), out)

    assert out.read_bytes().decode() == text.replace("Marisol", "[P]")


def test_ids_subjects_roles_and_columns(tmp_path: Path) -> None:
    path = file(tmp_path, "in.csv", "key,who,MRN,note,memo\nk1,s1,48291337,Marisol,Marisol\n")
    table = open_table(path, columns=["note"], id_column="key", subject_column="who")
    row = next(table.rows())

    assert (row.number, row.id, row.subject) == (1, "k1", "s1")
    assert dict(row.cells) == {"MRN": "48291337", "note": "Marisol"}
    assert table.roles == {"MRN": "RECORD_NUMBER"}
    assert "Marisol" not in repr(row)


def test_a_row_that_was_not_looked_at_is_not_written(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, "in.csv", CSV))
    out = tmp_path / "out.csv"
    with pytest.raises(FormatError, match="row 1"), table.writer(out) as writer:
        writer.write(next(table.rows()), {"note": "x"})

    assert list(tmp_path.iterdir()) == [tmp_path / "in.csv"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Marisol,1,2,3", "has 4 fields where the header has 2"),
        ('"a" Marisol,1', "behind a closing quote"),
        ('x,"' + "Marisol" * 400 + '"', "longer than 1,000"),
        ('x,"' + "\nMarisol" * 400 + '"', "longer than 1,000"),
        ("x," + "Marisol" * 400, "longer than 1,000"),
        (b"x,Mar\xedsol", "is not UTF-8"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_on(tmp_path: Path, line: str | bytes, reason: str) -> None:
    filler = "b,ok\n" * 14_000  # so that the bad line is not in the head that tells the encoding
    data = b"a,b\n1,Marisol\n" + filler.encode() + (line.encode() if isinstance(line, str) else line) + b"\nlast,row\n"
    out = tmp_path / "out.csv"
    errors = through(open_table(file(tmp_path, "in.csv", data), limits=Limits(max_line=1_000)), out)

    assert len(errors) == 1
    assert "row 14,002" in errors[0]
    assert reason in errors[0]
    assert "Marisol" not in errors[0]
    assert out.read_text() == "a,b\n1,[P]\n" + filler + "last,row\n"


def test_a_cut_csv_is_named(tmp_path: Path) -> None:
    errors = through(open_table(file(tmp_path, "in.csv", 'a,b\n1,2\n3,"Marisol')), tmp_path / "out.csv")

    assert errors == ["csv: row 2 is cut off inside a quoted field. Mend it and run again."]


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("a.csv", b"name\nMar\xedsol\n", "encoding='cp1252'"),
        ("a.csv", b"", "header"),
        ("a.csv", b"Gail Hartman,Bend\nx,y\n", "looks like a record"),
        ("a.csv", b"note,1988-03-14\nx,y\n", "looks like a record"),
        ("a.csv", b"a,a\n1,2\n", "same name"),
        ("a.csv", b"PK\x03\x04", "another kind"),
        ("a.jsonl", "{}".encode("utf-16"), "UTF-8"),
        ("a.parquet", b"PAR1", "no Parquet"),
        ("a.txt", b"x", "no table"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes, hint: str) -> None:
    with pytest.raises(FormatError, match=hint):
        open_table(file(tmp_path, name, data))


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no column 'nte'"):
        open_table(file(tmp_path, "a.csv", "note\nx\n"), columns=["nte"])


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings_are_kept(tmp_path: Path, encoding: str) -> None:
    path, out = file(tmp_path, "a.csv", "näme,b\nMarisol,é\n".encode(encoding)), tmp_path / "out.csv"
    through(open_table(path, encoding=encoding), out)

    assert out.read_bytes() == "näme,b\n[P],é\n".encode(encoding)


@settings(max_examples=15)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8), min_size=2, max_size=2),
        max_size=6,
    )
)
def test_what_csv_writes_we_write_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("csv")
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    path = file(folder, "in.csv", text.getvalue())
    table = open_table(path)
    read = [list(row.cells.values()) for row in table.rows()]
    with table.writer(folder / "same.csv") as writer:
        for row in table.rows():
            writer.write(row, row.cells)
    with table.writer(folder / "out.csv") as writer:
        for row in table.rows():
            writer.write(row, {name: text[::-1] for name, text in row.cells.items()})

    assert read == rows
    assert (folder / "same.csv").read_bytes() == path.read_bytes()
    assert list(csv.reader(io.StringIO((folder / "out.csv").read_bytes().decode(), newline="")))[1:] == [
        [cell[::-1] for cell in row] for row in rows
    ]


RECORDS = [
    {
        "id": 1,
        "text": "Marisol Trujillo",
        "n": 1.50,
        "meta": {"speaker": "Quibby", "flag": True, "mrn": 48291337},
        "tokens": [1, 2],
    },
    {
        "id": 2,
        "turns": [{"who": "Zyxford", "text": "ok é"}, {"who": None, "text": "Hartwell"}],
        "by name": {"Marisol Trujillo": 3},
    },
]


def test_jsonl_keeps_nesting_numbers_and_layout(tmp_path: Path) -> None:
    lines = [
        json.dumps(RECORDS[0]).replace("1.5,", "1.50,"),
        json.dumps(RECORDS[1], ensure_ascii=False, separators=(",", ":")),
    ]
    path, out = file(tmp_path, "a.jsonl", "\r\n".join(lines)), tmp_path / "out.jsonl"
    table = open_table(path)
    errors = through(table, out)
    first, second = out.read_text().splitlines()

    assert errors == []
    assert leaks(out.read_bytes()) == []
    assert '"n": 1.50' in first
    assert json.loads(first) == {
        "id": 1,
        "text": "[P]",
        "n": 1.5,
        "meta": {"speaker": "[P]", "flag": True, "mrn": "[P]"},
        "tokens": [],
    }
    assert second == '{"id":2,"turns":[{"who":"[P]","text":"ok é"},{"who":null,"text":"[P]"}],"by name":{"[P]":3}}'
    assert set(list(table.rows())[1].cells) == {
        "turns[0].who",
        "turns[0].text",
        "turns[1].text",
        "by name.Marisol Trujillo{key}",
    }


def test_jsonl_columns_may_be_paths(tmp_path: Path) -> None:
    path = file(tmp_path, "a.jsonl", json.dumps(RECORDS[1]))

    assert list(next(open_table(path, columns=["turns.text"]).rows()).cells) == ["turns[0].text", "turns[1].text"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": "Marisol', "not JSON, or cut off"),
        ('["Marisol"]', "no JSON object"),
        ('{"a": "Marisol", "a": 2}', "key twice"),
        ('{"a":' * 80 + "1" + "}" * 80, "nested deeper"),
        ('{"a":' * 100_000, "nested too deep"),
        ('{"a": "' + "Marisol" * 100_000 + '"}', "longer than 600,000 bytes"),
        (b'{"a": "Mar\xedsol"}', "is not utf-8"),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, line: str | bytes, reason: str) -> None:
    data = b'{"a": "Marisol"}\n' + (line.encode() if isinstance(line, str) else line) + b'\n\n{"a": "b"}\n'
    out = tmp_path / "out.jsonl"
    errors = through(open_table(file(tmp_path, "a.jsonl", data), limits=Limits(max_line=600_000)), out)

    assert len(errors) == 1
    assert "row 2" in errors[0]
    assert reason in errors[0]
    assert "Marisol" not in errors[0]
    assert out.read_text() == '{"a": "[P]"}\n{"a": "b"}\n'


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_memory_is_that_of_a_record(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("w") as out:
        out.write("a,b\n" if name == "a.csv" else "")
        for number in range(1_500):
            out.write(f"{number},{'x' * 300}\n" if name == "a.csv" else f'{{"a": {number}, "b": "{"x" * 300}"}}\n')
        out.write("1," + "y" * 3_000_000 + "\n" if name == "a.csv" else '{"b": "' + "y" * 3_000_000 + '"}\n')
    table = open_table(path, limits=Limits(max_line=100_000))
    tracemalloc.start()
    with table.writer(tmp_path / "out") as writer:
        refused = 0
        for row in table.rows():
            if row.error is None:
                writer.write(row, row.cells)
            else:
                refused += 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert refused == 1
    assert peak < 1_500_000


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "note": pa.array(["Marisol Trujillo", None, "ok"], pa.large_string()),
            "mrn": pa.array([48291337, 2, None], pa.int64()),
            "visit": pa.array([datetime.date(2024, 3, 14)] * 3),
            "score": pa.array([1.5, 2.5, None]),
            "kind": pa.array(["Quibby", "b", "b"]).dictionary_encode(),
            "turns": pa.array([[{"who": "Zyxford", "n": 1}], [], None]),
            "scan": pa.array([b"Marisol", None, None]),
            "map": pa.array([[("Marisol", "Quibby")], [], None], pa.map_(pa.string(), pa.string())),
        },
        metadata={"author": "Marisol Trujillo"},
    )
    path = tmp_path / "in.parquet"
    pq.write_table(table, path, row_group_size=2, compression="zstd")
    return path


def test_parquet_keeps_its_schema(tmp_path: Path, parquet: Path) -> None:
    import polars as pl
    import pyarrow.parquet as pq

    table, out = open_table(parquet), tmp_path / "out.parquet"
    errors = through(table, out)
    frame = pl.read_parquet(out)
    schema = pq.read_schema(out)

    assert errors == []
    assert table.dropped == ("1 columns of bytes",)
    assert leaks(out.read_bytes()) == []
    assert schema.metadata is None
    assert frame["note"].to_list() == ["[P]", None, "ok"]
    assert frame["mrn"].to_list() == ["[P]", "2", None]
    assert frame["visit"].to_list() == ["2024-03-14"] * 3
    assert frame["score"].dtype == pl.Float64
    assert frame["turns"].to_list() == [[{"who": "[P]", "n": 1}], [], None]
    assert pq.read_table(out)["map"].to_pylist() == [[("[P]", "[P]")], [], None]
    assert frame["scan"].to_list() == [None] * 3
    assert pq.ParquetFile(out).metadata.row_group(0).column(0).compression == "ZSTD"


def test_a_cut_parquet_is_refused(tmp_path: Path, parquet: Path) -> None:
    with pytest.raises(FormatError, match="cut off"):
        open_table(file(tmp_path, "cut.parquet", parquet.read_bytes()[:-50]))


@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_a_frame_comes_back_as_its_kind(kind: str) -> None:
    from notesafe.formats.frames import Frame

    module: Any = pytest.importorskip(kind)
    data = {"note": ["Marisol came", None], "mrn": [48291337, 2], "n": [1, 2]}
    frame = Frame(module.DataFrame(data), id_column="n")

    def cells() -> Iterator[dict[str, str | None]]:
        for row in frame.rows():
            yield {name: Fake().redact(text).text for name, text in row.cells.items()}

    out = frame.rebuilt(cells())

    assert type(out).__module__.startswith(kind)
    assert [row.id for row in frame.rows()] == ["1", "2"]
    assert next(iter(out["note"])) == "[P] came"
    assert list(out["mrn"]) == ["[P]", "2"]
    assert list(out["n"]) == [1, 2]
    assert str(out["n"].dtype).lower() == "int64"


@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_dates_of_a_frame_are_cells_and_bytes_are_refused(kind: str) -> None:
    import datetime

    from notesafe.formats.frames import Frame

    module: Any = pytest.importorskip(kind)
    day = datetime.datetime(2024, 3, 14)
    row = next(Frame(module.DataFrame({"seen": [day, None], "n": [1, 2]})).rows())
    assert row.cells["seen"].startswith("2024-03-14")

    with pytest.raises(FormatError, match="cannot be looked into"):
        list(Frame(module.DataFrame({"scan": [b"Marisol"]})).rows())


def test_a_frame_is_a_frame() -> None:
    from notesafe.formats.frames import Frame

    with pytest.raises(TypeError, match="polars or pandas"):
        Frame([1])


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("name", "PERSON"), ("Patient Last Name", "PERSON"), ("firstName", "PERSON"), ("sponsor_name", "PERSON"), ("clinician", "PERSON"),
        ("dob", "DATE_OF_BIRTH"), ("PatientDOB", "DATE_OF_BIRTH"), ("mrn", "RECORD_NUMBER"), ("SSN", "US_SSN"), ("home_phone", "PHONE_NUMBER"),
        ("e-mail", "EMAIL_ADDRESS"), ("Address 2", "ADDRESS"), ("zip", "ZIP_CODE"), ("City", "LOCATION"), ("visit_date", "DATE_TIME"),
        ("last_visit_date", "DATE_TIME"), ("clean_date", "SOBRIETY_DATE"), ("note", None), ("drug_name", None), ("text", None), ("id", None),
        ("update_count", None), ("column_name", None), ("filename", None), ("score", None),
    ],
)  # fmt: skip
def test_roles_of_columns(name: str, role: str | None) -> None:
    from notesafe.entities import ENTITY_TYPES

    assert column_role(name) == role
    assert role is None or role in ENTITY_TYPES


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Therapist", "clinician"),
        ("sponsor_first_name", "sponsor"),
        ("name", None),
        ("mother", "relative"),
        ("client_id", None),
    ],
)
def test_kinds_of_people(name: str, kind: str | None) -> None:
    assert column_kind(name) == kind
