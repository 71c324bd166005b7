"""Fonts whose names are no one's: any other may be a person's or a company's."""

from __future__ import annotations

__all__ = ["is_known_font"]

_KNOWN = frozenset(
    """aptos arial batang calibri cambria candara century consolas constantia corbel courier dengxian ebrima fangsong
    futura garamond georgia helvetica impact kaiti latha leelawadee liberation mangal meiryo menlo monaco mingliu nsimsun
    optima palatino pmingliu rockwell roboto segoe simhei simsun sylfaen symbol tahoma times trebuchet tunga verdana vrinda
    webdings wingdings noto lato carlito caladea dejavu gulim dotum malgun yu ms book open linotype lucida franklin gill
    bookman cooper copperplate didot baskerville geneva comic""".split()  # noqa: SIM905 - words read better as words
)
_STYLES = frozenset(
    """antiqua black bold condensed console display extended gothic handwriting italic jhenghei light mincho mono narrow new
    old pro regular roman sans schoolbook semibold serif style symbols typewriter ui unicode yahei mt math 2 3 medium
    demi heavy cn uni code microsoft han cjk sc tc jp kr emoji body headings bidi cs nova""".split()  # noqa: SIM905 - words read better as words
)


def is_known_font(name: str) -> bool:
    """
    Return whether every word of *name* is that of a common font.

        >>> is_known_font("Times New Roman"), is_known_font("Gail Sans")
        (True, False)
    """
    words = name.lower().replace("-", " ").replace("@", "").replace(";", " ").replace(",", " ").split()
    return bool(words) and words[0] in _KNOWN | {"microsoft"} and all(word in _KNOWN | _STYLES for word in words)
