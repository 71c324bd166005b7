"""Other mentions of a sure name among the words of a note: in part, owned, in the plural, misspelt, with an initial."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notesafe.lexicons import ordinary_words
from notesafe.names import follows_a_name, speaks_or_owns
from notesafe.weigh.persons import SLIP, Forms
from notesafe.words import Word

__all__ = ["Mention", "find_mentions", "is_numbered"]

Mention = tuple[int, int, set[int]]
"""Start, end, and the subjects it may mean."""

_ENDEARMENTS = frozenset(
    ["buddy", "honey", "baby", "babe", "doll", "king", "queen", "prince", "princess", "pal", "junior", "sunny",
     "sunshine", "love", "angel", "precious", "champ"]
)  # fmt: skip
_ADDRESSED = re.compile(r"(?:^|[,?!.\n] ?)[^\W\d_]+[,.?!\n]")  # "…, hope," "chase?"
_AND_THEM = re.compile(
    r" (?:'?n?'?em\b|nem\b|(?:and|n|an|'n) '?(?:them|em)\b)", re.IGNORECASE
)  # kevin nem, kevin and them
_GLUED_THEM = re.compile(r"(?:'?n'?em|nem)$")
_FAMILY_BEFORE = re.compile(r"\b(?:the|all|both|those|them|whole) $", re.IGNORECASE)
_NUMBERED = frozenset(["rm", "pg", "ch", "fl", "gr", "wk", "wd", "no", "nr", "ph", "gp", "st", "lv"])
_NUMBER_BEHIND = re.compile(r"[ .]{0,2}#?\d{1,3}(?![\d/.-])")
_SHORT_WORD = 3  # letters a name needs for its possessive without a sign
_NO_INITIAL = frozenset("ai")
_INFLECTED = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "y")


def find_mentions(text: str, words: Sequence[Word], forms: Forms) -> Iterator[Mention]:
    """
    Yield every word that is a form of a sure name, with the initial or the other name beside it.

    Gated by ordinary words: `Will` marks no `will`, and at the start of a
    sentence no `Will` either, unless what follows shows that it is a name.
    """
    for at, word in enumerate(words):
        if word.initial:
            continue
        for start, end, who in _named(text, words, at, forms):
            yield _with_neighbours(text, words, at, (start, end, who), forms) if end == word.end else (start, end, who)


def is_numbered(text: str, letters: str, end: int) -> bool:
    """Return whether these letters are short for a thing with a number behind it: `RM 3` is a room, whoever R.M. is."""
    return letters in _NUMBERED and _NUMBER_BEHIND.match(text, end) is not None


def _named(text: str, words: Sequence[Word], at: int, forms: Forms) -> Iterator[Mention]:
    word = words[at]
    own = forms.parts.get(word.folded)
    who = own or forms.short.get(word.folded)
    if who:
        if is_numbered(text, word.folded, word.end):
            return
        if word.kind in ("plain", "both") and not _meant_as_name(text, words, at, bool(own), who, forms):
            return
        if own or word.capital or word.shouted or word.kind == "name":
            yield word.start, word.end, who
        return
    if "-" in word.folded or "'" in word.folded:
        yield from _pieces(word, forms)
    who = _owned(text, word, forms) or _misspelt(word, forms)
    if who:
        yield word.start, word.end, who


def _meant_as_name(text: str, words: Sequence[Word], at: int, own: bool, who: set[int], forms: Forms) -> bool:
    """Return whether a word that is an ordinary word too stands here as the name that was found elsewhere."""
    word = words[at]
    if not own and word.kind == "plain":
        return False
    if word.capital:
        return not word.opens or follows_a_name(text, words, at) or _initial_behind(text, words, at, who, forms) > 0
    if not own or word.kind == "plain" or word.folded in _ENDEARMENTS:
        return False
    if speaks_or_owns(text, words, at) or _AND_THEM.match(text, word.end) or _name_behind(text, words, at, who, forms):
        return True
    if not word.common and _in_company(text, words, at, forms):
        return True
    return bool(_ADDRESSED.search(text, max(0, word.start - 2), word.end + 1))


def _in_company(text: str, words: Sequence[Word], at: int, forms: Forms) -> bool:
    """Return whether a lower-case word is joined to a sure name that is written small too: the wren of `zed and wren`."""
    for low, high, other in ((at - 2, at, at - 2), (at, at + 2, at + 2)):
        if low < 0 or high >= len(words) or words[low + 1].folded != "and":
            continue
        beside = words[other]
        told = beside.folded in forms.parts and beside.kind in ("name", "unknown") and not beside.capital
        if told and text[words[low].end : words[high].start] == f" {words[low + 1].text} ":
            return True
    return False


def _pieces(word: Word, forms: Forms) -> Iterator[Mention]:
    """Yield the part of a compound that is a sure name: `kevin-nem` whole, of `Tasha-like` the name."""
    bare = _GLUED_THEM.sub("", word.folded)
    if bare != word.folded and bare.strip("'-") in forms.parts:
        yield word.start, word.end, forms.parts[bare.strip("'-")]
        return
    at = word.start
    for piece in re.split(r"(['-])", word.folded):
        who = forms.parts.get(piece)
        if who and len(word.folded) == len(word.text) and piece not in ordinary_words():
            yield at, at + len(piece), who
        at += len(piece)


def _owned(text: str, word: Word, forms: Forms) -> set[int] | None:
    """Return whose a word is that ends in a bare s: `tashas place`, `the ortegas`, `kevinnem`."""
    folded = word.folded
    if folded in ordinary_words() or word.kind in ("plain", "both"):
        if not (word.capital and _FAMILY_BEFORE.search(text, max(0, word.start - 6), word.start)):
            return None
        return forms.family.get(folded[:-1]) if folded.endswith("s") else None  # the Bakers
    for ending, table in (("s", forms.parts), ("es", forms.family), ("nem", forms.parts), ("n'em", forms.parts)):
        base = folded.removesuffix(ending)
        if base != folded and len(base) >= _SHORT_WORD and base in table:
            return table[base]
    if folded.endswith("s") and len(folded) > _SHORT_WORD and not word.capital and word.kind != "name":
        return forms.short.get(folded[:-1]) if folded[:-1] not in ordinary_words() else None
    return None


def _misspelt(word: Word, forms: Forms) -> set[int] | None:
    """Return whose name a word is with one slip; an ordinary word, or a form of one, is none."""
    if len(word.folded) < SLIP or word.kind in ("plain", "both") or not forms.slips:
        return None
    who = forms.slip_of(word.folded)
    if not who or _ordinary(word.folded):
        return None
    return who


def _ordinary(folded: str) -> bool:
    """Return whether it is an ordinary word with an ending."""
    words = ordinary_words()
    return any(folded.endswith(ending) and folded[: -len(ending)] in words for ending in _INFLECTED)


def _with_neighbours(text: str, words: Sequence[Word], at: int, mention: Mention, forms: Forms) -> Mention:
    """Return the mention with the initial or the other name of the same person beside it."""
    start, end, who = mention
    before = words[at - 1] if at else None
    if before is not None and before.initial and text[before.end : words[at].start] in (". ", " ", "."):
        dotted = text[before.end] == "."
        named = {s for s in who if before.folded in {given[0] for given in forms.given.get(s, ())}}
        surname = any(words[at].folded in forms.family and s in forms.family[words[at].folded] for s in named)
        if named and surname and (dotted or before.folded not in _NO_INITIAL):
            return before.start, end, named
    reach = _initial_behind(text, words, at, who, forms)
    if reach:
        letter = words[at + 1].folded
        named = {
            s for s in who if any(letter == part[0] for part in forms.pairs.get(s, ()) if part != words[at].folded)
        }
        return start, reach, named or who
    both = _name_behind(text, words, at, who, forms)
    return (start, words[at + 1].end, both) if both else mention


def _name_behind(text: str, words: Sequence[Word], at: int, who: set[int], forms: Forms) -> set[int]:
    """Return whose other name stands behind a word: `will poe`, `Trujillo, Marisol`."""
    behind = words[at + 1] if at + 1 < len(words) else None
    if behind is None or text[words[at].end : behind.start] not in (" ", ", ") or behind.folded == words[at].folded:
        return set()
    return who & forms.parts.get(behind.folded, set()) if behind.kind in ("name", "unknown") else set()


def _initial_behind(text: str, words: Sequence[Word], at: int, who: set[int], forms: Forms) -> int:
    """Return the end of the initial of the person's other name behind a word, 0 if there is none."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or not after.initial or text[word.end : after.start] not in (" ", ", "):
        return 0
    letters = {part[0] for s in who if s in forms.given for part in forms.pairs.get(s, ()) if part != word.folded}
    dotted = text[after.end : after.end + 1] == "."
    if after.folded not in letters or (after.folded in _NO_INITIAL and not dotted):
        return 0
    if text[word.end : after.start] == ", " and not (dotted or after.capital):
        return 0
    if text[after.end : after.end + 1] == "'" and text[after.end + 1 : after.end + 2] not in ("s", "S"):
        return 0
    rest = text[after.end + 1 : after.end + 2]
    return after.end + 1 if dotted and (after.capital or rest.strip() == "") and rest != "\n" and rest else after.end
