"""SubRip: numbered cues."""

from __future__ import annotations

from notesafe.errors import FormatError
from notesafe.formats.cues import CueText
from notesafe.formats.document import Document, Values
from notesafe.formats.encoding import decode
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts
from notesafe.formats.vtt import split_blocks, timing

__all__ = ["read_srt"]


def read_srt(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """
    Return the transcript as one text, its cues joined.

    Raises:
        FormatError: A block has no timing line, or not text.
    """
    text, how = decode(data, "srt", encoding)
    blocks, line_end = split_blocks(text)
    parts = Parts()
    cues = CueText(parts, str, entities=False)
    times: list[str] = []
    payloads: list[list[str]] = []
    for block in blocks:
        at = 1 if block[0].strip().isdigit() and len(block) > 1 else 0
        time = timing(block[at])
        if time is not None:
            times.append(time)
            payloads.append(block[at + 1 :])
        elif times:  # a blank line inside a cue
            payloads[-1] += block
        else:
            raise FormatError(
                "srt: the file does not begin with a numbered cue. Rename it to what it is, or export it again."
            )
    if not times:
        raise FormatError("srt: there is no cue in the file. Rename it to what it is, or export it again.")
    if any("-->" in line for payload in payloads for line in payload):
        raise FormatError("srt: a timing line is broken. Export the file again.")
    written = cues.add(payloads)

    def write(values: Values) -> bytes:
        out = [
            "\n".join([str(number), time, *cues.write(lines, values)])
            for number, (time, lines) in enumerate(zip(times, written, strict=True), 1)
        ]
        return how.encode("\n\n".join(out).replace("\n", line_end) + line_end, "srt")

    return Document("srt", parts, write, lambda again: read_srt(again, limits, encoding=encoding))
