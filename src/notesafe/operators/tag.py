"""Replace a span with a typed tag, such as `[SPONSOR]` or `[PEER_2]`."""

from __future__ import annotations

from notesafe.operators.base import Params, TextOperator, tag_text

__all__ = ["Tag"]


class Tag(TextOperator):
    """
    Writes what stood there, not who.

    Parameters: `label` (word in the brackets; by default Presidio's
    `entity_type`) and `number` (told apart from others of its label).
    """

    name = "tag"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the tag; *text* is not looked at."""
        return tag_text(params)
