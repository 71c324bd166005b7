"""The standard metrics, by the libraries people know: scikit-learn by token, nervaluate by span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notesafe.errors import NotesafeError
from notesafe.evaluate.gold import GoldDocument
from notesafe.evaluate.labels import label_of
from notesafe.evaluate.score import DocumentScore
from notesafe.evaluate.systems import Found

__all__ = ["Standard", "standard_metrics"]

_HIDE = "HIDE"  # one class: for a redactor it matters whether a stretch was hidden, not under which name


@dataclass(frozen=True, slots=True)
class Standard:
    """Precision, recall, F1 and F2, 0-1."""

    precision: float
    recall: float
    f1: float
    f2: float


def standard_metrics(
    documents: Sequence[GoldDocument], scores: Sequence[DocumentScore], found: Sequence[Sequence[Found]]
) -> dict[str, Standard]:
    """
    Return the standard metrics: `token`, `span (exact)` and `span (overlap)`.

    Tokens and predictions that touch only neutral marks are left out.

    Raises:
        NotesafeError: The extra is not installed.
    """
    try:
        from nervaluate import Evaluator
        from sklearn.metrics import fbeta_score, precision_recall_fscore_support
    except ImportError as error:
        raise NotesafeError(f"the standard metrics need {error.name}: pip install 'notesafe[evaluate]'.") from None
    gold = [token for score in scores for token, _ in score.tokens]
    hidden = [token for score in scores for _, token in score.tokens]
    precision, recall, f1, _ = precision_recall_fscore_support(gold, hidden, average="binary", zero_division=0.0)
    f2 = fbeta_score(gold, hidden, beta=2, zero_division=0.0)
    out = {"token": Standard(float(precision), float(recall), float(f1), float(f2))}
    true = [
        [{"label": _HIDE, "start": s.start, "end": s.end - 1} for s in d.spans if _counts(s.label)] for d in documents
    ]
    pred = [_expected(d, spans) for d, spans in zip(documents, found, strict=True)]
    overall = Evaluator(true, pred, tags=[_HIDE], loader="dict").evaluate()["overall"]
    for name, scheme in (("span (exact)", "exact"), ("span (overlap)", "partial")):
        result = overall[scheme]
        p, r = float(result.precision), float(result.recall)
        out[name] = Standard(p, r, float(result.f1), 5 * p * r / (4 * p + r) if p + r else 0.0)
    return out


def _counts(label: str) -> bool:
    return label_of(label).counts in ("direct", "substance")


def _expected(document: GoldDocument, found: Sequence[Found]) -> list[dict[str, object]]:
    """Return the predictions without those that touch neutral marks and nothing else that is marked."""
    neutral = [s for s in document.spans if not _counts(s.label)]
    wanted = [s for s in document.spans if _counts(s.label)]
    rows: list[dict[str, object]] = []
    for start, end, _ in sorted(found):
        touches = any(s.start < end and start < s.end for s in wanted)
        if touches or not any(s.start < end and start < s.end for s in neutral):
            rows.append({"label": _HIDE, "start": start, "end": end - 1})
    return rows
