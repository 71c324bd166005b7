"""Rich text: escapes, hidden text, fields, properties, pictures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from formats_kit import leaks, redacted, splice
from notesafe.errors import FormatError
from notesafe.formats import read_bytes_as

NOTE = rb"""{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Trujillo Sans;}{\f2\froman Times New Roman;}}
{\colortbl ;\red0\green0\blue0;}
{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 Marisol Style;}}
{\*\revtbl{Unknown;}{Dr Hartwell;}}{\*\rsidtbl \rsid123}{\*\generator Zyxford Writer;}
{\info{\author Quibby Hartwell}{\title Note on Marisol}{\creatim\yr2024\mo3\dy14}{\*\company Zyxford}}
{\header Chart of Truj\'69llo\par}{\footer 555-0142\par}
{\*\bkmkstart Marisol}{\*\bkmkend Marisol}\pard\s1 Session with {\b Mari}{\i sol Tru}jil\'6c\u111?\par
\pard\plain {\v hidden Quibby \v0}caf\'e9 \u8212- \ldblquote ok\rdblquote  MRN 4829{\b 1337}\par
{\field{\*\fldinst{HYPERLINK "mailto:quibby@hartwell.example.org"}}{\fldrslt mail Zyx\-ford}}\par
\revised\revauth1\revdttm123 new{\deleted\revauthdel1 Quibby gone}\par
{\f1\'cc\'e0\'f0\'e8\f0  Marisol}\par
text{\footnote Foot of Trujillo}{\*\annotation{\*\atnauthor Hartwell}Ask Quibby} more\u-10179?\u-8704?\par
{\pict\pngblip 4d617269736f6c}{\object{\*\objdata 0105}{\result Marisol}}
{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\sp{\sn wzName}{\sv Trujillo}}{\shptxt Box of Marisol\par}}{\shprslt Marisol}}
\trowd\cellx3000\cellx6000 Name\cell Marisol Trujillo\cell\row
{\*\userprops{\propname client}\proptype30{\staticval Marisol}}{\*\unknown Marisol}
}
"""


def test_no_name_is_left_in_any_byte() -> None:
    out = redacted(read_bytes_as("rtf", NOTE))

    assert leaks(out) == []
    assert b"4d617269736f6c" not in out
    assert "Marisol" not in rtf_to_text(out.decode())


def test_everything_a_document_hides_is_in_its_text() -> None:
    text = read_bytes_as("rtf", NOTE).text

    for words in (
        "Chart of Trujillo",
        "Session with Marisol Trujillo\n",
        "hidden Quibby café — “ok” MRN 48291337",
        'HYPERLINK "mailto:quibby@hartwell.example.org"',
        "mail Zyxford",
        "Мари Marisol",
        "Foot of Trujillo",
        "Ask Quibby",
        "Box of Marisol",
        "Name\tMarisol Trujillo",
        "Quibby Hartwell",
        "Dr Hartwell",
        "Note on Marisol",
        "more😀",
    ):
        assert words in text


def test_an_rtf_reader_sees_the_layout() -> None:
    out = redacted(read_bytes_as("rtf", NOTE)).decode("ascii")
    text = rtf_to_text(out)

    assert "Session with [P]\n" in text
    assert "café — “ok” MRN [P]" in text
    assert "Мари [P]" in text
    assert "{\\b [P]}{\\i }" in out
    assert "Arial" in out


def test_redacting_twice_is_redacting_once() -> None:
    once = redacted(read_bytes_as("rtf", NOTE))

    assert read_bytes_as("rtf", redacted(read_bytes_as("rtf", once))).text == read_bytes_as("rtf", once).text


@settings(max_examples=40)
@given(st.data())
def test_what_is_not_changed_stays(drawn: st.DataObject) -> None:
    document = read_bytes_as("rtf", rb"{\rtf1\ansi One {\b two}three\par fo\'e9ur \u8212?{\i five}\cell six}")
    cuts = sorted(drawn.draw(st.sets(st.integers(0, len(document.text)), max_size=6)))
    spans = [
        (a, b, drawn.draw(st.sampled_from(["", "[X]", "Ännie {\\b}", "𝄞"])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    done = splice(document.text, [span for span in spans if document.text[span[0] : span[1]].strip()])
    again = read_bytes_as("rtf", document.rewritten(done.spans, done.text))

    assert "".join(again.text.split()) == "".join(done.text.split())


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (NOTE[:900], "cut off"),
        (b"Marisol", "no RTF"),
        (b"{\\rtf1 " + b"{" * 500 + b"}" * 501, "nested"),
        (b"{\\rtf1 {\\pict\\bin3 abc}}", "binary"),
        (b"{\\rtf1 a}Marisol", "behind the end"),
        (b"{\\rtf1\\ansicpg1252 \\'81}", "code page"),
        (b"{\\rtf1 \\u-10179?}", "half a letter"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, hint: str) -> None:
    with pytest.raises(FormatError, match=hint):
        read_bytes_as("rtf", data)
