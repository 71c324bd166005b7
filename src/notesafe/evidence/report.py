"""`read_evidence()`: what a run in an output folder did, as one report."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notesafe.entities import ENTITY_TYPES
from notesafe.errors import BatchError
from notesafe.evaluate.sample import bound_after
from notesafe.evidence.quasi import QuasiTable, quasi_table
from notesafe.policy import load_policy, profile_names

__all__ = ["Evidence", "read_evidence"]

STATEMENT = (
    "This report says what a program did. It is not a legal determination, not an expert determination under "
    "45 CFR 164.514(b)(1), and not a promise that no one can be recognised."
)
_SAMPLE = 60


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """The report of a run. Holds counts, ids and settings; no word and no offset of a note."""

    manifest: dict[str, Any]
    """As the run wrote it: versions, policy, model, counts."""
    follows: str
    """The rule that the policy follows, in its own words."""
    review: tuple[tuple[str, tuple[str, ...]], ...]
    """Documents that need a person, and for what reasons."""
    quasi: QuasiTable
    sample: tuple[str, ...]
    """Documents to check by hand, drawn at random."""
    seed: int
    complete: bool
    """Whether the run has come to its end."""

    def __repr__(self) -> str:
        return f"Evidence({self.manifest['documents']} documents, {len(self.review)} need a person)"

    @property
    def bound(self) -> float:
        """If all of the sample is found clean: the share of leaking documents that is ruled out with 95 % confidence."""
        return bound_after(len(self.sample)) if self.sample else 1.0

    def hidden(self) -> list[tuple[str, str, str, int]]:
        """Return entity type, its meaning, operator, count."""
        rows = []
        for key, count in self.manifest["spans"].items():
            entity_type, _, operator = key.partition(" ")
            row = ENTITY_TYPES.get(entity_type)
            rows.append((entity_type, row.meaning.partition(":")[0] if row else "", operator, int(count)))
        return sorted(rows, key=lambda row: (row[0], row[2]))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "statement": STATEMENT,
            "complete": self.complete,
            "run": self.manifest,
            "follows": self.follows,
            "hidden": [
                {"type": name, "operator": operator, "count": count} for name, _, operator, count in self.hidden()
            ],
            "need a person": [{"document": name, "reasons": list(reasons)} for name, reasons in self.review],
            "quasi-identifiers": {
                "counted": self.quasi.unit,
                "smallest k": self.quasi.smallest,
                "share under 11": round(self.quasi.share_small, 4),
                "groups": [{"traits": traits, "count": count} for traits, count in self.quasi.rows],
            },
            "sample": {
                "documents": list(self.sample),
                "seed": self.seed,
                "if all are clean, at most this share leaks (95 % confidence)": round(self.bound, 4),
                "method": "Clopper and Pearson 1934, exact; near the rule of three, 3/n",
            },
        }

    def to_json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(self.to_dict(), indent=2) + "\n"

    def to_html(self) -> str:
        """Return the report as one page that needs nothing else."""
        from notesafe.evidence.page import page

        return page(self, STATEMENT)


def read_evidence(out: str | Path, *, sample: int = _SAMPLE, seed: int = 0) -> Evidence:
    """
    Return the report of the run that wrote into the folder *out*.

    Args:
        out: The output folder of `redact_files`.
        sample: How many documents a person is to check.
        seed: Of the drawing.

    Raises:
        BatchError: There is no run in it, or it has not come to its end once.
    """
    room = Path(out) / ".notesafe"
    try:
        manifest: dict[str, Any] = json.loads((room / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise BatchError("there is no finished run in this folder. Run 'notesafe batch' to its end first.") from None
    review: list[tuple[str, tuple[str, ...]]] = []
    found: list[tuple[str, dict[str, str]]] = []
    chance = random.Random(seed)  # noqa: S311 - which documents is no secret
    drawn: list[str] = []
    seen = 0
    for entry in _journal(room / "journal.jsonl"):
        tally = entry.get("tally", {})
        review += [(name, tuple(reasons)) for name, reasons in tally.get("review", ())]
        for subject, traits, name in zip(*_columns(tally), strict=True):
            found.append((subject, traits))
            seen += 1
            _draw(drawn, name, seen, sample, chance)
    policy = str(manifest["policy"])
    follows = load_policy(policy).follows.strip() if policy in profile_names() else "A policy of the user's own."
    return Evidence(
        manifest, follows, tuple(review), quasi_table(found), tuple(sorted(drawn)), seed, bool(manifest["ended"])
    )


def _columns(tally: dict[str, Any]) -> tuple[list[str], list[dict[str, str]], list[str]]:
    quasi = tally.get("quasi", [])
    return [q[0] for q in quasi], [q[1] for q in quasi], [q[2] for q in quasi]


def _draw(drawn: list[str], name: str, seen: int, size: int, chance: random.Random) -> None:
    """Keep a random sample of all names so far (Vitter 1985, algorithm R)."""
    if len(drawn) < size:
        drawn.append(name)
        return
    at = chance.randrange(seen)
    if at < size:
        drawn[at] = name


def _journal(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield json.loads(line)
