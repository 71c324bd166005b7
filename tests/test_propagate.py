"""Every form that a sure name may take, and what must not be taken for one. No model: the sure mention is given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notesafe.spans import Span
from notesafe.weigh import weigh
from notesafe.weigh.persons import one_slip
from notesafe.words import read_words
from strategies import TEXTS


def found(note: str, *sure: str, entity_type: str = "PERSON", score: float = 0.9) -> list[tuple[str, int | None]]:
    """Return the stretches and subjects that propagation adds where each of *sure* is sure at its first mention."""
    candidates = [
        Span(note.index(name), note.index(name) + len(name), entity_type, score, sources=("role_cue",)) for name in sure
    ]
    return [
        (note[span.start : span.end], span.subject)
        for span in sorted(weigh(note, candidates, read_words(note)))
        if "propagated" in span.sources
    ]


def marked(note: str, *sure: str) -> list[str]:
    return [surface for surface, _ in found(note, *sure)]


JD = "James Dawson shared. "
MT = "Marisol Trujillo shared. "


@pytest.mark.parametrize(
    ("note", "sure", "expected"),
    [
        # initials
        (JD + "J.D. left early.", "James Dawson", ["J.D."]),
        (JD + "Later J. D. left.", "James Dawson", ["J. D."]),
        (JD + "Then JD left.", "James Dawson", ["JD"]),
        (JD + "i went with jd to court", "James Dawson", ["jd"]),
        (JD + "so jd said no", "James Dawson", ["jd"]),
        (MT + "Spoke with M.T. again.", "Marisol Trujillo", ["M.T."]),
        (MT + "Peer MT agreed.", "Marisol Trujillo", ["MT"]),
        # first initial and last, last and first, first and last initial
        (MT + "M. Trujillo agreed.", "Marisol Trujillo", ["M. Trujillo"]),
        (MT + "m trujillo agreed", "Marisol Trujillo", ["m trujillo"]),
        (MT + "Trujillo, Marisol agreed.", "Marisol Trujillo", ["Trujillo, Marisol"]),
        (MT + "trujillo marisol agreed", "Marisol Trujillo", ["trujillo marisol"]),
        (MT + "Trujillo, M. agreed.", "Marisol Trujillo", ["Trujillo, M."]),
        (MT + "Marisol T. agreed.", "Marisol Trujillo", ["Marisol T."]),
        (MT + "marisol t agreed", "Marisol Trujillo", ["marisol t"]),
        # possessive without a sign, family plural, compounds
        ("Tasha came. i was at tashas place", "Tasha", ["tashas"]),
        ("Tasha came. i was at TASHAS PLACE", "Tasha", ["TASHAS"]),
        ("Luis Ortega came. dinner at the ortegas", "Luis Ortega", ["ortegas"]),
        ("Luis Ortega came. The Ortegas moved.", "Luis Ortega", ["Ortegas"]),
        ("Nia Velasquez came. with the velasquezes", "Nia Velasquez", ["velasquezes"]),
        ("Ann Baker came. Dinner at the Bakers again.", "Ann Baker", ["Bakers"]),
        ("Kevin came. kevin nem was there", "Kevin", ["kevin"]),
        ("Kevin came. kevin and them was there", "Kevin", ["kevin"]),
        ("Kevin came. kevinnem was there", "Kevin", ["kevinnem"]),
        # strings built from the name
        (MT + "See mtrujillo_progress_note.docx now.", "Marisol Trujillo", ["mtrujillo_progress_note.docx"]),
        (MT + "See marisol.t there.", "Marisol Trujillo", ["marisol.t"]),
        (MT + "Follow @mari_trujillo88 there.", "Marisol Trujillo", ["@mari_trujillo88"]),
        (MT + "Write marisolt@example.org today.", "Marisol Trujillo", ["marisolt@example.org"]),
        (MT + "Add mtrujillo to it.", "Marisol Trujillo", ["mtrujillo"]),
        (MT + "Add MarisolTrujillo to it.", "Marisol Trujillo", ["MarisolTrujillo"]),
        (MT + "Open trujillo88 first.", "Marisol Trujillo", ["trujillo88"]),
        # spelled out
        ("Tawanda came. it is t a w a n d a ok", "Tawanda", ["t a w a n d a"]),
        ("Mari came. That is M-A-R-I, yes.", "Mari", ["M-A-R-I"]),
        ("Mari came. That is m. a. r. i, yes.", "Mari", ["m. a. r. i"]),
        # nicknames both ways
        ("Michael came. Then Mike left.", "Michael", ["Mike"]),
        ("Mike came. Then Michael left.", "Mike", ["Michael"]),
        # one slip of the pen
        ("Marisol came. then marsiol left", "Marisol", ["marsiol"]),
        ("Marisol came. then marisoll left", "Marisol", ["marisoll"]),
        ("Marisol came. then narisol left", "Marisol", ["narisol"]),
        # over a line break
        ("Marisol came. Then Mari-\nsol left.", "Marisol", ["Mari-\nsol"]),
        ("Marisol came. Then Mari-\n  sol left.", "Marisol", ["Mari-\n  sol"]),
        # marks, and case
        ("Joaqu\u00edn Mu\u00f1oz came. Joaquin left; munoz too.", "Joaqu\u00edn Mu\u00f1oz", ["Joaquin", "munoz"]),
        ("J\u00fcrgen M\u00fcller came. Mueller left.", "J\u00fcrgen M\u00fcller", ["Mueller"]),
        ("Marisol came. SHE SAW MARISOL AND LEFT. marisol too", "Marisol", ["MARISOL", "marisol"]),
        # words that are names too
        ("Grace Okafor came. Then Grace left.", "Grace Okafor", ["Grace"]),
        ("Will Poe came. so will poe and i went", "Will Poe", ["will poe"]),
        ("\u00dc came. ue left", "\u00dc", []),
        ("Grace Okafor came. then grace said no", "Grace Okafor", ["grace"]),
    ],
)
def test_a_form_of_a_sure_name_is_marked_and_keeps_the_number(note: str, sure: str, expected: list[str]) -> None:
    result = found(note, sure)

    assert [surface for surface, _ in result] == expected
    assert {subject for _, subject in result} <= {0}


@pytest.mark.parametrize(
    ("note", "sure"),
    [
        (JD + "He has a JD from Duke.", "James Dawson"),
        (JD + "Anna Lin, J.D., agreed.", "James Dawson"),
        (JD + "He left the JD program.", "James Dawson"),
        (JD + "cd or jd or so", "James Dawson"),
        ("Anna Alvarez came. AA helps; A.A. works.", "Anna Alvarez"),
        (MT + "They moved to Butte, MT last year.", "Marisol Trujillo"),
        ("Paul Olsen came. His PO agreed. BP ok, p.o. daily.", "Paul Olsen"),
        ("Will Hartman came. i will go. It will do.", "Will Hartman"),
        ("Grace Okafor came. by the grace of god", "Grace Okafor"),
        ("Grace Okafor came. Read grace_period.pdf now.", "Grace Okafor"),
        ("Brian came. my brain hurts", "Brian"),
        ("Angel came. a new angle on it, angels too", "Angel"),
        ("Chase came. he chases every high", "Chase"),
        ("Ann Baker came. he works for bakers", "Ann Baker"),
        ("Mark came. hit the marks, and question marks", "Mark"),
        ("Marisol Alvarez came. so i told a friend", "Marisol Alvarez"),
        ("Rob came. he got robbed", "Rob"),
        ("Tom came. a b c d is easy, t-o-n-s of it", "Tom"),
        ("Hope came. we all hope so", "Hope"),
        # a room, a page
        ("Ruth Mason shared. RM 3 is empty, the lamp in rm 11 too.", "Ruth Mason"),
        ("RM shared. RM #3 is empty, the lamp in rm 11 too.", "RM"),
        ("Paul Gray shared. Read pg. 62 again.", "Paul Gray"),
    ],
)
def test_an_ordinary_word_is_not_taken_for_the_name(note: str, sure: str) -> None:
    assert marked(note, sure) == []


def test_an_initial_that_is_a_word_stays_outside() -> None:
    assert marked("Marisol Alvarez came. marisol a friend left. Marisol I know.", "Marisol Alvarez") == [
        "marisol",
        "Marisol",
    ]


def test_an_unsure_mention_marks_nothing() -> None:
    assert found("Marisol came. Then marisol left.", "Marisol", score=0.45) == []


def test_a_shared_first_name_goes_to_the_one_named_last() -> None:
    note = "Tasha Stone came. Tasha Tate came. Then tasha left."

    assert found(note, "Tasha Stone", "Tasha Tate") == [("tasha", 1)]


@pytest.mark.parametrize(
    ("entity_type", "phrase", "again"),
    [
        ("ADDRESS", "1418 NE Alder St", "1418 ne alder\nst"),
        ("FACILITY", "Cedar Quillfeather Lodge", "CEDAR QUILLFEATHER LODGE"),
        ("DATE_TIME", "Thursday zyx 2024", "thursday, zyx 2024"),
        ("OCCUPATION", "the Quillfeather coroner", "The Quillfeather Coroner"),
        ("PERSON", "Quintero, Marisol", "quintero marisol"),
        ("CASE_NUMBER", "21-CR-004412", "21 CR 004412"),
        ("DATE_OF_BIRTH", "03/14/1988", "03141988"),
    ],
)
def test_a_telling_stretch_of_any_type_is_marked_where_it_stands_again(
    entity_type: str, phrase: str, again: str
) -> None:
    note = f"There was {phrase} today. Later {again} came."

    assert again in [surface for surface, _ in found(note, phrase, entity_type=entity_type)]


def test_a_substance_elsewhere_is_not_the_person() -> None:
    note = "Molly came. he took molly again"
    spans = [
        Span(0, 5, "PERSON", 0.9, sources=("role_cue",)),
        Span(note.index("molly"), note.index("molly") + 5, "SUBSTANCE", 0.7, sources=("substance_slang",)),
    ]

    assert [s for s in weigh(note, spans, read_words(note)) if "propagated" in s.sources] == []


def test_a_name_inside_a_longer_place_goes_under_the_place_s_score() -> None:
    note = "Rosa came. We met at Rosa Quill Lodge."
    at = note.index("Rosa Quill")
    spans = [
        Span(0, 4, "PERSON", 0.9, sources=("role_cue",)),
        Span(at, at + 16, "FACILITY", 0.5, sources=("named_place",)),
    ]
    (again,) = [s for s in weigh(note, spans, read_words(note)) if "propagated" in s.sources]

    assert (note[again.start : again.end], again.score) == ("Rosa", 0.49)


@given(TEXTS, st.sampled_from(["Marisol Trujillo", "J", "Bob S.", "O'Brien-Lee", "\u00c9lan", "\u0130", "a b"]), TEXTS)
@settings(max_examples=200)
def test_propagation_only_adds_and_stays_inside_the_note(before: str, name: str, after: str) -> None:
    note = before + name + after
    sure = Span(len(before), len(before) + len(name), "PERSON", 0.9, sources=("role_cue",))
    spans = weigh(note, [sure], read_words(note))

    assert any(span.covers(sure) or span.overlaps(sure) for span in spans) or "[" in note
    assert all(0 <= span.start < span.end <= len(note) for span in spans)


@given(st.text("abcde", min_size=1, max_size=7), st.integers(0, 6), st.sampled_from("abcdez"))
def test_one_slip_is_symmetric_and_knows_every_edit(word: str, at: int, letter: str) -> None:
    at %= len(word)
    edits = [
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]

    assert all(one_slip(word, edit) and one_slip(edit, word) for edit in edits)
