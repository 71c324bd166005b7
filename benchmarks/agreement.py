"""
How far two annotators who did not see each other's marks agree.

    python benchmarks/agreement.py

The second pass is in `documents/second/`. Printed: for each label, how many marks
of the first have one of the second with the same bounds and label, or that overlap;
F1 of the second against the first; Cohen's kappa over characters (letters and
digits), identifying against not, by scikit-learn; and what the second annotator would
score as a redactor, with notesafe on the same documents beside it. No figure against
one annotator's marks means much beyond that of another annotator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

from notesafe.evaluate import GoldDocument, load_gold
from notesafe.evaluate.gold import GoldSpan
from notesafe.evaluate.labels import label_of
from notesafe.evaluate.score import score_document
from notesafe.evaluate.systems import Found, load_system

HERE = Path(__file__).parent / "documents"
HIDDEN = ("direct", "substance")


def pairs() -> list[tuple[GoldDocument, GoldDocument]]:
    first = {d.id: d for part in ("open", "sealed") for d in load_gold(HERE / part)}
    second = load_gold(HERE / "second")
    for document in second:
        if first[document.id].text != document.text:
            raise SystemExit(f"document '{document.id}': the two passes mark different texts.")
    return [(first[d.id], d) for d in second]


def identifying(document: GoldDocument) -> list[bool]:
    marked = [False] * len(document.text)
    for span in document.spans:
        if label_of(span.label).counts in HIDDEN:
            marked[span.start : span.end] = [True] * (span.end - span.start)
    return [mark for mark, char in zip(marked, document.text, strict=True) if char.isalnum()]


def agreed(first: GoldDocument, second: GoldDocument) -> GoldDocument:
    """Return *first* with the contested marks neutral: those that *second* does not wholly cover, and those of *second* alone."""
    theirs = _covered(second)
    spans = [
        span
        if label_of(span.label).counts not in HIDDEN or theirs.issuperset(_letters(first, span))
        else replace(span, label="OTHER")
        for span in first.spans
    ]
    ours = {at for span in first.spans for at in range(span.start, span.end)}
    spans += [replace(span, label="OTHER") for span in second.spans if ours.isdisjoint(range(span.start, span.end))]
    return replace(first, spans=tuple(sorted(spans, key=lambda span: span.start)))


def _letters(document: GoldDocument, span: GoldSpan) -> set[int]:
    return {at for at in range(span.start, span.end) if document.text[at].isalnum()}


def _covered(document: GoldDocument) -> set[int]:
    return {
        at for span in document.spans if label_of(span.label).counts in HIDDEN for at in range(span.start, span.end)
    }


def as_redactor(name: str, gold: Sequence[GoldDocument], found: Sequence[Sequence[Found]]) -> str:
    """Return in one line what a redactor that hid *found* in the documents of *gold* hid and left."""
    scores = list(map(score_document, gold, found))
    direct = [counts for s in scores for label, counts in s.entities.items() if label_of(label).counts == "direct"]
    hidden, marks = (sum(counts) for counts in zip(*direct, strict=True))
    gone, innocent = (sum(counts) for counts in zip(*(s.innocent for s in scores), strict=True))
    clean = sum(s.clean for s in scores)
    return (
        f"{name}: direct identifiers wholly hidden {100 * hidden / marks:.1f} ({hidden} of {marks}), documents with nothing "
        f"direct left {100 * clean / len(scores):.1f} ({clean} of {len(scores)}), innocent {100 * gone / innocent:.2f}"
    )


def main() -> None:
    documents = pairs()
    total, same, touching = Counter[str](), Counter[str](), Counter[str]()
    theirs = both = 0
    for first, second in documents:
        exact = {(s.start, s.end, s.label) for s in second.spans}
        for span in first.spans:
            total[span.label] += 1
            same[span.label] += (span.start, span.end, span.label) in exact
            touching[span.label] += any(
                s.start < span.end and span.start < s.end and s.label == span.label for s in second.spans
            )
        theirs += len(second.spans)
        both += len(exact & {(s.start, s.end, s.label) for s in first.spans})
    ours = sum(total.values())
    print(f"{len(documents)} documents, {ours} marks of the first pass, {theirs} of the second")
    print("| label | marks | same bounds and label, % | overlapping, same label, % |\n|---|---|---|---|")
    for label, count in total.most_common():
        print(f"| {label} | {count} | {100 * same[label] / count:.0f} | {100 * touching[label] / count:.0f} |")
    print(f"F1 of the marks (same bounds and label): {200 * both / (ours + theirs):.1f}")
    kappa = cohen_kappa_score(
        [m for first, _ in documents for m in identifying(first)],
        [m for _, second in documents for m in identifying(second)],
    )
    print(f"Cohen's kappa over letters and digits, identifying or not: {kappa:.3f}")
    sealed = [pair for pair in documents if pair[0].id.startswith("s")]
    print(f"\nAgainst the first pass, on the {len(sealed)} documents of the sealed part:")
    firsts = [first for first, _ in sealed]
    marks = [
        [(s.start, s.end, s.label) for s in second.spans if label_of(s.label).counts in HIDDEN] for _, second in sealed
    ]
    print(as_redactor("second annotator", firsts, marks))
    found = list(load_system("notesafe")(firsts))
    print(as_redactor("notesafe", firsts, found))
    print(
        as_redactor("notesafe, what the two mark unlike counted neither way", [agreed(*pair) for pair in sealed], found)
    )


if __name__ == "__main__":
    main()
