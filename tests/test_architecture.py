"""Imports against the table of rooms in docs/design.md; and what importing notesafe must not do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "notesafe"
# room -> the rooms it may import. A room not listed on the right is below it, or beside it.
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "disk": set(),
    "spans": set(),
    "lexicons": set(),
    "weights": set(),
    "terms": set(),
    "numerals": set(),
    "regions": set(),
    "zip3": set(),
    "dates": {"numerals"},
    "entities": {"errors"},
    "text": {"spans"},
    "words": {"lexicons"},
    "names": {"words"},
    "known": {"errors"},
    "repeats": {"lexicons"},
    "packs": {"errors", "entities"},
    "tagger": {"errors", "lexicons", "terms"},
    "detect": {"tagger", "errors", "spans", "packs", "text", "known", "lexicons", "terms", "words", "names", "weights"},
    "weigh": {"entities", "spans", "lexicons", "terms", "words", "names", "weights", "repeats"},
    "merge": {"spans"},
    "sweep": {"spans", "merge", "repeats", "text"},
    "policy": {"errors", "entities", "spans"},
    "note": {"spans"},
    "ledger": {"disk", "errors", "lexicons", "regions"},
    "explain": {"spans", "text", "weigh", "policy"},
    "operators": {"dates", "numerals", "regions", "zip3", "ledger"},
    "redaction": {"spans"},
    "notice": {"spans", "redaction"},
    "flags": {"spans", "redaction", "dates"},
    "decide": {"entities", "spans", "policy", "operators", "ledger", "dates"},
    "apply": {"decide", "operators", "redaction"},
    "verify": {"errors", "repeats", "redaction", "text"},
}
ROOMS["finish"] = {*ROOMS} - {"detect", "weigh", "packs"}
ROOMS["redactor"] = set(ROOMS)
ROOMS["evaluate"] = {"errors", "entities", "redactor"}
ROOMS["train"] = {"errors", "lexicons", "tagger", "detect", "evaluate"}
ROOMS["formats"] = {"errors", "entities", "lexicons", "redaction", "spans"}
ROOMS["runlog"] = {"errors", "ledger"}
ROOMS["batch"] = {*ROOMS["redactor"], "redactor", "formats", "runlog"}
ROOMS["evidence"] = {"errors", "entities", "evaluate", "policy"}
ROOMS["spark"] = {*ROOMS["redactor"], "redactor"}
ROOMS["cli"] = {*ROOMS}
ENGINES = {"spacy": {"detect"}, "presidio_analyzer": {"detect"}, "presidio_anonymizer": {"operators"}}
ENGINES |= {name: {"formats"} for name in ("lxml", "pypdf", "reportlab", "pyarrow", "polars", "pandas")}
ENGINES |= {"pyspark": {"spark"}}
ENGINES["pandas"].add("spark")
ENGINES |= {"cryptography": {"ledger"}, "filelock": {"ledger", "batch"}, "keyring": {"ledger"}}
FILES = sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_room_imports_only_what_stands_above_it(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("notesafe.")}

    assert used - {room} - ROOMS[room] == set()


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_its_room_knows_an_engine(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}

    assert {engine for engine, rooms in ENGINES.items() if engine in used and room_of(path) not in rooms} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_file_can_be_held_in_mind(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 350


def test_importing_notesafe_loads_no_engine_and_touches_no_logging() -> None:
    code = (
        "import sys, logging, socket\n"
        "def no(*a, **k): raise AssertionError('socket')\n"
        "socket.socket.connect = no\n"
        "before = (list(logging.root.handlers), logging.root.level)\n"
        "import notesafe\n"
        "assert (list(logging.root.handlers), logging.root.level) == before\n"
        "heavy = {'spacy', 'presidio_analyzer', 'presidio_anonymizer', 'pydantic', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "notesafe.redact\n"
        "assert [h for h in logging.root.handlers] == before[0]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


def test_the_public_names_are_those_that_are_promised() -> None:
    import notesafe

    for name in notesafe.__all__:
        assert getattr(notesafe, name) is not None
    assert dir(notesafe) == sorted(notesafe.__all__)
    with pytest.raises(AttributeError, match="redcat"):
        notesafe.redcat  # noqa: B018
