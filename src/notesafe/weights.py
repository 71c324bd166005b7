"""The weights of the scorer: data, with their origin, in `weights.yaml`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import yaml

__all__ = ["SURE", "TAKEN", "weight"]

TAKEN = 0.4
"""Score from which a finding is taken while it is weighed: the threshold that the profiles have."""
SURE = 0.9
"""Probability from which the model's own word is not put in doubt."""


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    raw = yaml.safe_load((files("notesafe") / "weights.yaml").read_text("utf-8"))
    return {str(name): float(value) for group in raw["weights"].values() for name, value in group.items()}


@lru_cache(maxsize=256)
def weight(name: str) -> float:
    """Return the weight called *name*; `KeyError` if there is none."""
    return _weights()[name]
