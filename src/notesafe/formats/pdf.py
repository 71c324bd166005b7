"""PDF: the text is taken out, and written as text or into a new, simple PDF. Nothing of the old file is kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Literal

from notesafe.errors import FormatError
from notesafe.formats.document import Document, Values
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts

__all__ = ["read_pdf"]

_PAINTS = re.compile(rb"(?:^|\s)(?:Do|BI|sh|Tj|TJ|[SsF]|[fBb]\*?)(?=\s|$)")
"""Operators that show something. Source: ISO 32000-1, annex A."""
_MARGIN = 54  # points, 0.75 inch
_SIZE = 10
_LEADING = 13
_PAGE = (612, 792)  # US letter, points


def read_pdf(
    data: bytes, limits: Limits, *, encoding: str | None = None, pdf: Literal["txt", "rebuild"] = "txt"
) -> Document:
    """
    Return the text of a PDF: its pages, comments, form fields and bookmarks; then its properties, which are not written back.

    Args:
        data: The file.
        limits: Pages and size.
        encoding: Not used.
        pdf: `txt` writes a text file, `rebuild` a new PDF of plain pages, one or more for each old one.

    A notice is the first paragraph of the text file, or of the first new page.

    Raises:
        FormatError: Encrypted, cut off, a page without text that shows something, letters that have no meaning,
            or over a limit.
    """
    del encoding
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise FormatError("pdf: no PDF. Rename the file to what it is.")
    if b"%%EOF" not in data[-2048:]:
        raise FormatError("pdf: cut off; its end is missing. Save it again.")
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    with _quiet():
        try:
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted:
                raise FormatError("pdf: encrypted. Save it without a password first.")
            if len(reader.pages) > limits.max_pages:
                raise FormatError(
                    f"pdf: {len(reader.pages):,} pages, over the limit of {limits.max_pages:,}. Split it."
                )
            pages, beside, gone, dropped = _words(reader, limits)
        except (PyPdfError, RecursionError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
            raise FormatError(
                f"pdf: damaged ({type(error).__name__}). Open it in its program and save it again."
            ) from None
    parts = Parts()
    numbers = []
    for texts in [*([page] for page in pages), beside]:
        parts.gap()
        row = []
        for text in texts:
            parts.gap("\n")
            row.append(parts.add(text))
        numbers.append(row)
    parts.gap()
    for text in gone:
        parts.gap("\n")
        parts.add(text, neutral="")

    def write(values: Values) -> bytes:
        texts = ["\n".join(values[number] for number in row) for row in numbers]
        texts = [text for text in texts if text.strip()]
        if values.notice:
            texts[:1] = [f"{values.notice}\n\n{texts[0]}" if texts else values.notice]
        if pdf == "rebuild":
            return _rebuilt(texts)
        return ("\n\n".join(texts) + "\n").encode("utf-8", "surrogatepass")

    def again(written: bytes) -> Document:
        if pdf == "rebuild":
            return read_pdf(written, limits, pdf=pdf)
        from notesafe.formats.plain import read_txt

        return read_txt(written, limits)

    suffix = ".pdf" if pdf == "rebuild" else ".txt"
    return Document("pdf", parts, write, again, suffix=suffix, dropped=dropped, carries_notice=True)


def _words(reader: Any, limits: Limits) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the text of the pages, what stands beside them, what is not written back, and what is dropped."""
    pages: list[str] = []
    beside: list[str] = []
    images = 0
    size = 0
    for number, page in enumerate(reader.pages, 1):
        text = str(page.extract_text()).strip("\n")
        size += len(text)
        if size > limits.max_uncompressed:
            raise FormatError("pdf: more text than the limit. Split it, or pass Limits(max_uncompressed=...).")
        shown = _shows(page)
        images += shown
        _check_page(number, text, shown, page)
        pages.append(text)
        for note in page.get("/Annots") or ():
            item = note.get_object()
            beside += [str(item[key]) for key in ("/Contents", "/TU", "/V", "/DV") if isinstance(item.get(key), str)]
            action = item.get("/A")
            uri = action.get_object().get("/URI") if action is not None else None
            if uri:
                beside.append(str(uri))
    fields = reader.get_fields() or {}
    beside += [str(field.get("/V")) for field in fields.values() if isinstance(field.get("/V"), str)]
    beside += list(_titles(reader.outline))
    gone = [str(value) for value in (reader.metadata or {}).values()]
    gone += list(fields)
    packet = reader.xmp_metadata
    if packet is not None:
        gone += [text for text in (packet.dc_title, packet.dc_description) if text for text in map(str, text.values())]
        gone += [str(name) for name in packet.dc_creator or ()]
    dropped = [f"{images} pages' images"] if images else []
    names = list(reader.attachments)
    if names:
        gone += names
        dropped.append(f"{len(names)} embedded files")
    return pages, list(dict.fromkeys(beside)), list(dict.fromkeys(gone)), dropped


