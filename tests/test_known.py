"""The people a caller names: every form of theirs, and no form of someone else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe import Known, KnownPerson, Redactor
from notesafe.detect.known import KnownRecognizer, name_forms

NOTE = """\
Dr. Lee saw Anna today. Anna Cruz came with her mother; Justice Monroe, Robert Smith and Mr. Hartman were named.
When will I get better, she asked. Dr. Osei will call. Do not page So Yeon Kim.
"""


def marked(known: Known, note: str) -> list[tuple[str, str | None, int | None]]:
    recognizer = KnownRecognizer(known)
    return [
        (note[r.start : r.end], r.recognition_metadata["notesafe_kind"], r.recognition_metadata["notesafe_subject"])
        for r in recognizer.analyze(note, ["PERSON"])
    ]


def names(*told: str) -> Known:
    return Known(people=tuple(KnownPerson(name=name) for name in told))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Robert Smith Jr.", {"Robert Smith", "Smith", "Smith, Robert", "bob Smith"}),
        ("Dr. Gail Hartman", {"Gail Hartman", "Gail", "Hartman", "G. Hartman"}),
        ("Gail Hartman, LCSW", {"Gail Hartman", "Hartman"}),
        ("Hartman, Gail", {"Gail Hartman", "Gail H."}),
        ("Justice Monroe", {"Justice", "Monroe", "Justice Monroe"}),
        ("Kim, So Yeon", {"So Yeon Kim", "So Yeon", "Kim"}),
        ("María de la Cruz", {"de la Cruz", "María Cruz"}),
        ("Thao Do", {"Do", "Thao Do"}),
    ],
)
def test_the_forms_are_those_of_the_bare_name(name: str, forms: set[str]) -> None:
    told = {form for form, _ in name_forms(KnownPerson(name=name))}

    assert forms <= told
    assert not {"Dr.", "Jr.", "LCSW"} & told


def test_a_form_that_two_people_share_has_the_role_of_neither() -> None:
    client, clinician = KnownPerson(name="Anna Cruz", role="client"), KnownPerson(name="Anna Lee", role="clinician")
    told = marked(Known(people=(client, clinician)), NOTE)

    assert ("Anna", None, None) in told
    assert ("Anna Cruz", "client", -1) in told
    assert ("Lee", "clinician", -2) in told
    assert "Anna" not in Redactor(policy="supervision", known=Known(people=(client, clinician))).redact(NOTE).text


def test_no_title_and_no_plain_words_are_anyone() -> None:
    told = [surface for surface, _, _ in marked(names("Dr. Gail Hartman", "Will Irving"), NOTE)]

    assert told == ["Hartman"]


def test_the_title_of_a_known_person_that_is_a_name_goes() -> None:
    told = Redactor(known=names("Justice Monroe", "So Yeon Kim")).redact(NOTE).text

    assert "Justice" not in told
    assert "So Yeon" not in told


def test_a_place_and_a_person_of_one_name_are_both_found() -> None:
    found = KnownRecognizer(Known(people=(KnownPerson(name="Pearl Jackson"),), places=("Jackson",)))

    assert {result.entity_type for result in found.analyze("in Jackson", [])} == {"PERSON", "LOCATION"}


@given(st.text("ABab .,'-IJr", min_size=2, max_size=24).filter(lambda name: len(name.strip()) > 1))
def test_any_name_has_itself_among_its_forms_and_breaks_nothing(name: str) -> None:
    person = KnownPerson(name=name)

    assert person.name in {form for form, _ in name_forms(person)}
    for start, end in ((r.start, r.end) for r in KnownRecognizer(Known(people=(person,))).analyze(f"x {name} y", [])):
        assert 0 <= start < end
