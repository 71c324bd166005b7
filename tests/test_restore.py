"""The way back: exact for what was not touched, by stand-in and tag for what was edited, refused where it must be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from notes import SOAP, TALK
from notesafe import Ledger, LedgerError, LedgerLinkWarning, Note, PolicyError, Redactor, load_policy, redact, restore
from notesafe.apply import apply_decisions
from notesafe.cli import app
from notesafe.decide import decide
from notesafe.spans import Span
from strategies import TEXTS

KEY = bytes(range(32))
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
RUN = CliRunner()


@pytest.fixture(scope="module")
def memory() -> Ledger:
    return Ledger(seed=1)


@pytest.fixture(scope="module")
def redactors(memory: Ledger) -> dict[str, Redactor]:
    return {name: Redactor(name, ledger=memory, reversible=True) for name in ("share", "research")}


PHRASES = st.sampled_from(
    ["Sponsor Gail called.", "GAIL", "Peer Bob S. and Bob", "on 3/14/21", "March 3 and 4", "heroin", "[PEER_1]", "[SPONSOR]",
     "503-555-0142", "in Bend, Oregon", "91 years old", "\r\n", "MRN 00482913", "Early Risers group"]
)  # fmt: skip


@pytest.mark.model
@given(st.lists(st.one_of(PHRASES, TEXTS), max_size=6), st.sampled_from(["share", "research"]))
@SLOWLY
def test_restoring_a_redacted_text_gives_the_text(
    memory: Ledger, redactors: dict[str, Redactor], parts: list[str], profile: str
) -> None:
    text = " ".join(parts)
    result = redactors[profile].redact(text, subject="S1")

    assert restore(result.text, memory, document=result.provenance["document"]) == text


def by_hand(text: str, spans: list[Span], ledger: Ledger, profile: str, document: str) -> str:
    """Redact without a model, and keep the way back."""
    decisions = decide(text, spans, load_policy(profile), ledger=ledger.at(document=document), codes=True, year=2026)
    output, done = apply_decisions(text, decisions)
    pieces = [(s.new_start, output[s.new_start : s.new_end], text[s.start : s.end]) for s in done]
    ledger.remember(document, output, pieces)
    return output


TYPES = st.sampled_from(
    ["PERSON", "LOCATION", "DATE_TIME", "RECORD_NUMBER", "FACILITY", "SUBSTANCE", "AGE", "HOME_GROUP"]
)


@given(
    TEXTS,
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9), TYPES), max_size=6),
    st.sampled_from(["share", "research", "strict"]),
)
def test_the_way_back_is_exact_for_any_text_and_any_spans(
    text: str, cuts: list[tuple[int, int, str]], profile: str
) -> None:
    spans: list[Span] = []
    for start, length, entity_type in sorted(cuts):
        if start + length <= len(text) and (not spans or start >= spans[-1].end):
            spans.append(Span(start, start + length, entity_type, 0.9, subject=start % 3))
    ledger = Ledger(seed=1)

    assert restore(by_hand(text, spans, ledger, profile, "d"), ledger) == text
    assert restore(by_hand(text, spans, ledger, profile, "d"), ledger, document="d") == text


NOTE = "Bob S. met Gail Hartman on 3/14/21. Bob left; Gail stayed."
PEOPLE = [
    Span(0, 6, "PERSON", 0.9, kind="peer", subject=1),
    Span(11, 23, "PERSON", 0.9, kind="sponsor", subject=2),
    Span(27, 34, "DATE_TIME", 0.9),
    Span(36, 39, "PERSON", 0.9, kind="peer", subject=1),
    Span(46, 50, "PERSON", 0.9, kind="sponsor", subject=2),
]


def test_stand_ins_come_back_from_a_text_that_was_written_anew() -> None:
    ledger = Ledger(seed=3)
    redacted = by_hand(NOTE, PEOPLE, ledger, "research", "d1")
    bob, gail = redacted.split(" met ")[0], redacted.split(" met ")[1].split(" on ")[0]
    edited = f"Summary: {gail.upper()}'s friend {bob} left. {gail.split()[0]} stayed, {gail} said."

    assert restore(edited, ledger) == "Summary: GAIL HARTMAN's friend Bob S. left. Gail stayed, Gail Hartman said."


def test_tags_come_back_for_the_document_they_belong_to() -> None:
    ledger = Ledger(seed=3)
    by_hand(NOTE, PEOPLE, ledger, "share", "d1")
    by_hand(NOTE.replace("Bob", "Lou"), PEOPLE, ledger, "share", "d2")

    assert restore("On [DATE] the [SPONSOR] helped.", ledger, document="d1") == "On 3/14/21 the [SPONSOR] helped."
    assert restore("[PEER], [PEER].", ledger, document="d1") == "Bob S., Bob."
    assert restore("[PEER], [PEER].", ledger, document="d2") == "Lou S., Lou."
    assert restore("[PEER], [PEER].", ledger) == "[PEER], [PEER]."


def test_a_text_that_fits_two_documents_is_refused_until_one_is_named() -> None:
    ledger = Ledger(seed=3)
    redacted = by_hand(NOTE, PEOPLE, ledger, "share", "d1")
    by_hand(NOTE.replace("Bob", "Lou"), PEOPLE, ledger, "share", "d2")
    with pytest.raises(LedgerError, match="Say which"):
        restore(redacted, ledger)

    assert restore(redacted, ledger, document="d2") == NOTE.replace("Bob", "Lou")
    with pytest.raises(LedgerError, match="no such document"):
        restore(redacted, Ledger(scope="document"), document="d3")
    with pytest.raises(TypeError, match="a text is a str"):
        restore(3, ledger)  # type: ignore[arg-type]


def test_a_document_that_was_redacted_twice_keeps_both_ways_back() -> None:
    ledger = Ledger(seed=3)
    first = by_hand(NOTE, PEOPLE, ledger, "share", "d1")
    second = by_hand(f"{NOTE} Later.", PEOPLE, ledger, "share", "d1")

    assert restore(first, ledger, document="d1") == NOTE
    assert restore(second, ledger, document="d1") == f"{NOTE} Later."


def test_stand_ins_inside_other_words_stay() -> None:
    ledger = Ledger(seed=3)
    new = ledger.surrogate("Gail", "PERSON")

    assert restore(f"{new}berg x{new} {new}", ledger) == f"{new}berg x{new} Gail"


def test_the_way_back_is_kept_only_when_it_is_asked_for_and_allowed() -> None:
    with pytest.raises(ValueError, match="needs a ledger"):
        Redactor(reversible=True)
    with pytest.raises(PolicyError, match="allows no way back"):
        Redactor("safe_harbor", ledger=Ledger(), reversible=True)
    with pytest.raises(ValueError, match="date_order"):
        Redactor(date_order="ymd")  # type: ignore[arg-type]


@pytest.mark.model
def test_without_asking_nothing_of_a_note_is_kept() -> None:
    ledger = Ledger()
    Redactor("share", ledger=ledger).redact(SOAP, document="d1")

    assert ledger.memory.documents == {}
    assert ledger.summary()["people"] == 0


@pytest.fixture(scope="module")
def research() -> tuple[Redactor, Ledger]:
    ledger = Ledger(seed=4)
    return Redactor(
        "research", ledger=ledger, known={"people": [{"name": "Prudence Vale", "aliases": ["Pru"]}]}
    ), ledger


@pytest.mark.model
def test_a_study_keeps_people_and_dates_together(research: tuple[Redactor, Ledger]) -> None:
    redactor, ledger = research
    notes = [
        Note("Sponsor Gail Hartman called on 3/14/2021.", subject="S1", document="d1"),
        Note("Sponsor Gail called on 3/21/2021.", subject="S1", document="d2"),
        Note(
            "Sponsor Gail Hartman called on 3/14/2021. Pru too, on the 20th.",
            subject="S2",
            document="d3",
            date=date(2021, 3, 14),
        ),
    ]
    one, two, three = (result.text for result in redactor.pipe(notes))
    name, day = one.removeprefix("Sponsor ").removesuffix(".").split(" called on ")

    assert two.startswith(f"Sponsor {name.split()[0]} called on ")
    assert f"{ledger.surrogate('Prudence', 'PERSON', 'Prudence Vale')} too, on the " in three
    assert name in three
    assert ledger.days("S1") != 0
    month, dom, year = map(int, day.split("/"))
    assert (date(year, month, dom) - date(2021, 3, 14)).days == ledger.days("S1")


@pytest.mark.model
def test_a_survey_enters_all_that_readers_need(tmp_path: Path) -> None:
    notes = [Note(SOAP, subject="S1", document="d1"), Note(TALK, subject="S2", document="d2")]
    with Ledger.create(tmp_path / "l", key=KEY) as ledger:
        redactor = Redactor("research", ledger=ledger)
        ledger.learn(redactor.survey(notes))
        assert "Marisol" not in repr(list(redactor.survey(notes)))
    texts = []
    for batch in (1, 64):
        with Ledger.open(tmp_path / "l", key=KEY, read_only=True) as reader:
            texts.append([r.text for r in Redactor("research", ledger=reader).pipe(notes, batch_size=batch)])
            with pytest.raises(LedgerError, match=r"ledger\.learn"):
                Redactor("research", ledger=reader).redact("Sponsor Prudence called.")

    assert texts[0] == texts[1]
    assert "Marisol" not in "".join(texts[0])


@pytest.mark.model
def test_a_note_that_shows_both_orders_of_a_date_is_flagged() -> None:
    redactor = Redactor("research")

    assert "day or month first" in [f.reason for f in redactor.redact("Seen 14/3/2021 and 3/4/2021.").flags]
    assert redactor.redact("Seen 3/14/2021 and 3/4/2021.").flags == ()


@pytest.mark.model
def test_a_linked_export_is_said_in_the_result(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "l", key=KEY, export="one").close()
    with pytest.warns(LedgerLinkWarning):
        ledger = Ledger.open(tmp_path / "l", key=KEY, export="two")
    with ledger:
        report = Redactor("research", ledger=ledger).redact("Sponsor Gail called.").report()

    assert report["provenance"]["export"] == "two"
    assert report["provenance"]["linked_exports"] is True


@pytest.mark.model
def test_the_one_call_takes_subject_and_document() -> None:
    ledger = Ledger(seed=2)
    text = redact("Sponsor Gail called.", subject="S1", document="d1", policy="research", ledger=ledger).text

    assert restore(text, ledger) == "Sponsor Gail called."
    with pytest.raises(TypeError, match="a note is a str"):
        redact(Note(3))  # type: ignore[arg-type]
    assert "Gail" not in repr(Note("Gail", subject="Gail"))


@pytest.mark.model
def test_the_commands_make_use_show_and_destroy_a_ledger(tmp_path: Path) -> None:
    ledger, key, new_key = tmp_path / "l", tmp_path / "key", tmp_path / "new"
    note, out, back = tmp_path / "n.txt", tmp_path / "o.txt", tmp_path / "b.txt"
    note.write_text("Sponsor Gail Hartman called on 3/14/2021.\n", "utf-8")
    with_key = ["--key-file", str(key)]

    def run(*words: str, code: int = 0) -> str:
        done = RUN.invoke(app, [str(word) for word in words])
        assert done.exit_code == code, done.output
        return done.output

    run("ledger", "create", str(ledger), *with_key)
    run("ledger", "create", str(ledger), *with_key, code=1)
    run("redact", str(note), "-o", str(out), "-l", str(ledger), *with_key, "--subject", "S1", "--reversible")
    assert "Gail" not in out.read_text()
    run("restore", str(out), "-l", str(ledger), *with_key, "-o", str(back))
    assert back.read_text() == note.read_text()
    run("restore", str(out), "-l", str(ledger), *with_key, "-o", str(out), code=1)
    run("redact", str(note), "-l", str(ledger), *with_key, "-p", "research", "--export", "a", "--subject", "S1")
    assert "2 exports" in run("redact", str(note), "-l", str(ledger), *with_key, "--export", "b").replace("\n", " ")
    assert "Gail" not in run("ledger", "show", str(ledger), *with_key)
    assert "Gail Hartman" in run("ledger", "show", str(ledger), *with_key, "--reveal")
    run("ledger", "rotate", str(ledger), *with_key, "--new-key-file", str(new_key))
    assert "does not open" in run("ledger", "show", str(ledger), *with_key, code=1).replace("\n", " ")
    assert "allows no way back" in run(
        "redact", str(note), "-l", str(ledger), "--key-file", str(new_key), "-p", "safe_harbor", "--reversible", code=1
    )
    run("redact", str(note), "-l", str(ledger), "--key-file", str(new_key))  # the failed run left no lock
    run("ledger", "destroy", str(ledger), "--key-file", str(new_key), "--yes")
    assert not ledger.exists()


def test_a_passphrase_comes_from_the_environment_or_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notesafe.ledger.ledger.SCRYPT_LOG_N", 10)
    ledger = tmp_path / "l"
    phrase = "a long enough phrase"
    Ledger.create(ledger, key=phrase, scrypt_log_n=10).close()

    assert RUN.invoke(app, ["ledger", "show", str(ledger)], env={"NOTESAFE_LEDGER_PASSPHRASE": phrase}).exit_code == 0
    assert RUN.invoke(app, ["ledger", "show", str(ledger)], input=f"{phrase}\n").exit_code == 0
    wrong = RUN.invoke(app, ["ledger", "show", str(ledger)], input="another long phrase\n")
    assert wrong.exit_code == 1
    assert phrase not in wrong.output
    assert RUN.invoke(app, ["ledger", "create", str(tmp_path / "m"), "--scope", "galaxy"]).exit_code == 1
