"""The notice of 42 CFR 2.32 in files: in front, once, and nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import webvtt
from docx import Document as Word
from pypdf import PdfReader
from striprtf.striprtf import rtf_to_text

import test_formats_docx
import test_formats_eml
import test_formats_pdf
from formats_kit import Fake, leaks
from notesafe.formats import FORMATS, read_bytes_as
from notesafe.notice import NOTICE
from test_formats_rtf import NOTE
from test_formats_text import HTML, SRT, VTT

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "txt": lambda: b"Marisol left.\n",
    "md": lambda: b"---\ntitle: of Marisol\n---\n# Visit\n\nMarisol left.\n",
    "docx": test_formats_docx.built,
    "vtt": VTT.encode,
    "eml": test_formats_eml.built,
    "html": HTML.encode,
    "rtf": lambda: NOTE,
    "pdf": lambda: test_formats_pdf.written(test_formats_pdf.fill, ["Visit of Marisol Trujillo", "calm"], ["Second"]),
}
HAVE_NO_PLACE = {"srt": SRT.encode(), "json": b'{"text": "Marisol left."}'}


def written(kind: str, data: bytes, notice: str = NOTICE, **how: Any) -> bytes:
    document = read_bytes_as(kind, data, **how)
    done = Fake().redact(document.text)
    return document.rewritten(done.spans, done.text, notice=notice)


class _Blocks(HTMLParser):
    """What an HTML parser sees: tags with their attributes, and words."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.seen.append(data.strip())


def _word(data: bytes) -> list[Any]:
    word = Word(BytesIO(data))
    body = [
        (p.text, p.style.name, [(run.text, run.bold, run.italic, run.font.size) for run in p.runs])
        for p in word.paragraphs
    ]
    beside = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    return [*body, beside, word.sections[0].header.paragraphs[0].text, [c.text for c in word.comments]]


def _cues(data: bytes) -> list[Any]:
    cues = webvtt.from_buffer(BytesIO(data), format="vtt")
    blocks = re.split(r"\n\n+", data.decode().strip())
    return [blocks[0], *blocks[1:], [(cue.start, cue.end, cue.voice, cue.text) for cue in cues]]


def _lines(data: bytes) -> list[str]:
    return [line for line in data.decode().splitlines() if line.strip()]


# What an independent reader of the format sees, in order, and where in it the notice is to stand.
READERS: dict[str, tuple[Callable[[bytes], list[Any]], int, Any]] = {
    "txt": (_lines, 0, NOTICE),
    "md": (_lines, 3, NOTICE),
    "docx": (_word, 0, (NOTICE, "Normal", [(NOTICE, None, None, None)])),
    "vtt": (_cues, 1, f"NOTE {NOTICE}"),
    "rtf": (lambda data: rtf_to_text(data.decode("ascii")).splitlines(), -1, NOTICE),
}


@pytest.mark.parametrize("kind", READERS)
def test_a_reader_finds_the_notice_first_and_all_else_as_it_was(kind: str) -> None:
    read, place, notice = READERS[kind]
    plain, noted = read(written(kind, DOCUMENTS[kind](), "")), read(written(kind, DOCUMENTS[kind]()))
    place = noted.index(notice) if place < 0 else place

    assert noted[place] == notice
    assert [*noted[:place], *noted[place + 1 :]] == plain
    assert str(plain).count(NOTICE) == 0


def test_a_page_begins_with_the_notice() -> None:
    plain, noted = (_Blocks(written("html", DOCUMENTS["html"](), notice)).seen for notice in ("", NOTICE))
    at = noted.index(("body", [])) + 1

    assert noted[at : at + 3] == [("p", []), NOTICE, "/p"]
    assert [*noted[:at], *noted[at + 3 :]] == plain


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Marisol left.", f"<p>{NOTICE}</p>\n[P] left."),
        ("<p>Marisol", f"<p>{NOTICE}</p>\n<p>[P]"),
        ("<title>Marisol</title><h1>Visit</h1>", f"<title>[P]</title><p>{NOTICE}</p>\n<h1>Visit</h1>"),
        ("<html><body lang='en'>Hi</body></html>", f'<html><body lang="en"><p>{NOTICE}</p>\nHi</body></html>'),
        ("<title>Visit</title>", f"<title>Visit</title><p>{NOTICE}</p>\n"),
    ],
)
def test_a_page_without_a_body_tag_has_a_body(page: str, expected: str) -> None:
    assert written("html", page.encode()).decode() == expected


def test_a_mail_has_the_notice_in_its_text_and_in_its_page() -> None:
    mails = [
        message_from_bytes(written("eml", DOCUMENTS["eml"](), notice), policy=policy.default) for notice in ("", NOTICE)
    ]
    plain, noted = (list(mail.walk()) for mail in mails)
    texts = [
        [part.get_content() for part in parts if part.get_content_maintype() == "text"] for parts in (plain, noted)
    ]

    assert [part.items() for part in noted] == [part.items() for part in plain]
    assert len(texts[0]) == 3
    assert texts[1][0] == f"{NOTICE}\n\n{texts[0][0]}"
    assert texts[1][1] == texts[0][1].replace("<body>", f"<body><p>{NOTICE}</p>\n")
    assert texts[1][2] == texts[0][2]  # that of the message within
    files = [next(part.get_content() for part in mail.iter_attachments()) for mail in mails]  # type: ignore[attr-defined]
    assert files[0] == files[1]


def test_a_mail_of_attachments_only_does_not_carry_it() -> None:
    mail = EmailMessage()
    mail["From"] = "a@example.org"
    mail.add_attachment("Marisol left.", filename="a.txt")
    document = read_bytes_as("eml", mail.as_bytes())

    assert not document.carries_notice
    assert NOTICE not in str(message_from_bytes(written("eml", mail.as_bytes()), policy=policy.default))


