"""The commands and their options."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from notesafe.cli import packs as packs_commands
from notesafe.cli.evaluate import evaluate
from notesafe.cli.files import NoteFile, check_output, read_note, write_note
from notesafe.cli.series import redact_each, redact_together
from notesafe.errors import NotesafeError

if TYPE_CHECKING:
    from notesafe.policy import Policy

__all__ = ["app", "main"]

app = typer.Typer(
    help="Take the people, places and substances out of therapy and recovery notes. Lowers risk; does not make notes anonymous.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local variables would print the note
)
app.add_typer(packs_commands.app, name="packs")
app.command()(evaluate)

Files = Annotated[
    list[Path], typer.Argument(help="Text or Markdown files, or - for standard input.", metavar="FILE…|-")
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

EXIT_ERROR = 1
EXIT_REVIEW = 2


@app.command()
def redact(
    files: Files,
    profile: Profile = "share",
    known: KnownFile = None,
    keep: Keep = None,
    enable: Enable = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file, or a folder for several files. Default: standard output."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write counts as JSON; holds no word of the notes.")
    ] = None,
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
    try:
        check_output(files, output)
        redactor = Redactor(_policy(profile, keep), known=known, enable=enable or ())
    except NotesafeError as error:
        _fail(err, error)
    done = redact_together(redactor, files) if together else redact_each(redactor, files)
    for name, outcome in done:
        try:
            if isinstance(outcome, NotesafeError):
                raise outcome
            note, result = outcome
            write_note(note, result.text, output, several=len(files) > 1)
        except NotesafeError as error:
            err.print(f"[red]error[/red] {name}: {error}", markup=True)
            failed = True
            continue
        reports[note.name] = result.report()
        review = review or result.needs_review
        if result.needs_review:
            reasons = ", ".join(f"{reason} ({count})" for reason, count in result.report()["flags"].items())
            err.print(f"[yellow]look[/yellow] {note.name}: {reasons}")
    if report is not None:
        report.write_text(json.dumps(reports, indent=2) + "\n", "utf-8")
    raise typer.Exit(EXIT_ERROR if failed else EXIT_REVIEW if review else 0)


@app.command()
def scan(
    files: Files,
    profile: Profile = "share",
    known: KnownFile = None,
    keep: Keep = None,
    enable: Enable = None,
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
        redactor = Redactor(_policy(profile, keep), known=known, enable=enable or ())
    except NotesafeError as error:
        _fail(err, error)
    for path in files:
        try:
            note: NoteFile = read_note(path)
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


def _fail(console: Console, error: NotesafeError) -> NoReturn:
    console.print(f"[red]error[/red] {error}")
    raise typer.Exit(EXIT_ERROR)
