"""A rule's guess that holds several names is parted where the model is sure of each."""

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
    between = [(a, b, text[a.end : b.start]) for a, b in pairwise(own)]
    if not all(_SMALL_WORDS.fullmatch(gap) for _, _, gap in between):
        return [span]
    if not any(_ENDS_A_NAME.match(gap) or a.entity_type != b.entity_type for a, b, gap in between):
        return [span]
    return [_part(span, part) for part in own]


def _part(span: Span, part: Span) -> Span:
    """Return a part of the rule's span: of its own kind, or of the kind that the model says."""
    if part.entity_type == span.entity_type:
        return span.but(start=part.start, end=part.end)
    return span.but(start=part.start, end=part.end, entity_type=part.entity_type, kind=None, label=None, canonical=None)
