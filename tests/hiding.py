"""Documents of every format with someone's name, number or address in every place that can hide one. All made up."""

from __future__ import annotations

import json
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

from notesafe.formats import Limits
from notesafe.formats.zips import pack, unpack

GONE = (
    "marisol", "trujillo", "gail", "hartman", "whitaker", "okafor", "sorensen", "kowalski", "castellanos", "ordonez", "ramanathan",
    "wojcik", "thibodeaux", "quintero", "gonzalez", "alez", "48291337", "555-0142", "555-0177", "5550142",
)  # fmt: skip
"""What may be nowhere in any byte of the output, in lower case."""
SAID = "Client Marisol Trujillo met her sponsor Gail Hartman; MRN 48291337, phone 503-555-0142."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx() -> bytes:
    """Header, footer, comment, foot- and endnote, changes, table, properties, link, alt text, field, bookmark, symbol, text box."""
    from docx import Document as Word

    word = Word()
    core = word.core_properties
    core.author, core.last_modified_by, core.title = "Dana Whitaker", "Priya Ramanathan", "Note on Marisol Trujillo"
    core.subject, core.keywords, core.comments, core.category = "Trujillo", "Hartman", "Ask Gail Hartman", "Wojcik"
    run = word.add_paragraph(SAID).add_run(" She sat down.")
    word.add_comment(run, text="Ask Gail Hartman about it.", author="Dana Whitaker", initials="DW")
    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, ("Name", "Marisol Trujillo", "Phone", "503-555-0177"), strict=True):
        cell.text = text
    word.sections[0].header.paragraphs[0].text = "Client: Marisol Trujillo, MRN 48291337"
    word.sections[0].footer.paragraphs[0].text = "Therapist: Dana Whitaker, LPC, 503-555-0142"
    word.styles.add_style("Trujillo Heading", 1)
    word.add_paragraph("in a style", style="Trujillo Heading")
    word.part.relate_to("mailto:marisol.trujillo%40example.org", f"{_REL}/hyperlink", is_external=True)
    out = BytesIO()
    word.save(out)
    who = 'w:author="Dana Whitaker" w:date="2024-03-14T00:00:00Z"'
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>', '<w:instrText> HYPERLINK "mailto:gail.hart</w:instrText>',
            '<w:instrText>man@example.org" </w:instrText>', '<w:fldChar w:fldCharType="separate"/>', "<w:t>mail</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip
    body = (
        '<w:p><w:bookmarkStart w:id="7" w:name="Trujillo_Marisol"/><w:r><w:t xml:space="preserve">I saw Mari</w:t></w:r>'
        '<w:r><w:b/><w:t>sol Tru</w:t></w:r><w:r><w:sym w:font="Arial" w:char="F06A"/></w:r><w:r><w:t>illo today.</w:t></w:r>'
        '<w:bookmarkEnd w:id="7"/></w:p>'
        f'<w:p><w:r><w:t xml:space="preserve">She came. </w:t></w:r><w:del w:id="1" {who}><w:r><w:delText xml:space="preserve">Her sponsor '
        f'Bob Sorensen left. </w:delText></w:r></w:del><w:ins w:id="2" {who}><w:r><w:t>Her brother Luis Okafor stayed.</w:t></w:r></w:ins></w:p>'
        f"<w:p>{field}</w:p>"
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="9" '
        'name="Photo Castellanos" descr="Photo of Esperanza Castellanos" title="Castellanos"/></wp:inline></w:drawing></w:r></w:p>'
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="Trujillo" alt="Marisol" style="width:10pt"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>Box: her sponsor Gail Hartman</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        '<w:sdt><w:sdtPr><w:alias w:val="Marisol"/><w:tag w:val="Trujillo"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Control: Marisol Trujillo'
        "</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    members = unpack(out.getvalue(), "docx", Limits())
    members["word/document.xml"] = members["word/document.xml"].replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
    members["docProps/custom.xml"] = b"<Properties><property name='Client'><v>Ana Wojcik</v></property></Properties>"
    members["docProps/app.xml"] = (
        b"<Properties><Company>Kowalski Clinic</Company><Manager>Whitaker</Manager></Properties>"
    )
    members["docProps/thumbnail.jpeg"] = members["word/media/Marisol.png"] = b"Marisol Trujillo"
    members["customXml/item1.xml"] = b"<a>Marisol Trujillo</a>"
    for kind in ("footnote", "endnote"):
        members[f"word/{kind}s.xml"] = (
            f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:id="2"><w:p><w:r><w:t>Her mother, Rosa Kowalski, called.</w:t></w:r></w:p></w:{kind}></w:{kind}s>'
        ).encode()
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        "".join(
            f'<Relationship Id="rId{kind}Marisol" Type="{_REL}/{kind}s" Target="{kind}s.xml"/>'
            for kind in ("footnote", "endnote")
        ).encode()
        + f'<Relationship Id="rId99" Type="{_REL}/image" Target="media/Marisol.png"/></Relationships>'.encode(),
    )
    members["word/settings.xml"] = members["word/settings.xml"].replace(
        b"</w:settings>", b'<w:docVars><w:docVar w:name="client" w:val="Marisol Trujillo"/></w:docVars></w:settings>'
    )
    return pack(members)


