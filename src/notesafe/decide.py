"""Spans and a policy make decisions: which operator, with which parameters, for which span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from notesafe.dates import Order
from notesafe.entities import ENTITY_TYPES, tag_label
from notesafe.ledger import Ledger, Memory
from notesafe.operators import operator
from notesafe.operators.base import tag_text
from notesafe.policy import Policy, Rule
from notesafe.spans import Span

__all__ = ["Decision", "Undecided", "decide", "decide_series"]

# Nobody is known to count days of recovery before this age; "sober since 1951" says an age as a birth year does.
_LEAST_AGE = {"SOBRIETY_DATE": 15}

# The kind of a facility or employer, by the words of its name; the first that fits.
_KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "FACILITY": (
        ("HOSPITAL", r"hospital|medical cent|\ber\b|emergency|infirmary|general\b|\bward\b|\bunit\b"),
        ("DETOX", r"detox|withdrawal"),
        ("OPIOID_PROGRAM", r"methadone|\botp\b|\bctc\b|comprehensive treatment|suboxone"),
        ("SOBER_LIVING", r"sober|oxford house|halfway|transitional|\bhouse\b|\bhome\b"),
        ("OUTPATIENT_PROGRAM", r"\biop\b|\bphp\b|outpatient|counsel|clinic|behavio|health|day program"),
        ("RESIDENTIAL_PROGRAM", r"residential|recovery|ranch|lodge|rehab|treatment|haven|ridge|springs"),
        ("TREATMENT_PROGRAM", r""),
    ),
    "ORGANIZATION": (
        ("DRUG_COURT", r"drug court|treatment court|wellness court|veterans"),
        ("COURT", r"court"),
        ("SCHOOL", r"school|elementary|middle|high\b|academy|college|universit|\bstate\b"),
        ("FOOD_SERVICE", r"diner|restaurant|cafe|grill|pizza|bakery|coffee|kitchen|mcdonald|burger|taco"),
        ("RETAIL", r"market|store|walmart|target|depot|grocer|foods|mart\b"),
        ("TRANSPORT_OR_WAREHOUSE", r"warehouse|amazon|freight|trucking|transit|logistics|uber|ups\b|fedex"),
        ("TRADE", r"auto|construction|roofing|electric|plumb|landscap|local \d+|welding|garage"),
        ("AGENCY", r"\bdepartment|\bdhs|\bdcf|agency|police|sheriff|probation|district|services"),
        ("EMPLOYER", r""),
    ),
    "LOCATION": (
        ("CHURCH", r"church|lutheran|baptist|methodist|temple|mosque|chapel|\bst\b|saint|cathedral|unity"),
        ("BAR", r"\bbar\b|tavern|pub\b|saloon|lounge|brew"),
        ("PARK", r"park|beach|lake|river|trail|forest"),
        ("MOTEL", r"motel|hotel|\binn\b|lodge"),
        ("CLUB", r"club|hall"),
        ("STORE", r"store|mart|mall|market|station"),
        ("PLACE", r""),
    ),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One span and what is to be done with it."""

    span: Span
    operator: str
    """A name from `notesafe.operators.OPERATORS`."""
    params: dict[str, Any] = field(default_factory=dict, repr=False)
    """What the operator is given; may hold the ledger, so it is never shown."""


@dataclass(frozen=True, slots=True, repr=False)
class _Setting:
    """What all spans of a note have in common."""

    memory: Memory
    codes: bool
    year: int | None
    anchor: date | None
    order: Order


def decide(
    text: str,
    spans: Sequence[Span],
    policy: Policy,
    *,
    ledger: Memory | None = None,
    codes: bool = False,
    names: Mapping[int, str] | None = None,
    year: int | None = None,
    anchor: date | None = None,
    order: Order = "mdy",
) -> list[Decision]:
    """
    Return a decision for each span, in order.

    Tags are numbered left to right, and only where a note has two of a label:
    one sponsor is `[SPONSOR]`, two peers are `[PEER_1]` and `[PEER_2]`. The same
    person, place or group keeps its number.

    Args:
        text: The note that the offsets of *spans* count in.
        spans: Disjoint and sorted, as `merge_spans` returns them.
        policy: Names the operator for each.
        ledger: The memory of stand-ins and offsets; by default a fresh one.
        codes: Whether `code` takes its numbers from the ledger; else it tags.
        names: Subject of a span -> full name, for people the caller knows.
        year: The reference year for ages and for dates without a year.
        anchor: The note's own date.
        order: Which number comes first in 3/4/21.
    """
    note = Undecided(text, spans, ledger if ledger is not None else Ledger().at(), anchor)
    return decide_series([note], policy, codes=codes, names=names, year=year, order=order)[0]


@dataclass(frozen=True, slots=True, repr=False)
class Undecided:
    """A note, what goes from it, and what its decisions are taken from."""

    text: str
    spans: Sequence[Span]
    """Disjoint and sorted, with the offsets of *text*; equal subjects mean the same person in all notes of a series."""
    memory: Memory
    """Of stand-ins and offsets."""
    anchor: date | None = None
    """The note's own date."""


