"""A person who goes by one letter in a note goes by it wherever the letter stands alone in that note."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from notesafe.spans import Span

__all__ = ["find_letters"]

_LETTER = re.compile(r"(?<![\w'\u2019&/.-])([^\W\d_])(?=[\W_]|\Z)(?!['\u2019](?!s\b))(?![&/]|[-.]?\w|\s?[:=])")
# What makes a letter behind it a grade, a virus, a room (a lone capital), or the rest of a contraction (a lone small one).
_OTHERWISE = re.compile(
    r"(?:\b(?:vit(?:amin)?s?|hep(?:atitis)?|plan|type|group|grp|step|grade|schedule|unit|room|rm|bed|window|section|part|axis|cluster|"
    r"tier|level|phase|option|class|form|line|gate|exit|bus|wing|pod|cell|factor|peer|person|option|side|team|letter|drug)s?"
    r"|\d|[=<>#/*])[ .\n]*\Z",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(
    r"\b(?:don|won|can|isn|wasn|didn|doesn|couldn|wouldn|shouldn|ain|aren|weren|haven|hasn|hadn|it|that|he|she|what|who|where|"
    r"there|here|let|i|we|you|they|mom|dad|one|everybody|somebody|nobody)[ ]\Z",
    re.IGNORECASE,
)
_NEVER = frozenset("aiounAI")  # a, I, oh, you, and
_LOOK = 24  # characters before that are looked at


def find_letters(text: str, spans: Collection[Span]) -> Iterator[tuple[int, int, Span]]:
    """
    Yield the bounds of each lone letter that is a person elsewhere in *text*, and that person's span.

    Args:
        text: The normalised note.
        spans: What was taken in it. A capital is looked for as a capital, a small letter as a small one.
    """
    named: dict[str, Span] = {}
    for span in sorted(spans, key=Span.order):
        letters = [sign for sign in text[span.start : span.end] if sign.isalnum()]
        if span.entity_type == "PERSON" and len(letters) == 1 and letters[0] not in _NEVER:
            named.setdefault(letters[0], span)
    if not named:
        return
    for match in _LETTER.finditer(text):
        origin = named.get(match[1])
        before = text[max(0, match.start() - _LOOK) : match.start()]
        if origin is None or _OTHERWISE.search(before) or (match[1].islower() and _CONTRACTED.search(before)):
            continue
        yield match.start(), match.end(), origin
