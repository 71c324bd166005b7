"""`Redactor`, and `redact()`: the only place that wires the rooms together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from notesafe.dates import Order
from notesafe.detect import Detector, Found, load_pipeline
from notesafe.errors import NotesafeError, PolicyError, RedactionError
from notesafe.explain import Explanation, Record, explain
from notesafe.finish import Chosen, Finish, Made, attempt
from notesafe.known import Known, load_known
from notesafe.ledger import Asks, Ledger
from notesafe.merge import merge_spans
from notesafe.note import Note, as_note, checked
from notesafe.notice import outside_notice
from notesafe.packs import Pack, choose_packs
from notesafe.policy import Policy, load_policy
from notesafe.redaction import Redaction
from notesafe.spans import Span
from notesafe.sweep import sweep
from notesafe.text import View, normalise
from notesafe.weigh import Note as WeighedNote
from notesafe.weigh import Watch, weigh_series

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Redactor", "redact"]


class Redactor:
    """
    Redacts notes under one policy. Build it once, use it for many notes.

    Args:
        policy: A profile name (`share`, `supervision`, `part2`, `safe_harbor`, `limited_data_set`, `research`,
            `strict`), the path of a policy file, or a `Policy`.
        known: People (with role and aliases), places and facilities the caller knows: a `Known`, a mapping, or a file.
        nlp: A loaded spaCy pipeline, the name of an installed one, or a folder; by default the one that ships.
        packs: More recognizer packs, beside those that ship: a folder, or packs already loaded.
        enable: Names of packs that are off by default, such as `substance_slang_dea`.
        ledger: The memory of stand-ins and date offsets; by default a fresh one for each note.
        reversible: Keep the way back of each note in *ledger*, for `notesafe.restore`. Never the default.
        date_order: Which number comes first in 3/4/21: `mdy` or `dmy`.
        year: The reference year for ages and dates without a year; by default this year.

    Raises:
        PolicyError, KnownError, PackError, ModelError: What was passed cannot be used.
        ValueError: *reversible* without a ledger, or no such *date_order*.

    Safe to share between threads: nothing in it changes after it is built, but for a *ledger* that is passed in.
    """

    def __init__(
        self,
        policy: str | Path | Policy = "share",
        *,
        known: Known | Mapping[str, Any] | str | Path | None = None,
        nlp: Language | str | Path | None = None,
        packs: str | Path | Sequence[Pack] | None = None,
        enable: Iterable[str] = (),
        ledger: Ledger | None = None,
        reversible: bool = False,
        date_order: Order = "mdy",
        year: int | None = None,
    ) -> None:
        self.policy = load_policy(policy)
        _check_options(self.policy, ledger, reversible, date_order)
        enable = tuple(enable)
        chosen = choose_packs(packs, enable)
        people = load_known(known)
        self._detector = Detector(load_pipeline(nlp), chosen, people, unknown_tokens=self.policy.hides_unknown)
        real = [name for person in people.people for name in (person.name, *person.aliases)]
        if ledger is not None:
            ledger.reserve(real)
        provenance = {
            "notesafe": version("notesafe"),
            **self.policy.provenance,
            **self._detector.pipeline.provenance,
            "packs": len(chosen),
            "enabled": sorted(enable),
            "date_order": date_order,
        }
        self._finish = Finish(
            self.policy,
            provenance,
            ledger=ledger,
            reversible=reversible,
            names={-1 - number: person.name for number, person in enumerate(people.people)},
            real=real,
            order=date_order,
            year=year,
        )

    def __repr__(self) -> str:
        return f"Redactor(policy={self.policy.name!r}, model={self._detector.pipeline.name!r})"

    def with_ledger(self, ledger: Ledger) -> Redactor:
        """Return a redactor that asks *ledger*; the model and the rules are shared, not loaded again."""
        ledger.reserve(self._finish.real)
        other = copy(self)
        other._finish = replace(self._finish, ledger=ledger)
        return other

    def redact(self, text: str | Note, *, subject: str | None = None, document: str | None = None) -> Redaction:
        """
        Return the note without what the policy hides.

        Args:
            text: A note, as a string or a `Note`.
            subject: Whose note it is; all dates of a subject move alike. Goes before that of a `Note`.
            document: Which note it is, likewise.

        Raises:
            TypeError: *text* is neither.
            RedactionError: It could not be done with certainty; nothing is returned.
            LedgerError: The ledger is open for reading and does not know someone in the note.
        """
        if subject is not None or document is not None:
            note = as_note(text)
            text = replace(note, subject=subject or note.subject, document=document or note.document)
        result: Redaction = next(iter(self.pipe([text])))
        return result

    def detect(self, text: str) -> list[Span]:
        """
        Return every span found in *text*, weighed, before the policy chooses; overlaps included.

        Offsets are those of *text*.
        """
        view = normalise(checked(text))
        return self._weighed([Note(text)], [view], [self._found(view)])[0]

    def explain(self, text: str) -> list[Explanation]:
        """
        Return for every stretch that any finder proposed what spoke for it, what weighing did, and what became of it.

        What stayed is in it too. Offsets are those of *text*; no word of the note is in it.

        Raises:
            TypeError: *text* is not a string.
            RedactionError: A finder failed.
        """
        view = normalise(checked(text))
        found = self._found(view)
        record = Record()
        weighed = self._weighed([Note(text)], [view], [found], watch=record)
        (chosen,) = self._chosen([view], weighed)
        return explain(view, found.spans, record.steps, weighed[0], chosen.hidden, self.policy)

    def redact_series(self, texts: Iterable[str | Note]) -> list[Redaction]:
        """
        Return the redaction of each of several notes that belong together, such as one client's.

        A sure mention in one marks every mention in all; the same person keeps one
        tag number and one role in all. What is hidden does not depend on the
        order of the notes; the numbers of the tags run through them in order.

        Args:
            texts: The notes, as strings or `Note`. All are held in memory.

        Raises:
            TypeError: One is neither.
            RedactionError: One could not be redacted with certainty; nothing is returned for any.
        """
        notes = [as_note(text) for text in texts]
        views = [normalise(note.text) for note in notes]
        every: list[Found] = []
        for found in self._detector.detect(view.normal for view in views):
            if isinstance(found, RedactionError):
                raise found
            every.append(found)
        result = attempt(self._redactions, notes, views, every)
        if isinstance(result, NotesafeError):
            raise result
        done: list[Redaction] = result
        return done

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        batch_size: int = 64,
        n_process: int = 1,
        on_error: Literal["raise", "return"] = "raise",
    ) -> Iterator[Any]:
        """
        Yield a `Redaction` for each text, in order, while reading: nothing is collected.

        Args:
            texts: Any iterable of strings or of `Note`, which says subject and document; or with *as_tuples* of
                `(text, context)` pairs.
            as_tuples: Yield `(redaction, context)` pairs.
            batch_size: Notes the model reads at once. Does not change the result.
            n_process: Processes for the spaCy part.
            on_error: `return` puts the error in the place of a note that failed, and goes on.

        Raises:
            TypeError, RedactionError: A note is not a string or could not be redacted.
        """
        for (note, context), result in self._each(texts, self._redactions, as_tuples, batch_size, n_process, on_error):
            del note
            yield (result, context) if as_tuples else result

    def survey(self, texts: Iterable[str | Note], *, batch_size: int = 64, n_process: int = 1) -> Iterator[Asks]:
        """
        Yield what each note will ask of a ledger: the first of two passes for workers that open it read-only.

        `ledger.learn(redactor.survey(notes))` enters all names of a study before the
        first stand-in is drawn; afterwards any number of processes agree.

        Raises:
            TypeError, RedactionError: As for `pipe`.
        """
        for _, asks in self._each(texts, self._asks, False, batch_size, n_process, "raise"):
            yield asks

    def _each(
        self,
        texts: Iterable[Any],
        finish: Made,
        as_tuples: bool,
        batch_size: int,
        n_process: int,
        on_error: str,
    ) -> Iterator[tuple[tuple[Note, Any], Any]]:
        """Yield each note with its context, and what *finish* makes of it or the error that stopped it."""
        pairs = iter(texts) if as_tuples else ((text, None) for text in texts)
        ours, theirs = tee(_read(text, context, on_error) for text, context in pairs)
        normals = (view.normal if isinstance(view, View) else "" for _, view, _ in theirs)
        found = self._detector.detect(normals, batch_size=batch_size, n_process=n_process)
        for (note, view, context), spans in zip(ours, found, strict=True):
            result: Any
            if not isinstance(view, View):
                result = view
            elif isinstance(spans, Exception):
                result = spans
            else:
                made = attempt(finish, [note], [view], [spans])
                result = made if isinstance(made, NotesafeError) else made[0]
            if isinstance(result, Exception) and on_error == "raise":
                raise result
            yield (note, context), result

    def _found(self, view: View) -> Found:
        found = next(self._detector.detect([view.normal]))
        if isinstance(found, RedactionError):
            raise found
        return found

    def _weighed(
        self, notes: Sequence[Note], views: Sequence[View], founds: Sequence[Found], watch: Watch | None = None
    ) -> list[list[Span]]:
        """Return the weighed spans of each note and what the caller marked, with the offsets of the caller's text."""
        seen = [WeighedNote(v.normal, found.words, found.asked) for v, found in zip(views, founds, strict=True)]
        marks = [_marks(note, view) for note, view in zip(notes, views, strict=True)]
        spans = [[*found.spans, *marked] for found, marked in zip(founds, marks, strict=True)]
        weighed = weigh_series(seen, spans, watch=watch)
        out = []
        for note, view, found in zip(notes, views, weighed, strict=True):
            told = sorted(map(view.to_original, found), key=Span.order)
            sure = {(span.start, span.end, span.entity_type) for span in told if span.score >= 1}
            told += [m.but(score=0.99) for m in note.marks if (m.start, m.end, m.entity_type) not in sure]
            out.append(told)
        return out

    def _chosen(self, views: Sequence[View], weighed: Sequence[list[Span]]) -> list[Chosen]:
        """Return what goes from each note, what a person should look at, and what the policy keeps."""
        chosen = [self.policy.select(spans) for spans in weighed]
        hidden = sweep(views, [merge_spans(hide) for hide, _ in chosen])
        return [
            Chosen(
                outside_notice(view.text, spans),
                review,
                [s for s in found if s.score >= self.policy.threshold and self.policy.keeps(s)],
            )
            for view, spans, found, (_, review) in zip(views, hidden, weighed, chosen, strict=True)
        ]

    def _redactions(self, notes: Sequence[Note], views: Sequence[View], founds: Sequence[Found]) -> list[Redaction]:
        """Return the redactions of a series."""
        return self._finish.redactions(notes, self._chosen(views, self._weighed(notes, views, founds)))

    def _asks(self, notes: Sequence[Note], views: Sequence[View], founds: Sequence[Found]) -> list[Asks]:
        """Return what each note of a series asks of a ledger."""
        chosen = self._chosen(views, self._weighed(notes, views, founds))
        return self._finish.asks(notes, [each.hidden for each in chosen])


