"""Teach the shipped model further on a clinic's own marked notes, without forgetting what it knew."""

from __future__ import annotations

import copy
import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from notesafe.detect.model import model_path, save_pipeline
from notesafe.errors import NotesafeError
from notesafe.evaluate.gold import GoldDocument, load_gold
from notesafe.evaluate.labels import label_of
from notesafe.tagger.pieces import WordPieces
from notesafe.train.encode import Example, encode
from notesafe.train.export import export
from notesafe.train.fill import Filler, spans_of
from notesafe.train.learn import learn
from notesafe.train.measure import Measured, measure
from notesafe.train.slots import documents_path, read_slots
from notesafe.train.start import network_from_onnx
from notesafe.train.styles import restyle

__all__ = ["Adapted", "adapt"]

_FEWEST = 10
"""Marked documents below which nothing can be held back to stop by."""
_HELD_BACK = 5
"""One document in so many is held back."""
_REHEARSED = 120
"""Documents of ours in each pass, so that the model does not forget."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """What came of it: the figures on the held-back documents before and after, and where the new pipeline is."""

    before: Measured
    after: Measured
    best_round: int
    """Pass whose model was kept; 0 is the model that ships."""
    taught: int
    held_back: int
    folder: Path


def adapt(
    gold: str | Path,
    folder: Path,
    *,
    rounds: int = 12,
    patience: int = 3,
    rate: float = 1e-4,
    seed: int = 0,
    told: Callable[[int, int, Measured | None], None] = lambda number, of, figures: None,
) -> Adapted:
    """
    Train the shipped model on marked documents and write the new pipeline into *folder*.

    Args:
        gold: Marked documents, in any format `load_gold` reads. Every label must be marked throughout.
        folder: Where the pipeline goes; `Redactor(nlp=folder)` takes it.
        rounds: Most passes over the documents.
        patience: Stop after so many passes without a better result on the held-back documents.
        rate: Highest learning rate.
        seed: Of chance.
        told: Called before the first pass and after each, with its number, their count and the figures.

    Raises:
        NotesafeError: There are fewer than ten documents, or *folder* is not empty.
    """
    documents = load_gold(gold)
    if len(documents) < _FEWEST:
        raise NotesafeError(
            f"{len(documents)} marked documents are too few to learn from and to test on; mark {_FEWEST} or more."
        )
    if folder.exists() and any(folder.iterdir()):
        raise NotesafeError(f"'{folder.name}' is not empty; name a new folder for the pipeline.")
    held, taught = _divide(documents)
    shipped = model_path() / "notesafe_tagger"
    pieces = WordPieces((shipped / "vocab.txt").read_text("utf-8").split("\n"))
    net = network_from_onnx(shipped)
    before = measure(net, pieces, held)
    told(0, rounds, before)
    best, best_state, best_round, idle = before, copy.deepcopy(net.state_dict()), 0, 0
    passes = _passes(taught, pieces, seed)
    for number in range(1, rounds + 1):
        examples = next(passes)
        pieces_in_all = sum(len(example.pieces) for example in examples)
        learn(net, [examples], pieces, steps=max(1, pieces_in_all // 2048), rate=rate, batch=2048, seed=seed + number)
        figures = measure(net, pieces, held)
        told(number, rounds, figures)
        if figures.merit > best.merit:
            best, best_state, best_round, idle = figures, copy.deepcopy(net.state_dict()), number, 0
        else:
            idle += 1
            if idle >= patience:
                break
    net.load_state_dict(best_state)
    tagger = folder.with_name(folder.name + ".tagger")
    export(net, shipped / "vocab.txt", tagger, name="en_notesafe_adapted", version="1.0.0")
    save_pipeline(tagger, folder)
    for path in sorted(tagger.iterdir()):
        path.unlink()
    tagger.rmdir()
    return Adapted(before, best, best_round, len(taught), len(held), folder)


def _divide(documents: Sequence[GoldDocument]) -> tuple[list[GoldDocument], list[GoldDocument]]:
    """Return the held-back documents and the rest; which is which depends on their ids alone."""
    ordered = sorted(documents, key=lambda d: hashlib.sha256(d.id.encode()).hexdigest())
    count = max(2, len(ordered) // _HELD_BACK)
    return ordered[:count], ordered[count:]


def _passes(taught: Sequence[GoldDocument], pieces: WordPieces, seed: int) -> Iterator[list[Example]]:
    """Yield the examples of each pass: all of the clinic's documents, as many again of ours, filled anew."""
    ours = read_slots(documents_path())
    filler = Filler(ours)
    number = 0
    while True:
        rng = random.Random(f"{seed}:{number}")
        examples: list[Example] = []
        for document in taught:
            spans = [(span.start, span.end, label_of(span.label).name) for span in document.spans]
            examples.extend(encode(document.text, spans, pieces, rng=rng))
        for slots in rng.sample(ours, min(len(ours), _REHEARSED)):
            text, filled = spans_of(restyle(filler.fill(slots, rng), slots.style, rng))
            examples.extend(encode(text, filled, pieces, rng=rng))
        number += 1
        yield examples
