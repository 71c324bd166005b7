"""What the spelling of a token and the word lists say of it, as small numbers beside its pieces."""

from __future__ import annotations

from functools import lru_cache

from notesafe.lexicons import fold, given_names, ordinary_words, surnames

__all__ = ["FEATURES", "NO_FEATURES", "featurise"]

FEATURES = (6, 4, 6)
"""How many values each has: case, what kind of name the lists know it as, how frequent the word is."""
NO_FEATURES = (0, 0, 0)
"""For the pieces that are no token."""

_RANKS = (300, 2_000, 8_000)  # frequency ranks that divide the ordinary words


@lru_cache(maxsize=65536)
def featurise(token: str) -> tuple[int, int, int]:
    """
    Return the features of *token*: case, name lists, frequency.

    Case: 0 no letters, 1 lower, 2 capital first, 3 all capitals, 4 mixed, 5 one capital letter.
    Names: 0 in no list, 1 given, 2 family, 3 both. Frequency: 0 no word, 1 in no list, 2 the 300
    commonest, 3 the next to 2,000, 4 to 8,000, 5 the rest.

        >>> featurise("Bob"), featurise("the"), featurise("#")
        ((2, 1, 3), (1, 0, 2), (0, 0, 0))
    """
    if not any(c.isalpha() for c in token):
        return NO_FEATURES
    folded = fold(token)
    rank = ordinary_words().get(folded)
    frequency = 1 if rank is None else 2 + sum(rank > edge for edge in _RANKS)
    names = (folded in given_names()) + 2 * (folded in surnames())
    return _case(token), names, frequency


def _case(token: str) -> int:
    if token.islower():
        return 1
    if token.isupper():
        return 5 if len(token) == 1 else 3
    return 2 if token[0].isupper() and token[1:].islower() else 4
