"""Replace a span with a tag whose number stands for the same place in every note of the study."""

from __future__ import annotations

from notesafe.operators.base import Params, TextOperator, tag_text

__all__ = ["Code"]


class Code(TextOperator):
    """
    Writes `[HOME_GROUP_17]`: the number was drawn at random and is remembered by the ledger.

    Without a ledger it writes what `tag` writes.

    Parameters: as for `tag`.
    """

    name = "code"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the tag; *text* is not looked at."""
        return tag_text(params)
