"""Who stands for whom: structure, agreement, and no real person's name."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notesafe.ledger import Asks, Ledger
from notesafe.ledger.asks import Ask
from notesafe.ledger.parts import read_name
from notesafe.lexicons import fold, given_names, surnames

SEEDS = st.integers(0, 10_000)
GIVEN = st.sampled_from(
    ["Gail", "Marisol", "Joaquín", "Deshawn", "Priya", "Bob", "Robert", "Mary-Jane", "Xochitl", "Zzyzx"]
)
FAMILY = st.sampled_from(["Hartman", "Quintero", "O'Brien", "Smith-Jones", "Nguyen", "Qqwerty", "Moore"])
PEOPLE = st.tuples(GIVEN, FAMILY)
WORD = re.compile(r"[^\W\d_]+")


def words(text: str | None) -> set[str]:
    return {fold(word) for word in WORD.findall(text or "")}


@given(SEEDS, PEOPLE)
def test_every_form_of_a_name_agrees(seed: int, person: tuple[str, str]) -> None:
    ledger = Ledger(seed=seed)
    given_, family = person
    whole = f"{given_} {family}"
    full = ledger.surrogate(whole, "PERSON")
    assert full is not None
    new_given, new_family = full.split(" ")

    assert ledger.surrogate(given_, "PERSON", whole) == new_given
    assert ledger.surrogate(family, "PERSON", whole) == new_family
    assert ledger.surrogate(f"{family}, {given_}", "PERSON", whole) == f"{new_family}, {new_given}"
    assert ledger.surrogate(f"{given_} {family[0]}.", "PERSON", whole) == f"{new_given} {new_family[0]}."
    assert ledger.surrogate(f"{given_[0]}. {family}", "PERSON", whole) == f"{new_given[0]}. {new_family}"
    assert ledger.surrogate(f"{given_[0]}.{family[0]}.", "PERSON", whole) == f"{new_given[0]}.{new_family[0]}."
    assert ledger.surrogate(f"Mr. {family}", "PERSON", whole) == f"Mr. {new_family}"
    assert ledger.surrogate(f"{given_}'s", "PERSON", whole) == f"{new_given}'s"
    assert ledger.surrogate(whole.upper(), "PERSON", whole) == full.upper()
    assert ledger.surrogate(whole.lower(), "PERSON", whole) == full.lower()
    assert ledger.surrogate(whole, "PERSON") == full


@given(SEEDS, PEOPLE)
def test_an_initial_given_away_first_fits_the_name_drawn_later(seed: int, person: tuple[str, str]) -> None:
    ledger = Ledger(seed=seed)
    given_, family = person
    short = ledger.surrogate(f"{given_} {family[0]}.", "PERSON")
    full = ledger.surrogate(f"{given_} {family}", "PERSON")
    assert short is not None
    assert full is not None

    assert short == f"{full.split(' ')[0]} {full.split(' ')[1][0]}."
    assert ledger.surrogate(f"{given_} {family[0]}.", "PERSON") == short


@example(5524, [("Gail", "Hartman"), ("Gail", "O'Brien"), ("Deshawn", "Qqwerty")])  # not Brien either
@given(SEEDS, st.lists(PEOPLE.filter(lambda p: p[0] != "Bob"), max_size=8, unique=True))
def test_no_stand_in_is_a_real_name_and_no_two_people_share_one(seed: int, people: list[tuple[str, str]]) -> None:
    ledger = Ledger(seed=seed)
    real = {part for person in people for name in person for part in words(name)}
    ledger.reserve([" ".join(person) for person in people])
    drawn = [ledger.surrogate(" ".join(person), "PERSON") for person in people]

    assert not real & {part for name in drawn for part in words(name)}
    assert len(set(drawn)) == len(people)
    assert ledger.summary()["clashes"] == 0


@given(SEEDS, st.lists(st.tuples(PEOPLE, st.integers(0, 3)), max_size=12))
def test_an_answer_once_given_never_changes(seed: int, mentions: list[tuple[tuple[str, str], int]]) -> None:
    ledger = Ledger(seed=seed)
    texts = [[f"{g} {f}", g, f"{g} {f[0]}.", f"{f}, {g}"][form] for (g, f), form in mentions]
    first = [ledger.surrogate(text, "PERSON") for text in texts]

    assert [ledger.surrogate(text, "PERSON") for text in texts] == first
    assert [ledger.surrogate(text, "PERSON") for text in reversed(texts)] == first[::-1]


@given(SEEDS)
def test_a_nickname_in_another_note_finds_its_owner(seed: int) -> None:
    ledger = Ledger(seed=seed)
    whole = ledger.surrogate("Robert Hartman", "PERSON")

    assert ledger.surrogate("Bob Hartman", "PERSON") == whole
    assert ledger.surrogate("Bob H.", "PERSON") == f"{(whole or '').split()[0]} {(whole or '').split()[1][0]}."


def test_two_people_of_one_first_name_are_told_apart() -> None:
    ledger = Ledger(seed=1)
    one, other = ledger.surrogate("Mike Stone", "PERSON"), ledger.surrogate("Mike Tanner", "PERSON")

    assert (one or "").split()[0] != (other or "").split()[0]
    assert ledger.surrogate("Mike", "PERSON") == (one or "").split()[0]


def test_relatives_keep_a_surname_in_common() -> None:
    ledger = Ledger(seed=1)
    families = {
        (ledger.surrogate(name, "PERSON") or "").split()[-1] for name in ("Marisol Quintero", "Joaquín Quintero")
    }

    assert len(families) == 1


@pytest.mark.parametrize(
    ("name", "gender", "origin"),
    [
        ("Marisol", "f", "hispanic"),
        ("Priya", "f", "south_asian"),
        ("Kenji", "m", "east_asian"),
        ("Dmitri", "m", "slavic"),
    ],
)
def test_a_stand_in_fits_in_gender_and_origin(name: str, gender: str, origin: str) -> None:
    for seed in range(20):
        new = fold(Ledger(seed=seed).surrogate(name, "PERSON") or "")
        assert given_names()[new][0] == gender
        assert origin in given_names()[new][1]


def test_a_surname_keeps_its_origin() -> None:
    for seed in range(20):
        new = (Ledger(seed=seed).surrogate("Marisol Quintero", "PERSON") or "").split()[-1]
        assert "hispanic" in surnames()[fold(new)]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Dr. Renee Park, LCSW", r"Dr\. [A-Z]\w+ [A-Z]\w+, LCSW"),
        ("Officer Hartman", r"Officer [A-Z]\w+"),
        ("María de la Cruz", r"[A-Z]\w+ de la [A-Z]\w+"),
        ("T.J.", r"[A-Z]\.[A-Z]\."),
        ("TJ", r"[A-Z]{2}"),
        ("Mary Ann Hartman Jr.", r"[A-Z]\w+ [A-Z]\w+ [A-Z]\w+ Jr\."),
        ("Smith-Jones, Gail R.", r"[A-Z][a-z]+-[A-Z][a-z]+, [A-Z]\w+ [A-Z]\."),
        ("Gail\nHartman", r"[A-Z]\w+\n[A-Z]\w+"),
        ("(Gail)", r"\([A-Z]\w+\)"),
    ],
)
def test_the_form_of_a_name_stays(name: str, form: str) -> None:
    new = Ledger(seed=5).surrogate(name, "PERSON")

    assert new is not None
    assert re.fullmatch(form, new)
    assert not words(name) & words(new) - {"dr", "officer", "lcsw", "jr", "de", "la"}


@given(SEEDS, st.text(max_size=30))
def test_any_text_has_a_stand_in_or_none_and_nothing_of_it_stays(seed: int, text: str) -> None:
    new = Ledger(seed=seed).surrogate(text, "PERSON")

    if new is None:
        assert not any(part.role != "kept" for part in read_name(text).parts)
    else:
        assert not any(char.isdigit() for char in new)
        assert {c for c in new if c not in string.printable and not c.isspace()} <= set("\u2018\u2019\u201c\u201d")


def test_scopes_reach_as_far_as_they_say() -> None:
    study, subject, document = (Ledger(scope=scope, seed=1) for scope in ("study", "subject", "document"))  # type: ignore[arg-type]

    def drawn(ledger: Ledger, who: str, what: str | None) -> str | None:
        return ledger.surrogate("Gail Hartman", "PERSON", subject=who, document=what)

    assert drawn(study, "S1", "d1") == drawn(study, "S2", "d2")
    assert drawn(subject, "S1", "d1") == drawn(subject, "S1", "d2") != drawn(subject, "S2", "d3")
    assert drawn(document, "S1", "d1") == drawn(document, "S1", "d1") != drawn(document, "S1", "d2")
    assert drawn(document, "S1", None) != drawn(document, "S1", None)
    alone = document.at(subject="S1")
    assert (
        alone.surrogate("Gail Hartman", "PERSON") == alone.surrogate("GAIL HARTMAN", "PERSON", "Gail Hartman").title()
    )
    assert alone.number("Alder", "HOME_GROUP") == alone.number("alder", "HOME_GROUP")
    assert len(document.memory.rooms) == 2
    with pytest.raises(ValueError, match="scope is one of document, subject, study"):
        Ledger(scope="person")  # type: ignore[arg-type]


def test_a_list_that_is_used_up_goes_on_with_double_names() -> None:
    ledger = Ledger(seed=1)
    ledger.avoid(given_names())

    assert re.fullmatch(r"[A-Z]\w+-[A-Z]\w+", ledger.surrogate("Gail", "PERSON") or "")


def test_names_that_were_drawn_before_they_were_met_are_counted() -> None:
    ledger = Ledger(seed=1)
    new = ledger.surrogate("Gail", "PERSON")
    ledger.surrogate(str(new), "PERSON")

    assert ledger.summary()["clashes"] == 1


THINGS = [
    ("RECORD_NUMBER", "00482913", r"\d{8}"),
    ("CASE_NUMBER", "21-CR-004412", r"\d\d-[A-Z]{2}-\d{6}"),
    ("PHONE_NUMBER", "(503) 555-0142", r"\(\d{3}\) 555-01\d\d"),
    ("PHONE_NUMBER", "1-503-555-0142", r"1-\d{3}-555-01\d\d"),
    ("PHONE_NUMBER", "555.0142", r"555\.01\d\d"),
    ("US_SSN", "123-45-6789", r"9\d\d-\d\d-\d{4}"),
    ("EMAIL_ADDRESS", "sam.h@example.com", r"[a-z]+\d+@example\.org"),
    ("USERNAME", "u/sobercat", r"u/[a-z]+\d+"),
    ("USERNAME", "@sober_in_pdx", r"@[a-z]+\d+"),
    ("LOCATION", "Bend, Oregon", r"[A-Z][a-z]+, Oregon"),
    ("LOCATION", "Klamath Falls, OR 97601", r"[A-Z][a-z]+ [A-Z][a-z]+, OR"),
    ("LOCATION", "Deschutes County", r"[A-Z][a-z]+ County"),
    ("FACILITY", "Cedar Ridge Recovery", r"[A-Z][a-z]+ [A-Z][a-z]+ Recovery"),
    ("ORGANIZATION", "Roosevelt High School", r"[A-Z][a-z]+ High School"),
    ("HOME_GROUP", "early risers group", r"[a-z]+ [a-z]+ group"),
]


@pytest.mark.parametrize(("entity_type", "text", "form"), THINGS)
@given(seed=SEEDS)
def test_things_get_stand_ins_of_like_kind(entity_type: str, text: str, form: str, seed: int) -> None:
    ledger = Ledger(seed=seed)
    new = ledger.surrogate(text, entity_type)

    assert new is not None
    assert re.fullmatch(form, new)
    assert new != text
    assert ledger.surrogate(text, entity_type) == new


@pytest.mark.parametrize(
    ("entity_type", "text"),
    [("ORGANIZATION", "County Drug Court"), ("PHONE_NUMBER", "five oh three"), ("URL", "https://example.org"), ("AGE", "36"),
     ("LOCATION", ""), ("USERNAME", "@"), ("RECORD_NUMBER", "--")],
)  # fmt: skip
def test_what_has_no_stand_in_says_so(entity_type: str, text: str) -> None:
    assert Ledger(seed=1).surrogate(text, entity_type) is None


def test_one_number_written_in_two_ways_is_one_number() -> None:
    ledger = Ledger(seed=1)
    one, other = ledger.surrogate("(503) 555-0142", "PHONE_NUMBER"), ledger.surrogate("503.555.0142", "PHONE_NUMBER")

    assert re.sub(r"\D", "", one or "") == re.sub(r"\D", "", other or "")
    assert ledger.surrogate("cedar ridge", "FACILITY") == (
        (ledger.surrogate("Cedar Ridge Recovery", "FACILITY") or "").removesuffix(" Recovery").lower()
    )


@given(SEEDS, st.lists(st.text("0123456789", min_size=4, max_size=6), max_size=8, unique=True))
def test_two_numbers_never_share_a_stand_in(seed: int, numbers: list[str]) -> None:
    ledger = Ledger(seed=seed)
    drawn = [ledger.surrogate(number, "RECORD_NUMBER") for number in numbers]

    assert len(set(drawn)) == len(numbers)
    assert all(new != old for new, old in zip(drawn, numbers, strict=True))


def test_numbers_of_tags_are_the_same_all_over_and_never_shared() -> None:
    ledger = Ledger(seed=1)
    numbers = [ledger.number(f"{word} group", "HOME_GROUP") for word in ("Alder", "Birch", "Early Risers")]

    assert len(set(numbers)) == 3
    assert ledger.number("alder", "HOME_GROUP") == numbers[0]


def test_learning_in_any_order_answers_every_question() -> None:
    asks = Asks("S1", "d1")
    for text in ("Gail", "Gail Hartman", "GAIL H."):
        asks.surrogate(text, "PERSON", "Gail Hartman")
    asks.days()
    asks.number("Early Risers", "HOME_GROUP")
    ledger = Ledger(seed=1)
    ledger.learn([asks, [Ask("S2", "d2", "PERSON", "Bob", "Bob")]])

    assert ledger.summary()["people"] == 2
    assert ledger.summary()["subjects"] == 1
    assert "Gail" not in repr(asks) + repr(list(asks)) + repr(ledger) + repr(ledger.at(subject="Gail"))
