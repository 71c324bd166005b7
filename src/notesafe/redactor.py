"""`Redactor`, and `redact()`: the only place that wires the rooms together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from notesafe.apply import apply_decisions
from notesafe.decide import decide_series
from notesafe.detect import Detector, load_pipeline, protected_words
from notesafe.errors import NotesafeError, PackError, RedactionError, nearest
from notesafe.explain import Explanation, Record, explain
from notesafe.known import Known, load_known
from notesafe.ledger import Ledger
from notesafe.merge import merge_spans
from notesafe.packs import Pack, load_packs
from notesafe.policy import Policy, load_policy
from notesafe.redaction import Flag, Redaction
from notesafe.spans import Span
from notesafe.sweep import sweep
from notesafe.text import View, normalise
from notesafe.verify import removed_stretches, verify
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
        year: The reference year for ages and dates without a year; by default this year.

    Raises:
        PolicyError, KnownError, PackError, ModelError: What was passed cannot be used.

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
        year: int | None = None,
    ) -> None:
        self.policy = load_policy(policy)
        chosen = _choose_packs(packs, enable)
        self._protected = protected_words(chosen)
        self._detector = Detector(
            load_pipeline(nlp), chosen, load_known(known), unknown_tokens=self.policy.hides_unknown
        )
        self._ledger = ledger
        self._year = year
        self._provenance = {
            "notesafe": version("notesafe"),
            "policy": self.policy.name,
            "policy_sha256": _digest(self.policy),
            "model": self._detector.pipeline.name,
            "packs": len(chosen),
            "not_promised": self.policy.not_promised,
        }

    def __repr__(self) -> str:
        return f"Redactor(policy={self.policy.name!r}, model={self._detector.pipeline.name!r})"

    def redact(self, text: str) -> Redaction:
        """
        Return the note without what the policy hides.

        Raises:
            TypeError: *text* is not a string.
            RedactionError: It could not be done with certainty; nothing is returned.
        """
        result: Redaction = next(iter(self.pipe([text])))
        return result

    def detect(self, text: str) -> list[Span]:
        """
        Return every span found in *text*, weighed, before the policy chooses; overlaps included.

        Offsets are those of *text*.
        """
        view = normalise(_checked(text))
        return self._weighed([view], [self._candidates(view)])[0]

    def explain(self, text: str) -> list[Explanation]:
        """
        Return for every stretch that any finder proposed what spoke for it, what weighing did, and what became of it.

        What stayed is in it too. Offsets are those of *text*; no word of the note is in it.

        Raises:
            TypeError: *text* is not a string.
            RedactionError: A finder failed.
        """
        view = normalise(_checked(text))
        found = self._candidates(view)
        record = Record()
        weighed = self._weighed([view], [found], watch=record)
        (hidden,), _ = self._chosen([view], weighed)
        return explain(view, found, record.steps, weighed[0], hidden, self.policy)

    def redact_series(self, texts: Iterable[str]) -> list[Redaction]:
        """
        Return the redaction of each of several notes that belong together, such as one client's.

        A sure mention in one marks every mention in all; the same person keeps one
        tag number and one role in all. What is hidden does not depend on the
        order of the notes; the numbers of the tags run through them in order.

        Args:
            texts: The notes. All are held in memory.

        Raises:
            TypeError: One is not a string.
            RedactionError: One could not be redacted with certainty; nothing is returned for any.
        """
        views = [normalise(_checked(text)) for text in texts]
        candidates: list[list[Span]] = []
        for found in self._detector.detect(view.normal for view in views):
            if isinstance(found, RedactionError):
                raise found
            candidates.append(found)
        result = self._attempt(views, candidates)
        if isinstance(result, NotesafeError):
            raise result
        return result

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
            texts: Any iterable of strings, or with *as_tuples* of `(text, context)` pairs.
            as_tuples: Yield `(redaction, context)` pairs.
            batch_size: Notes the model reads at once. Does not change the result.
            n_process: Processes for the spaCy part.
            on_error: `return` puts the error in the place of a note that failed, and goes on.

        Raises:
            TypeError, RedactionError: A note is not a string or could not be redacted.
        """
        pairs = iter(texts) if as_tuples else ((text, None) for text in texts)
        ours, theirs = tee(_read(text, context, on_error) for text, context in pairs)
        normals = (view.normal if isinstance(view, View) else "" for view, _ in theirs)
        found = self._detector.detect(normals, batch_size=batch_size, n_process=n_process)
        for (view, context), spans in zip(ours, found, strict=True):
            result: Redaction | Exception
            if not isinstance(view, View):
                result = view
            elif isinstance(spans, Exception):
                result = spans
            else:
                done = self._attempt([view], [spans])
                result = done if isinstance(done, NotesafeError) else done[0]
            if isinstance(result, Exception) and on_error == "raise":
                raise result
            yield (result, context) if as_tuples else result

    def _candidates(self, view: View) -> list[Span]:
        found = next(self._detector.detect([view.normal]))
        if isinstance(found, RedactionError):
            raise found
        return found

    def _attempt(self, views: Sequence[View], candidates: Sequence[list[Span]]) -> list[Redaction] | NotesafeError:
        """Return the redactions, or the error that says why there are none; never the note."""
        try:
            return self._finish(views, candidates)
        except NotesafeError as error:
            return error
        except Exception as error:  # noqa: BLE001 - an error's text could quote the note
            what = "a note" if len(views) == 1 else f"a series of {len(views):,} notes"
            failed = RedactionError(
                f"{what} of {sum(len(view.text) for view in views):,} characters could not be redacted; "
                f"nothing was returned. Cause: {type(error).__name__}."
            )
            failed.__suppress_context__ = True
            return failed

    def _weighed(
        self, views: Sequence[View], spans: Sequence[list[Span]], watch: Watch | None = None
    ) -> list[list[Span]]:
        """Return the weighed spans of each note, sorted, with the offsets of the caller's text."""
        weighed = weigh_series(
            [view.normal for view in views],
            spans,
            self._protected,
            asked=self._detector.pipeline.own,
            watch=watch,
        )
        return [sorted(map(view.to_original, found)) for view, found in zip(views, weighed, strict=True)]

    def _chosen(
        self, views: Sequence[View], weighed: Sequence[list[Span]]
    ) -> tuple[list[list[Span]], list[list[Span]]]:
        """Return what goes from each note, disjoint and sorted, and what a person should look at."""
        chosen = [self.policy.select(spans) for spans in weighed]
        return sweep(views, [merge_spans(hide) for hide, _ in chosen]), [review for _, review in chosen]

    def _finish(self, views: Sequence[View], candidates: Sequence[list[Span]]) -> list[Redaction]:
        """Return the redactions: select, merge, decide, apply, verify."""
        hidden, reviews = self._chosen(views, self._weighed(views, candidates))
        ledger = self._ledger if self._ledger is not None else Ledger()
        for view in views:
            ledger.avoid(view.text.split())
        year = self._year if self._year is not None else date.today().year
        texts = [view.text for view in views]
        decisions = decide_series(list(zip(texts, hidden, strict=True)), self.policy, ledger=ledger, year=year)
        applied = [apply_decisions(text, made) for text, made in zip(texts, decisions, strict=True)]
        removed = [removed_stretches(text, done) for text, (_, done) in zip(texts, applied, strict=True)]
        everything = frozenset().union(*removed)
        results = []
        for text, (output, done), review in zip(texts, applied, reviews, strict=True):
            flags = [*verify(text, output, done, also=everything), *_review_flags(review, done)]
            results.append(Redaction(output, tuple(done), tuple(sorted(set(flags))), self._provenance))
        return results


