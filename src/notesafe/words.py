"""The words of a note, each with what is known of it, and how to read a name among them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from notesafe.lexicons import allow_terms, fold, given_names, ordinary_words, surnames

__all__ = ["Word", "name_after", "name_before", "read_words"]

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
_INITIALS = re.compile(r"(?:[A-Z]\.-?){1,3}[A-Z]?\.?(?![A-Za-z])")
_PARTICLES = frozenset("de da do dos das del della di la las los le van von der den ter bin binti ibn al el abu ben st san y e mac mc".split())
_NEVER = frozenset(
    "i a an the and or but if so as at by for from in into of on to up with he she it we you they me him her us them "
    "my his your our their its this that these those is am are was were be been being do does did done has have had "
    "not no yes who whom whose which what when where why how there here then than also just very too more most some "
    "any all each every both few many much own same other such only even still again ever never now can could would "
    "should shall must might mr mrs ms miss dr jr sr am pm".split()
)  # fmt: skip
_CALENDAR = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun".split()
)
_FREQUENT = 300  # rank up to which a word is no name without its capital


@dataclass(frozen=True, slots=True)
class Word:
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
        words.append(
            Word(start, start + len(core), core, folded, kind, given, family, capital, _opens(text, end, start))
        )
        end = match.end()
    return words


def name_after(
    text: str, words: Sequence[Word], at: int, *, strong: bool = True, longest: int = 4
) -> tuple[int, int] | None:
    """
    Return the bounds of the name that starts with `words[at]`, or None if none does.

    Args:
        text: The text that *words* were read from.
        words: All words.
        at: Index of the first word.
        strong: Something before it calls for a name (`my sponsor …`), so an unknown or lower-case word will do.
        longest: The most words a name may have.
    """
    if at >= len(words) or not _may_start(text, words, at, strong=strong):
        return None
    first = words[at]
    initials = _INITIALS.match(text, first.start)
    if initials and (first.initial or initials.end() > first.end):
        end, index = initials.end(), at + 1
        while index < len(words) and words[index].start < end:
            index += 1
    else:
        end, index = first.end, at + 1
    used = 1
    while index < len(words) and used < longest:
        step = _continues(text, words, index, end, first, strong=strong)
        if step is None:
            break
        end, index = step
        used += 1
    return first.start, end


def name_before(text: str, words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Return the bounds of the name whose last word is `words[at]`, or None."""
    last = words[at]
    if not _is_part(text, words, at):
        return None
    start = last.start
    for index in range(at - 1, max(-1, at - 4), -1):
        gap = text[words[index].end : start]
        if gap not in (" ", ". ", "\n", ".") or not _is_part(text, words, index):
            break
        start = words[index].start
    found = name_after(text, words, next(i for i, word in enumerate(words[: at + 1]) if word.start == start))
    return found if found is not None and found[1] >= last.end else (last.start, last.end)


def _may_start(text: str, words: Sequence[Word], at: int, *, strong: bool) -> bool:
    word = words[at]
    if word.initial:
        return strong and word.text != "I" and bool(_INITIALS.match(text, word.start) or _abbreviated(text, words, at))
    if word.kind == "unknown" and word.text.isupper() and len(word.text) < 6 and word.capital:
        return False  # an abbreviation that no list knows
    if word.folded in _NEVER or word.folded in _CALENDAR and not (word.capital and strong and word.given):
        return False
    if word.capital:
        return word.kind != "plain" and (strong or word.kind != "unknown" or not word.opens)
    if word.kind == "name":
        return word.given or strong
    if word.kind == "both":
        return strong and word.given and _alone(text, words, at)
    return word.kind == "unknown" and strong and len(word.folded) > 2


def _abbreviated(text: str, words: Sequence[Word], at: int) -> bool:
    """Return whether this is the `r.` of a lower-case `r. okonjo`."""
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and text[words[at].end : after.start] == ". " and after.kind in ("name", "unknown")


