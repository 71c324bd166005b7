"""Why a stretch went or stayed: what spoke for it, what weighing did to it, what the policy said. Holds no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from notesafe.policy import Policy
from notesafe.spans import Span, SpanIndex
from notesafe.text import View
from notesafe.weigh import allow_category, is_suspicion

__all__ = ["Change", "Explanation", "Piece", "Record", "explain"]

_PROPAGATED = "propagated"
_DROPPED = {
    "tags": "inside a tag of an earlier redaction",
    "model": "a rule knows better what it is",
    "allow": "allow term",
    "everyday": "part of an everyday thing's name",
    "places": "nothing bears the model out",
}
_SUBSTANCES = frozenset({"SUBSTANCE", "MEDICATION"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence, as the finder gave it."""

    source: str
    """The finder or rule."""
    entity_type: str
    """What it took it for."""
    score: float
    """0-1, what it is worth alone."""
    start: int
    """First character in the note."""
    end: int
    """One past the last."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one step of weighing did."""

    step: str
    """The step's name in the chain."""
    what: str
    """In words: `vetoed: allow term (scale)`, `joined`, `trimmed` …"""
    entity_type: str
    """What it was taken for."""
    start: int
    """First character in the note, after the step if anything is left."""
    end: int
    """One past the last."""
    before: float | None
    """The score before the step, the best of those that were joined; None for what is new."""
    after: float | None
    """The score after it; None for what was dropped."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One stretch, and why it went or stayed."""

    start: int
    """First character in the note."""
    end: int
    """One past the last."""
    entity_type: str
    """What it was taken for in the end."""
    score: float
    """The final score, 0-1; 0 if nothing was left."""
    threshold: float
    """What the policy asks for this type."""
    hidden: bool
    """Whether it goes."""
    verdict: str
    """In a sentence: `hidden as PERSON: 0.83 >= 0.4`."""
    evidence: tuple[Piece, ...]
    """What spoke for it, by place."""
    changes: tuple[Change, ...]
    """What weighing did, in order."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return asdict(self)


class Record:
    """Watches the chain: the spans of the first note before and after each step."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, Sequence[Span], Sequence[Span]]] = []

    def __call__(self, name: str, before: Sequence[Sequence[Span]], after: Sequence[Sequence[Span]]) -> None:
        """Keep what a step did."""
        self.steps.append((name, before[0], after[0]))


def explain(
    view: View,
    candidates: Sequence[Span],
    steps: Iterable[tuple[str, Sequence[Span], Sequence[Span]]],
    weighed: Sequence[Span],
    hidden: Sequence[Span],
    policy: Policy,
) -> list[Explanation]:
    """
    Return an explanation for every stretch that was proposed or hidden, by place.

    Args:
        view: The note.
        candidates: What the finders proposed, offsets of `view.normal`.
        steps: What each step of the chain was given and gave, offsets of `view.normal`.
        weighed: What stood in the end, offsets of `view.text`.
        hidden: What goes, disjoint, offsets of `view.text`.
        policy: What chose.
    """
    evidence = [view.to_original(span) for span in candidates]
    changes = [change for name, before, after in steps for change in _changes(view, name, before, after)]
    places = [(change, Span(change.start, change.end, change.entity_type, 0)) for change in changes]
    gone = SpanIndex(hidden)
    rest = [span for span in (*evidence, *weighed, *(place for _, place in places)) if not gone.overlapping(span)]
    by_place, final = SpanIndex(evidence), SpanIndex(weighed)
    touched = SpanIndex(place for _, place in places)
    order: dict[Span, list[int]] = {}
    for number, (_, place) in enumerate(places):
        order.setdefault(place, []).append(number)
    out = []
    for stretch, goes in (*((span, True) for span in hidden), *((span, False) for span in _stretches(rest))):
        numbers = sorted({number for place in touched.overlapping(stretch) for number in order[place]})
        own = tuple(changes[number] for number in numbers)
        pieces = tuple(_piece(span) for span in by_place.overlapping(stretch))
        left = final.overlapping(stretch)
        out.append(_went(stretch, pieces, own, policy) if goes else _stayed(stretch, left, pieces, own, policy))
    return sorted(out, key=lambda e: (e.start, e.end))


def _piece(span: Span) -> Piece:
    return Piece(", ".join(span.sources), span.entity_type, span.score, span.start, span.end)


