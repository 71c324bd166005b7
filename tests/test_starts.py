"""A pattern that is tried only where it can start finds what a search of the whole text finds."""

from __future__ import annotations

import pytest
import regex

from notesafe.detect.needs import fold_text, needs
from notesafe.detect.openings import openings
from notesafe.detect.patterns import PackRecognizer, pattern_recognizers, pattern_texts
from notesafe.detect.starts import StartIndex
from notesafe.detect.syntax import OTHER, symbols
from notesafe.packs import Pack, load_packs, parse_marks
from notesafe.text import normalise

PACKS = [pack for pack in load_packs() if any(r.patterns for r in pack.recognizers)]
INDEX = StartIndex(pattern_texts(PACKS))
MOST_READ = 0.9  # share of the shipped patterns that have to be told where they can start


def examples(pack: Pack) -> list[str]:
    found = pack.info.examples
    sentences = [*found.match, *found.no_match, *found.known_miss, *found.known_false_alarm]
    text = "\n".join(parse_marks(sentence)[0] for sentence in sentences)
    return [normalise(text).normal, normalise(text).normal.upper(), normalise(text).normal.lower()]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_trying_only_the_starts_finds_what_a_search_finds(pack: Pack) -> None:
    for text in examples(pack):
        starts = INDEX.scan(text)
        for recognizer in pattern_recognizers([pack]):
            for rule in recognizer._rules:
                assert rule.find(text, None) == rule.find(text, starts.of(rule.regex)), rule.name


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"kin", "\u212ain"),
        (r"so", "\u017fo"),
        (r"\bin\b", "\u0130n \u0131n"),
        (r"(?<![\w-])\d", "1 a1 -1 (1"),
        (r"cue \K\d+", "cue 12 cue 34"),
        (r"(?:a|b)?c{2}", "acc bcc cc c"),
        (r"\bé\w", "éa Éa"),
        (r"x{0,2}+yz", "xxyz yz"),
    ],
)
def test_unusual_beginnings_are_kept(pattern: str, text: str) -> None:
    flags = regex.DOTALL | regex.MULTILINE | regex.IGNORECASE
    expected = [match.start() for match in regex.finditer(pattern.replace(r"\K", ""), text, flags)]
    starts = StartIndex([pattern]).scan(text).of(pattern)

    assert starts is None or set(expected) <= set(starts)


@pytest.mark.parametrize("pattern", [r"(?r)ab", r"a{e<=1}", r"(ab", r"[[:alpha:]]x"])
def test_nothing_is_claimed_of_syntax_that_is_not_read(pattern: str) -> None:
    assert openings(pattern) is None


def test_most_shipped_patterns_are_read() -> None:
    told = sum(openings(pattern) is not None for pattern in pattern_texts(PACKS))

    assert told > MOST_READ * len(pattern_texts(PACKS))


def test_only_k_s_and_i_have_a_double_beyond_ascii() -> None:
    beyond = "".join(chr(n) for n in range(128, 0x110000) if not 0xD800 <= n < 0xE000)
    found = "".join(regex.findall(r"[\x00-\x7f]", beyond, regex.IGNORECASE))
    doubles = {c for c in map(chr, range(128)) if regex.search(regex.escape(c), found, regex.IGNORECASE)}

    assert doubles == {c for c in map(chr, range(128)) if c.isalpha() and symbols(c, True) >> OTHER & 1}
    assert fold_text("\u212a\u017f\u0131\u0130") == "ksii"


def test_needs_are_in_every_text_that_matches() -> None:
    for pack in PACKS:
        text = examples(pack)[0]
        for pattern in pattern_texts([pack]):
            if regex.search(pattern, text, regex.DOTALL | regex.MULTILINE | regex.IGNORECASE):
                needed = needs(pattern, lambda string: 0.1 ** len(string))
                assert not needed or any(string in fold_text(text) for string in needed)


def test_a_pattern_tried_at_its_starts_still_runs_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notesafe.detect.patterns._TIMEOUT_SECONDS", 0.05)
    pack = next(pack for pack in PACKS if pack.name == "date")
    rule = PackRecognizer(
        pack.recognizers[0].model_copy(
            update={"patterns": (pack.recognizers[0].patterns[0].model_copy(update={"regex": r"(?:a|aa)+c"}),)}
        )
    )._rules[0]

    with pytest.raises(TimeoutError):
        rule.find("a" * 60 + "b", [0])
