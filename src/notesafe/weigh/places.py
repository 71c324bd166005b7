"""What the model took for a place or an organisation: kept where the words bear it out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from notesafe.lexicons import allow_terms
from notesafe.spans import Span, SpanIndex
from notesafe.weights import TAKEN
from notesafe.words import Word, words_within

__all__ = ["settle_places"]

_NER_ONLY = ("ner",)
_PLACES = frozenset({"LOCATION", "ORGANIZATION", "FACILITY", "HOME_GROUP"})
_ACRONYM = 5  # letters up to which an unknown word of capitals is taken for an abbreviation, not a name
_MEETINGS = frozenset({"group", "groups", "meeting", "meetings", "mtg", "mtgs"})
_OTHER = frozenset({"SUBSTANCE", "MEDICATION", "FELLOWSHIP", "LEVEL_OF_CARE", "DIAGNOSIS", "TEST_RESULT", "DATE_TIME"})
_WRAPPED = 70  # characters from which a line end is taken for a wrap inside a name
_GAP = re.compile(r"\n|\t|  ")  # a name does not go on behind a tab stop or on the next line


def settle_places(text: str, words: Sequence[Word], spans: Collection[Span]) -> list[Span]:
    """
    Return the spans without the model's places and organisations that nothing bears out.

    One stands if it holds a capitalised word that no list of ordinary words knows,
    and nobody else knows better what it is.
    """
    spans = [piece for span in spans for piece in _lines(text, span)]
    care = SpanIndex(span for span in spans if span.entity_type == "LEVEL_OF_CARE")
    fellowships = SpanIndex(span for span in spans if span.entity_type == "FELLOWSHIP")
    spans = [s for s in spans if not _only_care(words, s, care) and not _only_fellowship(words, s, fellowships)]
    sure = SpanIndex(span for span in spans if span.sources != _NER_ONLY and span.score >= TAKEN)
    out: list[Span] = []
    for span in spans:
        if span.entity_type not in _PLACES or span.sources != _NER_ONLY:
            out.append(span)
            continue
        trimmed = _trim(text, span)
        if trimmed is not None and not _known_better(trimmed, sure) and _borne_out(text, words, trimmed):
            out.append(trimmed)
    return out


def _lines(text: str, span: Span) -> list[Span]:
    """Return a span over lines of a letterhead or a list as one span a line; over a wrapped line as it is."""
    if span.entity_type not in _PLACES or "\n" not in text[span.start : span.end]:
        return [span]
    pieces = []
    at = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        core = line.strip()
        start = at + line.index(core) if core else at
        line_start = text.rfind("\n", 0, at) + 1
        if at + len(line) < span.end and at + len(line) - line_start > _WRAPPED:
            return [span]
        if any(c.isalnum() for c in core):
            pieces.append(span.but(start=start, end=start + len(core)))
        at += len(line)
    return pieces


def _only_care(words: Sequence[Word], span: Span, care: SpanIndex) -> bool:
    """Return whether a programme is only a sentence's first word and a kind of care: `Continue IOP`."""
    levels = care.overlapping(span) if span.entity_type == "FACILITY" else []
    if not any(span.covers(level) for level in levels):
        return False
    rest = [
        word
        for word in words_within(words, span.start, span.end)
        if not any(level.start <= word.start < level.end for level in levels)
    ]
    return all(word.kind == "plain" and word.opens for word in rest)


def _only_fellowship(words: Sequence[Word], span: Span, fellowships: SpanIndex) -> bool:
    """Return whether a home group is only a fellowship and the word for its meeting: the `Al-Anon meeting` on Elm."""
    if span.entity_type != "HOME_GROUP" or not (own := fellowships.overlapping(span)):
        return False
    return all(
        word.folded in _MEETINGS or any(fellowship.start <= word.start < fellowship.end for fellowship in own)
        for word in words_within(words, span.start, span.end)
    )


def _trim(text: str, span: Span) -> Span | None:
    """Return the span without a leading article, marks at its ends, or a possessive."""
    surface = _GAP.split(text[span.start : span.end], maxsplit=1)[0]
    start, end = span.start, span.start + len(surface)
    lead = len(surface) - len(surface.lstrip(" \t\"'([-*#"))
    start += lead
    while start < end and text[end - 1] in " \t\"')],.;:-/":
        end -= 1
    core = text[start:end]
    if core.lower().startswith(("the ", "a ", "an ")):
        start += core.index(" ") + 1
    if text[start:end].endswith("'s"):
        end -= 2
    return span.but(start=start, end=end) if start < end else None


def _known_better(span: Span, sure: SpanIndex) -> bool:
    """Return whether a rule already says what stands here, so that the model adds nothing."""
    return any(
        other.covers(span) or (span.covers(other) and (other.entity_type in _OTHER or len(other) >= len(span) - 3))
        for other in sure.overlapping(span)
    )


def _borne_out(text: str, words: Sequence[Word], span: Span) -> bool:
    surface = text[span.start : span.end]
    if surface.lower() in allow_terms() or not any(c.isupper() for c in surface):
        return False
    inside = words_within(words, span.start, span.end)
    odd = [word for word in inside if word.kind != "plain" and not word.initial and word.capital]
    odd = [word for word in odd if not (word.text.isupper() and len(word.text) <= _ACRONYM)]
    if span.entity_type == "ORGANIZATION":
        odd = [word for word in odd if len(inside) > 1 or (word.kind != "both" and not word.opens)]
    return bool(odd)
