"""The patterns of a pack as a presidio-analyzer recognizer that fails closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from time import monotonic
from typing import Any

import regex
from presidio_analyzer import EntityRecognizer, RecognizerResult

from notesafe.detect.note import NoteArtifacts
from notesafe.detect.syntax import Source
from notesafe.errors import PackError
from notesafe.packs import Pack, Pattern, Recognizer, packs_folder

__all__ = ["KIND", "PackRecognizer", "pattern_recognizers", "pattern_texts"]

KIND = "notesafe_kind"
"""Key in `recognition_metadata` under which a result carries the kind its pack states."""

_TIMEOUT_SECONDS = 30.0
_LONG = 600  # characters of a pattern from which its first part is tried before all of it is compiled
_LEAD = 0.6  # share of it that the first part may take
_CONTEXT_CHARACTERS = 60
_CONTEXT_BOOST = 0.35  # Presidio's own default (LemmaContextAwareEnhancer).
_REGEX_FLAGS = regex.DOTALL | regex.MULTILINE | regex.IGNORECASE  # Presidio's default, 26.


class PackRecognizer(EntityRecognizer):  # type: ignore[misc]
    """
    The patterns of one recognizer of a pack, with the flags that Presidio gives them.

    Differs from Presidio's `PatternRecognizer` in four ways: a pattern that
    runs out of time raises instead of being skipped; context words count as
    whole words on both sides of a match; each pattern is compiled once, when a
    note first could match it; and it is tried only where it can start, if the
    artifacts are a `NoteArtifacts` that says where.

    Args:
        recognizer: The patterns.
        kind: The kind its results carry.
        lazy: Compile on first use. Then a broken pattern raises on that note.

    Raises:
        PackError: A pattern is not a regular expression.
    """

    def __init__(self, recognizer: Recognizer, kind: str | None = None, *, lazy: bool = False) -> None:
        super().__init__(
            supported_entities=[recognizer.supported_entity], name=recognizer.name, supported_language="en"
        )
        self.kind = kind
        self._rules = [_Rule(recognizer.name, pattern) for pattern in recognizer.patterns]
        if not lazy:
            for rule in self._rules:
                rule.anywhere  # noqa: B018 - compiles
        self._words = _words_pattern(recognizer.context)

    def load(self) -> None:
        """Do nothing: each pattern is compiled when it is needed."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """
        Return what the patterns find in *text*, without contained duplicates.

        Raises:
            TimeoutError: A pattern needed more than 30 seconds.
        """
        starts = nlp_artifacts.starts if isinstance(nlp_artifacts, NoteArtifacts) else None
        found: list[RecognizerResult] = []
        for rule in self._rules:
            places = starts.of(rule.regex) if starts else None
            if places is not None and not places:
                continue
            for start, end in rule.find(text, places):
                if start < end:
                    found.append(
                        RecognizerResult(
                            self.supported_entities[0],
                            start,
                            end,
                            self._in_context(text, start, end, rule.score),
                            recognition_metadata={
                                RecognizerResult.RECOGNIZER_NAME_KEY: f"{self.name}/{rule.name}",
                                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                                KIND: self.kind,
                            },
                        )
                    )
        return list(EntityRecognizer.remove_duplicates(found)) if len(found) > 1 else found

    def _in_context(self, text: str, start: int, end: int, score: float) -> float:
        if self._words is None:
            return score
        around = (text[max(0, start - _CONTEXT_CHARACTERS) : start], text[end : end + _CONTEXT_CHARACTERS])
        near = any(self._words.search(side) for side in around)
        return min(1.0, score + _CONTEXT_BOOST) if near else score


class _Rule:
    """One pattern, compiled when it is first needed; two threads that compile it at once get the same."""

    def __init__(self, recognizer: str, pattern: Pattern) -> None:
        self.name = pattern.name
        self.regex = pattern.regex
        self.score = pattern.score
        self._recognizer = recognizer

    @cached_property
    def anywhere(self) -> Any:
        """The pattern as written, for a search."""
        return self._compiled(self.regex)

    @cached_property
    def lead(self) -> Any:
        """The first part of a long pattern, which is compiled far sooner, for trying one place; or None."""
        source = Source.read(self.regex) if len(self.regex) >= _LONG else None
        first = source.lead(int(len(self.regex) * _LEAD)) if source else ""
        return self._compiled(_never_ahead(first)) if first else None

    @cached_property
    def here(self) -> Any:
        """The pattern for trying one place."""
        return self._compiled(_never_ahead(self.regex))

    def find(self, text: str, starts: Sequence[int] | None) -> list[tuple[int, int]]:
        """
        Return the bounds of all matches, as `finditer` gives them.

        Args:
            text: The normalised note.
            starts: The only places where a match can start; None for all.

        Raises:
            TimeoutError: It took more than 30 seconds.
        """
        if not self._may_match(text, starts):
            return []
        if starts is None:
            return [match.span() for match in self.anywhere.finditer(text, timeout=_TIMEOUT_SECONDS)]
        found: list[tuple[int, int]] = []
        limit = monotonic() + _TIMEOUT_SECONDS
        free = 0
        for at in starts:
            if at < free:
                continue
            left = limit - monotonic()
            if left <= 0:
                raise TimeoutError
            match = self.here.match(text, at, timeout=left)
            if match is None:
                continue
            start, free = match.span()
            if start == free:  # how a search goes on after an empty match is the engine's own affair
                return self.find(text, None)
            found.append((start, free))
        return found

    def _may_match(self, text: str, starts: Sequence[int] | None) -> bool:
        """Return False if the first part of the pattern is enough to say that there is no match."""
        if starts is not None and not starts:
            return False
        if "here" in self.__dict__ or "anywhere" in self.__dict__ or self.lead is None:
            return True
        if starts is None:
            return self.lead.search(text, timeout=_TIMEOUT_SECONDS) is not None
        return any(self.lead.match(text, at, timeout=_TIMEOUT_SECONDS) for at in starts)

    def _compiled(self, pattern: str) -> Any:
        try:
            return regex.compile(pattern, _REGEX_FLAGS | regex.VERSION0)
        except regex.error as error:
            raise PackError(
                f"{self._recognizer}/recognizer.yaml: pattern '{self.name}' is not a regular expression: {error.msg}."
            ) from None


def _never_ahead(pattern: str) -> str:
    """
    Return *pattern* with a second alternative that never matches.

    It keeps the engine from looking for a string that the pattern needs
    through all the rest of the text, for each place that is tried.
    """
    return pattern + ("\n" if pattern.startswith("(?x") else "") + "|(?!)"


def pattern_recognizers(packs: Iterable[Pack]) -> list[PackRecognizer]:
    """
    Return a recognizer for each pattern set of each pack that has any.

    Raises:
        PackError: A pattern is not a regular expression. Those that ship are known to be and compiled when needed.
    """
    ours = packs_folder()
    return [
        _recognizer(r, pack.kind, pack.path.parent == ours) for pack in packs for r in pack.recognizers if r.patterns
    ]


def pattern_texts(packs: Iterable[Pack]) -> tuple[str, ...]:
    """Return all patterns of *packs* as written."""
    return tuple(pattern.regex for pack in packs for r in pack.recognizers for pattern in r.patterns)


@lru_cache(maxsize=512)
def _recognizer(recognizer: Recognizer, kind: str | None, lazy: bool) -> PackRecognizer:
    """Return one recognizer for all redactors of the process: it is only read, and compiling it takes time."""
    return PackRecognizer(recognizer, kind, lazy=lazy)


def _words_pattern(words: tuple[str, ...]) -> Any:
    return regex.compile(r"\b(?:" + "|".join(map(regex.escape, words)) + r")\b", regex.IGNORECASE) if words else None
