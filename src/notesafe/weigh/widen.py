"""What was found only in part is widened to the whole: the particle before a name, the word behind it, the rest of a code."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from notesafe.lexicons import allow_terms
from notesafe.spans import Span, SpanIndex
from notesafe.weights import SURE, TAKEN
from notesafe.words import CALENDAR, CREDENTIALS, DEGREE, NEVER, TITLES, Word

__all__ = ["widen"]

_NAMED = frozenset({"LOCATION", "FACILITY", "HOME_GROUP", "ORGANIZATION"})
_CODES = frozenset(
    {
        "ID_NUMBER",
        "CASE_NUMBER",
        "RECORD_NUMBER",
        "INMATE_NUMBER",
        "LICENSE_NUMBER",
        "ACCOUNT_NUMBER",
        "HEALTH_PLAN_NUMBER",
        "PRESCRIPTION_NUMBER",
        "DEVICE_ID",
        "VEHICLE_ID",
        "USERNAME",
        "EMAIL_ADDRESS",
        "URL",
    }
)
# Particles that belong to the name behind them (domain: de, van, bin, al-, St. …); a place has more (New, Fort, Lake).
_OF_PEOPLE = (
    "de|la|del|dela|da|dos|das|du|di|van|von|der|den|ter|bin|bint|ibn|abu|abd|umm|al|el|le|"
    r"st|st\.|saint|san|santa|santo|o'|mac|mc"
)
_OF_PLACES = rf"{_OF_PEOPLE}|mt\.?|ft\.?|fort|port|lake|new"
_PEOPLE_PARTICLES, _PLACE_PARTICLES = (
    re.compile(rf"(?:(?<![^\W_])(?:{words})(?: |-))+\Z", re.IGNORECASE) for words in (_OF_PEOPLE, _OF_PLACES)
)
_WHOLE_TOKEN = re.compile(r"[\w/.#-]*[^\W_]")
_OWNED = re.compile(r"['\u2019]s(?![^\W_])")
_REACH = 24  # characters looked back for particles
_INITIAL = 2  # characters of `A.`, before a surname
_ENDS = '.!?:;\n\t()[]"/'


def widen(text: str, words: Sequence[Word], spans: Collection[Span]) -> list[Span]:
    """
    Return the spans that are taken, each widened over what belongs to it; it never narrows.

    Over particles before a name (`de la` Cruz, `St.` Luke), the capitalised word on either side of a name in running
    text (`Grupo` Nueva Luz, Two Brothers `Gourmet`, A. `Prior`), the `'s` of a shop, and the rest of a code up to the blanks around it.
    """
    starts = [word.start for word in words]
    ends = [word.end for word in words]
    people = SpanIndex(span for span in spans if span.entity_type == "PERSON" and span.score >= TAKEN)
    sure = SpanIndex(span for span in spans if span.entity_type == "PERSON" and span.score >= SURE)
    return [
        _beside(_widened(text, words, starts, ends, span), span, sure)
        if span.score >= TAKEN and not _is_someone(span, people)
        else span
        for span in spans
    ]


def _beside(wide: Span, span: Span, sure: SpanIndex) -> Span:
    """Return a place's widened span, or the one it was where it would have taken in a sure person: Kootenai Co. `Hye-jin`."""
    if span.entity_type not in _NAMED or wide == span:
        return wide
    taken = [other for other in sure.overlapping(wide) if other.end <= span.start or other.start >= span.end]
    return span if taken else wide


def _is_someone(span: Span, people: SpanIndex) -> bool:
    """Return whether what was guessed to be a place is more surely a person: the `Rosa Diaz` of `Case Manager Rosa Diaz`."""
    return span.entity_type in _NAMED and any(
        person.covers(span) and person.score > span.score for person in people.overlapping(span)
    )


def _widened(text: str, words: Sequence[Word], starts: list[int], ends: list[int], span: Span) -> Span:
    start, end = span.start, span.end
    if span.entity_type in _CODES:
        start, end = _token(text, start, end)
    elif span.entity_type == "PERSON" or (span.entity_type in _NAMED and span.kind not in ("state", "country")):
        of = _PEOPLE_PARTICLES if span.entity_type == "PERSON" else _PLACE_PARTICLES
        particles = of.search(text, max(0, start - _REACH), start)
        if particles and (text[start].isupper() or span.entity_type != "PERSON" or len(particles.group()) > 3):
            start = particles.start()
        if text[start].isupper():
            place = span.entity_type in _NAMED
            initial = end - start == _INITIAL and text[end - 1] == "."
            start = _left(text, words, bisect_right(ends, start) - 1, start, plain=place)
            if place or initial or text[end - 1] != ".":
                end = _right(text, words, bisect_left(starts, end), end, plain=place or initial)
        if span.entity_type in ("FACILITY", "ORGANIZATION") and (owned := _OWNED.match(text, end)):
            end = owned.end()
    return span if (start, end) == (span.start, span.end) else span.but(start=start, end=end)


def _token(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds widened to the blanks around, marks at the ends left out."""
    if " " not in text[start:end] and (rest := _WHOLE_TOKEN.match(text, end)) and text[end] in "/.#-_":
        end = rest.end()
    while start > 0 and (
        text[start - 1].isalnum() or (text[start - 1] in "/-_" and start > 1 and text[start - 2].isalnum())
    ):
        start -= 1
    return start, end


def _left(text: str, words: Sequence[Word], at: int, start: int, *, plain: bool) -> int:
    """Return the start, over a capitalised word before it that opens no sentence; an ordinary word only if *plain*."""
    if at < 0 or not _joined(text, words[at].end, start):
        return start
    word = words[at]
    return word.start if not word.opens and _belongs(word, plain=plain) else start


def _right(text: str, words: Sequence[Word], at: int, end: int, *, plain: bool) -> int:
    """Return the end, over a capitalised word behind it in a line that is not all capitalised; an ordinary word only if *plain*."""
    if at >= len(words) or not _joined(text, end, words[at].start):
        return end
    word = words[at]
    if DEGREE.match(text, word.start):
        return end
    after = words[at + 1 : at + 3]
    titled = bool(after) and all(w.text[0].isupper() for w in after) and _joined(text, word.end, after[0].start)
    return word.end if _belongs(word, plain=plain) and not titled and text[word.end : word.end + 1] != ":" else end


def _joined(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= 1 and text[end] not in _ENDS


def _belongs(word: Word, *, plain: bool) -> bool:
    """Return whether a capitalised word may be part of a name: before a person's, job titles are capitalised too."""
    if (
        not word.capital
        or (word.kind == "plain" and not plain)
        or word.shouted
        or word.acronym
        or word.initial
        or word.text.isupper()
    ):
        return False
    return word.folded not in NEVER | TITLES | CALENDAR | CREDENTIALS and word.folded not in allow_terms()
