"""The scorer: pieces of evidence for one name, added up."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from notesafe.lexicons import fold, given_names
from notesafe.spans import Span, SpanIndex
from notesafe.weights import TAKEN, weight
from notesafe.words import NEVER, TITLE_NAMES, TITLES, Word, words_within

__all__ = ["join_people"]

_NER = "ner"
_HEAD_WORD = "head_word"  # Rosie's Diner: the diner, not Rosie
_NICK_BEFORE = re.compile(r"\b(?:big|lil'?|lil|little|tall|biker|crazy|skinny|fat|slim|young|old) $", re.IGNORECASE)
_ABBREVIATION = 3  # letters of `St.`, `Wm.`
_FIRST_WORD = re.compile(r"([^\W\d_]+)\.?[ \t\n]+")
_GIVEN_BEFORE = re.compile(r"\b([A-Z][a-z]{2,}) $")
_SUFFIX_AFTER = re.compile(r",? (?:jr|sr|iii|ii|iv)\b\.?", re.IGNORECASE)
_WHOLE_NAMES = frozenset({"known", "field"})
"""Finders of whole names, whose first word is a name though it may be a title: the `Justice` of Justice Monroe."""
_SLANG = ("substance_slang", "substance_slang_dea")
_SURE_OF_PERSON = frozenset(
    {"role_cue", "known", "introduced", "credentials", "first_and_initial", "roster", "field", "caption", "honoured"}
)


def join_people(text: str, words: Sequence[Word], spans: Collection[Span]) -> list[Span]:
    """
    Return the spans with all evidence for one person's name joined into one span.

    Scores are joined as 1 - (1 - a)(1 - b)…, the best of each source counting
    once: unlike evidence adds up, the same evidence twice does not.
    """
    substances = SpanIndex(
        span for span in spans if span.entity_type in ("SUBSTANCE", "MEDICATION") and span.score >= TAKEN
    )
    people: list[Span] = []
    others: list[Span] = []
    for span in spans:
        if span.entity_type != "PERSON":
            others.append(span)
        elif _NER in span.sources:
            people.extend(_trimmed(text, words, span))
        else:
            people.append(span)
    groups: list[list[Span]] = []
    reach = -1
    for span in sorted(people, key=lambda s: (s.start, s.end)):
        if groups and span.start < reach:
            groups[-1].append(span)
            reach = max(reach, span.end)
        else:
            groups.append([span])
            reach = span.end
    joined = [_with_nickname(text, _without_title(text, _join(group), group)) for group in groups]
    named = SpanIndex(span for span in others if _HEAD_WORD in span.sources)
    kept = [_below(span, named) for span in joined if not _is_substance(span, substances)]
    people_index = SpanIndex(kept)
    return [*kept, *(span for span in others if not _shadowed(span, people_index))]


def _shadowed(span: Span, people: SpanIndex) -> bool:
    """Return whether a street word is only part of a longer name, or a sure one: the tina of `tina hernandez`."""
    return bool(set(span.sources) & set(_SLANG)) and any(
        person.covers(span) and (len(person) > len(span) + 1 or _SURE_OF_PERSON & set(person.sources))
        for person in people.overlapping(span)
    )


def _join(group: list[Span]) -> Span:
    """Return one span with the joined score; roles come from the strongest piece that has one."""
    best: dict[str, float] = {}
    for span in group:
        source = span.sources[0]
        best[source] = max(best.get(source, 0.0), span.score)
    doubt = 1.0
    for strength in best.values():
        doubt *= 1 - strength
    told = sorted((s for s in group if s.kind), key=lambda s: (s.kind == "peer", -s.score, s.start))
    known = [span.subject for span in group if span.subject is not None]
    carrying = [span for span in group if span.score >= 0.3] or group
    return Span(
        min(span.start for span in carrying),
        max(span.end for span in carrying),
        "PERSON",
        round(1 - doubt, 3),
        kind=told[0].kind if told else None,
        label=told[0].label if told else None,
        sources=tuple(sorted(best)),
        subject=known[0] if known else None,
    )


def _below(span: Span, named: SpanIndex) -> Span:
    """
    Return a guessed name inside a place's with a score just under the place's.

    So `Rosie's Diner` is tagged as the diner; but where a policy keeps diners,
    the name in it still goes.
    """
    around = [place.score for place in named.overlapping(span) if place.covers(span)]
    if not around or _SURE_OF_PERSON & set(span.sources):
        return span
    return span.but(score=min(span.score, max(TAKEN, max(around) - 0.01)))


def _without_title(text: str, span: Span, group: Collection[Span]) -> Span:
    """Return the span without the titles before the name; one that is a name too stays where a whole name starts with it."""
    whole = {piece.start for piece in group if _WHOLE_NAMES & set(piece.sources)}
    start = span.start
    while (match := _FIRST_WORD.match(text, start, span.end)) and match[1].lower() in TITLES and match.end() < span.end:
        if start in whole and match[1].lower() in TITLE_NAMES:
            break
        start = match.end()
    return span if start == span.start else span.but(start=start)


def _with_nickname(text: str, span: Span) -> Span:
    """Return the span with the `Big` of `Big Tony`, or a given name, before it and the `Jr.` behind it."""
    before = _NICK_BEFORE.search(text, max(0, span.start - 8), span.start)
    given = _GIVEN_BEFORE.search(text, max(0, span.start - 20), span.start)
    if (
        given
        and fold(given[1]) in given_names()
        and fold(given[1]) not in TITLES | NEVER
        and text[span.start].isupper()
    ):
        before = given  # Senna Williams: a laxative's name, and here a given name
    after = _SUFFIX_AFTER.match(text, span.end)
    return span.but(start=before.start() if before else span.start, end=after.end() if after else span.end)


def _trimmed(text: str, words: Sequence[Word], span: Span) -> list[Span]:
    """Return the model's span cut down to the words that can be a name; weak if none can."""
    inside = list(words_within(words, span.start, span.end))
    if not inside:
        return []
    for at in range(1, len(inside)):
        gap = text[inside[at - 1].end : inside[at].start]
        stop = "." in gap and len(inside[at - 1].text) > _ABBREVIATION
        if "\n" in gap or "  " in gap or stop:
            inside = inside[:at]  # a name does not go on behind a tab stop, a full stop, or on the next line
            break
    while len(inside) > 1 and inside[0].folded in TITLES:
        inside = inside[1:]
    fitting = [word for word in inside if (word.kind != "plain" and not word.acronym) or word.initial]
    if not any(not word.initial and (word.capital or word.kind == "name") for word in fitting):
        return [span.but(score=weight("ner_plain"))]
    start, end = fitting[0].start, fitting[-1].end
    if end + 1 == span.end and fitting[-1].initial:
        end = span.end
    return [span.but(start=start, end=end)]


def _is_substance(span: Span, substances: SpanIndex) -> bool:
    """Return whether the name is only a guess and a substance stands exactly there, or around it."""
    if _SURE_OF_PERSON & set(span.sources):
        return False
    return any(other.covers(span) and (other.score > 0.5 or span.score < 0.9) for other in substances.overlapping(span))
