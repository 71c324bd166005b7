"""The patterns of a pack as a presidio-analyzer recognizer that fails closed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import regex
from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.errors import PackError
from notesafe.packs import Pack, Recognizer

__all__ = ["KIND", "PackRecognizer", "pattern_recognizers"]

KIND = "notesafe_kind"
"""Key in `recognition_metadata` under which a result carries the kind its pack states."""

_TIMEOUT_SECONDS = 30.0
_CONTEXT_CHARACTERS = 60
_CONTEXT_BOOST = 0.35  # Presidio's own default (LemmaContextAwareEnhancer).
_REGEX_FLAGS = regex.DOTALL | regex.MULTILINE | regex.IGNORECASE  # Presidio's default, 26.


class PackRecognizer(EntityRecognizer):  # type: ignore[misc]
    """
    The patterns of one recognizer of a pack, with the flags that Presidio gives them.

    Differs from Presidio's `PatternRecognizer` in three ways: a pattern that
    runs out of time raises instead of being skipped; context words count as
    whole words on both sides of a match; each pattern is compiled once.

    Raises:
        PackError: A pattern is not a regular expression.
    """

    def __init__(self, recognizer: Recognizer, kind: str | None = None) -> None:
        super().__init__(
            supported_entities=[recognizer.supported_entity], name=recognizer.name, supported_language="en"
        )
        self.kind = kind
        self._compiled = [(p.name, _compile(recognizer.name, p.name, p.regex), p.score) for p in recognizer.patterns]
        self._words = _words_pattern(recognizer.context)

    def load(self) -> None:
        """Do nothing: the patterns are compiled on construction."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """
        Return what the patterns find in *text*, without contained duplicates.

        Raises:
            TimeoutError: A pattern needed more than 30 seconds.
        """
        found: list[RecognizerResult] = []
        for name, pattern, score in self._compiled:
            for match in pattern.finditer(text, timeout=_TIMEOUT_SECONDS):
                start, end = match.span()
                if start < end:
                    found.append(
                        RecognizerResult(
                            self.supported_entities[0],
                            start,
                            end,
                            self._in_context(text, start, end, score),
                            recognition_metadata={
                                RecognizerResult.RECOGNIZER_NAME_KEY: f"{self.name}/{name}",
                                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                                KIND: self.kind,
                            },
                        )
                    )
        return list(EntityRecognizer.remove_duplicates(found))

    def _in_context(self, text: str, start: int, end: int, score: float) -> float:
        if self._words is None:
            return score
        around = (text[max(0, start - _CONTEXT_CHARACTERS) : start], text[end : end + _CONTEXT_CHARACTERS])
        near = any(self._words.search(side) for side in around)
        return min(1.0, score + _CONTEXT_BOOST) if near else score


def pattern_recognizers(packs: Iterable[Pack]) -> list[PackRecognizer]:
    """Return a recognizer for each pattern set of each pack that has any."""
    return [_recognizer(r, pack.kind) for pack in packs for r in pack.recognizers if r.patterns]


@lru_cache(maxsize=512)
def _recognizer(recognizer: Recognizer, kind: str | None) -> PackRecognizer:
    """Return one recognizer for all redactors of the process: it is only read, and compiling it takes time."""
    return PackRecognizer(recognizer, kind)


def _compile(recognizer: str, name: str, pattern: str) -> Any:
    try:
        return regex.compile(pattern, _REGEX_FLAGS | regex.VERSION0)
    except regex.error as error:
        raise PackError(
            f"{recognizer}/recognizer.yaml: pattern '{name}' is not a regular expression: {error.msg}."
        ) from None


def _words_pattern(words: tuple[str, ...]) -> Any:
    return regex.compile(r"\b(?:" + "|".join(map(regex.escape, words)) + r")\b", regex.IGNORECASE) if words else None
