from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notes import SOAP
from notesafe.cli import app

pytestmark = pytest.mark.model
RUN = CliRunner()
PLAIN = "Sponsor Gail called.\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_bytes(PLAIN.encode())
    return path


def test_redact_prints_the_note(note: Path) -> None:
    done = RUN.invoke(app, ["redact", str(note)])

    assert done.stdout == "Sponsor [SPONSOR] called.\n"
    assert done.exit_code == 0


def test_redact_reads_standard_input() -> None:
    done = RUN.invoke(app, ["redact", "-"], input=PLAIN)

    assert done.stdout == "Sponsor [SPONSOR] called.\n"


def test_several_notes_go_to_a_folder_and_one_bad_file_stops_none(tmp_path: Path, note: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Group\n\nPeer Bob S. shared.\n", "utf-8")
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"Gail \xff\xfe")
    out, report = tmp_path / "out", tmp_path / "report.json"
    done = RUN.invoke(app, ["redact", str(note), str(broken), str(other), "-o", str(out), "--report", str(report)])

    assert done.exit_code == 1
    assert sorted(p.name for p in out.iterdir()) == ["note.txt", "other.md"]
    assert (out / "other.md").read_text() == "# Group\n\nPeer [PEER] shared.\n"
    assert "broken.txt: not UTF-8" in done.stderr
    assert json.loads(report.read_text())["note.txt"]["spans"] == {"PERSON": 1}
    assert "Gail" not in report.read_text() + done.stderr


@pytest.mark.parametrize("wrong", [["--colour"], ["--date-order", "ymd"], ["--pdf", "jpg"]])
def test_a_wrong_option_ends_with_one_and_writes_nothing(note: Path, wrong: list[str]) -> None:
    done = RUN.invoke(app, ["redact", str(note), *wrong])

    assert done.exit_code == 1
    assert done.stdout == ""


def test_a_minus_for_the_output_is_standard_output(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(note.parent)
    done = RUN.invoke(app, ["redact", str(note), "-o", "-"])

    assert done.stdout == "Sponsor [SPONSOR] called.\n"
    assert [path.name for path in note.parent.iterdir()] == ["note.txt"]


def test_a_note_that_needs_a_person_ends_with_two(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Sponsor Gail was on the news after the crash.", "utf-8")
    done = RUN.invoke(app, ["redact", str(path)])

    assert done.exit_code == 2
    assert "UNIQUE_EVENT" in done.stderr


def test_a_byte_order_mark_and_line_ends_survive(tmp_path: Path) -> None:
    path, out = tmp_path / "note.txt", tmp_path / "out.txt"
    path.write_bytes(b"\xef\xbb\xbfSponsor Gail called.\r\n")
    RUN.invoke(app, ["redact", str(path), "-o", str(out)])

    assert out.read_bytes() == b"\xef\xbb\xbfSponsor [SPONSOR] called.\r\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["-p", "shre"], "Did you mean 'share'"),
        (["--keep", "PERSN"], "Did you mean 'PERSON'"),
        (["--known", "nowhere.yaml"], "nowhere.yaml"),
        (["--enable", "nothing"], "there is no pack"),
    ],
)
def test_wrong_options_are_named(note: Path, arguments: list[str], hint: str) -> None:
    done = RUN.invoke(app, ["redact", str(note), *arguments])

    assert done.exit_code == 1
    assert hint in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_the_note_itself_is_never_overwritten(note: Path) -> None:
    done = RUN.invoke(app, ["redact", str(note), "-o", str(note.parent)])

    assert done.exit_code == 1
    assert note.read_text() == PLAIN


def test_an_output_that_ends_in_a_slash_is_a_folder_though_it_is_not_there(tmp_path: Path, note: Path) -> None:
    RUN.invoke(app, ["redact", str(note), "-o", f"{tmp_path / 'out'}/"])

    assert (tmp_path / "out" / "note.txt").read_text() == "Sponsor [SPONSOR] called.\n"


def test_a_folder_is_asked_for_where_a_file_is(tmp_path: Path, note: Path) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    done = RUN.invoke(app, ["redact", str(note), "-o", f"{tmp_path / 'out'}/"])

    assert done.exit_code == 1
    assert (tmp_path / "out").read_text() == "mine"


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "note.xyz"
    path.write_bytes(b"PK")
    done = RUN.invoke(app, ["redact", str(path), str(tmp_path / "missing.txt")])

    assert done.exit_code == 1
    assert "Turn it into text" in done.stderr
    assert "cannot be read" in done.stderr


