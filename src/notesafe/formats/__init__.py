"""
Files of many formats, each as one text, and written back redacted in place.

    document = read_document(Path("note.docx"))
    done = redactor.redact(document.text)
    data = document.rewritten(done.spans, done.text)

What cannot be read or written back with certainty is refused with a
`FormatError`; nothing is copied unread. docs/formats.md says what each
format hides and what becomes of it.
"""

from __future__ import annotations

from notesafe.formats.document import Document
from notesafe.formats.file_names import redacted_name
from notesafe.formats.limits import DEFAULT_LIMITS, Limits
from notesafe.formats.registry import FORMATS, Format, output_suffix, read_bytes_as, read_document

__all__ = [
    "DEFAULT_LIMITS",
    "FORMATS",
    "Document",
    "Format",
    "Limits",
    "output_suffix",
    "read_bytes_as",
    "read_document",
    "redacted_name",
]
