"""Watch a network while it learns: what share of marked text it hides, label by label, and how much innocent text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch

from notesafe.evaluate.gold import GoldDocument
from notesafe.evaluate.labels import label_of
from notesafe.tagger.features import NO_FEATURES, featurise
from notesafe.tagger.pieces import WordPieces
from notesafe.tagger.tokens import read_tokens
from notesafe.train.encode import WINDOW, windows
from notesafe.train.network import Network

__all__ = ["Measured", "measure"]

_INNOCENT_COST = 4.0
"""What a point of innocent text hidden costs in points of recall, when one model is held against another."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Percentages, 0-100."""

    hidden: dict[str, float]
    """Label -> share of its marks wholly hidden."""
    direct: float
    """The same for all direct identifiers together."""
    innocent: float
    """Share of innocent letters and digits hidden."""

    @property
    def merit(self) -> float:
        """One number to compare models by."""
        return self.direct - _INNOCENT_COST * self.innocent


def measure(net: Network, pieces: WordPieces, documents: Iterable[GoldDocument], *, threshold: float = 0.5) -> Measured:
    """Return how *net* alone does on marked documents: a token is hidden from probability *threshold* on."""
    net.eval()
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    innocent = [0, 0]
    for document in documents:
        hidden = _hidden(net, pieces, document.text, threshold)
        marked = np.zeros(len(document.text), dtype=bool)
        for span in document.spans:
            marked[span.start : span.end] = True
            label = label_of(span.label)
            keys = [label.name, *(["direct"] if label.counts == "direct" else [])]
            whole = all(hidden[i] for i in range(span.start, span.end) if document.text[i].isalnum())
            for key in keys:
                total[key] += 1
                found[key] += whole
        plain = [i for i, c in enumerate(document.text) if c.isalnum() and not marked[i]]
        innocent[0] += int(hidden[plain].sum())
        innocent[1] += len(plain)
    shares = {label: round(100 * found[label] / total[label], 2) for label in sorted(total)}
    return Measured(shares, shares.pop("direct", 0.0), round(100 * innocent[0] / max(1, innocent[1]), 2))


def _hidden(net: Network, pieces: WordPieces, text: str, threshold: float) -> np.ndarray:
    tokens = read_tokens(text)
    hidden = np.zeros(len(text), dtype=bool)
    features = featurise(tokens)
    for first, last in windows([len(pieces.of(t.text)) for t in tokens], WINDOW):
        ids, told, heads = [pieces.start], [NO_FEATURES], []
        for token, facts in zip(tokens[first:last], features[first:last], strict=True):
            own = pieces.of(token.text)
            heads.append(len(ids))
            ids.extend(own)
            told.extend([facts] * len(own))
        with torch.no_grad():
            x = torch.tensor([[*ids, pieces.stop]])
            scores = net(x, torch.tensor([[*told, NO_FEATURES]]))[0]
        nothing = scores.softmax(-1)[heads, 0].tolist()
        for token, p in zip(tokens[first:last], nothing, strict=True):
            hidden[token.start : token.end] |= p <= 1 - threshold
    return hidden
