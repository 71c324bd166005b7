"""
The table of entity types: what notesafe can find, and what each finding gives away.

Two secrets are kept apart (docs/design.md, "Two axes"): *who* the text is about
(`identifies`) and *that this person has or had a substance use disorder*
(`reveals_sud`, the subject of 42 CFR Part 2).

Letters in `safe_harbor` are those of 45 CFR 164.514(b)(2)(i).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from notesafe.errors import nearest

__all__ = ["ENTITY_TYPES", "EntityType", "check_key", "split_key", "tag_label"]


@dataclass(frozen=True, slots=True)
class EntityType:
    """One row of the table."""

    name: str
    """UPPER_SNAKE; Presidio's name where it has one."""
    meaning: str
    """One line, with an example."""
    identifies: Literal["direct", "quasi", "no"]
    """How far it says who the person is."""
    reveals_sud: Literal["yes", "weak", "no"]
    """How far it says that the person has or had a substance use disorder."""
    safe_harbor: str
    """Letter of 45 CFR 164.514(b)(2)(i), or "" where that rule does not ask for it."""
    tag: str
    """The word in the square brackets."""
    numbered: bool = False
    """Whether two different ones in a note are told apart by a number."""
    kinds: tuple[str, ...] = ()
    """What a policy may tell apart: `PERSON.clinician`, `DATE_TIME.weekday`."""


_ROWS = (
    EntityType(
        "PERSON",
        "A person's name, nickname or initials: Marisol, Bob S., T.J.",
        "direct",
        "no",
        "A",
        "PERSON",
        True,
        ("client", "relative", "peer", "sponsor", "sponsee", "clinician", "official"),
    ),
    EntityType("ADDRESS", "A street address or corner: 1418 NE Alder St Apt 3B", "direct", "no", "B", "ADDRESS"),
    EntityType(
        "LOCATION",
        "A city, county, area or landmark: Bend, the Valley",
        "direct",
        "no",
        "B",
        "PLACE",
        True,
        ("city", "county", "state", "country", "venue"),
    ),
    EntityType("ZIP_CODE", "A US ZIP code beside its cue: OR 97201", "direct", "no", "B", "ZIP"),
    EntityType(
        "FACILITY",
        "A treatment programme, hospital, clinic or sober house: Cedar Ridge Recovery",
        "direct",
        "yes",
        "B",
        "FACILITY",
        True,
        ("hospital", "residential", "sober_living", "outpatient", "opioid_program", "detox"),
    ),
    EntityType(
        "HOME_GROUP", "The name of a mutual-help meeting: Early Risers group", "direct", "yes", "R", "HOME_GROUP", True
    ),
    EntityType("FELLOWSHIP", "A mutual-help fellowship: AA, NA, Al-Anon", "no", "yes", "", "MUTUAL_HELP"),
    EntityType(
        "ORGANIZATION",
        "An employer, school, court or agency: Rosie's Diner",
        "direct",
        "no",
        "R",
        "ORGANIZATION",
        True,
        ("employer", "school", "court", "agency"),
    ),
    EntityType("LEVEL_OF_CARE", "A kind of treatment: IOP, detox, ASAM 3.5", "no", "yes", "", "TREATMENT"),
    EntityType("OCCUPATION", "A rare or place-bound job: the county coroner", "quasi", "no", "R", "OCCUPATION"),
    EntityType("DATE_OF_BIRTH", "A birth date: DOB 3/14/1988", "direct", "no", "C", "DATE_OF_BIRTH"),
    EntityType("AGE", "An age: 36 y/o, ninety-one", "quasi", "no", "C", "AGE"),
    EntityType(
        "DATE_TIME",
        "A date finer than a year: 3/14/21, March 14th, Labor Day",
        "direct",
        "no",
        "C",
        "DATE",
        False,
        ("holiday", "weekday", "relative", "time"),
    ),
    EntityType(
        "SOBRIETY_DATE", "The day recovery is counted from: clean date 3/14/21", "direct", "yes", "C", "SOBRIETY_DATE"
    ),
    EntityType("CLEAN_TIME", "Time in recovery: 90 days clean, a six-month chip", "quasi", "yes", "", "CLEAN_TIME"),
    EntityType("PHONE_NUMBER", "A telephone or fax number: (503) 555-0142", "direct", "no", "D", "PHONE"),
    EntityType("EMAIL_ADDRESS", "An e-mail address: sam@example.org", "direct", "no", "F", "EMAIL"),
    EntityType("USERNAME", "A handle or account name: u/sobercat, @sober_in_pdx", "direct", "no", "R", "USER", True),
    EntityType("URL", "A web address: https://example.org/abc", "direct", "no", "N", "URL"),
    EntityType("IP_ADDRESS", "An internet address: 192.0.2.14", "direct", "no", "O", "IP_ADDRESS"),
    EntityType("DEVICE_ID", "A device serial: SCRAM 0098123, an IMEI or MAC address", "direct", "weak", "M", "DEVICE"),
    EntityType("MEETING_ACCESS", "A meeting id, passcode, door code or PIN", "direct", "weak", "R", "MEETING_ACCESS"),
    EntityType("US_SSN", "A social security number, whole or its last four", "direct", "no", "G", "SSN"),
    EntityType(
        "RECORD_NUMBER", "A medical record, chart or client number: MRN 00482913", "direct", "no", "H", "RECORD_NUMBER"
    ),
    EntityType("HEALTH_PLAN_NUMBER", "A health-plan, Medicaid or Medicare number", "direct", "no", "I", "PLAN_NUMBER"),
    EntityType("ACCOUNT_NUMBER", "A bank, card, commissary or payment account", "direct", "no", "J", "ACCOUNT"),
    EntityType(
        "LICENSE_NUMBER",
        "A licence or certificate number: DEA, NPI, LCSW, driver's licence",
        "direct",
        "no",
        "K",
        "LICENSE",
    ),
    EntityType("VEHICLE_ID", "A licence plate or VIN", "direct", "no", "L", "VEHICLE"),
    EntityType("CASE_NUMBER", "A court case or docket number: 21-CR-004412", "direct", "weak", "R", "CASE_NUMBER"),
    EntityType(
        "INMATE_NUMBER",
        "A DOC, booking, probation or alien number: SID 14477120",
        "direct",
        "weak",
        "R",
        "INMATE_NUMBER",
    ),
    EntityType(
        "PRESCRIPTION_NUMBER",
        "A prescription, specimen or lot number: Rx# 7712345",
        "direct",
        "weak",
        "R",
        "PRESCRIPTION_NUMBER",
    ),
    EntityType("ID_NUMBER", "A long number or code of no stated kind: CR-2291-A", "direct", "no", "R", "ID"),
    EntityType(
        "ATTACHMENT",
        "An embedded image, recording or file, or its name: IMG_2041.jpg",
        "direct",
        "no",
        "Q",
        "ATTACHMENT",
    ),
    EntityType(
        "SUBSTANCE", "A substance of abuse, by any name: heroin, eight ball, Jim Beam", "no", "yes", "", "SUBSTANCE"
    ),
    EntityType(
        "MEDICATION",
        "A psychiatric or addiction medicine: Suboxone, sertraline",
        "no",
        "weak",
        "",
        "MEDICATION",
        False,
        ("moud", "psychiatric"),
    ),
    EntityType("DOSE", "The dose, route and frequency of a substance: 120 mg daily", "no", "weak", "", "DOSE"),
    EntityType("TEST_RESULT", "A drug or alcohol test result: UDS + THC, BAC .24", "no", "yes", "", "TEST_RESULT"),
    EntityType("BEHAVIORAL_ADDICTION", "A process addiction: gambling, gaming", "no", "weak", "", "BEHAVIOR"),
    EntityType("DIAGNOSIS", "A substance use diagnosis: F11.20, opioid use disorder", "no", "yes", "", "DIAGNOSIS"),
    EntityType(
        "UNIQUE_EVENT", "Something a stranger could look up: on the news, the lawsuit", "quasi", "no", "R", "EVENT"
    ),
    EntityType("DEMOGRAPHIC", "A rare trait: a tribe, a small faith, triplets", "quasi", "no", "R", "TRAIT"),
    EntityType("QUOTED_POST", "Text copied from an online post, which a search would find", "quasi", "no", "R", "POST"),
    EntityType("UNKNOWN_TOKEN", "A word not known to be safe; only `strict` hides it", "quasi", "no", "R", "UNKNOWN"),
)

