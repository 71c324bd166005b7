"""Packed files, unpacked within limits, and packed again without a date or a name of a machine."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from notesafe.errors import FormatError
from notesafe.formats.limits import MEGABYTE, Limits

__all__ = ["pack", "unpack"]

_EPOCH = (1980, 1, 1, 0, 0, 0)


def unpack(data: bytes, kind: str, limits: Limits) -> dict[str, bytes]:
    """
    Return the members by name, in the order of the file.

    Raises:
        FormatError: Not a zip, cut off, encrypted, a name twice, or over a limit: the sizes that count are
            those that come out, not those the file states.
    """
    members: dict[str, bytes] = {}
    left = limits.max_uncompressed
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            if len(infos) > limits.max_members:
                raise FormatError(f"{kind}: {len(infos):,} members, over the limit of {limits.max_members:,}.")
            for info in infos:
                if info.is_dir():
                    continue
                if info.flag_bits & 0x1:
                    raise FormatError(f"{kind}: encrypted. Save it without a password first.")
                if info.filename in members:
                    raise FormatError(
                        f"{kind}: a member stands twice, and readers disagree which counts. Save it again."
                    )
                allowed = min(left, max(MEGABYTE, info.compress_size * limits.max_ratio))
                with packed.open(info) as member:
                    content = member.read(allowed + 1)
                if len(content) > allowed:
                    raise FormatError(
                        f"{kind}: unpacks to more than {allowed:,} bytes, which looks like a zip bomb. "
                        "If it is none, pass Limits(max_uncompressed=..., max_ratio=...)."
                    )
                left -= len(content)
                members[info.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise FormatError(
            f"{kind}: cut off or damaged ({type(error).__name__}). Open it in its program and save it again."
        ) from None
    return members


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of *members*, the same bytes for the same members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            packed.writestr(info, content)
    return out.getvalue()
