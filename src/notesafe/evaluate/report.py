"""The report of a run: figures, slices, the worst misses; as Markdown, JSON or HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from importlib.util import find_spec
from typing import Any

from notesafe.evaluate.figures import Figure, Figures, summarise
from notesafe.evaluate.gold import GoldDocument
from notesafe.evaluate.score import DocumentScore, score_document
from notesafe.evaluate.standard import Standard, standard_metrics
from notesafe.evaluate.systems import System

__all__ = ["Report", "evaluate"]

_SLICE_FIGURES = (
    "direct identifiers wholly hidden",
    "documents with nothing direct left",
    "innocent characters hidden",
)
_AROUND = 40  # characters of context beside a miss
_LOWER_IS_BETTER = "innocent characters hidden"


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """The outcome of a run. Holds no text of the documents; `misses` looks it up in them."""

    system: str
    whole: Figures
    """Over all documents."""
    slices: Mapping[str, Figures]
    """`style=lower` -> the same over those documents."""
    scores: Sequence[DocumentScore] = field(default=())
    standard: Mapping[str, Standard] = field(default_factory=dict)
    """The standard metrics, where their libraries are installed."""

    def __repr__(self) -> str:
        return f"Report({self.system!r}, {self.whole.documents} documents)"

    def misses(self, documents: Sequence[GoldDocument]) -> list[tuple[str, str, str, str]]:
        """Return the leaks and false alarms, worst first: document, kind, label, the words in their context."""
        texts = {document.id: document.text for document in documents}
        rows = [(miss, score.id) for score in self.scores for miss in score.misses]
        rows.sort(key=lambda row: (row[0].kind != "leak", -row[0].risk, row[1], row[0].start))
        return [(name, m.kind, m.label, _context(texts[name], m.start, m.end)) for m, name in rows]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return {
            "system": self.system,
            "documents": self.whole.documents,
            **_plain(self.whole),
            "standard": {name: asdict(metrics) for name, metrics in self.standard.items()},
            "slices": {name: {"documents": f.documents, **_plain(f)} for name, f in self.slices.items()},
        }

    def to_json(self) -> str:
        """Return the figures as JSON."""
        return json.dumps(self.to_dict(), indent=2) + "\n"

    def to_markdown(self) -> str:
        """Return the figures as tables for a README: percent, with the 95 % interval."""
        lines = [f"{self.system}, {self.whole.documents} documents", "", "| figure | % (95 % interval) |", "|---|---|"]
        lines += [f"| {name} | {figure} |" for name, figure in self.whole.headline.items()]
        if self.standard:
            lines += ["", "| standard metrics | precision | recall | F1 | F2 |", "|---|---|---|---|---|"]
            lines += [
                f"| {name} | {_percent(m.precision)} | {_percent(m.recall)} | {_percent(m.f1)} | {_percent(m.f2)} |"
                for name, m in self.standard.items()
            ]
        lines += ["", "| label | wholly hidden, % (95 % interval) | of |", "|---|---|---|"]
        lines += [f"| {name} | {figure} | {int(figure.total)} |" for name, figure in self.whole.labels.items()]
        if self.slices:
            lines += [
                "",
                "| slice | documents | " + " | ".join(_SLICE_FIGURES) + " | PERSON |",
                "|---|---|---|---|---|---|",
            ]
            lines += [_slice_row(name, figures) for name, figures in self.slices.items()]
        return "\n".join(lines) + "\n"

    def to_html(self, documents: Sequence[GoldDocument] | None = None) -> str:
        """
        Return a page with the figures drawn as bars with their intervals.

        Args:
            documents: Given, the misses are listed with their words; else the page holds no text of any note.
        """
        bars = [_bar(name, figure) for name, figure in self.whole.headline.items()]
        labels = [_bar(f"{name} ({int(figure.total)})", figure) for name, figure in self.whole.labels.items()]
        slices = [
            _bar(f"{name} ({figures.documents})", figures.headline[_SLICE_FIGURES[0]])
            for name, figures in self.slices.items()
        ]
        parts = [
            f"<h1>{escape(self.system)}</h1><p>{self.whole.documents} documents. Bars are percent; the thin line is the "
            "95 % bootstrap interval over documents. Lower is better only for innocent characters hidden.</p>",
            "<h2>Figures</h2>" + "".join(bars),
            "<h2>Wholly hidden, by label</h2>" + "".join(labels),
            "<h2>Direct identifiers wholly hidden, by slice</h2>" + "".join(slices),
        ]
        if documents is not None:
            rows = "".join(
                f"<tr><td>{escape(name)}</td><td>{kind}</td><td>{escape(label)}</td><td>{escape(words)}</td></tr>"
                for name, kind, label, words in self.misses(documents)
            )
            parts.append(f"<h2>Misses, worst first (holds note text)</h2><table>{rows}</table>")
        return _PAGE.format(title=escape(self.system), body="\n".join(parts))


def evaluate(documents: Sequence[GoldDocument], system: System, *, name: str = "notesafe", seed: int = 0) -> Report:
    """
    Return the report of *system* on *documents*.

    Args:
        documents: As `load_gold` returns them.
        system: As `load_system` returns it.
        name: What the report calls the system.
        seed: Of the bootstrap, so that a run can be repeated.
    """
    found = [list(spans) for spans in system(documents)]
    scores = [score_document(d, spans) for d, spans in zip(documents, found, strict=True)]
    names = sorted({slice_name for score in scores for slice_name in score.slices})
    slices = {n: summarise([s for s in scores if n in s.slices], seed=seed) for n in names}
    standard = standard_metrics(documents, scores, found) if find_spec("nervaluate") and find_spec("sklearn") else {}
    return Report(name, summarise(scores, seed=seed), slices, tuple(scores), standard)


def _plain(figures: Figures) -> dict[str, Any]:
    return {
        "figures": {name: figure.to_dict() for name, figure in figures.headline.items()},
        "labels": {name: figure.to_dict() for name, figure in figures.labels.items()},
    }


def _slice_row(name: str, figures: Figures) -> str:
    cells = [str(figures.headline[key]) for key in _SLICE_FIGURES]
    person = figures.labels.get("PERSON")
    return f"| {name} | {figures.documents} | {' | '.join(cells)} | {person if person else '-'} |"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[[{text[start:end]}]]{after}".split())


def _bar(name: str, figure: Figure) -> str:
    """Return one bar as inline SVG; its width is the share, the line over it the interval."""
    share = 0.0 if figure.share is None else figure.share
    colour = "#b3541e" if name == _LOWER_IS_BETTER else "#2f6f4f"
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f'<line x1="{400 * figure.low:.1f}" x2="{400 * figure.high:.1f}" y1="9" y2="9" stroke="#111" stroke-width="2"/>'
    return (
        f'<div class="row"><span>{escape(name)}</span><svg width="400" height="18" role="img" aria-label="{escape(name)}: {figure}">'
        f'<rect width="400" height="18" fill="#eee"/><rect width="{400 * share:.1f}" height="18" fill="{colour}"/>{interval}</svg>'
        f"<b>{figure}</b></div>"
    )


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; color: #222 }}
.row {{ display: grid; grid-template-columns: 19rem 410px 1fr; align-items: center; margin: 2px 0 }}
table {{ border-collapse: collapse }} td {{ border-bottom: 1px solid #ddd; padding: 2px 8px; vertical-align: top }}
</style></head><body>
{body}
</body></html>
"""