VTT = """WEBVTT - Session of Marisol Trujillo
Client: Marisol Trujillo

NOTE recorded by Dana Whitaker, 503-555-0142

STYLE
::cue(v[voice="Marisol Trujillo"]) { color: red }

REGION
id:Trujillo

Trujillo-1
00:00:01.000 --> 00:00:03.000 align:start region:Trujillo
<v Marisol Trujillo>My sponsor is <b>Gail</b> Hart-

2
00:00:03.000 --> 00:00:05.000
man and my brother <c.Okafor>Luis</c>

00:05.000 --> 00:07.000
Okafor called Ana Gonz

00:07.000 --> 00:09.000
alez at 503-555-<00:08.000>0142.
"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,000\r\nMARISOL: <i>My sponsor</i> Gail Hart-\r\n\r\n2\r\n00:00:02,500 --> 00:00:03,000\r\nman and "
    "my brother Luis\r\n\r\n3\r\n00:00:04,000 --> 00:00:05,000\r\nOkafor called Ana Gonz\r\n\r\n4\r\n00:00:05,000 --> 00:00:06,000\r\n"
    "alez at 503-555-0142.\r\n"
)
JSON: dict[str, Any] = {
    "text": " My sponsor Gail Hartman called. Phone 503-555-0142.",
    "segments": [
        {"text": " My sponsor Gail", "speaker": "Marisol Trujillo", "tokens": [1, 2], "words": [
            {"word": " My"}, {"word": " sponsor"}, {"word": " Ga"}, {"word": "il"}]},
        {"text": " Hartman called.", "words": [{"word": " Hart"}, {"word": "man"}, {"word": " called."}]},
        {"text": " Phone 503-555-0142.", "words": [{"word": " Phone"}, {"word": " 503-555-0142."}]},
    ],
    "file": "/audio/Marisol_Trujillo.wav", "mrn": 48291337, "notes": {"Marisol Trujillo": {"deep": [["sponsor Gail Hartman"]]}},
}  # fmt: skip
HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="author" content="Dana Whitaker, LPC">
<title>Session with Marisol Trujillo</title><style>.Trujillo{}</style><script>var client = "Marisol Trujillo"</script>
<link rel="author" href="/Whitaker"></head><body class="Trujillo" id="Marisol" onload="x('Trujillo')" data-name="Trujillo">
<!-- Gail Hartman --><h1>Session</h1><p>My sponsor <b>Ga</b>il Hart<i>man</i> called 503&#45;555-0142.</p>
<a href="mailto:marisol.trujillo%40example.org" title="to Marisol Trujillo">mail</a> <a href="javascript:Trujillo()">x</a>
<img src="Marisol.jpg" alt="Photo of Marisol Trujillo"><input value="Marisol Trujillo" placeholder="MRN 48291337">
<iframe srcdoc="Marisol"></iframe><svg><text>Trujillo</text></svg><template>Trujillo</template><noscript>Marisol Trujillo</noscript>
<table><caption>Client Marisol Trujillo</caption><tr><td abbr="Trujillo">MRN</td><td>48291337</td></tr></table><!--[if mso]>Trujillo<![endif]--></body></html>
"""
RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1 Trujillo Sans;}}{\stylesheet{\s0 Normal;}{\s2 Trujillo Heading;}}
{\*\revtbl{Unknown;}{Dana Whitaker;}}{\*\generator Kowalski Writer;}
{\info{\author Dana Whitaker}{\operator Ramanathan}{\title Note on Marisol Trujillo}{\subject Trujillo}{\keywords Hartman}{\doccomm Ask Gail Hartman}{\*\company Kowalski}}
{\header Client: Marisol Truj\'69llo\par}{\footer Therapist: Dana Whitaker, LPC, 503-555-0142\par}
{\*\bkmkstart Trujillo}{\*\bkmkend Trujillo}\pard My sponsor {\b Ga}il H{\i art}m\'61\u110?, MRN 4829{\b 1337}\par
{\v hidden: her mother, Rosa Kowalski, called \v0}\par
{\field{\*\fldinst{HYPERLINK "mailto:marisol.trujillo@example.org"}}{\fldrslt Gail Hartman}}\par
\revised\revauth1 new {\deleted Her sponsor Bob Sorensen left}\par
text{\footnote Her brother Luis Okafor came.}{\*\atnid DW}{\*\atnauthor Dana Whitaker}{\*\annotation Ask Gail Hartman} more\par
{\pict\pngblip 4d617269736f6c}{\object{\*\objdata 4d617269736f6c}{\result Marisol}}
{\shp{\*\shpinst{\sp{\sn wzName}{\sv Trujillo}}{\sp{\sn wzDescription}{\sv Photo of Marisol}}{\shptxt Box: sponsor Gail Hartman\par}}}
\trowd\cellx3000\cellx6000 Client\cell Marisol Trujillo\cell\row
{\*\userprops{\propname Trujillo}\proptype30{\staticval Marisol}}{\*\docvar{client}{Marisol}}{\*\formfield{\*\ffname Trujillo}{\*\ffdeftext Marisol}}
}
"""
MD = (
    "---\nclient: Marisol Trujillo\n---\n<!-- sponsor Gail Hartman -->\n# Visit of Marisol Trujillo\n\n" + SAID + "\n\n"
    "![Photo of Marisol Trujillo](Marisol_Trujillo.jpg) [mail](mailto:marisol.trujillo@example.org \"to Gail Hartman\")\n"
)  # fmt: skip


def eml() -> bytes:
    """Headers of every kind, encoded words, quoted text, an HTML part, names of attachments, attachments, a message within."""
    mail = EmailMessage()
    mail["From"] = "Dana Whitaker <whitaker@example.org>"
    mail["To"] = '"Trujillo, Marisol" <m.trujillo@example.org>'
    mail["Subject"] = "Visit of Marisol Trujillo — next week, María"
    mail["Date"] = "Thu, 14 Mar 2024 10:00:00 -0700"
    mail["Message-ID"] = "<1.whitaker@example.org>"
    mail["Received"] = (
        "from trujillo.example.org by mx.example.org for <m.trujillo@example.org>; Thu, 14 Mar 2024 10:00:00 -0700"
    )
    mail["X-Client"] = "Trujillo 48291337"
    mail["References"] = "<2.marisol@example.org>"
    mail.set_content(f"{SAID}\n> On Monday her mother, Rosa\n> Kowalski, wrote:\n>> Call Gail\n>> Hartman\n")
    mail.add_alternative(HTML, subtype="html")
    mail.add_attachment(docx(), maintype="application", subtype="octet-stream", filename="Marisol_Trujillo.docx")
    mail.add_attachment(b"Marisol Trujillo", maintype="application", subtype="x-thing", filename="Trujillo.xyz")
    mail.add_attachment(b"\x89PNG Marisol", maintype="image", subtype="png", filename="Trujillo.png", cid="<Marisol@x>")
    inner = EmailMessage()
    inner["From"] = "Gail Hartman <hartman@example.org>"
    inner["Subject"] = "About Marisol Trujillo"
    inner.set_content(f"Forwarded: {SAID}", cte="base64")
    mail.add_attachment(inner, filename="Hartman.eml")
    return mail.as_bytes()


def pdf() -> bytes:
    """Pages, properties, XMP, bookmark, comment, form field, link, attached file."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText, Link
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 750, "Session: her sponsor Gail Hartman called, MRN 48291337,")
    canvas.drawString(72, 735, "phone 503-555-0142. Client Marisol Trujillo.")
    canvas.acroForm.textfield(name="Trujillo", tooltip="Client: Marisol Trujillo", value="Gail Hartman", x=72, y=600)
    canvas.showPage()
    canvas.drawString(72, 750, "Her mother, Rosa Kowalski, came.")
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(BytesIO(out.getvalue())))
    writer.add_metadata({"/Author": "Dana Whitaker", "/Title": "Note on Marisol Trujillo", "/Keywords": "Ramanathan"})
    writer.add_outline_item(title="Visit of Marisol Trujillo", page_number=0)
    writer.add_annotation(page_number=0, annotation=FreeText(text="Ask Gail Hartman about it.", rect=(10, 10, 90, 30)))
    writer.add_annotation(
        page_number=1, annotation=Link(rect=(10, 10, 90, 30), url="mailto:marisol.trujillo@example.org")
    )
    writer.add_attachment(filename="Marisol_Trujillo.txt", data=b"Marisol Trujillo")
    again = BytesIO()
    writer.write(again)
    return again.getvalue()


