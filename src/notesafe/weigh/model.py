"""What notesafe's own model says, weighed against the rules: it may add, and its silence counts against a guess."""

from __future__ import annotations

from collections.abc import Collection

from notesafe.lexicons import fold, given_names, ordinary_words, surnames
from notesafe.spans import Span, SpanIndex
from notesafe.weigh.edges import cut_to_name, trim_to_model, without_tail
from notesafe.weigh.parting import part_by_model
from notesafe.weights import SURE, TAKEN, weight

__all__ = ["is_suspicion", "settle_model"]

_MODEL = "model"
_MOST = 0.84
"""The most that the model's word counts for anything but a person, so that a rule that knows the exact kind wins."""
_HINT = 0.4
"""What is left of a probability that is too low to be believed alone: never enough by itself."""
_PLACED = frozenset({"LOCATION", "FACILITY", "HOME_GROUP", "ORGANIZATION", "ADDRESS"})
_SMALL = frozenset({"weekday", "relative", "time", "holiday"})
_BETTER = frozenset(
    {"FELLOWSHIP", "LEVEL_OF_CARE", "DIAGNOSIS", "TEST_RESULT", "CLEAN_TIME", "DOSE", "BEHAVIORAL_ADDICTION"}
)
_MARKED = 0.1
"""Below it the model only suspects a word: it does not count as marked, but is not taken for harmless either."""
_SOFT = frozenset(
    {
        "name_lexicon",
        "in_company",
        "spoken_to",
        "initials",
        "first_and_initial",
        "listed",
        "speaker_label",
        "signature",
        "introduced",
        "role_cue",
        "roster",
        "spelled_out",
        "named_place",
        "head_word",
        "substance_slang",
        "facility",
        "home_group",
        "employer",
        "after_preposition",
        "credentials",
        "title_case",
        "place",
        "venue",
        "medication",
        "id_number",
        "address",
        "device_id",
        "school",
        "court_agency",
        "date",
    }
)
"""Finders that guess; what they find counts for less where the model, asked, marks nothing."""


def settle_model(text: str, spans: Collection[Span], *, asked: bool) -> list[Span]:
    """
    Return the spans with the model's cut to what they name, and the guesses it does not share made weaker.

    Args:
        text: The normalised note.
        spans: What every recognizer found in it.
        asked: Whether notesafe's own model read the note.
    """
    if not asked:
        return list(spans)
    read = [span for span in spans if span.sources == (_MODEL,)]
    others = [span for span in spans if span.sources != (_MODEL,)]
    own = [span for span in read if not is_suspicion(span)]
    marked, suspected = SpanIndex(own), SpanIndex(read)
    sure = SpanIndex(span for span in own if span.score >= SURE)
    ruled = [span for span in others if span.score >= TAKEN]
    rules = SpanIndex(ruled)
    settled = [
        cut for span in own if (cut := cut_to_name(text, span)) is not None and not _known_better(text, cut, rules)
    ]
    starts = {span.start for span in [*own, *ruled] if span.entity_type in _PLACED}
    settled = [without_tail(text, span, starts) for span in settled]
    kept = [trim_to_model(text, span, suspected) for span in others]
    doubted = (_doubted(text, part, marked, suspected) for span in kept for part in part_by_model(text, span, sure))
    return [*(_believed(text, span, rules) for span in settled), *doubted]


def is_suspicion(span: Span) -> bool:
    """Return whether the model only suspects this: no evidence by itself."""
    return span.sources == (_MODEL,) and span.score < _MARKED


def _believed(text: str, span: Span, rules: SpanIndex) -> Span:
    """
    Return the model's span with what its word is worth.

    Where no rule says anything, the model is only believed from a probability on that
    `weights.yaml` gives for each type; below it is a hint.
    """
    plain = span.entity_type == "PERSON" and _is_plain(text[span.start : span.end])
    least = weight("alone_person_plain" if plain else f"alone_{span.entity_type.lower()}")
    score = span.score
    if score >= least:
        score = max(score, TAKEN)
    elif not rules.overlapping(span):
        score *= _HINT
    return span.but(score=round(score if span.entity_type == "PERSON" else min(score, _MOST), 3))


def _is_plain(surface: str) -> bool:
    """Return whether these are lower-case ordinary words that no list of names knows: a name here is a nickname, or none."""
    folded = [fold(word) for word in surface.split()]
    names = (given_names(), surnames())
    return surface.islower() and all(f in ordinary_words() and not any(f in known for known in names) for f in folded)


def _known_better(text: str, span: Span, rules: SpanIndex) -> bool:
    """Return whether a rule says that this is only a weekday, a fellowship or a kind of care."""
    if span.entity_type == "PERSON":
        return False
    around = rules.overlapping(span)
    if span.entity_type == "DATE_TIME":
        left = set(range(span.start, span.end))
        for other in around:
            if other.entity_type == "DATE_TIME" and other.kind in _SMALL:
                left -= set(range(other.start, other.end))
        return not any(text[i].isalnum() for i in left)
    if span.entity_type == "LOCATION" and any(o.entity_type == "ZIP_CODE" or o.kind == "state" for o in around):
        left = set(range(span.start, span.end))
        for other in around:
            left -= set(range(other.start, other.end))
        if not any(text[i].isalnum() for i in left):
            return True  # town, state and ZIP code are told apart
    return span.score < SURE and any(other.entity_type in _BETTER and other.covers(span) for other in around)


def _doubted(text: str, span: Span, marked: SpanIndex, suspected: SpanIndex) -> Span:
    """Return a guess with less score where the model marks no character of it, and less again where it suspects none."""
    soft = {source.partition("/")[0] for source in span.sources} & _SOFT
    if not soft or marked.overlapping(span):
        return span
    letter = span.entity_type == "PERSON" and sum(map(str.isalpha, text[span.start : span.end])) == 1
    factor = weight("doubted_letter") if letter else min(weight(f"doubted_{source}") for source in soft)
    if not suspected.overlapping(span):
        factor *= weight("unsuspected")
    return span.but(score=round(span.score * factor, 3))