def test_keep_leaves_a_type(note: Path) -> None:
    assert RUN.invoke(app, ["redact", str(note), "--keep", "PERSON"]).stdout == PLAIN


def test_known_people_are_read_from_a_file(tmp_path: Path, note: Path) -> None:
    known = tmp_path / "known.yaml"
    known.write_text("people:\n  - {name: Zyx Quorn, role: sponsor, aliases: [Quibby]}\n", "utf-8")
    note.write_text("quibby rang", "utf-8")

    assert RUN.invoke(app, ["redact", str(note), "--known", str(known)]).stdout == "[SPONSOR] rang\n"


def test_scan_shows_the_rule_and_json_shows_no_word(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(SOAP, "utf-8")
    shown = RUN.invoke(app, ["scan", str(path)])
    data = RUN.invoke(app, ["scan", "--json", str(path)])

    assert "role_cue" in shown.stdout
    assert "Marisol" in shown.stdout
    assert "Marisol" not in data.stdout
    assert json.loads(data.stdout)[0]["counts"]["PERSON"] >= 4


def test_profiles_say_what_they_do_not_promise() -> None:
    listed = " ".join(RUN.invoke(app, ["profiles"]).stdout.split())

    assert "safe_harbor" in listed
    assert RUN.invoke(app, ["profiles", "part2"]).exit_code == 0
    assert RUN.invoke(app, ["profiles", "part3"]).exit_code == 1


def test_packs_are_listed_shown_tested() -> None:
    assert "us_ssn" in RUN.invoke(app, ["packs", "list"]).stdout
    assert "SSN: [[219-00-4417]]" in RUN.invoke(app, ["packs", "show", "us_ssn"]).stdout
    assert "0 do not" in RUN.invoke(app, ["packs", "test", "us_ssn"]).stdout
    assert RUN.invoke(app, ["packs", "show", "us_snn"]).exit_code == 1


def test_packs_test_fails_on_a_broken_promise(tmp_path: Path) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "recognizer.yaml").write_text(
        "supported_languages: ['en']\nrecognizers: [{name: 'mine', supported_entity: 'PERSON', patterns: [{name: 'a', regex: 'Zyx', score: 0.6}]}]\n"
    )
    (pack / "pack.yaml").write_text(
        "summary: 's.'\nwhy: 'w'\nstatus: 'draft'\nsources: ['x']\nexamples: {no_match: ['Zyx called.']}\n"
    )
    done = RUN.invoke(app, ["packs", "test", "--folder", str(tmp_path)])

    assert done.exit_code == 1
    assert "mine/no_match/0" in done.stdout


def test_documents_come_back_as_documents(tmp_path: Path) -> None:
    page, subtitles, broken = tmp_path / "a.html", tmp_path / "b.srt", tmp_path / "c.docx"
    page.write_text("<p>Sponsor <b>Ga</b>il called.<!-- Gail --></p>", "utf-8")
    subtitles.write_text("1\n00:00:01,000 --> 00:00:02,000\nSponsor Gail called.\n", "utf-8")
    broken.write_bytes(b"PK\x03\x04 Gail")
    out = tmp_path / "out"
    done = RUN.invoke(app, ["redact", str(page), str(subtitles), str(broken), "-o", str(out)])

    assert done.exit_code == 1
    assert (out / "a.html").read_text() == "<p>Sponsor <b>[SPONSOR]</b> called.</p>"
    assert (out / "b.srt").read_text() == "1\n00:00:01,000 --> 00:00:02,000\nSponsor [SPONSOR] called.\n"
    assert not (out / "c.docx").exists()
    assert "c.docx: docx: cut off or damaged" in done.stderr
    assert "left out a.html: 1 comment elements" in done.stderr
    assert "Gail" not in done.stderr


def test_a_table_is_sent_to_batch(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("note\nGail\n")
    done = RUN.invoke(app, ["redact", str(path)])

    assert done.exit_code == 1
    assert "notesafe batch" in done.stderr


def test_an_encoding_may_be_named(tmp_path: Path) -> None:
    path, out = tmp_path / "a.txt", tmp_path / "out.txt"
    path.write_bytes("Sponsor Gail said é.".encode("cp1252"))
    done = RUN.invoke(app, ["redact", str(path), "--encoding", "cp1252", "-o", str(out)])

    assert done.exit_code == 0
    assert out.read_bytes() == "Sponsor [SPONSOR] said é.".encode("cp1252")
