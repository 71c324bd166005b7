"""What the labels of a gold standard mean for scoring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from notesafe.entities import ENTITY_TYPES
from notesafe.errors import nearest

__all__ = ["LABELS", "Label", "label_of"]


@dataclass(frozen=True, slots=True)
class Label:
    """One label: the class it is counted under, and what hiding or leaving it means."""

    name: str
    group: str
    """people, places, facilities, organisations, contacts, numbers, dates, ages, substances, quasi, neutral."""
    counts: Literal["direct", "substance", "quasi", "neutral"]
    """`direct`: must be hidden; `substance`: counted apart; `quasi`: scored apart; `neutral`: neither expected nor wrong."""
    risk: float
    """Weight in the risk-weighted recall: 1 for what names a person by itself, less for what narrows."""


# Risk weights: docs/design.md, "How we measure".
_ROWS = (
    Label("PERSON", "people", "direct", 1.0),
    Label("LOCATION", "places", "direct", 0.5),
    Label("FACILITY", "facilities", "direct", 0.6),
    Label("ORG", "organisations", "direct", 0.5),
    Label("DATE", "dates", "direct", 0.4),
    Label("AGE_90", "ages", "direct", 0.4),
    Label("PHONE", "contacts", "direct", 1.0),
    Label("EMAIL", "contacts", "direct", 1.0),
    Label("URL", "contacts", "direct", 0.7),
    Label("HANDLE", "contacts", "direct", 1.0),
    Label("ID", "numbers", "direct", 1.0),
    Label("SUBSTANCE", "substances", "substance", 0.2),
    Label("AGE", "ages", "neutral", 0.0),
    Label("QUASI", "quasi", "quasi", 0.3),
    Label("OTHER", "neutral", "neutral", 0.0),
)
LABELS: dict[str, Label] = {row.name: row for row in _ROWS}
"""The labels of notesafe's own gold standard."""

# Entity types, of notesafe and of stock Presidio, under the label they are counted as.
_ALIASES = {
    "ADDRESS": "LOCATION", "ZIP_CODE": "LOCATION", "GPE": "LOCATION", "LOC": "LOCATION", "HOME_GROUP": "FACILITY",
    "HOSPITAL": "FACILITY", "ORGANIZATION": "ORG", "DATE_TIME": "DATE", "DATE_OF_BIRTH": "DATE", "SOBRIETY_DATE": "DATE",
    "PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "EMAIL", "USERNAME": "HANDLE", "IP_ADDRESS": "ID", "MEDICATION": "SUBSTANCE",
    "DRUG": "SUBSTANCE", "NAME": "PERSON", "PATIENT": "PERSON", "STAFF": "PERSON", "CLEAN_TIME": "OTHER",
    "FELLOWSHIP": "OTHER", "LEVEL_OF_CARE": "OTHER", "DIAGNOSIS": "OTHER", "TEST_RESULT": "OTHER", "DOSE": "OTHER",
    "BEHAVIORAL_ADDICTION": "OTHER", "OCCUPATION": "QUASI", "DEMOGRAPHIC": "QUASI", "UNIQUE_EVENT": "QUASI",
    "QUOTED_POST": "QUASI", "UNKNOWN_TOKEN": "OTHER", "ATTACHMENT": "ID", "NRP": "OTHER", "US_DRIVER_LICENSE": "ID",
}  # fmt: skip


def label_of(name: str) -> Label:
    """
    Return the label called *name*; entity types of notesafe and Presidio are known too.

    Raises:
        ValueError: There is no such label; the message names the nearest.

        >>> label_of("PHONE_NUMBER").group
        'contacts'
    """
    upper = name.strip().upper()
    known = LABELS.get(upper) or LABELS.get(_ALIASES.get(upper, ""))
    if known is None and upper in ENTITY_TYPES:
        known = LABELS["ID"]  # the rest of the table is numbers and codes
    if known is None:
        raise ValueError(f"unknown label '{name}'.{nearest(upper, [*LABELS, *_ALIASES, *ENTITY_TYPES])}")
    return known
