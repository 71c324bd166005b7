"""
The first three digits of a ZIP code, where the law lets them stay.

45 CFR 164.514(b)(2)(i)(B): they may stay if the area holds more than 20,000
people "according to the current publicly available data from the Bureau of the
Census", else they become 000. The rule fails closed here: a prefix that is not
known to be populated becomes 000 too.
"""

from __future__ import annotations

__all__ = ["RESTRICTED_2020", "zip3"]

RESTRICTED_2020 = frozenset(
    [
        "036",
        "059",
        "102",
        "202",
        "203",
        "204",
        "205",
        "369",
        "556",
        "692",
        "753",
        "772",
        "821",
        "823",
        "878",
        "879",
        "884",
        "893",
    ]
)
"""Prefixes of 20,000 people or fewer by the 2020 Census (18; computed publicly from its ZCTA table)."""

# Prefixes that USPS assigns to places where people live. Military (09x, 340, 962-966), unused and
# single-organisation prefixes are not among them.
_POPULATED_RANGES = (
    "006-009 010-054 056-089 100-191 193-196 197-201 206-212 214-268 270-310 312-339 341-342 344 346-347 349-352 "
    "354-374 376-397 400-418 420-427 430-458 460-508 510-516 520-528 530-532 534-535 537-551 553-567 570-577 580-588 "
    "590-620 622-631 633-641 644-658 660-662 664-681 683-693 700-701 703-708 710-714 716-731 734-741 743-770 772-799 "
    "800-816 820-838 840-847 850-853 855-857 859-860 863-865 870-871 873-875 877-884 889-891 893-895 897-898 900-908 "
    "910-928 930-937 939-941 943-961 967-986 988-999"
)
_POPULATED = frozenset(
    f"{number:03d}" for item in _POPULATED_RANGES.split() for number in range(int(item[:3]), int(item[-3:]) + 1)
)


def zip3(code: str) -> str:
    """
    Return the first three digits of *code*, or `000` where they may not stay.

        >>> zip3("97201"), zip3("03601"), zip3("34012")
        ('972', '000', '000')
    """
    digits = "".join(c for c in code if c.isdigit())
    prefix = digits[:3]
    populated = len(digits) in (5, 9) and prefix in _POPULATED
    return prefix if populated and prefix not in RESTRICTED_2020 else "000"