def _stretches(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield one span over each group of spans that overlap."""
    current: Span | None = None
    for span in sorted(spans):
        if current is not None and span.start < current.end:
            current = current.but(end=max(current.end, span.end))
        else:
            if current is not None:
                yield current
            current = span
    if current is not None:
        yield current


def _went(span: Span, pieces: tuple[Piece, ...], changes: tuple[Change, ...], policy: Policy) -> Explanation:
    threshold = _threshold(policy, span)
    verdict = f"hidden as {span.entity_type}: {_number(span.score)} >= {_number(threshold)}"
    if span.sources == (_PROPAGATED,):
        verdict = "hidden: propagated"
    return Explanation(span.start, span.end, span.entity_type, span.score, threshold, True, verdict, pieces, changes)


def _stayed(
    stretch: Span, left: Sequence[Span], pieces: tuple[Piece, ...], changes: tuple[Change, ...], policy: Policy
) -> Explanation:
    best = max(left, key=lambda span: (span.score, len(span)), default=None)
    dropped = max((c for c in changes if c.after is None), key=lambda c: c.before or 0, default=None)
    kept = [span for span in left if span.score >= _threshold(policy, span)]
    if kept:
        best = max(kept, key=lambda span: (span.score, len(span)))
        review = policy.rule_for(best.entity_type, best.kind).review
        verdict = f"kept by the profile {policy.name}" + (", for a person to look at" if review else "")
    elif dropped is not None and (best is None or best.score < (dropped.before or 0)):
        verdict = f"stayed: {dropped.what.removeprefix('vetoed: ').removeprefix('dropped: ')}"
    elif best is not None:
        verdict = f"stayed: {_number(best.score)} < {_number(_threshold(policy, best))}"
    else:
        verdict = "stayed: nothing was left of it"
    told = best or Span(stretch.start, stretch.end, dropped.entity_type if dropped else stretch.entity_type, 0)
    threshold = _threshold(policy, told)
    return Explanation(
        stretch.start, stretch.end, told.entity_type, told.score, threshold, False, verdict, pieces, changes
    )


def _threshold(policy: Policy, span: Span) -> float:
    rule = policy.rule_for(span.entity_type, span.kind)
    return policy.threshold if rule.threshold is None else rule.threshold


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _changes(view: View, step: str, before: Sequence[Span], after: Sequence[Span]) -> Iterator[Change]:
    """Yield what a step did, read off from what it was given and what it gave."""
    gone = list((Counter(before) - Counter(after)).elements())
    new = list((Counter(after) - Counter(before)).elements())
    if not gone and not new:
        return
    was, around = SpanIndex(span for span in gone if not is_suspicion(span)), SpanIndex(before)
    followed: set[Span] = set()
    for span in sorted(new):
        parents = [old for old in was.overlapping(span) if old.entity_type == span.entity_type]
        followed.update(parents)
        what = _what(step, parents, span)
        if what:
            yield _change(view, step, what, span, max((p.score for p in parents), default=None), span.score)
    for span in sorted(set(gone) - followed):
        yield _change(view, step, _dropped(view, step, span, around), span, span.score, None)


def _change(view: View, step: str, what: str, span: Span, before: float | None, after: float | None) -> Change:
    start, end = view.original_bounds(span.start, span.end)
    return Change(step, what, span.entity_type, start, end, before, after)


def _what(step: str, parents: Sequence[Span], span: Span) -> str:
    """Return in words how a span came from its parents; "" if only its number changed."""
    if not parents:
        return "propagated from a sure mention" if step == "propagate" else "added"
    if len(parents) > 1:
        return "joined"
    old = parents[0]
    told = []
    if (old.start, old.end) != (span.start, span.end):
        told.append("trimmed" if old.covers(span) else "widened")
    was = round(old.score, 3)
    if span.score < was:
        silent = step == "model" and old.sources != ("model",)
        told.append("weakened: the model marks nothing there" if silent else "weakened")
    elif span.score > was:
        told.append("strengthened")
    if (old.kind, old.label) != (span.kind, span.label):
        told.append("given the role of its other mentions")
    return ", ".join(told)


def _dropped(view: View, step: str, span: Span, around: SpanIndex) -> str:
    """Return in words why a step dropped a span."""
    if step == "allow":
        category = allow_category(view.normal[span.start : span.end])
        return f"vetoed: allow term ({category})"
    if step == "model" and is_suspicion(span):
        return "dropped: the model only suspects it"
    if step == "people":
        others = around.overlapping(span)
        if span.entity_type == "PERSON" and any(o.entity_type in _SUBSTANCES for o in others):
            return "dropped: shadowed by a substance"
        if span.entity_type in _SUBSTANCES:
            return "dropped: shadowed by a name"
    return f"dropped: {_DROPPED.get(step, 'by the step ' + step)}"
