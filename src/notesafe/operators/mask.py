"""Replace a span with a row of stars."""

from __future__ import annotations

from presidio_anonymizer.entities import InvalidParamError

from notesafe.operators.base import Params, TextOperator

__all__ = ["Mask"]

_LENGTH = 5


class Mask(TextOperator):
    """
    Writes five stars, whatever the length: the length of a name is a hint too.

    Parameters: `char` (one character that is no letter and no digit, by default `*`)
    and `length` (by default 5; `same` keeps the length of the text).
    """

    name = "mask"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the stars."""
        params = params or {}
        length = params.get("length", _LENGTH)
        return str(params.get("char", "*")) * (len(text) if length == "same" else int(length))

    def validate(self, params: Params | None = None) -> None:
        """
        Refuse a `char` that is not one sign.

        Raises:
            InvalidParamError: `char` is longer than one character, a letter or a digit.
        """
        char = (params or {}).get("char", "*")
        if not isinstance(char, str) or len(char) != 1 or char.isalnum():
            raise InvalidParamError("mask: 'char' is one character that is neither a letter nor a digit.")
