"""E-mail messages: who wrote to whom, the words of every part, and attachments of formats that are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from email.errors import MessageError, MultipartInvariantViolationDefect, StartBoundaryNotFoundDefect
from email.header import Header, decode_header, make_header
from email.message import EmailMessage, Message
from pathlib import PurePath

from notesafe.errors import FormatError
from notesafe.formats.document import Document, Values
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts
from notesafe.formats.registry import FORMATS, read_bytes_as

__all__ = ["read_eml"]

_KEPT = (
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Date",
    "Subject",
    "Comments",
    "Keywords",
    "Importance",
    "Priority",
)
"""Headers that are written back. All others say when and over which machines a message went."""
_STRUCTURE = frozenset(["mime-version", "content-type", "content-transfer-encoding", "content-disposition"])
_ENCRYPTED = frozenset(
    ["multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"]
)
_TYPES = {"text/plain": "txt", "text/html": "html", "text/markdown": "md", "text/rtf": "rtf", "application/rtf": "rtf"}
_QUOTE = re.compile(r"(?:[>|] ?)+")
_WRITTEN_TYPES = {
    "txt": "text/plain", "md": "text/markdown", "html": "text/html", "vtt": "text/vtt", "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "rtf": "application/rtf",
    "pdf": "application/pdf", "srt": "application/x-subrip", "eml": "message/rfc822",
}  # fmt: skip

Build = Callable[[Values], "Message[str, str]"]


def read_eml(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """
    Return the message as one text: headers, parts in order, attachments, then headers that are not written back.

    Attachments of a format that is read are redacted like files of their own;
    all others are dropped and listed by kind. Names of attachments give way to `attachment-1`.
    A notice goes first into the first part of each kind (text, HTML) that is no attachment; a
    message that has attachments only does not carry it.

    Raises:
        FormatError: No message, encrypted, cut off, an attachment that is refused, or over a limit.
    """
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not any(
        name.lower() in {"from", "to", "subject", "date"} for name, _ in message.raw_items()
    ):
        raise FormatError("eml: no e-mail message. Rename the file to what it is.")
    reader = _Reader(limits, encoding)
    build = reader.message(message, 0)
    reader.rest()

    def write(values: Values) -> bytes:
        return build(values).as_bytes(
            policy=policy.compat32.clone(max_line_length=998, linesep="\r\n" if b"\r\n" in data[:2000] else "\n")
        )

    dropped = [f"{count} {what}" for what, count in sorted(reader.dropped.items())] + reader.within
    return Document(
        "eml",
        reader.parts,
        write,
        lambda again: read_eml(again, limits, encoding=encoding),
        dropped=dropped,
        carries_notice=bool(reader.noted),
    )


class _Reader:
    """Adds what a message says to one text."""

    def __init__(self, limits: Limits, encoding: str | None) -> None:
        self.parts = Parts()
        self.dropped: Counter[str] = Counter()
        self.within: list[str] = []
        self.noted: set[str] = set()
        """The kinds of parts that a notice goes into."""
        self._limits = limits
        self._encoding = encoding
        self._gone: list[str] = []
        self._count = 0
        self._attachments = 0
        self._boundaries = 0
        self._outer = True

    def rest(self) -> None:
        """Add the words that are not written back."""
        self.parts.gap()
        for text in self._gone:
            self.parts.gap("\n")
            self.parts.add(text, neutral="")

    def message(self, message: EmailMessage, depth: int) -> Build:
        """Read headers and body."""
        kept: list[tuple[str, int]] = []
        for name, value in message.raw_items():
            proper = next((keep for keep in _KEPT if keep.lower() == name.lower()), None)
            text = _header(str(value))
            if proper is not None:
                self.parts.gap("\n")
                kept.append((proper, self.parts.add(text)))
            elif name.lower() not in _STRUCTURE:
                self._gone.append(text)
        self.parts.gap()
        body = self.body(message, depth)

        def build(values: Values) -> Message[str, str]:
            made = body(values)
            for name, number in kept:
                text = _unfolded(values[number])
                made[name] = (
                    text if text.isascii() and len(text) < 900 else Header(text, "utf-8", header_name=name).encode()
                )
            made["MIME-Version"] = "1.0"
            return made

        return build

    def body(self, part: EmailMessage, depth: int) -> Build:
        """Read a part of any type."""
        self._count += 1
        if depth > self._limits.max_depth or self._count > self._limits.max_members:
            raise FormatError("eml: too many parts, or nested too deep. Save the parts one by one.")
        kind = part.get_content_type()
        if kind in _ENCRYPTED:
            raise FormatError("eml: encrypted. Save the message decrypted.")
        if any(
            isinstance(defect, StartBoundaryNotFoundDefect | MultipartInvariantViolationDefect)
            for defect in part.defects
        ):
            raise FormatError("eml: cut off; a part is missing. Save the message again.")
        if kind == "message/rfc822":
            return self._inner(part, depth)
        if part.is_multipart():
            return self._multipart(part, depth)
        name = part.get_filename()
        for text in (name, part.get("Content-ID"), part.get("Content-Description"), part.get("Content-Location")):
            if text:
                self._gone.append(_header(str(text)))
        return self._leaf(part, kind, name)

    def _multipart(self, part: EmailMessage, depth: int) -> Build:
        if any(type(defect).__name__ == "CloseBoundaryNotFoundDefect" for defect in part.defects):
            raise FormatError("eml: cut off; its end is missing. Save the message again.")
        subtype = part.get_content_subtype()
        subtype = subtype if subtype in {"mixed", "alternative", "related", "digest", "parallel"} else "mixed"
        parts = [self._nested(sub, depth) for sub in part.iter_parts()]
        self._boundaries += 1
        boundary = f"=_notesafe_{self._boundaries}"

        def build(values: Values) -> Message[str, str]:
            made: Message[str, str] = Message()
            made["Content-Type"] = f'multipart/{subtype}; boundary="{boundary}"'
            made.set_payload([sub(values) for sub in parts if sub is not None])
            return made

        return build

    def _nested(self, sub: object, depth: int) -> Build | None:
        if not isinstance(sub, EmailMessage):
            raise FormatError("eml: a part is no message part. Save the message again.")
        kind = sub.get_content_type()
        if kind in {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}:
            self.dropped["signatures"] += 1
            return None
        if not sub.is_multipart() and kind != "message/rfc822" and self._kind(sub, kind) is None:
            suffix = PurePath(sub.get_filename() or "").suffix.lower()
            for text in (sub.get_filename(), sub.get("Content-ID"), sub.get("Content-Description")):
                if text:
                    self._gone.append(_unfolded(str(text)))
            self.dropped[
                "images"
                if kind.startswith("image/")
                else f"attachments ({suffix if re.fullmatch('[.][a-z0-9]{1,5}', suffix) else 'of another kind'})"
            ] += 1
            return None
        return self.body(sub, depth + 1)

    def _inner(self, part: EmailMessage, depth: int) -> Build:
        """Read a message within the message."""
        inner = part.get_payload(0) if part.is_multipart() else None
        if not isinstance(inner, EmailMessage):
            raise FormatError("eml: a message within the message cannot be read. Save it on its own.")
        outer, self._outer = self._outer, False
        read = self.message(inner, depth + 1)
        self._outer = outer

        def build(values: Values) -> Message[str, str]:
            made: Message[str, str] = Message()
            made["Content-Type"] = "message/rfc822"
            made.set_payload([read(values)])
            return made

        return build

    def _kind(self, part: EmailMessage, kind: str) -> str | None:
        """Return the format of a leaf, or None if it is none that is read."""
        suffix = PurePath(part.get_filename() or "").suffix.lower()
        if suffix:
            found = next((row for row in FORMATS.values() if suffix in row.suffixes and not row.table), None)
            if found is not None:
                return found.name
        if kind in _TYPES and (not suffix or not part.is_attachment()):
            return _TYPES[kind]
        return None

    def _leaf(self, part: EmailMessage, kind: str, name: str | None) -> Build:
        which = self._kind(part, kind)
        if which is None:
            raise FormatError("eml: the message has no part with words. Nothing can be redacted.")
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            raise FormatError("eml: a part cannot be decoded. Save the message again.")
        if any(type(defect).__name__.startswith("InvalidBase64") for defect in part.defects):
            raise FormatError("eml: a part is cut off. Save the message again.")
        attached = part.is_attachment() or (name is not None and which not in {"txt", "html"})
        charset = part.get_content_charset() or self._encoding
        first = self._outer and not attached and which not in self.noted
        if which == "txt" and not attached:
            self.noted |= {which} if first else set()
            return self._plain(payload, charset, first=first)
        text_like = which in {"txt", "md", "html", "vtt", "srt", "json"}
        document = read_bytes_as(which, payload, limits=self._limits, encoding=charset if text_like else None)
        self.within += document.dropped
        first = first and document.carries_notice
        self.noted |= {which} if first else set()
        number = self.parts.nest(document)
        if attached:
            self._attachments += 1
        title = f"attachment-{self._attachments}{document.suffix}" if attached else ""
        written = "txt" if document.suffix == ".txt" else which
        return lambda values: _binary(
            values.nested(number, values.notice if first else ""),
            _WRITTEN_TYPES[written],
            title,
            charset if text_like and written == which else None,
        )

    def _plain(self, payload: bytes, charset: str | None, *, first: bool) -> Build:
        """Read a text line by line, quote marks apart, so that a name may go on in the next quoted line."""
        try:
            text = payload.decode(charset or "utf-8")
        except (UnicodeDecodeError, LookupError):
            raise FormatError("eml: a part is not in the encoding it names. Name it: encoding='cp1252'.") from None
        lines: list[tuple[str, int, str]] = []
        for line in text.splitlines(keepends=True):
            words = line.rstrip("\r\n")
            mark = _QUOTE.match(words)
            start = mark.end() if mark else 0
            lines.append((words[:start], self.parts.add(words[start:]), line[len(words) :]))
            self.parts.gap("\n" if words[start:].strip() else "\n\n")
        self.parts.gap()

        def build(values: Values) -> Message[str, str]:
            lead = f"{values.notice}\n\n" if first and values.notice else ""
            new = lead + "".join(mark + " ".join(values[number].splitlines()) + end for mark, number, end in lines)
            return _binary(new.encode("utf-8", "surrogatepass"), "text/plain", "", "utf-8")

        return build


def _binary(data: bytes, kind: str, title: str, charset: str | None) -> Message[str, str]:
    """Return a part that holds *data*, in base 64 unless it is short plain ASCII."""
    from base64 import encodebytes

    made: Message[str, str] = Message()
    made["Content-Type"] = f'{kind}; charset="{charset}"' if charset else kind
    plain = charset is not None and not title and data.isascii() and max(map(len, data.splitlines()), default=0) < 900
    made["Content-Transfer-Encoding"] = "7bit" if plain else "base64"
    if title:
        made["Content-Disposition"] = f'attachment; filename="{title}"'
    made.set_payload((data if plain else encodebytes(data)).decode("ascii"))
    return made


def _header(raw: str) -> str:
    """Return a header's words as they were meant, without mending it."""
    try:
        raw = raw.encode("ascii", "surrogateescape").decode("utf-8")
        return _unfolded(str(make_header(decode_header(raw))) if "=?" in raw else raw)
    except (UnicodeError, LookupError, MessageError, ValueError):
        raise FormatError("eml: a header is not in the encoding it names. Save the message again.") from None


def _unfolded(text: str) -> str:
    """Return a header on one line."""
    return " ".join(text.split())
