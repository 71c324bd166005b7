"""The shipped pipeline `en_notesafe`: spaCy's tokenizer and notesafe's own model as a component."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from notesafe.errors import ModelError
from notesafe.tagger import Tagged, Tagger, load_tagger

__all__ = ["TAGGED", "TaggerComponent", "model_path", "save_pipeline"]

TAGGED = "notesafe_tagged"
"""Key in `Doc.user_data` for everything the model marks or suspects, as `(start, end, label, probability)`."""
_NAME = "notesafe_tagger"
_LIKELY = 0.5
"""From here on a stretch becomes an entity of the `Doc`."""


def model_path() -> Path:
    """Return the folder of the shipped pipeline, for `spacy.load` or for stock Presidio's `NlpEngineProvider`."""
    return Path(str(files("notesafe") / "en_notesafe"))


def save_pipeline(tagger: Path, folder: Path) -> None:
    """Write a spaCy pipeline around the model in *tagger* into *folder*, for `Redactor(nlp=folder)` or `spacy.load`."""
    nlp = spacy.blank("en")
    component = nlp.add_pipe(_NAME)
    component.from_disk(tagger)
    facts = load_tagger(tagger).facts
    nlp.meta.update(
        name=str(facts["name"]).removeprefix("en_"),
        version=str(facts["version"]),
        description="Marks people, places, facilities, organisations, substances, dates, contacts and numbers in notes.",
        license="MIT",
    )
    nlp.to_disk(folder)


@Language.factory(_NAME, assigns=["doc.ents"], retokenizes=False)  # type: ignore[untyped-decorator]
def make_component(nlp: Language, name: str) -> TaggerComponent:  # noqa: ARG001 - spaCy names the arguments
    """Return the component; its files are read by `from_disk`."""
    return TaggerComponent(name)


class TaggerComponent:
    """A spaCy component around `notesafe.tagger.Tagger`. Each text is read by itself: batches change no result."""

    def __init__(self, name: str = _NAME) -> None:
        self.name = name
        self._folder: Path | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents` and `doc.user_data[TAGGED]`."""
        found = self.tagger.tag(doc.text, suspected=True)
        doc.user_data[TAGGED] = [(t.start, t.end, t.label, t.probability) for t in found]
        spans = (_entity(doc, tagged) for tagged in found if tagged.probability >= _LIKELY)
        doc.ents = filter_spans([span for span in spans if span is not None])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterable[Doc]:
        """Yield each `Doc`, tagged."""
        for doc in stream:
            yield self(doc)

    @property
    def tagger(self) -> Tagger:
        """The model, loaded on first use."""
        return load_tagger(self._folder if self._folder is not None else model_path() / self.name)

    @property
    def checksum(self) -> str:
        """SHA-256 of the model's weights, as `tagger.json` has it; they are held against it when they are loaded."""
        folder = self._folder if self._folder is not None else model_path() / self.name
        try:
            return str(json.loads((folder / "tagger.json").read_text("utf-8"))["sha256"]["model.onnx"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"there is no whole model in '{folder.name}' ({type(error).__name__}).") from error

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> TaggerComponent:
        """Read the model from *path* when it is first needed."""
        self._folder = Path(path)
        return self

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Copy the model to *path*."""
        import shutil

        folder = self._folder if self._folder is not None else model_path() / self.name
        shutil.copytree(folder, Path(path), dirs_exist_ok=True)

    def to_bytes(self, exclude: Iterable[str] = ()) -> bytes:
        """Return where the model is, for a process on the same machine."""
        return str(self._folder or "").encode()

    def from_bytes(self, data: bytes, exclude: Iterable[str] = ()) -> TaggerComponent:
        """Take over what `to_bytes` wrote."""
        self._folder = Path(data.decode()) if data else None
        return self


def _entity(doc: Doc, tagged: Tagged) -> Span | None:
    span: Any = doc.char_span(tagged.start, tagged.end, label=tagged.label, alignment_mode="expand")
    return span
