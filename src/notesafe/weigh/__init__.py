"""
Decide with context which candidates stand, what they are, and who is who.

`weigh` is a chain of pure functions over spans: each takes the note and the
spans, and returns spans.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from notesafe.spans import Span
from notesafe.weigh.allow import drop_allowed
from notesafe.weigh.dates import join_dates
from notesafe.weigh.identities import identify
from notesafe.weigh.model import settle_model
from notesafe.weigh.people import join_people
from notesafe.weigh.places import settle_places
from notesafe.weigh.propagate import propagate
from notesafe.weigh.tags import step_around_tags
from notesafe.words import Word

__all__ = ["weigh"]


def weigh(text: str, spans: Collection[Span], words: Sequence[Word], *, asked: bool = False) -> list[Span]:
    """
    Return the spans that stand, with final scores, roles and subjects.

    Args:
        text: The normalised note.
        spans: What every recognizer found in it.
        words: Its words, as the finders read them.
        asked: Whether notesafe's own model read the note, so that its silence counts.
    """
    spans = step_around_tags(text, spans)
    spans = settle_model(text, spans, asked=asked)
    spans = drop_allowed(text, spans)
    spans = join_people(text, words, spans)
    spans = settle_places(text, words, spans)
    spans = join_dates(text, spans)
    spans = propagate(text, words, spans)
    return identify(text, spans)
