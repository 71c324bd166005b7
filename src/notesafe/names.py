"""Read a name among the words of a note, forwards from a cue or backwards from one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from notesafe.words import CALENDAR, DEGREE, DEGREE_ALONE, NEVER, TITLES, Word, stands_for_more

__all__ = ["Call", "follows_a_name", "name_after", "name_before", "speaks_or_owns"]

Call = Literal["none", "cue", "title", "any"]
"""
What calls for a name here: nothing; a cue, so that an unknown or lower-case word
will do; a title, so that any uncommon word with a capital will do; an honorific or
`named`, so that any uncommon word will.
"""
Bounds = tuple[int, int]

_INITIALS = re.compile(r"(?:[A-Z]\.-?){1,3}[A-Z]?\.?(?![A-Za-z])")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "la",
        "las",
        "los",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "bin",
        "binti",
        "ibn",
        "al",
        "el",
        "abu",
        "ben",
        "st",
        "san",
        "y",
        "mac",
        "mc",
    ]
)
_GAPS = frozenset((" ", '"', ' "', '" ', " '", "' "))
_ABBREVIATION = 3  # letters of `St.`
_SHORTEST = 3  # letters a lower-case unknown word needs to be taken for a name
_NOT_INITIALS = frozenset(
    [
        "ps",
        "pps",
        "am",
        "pm",
        "aa",
        "na",
        "us",
        "uk",
        "dc",
        "md",
        "do",
        "pa",
        "np",
        "pc",
        "po",
        "od",
        "si",
        "hi",
        "gi",
        "dob",
        "ssn",
        "ie",
        "eg",
    ]
)
_SPEAKS = frozenset(
    ["said", "says", "told", "tells", "asked", "asks", "spoke", "speaks", "talked", "goes", "texted", "called", "calls"]
)
_NAME_FOLLOWS = _SPEAKS | frozenset(
    [
        "sang",
        "wept",
        "cried",
        "fell",
        "ran",
        "read",
        "wrote",
        "sat",
        "stood",
        "held",
        "swore",
        "shook",
        "stuck",
        "slept",
        "began",
        "sees",
        "saw",
        "hears",
        "heard",
        "feels",
        "felt",
        "looks",
        "talks",
        "walks",
        "stays",
        "lives",
        "works",
        "thanks",
        "hugs",
        "laughs",
        "nods",
        "smiles",
        "is",
        "was",
        "has",
        "had",
        "and",
        "who",
        "came",
        "comes",
        "went",
        "got",
        "gets",
        "thinks",
        "thought",
        "wants",
        "knows",
        "knew",
        "gave",
        "gives",
        "took",
        "takes",
        "drove",
        "left",
        "made",
        "makes",
        "kept",
        "keeps",
        "met",
        "lived",
        "died",
        "did",
        "does",
    ]
)


def name_after(text: str, words: Sequence[Word], at: int, *, call: Call = "cue", longest: int = 4) -> Bounds | None:
    """
    Return the bounds of the name that starts with `words[at]`, or None if none does.

    Args:
        text: The text that *words* were read from.
        words: All words.
        at: Index of the first word.
        call: What calls for a name here.
        longest: The most words a name may have.
    """
    if at >= len(words) or not _may_start(text, words, at, call):
        return None
    first = words[at]
    end, index = first.end, at + 1
    initials = _INITIALS.match(text, first.start)
    if initials and first.initial:
        end = initials.end()
        while index < len(words) and words[index].start < end:
            index += 1
    elif call != "none" and _reversed(text, words, at):
        end, index = words[at + 1].end, at + 2  # Trujillo-Vance, Marisol
    for _ in range(longest - 1):
        if index >= len(words):
            break
        stop = _continues(text, words, index, end, first, call)
        if stop is None:
            break
        end, index = stop, index + 1
    return first.start, end


def name_before(text: str, words: Sequence[Word], at: int, *, sure: bool = False) -> Bounds | None:
    """
    Return the bounds of the name whose last word is `words[at]`, or None.

    With *sure*, what follows can only follow a name (a credential), so a
    lower-case word that no list knows will do.
    """
    last = words[at]
    if not (_is_part(last) or (sure and last.kind == "unknown" and len(last.folded) >= _SHORTEST and not last.acronym)):
        return None
    start, first = last.start, at
    for index in range(at - 1, max(-1, at - 5), -1):
        word = words[index]
        particle = word.folded in _PARTICLES and last.capital
        initial = word.initial and word.folded not in ("i", "a") and not last.capital
        gap = text[word.end : start]
        if (
            gap not in (" ", ". ", ".")
            or ("." in gap and len(word.text) > _ABBREVIATION)
            or not (particle or initial or _is_part(word))
        ):
            break
        start = word.start
        first = index if not particle else first
    return words[first].start, last.end


def follows_a_name(text: str, words: Sequence[Word], at: int) -> bool:
    """Return whether what follows a word that is a name too shows that it is meant as one: `Grace said`, `Red was`."""
    if text[words[at].end : words[at].end + 2] == "'s":
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or text[words[at].end : after.start] != " ":
        return False
    return after.folded in _NAME_FOLLOWS or (
        after.folded.endswith("ed") and after.kind == "plain" and not after.capital
    )


def speaks_or_owns(text: str, words: Sequence[Word], at: int) -> bool:
    """Return whether a lower-case word that is a name too speaks or owns something: `grace said`, `grace's`."""
    if text[words[at].end : words[at].end + 2] == "'s":
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and text[words[at].end : after.start] == " " and after.folded in _SPEAKS


def _may_start(text: str, words: Sequence[Word], at: int, call: Call) -> bool:
    word = words[at]
    if DEGREE_ALONE.match(text, word.start):
        return False
    if word.initial:
        return word.text != "I" and _initial_starts(text, words, at, call)
    if word.acronym or word.folded in NEVER or word.folded in TITLES:
        return False
    if word.folded in CALENDAR:
        return word.capital and call != "none" and word.given
    if word.folded in _PARTICLES and word.kind == "plain":
        return call != "none" and _leads_on(words, at)
    if call == "any" and not word.common:
        return True
    if word.capital:
        return word.kind != "plain" or (call == "title" and not word.common)
    if word.shouted:
        return word.kind in ("name", "both") or (word.kind == "unknown" and call != "none")
    if word.kind == "name":
        return word.given or call != "none"
    if word.kind == "both":
        return call != "none" and word.given and _stands_alone(text, words, at)
    return word.kind == "unknown" and call != "none" and word.spoken


def _initial_starts(text: str, words: Sequence[Word], at: int, call: Call) -> bool:
    """Return whether a single letter starts a name: `M. Okonjo`, after a cue also `T.J.` and `r. okonjo`."""
    after = words[at + 1] if at + 1 < len(words) else None
    gap = text[words[at].end : after.start] if after is not None else ""
    match = _INITIALS.match(text, words[at].start)
    dotted = match is not None and "".join(c for c in match.group() if c.isalpha()).lower() not in _NOT_INITIALS
    if after is not None and gap == ". " and not after.initial:
        if dotted:
            return after.capital and after.kind != "plain" and not after.acronym
        return call != "none" and after.kind in ("name", "unknown") and not after.capital
    return dotted and call != "none"


def _reversed(text: str, words: Sequence[Word], at: int) -> bool:
    """Return whether this is `Last, First`."""
    if at + 1 >= len(words) or text[words[at].end : words[at + 1].start] != ", ":
        return False
    first, after = words[at], words[at + 1]
    named = (first.capital and after.capital) or (first.shouted and after.shouted)
    return named and after.given and not first.given and not after.acronym


def _stands_alone(text: str, words: Sequence[Word], at: int) -> bool:
    """Return whether what follows a lower-case `mark` or `hope` shows that it is a name."""
    rest = text[words[at].end : words[at].end + 2]
    return not rest.strip() or rest[0] in ",.;:!?)'\n" or follows_a_name(text, words, at)


def _continues(text: str, words: Sequence[Word], index: int, end: int, first: Word, call: Call) -> int | None:
    """Return the end of the name if `words[index]` goes on with it, else None."""
    word = words[index]
    gap = text[end : word.start]
    if DEGREE.match(text, word.start):
        return None
    if gap == ". " and first.initial and not first.capital:
        return word.end if word.kind != "plain" else None  # r. okonjo
    if gap not in _GAPS and not (gap == ". " and end - first.start < 6 and first.capital):
        return None
    if word.initial:
        return _initial_end(text, word, first, call)
    if word.folded in NEVER or word.folded in CALENDAR or word.acronym or _is_abbreviation(word, first):
        return None
    if word.folded in _PARTICLES:
        return word.end if gap == " " and _leads_on(words, index) else None
    if word.shouted:
        return word.end if first.shouted and word.kind in ("name", "unknown", "both") else None
    if first.capital:
        surname = word.kind != "plain" or (first.given and not word.common and gap == " ")  # Prudence Vale
        return word.end if word.capital and surname else None
    known = word.kind == "name" or (
        word.strange and first.kind == "name" and call != "none" and not word.folded.endswith(("nt", "ing", "ed", "ly"))
    )
    return word.end if not word.capital and known and gap == " " else None


def _is_abbreviation(word: Word, first: Word) -> bool:
    """Return whether this stands behind a name and is known for another thing: Marcela Guidry `RN`, Jolene `DOB`; Lan DO is one name."""
    if not word.text.isupper() or word.shouted or first.text.isupper():
        return False
    return stands_for_more(word.folded, surname=word.start == first.end + 1)


def _initial_end(text: str, word: Word, first: Word, call: Call) -> int | None:
    """Return the end of an initial behind a name: `Gail H.`, `Kinga T.`, after a cue also `gail h`."""
    initials = _INITIALS.match(text, word.start)
    if word.text == "I":
        return None
    if initials:
        return initials.end()
    if word.text.isupper() and first.capital:
        return word.end
    lone = not first.capital and call != "none" and word.folded not in "aioe"
    return word.end if lone and text[word.end : word.end + 2].strip()[:1] in ("", ".", ",") else None


def _leads_on(words: Sequence[Word], index: int) -> bool:
    """Return whether one or two particles, as in `van der Berg`, lead to a capital."""
    after = words[index + 1 : index + 3]
    return bool(after) and (after[0].capital or (after[0].folded in _PARTICLES and len(after) > 1 and after[1].capital))


def _is_part(word: Word) -> bool:
    if word.initial:
        return word.text.isupper() and word.text != "I"
    if word.folded in NEVER or word.folded in CALENDAR or word.folded in TITLES or word.acronym:
        return False
    if word.capital:
        return word.kind != "plain"
    return word.kind == "name" or (word.shouted and word.kind in ("both", "unknown"))
