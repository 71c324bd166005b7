"""`Redaction`: what comes back from redacting one note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notesafe.spans import Span

__all__ = ["Flag", "RedactedSpan", "Redaction"]


@dataclass(frozen=True, slots=True)
class RedactedSpan:
    """A span that was rewritten, with its place in both texts. Holds no text."""

    span: Span
    """Offsets in the note."""
    operator: str
    """What was done."""
    new_start: int
    """First character of the replacement, in the redacted text."""
    new_end: int
    """One past its last character; equal to `new_start` where the span was removed."""

    @property
    def start(self) -> int:
        """First character in the note."""
        return self.span.start

    @property
    def end(self) -> int:
        """One past the last character in the note."""
        return self.span.end

    @property
    def entity_type(self) -> str:
        """What it is."""
        return self.span.entity_type

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: both pairs of offsets, type, kind, score, operator, sources."""
        return {
            "start": self.start,
            "end": self.end,
            "new_start": self.new_start,
            "new_end": self.new_end,
            "entity_type": self.entity_type,
            "kind": self.span.kind,
            "score": round(self.span.score, 3),
            "operator": self.operator,
            "sources": list(self.span.sources),
        }


@dataclass(frozen=True, slots=True, order=True)
class Flag:
    """Something in the redacted text that a person should look at. Holds no text."""

    start: int
    """First character, in the redacted text."""
    end: int
    """One past the last character."""
    reason: str
    """An entity type, or why the second look stopped here."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {"start": self.start, "end": self.end, "reason": self.reason}


@dataclass(frozen=True, slots=True, repr=False)
class Redaction:
    """
    A redacted note: `.text`, where it was changed, and what a person should still look at.

    Its repr, its report and its spans hold no word of the note.
    """

    text: str
    """The redacted text."""
    spans: tuple[RedactedSpan, ...]
    """What was rewritten, left to right."""
    flags: tuple[Flag, ...]
    """What a person should look at, left to right."""
    provenance: Mapping[str, Any]
    """Version; policy and model with their checksums; packs, and what was enabled; order of dates."""
    kept: tuple[Span, ...] = ()
    """What was found and left because the policy says so; offsets in the note."""

    def __repr__(self) -> str:
        return f"Redaction({len(self.text)} characters, {len(self.spans)} spans, {len(self.flags)} flags)"

    @property
    def needs_review(self) -> bool:
        """Whether a person should look before the text is passed on."""
        return bool(self.flags)

    def report(self) -> dict[str, Any]:
        """
        Return counts and provenance, without a word or an offset of the note.

        Keys: `spans` (count by entity type), `operators`, `sources` (count by
        rule), `flags` (count by reason), `needs_review`, `provenance`.
        """
        return {
            "spans": dict(sorted(Counter(span.entity_type for span in self.spans).items())),
            "operators": dict(sorted(Counter(span.operator for span in self.spans).items())),
            "sources": dict(sorted(Counter(name for span in self.spans for name in span.span.sources).items())),
            "flags": dict(sorted(Counter(flag.reason for flag in self.flags).items())),
            "needs_review": self.needs_review,
            "provenance": dict(self.provenance),
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the redacted text, the spans, the flags and the report as plain values, ready for JSON."""
        return {
            "text": self.text,
            "spans": [span.to_dict() for span in self.spans],
            "flags": [flag.to_dict() for flag in self.flags],
            "report": self.report(),
        }
