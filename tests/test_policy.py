from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from notesafe.entities import ENTITY_TYPES
from notesafe.errors import PolicyError
from notesafe.merge import merge_spans
from notesafe.policy import Policy, load_policy, profile_names
from notesafe.spans import Span
from strategies import SPANS

BROKEN = {
    "name: x": "summary",
    "extends: shar": "'share'",
    "extends: share\nentities: {PERSN: tag}": "'PERSON'",
    "extends: share\nentities: {PERSON: tga}": "'tag'",
    "extends: share\nentities: {PERSON: {operator: maks}}": "'mask'",
    "extends: share\nentities: {PERSON: {operator: mask, tresh: 1}}": "'threshold'",
    "extends: share\nentities: {PERSON.sponser: keep}": "'sponsor'",
    "extends: share\nentities: {AGE: {operator: generalise}}": "'to' goes with",
    "extends: share\nentitys: {}": "'entities'",
    "extends: share\nthreshold: 2": "threshold",
    "- 1": "mapping",
    "a: [": "YAML",
    "extends: share\nentities: [1]": "mapping",
}


def policy_from(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    return load_policy(path)


@pytest.mark.parametrize(("text", "hint"), BROKEN.items())
def test_a_broken_policy_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(PolicyError, match=hint) as caught:
        policy_from(tmp_path, text)

    assert "mine.yaml" in str(caught.value)


def test_a_policy_file_that_is_not_there() -> None:
    with pytest.raises(PolicyError, match="no policy file 'nowhere.yaml'"):
        load_policy("nowhere.yaml")


def test_an_unknown_profile_names_the_nearest() -> None:
    with pytest.raises(PolicyError, match="Did you mean 'safe_harbor'"):
        load_policy("safe-harbour")


def test_the_profiles_are_those_of_the_design() -> None:
    assert profile_names()[0] == "share"
    assert set(profile_names()) == {
        "share", "supervision", "part2", "safe_harbor", "limited_data_set", "research", "strict",
    }  # fmt: skip


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_names_every_entity_type(name: str) -> None:
    assert set(ENTITY_TYPES) <= set(load_policy(name).entities)


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_hides_people_numbers_and_contacts(name: str) -> None:
    policy = load_policy(name)
    for entity_type in ("PERSON", "US_SSN", "PHONE_NUMBER", "EMAIL_ADDRESS", "URL", "ADDRESS", "CASE_NUMBER"):
        assert policy.rule_for(entity_type).operator != "keep"


def test_safe_harbor_neither_shifts_nor_draws_names() -> None:
    operators = {rule.operator for rule in load_policy("safe_harbor").entities.values()}

    assert operators & {"shift_date", "surrogate"} == set()


def test_part2_hides_whatever_reveals_a_disorder() -> None:
    assert load_policy("part2").hides_status
    assert not load_policy("safe_harbor").hides_status


def test_what_a_policy_does_not_name_is_tagged(tmp_path: Path) -> None:
    policy = policy_from(tmp_path, "{name: n, summary: s, follows: f, not_promised: p}")

    assert policy.rule_for("PERSON", "clinician").operator == "tag"


def test_a_kind_has_its_own_rule(tmp_path: Path) -> None:
    policy = policy_from(tmp_path, "extends: share\nentities: {PERSON.clinician: keep}")

    assert policy.rule_for("PERSON", "clinician").operator == "keep"
    assert policy.rule_for("PERSON", "peer").operator == "tag"


def test_keeping_a_type_keeps_its_kinds() -> None:
    policy = load_policy("safe_harbor").keeping("PERSON")

    assert policy.rule_for("PERSON", "relative").operator == "keep"
    with pytest.raises(PolicyError, match="'PERSON'"):
        policy.keeping("PERSONS")


@given(SPANS)
def test_what_was_selected_is_never_kept_after_all(spans: list[Span]) -> None:
    policy = load_policy("share")
    hide, _ = policy.select(spans)
    for span in merge_spans(hide):
        assert policy.hiding_rule_for(span.entity_type, span.kind).operator != "keep"


@given(SPANS)
def test_a_kept_span_never_reaches_the_merge(spans: list[Span]) -> None:
    policy = load_policy("supervision")
    hide, _ = policy.select(spans)

    assert all(policy.rule_for(span.entity_type, span.kind).operator != "keep" for span in hide)
    expected = [
        s for s in spans if s.score >= policy.threshold and policy.rule_for(s.entity_type, s.kind).operator != "keep"
    ]
    assert hide == expected
