"""Gold standards: documents with what should be hidden in them, in any of five formats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notesafe.errors import NotesafeError
from notesafe.evaluate.labels import Label, label_of

__all__ = ["GoldDocument", "GoldError", "GoldSpan", "load_gold", "parse_inline"]

_MARK = re.compile("\u27e6([^|\u27e6\u27e7]*)\\|([^\u27e6\u27e7]*)\u27e7|[\u27e6\u27e7]")
_BRAT = re.compile(r"T\d+\t(\S+) (\d+) (\d+)(?:;\d+ \d+)*\t")


class GoldError(NotesafeError):
    """A gold standard is broken; the message names file and document, and quotes nothing of it."""


@dataclass(frozen=True, slots=True, order=True)
class GoldSpan:
    """What a person marked: half-open, in Python characters."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, repr=False)
class GoldDocument:
    """A text with its marks. Its repr shows no text."""

    id: str
    text: str
    spans: tuple[GoldSpan, ...]
    meta: Mapping[str, str] = field(default_factory=dict)
    """What it can be sliced by: genre, style, names."""

    def __repr__(self) -> str:
        return f"GoldDocument({self.id!r}, {len(self.text)} characters, {len(self.spans)} spans)"

    def label(self, span: GoldSpan) -> Label:
        """Return what the label of *span* means."""
        return label_of(span.label)


def load_gold(path: str | Path) -> list[GoldDocument]:
    """
    Return the documents in *path*, all of them checked.

    Args:
        path: A `.jsonl` file of ours (`id`, `text`, `spans`) or of doccano (`text`, `label`); a `.json` export of
            Label Studio; a `.txt` file with inline marks; a folder of such `.txt` files, or of brat `.txt` and `.ann` pairs.

    Raises:
        GoldError: A file cannot be read, an offset lies outside its text, marks overlap or are unbalanced, a label is
            unknown, or two documents share an id. Nothing is returned then.
    """
    path = Path(path)
    if not path.exists():
        raise GoldError(f"{path.name}: there is no such file or folder.")
    documents = list(_read(path))
    if not documents:
        raise GoldError(f"{path.name}: holds no document.")
    seen: set[str] = set()
    for document in documents:
        _check(path.name, document)
        if document.id in seen:
            raise GoldError(f"{path.name}: document '{document.id}': another document has the same id.")
        seen.add(document.id)
    return documents


def parse_inline(marked: str, document: str) -> tuple[str, tuple[GoldSpan, ...]]:
    """
    Return a text without its `\u27e6LABEL|\u2026\u27e7` marks, and the marks as spans.

    Raises:
        GoldError: A mark is unbalanced, nested or empty; *document* is named.
    """
    pieces: list[str] = []
    spans: list[GoldSpan] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        line = marked.count("\n", 0, match.start()) + 1
        if match[1] is None:
            raise GoldError(f"document '{document}', line {line}: an unbalanced or nested mark.")
        if not match[2].strip() or not match[1]:
            raise GoldError(f"document '{document}', line {line}: a mark without a label or a text.")
        before = marked[at : match.start()]
        pieces += (before, match[2])
        length += len(before)
        spans.append(GoldSpan(length, length + len(match[2]), match[1]))
        length += len(match[2])
        at = match.end()
    pieces.append(marked[at:])
    return "".join(pieces), tuple(spans)


def _read(path: Path) -> Iterator[GoldDocument]:
    if path.is_dir():
        files = sorted(path.glob("*.txt"))
        for file in files:
            annotated = file.with_suffix(".ann")
            yield _brat(file, annotated) if annotated.exists() else _inline(file)
    elif path.suffix == ".jsonl":
        yield from _jsonl(path)
    elif path.suffix == ".json":
        yield from _label_studio(path)
    elif path.suffix == ".txt":
        annotated = path.with_suffix(".ann")
        yield _brat(path, annotated) if annotated.exists() else _inline(path)
    else:
        raise GoldError(f"{path.name}: reads .jsonl, .json, .txt and folders of .txt files.")


