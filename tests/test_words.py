"""Words as the finders of names read them: apostrophes inside, initials and words beside letters of a profession."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe import redact
from notesafe.words import is_apostrophe_name, read_words

CONTRACTED = ["I'll", "They're", "Could've", "Don't", "Y'all", "Ma'am", "O'Clock", "C'mon", "Qur'an", "Shi'a", "It's"]
NAMES = ["Fa'asao", "De'Andre", "Ta'Kiya", "Sa'ili", "Ne'eman", "Ya'akov", "Nu'uhiwa", "Ge'ez"]


@pytest.mark.parametrize("word", CONTRACTED)
def test_a_contraction_is_no_name(word: str) -> None:
    assert not is_apostrophe_name(word.lower())
    assert all(read.kind != "unknown" for read in read_words(f"{word} we said."))


@given(st.from_regex(r"[b-df-hj-np-tv-z][aeiou]'[aeiou][b-df-hj-np-tv-z][aeiou]", fullmatch=True))
def test_any_other_word_with_an_apostrophe_inside_may_be_one(word: str) -> None:
    (read,) = read_words(word.title().replace("'A", "'a"))

    assert read.kind in ("unknown", "name")
    assert is_apostrophe_name(read.folded) or read.given or read.family


@pytest.mark.model
@pytest.mark.parametrize("name", NAMES)
def test_such_a_name_is_hidden_with_no_cue_beside_it(name: str) -> None:
    assert name not in redact(f"Keys were left at the desk. {name}, step off this thread. The rest of you, stay.").text


@pytest.mark.parametrize("word", ["", "'", "''", "a'", "'bout"])
def test_stray_apostrophes_are_none(word: str) -> None:
    assert not is_apostrophe_name(word)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sincerely,\nA. Prior, LCSW", "Prior"),
        ("Denies SI. Resting well. - rk LPN", "rk"),
        ("0600 meds given -kd RN. Quiet.", "kd"),
        ("Reviewed by Mary A. Price, LPC on the unit.", "Mary A. Price"),
    ],
)
def test_who_signs_before_letters_of_a_profession_is_hidden(text: str, name: str) -> None:
    assert name not in redact(text).text


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Plan reviewed with ct.\nMarcela Guidry RN", " RN"),
        ("Case staffed.\nSloane Kettering LPC", " LPC"),
        ("Pt seen by Paula Whitman LCAS-A today.", " LCAS-A today."),
        ("Consult with Lena Cho Ph.D. on Friday.", " Ph.D. on Friday."),
        ("Seen by Ana Ruiz M.D. today.", " M.D. today."),
        ("Pt Jolene Stanczak DOB unknown.", " DOB unknown."),
    ],
)
def test_letters_behind_a_name_stay_in_clear(text: str, left: str) -> None:
    assert redact(text).text.endswith("]" + left)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Ct M.D. arrived late.", "M.D."),
        ("Ct MI denies use today.", "MI"),
        ("BP shared about his brother.", "BP"),
        ("Peer HX asked for a ride.", "HX"),
    ],
)
def test_who_has_the_initials_of_something_else_is_hidden(text: str, initials: str) -> None:
    assert initials not in redact(text).text


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Labs drawn - new RN on unit.",
        "Notify MD - pt RN aware.",
        "Call the on-call RN.",
        "PO asked for the UA. MD agreed.",
        "Pt GF says he is fine.",
        "BP WNL, SI denied.",
    ],
)
def test_a_role_before_them_is_left(text: str) -> None:
    assert redact(text).text == text
