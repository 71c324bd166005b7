"""
A policy says what happens to each entity type; a profile is a policy that ships with notesafe.

The same schema serves both: the files in `profiles/` and a user's own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from notesafe.entities import ENTITY_TYPES, check_key
from notesafe.errors import PolicyError, nearest
from notesafe.spans import Span

__all__ = ["Policy", "Rule", "load_policy", "profile_names"]

OperatorName = Literal["tag", "mask", "remove", "keep", "generalise", "shift_date", "surrogate", "code"]
Target = Literal[
    "year", "state", "region", "zip3", "age", "age_band", "age_from_birth", "class", "kind", "holiday", "words"
]
_OPERATORS: tuple[str, ...] = (
    "tag", "mask", "remove", "keep", "generalise", "shift_date", "surrogate", "code", "review",
)  # fmt: skip
Score = Annotated[float, Field(ge=0, le=1)]


class Rule(BaseModel):
    """What happens to one entity type. In a file a lone word stands for a rule with that operator."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operator: OperatorName
    """How the span is rewritten."""
    label: str | None = None
    """The word in the tag; by default the entity table's, or the role."""
    to: Target | None = None
    """What `generalise` makes of it; `kind` also for `code`."""
    words: str | None = None
    """The words that `generalise` to `words` writes."""
    threshold: Score | None = None
    """The least score; by default the policy's."""
    review: bool = False
    """Whether a person should look at each one."""

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: object) -> object:
        if isinstance(value, str):
            if value not in _OPERATORS:
                raise ValueError(f"unknown operator '{value}'.{nearest(value, _OPERATORS)}")
            return {"operator": "keep", "review": True} if value == "review" else {"operator": value}
        return value

    @model_validator(mode="after")
    def _complete(self) -> Rule:
        if (self.operator == "generalise") != (self.to is not None) and (self.operator, self.to) != ("code", "kind"):
            raise ValueError("'to' goes with operator 'generalise', and only with it")
        if (self.to == "words") != (self.words is not None):
            raise ValueError("'words' goes with 'to: words', and only with it")
        return self


class Policy(BaseModel):
    """
    A whole policy: a rule for each entity type, or for one kind of it (`PERSON.clinician`).

    A type that a policy does not name is tagged.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    """A word."""
    summary: str
    """One sentence: for whom it is meant."""
    follows: str
    """The rule it follows, in its own words, with the citation."""
    not_promised: str
    """What it does not promise."""
    threshold: Score = 0.4
    """The least score of a span that is hidden."""
    default: Rule = Rule(operator="tag")
    """What happens to a type that is not named."""
    reversible: bool = True
    """Whether a run may keep the way back in a ledger, if it is asked to."""
    entities: Mapping[str, Rule] = {}
    """`TYPE` or `TYPE.kind` -> rule."""

    @field_validator("entities")
    @classmethod
    def _known_keys(cls, value: Mapping[str, Rule]) -> Mapping[str, Rule]:
        for key in value:
            check_key(key)
        return value

    def rule_for(self, entity_type: str, kind: str | None = None) -> Rule:
        """Return the rule for the kind if it has one, else for the type, else the default."""
        narrow = self.entities.get(f"{entity_type}.{kind}") if kind else None
        return narrow or self.entities.get(entity_type) or self.default

    def select(self, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
        """
        Return the spans to hide, and those a person should look at.

        Asked before merging, so that a span which is kept can never shield another.
        """
        hide: list[Span] = []
        review: list[Span] = []
        for span in spans:
            rule = self.rule_for(span.entity_type, span.kind)
            if span.score < (self.threshold if rule.threshold is None else rule.threshold):
                continue
            if rule.review:
                review.append(span)
            if rule.operator != "keep":
                hide.append(span)
        return hide, review

    def hiding_rule_for(self, entity_type: str, kind: str | None = None) -> Rule:
        """
        Return the rule for a span that was selected to be hidden; never one that keeps.

        Merging may give a span a kind that this policy keeps; what was selected stays hidden all the same.
        """
        for rule in (self.rule_for(entity_type, kind), self.rule_for(entity_type), self.default):
            if rule.operator != "keep":
                return rule
        return Rule(operator="tag")

    def keeps(self, span: Span) -> bool:
        """Return whether a span like this stays as it is."""
        return self.rule_for(span.entity_type, span.kind).operator == "keep"

    @property
    def digest(self) -> str:
        """SHA-256 of the whole policy, so that two runs can be told apart."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()

    @property
    def hides_unknown(self) -> bool:
        """Whether every word that is not known to be safe goes (profile `strict`)."""
        rule = self.entities.get("UNKNOWN_TOKEN")
        return rule is not None and rule.operator != "keep"

    @property
    def provenance(self) -> dict[str, str]:
        """What a result tells of the policy: its name and hash, and what it does not promise."""
        return {"policy": self.name, "policy_sha256": self.digest, "not_promised": self.not_promised}

    @property
    def hides_status(self) -> bool:
        """Whether every type that names a substance use disorder goes (`reveals_sud: yes`); the words around may still tell."""
        return all(
            self.rule_for(name).operator != "keep" for name, row in ENTITY_TYPES.items() if row.reveals_sud == "yes"
        )

    def keeping(self, *keys: str) -> Policy:
        """
        Return this policy with the given types, or kinds of a type, kept.

        Raises:
            PolicyError: There is no such type.
        """
        for key in keys:
            try:
                check_key(key)
            except ValueError as error:
                raise PolicyError(f"cannot keep '{key}': {error}") from None
        kinds = [k for k in self.entities if k.partition(".")[0] in keys]
        return self.model_copy(update={"entities": {**self.entities, **dict.fromkeys([*kinds, *keys], _KEEP)}})


