"""Take a written name apart: what is title, given name, middle, surname, initial; and what stands between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from notesafe.ledger.draw import is_family, is_given
from notesafe.lexicons import fold, stand_in_words

__all__ = ["Part", "Written", "like", "read_name"]

Role = Literal["given", "middle", "family", "kept"]
_GROUP = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['\u2019]s?$", re.IGNORECASE)
_ENDING = re.compile(r"['\u2019]s?(?![^\W_])", re.IGNORECASE)
_BETWEEN = re.compile(r"[^\s.,;:'\"\u2019\u2018\u201c\u201d()\[\]&/-]")
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """One word of a name. `start` and `end` count in the text it was read from."""

    start: int
    end: int
    folded: str
    role: Role


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """A name as it was written."""

    text: str
    parts: tuple[Part, ...]

    def first(self, role: Role) -> str:
        """Return the folded word of that role, or ""."""
        return next((part.folded for part in self.parts if part.role == role), "")

    def rewritten(self, new: dict[int, str]) -> str:
        """Return the text with each part that has a place in *new* (by `start`) replaced, in the case of the old."""
        out: list[str] = []
        at = 0
        for part in self.parts:
            out.append(_plain(self.text[at : part.start]))
            old = self.text[part.start : part.end]
            out.append(like(old, new[part.start]) if part.start in new else old)
            at = part.end
        return "".join([*out, _plain(self.text[at:])])


def read_name(text: str, whole: Written | None = None, *, alone: Role | None = None) -> Written:
    """
    Return the parts of the name in *text*.

    A single word is a surname behind a title (Mr., Judge), or where *whole*, the
    fullest form of the same person's name, says so, or where only the list of
    surnames knows it; else a given name. *alone* settles it.

        >>> [(part.folded, part.role) for part in read_name("Hartman, Gail R.").parts]
        [('hartman', 'family'), ('gail', 'given'), ('r', 'middle')]
    """
    groups: list[tuple[int, int, str]] = []
    for match in _GROUP.finditer(text):
        end = match.start() + len(_POSSESSIVE.sub("", match.group()))
        groups.extend(_initials(match.start(), end, text[match.start() : end], whole))
    kept = [_is_kept(text, i, groups) for i in range(len(groups))]
    names = [i for i, keep in enumerate(kept) if not keep] or list(range(len(groups)))
    roles: dict[int, Role] = dict.fromkeys(range(len(groups)), "kept")
    comma = next((k for k, i in enumerate(names[:-1]) if "," in text[groups[i][1] : groups[names[k + 1]][0]]), None)
    if len(names) == 1:
        titled = names[0] > 0 and _in(groups[0][2], "titles_before_a_surname")
        family = _alone_is_family(groups[names[0]][2], titled, whole)
        roles[names[0]] = alone or ("family" if family else "given")
    elif comma is not None:
        for k, i in enumerate(names):
            roles[i] = "family" if k <= comma else "given" if k == comma + 1 else "middle"
    else:
        for k, i in enumerate(names):
            roles[i] = "given" if k == 0 else "family" if k == len(names) - 1 else "middle"
    return Written(text, tuple(Part(start, end, word, roles[i]) for i, (start, end, word) in enumerate(groups)))


def like(old: str, new: str) -> str:
    """
    Return *new* in the case of *old*.

        >>> like("MARI", "carmen"), like("Mari", "carmen"), like("mari", "carmen"), like("Smith-Jones", "vega-ortiz")
        ('CARMEN', 'Carmen', 'carmen', 'Vega-Ortiz')
    """
    if old.isupper() and (len(old) > 1 or len(new) == 1):
        return new.upper()
    return new.title() if old[:1].isupper() else new.lower()


def _plain(between: str) -> str:
    """Return what stands between two words without anything that could say who it is; a possessive stays."""
    ending = _ENDING.match(between)
    kept = ending.group() if ending else ""
    return kept + _BETWEEN.sub("", between[len(kept) :])


def _initials(start: int, end: int, text: str, whole: Written | None) -> list[tuple[int, int, str]]:
    """Return `TJ` as two initials where it cannot be a name, else the word as it is."""
    word = fold(text)
    if (
        len(text) == 2
        and text.isalpha()
        and not _in(word, "titles_before_a_surname", "other_titles", "letters_behind_a_name")
    ):
        known = whole is not None and (whole.first("given")[:1], whole.first("family")[:1]) == (word[:1], word[1:])
        if (known and not is_given(word)) or (text.isupper() and not _VOWELS & set(word)):
            return [(start, start + 1, word[:1]), (start + 1, end, word[1:])]
    return [(start, end, word or text.lower())]


def _is_kept(text: str, i: int, groups: list[tuple[int, int, str]]) -> bool:
    """Return whether a word says nothing of who it is: a title in front, letters behind, a particle between."""
    start, end, word = groups[i]
    if not text[start:end].isascii():
        return False
    title = _in(word, "titles_before_a_surname", "other_titles")
    if i == 0:
        return title and len(groups) > 1
    if (_in(word, "letters_behind_a_name") and (len(word) > 2 or text[start:end] != word)) or (
        _in(word, "particles") and i < len(groups) - 1
    ):
        return True
    return title and _in(groups[i - 1][2], "titles_before_a_surname", "other_titles")


def _in(word: str, *lists: str) -> bool:
    return any(word in stand_in_words(name) for name in lists)


def _alone_is_family(word: str, titled: bool, whole: Written | None) -> bool:
    if whole is not None and len([part for part in whole.parts if part.role != "kept"]) > 1:
        if word == whole.first("family"):
            return True
        if word == whole.first("given"):
            return False
    return titled or (is_family(word) and not is_given(word))
