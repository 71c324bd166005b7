"""The words of a note, each with what the lists and its place say of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from notesafe.lexicons import allow_terms, fold, given_names, ordinary_words, surnames, word_names

__all__ = [
    "CALENDAR",
    "CREDENTIALS",
    "DEGREE",
    "DEGREE_ALONE",
    "NEVER",
    "TITLES",
    "TITLE_NAMES",
    "Word",
    "is_apostrophe_name",
    "read_words",
    "stands_for_more",
    "words_within",
]

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
NEVER = frozenset(
    ["i", "a", "an", "the", "and", "or", "but", "if", "so", "as", "at", "by", "for", "from", "in", "into", "of", "on", "to", "up", "with", "he", "she", "it", "we", "you", "they", "me", "him", "her", "us", "them", "my", "his", "your", "our", "their", "its", "this", "that", "these", "those", "is", "am", "are", "was", "were", "be", "been", "being", "do", "does", "did", "done", "has", "have", "had", "not", "no", "yes", "who", "whom", "whose", "which", "what", "when", "where", "why", "how", "there", "here", "then", "than", "also", "just", "very", "too", "more", "most", "some", "any", "all", "each", "every", "both", "few", "many", "much", "own", "same", "other", "such", "only", "even", "still", "again", "ever", "never", "now", "can", "could", "would", "should", "shall", "must", "might", "sir", "maam", "ma'am", "mr", "mrs", "ms", "miss", "dr", "jr", "sr", "am", "pm"]
)  # fmt: skip
"""Words that are no part of a name."""
CALENDAR = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
     "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
     "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu",
     "thur", "thurs", "fri", "sat", "sun"]
)  # fmt: skip
TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "rev", "reverend", "fr", "father", "sr", "sra", "srta",
     "señor", "señora", "judge", "justice", "hon", "honorable", "officer", "deputy", "detective", "sheriff", "sgt", "sergeant", "lt", "captain",
     "capt", "nurse", "pastor", "rabbi", "imam", "bishop", "deacon", "prof", "professor", "coach", "aunt", "auntie", "uncle", "sister",
     "brother", "client", "pt", "ct", "patient", "peer", "sponsor", "counselor", "therapist", "po", "mom", "dad", "grandma", "grandpa",
     "nana", "cousin", "atty", "attorney", "tia", "tio", "abuna", "elder", "madam", "senor", "senora", "magistrate", "commissioner", "trooper",
     "chief", "warden", "cpl", "corporal", "ofc", "agent", "mother"]
)  # fmt: skip
"""Words that stand before a name and are no part of it."""
TITLE_NAMES = frozenset(["justice", "bishop", "deacon", "elder", "nana", "tia"])
"""Titles that are given names and surnames too."""
CREDENTIALS = frozenset(
    ["lcsw", "lcswa", "licsw", "lmsw", "lisw", "lsw", "msw", "bsw", "lmft", "amft", "mft", "lpc", "lpcc", "lcpc", "lmhc", "lcmhc", "ladc", "lcdc", "cadc", "cdac", "casac", "casac-t", "cac", "csac", "sudp", "sudpt", "ncc", "psyd", "phd", "md", "do", "pmhnp", "fnp", "arnp", "aprn", "np", "pa-c", "rn", "lpn", "lvn", "cna", "crm", "prc", "cprs", "crss", "cpss", "cps", "pss", "qmhp", "qmha", "edd", "jd", "esq", "pharmd", "rph", "ccm", "crc",
     "lisac", "lasac", "lcadc", "mladc", "ladac", "lcas", "lcas-a", "lcsac", "caadc", "aadc", "icadc", "lcac", "cdca", "licdc", "lcdp", "ccadc", "acadc", "lgsw", "lgpc", "lcmhca", "lmhca", "lcswc", "imft", "limhp", "plmhp", "plpc", "radt", "catc", "sudcc", "sudc", "ncprss", "cpra", "crpa", "lpc-a", "lpc-s", "lpcs", "lpca",
     "lac", "ccs", "otr", "atr", "ctrs", "bsn", "msn", "dnp", "crnp", "bcba", "cpsw", "cprss", "cdp", "cdpt", "lpcmh"]
)  # fmt: skip
"""Letters of a profession, which stand behind a name and are no part of it."""
DEGREE = re.compile(r"(?:Ph|Psy|Pharm|Ed|M)\.D\.?(?!\w)")
"""Letters of a degree with their full stops, where a name stands before."""
DEGREE_ALONE = re.compile(r"(?:Ph|Psy|Pharm|Ed)\.D\.?(?!\w)")
"""Those that are nobody's initials, as M.D. may be."""
_SUFFIXES = ("-style", "-like", "-based", "-type", "-esque", "-inspired", "-related", "-informed", "-focused")
_CONTRACTED = frozenset(["ll", "re", "ve", "all", "em", "er", "til", "cause", "bout", "round"])
_APOSTROPHE_WORDS = frozenset(
    ["o'clock", "ma'am", "qur'an", "shi'a", "shi'ite", "shi'i", "hallowe'en", "po'boy", "c'mon", "s'more", "s'mores", "g'night", "g'day", "d'you", "t'ai", "ba'al"]
)  # fmt: skip
_ACRONYM = 5  # letters up to which an unknown word of capitals is an abbreviation
_NUMBER_AFTER = re.compile(r"[ #:.]{0,3}\d{3}")
_NUMBERED = re.compile(r"\d[.)] *$")
_COMMON = 2_000  # rank
_SELDOM = 6_000  # rank
_UNRANKED = 10**6
_RARE = 8_000  # rank beyond which a word that some locale uses as a name may be one
_FREQUENT = 300  # rank up to which a word is no name without its capital


