"""Word documents: identifiers in every place that can hide one."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from docx import Document as Word
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from formats_kit import Fake, leaks, redacted, splice
from notesafe.errors import FormatError
from notesafe.formats import Limits, read_bytes_as
from notesafe.formats.zips import pack, unpack

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
VML = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="Trujillo Box" alt="Marisol" style="width:10pt"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>Box of Marisol Trujillo</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
BODY = (
    '<w:p w:rsidR="00Marisol"><w:bookmarkStart w:id="7" w:name="Marisol_Trujillo"/><w:r><w:rPr><w:b/></w:rPr><w:t>Mari</w:t></w:r>'
    '<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">sol Tru</w:t></w:r><w:r><w:t xml:space="preserve">jillo came. </w:t></w:r>'
    '<w:bookmarkEnd w:id="7"/>'
    '<w:del w:id="1" w:author="Dr Hartwell" w:date="2024-03-14T00:00:00Z"><w:r><w:delText xml:space="preserve">Quibby left. </w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="Dr Hartwell" w:date="2024-03-14T00:00:00Z"><w:r><w:t>Zyxford stayed.</w:t></w:r></w:ins></w:p>'
    "<w:p><w:r><w:t>Quib</w:t></w:r><w:del w:id='3' w:author='Hartwell'><w:r><w:delText>by Hart</w:delText></w:r></w:del>"
    "<w:r><w:t>well</w:t></w:r></w:p>"
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:quibby@</w:instrText></w:r>'
    '<w:r><w:instrText>hartwell.example.org" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>mail</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    f"<w:p>{VML}</w:p>"
    '<w:p><w:fldSimple w:instr=" REF Marisol_Trujillo "><w:r><w:t>see</w:t></w:r></w:fldSimple></w:p>'
    '<w:sdt><w:sdtPr><w:alias w:val="Name of Marisol"/><w:tag w:val="Trujillo"/><w:comboBox><w:listItem w:displayText="Quibby" w:value="Quibby"/>'
    "</w:comboBox></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Zyxford</w:t></w:r><w:r><w:noBreakHyphen/><w:t>Inn</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)


def built() -> bytes:
    """Return a document that names someone wherever it can."""
    word = Word()
    word.core_properties.author = "Quibby Hartwell"
    word.core_properties.title = "Note on Marisol Trujillo"
    word.core_properties.last_modified_by = "Zyxford"
    word.add_heading("Session with Marisol Trujillo", 1)
    run = word.add_paragraph("Phone 503-555-0142, MRN 48291337. ").add_run("Calm.")
    run.font.size, run.font.name = Pt(20), "Trujillo Sans"
    word.add_comment(run, text="Ask Quibby about it", author="Hartwell", initials="QH")
    table = word.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 1).text = "Name", "Marisol Trujillo", "Zyxford"
    word.sections[0].header.paragraphs[0].text = "Chart of Trujillo"
    word.sections[0].footer.paragraphs[0].text = "Quibby Hartwell, 555-0142"
    word.styles.add_style("Marisol Style", 1)
    word.add_paragraph("styled", style="Marisol Style")
    part = word.part
    part.relate_to(
        "mailto:quibby%40hartwell.example.org",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    out = BytesIO()
    word.save(out)
    members = unpack(out.getvalue(), "docx", Limits())
    xml = members["word/document.xml"].decode()
    members["word/document.xml"] = xml.replace("<w:sectPr", BODY + "<w:sectPr", 1).encode()
    members["docProps/thumbnail.jpeg"] = b"Marisol"
    members["docProps/app.xml"] = b"<Properties><Company>Zyxford</Company><Manager>Quibby</Manager></Properties>"
    members["docProps/custom.xml"] = b"<Properties><property name='client'><v>Marisol</v></property></Properties>"
    members["customXml/item1.xml"] = b"<a>Marisol Trujillo</a>"
    members["word/media/image1.png"] = b"Marisol"
    members["word/footnotes.xml"] = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>Foot of Quibby</w:t></w:r></w:p></w:footnote></w:footnotes>'.encode()
    )
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdMarisol" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/></Relationships>',
    )
    members["word/settings.xml"] = members["word/settings.xml"].replace(
        b"</w:settings>", b'<w:docVars><w:docVar w:name="x" w:val="Marisol"/></w:docVars></w:settings>'
    )
    return pack(members)


@pytest.fixture(scope="module")
def data() -> bytes:
    return built()


def test_no_name_is_left_in_any_byte(data: bytes) -> None:
    out = redacted(read_bytes_as("docx", data))

    assert leaks(data) != []
    assert leaks(out) == []
    assert b"2024-03-14" not in b"".join(unpack(out, "docx", Limits()).values())


def test_everything_a_document_hides_is_in_its_text(data: bytes) -> None:
    text = read_bytes_as("docx", data).text

    for words in (
        "Marisol Trujillo came. Zyxford stayed.\nQuibby left.",
        "Name\tMarisol Trujillo",
        "Chart of Trujillo",
        "Quibby Hartwell, 555-0142",
        "Ask Quibby about it",
        "Foot of Quibby",
        "Box of Marisol Trujillo",
        "mailto:quibby@hartwell.example.org",
        "Note on Marisol Trujillo",
        "Dr Hartwell",
        "Name of Marisol",
    ):
        assert words in text


def test_word_opens_it_with_its_layout(data: bytes) -> None:
    word = Word(BytesIO(redacted(read_bytes_as("docx", data))))
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    runs = next(paragraph for paragraph in word.paragraphs if "came" in paragraph.text).runs

    assert paragraphs[0] == "Session with [P]"
    assert word.paragraphs[0].style.name == "Heading 1"
    assert word.paragraphs[1].runs[1].font.size == Pt(20)
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [["Name", "[P]"], ["", "[P]"]]
    assert [run.text for run in runs] == ["[P]", "", " came. "]
    assert (runs[0].bold, runs[1].italic) == (True, True)
    assert word.sections[0].header.paragraphs[0].text == "Chart of [P]"
    assert [comment.author for comment in word.comments] == ["Author"]
    assert next(iter(word.comments)).text == "Ask [P] about it"
    assert word.core_properties.author == "" or "python-docx" in word.core_properties.author


def test_a_deletion_inside_a_word_loses_its_letters(data: bytes) -> None:
    document = read_bytes_as("docx", data)

    assert any("tracked deletions" in what for what in document.dropped)
    assert "Quibwell" in document.text


def test_writing_twice_gives_the_same_bytes(data: bytes) -> None:
    document = read_bytes_as("docx", data)

    assert redacted(document, Fake("[A]")) != redacted(document)
    assert redacted(document) == redacted(read_bytes_as("docx", data))


def test_redacting_twice_is_redacting_once(data: bytes) -> None:
    once = redacted(read_bytes_as("docx", data))

    assert read_bytes_as("docx", redacted(read_bytes_as("docx", once))).text == read_bytes_as("docx", once).text


@settings(max_examples=10)
@given(st.data())
def test_what_is_not_changed_stays(drawn: st.DataObject) -> None:
    document = read_bytes_as("docx", BASE)
    cuts = sorted(drawn.draw(st.sets(st.integers(0, len(document.text)), max_size=8)))
    spans = [
        (a, b, drawn.draw(st.sampled_from(["", "[X]", "Ann", "ü & <b>"])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    done = splice(document.text, [span for span in spans if document.text[span[0] : span[1]].strip()])
    again = read_bytes_as("docx", document.rewritten(done.spans, done.text))

    assert "".join(again.text.split()) == "".join(done.text.split())


def _base() -> bytes:
    word = Word()
    word.core_properties.author = ""
    word.core_properties.comments = ""
    for text in ("One two", "three\tfour"):
        paragraph = word.add_paragraph(text)
        paragraph.add_run(" bold").bold = True
        paragraph.add_run("er still")
    word.add_table(1, 2).cell(0, 1).text = "cell words"
    out = BytesIO()
    word.save(out)
    return redacted(read_bytes_as("docx", out.getvalue()))


BASE = _base()


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95, 0.999])
def test_a_truncated_file_is_refused(data: bytes, kept: float) -> None:
    with pytest.raises(FormatError, match="cut off or damaged"):
        read_bytes_as("docx", data[: int(len(data) * kept)])


def test_a_zip_bomb_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 40_000_000)

    with pytest.raises(FormatError, match="zip bomb"):
        read_bytes_as("docx", out.getvalue())


def test_macros_are_refused(data: bytes) -> None:
    members = unpack(data, "docx", Limits())
    with pytest.raises(FormatError, match="macros"):
        read_bytes_as("docx", pack({**members, "word/vbaProject.bin": b"x"}))
    members["[Content_Types].xml"] = re.sub(
        rb"vnd\.openxmlformats-officedocument\.wordprocessingml\.document\.main",
        b"vnd.ms-word.document.macroEnabled.main",
        members["[Content_Types].xml"],
    )
    with pytest.raises(FormatError, match="macros"):
        read_bytes_as("docx", pack(members))


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        (b"just text", "no Word document"),
        (b"PK\x05\x06" + bytes(18), "no Word document"),
    ],
)
def test_what_is_no_word_document_is_refused(content: bytes, hint: str) -> None:
    with pytest.raises(FormatError, match=hint):
        read_bytes_as("docx", content)


def test_an_entity_is_refused(data: bytes) -> None:
    members = unpack(data, "docx", Limits())
    xml = members["word/document.xml"]
    members["word/document.xml"] = xml.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "Marisol">]><w:document', 1)

    with pytest.raises(FormatError, match="document type"):
        read_bytes_as("docx", pack(members))


def with_body(xml: str) -> bytes:
    """Return a document whose body is *xml* and nothing else."""
    members = unpack(BASE, "docx", Limits())
    members["word/document.xml"] = f"<w:document {W}><w:body>{xml}</w:body></w:document>".encode()
    return pack(members)


def sym(code: str, font: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


@pytest.mark.parametrize(
    ("code", "font", "text"),
    [
        ("F069", "Times New Roman", "i"),
        ("0069", "Trujillo Sans", "i"),
        ("F0E9", "Arial", "é"),
        ("F061", "Symbol", "α"),
        ("F0D4", "Symbol", "™"),
        ("F0BE", "Symbol", "―"),
        ("F07E", "Symbol", "∼"),
        ("F06F", "Wingdings", "☐"),
        ("00FE", "Wingdings", "☑"),
        ("F069", "Wingdings", "▪"),
        ("F069", "Webdings", "▪"),
        ("F021", "Trujillo Icons", "▪"),
        ("E123", "Arial", "▪"),
        ("x", "Arial", "▪"),
    ],
)
def test_a_symbol_is_read_as_what_it_shows(code: str, font: str, text: str) -> None:
    document = read_bytes_as("docx", with_body(f"<w:p><w:r><w:t>A</w:t></w:r>{sym(code, font)}</w:p>"))
    out = redacted(document)

    assert document.text == f"A{text}"
    assert Word(BytesIO(out)).paragraphs[0].text == f"A{text}"
    assert bool(document.dropped) == (text == "▪")
    assert b"w:sym" not in unpack(out, "docx", Limits())["word/document.xml"]
    assert leaks(out) == []


@pytest.mark.parametrize("deleted", [False, True])
def test_a_name_written_with_symbols_is_one_word(deleted: bool) -> None:
    name = "<w:r><w:delText>Mar</w:delText></w:r>" if deleted else "<w:r><w:t>Mar</w:t></w:r>"
    name += sym("F069", "Arial") + sym("0073", "Trujillo Sans")
    name += "<w:r><w:delText>ol</w:delText></w:r>" if deleted else "<w:r><w:t>ol</w:t></w:r>"
    xml = f'<w:p><w:r><w:t xml:space="preserve">See </w:t></w:r>{f"<w:del>{name}</w:del>" if deleted else name}</w:p>'
    document = read_bytes_as("docx", with_body(xml))
    out = redacted(document)

    assert "Marisol" in document.text
    assert leaks(out) == []
    assert b"[P]" in unpack(out, "docx", Limits())["word/document.xml"]


def test_a_symbol_that_may_be_a_letter_of_an_unknown_font_is_refused() -> None:
    with pytest.raises(FormatError, match="may stand for a letter") as caught:
        read_bytes_as("docx", with_body(f"<w:p>{sym('F04D', 'Trujillo Icons')}</w:p>"))

    assert "Trujillo" not in str(caught.value)
