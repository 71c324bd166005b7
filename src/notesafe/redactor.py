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
from notesafe.decide import decide
from notesafe.detect import Detector, Found, load_pipeline
from notesafe.errors import NotesafeError, PackError, RedactionError, nearest
from notesafe.known import Known, load_known
from notesafe.ledger import Ledger
from notesafe.merge import merge_spans
from notesafe.packs import Pack, load_packs
from notesafe.policy import Policy, load_policy
from notesafe.redaction import Flag, Redaction
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
                result = self._attempt(view, spans)
            if isinstance(result, Exception) and on_error == "raise":
                raise result
            yield (result, context) if as_tuples else result

    def _attempt(self, view: View, found: Found) -> Redaction | NotesafeError:
        """Return the redaction, or the error that says why there is none; never the note."""
        try:
            return self._finish(view, found)
        except NotesafeError as error:
            return error
        except Exception as error:  # noqa: BLE001 - an error's text could quote the note
            failed = RedactionError(
                f"a note of {len(view.text):,} characters could not be redacted; nothing was returned. "
                f"Cause: {type(error).__name__}."
            )
            failed.__suppress_context__ = True
            return failed

    def _weighed(self, view: View, found: Found) -> list[Span]:
        return sorted(view.to_original(span) for span in weigh(view.normal, found.spans, found.words))

    def _finish(self, view: View, found: Found) -> Redaction:
        """Return the redaction: select, merge, decide, apply, verify."""
        text = view.text
        hide, review = self.policy.select(self._weighed(view, found))
        ledger = self._ledger if self._ledger is not None else Ledger()
        ledger.avoid(text.split())
        year = self._year if self._year is not None else date.today().year
        decisions = decide(text, merge_spans(hide), self.policy, ledger=ledger, year=year)
        output, done = apply_decisions(text, decisions)
        flags = [*verify(text, output, done), *_review_flags(review, done)]
        return Redaction(output, tuple(done), tuple(sorted(set(flags))), self._provenance)


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
