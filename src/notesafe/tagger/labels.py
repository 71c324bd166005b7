"""What the model can mark."""

from __future__ import annotations

__all__ = ["LABELS", "TAGS", "tag_id"]

LABELS = ("PERSON", "LOCATION", "FACILITY", "ORG", "SUBSTANCE", "DATE", "CONTACT", "ID", "AGE")
"""CONTACT is phones, e-mail and web addresses and handles: which of them is for the patterns to say."""
TAGS = ("O", *(f"{mark}-{label}" for label in LABELS for mark in "BI"))
"""Begin, inside and outside, in the order of the model's outputs."""


def tag_id(label: str | None, *, first: bool) -> int:
    """
    Return the number of the tag for a token of *label*.

        >>> tag_id(None, first=True), tag_id("PERSON", first=True), tag_id("PERSON", first=False)
        (0, 1, 2)
    """
    if label is None:
        return 0
    return 1 + 2 * LABELS.index(label) + (0 if first else 1)
