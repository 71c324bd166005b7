"""Stand-ins for what is no person: numbers, phones, handles, places and bodies of a like kind."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Collection

from notesafe.ledger.parts import like
from notesafe.lexicons import fold, stand_in_words
from notesafe.regions import state_at_end

__all__ = ["CODES", "KINDS", "draw_thing", "thing_key", "write_thing"]

CODES = frozenset(
    [
        "RECORD_NUMBER",
        "CASE_NUMBER",
        "HEALTH_PLAN_NUMBER",
        "ACCOUNT_NUMBER",
        "LICENSE_NUMBER",
        "INMATE_NUMBER",
        "PRESCRIPTION_NUMBER",
        "ID_NUMBER",
        "DEVICE_ID",
        "VEHICLE_ID",
    ]
)
"""Types whose stand-in has a digit for a digit and a letter for a letter."""
_NAMED = frozenset(["LOCATION", "FACILITY", "ORGANIZATION", "HOME_GROUP"])
KINDS = CODES | _NAMED | {"PHONE_NUMBER", "EMAIL_ADDRESS", "USERNAME", "US_SSN"}
"""Types that have a stand-in, besides PERSON."""

_TRIES = 200
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_TAIL = re.compile(r"(?P<state>,?\s+[A-Za-z. ]{2,20}?)(?P<zip>\s+\d{5}(?:-\d{4})?)?\s*$")
_AT = re.compile(r"^(?:/?[ur]/|@|#)")


def thing_key(text: str, entity_type: str) -> tuple[str, str] | None:
    """
    Return the kind under which *text* is remembered and what of it is the same however it is written.

    None if it has no stand-in.

        >>> thing_key("(503) 555-0142", "PHONE_NUMBER"), thing_key("503.555.0142", "PHONE_NUMBER")
        (('PHONE_NUMBER', '5035550142'), ('PHONE_NUMBER', '5035550142'))
        >>> thing_key("Cedar Ridge Recovery", "FACILITY"), thing_key("cedar ridge", "FACILITY")
        (('NAMED', 'cedar ridge'), ('NAMED', 'cedar ridge'))
    """
    signs = "".join(c.upper() if len(c.upper()) == 1 else c for c in text if c.isalnum())
    if entity_type in CODES:
        return ("CODE", signs) if signs else None
    if entity_type == "PHONE_NUMBER":
        number = signs.removeprefix("1") if len(signs) == 11 else signs
        return (entity_type, number) if number.isdecimal() and number.isascii() and len(number) in (7, 10) else None
    if entity_type == "US_SSN":
        return (entity_type, signs) if signs.isdecimal() and len(signs) in (4, 9) else None
    if entity_type in ("EMAIL_ADDRESS", "USERNAME"):
        return (entity_type, _AT.sub("", text.strip().lower())) if signs else None
    if entity_type in _NAMED:
        words = [fold(word.group()) for word in _names(text)]
        return ("NAMED", " ".join(words)) if words else None
    return None


def draw_thing(kind: str, key: str, chance: random.Random, taken: Collection[str]) -> str | None:
    """Return a fresh stand-in for the thing, in none of *taken*; None if there is none left."""
    make: dict[str, Callable[[], str]] = {
        "CODE": lambda: "".join(_sign(c, chance) for c in key),
        "PHONE_NUMBER": lambda: _phone(len(key), chance),
        "US_SSN": lambda: ("9" if len(key) == 9 else "") + _digits(len(key) - (len(key) == 9), chance),
        "EMAIL_ADDRESS": lambda: f"{_handle(chance)}@example.org",
        "USERNAME": lambda: _handle(chance),
        "NAMED": lambda: _made_up(chance, key),
    }
    for _ in range(_TRIES):
        new = make[kind]()
        if new != key and new not in taken:
            return new
    return None


def write_thing(text: str, entity_type: str, new: str) -> str | None:
    """Return the stand-in *new* in the form of *text*; None if nothing of it would change."""
    if entity_type in CODES or entity_type in ("PHONE_NUMBER", "US_SSN"):
        written = _poured(text, new if len(new) == sum(c.isalnum() for c in text) else "1" + new)
    elif entity_type in ("EMAIL_ADDRESS", "USERNAME"):
        at = _AT.match(text.strip())
        written = (at.group() if at else "") + new
    else:
        written = _renamed(text, new)
    return None if written == text else written


def _names(text: str) -> list[re.Match[str]]:
    """Return the words that are the name itself: not its kind, not the state behind it."""
    kinds = stand_in_words("kinds_of_place")
    words = _WORD.finditer(_without_state(text))
    return [word for word in words if not {fold(word.group()), word.group().lower()} & set(kinds)]


def _without_state(text: str) -> str:
    """Return the text before `, Oregon 97701`."""
    tail = _TAIL.search(text)
    return text[: tail.start()] if tail and tail.start() and state_at_end(text) else text


def _renamed(text: str, new: str) -> str:
    """Return *text* with *new* from its first name word to its last; kind words around stay, a ZIP code goes."""
    words = _names(text)
    body = _without_state(text)
    tail = _TAIL.search(text) if len(body) < len(text) else None
    first, last = words[0], words[-1]
    old = body[first.start() : last.end()]
    case = first.group() if not old.isupper() else old
    return body[: first.start()] + like(case, new) + body[last.end() :] + (tail["state"] if tail else "")


def _poured(text: str, signs: str) -> str:
    """Return *text* with its letters and digits replaced in order, each letter in the case of the old."""
    source = iter(signs)
    return "".join(_cased(c, next(source, "")) if c.isalnum() else c for c in text)


def _cased(old: str, new: str) -> str:
    return new.lower() if old.islower() else new


def _sign(char: str, chance: random.Random) -> str:
    if char.isdigit():
        return chance.choice(string.digits)
    return chance.choice(string.ascii_uppercase)


def _digits(count: int, chance: random.Random) -> str:
    return "".join(chance.choice(string.digits) for _ in range(count))


def _phone(length: int, chance: random.Random) -> str:
    """Return a number reserved for fiction: 555-0100 to 555-0199."""
    area = f"{chance.randrange(2, 10)}{chance.randrange(0, 9)}{chance.randrange(2, 10)}"
    return (area if length == 10 else "") + f"55501{_digits(2, chance)}"


def _handle(chance: random.Random) -> str:
    return f"{chance.choice(stand_in_words('made_up_handle_starts'))}{chance.choice(stand_in_words('made_up_handle_ends'))}{chance.randrange(10, 1000)}"


def _made_up(chance: random.Random, key: str) -> str:
    """Return a place name that is none: of one word for one, of two for more."""
    one = chance.choice(stand_in_words("made_up_place_starts")) + chance.choice(stand_in_words("made_up_place_ends"))
    return one if " " not in key else f"{one} {chance.choice(stand_in_words('made_up_place_ends'))}"
