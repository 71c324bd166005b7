"""The parts of a regular expression, read without compiling it, which would take far longer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

__all__ = ["ANY", "EDGE", "OTHER", "Element", "Source", "symbols"]

OTHER, EDGE = 128, 129
"""Symbols beside the 128 of ASCII: any other character, and what lies before or behind the text."""
ANY = (1 << 130) - 1
"""All symbols. A set of symbols is a number whose bit *n* is symbol *n*."""

Kind = Literal["atom", "group", "ahead", "behind", "not ahead", "not behind", "mark", "nothing", "unknown"]
_LOOKS: dict[str, Kind] = {"=": "ahead", "<=": "behind", "!": "not ahead", "<!": "not behind"}
_NO_LIMIT = 1_000_000
_ASCII = "".join(map(chr, range(128)))
_CLASS = r"\[\^?\]?(?:\\.|[^\]\\])*\]"
_ESCAPE = r"\\(?:[pP]\{[^}]*\}|[pP].|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
_BONES = re.compile(rf"\\.|{_CLASS}|[()|]|(#)", re.DOTALL)
_ATOM = re.compile(rf"{_CLASS}|{_ESCAPE}|.", re.DOTALL)
_BLANK = re.compile(r"(?:\s|#[^\n]*)+")
_REPEAT = re.compile(r"(?:([*+?])|\{(\d+)?(,)?(\d+)?\}(?<=\d[},]|,\})(?<!\{,\}))[+?]?")
_PLAIN = re.compile(r"[A-Za-z]+(?!\s*[*+?{])")
_CALL = re.compile(r"\(\?[&P(\d]|\\[1-9g]")
_FLAGS = re.compile(r"\(\?([a-zA-Z]+)\)")
_GROUP = re.compile(
    r"\((?:\?(?:(?P<look><?[=!])|(?P<on>[is]*)(?:-(?P<off>[is]+))?:|>|P?<(?P<name>[A-Za-z_]\w*)>"
    r"|(?:&|P>)(?P<call>\w+)(?=\))|(?P<define>\(DEFINE\)))|(?!\?))"
)
_FOREIGN = re.compile(r"(?<!\\[pPN])\{[a-z]|\[:\^?\w+:\]|\(\?#|\\N\{|\\Q")
_REFERENCES = frozenset("123456789gGXRN")
_ZERO_WIDTH = frozenset("bBAZzKmM")


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a sequence: a character with its quantifier, a group, a look around, or a mark such as `\\b`."""

    kind: Kind
    text: str
    """An atom or a mark, as written."""
    start: int
    end: int
    """Bounds of the inside of a group."""
    group: int
    ignore_case: bool
    after: int
    """Where the next element starts."""
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """
    A pattern with its bones: where each group ends, where its bars are, what the named groups are.

    Read with Presidio's flags (IGNORECASE, MULTILINE, DOTALL), in the syntax of
    `regex`. What is not understood becomes an element of kind `unknown`.
    """

    text: str
    start: int
    backwards: bool
    verbose: bool
    ends: dict[int, int]
    bars: dict[int, list[int]]
    names: dict[str, tuple[int, bool]]

    @classmethod
    def read(cls, text: str) -> Source | None:
        """Return the bones of *text*, or None where it is in a syntax that is not read."""
        head = _FLAGS.match(text)
        flags, start = (head.group(1), head.end()) if head else ("", 0)
        if flags.strip("ixmsr") or _FOREIGN.search(text) or _FLAGS.search(text, start):
            return None
        source = cls(text, start, "r" in flags, "x" in flags, {}, {-1: []}, {})
        return source if source._bones() else None

    def alternatives(self, start: int, end: int, group: int = -1) -> Iterator[tuple[int, int]]:
        """Yield the bounds of each alternative of a group, or of the whole pattern."""
        for bar in (*self.bars[group], end):
            yield start, bar
            start = bar + 1

    def plain(self, at: int, end: int) -> str:
        """Return the letters at *at* that have no quantifier."""
        run = _PLAIN.match(self.text, at, end)
        return run.group() if run else ""

    def lead(self, most: int) -> str:
        """
        Return a first part of the pattern, at most *most* characters, that matches wherever the pattern does.

        Empty if there is none that tells anything: the pattern has alternatives, or starts with a call of a group.
        """
        at = cut = self.start
        telling = False
        while not self.bars[-1] and not self.backwards:
            element = self.element(at, len(self.text), True)
            if element is None or element.after > most or _CALL.search(self.text, at, element.after):
                break
            at = element.after
            telling = telling or (element.kind in ("atom", "group", "ahead") and element.least > 0)
            cut = at if telling else cut
        return self.text[:cut] if cut > self.start else ""

    def element(self, at: int, end: int, ignore_case: bool) -> Element | None:
        """Return the first element in `[at, end)`, or None if there is none."""
        at = self._skip_blank(at, end)
        if at >= end:
            return None
        if self.text[at] == "(":
            found = self._group(at, ignore_case)
            if found.kind not in ("group", "unknown"):
                return found
        else:
            atom = _ATOM.match(self.text, at, end)
            sign = atom.group() if atom else self.text[at]
            kind: Kind = "atom"
            if sign in ("^", "$") or (sign[0] == "\\" and sign[1:2] in _ZERO_WIDTH):
                return Element("mark", sign, 0, 0, 0, ignore_case, at + len(sign))
            if sign[0] == "\\" and sign[1:2] in _REFERENCES:
                kind = "unknown"
            found = Element(kind, sign, 0, 0, 0, ignore_case, at + len(sign))
        after = self._skip_blank(found.after, end)
        repeat = _REPEAT.match(self.text, after, end)
        least, most = _bounds(*repeat.groups()) if repeat else (1, 1)
        after = repeat.end() if repeat else after
        return Element(
            found.kind, found.text, found.start, found.end, found.group, found.ignore_case, after, least, most
        )

    def _skip_blank(self, at: int, end: int) -> int:
        blank = _BLANK.match(self.text, at, end) if self.verbose else None
        return blank.end() if blank else at

    def _group(self, at: int, ignore_case: bool) -> Element:
        after = self.ends[at] + 1
        head = _GROUP.match(self.text, at)
        kind: Kind = "group"
        if head is None:
            return Element("unknown", "", 0, 0, at, ignore_case, after)
        if head["look"]:
            kind = _LOOKS[head["look"]]
        elif head["define"]:
            kind = "nothing"
        elif head["call"]:
            at, ignore_case = self.names.get(head["call"], (-1, True))
            head = _GROUP.match(self.text, at) if at >= 0 else None
            if head is None:
                return Element("unknown", "", 0, 0, at, ignore_case, after)
        ignore_case = _case(head["on"], head["off"], ignore_case)
        return Element(kind, "", head.end(), self.ends[at], at, ignore_case, after)

    def _bones(self) -> bool:
        """Fill in ends, bars and names; return whether the brackets pair."""
        stack = [(-1, True)]
        at = self.start
        while (bone := _BONES.search(self.text, at)) is not None:
            at, begin = bone.end(), bone.start()
            sign = self.text[begin]
            if bone[1] and self.verbose:
                line_end = self.text.find("\n", at)
                at = line_end if line_end >= 0 else len(self.text)
            elif sign == "(":
                ignore_case = stack[-1][1]
                head = _GROUP.match(self.text, begin)
                if head is not None:
                    if head["name"]:
                        self.names[head["name"]] = (begin, ignore_case)
                    at = head.end() if head["define"] else at
                    ignore_case = _case(head["on"], head["off"], ignore_case)
                stack.append((begin, ignore_case))
                self.bars[begin] = []
            elif sign == "|":
                self.bars[stack[-1][0]].append(begin)
            elif sign == ")":
                self.ends[stack.pop()[0]] = begin
                if not stack:
                    return False
        return len(stack) == 1


