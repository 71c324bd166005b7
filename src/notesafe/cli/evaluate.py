"""`notesafe evaluate`: measure on marked documents; and draw the sample to mark."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from notesafe.errors import NotesafeError

__all__ = ["evaluate"]

_RATES = (0.05, 0.02, 0.01)
_SHOWN = 40


def evaluate(
    gold: Annotated[
        Path, typer.Argument(help="Marked documents: .jsonl, .json (Label Studio), .txt, or a folder (inline, brat).")
    ],
    profile: Annotated[str, typer.Option("--profile", "-p", help="A profile name, or a policy file.")] = "share",
    system: Annotated[
        str, typer.Option("--system", help="notesafe, module:function, or a .jsonl file of predictions.")
    ] = "notesafe",
    model: Annotated[
        str | None, typer.Option("--model", help="For notesafe: read with this spaCy pipeline, a name or a folder.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List leaks and false alarms in context, worst first.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the report: .html, .md or .json.")
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Let the HTML report hold the words of the misses.")
    ] = False,
    sample: Annotated[
        int | None, typer.Option("--sample", help="Do not measure: draw this many documents to mark.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of the sample and of the intervals.")] = 0,
) -> None:
    """Measure a redactor on documents that a person has marked, with confidence intervals."""
    console = Console(highlight=False)
    try:
        if sample is not None:
            _draw(console, gold, sample, output, seed)
        else:
            _measure(console, gold, profile, system, model, errors, output, with_text, seed)
    except NotesafeError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {error}")
        raise typer.Exit(1) from None


def _measure(
    console: Console,
    gold: Path,
    profile: str,
    system: str,
    model: str | None,
    errors: bool,
    output: Path | None,
    with_text: bool,
    seed: int,
) -> None:
    from notesafe.evaluate import evaluate as run
    from notesafe.evaluate import load_gold, load_system

    documents = load_gold(gold)
    name = f"notesafe, profile {profile}" if system == "notesafe" else system
    report = run(documents, load_system(system, profile=profile, model=model), name=name, seed=seed)
    if output is not None:
        forms = {".md": report.to_markdown, ".json": report.to_json}
        form = forms.get(output.suffix)
        if form is None and output.suffix not in (".html", ".htm"):
            raise NotesafeError(f"--output: writes .html, .md and .json; not '{output.suffix}'.")
        output.write_text(form() if form else report.to_html(documents if with_text else None), "utf-8")
    if errors:
        table = Table("document", "what", "label", "where")
        for row in report.misses(documents):
            table.add_row(*(cell.replace("[", "\\[") for cell in row))
        console.print(table)
    sys.stdout.write(report.to_markdown())


def _draw(console: Console, folder: Path, count: int, output: Path | None, seed: int) -> None:
    from notesafe.evaluate.sample import bound_after, documents_needed, draw_sample

    files = sorted(path for path in folder.glob("*") if path.suffix in (".txt", ".md")) if folder.is_dir() else []
    drawn = draw_sample(files, count, seed=seed)
    for path in drawn[:_SHOWN]:
        console.print(path.name)
    if len(drawn) > _SHOWN:
        console.print(f"… and {len(drawn) - _SHOWN} more")
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        for path in drawn:
            shutil.copyfile(path, output / path.name)
    console.print(
        f"If all {count} are found clean, at most {100 * bound_after(count):.1f} % of all leak, with 95 % confidence."
    )
    for rate in _RATES:
        console.print(f"To bound the rate by {100 * rate:.0f} %, mark {documents_needed(rate)} documents.")
