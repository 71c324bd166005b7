"""`Worker`: the model and the rules, loaded once a process, and what it does with the tasks it gets."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from notesafe.batch.inputs import Item
from notesafe.batch.options import Options, model_checksum
from notesafe.batch.rows import cells_of, note_of
from notesafe.batch.tasks import FileDone, FilesResult, FilesTask, RowsResult, RowsTask, TableEnd
from notesafe.errors import NotesafeError, RedactionError
from notesafe.formats import read_bytes_as, redacted_name
from notesafe.formats.column_names import may_identify
from notesafe.ledger import Ask, Ledger
from notesafe.note import Note
from notesafe.notice import NOTICE, says_part2
from notesafe.redaction import Redaction
from notesafe.redactor import Redactor

__all__ = ["Worker", "loaded"]


class Worker:
    """
    Does tasks. Asks a ledger, if there is one, that it opens for reading when the first text is redacted.

    Raises:
        NotesafeError: Policy, packs, model or ledger cannot be used.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._base = loaded(options)
        self._asking: Redactor | None = None

    def facts(self, _: object = None) -> dict[str, Any]:
        """Return what did the work: model, its checksum, the number of packs."""
        told = self._base.redact("").provenance
        return {
            "model": told["model"],
            "model_sha256": model_checksum(self._options.nlp),
            "packs": told["packs"],
            "not_promised": told["not_promised"],
        }

    def survey_files(self, task: FilesTask) -> set[Ask]:
        """Return what the files ask of a ledger; one that cannot be read asks nothing, and fails later."""
        asked: set[Ask] = set()
        for item in task.items:
            try:
                text = read_bytes_as(item.kind, _read(item, self._options), **self._how()).text
                notes = [Note(text, item.subject, item.relative)]
                asked.update(*self._base.survey(notes))
                self._surveyed(item, asked)
            except (NotesafeError, OSError):
                continue
        return asked

    def survey_rows(self, task: RowsTask) -> set[Ask]:
        """Return what the records ask of a ledger."""
        asked: set[Ask] = set()
        for row in task.rows:
            try:
                note = note_of(row.cells, subject=row.subject, document=f"{task.item.relative}#{row.number}")
                asked.update(*self._base.survey([note]))
            except NotesafeError:
                continue
        return asked

    def redact_files(self, task: FilesTask) -> FilesResult:
        """Return the files redacted, each by itself: one that fails stops none."""
        result = FilesResult()
        for item in task.items:
            result.files.append(self._attempt(item, partial(self._file, item, result)))
        return result

    def survey_end(self, task: TableEnd) -> set[Ask]:
        """Return what the name of a table asks of a ledger."""
        asked: set[Ask] = set()
        self._attempt(task.item, lambda: self._surveyed(task.item, asked))
        return asked

    def redact_end(self, task: TableEnd) -> FileDone:
        """Return the redacted name of a table, and which names of its columns a person should look at."""
        item = task.item

        def named() -> FileDone:
            odd = tuple(at for at, name in enumerate(task.names, 1) if may_identify(name, self._base))
            return FileDone(item.number, names=self._names(item, self._namer(item)), odd_names=odd)

        return self._attempt(item, named)

    def _surveyed(self, item: Item, asked: set[Ask]) -> FileDone:
        return FileDone(item.number, names=self._names(item, _Surveys(self._base, asked, item.subject, item.relative)))

    def redact_rows(self, task: RowsTask) -> RowsResult:
        """Return the cells of each record redacted."""
        result = RowsResult()
        for row in task.rows:
            if row.reason:
                result.cells.append(None)
                result.bad.append((row.number, row.reason))
                continue
            name = f"{task.item.id}#{row.number}"
            note = note_of(row.cells, subject=row.subject, document=f"{task.item.relative}#{row.number}")
            try:
                done = self._redactor.redact(note)
                result.cells.append(cells_of(row.cells, done))
            except NotesafeError as error:
                result.cells.append(None)
                result.bad.append((row.number, str(error)))
                continue
            self._count(result, name, note, done)
        return result

    def _file(self, item: Item, result: FilesResult) -> FileDone:
        data = _read(item, self._options)
        document = read_bytes_as(item.kind, data, **self._how())
        note = Note(document.text, item.subject, item.relative)
        done = self._redactor.redact(note)
        written = document.rewritten(done.spans, done.text, notice=NOTICE if self._options.part2_notice else "")
        names = self._names(item, self._namer(item))
        self._count(result, item.id, note, done)
        result.tally.dropped.update(document.dropped)
        return FileDone(item.number, written, names, digest(data, self._options.digest_key))

    def _count(self, result: FilesResult | RowsResult, name: str, note: Note, done: Redaction) -> None:
        key = self._options.digest_key
        subject = digest(note.subject.encode("utf-8", "surrogatepass"), key) if note.subject else ""
        result.tally.add(name, note.text, done, subject)
        result.tally.part2 += says_part2(note.text)
        if self._options.keep_log:
            entries = [
                (s.entity_type, note.text[s.start : s.end], done.text[s.new_start : s.new_end]) for s in done.spans
            ]
            result.log.append((f"{name} {note.document}", entries))

    def _attempt(self, item: Item, work: Callable[[], FileDone]) -> FileDone:
        """Return what *work* returns, or the reason why not, which quotes nothing."""
        try:
            return work()
        except NotesafeError as error:
            return FileDone(item.number, reason=str(error))
        except OSError as error:
            return FileDone(item.number, reason=f"cannot be read ({type(error).__name__}).")
        except Exception as error:  # noqa: BLE001 - its text could quote the note
            return FileDone(item.number, reason=f"could not be redacted ({type(error).__name__}).")

    @property
    def _redactor(self) -> Redactor:
        """The redactor; with the ledger open for reading, where there is one."""
        if self._options.ledger is None:
            return self._base
        if self._asking is None:
            if self._options.key is None:
                raise RedactionError("a ledger needs its key.")
            ledger = Ledger.open(
                self._options.ledger, key=self._options.key, read_only=True, domain=self._options.domain
            )
            self._asking = self._base.with_ledger(ledger)
        return self._asking

    def _how(self) -> dict[str, Any]:
        o = self._options
        return {"limits": o.limits, "encoding": o.encoding, "pdf": o.pdf}

    def _namer(self, item: Item) -> _Names:
        return _Names(self._redactor, item.subject, item.relative)

    def _names(self, item: Item, redacts: Any) -> tuple[str, ...]:
        """Return the redacted names of the folders above a file, and its own."""
        *folders, own = item.relative.split("/")
        names = []
        for folder in folders:
            new = redacted_name(Path(f"{folder}.txt"), redacts).removesuffix(".txt")
            names.append("folder" if new == "note" else new)
        if item.table:
            new = redacted_name(Path(f"{Path(own).stem}.txt"), redacts).removesuffix(".txt")
            return (*names, ("table" if new == "note" else new) + Path(own).suffix.lower())
        return (*names, redacted_name(Path(own), redacts, pdf=self._options.pdf))


