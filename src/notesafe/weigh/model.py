"""What notesafe's own model says, weighed against the rules: it may add, and its silence counts against a guess."""

from __future__ import annotations

import re
from collections.abc import Collection

from notesafe.spans import Span, SpanIndex
from notesafe.weights import weight
from notesafe.words import CREDENTIALS, TITLES

__all__ = ["is_suspicion", "settle_model"]

_MODEL = "model"
_TAKEN = 0.4
_MOST = 0.84
"""The most that the model's word counts for anything but a person, so that a rule that knows the exact kind wins."""
_HINT = 0.4
"""What is left of a probability that is too low to be believed alone: never enough by itself."""
_SMALL = frozenset({"weekday", "relative", "time", "holiday"})
_BETTER = frozenset(
    {"FELLOWSHIP", "LEVEL_OF_CARE", "DIAGNOSIS", "TEST_RESULT", "CLEAN_TIME", "DOSE", "BEHAVIORAL_ADDICTION"}
)
_SURE = 0.9
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
_LOOSE = frozenset(
    {
        "venue",
        "address",
        "head_word",
        "court_agency",
        "home_group",
        "facility",
        "role_cue",
        "in_company",
        "title_case",
        "employer",
        "after_preposition",
        "attachment",
        "medication",
    }
)
"""Finders that often take in a word too many beside a name: `bus shelter on Fulton`, `Chairs Ice House Group`."""
_ARTICLE = re.compile(r"(?:the|a|an|my|our|his|her|their)\s+", re.IGNORECASE)
_BEFORE_NAMES = TITLES | {
    "hey", "hi", "hello", "dear", "thanks", "bye", "yes", "ok", "okay", "and", "but", "so",
    "husb", "hub", "hubby", "husband", "wife", "dtr", "dau", "daughter", "gf", "bf", "girlfriend", "boyfriend", "fiance", "fiancee",
    "friend", "roommate", "neighbor", "mil", "fil", "sil", "bil", "nephew", "niece", "sponsor", "sponsee", "partner", "ex",
}  # fmt: skip
"""Words that the model now and then takes in before a name."""
_FULL_STOP = re.compile(r"(?<![^\W_])(?!jr|sr|esq)[^\W\d_]{3,}\.\Z", re.IGNORECASE)
"""Behind a whole word it ends the sentence, not the name."""
_FIRST_WORD = re.compile(r"([^\W\d_]+)\.?[ \t\n]+")
_NAME_BEHIND = re.compile(r"\.? (?:\[|[^\W\d_a-z])")
_LAST_WORD = re.compile(r"[ ,]+([^\W\d_][\w./-]*)\Z")
_PLACES = frozenset({"LOCATION", "FACILITY", "HOME_GROUP", "ORGANIZATION"})
_GROUPS = frozenset({"FACILITY", "HOME_GROUP"})
_TAIL = re.compile(
    r"(?<=\w)[ ,]+(on|off|at|in|for|by|from|to|and|with|of|is|was|today|tomorrow|tonight|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\Z"
)
_DAYS_OF_NAMES = re.compile(r"\b(?:ruby|taco|fat|black|super|palm|ash|good|bloody|easter)\Z")
_EDGES = " \t\n\"'([{*_-,;:\u201c\u201d"


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
    ruled = [span for span in others if span.score >= _TAKEN]
    rules = SpanIndex(ruled)
    settled = [cut for span in own if (cut := _cut(text, span)) is not None and not _known_better(text, cut, rules)]
    starts = {span.start for span in [*own, *ruled] if span.entity_type in _PLACES or span.entity_type == "ADDRESS"}
    settled = [_without_tail(text, span, starts) for span in settled]
    kept = [_without_tail(text, _trimmed(text, span, suspected), starts) for span in others]
    doubted = (_doubted(text, part, marked, suspected) for span in kept for part in _parted(text, span, marked))
    return [*(_believed(span, rules) for span in settled), *doubted]


def is_suspicion(span: Span) -> bool:
    """Return whether the model only suspects this: no evidence by itself."""
    return span.sources == (_MODEL,) and span.score < _MARKED


