"""
What a removed stretch looks like where it stands again.

One criterion for both sides: propagation marks what this finds, and the second
look raises for it, so that nothing can be found by the one and missed by the other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from notesafe.lexicons import fold, ordinary_words

__all__ = ["MIN_DIGITS", "certain", "digit_runs", "digits_of", "word_runs", "words_of"]

MIN_DIGITS = 7
"""Digits from which a number is looked for however it is spaced; a shorter run may stand somewhere by chance."""
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_SURE_LETTERS = 7  # a shorter name of two words may be two ordinary words in a row
_GAP = 3  # blanks, line ends or signs that may stand between the pieces of a split name or number


def words_of(surface: str) -> tuple[str, ...]:
    """
    Return the words of a stretch, in lower case.

        >>> words_of("Quintero, Marisol")
        ('quintero', 'marisol')
    """
    return tuple(_WORD.findall(surface.lower()))


def digits_of(surface: str) -> str:
    """
    Return the digits of a stretch, without what is between them.

        >>> digits_of("(503) 555-0142")
        '5035550142'
    """
    return "".join(_DIGITS.findall(surface))


def certain(words: tuple[str, ...]) -> bool:
    """
    Return whether these words in a row cannot be there by chance.

        >>> certain(("marisol", "quintero")), certain(("grace", "will")), certain(("ab123456",))
        (True, False, True)
    """
    if len(words) == 1:
        return len(words[0]) >= MIN_DIGITS and any(char.isdigit() for char in words[0])
    return sum(map(len, words)) >= _SURE_LETTERS and not all(fold(w) in ordinary_words() or w.isdigit() for w in words)


def word_runs(phrases: Collection[tuple[str, ...]], text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """
    Yield start, end and words of each place where the words of a phrase stand in a row, in any case.

    Up to three blanks, line ends or signs may stand between two words. Takes time linear in the text.
    """
    starting: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        if phrase:
            starting.setdefault(phrase[0], []).append(phrase)
    if not starting:
        return
    found = list(_WORD.finditer(text))
    lower = [match.group().lower() for match in found]
    for at, word in enumerate(lower):
        for phrase in starting.get(word, ()):
            last = at + len(phrase) - 1
            if tuple(lower[at : last + 1]) == phrase and all(
                found[i + 1].start() - found[i].end() <= _GAP for i in range(at, last)
            ):
                yield found[at].start(), found[last].end(), phrase


def digit_runs(numbers: Collection[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of each place where a number stands, however it is spaced or split over a line."""
    if not numbers:
        return
    longest = max(map(len, numbers))
    found = list(_DIGITS.finditer(text))
    for first, match in enumerate(found):
        run, end = "", match.start()
        for at in range(first, len(found)):
            group = found[at]
            run += group.group()
            if group.start() - end > _GAP or len(run) > longest:
                break
            end = group.end()
            if run in numbers:
                yield match.start(), end, run
