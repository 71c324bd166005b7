"""`Names`: where each redacted file goes; two with one name are numbered in the order of the input."""

from __future__ import annotations

from pathlib import PurePosixPath

__all__ = ["Names"]


class Names:
    """Gives out paths below the output folder. The same inputs in the same order get the same paths."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {"": ""}
        self._taken: set[str] = {".notesafe"}

    def give(self, relative: str, redacted: tuple[str, ...]) -> str:
        """Return the path for the file *relative*, whose folders and name were redacted to *redacted*."""
        folders = relative.split("/")[:-1]
        here = ""
        for depth, new in enumerate(redacted[:-1]):
            original = "/".join(folders[: depth + 1])
            if original not in self._folders:
                self._folders[original] = self._free(here, new)
            here = self._folders[original]
        return self._free(here, redacted[-1])

    def remember(self, relative: str, given: str) -> None:
        """Take note of a path that was given out before the run was stopped."""
        old, new = relative.split("/"), given.split("/")
        for depth in range(1, len(new)):
            folder = "/".join(new[:depth])
            self._folders["/".join(old[:depth])] = folder
            self._taken.add(folder.casefold())
        self._taken.add(given.casefold())

    def _free(self, folder: str, name: str) -> str:
        """Return *name* in *folder*, with a number if it is taken; case does not tell names apart."""
        path = PurePosixPath(folder) / name
        number = 2
        while str(path).casefold() in self._taken:
            path = PurePosixPath(folder) / f"{PurePosixPath(name).stem}_{number}{PurePosixPath(name).suffix}"
            number += 1
        self._taken.add(str(path).casefold())
        return str(path)
