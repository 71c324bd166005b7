"""`Options`: how a run redacts; small, and can be sent to another process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from notesafe.dates import Order
from notesafe.formats import DEFAULT_LIMITS, Limits
from notesafe.known import Known
from notesafe.ledger import Key
from notesafe.policy import Policy

__all__ = ["Options", "model_checksum"]


@dataclass(frozen=True, slots=True, repr=False)
class Options:
    """What every process needs to know. Holds the key of the ledger: never shown, never written."""

    policy: Policy
    known: Known
    year: int
    nlp: str | None = None
    packs: str | None = None
    enable: tuple[str, ...] = ()
    ledger: Path | None = None
    key: Key | None = None
    domain: str = ""
    date_order: Order = "mdy"
    columns: frozenset[str] | None = None
    id_column: str | None = None
    subject_column: str | None = None
    encoding: str | None = None
    pdf: Literal["txt", "rebuild"] = "txt"
    part2_notice: bool = False
    limits: Limits = DEFAULT_LIMITS
    keep_log: bool = False
    digest_key: bytes = b""
    """For the digests in the journal."""

    def __repr__(self) -> str:
        return f"Options(policy={self.policy.name!r})"

    def identity(self) -> dict[str, Any]:
        """Return what must be the same for a run to go on: policy, rules, columns; no name and no key."""
        known = hashlib.blake2b(
            self.known.model_dump_json().encode("utf-8", "surrogatepass"), key=self.digest_key, digest_size=16
        ).hexdigest()
        return {
            "notesafe": version("notesafe"),
            "policy": self.policy.name,
            "policy_sha256": self.policy.digest,
            "known people": known,
            "packs enabled": sorted(self.enable),
            "own packs": _folder_digest(Path(self.packs)) if self.packs else None,
            "date order": self.date_order,
            "columns": sorted(self.columns) if self.columns is not None else None,
            "id column": self.id_column,
            "subject column": self.subject_column,
            "encoding": self.encoding,
            "pdf": self.pdf,
            "part2 notice": self.part2_notice,
            "domain": self.domain,
        }


def model_checksum(nlp: str | None) -> str:
    """Return the SHA-256 of the model's files: the one that ships, a folder, or an installed package."""
    if nlp is None:
        from notesafe.detect.model import model_path

        return _folder_digest(model_path())
    if Path(nlp).is_dir():
        return _folder_digest(Path(nlp))
    spec = find_spec(nlp) if nlp.isidentifier() else None
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return _folder_digest(Path(places[0])) if places else ""


def _folder_digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc"}:
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
