"""Where in a note each pattern can start: one scan for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from notesafe.detect.needs import fold_text, needs
from notesafe.detect.openings import DEPTH, Opening, openings
from notesafe.detect.syntax import ANY, EDGE, OTHER

__all__ = ["StartIndex", "Starts", "start_index"]

_OFTEN = 0.002  # share of the places in English text from which it pays to ask what else a pattern needs
_BROAD = 0.02  # share of the places in English text from which a search over all of it is quicker
_RARE = 0.01  # share of the places from which a string is in nearly every note
_REMEMBERED = 50_000  # runs of signs whose patterns are kept at hand
_OUTSIDE = "\ufdd0"  # stands before and behind the text; means nothing in Unicode
_LETTERS = "etaoinshrdlcumwfgypbvkjxqz"
_SHARES = dict.fromkeys(range(ANY.bit_length()), 0.0005) | {
    ord(" "): 0.17,
    ord("\n"): 0.02,
    **{ord(c): 0.03 for c in ".,"},
    **{ord(c): 0.003 for c in "0123456789"},
    **{ord(c): 0.11 / (rank + 1.4) ** 0.7 for rank, c in enumerate(_LETTERS)},
    **{ord(c.upper()): 0.008 for c in _LETTERS},  # more than there are: they stand where names start
}  # roughly, in notes: enough to tell `\w` from `sob`


class Starts:
    """The places of one note where patterns can start."""

    def __init__(self, text: str, places: Mapping[str, list[int]], needed: Mapping[str, frozenset[str]]) -> None:
        self._folded = fold_text(text)
        self._places = places
        self._needed = needed

    def of(self, pattern: str) -> Sequence[int] | None:
        """Return every place where *pattern* can start, in order, or None: anywhere."""
        places = self._places.get(pattern)
        if places is not None and not places:
            return places
        needed = self._needed.get(pattern)
        if needed and not any(string in self._folded for string in needed):
            return ()
        return places


class StartIndex:
    """
    The openings of many patterns, looked up together; and what those need that start in many places.

    Args:
        patterns: Regular expressions. Those that can start nearly anywhere are left to the engine's own search.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._owners: list[tuple[str, int]] = []
        """For each opening its pattern and the bits of all openings of that pattern."""
        self._needed: dict[str, frozenset[str]] = {}
        chosen: list[Opening] = []
        for pattern in dict.fromkeys(patterns):
            found = _openings(pattern)
            share = 1.0 if found is None else sum(map(_share, found))
            if share >= _OFTEN:
                self._needed[pattern] = _needs(pattern)
            if found is not None and share < _BROAD:
                bits = ((1 << len(found)) - 1) << len(chosen)
                self._owners.extend([(pattern, bits)] * len(found))
                chosen.extend(found)
        self._known = frozenset(pattern for pattern, _ in self._owners)
        self._pairs: dict[str, int] = {}
        self._seen: dict[str, tuple[str, ...]] = {}
        columns = zip(*((before, *first) for before, first in chosen), strict=True) if chosen else [()] * (DEPTH + 1)
        self._tables = [_table(column) for column in columns]

    def scan(self, text: str) -> Starts:
        """Return where in *text* each pattern can start, in time linear in the text; what few signs fit is remembered."""
        places: dict[str, list[int]] = {pattern: [] for pattern in self._known}
        pairs, seen = self._pairs, self._seen
        if len(seen) > _REMEMBERED:  # a new dict, so that another thread's stays whole
            pairs, seen = self._pairs, self._seen = {}, {}
        padded = _OUTSIDE + text + _OUTSIDE * DEPTH
        width = DEPTH + 1
        for at in range(len(text)):
            pair = padded[at : at + 2]
            fits = pairs.get(pair)
            if fits is None:
                fits = pairs[pair] = self._fitting(pair, 0, -1)
            if not fits:
                continue
            key = padded[at : at + width]
            patterns = seen.get(key)
            if patterns is None:
                patterns = seen[key] = tuple(self._patterns(self._fitting(key[2:], 2, fits)))
            for pattern in patterns:
                places[pattern].append(at)
        return Starts(text, places, self._needed)

    def _fitting(self, signs: str, place: int, among: int) -> int:
        """Return the bits of the openings *among* these that *signs* fit from *place* on."""
        for number, sign in enumerate(signs, place):
            symbol = ord(sign)
            among &= self._tables[number][symbol if symbol < OTHER else EDGE if sign == _OUTSIDE else OTHER]
            if not among:
                break
        return among

    def _patterns(self, bits: int) -> Iterator[str]:
        """Yield the patterns that these openings belong to, each once."""
        while bits:
            pattern, all_of_it = self._owners[bits.bit_length() - 1]
            yield pattern
            bits &= ~all_of_it


@lru_cache(maxsize=8)
def start_index(patterns: tuple[str, ...]) -> StartIndex:
    """Return the index of *patterns*, one for all redactors that use them."""
    return StartIndex(patterns)


@lru_cache(maxsize=4096)
def _openings(pattern: str) -> tuple[Opening, ...] | None:
    return openings(pattern)


@lru_cache(maxsize=4096)
def _needs(pattern: str) -> frozenset[str]:
    found = needs(pattern, _chance)
    return found if sum(map(_chance, found)) < _RARE else frozenset()


def _chance(string: str) -> float:
    """Return how often *string* begins at a place of English text by chance."""
    chance = 1.0
    for sign in string:
        chance *= _SHARES.get(ord(sign), _SHARES[OTHER])
    return chance


def _table(column: Sequence[int]) -> list[int]:
    """Return for each symbol which openings it fits, as bits; the outside fits as any other character does, too."""
    bits: dict[int, int] = {}
    for number, symbols in enumerate(column):
        bits[symbols] = bits.get(symbols, 0) | 1 << number
    table = [0] * ANY.bit_length()
    for symbols, mine in bits.items():
        for symbol in range(len(table)):
            if symbols >> symbol & 1:
                table[symbol] |= mine
    table[EDGE] |= table[OTHER]
    return table


@lru_cache(maxsize=4096)
def _likely(symbols: int) -> float:
    return min(1.0, sum(share for symbol, share in _SHARES.items() if symbols >> symbol & 1))


def _share(opening: Opening) -> float:
    """Return the share of places in English text that fit *opening*."""
    before, first = opening
    share = _likely(before)
    for symbols in first:
        share *= _likely(symbols)
    return share
