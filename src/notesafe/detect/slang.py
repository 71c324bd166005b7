"""Street words that are ordinary words or names too, settled by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect.terms import CANONICAL, canonical
from notesafe.packs import Pack
from notesafe.packs.load import read_table
from notesafe.terms import TermTree, Tokens
from notesafe.weights import weight

__all__ = ["SlangRecognizer"]

_SENTENCE = re.compile(r"[.!?;\n]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_WINDOW = 6  # words either side, docs/design.md, "Slang or name"
_AGAINST = ("person_evidence", "other_reading")
_SURNAME = re.compile(r"'?s? (?:[A-Z]\.|[A-Z][a-z]+)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Slang:
    source: str
    canonical: str | None
    cues: TermTree
    against: TermTree
    default: str
    """`keep`, `person` or `substance`: the reading with no cue at all."""


class SlangRecognizer(EntityRecognizer):  # type: ignore[misc]
    """
    Finds ambiguous street terms and scores each by its cues.

    score = prior + cues for a substance - cues for a person or another reading;
    each group of cues counts once, within six words and the same sentence.
    Weights: `weights.yaml`, group `slang`, and the pack's `cues.tsv`.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._terms = TermTree()
        self._cues = TermTree()
        for pack in packs:
            if pack.info.code != "SlangWeigher":
                continue
            for term in pack.terms:
                found = _Slang(
                    pack.name, canonical(term), _tree(term.get("cues")), _tree(term.get("against")),
                    term.get("default") or "keep",
                )  # fmt: skip
                self._terms.add(term.text, found)
            for row in read_table(pack.path / "cues.tsv"):
                self._cues.add(row.text, (row.get("group"), float(row.get("weight") or 0)))
        super().__init__(supported_entities=["SUBSTANCE"], name="slang", supported_language="en")

    def load(self) -> None:
        """Do nothing: the lists are read on construction."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return each ambiguous term with a score of more than 0."""
        results = []
        for start, end, slang in self._terms.find(text):
            score = self._score(text, start, end, slang)
            if score > 0:
                results.append(
                    RecognizerResult(
                        "SUBSTANCE",
                        start,
                        end,
                        score,
                        recognition_metadata={
                            RecognizerResult.RECOGNIZER_NAME_KEY: slang.source,
                            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                            CANONICAL: slang.canonical,
                        },
                    )
                )
        return results

    def _score(self, text: str, start: int, end: int, slang: _Slang) -> float:
        before, after = _around(text, start, end)
        score = weight(f"slang_{slang.default}")
        groups: dict[str, float] = {}
        sides = (Tokens.of(before), Tokens.of(after))
        for side in sides:
            for _, _, (group, value) in self._cues.find(side):
                groups[group] = max(groups.get(group, 0.0), value, key=abs)
        if slang.default != "person":
            groups.pop("person_evidence", None)  # "she said" tells Molly from molly, not a bar from a bar
        score += sum(groups.values())
        if any(slang.cues.find(side) for side in sides):
            score += weight("slang_own_cue")
        if any(slang.against.find(side) for side in sides):
            score -= weight("slang_own_against")
        if text[start].isupper() and not text[start:end].isupper():
            if before.strip():
                score -= weight("slang_capital")
            if _SURNAME.match(text, end):
                score -= weight("slang_surname")
        return round(min(0.85, max(0.0, score)), 3)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the six words before and after, within the sentence."""
    left = text[max(0, start - 120) : start]
    cuts = [match.end() for match in _SENTENCE.finditer(left)]
    left = left[cuts[-1] :] if cuts else left
    words = [match.start() for match in _WORD.finditer(left)]
    right = text[end : end + 120]
    stop = _SENTENCE.search(right)
    right = right[: stop.start()] if stop else right
    ends = [match.end() for match in _WORD.finditer(right)]
    return left[words[-_WINDOW] :] if len(words) > _WINDOW else left, right[: ends[_WINDOW - 1]] if len(
        ends
    ) > _WINDOW else right


def _tree(cell: str | None) -> TermTree:
    tree = TermTree()
    for cue in (cell or "").split(";"):
        if cue.strip():
            tree.add(cue.strip(), True)
    return tree
