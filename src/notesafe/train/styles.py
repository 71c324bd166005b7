"""Write a filled document in another style: lower case, recognised speech, capitals, typing errors."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from notesafe.train.slots import Part

__all__ = ["redacted", "restyle"]

_RESTYLED = {
    # style as written -> chance of: lower, asr, caps, typos, title (a document keeps its style otherwise)
    "tidy": (0.22, 0.13, 0.04, 0.05, 0.02),
    "shorthand": (0.30, 0.04, 0.04, 0.06, 0.02),
    "messy": (0.25, 0.10, 0.03, 0.05, 0.0),
    "lower": (0.0, 0.15, 0.03, 0.08, 0.05),
    "asr": (0.0, 0.0, 0.04, 0.04, 0.05),
    "caps": (0.25, 0.05, 0.0, 0.05, 0.10),
}
_TAGS = {
    "PERSON": ("PERSON", "CLIENT", "SPONSOR", "PEER", "CLINICIAN", "BROTHER", "MOTHER", "PO", "JUDGE", "DAUGHTER"),
    "LOCATION": ("PLACE", "ADDRESS"),
    "FACILITY": ("FACILITY", "HOME_GROUP"),
    "ORG": ("ORGANIZATION", "EMPLOYER", "COURT", "SCHOOL", "AGENCY"),
    "SUBSTANCE": ("SUBSTANCE", "MEDICATION"),
    "DATE": ("DATE", "SOBRIETY_DATE", "DATE_OF_BIRTH"),
    "PHONE": ("PHONE",),
    "EMAIL": ("EMAIL",),
    "URL": ("URL",),
    "HANDLE": ("USER",),
    "ID": ("ID", "RECORD_NUMBER", "CASE_NUMBER", "LICENSE", "ACCOUNT"),
    "AGE_90": ("AGE",),
}
_PLAIN_MARKS = re.compile(r"(?<!\d)[.,!?;:\"()\[\]*_](?!\d)|(?<=\s)[-\u2013\u2014](?=\s)")
_NEIGHBOURS = {
    "a": "sq",
    "e": "wr",
    "i": "uo",
    "o": "ip",
    "n": "bm",
    "t": "ry",
    "s": "ad",
    "r": "et",
    "l": "k",
    "h": "gj",
    "d": "sf",
    "c": "xv",
}


def restyle(parts: Sequence[Part], style: str, rng: random.Random) -> list[Part]:
    """
    Return *parts*, perhaps in another style; labels stay on their text.

    Addresses of the net, codes and links keep their marks.
    """
    lower, asr, caps, typos, title = _RESTYLED.get(style, _RESTYLED["tidy"])
    chance = rng.random()
    if chance < lower:
        return _each(parts, str.lower)
    if chance < lower + asr:
        return _spoken(parts)
    if chance < lower + asr + caps:
        return _each(parts, str.upper)
    if chance < lower + asr + caps + typos:
        return _mistyped(parts, rng)
    if chance < lower + asr + caps + typos + title:
        return _each(parts, _sentences)
    return list(parts)


def redacted(parts: Sequence[Part], rng: random.Random) -> list[Part]:
    """
    Return *parts* as a redacted note: a tag in each slot, and nothing left to mark.

    So the model learns that beside a tag there is nothing more to hide, and redacting twice is redacting once.
    """
    out = []
    for part in parts:
        tags = _TAGS.get(part.label or "")
        if tags is None:
            out.append(part)
            continue
        number = f"_{rng.randint(1, 6)}" if rng.random() < 0.3 else ""
        out.append(Part(f"[{rng.choice(tags)}{number}]", "OTHER", part.key, part.form))
    return out


def _each(parts: Sequence[Part], change: object) -> list[Part]:
    return [Part(change(p.text), p.label, p.key, p.form) for p in parts]  # type: ignore[operator]


def _spoken(parts: Sequence[Part]) -> list[Part]:
    """Lower case, no marks, one line a turn."""
    out = []
    for part in parts:
        text = part.text.lower()
        if part.label not in ("EMAIL", "URL", "HANDLE", "ID", "PHONE"):
            text = _PLAIN_MARKS.sub("", text)
            text = re.sub(r"[ \t]+", " ", text)
        out.append(Part(text, part.label, part.key, part.form))
    return out


def _sentences(text: str) -> str:
    """Capitalise as a recogniser with punctuation does: sentence starts and 'I' only."""
    text = text.lower()
    text = re.sub(r"(^|[.!?\n]\s*)([a-z])", lambda m: m[1] + m[2].upper(), text)
    return re.sub(r"\bi\b", "I", text)


def _mistyped(parts: Sequence[Part], rng: random.Random) -> list[Part]:
    """Change about one letter in sixty of the plain text, and one in a hundred of the names."""
    out = []
    for part in parts:
        rate = 1 / 60 if part.label is None else 1 / 100
        if part.label in ("EMAIL", "URL", "HANDLE", "ID", "PHONE"):
            rate = 0.0
        chars: list[str] = []
        for c in part.text:
            if c.isalpha() and rng.random() < rate:
                kind = rng.randrange(3)
                if kind == 0:
                    continue
                chars.append(c + c if kind == 1 else rng.choice(_NEIGHBOURS.get(c.lower(), c)))
            else:
                chars.append(c)
        out.append(Part("".join(chars) or part.text, part.label, part.key, part.form))
    return out
