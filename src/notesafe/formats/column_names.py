"""`may_identify()`: whether the name of a column, or a key, may say who its records are about."""

from __future__ import annotations

import re

from notesafe.entities import ENTITY_TYPES
from notesafe.errors import NotesafeError
from notesafe.formats.cells import looks_like_data
from notesafe.formats.columns import column_role
from notesafe.formats.file_names import Redacts, as_words
from notesafe.lexicons import fold, given_names, ordinary_words, surnames

__all__ = ["may_identify"]

_SHORT = 4  # characters; shorter ones are abbreviations more often than names
_ORDINARY = frozenset("dap meta wordcount".split())  # noqa: SIM905 - words read better as words
"""Words of columns that are taken for names."""
_NOT_IN_WORDS = frozenset({"DATE_TIME"})
"""Types that say nothing of anyone without a number: `monday_notes`."""
_PART = r"(?:q[1-4]|h[12]|w\d{1,2})"
_PERIOD = re.compile(rf"fy[ _-]?\d{{2,4}}|{_PART}(?:[ _-]?\d{{4}})?|\d{{4}}[ _-]?{_PART}", re.IGNORECASE)
"""A quarter, half, week or fiscal year that a study's columns are named by: it says when for all rows, of nobody."""


def may_identify(name: str, redactor: Redacts) -> bool:
    """
    Return whether a person should look at *name*, which is carried over as it is.

    It is read as words, as names of files are. That of a column with a role (`client_name`) says
    what it holds and no one's name. Finds what the redactor finds in few words, and names that are
    in the lists and no ordinary words; not `pt_jh`.

    Args:
        name: Of a column, or a key.
        redactor: What it finds and leaves counts too.
    """
    if column_role(name) is not None or _PERIOD.fullmatch(name):
        return False
    if looks_like_data(name):
        return True
    words = as_words(name)
    if any(_is_name(word) for word in re.findall(r"[^\W\d_]+", words)):
        return True
    try:
        done = redactor.redact(words)
    except NotesafeError:
        return True
    found = [*(span.span for span in done.spans), *done.kept]
    return any(_says_who(span.entity_type, words[span.start : span.end]) for span in found)


def _says_who(entity_type: str, text: str) -> bool:
    if ENTITY_TYPES[entity_type].identifies != "direct" or len(text) < 2 or text.lower() in _ORDINARY:
        return False
    return entity_type not in _NOT_IN_WORDS or any(map(str.isdigit, text))


def _is_name(word: str) -> bool:
    plain = fold(word)
    if len(plain) < _SHORT or plain in ordinary_words() or plain in _ORDINARY:
        return False
    return plain in given_names() or plain in surnames()
