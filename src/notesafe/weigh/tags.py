"""Leave the tags of an earlier redaction alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from notesafe.entities import ENTITY_TYPES
from notesafe.spans import Span

__all__ = ["step_around_tags", "tag_bounds"]

_LABEL_WORDS = [
    "MOTHER",
    "FATHER",
    "STEPMOTHER",
    "STEPFATHER",
    "BROTHER",
    "SISTER",
    "STEPBROTHER",
    "STEPSISTER",
    "SON",
    "DAUGHTER",
    "STEPSON",
    "STEPDAUGHTER",
    "CHILD",
    "WIFE",
    "HUSBAND",
    "SPOUSE",
    "PARTNER",
    "EX_PARTNER",
    "CO_PARENT",
    "GIRLFRIEND",
    "BOYFRIEND",
    "GRANDMOTHER",
    "GRANDFATHER",
    "GRANDCHILD",
    "AUNT",
    "UNCLE",
    "COUSIN",
    "NIECE",
    "NEPHEW",
    "IN_LAW",
    "RELATIVE",
    "HOUSEHOLD",
    "FRIEND",
    "NEIGHBOR",
    "JUDGE",
    "PO",
    "ATTORNEY",
    "OFFICER",
    "OFFICIAL",
    "CASEWORKER",
    "GUARDIAN",
    "CHURCH",
    "BAR",
    "PARK",
    "MOTEL",
    "CLUB",
    "STORE",
    "HOSPITAL",
    "DETOX",
    "OPIOID_PROGRAM",
    "SOBER_LIVING",
    "OUTPATIENT_PROGRAM",
    "RESIDENTIAL_PROGRAM",
    "TREATMENT_PROGRAM",
    "DRUG_COURT",
    "FOOD_SERVICE",
    "RETAIL",
    "TRANSPORT_OR_WAREHOUSE",
    "TRADE",
    "ALCOHOL",
    "OPIOID",
    "MOUD",
    "MAUD",
    "OPIOID_REVERSAL",
    "WITHDRAWAL_ADJUNCT",
    "STIMULANT",
    "BENZODIAZEPINE",
    "SEDATIVE",
    "GABAPENTINOID",
    "CANNABIS",
    "SYNTHETIC_CANNABINOID",
    "EMPATHOGEN",
    "HALLUCINOGEN",
    "DISSOCIATIVE",
    "INHALANT",
    "KRATOM",
    "OTC_MISUSE",
    "STEROID",
    "NICOTINE",
    "ADULTERANT",
    "ANTIDEPRESSANT",
    "ANXIOLYTIC",
    "ANTIPSYCHOTIC",
    "MOOD_STABILIZER",
    "SMOKING_CESSATION",
    "OTHER_MEDICATION",
    "BEHAVIORAL",
    "POLYSUBSTANCE",
    "REDACTED",
]
_LABELS = frozenset(
    {row.tag for row in ENTITY_TYPES.values()}
    | set(ENTITY_TYPES)
    | {kind.upper() for row in ENTITY_TYPES.values() for kind in row.kinds}
    | set(_LABEL_WORDS)
)
_TAG = re.compile(r"\[([A-Z][A-Z_]{0,40}?)(?:_\d{1,4})?\]")


def tag_bounds(text: str) -> list[tuple[int, int]]:
    """
    Return the bounds of every tag that notesafe writes, such as `[PEER_2]`.

        >>> tag_bounds("[PEER_2] met [JOHN]")
        [(0, 8)]
    """
    return [match.span() for match in _TAG.finditer(text) if match[1] in _LABELS]


def step_around_tags(text: str, spans: Collection[Span]) -> list[Span]:
    """Return the spans without the characters of tags; what is left on either side stays if it has a letter or digit."""
    tags = tag_bounds(text)
    if not tags:
        return list(spans)
    return [piece for span in spans for piece in _pieces(text, span, tags)]


def _pieces(text: str, span: Span, tags: list[tuple[int, int]]) -> Iterator[Span]:
    inside = [(start, end) for start, end in tags if start < span.end and span.start < end]
    if not inside:
        yield span
        return
    at = span.start
    for start, end in [*inside, (span.end, span.end)]:
        piece = text[at:start]
        core = piece.strip(" \t\n,.;:()[]'\"-/")
        if any(c.isalnum() for c in core) and core.lower() not in ("s", "and", "the", "of", "at", "in"):
            first = at + piece.index(core)
            yield span.but(start=first, end=first + len(core))
        at = max(at, end)
