"""WebVTT: cues, voices, notes and cue names."""

from __future__ import annotations

import re

from notesafe.errors import FormatError
from notesafe.formats.cues import CueText
from notesafe.formats.document import Document, Values
from notesafe.formats.encoding import decode
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts

__all__ = ["read_vtt", "split_blocks"]

_TIME = r"(?:\d+:)?\d\d:\d\d[.,]\d{1,3}"
TIMING = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(.*)")
"""The line that says when a cue is shown: begin, end, settings."""
_SETTING = re.compile(r"(?:align|line|position|size|vertical):[a-z0-9.,%+-]+")
_BREAK = re.compile(r"\r\n|\n|\r")


def split_blocks(text: str) -> tuple[list[list[str]], str]:
    """Return the blocks between blank lines, and the line end that is used first."""
    found = _BREAK.search(text)
    blocks: list[list[str]] = [[]]
    for line in _BREAK.split(text):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block], found[0] if found else "\n"


def timing(line: str) -> str | None:
    """Return the timing line with nothing in it but times and known settings, or None if it is none."""
    found = TIMING.fullmatch(line)
    if found is None:
        return None
    settings = [word for word in found[3].split() if _SETTING.fullmatch(word)]
    return " ".join([f"{found[1]} --> {found[2]}", *settings])


def escape(text: str) -> str:
    """Return *text* with the characters that WebVTT reads as markup written as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read_vtt(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """
    Return the transcript as one text: cues joined, then notes, cue names and the header's words.

    Style and region blocks are dropped; they can hold names and carry no word. A notice is
    a `NOTE` block behind the header.

    Raises:
        FormatError: No `WEBVTT` in the first line, or not text.
    """
    text, how = decode(data, "vtt", encoding)
    blocks, line_end = split_blocks(text)
    if not blocks or not re.match(r"WEBVTT(?:[ \t]|$)", blocks[0][0]):
        raise FormatError("vtt: the first line is not WEBVTT. Rename the file to what it is, or export it again.")
    parts = Parts()
    cues = CueText(parts, escape, entities=True)
    heads = [_head(block) for block in blocks[1:]]
    payloads = cues.add([block[at:] if time else [] for block, (at, time) in zip(blocks[1:], heads, strict=True)])
    parts.gap()
    header = [parts.add(blocks[0][0][6:]), *_lines(parts, blocks[0][1:])]
    styles = 0
    written: list[tuple[list[int] | list[str], str | None, int]] = []
    for number, (block, (at, time)) in enumerate(zip(blocks[1:], heads, strict=True)):
        parts.gap()
        if time is not None:
            name = block[0] if at == 2 else ""
            written.append(
                (([name] if name else []) if name.isdigit() or not name else _lines(parts, [name]), time, number)
            )
        elif re.match(r"(?:STYLE|REGION)\s*$", block[0]):
            styles += 1
        else:
            note = block[0].startswith("NOTE")
            numbers = _lines(parts, [block[0][4:], *block[1:]] if note else block)
            written.append((numbers, None, number if note else -1))

    def write(values: Values) -> bytes:
        out = [["WEBVTT" + _spaced(values[header[0]]), *(values[n] for n in header[1:])]]
        if values.notice:
            out.append(["NOTE" + _spaced(values.notice)])
        for names, time, number in written:
            lines = [name if isinstance(name, str) else _safe(values[name]) for name in names]
            if time is not None:
                out.append([*(line for line in lines if line.strip()), time, *cues.write(payloads[number], values)])
            else:
                out.append(["NOTE" + _spaced(lines[0]), *lines[1:]] if number >= 0 else lines)
        return how.encode("\n\n".join("\n".join(block) for block in out).replace("\n", line_end) + line_end, "vtt")

    dropped = [f"{styles} style or region blocks"] if styles else []
    return Document(
        "vtt",
        parts,
        write,
        lambda again: read_vtt(again, limits, encoding=encoding),
        dropped=dropped,
        carries_notice=True,
    )


def _head(block: list[str]) -> tuple[int, str | None]:
    """Return where the payload of a cue begins, and its timing line; `(0, None)` where the block is no cue."""
    for at, line in enumerate(block[:2]):
        time = timing(line)
        if time is not None:
            return at + 1, time
    return 0, None


def _lines(parts: Parts, lines: list[str]) -> list[int]:
    numbers = []
    for line in lines:
        parts.gap("\n")
        numbers.append(parts.add(line))
    return numbers


def _spaced(text: str) -> str:
    """Return *text* parted from the keyword before it."""
    text = _safe(text)
    return f" {text}" if text.strip() and not text[0].isspace() else text


def _safe(text: str) -> str:
    """Return *text* without what would make it a timing line or end its line."""
    return " ".join(text.splitlines()).replace("-->", "->")
