"""Stand-ins for what is no person: numbers, phones, handles, places and bodies of a like kind."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Collection

from notesafe.ledger.parts import like
from notesafe.lexicons import fold
from notesafe.regions import state_at_end

__all__ = ["CODES", "KINDS", "draw_thing", "thing_key", "write_thing"]

CODES = frozenset(
    "RECORD_NUMBER CASE_NUMBER HEALTH_PLAN_NUMBER ACCOUNT_NUMBER LICENSE_NUMBER INMATE_NUMBER PRESCRIPTION_NUMBER "
    "ID_NUMBER DEVICE_ID VEHICLE_ID".split()
)
"""Types whose stand-in has a digit for a digit and a letter for a letter."""
_NAMED = frozenset(["LOCATION", "FACILITY", "ORGANIZATION", "HOME_GROUP"])
KINDS = CODES | _NAMED | {"PHONE_NUMBER", "EMAIL_ADDRESS", "USERNAME", "US_SSN"}
"""Types that have a stand-in, besides PERSON."""

_TRIES = 200
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_TAIL = re.compile(r"(?P<state>,?\s+[A-Za-z. ]{2,20}?)(?P<zip>\s+\d{5}(?:-\d{4})?)?\s*$")
_AT = re.compile(r"^(?:/?[ur]/|@|#)")
# Words that say of what kind a place or body is, and no more.
_GENERIC = frozenset(
    """
    a academy agency an and annex apartments associates at auto avenue bakery bank bar behavioral borough building
    cafe campus center centre centers chapter church city clinic club coffee college community company construction
    correctional corp counseling county court courthouse custody dept department depot detox detoxification diner
    district drug elementary emergency facility family fellowship for foods foundation general grill group groups
    hall health healthcare high home homes hospital hotel house inc infirmary inpatient institute intake intensive jail
    kitchen library living llc lodge logistics ltd market medical medicine meeting meetings memorial men's mental
    methadone middle ministries ministry mission motel municipal neighborhood nursing of office opioid outpatient
    parish park pharmacy pizza plaza police practice primary prison probation program programme psychiatric public
    ranch recovery regional rehab rehabilitation residence residential restaurant retreat road school schools service
    services sheriff shelter sober society solutions state station step store street studio substance superior supply
    team temple the therapy to town township transitional treatment trucking union unit university urgent care
    veterans village ward warehouse wellness women's
    """.split()
)
_FIRST = (
    "alder ash aspen birch bram briar calder cedar clover copper crane dapple elder elm fallow fern finch garnet hazel "
    "heron holly juniper kestrel laurel linden maple marl mossy oak otter pebble quail rowan sable sorrel thistle "
    "tamar willow wren yarrow"
).split()
_LAST = "brook bury dale fell field ford gate glen grove ham haven hollow hurst mere mill moor port stead ton vale view ville wick wood worth".split()
_HOW = "amber brisk calm civil dapper early fair gentle humble jolly keen lively mellow merry neat plain quiet rapid still tidy".split()
_WHAT = "anchor badger basket candle cobble compass cricket feather fiddle harbor kettle ladder lantern marble pebble pocket puffin ribbon saddle teapot thimble walnut".split()


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
    body = _without_state(text)
    return [word for word in _WORD.finditer(body) if fold(word.group()) not in _GENERIC and word.group().lower() not in _GENERIC]


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
    return f"{chance.choice(_HOW)}{chance.choice(_WHAT)}{chance.randrange(10, 1000)}"


def _made_up(chance: random.Random, key: str) -> str:
    """Return a place name that is none: of one word for one, of two for more."""
    one = chance.choice(_FIRST) + chance.choice(_LAST)
    return one if " " not in key else f"{one} {chance.choice(_LAST)}"
