"""Run every recognizer over a note and return what they say, as spans."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerRegistry, RecognizerResult
from spacy.tokens import Doc

from notesafe.detect.known import SUBJECT, KnownRecognizer
from notesafe.detect.ner import NerRecognizer
from notesafe.detect.note import NoteArtifacts
from notesafe.detect.patterns import KIND, pattern_recognizers, pattern_texts
from notesafe.detect.people import LABEL, PeopleRecognizer
from notesafe.detect.pipeline import Pipeline
from notesafe.detect.places import PlaceRecognizer
from notesafe.detect.reading import Reading
from notesafe.detect.slang import SlangRecognizer
from notesafe.detect.starts import start_index
from notesafe.detect.terms import CANONICAL, TermRecognizer
from notesafe.detect.unknown import UnknownTokenRecognizer
from notesafe.errors import RedactionError
from notesafe.known import Known
from notesafe.packs import Pack
from notesafe.spans import Span
from notesafe.words import Word

__all__ = ["Detector", "Found", "build_registry", "protected_words"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one note, and its words as all finders read them."""

    spans: list[Span]
    words: Sequence[Word]
    asked: bool
    """Whether notesafe's own model read the note, so that its silence counts."""


class _Remembering:
    """An iterable of texts that keeps those it handed out until they are taken."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = iter(texts)
        self.handed: deque[str] = deque()
        self.broken = False
        """Whether the texts themselves raised."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            text = next(self._texts)
        except StopIteration:
            raise
        except BaseException:
            self.broken = True
            raise
        self.handed.append(text)
        return text


class Detector:
    """
    spaCy, the packs and the caller's list of names, behind one door.

    Args:
        pipeline: Finds entities.
        packs: The rules.
        known: People and places the caller named.
        unknown_tokens: Also mark every word that is not known to be safe.
    """

    def __init__(
        self, pipeline: Pipeline, packs: Sequence[Pack], known: Known | None = None, *, unknown_tokens: bool = False
    ) -> None:
        self.pipeline = pipeline
        self._protected = protected_words(packs)
        self._starts = start_index(pattern_texts(packs))
        self.registry = build_registry(packs, known, unknown_tokens=unknown_tokens)
        found = self.registry.get_recognizers(language="en", all_fields=True)
        self._recognizers: list[EntityRecognizer] = sorted(found, key=lambda recognizer: str(recognizer.name))

    def detect(
        self, texts: Iterable[str], *, batch_size: int = 64, n_process: int = 1
    ) -> Iterator[Found | RedactionError]:
        """
        Yield the candidate spans of each normalised text, in order; overlaps and weak ones included.

        A text that the model or a recognizer fails on yields the error in its place, so that it does not stop the others.
        What the iterable of texts itself raises is raised.
        """
        source = _Remembering(texts)
        while True:
            try:
                for doc in self.pipeline.read(source, batch_size=batch_size, n_process=n_process):
                    yield self._found(source.handed.popleft(), doc)
                return
            except Exception:
                if source.broken or not source.handed:
                    raise
            # The model failed on one of those it was handed: each is read by itself, and the one that fails yields an error.
            while source.handed:
                yield self._alone(source.handed.popleft())

    def _found(self, text: str, doc: Doc) -> Found | RedactionError:
        try:
            return self.candidates(text, doc)
        except RedactionError as error:
            return error

    def _alone(self, text: str) -> Found | RedactionError:
        """Return what is found in a text read by itself, or the error."""
        try:
            (doc,) = self.pipeline.read([text])
        except Exception as error:  # noqa: BLE001 - whatever it is, no text may come back
            return RedactionError(
                f"the model failed on a note of {len(text):,} characters; nothing was returned. Cause: {type(error).__name__}."
            )
        return self._found(text, doc)

    def candidates(self, text: str, doc: Doc) -> Found:
        """
        Return what every recognizer finds in *text*, sorted, and the words of it.

        Raises:
            RedactionError: A recognizer failed; it is named, the text is not quoted.
        """
        at_work = "reading"
        spans: list[Span] = []
        try:
            artifacts = NoteArtifacts(doc, Reading.of(text, self._protected), self._starts.scan(text))
            for recognizer in self._recognizers:
                at_work = f"recognizer '{recognizer.name}'"
                results = recognizer.analyze(text, recognizer.supported_entities, artifacts)
                spans.extend(_span(result) for result in results if result.start < result.end)
        except Exception as error:  # noqa: BLE001 - whatever it is, no text may come back
            raise RedactionError(
                f"{at_work} failed on a note of {len(text):,} characters; "
                f"nothing was returned. Cause: {type(error).__name__}."
            ) from None
        return Found(sorted(spans, key=Span.order), artifacts.reading.words, self.pipeline.own)


def build_registry(
    packs: Sequence[Pack], known: Known | None = None, *, unknown_tokens: bool = False
) -> RecognizerRegistry:
    """Return a presidio-analyzer registry with notesafe's recognizers, and only these."""
    lists = [pack for pack in packs if not pack.info.code and (pack.terms or pack.recognizers[0].deny_list)]
    words = protected_words(packs)
    recognizers: list[EntityRecognizer] = [
        *pattern_recognizers(packs),
        TermRecognizer(lists),
        SlangRecognizer(packs),
        PeopleRecognizer(packs, words),
        PlaceRecognizer(packs, words),
        NerRecognizer(),
    ]
    if known is not None and (known.people or known.places or known.facilities):
        recognizers.append(KnownRecognizer(known))
    if unknown_tokens:
        recognizers.append(UnknownTokenRecognizer(words))
    return RecognizerRegistry(recognizers=recognizers, supported_languages=["en"])


def protected_words(packs: Iterable[Pack]) -> frozenset[str]:
    """Return the single words of all plain term lists: no one's name, and not unknown either."""
    return frozenset(
        term.text.lower() for pack in packs if not pack.info.code for term in pack.terms if " " not in term.text
    )


def _span(result: RecognizerResult) -> Span:
    told: dict[str, Any] = result.recognition_metadata or {}
    return Span(
        result.start,
        result.end,
        result.entity_type,
        result.score,
        kind=told.get(KIND),
        label=told.get(LABEL),
        canonical=told.get(CANONICAL),
        sources=(str(told.get(RecognizerResult.RECOGNIZER_NAME_KEY, "unnamed")),),
        subject=told.get(SUBJECT),
    )
