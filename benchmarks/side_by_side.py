"""
Hold systems beside each other on one set of documents, class by class and style by style, in one run.

    python benchmarks/side_by_side.py benchmarks/documents/sealed
    python benchmarks/side_by_side.py benchmarks/documents/sealed --systems notesafe our_model stock_model presidio
    python benchmarks/side_by_side.py presidio_synth.jsonl --annotated PERSON LOCATION ORG DATE
    python benchmarks/side_by_side.py benchmarks/documents/sealed --leaks 10

Figures are percentages of marks wholly hidden, unless the row says otherwise. `speed` is time per character on one
core in this run, notesafe's divided by the system's: above 1 is faster than notesafe. `--leaks N` lists, instead of
words, what kinds of marks leak most. Needs the group `test`, which brings en_core_web_sm.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from notesafe.evaluate import GoldDocument, Report, evaluate, load_gold, load_system  # noqa: E402
from notesafe.evaluate.gold import GoldSpan  # noqa: E402
from notesafe.evaluate.labels import label_of  # noqa: E402

GROUPS = ("people", "places", "facilities", "organisations", "contacts", "numbers", "dates", "substances", "ages")
HEADLINE = (
    "direct identifiers wholly hidden",
    "documents with nothing direct left",
    "innocent characters hidden",
    "precision by span",
)
STYLES = ("tidy", "lower", "asr", "caps", "shorthand")


def run(name: str, documents: Sequence[GoldDocument]) -> tuple[Report, float]:
    """The report of a system, and its seconds on the second reading."""
    system = load_system(name if name == "notesafe" else f"systems:{name}")
    list(system(documents[:2]))
    started = time.process_time()
    predictions = list(system(documents))
    seconds = time.process_time() - started
    return evaluate(documents, lambda _: iter(predictions), name=name), seconds


def groups(report: Report) -> dict[str, tuple[int, int]]:
    """Group of labels -> hidden, in all."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for score in report.scores:
        for label, (hidden, total) in score.entities.items():
            counts[label_of(label).group][0] += hidden
            counts[label_of(label).group][1] += total
    return {name: (hidden, total) for name, (hidden, total) in counts.items()}


def percent(hidden: float, total: float) -> str:
    return f"{100 * hidden / total:.1f} of {total:.0f}" if total else "-"


def table(documents: Sequence[GoldDocument], reports: dict[str, tuple[Report, float]]) -> str:
    names = list(reports)
    lines = [f"| %, {len(documents)} documents | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for figure in HEADLINE:
        lines.append(f"| {figure} | " + " | ".join(str(reports[n][0].whole.headline[figure]) for n in names) + " |")
    of = {n: groups(reports[n][0]) for n in names}
    for group in GROUPS:
        if any(group in of[n] for n in names):
            lines.append(f"| {group} | " + " | ".join(percent(*of[n].get(group, (0, 0))) for n in names) + " |")
    for style in STYLES:
        if f"style={style}" in reports[names[0]][0].slices:
            for title, figure in (("people", None), ("all direct", HEADLINE[0]), ("innocent hidden", HEADLINE[2])):
                cells = []
                for n in names:
                    part = reports[n][0].slices[f"style={style}"]
                    cells.append(str(part.headline[figure] if figure else part.labels.get("PERSON", "-")))
                lines.append(f"| {style}: {title} | " + " | ".join(cells) + " |")
    base = reports[names[0]][1]
    lines.append(f"| speed, {names[0]} = 1 | " + " | ".join(f"{base / reports[n][1]:.2f}" for n in names) + " |")
    return "\n".join(lines)


def leaks(documents: Sequence[GoldDocument], report: Report, most: int) -> str:
    """The commonest kinds of leak, by label, style and shape of the words; no words."""
    texts = {d.id: d for d in documents}
    counts: Counter[str] = Counter()
    for score in report.scores:
        document = texts[score.id]
        for miss in score.misses:
            if miss.kind == "leak":
                surface = document.text[miss.start : miss.end]
                words = surface.split()
                build = (
                    "with digits"
                    if any(c.isdigit() for c in surface)
                    else f"{min(len(words), 4)}{'+' if len(words) > 4 else ''} words"
                )
                case = "capitals" if surface.isupper() else "lower case" if surface.islower() else "mixed case"
                counts[f"{miss.label}, {build}, {case}, {document.meta.get('style', '?')}"] += 1
    return "\n".join(f"{count:4d}  {kind}" for kind, count in counts.most_common(most))


def only(documents: Sequence[GoldDocument], annotated: Sequence[str]) -> list[GoldDocument]:
    """The documents with the marks of the labels that their source annotates; others become neutral."""
    return [
        GoldDocument(
            d.id,
            d.text,
            tuple(s if s.label in annotated else GoldSpan(s.start, s.end, "OTHER") for s in d.spans),
            d.meta,
        )
        for d in documents
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--systems", nargs="+", default=["notesafe", "presidio"])
    parser.add_argument("--annotated", nargs="+", default=[])
    parser.add_argument("--leaks", type=int, default=0)
    chosen = parser.parse_args()
    documents = load_gold(chosen.documents)
    if chosen.annotated:
        documents = only(documents, chosen.annotated)
    reports = {name: run(name, documents) for name in chosen.systems}
    print(table(documents, reports))
    if chosen.leaks:
        print(
            f"\nwhat leaks most, {chosen.systems[0]}:\n" + leaks(documents, reports[chosen.systems[0]][0], chosen.leaks)
        )


if __name__ == "__main__":
    main()
