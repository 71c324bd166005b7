"""The steps of weighing, by name, in order; each can be watched without changing what it does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from notesafe.spans import Span
from notesafe.weigh.allow import drop_allowed
from notesafe.weigh.dates import join_dates
from notesafe.weigh.everyday import drop_everyday
from notesafe.weigh.identities import identify_series
from notesafe.weigh.model import settle_model
from notesafe.weigh.people import join_people
from notesafe.weigh.places import settle_places
from notesafe.weigh.propagate import propagate_series
from notesafe.weigh.tags import step_around_tags
from notesafe.weigh.widen import widen
from notesafe.words import Word

__all__ = ["STEPS", "Note", "Step", "Watch", "run_chain"]

Spans = list[list[Span]]
"""The spans of each note of a series."""
Watch = Callable[[str, Sequence[Sequence[Span]], Sequence[Sequence[Span]]], None]
"""Called after each step with its name, the spans before it and those after it."""


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    """A note as the steps see it."""

    text: str
    """Normalised."""
    words: Sequence[Word]
    asked: bool
    """Whether notesafe's own model read it, so that its silence counts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One pure function of the chain: from the notes of a series and their spans to their spans."""

    name: str
    run: Callable[[Sequence[Note], Spans], Spans]


def _each(name: str, run: Callable[[Note, list[Span]], list[Span]]) -> Step:
    """Return a step that looks at one note at a time."""
    return Step(name, lambda notes, spans: [run(note, found) for note, found in zip(notes, spans, strict=True)])


STEPS: tuple[Step, ...] = (
    _each("tags", lambda note, spans: step_around_tags(note.text, spans)),
    _each("model", lambda note, spans: settle_model(note.text, spans, asked=note.asked)),
    _each("allow", lambda note, spans: drop_allowed(note.text, spans)),
    _each("everyday", lambda note, spans: drop_everyday(note.text, spans)),
    _each("people", lambda note, spans: join_people(note.text, note.words, spans)),
    _each("places", lambda note, spans: settle_places(note.text, note.words, spans)),
    _each("widen", lambda note, spans: widen(note.text, note.words, spans)),
    _each("dates", lambda note, spans: join_dates(note.text, spans)),
    Step("identify", lambda notes, spans: identify_series([note.text for note in notes], spans)),
    Step(
        "propagate",
        lambda notes, spans: propagate_series([note.text for note in notes], [note.words for note in notes], spans),
    ),
    Step("roles", lambda notes, spans: identify_series([note.text for note in notes], spans)),
)
"""In order. Those of one note each, then those that look at a whole series."""


def run_chain(notes: Sequence[Note], spans: Sequence[Collection[Span]], watch: Watch | None = None) -> Spans:
    """
    Return the spans of each note after every step.

    Args:
        notes: Those that belong together; most often one.
        spans: What every recognizer found in each.
        watch: Told of every step; it is given the very lists, and must not change them.
    """
    now = [list(found) for found in spans]
    for step in STEPS:
        before, now = now, step.run(notes, now)
        if watch is not None:
            watch(step.name, before, now)
    return now
