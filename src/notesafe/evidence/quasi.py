"""Who stands out: documents or people who share the same visible traits, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["LEAST_CELL", "QuasiTable", "quasi_table"]

LEAST_CELL = 11
"""Groups smaller than this are suppressed in what CMS publishes (CMS cell size suppression policy: no cell of 1-10)."""


@dataclass(frozen=True, slots=True)
class QuasiTable:
    """Groups of equal traits, smallest first."""

    unit: str
    """What is counted: `people`, or `documents` where it is not known whose they are."""
    rows: tuple[tuple[dict[str, str], int], ...]
    """Traits, and how many have just these."""

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.rows)

    @property
    def smallest(self) -> int:
        """The smallest k: the size of the smallest group; 0 if there is none."""
        return min((count for _, count in self.rows), default=0)

    @property
    def share_small(self) -> float:
        """The share, 0-1, of those in groups smaller than 11."""
        small = sum(count for _, count in self.rows if count < LEAST_CELL)
        return small / self.total if self.total else 0.0


def quasi_table(found: Iterable[tuple[str, Mapping[str, str]]]) -> QuasiTable:
    """
    Return the groups.

    If every document says whose it is, people are counted: the traits of a
    person are those of all their documents together. Else documents are.

    Args:
        found: Whose a document is ("" if not known), and its traits.

        >>> quasi_table([("a", {"age": "30-39"}), ("a", {"state": "Oregon"}), ("b", {"age": "30-39"})]).smallest
        1
    """
    people: dict[str, dict[str, set[str]]] = {}
    documents: Counter[tuple[tuple[str, str], ...]] = Counter()
    known = True
    for subject, traits in found:
        documents[tuple(sorted(traits.items()))] += 1
        known = known and bool(subject)
        if not known:
            people.clear()
            continue
        own = people.setdefault(subject, {})
        for name, value in traits.items():
            own.setdefault(name, set()).update(value.split(", "))
    if known and people:
        documents = Counter(
            tuple(sorted((name, ", ".join(sorted(values))) for name, values in own.items())) for own in people.values()
        )
    rows = sorted(((dict(traits), count) for traits, count in documents.items()), key=lambda row: (row[1], str(row[0])))
    return QuasiTable("people" if known and people else "documents", tuple(rows))
