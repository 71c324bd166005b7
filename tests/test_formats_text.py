"""Text, transcripts, JSON, web pages: what is read, what is kept, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from formats_kit import Fake, leaks, redacted, splice
from notesafe.errors import FormatError
from notesafe.formats import FORMATS, Limits, output_suffix, read_bytes_as, read_document, redacted_name

VTT = """WEBVTT - Session of Marisol
Kind: captions

NOTE recorded by Quibby Hartwell
at Zyxford

STYLE
::cue(v[voice="Marisol"]) { color: red }

Trujillo-1
00:00:01.000 --> 00:00:02.000 align:start region:Marisol
<v Marisol Trujillo>I am <b>Mari</b>sol, I met Quibby

2
00:00:02.000 --> 00:00:03.500
<v Marisol Trujillo>Hartwell at Zyx-

00:03.500 --> 00:04.000
ford &amp; <i.Quibby>left</i>. MRN 4829<00:03.700>1337
"""
SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\nMARISOL: <i>I saw</i> Quibby\r\n\r\n2\r\n00:00:02,500 --> 00:00:03,000\r\nHartwell today.\r\n"
WHISPER: dict[str, Any] = {
    "text": " I saw Marisol Trujillo there. Ok, Quibby.",
    "segments": [
        {
            "id": 0, "seek": 123456, "start": 0.0, "end": 1.50, "text": " I saw Marisol", "tokens": [50364, 286, 1866],
            "words": [{"word": " I", "start": 0.1}, {"word": " saw"}, {"word": " Mari"}, {"word": "sol"}],
        },
        {"id": 1, "text": " Trujillo there.", "words": [{"word": " Tru"}, {"word": "jillo"}, {"word": " there."}], "speaker": "Marisol"},
        {"id": 2, "text": " Ok, Quibby.", "words": [], "speaker": "Hartwell"},
    ],
    "language": "en", "file": "/audio/Marisol_Trujillo.wav", "mrn": 48291337, "by name": {"Zyxford Inn": 1},
}  # fmt: skip
HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="author" content="Quibby Hartwell"><title>Marisol</title>
<style>.Marisol{}</style><script>var a = "Marisol"</script><link rel="author" href="/Marisol"></head>
<body class="Marisol" id="Trujillo" onload="x('Quibby')" data-name="Marisol"><!-- Zyxford -->
<h1>Session</h1><p>I saw <b>Mari</b>sol&nbsp;Tru<i>jillo</i> at &lt;Zyxford&gt;.</p>
<a href="mailto:quibby%40hartwell.example.org" title="to Quibby">mail</a> <a href="javascript:Marisol()">x</a>
<img src="Marisol.jpg" alt="Photo of Marisol"><input value="Marisol" placeholder="Quibby"><iframe srcdoc="Marisol"></iframe>
<table><tr><td>MRN</td><td>48291337</td></tr></table><svg><text>Marisol</text></svg><!--[if mso]>Marisol<![endif]--></body></html>
"""


def test_text_keeps_every_other_byte() -> None:
    data = b"\xef\xbb\xbfMarisol\r\n\xc3\xa9\tQuibby Hartwell\r"

    assert redacted(read_bytes_as("txt", data)) == b"\xef\xbb\xbf[P]\r\n\xc3\xa9\t[P]\r"
    assert redacted(read_bytes_as("md", b"<!-- Marisol -->\n[a](Trujillo)")) == b"<!-- [P] -->\n[a]([P])"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "cp1252"])
def test_other_encodings_are_kept(codec: str) -> None:
    encoding = None if codec == "utf-16" else codec

    assert redacted(read_bytes_as("txt", "Marisol é".encode(codec), encoding=encoding)) == "[P] é".encode(codec)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"Mar\xedsol", r"byte 3\). Save it as UTF-8, or name its encoding"),
        ("Marisol".encode("utf-16-le"), "zero bytes"),
        (b"%PDF-1.4", "content is a PDF"),
        (b"PK\x03\x04", "packed file"),
        (b"\xff\xfe\x00", "utf-16"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, hint: str) -> None:
    with pytest.raises(FormatError, match=hint):
        read_bytes_as("txt", data)


def test_a_replacement_its_encoding_lacks_is_refused() -> None:
    with pytest.raises(FormatError, match="does not exist in cp1252"):
        redacted(read_bytes_as("txt", b"Marisol", encoding="cp1252"), Fake("Мария"))


