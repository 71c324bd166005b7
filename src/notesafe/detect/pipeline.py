"""The spaCy pipeline: load it once, check that it finds entities, run only the pipes that are needed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model

from notesafe.detect.model import TaggerComponent, model_path
from notesafe.errors import ModelError

__all__ = ["DEFAULT_MODEL", "Pipeline", "load_pipeline"]

DEFAULT_MODEL = "en_notesafe"
"""The pipeline that ships: notesafe's own model. Any other spaCy pipeline can be named instead."""

_SHARED = ("tok2vec", "transformer", "curated_transformer")
_CHUNK = 12_000  # characters; the time per character grows beyond this, and spaCy refuses a million


class Pipeline:
    """A spaCy pipeline that is only read, so one serves all threads of a process."""

    def __init__(self, nlp: Language) -> None:
        finders = [name for name in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(name).assigns]
        if not finders:
            raise ModelError(
                "this spaCy pipeline has no component that finds entities (its pipes: "
                f"{', '.join(nlp.pipe_names) or 'none'}). Pass one with 'ner', or none to use the one that ships."
            )
        self.nlp = nlp
        self.own = any(isinstance(nlp.get_pipe(name), TaggerComponent) for name in finders)
        """Whether notesafe's own model reads: it says how sure it is, and cuts long texts itself."""
        if self.own:
            nlp.max_length = sys.maxsize
        self._unused = [name for name in nlp.pipe_names if name not in finders and name not in _SHARED]

    @property
    def name(self) -> str:
        """Name and version of the model, such as `en_core_web_sm 3.8.0`."""
        meta = self.nlp.meta
        return f"{meta.get('lang', '')}_{meta.get('name', 'pipeline')} {meta.get('version', '')}".strip()

    @property
    def provenance(self) -> dict[str, str | None]:
        """What a result tells of the model: its name, and the SHA-256 of its weights if it is notesafe's own."""
        components = (self.nlp.get_pipe(name) for name in self.nlp.pipe_names)
        own = (component.checksum for component in components if isinstance(component, TaggerComponent))
        return {"model": self.name, "model_sha256": next(own, None)}

    def read(self, texts: Iterable[str], *, batch_size: int = 64, n_process: int = 1) -> Iterator[Doc]:
        """
        Yield a `Doc` for each text, in order, whatever its length.

        Our own model has windows; for any other, long texts are read in pieces of at most 12,000 characters that end at a
        blank line, a line end, a sentence or a blank, so the time per character stays the same.
        """
        pieces = ((piece, number) for number, text in enumerate(texts) for piece in self._cut(text))
        docs = self.nlp.pipe(pieces, as_tuples=True, batch_size=batch_size, n_process=n_process, disable=self._unused)
        for _, group in groupby(docs, key=lambda pair: pair[1]):
            parts = [doc for doc, _ in group]
            yield parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)

    def _cut(self, text: str) -> list[str]:
        return [text] if self.own else _pieces(text)


def load_pipeline(nlp: Language | str | Path | None = None) -> Pipeline:
    """
    Return a pipeline ready to read notes.

    Args:
        nlp: A loaded spaCy pipeline, the name of an installed one, or the folder of one; by default the one that ships.

    Raises:
        ModelError: It cannot be loaded, or has no entity recognizer.
        TypeError: *nlp* is none of these.
    """
    if isinstance(nlp, Language):
        return Pipeline(nlp)
    if nlp is None or isinstance(nlp, str | Path):
        return _load(str(nlp) if nlp is not None else DEFAULT_MODEL)
    raise TypeError(f"nlp: a spaCy pipeline, a name or a path; got {type(nlp).__name__}")


@lru_cache(maxsize=4)
def _load(name: str) -> Pipeline:
    try:
        return Pipeline(
            load_model(
                model_path() if name == DEFAULT_MODEL else name,
                exclude=["parser", "tagger", "attribute_ruler", "lemmatizer", "morphologizer"],
            )
        )
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"the spaCy pipeline '{Path(name).name}' could not be loaded ({type(error).__name__}). "
            "Nothing is ever fetched: install it, or pass a loaded one."
        ) from error


def _pieces(text: str) -> list[str]:
    """Return *text* cut into pieces, each as long as may be; joined, they are the text."""
    pieces: list[str] = []
    at = 0
    while len(text) - at > _CHUNK:
        window = text[at : at + _CHUNK]
        cut = _last_break(window)
        pieces.append(window[:cut])
        at += cut
    pieces.append(text[at:])
    return pieces


def _last_break(window: str) -> int:
    """Return where to cut *window*: after its last blank line, line end or sentence, in the second half."""
    half = len(window) // 2
    for mark in ("\n\n", "\n", ". ", " "):
        found = window.rfind(mark, half)
        if found > 0:
            return found + len(mark)
    return len(window)
