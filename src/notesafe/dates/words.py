"""The words of dates: months, weekdays, ordinals and years as they are said, read and written in the form of another."""

from __future__ import annotations

import re

__all__ = [
    "MONTH",
    "NUMBER_12",
    "NUMBER_31",
    "ORDINAL",
    "WEEKDAY",
    "YEAR_2",
    "YEAR_4",
    "cased",
    "month_like",
    "month_number",
    "number_like",
    "number_of",
    "ordinal_like",
    "ordinal_of",
    "suffix_for",
    "weekday_like",
    "year_like",
    "year_of",
]  # fmt: skip

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ODD = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _words(number: int) -> str:
    """Return a number below one hundred in words, with a blank: `twenty one`."""
    if number < 10:
        return _UNITS[number - 1]
    if number < 20:
        return _TEENS[number - 10]
    return _TENS[number // 10 - 2] + (f" {_UNITS[number % 10 - 1]}" if number % 10 else "")


def _ordinal(number: int) -> str:
    head, _, last = _words(number).rpartition(" ")
    last = _ODD.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head} {last}".strip()


_NUMBERS = {_words(number): number for number in range(1, 100)}
_ORDINALS = {_ordinal(number): number for number in range(1, 32)} | {"nineth": 9}


def _any(words: object) -> str:
    """Return a pattern for any of *words*, blanks or hyphens between their parts, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))  # type: ignore[call-overload]
    return "(?:" + "|".join(word.replace(" ", r"[\s-]?") for word in ordered) + ")"


_UNIT = _any(_UNITS)
NUMBER_12 = rf"(?:{_any(_words(n) for n in range(1, 13))}|oh?[\s-]{_UNIT})"
NUMBER_31 = rf"(?:{_any(_words(n) for n in range(1, 32))}|oh?[\s-]{_UNIT})"
ORDINAL = _any(_ORDINALS)
YEAR_2 = rf"(?:oh?[\s-]{_UNIT}|{_any(_words(n) for n in range(10, 100))})"
YEAR_4 = rf"(?:(?:nineteen|twenty),?[\s-](?:hundred|{YEAR_2})|two[\s-]thousand(?:\s(?:and\s)?(?:{_UNIT}|{YEAR_2}))?)"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:s|nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])\.?"


def number_of(words: str) -> int:
    """
    Return a number in words below one hundred.

        >>> number_of("Twenty-one"), number_of("oh three")
        (21, 3)
    """
    return _NUMBERS[re.sub(r"^oh?\s", "", _folded(words))]


def ordinal_of(words: str) -> int:
    """
    Return an ordinal in words.

        >>> ordinal_of("thirty-first")
        31
    """
    return _ORDINALS[_folded(words)]


def year_of(words: str) -> int:
    """
    Return the year in words; below one hundred if no century is said.

        >>> year_of("twenty twenty-one"), year_of("two thousand and six"), year_of("oh six")
        (2021, 2006, 6)
    """
    said = _folded(words).replace(" and ", " ")
    for century, head in ((2000, "two thousand"), (1900, "nineteen "), (2000, "twenty ")):
        rest = said.removeprefix(head).strip()
        if said.startswith(head) and (rest in _NUMBERS or rest in ("", "hundred") or rest[:2] in ("oh", "o ")):
            if head == "twenty " and rest in _UNITS:
                continue  # twenty one is '21
            return century + (0 if rest in ("", "hundred") else number_of(rest))
    return number_of(said)


def month_number(word: str) -> int:
    """Return 1-12 for the name of a month or its first letters."""
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))


def month_like(old: str, month: int) -> str:
    """
    Return the name of *month* as long and in the case of *old*.

        >>> month_like("Sept.", 8), month_like("MAY", 6), month_like("mar", 5)
        ('Aug.', 'JUNE', 'may')
    """
    bare = old.rstrip(".")
    word = _MONTHS[month - 1]
    word = word if len(bare) > 4 or bare.lower() in _MONTHS else word[:3]
    return cased(bare, word) + old[len(bare) :]


def weekday_like(old: str, days: int) -> str:
    """
    Return the weekday *days* after the one in *old*, as long and in the same case.

        >>> weekday_like("Tues.", 1), weekday_like("FRIDAY", 3)
        ('Wed.', 'MONDAY')
    """
    bare = old.rstrip(".")
    at = next(i for i, name in enumerate(_DAYS) if name.startswith(bare.lower()[:3]))
    word = _DAYS[(at + days) % 7]
    return cased(bare, word if bare.lower().endswith("day") else word[:3]) + old[len(bare) :] if days % 7 else old


def number_like(old: str, number: int) -> str:
    """Return *number* in words, hyphen and `oh` as in *old*."""
    oh = re.match(r"oh?(?=[\s-])", old, re.IGNORECASE)
    return cased(old, (f"{oh.group().lower()} " if oh and number < 10 else "") + _joined(old, _words(number)))


def ordinal_like(old: str, number: int) -> str:
    """
    Return the ordinal of *number* in words, in the form of *old*.

        >>> ordinal_like("Twenty-First", 22), ordinal_like("fourteenth", 31)
        ('Twenty-Second', 'thirty first')
    """
    return cased(old, _joined(old, _ordinal(number)))


def year_like(old: str, year: int) -> str:
    """
    Return *year* in words as *old* says its own.

        >>> year_like("twenty twenty one", 2020), year_like("two thousand and six", 2010), year_like("twenty-one", 1999)
        ('twenty twenty', 'two thousand and ten', 'ninety-nine')
    """
    said = _folded(old)
    rest = year % 100
    if year_of(old) > 99 or not rest:
        head = "nineteen" if year < 2000 else "twenty"
        if year >= 2000 and (said.startswith("two thousand") or not rest):
            middle = " and " if " and " in said else " "
            new = "two thousand" + (middle + _joined(old, _words(rest)) if rest else "")
        else:
            new = (
                f"{head} hundred"
                if not rest
                else f"{head} oh {_words(rest)}"
                if rest < 10
                else f"{head} {_joined(old, _words(rest))}"
            )
    else:
        new = f"oh {_words(rest)}" if rest < 10 else _joined(old, _words(rest))
    return cased(old, new)


def suffix_for(day: int) -> str:
    """Return `st`, `nd`, `rd` or `th`."""
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def cased(old: str, new: str) -> str:
    """Return *new* in the case of *old*: all capitals, a capital to each word or to the first, or none."""
    if old.isupper():
        return new.upper()
    if not old[:1].isupper():
        return new
    words = [word for word in re.split(r"[\s-]", old) if word]
    return new.title() if all(word[0].isupper() for word in words) else new.capitalize()


def _folded(words: str) -> str:
    return " ".join(re.split(r"[\s,-]+", words.lower().strip()))


def _joined(old: str, new: str) -> str:
    """Return *new* with a hyphen where *old* writes one between tens and units."""
    return new.replace(" ", "-") if re.search(r"ty-[a-z]", old, re.IGNORECASE) else new
