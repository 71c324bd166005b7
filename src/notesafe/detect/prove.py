"""Check a pack against its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from notesafe.detect.patterns import pattern_recognizers
from notesafe.detect.people import PeopleRecognizer
from notesafe.detect.places import PlaceRecognizer
from notesafe.detect.slang import SlangRecognizer
from notesafe.detect.terms import TermRecognizer
from notesafe.packs import Pack, parse_marks
from notesafe.text import normalise

__all__ = ["Proof", "found_by", "prove"]

_THRESHOLD = 0.4  # the threshold of the profiles
_KINDS = ("match", "no_match", "known_miss", "known_false_alarm")
Bounds = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Proof:
    """One example and whether the pack did with it what it says."""

    pack: str
    kind: str
    number: int
    holds: bool
    message: str

    @property
    def name(self) -> str:
        """`sobriety_date/match/0`."""
        return f"{self.pack}/{self.kind}/{self.number}"


def prove(pack: Pack) -> Iterator[Proof]:
    """Yield the outcome of each example of *pack*, strictly: a known miss that is found fails too."""
    for kind in _KINDS:
        for number, sentence in enumerate(getattr(pack.info.examples, kind)):
            text, marked = parse_marks(sentence)
            found = found_by(pack, text)
            holds = found != marked if kind == "known_miss" else found == marked
            yield Proof(pack.name, kind, number, holds, "" if holds else _message(kind, text, marked, found))


def found_by(pack: Pack, text: str) -> Bounds:
    """Return the bounds of what *pack* alone finds in *text* at 0.4 or more, overlaps joined."""
    view = normalise(text)
    joined: Bounds = []
    for start, end in sorted(_raw(pack, view.normal)):
        low, high = view.original_bounds(start, end)
        if joined and low < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def _raw(pack: Pack, text: str) -> Iterator[tuple[int, int]]:
    recognizers = [*pattern_recognizers([pack])]
    if pack.info.code == "SlangWeigher":
        recognizers.append(SlangRecognizer([pack]))
    elif pack.info.code == "head_word":
        recognizers.append(PlaceRecognizer([pack]))
    elif pack.info.code:
        people = PeopleRecognizer([pack])
        yield from (
            (f.start, f.end) for name, f in people.evidence(text) if name == pack.info.code and f.strength >= _THRESHOLD
        )
    elif pack.terms or pack.recognizers[0].deny_list:
        recognizers.append(TermRecognizer([pack]))
    for recognizer in recognizers:
        for result in recognizer.analyze(text, recognizer.supported_entities):
            if result.score >= _THRESHOLD:
                yield result.start, result.end


def _message(kind: str, text: str, marked: Bounds, found: Bounds) -> str:
    """Return what went otherwise than said; examples are made up, so they may be quoted."""
    if kind == "known_false_alarm":
        return "good news: no longer a false alarm; move this sentence to no_match"
    if kind == "known_miss":
        return "good news: found; move this sentence to match"
    expected, actual = ([text[s:e] for s, e in bounds] for bounds in (marked, found))
    return f"expected {expected}, found {actual}"
