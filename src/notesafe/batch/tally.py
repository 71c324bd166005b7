"""What is counted of each document: types, operators, flags and what could be joined with other data; never a word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from notesafe.redaction import Redaction
from notesafe.regions import region_of
from notesafe.spans import Span

__all__ = ["QUASI", "Tally", "quasi_of"]

QUASI = ("age", "state", "occupation", "substance class", "legal status", "level of care", "rare trait", "public event")
"""The columns of the quasi-identifier table, as far as spans and flags tell them."""
_LEGAL = frozenset({"CASE_NUMBER", "INMATE_NUMBER"})
_MENTIONED = "mentioned"


@dataclass(slots=True, repr=False)
class Tally:
    """Counts over documents. Merges; turns into JSON and back."""

    documents: int = 0
    characters: int = 0
    spans: Counter[str] = field(default_factory=Counter)
    """`TYPE operator` -> how many."""
    kept: Counter[str] = field(default_factory=Counter)
    """Type -> how many were found and left."""
    flags: Counter[str] = field(default_factory=Counter)
    review: list[tuple[str, list[str]]] = field(default_factory=list)
    """Documents that need a person, and for what reasons."""
    quasi: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    """Whose (a keyed digest, "" if it is not known), what of `QUASI` can be read, and in which document."""
    part2: int = 0
    """Documents that say they are records under 42 CFR Part 2."""
    dropped: Counter[str] = field(default_factory=Counter)
    """What was not carried over, in general words."""

    def add(self, name: str, text: str, result: Redaction, subject: str) -> None:
        """Count one document."""
        self.documents += 1
        self.characters += len(text)
        self.spans.update(f"{span.entity_type} {span.operator}" for span in result.spans)
        self.kept.update(span.entity_type for span in result.kept)
        reasons = Counter(flag.reason for flag in result.flags)
        self.flags.update(reasons)
        if reasons:
            self.review.append((name, sorted(reasons)))
        self.quasi.append((subject, quasi_of(text, result), name))

    def plain(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "documents": self.documents,
            "characters": self.characters,
            "spans": dict(self.spans),
            "kept": dict(self.kept),
            "flags": dict(self.flags),
            "review": self.review,
            "quasi": self.quasi,
            "part2": self.part2,
            "dropped": dict(self.dropped),
        }


def quasi_of(text: str, result: Redaction) -> dict[str, str]:
    """
    Return what a reader of the output can tell of the person: each value out of a short, closed list.

    Ages become bands of ten years, states their region's state name, substances
    their class; all else is `mentioned`. No value is a word of the note but the name of a state.
    """
    told: dict[str, set[str]] = {}

    def tell(name: str, value: str | None) -> None:
        if value:
            told.setdefault(name, set()).add(value)

    visible = [(span, text[span.start : span.end]) for span in result.kept]
    visible += [(s.span, result.text[s.new_start : s.new_end]) for s in result.spans if s.operator == "generalise"]
    for span, shown in visible:
        if span.entity_type == "AGE":
            tell("age", _band(shown))
        elif span.entity_type == "LOCATION":
            tell("state", shown.strip().title() if region_of(shown) else None)
        elif span.entity_type in ("SUBSTANCE", "MEDICATION"):
            tell("substance class", _class_of(span))
        elif span.entity_type == "OCCUPATION":
            tell("occupation", _MENTIONED)
        elif span.entity_type == "LEVEL_OF_CARE":
            tell("level of care", _MENTIONED)
        elif span.entity_type == "DEMOGRAPHIC":
            tell("rare trait", _MENTIONED)
        elif span.entity_type == "UNIQUE_EVENT":
            tell("public event", _MENTIONED)
    for span in [*result.kept, *(s.span for s in result.spans if s.new_end > s.new_start)]:
        if span.entity_type in _LEGAL or span.kind in ("official", "court"):
            tell("legal status", _MENTIONED)
    return {name: ", ".join(sorted(values)) for name, values in sorted(told.items())}


def _band(shown: str) -> str | None:
    found = re.search(r"\d{1,3}", shown)
    if found is None:
        return None
    low = int(found[0]) // 10 * 10
    return "90 or over" if low >= 90 else f"{low}-{low + 9}"


def _class_of(span: Span) -> str:
    """Return the class before the colon of `OPIOID:fentanyl`."""
    return (span.canonical or "").partition(":")[0].lower() or _MENTIONED
