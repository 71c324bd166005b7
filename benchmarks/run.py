"""
Measure notesafe on the benchmark, write the figures into the README, and guard them.

    python benchmarks/run.py            print the figures of both parts
    python benchmarks/run.py --write    also write them into README.md and baseline.json
    python benchmarks/run.py --check    fail if the open part got worse than baseline.json allows

The gate allows a loss of half a point of recall and a rise of a tenth of a
point of innocent text; anything more is a decision, made with --write.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from notesafe.evaluate import GoldDocument, Report, evaluate, load_gold, load_system
from notesafe.evaluate.figures import Figure, summarise
from notesafe.evaluate.score import DocumentScore

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
BASELINE = HERE / "baseline.json"
RECALL, INNOCENT = "direct identifiers wholly hidden", "innocent characters hidden"
MARGINS = {RECALL: -0.005, INNOCENT: 0.001}
BLOCK = re.compile(r"(<!-- figures -->\n).*?(\n<!-- end -->)", re.DOTALL)
STYLES = ("tidy", "lower", "asr", "caps", "shorthand")
Traits = Mapping[str, tuple[str, str, str]]


def measure(part: str) -> tuple[list[GoldDocument], Report]:
    documents = load_gold(HERE / "documents" / part)
    return documents, evaluate(documents, load_system("notesafe"), name=f"notesafe, profile share, {part}")


def traits() -> Traits:
    """Name -> origin, gender, rarity, as judged for the benchmark (names.tsv)."""
    rows = [line.split("\t") for line in (HERE / "names.tsv").read_text("utf-8").splitlines()[1:] if line]
    return {name: (origin, gender, rarity) for name, origin, gender, rarity in rows}


def by_trait(documents: Sequence[GoldDocument], report: Report, which: int) -> dict[str, Figure]:
    """Recall of people by origin (0), gender (1) or rarity (2) of the name, with intervals over documents."""
    known = traits()
    leaks = {(s.id, m.start) for s in report.scores for m in s.misses if m.kind == "leak"}
    values = sorted({row[which] for row in known.values()})

    def counts(document: GoldDocument, value: str) -> tuple[int, int]:
        mine = [
            span
            for span in document.spans
            if span.label == "PERSON" and known.get(document.text[span.start : span.end], ("", "", ""))[which] == value
        ]
        return sum((document.id, span.start) not in leaks for span in mine), len(mine)

    out = {}
    for value in values:
        scores = [
            DocumentScore(d.id, (), {"PERSON": counts(d, value)}, (0, 0), (0, 0), (0, 0), (0, 0), True, True)
            for d in documents
        ]
        out[value] = summarise(scores).labels["PERSON"]
    return out


def gap(figures: Mapping[str, Figure], least: int = 30) -> str:
    """The distance between the best and the worst group of at least *least* names, in points."""
    shares = {
        name: f.share for name, f in figures.items() if f.total >= least and f.share is not None and name != "none"
    }
    best, worst = max(shares, key=lambda n: shares[n] or 0), min(shares, key=lambda n: shares[n] or 0)
    return f"{100 * ((shares[best] or 0) - (shares[worst] or 0)):.1f} points, {worst} behind {best}"


def table(parts: Mapping[str, tuple[list[GoldDocument], Report]]) -> str:
    """The figures of both parts as Markdown."""
    names = list(parts)
    wholes = {name: parts[name][1].whole for name in names}
    head = " | ".join(f"{name} ({wholes[name].documents} documents)" for name in names)
    lines = [f"| figure, profile `share` | {head} |", "|---|" + "---|" * len(names)]

    def row(title: str, cell: Callable[[str], object]) -> None:
        lines.append(f"| {title} | " + " | ".join(str(cell(name)) for name in names) + " |")

    for figure in wholes[names[0]].headline:
        row(figure, lambda name, figure=figure: wholes[name].headline[figure])
    for metric in parts[names[0]][1].standard:
        row(f"F2, {metric}", lambda name, metric=metric: f"{100 * parts[name][1].standard[metric].f2:.1f}")
    for label in wholes[names[0]].labels:
        row(f"{label} wholly hidden", lambda name, label=label: wholes[name].labels.get(label, "-"))
    for style in STYLES:
        row(f"PERSON, {style}", lambda name, style=style: parts[name][1].slices[f"style={style}"].labels["PERSON"])
    for which, trait in enumerate(("origin", "gender", "rarity")):
        row(f"PERSON, gap by {trait}", lambda name, which=which: gap(by_trait(*parts[name], which)))
    return "\n".join(lines)


def fairness(parts: Mapping[str, tuple[list[GoldDocument], Report]]) -> str:
    """Recall of people by origin, gender and rarity, all parts together."""
    lines = ["| name | open | sealed |", "|---|---|---|"]
    for which, trait in enumerate(("origin", "gender", "rarity")):
        groups = {name: by_trait(*parts[name], which) for name in parts}
        for value in groups["open"]:
            cells = [f"{groups[name][value]} of {int(groups[name][value].total)}" for name in parts]
            lines.append(f"| {trait}: {value} | {' | '.join(cells)} |")
    return "\n".join(lines)


def check(report: Report) -> int:
    """0 if the open part is as good as the baseline, margins aside; else 1, with what got worse."""
    before = json.loads(BASELINE.read_text("utf-8"))
    worse = []
    for name, margin in MARGINS.items():
        now = report.whole.headline[name].share or 0.0
        change = now - before[name]
        print(f"{name}: {100 * before[name]:.2f} -> {100 * now:.2f} (allowed change {100 * margin:+.2f})")
        if change < margin if margin < 0 else change > margin:
            worse.append(name)
    for name in worse:
        print(f"worse than the baseline allows: {name}")
    return 1 if worse else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write README.md and baseline.json")
    parser.add_argument("--check", action="store_true", help="only guard the open part")
    parser.add_argument(
        "--fairness", action="store_true", help="also print recall by origin, gender and rarity of names"
    )
    chosen = parser.parse_args()
    if chosen.check:
        return check(measure("open")[1])
    parts = {part: measure(part) for part in ("open", "sealed")}
    figures = table(parts)
    print(figures)
    if chosen.fairness:
        print(fairness(parts))
    if chosen.write:
        README.write_text(BLOCK.sub(lambda m: m[1] + figures + m[2], README.read_text("utf-8")), "utf-8")
        headline = parts["open"][1].whole.headline
        BASELINE.write_text(json.dumps({name: headline[name].share for name in MARGINS}, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
