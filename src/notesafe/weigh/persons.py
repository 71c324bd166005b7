"""The sure people of a note or a series, and every form their names may take."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from notesafe.lexicons import fold, nicknames, ordinary_words
from notesafe.spans import Span
from notesafe.weigh.identities import name_parts

__all__ = ["Forms", "collect_forms", "one_slip"]

SLIP = 5
"""Letters from which one wrong letter still tells the name."""
_GLUED = 5  # letters a name written as one word needs
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
_SPELLINGS = (
    ("\u00fc", "ue"),
    ("\u00f6", "oe"),
    ("\u00e4", "ae"),
    ("\u00f8", "oe"),
    ("\u00e5", "aa"),
    ("\u00df", "ss"),
)

Table = dict[str, set[int]]
"""Form -> the subjects it may mean."""


@dataclass(slots=True)
class Forms:
    """What to look for; each form with the subjects it may mean."""

    origins: dict[int, Span] = field(default_factory=dict)
    """Subject -> the surest mention, whose type and role every other mention takes."""
    parts: Table = field(default_factory=dict)
    """Whole words of a sure name."""
    short: Table = field(default_factory=dict)
    """Nicknames of them, and what they are nicknames of."""
    family: Table = field(default_factory=dict)
    """Surnames."""
    initials: Table = field(default_factory=dict)
    """First letters of given name and surname: `jd`."""
    glued: Table = field(default_factory=dict)
    """Names written as one word: `mtrujillo`, `marisolt`."""
    slips: dict[str, set[str]] = field(default_factory=dict)
    """A part with one letter left out, or whole -> the parts."""
    pairs: dict[int, set[str]] = field(default_factory=dict)
    """Subject -> its words."""
    given: dict[int, set[str]] = field(default_factory=dict)
    """Subject -> its given names, where a surname is known too."""

    def slip_of(self, word: str) -> set[int]:
        """Return the subjects of whose name *word* is one slip of the pen away."""
        if len(word) < SLIP - 1:
            return set()
        near = {part for form in _shortened(word) for part in self.slips.get(form, ())}
        return {subject for part in near if part != word and one_slip(part, word) for subject in self.parts[part]}


def collect_forms(texts: Sequence[str], people: Sequence[Collection[Span]]) -> Forms:
    """
    Return the forms of every sure mention.

    Args:
        texts: The notes.
        people: The sure mentions of people in each, numbered.
    """
    forms = Forms()
    for text, spans in zip(texts, people, strict=True):
        for span in spans:
            if span.subject is None:
                continue
            surface = text[span.start : span.end]
            best = forms.origins.get(span.subject)
            if best is None or _rank(span) < _rank(best):
                forms.origins[span.subject] = span
            _learn(forms, span.subject, name_parts(surface), [fold(word) for word in _WORD.findall(surface)])
            for word in _WORD.findall(surface):
                if len(word) > 2:
                    _put(forms.parts, _respelt(word), span.subject)
    return forms


def _rank(span: Span) -> tuple[object, ...]:
    """Sort key, best first, that does not ask where in which note the mention stands."""
    return (-span.score, span.kind is None, span.kind or "", span.label or "", span.sources)


def _learn(forms: Forms, subject: int, parts: list[str], words: list[str]) -> None:
    for part in {*words, *parts}:
        if len(part) > 1:
            _put(forms.parts, part, subject)
            forms.pairs.setdefault(subject, set()).add(part)
            for other in nicknames().get(part, ()):
                _put(forms.short, other, subject)
            if len(part) >= SLIP:
                for form in _shortened(part):
                    forms.slips.setdefault(form, set()).add(part)
    if len(parts) < 2 or not all(len(part) > 1 for part in (parts[0], parts[-1])):
        return
    given, family = parts[0], parts[-1]
    _put(forms.family, family, subject)
    forms.given.setdefault(subject, set()).add(given)
    _put(forms.initials, given[0] + family[0], subject)
    for first in {given, *nicknames().get(given, ())}:
        for form in (first + family, family + first, given[0] + family, family + given[0], first + family[0]):
            plain = form.replace("'", "").replace("-", "")
            if len(plain) >= _GLUED and plain not in ordinary_words():
                _put(forms.glued, plain, subject)


def _put(table: Table, form: str, subject: int) -> None:
    if len(form) > 1:
        table.setdefault(form, set()).add(subject)


def _respelt(word: str) -> str:
    """Return the word as a keyboard without its letters writes it: `Mueller` for `Müller`; "" if it has none of them."""
    lower = word.lower()
    for letter, instead in _SPELLINGS:
        lower = lower.replace(letter, instead)
    return fold(lower) if lower != word.lower() else ""


def _shortened(word: str) -> Iterable[str]:
    """Return the word, and the word with each of its letters left out."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def one_slip(a: str, b: str) -> bool:
    """
    Return whether *b* is *a* with one letter changed, added, left out, or two neighbours swapped.

        >>> one_slip("tasha", "tahsa"), one_slip("tasha", "tosha"), one_slip("tasha", "taylor")
        (True, True, False)
    """
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i + 2 :] == b[i + 2 :] and a[i : i + 2] == b[i : i + 2][::-1])
    return a[i:] == b[i + 1 :] if len(a) < len(b) else a[i + 1 :] == b[i:]
