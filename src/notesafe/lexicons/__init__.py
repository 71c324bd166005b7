"""
Word lists that weighing asks: given names, surnames, nicknames, ordinary words, terms to keep.

Each is read once a process, on first use. Where they come from and under which
licence: `README.md` in this folder.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = [
    "AllowTerm",
    "allow_terms",
    "everyday_things",
    "fold",
    "given_names",
    "nicknames",
    "ordinary_words",
    "places",
    "stand_in_words",
    "substances",
    "surnames",
    "word_names",
]


@dataclass(frozen=True, slots=True)
class AllowTerm:
    """A term that is no one's name where the domain is meant: a scale, a slogan, a theorist."""

    text: str
    category: str
    gated: bool
    """Only kept beside a cue of the domain, because it is a name too: Rogers, Grace."""


def fold(word: str) -> str:
    """
    Return *word* as the lists write it: lower case, without marks, without a possessive.

        >>> fold("Marisól's")
        'marisol'
    """
    if word.isascii():
        plain = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word.casefold())
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
        plain = plain.replace("\u2019", "'").replace("ø", "o").replace("ł", "l").replace("ı", "i")
    return plain.removesuffix("'s").removesuffix("'")


@lru_cache(maxsize=1)
def given_names() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return given name -> (gender letters among `fmu`, origins), 14,000 names."""
    return {name: (gender, tuple(origin.split(","))) for name, gender, origin in _rows("given_names.tsv")}


@lru_cache(maxsize=1)
def surnames() -> dict[str, tuple[str, ...]]:
    """Return surname -> origins, 13,000 names."""
    return {name: tuple(origin.split(",")) for name, origin in _rows("surnames.tsv")}


@lru_cache(maxsize=1)
def ordinary_words() -> dict[str, int]:
    """Return ordinary English word -> frequency rank, 1 the commonest."""
    return {word: int(rank) for word, rank in _rows("ordinary_words.tsv")}


@lru_cache(maxsize=1)
def places() -> dict[str, tuple[str, ...]]:
    """Return town, county, region or country, folded -> which of these it is; 17,000 names, of several words too."""
    return {name: tuple(kinds.split(",")) for name, kinds in _rows("places.tsv")}


@lru_cache(maxsize=1)
def substances() -> dict[str, bool]:
    """Return the term of a substance, folded -> whether it is sure, not slang that may mean something else; 4,000 terms."""
    return {fold(term): kind == "sure" for term, kind in _rows("substances.tsv")}


@lru_cache(maxsize=1)
def word_names() -> frozenset[str]:
    """Return the given names that are ordinary words too and common as names: grace, mark, hope."""
    return frozenset(word for line in _lines("word_names.txt") for word in line.split())


@lru_cache(maxsize=1)
def everyday_things() -> frozenset[str]:
    """Return ordinary things that are named after a substance: root beer, liquor store, ice machine."""
    things = _lines("everyday_things.txt")
    return frozenset((*things, *(f"{thing}s" for thing in things)))


@lru_cache(maxsize=1)
def nicknames() -> dict[str, frozenset[str]]:
    """Return name -> the names the same person may go by, both ways."""
    groups: dict[str, set[str]] = {}
    for line in _lines("nicknames.txt"):
        full, *short = line.split()
        groups.setdefault(full, set()).update(short)
        for name in short:
            groups.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in groups.items()}


@lru_cache(maxsize=1)
def allow_terms() -> dict[str, AllowTerm]:
    """Return the terms to keep, by their lower-case form."""
    return {
        term.lower(): AllowTerm(term, category, gated == "yes") for term, category, gated in _rows("allow_terms.tsv")
    }


@lru_cache(maxsize=1)
def _stand_in_lists() -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for line in _lines("stand_in_words.txt"):
        name, _, words = line.partition(": ")
        lists[name] = (*lists.get(name, ()), *words.split())
    return lists


def stand_in_words(name: str) -> tuple[str, ...]:
    """
    Return one of the lists that stand-ins are made of.

        >>> "brook" in stand_in_words("made_up_place_ends")
        True
    """
    return _stand_in_lists()[name]


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in _lines(name)[1:]]


def _lines(name: str) -> list[str]:
    text = (files("notesafe") / "lexicons" / name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]
