"""One sure mention marks every mention, in the note and in the notes that belong to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from notesafe.repeats import MIN_DIGITS, certain, digit_runs, digits_of, word_runs, words_of
from notesafe.spans import Span, SpanIndex
from notesafe.terms import TermTree
from notesafe.weigh.letters import find_letters
from notesafe.weigh.mentions import find_mentions
from notesafe.weigh.persons import Forms, collect_forms
from notesafe.weigh.strings import find_strings
from notesafe.weigh.tags import step_around_tags
from notesafe.weights import TAKEN
from notesafe.words import Word

__all__ = ["PROPAGATED", "propagate", "propagate_series"]

PROPAGATED = "propagated"
"""The source of a span that no finder proposed."""
_SURE = 0.5
_SCORE = 0.6
_NAMES = frozenset({"LOCATION", "FACILITY", "HOME_GROUP", "ORGANIZATION"})
_HOLDERS = frozenset({*_NAMES, "ADDRESS", "EMAIL_ADDRESS", "USERNAME", "URL", "ATTACHMENT", "PERSON"})
"""Types whose spans may hold a person's name inside; others are something else altogether: molly, May."""
_NUMBERS = frozenset(
    [
        "PHONE_NUMBER",
        "US_SSN",
        "RECORD_NUMBER",
        "HEALTH_PLAN_NUMBER",
        "ACCOUNT_NUMBER",
        "LICENSE_NUMBER",
        "CASE_NUMBER",
        "INMATE_NUMBER",
        "ID_NUMBER",
        "PRESCRIPTION_NUMBER",
        "DEVICE_ID",
        "VEHICLE_ID",
        "EMAIL_ADDRESS",
        "USERNAME",
        "MEETING_ACCESS",
        "IP_ADDRESS",
        "URL",
    ]
)
_GAP = r"[ \t\n().-]{0,3}"
_CODE = 5  # letters and digits from which a number or handle is looked for elsewhere
_TELLING = 4  # letters that a place's name needs more of, to be looked for

Named = tuple[str, Span]
"""A span with the words it stands for."""


def propagate(text: str, words: Sequence[Word], spans: Collection[Span]) -> list[Span]:
    """
    Return the spans and, besides, every other mention of what they name.

    Gated by ordinary words: `Will` marks no `will`, and at the start of a
    sentence no `Will` either.
    """
    return propagate_series([text], [words], [spans])[0]


def propagate_series(
    texts: Sequence[str], words: Sequence[Sequence[Word]], spans: Sequence[Collection[Span]]
) -> list[list[Span]]:
    """
    Return the spans of each note and, besides, every other mention of what any of the notes names.

    Args:
        texts: The normalised notes.
        words: Their words.
        spans: Their spans, people numbered alike in all notes.

    What is found does not depend on the order of the notes.
    """
    taken = [[span for span in found if span.score >= TAKEN] for found in spans]
    sure = [[s for s in found if s.entity_type == "PERSON" and s.score >= _SURE] for found in taken]
    forms = collect_forms(texts, sure)
    named = sorted(
        {
            (text[span.start : span.end], span.but(start=0, end=1))
            for text, found in zip(texts, taken, strict=True)
            for span in found
        }
    )
    phrases, tree, numbers = _Phrases(named), _places(named), _numbers(named)
    out: list[list[Span]] = []
    for text, read, found, own, mine in zip(texts, words, spans, taken, sure, strict=True):
        known = {span.subject for span in mine if span.subject is not None}
        cover = _Cover(own)
        more = [
            span
            for candidates in (
                _people(text, read, forms, known),
                phrases.find(text),
                _place_mentions(text, tree),
                _number_mentions(text, numbers),
                (_again(span, start, end).but(score=_SCORE) for start, end, span in find_letters(text, own)),
            )
            for span in candidates
        ]
        longest_first = sorted(step_around_tags(text, more), key=lambda span: (-len(span), -span.score, span.order()))
        fresh = [kept for span in longest_first if (kept := cover.beside(span)) is not None]
        out.append([*found, *fresh])
    return out


