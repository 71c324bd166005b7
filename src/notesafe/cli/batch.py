"""`notesafe batch`, `notesafe evidence`, `notesafe log show`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from notesafe.cli import ledger as ledger_commands
from notesafe.errors import NotesafeError

if TYPE_CHECKING:
    from notesafe.batch import BatchResult, Plan

__all__ = ["batch", "evidence", "log"]

_SHOWN = 50
log = typer.Typer(help="The sealed log of a batch run: what was replaced by what.", no_args_is_help=True)


def batch(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, patterns.", metavar="IN…")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The output folder: new, empty, or of the same run.")],
    profile: Annotated[str, typer.Option("--profile", "-p", help="A profile name, or a policy file.")] = "share",
    known: Annotated[Path | None, typer.Option("--known", "-k", help="People, places, facilities to hide.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes; each loads the model once.")] = 1,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Go on with a stopped run; else what it wrote is taken away.")
    ] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read and refused; write nothing.")
    ] = False,
    names: Annotated[
        bool, typer.Option("--names", help="With --dry-run: which id is which file, on the screen.")
    ] = False,
    columns: Annotated[
        str | None, typer.Option("--columns", help="Columns of free text, with commas; default: all strings.")
    ] = None,
    id_column: Annotated[str | None, typer.Option("--id-column", help="Names a record; carried over.")] = None,
    subject_column: Annotated[str | None, typer.Option("--subject-column", help="Whose record; carried over.")] = None,
    subject_folder: Annotated[
        bool, typer.Option("--subject-folder", help="The first folder below IN says whose a file is.")
    ] = False,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Of text that is not UTF-8.")] = None,
    pdf: Annotated[str, typer.Option("--pdf", help="A PDF becomes txt, or rebuild: a new PDF.")] = "txt",
    part2_notice: Annotated[
        bool, typer.Option("--part2-notice", help="Put the short notice of 42 CFR 2.32 into files, and beside them.")
    ] = False,
    ledger: ledger_commands.LedgerFile = None,
    key_file: ledger_commands.KeyFile = None,
    keyring: ledger_commands.KeyringName = None,
    export: Annotated[str, typer.Option("--export", help="What this output is for; a second label warns.")] = "",
    domain: Annotated[str, typer.Option("--domain", help="A part of the ledger with stand-ins of its own.")] = "",
    log_folder: Annotated[
        Path | None, typer.Option("--log", help="Keep a sealed log of what was replaced by what, in this folder.")
    ] = None,
    log_key_file: Annotated[Path | None, typer.Option("--log-key-file", help="Its key; made if not there.")] = None,
    enable: Annotated[list[str] | None, typer.Option("--enable", help="Use a pack that is off by default.")] = None,
    date_order: Annotated[str, typer.Option("--date-order", help="3/4/21 is mdy or dmy.")] = "mdy",
) -> None:
    """
    Redact folders and tables. Exit code 0: done; 1: something failed or was refused; 2: done, but a person should look.

    May be stopped at any moment, and goes on where it stopped when it is started again.
    """
    from notesafe.batch import redact_files
    from notesafe.ledger import create_key_file

    err = Console(stderr=True, highlight=False, soft_wrap=True)
    if pdf not in ("txt", "rebuild") or date_order not in ("mdy", "dmy"):
        raise typer.BadParameter("--pdf is txt or rebuild; --date-order is mdy or dmy.")
    try:
        if log_key_file is not None and not log_key_file.exists() and not dry_run:
            create_key_file(log_key_file)
        with _bar(err, shown=not dry_run) as progress:
            result = redact_files(
                list(inputs),
                out,
                jobs=jobs,
                resume=resume,
                dry_run=dry_run,
                subject_of=_first_folder if subject_folder else None,
                log=log_folder,
                log_key=log_key_file,
                export=export,
                progress=progress,
                policy=profile,
                known=known,
                enable=enable or (),
                ledger=ledger,
                key=ledger_commands.key_of(key_file, keyring) if ledger is not None else None,
                domain=domain,
                date_order=date_order,
                columns=None if columns is None else [name.strip() for name in columns.split(",")],
                id_column=id_column,
                subject_column=subject_column,
                encoding=encoding,
                pdf=pdf,
                part2_notice=part2_notice,
            )
    except NotesafeError as error:
        err.print("[red]error[/red]", end=" ")
        err.print(str(error), markup=False)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        err.print("stopped. The same command goes on where it stopped.")
        raise typer.Exit(1) from None
    if dry_run:
        _show_plan(Console(highlight=False, soft_wrap=True), result.plan, names=names)
        raise typer.Exit(1 if result.plan.refused else 0)
    _show_result(err, result)
    raise typer.Exit(result.exit_code)


def evidence(
    out: Annotated[Path, typer.Argument(help="The output folder of a batch run.", metavar="DIR")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Write the report: .html or .json.")],
    sample: Annotated[int, typer.Option("--sample", min=1, help="Documents that a person is to check.")] = 60,
    seed: Annotated[int, typer.Option("--seed", help="Of the sample.")] = 0,
) -> None:
    """Report a batch run for an IRB or a privacy officer. Holds no word of a note."""
    from notesafe.evidence import read_evidence

    err = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        if output.suffix not in (".html", ".json"):
            raise NotesafeError(f"--output: writes .html and .json; not '{output.suffix}'.")
        report = read_evidence(out, sample=sample, seed=seed)
        output.write_text(report.to_json() if output.suffix == ".json" else report.to_html(), "utf-8")
    except (NotesafeError, OSError) as error:
        err.print(f"[red]error[/red] {error if isinstance(error, NotesafeError) else type(error).__name__}")
        raise typer.Exit(1) from None


@log.command()
def show(
    folder: Annotated[Path, typer.Argument(help="The folder of the log.", metavar="LOG")],
    key_file: ledger_commands.KeyFile = None,
    keyring: ledger_commands.KeyringName = None,
) -> None:
    """Print what was replaced by what, per document. Real names on the screen."""
    from notesafe.runlog import read_log

    console = Console(highlight=False, soft_wrap=True)
    try:
        for document, changes in read_log(folder, key=ledger_commands.key_of(key_file, keyring)):
            console.print(document, markup=False)
            for entity_type, old, new in changes:
                console.print(f"  {entity_type}\t{old!r} -> {new!r}", markup=False)
    except NotesafeError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {error}")
        raise typer.Exit(1) from None


def _first_folder(relative: Path) -> str | None:
    return relative.parts[0] if len(relative.parts) > 1 else None


@contextmanager
def _bar(console: Console, *, shown: bool) -> Iterator[Callable[[str, int, int, int], None] | None]:
    """Show a bar with the rate and the time left: no name and no text."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    if not shown or not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[documents]:,} notes  {task.fields[rate]:.1f}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None, documents=0, rate=0.0)
        began: dict[str, float] = {}

        def moved(stage: str, done: int, total: int, documents: int) -> None:
            first = began.setdefault("documents", documents)
            spent = bar.tasks[0].elapsed or 0.0
            rate = (documents - first) / spent if spent else 0.0
            bar.update(task, description=stage, completed=done, total=max(total, 1), documents=documents, rate=rate)

        yield moved


