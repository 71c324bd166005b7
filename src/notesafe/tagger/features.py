"""What the spelling of a token and the lists say of it, as small numbers beside its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from notesafe.lexicons import fold, given_names, ordinary_words, places, substances, surnames
from notesafe.tagger.tokens import Token
from notesafe.terms import TermTree, Tokens

__all__ = ["FEATURES", "LISTED", "NAMED", "NO_FEATURES", "featurise"]

FEATURES = (6, 4, 6, 5)
"""How many values each has: case, what kind of name the lists know it as, how frequent the word is, what term it is part of."""
NAMED, LISTED = 1, 3
"""Which of them come from lists that do not know everything."""
NO_FEATURES = (0, 0, 0, 0)
"""For the pieces that are no token."""

_RANKS = (300, 2_000, 8_000)  # frequency ranks that divide the ordinary words
_SHORTENED = frozenset({"st", "ft", "mt"})
_PLACE, _SUBSTANCE, _SLANG, _PLACE_OR_SLANG = 1, 2, 3, 4


def featurise(tokens: Sequence[Token]) -> list[tuple[int, int, int, int]]:
    """
    Return the features of each token.

    Case: 0 no letters, 1 lower, 2 capital first, 3 all capitals, 4 mixed, 5 one capital letter.
    Names: 0 in no list, 1 given, 2 family, 3 both. Frequency: 0 no word, 1 in no list, 2 the 300
    commonest, 3 the next to 2,000, 4 to 8,000, 5 the rest. Terms, of one word or several: 0 none,
    1 a place, 2 a substance, 3 a word that may be slang for one, 4 place and slang.

        >>> from notesafe.tagger.tokens import read_tokens
        >>> featurise(read_tokens("Bob, the # of New Bedford"))[::2]
        [(2, 1, 3, 0), (1, 0, 2, 0), (1, 0, 2, 0), (2, 1, 1, 1)]
    """
    spelled = [_spelled(token.text) for token in tokens]
    terms = [0] * len(tokens)
    kept = [number for number in range(len(tokens)) if not _passed_over(tokens, number)]
    read = Tokens([_folded(tokens[number].text) for number in kept], [(number, number) for number in kept])
    for first, last, value in _terms().find(read):
        terms[first : last + 1] = [value] * (last + 1 - first)
    return [(*spelling, term) for spelling, term in zip(spelled, terms, strict=True)]


def _passed_over(tokens: Sequence[Token], number: int) -> bool:
    """Return whether a term is found across this token: a hyphen, or the stop of "St. Louis"."""
    text = tokens[number].text
    return text == "-" or (text == "." and number > 0 and tokens[number - 1].text.lower() in _SHORTENED)


@lru_cache(maxsize=65536)
def _spelled(token: str) -> tuple[int, int, int]:
    if not any(c.isalpha() for c in token):
        return (0, 0, 0)
    folded = fold(token)
    rank = ordinary_words().get(folded)
    frequency = 1 if rank is None else 2 + sum(rank > edge for edge in _RANKS)
    names = (folded in given_names()) + 2 * (folded in surnames())
    return _case(token), names, frequency


@lru_cache(maxsize=65536)
def _folded(token: str) -> str:
    return fold(token) or token  # an apostrophe alone stays


def _case(token: str) -> int:
    if token.islower():
        return 1
    if token.isupper():
        return 5 if len(token) == 1 else 3
    return 2 if token[0].isupper() and token[1:].islower() else 4


@lru_cache(maxsize=1)
def _terms() -> TermTree:
    """Return the places and the substances of the lexicons, as one tree."""
    values = {term: _SUBSTANCE if sure else _SLANG for term, sure in substances().items()}
    values |= {place: _PLACE_OR_SLANG if place in values else _PLACE for place in places()}
    tree = TermTree()
    for term, value in values.items():
        tree.add(term, value)
    return tree
