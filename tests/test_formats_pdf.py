"""PDF: pages, comments, fields, bookmarks, properties; what is refused."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from formats_kit import Fake, leaks, redacted, splice
from notesafe.errors import FormatError
from notesafe.formats import Limits, read_bytes_as


def drawn(*pages: list[str], image: bool = False) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pages:
        for number, line in enumerate(page):
            canvas.drawString(72, 750 - 15 * number, line)
        if image:
            from PIL import Image

            canvas.drawImage(ImageReader(Image.new("RGB", (4, 4))), 10, 10)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def written(change: Any, *pages: list[str]) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(drawn(*pages)))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def fill(writer: PdfWriter) -> None:
    writer.add_metadata({"/Author": "Quibby Hartwell", "/Title": "Note on Marisol"})
    writer.add_outline_item(title="Visit of Trujillo", page_number=0)
    writer.add_annotation(page_number=0, annotation=FreeText(text="Ask Quibby", rect=(10, 10, 90, 30)))
    writer.add_attachment(filename="Marisol.txt", data=b"Marisol")


@pytest.fixture(scope="module")
def data() -> bytes:
    return written(fill, ["Session with Marisol Trujillo", "MRN 48291337, calm."], ["Second page: Zyxford", "555-0142"])


@pytest.mark.parametrize("pdf", ["txt", "rebuild"])
def test_no_name_is_left_in_any_byte(data: bytes, pdf: Any) -> None:
    document = read_bytes_as("pdf", data, pdf=pdf)
    out = redacted(document)

    assert leaks(out) == []
    assert document.suffix == (".txt" if pdf == "txt" else ".pdf")
    if pdf == "rebuild":
        reader = PdfReader(BytesIO(out))
        text = [page.extract_text() for page in reader.pages]
        assert text[0].splitlines() == ["Session with [P]", "MRN [P], calm."]
        assert text[1].splitlines() == ["Second page: [P]", "[P]"]
        assert not any(name.lower() in str(reader.metadata).lower() for name in ("Quibby", "Marisol"))
        assert reader.attachments == {}
    else:
        assert out.decode().startswith("Session with [P]\nMRN [P], calm.\n\nSecond page: [P]\n[P]")


def test_everything_a_pdf_hides_is_in_its_text(data: bytes) -> None:
    text = read_bytes_as("pdf", data).text

    for words in ("Session with Marisol Trujillo", "Ask Quibby", "Visit of Trujillo", "Quibby Hartwell", "Marisol.txt"):
        assert words in text


def test_long_lines_are_wrapped() -> None:
    document = read_bytes_as("pdf", drawn(["word " * 60, "x" * 300]), pdf="rebuild")
    text = PdfReader(BytesIO(redacted(document))).pages[0].extract_text()

    assert max(map(len, text.splitlines())) < 130
    assert "".join(text.split()) == "word" * 60 + "x" * 300


def test_an_encrypted_pdf_is_refused() -> None:
    locked = written(lambda writer: writer.encrypt("x", algorithm="RC4-128"), ["Marisol"])

    with pytest.raises(FormatError, match="encrypted"):
        read_bytes_as("pdf", locked)


def test_a_page_that_is_an_image_is_refused() -> None:
    with pytest.raises(FormatError, match="page 1 is an image"):
        read_bytes_as("pdf", drawn([], image=True))


def test_images_beside_text_are_listed() -> None:
    assert read_bytes_as("pdf", drawn(["words"], image=True)).dropped == ("1 pages' images",)


@pytest.mark.parametrize(
    ("content", "hint"), [(b"Marisol", "no PDF"), (drawn(["words"])[:-400], "cut off"), (b"%PDF-1.4\n%%EOF", "damaged")]
)
def test_what_is_no_whole_pdf_is_refused(content: bytes, hint: str) -> None:
    with pytest.raises(FormatError, match=hint):
        read_bytes_as("pdf", content)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(FormatError, match="2 pages, over the limit"):
        read_bytes_as("pdf", drawn(["a"], ["b"]), limits=Limits(max_pages=1))


def test_letters_a_plain_pdf_lacks_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="pdf='txt'"):
        redacted(read_bytes_as("pdf", data, pdf="rebuild"), Fake("Мария"))


@settings(max_examples=25)
@given(st.data())
def test_the_text_written_is_the_text_redacted(drawing: st.DataObject) -> None:
    document = read_bytes_as("pdf", BASE)
    cuts = sorted(drawing.draw(st.sets(st.integers(0, 40), max_size=6)))
    done = splice(
        document.text,
        [(a, b, drawing.draw(st.sampled_from(["", "[X]"]))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)],
    )

    assert done.text.split()[:3] == document.rewritten(done.spans, done.text).decode().split()[:3]


BASE = drawn(["one two three four five six seven eight nine ten"], ["eleven"])
