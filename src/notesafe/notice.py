"""The short notice of 42 CFR 2.32(a)(2): written, found again, and left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notesafe.redaction import Flag
from notesafe.spans import Span

__all__ = ["NOTICE", "notice_flags", "outside_notice", "says_part2"]

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""Source: 42 CFR 2.32(a)(2), as amended in 2024."""
_NOTICE = re.compile(r"\s+".join(map(re.escape, NOTICE.split())), re.IGNORECASE)
_OTHER_FORMS = re.compile(
    r"42\s+C\.?F\.?R\.?\s+part\s+2\b[^.]{0,80}\b(?:prohibit|protected|confidential)", re.IGNORECASE
)


def says_part2(text: str) -> bool:
    """
    Return whether *text* carries the notice, or a like one: it is then a record under 42 CFR Part 2.

        >>> says_part2(NOTICE), says_part2("She asked about part 2 of the form.")
        (True, False)
    """
    return _OTHER_FORMS.search(text) is not None


def outside_notice(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return *spans* without those that lie wholly in the notice: its words name no one."""
    places = [match.span() for match in _NOTICE.finditer(text)]
    return [span for span in spans if not any(start <= span.start and span.end <= end for start, end in places)]


def notice_flags(output: str) -> Iterator[Flag]:
    """Yield where a text says that it is a Part 2 record; for a policy that does not hide the status itself."""
    for match in _OTHER_FORMS.finditer(output):
        yield Flag(match.start(), match.end(), "42 CFR Part 2 notice")
