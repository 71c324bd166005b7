"""Who is who across a study: stand-ins and date offsets, drawn at random, remembered, kept encrypted."""

from notesafe.ledger.asks import Ask, Asks, Memory
from notesafe.ledger.keys import Key, Keyring, create_key_file, create_keyring_entry
from notesafe.ledger.ledger import Ledger, LedgerLinkWarning
from notesafe.ledger.place import Place
from notesafe.ledger.restore import restore
from notesafe.ledger.state import Scope

__all__ = [
    "Ask",
    "Asks",
    "Key",
    "Keyring",
    "Ledger",
    "LedgerLinkWarning",
    "Memory",
    "Place",
    "Scope",
    "create_key_file",
    "create_keyring_entry",
    "restore",
]
