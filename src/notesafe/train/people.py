"""Give the people of a document other names, in every form in which each of them stands."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from notesafe.lexicons import given_names, nicknames, ordinary_words, surnames, word_names

__all__ = ["Person", "draw_person", "like_case", "write_name"]

_SYLLABLES = [
    "ba",
    "be",
    "bo",
    "da",
    "de",
    "do",
    "fa",
    "ga",
    "ha",
    "ja",
    "ka",
    "ki",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "sha",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "vi",
    "wa",
    "ya",
    "yo",
    "za",
    "ze",
    "zi",
    "tra",
    "bri",
    "kei",
    "lan",
    "mar",
    "nel",
    "que",
    "shaun",
    "dre",
    "jor",
    "ton",
    "vin",
    "wel",
    "zan",
]
_ENDS = ("", "n", "s", "l", "r", "h", "sha", "ne", "dra", "von", "quan", "ley", "rick", "ella", "ita", "ius", "ko")
_FAMILY_ENDS = (
    "son",
    "man",
    "ez",
    "ski",
    "ova",
    "ini",
    "wood",
    "ley",
    "ford",
    "ham",
    "ford",
    "stein",
    "oglu",
    "yan",
    "adze",
    "uka",
    "ola",
    "dottir",
    "sen",
    "berg",
)
_MADE_UP = 0.12
"""Share of people whose names are in no list, so that the model does not lean on the lists alone."""
_WORDS = 0.12
"""Share of people whose given name is an ordinary word too."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name for one person of a document."""

    given: str
    family: str
    middle: str
    short: str


def draw_person(rng: random.Random, gender: str, held_back: Collection[str] = ()) -> Person:
    """
    Return a person of *gender* (`f`, `m`, `u`) whose names are of one origin.

    Args:
        rng: The source of chance.
        gender: Of the given name.
        held_back: Folded names that are never drawn, kept for measuring.
    """
    chance = rng.random()
    origin = rng.choice(_origins())
    if chance < _MADE_UP:
        given, family = _made_up(rng), _made_up(rng) + rng.choice(_FAMILY_ENDS)
    else:
        pool = _words(gender) if chance < _MADE_UP + _WORDS else _given(origin, gender)
        given = _draw(rng, pool, held_back)
        kin = _family(origin if rng.random() < 0.85 else rng.choice(_origins()))
        family = _draw(rng, kin, held_back)
        if rng.random() < 0.06:
            family += "-" + _draw(rng, kin, held_back)
    middle = _draw(rng, _given(origin, gender), held_back)
    return Person(given, family, middle, _short(rng, given, held_back))


def write_name(rng: random.Random, person: Person, form: str, surface: str) -> str:
    """
    Return *person*'s name in *form*, built and cased as *surface* is.

        >>> ann = Person("ann", "okoro", "may", "annie")
        >>> write_name(random.Random(1), ann, "last_first", "Pike, Darnell")
        'Okoro, Ann'
        >>> write_name(random.Random(1), ann, "initials", "d.p.")
        'a.o.'
    """
    given, family = person.given, person.family
    match form:
        case "first":
            fresh = given
        case "last":
            fresh = family
        case "full":
            fresh = f"{person.short if rng.random() < 0.08 else given} {family}"
        case "full3":
            initial = re.search(r"(?<=\s)\w\.?(?=\s)", surface)
            fresh = f"{given} {person.middle[0] + initial.group()[1:] if initial else person.middle} {family}"
        case "last_first":
            rest = re.match(r"[^,]*,?(\s*)(.*)", surface)
            gap = "," + (rest[1] if rest else " ")
            second = rest[2] if rest else ""
            fresh = f"{family}{gap}{given if len(second.strip('.')) > 1 else given[0] + second[1:]}"
            if re.search(r"\s\w\.?$", second) and len(second) > 3:
                fresh += " " + person.middle[0] + ("." if second.endswith(".") else "")
        case "initial":
            end = re.search(r"[\s.]*\w(\W*)$", surface)
            fresh = f"{person.short if rng.random() < 0.2 else given} {family[0]}{end[1] if end else ''}"
        case "finitial":
            mark = re.match(r"\w(\W*)", surface)
            fresh = f"{given[0]}{mark[1] if mark else '. '}{family}"
        case "initials":
            letters = iter([given[0], family[0], person.middle[0], *family[1:]])
            return "".join(_like_letter(next(letters, "k"), c) if c.isalpha() else c for c in surface)
        case "nick":
            fresh = person.short
        case "typo":
            fresh = _misspelt(rng, family if surface[:1].isupper() and rng.random() < 0.3 else given)
        case "spelled":
            gap_mark = next((c for c in surface[1:] if not c.isalpha()), "-")
            return like_case(gap_mark.join(given), surface)
        case "other" if re.fullmatch(r"[^\W\d_]+s", surface):
            fresh = family + ("es" if family.endswith("s") else "s")
        case _:
            return surface
    return like_case(fresh, surface)


