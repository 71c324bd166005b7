"""US states, their abbreviations and Census regions."""

from __future__ import annotations

import re

__all__ = ["STATES", "region_of", "state_at_end"]

# US Census Bureau, "Census Regions and Divisions of the United States".
_REGIONS = {
    "the Northeast": "Connecticut CT,Maine ME,Massachusetts MA,New Hampshire NH,Rhode Island RI,Vermont VT,"
    "New Jersey NJ,New York NY,Pennsylvania PA",
    "the Midwest": "Illinois IL,Indiana IN,Michigan MI,Ohio OH,Wisconsin WI,Iowa IA,Kansas KS,Minnesota MN,"
    "Missouri MO,Nebraska NE,North Dakota ND,South Dakota SD",
    "the South": "Delaware DE,District of Columbia DC,Florida FL,Georgia GA,Maryland MD,North Carolina NC,"
    "South Carolina SC,Virginia VA,West Virginia WV,Alabama AL,Kentucky KY,Mississippi MS,Tennessee TN,Arkansas AR,"
    "Louisiana LA,Oklahoma OK,Texas TX",
    "the West": "Arizona AZ,Colorado CO,Idaho ID,Montana MT,Nevada NV,New Mexico NM,Utah UT,Wyoming WY,Alaska AK,"
    "California CA,Hawaii HI,Oregon OR,Washington WA",
    "a US territory": "Puerto Rico PR,Guam GU,American Samoa AS,Virgin Islands VI,Northern Mariana Islands MP",
}
STATES: dict[str, str] = {
    row.rsplit(" ", 1)[1]: row.rsplit(" ", 1)[0] for rows in _REGIONS.values() for row in rows.split(",")
}
"""Postal abbreviation -> name."""
_REGION_BY_STATE = {
    name.lower(): region
    for region, rows in _REGIONS.items()
    for row in rows.split(",")
    for name in (row.rsplit(" ", 1)[0], row.rsplit(" ", 1)[1])
}
_AT_END = re.compile(
    r"(?:^|[\s,])(?:(?P<name>" + "|".join(sorted(STATES.values(), key=len, reverse=True)) + r")"
    r"|(?-i:(?P<code>" + "|".join(STATES) + r")))\.?(?:\s+\d{5}(?:-\d{4})?)?\s*$",
    re.IGNORECASE,
)


def state_at_end(text: str) -> str | None:
    """
    Return the state named at the end of *text*, in full; else None.

        >>> state_at_end("Pikeville, KY 41501")
        'Kentucky'
        >>> state_at_end("Klamath Falls") is None
        True
    """
    match = _AT_END.search(text)
    if match is None:
        return None
    if match["code"]:
        return STATES[match["code"]]
    return next(name for name in STATES.values() if name.lower() == match["name"].lower())


def region_of(text: str) -> str | None:
    """
    Return the Census region of a state, in words; None for anything else.

        >>> region_of("Oregon")
        'the West'
    """
    return _REGION_BY_STATE.get(text.strip().rstrip(".").lower())
