"""How many documents to check by hand, and which."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

from notesafe.errors import NotesafeError

__all__ = ["bound_after", "documents_needed", "draw_sample"]


def draw_sample(files: Sequence[Path], count: int, *, seed: int) -> list[Path]:
    """
    Return *count* of *files*, drawn at random without replacement, sorted by name.

    Raises:
        NotesafeError: There are fewer files than that.
    """
    if not 0 < count <= len(files):
        raise NotesafeError(f"cannot draw {count} of {len(files)} documents.")
    return sorted(random.Random(seed).sample(sorted(files), count))  # noqa: S311 - which documents is no secret


def bound_after(clean: int, leaking: int = 0, *, confidence: float = 0.95) -> float:
    """
    Return the share of leaking documents that a checked sample rules out, 0-1.

    The upper bound of Clopper and Pearson (Biometrika 1934): with that confidence,
    no more than this share of all documents leak.

        >>> round(bound_after(59), 3)
        0.05
    """
    total = clean + leaking
    if total < 1 or clean < 0 or leaking < 0:
        raise ValueError("a sample has at least one document")
    low, high = leaking / total, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        below = sum(math.comb(total, k) * middle**k * (1 - middle) ** (total - k) for k in range(leaking + 1))
        low, high = (middle, high) if below > 1 - confidence else (low, middle)
    return high


def documents_needed(rate: float, *, confidence: float = 0.95) -> int:
    """
    Return how many documents, all found clean, bound the share of leaking ones by *rate*.

        >>> documents_needed(0.05)
        59
    """
    if not 0 < rate < 1:
        raise ValueError("a rate lies between 0 and 1")
    return math.ceil(math.log(1 - confidence) / math.log(1 - rate))
