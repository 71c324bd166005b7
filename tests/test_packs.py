"""Lint of the packs, and what a broken one says."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from notesafe.errors import PackError
from notesafe.packs import Pack, load_pack, load_packs, parse_marks

PACKS = load_packs()
HOSTILE = [
    s * (20_000 // len(s)) for s in ("a", "1", " ", "1-", "a.", "A ", "\n", "1/", "a@", "one ", "at the ", "St. ")
]
REAL_PHONE = re.compile(r"\b\d{3}[-. ](?!555)\d{3}[-. ]\d{4}\b")
DOMAIN = re.compile(r"@([\w-]+\.)+(com|org|net|edu)\b")
PATTERNS = [
    pytest.param(pattern.regex, id=f"{recognizer.name}/{pattern.name}")
    for pack in PACKS
    for recognizer in pack.recognizers
    for pattern in recognizer.patterns
]


def sentences(pack: Pack) -> list[str]:
    examples = pack.info.examples
    return [*examples.match, *examples.no_match, *examples.known_miss, *examples.known_false_alarm]


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_a_pack_keeps_the_house_rules(pack: Pack) -> None:
    if pack.recognizers:
        assert pack.recognizers[0].name == pack.name
    assert pack.info.summary.endswith(".")
    assert pack.info.why
    scores = {pattern.score for recognizer in pack.recognizers for pattern in recognizer.patterns}
    assert scores <= {0.3, 0.6, 0.85}
    for recognizer in pack.recognizers:
        assert all(" " not in word and len(word) >= 4 for word in recognizer.context)
    if pack.info.status == "stable":
        assert len(pack.info.examples.match) >= 3
        assert len(pack.info.examples.no_match) >= 3


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_examples_hold_made_up_numbers_only(pack: Pack) -> None:
    for sentence in sentences(pack):
        for match in DOMAIN.finditer(sentence):
            assert "example" in match.group() or pack.entity_type in ("USERNAME", "EMAIL_ADDRESS")


@pytest.mark.parametrize("pack", PACKS, ids=lambda p: p.name)
def test_yaml_strings_are_quoted(pack: Pack) -> None:
    for name in ("recognizer.yaml", "pack.yaml"):
        path = pack.path / name
        if path.is_file():
            assert not re.search(r"(?m)^\s*-\s*(?:no|yes|on|off|\d[\d:-]*)\s*$", path.read_text("utf-8"))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_quick_on_hostile_text(pattern: str) -> None:
    compiled = regex.compile(pattern, regex.DOTALL | regex.MULTILINE | regex.IGNORECASE)
    for text in HOSTILE:
        started = time.process_time()
        for _ in compiled.finditer(text):
            pass

        assert time.process_time() - started < 1.0


def test_terms_are_written_once() -> None:
    for pack in PACKS:
        terms = [term.text.lower() for term in pack.terms]
        assert len(terms) == len(set(terms)), pack.name


GOOD = {
    "recognizer.yaml": (
        "supported_languages: ['en']\nrecognizers:\n  - name: 'mine'\n    supported_entity: 'PERSON'\n"
        "    patterns: [{name: 'a', regex: 'x', score: 0.6}]\n"
    ),
    "pack.yaml": (
        "summary: 's.'\nwhy: 'w'\nstatus: 'draft'\nsources: ['expert']\nexamples:\n  match: ['an [[x]] here']\n"
    ),
}


def write(folder: Path, **files: str) -> Path:
    pack = folder / "mine"
    pack.mkdir()
    for name, text in {
        **GOOD,
        **{k.replace("_yaml", ".yaml").replace("_tsv", ".tsv"): v for k, v in files.items()},
    }.items():
        (pack / name).write_text(text, "utf-8")
    return pack


def test_a_good_pack_loads(tmp_path: Path) -> None:
    assert load_pack(write(tmp_path)).entity_type == "PERSON"


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        ({"pack_yaml": GOOD["pack.yaml"].replace("summary", "sumary")}, "summary"),
        ({"pack_yaml": GOOD["pack.yaml"] + "sumary: 'x'\n"}, "Did you mean 'summary'"),
        ({"pack_yaml": GOOD["pack.yaml"].replace("[[x]]", "x")}, r"examples.match\[0\] has no \[\[mark\]\]"),
        ({"pack_yaml": GOOD["pack.yaml"].replace("x]]", "x")}, "without"),
        ({"pack_yaml": GOOD["pack.yaml"].replace("match:", "no_match:")}, "move the sentence to match"),
        ({"pack_yaml": GOOD["pack.yaml"] + "kind: 'uncle'\n"}, "unknown kind 'uncle'"),
        ({"recognizer_yaml": GOOD["recognizer.yaml"].replace("PERSON", "PERSN")}, "PERSON"),
        ({"recognizer_yaml": GOOD["recognizer.yaml"] + "extra: 1\n"}, "extra"),
        ({"recognizer_yaml": "a: ["}, "YAML"),
        ({"terms_tsv": "word\tclass\nx\ty\n"}, "called 'term'"),
        ({"terms_tsv": "term\tclass\nx\ty\tz\n"}, "3 cells"),
    ],
)
def test_a_broken_pack_says_what_is_wrong(tmp_path: Path, files: dict[str, str], hint: str) -> None:
    with pytest.raises(PackError, match=hint) as caught:
        load_pack(write(tmp_path, **files))

    assert "mine/" in str(caught.value)


def test_two_recognizers_of_one_name_are_refused(tmp_path: Path) -> None:
    first = write(tmp_path)
    first.rename(tmp_path / "other")
    write(tmp_path)

    with pytest.raises(PackError, match="called 'mine'"):
        load_packs(tmp_path)


@given(st.text(alphabet="ab[] ", max_size=20))
def test_marks_are_balanced_or_refused(marked: str) -> None:
    try:
        text, bounds = parse_marks(marked)
    except ValueError:
        return

    assert marked.count("[[") == marked.count("]]") == len(bounds) or "[[[" in marked or "]]]" in marked
    assert all(0 <= s < e <= len(text) for s, e in bounds)
