"""Make up names of places, programmes, groups, employers and courts, as people give them."""

from __future__ import annotations

import random
from functools import lru_cache
from importlib.resources import files

import yaml

from notesafe.lexicons import places, surnames

__all__ = ["draw_name"]


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    raw: dict[str, list[str]] = yaml.safe_load((files("notesafe") / "train" / "place_words.yaml").read_text("utf-8"))
    return raw


def _one(rng: random.Random, key: str) -> str:
    return rng.choice(_words()[key])


def draw_name(rng: random.Random, label: str, kind: str) -> str | None:
    """Return a made-up name for a slot of *label* and *kind*, or None for kinds that are not made up."""
    place = _place(rng)
    match label, kind:
        case "LOCATION", "city":
            return place
        case "LOCATION", "country":
            return _capitals(rng.choice(_known("country")))
        case "LOCATION", "county":
            return (
                _capitals(rng.choice(_known("county"))) if rng.random() < 0.5 else place.split(" ")[0]
            ) + rng.choice((" County", " County", " Co", ""))
        case "LOCATION", "street":
            return f"{_word(rng)} {rng.choice(_words()['street'])}".strip()
        case "LOCATION", "landmark":
            return _from(rng, _words()["landmark"])
        case "LOCATION", "road":
            return _from(rng, _words()["road"]).replace("{n}", "9")
        case "LOCATION", "neighborhood":
            return _from(rng, _words()["hood"])
        case "FACILITY", "treatment" | "detox":
            return _maybe_short(rng, _care_name(rng), _words()["care"])
        case "FACILITY", "sober_house":
            return _maybe_short(rng, _care_name(rng), _words()["sober"])
        case "FACILITY", "hospital":
            return _maybe_short(
                rng, place if rng.random() < 0.6 else f"St. {rng.choice(_words()['saint'])}", _words()["hospital"]
            )
        case "FACILITY", "clinic" | "otp":
            return _maybe_short(rng, _care_name(rng), _words()["clinic"])
        case "FACILITY", "home_group":
            return (
                _one(rng, "group") + _one(rng, "group_tail")
                if rng.random() < 0.8
                else f"{_word(rng)} Street{rng.choice(_words()['group_tail'])}"
            )
        case "FACILITY", "church":
            return _from(rng, _words()["church"])
        case "ORG", "employer" | "shop":
            name = rng.choice((_family(rng), _word(rng), place, f"{_word(rng)} {_word(rng)}", f"{_family(rng)}'s"))
            return f"{name} {rng.choice(_words()['shop'])}" if rng.random() < 0.8 or "'" not in name else name
        case "ORG", "school":
            return f"{rng.choice((place, _family(rng)))} {rng.choice(_words()['school'])}"
        case "ORG", "court":
            return _from(rng, _words()["court"])
        case "ORG", "agency":
            return _from(rng, _words()["agency"])
        case "ORG", "union":
            return _from(rng, _words()["union"]).replace("{n}", "4")
        case "ORG", "insurer":
            return _from(rng, _words()["insurer"])
        case _:
            return None


def _word(rng: random.Random) -> str:
    return rng.choice((_one(rng, "first"), _family(rng), _one(rng, "first") + _one(rng, "second")))


def _place(rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.4:
        return _capitals(rng.choice(_known("city")))
    if chance < 0.65:
        return (_one(rng, "first") + _one(rng, "second")).capitalize()
    if chance < 0.8:
        return f"{rng.choice(_words()['first'])} {rng.choice(_words()['tail'])}"
    if chance < 0.87:
        return f"{rng.choice(('Port', 'Fort', 'San', 'Santa', 'New', 'Mount', 'St.', 'El', 'Las', 'Lake', 'Point'))} {rng.choice((_family(rng), rng.choice(_words()['saint'])))}"
    return _family(rng) + rng.choice(("ville", "ton", "", "", " City", "burg"))


def _care_name(rng: random.Random) -> str:
    return rng.choice(
        (
            _one(rng, "phrase"),
            _one(rng, "phrase"),
            f"{rng.choice(_words()['first'])} {rng.choice(_words()['tail'])}",
            _place(rng),
            _one(rng, "first") + _one(rng, "second"),
            _family(rng),
            f"The {rng.choice(_words()['first'])}",
        )
    )


def _maybe_short(rng: random.Random, name: str, tails: list[str]) -> str:
    """Return the name with a word for what it is, or as people say it, without."""
    return name if rng.random() < 0.3 else f"{name} {rng.choice(tails)}"


def _from(rng: random.Random, patterns: list[str]) -> str:
    return rng.choice(patterns).format(
        s=_one(rng, "saint"),
        p=_word(rng),
        c=_place(rng),
        f=_family(rng),
        d=rng.choice(("North", "South", "East", "West")),
        n="{n}",
    )


def _family(rng: random.Random) -> str:
    name = rng.choice(_families())
    return "-".join(part.capitalize() for part in name.split("-"))


def _capitals(name: str) -> str:
    return " ".join(word if word in ("of", "and", "the", "de", "la") else word.capitalize() for word in name.split(" "))


@lru_cache(maxsize=4)
def _known(kind: str) -> list[str]:
    return [name for name, kinds in places().items() if kind in kinds]


@lru_cache(maxsize=1)
def _families() -> list[str]:
    return [name for name in surnames() if len(name) > 3 and name.isalpha()]
