"""JSON values: read with numbers as they are spelled, written in the layout they had."""

from __future__ import annotations

import json
import re
from typing import Any

from notesafe.errors import FormatError

__all__ = ["Layout", "Number", "parse_json"]


class Number(str):
    """A number in the file's own spelling, so that it is written back digit for digit."""

    __slots__ = ()


def parse_json(text: str, kind: str) -> Any:
    """
    Return the value in *text*; numbers are `Number`.

    Raises:
        FormatError: Not JSON, cut off, nested too deep for Python, or a key stands twice in an object.
    """

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            raise FormatError(
                f"{kind}: an object has a key twice, and readers disagree which one counts. Export it again."
            )
        return built

    try:
        return json.loads(text, parse_float=Number, parse_int=Number, object_pairs_hook=build)
    except RecursionError:
        raise FormatError(f"{kind}: nested too deep. Flatten it first.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno:,}, column {error.colno:,}"
        raise FormatError(f"{kind}: not JSON, or cut off ({where}). Export the file again.") from None


class Layout:
    """How a JSON text is indented, and whether it spells letters beyond ASCII as escapes."""

    def __init__(self, text: str) -> None:
        found = re.match(r"\s*[\[{](\r\n|\n|\r)([ \t]*)", text)
        self._line_end = found[1] if found else ""
        self._indent = found[2] if found else ""
        self._colon = ": " if found or re.search(r'":\s', text[:2000]) else ":"
        self._comma = "," if found or not re.search(r",\s", text[:2000]) else ", "
        self._ascii = text.isascii() and "\\u" in text
        self._tail = text[len(text.rstrip()) :]

    def dump(self, value: Any) -> str:
        """Return *value* as JSON text."""
        return self._dump(value, self._line_end) + self._tail

    def _dump(self, value: Any, line: str) -> str:
        if isinstance(value, Number):
            return str(value)
        if not isinstance(value, dict | list):
            return json.dumps(value, ensure_ascii=self._ascii)
        inner = line + self._indent if line else ""
        if isinstance(value, dict):
            items = [
                f"{json.dumps(key, ensure_ascii=self._ascii)}{self._colon}{self._dump(item, inner)}"
                for key, item in value.items()
            ]
            opened, closed = "{", "}"
        else:
            items = [self._dump(item, inner) for item in value]
            opened, closed = "[", "]"
        if not items:
            return opened + closed
        return opened + inner + (self._comma + inner).join(items) + line + closed
