"""`redact_files()`: plan, ask, redact, write down; or go on where an earlier run stopped."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from notesafe.batch.inputs import Plan, Refused, find_inputs
from notesafe.batch.journal import Journal, disk
from notesafe.batch.manifest import check_same, summary, write_manifest
from notesafe.batch.options import Options
from notesafe.batch.pool import Pool
from notesafe.batch.stream import tasks_of
from notesafe.batch.tasks import FilesTask, RowsTask, TableEnd
from notesafe.batch.write import Writer, forget_outputs
from notesafe.dates import Order
from notesafe.errors import BatchError
from notesafe.formats import DEFAULT_LIMITS, Limits
from notesafe.known import Known, load_known
from notesafe.ledger import Key, Ledger
from notesafe.notice import NOTICE
from notesafe.policy import Policy, load_policy
from notesafe.runlog import LogWriter

__all__ = ["BatchResult", "make_options", "redact_files"]

ROOM = ".notesafe"
"""The folder in the output folder that holds the journal and the manifest: not to be passed on."""
_NOTICE_FILE = "42_CFR_PART_2_NOTICE.txt"
_ASKS = {FilesTask: "survey_files", RowsTask: "survey_rows", TableEnd: "survey_end"}
_REDACTS = {FilesTask: "redact_files", RowsTask: "redact_rows", TableEnd: "redact_end"}
Progress = Callable[[str, int, int, int], None]
"""Stage, bytes done, bytes in all, documents done."""


@dataclass(frozen=True, slots=True, repr=False)
class BatchResult:
    """What became of a run."""

    plan: Plan
    failed: tuple[Refused, ...] = ()
    """Files and records that were not redacted, with a reason that quotes nothing; nothing was written for them."""
    warnings: tuple[str, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"BatchResult({self.documents} documents, {len(self.failed)} failed)"

    @property
    def documents(self) -> int:
        """Notes that were redacted: files, and records of tables."""
        return int(self.manifest.get("documents", 0))

    @property
    def needs_review(self) -> bool:
        """Whether a person should look before the output is passed on."""
        return bool(self.manifest.get("need a person")) or bool(self.warnings)

    @property
    def exit_code(self) -> int:
        """0: done; 1: something was refused or failed; 2: done, but a person should look."""
        return 1 if self.failed or self.plan.refused else 2 if self.needs_review else 0


def redact_files(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    jobs: int = 1,
    resume: bool = True,
    dry_run: bool = False,
    subject_of: Callable[[Path], str | None] | None = None,
    log: str | Path | None = None,
    log_key: Key | None = None,
    export: str = "",
    progress: Progress | None = None,
    **options: Any,
) -> BatchResult:
    """
    Redact files, folders and patterns into the folder *out*, and return what became of them.

    A file that fails is listed and the others go on. A run that was killed goes on
    where it stopped, if it is started again with the same input and options.

    Args:
        inputs: Files, folders (read to the bottom), patterns.
        out: Empty, new, or that of the same run.
        jobs: Processes. The output is the same for any number.
        resume: Go on with a run that was stopped; else what it wrote is taken away first.
        dry_run: Plan only; nothing is written.
        subject_of: Says whose a file is, from its path below what was passed.
        log: A folder, apart from *out*, for the sealed log of what was replaced by what.
        log_key: Locks the log; by default the ledger's key.
        export: What this output is for: a label in the ledger.
        progress: Called with stage, bytes done, bytes in all, documents done.
        **options: As for `make_options`.

    Raises:
        BatchError: The run cannot start or go on. What is finished stays.
        NotesafeError: Policy, model, packs, ledger or known people cannot be used.
    """
    names = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    plan = find_inputs(names, out, subject_of=subject_of)
    chosen = make_options(**options)
    if jobs < 1:
        raise ValueError(f"jobs is 1 or more; got {jobs}")
    if dry_run:
        return BatchResult(plan)
    folder = Path(os.path.realpath(out))
    if log is not None and Path(os.path.realpath(log)).is_relative_to(folder):
        raise BatchError("the log may not lie in the output folder: it holds the real names. Name another folder.")
    with _room(folder, resume) as journal:
        return _run(
            plan, folder, journal, replace(chosen, keep_log=log is not None), jobs, log, log_key, export, progress
        )


def make_options(
    *,
    policy: str | Path | Policy = "share",
    known: Known | Mapping[str, Any] | str | Path | None = None,
    nlp: str | Path | None = None,
    packs: str | Path | None = None,
    enable: Sequence[str] = (),
    ledger: str | Path | None = None,
    key: Key | None = None,
    domain: str = "",
    date_order: Order = "mdy",
    columns: Sequence[str] | None = None,
    id_column: str | None = None,
    subject_column: str | None = None,
    encoding: str | None = None,
    pdf: Literal["txt", "rebuild"] = "txt",
    part2_notice: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    year: int | None = None,
) -> Options:
    """
    Return the options of a run.

    Args:
        policy: As for `Redactor`; so are known, enable, date_order and year.
        known: See there.
        enable: See there.
        date_order: See there.
        year: See there.
        nlp: The name or the folder of a spaCy pipeline; by default the one that ships.
        packs: A folder of more recognizer packs.
        ledger: The file of a ledger; all names are entered before the first text is redacted.
        key: Its key.
        domain: As for `Ledger.open`.
        columns: As for `notesafe.formats.tables.open_table`, for all tables; so are the next two.
        id_column: See there.
        subject_column: See there.
        encoding: As for `notesafe.formats.read_document`; so are pdf and limits.
        pdf: See there.
        limits: See there.
        part2_notice: Put the short notice of 42 CFR 2.32 into every file that has a place for it (see
            `Document.carries_notice`), and beside all of them as a file.

    Raises:
        NotesafeError: Policy or known people cannot be read; a ledger without a key.
    """
    if ledger is not None and key is None:
        raise BatchError("a ledger needs its key.")
    return Options(
        load_policy(policy),
        load_known(known),
        year if year is not None else date.today().year,
        nlp=None if nlp is None else str(nlp),
        packs=None if packs is None else str(packs),
        enable=tuple(enable),
        ledger=None if ledger is None else Path(ledger),
        key=key,
        domain=domain,
        date_order=date_order,
        columns=None if columns is None else frozenset(columns),
        id_column=id_column,
        subject_column=subject_column,
        encoding=encoding,
        pdf=pdf,
        part2_notice=part2_notice,
        limits=limits,
    )


@contextlib.contextmanager
def _room(folder: Path, resume: bool) -> Iterator[Journal]:
    """Return the journal of *folder*, held by this run alone."""
    from filelock import FileLock, Timeout

    room = folder / ROOM
    with disk():
        if folder.exists() and not folder.is_dir():
            raise BatchError(f"'{folder.name}' is a file; the output needs a folder.")
        if folder.is_dir() and not (room / "journal.jsonl").is_file() and any(p.name != ROOM for p in folder.iterdir()):
            raise BatchError(
                f"'{folder.name}' is not empty and no run of notesafe was begun in it. Name an empty folder."
            )
        room.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(room / "lock", timeout=0, mode=0o600)
    try:
        with disk():
            lock.acquire()
    except Timeout:
        raise BatchError("another run is writing into this folder. Wait until it ends.") from None
    journal = Journal(room / "journal.jsonl")
    try:
        if not resume:
            forget_outputs(folder, journal)
        with disk():
            shutil.rmtree(room / "tmp", ignore_errors=True)
            (room / "tmp").mkdir()
            (room / "parts").mkdir(exist_ok=True)
        yield journal
    finally:
        journal.close()
        shutil.rmtree(room / "tmp", ignore_errors=True)
        lock.release()


def _run(
    plan: Plan,
    folder: Path,
    journal: Journal,
    options: Options,
    jobs: int,
    log: str | Path | None,
    log_key: Key | None,
    export: str,
    progress: Progress | None,
) -> BatchResult:
    header = next(journal.lines(), None)
    key = bytes.fromhex(header["key"]) if header else secrets.token_bytes(16)
    options = replace(options, digest_key=key, year=header["year"] if header else options.year)
    warned: list[str] = []
    with Pool(options, jobs) as pool:
        facts = pool.facts()
        identity = {**options.identity(), "model": facts["model"], "model_sha256": facts["model_sha256"]}
        identity |= {"packs": facts["packs"], "ledger": _ledger_id(options), "log": log is not None}
        files = plan.digest(key)
        if header is None:
            header = {"run": secrets.token_hex(8), "key": key.hex(), "year": options.year, "started": _now()}
            header |= {"identity": identity, "plan": files, "not_promised": facts["not_promised"]}
            header["hides status"] = options.policy.hides_status
            journal.begin(header)
        else:
            check_same(header, identity, files)
            journal.recover()
        writer = Writer(folder, plan, options, journal)
        if log is not None:
            wanted = log_key if log_key is not None else options.key
            if wanted is None:
                raise BatchError("the log needs a key.")
            writer.log = LogWriter(Path(log), key=wanted, run=header["run"])
        skip = writer.recover()
        if options.ledger is not None and not writer.learned:
            warned += _learn(pool, plan, options, export, progress)
            journal.append({"learned": True})
        for task, result in pool.run(_REDACTS, _after(skip, tasks_of(plan.items, options))):
            writer.commit(task, result)
            if progress is not None:
                progress("redacting", writer.bytes_done, plan.size, writer.documents)
        writer.finish()
    if options.part2_notice:
        writer.put(_NOTICE_FILE, f"{NOTICE}\n".encode())
    manifest = summary(journal, plan)
    warned += manifest["warnings"]
    manifest["warnings"] = warned
    write_manifest(folder / ROOM / "manifest.json", manifest)
    failed = tuple(Refused(row["document"], row["reason"]) for row in manifest["failed"])
    return BatchResult(plan, failed, tuple(warned), manifest)


def _learn(pool: Pool, plan: Plan, options: Options, export: str, progress: Progress | None) -> list[str]:
    """Enter all that the notes ask into the ledger, before the first text is redacted; return what it warns of."""
    import warnings

    assert options.ledger is not None and options.key is not None  # noqa: PT018 - make_options refused all else
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ledger = Ledger.open(options.ledger, key=options.key, export=export, domain=options.domain)
    with ledger:
        asked: set[Any] = set()
        done = 0
        for task, asks in pool.run(_ASKS, tasks_of(plan.items, options)):
            asked |= asks
            done += sum(i.size for i in task.items) if isinstance(task, FilesTask) else 0
            if progress is not None:
                progress("reading names", done, plan.size, 0)
        ledger.learn([asked])
    return [str(warning.message) for warning in caught]


def _ledger_id(options: Options) -> str | None:
    if options.ledger is None or options.key is None:
        return None
    with Ledger.open(options.ledger, key=options.key, read_only=True, domain=options.domain) as ledger:
        return ledger.memory.id


def _after(skip: int, tasks: Iterator[Any]) -> Iterator[Any]:
    """Yield the tasks behind the first *skip*, which are done."""
    for number, task in enumerate(tasks):
        if number >= skip:
            yield task


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
