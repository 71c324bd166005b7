"""
What the present notesafe leaks and wrongly hides in documents with slots, as they are written.

    python training/against.py training/documents/new.txt --last 15

For whoever writes training documents against it: each line is a mistake of notesafe or a slot that was forgotten or set
wrongly; the brief decides which, never notesafe. See "Against the running redactor" in `BRIEF.md`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from notesafe import Redactor
from notesafe.evaluate.gold import GoldDocument, GoldSpan
from notesafe.evaluate.score import score_document
from notesafe.train.fill import spans_of
from notesafe.train.slots import read_slots

_AROUND = 40  # characters shown on either side


def read_gold(path: Path) -> list[GoldDocument]:
    """Return the documents of one file of slots, with the writer's own names in them; states and countries count little."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(path, Path(folder) / path.name)
        documents = read_slots(Path(folder))
    gold = []
    for document in documents:
        text, spans = spans_of(document.parts)
        coarse = {part.text for part in document.parts if part.key in ("state", "country")}
        marks = (
            GoldSpan(a, b, "OTHER" if label == "LOCATION" and text[a:b] in coarse else label) for a, b, label in spans
        )
        gold.append(GoldDocument(document.id, text, tuple(marks)))
    return gold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--last", type=int, default=15, help="documents, from the end of the file")
    options = parser.parse_args()

    redactor = Redactor()
    counts = {"leak": 0, "false": 0}
    for document in read_gold(options.file)[-options.last :]:
        text, told = document.text, redactor.redact(document.text)
        hidden = [
            (span.start, span.end, span.entity_type)
            for span in told.spans
            if text[span.start : span.end] != told.text[span.new_start : span.new_end]
        ]
        for miss in score_document(document, hidden).misses:
            kind = "leak" if miss.kind == "leak" else "false"
            counts[kind] += 1
            before, after = text[max(0, miss.start - _AROUND) : miss.start], text[miss.end : miss.end + _AROUND]
            line = f"{before}<<{text[miss.start : miss.end]}>>{after}".replace("\n", "|")
            print(f"{document.id} {kind} {miss.label} {line}")
    print(f"{counts['leak']} leaks, {counts['false']} false alarms")


if __name__ == "__main__":
    main()
