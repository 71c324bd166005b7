"""
The error tree. Catch `NotesafeError` to catch everything notesafe raises on purpose.

    NotesafeError
    ├── PackError        a recognizer pack is broken or missing
    ├── PolicyError      a profile or policy file is unknown or broken
    ├── ModelError       the spaCy pipeline cannot be used
    ├── KnownError       the list of known people, places and facilities is broken
    ├── FormatError      a file cannot be read, or not be written back, safely
    ├── LedgerError      a ledger cannot be opened, read, written or asked
    ├── BatchError       a run over many files cannot start or go on
    └── RedactionError   a note could not be redacted; nothing was returned
        └── VerifyError  the second look found removed text in the output

No message ever holds a word of the note. `TypeError` and `ValueError` are
raised for bad arguments only.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "BatchError",
    "FormatError",
    "KnownError",
    "LedgerError",
    "ModelError",
    "NotesafeError",
    "PackError",
    "PolicyError",
    "RedactionError",
    "VerifyError",
]


class NotesafeError(Exception):
    """The root of every error notesafe raises on purpose."""


class PackError(NotesafeError):
    """A recognizer pack is broken or missing; the message names the file and the key."""


class PolicyError(NotesafeError):
    """A profile or policy file is unknown or broken; the message names the nearest valid word."""


class ModelError(NotesafeError):
    """The spaCy pipeline is missing, cannot be loaded, or has no entity recognizer."""


class KnownError(NotesafeError):
    """The list of known people, places and facilities does not fit its schema."""


class FormatError(NotesafeError):
    """A file cannot be read or written back safely; the message names its format, the reason and what to do."""


class BatchError(NotesafeError):
    """A run over many files cannot start, or cannot go on; what is finished stays and the message says how to go on."""


class LedgerError(NotesafeError):
    """A ledger cannot be opened, read, written or asked; the message says what to do and quotes nothing."""


class RedactionError(NotesafeError):
    """A note could not be redacted. Nothing of it was returned."""


class VerifyError(RedactionError):
    """Removed text was still in the output, so the output was thrown away."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """
    Return ` Did you mean 'x'?` for the choice most like *word*, or an empty string.

        >>> nearest("PERSN", ["PERSON", "LOCATION"])
        " Did you mean 'PERSON'?"
    """
    options = list(choices)
    lowered = {option.lower(): option for option in options}
    close = get_close_matches(word.lower(), lowered, n=1, cutoff=0.5)
    return f" Did you mean '{lowered[close[0]]}'?" if close else ""
