"""Cues of a transcript, joined to one text: a name may begin in one cue and end in the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from notesafe.formats.document import Values
from notesafe.formats.parts import Parts
from notesafe.lexicons import fold, given_names, ordinary_words, surnames

__all__ = ["CueText", "join_gap"]


@dataclass(frozen=True, slots=True)
class Hyphen:
    """The hyphen of a word that goes on in the next line; it is no part of the text."""

    before: int
    """Number of the piece it follows."""


Piece = str | int | tuple[str, int] | Hyphen
"""A tag as it stands, a number of a piece, an open voice tag with that of its name, a hyphen."""
_TAG = re.compile(r"<([^<>\n]*)>")
_TIME_TAG = re.compile(r"(?:\d+:)?\d\d:\d\d\.\d{3}")
_SPEAKER = re.compile(r"\s*(?:-|>>|\[|<v[ .]|[^\W\d_][\w .'’-]{0,40}:\s)")
_SPLIT = re.compile(r"[^\W\d_]-$")
_LAST_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]{2,}$")
_FIRST_WORD = re.compile(r"[^\W\d_]{2,}(?![\w-])")
_VOICE = re.compile(r"(/?)([a-z]+)((?:\.[^\s.<>]+)*)(?:\s+(.*))?$", re.DOTALL)
_CLASSES = re.compile(r"(?:bg_)?(?:white|lime|cyan|red|yellow|magenta|blue|black)")


def join_gap(before: str, after: str) -> str:
    """
    Return what divides two cues: a line end where a sentence or a turn ends, else a blank.

        >>> join_gap("I met Gail", "Hartman there."), join_gap("I left.", "BOB: And?")
        (' ', '\\n')
    """
    ended = before.rstrip()[-1:] in {"", ".", "?", "!", ":", "]", ")", '"', "”", "…"}
    return "\n" if ended or _SPEAKER.match(after) else " "


def _is_cut_name(before: str, after: str) -> bool:
    """
    Return whether a name was cut in two without a hyphen between a line and the next: "Quint", "ero".

    Only where the two parts make a name of the lists, and neither is a word or a name by itself. A line
    that begins with a voice or a speaker is someone's own.
    """
    first, second = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if first is None or second is None or _SPEAKER.match(after):
        return False
    parts = fold(first[0]), fold(second[0])
    names = given_names(), surnames()
    if any("".join(parts) in known for known in names):
        return not any(part in known for part in parts for known in (*names, ordinary_words()))
    return False


class CueText:
    """
    Adds the payload of cues to *parts*, and writes it back with its tags, entities and line ends.

    Args:
        parts: Where the text goes.
        escape: How a character is written that would start a tag; `str` where the format has no entities.
        entities: Whether `&amp;` and the like are read.
    """

    def __init__(self, parts: Parts, escape: Callable[[str], str], *, entities: bool) -> None:
        self._parts = parts
        self._escape = escape
        self._entities = entities

    def add(self, cues: Sequence[Sequence[str]]) -> list[list[list[Piece]]]:
        """Add the lines of all cues; return for each what `write` needs to put them back."""
        lines = [(number, line) for number, cue in enumerate(cues) for line in cue]
        plain = [_TAG.sub("", line) for _, line in lines]
        written: list[list[list[Piece]]] = [[] for _ in cues]
        for place, (number, line) in enumerate(lines):
            following = plain[place + 1] if place + 1 < len(lines) else ""
            split = bool(_SPLIT.search(line)) and following[:1].islower() and lines[place + 1][1][:1] != "<"
            pieces = self._line(line[:-1] if split else line)
            if split and isinstance(pieces[-1], int):
                pieces.append(Hyphen(pieces[-1]))
            elif following.strip():
                self._parts.gap(
                    "" if _is_cut_name(plain[place], lines[place + 1][1]) else join_gap(plain[place], following)
                )
            written[number].append(pieces)
        return written

    def _line(self, line: str) -> list[Piece]:
        pieces: list[Piece] = []
        at = 0
        for tag in _TAG.finditer(line):
            self._text(line[at : tag.start()], pieces)
            self._tag(tag[1], pieces)
            at = tag.end()
        self._text(line[at:], pieces)
        return pieces

    def _text(self, text: str, pieces: list[Piece]) -> None:
        if text:
            pieces.append(self._parts.add(unescape(text) if self._entities else text))

    def _tag(self, inside: str, pieces: list[Piece]) -> None:
        """Keep timestamps and known tags; a voice is text, a tag of no known form goes."""
        if _TIME_TAG.fullmatch(inside):
            pieces.append(f"<{inside}>")
            return
        found = _VOICE.match(inside)
        if found is None or found[2] not in {"b", "i", "u", "c", "v", "ruby", "rt", "lang", "font"}:
            self._text(f"<{inside}>", pieces)
            return
        if found[1]:
            pieces.append(f"</{found[2]}>")
            return
        classes = "".join(f".{name}" for name in found[3].split(".") if _CLASSES.fullmatch(name))
        if found[4] and found[2] != "font":
            # A voice is said before what it says: "Gail: I was there."
            number = self._parts.add(unescape(found[4]) if self._entities else found[4])
            self._parts.gap(" ")
            pieces.append((f"<{found[2]}{classes}", number))
        else:
            pieces.append(f"<{found[2]}{classes}>")

    def write(self, lines: Sequence[Sequence[Piece]], values: Values) -> list[str]:
        """Return the lines of one cue; a line that is left empty goes, as a blank would end the cue."""
        written = ("".join(self._written(piece, values) for piece in pieces) for pieces in lines)
        return [line for line in written if line.strip()]

    def _written(self, piece: Piece, values: Values) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, Hyphen):
            return "-" if values.kept(piece.before, at_end=True) and values.kept(piece.before + 1) else ""
        if isinstance(piece, int):
            return self._escape(_one_line(values[piece]))
        opened, number = piece
        name = self._escape(_one_line(values[number])).strip()
        return f"{opened} {name}>" if name else f"{opened}>"


def _one_line(text: str) -> str:
    """Return *text* on one line: a line end inside a cue could end it."""
    return " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
