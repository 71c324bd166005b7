from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import InvalidParamError, OperatorConfig, RecognizerResult

from notesafe.apply import apply_decisions
from notesafe.decide import Decision, decide
from notesafe.ledger import Ledger
from notesafe.operators import OPERATORS, operator
from notesafe.policy import load_policy
from notesafe.spans import Span
from notesafe.zip3 import RESTRICTED_2020, zip3

NOTE = "Gail Hartman, 91, sober since 3/14/2021, lives in Bend, Oregon 97701. MRN 00482913. She used heroin."


def span(words: str, entity_type: str, **told: object) -> Span:
    start = NOTE.index(words)
    return Span(start, start + len(words), entity_type, 0.9, **told)  # type: ignore[arg-type]


SPANS = [
    span("Gail Hartman", "PERSON", kind="sponsor"),
    span("91", "AGE"),
    span("3/14/2021", "SOBRIETY_DATE"),
    span("Bend, Oregon", "LOCATION"),
    span("97701", "ZIP_CODE"),
    span("00482913", "RECORD_NUMBER"),
    span("heroin", "SUBSTANCE", canonical="OPIOID:heroin"),
]
PARAMS: dict[str, dict[str, object]] = {
    "tag": {"label": "PEER", "number": 2},
    "mask": {},
    "remove": {},
    "keep": {},
    "generalise": {"to": "class", "canonical": "OPIOID:heroin"},
    "shift_date": {"days": 35, "label": "X"},
    "surrogate": {"of": "PERSON", "label": "X"},
    "code": {"label": "HOME_GROUP", "number": 17},
}


def expected_text(profile: str) -> str:
    policy = load_policy(profile)
    decisions = decide(NOTE, policy.select(SPANS)[0], policy, ledger=Ledger(seed=7), year=2026)
    return apply_decisions(NOTE, decisions)[0]


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_each_operator_gives_the_same_text_in_stock_presidio(name: str) -> None:
    params = {**PARAMS[name], "ledger": Ledger(seed=7)}
    decisions = [Decision(s, name, params) for s in SPANS]
    ours, _ = apply_decisions(NOTE, decisions)
    engine = AnonymizerEngine()
    engine.add_anonymizer(OPERATORS[name])
    # One entity type a span, so that the engine has nothing to join.
    results = [RecognizerResult(f"S{i}", s.start, s.end, s.score) for i, s in enumerate(SPANS)]
    configs = {f"S{i}": OperatorConfig(name, dict(params)) for i in range(len(SPANS))}
    theirs = engine.anonymize(NOTE, results, configs, merge_entities_with_spaces=False).text

    assert ours == theirs


@pytest.mark.parametrize("profile", ["share", "safe_harbor", "part2", "research", "supervision"])
def test_a_whole_profile_gives_the_same_text_in_stock_presidio(profile: str) -> None:
    ledger = Ledger(seed=7)
    policy = load_policy(profile)
    spans = policy.select(SPANS)[0]
    decisions = decide(NOTE, spans, policy, ledger=ledger, year=2026)
    ours, _ = apply_decisions(NOTE, decisions)
    engine = AnonymizerEngine()
    for cls in OPERATORS.values():
        engine.add_anonymizer(cls)
    results = [RecognizerResult(f"S{i}", s.start, s.end, s.score) for i, s in enumerate(spans)]
    configs = {f"S{i}": OperatorConfig(d.operator, dict(d.params)) for i, d in enumerate(decisions)}
    theirs = engine.anonymize(NOTE, results, configs, merge_entities_with_spaces=False).text

    assert ours == theirs


def test_share_hides_who_and_what() -> None:
    assert expected_text("share") == (
        "[SPONSOR], 90+, sober since [SOBRIETY_DATE], lives in Oregon [ZIP]. MRN [RECORD_NUMBER]. She used [SUBSTANCE]."
    )


def test_safe_harbor_keeps_years_and_zip3() -> None:
    assert expected_text("safe_harbor") == (
        "[SPONSOR], 90+, sober since 2021, lives in Oregon 977. MRN [RECORD_NUMBER]. She used heroin."
    )


