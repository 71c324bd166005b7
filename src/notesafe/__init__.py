"""
notesafe takes the people, places and substances out of therapy and recovery notes.

    from notesafe import redact
    print(redact("Gail, my sponsor, called about 90 days clean.").text)

It lowers risk; it does not make notes anonymous. Importing it loads no model,
opens no socket and installs no log handler: everything heavy comes on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notesafe.batch import redact_files, redact_table
    from notesafe.detect.model import model_path
    from notesafe.errors import (
        BatchError,
        FormatError,
        KnownError,
        LedgerError,
        ModelError,
        NotesafeError,
        PackError,
        PolicyError,
        RedactionError,
        VerifyError,
    )
    from notesafe.explain import Explanation
    from notesafe.known import Known, KnownPerson
    from notesafe.ledger import Keyring, Ledger, LedgerLinkWarning, restore
    from notesafe.note import Note
    from notesafe.packs import load_packs
    from notesafe.policy import Policy, load_policy
    from notesafe.redaction import Redaction
    from notesafe.redactor import Redactor, redact
    from notesafe.spans import Span

    __version__: str

__all__ = [
    "BatchError",
    "Explanation",
    "FormatError",
    "Keyring",
    "Known",
    "KnownError",
    "KnownPerson",
    "Ledger",
    "LedgerError",
    "LedgerLinkWarning",
    "ModelError",
    "Note",
    "NotesafeError",
    "PackError",
    "Policy",
    "PolicyError",
    "Redaction",
    "RedactionError",
    "Redactor",
    "Span",
    "VerifyError",
    "__version__",
    "load_packs",
    "load_policy",
    "model_path",
    "redact",
    "redact_files",
    "redact_table",
    "restore",
]

_HOMES = {
    "Explanation": "explain",
    "Known": "known",
    "KnownPerson": "known",
    "Keyring": "ledger",
    "Ledger": "ledger",
    "LedgerLinkWarning": "ledger",
    "Note": "note",
    "Policy": "policy",
    "Redaction": "redaction",
    "Redactor": "redactor",
    "Span": "spans",
    "load_packs": "packs",
    "load_policy": "policy",
    "model_path": "detect.model",
    "redact": "redactor",
    "redact_files": "batch",
    "redact_table": "batch",
    "restore": "ledger",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name == "__version__":
        from importlib.metadata import version

        return version("notesafe")
    if name not in __all__:
        raise AttributeError(f"module 'notesafe' has no attribute '{name}'")
    return getattr(import_module(f"notesafe.{_HOMES.get(name, 'errors')}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
