"""Leave a span as it is."""

from __future__ import annotations

from notesafe.operators.base import Params, TextOperator

__all__ = ["Keep"]


class Keep(TextOperator):
    """Returns the text unchanged. Inside notesafe a kept type is dropped before merging, so it shields nothing."""

    name = "keep"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return *text*."""
        return text
