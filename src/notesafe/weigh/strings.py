"""Other mentions of a sure name in the letters of a note: initials, spelled out, over a line end, in handles and file names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notesafe.lexicons import allow_terms, fold, ordinary_words
from notesafe.weigh.mentions import Mention, is_numbered
from notesafe.weigh.persons import Forms
from notesafe.words import Word, words_within

__all__ = ["find_strings"]

_INITIALS = re.compile(r"(?<![\w.@&/'-])([A-Za-z])(\.? ?)([A-Za-z])(\.(?!\w)|(?![\w.@&/-])|(?=\.(?:\s|$)))")
_SPELLED = re.compile(r"(?<![^\W_])[A-Za-z](?:(?: |\. ?|-| - )[A-Za-z]){2,24}(?![^\W_]|'[a-z])")
_BROKEN = re.compile(r"(?<![^\W_])([^\W\d_]+)-[ \t]{0,2}\n[ \t]{0,8}([^\W\d_]+)")
_TOKEN = re.compile(r"(?<![\w@])[@#]?\w[\w.+-]*(?:@[\w.-]+)?")
_CHUNK = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])|[A-Z]")
_GLUED_DIGIT = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_EXTENSIONS = frozenset(
    ["pdf", "doc", "docx", "txt", "rtf", "odt", "md", "jpg", "jpeg", "png", "heic", "gif", "mov", "mp", "wav", "csv",
     "xls", "xlsx", "ppt", "pptx", "zip", "eml", "msg", "vcf", "ics", "tif", "tiff", "htm", "html", "json", "xml"]
)  # fmt: skip
_FELLOWSHIPS = frozenset(["aa", "na", "ca", "ga", "oa", "ma", "sa", "da", "ha", "ea", "la"])
_DEGREES = frozenset(["jd", "md", "do", "pa", "rn", "np", "ma", "ba", "bs", "ms", "dc", "ed", "pt", "ot", "cp"])
_ABBREVIATIONS = frozenset(
    ["am", "pm", "us", "uk", "po", "od", "si", "hi", "gi", "er", "ed", "or", "iv", "im", "bp", "hr", "rr", "tx", "rx",
     "dx", "hx", "sx", "fx", "px", "ua", "ud", "uc", "tv", "id", "dv", "cm", "dr", "mr", "ms", "st", "jr", "sr", "vs",
     "re", "ie", "eg", "ot", "pt", "ct", "cc", "fu", "gp", "op", "oz", "mg", "ml", "kg", "lb", "nc", "sc", "nd", "sd",
     "mi", "mn", "ny", "nj", "ok", "oh", "in", "id", "ca", "co", "fl", "va", "wa", "wi", "wv", "la", "ga", "al", "ar",
     "az", "ct", "de", "hi", "il", "ia", "ks", "ky", "me", "md", "ma", "ms", "mo", "mt", "ne", "nv", "nh", "nm", "or",
     "pa", "ri", "tn", "tx", "ut", "vt", "wy", "dc", "ps", "pc", "cd", "dj", "pe", "pr", "bc", "ad", "nr", "no", "hs"]
)  # fmt: skip
_DOTTED = frozenset(
    ["am", "pm", "us", "uk", "po", "od", "or", "iv", "im", "id", "dc", "ie", "eg", "ps", "pc", "ua", "tv", "dv", "ny",
     "nj", "sc", "nc", "nd", "sd", "pt", "ct", "er", "md", "pa", "dr", "mr", "ms", "st", "jr", "sr", "vs", "no"]
)  # fmt: skip
"""Of these, the ones that are written with full stops too."""
_DEGREE_BEFORE = re.compile(
    r"(?:\b[A-Z][\w'-]*\.?, |\b(?i:a|an|his|her|their|my|your|the|of|earned|holds|finish(?:ed|ing)?|complet(?:ed|ing)|got|getting) )$"
)
_DEGREE_AFTER = re.compile(
    r",? (?:degree|program|school|candidate|student|class|from|in law|diploma|exam|and mba|/)", re.IGNORECASE
)
_CUE_BEFORE = re.compile(
    r"\b(?:with|told|tells|asked|asks|called|texted|texts|saw|met|thanks|thank|hey|dear|from|by|sponsor|sponsee|peer|"
    r"client|pt|patient|friend|buddy|roommate|boyfriend|girlfriend|husband|wife|partner|brother|sister|mom|dad|mother|"
    r"father|son|daughter|cousin|uncle|aunt|counselor|therapist|homie|neighbor) $",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    r"\b(?:sponsor|sponsee|peer|client|patient|friend|roommate|boyfriend|girlfriend|husband|wife|brother|sister) $",
    re.IGNORECASE,
)
_SPEECH = re.compile(r" (?:said|says|told|tells|asked|asks|called|calls|texted|texts)\b", re.IGNORECASE)
_CUE_AFTER = re.compile(
    r"(?:'s\b| (?:said|says|told|tells|asked|asks|called|calls|texted|texts|reports|reported|states|stated|denies|"
    r"denied|shared|was|is|has|had|came|comes|went|goes|left|relapsed|wants|wanted|feels|felt)\b)",
    re.IGNORECASE,
)
_LOOK = 16  # characters before that are looked at for a cue


def find_strings(text: str, words: Sequence[Word], forms: Forms) -> Iterator[Mention]:
    """Yield initials, spelled and broken names, and whole strings built from a name."""
    if forms.initials:
        yield from _initials(text, words, forms)
    yield from _spelled(text, forms)
    yield from _broken(text, forms)
    yield from _tokens(text, forms)


def _initials(text: str, words: Sequence[Word], forms: Forms) -> Iterator[Mention]:
    """Yield `J.D.`, `J. D.`, `JD`; `jd` and what abbreviates something else only beside a word for people."""
    for match in _INITIALS.finditer(text):
        letters = (match[1] + match[3]).lower()
        who = forms.initials.get(letters)
        if who and _meant(text, words, match, letters):
            yield match.start(), match.end(), who


def _meant(text: str, words: Sequence[Word], match: re.Match[str], letters: str) -> bool:
    if letters in _FELLOWSHIPS or is_numbered(text, letters, match.end()):
        return False
    before, after = text[max(0, match.start() - _LOOK) : match.start()], text[match.end() : match.end() + _LOOK]
    if (
        letters in _DEGREES
        and not _SPEECH.match(after)
        and (_DEGREE_BEFORE.search(before) or _DEGREE_AFTER.match(after))
    ):
        return False
    upper = match[1].isupper() and match[3].isupper()
    dotted = "." in match[2]
    known = letters in _ABBREVIATIONS or letters in allow_terms() or letters in ordinary_words()
    if known and letters not in _DEGREES - _ABBREVIATIONS and (not (upper and dotted) or letters in _DOTTED):
        return bool(_ROLE_BEFORE.search(before) or _SPEECH.match(after))
    inside = words_within(words, match.start(), match.end())
    if upper and (dotted or (not match[2] and not any(word.shouted for word in inside))):
        return True
    if match[2] == " ":
        return upper and bool(_ROLE_BEFORE.search(before) or _SPEECH.match(after))
    return bool(_CUE_BEFORE.search(before) or _CUE_AFTER.match(after))


def _spelled(text: str, forms: Forms) -> Iterator[Mention]:
    """Yield `t a w a n d a`, `M-A-R-I`, `m. a. r. i.`, without a letter before that belongs to the sentence."""
    for match in _SPELLED.finditer(text):
        places = [i for i in range(match.start(), match.end()) if text[i].isalpha()]
        letters = "".join(text[i].lower() for i in places)
        count = len(letters)
        for length in range(count, 2, -1):
            hits = [
                (at, _told(letters[at : at + length], forms))
                for at in range(count - length + 1)
                if _told(letters[at : at + length], forms)
            ]
            if hits:
                at, who = hits[0]
                yield places[at], places[at + length - 1] + 1, who
                break


def _told(folded: str, forms: Forms) -> set[int]:
    return forms.parts.get(folded) or forms.glued.get(folded) or forms.short.get(folded) or set()


def _broken(text: str, forms: Forms) -> Iterator[Mention]:
    """Yield names hyphenated over a line break."""
    for match in _BROKEN.finditer(text):
        joined = fold(match[1] + match[2])
        who = forms.parts.get(joined) or forms.short.get(joined)
        if who and (joined not in ordinary_words() or match[1][0].isupper()):
            yield match.start(), match.end(), who


def _tokens(text: str, forms: Forms) -> Iterator[Mention]:
    """Yield every handle, e-mail local part and file name that is built from a sure name, whole."""
    for match in _TOKEN.finditer(text):
        token = match.group().rstrip(".+-")
        end = match.start() + len(token)
        if not token[1:].isalpha() or token[0] in "@#":
            who = _built_from(token, forms)
        else:
            who = forms.glued.get(fold(token)) or (set() if token[1:].islower() else _camel(token, forms))
        if who:
            yield match.start(), end, who


def _camel(token: str, forms: Forms) -> set[int]:
    """Return whose name `MarisolTrujillo` is."""
    chunks = [fold(chunk) for chunk in _CHUNK.findall(token)]
    if len(chunks) < 2 or token.isupper() or not all(chunk in forms.parts for chunk in chunks):
        return set()
    return set.intersection(*(forms.parts[chunk] for chunk in chunks))


def _built_from(token: str, forms: Forms) -> set[int]:
    """Return the subjects whose name is in the string, if all of it may go."""
    local = token.partition("@")[0] if token[0] != "@" else token[1:]
    chunks = [fold(chunk) for chunk in _CHUNK.findall(local)]
    hits = [(chunk, _chunk_of(chunk, forms)) for chunk in chunks]
    named = [(chunk, who) for chunk, who in hits if who]
    if not named:
        return set()
    who = set.intersection(*(w for _, w in named)) or named[0][1]
    letters = {part[0] for subject in who for part in forms.pairs.get(subject, ())}
    sure = [chunk for chunk, _ in named if chunk not in ordinary_words()]
    others = [chunk for chunk, found in hits if not found]
    initials = [chunk for chunk in others if len(chunk) == 1 and chunk in letters]
    if not sure and not (len(named) > 1 or initials):
        return set()  # grace_period.pdf
    strong = "_" in token or "@" in token or "+" in token or token[0] == "#" or _GLUED_DIGIT.search(token)
    rest = [chunk for chunk in others if chunk not in initials]
    plain = all(chunk in _EXTENSIONS for chunk in rest)
    filed = bool(chunks) and chunks[-1] in _EXTENSIONS and "." in local
    alone = len(chunks) == 1 and not _GLUED_DIGIT.search(token) and token[0] not in "@#" and "@" not in token
    if alone and "_" not in token:
        return set()  # a word and a number behind a hyphen; the word is marked as one
    return who if strong or filed or plain else set()


def _chunk_of(chunk: str, forms: Forms) -> set[int]:
    if len(chunk) < 3:
        return set()
    told = forms.parts.get(chunk) or forms.glued.get(chunk)
    return told or (forms.short.get(chunk, set()) if chunk not in ordinary_words() else set())
