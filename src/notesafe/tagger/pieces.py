"""WordPiece, as BERT has it (Devlin et al. 2019): the longest known piece first, without regard to case or accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from notesafe.tagger.tokens import BLANK_LINE, LINE_END

__all__ = ["WordPieces"]

_MOST = 16  # pieces of one token; a longer one is no word


class WordPieces:
    """
    A vocabulary of word pieces.

    Args:
        vocabulary: The pieces in the order of their numbers; a piece that continues a word starts with `##`.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self._ids["[UNK]"]
        self.start = self._ids["[CLS]"]
        self.stop = self._ids["[SEP]"]
        self.mask = self._ids["[MASK]"]
        self.padding = self._ids["[PAD]"]
        self._special = {LINE_END: (self._ids["[unused1]"],), BLANK_LINE: (self._ids["[unused2]"],)}
        self.of = lru_cache(maxsize=65536)(self._of)
        """Return the numbers of the pieces of one token; at least one."""

    def __len__(self) -> int:
        return len(self._ids)

    def _of(self, token: str) -> tuple[int, ...]:
        special = self._special.get(token)
        if special is not None:
            return special
        word = token.lower()
        if not word.isascii():
            word = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")
        found: list[int] = []
        at = 0
        while at < len(word):
            end = len(word)
            while end > at:
                piece = self._ids.get(word[at:end] if at == 0 else "##" + word[at:end])
                if piece is not None:
                    break
                end -= 1
            else:
                return (self.unknown,)
            found.append(piece)
            at = end
        return tuple(found[:_MOST]) or (self.unknown,)
