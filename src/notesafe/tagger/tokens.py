"""Cut a text into the tokens that the model labels: words, numbers, single marks, and line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BLANK_LINE", "LINE_END", "Token", "read_tokens"]

LINE_END = "\n"
BLANK_LINE = "\n\n"
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_|\n\s*")
_LONGEST = 40  # characters; longer runs are cut, so that no token grows without bound


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a single mark or a line end."""

    start: int
    end: int
    text: str


def read_tokens(text: str) -> list[Token]:
    r"""
    Return the tokens of *text*, in order; blanks between them are dropped, line ends kept.

        >>> [token.text for token in read_tokens("Bob's at 5.\n\nBye")]
        ['Bob', "'", 's', 'at', '5', '.', '\n\n', 'Bye']
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        found = match.group()
        if found[0] == "\n":
            tokens.append(Token(start, end, BLANK_LINE if found.count("\n") > 1 else LINE_END))
            continue
        for at in range(start, end, _LONGEST):
            stop = min(end, at + _LONGEST)
            tokens.append(Token(at, stop, text[at:stop]))
    return tokens
