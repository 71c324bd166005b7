"""Replace a span with another that looks like it, drawn at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from presidio_anonymizer.entities import InvalidParamError

from notesafe.operators.base import Params, TextOperator, tag_text

if TYPE_CHECKING:
    from notesafe.ledger import Memory

__all__ = ["Surrogate"]


class Surrogate(TextOperator):
    """
    Writes the stand-in that the ledger drew for this person or number.

    Never computed from the person's data (45 CFR 164.514(c)): the ledger draws
    at random and remembers. A kind of thing it has no stand-ins for becomes a tag.

    Parameters: `ledger` (required: a `Ledger`, or one at a subject and document), `of` (the entity type; by default Presidio's `entity_type`),
    `whole` (the fullest form of the person's name), `label`, `number`.
    """

    name = "surrogate"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the stand-in, or a tag."""
        params = params or {}
        ledger: Memory = params["ledger"]
        stand_in = ledger.surrogate(text, str(params.get("of") or params.get("entity_type")), params.get("whole"))
        return stand_in if stand_in is not None else tag_text(params)

    def validate(self, params: Params | None = None) -> None:
        """
        Refuse to run without a ledger.

        Raises:
            InvalidParamError: There is no `ledger` among the parameters.
        """
        if (params or {}).get("ledger") is None:
            raise InvalidParamError("surrogate: needs a 'ledger'.")
