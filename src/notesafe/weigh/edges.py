"""The edges of what the model marks and of loose guesses: only what names something stays inside."""

from __future__ import annotations

import re
from collections.abc import Collection

from notesafe.spans import Span, SpanIndex
from notesafe.weights import SURE
from notesafe.words import CREDENTIALS, DEGREE, DEGREE_ALONE, TITLES

__all__ = ["cut_to_name", "trim_to_model", "without_tail"]

_LOOSE = frozenset(
    {
        "venue",
        "address",
        "head_word",
        "court_agency",
        "home_group",
        "facility",
        "role_cue",
        "in_company",
        "title_case",
        "employer",
        "after_preposition",
        "attachment",
        "medication",
    }
)
"""Finders that often take in a word too many beside a name: `bus shelter on Fulton`, `Chairs Ice House Group`."""
_ARTICLE = re.compile(r"(?:the|a|an|my|our|his|her|their)\s+", re.IGNORECASE)
_BEFORE_NAMES = TITLES | {
    "hey", "hi", "hello", "dear", "thanks", "bye", "yes", "ok", "okay", "and", "but", "so",
    "husb", "hub", "hubby", "husband", "wife", "dtr", "dau", "daughter", "gf", "bf", "girlfriend", "boyfriend", "fiance", "fiancee",
    "friend", "roommate", "neighbor", "mil", "fil", "sil", "bil", "nephew", "niece", "sponsor", "sponsee", "partner", "ex",
}  # fmt: skip
"""Words that the model now and then takes in before a name."""
_NAMES_TOO = frozenset({"so", "sil", "do"})
"""Of these and of the letters of a profession, names too: So Yeon Kim, Sil Verhoeven, NGUYEN, ANH DO."""
_FULL_STOP = re.compile(r"(?<![^\W_])(?!esq\b)[^\W\d_]{3,}\.\Z", re.IGNORECASE)
"""Behind a whole word it ends the sentence, not the name."""
_FIRST_WORD = re.compile(r"([^\W\d_]+)\.?[ \t\n]+")
_NAME_BEHIND = re.compile(r"\.? (?:\[|[^\W\d_a-z])")
_LAST_WORD = re.compile(r"[ ,]+([^\W\d_][\w./-]*)\Z")
_PLACES = frozenset({"LOCATION", "FACILITY", "HOME_GROUP", "ORGANIZATION"})
_GROUPS = frozenset({"FACILITY", "HOME_GROUP"})
_TAIL = re.compile(
    r"(?<=\w)[ ,]+(on|off|at|in|for|by|from|to|and|with|of|is|was|today|tomorrow|tonight|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\Z"
)
_DAYS_OF_NAMES = re.compile(r"\b(?:ruby|taco|fat|black|super|palm|ash|good|bloody|easter)\Z")
_NUMBER_BEHIND = re.compile(r"(?<=[^\W\d_]{2}) (?:0|\d{2,3})\Z")
"""Eli 0, Marguerite 20: what a list says of someone; Ray 2 is the second Ray."""
_YEAR_BEHIND = re.compile(r"[ ]?[-\u2013\u2014,:][ ]?(?:19|20)\d\d\Z")
"""Skeet - 1989: what someone wrote beside the name."""
_AFTER_A_DATE = re.compile(r"(?:[ ,]+(?:from|to|at|on|in|and|after|before|with|is|was|for|by|the))+\Z", re.IGNORECASE)
_ET_AL = re.compile(r"[ ,]*\bet al\.?\Z", re.IGNORECASE)
_DEGREE = 6  # letters before the D of a degree
_EDGES = " \t\n\"'([{*_-,;:\u201c\u201d"


def cut_to_name(text: str, span: Span) -> Span | None:
    """Return the model's span without an article, quotation marks or a possessive, or None if nothing is left."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    if others := _ET_AL.search(text, max(0, start - 4), end):
        end = max(start, others.start())
    if span.entity_type not in ("PERSON", "DATE_TIME"):
        article = _ARTICLE.match(text, start, end)
        start = article.end() if article and article.end() < end else start
    if end - start > 2 and text[end - 2 : end].lower() in ("'s", "\u2019s"):
        end -= 2
    if span.entity_type == "DATE_TIME" and (after := _AFTER_A_DATE.search(text, start, end)):
        end = max(start, after.start())
    if span.entity_type == "PERSON":
        around = DEGREE_ALONE.finditer(text, max(0, start - _DEGREE), end + 2)
        if any(degree.start() <= start and end <= degree.end() for degree in around):
            return None  # the D. of a Ph.D.
        start, end = _name_only(text, start, end)
        year = _YEAR_BEHIND.search(text, start, end) or _NUMBER_BEHIND.search(text, start, end)
        end = year.start() if year and year.start() > start else end
        end -= bool(_FULL_STOP.search(text, start, end))
        if text[start:end].strip(". ").lower() in TITLES and _NAME_BEHIND.match(text, end):
            return None  # the title before a name, or before the tag that an earlier redaction left
    if not any(map(str.isalpha if span.entity_type == "PERSON" else str.isalnum, text[start:end])):
        return None
    return span.but(start=start, end=end, score=round(span.score, 3))


def _name_only(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds without titles, greetings and kin words before the name and letters of a profession behind it."""
    while (before := _FIRST_WORD.match(text, start, end)) and before[1].lower() in _BEFORE_NAMES and before.end() < end:
        if before[1][0].isupper() and before[1].lower() in _NAMES_TOO:
            break
        start = before.end()
    while (
        (letters := _LAST_WORD.search(text, start, end))
        and letters.start() > start
        and (_is_credential(letters[1]) or DEGREE.match(text, letters.start(1)))
    ):
        shouted = text[start : letters.start()].isupper() and not letters.group().startswith(",")
        if shouted and letters[1].lower() in _NAMES_TOO:
            break
        end = letters.start()
    return start, end


def _is_credential(word: str) -> bool:
    """Return whether these are letters of a profession; short ones only in capitals."""
    return word.lower().rstrip(".") in CREDENTIALS and (len(word) > 3 or sum(map(str.isupper, word)) > 1)


def without_tail(text: str, span: Span, starts: Collection[int]) -> Span:
    """
    Return a place's span without the small words that speech goes on with: `tim hortons on`, `toledo sunday`.

    They stay where another place follows (the gurdwara on Tenth), and a day stays with a group that may be named for it.
    """
    if span.entity_type not in _PLACES:
        return span
    end = span.end
    while (tail := _TAIL.search(text, span.start, end)) and end + 1 not in starts:
        if tail[1].endswith(("day", "days")) and (
            span.entity_type in _GROUPS or _DAYS_OF_NAMES.search(text, span.start, tail.start())
        ):
            break
        end = tail.start()
    return span if end == span.end else span.but(end=end)


def trim_to_model(text: str, span: Span, suspected: SpanIndex) -> Span:
    """
    Return a loose guess without the words at its edges that the model, sure of the rest, does not even suspect.

    Digits and parts of a word stay.
    """
    if not {source.partition("/")[0] for source in span.sources} <= _LOOSE:
        return span
    own = suspected.overlapping(span)
    if not any(other.score >= SURE for other in own):
        return span
    start = max(span.start, min(other.start for other in own))
    end = min(span.end, max(other.end for other in own))
    if any(map(str.isdigit, text[span.start : start] + text[end : span.end])) or _splits(text, start, end):
        return span
    return span.but(start=start, end=end)


def _splits(text: str, start: int, end: int) -> bool:
    """Return whether a bound stands within a word."""
    return any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))