def _show_plan(console: Console, plan: Plan, *, names: bool) -> None:
    table = Table("format", "files")
    for kind, count in plan.formats.items():
        table.add_row(kind, f"{count:,}")
    console.print(table)
    console.print(f"{len(plan.items):,} files, {plan.size:,} bytes; {plan.hidden:,} hidden entries passed over")
    for refused in plan.refused:
        console.print(f"refused {refused.shown}: {refused.reason}", markup=False)
    if names:
        for item in plan.items:
            console.print(f"{item.id}\t{item.relative}", markup=False)


def _show_result(err: Console, result: BatchResult) -> None:
    for row in [*result.failed, *result.plan.refused][:_SHOWN]:
        err.print("[red]error[/red]", end=" ")
        err.print(f"{row.shown}: {row.reason}", markup=False)
    more = len(result.failed) + len(result.plan.refused) - _SHOWN
    if more > 0:
        err.print(f"and {more:,} more; the manifest lists all")
    for warning in result.warnings:
        err.print("[yellow]look[/yellow]", end=" ")
        err.print(warning, markup=False)
    told: dict[str, Any] = dict(result.manifest)
    err.print(
        f"{told['documents']:,} notes redacted into {told['written']:,} files; {told['need a person']:,} need a person; "
        f"{len(result.failed) + len(result.plan.refused):,} failed or refused. 'notesafe evidence' makes the report."
    )