CSV = (
    "id,client_name,mrn,phone,note\r\n"
    '1,"Trujillo, Marisol",48291337,503-555-0142,"Her sponsor Gail\nHartman called, ""Gail"" said;\r\nher mother, Rosa Kowalski, too"\r\n'
    "2,,,,Luis Okafor is her brother\r\n"
)
RECORD: dict[str, Any] = {
    "client": {"name": "Marisol Trujillo", "mrn": 48291337},
    "note": "Her sponsor Gail Hartman called 503-555-0142.",
    "turns": [{"speaker": "Marisol Trujillo", "text": "My brother Luis Okafor came."}],
    "people": {"Gail Hartman": "sponsor", "Rosa Kowalski": 1},
    "Marisol Trujillo": "a key",
    "tokens": [1, 2, 3],
}


def parquet(path: Path) -> None:
    """Cells, structs, lists, a map's keys, dictionary values, bytes, notes of the schema and of a field."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    turns = pa.list_(pa.struct([pa.field("text", pa.string(), metadata={"who": "Marisol Trujillo"})]))
    schema = pa.schema(
        [
            pa.field("note", pa.string(), metadata={"about": "Marisol Trujillo"}),
            pa.field("mrn", pa.int64()),
            pa.field("kind", pa.dictionary(pa.int8(), pa.string())),
            pa.field("raw", pa.binary()),
            pa.field("turns", turns),
        ],
        metadata={"client": "Marisol Trujillo", "pandas": json.dumps({"index": "Trujillo"})},
    )
    row = {
        "note": SAID, "mrn": 48291337, "kind": "Her sponsor Gail Hartman", "raw": b"Marisol Trujillo",
        "turns": [{"text": "Her brother Luis Okafor came."}],
    }  # fmt: skip
    pq.write_table(pa.Table.from_pylist([row, dict.fromkeys(row)], schema=schema), path)


def write_all(folder: Path) -> None:
    """Write a file of every format into *folder*, under names and in a folder that name someone."""
    folder = folder / "Marisol Trujillo"
    folder.mkdir(parents=True)
    stem = "Marisol_Trujillo_session"
    tsv = "id\tclient_name\tnote\n1\tMarisol Trujillo\tHer sponsor Gail Hartman called.\n"
    jsonl = "".join(f"{json.dumps(row)}\n" for row in (RECORD, {"note": "Client Marisol Trujillo left."}))
    texts = {
        "txt": f"\ufeff{SAID}\n", "md": MD, "vtt": VTT, "srt": SRT, "json": json.dumps(JSON), "html": HTML, "csv": CSV, "tsv": tsv,
        "jsonl": jsonl,
    }  # fmt: skip
    for kind, text in texts.items():
        (folder / f"{stem}.{kind}").write_bytes(text.encode())
    for kind, data in {"docx": docx(), "eml": eml(), "rtf": RTF, "pdf": pdf()}.items():
        (folder / f"{stem}.{kind}").write_bytes(data)
    parquet(folder / f"{stem}.parquet")
