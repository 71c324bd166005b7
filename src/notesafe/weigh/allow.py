"""Terms that are no one's name: scales, slogans, theorists where they are cited."""

from __future__ import annotations

import re
from collections.abc import Collection

from notesafe.lexicons import AllowTerm, allow_terms, fold, given_names, surnames
from notesafe.spans import Span

__all__ = ["allow_category", "drop_allowed"]

# Only what was guessed from a word or by a model can be vetoed; a cue, a pattern or a known name cannot.
_GUESSES = frozenset(
    {
        "ner",
        "model",
        "name_lexicon",
        "first_and_initial",
        "initials",
        "speaker_label",
        "spelled_out",
        "spoken_to",
        "roster",
    }
)
_STRONG = frozenset({"role_cue", "known", "introduced", "credentials"})
# "A gated term vetoes only beside a cue of the domain" (docs/design.md, "Allow terms").
_INSTRUMENT_AFTER = re.compile(
    r"(?:'s?)?[ -](?:(?:depression|anxiety|rating|hopelessness|suicide|severity|self-esteem|impression|personality|parenting|\w{1,3}[- ]?\d{0,2}) ){0,2}"
    r"(?:scale|scales|inventor(?:y|ies)|score|scores|test|index|questionnaire|screen|assessment|criteria|model|models|method|technique|therapy|approach|theory|stages?|cycle|"
    r"hierarchy|triangle|diamond|repair|protocol|breathing|relaxation|syndrome|disease|disorder|palsy|psychosis|phenomenon|effect|coma|sign|reflex|maneuver|schema|work|institute|training|workbook|manual|depression|anxiety|total|is (?:above|below|over|under)|was \d|of \d|= ?\d|\d)",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?: (?:et al\.?|&|and) ?\w{0,20},?)? ?\(?(?:19|20)\d{2}\)?|(?:'s)? (?:argues|argued|wrote|writes|proposed|describes|theor|book|calls? (?:it|this)|would (?:call|say|have)|noticed that|has language|later asked)",
    re.IGNORECASE,
)
_CITING = re.compile(
    r"\b(?:per|according to|cf\.?|see|after|by|from|citing|read(?:ing)?|based on|drawing on|style|of)\s$", re.IGNORECASE
)
_HISTORY = re.compile(
    r"co-?found|founder|founded|akron|\b19(?:3[4-9]|4\d|5[0-5])\b|big book|story|stories|quote|quoted|friends? of|wrote|letter|portrait|"
    r"literature|documentary|movie|history|\bdr\.? bob\b|\bbill w|stepping stones|12 ?& ?12|grapevine|oxford group|speaker tape",
    re.IGNORECASE,
)
# What cancels the veto of a theorist's own name: a title, a relation or a role before it, an age or a number behind it.
_PERSONAL = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|judge|officer|po|aunt|uncle|client|pt|ct|patient|peer|sponsor|sponsee|counselor|therapist|nurse|my|his|her|their|"
    r"mom|dad|mother|father|brother|sister|cousin|wife|husband|son|daughter|friend|neighbor|boss|named|called|hi|hey|thanks|dear|name:?|re:|to:|from:|cc:)\.?,? $",
    re.IGNORECASE,
)
_PERSONAL_AFTER = re.compile(
    r",? (?:\(?\d{2}\b|\(?\d{3}[-.) ]|and i\b|called me|texted|came over|drove)", re.IGNORECASE
)
_REACH = 60  # characters either side in which a word of AA history counts


def drop_allowed(text: str, spans: Collection[Span]) -> list[Span]:
    """
    Return the spans without those that an allow term vetoes.

    A veto removes exactly its own candidate, never a longer one, and never what
    a cue, a pattern or the caller's list says.
    """
    strong = {(span.start, span.end) for span in spans if _STRONG & set(span.sources)}
    return [span for span in spans if (span.start, span.end) in strong or not _vetoed(text, span)]


def allow_category(surface: str) -> str | None:
    """
    Return the category of the allow term that is exactly *surface*, or None.

        >>> allow_category("PHQ-9")
        'scale'
    """
    term = _lookup(surface)
    return term.category if term is not None else None


def _vetoed(text: str, span: Span) -> bool:
    if not _GUESSES & set(span.sources):
        return False
    surface = text[span.start : span.end]
    term = _lookup(surface)
    if term is None:
        return False
    if len(term.text) <= 4 and term.text.isupper() and not surface.strip("'s").isupper():
        return False
    return not term.gated or _in_domain(text, span, term)


def _lookup(surface: str) -> AllowTerm | None:
    """Return the allow term that is exactly *surface*, an article or possessive aside."""
    bare = " ".join(surface.lower().split()).removeprefix("the ").removesuffix("'s")
    terms = allow_terms()
    return terms.get(surface.lower()) or terms.get(bare) or terms.get(bare.rstrip(".")) or terms.get(bare + ".")


def _in_domain(text: str, span: Span, term: AllowTerm) -> bool:
    """Return whether the words around show that the scale, theorist or founder is meant."""
    after = text[span.end : span.end + _REACH]
    before = text[max(0, span.start - _REACH) : span.start]
    if term.category == "historical_figure":
        return bool(_HISTORY.search(before) or _HISTORY.search(after))
    if term.category == "common_name_trap":
        return bool(_INSTRUMENT_AFTER.match(after))  # else weighed like any other word that is a name too
    if _hardly_anyone(term) and not _PERSONAL.search(before) and not _PERSONAL_AFTER.match(after):
        return True
    return bool(_INSTRUMENT_AFTER.match(after) or _CITED.match(after) or _CITING.search(before))


def _hardly_anyone(term: AllowTerm) -> bool:
    """Return whether hardly anyone but the theorist is called so: a full name, or a surname in no name list."""
    folded = fold(term.text)
    return " " in term.text or (folded not in surnames() and folded not in given_names())
