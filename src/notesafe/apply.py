"""Cut the note at its spans and put the replacements in, once, left to right."""

from __future__ import annotations

from collections.abc import Sequence

from notesafe.decide import Decision
from notesafe.operators import operator
from notesafe.redaction import RedactedSpan

__all__ = ["apply_decisions"]


def apply_decisions(text: str, decisions: Sequence[Decision]) -> tuple[str, list[RedactedSpan]]:
    """
    Return the rewritten text, and where each span stood before and stands after.

    Every character outside the spans is the caller's own.

    Args:
        text: The note.
        decisions: For disjoint spans, sorted by start.

    Raises:
        ValueError: Two spans overlap, are out of order, or end past the text.
    """
    pieces: list[str] = []
    done: list[RedactedSpan] = []
    at = length = 0
    for decision in decisions:
        span = decision.span
        if span.start < at or span.end > len(text):
            raise ValueError("apply: spans must be disjoint, sorted and inside the text")
        between = text[at : span.start]
        new = operator(decision.operator).operate(text[span.start : span.end], decision.params)
        pieces += (between, new)
        length += len(between)
        done.append(RedactedSpan(span, decision.operator, length, length + len(new)))
        length += len(new)
        at = span.end
    pieces.append(text[at:])
    return "".join(pieces), done