ENTITY_TYPES: Mapping[str, EntityType] = MappingProxyType({row.name: row for row in _ROWS})
"""Every entity type, by name, in the order of the table."""


def split_key(key: str) -> tuple[str, str | None]:
    """
    Return the entity type and the kind that a policy key names.

        >>> split_key("PERSON.clinician")
        ('PERSON', 'clinician')
        >>> split_key("PERSON")
        ('PERSON', None)
    """
    name, _, kind = key.partition(".")
    return name, kind or None


def check_key(key: str) -> None:
    """
    Raise `ValueError` unless *key* is `TYPE` or `TYPE.kind` from the table.

    The message names the nearest valid word.
    """
    name, kind = split_key(key)
    if name not in ENTITY_TYPES:
        raise ValueError(f"unknown entity type '{name}'.{nearest(name, ENTITY_TYPES)}")
    kinds = ENTITY_TYPES[name].kinds
    if kind is not None and kind not in kinds:
        known = ", ".join(kinds) or "none"
        raise ValueError(f"unknown kind '{kind}' of {name}; it has: {known}.{nearest(kind, kinds)}")


def tag_label(entity_type: str) -> str:
    """
    Return the word that stands in the square brackets for *entity_type*.

        >>> tag_label("PHONE_NUMBER")
        'PHONE'
    """
    row = ENTITY_TYPES.get(entity_type)
    return row.tag if row else entity_type
