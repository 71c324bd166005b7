"""Replace a span with something coarser: a year, a state, a class of substance."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from presidio_anonymizer.entities import InvalidParamError

from notesafe.dates import year_in
from notesafe.numerals import first_number
from notesafe.operators.base import Params, TextOperator, tag_text
from notesafe.regions import region_of, state_at_end
from notesafe.zip3 import zip3

__all__ = ["TARGETS", "Generalise"]

_OLDEST = 89  # 45 CFR 164.514(b)(2)(i)(C): ages over 89 may only be given as "90 or older".
_OVER_89_WORDS = re.compile(r"ninet(?:ies|y)|nonagenarian|centenarian|supercentenarian|hundred|\b90s\b", re.IGNORECASE)


class Generalise(TextOperator):
    """
    Writes a coarser value; where none can be had with certainty, a tag.

    Parameters: `to` (one of `TARGETS`), `label` and `number` of the tag,
    `canonical` of the span, `birth` (the date is a birth date), `least_age` (how
    old the person was at least on that day), `year` (the reference year for
    ages), `words` (for `to: words`).
    """

    name = "generalise"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the coarser value, or a tag."""
        params = params or {}
        coarse = TARGETS[str(params.get("to"))](text, params)
        return coarse if coarse is not None else tag_text(params)

    def validate(self, params: Params | None = None) -> None:
        """
        Refuse an unknown target.

        Raises:
            InvalidParamError: `to` is none of `TARGETS`.
        """
        if (params or {}).get("to") not in TARGETS:
            raise InvalidParamError(f"generalise: 'to' is one of {', '.join(TARGETS)}.")


def _year(text: str, params: Params) -> str | None:
    """Return the year; `on or before` the year that makes the person 90, if it is one that does."""
    birth = bool(params.get("birth"))
    year = year_in(text, birth=birth)
    if year is None:
        return None
    limit = _this_year(params) - _OLDEST - 1 + int(params.get("least_age", 0))
    return f"on or before {limit}" if year <= limit else str(year)


def _age(text: str, params: Params) -> str | None:
    """Return the age as it stands up to 89, else `90+`."""
    age = first_number(text)
    if (age is not None and age > _OLDEST) or _OVER_89_WORDS.search(text):
        return "90+"
    return (
        text if age is not None or re.search(r"(?:teens|twent|thirt|fort|fift|sixt|sevent|eight)", text, re.I) else None
    )


def _age_band(text: str, params: Params) -> str | None:
    """Return five years of age, such as `35-39`, or `90+`."""
    if _age(text, params) == "90+":
        return "90+"
    age = first_number(text)
    return None if age is None else f"{age - age % 5}-{age - age % 5 + 4}"


def _age_from_birth(text: str, params: Params) -> str | None:
    """Return the age reached in the reference year, or `90+`."""
    year = year_in(text, birth=True)
    if year is None:
        return None
    age = _this_year(params) - year
    return "age 90+" if age > _OLDEST else f"age {max(age, 0)}"


def _state(text: str, params: Params) -> str | None:
    """Return the state that is written at the end of the place."""
    return state_at_end(text)


def _class(text: str, params: Params) -> str | None:
    """Return `[OPIOID]` for a substance whose class is known."""
    canonical = params.get("canonical")
    return f"[{str(canonical).split(':')[0]}]" if canonical else None


def _this_year(params: Params) -> int:
    return int(params.get("year") or date.today().year)


TARGETS: dict[str, Callable[[str, Params], str | None]] = {
    "year": _year,
    "state": _state,
    "region": lambda text, params: region_of(text),
    "zip3": lambda text, params: zip3(text),
    "age": _age,
    "age_band": _age_band,
    "age_from_birth": _age_from_birth,
    "class": _class,
    "kind": lambda text, params: None,  # the tag itself says the kind: see notesafe.decide
    "holiday": lambda text, params: "a holiday",
    "words": lambda text, params: str(params["words"]),
}
"""What a policy may generalise to."""
