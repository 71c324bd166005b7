"""What a pack is: the schema of `pack.yaml` and of `recognizer.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from notesafe.entities import check_key

__all__ = ["Examples", "Pack", "PackInfo", "Pattern", "Recognizer", "RecognizerFile", "Term"]

Sentence = Annotated[str, StringConstraints(min_length=1, strict=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pattern(_Strict):
    """One regular expression, in the syntax of the `regex` module; `\\K` drops the cue before it."""

    name: Sentence
    regex: Sentence
    score: Annotated[float, Field(gt=0, le=1)]


class Recognizer(_Strict):
    """One recognizer: exactly the keys that both of stock Presidio's YAML readers accept."""

    name: Sentence
    supported_language: Literal["en"] = "en"
    supported_entity: Sentence
    patterns: tuple[Pattern, ...] = ()
    deny_list: tuple[Sentence, ...] = ()
    deny_list_score: Annotated[float, Field(gt=0, le=1)] = 0.85
    context: tuple[Sentence, ...] = ()
    version: str = "1"

    @field_validator("supported_entity")
    @classmethod
    def _known_entity(cls, value: str) -> str:
        check_key(value)
        return value


class RecognizerFile(_Strict):
    """A whole `recognizer.yaml`."""

    supported_languages: tuple[Literal["en"], ...]
    global_regex_flags: int = 26
    recognizers: tuple[Recognizer, ...]


class Examples(_Strict):
    """The proof: four lists of sentences, all of them checked strictly."""

    match: tuple[Sentence, ...] = ()
    """Exactly the `[[marked]]` stretches are found, nothing more."""
    no_match: tuple[Sentence, ...] = ()
    """Nothing is found."""
    known_miss: tuple[Sentence, ...] = ()
    """The `[[marked]]` stretch should be found and is not, yet."""
    known_false_alarm: tuple[Sentence, ...] = ()
    """The `[[marked]]` stretch is found and should not be."""


class PackInfo(_Strict):
    """A whole `pack.yaml`."""

    summary: Sentence
    why: Sentence
    status: Literal["draft", "stable"]
    sources: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    entity: str | None = None
    """The entity type of a pack whose rule is code; else `recognizer.yaml` says it."""
    kind: str | None = None
    """The kind its spans carry, such as `holiday`."""
    code: str | None = None
    """The class in `notesafe.detect` or `notesafe.weigh` that applies the terms."""
    default: bool = True
    """False: only used when asked for by name."""
    examples: Examples


@dataclass(frozen=True, slots=True)
class Term:
    """One row of `terms.txt` or `terms.tsv`: the words, and what its further columns say."""

    text: str
    fields: tuple[tuple[str, str], ...] = ()

    def get(self, column: str) -> str | None:
        """Return the value of *column*, or None where the row leaves it empty."""
        return next((value for name, value in self.fields if name == column and value), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read from its folder."""

    name: str
    path: Path
    info: PackInfo
    recognizers: tuple[Recognizer, ...]
    """Empty for a pack whose rule is code."""
    terms: tuple[Term, ...]

    @property
    def entity_type(self) -> str:
        """The one entity type all its spans carry."""
        return self.recognizers[0].supported_entity if self.recognizers else str(self.info.entity)

    @property
    def kind(self) -> str | None:
        """The kind its spans carry, if one is stated."""
        return self.info.kind
