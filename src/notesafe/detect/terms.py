"""One scan for all term lists: the words of a note are walked through a tree of terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect.patterns import KIND
from notesafe.packs import Pack, Term
from notesafe.terms import TermTree, Tokens

__all__ = ["CANONICAL", "TermRecognizer", "canonical"]

CANONICAL = "notesafe_canonical"
"""Key in `recognition_metadata` for `CLASS:name`."""


class TermRecognizer(EntityRecognizer):  # type: ignore[misc]
    """All packs of plain terms at once, as one Presidio recognizer."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._trees: dict[str, TermTree] = {}
        types: set[str] = set()
        for pack in packs:
            score = pack.recognizers[0].deny_list_score
            tree = self._trees.setdefault(pack.entity_type, TermTree())
            for term in (*map(Term, pack.recognizers[0].deny_list), *pack.terms):
                tree.add(
                    term.text, (pack.name, pack.entity_type, term.get("kind") or pack.kind, canonical(term), score)
                )
            types.add(pack.entity_type)
        super().__init__(supported_entities=sorted(types), name="terms", supported_language="en")

    def load(self) -> None:
        """Do nothing: the tree is built on construction."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return every term found in *text*."""
        tokens = Tokens.of(text)
        return [
            RecognizerResult(
                entity_type,
                start,
                end,
                score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: pack,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    KIND: kind,
                    CANONICAL: name,
                },
            )
            for tree in self._trees.values()
            for start, end, (pack, entity_type, kind, name, score) in tree.find(tokens)
        ]


def canonical(term: Term) -> str | None:
    """Return `CLASS:name` for a term that has a class."""
    found = term.get("class")
    return f"{found}:{term.get('canonical') or term.text}" if found else None