class _Cover:
    """What is taken already, and by what."""

    def __init__(self, spans: Collection[Span]) -> None:
        self._index = SpanIndex(spans)
        self._all: set[int] = set()
        self._people: set[int] = set()
        for span in spans:
            self._add(span)

    def _add(self, span: Span) -> None:
        self._all.update(range(span.start, span.end))
        if span.entity_type == "PERSON":
            self._people.update(range(span.start, span.end))

    def beside(self, span: Span) -> Span | None:
        """
        Return the span if it adds something, None if it is known already or something else stands there.

        A name inside a longer one of another type is scored under it, so that the
        tag stays; where a policy keeps the longer one, the name still goes.
        """
        person = span.entity_type == "PERSON"
        if (self._people if person else self._all).issuperset(range(span.start, span.end)):
            return None
        around = [o for o in self._index.overlapping(span) if o.entity_type != span.entity_type and o.covers(span)]
        if person and any(
            o.entity_type not in _HOLDERS or (len(o) == len(span) and o.score >= span.score) for o in around
        ):
            return None
        around = [o for o in around if len(o) > len(span)] if person else []
        if around:
            span = span.but(score=round(min(span.score, max(TAKEN, max(o.score for o in around) - 0.01)), 3))
        self._add(span)
        return span


def _people(text: str, words: Sequence[Word], forms: Forms, known: Collection[int]) -> Iterator[Span]:
    """Yield every other form of a sure name; the subject is left open where several people of the note share it."""
    if not forms.origins:
        return
    for find in (find_mentions, find_strings):
        for start, end, who in find(text, words, forms):
            here = who & set(known)
            told = min(who) if not here else min(here) if len(here) == 1 else None
            origin = forms.origins[min(here or who)]
            yield origin.but(start=start, end=end, score=_SCORE, sources=(PROPAGATED,), subject=told)


class _Phrases:
    """Stretches of several words, long codes and long numbers, of any type: what the second look would raise for."""

    def __init__(self, named: Sequence[Named]) -> None:
        self._words: dict[tuple[str, ...], dict[str, Span]] = {}
        self._digits: dict[str, dict[str, Span]] = {}
        for surface, span in named:
            words, digits = words_of(surface), digits_of(surface)
            if certain(words):
                _keep_best(self._words.setdefault(words, {}), span)
            if len(digits) >= MIN_DIGITS:
                _keep_best(self._digits.setdefault(digits, {}), span)

    def find(self, text: str) -> Iterator[Span]:
        for start, end, phrase in word_runs(self._words, text):
            yield from (_again(span, start, end) for span in self._words[phrase].values())
        for start, end, number in digit_runs(self._digits, text):
            yield from (_again(span, start, end) for span in self._digits[number].values())


def _keep_best(best: dict[str, Span], span: Span) -> None:
    """Keep for each type and kind the span with the highest score."""
    key = f"{span.entity_type}.{span.kind}"
    if key not in best or span.score > best[key].score:
        best[key] = span


def _again(span: Span, start: int, end: int) -> Span:
    return span.but(start=start, end=end, score=max(_SCORE, span.score), sources=(PROPAGATED,))


def _places(named: Sequence[Named]) -> TermTree | None:
    """Return every place, programme, group or employer that was named, whether or not it has several words."""
    tree = TermTree()
    empty = True
    for surface, span in named:
        place = span.entity_type in _NAMES and span.kind not in ("state", "country")
        if place and len(surface) > _TELLING:
            tree.add(surface, (span, surface[0].isupper()))
            empty = False
    return None if empty else tree


def _place_mentions(text: str, tree: TermTree | None) -> Iterator[Span]:
    for start, end, (span, capital) in tree.find(text) if tree is not None else ():
        if " " in text[start:end] or text[start].isupper() or not capital:
            yield _again(span, start, end).but(score=_SCORE)


def _numbers(named: Sequence[Named]) -> list[tuple[re.Pattern[str], Span]]:
    """Return every number and handle too short to be looked for by its digits alone, as it was written."""
    seen: dict[str, tuple[re.Pattern[str], Span]] = {}
    for surface, span in named:
        signs = [sign for sign in surface if sign.isalnum()]
        key = "".join(signs).lower()
        if span.entity_type not in _NUMBERS or len(signs) < _CODE or key in seen:
            continue
        pattern = _GAP.join(signs) if key.isdigit() else re.escape(surface)
        seen[key] = (re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])", re.IGNORECASE), span)
    return list(seen.values())


def _number_mentions(text: str, numbers: Sequence[tuple[re.Pattern[str], Span]]) -> Iterator[Span]:
    """Yield every other place where a number or handle stands, however it is spaced."""
    for pattern, span in numbers:
        for match in pattern.finditer(text):
            yield span.but(start=match.start(), end=match.end(), score=_SCORE, sources=(PROPAGATED,))
