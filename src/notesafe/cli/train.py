"""`notesafe train`: teach the shipped model further on one's own marked notes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from notesafe.errors import NotesafeError

if TYPE_CHECKING:
    from notesafe.train.adapt import Adapted
    from notesafe.train.measure import Measured

__all__ = ["train"]

_NEEDED = ("torch", "onnx", "onnxruntime")


def train(
    gold: Annotated[
        Path, typer.Argument(help="Marked documents: .jsonl, .json (Label Studio), .txt, or a folder (inline, brat).")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="A new folder for the pipeline.")],
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="Most passes over the documents.")] = 12,
    seed: Annotated[int, typer.Option("--seed", help="Of chance.")] = 0,
) -> None:
    """
    Teach the shipped model on your own marked notes. The result is a folder for `Redactor(nlp=…)`.

    One document in five is held back: training stops when it no longer gets
    better on these, and the figures shown are theirs. Our own training text is
    rehearsed, so that the model does not forget. Nothing leaves the machine.
    """
    console = Console(highlight=False)
    try:
        missing = [name for name in _NEEDED if find_spec(name) is None]
        if missing:
            raise NotesafeError(f"'{missing[0]}' is not installed: pip install 'notesafe[train]'.")
        from notesafe.train.adapt import adapt

        with Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
        ) as progress:
            task = progress.add_task("training", total=rounds)

            def told(number: int, of: int, figures: Measured | None) -> None:
                line = (
                    f"training: {figures.direct:.1f} % hidden, {figures.innocent:.2f} % innocent"
                    if figures
                    else "training"
                )
                progress.update(task, completed=number, total=of, description=line)

            adapted = adapt(gold, output, rounds=rounds, seed=seed, told=told)
        _show(console, adapted)
    except NotesafeError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {error}")
        raise typer.Exit(1) from None


def _show(console: Console, adapted: Adapted) -> None:
    table = Table(f"on {adapted.held_back} held-back documents, %", "before", "after")
    table.add_row("direct identifiers wholly hidden", f"{adapted.before.direct:.1f}", f"{adapted.after.direct:.1f}")
    table.add_row("innocent characters hidden", f"{adapted.before.innocent:.2f}", f"{adapted.after.innocent:.2f}")
    for label in adapted.after.hidden:
        before = adapted.before.hidden.get(label, 0.0)
        table.add_row(label, f"{before:.1f}", f"{adapted.after.hidden[label]:.1f}")
    console.print(table)
    console.print(
        f"learnt from {adapted.taught} documents, kept the model of pass {adapted.best_round}"
        + (" (the one that ships: nothing was better)" if adapted.best_round == 0 else "")
    )
    console.print(f"written to {adapted.folder}: Redactor(nlp='{adapted.folder}')")