@pytest.mark.parametrize("pdf", ["txt", "rebuild"])
def test_what_becomes_of_a_pdf_begins_with_the_notice(pdf: Any) -> None:
    plain, noted = (written("pdf", DOCUMENTS["pdf"](), notice, pdf=pdf) for notice in ("", NOTICE))
    if pdf == "txt":
        assert noted.decode() == f"{NOTICE}\n\n{plain.decode()}"
        return
    pages = [[page.extract_text() for page in PdfReader(BytesIO(data)).pages] for data in (plain, noted)]

    assert pages[1][0].split() == NOTICE.split() + pages[0][0].split()
    assert pages[1][0].splitlines()[0] == NOTICE
    assert pages[1][1:] == pages[0][1:]


@pytest.mark.parametrize(
    "note",
    [
        r"{\rtf1 Marisol left.\par}",
        r"{\rtf1{\header Chart\par}{\b Marisol} left.\par}",
        r"{\rtf1\trowd\cellx900 Marisol\cell\row}",
        r'{\rtf1{\field{\*\fldinst{HYPERLINK "x"}}{\fldrslt Marisol}} left.\par}',
        r"{\rtf1{\header Chart of Marisol\par}}",
    ],
)
def test_rich_text_begins_with_a_paragraph_of_its_own(note: str) -> None:
    out = written("rtf", note.encode()).decode()
    before, after = (rtf_to_text(text) for text in (written("rtf", note.encode(), "").decode(), out))

    assert f"{{\\pard \\plain {NOTICE}\\par }}" in out
    assert after.count(NOTICE) == 1
    assert after.replace(f"{NOTICE}\n", "") == before


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_file_that_carries_the_notice_is_not_given_another(kind: str) -> None:
    once = written(kind, DOCUMENTS[kind]())
    out_kind = "txt" if kind == "pdf" else kind
    twice = read_bytes_as(out_kind, written(out_kind, once))

    assert twice.text.count(NOTICE) == (2 if kind == "eml" else 1)
    assert twice.text == read_bytes_as(out_kind, once).text
    assert leaks(once) == []


def test_a_pdf_that_carries_the_notice_is_not_given_another() -> None:
    once = written("pdf", DOCUMENTS["pdf"](), pdf="rebuild")
    pages = [
        [page.extract_text().split() for page in PdfReader(BytesIO(data)).pages]
        for data in (once, written("pdf", once, pdf="rebuild"))
    ]

    assert pages[0][0][: len(NOTICE.split())] == NOTICE.split()
    assert pages[1][: len(pages[0])] == pages[0]
    assert str(pages[1]).count("unauthorized") == 1


def test_a_notice_that_is_thrown_away_does_not_count() -> None:
    word, out = Word(), BytesIO()
    word.core_properties.title = NOTICE
    word.add_paragraph("Marisol left.")
    word.save(out)

    assert [p.text for p in Word(BytesIO(written("docx", out.getvalue()))).paragraphs] == [NOTICE, "[P] left."]


@pytest.mark.parametrize("kind", HAVE_NO_PLACE)
def test_a_format_without_a_place_for_it_stays_as_it_is(kind: str) -> None:
    document = read_bytes_as(kind, HAVE_NO_PLACE[kind])

    assert not document.carries_notice
    assert written(kind, HAVE_NO_PLACE[kind]) == written(kind, HAVE_NO_PLACE[kind], "")


def test_every_format_says_whether_it_carries_a_notice() -> None:
    assert {*DOCUMENTS, *HAVE_NO_PLACE} == {row.name for row in FORMATS.values() if not row.table}
    assert all(read_bytes_as(kind, build()).carries_notice for kind, build in DOCUMENTS.items())


@pytest.mark.parametrize("kind", ["txt", "md", "html", "rtf", "vtt"])
def test_a_file_that_says_nothing_gets_no_notice(kind: str) -> None:
    data = {"html": b"<p></p>", "rtf": b"{\\rtf1 }", "vtt": b"WEBVTT\n"}.get(kind, b"")

    assert NOTICE.encode() not in written(kind, data)


@pytest.mark.model
def test_a_run_puts_the_notice_into_files_once_whatever_the_profile(tmp_path: Path) -> None:
    from notesafe.batch import redact_files

    notes = tmp_path / "notes"
    notes.mkdir()
    for kind, build in (DOCUMENTS | {name: lambda d=data: d for name, data in HAVE_NO_PLACE.items()}).items():
        (notes / f"session.{kind}").write_bytes(build())
    (notes / "table.csv").write_text("id,note\n1,Sponsor Gail left\n", "utf-8")
    redact_files(notes, tmp_path / "one", policy="part2", part2_notice=True, pdf="rebuild")
    result = redact_files(tmp_path / "one", tmp_path / "two", policy="share", part2_notice=True, pdf="rebuild")
    said = {}
    for path in (tmp_path / "two").iterdir():
        if path.is_file() and path.suffix != ".csv":
            said[path.name] = read_bytes_as(path.suffix[1:], path.read_bytes()).text.count(NOTICE)

    assert result.failed == ()
    assert said == {
        "42_CFR_PART_2_NOTICE.txt": 1, "note.txt": 1,
        **{f"session.{kind}": 2 if kind == "eml" else 1 for kind in DOCUMENTS},
        **{f"session.{kind}": 0 for kind in HAVE_NO_PLACE},
    }  # fmt: skip
    assert (tmp_path / "two" / "table.csv").read_text("utf-8").startswith("id,note\n")