def test_vtt_names_over_cues_voices_and_notes(tmp_path: Path) -> None:
    document = read_bytes_as("vtt", VTT.encode())
    out = redacted(document)
    path = tmp_path / "out.vtt"
    path.write_bytes(out)
    cues = webvtt.read(str(path))

    assert "I met Quibby Marisol Trujillo Hartwell" in document.text or "I met Quibby" in document.text
    assert leaks(out) == []
    assert [(cue.start, cue.end) for cue in cues] == [
        ("00:00:01.000", "00:00:02.000"), ("00:00:02.000", "00:00:03.500"), ("00:00:03.500", "00:00:04.000"),
    ]  # fmt: skip
    assert cues[0].voice == "[P]"
    assert b"00:00:01.000 --> 00:00:02.000 align:start\n" in out
    assert b"<b>[P]</b>" in out
    assert document.dropped == ("1 style or region blocks",)


def test_a_name_split_over_cues_is_one() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\nI saw Marisol\n\n00:02.000 --> 00:03.000\nTrujillo at Zyx-\n\n00:03.000 --> 00:04.000\nford and re-\n\n00:04.000 --> 00:05.000\ncalled it.\n"
    document = read_bytes_as("vtt", data)

    assert document.text == "I saw Marisol Trujillo at Zyxford and recalled it."
    assert redacted(document) == (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nI saw [P]\n\n00:02.000 --> 00:03.000\n at [P]\n\n"
        b"00:03.000 --> 00:04.000\n and re-\n\n00:04.000 --> 00:05.000\ncalled it.\n"
    )


def test_srt_keeps_numbers_times_and_line_ends() -> None:
    document = read_bytes_as("srt", SRT.encode())

    assert document.text == "MARISOL: I saw Quibby Hartwell today."
    assert redacted(document) == (
        b"1\r\n00:00:01,000 --> 00:00:02,000\r\n[P]: <i>I saw</i> [P]\r\n\r\n2\r\n00:00:02,500 --> 00:00:03,000\r\n today.\r\n"
    )


