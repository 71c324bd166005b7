"""Read sentences that carry their own answer: `Called [[Gail H.]] today.`."""

from __future__ import annotations

import re

__all__ = ["parse_marks"]

_MARK = re.compile(r"\[\[|\]\]")


def parse_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """
    Return the sentence without its `[[…]]`, and the bounds of what stood between them.

    Strict: marks do not nest, and each opening one has its closing one.

    Raises:
        ValueError: The marks are unbalanced, nested or empty.

        >>> parse_marks("Called [[Gail H.]] today.")
        ('Called Gail H. today.', [(7, 14)])
    """
    pieces: list[str] = []
    bounds: list[tuple[int, int]] = []
    length, at, opened = 0, 0, -1
    for match in _MARK.finditer(marked):
        piece = marked[at : match.start()]
        pieces.append(piece)
        length += len(piece)
        at = match.end()
        if match.group() == "[[":
            if opened >= 0:
                raise ValueError("a mark opens inside another; close the first with ]]")
            opened = length
        else:
            if opened < 0:
                raise ValueError("]] without [[ before it")
            if opened == length:
                raise ValueError("[[]] marks nothing")
            bounds.append((opened, length))
            opened = -1
    if opened >= 0:
        raise ValueError("[[ without ]] after it")
    pieces.append(marked[at:])
    return "".join(pieces), bounds
