"""
What happens to a span: one operator a file, each a `presidio_anonymizer` operator.

They run in stock Presidio too: `AnonymizerEngine().add_anonymizer(Tag)`.
"""

from __future__ import annotations

from functools import lru_cache

from presidio_anonymizer.operators import Operator

from notesafe.operators.code import Code
from notesafe.operators.generalise import Generalise
from notesafe.operators.keep import Keep
from notesafe.operators.mask import Mask
from notesafe.operators.remove import Remove
from notesafe.operators.shift_date import ShiftDate
from notesafe.operators.surrogate import Surrogate
from notesafe.operators.tag import Tag

__all__ = ["OPERATORS", "Code", "Generalise", "Keep", "Mask", "Remove", "ShiftDate", "Surrogate", "Tag", "operator"]

OPERATORS: dict[str, type[Operator]] = {
    "tag": Tag,
    "mask": Mask,
    "remove": Remove,
    "keep": Keep,
    "generalise": Generalise,
    "shift_date": ShiftDate,
    "surrogate": Surrogate,
    "code": Code,
}
"""Every operator a policy may name."""


@lru_cache(maxsize=len(OPERATORS))
def operator(name: str) -> Operator:
    """Return the operator called *name*; it holds no state, so one serves everyone."""
    return OPERATORS[name]()
