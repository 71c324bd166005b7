"""What notesafe exports is plain Presidio: both of its doors load it, and it finds what the packs say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from presidio_analyzer import RecognizerRegistry
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from notesafe.packs import Pack, load_packs, parse_marks
from notesafe.packs.export import export_packs
from notesafe.text import normalise

PACKS = [pack for pack in load_packs() if pack.info.default]
RULES = [pack for pack in PACKS if pack.recognizers]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "recognizers.yaml"
    path.write_text(export_packs(PACKS), "utf-8")
    return path


@pytest.fixture(scope="module", params=["add_recognizers_from_yaml", "RecognizerRegistryProvider"])
def recognizers(request: pytest.FixtureRequest, exported: Path) -> dict[str, Any]:
    if request.param == "add_recognizers_from_yaml":
        registry = RecognizerRegistry(recognizers=[])
        registry.add_recognizers_from_yaml(str(exported))
    else:
        registry = RecognizerRegistryProvider(conf_file=str(exported)).create_recognizer_registry()
    return {recognizer.name: recognizer for recognizer in registry.recognizers}


def joined(results: Iterable[Any]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted((r.start, r.end) for r in results if r.score >= 0.4):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


@pytest.mark.parametrize("pack", RULES, ids=lambda pack: pack.name)
def test_stock_presidio_finds_what_the_examples_say(pack: Pack, recognizers: dict[str, Any]) -> None:
    for sentence in pack.info.examples.match:
        text, marked = parse_marks(sentence)
        view = normalise(text)
        results = [
            r for rule in pack.recognizers for r in recognizers[rule.name].analyze(view.normal, [pack.entity_type])
        ]
        found = [view.original_bounds(*bounds) for bounds in joined(results)]

        assert [text[s:e] for s, e in marked] == [text[s:e] for s, e in found]


@pytest.mark.parametrize("pack", RULES, ids=lambda pack: pack.name)
def test_each_recognizer_file_loads_alone(pack: Pack) -> None:
    registry = RecognizerRegistry(recognizers=[])
    registry.add_recognizers_from_yaml(str(pack.path / "recognizer.yaml"))

    assert {rule.name for rule in pack.recognizers} == {recognizer.name for recognizer in registry.recognizers}
