"""What makes a change of files last."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["sync_folder"]


def sync_folder(folder: Path) -> None:
    """
    Make renames and deletions in *folder* last; Windows has no way and no need for it.

    Raises:
        OSError: The folder cannot be opened or written.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
