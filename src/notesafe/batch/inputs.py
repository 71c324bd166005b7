"""`find_inputs()`: which files a run reads, in which order, and which it refuses."""

from __future__ import annotations

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from notesafe.errors import BatchError
from notesafe.formats import FORMATS, Format

__all__ = ["Item", "Plan", "Refused", "find_inputs"]

_BY_SUFFIX: dict[str, Format] = {suffix: row for row in FORMATS.values() for suffix in row.suffixes}
_LINK_OUT = "a link out of the folder; nothing behind it was read. Pass its target itself"
_LINK_IN = "a link; what it points to is read in its own place"


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One file to be read. Its repr shows no name."""

    number: int
    """1 for the first, in the order of the relative paths."""
    path: Path
    relative: str
    """Path below the folder that was passed, with `/`."""
    kind: str
    """A key of `FORMATS`."""
    table: bool
    size: int
    """Bytes."""
    passed: bool
    """Whether the caller named this very file, so that its name may be shown."""
    subject: str | None = None

    def __repr__(self) -> str:
        return f"Item({self.id}, {self.kind}, {self.size:,} bytes)"

    @property
    def id(self) -> str:
        """What reports call it: `d000017`. Says nothing of its name."""
        return f"d{self.number:06}"

    @property
    def shown(self) -> str:
        """What a message calls it: its name, if the caller wrote that, else its id."""
        return self.path.name if self.passed else self.id


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not read, and why."""

    shown: str
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """What a run reads."""

    items: tuple[Item, ...]
    refused: tuple[Refused, ...]
    hidden: int = 0
    """Files and folders whose names begin with a dot; they are passed over."""

    def __repr__(self) -> str:
        return f"Plan({len(self.items)} files, {len(self.refused)} refused)"

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(item.size for item in self.items)

    @property
    def formats(self) -> dict[str, int]:
        """Files by format."""
        return dict(sorted(Counter(item.kind for item in self.items).items()))

    def digest(self, key: bytes) -> str:
        """Return a keyed digest of which files these are, for the journal."""
        text = "\0".join(f"{item.relative}\0{item.subject}" for item in self.items)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=16).hexdigest()


def find_inputs(
    inputs: Sequence[str | Path], out: str | Path, *, subject_of: Callable[[Path], str | None] | None = None
) -> Plan:
    """
    Return the files in *inputs*, sorted by their paths below what was passed.

    Args:
        inputs: Files, folders (read to the bottom) and patterns such as `notes/**/*.docx`.
        out: The output folder; may not lie inside an input, nor an input inside it.
        subject_of: Says whose a file is, from its path below what was passed.

    Raises:
        BatchError: Nothing to read, a name that does not exist, or *out* overlaps an input.
    """
    if isinstance(inputs, str | Path):
        inputs = [inputs]
    target = Path(os.path.realpath(out))
    found: list[tuple[str, Path, bool]] = []
    refused: list[Refused] = []
    hidden = 0
    for root, passed in _roots(inputs):
        _check_apart(root, target)
        if not root.is_dir():
            found.append((root.name, root, passed))
            continue
        for path, problem in _walk(root):
            if problem is None:
                found.append((path.relative_to(root).as_posix(), path, False))
            elif problem:
                refused.append(Refused(f"{root.name}, entry {len(refused) + 1}", problem))
            else:
                hidden += 1
    return _planned(found, refused, hidden, subject_of)


def _planned(
    found: list[tuple[str, Path, bool]],
    refused: list[Refused],
    hidden: int,
    subject_of: Callable[[Path], str | None] | None,
) -> Plan:
    items: list[Item] = []
    seen: set[str] = set()
    for relative, path, passed in sorted(found, key=lambda row: (row[0], str(row[1]))):
        real = os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        number = len(items) + 1
        row = _BY_SUFFIX.get(path.suffix.lower())
        problem = "this kind of file is not read" if row is None else None
        size = 0
        try:
            size = path.stat().st_size
        except OSError as error:
            problem = f"cannot be read ({type(error).__name__})"
        if row is None or problem:
            name = path.name if passed else f"a {path.suffix.lower()[:6] or 'file'} file, after d{number - 1:06}"
            refused.append(Refused(name, problem or ""))
            continue
        subject = subject_of(Path(relative)) if subject_of is not None else None
        items.append(Item(number, path, relative, row.name, row.table, size, passed, subject))
    if not items and not refused:
        raise BatchError("there is nothing to read. Pass files, folders or patterns.")
    return Plan(tuple(items), tuple(refused), hidden)


def _roots(inputs: Sequence[str | Path]) -> Iterator[tuple[Path, bool]]:
    """Yield each file or folder that was passed, and whether its name was written out."""
    for entry in inputs:
        path = Path(entry)
        if path.exists():
            yield path, True
            continue
        matches = sorted(glob.glob(str(entry), recursive=True)) if glob.has_magic(str(entry)) else []
        if not matches:
            raise BatchError(f"there is no file, folder or match for '{entry}'.")
        files = [Path(match) for match in matches]
        yield from ((file, False) for file in files if not file.is_dir())


def _walk(root: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield each file below *root* with None, the reason why it is refused, or "" if it is passed over."""
    base = os.path.realpath(root)
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in [*folders, *sorted(names)]:
            path = Path(folder) / name
            if path.is_symlink():
                inside = os.path.realpath(path).startswith(base + os.sep)
                yield path, _LINK_IN if inside else _LINK_OUT
            elif name.startswith("."):
                yield path, ""
            elif name in names:
                yield path, None if path.is_file() else "no ordinary file"
        folders[:] = [name for name in folders if not name.startswith(".") and not (Path(folder) / name).is_symlink()]


def _check_apart(root: Path, target: Path) -> None:
    real = Path(os.path.realpath(root))
    if root.is_dir() and (target == real or target.is_relative_to(real)):
        raise BatchError("the output folder lies inside an input folder. Name one outside it.")
    if real.is_relative_to(target):
        raise BatchError("an input lies inside the output folder. Name another output folder.")
