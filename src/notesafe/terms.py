"""A tree of terms: one walk over the words of a note finds them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["TermTree", "Tokens"]

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_LEAF = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and signs of a text, in lower case, but for hyphens; read once for many trees."""

    words: Sequence[str]
    bounds: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Return the tokens of *text*."""
        matches = [match for match in _TOKEN.finditer(text) if match.group() != "-"]
        return cls([match.group().lower() for match in matches], [match.span() for match in matches])


class TermTree:
    """
    Terms, found whole-word and in any case, longest first.

    Blanks, hyphens and line ends between the words of a term may differ:
    `crack cocaine`, `crack-cocaine` and `crack\\ncocaine` are one term.
    """

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, term: str, value: object) -> None:
        """Make the tree give *value* where *term* stands; a second value for a term replaces the first."""
        node = self._root
        for token in _tokens(term):
            node = node.setdefault(token, {})
        if node is not self._root:
            node[_LEAF] = value

    def find(self, text: str | Tokens) -> list[tuple[int, int, Any]]:
        """Return start, end and value of each term in *text*; none overlaps another."""
        tokens = Tokens.of(text) if isinstance(text, str) else text
        words, bounds, root = tokens.words, tokens.bounds, self._root
        found: list[tuple[int, int, Any]] = []
        free = 0
        for at in [number for number, word in enumerate(words) if word in root]:
            if at < free:
                continue
            node: Any = root
            for i in range(at, len(words)):
                node = node.get(words[i])
                if node is None:
                    break
                if _LEAF in node:
                    best = (bounds[at][0], bounds[i][1], node[_LEAF])
                    free = i + 1
            if free > at:
                found.append(best)
        return found


def _tokens(term: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(term) if token != "-"]  # noqa: S105 - a word, not a password