_KEEP = Rule(operator="keep")


def profile_names() -> list[str]:
    """Return the names of the profiles that ship, `share` first."""
    names = sorted(
        Path(str(path)).stem for path in (files("notesafe") / "profiles").iterdir() if path.name.endswith(".yaml")
    )
    return sorted(names, key=lambda name: name != "share")


def load_policy(policy: str | Path | Policy) -> Policy:
    """
    Return a policy by profile name or from a file.

    Args:
        policy: A profile name, the path of a YAML file, or a `Policy`, which is returned.

    Raises:
        PolicyError: No such profile or file, or the file does not fit the schema.
    """
    if isinstance(policy, Policy):
        return policy
    if isinstance(policy, str) and policy in profile_names():
        return _shipped(policy)
    path = Path(policy)
    if not path.is_file():
        if path.suffix in (".yaml", ".yml"):
            raise PolicyError(f"there is no policy file '{path.name}'.")
        names = profile_names()
        raise PolicyError(f"unknown profile '{policy}'.{nearest(str(policy), names)} Profiles: {', '.join(names)}.")
    try:
        return _parse(path.read_text("utf-8"), path.name)
    except UnicodeDecodeError:
        raise PolicyError(f"{path.name}: not UTF-8.") from None


@lru_cache(maxsize=32)
def _shipped(name: str) -> Policy:
    return _parse((files("notesafe") / "profiles" / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")


def _parse(text: str, where: str) -> Policy:
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PolicyError(f"{where}: not readable as YAML ({type(error).__name__}).") from None
    if not isinstance(raw, dict):
        raise PolicyError(f"{where}: a policy is a mapping with the keys {', '.join(Policy.model_fields)}.")
    base = raw.pop("extends", None)
    if base is not None:
        raw = _extend(base, raw, where)
    try:
        return Policy.model_validate(raw)
    except ValidationError as error:
        raise PolicyError(f"{where}: {_first_problem(error)}") from None


def _extend(base: object, raw: dict[str, Any], where: str) -> dict[str, Any]:
    """Return *raw* laid over the profile *base*."""
    if base not in profile_names():
        raise PolicyError(f"{where}: extends: unknown profile '{base}'.{nearest(str(base), profile_names())}")
    below = _shipped(str(base)).model_dump()
    entities = raw.pop("entities", None) or {}
    if not isinstance(entities, dict):
        raise PolicyError(f"{where}: entities: a mapping of entity type to rule.")
    return {**below, **raw, "entities": {**below["entities"], **entities}}


def _first_problem(error: ValidationError) -> str:
    """Return the first problem in words that name the key and the nearest valid one."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        word = str(first["loc"][-1])
        fields = Rule.model_fields if "entities" in first["loc"] or "default" in first["loc"] else Policy.model_fields
        return f"unknown key '{key}'.{nearest(word, [*fields, 'extends'])}"
    if first["type"] == "literal_error":
        allowed = str(first.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        return f"{key}: unknown value '{first['input']}'.{nearest(str(first['input']), allowed)}"
    return f"{key}: {first['msg'].removeprefix('Value error, ')}" if key else first["msg"]
