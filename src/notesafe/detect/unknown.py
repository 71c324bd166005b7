"""Every word that is not known to be safe, for the `strict` profile."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.lexicons import allow_terms, fold, given_names, ordinary_words, surnames

__all__ = ["UnknownTokenRecognizer"]

_TOKEN = re.compile(r"[^\W_](?:[^\W_]|['-](?=[^\W_]))*")
_SCORE = 0.3  # under every threshold but that of `strict`
_COMMON = 12_000  # rank up to which a word that is a name too is taken for the word


class UnknownTokenRecognizer(EntityRecognizer):  # type: ignore[misc]
    """Marks a word unless it is ordinary, clinical or of recovery; and every number of two digits or more."""

    def __init__(self, safe: Collection[str]) -> None:
        self._safe = frozenset(safe) | {
            word for term in allow_terms().values() if not term.gated for word in term.text.lower().split()
        }
        super().__init__(supported_entities=["UNKNOWN_TOKEN"], name="unknown_token", supported_language="en")

    def load(self) -> None:
        """Do nothing."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return the words of *text* that are in no list."""
        return [
            RecognizerResult(
                "UNKNOWN_TOKEN",
                match.start(),
                match.end(),
                _SCORE,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: "unknown_token",
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for match in _TOKEN.finditer(text)
            if not self._is_safe(match.group())
        ]

    def _is_safe(self, token: str) -> bool:
        if token.isdigit():
            return len(token) < 2
        folded = fold(token)
        if folded in self._safe:
            return True
        return all(_ordinary(part, token) for part in folded.replace("'", "-").split("-") if part)


def _ordinary(word: str, token: str) -> bool:
    if len(word) == 1 or word in ("ve", "ll", "re"):
        return not word.isdigit()
    rank = ordinary_words().get(word)
    if rank is None:
        return False
    named = word in given_names() or word in surnames()
    return not named or (rank <= _COMMON and not token[0].isupper()) or rank <= 300