class _Names:
    """Redacts the words of a file's name as part of that document."""

    def __init__(self, redactor: Redactor, subject: str | None, document: str) -> None:
        self._redactor = redactor
        self._where = (subject, document)

    def redact(self, text: str, /) -> Redaction:
        return self._redactor.redact(Note(text, *self._where))


class _Surveys:
    """Asks what the words of a file's name will ask."""

    def __init__(self, redactor: Redactor, asked: set[Ask], subject: str | None, document: str) -> None:
        self._redactor = redactor
        self._asked = asked
        self._where = (subject, document)

    def redact(self, text: str, /) -> Redaction:
        self._asked.update(*self._redactor.survey([Note(text, *self._where)]))
        return Redaction(text, (), (), {})


def loaded(options: Options) -> Redactor:
    """Return the redactor without a ledger; the same one for the same options in one process."""
    o = options
    return _loaded(pickle.dumps((o.policy, o.known, o.nlp, o.packs, o.enable, o.date_order, o.year)))


@lru_cache(maxsize=3)
def _loaded(made_of: bytes) -> Redactor:
    policy, known, nlp, packs, enable, date_order, year = pickle.loads(made_of)  # noqa: S301 - our own bytes
    return Redactor(policy, known=known, nlp=nlp, packs=packs, enable=enable, date_order=date_order, year=year)


def digest(data: bytes, key: bytes) -> str:
    """Return a keyed digest, 16 bytes in hexadecimal."""
    return hashlib.blake2b(data, key=key, digest_size=16).hexdigest()


def _read(item: Item, options: Options) -> bytes:
    """Return the bytes of a file; one over the limit is not read, and refused by its size."""
    with item.path.open("rb") as file:
        return file.read(options.limits.max_bytes + 1)
