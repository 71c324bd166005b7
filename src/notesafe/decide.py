"""Spans and a policy make decisions: which operator, with which parameters, for which span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from notesafe.entities import ENTITY_TYPES, tag_label
from notesafe.ledger import Ledger
from notesafe.operators import operator
from notesafe.operators.base import tag_text
from notesafe.policy import Policy, Rule
from notesafe.spans import Span

__all__ = ["Decision", "decide", "decide_series"]

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


def decide(
    text: str, spans: Sequence[Span], policy: Policy, *, ledger: Ledger | None = None, year: int | None = None
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
        year: The reference year for ages and for dates without a year.
    """
    return decide_series([(text, spans)], policy, ledger=ledger, year=year)[0]


def decide_series(
    notes: Sequence[tuple[str, Sequence[Span]]],
    policy: Policy,
    *,
    ledger: Ledger | None = None,
    year: int | None = None,
) -> list[list[Decision]]:
    """
    Return the decisions for several notes that belong together: numbers run through all of them.

    Args:
        notes: Each with its spans, as for `decide`; equal subjects mean the same person in all.
        policy: Names the operator for each.
        ledger: The memory of stand-ins and offsets, one for all; by default a fresh one.
        year: The reference year for ages and for dates without a year.
    """
    ledger = ledger if ledger is not None else Ledger()
    wholes = _wholes(notes)
    drafts = [
        [
            _draft(
                text, span, policy.hiding_rule_for(span.entity_type, span.kind), ledger, year, wholes.get(span.subject)
            )
            for span in spans
        ]
        for text, spans in notes
    ]
    numbers = _numbers([(text, draft) for (text, _), drawn in zip(notes, drafts, strict=True) for draft in drawn])
    return [
        [
            Decision(draft.span, draft.operator, {**draft.params, "number": numbers.get(_identity(text, draft))})
            for draft in drawn
        ]
        for (text, _), drawn in zip(notes, drafts, strict=True)
    ]


def _wholes(notes: Sequence[tuple[str, Sequence[Span]]]) -> dict[int | None, str]:
    """Return subject -> the fullest form of its name in the notes."""
    wholes: dict[int | None, str] = {}
    for text, span in ((text, span) for text, spans in notes for span in spans):
        surface = text[span.start : span.end]
        if span.entity_type == "PERSON" and span.subject is not None:
            best = wholes.get(span.subject, "")
            if (surface.count(" "), len(surface)) > (best.count(" "), len(best)):
                wholes[span.subject] = surface
    return wholes


def _draft(text: str, span: Span, rule: Rule, ledger: Ledger, year: int | None, whole: str | None) -> Decision:
    """Return the decision without a number in its tag."""
    params: dict[str, Any] = {
        "label": rule.label or _label(text, span, rule),
    }
    if rule.operator == "generalise":
        params |= {
            "to": rule.to,
            "words": rule.words,
            "canonical": span.canonical,
            "year": year,
            "birth": span.entity_type == "DATE_OF_BIRTH",
        }
    elif rule.operator == "shift_date":
        params |= {"days": ledger.days(), "reference_year": year}
    elif rule.operator == "surrogate":
        params |= {"ledger": ledger, "of": span.entity_type, "whole": whole}
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
    if draft.operator == "tag":
        return True
    if draft.operator != "generalise":
        return False
    surface = text[draft.span.start : draft.span.end]
    return bool(operator("generalise").operate(surface, draft.params) == tag_text(draft.params))


def _identity(text: str, draft: Decision) -> tuple[str, object]:
    """Return the label and who or what it is: the subject, or else the words themselves."""
    span = draft.span
    same = span.subject if span.subject is not None else " ".join(text[span.start : span.end].lower().split())
    return str(draft.params["label"]), same
