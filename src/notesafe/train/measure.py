"""Watch a network while it learns: what share of marked text it hides, label by label, and how much innocent text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import torch

from notesafe.evaluate.gold import load_gold
from notesafe.tagger.features import NO_FEATURES, featurise
from notesafe.tagger.pieces import WordPieces
from notesafe.tagger.tokens import read_tokens
from notesafe.train.encode import windows
from notesafe.train.network import Network

__all__ = ["hidden_by_label"]


def hidden_by_label(net: Network, pieces: WordPieces, folder: Path, *, threshold: float = 0.5) -> dict[str, float]:
    """
    Return for each label the percentage of marks wholly hidden, and under `innocent` that of innocent letters hidden.

    A token counts as hidden where the probability of *nothing* is at most 1 - *threshold*.
    """
    net.eval()
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for document in load_gold(folder):
        tokens = read_tokens(document.text)
        hidden = np.zeros(len(document.text), dtype=bool)
        for first, last in windows([len(pieces.of(t.text)) for t in tokens], 190):
            ids, told, heads = [pieces.start], [NO_FEATURES], []
            for token in tokens[first:last]:
                own = pieces.of(token.text)
                heads.append(len(ids))
                ids.extend(own)
                told.extend([featurise(token.text)] * len(own))
            with torch.no_grad():
                x = torch.tensor([[*ids, pieces.stop]])
                scores = net(x, torch.tensor([[*told, NO_FEATURES]]), torch.ones_like(x))[0]
            nothing = scores.softmax(-1)[heads, 0].tolist()
            for token, p in zip(tokens[first:last], nothing, strict=True):
                hidden[token.start : token.end] |= p <= 1 - threshold
        marked = np.zeros(len(document.text), dtype=bool)
        for span in document.spans:
            marked[span.start : span.end] = True
            letters = [i for i in range(span.start, span.end) if document.text[i].isalnum()]
            total[span.label] += 1
            found[span.label] += all(hidden[i] for i in letters)
        plain = [i for i, c in enumerate(document.text) if c.isalnum() and not marked[i]]
        total["innocent"] += len(plain)
        found["innocent"] += int(hidden[plain].sum())
    return {label: round(100 * found[label] / total[label], 2) for label in sorted(total)}
