"""A rule's guess that holds several names, of people or of a person and a place, is parted where the model is sure of each."""

from __future__ import annotations

import re
from itertools import pairwise

from notesafe.spans import Span, SpanIndex

__all__ = ["part_by_model"]

_NAMED = frozenset({"PERSON", "LOCATION", "FACILITY", "HOME_GROUP", "ORGANIZATION"})
_GUESSES = frozenset(
    {
        "name_lexicon",
        "in_company",
        "spoken_to",
        "listed",
        "introduced",
        "role_cue",
        "roster",
        "title_case",
        "venue",
        "employer",
        "school",
        "facility",
        "home_group",
        "after_preposition",
    }
)
"""Finders that take running capitals for one name."""
_ENDS_A_NAME = re.compile(r"[,.;][ \n]|\n")
_SMALL_WORDS = re.compile(r"[\s,.;]*(?:(?:at|in|on|from|of|for|with|and|w/|@)[\s,.;]+)?(?:the[ ])?", re.IGNORECASE)


def part_by_model(text: str, span: Span, sure: SpanIndex) -> list[Span]:
    """
    Return a rule's name as the several that it is: `Adeyemi, Rory`, `Chuy. Keyshawn`, `Petrakis` at `Holy Names`.

    People are parted where a mark stands between them, people and places also at a small word. Only where what the model
    is sure of holds every other letter, so that nothing is uncovered.

    Args:
        text: The normalised note.
        span: What a rule found.
        sure: What the model is sure of.
    """
    if span.entity_type not in _NAMED or {source.partition("/")[0] for source in span.sources}.isdisjoint(_GUESSES):
        return [span]
    own = sorted(
        (part for part in sure.overlapping(span) if part.entity_type in _NAMED and span.covers(part)),
        key=lambda part: part.start,
    )
    if len(own) < 2 or all(part.entity_type != "PERSON" for part in own):
        return [span]
    if any(map(str.isalnum, text[span.start : own[0].start] + text[own[-1].end : span.end])):
        return [span]
    if not all(_SMALL_WORDS.fullmatch(text, a.end, b.start) for a, b in pairwise(own)):
        return [span]
    cuts = [
        (a.end, b.start)
        for a, b in pairwise(own)
        if a.entity_type != b.entity_type or _ENDS_A_NAME.match(text, a.end, b.start)
    ]
    if not cuts:
        return [span]
    bounds = list(zip((span.start, *(b for _, b in cuts)), (*(a for a, _ in cuts), span.end), strict=True))
    types = {part.start: part.entity_type for part in own}
    return [_part(span, start, end, types.get(start, span.entity_type)) for start, end in bounds]


def _part(span: Span, start: int, end: int, entity_type: str) -> Span:
    """Return a part of the rule's span; what the rule said of it, its role say, is true of the first of its type at most."""
    if start == span.start and entity_type == span.entity_type:
        return span.but(end=end)
    return span.but(start=start, end=end, entity_type=entity_type, kind=None, label=None, canonical=None)