class Word(NamedTuple):
    """One word and what the lists and its place say of it."""

    start: int
    end: int
    """Without a possessive `'s`."""
    text: str
    folded: str
    kind: str
    """`name` (only ever a name), `both` (a name and a word), `plain` (a word), `unknown` (in no list)."""
    given: bool
    family: bool
    capital: bool
    """Starts with a capital that means something: the line is not all capitals."""
    opens: bool
    """First of its sentence or line, where a capital means little."""
    shouted: bool
    """The line is all capitals, so a capital means nothing."""
    common: bool
    """Among the commonest words, which are no names even after a title."""
    rare: bool
    """Ordinary, but seldom used."""

    @property
    def acronym(self) -> bool:
        """Whether it looks like an abbreviation: `DOB`, `MRN`, `SID`."""
        return self.kind == "unknown" and self.capital and self.text.isupper() and 1 < len(self.text) <= _ACRONYM

    @property
    def strange(self) -> bool:
        """Whether it is a lower-case word that no list knows and that can be spoken: `pookie`, not `mtg`."""
        return self.kind == "unknown" and not self.capital and self.spoken and len(self.folded) > 3

    @property
    def spoken(self) -> bool:
        """Whether it can be said: three letters or more, a vowel among them."""
        return len(self.folded) > 2 and any(c in "aeiouy" for c in self.folded) and "'" not in self.folded

    @property
    def initial(self) -> bool:
        """Whether it is a single letter."""
        return len(self.folded) == 1