def _inline(path: Path) -> GoldDocument:
    """Read inline marks, perhaps under a header between two lines of `---`."""
    raw = _text(path)
    meta: dict[str, str] = {}
    if raw.startswith("---\n"):
        head, found, raw = raw[4:].partition("\n---\n")
        if not found:
            raise GoldError(f"{path.name}: the header has no closing line of ---.")
        for line in head.splitlines():
            key, _, value = line.partition(":")
            meta[key.strip()] = value.strip()
    name = meta.pop("id", path.stem)
    text, spans = parse_inline(raw, name)
    return GoldDocument(name, text, spans, meta)


def _brat(path: Path, annotated: Path) -> GoldDocument:
    spans = []
    for number, line in enumerate(_text(annotated).splitlines(), 1):
        if not line.startswith("T"):
            continue
        match = _BRAT.match(line)
        if match is None:
            raise GoldError(f"{annotated.name}, line {number}: not a brat text-bound annotation.")
        first, last = int(match[2]), max(int(end) for end in re.findall(r"\d+ (\d+)", line.split("\t")[1]))
        spans.append(GoldSpan(first, last, match[1]))
    return GoldDocument(path.stem, _text(path), tuple(spans))


def _jsonl(path: Path) -> Iterator[GoldDocument]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        row = _object(line, where)
        name = str(row.get("id", number))
        marks = row.get("spans", row.get("label", row.get("labels", row.get("entities"))))
        if not isinstance(row.get("text"), str) or not isinstance(marks, list):
            raise GoldError(f"{where}: a document has 'text', and 'spans' (or doccano's 'label').")
        spans = tuple(_span(mark, f"{where}: document '{name}'") for mark in marks)
        meta = {
            key: value
            for key, value in row.items()
            if key in ("genre", "style", "names", "source") and isinstance(value, str)
        }
        yield GoldDocument(name, row["text"], spans, meta)


def _label_studio(path: Path) -> Iterator[GoldDocument]:
    try:
        tasks = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise GoldError(f"{path.name}: not JSON (line {error.lineno}).") from None
    if not isinstance(tasks, list):
        raise GoldError(f"{path.name}: a Label Studio export is a list of tasks.")
    for number, task in enumerate(tasks):
        name = str(task.get("id", number)) if isinstance(task, dict) else str(number)
        try:
            text = next(value for value in task["data"].values() if isinstance(value, str))
            results = [r for a in task.get("annotations", task.get("completions", []))[:1] for r in a["result"]]
            marks = [r["value"] for r in results if r.get("type", "labels") == "labels"]
            spans = tuple(GoldSpan(int(m["start"]), int(m["end"]), str(m["labels"][0])) for m in marks)
        except (KeyError, TypeError, IndexError, StopIteration, ValueError):
            raise GoldError(f"{path.name}: document '{name}': not a Label Studio task with text labels.") from None
        yield GoldDocument(name, text, spans)


def _span(mark: Any, where: str) -> GoldSpan:
    """Return a span from `{start, end, label}`, from doccano's `[start, end, label]`, or its older keys."""
    try:
        if isinstance(mark, Mapping):
            start = mark["start"] if "start" in mark else mark["start_offset"]
            end = mark["end"] if "end" in mark else mark["end_offset"]
            return GoldSpan(_whole(start), _whole(end), str(mark["label"]))
        start, end, label = mark
        return GoldSpan(_whole(start), _whole(end), str(label))
    except (KeyError, TypeError, ValueError):
        raise GoldError(f"{where}: a mark without whole 'start' and 'end' and a 'label'.") from None


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("an offset is a whole number")
    return value


def _check(where: str, document: GoldDocument) -> None:
    name = f"{where}: document '{document.id}'"
    reach = 0
    for span in sorted(document.spans):
        if span.start < 0 or span.end <= span.start or span.end > len(document.text):
            raise GoldError(
                f"{name}: mark [{span.start}, {span.end}) lies outside its {len(document.text)} characters."
            )
        if span.start < reach:
            raise GoldError(f"{name}: two marks overlap at character {span.start}.")
        reach = span.end
        try:
            label_of(span.label)
        except ValueError as error:
            raise GoldError(f"{name}: {error}") from None


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        raise GoldError(f"{where}: not JSON.") from None
    if not isinstance(row, dict):
        raise GoldError(f"{where}: a document is a JSON object.")
    return row


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path.name}: not UTF-8 (byte {error.start:,}).") from None
    except OSError as error:
        raise GoldError(f"{path.name}: cannot be read ({type(error).__name__}).") from None
