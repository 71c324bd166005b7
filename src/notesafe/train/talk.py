"""Real talk without labels, labelled by a first model: what it is sure of is taught, the rest teaches nothing."""

from __future__ import annotations

from notesafe.tagger import Tagger, read_tokens
from notesafe.train.slots import Part, SlotDocument

__all__ = ["label_talk"]

_SURE = 0.92
_SURELY_NOT = 0.08
_LONGEST = 4_000  # characters of a text that are used
_TAUGHT = frozenset({"PERSON", "LOCATION", "FACILITY", "ORG", "SUBSTANCE", "DATE", "ID", "AGE"})


def label_talk(number: int, text: str, teacher: Tagger) -> SlotDocument:
    """
    Return *text* as a document whose names can be filled anew.

    Stretches of which the teacher is sure (probability above 0.92) become
    slots; those of which it is neither sure nor sure that they are nothing
    become neutral. A name keeps one key through the text.
    """
    text = text[:_LONGEST]
    parts: list[Part] = []
    genders: dict[str, str] = {}
    at = 0
    for start, end, label, probability in _stretches(text, teacher):
        parts.append(Part(text[at:start]))
        surface = text[start:end]
        if probability >= _SURE and label in _TAUGHT:
            if label == "PERSON":
                key = f"p{surface.lower().split(' ')[0]}"
                genders[key] = "u"
                form = (
                    "full"
                    if surface.count(" ") == 1 and "." not in surface
                    else "first"
                    if surface.isalpha()
                    else "kept"
                )
                parts.append(Part(surface, label, key, form))
            else:
                parts.append(Part(surface, label, "kept"))
        else:
            parts.append(Part(surface, "OTHER", "neutral"))
        at = end
    parts.append(Part(text[at:]))
    return SlotDocument(f"talk{number}", "talk", "tidy", genders, tuple(part for part in parts if part.text))


def _stretches(text: str, teacher: Tagger) -> list[tuple[int, int, str, float]]:
    tokens = read_tokens(text)
    marked = 1.0 - teacher.probabilities(tokens)[:, 0]
    found = [(t.start, t.end, t.label, t.probability) for t in teacher.tag(text)]
    inside = {i for start, end, _, _ in found for i in range(start, end)}
    doubtful = [
        (token.start, token.end, "OTHER", float(p))
        for token, p in zip(tokens, marked, strict=True)
        if p > _SURELY_NOT and token.start not in inside and token.text[0] != "\n"
    ]
    return sorted([*found, *doubtful])
