"""
Count what was hidden and what was left, document by document.

Four numbers belong together: how many identifying stretches are wholly hidden,
how many documents have nothing left in them, how much innocent text went, and
how much of the identifying text by characters. A stretch is hidden only if every
letter and digit of it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from notesafe.evaluate.gold import GoldDocument
from notesafe.evaluate.labels import label_of
from notesafe.evaluate.systems import Found

__all__ = ["DocumentScore", "Miss", "score_document", "slices_of"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A leak (`leak`) or innocent text that was hidden (`false alarm`), by offsets."""

    kind: str
    start: int
    end: int
    label: str
    risk: float
    """How bad: the label's weight times the letters and digits at stake."""


@dataclass(frozen=True, slots=True, repr=False)
class DocumentScore:
    """The counts of one document; sums of these make every figure."""

    id: str
    slices: tuple[str, ...]
    entities: Mapping[str, tuple[int, int]]
    """Label -> (wholly hidden, all)."""
    characters: tuple[int, int]
    """Letters and digits of direct marks: hidden, all."""
    innocent: tuple[int, int]
    """Letters and digits outside every mark: hidden, all."""
    risk: tuple[float, float]
    """The same by risk: hidden weight, all weight."""
    predictions: tuple[int, int]
    """Stretches hidden that touch a direct or substance mark, and all that do not lie in neutral text."""
    clean: bool
    """Nothing direct is left."""
    clean_of_substances: bool
    """Nothing direct and no substance is left."""
    misses: tuple[Miss, ...] = field(default=())
    tokens: tuple[tuple[bool, bool], ...] = field(default=())
    """For each token outside neutral marks: is it identifying, was it hidden."""

    def __repr__(self) -> str:
        return f"DocumentScore({self.id!r}, clean={self.clean})"


def score_document(document: GoldDocument, found: Sequence[Found]) -> DocumentScore:
    """Return the counts for one document and what a system hid in it."""
    text = document.text
    hidden = bytearray(len(text))
    for start, end, _ in found:
        hidden[max(0, start) : max(0, end)] = b"\x01" * max(0, min(end, len(text)) - max(0, start))
    marked = bytearray(len(text))
    entities: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    characters, risk = [0, 0], [0.0, 0.0]
    misses: list[Miss] = []
    clean = clean_of_substances = True
    for span in document.spans:
        label = label_of(span.label)
        marked[span.start : span.end] = (b"\x02" if label.counts in ("direct", "substance") else b"\x01") * (
            span.end - span.start
        )
        if label.counts == "neutral":
            continue
        signs = [i for i in range(span.start, span.end) if text[i].isalnum()]
        covered = sum(hidden[i] for i in signs)
        whole = covered == len(signs)
        entities[label.name][0] += whole
        entities[label.name][1] += 1
        risk[0] += label.risk * whole
        risk[1] += label.risk
        if label.counts == "direct":
            characters[0] += covered
            characters[1] += len(signs)
        if not whole and label.counts != "quasi":
            misses.append(Miss("leak", span.start, span.end, label.name, label.risk * (len(signs) - covered)))
            clean_of_substances = False
            clean = clean and label.counts != "direct"
    innocent = [i for i, char in enumerate(text) if char.isalnum() and not marked[i]]
    misses += _false_alarms(text, found, marked)
    hits, shown = _predictions(text, found, marked)
    return DocumentScore(
        document.id,
        slices_of(document),
        {name: (a, b) for name, (a, b) in entities.items()},
        (characters[0], characters[1]),
        (sum(hidden[i] for i in innocent), len(innocent)),
        (risk[0], risk[1]),
        (hits, shown),
        clean,
        clean_of_substances,
        tuple(misses),
        tuple(_tokens(text, hidden, marked)),
    )


def slices_of(document: GoldDocument) -> tuple[str, ...]:
    """Return what the document can be sliced by: `genre=soap`, `style=lower`, `names=hispanic`."""
    return tuple(
        f"{key}={value.strip()}"
        for key, values in sorted(document.meta.items())
        if key in ("genre", "style", "names", "source")
        for value in values.split(",")
        if value.strip() and value.strip() != "none"
    )


def _false_alarms(text: str, found: Iterable[Found], marked: bytearray) -> list[Miss]:
    out = []
    for start, end, kind in found:
        wrong = sum(1 for i in range(max(0, start), min(end, len(text))) if text[i].isalnum() and not marked[i])
        if wrong:
            out.append(Miss("false alarm", start, end, kind, float(wrong)))
    return out


def _predictions(text: str, found: Iterable[Found], marked: bytearray) -> tuple[int, int]:
    """Return how many hidden stretches touch a mark that should be hidden, and how many touch no neutral text only."""
    hits = shown = 0
    for start, end, _ in found:
        kinds = {marked[i] for i in range(max(0, start), min(end, len(text))) if text[i].isalnum()}
        if 2 in kinds:
            hits += 1
            shown += 1
        elif 0 in kinds:
            shown += 1
    return hits, shown


def _tokens(text: str, hidden: bytearray, marked: bytearray) -> Iterable[tuple[bool, bool]]:
    """Yield for each run of letters and digits whether it is identifying and whether it was hidden; neutral ones not."""
    at = 0
    while at < len(text):
        if not text[at].isalnum():
            at += 1
            continue
        end = at
        while end < len(text) and text[end].isalnum():
            end += 1
        kinds = set(marked[at:end])
        if kinds != {1}:
            yield 2 in kinds, any(hidden[at:end])
        at = end
