"""`shown_symbol()`: the character that a symbol of a Word document shows, so that it can be read as part of a word."""

from __future__ import annotations

from notesafe.errors import FormatError
from notesafe.formats.fonts import is_known_font

__all__ = ["UNKNOWN", "shown_symbol"]

UNKNOWN = "\u25aa"
"""Stands for a picture that has no character here: ▪."""
_PICTURE_FONTS = (
    "wingdings",
    "webdings",
    "zapf",
    "itc zapf",
    "monotype sorts",
    "marlett",
    "ms outlook",
    "bookshelf symbol",
)
# Source of both tables: Unicode's mappings of the Adobe Symbol and Microsoft Wingdings encodings.
_SYMBOL = dict(
    zip(
        (*range(0x20, 0x7F), *range(0xA2, 0xC0), *range(0xD1, 0xD5), 0xE5),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐―↵" + "∇®©™" + "∑",
        strict=True,
    )
)
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x76: "❖",
    0xA7: UNKNOWN, 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def shown_symbol(font: str, code: str) -> str:
    """
    Return the character that the symbol *code*, four hexadecimal digits, shows in *font*.

    Codes from F000 to F0FF are those of the font's own 256 characters: letters in
    a font of letters, Greek in Symbol, pictures in Wingdings.

        >>> shown_symbol("Times New Roman", "F069"), shown_symbol("Symbol", "F061"), shown_symbol("Wingdings", "F0FE")
        ('i', 'α', '☑')

    Raises:
        FormatError: The font is not known, and the symbol may be a letter or a digit in it.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    name = font.strip().lower().replace("-", " ")
    own = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    if name.startswith(_PICTURE_FONTS):
        return _WINGDINGS.get(own, UNKNOWN) if name in {"wingdings", "wingdings regular"} else UNKNOWN
    if name in {"symbol", "symbol mt"}:
        return _SYMBOL.get(own, UNKNOWN)
    if 0xE000 <= own <= 0xF8FF or own < 0x20 or 0xD800 <= own <= 0xDFFF or own > 0x10FFFF:
        return UNKNOWN
    if own == number:
        return chr(number)
    letter = bytes([own]).decode("cp1252", "replace")
    if is_known_font(font):
        return letter if letter != "\ufffd" else UNKNOWN
    if letter.isalnum():
        raise FormatError(
            "docx: a symbol of a font that is not known may stand for a letter. Type it as a letter, or take it out."
        )
    return UNKNOWN
