"""The commands and their options."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from notesafe.cli import ledger as ledger_commands
from notesafe.cli import packs as packs_commands
from notesafe.cli.batch import batch, evidence
from notesafe.cli.batch import log as log_commands
from notesafe.cli.evaluate import evaluate
from notesafe.cli.files import NoteFile, check_output, is_folder, read_note, write_note
from notesafe.cli.series import redact_each, redact_together
from notesafe.cli.train import train
from notesafe.errors import NotesafeError

if TYPE_CHECKING:
    from notesafe.dates import Order
    from notesafe.policy import Policy

__all__ = ["app", "main"]

app = typer.Typer(
    help="Take the people, places and substances out of therapy and recovery notes. Lowers risk; does not make notes anonymous.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local variables would print the note
)
app.add_typer(packs_commands.app, name="packs")
app.add_typer(ledger_commands.app, name="ledger")
app.command()(ledger_commands.restore)
app.add_typer(log_commands, name="log")
app.command()(batch)
app.command()(evidence)
app.command()(evaluate)
app.command()(train)

Files = Annotated[
    list[Path],
    typer.Argument(
        help="Text, Markdown, docx, vtt, srt, json, eml, html, rtf or pdf files, or - for standard input.",
        metavar="FILE…|-",
    ),
]
Profile = Annotated[str, typer.Option("--profile", "-p", help="A profile name, or a policy file.", metavar="NAME|FILE")]
KnownFile = Annotated[
    Path | None, typer.Option("--known", "-k", help="People, places, facilities to hide (YAML or JSON).")
]
Keep = Annotated[
    list[str] | None, typer.Option("--keep", help="Leave this entity type as it is; may be repeated.", metavar="TYPE")
]
Enable = Annotated[
    list[str] | None, typer.Option("--enable", help="Use a pack that is off by default.", metavar="PACK")
]

Together = Annotated[
    bool,
    typer.Option(
        "--together", help="The files are about the same people: a name in one goes from all. All or none are done."
    ),
]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Of text that is not UTF-8, such as cp1252.")]


class Pdf(StrEnum):
    """What a PDF is written back as."""

    txt = "txt"
    rebuild = "rebuild"


Model = Annotated[
    str | None,
    typer.Option("--model", help="Read with this spaCy pipeline: a name, or a folder such as `notesafe train` writes."),
]

EXIT_ERROR = 1
EXIT_REVIEW = 2
typer.BadParameter.__base__.exit_code = EXIT_ERROR  # type: ignore[union-attr]
# Every usage error: click would end with 2, which says here that the work is done.


@app.command()
def redact(
    files: Files,
    profile: Profile = "share",
    known: KnownFile = None,
    keep: Keep = None,
    enable: Enable = None,
    model: Model = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="A file; or a folder: one that is there, ends in / or gets several files. Default, or -: standard output.",
            metavar="FILE|FOLDER",
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write counts as JSON; holds no word of the notes.")
    ] = None,
    encoding: Encoding = None,
    pdf: Annotated[
        Pdf, typer.Option("--pdf", help="What a PDF becomes: a text file, or a new PDF of plain pages.")
    ] = Pdf.txt,
    ledger: ledger_commands.LedgerFile = None,
    key_file: ledger_commands.KeyFile = None,
    keyring: ledger_commands.KeyringName = None,
    subject: Annotated[str | None, typer.Option("--subject", help="Whose notes these are, for the ledger.")] = None,
    reversible: Annotated[
        bool, typer.Option("--reversible", help="Keep the way back in the ledger, for `notesafe restore`.")
    ] = False,
    export: Annotated[str, typer.Option("--export", help="What this output is for; a second label warns.")] = "",
    domain: Annotated[str, typer.Option("--domain", help="A part of the ledger with stand-ins of its own.")] = "",
    date_order: Annotated[str, typer.Option("--date-order", help="3/4/21 is mdy or dmy.")] = "mdy",
    together: Together = False,
) -> None:
    """
    Redact notes. Exit code 0: done; 1: error; 2: done, but a person should look.

    A file that cannot be read or redacted is named and skipped, and nothing is
    written for it; the others are done. With --together nothing is written unless all can be.
    """
    from notesafe.redactor import Redactor

    err = Console(stderr=True, highlight=False, soft_wrap=True)
    reports: dict[str, object] = {}
    failed = review = False
    memory = None
    output = None if output == "-" else output
    target = None if output is None else Path(output)
    folder = len(files) > 1 or is_folder(output)
    try:
        check_output(files, target, folder=folder, pdf=pdf.value)
        memory = ledger_commands.opened(ledger, key_file, keyring, export=export, domain=domain)
        redactor = Redactor(
            _policy(profile, keep),
            known=known,
            enable=enable or (),
            nlp=model,
            ledger=memory,
            reversible=reversible,
            date_order=_order(date_order),
        )
    except (NotesafeError, ValueError) as error:
        if memory is not None:
            memory.close()
        _fail(err, error)
    read = partial(read_note, encoding=encoding, pdf=pdf.value)
    redact_all = redact_together if together else redact_each
    for name, outcome in redact_all(redactor, files, read, subject=subject, named=memory is not None):
        try:
            if isinstance(outcome, NotesafeError):
                raise outcome
            note, result = outcome
            if memory is not None:
                memory.save()  # before the output: what was written can always be traced
            write_note(note, result, target, several=folder, pdf=pdf.value)
        except NotesafeError as error:
            err.print(f"[red]error[/red] {name}: {error}", markup=True)
            failed = True
            continue
        reports[note.name] = result.report()
        if note.document is not None and note.document.dropped:
            err.print(f"[yellow]left out[/yellow] {note.name}: {', '.join(note.document.dropped)}")
        review = review or result.needs_review
        if result.needs_review:
            reasons = ", ".join(f"{reason} ({count})" for reason, count in result.report()["flags"].items())
            err.print(f"[yellow]look[/yellow] {note.name}: {reasons}")
    if report is not None:
        report.write_text(json.dumps(reports, indent=2) + "\n", "utf-8")
    if memory is not None:
        memory.close()
    raise typer.Exit(EXIT_ERROR if failed else EXIT_REVIEW if review else 0)


@app.command()
def scan(
    files: Files,
    profile: Profile = "share",
    known: KnownFile = None,
    keep: Keep = None,
    enable: Enable = None,
    model: Model = None,
    encoding: Encoding = None,
    as_json: Annotated[bool, typer.Option("--json", help="Spans as JSON, without the words.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of everything that was proposed why it would go or stay.")
    ] = False,
) -> None:
    """Show what would go, highlighted, with the rule that found it. Changes nothing."""
    from notesafe.cli.show import scan_as_dict, show_explanations, show_scan
    from notesafe.redactor import Redactor

    err = Console(stderr=True, highlight=False, soft_wrap=True)
    failed = review = False
    scans: list[dict[str, object]] = []
    try:
        redactor = Redactor(_policy(profile, keep), known=known, enable=enable or (), nlp=model)
    except NotesafeError as error:
        _fail(err, error)
    for path in files:
        try:
            note: NoteFile = read_note(path, encoding=encoding)
            if explain:
                told = redactor.explain(note.text)
                if as_json:
                    scans.append({"file": note.name, "explanations": [e.to_dict() for e in told]})
                else:
                    show_explanations(Console(highlight=False), note.name, note.text, told)
                continue
            result = redactor.redact(note.text)
        except NotesafeError as error:
            err.print(f"[red]error[/red] {path.name}: {error}")
            failed = True
            continue
        review = review or result.needs_review
        if as_json:
            scans.append(scan_as_dict(note.name, result))
        else:
            show_scan(Console(highlight=False), note.name, note.text, result)
    if as_json:
        sys.stdout.write(json.dumps(scans, indent=2) + "\n")
    raise typer.Exit(EXIT_ERROR if failed else EXIT_REVIEW if review else 0)


@app.command()
def profiles(
    name: Annotated[str | None, typer.Argument(help="Show one profile, type by type.")] = None,
) -> None:
    """List the profiles: for whom each is meant, the rule it follows, what it does not promise."""
    from notesafe.cli.show import show_profile, show_profiles

    try:
        if name is None:
            show_profiles(Console(highlight=False))
        else:
            show_profile(Console(highlight=False), name)
    except NotesafeError as error:
        _fail(Console(stderr=True, highlight=False, soft_wrap=True), error)


def main() -> None:
    """Run the command line."""
    app()


def _policy(profile: str, keep: list[str] | None) -> Policy:
    from notesafe.policy import load_policy

    return load_policy(profile).keeping(*(keep or ()))


def _order(word: str) -> Order:
    if word not in ("mdy", "dmy"):
        raise typer.BadParameter("--date-order is mdy or dmy.")
    return "dmy" if word == "dmy" else "mdy"


def _fail(console: Console, error: Exception) -> NoReturn:
    console.print(f"[red]error[/red] {error}")
    raise typer.Exit(EXIT_ERROR)
