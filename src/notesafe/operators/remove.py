"""Delete a span."""

from __future__ import annotations

from notesafe.operators.base import Params, TextOperator

__all__ = ["Remove"]


class Remove(TextOperator):
    """Leaves nothing. The words around it stay as they are, blanks included."""

    name = "remove"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the empty string."""
        return ""
