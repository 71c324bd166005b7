"""What must stand in a text for a pattern to match at all, read off the pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from notesafe.detect.syntax import OTHER, Element, Source, symbols

__all__ = ["fold_text", "needs"]

_NESTED = 60  # groups in groups; nothing is claimed of what lies deeper
_MOST = 80  # alternatives that are worth looking for
_STEM = 3  # characters of each that are looked for where there are more
_FOLDS = str.maketrans({"ſ": "s", "ı": "i", "İ": "i", "\u212a": "k"})  # the engine takes them for the same letter

_Cost = Callable[[str], float]


def fold_text(text: str) -> str:
    """Return *text* in the form in which `needs` are looked for."""
    return (text if text.isascii() else text.translate(_FOLDS)).lower()


def needs(pattern: str, cost: _Cost) -> frozenset[str]:
    """
    Return strings of which at least one is in every text that *pattern* matches; none if nothing can be said.

    Args:
        pattern: A regular expression.
        cost: How often a string is found by chance; of several such sets the one with the least sum is returned.

        >>> sorted(needs(r"\\d+ (?:mg|ml)\\b", lambda s: 1 / len(s) ** 2))
        ['mg', 'ml']
    """
    source = Source.read(pattern)
    if source is None:
        return frozenset()
    return _choice(source, (source.start, len(pattern), -1), True, cost, 0) or frozenset()


def _choice(
    source: Source, group: tuple[int, int, int], ignore_case: bool, cost: _Cost, depth: int
) -> frozenset[str] | None:
    """Return what one of the alternatives needs, or None."""
    found: set[str] = set()
    for start, end in source.alternatives(*group) if depth <= _NESTED else ():
        needed = _sequence(source, start, end, ignore_case, cost, depth)
        if needed is None:
            return None
        found |= needed
    if len(found) > _MOST:
        found = {string[:_STEM] for string in found}
    return frozenset(found) if 0 < len(found) <= _MOST else None


def _sequence(source: Source, at: int, end: int, ignore_case: bool, cost: _Cost, depth: int) -> frozenset[str] | None:
    """Return the best that one element or one run of plain characters of a sequence needs, or None."""
    offers: list[frozenset[str]] = []
    run = ""
    while (element := source.element(at, end, ignore_case)) is not None:
        at = element.after
        sign = _character(element)
        if sign and element.least == element.most == 1:
            run += sign
            continue
        if element.kind == "mark":
            continue
        if run or sign:
            offers.append(frozenset({run + sign}))
        run = sign
        if not sign and element.least and element.kind in ("atom", "group", "ahead", "behind"):
            offers.extend(filter(None, [_inside(source, element, cost, depth)]))
    if run:
        offers.append(frozenset({run}))
    return min(offers, key=lambda offer: sum(map(cost, offer)), default=None)


def _inside(source: Source, element: Element, cost: _Cost, depth: int) -> frozenset[str] | None:
    if element.kind == "atom":
        signs = symbols(element.text, element.ignore_case)
        return None if signs >> OTHER & 1 else frozenset(_signs(signs))
    return _choice(source, (element.start, element.end, element.group), element.ignore_case, cost, depth + 1)


def _character(element: Element) -> str:
    """Return the one character, in lower case, that an element is or begins and ends with, or nothing."""
    if element.kind != "atom" or not element.least:
        return ""
    signs = set(_signs(symbols(element.text, element.ignore_case) & ~(1 << OTHER)))
    plain = len(element.text) == 1 or not symbols(element.text, element.ignore_case) >> OTHER & 1
    return signs.pop() if len(signs) == 1 and plain and element.text.isascii() else ""


def _signs(symbols_: int) -> Iterable[str]:
    return {chr(n).lower() for n in range(OTHER) if symbols_ >> n & 1}
