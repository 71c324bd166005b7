"""
notesafe's own model: a small transformer that marks people, places, facilities, substances, dates and numbers.

It reads words with what their spelling and the word lists say of them, and runs
on onnxruntime; no torch, no spaCy. `notesafe.train` makes it.
"""

from notesafe.tagger.features import FEATURES, featurise
from notesafe.tagger.labels import LABELS, TAGS
from notesafe.tagger.pieces import WordPieces
from notesafe.tagger.tagger import Tagged, Tagger, load_tagger
from notesafe.tagger.tokens import Token, read_tokens

__all__ = [
    "FEATURES",
    "LABELS",
    "TAGS",
    "Tagged",
    "Tagger",
    "Token",
    "WordPieces",
    "featurise",
    "load_tagger",
    "read_tokens",
]