def decide_series(
    notes: Sequence[Undecided],
    policy: Policy,
    *,
    codes: bool = False,
    names: Mapping[int, str] | None = None,
    year: int | None = None,
    order: Order = "mdy",
) -> list[list[Decision]]:
    """
    Return the decisions for several notes that belong together: numbers run through all of them.

    Args:
        notes: In the order in which tags are numbered.
        policy: Names the operator for each span.
        codes: As for `decide`.
        names: As for `decide`.
        year: As for `decide`.
        order: As for `decide`.
    """
    wholes = _wholes(notes)
    for subject, name in (names or {}).items():
        wholes[subject] = name
    drafts: list[list[Decision]] = []
    for note in notes:
        setting = _Setting(note.memory, codes, year, note.anchor, order)
        drafts.append(
            [
                _draft(
                    note.text,
                    span,
                    policy.hiding_rule_for(span.entity_type, span.kind),
                    setting,
                    wholes.get(span.subject),
                )
                for span in note.spans
            ]
        )
    numbers = _numbers([(note.text, draft) for note, drawn in zip(notes, drafts, strict=True) for draft in drawn])
    return [
        [
            Decision(draft.span, draft.operator, {"number": numbers.get(_identity(note.text, draft)), **draft.params})
            for draft in drawn
        ]
        for note, drawn in zip(notes, drafts, strict=True)
    ]


def _wholes(notes: Sequence[Undecided]) -> dict[int | None, str]:
    """Return subject -> the fullest form of its name in the notes."""
    wholes: dict[int | None, str] = {}
    for text, span in ((note.text, span) for note in notes for span in note.spans):
        surface = text[span.start : span.end]
        if span.entity_type == "PERSON" and span.subject is not None:
            best = wholes.get(span.subject, "")
            if (surface.count(" "), len(surface)) > (best.count(" "), len(best)):
                wholes[span.subject] = surface
    return wholes


def _draft(text: str, span: Span, rule: Rule, setting: _Setting, whole: str | None) -> Decision:
    """Return the decision without a number in its tag, unless the ledger gives it."""
    params: dict[str, Any] = {
        "label": rule.label or _label(text, span, rule),
    }
    least_age = _LEAST_AGE.get(span.entity_type, 0)
    if rule.operator == "generalise":
        params |= {
            "to": rule.to,
            "words": rule.words,
            "canonical": span.canonical,
            "year": setting.year,
            "birth": span.entity_type == "DATE_OF_BIRTH",
            "least_age": least_age,
        }
    elif rule.operator == "shift_date":
        params |= {
            "days": setting.memory.days(),
            "reference_year": setting.year,
            "anchor": setting.anchor,
            "order": setting.order,
            "least_age": least_age,
        }
    elif rule.operator == "surrogate":
        params |= {"ledger": setting.memory, "of": span.entity_type, "whole": whole}
    elif rule.operator == "code" and setting.codes:
        params["number"] = setting.memory.number(text[span.start : span.end], str(params["label"]))
    return Decision(span, rule.operator, params)


def _label(text: str, span: Span, rule: Rule) -> str:
    """Return the word for the tag: the role of a person, the kind of a place, else the table's."""
    if rule.to == "kind" and span.entity_type in _KINDS:
        name = text[span.start : span.end].lower()
        return next(label for label, words in _KINDS[span.entity_type] if re.search(words, name))
    if span.entity_type == "PERSON" and span.kind:
        return (span.label if span.kind in ("relative", "official") else None) or span.kind.upper()
    if span.entity_type == "ORGANIZATION" and span.kind:
        return span.kind.upper()
    return tag_label(span.entity_type)


def _numbers(drafts: Iterable[tuple[str, Decision]]) -> dict[tuple[str, object], int]:
    """Return label and identity -> number, for the labels that have more than one identity."""
    seen: dict[str, dict[object, int]] = {}
    for text, draft in drafts:
        row = ENTITY_TYPES.get(draft.span.entity_type)
        if row is None or not row.numbered or not _writes_tag(text, draft):
            continue
        label, identity = _identity(text, draft)
        members = seen.setdefault(label, {})
        members.setdefault(identity, len(members) + 1)
    return {
        (label, identity): number
        for label, members in seen.items()
        if len(members) > 1
        for identity, number in members.items()
    }


def _writes_tag(text: str, draft: Decision) -> bool:
    """Return whether the operator ends up writing the tag, as it may when it cannot do better."""
    if draft.operator in ("tag", "code"):
        return "number" not in draft.params
    if draft.operator != "generalise":
        return False
    surface = text[draft.span.start : draft.span.end]
    return bool(operator("generalise").operate(surface, draft.params) == tag_text(draft.params))


def _identity(text: str, draft: Decision) -> tuple[str, object]:
    """Return the label and who or what it is: the subject, or else the words themselves."""
    span = draft.span
    same = span.subject if span.subject is not None else " ".join(text[span.start : span.end].lower().split())
    return str(draft.params["label"]), same
