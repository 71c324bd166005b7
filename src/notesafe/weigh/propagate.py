"""One sure mention marks every mention: in any case, in part, by nickname, with one slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from notesafe.lexicons import fold, nicknames
from notesafe.names import follows_a_name, speaks_or_owns
from notesafe.spans import Span
from notesafe.terms import TermTree
from notesafe.words import Word

__all__ = ["propagate"]

_TAKEN = 0.4
_SURE = 0.5
_SCORE = 0.6
_NAMES = frozenset({"LOCATION", "FACILITY", "HOME_GROUP", "ORGANIZATION"})
_NUMBERS = frozenset(
    [
        "PHONE_NUMBER",
        "US_SSN",
        "RECORD_NUMBER",
        "HEALTH_PLAN_NUMBER",
        "ACCOUNT_NUMBER",
        "LICENSE_NUMBER",
        "CASE_NUMBER",
        "INMATE_NUMBER",
        "ID_NUMBER",
        "PRESCRIPTION_NUMBER",
        "DEVICE_ID",
        "VEHICLE_ID",
        "EMAIL_ADDRESS",
        "USERNAME",
        "MEETING_ACCESS",
        "IP_ADDRESS",
        "URL",
    ]
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
_ENDEARMENTS = frozenset(
    [
        "buddy",
        "honey",
        "baby",
        "babe",
        "doll",
        "king",
        "queen",
        "prince",
        "princess",
        "pal",
        "junior",
        "sunny",
        "sunshine",
        "love",
        "angel",
        "precious",
        "champ",
    ]
)
_ADDRESSED = re.compile(r"(?:^|[,?!.\n] ?)[^\W\d_]+[,.?!\n]")  # "…, hope," "chase?"
_GAP = r"[ \t\n().-]{0,3}"
_SLIP = 5  # letters from which one wrong letter still tells the name
_CODE = 5  # letters and digits from which a number or handle is looked for elsewhere


def propagate(text: str, words: Sequence[Word], spans: Collection[Span]) -> list[Span]:
    """
    Return the spans and, besides, every other mention of what they name.

    Gated by ordinary words: `Will` marks no `will`, and at the start of a
    sentence no `Will` either.
    """
    taken = [span for span in spans if span.score >= _TAKEN]
    covered = _Cover(taken)
    found: list[Span] = []
    people = [span for span in taken if span.entity_type == "PERSON" and span.score >= _SURE]
    for more in (
        _parts(text, words, people),
        _slips(text, words, people),
        _phrases(text, taken),
        _numbers(text, taken),
    ):
        for span in more:
            if not covered.all_of(span):
                covered.add(span)
                found.append(span)
    return [*spans, *found]


class _Cover:
    """Which characters are taken already."""

    def __init__(self, spans: Collection[Span]) -> None:
        self._taken = {i for span in spans for i in range(span.start, span.end)}

    def all_of(self, span: Span) -> bool:
        return all(i in self._taken for i in range(span.start, span.end))

    def add(self, span: Span) -> None:
        self._taken.update(range(span.start, span.end))


def _parts(text: str, words: Sequence[Word], people: Sequence[Span]) -> Iterator[Span]:
    """Yield words that are part of a sure name, or a nickname of it."""
    parts: dict[str, Span] = {}
    for span in people:
        for part in _WORD.findall(text[span.start : span.end]):
            folded = fold(part)
            if len(folded) > 1:
                parts.setdefault(folded, span)
                for short in nicknames().get(folded, ()):
                    parts.setdefault(short, span)
    own = {fold(part) for span in people for part in _WORD.findall(text[span.start : span.end])}
    for at, word in enumerate(words):
        named = parts.get(word.folded)
        if named is None or word.initial:
            continue
        if word.kind in ("plain", "both") and not _meant_as_name(text, words, at, own):
            continue
        if word.folded not in own and not word.capital and word.kind != "name":
            continue
        yield named.but(start=word.start, end=word.end, score=_SCORE, sources=("propagated",))


def _meant_as_name(text: str, words: Sequence[Word], at: int, own: Collection[str]) -> bool:
    """Return whether a word that is an ordinary word too stands here as the name that was found elsewhere."""
    word = words[at]
    if word.kind == "plain" and word.folded not in own:
        return False
    if word.capital:
        return not word.opens or follows_a_name(text, words, at)
    if word.folded not in own or word.kind == "plain" or word.folded in _ENDEARMENTS:
        return False
    return speaks_or_owns(text, words, at) or bool(_ADDRESSED.search(text, max(0, word.start - 2), word.end + 1))


def _slips(text: str, words: Sequence[Word], people: Sequence[Span]) -> Iterator[Span]:
    """Yield words of five letters or more that differ from part of a sure name by one letter."""
    parts: dict[str, list[tuple[str, Span]]] = {}
    for span in people:
        for part in _WORD.findall(text[span.start : span.end]):
            if len(part) >= _SLIP:
                parts.setdefault(fold(part)[0], []).append((fold(part), span))
    if not parts:
        return
    for word in words:
        if len(word.folded) < _SLIP or word.kind in ("plain", "both"):
            continue
        for part, span in parts.get(word.folded[0], ()):
            if part != word.folded and _one_slip(part, word.folded):
                yield span.but(start=word.start, end=word.end, score=_SCORE, sources=("propagated",))
                break


def _phrases(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield every place, programme, group or employer that was named once, and every full name and address."""
    tree = TermTree()
    empty = True
    for span in taken:
        surface = text[span.start : span.end]
        named = span.entity_type in _NAMES and span.kind not in ("state", "country")
        whole = span.entity_type in ("PERSON", "ADDRESS") and " " in surface
        if (named or whole) and _telling(surface):
            tree.add(surface, span)
            empty = False
    if empty:
        return
    for start, end, span in tree.find(text):
        if " " in text[start:end] or text[start].isupper() or not text[span.start].isupper():
            yield span.but(start=start, end=end, score=_SCORE, sources=("propagated",))


def _telling(surface: str) -> bool:
    """Return whether a phrase is long enough to be looked for."""
    return len(surface) > 4


def _numbers(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield every other place where a number or handle stands, however it is spaced."""
    seen: set[str] = set()
    for span in taken:
        if span.entity_type not in _NUMBERS:
            continue
        surface = text[span.start : span.end]
        signs = [sign for sign in surface if sign.isalnum()]
        key = "".join(signs).lower()
        if len(signs) < _CODE or key in seen:
            continue
        seen.add(key)
        exact = "".join(signs).isdigit() and len(signs) >= _CODE
        pattern = _GAP.join(signs) if exact else re.escape(surface)
        for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text, re.IGNORECASE):
            yield span.but(start=match.start(), end=match.end(), score=_SCORE, sources=("propagated",))


def _one_slip(a: str, b: str) -> bool:
    """Return whether *b* is *a* with one letter changed, added, left out, or two neighbours swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i + 2 :] == b[i + 2 :] and a[i : i + 2] == b[i : i + 2][::-1])
    return a[i:] == b[i + 1 :] if len(a) < len(b) else a[i + 1 :] == b[i:]
