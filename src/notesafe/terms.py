"""A tree of terms: one walk over the words of a note finds them all."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["TermTree"]

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_LEAF = ""


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

    def find(self, text: str) -> list[tuple[int, int, Any]]:
        """Return start, end and value of each term in *text*; none overlaps another."""
        found: list[tuple[int, int, Any]] = []
        matches = [match for match in _TOKEN.finditer(text) if match.group() != "-"]
        words = [match.group().lower() for match in matches]
        at = 0
        while at < len(words):
            node: Any = self._root
            best = None
            for i in range(at, len(words)):
                node = node.get(words[i])
                if node is None:
                    break
                if _LEAF in node:
                    best = (i, node[_LEAF])
            if best is None:
                at += 1
            else:
                found.append((matches[at].start(), matches[best[0]].end(), best[1]))
                at = best[0] + 1
        return found


def _tokens(term: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(term) if token != "-"]  # noqa: S105 - a word, not a password
