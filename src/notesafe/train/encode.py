"""Turn a text and its spans into what the network reads: pieces, features and tags."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from notesafe.tagger.features import NO_FEATURES, featurise
from notesafe.tagger.labels import LABELS, TAGS, tag_id
from notesafe.tagger.pieces import WordPieces
from notesafe.tagger.tokens import Token, read_tokens

__all__ = ["IGNORED", "TO_TAGGER", "UNKNOWN", "WINDOW", "Example", "encode", "windows"]

IGNORED = -100
"""The tag of a piece that teaches nothing: of a second or later piece of a token, or of none."""
UNKNOWN = -1
"""The tag of a token of which nothing is known; a teacher may say something."""
WINDOW = 190
"""Pieces that the network reads at a time, without the two at the ends."""
TO_TAGGER: dict[str, str | None] = {
    **{label: label for label in LABELS},
    "AGE_90": "AGE",
    **dict.fromkeys(("PHONE", "EMAIL", "URL", "HANDLE"), "CONTACT"),
    "QUASI": None,
    "OTHER": None,
}
"""Label of the marked documents -> label of the model; None for what it is not taught."""


@dataclass(frozen=True, slots=True)
class Example:
    """One window, ready for the network; arrays of one length."""

    pieces: np.ndarray
    features: np.ndarray
    tags: np.ndarray
    unlabelled: np.ndarray
    """For each tag whether text marked as nothing may be it: labels that a source does not annotate."""


def encode(
    text: str,
    spans: Sequence[tuple[int, int, str]],
    pieces: WordPieces,
    *,
    annotated: Collection[str] | None = None,
    most: int = WINDOW,
    rng: random.Random | None = None,
) -> Iterator[Example]:
    """
    Yield the examples of one text: windows of at most *most* pieces.

    Args:
        text: The note.
        spans: Start, end and label (a label of the marked documents), not overlapping.
        pieces: The vocabulary.
        annotated: The model's labels that this source marks; by default all of them.
        most: Longest window, without the two pieces at its ends.
        rng: Where windows start is drawn from it.
    """
    tokens = read_tokens(text)
    tags = _token_tags(tokens, spans)
    free = np.array([False] + [annotated is not None and tag[2:] not in annotated for tag in TAGS[1:]])
    free[0] = True
    features = featurise(tokens)
    for first, last in windows([len(pieces.of(t.text)) for t in tokens], most, rng):
        ids, told, labels = [pieces.start], [NO_FEATURES], [IGNORED]
        for token, facts, tag in zip(tokens[first:last], features[first:last], tags[first:last], strict=True):
            own = pieces.of(token.text)
            ids.extend(own)
            told.extend([facts] * len(own))
            labels.extend([tag] + [IGNORED] * (len(own) - 1))
        yield Example(
            np.array([*ids, pieces.stop], dtype=np.int64),
            np.array([*told, NO_FEATURES], dtype=np.int64),
            np.array([*labels, IGNORED], dtype=np.int64),
            free,
        )


def windows(lengths: Sequence[int], most: int, rng: random.Random | None = None) -> Iterator[tuple[int, int]]:
    """
    Yield the bounds of runs of tokens that have at most *most* pieces together and cover all tokens.

    With *rng* every other run is shorter, down to a fifth, so that the network learns to do with few words around.
    """

    def drawn() -> int:
        return most if rng is None or rng.random() < 0.5 else rng.randint(most // 5, most)

    limit = drawn()
    first = total = 0
    for at, length in enumerate(lengths):
        if total + length > limit:
            yield first, at
            first, total, limit = at, 0, drawn()
        total += length
    if first < len(lengths):
        yield first, len(lengths)


def _token_tags(tokens: Sequence[Token], spans: Iterable[tuple[int, int, str]]) -> list[int]:
    tags = [0] * len(tokens)
    at = 0
    for start, end, label in sorted(spans):
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        own = TO_TAGGER[label]
        first = True
        place = at
        while place < len(tokens) and tokens[place].start < end:
            if tokens[place].text[0] != "\n":
                tags[place] = UNKNOWN if own is None else tag_id(own, first=first)
                first = False
            place += 1
        at = place
    return tags