def _case(on: str | None, off: str | None, ignore_case: bool) -> bool:
    return (ignore_case or "i" in (on or "")) and "i" not in (off or "")


def _bounds(sign: str | None, least: str | None, comma: str | None, most: str | None) -> tuple[int, int]:
    """Return least and most of a quantifier."""
    if sign:
        return (1 if sign == "+" else 0), (1 if sign == "?" else _NO_LIMIT)
    low = int(least or 0)
    return low, int(most) if most else (_NO_LIMIT if comma else low)


@lru_cache(maxsize=4096)
def symbols(atom: str, ignore_case: bool) -> int:
    """Return what one character, class or escape can be, as a set of symbols; OTHER whenever in doubt."""
    if len(atom) == 1 and atom.isascii() and atom != ".":
        found = 1 << ord(atom)
        if ignore_case and atom.isalpha():
            found = 1 << ord(atom.lower()) | 1 << ord(atom.upper())
    else:
        flags = regex.VERSION0 | regex.DOTALL | (regex.IGNORECASE if ignore_case else 0)
        found = sum(1 << ord(sign) for sign in regex.findall(atom, _ASCII, flags))
        plain = atom.isascii() and atom[0] == "[" and "^" not in atom and "\\" not in atom
        if not plain and not (len(atom) == 2 and atom[0] == "\\" and not atom[1].isalnum()):
            return found | 1 << OTHER
    beyond = ignore_case and any(found >> ord(sign) & 1 for sign in "ksi")  # signs that equal them: long s, Kelvin
    return found | 1 << OTHER if beyond else found
