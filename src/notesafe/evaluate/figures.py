"""Sum the counts into figures, each with a confidence interval over documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from notesafe.evaluate.labels import LABELS
from notesafe.evaluate.score import DocumentScore

__all__ = ["Figure", "Figures", "summarise"]

_RESAMPLES = 1_000
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """A share and its 95 % bootstrap interval over documents."""

    hits: float
    total: float
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """Hits by total, 0-1; None if there was nothing to count."""
        return self.hits / self.total if self.total else None

    def __str__(self) -> str:
        if self.share is None:
            return "-"
        interval = (
            f" ({100 * self.low:.1f}-{100 * self.high:.1f})" if self.low is not None and self.high is not None else ""
        )
        return f"{100 * self.share:.1f}{interval}"

    def to_dict(self) -> dict[str, float | None]:
        """Return plain values."""
        return {"share": self.share, "low": self.low, "high": self.high, "hits": self.hits, "total": self.total}


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of a run, or of one slice of it."""

    documents: int
    headline: Mapping[str, Figure]
    """Name -> figure: direct entities, documents, innocent text, characters, risk, precision, tokens."""
    labels: Mapping[str, Figure]
    """Label -> entities wholly hidden."""


def summarise(scores: Sequence[DocumentScore], *, seed: int = 0) -> Figures:
    """
    Return the figures for *scores*, with percentile bootstrap intervals that resample whole documents.

    Args:
        scores: One for each document.
        seed: Of the resampling, so that a run can be repeated.
    """
    rng = np.random.default_rng(seed)
    count = len(scores)
    picks = rng.integers(0, count, (_RESAMPLES, count)) if count > 1 else None

    def figure(of: Callable[[DocumentScore], tuple[float, float]]) -> Figure:
        pairs = np.array([of(score) for score in scores], dtype=float).reshape(-1, 2)
        hits, total = pairs.sum(axis=0) if count else (0.0, 0.0)
        if picks is None or total == 0:
            return Figure(float(hits), float(total), None, None)
        sums = pairs[picks].sum(axis=1)
        shares = sums[:, 0][sums[:, 1] > 0] / sums[:, 1][sums[:, 1] > 0]
        low, high = np.quantile(shares, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
        return Figure(float(hits), float(total), float(low), float(high))

    direct = [name for name, label in LABELS.items() if label.counts == "direct"]

    def held(score: DocumentScore) -> bool:
        return _sum(score, direct)[1] > 0

    headline = {
        "direct identifiers wholly hidden": figure(lambda s: _sum(s, direct)),
        "documents with nothing direct left": figure(lambda s: (float(s.clean), 1.0)),
        "the same, of those that held any": figure(lambda s: (float(s.clean and held(s)), float(held(s)))),
        "documents with no substance left either": figure(lambda s: (float(s.clean_of_substances), 1.0)),
        "innocent characters hidden": figure(lambda s: s.innocent),
        "identifying characters hidden": figure(lambda s: s.characters),
        "risk-weighted recall": figure(lambda s: s.risk),
        "precision by span": figure(lambda s: s.predictions),
        "precision by token": figure(lambda s: (_both(s), sum(hidden for _, hidden in s.tokens))),
        "recall by token": figure(lambda s: (_both(s), sum(gold for gold, _ in s.tokens))),
    }
    labels = {
        name: figure(lambda s, name=name: _sum(s, [name]))  # type: ignore[misc]
        for name in LABELS
        if any(name in score.entities for score in scores)
    }
    return Figures(count, headline, labels)


def _sum(score: DocumentScore, names: Sequence[str]) -> tuple[float, float]:
    counts = [score.entities.get(name, (0, 0)) for name in names]
    return float(sum(hidden for hidden, _ in counts)), float(sum(total for _, total in counts))


def _both(score: DocumentScore) -> float:
    return float(sum(gold and hidden for gold, hidden in score.tokens))
