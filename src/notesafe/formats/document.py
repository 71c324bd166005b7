"""`Document`: what a file says, as one text, and the file with that text redacted in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from notesafe.errors import FormatError
from notesafe.formats.parts import Change, Parts, changes_of
from notesafe.redaction import RedactedSpan

__all__ = ["Document", "Values"]


class Values:
    """The new text of every piece, by its number; and the bytes of nested documents."""

    def __init__(self, parts: Parts, changes: Sequence[Change], notice: str = "") -> None:
        self.notice = notice
        """What is to stand before all else, where a reader sees it first; "" for nothing."""
        self._parts = parts
        self._changes = changes
        self._text = parts.text
        self._values = parts.values(changes)
        self._mirrored = parts.mirrored(changes)

    def __getitem__(self, number: int) -> str:
        """Return what stands in the file afterwards."""
        neutral = self._parts.pieces[number].neutral
        return self._values[number] if neutral is None else neutral

    def changed(self, number: int) -> bool:
        """Return whether the piece is to be written anew."""
        return self[number] != self._parts.pieces[number].text

    def mirrored(self, number: int) -> str:
        """Return what a mirror becomes."""
        return self._mirrored[number]

    def kept(self, number: int, *, at_end: bool = False) -> bool:
        """Return whether the first two characters of a piece, or its last two, are what they were."""
        old, new = self._parts.pieces[number].text, self[number]
        return old[-2:] == new[-2:] if at_end else old[:2] == new[:2]

    def removed(self) -> set[str]:
        """Return the stretches that are replaced."""
        return {self._text[change.start : change.end] for change in self._changes}

    def nested(self, number: int, notice: str = "") -> bytes:
        """Return the rewritten bytes of a nested document, with *notice* before its words if it has a place for it."""
        document = self._parts.pieces[number].nested
        if document is None:
            raise ValueError("no document stands in this place")
        return document.apply(self._parts.local(number, self._changes), notice)

    def expected(self) -> str:
        """Return what a reader of the written file must find, without blanks and what stands aside."""
        texts = []
        for number, piece in enumerate(self._parts.pieces):
            if piece.nested is not None:
                texts.append(piece.nested.expected(self._parts.local(number, self._changes)))
            elif piece.neutral is None and not piece.aside:
                texts.append("".join(self[number].split()))
        return "".join(texts)


class Document:
    """
    A file that was read: `.kind`, `.text`, and `.rewritten()`, the file again with the text redacted in place.

    Its repr holds no word of it. Immutable to the caller; not to be shared between threads.
    """

    def __init__(
        self,
        kind: str,
        parts: Parts,
        write: Callable[[Values], bytes],
        read: Callable[[bytes], Document] | None = None,
        *,
        suffix: str | None = None,
        dropped: Sequence[str] = (),
        carries_notice: bool = False,
    ) -> None:
        self.kind = kind
        """A key of `FORMATS`: `docx`, `vtt` …"""
        self.text = parts.text
        """Everything the file says or hides, in reading order; unlike parts are divided by blank lines."""
        self.suffix = suffix if suffix is not None else f".{kind}"
        """How the name of the written file should end."""
        self.dropped = tuple(dropped)
        """What is not carried over, in general words: `2 images`, `1 attachment (.xls)`."""
        self.carries_notice = carries_notice
        """Whether what is written has a place for a notice that every reader shows; *write* puts it there."""
        self._parts = parts
        self._write = write
        self._read = read

    def __repr__(self) -> str:
        return f"Document({self.kind}, {len(self.text)} characters, {len(self._parts.pieces)} pieces)"

    def rewritten(self, changes: Sequence[RedactedSpan], new_text: str, *, notice: str = "") -> bytes:
        """
        Return the file with each change of `.text` made in place, and its metadata scrubbed.

        A replacement goes where its span starts; the rest of the span is deleted,
        over whatever runs, cells or cues it reaches. What is written is read once
        more and compared.

        Args:
            changes: As in `Redaction.spans`: sorted, disjoint.
            new_text: As in `Redaction.text`.
            notice: A sentence to be put before the words, as the format does it. Left out where the file says it
                already, says nothing else, or has no place for it (`carries_notice`).

        Raises:
            ValueError: The changes do not lead from `.text` to *new_text*.
            FormatError: The file would not say what it should; nothing is returned.
        """
        return self.apply(changes_of(changes, self.text, new_text), notice if self.text.strip() else "")

    def apply(self, changes: Sequence[Change], notice: str = "") -> bytes:
        """Return the file with *changes* made, as `rewritten` does."""
        said = "".join(notice.split())
        if not self.carries_notice or said.casefold() in self.expected(changes).casefold():
            notice = said = ""
        values = Values(self._parts, changes, notice)
        try:
            data = self._write(values)
        except FormatError:
            raise
        except Exception as error:  # noqa: BLE001 - an error of a library could quote the file
            raise FormatError(
                f"{self.kind}: could not be written ({type(error).__name__}). Save the text as .txt and redact that."
            ) from None
        if self._read is not None:
            try:
                again = self._read(data).expected(())
            except FormatError as error:
                raise FormatError(
                    f"{self.kind}: the redacted file could not be read again; nothing was written."
                ) from error
            if (again.replace(said, "") if said else again) != values.expected() or said not in again:
                raise FormatError(
                    f"{self.kind}: the redacted file does not read back as it should, so it was thrown away. "
                    "Save the text as .txt and redact that."
                )
        return data

    def expected(self, changes: Sequence[Change]) -> str:
        """Return what a reader of the file must find after *changes*, without blanks and what stands aside."""
        return Values(self._parts, changes).expected()
