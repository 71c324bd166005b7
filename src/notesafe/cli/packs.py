"""`notesafe packs`: list, show, test and export the recognizer packs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from notesafe.errors import NotesafeError, PackError, nearest
from notesafe.packs import Pack, load_packs

__all__ = ["app"]

app = typer.Typer(help="The rules: what each finds, why, and its proof.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Option("--folder", help="Another folder of packs; by default those of notesafe.")]


@app.command("list")
def list_packs(folder: Folder = None) -> None:
    """List the packs with the number of their examples."""
    table = Table("pack", "finds", "match", "no match", "known misses", "known false alarms", "summary")
    for pack in _load(folder):
        examples = pack.info.examples
        numbers = (examples.match, examples.no_match, examples.known_miss, examples.known_false_alarm)
        name = pack.name if pack.info.default else f"{pack.name} (off)"
        found = pack.entity_type + (f".{pack.kind}" if pack.kind else "")
        table.add_row(name, found, *(str(len(n)) for n in numbers), pack.info.summary)
    Console(highlight=False).print(table)


@app.command()
def show(name: str, folder: Folder = None) -> None:
    """Show one pack: why it exists, where it comes from, what it finds and leaves."""
    console = Console(highlight=False)
    pack = _pick(_load(folder), name)
    console.print(f"{pack.name} -> {pack.entity_type}", style="bold")
    for title, value in (("summary", pack.info.summary), ("why", pack.info.why), ("status", pack.info.status)):
        console.print(f"{title}: {value}")
    console.print("sources:", *(f"  {source}" for source in pack.info.sources), sep="\n")
    patterns = sum(len(recognizer.patterns) for recognizer in pack.recognizers)
    console.print(f"patterns: {patterns}, terms: {len(pack.terms)}")
    for kind in ("match", "no_match", "known_miss", "known_false_alarm"):
        for sentence in getattr(pack.info.examples, kind):
            console.print(f"  {kind}: {sentence}", markup=False)


@app.command()
def test(names: Annotated[list[str] | None, typer.Argument()] = None, folder: Folder = None) -> None:
    """Check packs against their own examples. Exit code 1 if one does not hold."""
    from notesafe.detect.prove import prove

    console = Console(highlight=False)
    packs = _load(folder)
    chosen = [_pick(packs, name) for name in names] if names else packs
    proofs = [proof for pack in chosen for proof in prove(pack)]
    broken = [proof for proof in proofs if not proof.holds]
    for proof in broken:
        console.print(f"{proof.name}: {proof.message}", markup=False)
    console.print(f"{len(proofs) - len(broken)} examples hold, {len(broken)} do not, in {len(chosen)} packs")
    raise typer.Exit(1 if broken else 0)


@app.command()
def export(folder: Folder = None) -> None:
    """Print all packs as one YAML file that stock Presidio loads."""
    from notesafe.packs.export import export_packs

    sys.stdout.write(export_packs(pack for pack in _load(folder) if pack.info.default))


def _load(folder: Path | None) -> list[Pack]:
    try:
        return load_packs(folder)
    except NotesafeError as error:
        _fail(error)


def _pick(packs: list[Pack], name: str) -> Pack:
    found = next((pack for pack in packs if pack.name == name), None)
    if found is None:
        _fail(PackError(f"there is no pack '{name}'.{nearest(name, (pack.name for pack in packs))}"))
    return found


def _fail(error: NotesafeError) -> NoReturn:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red] {error}")
    raise typer.Exit(1)
