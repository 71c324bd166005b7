"""Put originals back into a redacted text, as far as the ledger remembers them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping

from notesafe.errors import LedgerError
from notesafe.ledger.ledger import Ledger
from notesafe.ledger.parts import like
from notesafe.ledger.state import Document, State, room_key

__all__ = ["restore"]


def restore(text: str, ledger: Ledger, *, document: str | None = None) -> str:
    """
    Return *text* with the originals in the place of stand-ins and tags.

    A text that is letter for letter what a reversible run returned comes back
    exactly. In one that was edited, stand-ins are found in any case and form
    they were written in; tags and dates need *document*, and where one tag stood
    for several things they come back in order, or not at all if their count changed.

    Args:
        text: What came back.
        ledger: The ledger of that run.
        document: The id that was given to `redact`; needed for tags in a text that was edited.

    Raises:
        TypeError: *text* is not a string.
        LedgerError: The ledger has no such document, or two documents fit and *document* was not given.
    """
    if not isinstance(text, str):
        raise TypeError(f"a text is a str; got {type(text).__name__}")
    state = ledger.memory
    if document is not None and document not in state.documents and not _has_room(state, ledger, document):
        raise LedgerError("the ledger keeps no such document. Was it redacted with reversible=True?")
    exact = _exact(text, state, document)
    if exact is not None:
        return exact
    entry = state.documents[document][-1] if document in state.documents else None
    text, done = _by_pieces(text, entry) if entry else (text, [])
    return _by_surfaces(text, _surfaces(state, ledger, document), done)


def _exact(text: str, state: State, document: str | None) -> str | None:
    """Return the original of a text that was not touched; None if there is none."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    chosen = [state.documents[document]] if document in state.documents else state.documents.values()
    found = [entry for entries in chosen for entry in entries]
    originals = {_spliced(text, entry) for entry in found if entry.digest == digest}
    if len(originals) > 1:
        raise LedgerError("several documents were redacted to this very text. Say which: document=….")
    return originals.pop() if originals else None


def _spliced(text: str, entry: Document) -> str:
    out: list[str] = []
    at = 0
    for start, new, old in entry.pieces:
        out += (text[at:start], old)
        at = start + len(new)
    return "".join([*out, text[at:]])


def _by_pieces(text: str, entry: Document) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with the document's own replacements undone, and where that was."""
    originals: dict[str, list[str]] = {}
    for _, new, old in entry.pieces:
        if new.strip():
            originals.setdefault(new, []).append(old)
    found = list(_pattern(originals).finditer(text)) if originals else []
    counts = Counter(match.group() for match in found)
    out: list[str] = []
    done: list[tuple[int, int]] = []
    at = length = 0
    for match in found:
        new = match.group()
        olds = originals[new]
        if len(set(olds)) == 1:
            old = olds[0]
        elif counts[new] == len(olds):
            old = olds.pop(0)
            counts[new] -= 1
        else:
            continue
        out += (text[at : match.start()], old)
        length += match.start() - at + len(old)
        done.append((length - len(old), length))
        at = match.end()
    return "".join([*out, text[at:]]), done


def _surfaces(state: State, ledger: Ledger, document: str | None) -> dict[str, str]:
    """Return stand-in -> original for all rooms whose stand-ins mean the same everywhere, and the document's own."""
    own = room_key(ledger.domain, "document", document) if document is not None else None
    surfaces: dict[str, str] = {}
    for key, room in state.rooms.items():
        if state.scope != "document" or key == own:
            for new, old in room.surfaces.items():
                surfaces.setdefault(new, old)
    return surfaces


def _by_surfaces(text: str, surfaces: Mapping[str, str], done: list[tuple[int, int]]) -> str:
    """Return the text with stand-ins undone outside *done*; in another case than they were written, in that case."""
    if not surfaces:
        return text
    folded = {new.lower(): old for new, old in reversed(list(surfaces.items()))}

    def original(match: re.Match[str]) -> str:
        if any(start < match.end() and match.start() < end for start, end in done):
            return match.group()
        new = match.group()
        return surfaces[new] if new in surfaces else like(new, folded[new.lower()])

    return _pattern(folded, flags=re.IGNORECASE).sub(original, text)


def _pattern(words: Mapping[str, object], *, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern for any of *words*, the longest first, not inside a longer word."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(
            rf"(?<!\w){re.escape(word)}(?!\w)" if word[:1].isalnum() and word[-1:].isalnum() else re.escape(word)
            for word in ordered
        ),
        flags,
    )


def _has_room(state: State, ledger: Ledger, document: str) -> bool:
    return state.scope != "document" or room_key(ledger.domain, "document", document) in state.rooms