def like_case(fresh: str, surface: str) -> str:
    """
    Return *fresh* in the case of *surface*.

        >>> like_case("bob pike", "ANN LEE"), like_case("bob pike", "ann"), like_case("o'neil", "Ann")
        ('BOB PIKE', 'bob pike', "O'Neil")
    """
    letters = [c for c in surface if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return fresh.upper()
    if letters and all(c.islower() for c in letters):
        return fresh.lower()
    return re.sub(r"(?:^|(?<=[\s'-]))[^\W\d_]", lambda m: m.group().upper(), fresh)


def _like_letter(letter: str, old: str) -> str:
    return letter.upper() if old.isupper() else letter


def _draw(rng: random.Random, pool: Sequence[str], held_back: Collection[str]) -> str:
    for _ in range(50):
        name = rng.choice(pool)
        if name not in held_back:
            return name
    return _made_up(rng)


def _made_up(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((1, 2, 2, 3)))) + rng.choice(_ENDS)


def _misspelt(rng: random.Random, name: str) -> str:
    """Return *name* with one letter doubled, dropped, swapped or changed."""
    if len(name) < 4:
        return name + rng.choice("aeinsy")
    at = rng.randrange(1, len(name) - 1)
    return rng.choice(
        (
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1 :],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
            name[:at] + rng.choice("aeiouylnrst") + name[at + 1 :],
        )
    )


def _short(rng: random.Random, given: str, held_back: Collection[str]) -> str:
    """Return a pet form: from the table, or the name's beginning with an ending of its own."""
    known = sorted(name for name in nicknames().get(given, ()) if name not in held_back and len(name) < len(given) + 2)
    if known:
        return rng.choice(known)
    if len(given) < 5:
        return given + rng.choice(("ie", "y", "o", "s", ""))
    head = given[: 4 if given[3] not in "aeiouy" else 3]
    return head + rng.choice(("", "", "y", "ie", "o", "i", "s"))


@lru_cache(maxsize=1)
def _origins() -> list[str]:
    """Return the origins, the frequent ones of the United States more than once."""
    all_of = sorted({origin for _, of in given_names().values() for origin in of})
    return [
        *all_of,
        *(o for o in all_of if o in ("anglo", "hispanic", "african_american")),
        *(o for o in all_of if o == "anglo"),
    ]


@lru_cache(maxsize=256)
def _given(origin: str, gender: str) -> list[str]:
    wanted = set("fm") if gender == "u" else {gender}
    pool = [
        name
        for name, (of_gender, of) in given_names().items()
        if origin in of
        and wanted & set(of_gender)
        and len(name) > 2
        and name.replace("-", "").isalpha()
        and _no_plain_word(name)
    ]
    return pool or [name for name in given_names() if len(name) > 3 and name.isalpha()]


@lru_cache(maxsize=64)
def _family(origin: str) -> list[str]:
    pool = [name for name, of in surnames().items() if origin in of and len(name) > 1]
    return pool or list(surnames())


@lru_cache(maxsize=4)
def _words(gender: str) -> list[str]:
    wanted = set("fmu") if gender == "u" else {gender, "u"}
    return sorted(n for n in word_names() if n not in given_names() or wanted & set(given_names()[n][0])) or sorted(
        word_names()
    )


def _no_plain_word(name: str) -> bool:
    """Return whether *name* is worth drawing: no frequent word that only some locale uses as a name."""
    rank = ordinary_words().get(name)
    return rank is None or rank > 8_000 or name in word_names()
