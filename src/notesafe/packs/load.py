"""Find the packs, read them, and say exactly what is wrong with a broken one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from notesafe.entities import check_key
from notesafe.errors import PackError, nearest
from notesafe.packs.marks import parse_marks
from notesafe.packs.model import Examples, Pack, PackInfo, RecognizerFile, Term

__all__ = ["choose_packs", "load_pack", "load_packs", "packs_folder", "read_table", "read_terms"]

_Model = TypeVar("_Model", bound=BaseModel)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as quick
_MARKED = ("match", "known_miss", "known_false_alarm")


def packs_folder() -> Path:
    """
    Return the folder of the packs that come with notesafe.

    In an installed wheel that is `notesafe/recognizers`; in a checkout the
    `recognizers` folder beside `src`.

    Raises:
        PackError: Neither exists.
    """
    package = Path(str(files("notesafe")))
    for folder in (package / "recognizers", package.parent.parent / "recognizers"):
        if folder.is_dir():
            return folder
    raise PackError(
        "no recognizer packs: neither notesafe/recognizers in the installed package nor recognizers/ "
        "beside src/ exists. Install notesafe again."
    )


def load_packs(folder: str | Path | None = None) -> list[Pack]:
    """
    Return every pack in *folder*, sorted by name.

    Args:
        folder: A folder of pack folders. By default the packs of notesafe.

    Raises:
        PackError: A pack is broken; the message names file and key.
    """
    return list(_load_all(Path(folder) if folder is not None else packs_folder()))


@lru_cache(maxsize=4)
def _load_all(folder: Path) -> tuple[Pack, ...]:
    if not folder.is_dir():
        raise PackError(f"{folder.name}: there is no such folder of packs.")
    packs = tuple(load_pack(sub) for sub in sorted(folder.iterdir()) if (sub / "pack.yaml").is_file())
    names = [r.name for pack in packs for r in pack.recognizers]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PackError(f"{folder.name}: two recognizers are called '{twice[0]}'. Rename one.")
    return packs


def load_pack(folder: str | Path) -> Pack:
    """
    Return the pack in *folder*.

    Raises:
        PackError: A file is missing or does not fit its schema.
    """
    folder = Path(folder)
    info = _read(folder / "pack.yaml", PackInfo)
    terms = read_terms(folder)
    rule = folder / "recognizer.yaml"
    recognizers = _read(rule, RecognizerFile).recognizers if rule.is_file() else ()
    if not recognizers and (info.code is None or info.entity is None):
        raise PackError(f"{_where(rule)}: missing, and pack.yaml names no `code` and `entity` in its stead.")
    pack = Pack(folder.name, folder, info, recognizers, terms)
    if len({r.supported_entity for r in recognizers}) > 1:
        raise PackError(f"{_where(rule)}: all recognizers of a pack find the same entity type.")
    try:
        check_key(pack.entity_type if pack.kind is None else f"{pack.entity_type}.{pack.kind}")
    except ValueError as error:
        raise PackError(f"{_where(folder / 'pack.yaml')}: {error}") from None
    _check_examples(folder / "pack.yaml", info.examples)
    return pack


def read_terms(folder: Path) -> tuple[Term, ...]:
    """Return the rows of the folder's `terms.txt` (one term a line) or `terms.tsv` (see `read_table`)."""
    plain = folder / "terms.txt"
    if plain.is_file():
        return tuple(Term(line.strip()) for line in _lines(plain))
    return read_table(folder / "terms.tsv")


def read_table(path: Path) -> tuple[Term, ...]:
    """
    Return the rows of a tab-separated file whose header starts with `term`; none if there is no file.

    Lines that are empty or start with `# ` are left out.

    Raises:
        PackError: The header is wrong, or a row has more cells than the header.
    """
    if not path.is_file():
        return ()
    rows = _lines(path)
    columns = rows[0].split("\t") if rows else [""]
    if columns[0] != "term":
        raise PackError(f"{_where(path)}: the first column of the header is called 'term'.")
    return tuple(_term(path, columns, row) for row in rows[1:])


def _term(path: Path, columns: list[str], row: str) -> Term:
    cells = [cell.strip() for cell in row.split("\t")]
    if len(cells) > len(columns) or not cells[0]:
        raise PackError(f"{_where(path)}: a row has {len(cells)} cells under {len(columns)} columns.")
    return Term(cells[0], tuple(zip(columns[1:], cells[1:], strict=False)))


def _lines(path: Path) -> list[str]:
    return [
        line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith(("# ", "#\t"))
    ]


def _check_examples(path: Path, examples: Examples) -> None:
    for kind in (*_MARKED, "no_match"):
        for number, sentence in enumerate(getattr(examples, kind)):
            where = f"{_where(path)}: examples.{kind}[{number}]"
            try:
                _, bounds = parse_marks(sentence)
            except ValueError as error:
                raise PackError(f"{where}: {error}.") from None
            if kind in _MARKED and not bounds:
                raise PackError(f"{where} has no [[mark]]. Mark the text to find, or move it to no_match.")
            if kind == "no_match" and bounds:
                raise PackError(f"{where} has a [[mark]]. Remove it, or move the sentence to match.")


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        raw: Any = yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506 - a safe one
    except FileNotFoundError:
        raise PackError(f"{_where(path)}: missing.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PackError(f"{_where(path)}: not readable as YAML ({type(error).__name__}).") from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        hint = nearest(str(first["loc"][-1]), model.model_fields) if first["type"] == "extra_forbidden" else ""
        problem = first["msg"].removeprefix("Value error, ")
        raise PackError(f"{_where(path)}: {key}: {problem}.{hint}") from None


def _where(path: Path) -> str:
    return "/".join(path.parts[-3:])


def choose_packs(packs: str | Path | Sequence[Pack] | None, enable: Iterable[str]) -> list[Pack]:
    """
    Return the packs that are on, those of the caller last.

    Args:
        packs: More packs: a folder, or packs already loaded.
        enable: Names of packs that are off by default.

    Raises:
        PackError: There is no such pack, or one is broken.
    """
    own = load_packs()
    wanted = set(enable)
    unknown = sorted(wanted - {pack.name for pack in own})
    if unknown:
        raise PackError(f"there is no pack '{unknown[0]}'.{nearest(unknown[0], (pack.name for pack in own))}")
    more = load_packs(packs) if isinstance(packs, str | Path) else list(packs or ())
    return [pack for pack in own if pack.info.default or pack.name in wanted] + more
