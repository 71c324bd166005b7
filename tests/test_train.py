"""How training text is made: slots are read, filled, styled and encoded. What needs torch is in test_train_torch."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notesafe.errors import NotesafeError
from notesafe.tagger import TAGS, WordPieces
from notesafe.train.encode import IGNORED, UNKNOWN, encode, windows
from notesafe.train.fill import Filler, spans_of
from notesafe.train.people import Person, draw_person, like_case, write_name
from notesafe.train.slots import Part, documents_path, read_slots
from notesafe.train.styles import restyle

NOTE = """=== t001 | soap_note | tidy | ct:f sp:f
{{PERSON:ct.full=Marisol Trujillo}} (MRN {{ID:mrn=00482913}}) called her sponsor, {{PERSON:sp.initial=Gail H.}}, on {{DATE:any=March 3rd}}.
{{PERSON:ct.first=Marisol}} may mark the date. {{PERSON:ct.first=MARISOL}}!
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "t.txt").write_text(NOTE, "utf-8")
    return tmp_path


def test_slots_are_read_with_label_key_and_form(folder: Path) -> None:
    (document,) = read_slots(folder)

    assert document.genders == {"ct": "f", "sp": "f"}
    assert document.parts[0] == Part("Marisol Trujillo", "PERSON", "ct", "full")
    assert "".join(part.text for part in document.parts).startswith("Marisol Trujillo (MRN 00482913)")


@pytest.mark.parametrize(
    "broken",
    [
        "=== t1 | soap_note | tidy |\n{{PERSON:ct.full=Ann",
        "=== t1 | soap_note | tidy |\n{{PERSN:ct.full=Ann}}",
        "=== t1 soap_note\nHello",
    ],
)
def test_a_broken_document_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "bad.txt").write_text(broken, "utf-8")

    with pytest.raises(NotesafeError, match=r"bad\.txt"):
        read_slots(tmp_path)


@given(st.integers(0, 10**6))
def test_filling_renames_each_person_alike_and_keeps_all_else(seed: int) -> None:
    document = next(d for d in _documents() if d.id == "t001")

    parts = Filler([document]).fill(document, random.Random(seed))

    first = next(p.text for p in parts if p.form == "first")
    assert parts[0].text.lower().split(" ")[0] == first.lower() or len(first) > 0
    assert [p.text for p in parts if p.form == "first"][1] == first.upper()
    assert [p.text for p in parts if p.label is None] == [p.text for p in document.parts if p.label is None]


def _documents() -> list:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "t.txt").write_text(NOTE, "utf-8")
        return read_slots(Path(folder))


def test_held_back_names_are_never_drawn() -> None:
    rng = random.Random(0)
    seen = {draw_person(rng, "f").given for _ in range(400)}

    again = [draw_person(rng, "f", held_back=seen) for _ in range(400)]

    assert not seen & {person.given for person in again if len(person.given) > 3} - {""}


@given(
    st.sampled_from(["first", "last", "full", "full3", "last_first", "initial", "finitial", "nick", "typo"]),
    st.integers(0, 999),
)
def test_a_name_is_written_in_the_case_of_what_it_replaces(form: str, seed: int) -> None:
    person = Person("ann", "okoro", "may", "annie")
    surface = {
        "last_first": "pike, darnell",
        "full3": "ann m. pike",
        "finitial": "d. pike",
        "initial": "darnell p.",
    }.get(form, "pike")

    assert write_name(random.Random(seed), person, form, surface).islower()
    assert write_name(random.Random(seed), person, form, surface.upper()).isupper()


@given(st.text(max_size=40), st.text(max_size=20))
def test_like_case_changes_no_letter(fresh: str, surface: str) -> None:
    assert like_case(fresh, surface).lower() == fresh.lower().lower() or not fresh.isascii()


@given(st.integers(0, 10**6), st.sampled_from(["tidy", "lower", "asr", "caps", "shorthand", "messy"]))
def test_restyling_keeps_each_label_on_its_text(seed: int, style: str) -> None:
    (document,) = _documents()

    parts = restyle(document.parts, style, random.Random(seed))

    assert [p.label for p in parts] == [p.label for p in document.parts]
    text, spans = spans_of(parts)
    assert [text[start:end] for start, end, _ in spans] == [p.text for p in parts if p.label]


def test_encoding_tags_the_first_piece_of_each_token_and_leaves_the_neutral_open() -> None:
    vocabulary = [
        "[PAD]",
        "[unused1]",
        "[unused2]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "ann",
        "##a",
        "lee",
        "ran",
        "aa",
    ]

    (example,) = encode("Anna Lee ran AA", [(0, 8, "PERSON"), (13, 15, "OTHER")], WordPieces(vocabulary))

    tags = [{IGNORED: "-", UNKNOWN: "?"}.get(t) or TAGS[t] for t in map(int, example.tags)]
    assert tags == ["-", "B-PERSON", "-", "I-PERSON", "O", "?", "-"]


@given(st.lists(st.integers(1, 30), max_size=200), st.integers(30, 100))
def test_windows_cover_all_tokens_once(lengths: list[int], most: int) -> None:
    bounds = list(windows(lengths, most))

    assert [i for first, last in bounds for i in range(first, last)] == list(range(len(lengths)))
    assert all(sum(lengths[first:last]) <= most for first, last in bounds)


def test_our_documents_can_all_be_read_and_filled() -> None:
    documents = read_slots(documents_path())
    filler = Filler(documents)
    rng = random.Random(1)

    filled = [spans_of(filler.fill(document, rng)) for document in documents]

    assert len(documents) >= 400
    assert len({document.id for document in documents}) == len(documents)
    assert all("{{" not in text for text, _ in filled)
