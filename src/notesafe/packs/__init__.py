"""
Recognizer packs: rules that are data, with their proof beside them.

A pack is a folder in `recognizers/` with a `recognizer.yaml` that stock Presidio
loads, a `pack.yaml` that says why the rule exists and shows what it finds and
what it leaves, and sometimes a list of terms. `recognizers/README.md` shows how
to write one.
"""

from notesafe.packs.load import choose_packs, load_pack, load_packs, packs_folder
from notesafe.packs.marks import parse_marks
from notesafe.packs.model import Examples, Pack, Pattern, Recognizer, Term

__all__ = [
    "Examples",
    "Pack",
    "Pattern",
    "Recognizer",
    "Term",
    "choose_packs",
    "load_pack",
    "load_packs",
    "packs_folder",
    "parse_marks",
]
