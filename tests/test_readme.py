"""The README runs, says what comes out, and lists what there is."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import pkgutil
import re
from pathlib import Path

import pytest
import yaml

import notesafe
from notesafe.packs import load_packs
from notesafe.policy import load_policy, profile_names

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
SESSIONS = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL)
NEED_TORCH = {f"notesafe.train.{name}" for name in ("adapt", "base", "export", "learn", "measure", "network", "start")}
MODULES = sorted(info.name for info in pkgutil.walk_packages(notesafe.__path__, "notesafe."))


@pytest.mark.model
@pytest.mark.parametrize(("code", "expected"), SESSIONS)
def test_the_readme_prints_what_it_says(code: str, expected: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})

    assert out.getvalue() == expected


def test_the_readme_has_its_sessions() -> None:
    assert len(SESSIONS) == 3


def test_the_readme_s_policy_is_valid(tmp_path: Path) -> None:
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, "utf-8")

        assert load_policy(path).name == yaml.safe_load(text)["name"]


def test_the_readme_lists_every_profile_in_its_own_words() -> None:
    for name in profile_names():
        assert f"| `{name}` | {load_policy(name).summary} |" in README


def test_the_readme_counts_the_packs() -> None:
    packs = load_packs()
    examples = [len(getattr(p.info.examples, kind)) for p in packs for kind in ("match", "no_match")]
    known = [sum(len(getattr(p.info.examples, kind)) for p in packs) for kind in ("known_miss", "known_false_alarm")]

    assert (
        f"{len(packs)} packs hold {sum(examples):,} sentences that must be found or left, "
        f"{known[0]} known misses and {known[1]} known false alarms."
    ) in " ".join(README.split())


@pytest.mark.model
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name: str) -> None:
    if name in NEED_TORCH:
        pytest.importorskip("torch", reason="of the extra `train`; `.ci/run` installs it")
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)

    assert failed == 0


def test_the_readme_s_table_of_peers_is_the_command_s() -> None:
    results = (Path(__file__).parents[1] / "benchmarks" / "RESULTS.md").read_text("utf-8")
    block = README.split("<!-- peers -->\n")[1].split("\n<!-- end -->")[0]
    for row in block.splitlines()[2:]:
        name, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        whole = next(line for line in results.splitlines() if line.startswith(f"| {name} |"))

        assert all(f"| {cell} |" in whole for cell in cells)
