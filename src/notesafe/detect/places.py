"""Places, programmes, groups and firms by the last word of their name, in any case: `stella maris house`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect.note import NoteArtifacts
from notesafe.detect.patterns import KIND
from notesafe.detect.reading import Reading
from notesafe.packs import Pack, Term
from notesafe.weights import weight
from notesafe.words import CALENDAR, CREDENTIALS, NEVER, TITLES, Word

__all__ = ["PlaceRecognizer"]

_CONNECTORS = frozenset({"of", "the", "and", "on", "at", "in", "for", "de", "del", "la", "los", "las", "el"})
_GAPS = frozenset({" ", "-", "'s ", "' ", " & ", ". ", "  "})
_PREPOSITIONS = frozenset(
    {"in", "near", "outside", "from", "at", "on", "off", "around", "into", "towards", "toward", "leaving"}
)
_NO_TITLE = NEVER | TITLES | CALENDAR | CREDENTIALS | {"dob", "mrn", "ssn", "aka"}
_LONGEST = 5
_INSTRUMENTS = frozenset(
    [
        "scale",
        "scales",
        "inventory",
        "questionnaire",
        "checklist",
        "index",
        "test",
        "screen",
        "assessment",
        "interview",
        "schedule",
        "protocol",
        "model",
        "theory",
        "therapy",
        "method",
        "technique",
        "criteria",
        "disorder",
        "syndrome",
        "disease",
        "palsy",
        "step",
        "steps",
        "tradition",
        "traditions",
        "prayer",
        "book",
        "act",
        "law",
        "rule",
        "triangle",
        "diamond",
        "cycle",
        "wheel",
        "stage",
        "stages",
        "approach",
        "training",
        "institute",
        "score",
        "scores",
        "profile",
        "measure",
        "rating",
    ]
)
_ABBREVIATION = 3  # letters of `St.`, `Mt.`


@dataclass(frozen=True, slots=True)
class _Head:
    entity: str
    kind: str | None


class PlaceRecognizer(EntityRecognizer):  # type: ignore[misc]
    """
    Finds a head word (`house`, `clinic`, `diner`, `church`) with a name before it.

    With capitals, any word of the name that is not generic will do; without, one
    that is rare, a name or in no list must stand there, so that *open house* and
    *process group* stay.

    Args:
        packs: The one with `code: head_word` brings heads, and generic words.
        protected: Lower-case words that are no names: substances.
    """

    def __init__(self, packs: Iterable[Pack], protected: Collection[str] = frozenset()) -> None:
        terms: Sequence[Term] = next((pack.terms for pack in packs if pack.info.code == "head_word"), ())
        self._heads = {t.text: _Head(str(t.get("entity")), t.get("kind")) for t in terms if t.get("entity")}
        self._generic = {t.text for t in terms if not t.get("entity")} | set(self._heads)
        self._protected = protected
        types = sorted({head.entity for head in self._heads.values()}) or ["FACILITY"]
        super().__init__(supported_entities=types, name="places", supported_language="en")

    def load(self) -> None:
        """Do nothing: the words are read on construction."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Return each head word with the name before it."""
        shared = nlp_artifacts.reading if isinstance(nlp_artifacts, NoteArtifacts) else None
        reading = shared or Reading.of(text, self._protected)
        named = [(found, "head_word") for found in self.find(reading)]
        placed = [(found, "after_preposition") for found in self.find_after_preposition(reading)]
        placed += [(found, "title_case") for found in self.find_title_case(reading)]
        return [
            RecognizerResult(
                head.entity,
                start,
                end,
                score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    KIND: head.kind,
                },
            )
            for (start, end, score, head), name in [*named, *placed]
        ]

    def find(self, reading: Reading) -> Iterator[tuple[int, int, float, _Head]]:
        """Yield start, end, score and head of each place."""
        for at, word in enumerate(reading.words):
            head = self._heads.get(word.folded)
            if head is None:
                continue
            first = self._first(reading, at)
            if first == at:
                continue
            name = reading.words[first:at]
            if any(w.capital for w in name):
                if any(w.capital and w.folded not in self._generic and w.folded not in NEVER for w in name):
                    yield name[0].start, word.end, weight("place"), head
            elif any(self._odd(w) for w in name):
                yield name[0].start, word.end, weight("place_lower"), head

    def find_after_preposition(self, reading: Reading) -> Iterator[tuple[int, int, float, _Head]]:
        """Yield words without a capital that no list of words knows, where a place is named: `in kaneohe`, `on lombard`."""
        words = reading.words
        for at in range(1, len(words)):
            before, word = words[at - 1], words[at]
            if before.folded not in _PREPOSITIONS or reading.text[before.end : word.start] != " " or word.capital:
                continue
            end = at
            while end < len(words) and end - at < _LONGEST and self._foreign(words[end]):
                if end > at and reading.text[words[end - 1].end : words[end].start] != " ":
                    break
                end += 1
            if end > at:
                yield word.start, words[end - 1].end, weight("place_unknown"), _Head("LOCATION", None)

    def find_title_case(self, reading: Reading) -> Iterator[tuple[int, int, float, _Head]]:
        """Yield runs of capitals in the middle of a sentence, a word of no list among them: `Skyport Shuttle`."""
        words = reading.words
        at = 0
        while at < len(words):
            if not _title(words[at]) or words[at].opens:
                at += 1
                continue
            end = at + 1
            while end < len(words) and end - at <= _LONGEST and _joined(reading.text, words[end - 1], words[end]):
                joins = words[end].folded in _CONNECTORS and end + 1 < len(words) and _title(words[end + 1])
                if not (joins or _title(words[end])):
                    break
                end += 1
            run = [word for word in words[at:end] if word.capital]
            telling = [w for w in run if w.kind == "unknown" or (w.family and w.kind == "name" and not w.given)]
            plain = [word for word in run if word.kind == "plain"]
            if telling and plain and run[-1].folded not in _INSTRUMENTS and run[0].folded not in self._generic:
                yield run[0].start, run[-1].end, weight("place_title"), _Head("ORGANIZATION", None)
            at = end

    def _foreign(self, word: Word) -> bool:
        """Return whether a word without a capital can only be a name."""
        if word.capital or word.folded in self._protected or word.folded in self._generic or word.folded in NEVER:
            return False
        return (word.kind == "unknown" and word.spoken and len(word.folded) > _ABBREVIATION) or (
            word.kind == "name" and not word.initial
        )

    def _first(self, reading: Reading, at: int) -> int:
        """Return the index of the first word of the name that ends with the head at *at*."""
        words = reading.words
        first = at
        index = at - 1
        while index >= 0 and at - index <= _LONGEST:
            word = words[index]
            if not _joined(reading.text, word, words[index + 1]):
                break
            if word.folded in _CONNECTORS:
                beyond = words[index - 1] if index else None
                if beyond is None or not beyond.capital or not words[index + 1].capital or _starts_sentence(beyond):
                    break
            elif not self._joins(word, words[at], words[index + 1]):
                break
            else:
                first = index
            index -= 1
        return first

    def _joins(self, word: Word, head: Word, after: Word) -> bool:
        """Return whether *word* belongs to the name: a capital to a capital, a telling word to lower case."""
        if word.folded in NEVER or word.folded in TITLES or word.initial:
            return False
        if after.capital or head.capital:
            care = word.text.isupper() and word.folded in self._generic
            return word.capital and not care and not (word.opens and word.common)
        if word.capital:
            return not (word.opens and word.kind == "plain")
        return not word.common and (
            self._odd(word) or (word.folded in self._generic and word.folded not in self._heads)
        )

    def _odd(self, word: Word) -> bool:
        """Return whether a word without a capital tells one house from another."""
        if word.folded in self._generic or word.folded in self._protected or word.folded in NEVER:
            return False
        return (
            word.kind in ("name", "both")
            or (word.kind == "unknown" and word.spoken)
            or (word.kind == "plain" and word.rare)
        )


def _joined(text: str, word: Word, after: Word) -> bool:
    """Return whether nothing but a blank, a hyphen, an `&` or an abbreviation's full stop stands between two words."""
    gap = text[word.end : after.start]
    return gap in _GAPS and (gap != ". " or len(word.text) <= _ABBREVIATION)


def _title(word: Word) -> bool:
    """Return whether a word has a capital that is no initial, no abbreviation, no letters of a profession and no label."""
    return word.capital and not word.initial and not word.acronym and word.folded not in _NO_TITLE


def _starts_sentence(word: Word) -> bool:
    """Return whether an ordinary word has its capital only because it comes first."""
    return word.opens and word.kind == "plain"
