"""`Redactor`, and `redact()`: the only place that wires the rooms together."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from notesafe.apply import apply_decisions
from notesafe.dates import Order, find_note_date
from notesafe.decide import Decision, decide
from notesafe.detect import Detector, load_pipeline, protected_words
from notesafe.errors import NotesafeError, PackError, PolicyError, RedactionError, nearest
from notesafe.flags import date_flags, review_flags
from notesafe.known import Known, load_known
from notesafe.ledger import Asks, Ledger, Memory
from notesafe.merge import merge_spans
from notesafe.note import Note, as_note, checked
from notesafe.notice import notice_flags, outside_notice
from notesafe.packs import Pack, load_packs
from notesafe.policy import Policy, load_policy
from notesafe.redaction import Redaction
from notesafe.spans import Span
from notesafe.text import View, normalise
from notesafe.verify import verify
from notesafe.weigh import weigh

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
        chosen = _choose_packs(packs, enable)
        self._protected = protected_words(chosen)
        people = load_known(known)
        self._detector = Detector(load_pipeline(nlp), chosen, people, unknown_tokens=self.policy.hides_unknown)
        self._names = {-1 - number: person.name for number, person in enumerate(people.people)}
        self._real = [name for person in people.people for name in (person.name, *person.aliases)]
        self._ledger = ledger
        if ledger is not None:
            ledger.reserve(self._real)
        self._reversible = reversible
        self._order = date_order
        self._year = year
        self._provenance = {
            "notesafe": version("notesafe"),
            "policy": self.policy.name,
            "policy_sha256": self.policy.digest,
            "model": self._detector.pipeline.name,
            "packs": len(chosen),
            "not_promised": self.policy.not_promised,
        }

    def __repr__(self) -> str:
        return f"Redactor(policy={self.policy.name!r}, model={self._detector.pipeline.name!r})"

    def with_ledger(self, ledger: Ledger) -> Redactor:
        """Return a redactor that asks *ledger*; the model and the rules are shared, not loaded again."""
        other = copy(self)
        other._ledger = ledger
        ledger.reserve(self._real)
        return other

    def redact(self, text: str | Note, *, subject: str | None = None, document: str | None = None) -> Redaction:
        """
        Return the note without what the policy hides.

        Args:
            text: A note, as a string or a `Note`.
            subject: Whose note it is; all dates of a subject move alike.
            document: Which note it is.

        Raises:
            TypeError: *text* is neither.
            RedactionError: It could not be done with certainty; nothing is returned.
            LedgerError: The ledger is open for reading and does not know someone in the note.
        """
        if subject is not None or document is not None:
            text = Note(checked(text), subject=subject, document=document)
        result: Redaction = next(iter(self.pipe([text])))
        return result

    def detect(self, text: str) -> list[Span]:
        """
        Return every span found in *text*, weighed, before the policy chooses; overlaps included.

        Offsets are those of *text*.
        """
        view = normalise(checked(text))
        found = next(self._detector.detect([view.normal]))
        if isinstance(found, RedactionError):
            raise found
        return self._weighed(view, found)

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
        for (note, context), result in self._each(texts, self._finish, as_tuples, batch_size, n_process, on_error):
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
        finish: Callable[[Note, View, list[Span]], Any],
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
                result = _attempt(finish, note, view, [*spans, *_marks(note, view)])
            if isinstance(result, Exception) and on_error == "raise":
                raise result
            yield (note, context), result

    def _weighed(self, view: View, spans: list[Span]) -> list[Span]:
        return sorted(
            view.to_original(span)
            for span in weigh(view.normal, spans, self._protected, asked=self._detector.pipeline.own)
        )

    def _finish(self, note: Note, view: View, candidates: list[Span]) -> Redaction:
        """Return the redaction: select, merge, decide, apply, verify."""
        text = view.text
        ledger = self._ledger if self._ledger is not None else self._fresh_ledger()
        ledger.avoid(text.split())
        if self._reversible and note.document is None:
            note = replace(note, document=secrets.token_hex(8))
        spans, review, kept = self._chosen(note, view, candidates)
        decisions = self._decided(note, spans, ledger.at(subject=note.subject, document=note.document))
        output, done = apply_decisions(text, decisions)
        flags = {*verify(text, output, done), *review_flags(review, done), *date_flags(text, done, self._order)}
        flags |= set() if self.policy.hides_status else set(notice_flags(output))
        told = self._provenance
        if self._ledger is not None:
            told = {**told, "export": ledger.export, "linked_exports": ledger.linked}
        if self._reversible:
            told = {**told, "document": note.document}
            pieces = [(s.new_start, output[s.new_start : s.new_end], text[s.start : s.end]) for s in done]
            ledger.remember(str(note.document), output, pieces)
        return Redaction(output, tuple(done), tuple(sorted(flags)), told, tuple(kept))

    def _asks(self, note: Note, view: View, candidates: list[Span]) -> Asks:
        """Return what the note asks of a ledger."""
        asks = Asks(note.subject or "", note.document or "")
        apply_decisions(view.text, self._decided(note, self._chosen(note, view, candidates)[0], asks))
        return asks

    def _chosen(self, note: Note, view: View, candidates: list[Span]) -> tuple[list[Span], list[Span], list[Span]]:
        """Return the disjoint spans to hide, those a person should look at, and those the policy keeps."""
        found = self._weighed(view, candidates)
        sure = {(span.start, span.end, span.entity_type) for span in found if span.score >= 1}
        found += [m.but(score=0.99) for m in note.marks if (m.start, m.end, m.entity_type) not in sure]
        hide, review = self.policy.select(found)
        kept = [s for s in found if s.score >= self.policy.threshold and self.policy.keeps(s)]
        return outside_notice(view.text, merge_spans(hide)), review, kept

    def _decided(self, note: Note, spans: list[Span], memory: Memory) -> list[Decision]:
        dates = ((s.start, s.end) for s in spans if s.entity_type == "DATE_TIME" and s.kind is None)
        return decide(
            note.text,
            spans,
            self.policy,
            ledger=memory,
            codes=self._ledger is not None or isinstance(memory, Asks),
            names=self._names,
            year=self._year if self._year is not None else date.today().year,
            anchor=note.date or find_note_date(note.text, dates, self._order),
            order=self._order,
        )

    def _fresh_ledger(self) -> Ledger:
        ledger = Ledger()
        ledger.avoid(self._real)
        return ledger


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


def _choose_packs(packs: str | Path | Sequence[Pack] | None, enable: Iterable[str]) -> list[Pack]:
    """Return the packs that are on, those of the caller last."""
    own = load_packs()
    wanted = set(enable)
    unknown = sorted(wanted - {pack.name for pack in own})
    if unknown:
        raise PackError(f"there is no pack '{unknown[0]}'.{nearest(unknown[0], (pack.name for pack in own))}")
    more = load_packs(packs) if isinstance(packs, str | Path) else list(packs or ())
    return [pack for pack in own if pack.info.default or pack.name in wanted] + more


def _attempt(finish: Callable[[Note, View, list[Span]], Any], note: Note, view: View, spans: list[Span]) -> Any:
    """Return what *finish* returns, or the error that says why there is nothing; never the note."""
    try:
        return finish(note, view, spans)
    except NotesafeError as error:
        return error
    except Exception as error:  # noqa: BLE001 - an error's text could quote the note
        failed = RedactionError(
            f"a note of {len(view.text):,} characters could not be redacted; nothing was returned. "
            f"Cause: {type(error).__name__}."
        )
        failed.__suppress_context__ = True
        return failed


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