def redact(text: str, **options: Any) -> Redaction:
    """
    Return *text* without the people, places, dates and substances in it.

    Args:
        text: A note.
        **options: As for `Redactor`: `policy`, `known`, `nlp` …

    Raises:
        TypeError: *text* is not a string.
        NotesafeError: See `notesafe.errors`; nothing is returned.

        >>> redact("Gail, my sponsor, called about 90 days clean.").text
        '[SPONSOR], my sponsor, called about 90 days clean.'
    """
    _checked(text)
    return (Redactor(**options) if options else _default()).redact(text)


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


def _review_flags(review: Iterable[Span], done: Sequence[Any]) -> Iterator[Flag]:
    """Yield what the policy wants looked at, with its place in the redacted text."""
    for span in review:
        shift = 0
        inside = None
        for change in done:
            if change.start < span.end and span.start < change.end:
                inside = change
                break
            if change.end <= span.start:
                shift = change.new_end - change.end
        if inside is not None:
            yield Flag(inside.new_start, inside.new_end, span.entity_type)
        else:
            yield Flag(span.start + shift, span.end + shift, span.entity_type)


def _checked(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"a note is a str; got {type(text).__name__}")
    return text


def _read(text: object, context: Any, on_error: str) -> tuple[View | TypeError, Any]:
    """Return the view of a note, or the error that it is none."""
    try:
        return normalise(_checked(text)), context
    except TypeError as error:
        if on_error == "raise":
            raise
        return error, context


def _digest(policy: Policy) -> str:
    return hashlib.sha256(json.dumps(policy.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()
