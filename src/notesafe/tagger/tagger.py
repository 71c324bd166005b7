"""Run the model over a text and return what it marks, in whole words, with probabilities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from notesafe.errors import ModelError
from notesafe.tagger.features import FEATURES, NO_FEATURES, featurise
from notesafe.tagger.labels import LABELS
from notesafe.tagger.pieces import WordPieces
from notesafe.tagger.tokens import Token, read_tokens

__all__ = ["Tagged", "Tagger", "load_tagger"]

_MARGIN = 12
"""Pieces at either end of a window that only give context; the window beside it reads them."""
_LEAST = 0.1
"""Probability of being marked from which on a token is told at all; what is taken is for the weighing to say."""
_SUSPECT = 0.03
"""Probability from which on a token that is not marked is suspected: the model does not take it for harmless either."""

_GAP = 2
"""Blanks between two tokens from which on they are two columns, and what is marked in each stands by itself."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch that the model marks."""

    start: int
    end: int
    label: str
    probability: float
    """0-1: of its surest token, that it is marked at all (under whatever label)."""


class Tagger:
    """
    The model, loaded. Read-only: one serves all threads of a process.

    Args:
        folder: Holds `tagger.json`, `model.onnx` and `vocab.txt`.
        threads: Cores that one text may use.

    Raises:
        ModelError: A file is missing, is not the one that `tagger.json` names, or cannot be run.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.facts = _facts(folder)
        try:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=["SkipLayerNormFusion"],  # the fused kernel is slower than its two parts
            )
        except Exception as error:  # the engine's errors have no common root
            raise ModelError(
                f"the model in '{folder.name}' cannot be run ({type(error).__name__}). Install notesafe anew."
            ) from error
        self._pieces = WordPieces((folder / "vocab.txt").read_text("utf-8").split("\n"))
        self._window = int(self.facts["window"])

    @property
    def name(self) -> str:
        """Name and version."""
        return f"{self.facts['name']} {self.facts['version']}"

    def tag(self, text: str, *, suspected: bool = False) -> list[Tagged]:
        """
        Return what the model marks in *text*, left to right, disjoint, however unsure above 0.1.

        With *suspected*, also the words that it neither marks nor takes for harmless, each by itself (0.03 to 0.1).
        """
        tokens = read_tokens(text)
        if not tokens:
            return []
        probabilities = self.probabilities(tokens)
        found = list(_spans(tokens, probabilities))
        return sorted([*found, *_suspects(tokens, probabilities)], key=_start) if suspected else found

    def probabilities(self, tokens: Sequence[Token]) -> np.ndarray:
        """
        Return the probability of each tag for each token: `[tokens, len(TAGS)]`.

        Each window is read by itself, so that the result does not depend on what else is read.
        """
        pieces = [self._pieces.of(token.text) for token in tokens]
        told = featurise(tokens)
        lengths = [len(own) for own in pieces]
        out: np.ndarray | None = None
        for first, last, told_from, told_to in _windows(lengths, self._window):
            scores, heads = self._run(pieces[first:last], told[first:last])
            if out is None:
                out = np.zeros((len(tokens), scores.shape[1]), dtype=np.float32)
            out[told_from:told_to] = scores[heads][told_from - first : told_to - first]
        if out is None:
            return np.zeros((0, 1 + 2 * len(LABELS)), dtype=np.float32)
        out -= out.max(axis=1, keepdims=True)
        np.exp(out, out=out)
        out /= out.sum(axis=1, keepdims=True)
        return out

    def _run(self, words: Sequence[tuple[int, ...]], told: Sequence[tuple[int, ...]]) -> tuple[np.ndarray, list[int]]:
        """Return the scores of every piece of one window, and which pieces begin a token."""
        ids, heads = [self._pieces.start], []
        features: list[tuple[int, ...]] = [NO_FEATURES]
        for own, facts in zip(words, told, strict=True):
            heads.append(len(ids))
            ids.extend(own)
            features.extend([facts] * len(own))
        read = {
            "pieces": np.array([[*ids, self._pieces.stop]], dtype=np.int64),
            "features": np.array([[*features, NO_FEATURES]], dtype=np.int64),
        }
        scores = self._session.run(None, read)[0][0]
        return scores, heads


def load_tagger(folder: Path) -> Tagger:
    """Return the tagger in *folder*, loaded once a process."""
    return _load(str(folder.resolve()))


@lru_cache(maxsize=4)
def _load(folder: str) -> Tagger:
    return Tagger(Path(folder))


def _facts(folder: Path) -> dict[str, Any]:
    """Return `tagger.json`, after the other files were held against its checksums."""
    try:
        facts: dict[str, Any] = json.loads((folder / "tagger.json").read_text("utf-8"))
        for name, wanted in facts["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
                raise ModelError(
                    f"'{name}' in '{folder.name}' is not the file the model was shipped with. Install notesafe anew."
                )
        if facts["labels"] != list(LABELS) or facts["features"] != list(FEATURES):
            raise ModelError(f"the model in '{folder.name}' was made for another version of notesafe.")
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"there is no whole model in '{folder.name}' ({type(error).__name__}).") from error
    return facts


def _windows(lengths: Sequence[int], most: int) -> Iterator[tuple[int, int, int, int]]:
    """
    Yield for each window its first and last token, and the first and last token whose tags are taken from it.

    Windows overlap by twice the margin, so that each token is read with words on both sides.
    """
    ends = np.cumsum(lengths)
    starts = ends - np.asarray(lengths)
    count = len(lengths)
    first = done = 0
    while True:
        last = int(np.searchsorted(ends, starts[first] + most, side="right"))
        last = max(last, first + 1)
        if last >= count:
            yield first, count, done, count
            return
        told = max(done + 1, int(np.searchsorted(ends, ends[last - 1] - _MARGIN, side="right")))
        yield first, last, done, min(told, last)
        done = min(told, last)
        first = min(done, int(np.searchsorted(starts, max(0, starts[done] - _MARGIN), side="left")))


def _start(tagged: Tagged) -> int:
    return tagged.start


def _suspects(tokens: Sequence[Token], probabilities: np.ndarray) -> Iterator[Tagged]:
    marked = 1.0 - probabilities[:, 0]
    mass = probabilities[:, 1::2] + probabilities[:, 2::2]
    for at in map(int, np.flatnonzero((marked >= _SUSPECT) & (marked < _LEAST))):
        if tokens[at].text[0] != "\n":
            label = LABELS[int(mass[at].argmax())]
            yield Tagged(tokens[at].start, tokens[at].end, label, float(marked[at]))


def _spans(tokens: Sequence[Token], probabilities: np.ndarray) -> Iterator[Tagged]:
    marked = 1.0 - probabilities[:, 0]
    begins, insides = probabilities[:, 1::2], probabilities[:, 2::2]
    mass = begins + insides
    best = mass.argmax(axis=1)
    at = 0
    while at < len(tokens):
        if marked[at] < _LEAST or tokens[at].text[0] == "\n":
            at += 1
            continue
        first, total = at, mass[at].copy()
        at += 1
        while (
            at < len(tokens)
            and marked[at] >= _LEAST
            and tokens[at].start - tokens[at - 1].end < _GAP
            and not (best[at] != best[at - 1] or begins[at, best[at]] > insides[at, best[at]])
        ):
            total += mass[at]
            at += 1
        last = at
        while last > first + 1 and tokens[last - 1].text[0] == "\n":
            last -= 1
        yield Tagged(
            tokens[first].start, tokens[last - 1].end, LABELS[int(total.argmax())], float(marked[first:last].max())
        )
