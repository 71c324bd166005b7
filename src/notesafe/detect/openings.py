"""How a match of a pattern can begin, read off the pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from notesafe.detect.syntax import ANY, EDGE, OTHER, Element, Source, symbols

__all__ = ["DEPTH", "Opening", "openings"]

DEPTH = 4
"""Characters of a beginning that are told apart."""
Opening = tuple[int, tuple[int, ...]]
"""The character before a match and its first ones, each as a set of symbols."""
_Openings = tuple[Opening, ...]

_MOST = 1_500  # openings; a pattern with more is told apart by fewer characters
_NESTED = 60  # groups in groups; nothing is claimed of what lies deeper
_WORD = sum(1 << n for n in range(128) if chr(n).isalnum() or chr(n) == "_") | 1 << OTHER
_APART = (ANY & ~_WORD) | 1 << OTHER
_LINE_START = 1 << ord("\n") | 1 << EDGE
_EMPTY: _Openings = ((ANY, ()),)
_UNKNOWN: _Openings = ((ANY, (ANY,) * DEPTH),)


def openings(pattern: str) -> tuple[Opening, ...] | None:
    """
    Return all ways in which a match of *pattern* can begin, or None if it cannot be told.

    There may be more openings than matches, never fewer: where a match starts,
    the character before it and the next four fit one of them.

        >>> [(before, first)] = openings(r"(?-i:Q)7")
        >>> before == ANY, first[:2] == (1 << ord("Q"), 1 << ord("7"))
        (True, True)
    """
    source = Source.read(pattern)
    if source is None or source.backwards:
        return None
    reader = _Reader(source)
    found = reader.choice(source.start, len(pattern), -1, ignore_case=True, need=DEPTH, depth=0)
    return _joined((before, (*first, *(ANY,) * (DEPTH - len(first)))) for before, first in found)


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source

    def choice(self, start: int, end: int, group: int, *, ignore_case: bool, need: int, depth: int) -> _Openings:
        """Return the openings of alternatives, *need* characters of each."""
        bounds = self.source.alternatives(start, end, group)
        return _joined(item for low, high in bounds for item in self._sequence(low, high, ignore_case, need, depth))

    def _sequence(self, at: int, end: int, ignore_case: bool, need: int, depth: int) -> _Openings:
        """Return the openings of what stands in `[at, end)`, one after the other."""
        run = self.source.plain(at, end)
        if run:
            first: _Openings = ((ANY, _spelled(run[:need], ignore_case)),)
            if len(run) >= need:
                return first
            return _followed(first, self._sequence(at + len(run), end, ignore_case, need - len(run), depth), need)
        element = self.source.element(at, end, ignore_case)
        if element is None:
            return _EMPTY
        if element.kind in ("atom", "group", "unknown"):
            first = _repeated(self._one(element, need, depth), element.least, element.most, need)
            shortest = min((len(masks) for _, masks in first), default=need)
            if shortest >= need:
                return first
            return _followed(first, self._sequence(element.after, end, ignore_case, need - shortest, depth), need)
        rest = self._sequence(element.after, end, ignore_case, need, depth)
        if element.kind == "mark":
            return _marked(element.text, rest)
        if element.kind == "ahead":
            return _both(self._inside(element, need, depth), rest)
        if element.kind == "behind":
            return _after(rest, self._last(element))
        if element.kind == "not behind":
            return _after(rest, ANY & ~self._single(element))
        return rest

    def _one(self, element: Element, need: int, depth: int) -> _Openings:
        if element.kind == "atom":
            return ((ANY, (symbols(element.text, element.ignore_case),)),)
        return self._inside(element, need, depth) if element.kind == "group" else _UNKNOWN

    def _inside(self, element: Element, need: int, depth: int) -> _Openings:
        if depth > _NESTED:
            return _UNKNOWN
        return self.choice(
            element.start, element.end, element.group, ignore_case=element.ignore_case, need=need, depth=depth + 1
        )

    def _last(self, look: Element) -> int:
        """Return what the last character of each alternative can be; anything, if one does not end with an atom."""
        found = 0
        for start, end in self.source.alternatives(look.start, look.end, look.group):
            last, at = None, start
            while (element := self.source.element(at, end, look.ignore_case)) is not None:
                last, at = element, element.after
            if last is None or last.kind != "atom" or not last.least:
                return ANY
            found |= symbols(last.text, look.ignore_case)
        return found

    def _single(self, look: Element) -> int:
        """Return the ASCII characters that are alternatives by themselves."""
        found = 0
        for at, end in self.source.alternatives(look.start, look.end, look.group):
            element = self.source.element(at, end, look.ignore_case)
            if (
                element is not None
                and element.kind == "atom"
                and element.least == element.most == 1
                and self.source.element(element.after, end, look.ignore_case) is None
            ):
                found |= symbols(element.text, look.ignore_case)
        return found & ~(1 << OTHER)


@lru_cache(maxsize=4096)
def _spelled(letters: str, ignore_case: bool) -> tuple[int, ...]:
    return tuple(symbols(letter, ignore_case) for letter in letters)


def _repeated(items: _Openings, least: int, most: int, need: int) -> _Openings:
    """Return the openings of *items* repeated."""
    if least == most == 1:
        return items
    now = _EMPTY
    for _ in range(min(least, need)):
        now = _followed(now, items, need)
    found = list(now)
    for _ in range(min(most - least, need)):
        now = _followed(now, items, need)
        found.extend(now)
    return _joined(found)


def _followed(first: _Openings, rest: _Openings, need: int) -> _Openings:
    """Return the openings of *first* and then *rest*."""
    found: list[Opening] = []
    for before, masks in first:
        if len(masks) >= need:
            found.append((before, masks))
            continue
        for behind, more in rest:
            if not masks:
                if before & behind:
                    found.append((before & behind, more[:need]))
            elif masks[-1] & behind:
                found.append((before, (*masks[:-1], masks[-1] & behind, *more)[:need]))
    return _joined(found)


def _both(seen: _Openings, rest: _Openings) -> _Openings:
    """Return the openings of *rest* that also begin as *seen*."""
    found: list[Opening] = []
    for behind, ahead in seen:
        for before, masks in rest:
            both = tuple(a & b for a, b in zip(ahead, masks, strict=False))
            if before & behind and all(both):
                found.append((before & behind, both + masks[len(both) :]))
    return _joined(found)


def _after(rest: _Openings, allowed: int) -> _Openings:
    """Return the openings of *rest* after one of the *allowed*."""
    return tuple((before & allowed, masks) for before, masks in rest if before & allowed)


def _marked(mark: str, rest: _Openings) -> _Openings:
    """Return the openings of *rest* behind `^` or `\\b`; other marks are not used."""
    if mark == "^":
        return _after(rest, _LINE_START)
    if mark != "\\b":
        return rest
    found: list[Opening] = []
    for before, masks in rest:
        if not masks:
            found.append((before, masks))
            continue
        for here, there in ((_APART, _WORD), (_WORD, _APART)):
            if before & here and masks[0] & there:
                found.append((before & here, (masks[0] & there, *masks[1:])))
    return _joined(found)


def _joined(items: Iterable[Opening]) -> _Openings:
    """Return the openings with those as one that differ in the last character only."""
    items = tuple(items)
    if len(items) < 2:
        return items
    last: dict[tuple[int, tuple[int, ...], bool], int] = {}
    for before, masks in items:
        key = (before, masks[:-1], bool(masks))
        last[key] = last.get(key, 0) | (masks[-1] if masks else 0)
    found = tuple((before, (*masks, end) if some else ()) for (before, masks, some), end in last.items())
    if len(found) <= _MOST:
        return found
    return tuple({(before, masks[:1] + (ANY,) * (len(masks) - 1)): None for before, masks in found})