def read_words(text: str, protected: Collection[str] = frozenset()) -> list[Word]:
    """
    Return the words of *text*, in order.

    Args:
        text: The normalised note.
        protected: Lower-case words that are no names, such as substances; they count as plain.
    """
    words: list[Word] = []
    caps = _caps_lines(text)
    line = 0
    end = 0
    for match in _WORD.finditer(text):
        start, raw = match.start(), match.group()
        while line < len(caps) and caps[line][1] <= start:
            line += 1
        shouted = line < len(caps) and caps[line][2]
        core = raw[:-2] if raw[-2:] in ("'s", "'S") and len(raw) > 3 else raw
        folded, kind, given, family = _known(core.lower() if core.isascii() else core)
        if kind != "name" and folded in protected:
            kind, given, family = "plain", False, False
        capital = core[0].isupper() and not shouted
        if capital and core.isupper() and 1 < len(core) <= _ACRONYM and _NUMBER_AFTER.match(text, match.end()):
            kind, given, family = "plain", False, False  # SID 14477120 is no Sid
        rank = ordinary_words().get(folded, _UNRANKED)
        words.append(
            Word(
                start,
                start + len(core),
                core,
                folded,
                kind,
                given,
                family,
                capital,
                _opens(text, end, start),
                shouted,
                rank <= _COMMON,
                rank > _SELDOM,
            )
        )
        end = match.end()
    return words


def words_within(words: Sequence[Word], start: int, end: int) -> Sequence[Word]:
    """Return the words that start in `[start, end)`."""
    first = bisect_left(words, start, key=lambda word: word.start)
    return words[first : bisect_left(words, end, lo=first, key=lambda word: word.start)]


def is_apostrophe_name(folded: str) -> bool:
    """
    Return whether a word has an apostrophe as names have it, and no English contraction.

        >>> [is_apostrophe_name(word) for word in ("fa'asao", "de'andre", "we'll", "o'clock", "y'all")]
        [True, True, False, False, False]
    """
    before, _, after = folded.partition("'")
    return (
        len(after) > 1
        and len(before) + len(after) > 3
        and "'" not in after
        and after.isalpha()
        and after not in _CONTRACTED
        and folded not in _APOSTROPHE_WORDS
        and folded not in ordinary_words()
        and folded not in allow_terms()
    )


def stands_for_more(folded: str, *, surname: bool) -> bool:
    """Return whether letters are those of a profession or an allowed term; with *surname*, and no surname too (DO, MA)."""
    return (folded in CREDENTIALS or folded in allow_terms()) and not (surname and folded in surnames())


@lru_cache(maxsize=65536)
def _known(core: str) -> tuple[str, str, bool, bool]:
    """Return folded form, kind, whether a given name, whether a surname; parts of a hyphened name count."""
    folded = fold(core)
    if folded.endswith(_SUFFIXES):
        return folded, "plain", False, False
    parts = [folded, *(folded.split("-") if "-" in folded else ())]
    given = any(part in given_names() for part in parts)
    family = any(part in surnames() for part in parts)
    if folded.startswith(("o'", "mc", "d'", "al-")) and len(folded) > 4 and folded not in ordinary_words():
        family = True
    rank = ordinary_words().get(folded)
    allowed = allow_terms().get(folded)
    if rank is None and "-" in folded and all(part in ordinary_words() for part in parts[1:]) and len(parts) > 1:
        rank = 9_999
    if (rank is not None and (rank <= _FREQUENT and folded not in ("will", "may"))) or folded in NEVER:
        return folded, "plain", False, False
    if rank is not None and rank <= _RARE and given and folded not in word_names():
        given = False
    if given or family:
        return folded, "both" if rank is not None or (allowed and not allowed.gated) else "name", given, family
    if rank is not None or allowed is not None or ("'" in folded and not is_apostrophe_name(folded)):
        return folded, "plain", False, False
    return folded, "unknown", False, False


def _opens(text: str, end: int, start: int) -> bool:
    """Return whether a sentence or line starts here."""
    between = text[end:start]
    return (
        end == 0
        or "\n" in between
        or any(mark in between for mark in ".!?:")
        or between.strip() in ("-", "*", "\u2022")
        or _NUMBERED.search(between) is not None
    )


def _caps_lines(text: str) -> list[tuple[int, int, bool]]:
    """Return start, end and whether all letters are capitals, for each line."""
    lines = []
    at = 0
    for line in text.splitlines(keepends=True):
        letters = [c for c in line if c.isalpha()]
        shouted = len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
        lines.append((at, at + len(line), shouted))
        at += len(line)
    return lines