def test_research_draws_a_name_and_moves_the_date() -> None:
    text = expected_text("research")

    assert re.match(r"[A-Z]\w+ [A-Z]\w+, 90\+, sober since \d{1,2}/\d{1,2}/20\d\d, ", text)
    assert "Gail" not in text
    assert "Hartman" not in text
    assert "[OPIOID]" in text
    assert not re.search("00482913|3/14/2021", text)


@pytest.mark.parametrize(
    ("to", "text", "expected"),
    [
        ("year", "3/14/21", "2021"),
        ("year", "the 14th", "[X]"),
        ("age", "36", "36"),
        ("age", "ninety-one", "90+"),
        ("age", "in her nineties", "90+"),
        ("age", "nonagenarian", "90+"),
        ("age", "mid-30s", "mid-30s"),
        ("age", "??", "[X]"),
        ("age_band", "37", "35-39"),
        ("age_from_birth", "3/14/88", "age 38"),
        ("age_from_birth", "1931", "age 90+"),
        ("state", "Pikeville KY", "Kentucky"),
        ("state", "Klamath Falls", "[X]"),
        ("region", "Oregon", "the West"),
        ("zip3", "97201", "972"),
        ("zip3", "03601", "000"),
        ("zip3", "34002", "000"),
        ("holiday", "Labor Day", "a holiday"),
        ("kind", "Cedar Ridge", "[X]"),
    ],
)
def test_what_generalise_makes(to: str, text: str, expected: str) -> None:
    assert operator("generalise").operate(text, {"to": to, "label": "X", "year": 2026}) == expected


def test_a_birth_year_that_means_over_89_is_capped() -> None:
    params = {"to": "year", "birth": True, "label": "X", "year": 2010}

    assert operator("generalise").operate("1910", params) == "on or before 1920"
    assert operator("generalise").operate("6/1/1921", params) == "1921"


@given(st.text("0123456789- ", max_size=12))
def test_a_zip_code_is_never_finer_than_three_digits(code: str) -> None:
    made = zip3(code)

    assert len(made) == 3
    assert made not in RESTRICTED_2020


@given(st.text(max_size=40), st.sampled_from(["tag", "mask", "remove"]))
def test_what_hides_looks_at_nothing_but_itself(text: str, name: str) -> None:
    assert operator(name).operate(text, {"label": "X"}) == operator(name).operate("other", {"label": "X"})


@pytest.mark.parametrize("char", ["ab", "", "x", "7", 3])
def test_a_mask_of_letters_is_refused(char: object) -> None:
    with pytest.raises(InvalidParamError, match="one character"):
        operator("mask").validate({"char": char})


def test_a_generalisation_to_nowhere_is_refused() -> None:
    with pytest.raises(InvalidParamError, match="'to' is one of"):
        operator("generalise").validate({"to": "planet"})


def test_surrogate_needs_its_memory() -> None:
    with pytest.raises(InvalidParamError, match="ledger"):
        operator("surrogate").validate({})


@given(st.integers(0, 10_000))
def test_stand_ins_are_stable_and_never_the_name_itself(seed: int) -> None:
    ledger = Ledger(seed=seed)
    ledger.avoid(["Gail", "Hartman", "Dolores"])
    first = ledger.surrogate("Gail Hartman", "PERSON")

    assert first is not None
    assert first == ledger.surrogate("Gail Hartman", "PERSON")
    assert not {"gail", "hartman", "dolores"} & set(first.lower().split())
    given, family = first.split()
    assert ledger.surrogate("Gail", "PERSON") == given
    assert ledger.surrogate("GAIL H.", "PERSON") == f"{given.upper()} {family[0]}."


@given(st.integers(0, 10_000))
def test_a_nickname_stands_for_the_same_stand_in(seed: int) -> None:
    ledger = Ledger(seed=seed)
    whole = ledger.surrogate("Robert Hartman", "PERSON")

    assert whole is not None
    assert ledger.surrogate("Bob", "PERSON", "Robert Hartman") == whole.split()[0]


@given(st.integers(0, 10_000))
def test_an_offset_is_whole_weeks_and_never_small(seed: int) -> None:
    days = Ledger(seed=seed).days()

    assert days % 7 == 0
    assert 35 <= abs(days) <= 364