def redact(text: str | Note, *, subject: str | None = None, document: str | None = None, **options: Any) -> Redaction:
    """
    Return *text* without the people, places, dates and substances in it.

    Args:
        text: A note, as a string or a `Note`.
        subject: Whose note it is, for a ledger.
        document: Which note it is, for a ledger.
        **options: As for `Redactor`: `policy`, `known`, `nlp`, `ledger` …

    Raises:
        TypeError: *text* is neither.
        NotesafeError: See `notesafe.errors`; nothing is returned.

        >>> redact("Gail, my sponsor, called about 90 days clean.").text
        '[SPONSOR], my sponsor, called about 90 days clean.'
    """
    as_note(text)
    return (Redactor(**options) if options else _default()).redact(text, subject=subject, document=document)


@lru_cache(maxsize=1)
def _default() -> Redactor:
    return Redactor()


def _check_options(policy: Policy, ledger: Ledger | None, reversible: bool, order: Order) -> None:
    if order not in get_args(Order):
        raise ValueError(f"date_order is one of {', '.join(get_args(Order))}; got '{order}'")
    if reversible and ledger is None:
        raise ValueError("reversible=True needs a ledger to keep the way back in")
    if reversible and not policy.reversible:
        raise PolicyError(
            f"policy '{policy.name}' allows no way back. Use another, or a policy file that extends it with 'reversible: true'."
        )


def _read(text: object, context: Any, on_error: str) -> tuple[Note, View | TypeError, Any]:
    """Return the note and its view, or the error that it is none."""
    try:
        note = as_note(text)
        return note, normalise(note.text), context
    except TypeError as error:
        if on_error == "raise":
            raise
        return Note(""), error, context


def _marks(note: Note, view: View) -> list[Span]:
    """Return what the caller marked, where it stands in the normalised note."""
    bounds = [(mark, view.normal_bounds(mark.start, mark.end)) for mark in note.marks]
    return [mark.but(start=start, end=end) for mark, (start, end) in bounds if start < end]
