"""What is measured: notesafe under a profile, a function, or a file of predictions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from notesafe.errors import NotesafeError
from notesafe.evaluate.gold import GoldDocument, GoldError

__all__ = ["Found", "System", "load_system"]

Found = tuple[int, int, str]
"""Start, end and entity type of a stretch that the system hides."""
System = Callable[[Iterable[GoldDocument]], Iterator[Sequence[Found]]]
"""Takes the documents, yields what it hides in each, in order."""


def load_system(name: str, *, profile: str | Path = "share", model: str | Path | None = None) -> System:
    """
    Return the system called *name*.

    Args:
        name: `notesafe`; `module:function`, where the function takes a text and returns `(start, end, type)`
            triples; or a JSON Lines file of predictions with `id` and `spans`.
        profile: The profile or policy file, for `notesafe`.
        model: The spaCy pipeline, for `notesafe`; by default the one that ships.

    Raises:
        NotesafeError: There is no such system.
    """
    if name == "notesafe":
        return _notesafe(profile, model)
    if name.endswith(".jsonl"):
        return _predictions(Path(name))
    module, _, function = name.partition(":")
    if not function:
        raise NotesafeError(f"unknown system '{name}': notesafe, module:function, or a .jsonl file of predictions.")
    try:
        find = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise NotesafeError(f"system '{name}' cannot be imported ({type(error).__name__}).") from None

    def run(documents: Iterable[GoldDocument]) -> Iterator[Sequence[Found]]:
        for document in documents:
            yield [(int(start), int(end), str(kind)) for start, end, kind in find(document.text)]

    return run


def _notesafe(profile: str | Path, model: str | Path | None) -> System:
    from notesafe.redactor import Redactor

    redactor = Redactor(profile, nlp=model)

    def run(documents: Iterable[GoldDocument]) -> Iterator[Sequence[Found]]:
        texts = [document.text for document in documents]
        for text, result in zip(texts, redactor.pipe(texts), strict=True):
            yield [  # what is written back as it was, such as an age under 90, is not hidden
                (span.start, span.end, span.entity_type)
                for span in result.spans
                if text[span.start : span.end] != result.text[span.new_start : span.new_end]
            ]

    return run


def _predictions(path: Path) -> System:
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        by_id = {
            str(row["id"]): [(int(s["start"]), int(s["end"]), str(s["label"])) for s in row["spans"]] for row in rows
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotesafeError(f"{path.name}: not a file of predictions ({type(error).__name__}).") from None

    def run(documents: Iterable[GoldDocument]) -> Iterator[Sequence[Found]]:
        for document in documents:
            if document.id not in by_id:
                raise GoldError(f"{path.name}: holds no prediction for document '{document.id}'.")
            yield by_id[document.id]

    return run
