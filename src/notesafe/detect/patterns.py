"""Patterns of a pack, run by presidio-analyzer's `PatternRecognizer`, but failing closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import regex
from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult

from notesafe.packs import Pack, Recognizer

__all__ = ["KIND", "PackRecognizer", "pattern_recognizers"]

KIND = "notesafe_kind"
"""Key in `recognition_metadata` under which a result carries the kind its pack states."""

_TIMEOUT_SECONDS = 30.0
_CONTEXT_CHARACTERS = 60
_CONTEXT_BOOST = 0.35  # Presidio's own default (LemmaContextAwareEnhancer).
_REGEX_FLAGS = regex.DOTALL | regex.MULTILINE | regex.IGNORECASE  # Presidio's default, 26.


class PackRecognizer(PatternRecognizer):  # type: ignore[misc]
    """
    The patterns of one recognizer of a pack.

    Differs from Presidio's in two ways: a pattern that runs out of time raises
    instead of being skipped, and context words count as whole words on both
    sides of a match.
    """

    def __init__(self, recognizer: Recognizer, kind: str | None = None) -> None:
        super().__init__(
            supported_entity=recognizer.supported_entity,
            name=recognizer.name,
            supported_language="en",
            patterns=[Pattern(p.name, p.regex, p.score) for p in recognizer.patterns],
            context=list(recognizer.context),
            global_regex_flags=_REGEX_FLAGS,
        )
        self.kind = kind
        self._compiled = [
            (p.name, regex.compile(p.regex, _REGEX_FLAGS | regex.VERSION0), p.score) for p in recognizer.patterns
        ]
        self._context = _words_pattern(recognizer.context)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any = None, regex_flags: int | None = None
    ) -> list[RecognizerResult]:
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
        if self._context is None:
            return score
        around = (text[max(0, start - _CONTEXT_CHARACTERS) : start], text[end : end + _CONTEXT_CHARACTERS])
        near = any(self._context.search(side) for side in around)
        return min(1.0, score + _CONTEXT_BOOST) if near else score


def pattern_recognizers(packs: Iterable[Pack]) -> list[PackRecognizer]:
    """Return a recognizer for each pattern set of each pack that has any."""
    return [PackRecognizer(r, pack.kind) for pack in packs for r in pack.recognizers if r.patterns]


def _words_pattern(words: tuple[str, ...]) -> Any:
    return regex.compile(r"\b(?:" + "|".join(map(regex.escape, words)) + r")\b", regex.IGNORECASE) if words else None
