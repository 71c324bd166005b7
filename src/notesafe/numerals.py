"""Numbers written in words, as people say them: `ninety-one`, `twenty twenty-one`."""

from __future__ import annotations

import re

__all__ = ["first_number", "spoken_year"]

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True
    )
}
_WORD = re.compile(r"\d+|[a-z]+")


def first_number(text: str) -> int | None:
    """
    Return the first number in *text*, in digits or words below one thousand, or None.

        >>> first_number("ninety-one years old")
        91
        >>> first_number("a 36-year-old")
        36
        >>> first_number("a hundred and two")
        102
    """
    words = _WORD.findall(text.lower())
    for i, word in enumerate(words):
        if word.isdigit():
            return int(word[:9])
        if word in _UNITS or word in _TENS or word == "hundred":
            return _read(words, i)[0]
    return None


def spoken_year(text: str) -> int | None:
    """
    Return the year said at the end of *text*, or None.

        >>> spoken_year("march fourteenth nineteen eighty eight")
        1988
        >>> spoken_year("twenty twenty-one")
        2021
        >>> spoken_year("two thousand and six")
        2006
    """
    words = [word for word in _WORD.findall(text.lower()) if word != "and"]
    for i in range(len(words) - 1):
        century = _UNITS.get(words[i], _TENS.get(words[i]))
        if century in (18, 19, 20) and (words[i + 1] in _UNITS or words[i + 1] in _TENS or words[i + 1] in ("oh", "o")):
            rest = words[i + 1 :]
            if rest[0] in ("oh", "o"):
                rest = rest[1:]
            if rest:
                value, used = _read(rest, 0)
                if 0 < value < 100 and used == len(rest):
                    return century * 100 + value
        if words[i : i + 2] == ["two", "thousand"]:
            value = _read(words, i + 2)[0] if i + 2 < len(words) else 0
            if value < 100:
                return 2000 + value
    return None


def _read(words: list[str], at: int) -> tuple[int, int]:
    """Return the number that starts at `words[at]` and the index after it."""
    total = 0
    while at < len(words):
        word = words[at]
        if word in _TENS:
            total += _TENS[word]
            if at + 1 < len(words) and 0 < _UNITS.get(words[at + 1], 99) < 10:
                total += _UNITS[words[at + 1]]
                at += 1
        elif word in _UNITS:
            total += _UNITS[word]
        elif word != "hundred":
            break
        at += 1
        if at < len(words) and words[at] == "hundred":
            total = max(1, total) * 100
            at += 1
            if at < len(words) and words[at] == "and":
                at += 1
            continue
        if word == "hundred":
            total = 100
            if at < len(words) and words[at] == "and":
                at += 1
            continue
        break
    return total, at
