"""Names by what the lists know of a word and by its capital."""

from __future__ import annotations

from collections.abc import Iterator

from notesafe.detect.reading import Evidence, Reading
from notesafe.names import name_after
from notesafe.weights import weight
from notesafe.words import Word

__all__ = ["find_by_lexicon"]


def find_by_lexicon(reading: Reading) -> Iterator[Evidence]:
    """Yield every run of words that the lists, or a capital where none is due, make look like a name."""
    at = 0
    words = reading.words
    while at < len(words):
        bounds = name_after(reading.text, words, at, call="none")
        if bounds is None:
            if words[at].kind == "both" and words[at].given and not words[at].capital:
                yield Evidence(words[at].start, words[at].end, weight("both_lower"))
            elif words[at].strange:
                yield Evidence(words[at].start, words[at].end, weight("unknown_lower"))
            at += 1
            continue
        after = reading.index_at(bounds[1])
        run = [word for word in words[at:after] if not word.initial]
        strength = _strength(words[at], run)
        if strength:
            yield Evidence(*bounds, strength)
        at = max(after, at + 1)


def _strength(first: Word, run: list[Word]) -> float:
    """Return what the lists say for a name of these words."""
    more = len(run) > 1
    if first.initial:
        named = run[:1] and run[0].kind in ("name", "unknown")
        return weight("initial_and_family" if named else "initial_and_both")
    if not first.capital:
        if first.kind == "name" and first.given:
            return weight("given_and_family_lower") if more else weight("given_lower")
        return weight("family_lower") if first.family and first.kind == "name" else 0.0
    if first.kind == "name" and first.given:
        return weight("given_and_family") if more else weight("given")
    if first.kind == "both" and first.given:
        if more and any(word.kind in ("name", "unknown") or word.family for word in run[1:]):
            return weight("both_and_family")
        return weight("both_opens") if first.opens else weight("both")
    if first.kind in ("name", "both"):
        if more and first.kind == "name":
            return weight("family_and_more")
        strength = "family" if first.kind == "name" else "family_both"
        return weight(strength + "_opens") if first.opens else weight(strength)
    if first.kind == "unknown":
        if more:
            return weight("unknown_and_family") if any(w.family or w.given for w in run[1:]) else weight("unknown_pair")
        return weight("unknown_opens") if first.opens else weight("unknown")
    return 0.0