@pytest.mark.parametrize(
    ("kind", "data", "hint"),
    [
        ("vtt", b"00:01.000 --> 00:02.000\nMarisol", "first line is not WEBVTT"),
        ("srt", b"Marisol", "does not begin with a numbered cue"),
        ("srt", b"", "no cue"),
        ("srt", b"1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:0 --> x", "timing line is broken"),
        ("json", b'{"text": "Marisol', "cut off"),
        ("json", b'{"a": 1, "a": 2}', "key twice"),
        ("json", b"[" * 70 + b"]" * 70, "nested deeper"),
        ("json", b"[" * 100_000, "too deep"),
        ("html", b"<p>a</p><script>Marisol", "cut off inside a script"),
        ("html", b"<b>" * 700, "nested deeper"),
        ("html", b"<meta charset=utf-8><p>Mar\xedsol", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused(kind: str, data: bytes, hint: str) -> None:
    with pytest.raises(FormatError, match=hint) as caught:
        read_bytes_as(kind, data)

    assert "Marisol" not in str(caught.value)


@pytest.mark.parametrize("whole", [True, False])
def test_whisper_words_segments_and_text_agree(whole: bool) -> None:
    data = {key: value for key, value in WHISPER.items() if whole or key != "text"}
    document = read_bytes_as("json", json.dumps(data, indent=2).replace("1.5,", "1.50,").encode())
    out = redacted(document)
    made = json.loads(out)

    assert leaks(out) == []
    assert "I saw Marisol Trujillo there. Ok, Quibby." in " ".join(document.text.split()) or not whole
    assert [segment["text"] for segment in made["segments"]][2] == " Ok, [P]."
    assert [word["word"] for word in made["segments"][0]["words"]] == [" I", " saw", " [P]", ""]
    assert made["segments"][0]["tokens"] == []
    assert (made["segments"][0]["seek"], made["mrn"], made["by name"]) == (123456, "[P]", {"[P] Inn": 1})
    assert b'"end": 1.50' in out
    assert list(made) == list(data)
    assert document.dropped == ("3 token numbers",)


def test_a_name_split_over_segments_is_one() -> None:
    data = [{"speaker": "A", "text": "I saw Marisol", "start": 0}, {"speaker": "A", "text": "Trujillo.", "start": 1}]
    document = read_bytes_as("json", json.dumps(data).encode())

    assert "I saw Marisol Trujillo." in document.text
    assert [item["text"] for item in json.loads(redacted(document))] == ["I saw [P]", "."]


def test_words_of_a_transcript_beside_it() -> None:
    data = {
        "results": {
            "transcripts": [{"transcript": "Hi Marisol, ok."}],
            "items": [{"alternatives": [{"content": word}]} for word in ("Hi", "Marisol", ",", "ok", ".")],
        }
    }
    document = read_bytes_as("json", json.dumps(data).encode())
    made = json.loads(redacted(document))["results"]

    assert document.text == "Hi Marisol, ok."
    assert made["transcripts"] == [{"transcript": "Hi [P], ok."}]
    assert [item["alternatives"][0]["content"] for item in made["items"]] == ["Hi", "[P]", ",", "ok", "."]


def test_a_key_that_is_a_removed_word_is_refused() -> None:
    with pytest.raises(FormatError, match="a key of the file"):
        redacted(read_bytes_as("json", b'{"marisol": 1, "text": "Marisol"}'))


def test_html_hides_nothing() -> None:
    document = read_bytes_as("html", HTML.encode())
    out = redacted(document)
    again = out.decode()

    assert leaks(out) == []
    for words in (
        "Quibby Hartwell",
        "Photo of Marisol",
        "mailto:quibby@hartwell.example.org",
        "to Quibby",
        "MRN\t48291337",
    ):
        assert words in document.text
    assert "<p>I saw <b>[P]</b><i></i> at &lt;[P]&gt;.</p>" in again
    assert "<td>MRN</td><td>[P]</td>" in again
    assert 'href="mailto:%5BP%5D.example.org"' in again
    assert redacted(read_bytes_as("html", out)) == out


def test_a_page_in_its_own_charset() -> None:
    data = '<meta charset="windows-1252"><p>é Marisol'.encode("cp1252")

    assert redacted(read_bytes_as("html", data), Fake("М")) == '<meta charset="windows-1252"><p>é &#1052;'.encode(
        "cp1252"
    )


SAMPLES = {
    "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One two\nthree <i>four</i>\n\n00:02.000 --> 00:03.000\nfive six-\n\n00:03.000 --> 00:04.000\nseven\n",
    "srt": SRT.encode(),
    "html": b"<h1>One</h1><p>two <b>th</b>ree &amp; <i>four</i><br>five <a href='/six' title='seven'>eight</a><ul><li>nine</ul>",
    "json": json.dumps(
        {"segments": [{"text": " One two", "words": [{"word": " One"}, {"word": " two"}]}, {"text": " three."}]}
    ).encode(),
    "txt": "One\r\ntwo é\n".encode(),
}


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=30)
@given(drawn=st.data())
def test_what_is_not_changed_stays(kind: str, drawn: st.DataObject) -> None:
    document = read_bytes_as(kind, SAMPLES[kind])
    cuts = sorted(drawn.draw(st.sets(st.integers(0, len(document.text)), max_size=8)))
    spans = [
        (a, b, drawn.draw(st.sampled_from(["", "[X]", "Ännie", "& \\ <b>"[: 3 if kind == "srt" else None]])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    done = splice(document.text, [span for span in spans if document.text[span[0] : span[1]].strip()])
    again = read_bytes_as(kind, document.rewritten(done.spans, done.text))

    assert "".join(again.text.split()) == "".join(done.text.split())


def test_changes_must_belong_to_both_texts() -> None:
    document = read_bytes_as("txt", b"Marisol came")
    done = Fake().redact(document.text)

    with pytest.raises(ValueError, match="not the old one"):
        document.rewritten(done.spans, done.text + "x")
    with pytest.raises(ValueError, match="sorted"):
        document.rewritten([*done.spans, *done.spans], done.text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MTrujillo_progress_note.docx", "P_progress_note.docx"),
        ("marisol-trujillo.intake.2024.txt", "P_intake_2024.txt"),
        ("MarisolTrujilloNote3.PDF", "P_Note_3.txt"),
        ("session_12.vtt", "session_12.vtt"),
        ("Hxqwv_note.md", "note.md"),
        ("note_48213.md", "note.md"),
        ("note-03-14-2024-555.csv", "note.csv"),
    ],
)  # fmt: skip
def test_names_in_file_names(name: str, expected: str) -> None:
    assert redacted_name(Path(name), Fake()) == expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.doc", "Save it as .docx"),
        ("a.docm", "macros"),
        ("a.xlsx", "as .csv"),
        ("a.Marisol", "this kind of file is not read"),
        ("a.csv", "record by record"),
    ],
)
def test_other_formats_are_refused(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(FormatError, match=hint):
        read_document(tmp_path / name)


def test_size_and_absence_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Marisol")

    with pytest.raises(FormatError, match="7 bytes, over the limit of 5"):
        read_document(tmp_path / "a.txt", limits=Limits(max_bytes=5))
    with pytest.raises(FormatError, match="no such file"):
        read_document(tmp_path / "b.txt")
    with pytest.raises(FormatError, match="no encoding of that name"):
        read_document(tmp_path / "a.txt", encoding="utf-99")


def test_every_format_has_an_ending_and_a_repr_has_no_word() -> None:
    for row in FORMATS.values():
        assert output_suffix(Path(f"a{row.suffixes[0]}")) in {*row.suffixes, ".txt"}
    assert "Marisol" not in repr(read_bytes_as("txt", b"Marisol"))


@pytest.mark.model
@pytest.mark.parametrize("kind", ["vtt", "json", "html", "eml", "rtf", "docx"])
def test_the_real_redactor_on_every_family(kind: str) -> None:
    from notesafe import Redactor

    said = "Her sponsor Gail Hartman called Bob S. at 503-555-0142."
    data = {
        "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nHer sponsor Gail\n\n00:02.000 --> 00:03.000\nHartman called Bob S. at 503-555-0142.\n",
        "json": json.dumps({"text": said, "segments": [{"text": said}]}).encode(),
        "html": f"<p>{said.replace('Gail', '<b>Ga</b>il')}</p>".encode(),
        "eml": f"From: Gail Hartman <gail@example.org>\nSubject: visit\n\n{said}\n".encode(),
        "rtf": b"{\\rtf1 Her sponsor {\\b Ga}il Hartman called Bob S. at 503-555-0142.}",
    }
    if kind == "docx":
        from io import BytesIO

        from docx import Document as Word

        word, out = Word(), BytesIO()
        word.add_paragraph("Her sponsor Ga").add_run("il Hartman called Bob S. at 503-555-0142.")
        word.save(out)
        data["docx"] = out.getvalue()
    document = read_bytes_as(kind, data[kind])
    done = _redactor(Redactor).redact(document.text)
    again = read_bytes_as(kind, document.rewritten(done.spans, done.text)).text

    assert not any(name in again for name in ("Gail", "Hartman", "Bob", "0142"))
    assert "called" in again


_BUILT: list[Any] = []


def _redactor(make: Any) -> Any:
    if not _BUILT:
        _BUILT.append(make())
    return _BUILT[0]


def cues(*texts: str) -> bytes:
    return "\n\n".join(
        ["WEBVTT", *(f"00:0{at}.000 --> 00:0{at + 1}.000\n{text}" for at, text in enumerate(texts))]
    ).encode()


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("I saw Truj", "illo there", "I saw Trujillo there"),
        ("I saw Gonz", "alez, who left", "I saw Gonzalez, who left"),
        ("I saw Gonz", "<b>alez</b>", "I saw Gonz alez"),
        ("I saw Gonz.", "alez", "I saw Gonz.\nalez"),
        ("I saw Gonz", "alez: yes", "I saw Gonz\nalez: yes"),
        ("I saw Gonz", "<v Ann>alez", "I saw Gonz Ann alez"),
        ("I saw Ann", "a there", "I saw Ann a there"),  # Anna
        ("it was Hart", "man said", "it was Hart man said"),  # both are words
        ("it was sma", "ller", "it was sma ller"),  # no name
        ("see x-Gonz", "alez", "see x-Gonz alez"),
        ("I saw Gonz", "alez-", "I saw Gonz alez-"),
    ],
)
def test_a_name_cut_between_cues_without_a_hyphen_is_one(before: str, after: str, text: str) -> None:
    assert read_bytes_as("vtt", cues(before, after)).text == text


def test_a_cut_name_goes_from_both_cues() -> None:
    out = redacted(read_bytes_as("vtt", cues("I saw Truj", "illo there")))

    assert out.splitlines()[3::3] == [b"I saw [P]", b" there"]
    assert redacted(read_bytes_as("vtt", out)) == out
