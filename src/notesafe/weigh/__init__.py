"""
Decide with context which candidates stand, what they are, and who is who.

`weigh` is a chain of pure functions over spans: each takes the note and the
spans, and returns spans. The chain, by name, is in `chain`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from notesafe.spans import Span
from notesafe.weigh.allow import allow_category
from notesafe.weigh.chain import Note, Watch, run_chain
from notesafe.weigh.model import is_suspicion
from notesafe.words import Word

__all__ = ["Note", "Watch", "allow_category", "is_suspicion", "weigh", "weigh_series"]


def weigh(
    text: str, spans: Collection[Span], words: Sequence[Word], *, asked: bool = False, watch: Watch | None = None
) -> list[Span]:
    """
    Return the spans that stand, with final scores, roles and subjects.

    Args:
        text: The normalised note.
        spans: What every recognizer found in it.
        words: Its words, as the finders read them.
        asked: Whether notesafe's own model read the note, so that its silence counts.
        watch: Told of every step of the chain.
    """
    return weigh_series([Note(text, words, asked)], [spans], watch=watch)[0]


def weigh_series(
    notes: Sequence[Note], spans: Sequence[Collection[Span]], *, watch: Watch | None = None
) -> list[list[Span]]:
    """
    Return the spans that stand in each of several notes that belong together.

    A sure mention in one marks every mention in all, and a person has one
    subject and one role in all. What stands does not depend on the order.
    """
    return run_chain(notes, spans, watch)
