"""
Fit the weights of `src/notesafe/weights.yaml` to the model that ships: one after another, each to its best value.

    python training/fit_weights.py --documents training/fitting/documents.jsonl training/fitting/hard.jsonl benchmarks/documents/open [--groups alone doubt] [--write]

A coordinate search (Nesterov 2012): every weight in turn is tried at a few values near the one it has, on documents that
the model was not taught on, and keeps the one with the highest merit: share of direct identifiers wholly hidden,
plus a fifth of the share of substances, minus three times the share of innocent letters and digits hidden,
all in percent. A change has to gain 0.02. Prints every change; with `--write` puts them into the file.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from notesafe import Redactor, weights
from notesafe.evaluate.gold import GoldDocument, load_gold
from notesafe.evaluate.labels import label_of
from notesafe.evaluate.score import score_document
from notesafe.note import Note
from notesafe.text import normalise

FILE = Path(__file__).parents[1] / "src" / "notesafe" / "weights.yaml"
WEIGHED_LATE = ("alone", "doubt")
"""Groups that are asked when the evidence is weighed; all others are asked when it is found."""
STEPS = (-0.15, 0.15)
VALUES = {
    "doubt": {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0},
    "alone": {0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88},
}
GAIN = 0.02


class Bench:
    """The documents, read by the model once, and everything behind it again for each try."""

    def __init__(self, documents: Sequence[GoldDocument]) -> None:
        self.redactor = Redactor()
        self.documents = documents
        self.detector = self.redactor._detector
        self.views = [normalise(document.text) for document in documents]
        self.docs = list(self.detector.pipeline.read(view.normal for view in self.views))
        self.find()

    def find(self) -> None:
        self.founds = [self.detector.candidates(v.normal, doc) for v, doc in zip(self.views, self.docs, strict=True)]

    def merit(self) -> tuple[float, str]:
        direct, substances, innocent = [0, 0], [0, 0], [0, 0]
        for document, view, found in zip(self.documents, self.views, self.founds, strict=True):
            notes = [Note(document.text)]
            weighed = self.redactor._weighed(notes, [view], [found])
            chosen = self.redactor._chosen([view], weighed)[0]
            hidden = [
                (s.start, s.end, s.entity_type)
                for s in chosen.hidden
                if s.entity_type != "AGE" and self.redactor.policy.rule_for(s.entity_type, s.kind).operator != "keep"
            ]
            score = score_document(document, hidden)
            for name, (whole, total) in score.entities.items():
                counts = {"direct": direct, "substance": substances}.get(label_of(name).counts)
                if counts:
                    counts[0] += whole
                    counts[1] += total
            innocent[0] += score.innocent[0]
            innocent[1] += score.innocent[1]
        shares = [100 * a / max(1, b) for a, b in (direct, substances, innocent)]
        told = "direct {:.2f} substances {:.2f} innocent {:.2f}".format(*shares)
        return shares[0] + 0.2 * shares[1] - 3 * shares[2], told


def set_weight(name: str, value: float) -> None:
    weights._weights()[name] = value
    weights.weight.cache_clear()


def write(changed: dict[str, float]) -> None:
    text = FILE.read_text("utf-8")
    for name, value in changed.items():
        text = re.sub(rf"(?m)^(    {name}: )[\d.]+", rf"\g<1>{value:g}", text)
    FILE.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, nargs="+", required=True)
    parser.add_argument("--groups", nargs="*")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    bench = Bench([document for folder in options.documents for document in load_gold(folder)])
    groups = yaml.safe_load(FILE.read_text("utf-8"))["weights"]
    best, told = bench.merit()
    print(f"{len(bench.documents)} documents, merit {best:.2f}: {told}", flush=True)
    changed: dict[str, float] = {}
    for group in options.groups or groups:
        for name, now in groups[group].items():
            kept, merits = now, {}
            for value in sorted(
                VALUES.get(group, {round(min(0.99, max(0.0, now + step)), 2) for step in STEPS}) - {now}
            ):
                set_weight(name, value)
                if group not in WEIGHED_LATE:
                    bench.find()
                merits[value] = bench.merit()
            value, (merit, words) = max(merits.items(), key=lambda item: (item[1][0], -abs(item[0] - now)))
            if merit >= best + GAIN:
                kept, best, changed[name] = value, merit, value
                print(f"{name}: {now} -> {value}, merit {merit:.2f}: {words}", flush=True)
            set_weight(name, kept)
            if group not in WEIGHED_LATE:
                bench.find()
    if options.write:
        write(changed)


if __name__ == "__main__":
    main()
