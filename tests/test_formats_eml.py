"""E-mail: headers, quoted replies, parts, attachments."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO

import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st

from formats_kit import leaks, redacted, splice
from notesafe.errors import FormatError
from notesafe.formats import read_bytes_as

PLAIN = """Hi,

Marisol came. On Monday Quibby wrote:
> I saw Marisol
> Trujillo at the Zyxford
>> MRN 48291337 – ok
--
Quibby, 503-555-0142
"""


def built() -> bytes:
    message = EmailMessage()
    message["From"] = "Quibby Hartwell <quibby@hartwell.example.org>"
    message["To"] = '"Trujillo, Marisol" <m.trujillo@example.org>, Zyxford <z@example.org>'
    message["Subject"] = "Maríe and Marisol Trujillo — next visit"
    message["Date"] = "Thu, 14 Mar 2024 10:00:00 -0700"
    message["Message-ID"] = "<1.quibby@hartwell.example.org>"
    message["Received"] = (
        "from hartwell.example.org (zyxford [192.0.2.1]) by mx.example.org for <m.trujillo@example.org>; Thu, 14 Mar 2024 10:00:00 -0700"
    )
    message["X-Originating-Client"] = "Trujillo 7"
    message["In-Reply-To"] = "<2.marisol@example.org>"
    message.set_content(PLAIN)
    message.add_alternative(
        "<html><body><!-- Marisol --><p>Mari<b>sol</b> came.</p><img src='cid:Marisol'></body></html>", subtype="html"
    )
    word = Word()
    word.add_paragraph("Plan for Marisol Trujillo")
    out = BytesIO()
    word.save(out)
    message.add_attachment(
        out.getvalue(), maintype="application", subtype="octet-stream", filename="Marisol_Trujillo.docx"
    )
    message.add_attachment(b"Marisol Trujillo", maintype="application", subtype="x-thing", filename="Marisol.xyz")
    message.add_attachment(b"\x89PNG Marisol", maintype="image", subtype="png", filename="Quibby.png")
    inner = EmailMessage()
    inner["From"] = "Zyxford <z@example.org>"
    inner["Subject"] = "Fwd Trujillo"
    inner.set_content("Forwarded of Marisol", cte="base64")
    message.add_attachment(inner)
    return message.as_bytes()


@pytest.fixture(scope="module")
def data() -> bytes:
    return built()


def test_no_name_is_left_in_any_byte(data: bytes) -> None:
    assert leaks(data) != []
    assert leaks(redacted(read_bytes_as("eml", data))) == []


def test_a_mail_reader_sees_the_same_parts(data: bytes) -> None:
    message = message_from_bytes(redacted(read_bytes_as("eml", data)), policy=policy.default)
    assert isinstance(message, EmailMessage)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    attached = list(message.iter_attachments())

    assert message["Subject"] == "Maríe and [P] — next visit"
    assert message["Date"] == "Thu, 14 Mar 2024 10:00:00 -0700"
    assert {name for name in message if name not in {"From", "To", "Subject", "Date"}} == {
        "MIME-Version",
        "Content-Type",
    }
    assert plain is not None
    assert html is not None
    assert "> I saw [P]\n>  at the [P]\n>> MRN [P] – ok\n" in plain.get_content()
    assert "<p>[P]<b></b> came.</p>" in html.get_content()
    assert [part.get_filename() for part in attached] == ["attachment-1.docx", None]
    assert Word(BytesIO(attached[0].get_content())).paragraphs[0].text == "Plan for [P]"
    assert attached[1].get_content()["Subject"] == "Fwd [P]"


def test_what_is_dropped_is_listed_without_its_name(data: bytes) -> None:

    assert "attachments (.xyz)" in " ".join(read_bytes_as("eml", data).dropped)
    assert "Marisol" not in " ".join(read_bytes_as("eml", data).dropped)


def test_hidden_headers_are_in_the_text(data: bytes) -> None:
    text = read_bytes_as("eml", data).text

    for words in ("Trujillo 7", "from hartwell.example.org", "Marisol_Trujillo.docx", "I saw Marisol\nTrujillo"):
        assert words in text


def test_a_cut_message_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="cut off"):
        read_bytes_as("eml", data[: int(len(data) * 0.8)])


def test_an_encrypted_message_is_refused() -> None:
    with pytest.raises(FormatError, match="encrypted"):
        read_bytes_as("eml", b"From: a@example.org\nContent-Type: application/pkcs7-mime\n\nMII")


def test_text_is_no_message() -> None:
    with pytest.raises(FormatError, match="no e-mail message"):
        read_bytes_as("eml", b"Marisol came.\n")


def test_a_wrong_charset_is_refused() -> None:
    with pytest.raises(FormatError, match="encoding"):
        read_bytes_as("eml", b"From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\nMar\xedsol\n")


@settings(max_examples=20)
@given(st.data())
def test_what_is_not_changed_stays(drawn: st.DataObject) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "One Two <a@example.org>", "Three"
    message.set_content("four five\n> six\n> seven\n\neight")
    message.add_attachment("nine ten", filename="a.txt")
    document = read_bytes_as("eml", redacted(read_bytes_as("eml", message.as_bytes())))
    cuts = sorted(drawn.draw(st.sets(st.integers(0, len(document.text)), max_size=6)))
    spans = [
        (a, b, drawn.draw(st.sampled_from(["", "[X]", "Ännie"]))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    done = splice(document.text, [span for span in spans if document.text[span[0] : span[1]].strip()])
    again = read_bytes_as("eml", document.rewritten(done.spans, done.text))

    gone = "attachment-1.txt"
    assert (
        "".join(again.text.removesuffix(gone).split()) == "".join(done.text.split()).removesuffix(gone)
        or gone not in done.text
    )
