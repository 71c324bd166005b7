"""What the caller already knows: the people, places and facilities of a client's life."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from notesafe.errors import KnownError, nearest

__all__ = ["Known", "KnownPerson", "load_known"]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2)]
Role = Literal["client", "relative", "peer", "sponsor", "sponsee", "clinician", "official"]


class KnownPerson(BaseModel):
    """A person: the full name, what else they are called, and who they are to the client."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    """As written in full: `Gail Hartman`."""
    role: Role | None = None
    """Who they are."""
    aliases: tuple[Name, ...] = ()
    """Nicknames, initials, handles, former names."""


def _person(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class Known(BaseModel):
    """People, places and facilities to hide wherever they are mentioned. Its repr shows counts only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    people: tuple[Annotated[KnownPerson, BeforeValidator(_person)], ...] = ()
    """Names, or `{name, role, aliases}`."""
    places: tuple[Name, ...] = ()
    """Towns, counties, streets, venues."""
    facilities: tuple[Name, ...] = ()
    """Programmes, hospitals, sober houses, home groups."""

    def __repr__(self) -> str:
        return f"Known({len(self.people)} people, {len(self.places)} places, {len(self.facilities)} facilities)"

    __str__ = __repr__


def load_known(known: Known | Mapping[str, Any] | str | Path | None) -> Known:
    """
    Return what is known, from a mapping or a YAML or JSON file with the keys `people`, `places`, `facilities`.

    Raises:
        KnownError: The file is missing or does not fit; the message quotes no name.
    """
    if known is None:
        return Known()
    if isinstance(known, Known):
        return known
    where = "known"
    if isinstance(known, str | Path):
        path = Path(known)
        where = path.name
        try:
            raw: Any = yaml.safe_load(path.read_text("utf-8"))
        except FileNotFoundError:
            raise KnownError(f"{where}: there is no such file.") from None
        except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
            raise KnownError(f"{where}: not readable as YAML or JSON ({type(error).__name__}).") from None
    else:
        raw = dict(known)
    try:
        return Known.model_validate(raw or {})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        hint = ""
        if first["type"] == "extra_forbidden":
            fields = KnownPerson.model_fields if len(first["loc"]) > 1 else Known.model_fields
            hint = nearest(str(first["loc"][-1]), fields)
        raise KnownError(f"{where}: {key}: {first['msg']}.{hint}") from None