def _cut(text: str, span: Span) -> Span | None:
    """Return the model's span without an article, quotation marks or a possessive, or None if nothing is left."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    if span.entity_type not in ("PERSON", "DATE_TIME"):
        article = _ARTICLE.match(text, start, end)
        start = article.end() if article and article.end() < end else start
    if end - start > 2 and text[end - 2 : end].lower() in ("'s", "\u2019s"):
        end -= 2
    if span.entity_type == "PERSON":
        start, end = _name_only(text, start, end)
        end -= bool(_FULL_STOP.search(text, start, end))
        if text[start:end].strip(". ").lower() in TITLES and _NAME_BEHIND.match(text, end):
            return None  # the title before a name, or before the tag that an earlier redaction left
    if start >= end:
        return None
    return span.but(start=start, end=end, score=round(span.score, 3))


def _without_tail(text: str, span: Span, starts: Collection[int]) -> Span:
    """
    Return a place's span without the small words that speech goes on with: `tim hortons on`, `toledo sunday`.

    They stay where another place follows (the gurdwara on Tenth), and a day stays with a group that may be named for it.
    """
    if span.entity_type not in _PLACES:
        return span
    end = span.end
    while (tail := _TAIL.search(text, span.start, end)) and end + 1 not in starts:
        if tail[1].endswith(("day", "days")) and (
            span.entity_type in _GROUPS or _DAYS_OF_NAMES.search(text, span.start, tail.start())
        ):
            break
        end = tail.start()
    return span if end == span.end else span.but(end=end)


def _name_only(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds without titles, greetings and kin words before the name and letters of a profession behind it."""
    while (before := _FIRST_WORD.match(text, start, end)) and before[1].lower() in _BEFORE_NAMES and before.end() < end:
        start = before.end()
    while (letters := _LAST_WORD.search(text, start, end)) and _is_credential(letters[1]) and letters.start() > start:
        end = letters.start()
    return start, end


def _parted(text: str, span: Span, marked: SpanIndex) -> list[Span]:
    """
    Return a rule's name as the several people it is, where the model is sure of each: `Adeyemi, Rory`, `Chuy. Keyshawn`.

    Only where they hold every letter of it, so that nothing is uncovered.
    """
    guessed = span.entity_type == "PERSON" and not {source.partition("/")[0] for source in span.sources}.isdisjoint(
        _SOFT
    )
    if not guessed or not any(sign in text[span.start : span.end] for sign in ",.;"):
        return [span]
    people = [
        own
        for own in marked.overlapping(span)
        if own.entity_type == "PERSON" and own.score >= _SURE and span.covers(own)
    ]
    held = {place for own in people for place in range(own.start, own.end)}
    if len(people) < 2 or any(text[at].isalnum() for at in range(span.start, span.end) if at not in held):
        return [span]
    return [span.but(start=own.start, end=own.end) for own in people]


def _trimmed(text: str, span: Span, suspected: SpanIndex) -> Span:
    """
    Return a loose guess without the words at its edges that the model, sure of the rest, does not even suspect.

    Digits and parts of a word stay.
    """
    if not {source.partition("/")[0] for source in span.sources} <= _LOOSE:
        return span
    own = suspected.overlapping(span)
    if not any(other.score >= _SURE for other in own):
        return span
    start = max(span.start, min(other.start for other in own))
    end = min(span.end, max(other.end for other in own))
    if any(map(str.isdigit, text[span.start : start] + text[end : span.end])) or _splits(text, start, end):
        return span
    return span.but(start=start, end=end)


def _splits(text: str, start: int, end: int) -> bool:
    """Return whether a bound stands within a word."""
    return any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))


def _is_credential(word: str) -> bool:
    """Return whether these are letters of a profession; short ones only in capitals."""
    return word.lower().rstrip(".") in CREDENTIALS and (len(word) > 3 or sum(map(str.isupper, word)) > 1)


def _believed(span: Span, rules: SpanIndex) -> Span:
    """
    Return the model's span with what its word is worth.

    Where no rule says anything, the model is only believed from a probability on that
    `weights.yaml` gives for each type; below it is a hint.
    """
    least = weight(f"alone_{span.entity_type.lower()}")
    score = span.score
    if score >= least:
        score = max(score, _TAKEN)
    elif not rules.overlapping(span):
        score *= _HINT
    return span.but(score=round(score if span.entity_type == "PERSON" else min(score, _MOST), 3))


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
    return span.score < _SURE and any(other.entity_type in _BETTER and other.covers(span) for other in around)


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