def _shows(page: Any) -> bool:
    """Return whether a page shows an image."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    named = objects is not None and any(
        item.get_object().get("/Subtype") == "/Image" for item in objects.get_object().values()
    )
    content = page.get_contents()
    return named or (content is not None and b"\nBI" in content.get_data())


def _check_page(number: int, text: str, shown: bool, page: Any) -> None:
    """
    Refuse a page whose words cannot be had.

    Raises:
        FormatError: It shows an image or drawing and has no text; or its letters have no meaning.
    """
    content = page.get_contents()
    if not text.strip():
        if shown:
            raise FormatError(f"pdf: page {number:,} is an image. Read it with OCR first, and save the text.")
        if content is not None and _PAINTS.search(content.get_data()):
            raise FormatError(f"pdf: page {number:,} shows something that is no text. Read it with OCR first.")
        return
    odd = sum(
        1
        for letter in text
        if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or (letter < " " and letter not in "\n\t\r\f")
    )
    if odd * 100 > len(text) or "\ufffd" in text:
        raise FormatError(f"pdf: letters of page {number:,} have no meaning in the file. Read it with OCR first.")


def _titles(outline: Any, depth: int = 0) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            if depth < 50:
                yield from _titles(item, depth + 1)
        else:
            yield str(item.title)


def _rebuilt(pages: list[str]) -> bytes:
    """
    Return a PDF of plain text, the same bytes for the same text.

    Raises:
        FormatError: A letter that the fonts every reader has lack.
    """
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=_PAGE, invariant=1, pageCompression=1)
    for text in pages:
        try:
            text.encode("cp1252")
        except UnicodeEncodeError:
            raise FormatError("pdf: letters that a plain PDF cannot show. Write it as text: pdf='txt'.") from None
        at = 0.0
        for line in text.expandtabs(4).splitlines() or [""]:
            for piece in _wrapped(line, lambda words: stringWidth(words, "Helvetica", _SIZE) <= _PAGE[0] - 2 * _MARGIN):
                if at < _MARGIN:
                    if at:
                        canvas.showPage()
                    canvas.setFont("Helvetica", _SIZE)
                    at = _PAGE[1] - _MARGIN
                canvas.drawString(_MARGIN, at, piece)
                at -= _LEADING
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _wrapped(line: str, fits: Any) -> Iterator[str]:
    """Yield *line* in pieces that fit, broken at blanks where there are some."""
    row = ""
    for word in line.split(" "):
        if row and not fits(f"{row} {word}"):
            yield row
            row = word
        else:
            row = f"{row} {word}" if row else word
        while not fits(row):
            cut = len(row) - 1
            while cut > 1 and not fits(row[:cut]):
                cut -= 1
            yield row[:cut]
            row = row[cut:]
    yield row


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's warnings, which may quote the file, out of the log."""
    logger = logging.getLogger("pypdf")
    was = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = was
