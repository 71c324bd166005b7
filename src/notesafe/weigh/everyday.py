"""Ordinary things named after a substance are none: root beer, a liquor store, an ice machine."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from notesafe.lexicons import everyday_things
from notesafe.spans import Span
from notesafe.terms import TermTree

__all__ = ["drop_everyday"]

_PARTED = re.compile(r"\n| -|- ")
"""Smoked ice - chest pain; a line that ends with ice: two things, not one."""
_TYPES = frozenset({"SUBSTANCE", "MEDICATION"})


def drop_everyday(text: str, spans: Collection[Span]) -> list[Span]:
    """Return the spans without the substances that are only a part of such a thing's name; what the caller knows stays."""
    if not any(span.entity_type in _TYPES for span in spans):
        return list(spans)
    things = [(start, end) for start, end, _ in _things().find(text) if not _PARTED.search(text, start, end)]
    return [
        span
        for span in spans
        if span.entity_type not in _TYPES
        or "known" in span.sources
        or not any(start <= span.start and span.end <= end for start, end in things)
    ]


@lru_cache(maxsize=1)
def _things() -> TermTree:
    tree = TermTree()
    for thing in everyday_things():
        tree.add(thing, True)
    return tree
