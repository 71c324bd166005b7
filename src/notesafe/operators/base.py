"""What all operators share: they change a text into a text and remember nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from presidio_anonymizer.operators import Operator, OperatorType

__all__ = ["Params", "TextOperator", "tag_text"]

Params = dict[str, Any]


class TextOperator(Operator):  # type: ignore[misc]
    """A Presidio operator that anonymizes; subclasses give `name` and `operate`."""

    name: ClassVar[str]

    def validate(self, params: Params | None = None) -> None:
        """Accept any parameters; those an operator does not know are left alone."""

    def operator_name(self) -> str:
        """Return the word a policy uses for this operator."""
        return self.name

    def operator_type(self) -> OperatorType:
        """Return that this hides rather than restores."""
        return OperatorType.Anonymize


def tag_text(params: Params | None) -> str:
    """
    Return `[LABEL]` or `[LABEL_2]` from the parameters `label` (or Presidio's `entity_type`) and `number`.

        >>> tag_text({"label": "PEER", "number": 2})
        '[PEER_2]'
    """
    params = params or {}
    label = params.get("label") or params.get("entity_type") or "REDACTED"
    number = params.get("number")
    return f"[{label}_{number}]" if number else f"[{label}]"
