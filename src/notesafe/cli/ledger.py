"""`notesafe ledger create|show|rotate|destroy`, and `notesafe restore`."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_args

import typer
from rich.console import Console
from rich.table import Table

from notesafe.errors import LedgerError, NotesafeError

if TYPE_CHECKING:
    from notesafe.ledger import Key, Ledger

__all__ = ["KeyFile", "KeyringName", "LedgerFile", "app", "key_of", "opened", "restore"]

app = typer.Typer(help="Make, look at, re-key and destroy a ledger: who is who across a study.", no_args_is_help=True)

_ENVIRONMENT = "NOTESAFE_LEDGER_PASSPHRASE"
Path_ = Annotated[Path, typer.Argument(help="The ledger.", metavar="LEDGER")]
LedgerFile = Annotated[
    Path | None, typer.Option("--ledger", "-l", help="Keep stand-ins and date offsets the same over a study.")
]
KeyFile = Annotated[Path | None, typer.Option("--key-file", help="File with the key; else a passphrase is asked for.")]
KeyringName = Annotated[str | None, typer.Option("--keyring", help="Entry of the system's keyring with the key.")]


@app.command()
def create(
    ledger: Path_,
    key_file: KeyFile = None,
    keyring: KeyringName = None,
    scope: Annotated[
        str, typer.Option("--scope", help="How far a stand-in reaches: study, subject, document.")
    ] = "study",
) -> None:
    """Make a new, empty ledger. A key file or keyring entry that is not there yet is made too."""
    from notesafe.ledger import Keyring, Ledger, Scope, create_key_file, create_keyring_entry

    if scope not in get_args(Scope):
        raise typer.BadParameter(f"--scope is one of {', '.join(get_args(Scope))}.")
    with _Errors():
        if ledger.exists():
            raise LedgerError(f"'{ledger.name}' exists already; it was left as it is. Choose another name.")
        if key_file is not None and not key_file.exists():
            create_key_file(key_file)
        if keyring is not None:
            create_keyring_entry(Keyring(keyring))
        Ledger.create(ledger, key=key_of(key_file, keyring, twice=True), scope=scope).close()  # type: ignore[arg-type]
    _say(f"made {ledger.name}. Keep the key elsewhere: without it nothing comes back, with it everything does.")


@app.command()
def show(
    ledger: Path_,
    key_file: KeyFile = None,
    keyring: KeyringName = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Print who stands for whom. Real names on the screen.")
    ] = False,
) -> None:
    """Print counts: people, things, subjects, documents, exports. No name, unless --reveal."""
    from notesafe.ledger import Ledger

    console = Console(highlight=False)
    with _Errors(), Ledger.open(ledger, key=key_of(key_file, keyring), read_only=True) as opened_ledger:
        for name, value in opened_ledger.summary().items():
            console.print(f"{name}: {_plain(value)}", markup=False)
        if reveal:
            table = Table("stands in", "for")
            for room in opened_ledger.memory.rooms.values():
                for new, old in sorted(room.surfaces.items()):
                    table.add_row(new, old)
            console.print(table, markup=False)


@app.command()
def rotate(
    ledger: Path_,
    key_file: KeyFile = None,
    keyring: KeyringName = None,
    new_key_file: Annotated[Path | None, typer.Option("--new-key-file", help="The new key; made if not there.")] = None,
    new_keyring: Annotated[str | None, typer.Option("--new-keyring", help="A new entry of the keyring.")] = None,
) -> None:
    """Lock the ledger with a new key. Old copies of the file still open with the old one."""
    from notesafe.ledger import Keyring, Ledger, create_key_file, create_keyring_entry

    with _Errors(), Ledger.open(ledger, key=key_of(key_file, keyring)) as opened_ledger:
        if new_key_file is not None and not new_key_file.exists():
            create_key_file(new_key_file)
        if new_keyring is not None:
            create_keyring_entry(Keyring(new_keyring))
        opened_ledger.rotate(key_of(new_key_file, new_keyring, twice=True, what="new passphrase", environment=False))
    _say(f"{ledger.name} opens with the new key only.")


@app.command()
def destroy(
    ledger: Path_,
    key_file: KeyFile = None,
    keyring: KeyringName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the ledger. Destroy the key and all backups too: only then is there no way back."""
    from notesafe.ledger import Ledger

    if not yes:
        typer.confirm(f"Delete {ledger.name}? There is no way back.", abort=True)
    with _Errors(), Ledger.open(ledger, key=key_of(key_file, keyring)) as opened_ledger:
        opened_ledger.destroy()
    _say(f"{ledger.name} is gone. Destroy its key and every copy.")


def restore(
    file: Annotated[Path, typer.Argument(help="A redacted text, or - for standard input.", metavar="FILE|-")],
    ledger: Annotated[Path, typer.Option("--ledger", "-l", help="The ledger of that run.")],
    key_file: KeyFile = None,
    keyring: KeyringName = None,
    document: Annotated[
        str | None, typer.Option("--document", help="The name of the note; needed for tags in a text that was edited.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file. Default: standard output.")] = None,
) -> None:
    """Put the originals back into a text that came back from a reviewer or a language model."""
    from notesafe.cli.files import check_output, read_note, write_text
    from notesafe.ledger import Ledger
    from notesafe.ledger import restore as put_back

    with _Errors():
        check_output([file], output)
        note = read_note(file)
        with Ledger.open(ledger, key=key_of(key_file, keyring), read_only=True) as opened_ledger:
            text = put_back(note.text, opened_ledger, document=document)
        write_text(note, text, output)


def opened(
    path: Path | None, key_file: Path | None, keyring: str | None, *, export: str = "", domain: str = ""
) -> Ledger | None:
    """
    Return the ledger in *path*, open for writing; None without a path. A second export is said on standard error.

    Raises:
        LedgerError: It does not open.
    """
    from notesafe.ledger import Ledger

    if path is None:
        return None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ledger = Ledger.open(path, key=key_of(key_file, keyring), export=export, domain=domain)
    for warning in caught:
        _say(f"[yellow]warning[/yellow] {warning.message}")
    return ledger


def key_of(
    key_file: Path | None,
    keyring: str | None,
    *,
    twice: bool = False,
    what: str = "passphrase",
    environment: bool = True,
) -> Key:
    """Return the key: the file, the keyring entry, the environment variable, or what is typed, in this order."""
    from notesafe.ledger import Keyring

    if key_file is not None:
        return key_file
    if keyring is not None:
        return Keyring(keyring)
    typed = os.environ.get(_ENVIRONMENT) if environment else None
    return typed or str(typer.prompt(what.capitalize(), hide_input=True, confirmation_prompt=twice, err=True))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} ({len(labels)}: {', '.join(labels)})" for name, labels in value.items()) or "none"
    return str(value)


def _say(text: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(text)


class _Errors:
    """Turns an error into its message and exit code 1."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, NotesafeError):
            self._fail(error)

    def _fail(self, error: NotesafeError) -> NoReturn:
        _say(f"[red]error[/red] {error}")
        raise typer.Exit(1)
