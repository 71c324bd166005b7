"""What the tests of formats share: made-up people, a redactor that knows them, a look into every byte."""

from __future__ import annotations

import base64
import quopri
import re
import zipfile
from email import message_from_bytes
from email.header import decode_header, make_header
from io import BytesIO
from urllib.parse import unquote

from notesafe.formats import Document
from notesafe.redaction import RedactedSpan, Redaction
from notesafe.spans import Span

NAMES = ("Marisol", "Trujillo", "Quibby", "Hartwell", "Zyxford", "48291337", "555-0142")
"""Whatever the test documents hide, in every place."""
_FOUND = re.compile(
    r"(?i)marisol(?:\s+trujillo)?|m\.? ?trujillo|trujillo|quibby(?:[\s.@]+hartwell)?|hartwell|zyxford|48291337|(?:\(?503\)?[ -])?555-0142"
)


class Fake:
    """A redactor that finds the made-up names and nothing else."""

    def __init__(self, new: str = "[P]", pattern: re.Pattern[str] = _FOUND) -> None:
        self.new = new
        self.pattern = pattern

    def redact(self, text: str) -> Redaction:
        return splice(text, [(m.start(), m.end(), self.new) for m in self.pattern.finditer(text)])


def splice(text: str, changes: list[tuple[int, int, str]]) -> Redaction:
    """Return *text* with disjoint, sorted changes made."""
    out, spans, at, length = [], [], 0, 0
    for start, end, new in changes:
        out += [text[at:start], new]
        length += start - at
        spans.append(RedactedSpan(Span(start, end, "PERSON", 1.0), "tag", length, length + len(new)))
        length += len(new)
        at = end
    out.append(text[at:])
    return Redaction("".join(out), tuple(spans), (), {})


def redacted(document: Document, redactor: Fake | None = None) -> bytes:
    """Return the document's bytes after the fake redactor."""
    done = (redactor or Fake()).redact(document.text)
    return document.rewritten(done.spans, done.text)


def layers(data: bytes) -> list[bytes]:
    """Return *data* and whatever is packed or encoded in it, as far down as it goes."""
    found = [data, quopri.decodestring(data)]
    if data[:4] == b"PK\x03\x04":
        try:
            packed = zipfile.ZipFile(BytesIO(data))
        except zipfile.BadZipFile:
            return found
        with packed:
            found += [packed.comment, *(name.encode() for name in packed.namelist())]
            for name in packed.namelist():
                found += layers(packed.read(name))
    if b"Content-Transfer-Encoding" in data:
        for part in message_from_bytes(data).walk():
            found += [payload for payload in [part.get_payload(decode=True)] if isinstance(payload, bytes)]
            found += [str(make_header(decode_header(str(value)))).encode("utf-8", "replace") for value in part.values()]
        found += [layer for payload in found[2:] if payload[:2] == b"PK" for layer in layers(payload)]
    for block in (
        re.findall(rb"(?:[A-Za-z0-9+/]{40,}\r?\n)*[A-Za-z0-9+/]{4,}={0,2}", data) if len(data) < 300_000 else []
    ):
        try:
            decoded = base64.b64decode(re.sub(rb"\s", b"", block), validate=True)
        except ValueError:
            continue
        found += layers(decoded) if decoded[:4] == b"PK\x03\x04" and len(decoded) > 100 else [decoded]
    return found


def leaks(data: bytes) -> list[str]:
    """Return the names that are left in any byte of *data*, whatever the encoding."""
    left = set()
    for layer in layers(data):
        texts = [
            layer.decode("utf-8", "replace"),
            layer.decode("utf-16-le", "replace"),
            layer.decode("utf-16-be", "replace"),
        ]
        texts += [re.sub(r"<[^>]*>", "", texts[0]), re.sub(r"\s+", "", texts[0]), unquote(texts[0])]
        for text in texts:
            left |= {name for name in NAMES if name.lower() in text.lower()}
    return sorted(left)
