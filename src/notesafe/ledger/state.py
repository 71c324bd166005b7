"""What a ledger remembers, as plain values, and its bytes."""

from __future__ import annotations

import json
import secrets
import zlib
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from notesafe.errors import LedgerError

__all__ = ["Document", "Person", "Room", "Scope", "State", "room_key"]

Scope = Literal["document", "subject", "study"]
"""How far a stand-in reaches: one note, all notes of a subject, or all notes of the study."""

_LARGEST = 2**30  # bytes of JSON


@dataclass(slots=True, repr=False)
class Person:
    """Someone real and who stands for them. Names are folded; one letter is an initial, "" is not known."""

    given: str = ""
    family: str = ""
    forms: list[str] = field(default_factory=list)
    """Every given name or nickname seen."""
    new_given: str = ""
    new_family: str = ""
    """Drawn names; a single letter until the whole is asked for."""
    middle: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, repr=False)
class Room:
    """The stand-ins that share one scope: no two people or things in it share one."""

    people: list[Person] = field(default_factory=list)
    resolved: dict[str, int] = field(default_factory=dict)
    """Given name and surname -> place in `people`: who was meant once is meant for good."""
    families: dict[str, str] = field(default_factory=dict)
    """Surname -> stand-in, so that relatives keep a surname in common."""
    things: dict[str, dict[str, str]] = field(default_factory=dict)
    """Kind -> what it was -> stand-in."""
    surfaces: dict[str, str] = field(default_factory=dict)
    """What was written -> what stood there: the way back."""
    index: dict[str, list[int]] = field(default_factory=dict)
    """Given name or surname -> places in `people`; made anew when the ledger is opened."""

    def plain(self) -> dict[str, Any]:
        """Return the room as plain values, without what can be made anew."""
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "index"}
        return {**values, "people": [{f.name: getattr(p, f.name) for f in fields(p)} for p in self.people]}


@dataclass(slots=True, repr=False)
class Document:
    """The way back for one document, kept only if it was asked for."""

    digest: str
    """SHA-256 of the redacted text."""
    pieces: list[tuple[int, str, str]]
    """Where in the redacted text, what stands there, what stood there."""


@dataclass(slots=True, repr=False)
class State:
    """Everything in a ledger."""

    scope: Scope = "study"
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    """Drawn when the ledger is made; stays through changes of key and content."""
    rooms: dict[str, Room] = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    """Domain and subject -> days."""
    seen: set[str] = field(default_factory=set)
    """Every part of a real name that was met or told of; never drawn."""
    documents: dict[str, list[Document]] = field(default_factory=dict)
    """Document -> what was made of it, the latest last."""
    exports: dict[str, list[str]] = field(default_factory=dict)
    """Domain -> labels of the exports that used it."""
    clashes: int = 0
    """Real names that were met only after they had been drawn for someone else."""

    def to_bytes(self) -> bytes:
        """Return the state, compressed."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        plain["seen"] = sorted(self.seen)
        plain["rooms"] = {key: room.plain() for key, room in self.rooms.items()}
        plain["documents"] = {
            key: [[entry.digest, entry.pieces] for entry in entries] for key, entries in self.documents.items()
        }
        text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))  # ASCII carries lone surrogates
        return zlib.compress(text.encode("ascii"), 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> State:
        """
        Return the state in *data*.

        Raises:
            LedgerError: It is not one; the message quotes nothing.
        """
        try:
            unpack = zlib.decompressobj()
            text = unpack.decompress(data, _LARGEST)
            if unpack.unconsumed_tail or not unpack.eof:
                raise ValueError("size")
            plain: dict[str, Any] = json.loads(text)
            if plain["scope"] not in get_args(Scope):
                raise ValueError("scope")
            return cls(
                scope=plain["scope"],
                id=str(plain.get("id", "")),  # a ledger of before 2026-11-26 has none
                rooms={key: _room(room) for key, room in plain["rooms"].items()},
                offsets={str(key): int(days) for key, days in plain["offsets"].items()},
                seen=set(plain["seen"]),
                documents={
                    key: [
                        Document(str(digest), [(int(a), str(b), str(c)) for a, b, c in pieces])
                        for digest, pieces in entries
                    ]
                    for key, entries in plain["documents"].items()
                },
                exports={key: list(labels) for key, labels in plain["exports"].items()},
                clashes=int(plain["clashes"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
            raise LedgerError(
                f"the ledger opened, but its content does not fit ({type(error).__name__}). Restore it from a backup."
            ) from None


def room_key(domain: str, level: Scope, of: str) -> str:
    """Return the key of a room: its domain, its scope, and whose it is."""
    return json.dumps([domain, level, of], ensure_ascii=True)


def _room(plain: dict[str, Any]) -> Room:
    people = [Person(**person) for person in plain.pop("people")]
    return Room(people=people, **plain)
