"""`Ledger`: who is who across a study, in memory or in an encrypted file."""

from __future__ import annotations

import hashlib
import random
import secrets
import threading
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self, get_args

from notesafe.errors import LedgerError
from notesafe.ledger.asks import Ask
from notesafe.ledger.keys import Key
from notesafe.ledger.memory import LOOSE, Answers
from notesafe.ledger.place import Place
from notesafe.ledger.sealed import SCRYPT_LOG_N
from notesafe.ledger.state import Document, Scope, State, room_key
from notesafe.ledger.store import Store

__all__ = ["Ledger", "LedgerLinkWarning"]


class LedgerLinkWarning(UserWarning):
    """Two exports share one ledger, so whoever has both can join them person by person."""


class Ledger:
    """
    Draws stand-ins and date offsets at random and remembers them.

    Nothing is computed from the person's data (45 CFR 164.514(c)). As built here
    it lives in memory only: drop it and the way back is gone. `Ledger.create`
    and `Ledger.open` keep one in an encrypted file.

    Args:
        seed: For tests and demonstrations only; by default the operating system's randomness.
        scope: How far a stand-in reaches: `document`, `subject` or `study`.

    Safe to share between threads.
    """

    def __init__(self, *, seed: int | None = None, scope: Scope = "study") -> None:
        if scope not in get_args(Scope):
            raise ValueError(f"scope is one of {', '.join(get_args(Scope))}; got '{scope}'")
        self._chance: random.Random = secrets.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311
        self._answers = Answers(State(scope=scope), self._chance, frozen=False)
        self._guard = threading.RLock()
        self._store: Store | None = None
        self._domain = ""
        self._closed = False
        self._dirty = False
        self.export = ""
        """The label of the export this ledger is open for."""

    @classmethod
    def create(
        cls, path: str | Path, *, key: Key, scope: Scope = "study", scrypt_log_n: int = SCRYPT_LOG_N, **options: Any
    ) -> Ledger:
        """
        Write a new, empty ledger and return it, open for writing.

        Args:
            path: Where; nothing may be there.
            key: A passphrase, 32 bytes, the `Path` of a key file, or a `Keyring`.
            scope: How far a stand-in reaches.
            scrypt_log_n: log2 of the cost of trying a passphrase; lower it only in tests.
            **options: As for `open`: `export`, `domain`.

        Raises:
            LedgerError: There is a file, or it cannot be written.
        """
        Store.create(path, key, State(scope=cls(scope=scope).scope), log_n=scrypt_log_n)
        return cls.open(path, key=key, **options)

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        key: Key,
        read_only: bool = False,
        export: str = "",
        domain: str = "",
        timeout: float = 0,
    ) -> Ledger:
        """
        Return the ledger in *path*.

        Args:
            path: A file that `create` wrote.
            key: As for `create`.
            read_only: For workers: any number at once, also beside a writer. What it does not know raises.
            export: What this run's output is for, such as `irb-2026`. A second label in one domain warns.
            domain: A part of the ledger with stand-ins and offsets of its own, so that two exports cannot be joined.
            timeout: Seconds to wait for another writer.

        Raises:
            LedgerError: Another key, changed, cut short, missing, or another writer has it.

        Warns:
            LedgerLinkWarning: This domain was exported under another label.
        """
        store, state = Store.open(path, key, read_only=read_only, timeout=timeout)
        ledger = cls(scope=state.scope)
        ledger._answers = Answers(state, ledger._chance, frozen=read_only)
        ledger._store, ledger._domain = store, domain
        try:
            ledger._enter_export(export)
        except BaseException:
            store.close()
            raise
        return ledger

    def __repr__(self) -> str:
        counts = self.summary()
        return f"Ledger({counts['people']} people, {counts['things']} things, {counts['subjects']} subjects)"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> Any:
        raise TypeError("a ledger cannot be pickled; open it read-only in each worker")

    @property
    def scope(self) -> Scope:
        """How far a stand-in reaches."""
        return self._answers.state.scope

    @property
    def domain(self) -> str:
        """The part of the ledger that is in use."""
        return self._domain

    @property
    def memory(self) -> State:
        """What is remembered: originals included. For `restore` and `notesafe ledger show --reveal`."""
        self._usable()
        return self._answers.state

    @property
    def dirty(self) -> bool:
        """Whether there is something that `save` has to write."""
        return self._store is not None and not self._store.read_only and (self._dirty or self._answers.changed)

    @property
    def linked(self) -> bool:
        """Whether this domain was exported under more than one label."""
        return len(self._answers.state.exports.get(self._domain, ())) > 1

    def at(self, *, subject: str | None = None, document: str | None = None) -> Place:
        """Return this ledger as one document of one subject sees it; in scope `document` one without an id stands alone."""
        if document is None and self.scope == "document":
            return Place(self, subject, None, LOOSE + secrets.token_hex(8))
        return Place(self, subject, document)

    def avoid(self, words: Iterable[str]) -> None:
        """Never draw a name that is among *words*, the words of the note; they are not written down."""
        with self._guard:
            self._answers.avoid(words)

    def reserve(self, names: Iterable[str]) -> None:
        """Never draw a name that is among *names*, the real people of the study."""
        with self._guard:
            self._answers.reserve(names)

    def surrogate(
        self,
        text: str,
        entity_type: str,
        whole: str | None = None,
        *,
        subject: str | None = None,
        document: str | None = None,
        room: str | None = None,
    ) -> str | None:
        """
        Return the stand-in for *text*, or None for a type that has none.

        Args:
            text: What stands in the note.
            entity_type: What it is.
            whole: The fullest form of the same person's name in the note, so that `Mari` and `Marisol` agree.
            subject: Whose note it is.
            document: Which note it is.
            room: For `Place`: the room to ask, if it is one that no document has.

        Raises:
            LedgerError: Open for reading, and it is not known.
        """
        with self._guard:
            self._usable()
            return self._answers.surrogate(room or self._room(subject, document), text, entity_type, whole or text)

    def number(
        self, text: str, label: str, *, subject: str | None = None, document: str | None = None, room: str | None = None
    ) -> int:
        """Return the number of *text* among those with the same *label*, as in `[HOME_GROUP_17]`."""
        with self._guard:
            self._usable()
            return self._answers.number(room or self._room(subject, document), text, label)

    def days(self, subject: str = "") -> int:
        """
        Return the days by which all dates of *subject* move: a whole number of weeks, 35-364 days, either way.

        Whole weeks keep every weekday right.
        """
        with self._guard:
            self._usable()
            return self._answers.days(room_key(self._domain, "subject", subject))

    def learn(self, asks: Iterable[Iterable[Ask]]) -> None:
        """
        Enter all that the notes of a study ask, so that workers can open the ledger read-only.

        All real names are entered before the first is drawn, so that none of them
        becomes a stand-in. The order of *asks* does not matter, except to chance.

        Args:
            asks: What `Redactor.survey` yields.
        """
        every = {ask for note in asks for ask in note}
        self.reserve(name for ask in every if ask.entity_type == "PERSON" for name in (ask.whole, ask.text))
        for ask in sorted(every, key=lambda a: (a.subject, a.document, a.entity_type, -len(a.whole), a.whole, a.text)):
            place = self.at(subject=ask.subject or None, document=ask.document or None)
            if ask.entity_type == "days":
                place.days()
            elif ask.entity_type.startswith("number "):
                place.number(ask.text, ask.entity_type.removeprefix("number "))
            else:
                place.surrogate(ask.text, ask.entity_type, ask.whole)

    def remember(self, document: str, redacted: str, pieces: Sequence[tuple[int, str, str]]) -> None:
        """
        Keep the way back for one document: its originals, by place in the redacted text.

        Raises:
            LedgerError: The ledger is open for reading.
        """
        with self._guard:
            self._usable()
            if self._store is not None and self._store.read_only:
                raise LedgerError("a reversible run writes the ledger; open it without read_only.")
            entry = Document(hashlib.sha256(redacted.encode("utf-8", "surrogatepass")).hexdigest(), list(pieces))
            entries = self._answers.state.documents.setdefault(document, [])
            if entry in entries:
                entries.remove(entry)
            entries.append(entry)
            self._dirty = True

    def summary(self) -> dict[str, Any]:
        """Return counts only: people, things, subjects, documents, exports, clashes; no name."""
        state = self._answers.state
        rooms = state.rooms.values()
        return {
            "scope": state.scope,
            "people": sum(len(room.people) for room in rooms),
            "things": sum(len(kind) for room in rooms for kind in room.things.values()),
            "subjects": len(state.offsets),
            "documents": len(state.documents),
            "exports": {domain or "-": list(labels) for domain, labels in state.exports.items()},
            "clashes": state.clashes,
        }

    def save(self) -> None:
        """
        Write the file, if anything changed: whole or not at all.

        Raises:
            LedgerError: It cannot be written; the old file is as it was.
        """
        with self._guard:
            if self._store is not None and not self._closed and self.dirty:
                self._store.save(self._answers.state)
                self._answers.changed = self._dirty = False

    def close(self) -> None:
        """Save, and let the next writer in. What comes later raises."""
        with self._guard:
            try:
                self.save()
            finally:
                if self._store is not None:
                    self._closed = True
                    self._store.close()

    def rotate(self, new_key: Key, *, scrypt_log_n: int = SCRYPT_LOG_N) -> None:
        """
        Lock the ledger with *new_key* from now on. Copies of the old file still open with the old key.

        Raises:
            LedgerError: In memory, closed or open for reading; or the file cannot be written.
        """
        with self._guard:
            self._writable().rotate(self._answers.state, new_key, log_n=scrypt_log_n)
            self._answers.changed = self._dirty = False

    def destroy(self) -> None:
        """
        Delete the file and forget everything. Destroy the key and all copies too: only then is there no way back.

        Raises:
            LedgerError: In memory, closed or open for reading; or the file cannot be deleted.
        """
        with self._guard:
            self._writable().erase()
            self._answers = Answers(State(scope=self.scope), self._chance, frozen=True)
            self._dirty = False
            self.close()

    def _room(self, subject: str | None, document: str | None) -> str:
        """Return the key of the room that fits the scope."""
        if self.scope == "study":
            return room_key(self._domain, "study", "")
        if self.scope == "subject":
            return room_key(self._domain, "subject", (subject if subject is not None else document) or "")
        return LOOSE + secrets.token_hex(8) if document is None else room_key(self._domain, "document", document)

    def _enter_export(self, label: str) -> None:
        self.export = label
        if not label:
            return
        labels = self._answers.state.exports.setdefault(self._domain, [])
        if label not in labels:
            labels.append(label)
            self._dirty = True
        if len(labels) > 1:
            warnings.warn(
                f"this ledger was used for {len(labels)} exports in one domain; whoever has two of them can join them "
                "person by person. Give each export a domain of its own, or make sure that no one gets both.",
                LedgerLinkWarning,
                stacklevel=3,
            )

    def _usable(self) -> None:
        if self._closed:
            raise LedgerError("the ledger is closed. Open it again.")

    def _writable(self) -> Store:
        self._usable()
        if self._store is None or self._store.read_only:
            raise LedgerError("this needs a ledger in a file, open for writing.")
        return self._store
