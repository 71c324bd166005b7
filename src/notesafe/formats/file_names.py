"""`redacted_name()`: a file's name without the names in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from notesafe.formats.registry import Pdf, output_suffix
from notesafe.lexicons import ordinary_words
from notesafe.redaction import Redaction

__all__ = ["NEUTRAL", "Redacts", "as_words", "redacted_name"]

NEUTRAL = "note"
"""The stem of a file whose own name might say who it is about."""
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_SAFE_NUMBER = re.compile(r"\d{1,3}|(?:19|20)\d\d")
_LONG_NUMBER = re.compile(r"\d[\d._-]*\d")
_OWN_WORDS = frozenset(
    """note notes progress session sessions intake discharge summary transcript transcripts assessment treatment plan group
    individual therapy counseling counselling case review final draft copy version v rev part page audio recording whisper
    export email mail letter report form consent weekly daily monthly file document doc scan text data table records soap
    dap birp psychosocial supervision process interview and of the for to with a an in redacted""".split()  # noqa: SIM905 - words read better as words
)


class Redacts(Protocol):
    """What can redact a text: a `notesafe.Redactor`."""

    def redact(self, text: str, /) -> Redaction:
        """Return the redacted text."""


def as_words(stem: str) -> str:
    """
    Return a name as the words that are run together in it.

        >>> as_words("MTrujillo_progress-note3")
        'M Trujillo progress note 3'
    """
    words = re.sub(r"(?<!\d)[-_.](?!\d)|(?<=\d)[-_.](?!\d)|(?<!\d)[-_.](?=\d)|_", " ", stem)
    return " ".join(_JOINT.sub(" ", words).split())


def redacted_name(path: Path, redactor: Redacts, *, pdf: Pdf = "txt") -> str:
    """
    Return a name for the redacted file of *path*, with the ending it should have.

    The name is read as words: `_`, `-` and `.` are blanks, and `MTrujillo` is
    `M Trujillo`. What the redactor finds is replaced. If a word is left that is
    no ordinary one, or a number that could be a record's, the whole name gives way to
    `note`: a file name says too little to be sure. Two files may get one name.

    Raises:
        FormatError: The format is not read.
        RedactionError: The name could not be redacted.
    """
    suffix = output_suffix(path, pdf=pdf)
    done = redactor.redact(as_words(path.stem))
    pieces: list[str] = []
    at = 0
    for span in done.spans:
        pieces += (done.text[at : span.new_start], _as_name(done.text[span.new_start : span.new_end]))
        if not _says_nothing(pieces[-2]):
            return NEUTRAL + suffix
        at = span.new_end
    pieces.append(done.text[at:])
    if not _says_nothing(pieces[-1]):
        return NEUTRAL + suffix
    stem = "_".join(re.findall(r"[\w-]+", "".join(pieces)))
    return (stem or NEUTRAL)[:100] + suffix


def _as_name(replacement: str) -> str:
    """Return a replacement with nothing in it that a file name should not hold."""
    return re.sub(r"[^\w-]+", "_", replacement).strip("_")


def _says_nothing(text: str) -> bool:
    """Return whether no word of *text*, and no number in it, could be anyone's."""
    if any(sum(map(str.isdigit, found[0])) > 4 for found in _LONG_NUMBER.finditer(text)):
        return False
    return all(_is_plain(word) for word in re.findall(r"\w+", text))


def _is_plain(word: str) -> bool:
    """Return whether a word says nothing of anyone."""
    lowered = word.lower()
    return lowered in _OWN_WORDS or _SAFE_NUMBER.fullmatch(lowered) is not None or lowered in ordinary_words()
