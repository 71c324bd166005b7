"""What the model says, weighed against the rules."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe.spans import Span, SpanIndex
from notesafe.weigh.model import settle_model
from notesafe.weigh.parting import part_by_model
from notesafe.weights import TAKEN

TEXT = "On Tuesday the Cedar Ridge's nurse saw Quorra and her sponsor Lou at AA."


def at(words: str, entity_type: str, score: float, *sources: str, kind: str | None = None) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), entity_type, score, kind=kind, sources=sources or ("model",))


def test_an_article_and_a_possessive_are_cut_off() -> None:
    (found,) = settle_model(TEXT, [at("the Cedar Ridge's", "FACILITY", 0.9)], asked=True)

    assert TEXT[found.start : found.end] == "Cedar Ridge"
    assert found.score < 0.9  # a rule that knows the kind wins


def test_a_person_keeps_what_the_model_is_sure_of() -> None:
    assert settle_model(TEXT, [at("Quorra", "PERSON", 0.97)], asked=True) == [at("Quorra", "PERSON", 0.97)]


@pytest.mark.parametrize(
    ("name", "probability", "taken"),
    [
        ("lint", 0.15, False),  # an ordinary word, in no list of names
        ("lint", 0.25, True),
        ("Lint", 0.15, True),  # a capital
        ("grace", 0.15, True),  # a name too
        ("lint zork", 0.15, True),  # a word that no list knows
        ("zork", 0.15, True),
    ],
)
def test_ordinary_words_in_lower_case_need_more_of_the_model_to_be_a_name(
    name: str, probability: float, taken: bool
) -> None:
    (found,) = settle_model(
        f"i saw {name}", [Span(6, 6 + len(name), "PERSON", probability, sources=("model",))], asked=True
    )

    assert (found.score >= TAKEN) is taken


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("The Honorable Beatrix Engstrom presided", "Beatrix Engstrom"),
        ("seen by gwen rask casac-t", "gwen rask"),
        ("K. Obi, PhD", "K. Obi"),
        ("K. Obi Ph.D.", "K. Obi"),
        ("K. Obi, M.D.", "K. Obi"),
        ("K. Obi MSW LAC", "K. Obi"),
        ("Judge Obi 20", "Obi"),  # what a list says of someone
        ("Judge Obi R2", "Obi R2"),
        ("Judge", "Judge"),
    ],
)
def test_titles_and_credentials_stay(note: str, name: str) -> None:
    start = next(i for i, word in enumerate(note) if note[i:].startswith(("Honorable", "gwen", "K.", "Judge")))

    (found,) = settle_model(
        note, [Span(start, len(note.removesuffix(" presided")), "PERSON", 0.9, sources=("model",))], asked=True
    )

    assert note[found.start : found.end] == name


def place(note: str, words: str, entity_type: str) -> Span:
    start = note.index(words)
    return Span(start, start + len(words), entity_type, 0.9, sources=("model",))


@pytest.mark.parametrize(
    ("note", "words", "entity_type", "left"),
    [
        ("pull in at the waffle house on highway seventy", "waffle house on", "ORGANIZATION", "waffle house"),
        ("he got in from toledo sunday and cried", "toledo sunday", "LOCATION", "toledo"),
        ("i got work at hartsfield tomorrow", "hartsfield tomorrow", "ORGANIZATION", "hartsfield"),
        ("my home group is talaya tuesday", "talaya tuesday", "FACILITY", "talaya tuesday"),
        ("i wait tables at ruby tuesday", "ruby tuesday", "ORGANIZATION", "ruby tuesday"),
        ("she works at Work On now", "Work On", "ORGANIZATION", "Work On"),
        ("we met in", "in", "LOCATION", "in"),
    ],
)
def test_a_place_ends_before_the_small_words_that_go_on(note: str, words: str, entity_type: str, left: str) -> None:
    (found,) = settle_model(note, [place(note, words, entity_type)], asked=True)

    assert note[found.start : found.end] == left


def test_a_place_goes_on_where_another_follows() -> None:
    note = "i rest at the gurdwara on tenth line"
    spans = [place(note, "gurdwara on", "FACILITY"), place(note, "tenth line", "LOCATION")]

    assert [note[s.start : s.end] for s in settle_model(note, spans, asked=True)] == ["gurdwara on", "tenth line"]


@pytest.mark.parametrize("note", ["Husb Graham left", "Hey Graham left", "Friend Graham left", "gf Graham left"])
def test_a_greeting_and_a_word_of_kin_stay(note: str) -> None:
    (found,) = settle_model(note, [Span(0, note.index(" left"), "PERSON", 0.9, sources=("model",))], asked=True)

    assert note[found.start : found.end] == "Graham"


@pytest.mark.parametrize(
    ("name", "left"), [("Tom Osei.", "Tom Osei"), ("Tom O.", "Tom O."), ("Tom Osei Jr.", "Tom Osei Jr.")]
)
def test_a_full_stop_behind_a_whole_word_stays(name: str, left: str) -> None:
    (found,) = settle_model(name, [Span(0, len(name), "PERSON", 0.9, sources=("model",))], asked=True)

    assert name[found.start : found.end] == left


@pytest.mark.parametrize(
    ("note", "marked", "left"),
    [("Young et al. v. County", "Young et al", ["Young"]), ("Osei et al. came", "al", []), ("I met Al.", "Al", ["Al"])],
)
def test_et_al_is_no_one(note: str, marked: str, left: list[str]) -> None:
    start = note.index(marked)
    span = Span(start, start + len(marked), "PERSON", 0.9, sources=("model",))

    assert [note[found.start : found.end] for found in settle_model(note, [span], asked=True)] == left


def test_digits_alone_are_no_one() -> None:
    assert settle_model("Skeet 1989", [Span(6, 10, "PERSON", 0.9, sources=("model",))], asked=True) == []


def test_a_weekday_is_not_made_a_date() -> None:
    weekday = at("Tuesday", "DATE_TIME", 0.85, "date_weekday", kind="weekday")

    assert settle_model(TEXT, [at("Tuesday", "DATE_TIME", 0.8), weekday], asked=True) == [weekday]


def test_a_fellowship_is_not_made_a_facility_unless_the_model_is_sure() -> None:
    fellowship = at("AA", "FELLOWSHIP", 0.85, "fellowship")

    assert settle_model(TEXT, [at("AA", "FACILITY", 0.6), fellowship], asked=True) == [fellowship]
    assert len(settle_model(TEXT, [at("AA", "FACILITY", 0.95), fellowship], asked=True)) == 2


def test_a_guess_that_the_model_does_not_share_counts_for_less() -> None:
    guess = at("nurse", "PERSON", 0.55, "name_lexicon")

    assert settle_model(TEXT, [guess], asked=True)[0].score < 0.55
    assert settle_model(TEXT, [guess], asked=False) == [guess]
    assert guess in settle_model(TEXT, [guess, at("nurse", "PERSON", 0.3)], asked=True)


def test_what_the_caller_knows_is_never_doubted() -> None:
    known = at("Lou", "PERSON", 1.0, "known")

    assert settle_model(TEXT, [known], asked=True) == [known]


@pytest.mark.parametrize("mark", ['"', " ", "'", "(", "- "])
def test_a_span_of_marks_alone_is_nothing(mark: str) -> None:
    assert settle_model(mark * 3, [Span(0, len(mark) * 3, "PERSON", 0.9, sources=("model",))], asked=True) == []


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.integers(1, 12),
            st.sampled_from(["PERSON", "LOCATION", "SUBSTANCE"]),
            st.floats(0.2, 1.0),
        )
    )
)
def test_settling_never_widens_and_raises_no_score_above_what_is_just_taken(
    rows: list[tuple[int, int, str, float]],
) -> None:
    spans = [
        Span(start, min(len(TEXT), start + length), kind, score, sources=("model",))
        for start, length, kind, score in rows
    ]

    for found in settle_model(TEXT, spans, asked=True):
        assert any(
            span.start <= found.start and found.end <= span.end and found.score <= max(round(span.score, 3), 0.4) + 1e-9
            for span in spans
        )


def test_two_people_that_a_rule_took_for_one_are_parted_where_the_model_is_sure_of_each() -> None:
    text = "Present: Ms. Quill, Zorro. Mop left."
    rule = Span(13, 25, "PERSON", 0.8, sources=("name_lexicon",))
    quill, zorro = (Span(a, b, "PERSON", 0.97, sources=("model",)) for a, b in ((13, 18), (20, 25)))

    parted = settle_model(text, [rule, quill, zorro], asked=True)
    whole = settle_model(text, [rule, quill], asked=True)

    assert {(s.start, s.end) for s in parted} == {(13, 18), (20, 25)}
    assert (13, 25) in {(s.start, s.end) for s in whole}, "a letter would have been uncovered"


def test_a_person_and_a_place_that_a_rule_took_for_one_are_parted() -> None:
    text = "Coach Petrakis at Holy Names called."
    rule = Span(6, 28, "ORGANIZATION", 0.6, "employer", sources=("employer/after_job_cue",))
    person = Span(6, 14, "PERSON", 0.97, sources=("model",))
    school = Span(18, 28, "ORGANIZATION", 0.95, sources=("model",))

    parted = settle_model(text, [rule, person, school], asked=True)
    whole = settle_model(text, [rule, person, school.but(score=0.5)], asked=True)

    assert {(s.start, s.end, s.entity_type) for s in parted} == {(6, 14, "PERSON"), (18, 28, "ORGANIZATION")}
    assert (6, 28) in {(s.start, s.end) for s in whole}, "the model is not sure of it"


_ROSTER = "Present: Osei, Rory at the Holy Names and Mop. Kit left."
_ROSTER_WORDS = [(9, 13), (15, 19), (27, 37), (42, 45), (47, 50)]


@given(
    st.lists(
        st.tuples(st.sampled_from(_ROSTER_WORDS), st.sampled_from(["PERSON", "PERSON", "FACILITY"])),
        unique_by=lambda row: row[0],
        max_size=5,
    ),
    st.sampled_from(_ROSTER_WORDS),
)
def test_parting_uncovers_no_letter_but_small_words(
    rows: list[tuple[tuple[int, int], str]], end: tuple[int, int]
) -> None:
    rule = Span(9, end[1], "PERSON", 0.8, "clinician", sources=("listed",))
    sure = SpanIndex(Span(a, b, kind, 0.95, sources=("model",)) for (a, b), kind in rows)

    parts = part_by_model(_ROSTER, rule, sure)
    left = "".join(" " if any(s.start <= at < s.end for s in parts) else _ROSTER[at] for at in range(9, rule.end))

    assert set(re.findall(r"\w+", left)) <= {"at", "the", "and"}
    assert [part.kind for part in parts[1:]] == [None] * (len(parts) - 1), "a role is told of one"
    within = {word: kind for word, kind in rows if word[1] <= rule.end}
    if len(within) == len([word for word in _ROSTER_WORDS if word[1] <= rule.end]) and "PERSON" in within.values():
        assert len(parts) > 1 or rule.end == 13, "every name is sure, so they are parted"


def test_people_joined_by_a_blank_are_not_parted() -> None:
    text = "Ms. Quill Zorro. Mop left."
    rule = Span(4, 20, "PERSON", 0.8, sources=("listed",))
    sure = SpanIndex(Span(a, b, "PERSON", 0.97, sources=("model",)) for a, b in ((4, 9), (10, 15), (17, 20)))

    assert [(part.start, part.end) for part in part_by_model(text, rule, sure)] == [(4, 15), (17, 20)]


@pytest.mark.parametrize(
    ("note", "entity_type", "left"),
    [
        ("Skeet - 1989", "PERSON", "Skeet"),
        ("Ray 2", "PERSON", "Ray 2"),
        ("So Yeon Kim", "PERSON", "So Yeon Kim"),
        ("so kim", "PERSON", "kim"),
        ("NGUYEN, ANH DO", "PERSON", "NGUYEN, ANH DO"),
        ("GAIL ROE RN", "PERSON", "GAIL ROE"),
        ("Tom Srinivas.", "PERSON", "Tom Srinivas"),
        ("the 9th from", "DATE_TIME", "the 9th"),
        ("sunday the 3rd after the", "DATE_TIME", "sunday the 3rd"),
    ],
)
def test_what_is_no_part_of_a_name_or_a_date_stays(note: str, entity_type: str, left: str) -> None:
    (found,) = settle_model(note, [Span(0, len(note), entity_type, 0.95, sources=("model",))], asked=True)

    assert note[found.start : found.end] == left


def test_words_too_many_beside_a_name_are_left_where_the_model_does_not_suspect_them() -> None:
    text = "They sleep at the bus shelter on Fulton, room 12."
    rule = Span(18, 39, "LOCATION", 0.85, sources=("venue/thing_on_a_street",))
    fulton = Span(33, 39, "LOCATION", 0.96, sources=("model",))
    hint = Span(18, 29, "LOCATION", 0.25, sources=("model",))

    assert (33, 39) in _bounds(settle_model(text, [rule, fulton], asked=True))
    assert (18, 39) not in _bounds(settle_model(text, [rule, fulton], asked=True))
    assert (18, 39) in _bounds(settle_model(text, [rule, fulton, hint], asked=True)), "it suspects the shelter"
    assert (18, 39) in _bounds(settle_model(text, [rule], asked=True)), "it is sure of nothing"
    assert (18, 39) in _bounds(settle_model(text, [rule.but(sources=("place/city",)), fulton], asked=True))


def test_digits_and_parts_of_words_are_never_left_out_of_a_loose_guess() -> None:
    text = "at 12 Fulton place"
    rule = Span(3, 18, "ADDRESS", 0.8, sources=("address/number_and_street",))
    fulton = Span(6, 12, "LOCATION", 0.96, sources=("model",))
    half = Span(6, 9, "LOCATION", 0.96, sources=("model",))

    assert (3, 18) in _bounds(settle_model(text, [rule, fulton], asked=True))
    assert (6, 18) in _bounds(settle_model(text, [rule.but(start=6), half], asked=True))


def test_a_guess_counts_least_where_the_model_suspects_nothing() -> None:
    rule = at("Quorra", "PERSON", 0.7, "first_and_initial")
    suspicion, hint = at("Quorra", "PERSON", 0.05), at("Quorra", "PERSON", 0.25)

    (silent,) = settle_model(TEXT, [rule], asked=True)
    (suspected,) = settle_model(TEXT, [rule, suspicion], asked=True)
    told = settle_model(TEXT, [rule, hint], asked=True)

    assert silent.score < suspected.score < rule.score
    assert suspected.sources == rule.sources, "a suspicion is no evidence"
    assert rule in told


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(1, 12), st.floats(0.03, 0.99)), max_size=6), st.data())
def test_a_trimmed_guess_keeps_all_that_the_model_marks_of_it(
    read: list[tuple[int, int, float]], data: st.DataObject
) -> None:
    own = [Span(a, min(len(TEXT), a + n), "LOCATION", p, sources=("model",)) for a, n, p in read if a < len(TEXT)]
    start = data.draw(st.integers(0, len(TEXT) - 2))
    rule = Span(start, data.draw(st.integers(start + 1, len(TEXT))), "LOCATION", 0.9, sources=("venue/x",))

    (left,) = [s for s in settle_model(TEXT, [rule, *own], asked=True) if s.sources == ("venue/x",)]

    covered = set(range(left.start, left.end))
    assert covered <= set(range(rule.start, rule.end))
    assert all(
        at in covered or not TEXT[at].isalnum()
        for span in own
        for at in range(max(span.start, rule.start), min(span.end, rule.end))
    )


def _bounds(spans: list[Span]) -> set[tuple[int, int]]:
    return {(span.start, span.end) for span in spans}
