"""JSON of speech recognition (Whisper and its like), and any other JSON: every string, the structure kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notesafe.errors import FormatError
from notesafe.formats.cues import join_gap
from notesafe.formats.document import Document, Values
from notesafe.formats.encoding import decode
from notesafe.formats.jsons import Layout, Number, parse_json
from notesafe.formats.limits import Limits
from notesafe.formats.parts import Parts

__all__ = ["read_json"]

Build = Callable[[Values], Any]
_WORDS = ("punctuated_word", "word", "content", "token")
_PROSE = ("text", "transcript", "sentence", "utterance", "display", "body", *_WORDS)
_SPEAKERS = frozenset({"speaker", "speaker_label", "speaker_name", "speakerName", "speaker_id", "channel", "role"})
_TOKEN_NUMBERS = frozenset({"tokens", "token_ids", "ids", "input_ids", "prompt_tokens"})
_PLAIN_KEY = re.compile(r"[a-z_$@][A-Za-z0-9_.:-]*")
_LONG_NUMBER = re.compile(r"-?\d{5,}")
_TIMES = re.compile(r"start|end|begin|offset|duration|seek|.*_(?:ms|offset|duration)")


def read_json(data: bytes, limits: Limits, *, encoding: str | None = None) -> Document:
    """
    Return every string of the file as one text: what was said in order, then all the rest.

    What stands twice (the words of a segment, the segments of a full text) is in
    the text once, and is rewritten in both places. Numbers of five digits and more
    are read too, but for times. Token numbers of a speech model are emptied.

    Raises:
        FormatError: Not JSON, cut off, or nested deeper than the limit.
    """
    text, how = decode(data, "json", encoding)
    value = parse_json(text, "json")
    parts = Parts()
    plan = _Plan(parts, limits)
    build = plan.value(value, 0, "")
    plan.finish()
    layout = Layout(text)
    keys = {key.casefold() for key in plan.plain_keys}

    def write(values: Values) -> bytes:
        if any(word.casefold() in keys for word in values.removed()):
            raise FormatError("json: a key of the file is a word that was removed. Make it a value first.")
        return how.encode(layout.dump(build(values)), "json")

    dropped = [f"{plan.emptied:,} token numbers"] if plan.emptied else []
    return Document("json", parts, write, lambda again: read_json(again, limits, encoding=encoding), dropped=dropped)


@dataclass(slots=True)
class _Block:
    """Speech that is in the text already; what repeats it word by word moves `at` along."""

    start: int
    text: str
    at: int = 0


class _Plan:
    """Adds the strings of a value to *parts*, and knows how to build it again."""

    def __init__(self, parts: Parts, limits: Limits) -> None:
        self._parts = parts
        self._limits = limits
        self._labels: dict[str, int | None] = {}
        self._blocks: list[_Block] = []
        self._before = ""
        self._spaced = False
        self.emptied = 0
        self.plain_keys: set[str] = set()

    def finish(self) -> None:
        """Add the strings that are no speech."""
        self._parts.gap()
        for text, number in self._labels.items():
            if number is None:
                self._parts.gap("\n")
                self._labels[text] = self._parts.add(text, aside=True)

    def value(self, value: Any, depth: int, key: str) -> Build:
        """Plan any value; *key* is that of the object or list it stands in."""
        if depth > self._limits.max_depth:
            raise FormatError(f"json: nested deeper than {self._limits.max_depth} levels. Flatten it first.")
        if isinstance(value, dict):
            known = len(self._blocks)
            build = self._object(value, depth)
            del self._blocks[known:]
            return build
        if isinstance(value, list):
            return self._list(value, depth, key)
        if isinstance(value, Number):
            if not _LONG_NUMBER.fullmatch(value) or _TIMES.fullmatch(key):
                return lambda _: value
            label = self._label(value)
            return lambda values: value if label(values) == value else label(values)
        if isinstance(value, str):
            return self._prose(value, depth, key) if key in _PROSE else self._label(value, now=key in _SPEAKERS)
        return lambda _: value

    def _prose(self, text: str, depth: int, key: str) -> Build:
        """Plan speech: a mirror of what was said already, or more text."""
        core = text.strip()
        for block in reversed(self._blocks[-8:]):
            at = block.at
            while at < len(block.text) and not block.text[at].isalnum() and not block.text.startswith(core, at):
                at += 1
            found = block.text[at : at + len(core)]
            if core and (found == core or (len(found) == len(core) and found.lower() == core.lower())):
                block.at = at + len(core)
                number = self._parts.mirror(block.start + at, core, f"{depth} {key}")
                ends = re.match(r"[^\w\s]*", block.text[block.at :])
                self._blocks.append(_Block(block.start + at, found + (ends[0] if ends else "")))
                lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
                return lambda values: lead + values.mirrored(number) + tail
        if self._before and not text[:1].isspace() and not (self._spaced and key in _WORDS):
            self._parts.gap(" " if key in _WORDS else join_gap(self._before, text))
        number = self._parts.add(text)
        if core:
            self._before = text
            self._blocks.append(_Block(len(self._parts) - len(text), text))
        return lambda values: values[number]

    def _label(self, text: str, *, now: bool = False) -> Build:
        """Plan a string that may stand in many places; it is in the text once."""
        if now and self._labels.get(text) is None:
            self._parts.gap("\n")
            self._labels[text] = self._parts.add(text, aside=True)
            self._parts.gap("\n")
        self._labels.setdefault(text, None)

        def build(values: Values) -> str:
            number = self._labels[text]
            return text if number is None else values[number]

        return build

    def _object(self, value: Mapping[str, Any], depth: int) -> Build:
        built: dict[str, Build] = {}
        names: dict[str, Build] = {}
        for key in sorted(value, key=lambda key: _rank(key, value[key])):
            item = value[key]
            if _PLAIN_KEY.fullmatch(key):
                self.plain_keys.add(key)
            else:
                names[key] = self._label(key)
            if key in _TOKEN_NUMBERS and isinstance(item, list) and item and all(isinstance(n, Number) for n in item):
                self.emptied += len(item)
                built[key] = lambda _: []
            else:
                built[key] = self.value(item, depth + 1, key)

        def build(values: Values) -> dict[str, Any]:
            made = {(names[key](values) if key in names else key): built[key](values) for key in value}
            if len(made) != len(value):
                raise FormatError("json: two keys of an object became the same. Turn the object into a list first.")
            return made

        return build

    def _list(self, items: Sequence[Any], depth: int, key: str) -> Build:
        if len(items) == 1 and isinstance(items[0], dict):
            # [{"transcript": ...}] speaks for what stands beside the list, too.
            only = self._object(items[0], depth + 1)
            return lambda values: [only(values)]
        outer, self._spaced = self._spaced, any(_begins_blank(item) for item in items)
        builds = [self.value(item, depth + 1, key) for item in items]
        self._spaced = outer
        return lambda values: [build(values) for build in builds]


def _rank(key: str, item: Any) -> tuple[int, int]:
    """Return what is read first in an object: who speaks, what is said, then what it is made of."""
    if not isinstance(item, str):
        return 2, 0
    return (0, 0) if key in _SPEAKERS else (1, _PROSE.index(key) if key in _PROSE else len(_PROSE))


def _begins_blank(item: Any) -> bool:
    """Return whether a word is written with its blank before it: " I", " saw"."""
    words = [item.get(key) for key in _WORDS if item.get(key)] if isinstance(item, dict) else []
    return bool(words) and isinstance(words[0], str) and words[0][:1].isspace()