def _alone(text: str, words: Sequence[Word], at: int) -> bool:
    """Return whether what follows a lower-case `mark` or `hope` shows that it is a name."""
    rest = text[words[at].end : words[at].end + 2]
    if not rest.strip() or rest[0] in ",.;:!?)'\n":
        return True
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and (after.folded in _NAME_FOLLOWS or after.folded.endswith("ed"))


_NAME_FOLLOWS = frozenset(
    "said says told tells asked asks is was has had and who came comes went goes got gets called calls texted thinks "
    "thought wants knows knew gave gives took takes drove left made makes kept keeps met lives died did does".split()
)


def _continues(
    text: str, words: Sequence[Word], index: int, end: int, first: Word, *, strong: bool
) -> tuple[int, int] | None:
    """Return end and next index if `words[index]` belongs to the name that ends at *end*."""
    word = words[index]
    gap = text[end : word.start]
    if first.initial and not first.capital and gap == ". ":
        return (word.end, index + 1) if word.kind != "plain" else None
    if gap not in (" ", '"', ' "', '" ', ". ", " '", "' ", "\n") or (gap == ". " and end - first.start > 5):
        return None
    if gap == "\n" and (word.opens and text[word.end : word.end + 1] == ":"):
        return None
    initials = _INITIALS.match(text, word.start)
    if word.initial and initials and word.text.isupper() and word.text != "I":
        stop = initials.end()
        if stop > word.end and text[stop - 1] == "." and text[stop : stop + 2].lstrip()[:1].isupper() and first.capital:
            stop = initials.end()
        return stop, index + 1
    if word.initial:
        lone = not first.capital and word.folded not in "aioe" and strong
        return (word.end, index + 1) if lone and text[word.end : word.end + 2].strip()[:1] in ("", ".", ",") else None
    if word.folded in _PARTICLES and index + 1 < len(words) and words[index + 1].capital and word.folded not in "ey":
        return word.end, index + 1
    if first.capital:
        fits = word.capital and word.kind != "plain" and word.folded not in _NEVER | _CALENDAR
        return (word.end, index + 1) if fits and gap != "\n" else None
    fits = not word.capital and word.kind == "name" and (word.family or word.given)
    return (word.end, index + 1) if fits and gap == " " else None


def _is_part(text: str, words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.initial:
        return word.text.isupper() and word.text != "I"
    if word.folded in _NEVER or word.folded in _CALENDAR:
        return False
    return word.kind != "plain" if word.capital else word.kind == "name"


@lru_cache(maxsize=65536)
def _known(core: str) -> tuple[str, str, bool, bool]:
    """Return folded form, kind, whether a given name, whether a surname; parts of a hyphened name count."""
    folded = fold(core)
    parts = [folded, *(folded.split("-") if "-" in folded else ())]
    given = any(part in given_names() for part in parts)
    family = any(part in surnames() for part in parts)
    if folded.startswith(("o'", "mc", "d'", "al-")) and len(folded) > 4 and folded not in ordinary_words():
        family = True
    rank = ordinary_words().get(folded)
    allowed = allow_terms().get(folded)
    if rank is None and "-" in folded and all(part in ordinary_words() for part in parts[1:]) and len(parts) > 1:
        rank = 9_999
    if (rank is not None and (rank <= _FREQUENT and folded not in ("will", "may"))) or folded in _NEVER:
        return folded, "plain", False, False
    if given or family:
        return folded, "both" if rank is not None or (allowed and not allowed.gated) else "name", given, family
    if rank is not None or allowed is not None or "'" in folded:
        return folded, "plain", False, False
    return folded, "unknown", False, False


def _opens(text: str, end: int, start: int) -> bool:
    """Return whether a sentence or line starts here."""
    between = text[end:start]
    return end == 0 or "\n" in between or any(mark in between for mark in ".!?:") or between.strip() in ("-", "*", "\u2022")


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
