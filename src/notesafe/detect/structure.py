"""Names by the form of the note: `Bob S.`, initials, speaker labels, rosters, letters spelled out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from notesafe.detect.reading import Evidence, Reading
from notesafe.lexicons import allow_terms, ordinary_words, word_names
from notesafe.weights import weight
from notesafe.words import DEGREE, is_apostrophe_name

__all__ = [
    "find_apostrophes",
    "find_first_and_initial",
    "find_initials",
    "find_listed",
    "find_rosters",
    "find_signatures",
    "find_signed_off",
    "find_speaker_labels",
    "find_spelled_out",
]

_FIRST_INITIAL = re.compile(r"\b([^\W\d_]{2,}(?:-[^\W\d_]+)?) ([A-Za-z])(\.|\b)(?![-'/&\w])(?! ?[:(]?\d)")
_INITIALS = re.compile(r"(?<![\w.&])[A-Z]\.(?: ?[A-Z]\.){1,2}(?!\w)|(?<![\w.&/-])[A-Z]\.? ?[A-Z]\.?-?[A-Z]?\.(?![\w.])")
_ACTING = re.compile(
    r"(?<![\w.&/'-])((?:[Cc]t|[Pp]t|[Cc]l|[Cc]lt|[Cc]lient|[Pp]atient|[Pp]eer|[Rr]esident|[Pp]articipant) )?([A-Z])\.? ?([A-Z])(?P<last>\.|(?![\w.&/'-]))(?= (?:"
    r"denies|reports|states|stated|shares|shared|arrives|arrived|attends|attended|agrees|agreed|asks|asked|says|said|tells|told|wants|wanted|"
    r"feels|felt|declines|declined|verbali[sz]e[sd]|endorse[sd]|disclose[sd]|cried|listened|laughed|smiled|apologi[sz]ed)\b)"
)
_ACTORS = frozenset(
    ["po", "da", "pd", "ed", "er", "np", "pa", "rn", "cm", "pt", "ct", "cl", "gf", "bf", "fa", "mo", "ra", "hr", "va", "dr", "sw", "st",
     "us", "uk", "aa", "na", "ca", "co", "fp", "ip", "qi", "ur", "rp", "ll", "pm", "wc", "sv", "pi", "pc", "mr", "ms", "me", "we", "he", "it", "so",
     "of", "on", "no", "is", "in", "at", "be", "up", "if", "or", "as", "am", "an", "by", "go", "my", "to", "ns", "cw", "ot", "qa", "id"]
)  # fmt: skip
"""Two letters that say who somebody is, or are words."""
_NO_ONES = frozenset(["md", "do", "dd", "si", "hi", "ah", "vh", "vm", "sp", "th", "gm", "fm", "ap", "ac", "ad"])
"""Those that stand for somebody, or for nobody, unless a word for a client is before them."""
_NOT_INITIALS = frozenset(
    [
        "am",
        "pm",
        "aa",
        "na",
        "us",
        "uk",
        "dc",
        "md",
        "do",
        "pa",
        "np",
        "pc",
        "po",
        "od",
        "si",
        "hi",
        "gi",
        "bp",
        "ph",
        "ie",
        "eg",
        "jr",
        "sr",
        "re",
        "vs",
        "ed",
        "er",
        "mi",
        "dv",
        "ptsd",
        "la",
        "ny",
        "nyc",
        "ma",
        "ba",
        "bs",
        "aka",
        "usa",
        "iv",
        "im",
        "sq",
        "pd",
        "da",
        "dob",
        "ssn",
        "dui",
        "dwi",
        "poc",
        "fyi",
        "asap",
    ]
)
_TYPED = "bcdkmrwy"  # be, see, the, ok, am, are, with, why
_CALLED_FOR = re.compile(
    r"(?:client|pt|patient|peer|member|resident|participant|by|with|re|and|,)[ :#(\"']{1,3}$", re.IGNORECASE
)
_LABEL = re.compile(
    r"^[ \t>*_\[(]{0,4}([^\W\d_][\w.,' -]{0,38}?)(?: \([^()\n]{1,30}\))?[ \t]?[*_\])]{0,3}:(?=\s|$)", re.MULTILINE
)
_ROSTER = re.compile(
    r"\b(?:present|attendees|attendance|attended|attending|in attendance|roster|participants|members(?: present)?|group members|in the room|checked in|absent|excused|no[- ]shows?|sign[- ]?in|"
    r"speakers?|newcomers?|kids|family present|also present|guests?|cc|bcc|to|from|facilitators?|co-?facilitators?|co-?led (?:by|with)|led by|leaders?|team|staff|crew|on shift|on[- ]call|medic|worker|interviewer|interpreter|host|hosts|readers?|assigned to|household(?: members)?|contacts?)"
    r"(?: today| tonight| were| was| included?| at group)?(?: \(\d{1,2}\))?[ \t]?[:=-][ \t]{0,3}(?:\n[ \t]{0,4}(?:[-*] ?)?)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?: \([^()\n]{1,24}\)| <[^<>\n]{1,60}>)?(?:,? (?:and|&) | ?[,;/][ \t]?|\n[ \t]{0,4}[-*\u2022] ?|, ?\n)[\"']?"
)
_ALONE = re.compile(r"(?<!\S)[a-z](?!\S)", re.IGNORECASE)
_LISTED = re.compile(
    r"^[ \t]{0,4}(?:[-*\u2022] ?|\d{1,2}[.)] )?[\"']?([^\W\d_][\w']{1,14}(?: [A-Za-z]\b\.?| [^\W\d_]\w{1,14})?)[\"']? ?(?: -{1,2} | ?\u2014 |: )",
    re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"[ \t]*(?:[/~-]{1,2} ?|xo+ ?,? ?)?([^\W\d_][\w.'-]{0,20}(?: [^\W\d_][\w.'-]{0,20}){0,2})/?[,.]?\s*", re.IGNORECASE
)
_SHORTEST_INITIALS = 2
_LAST_LINES = 6
_LIST_OF_NAMES = 3  # known names that make a list one of people
_SPELLED = re.compile(
    r"(?<![\w-])(?:[A-Za-z]-){2,11}[A-Za-z](?![\w-])|(?<![\w.'])(?:(?:[A-Z] ){3,11}[A-Z]|(?:[a-z] ){4,11}[a-z])(?![\w'])"
)


def find_first_and_initial(reading: Reading) -> Iterator[Evidence]:
    """Yield `Bob S.`, `Bob S` and, where the first is only ever a name, `bob s`."""
    alone: Counter[str] | None = None
    for match in _FIRST_INITIAL.finditer(reading.text):
        index = reading.index_at(match.start(1))
        word = reading.words[index] if index < len(reading.words) else None
        if word is None or word.start != match.start(1) or word.kind == "plain":
            continue
        if DEGREE.match(reading.text, match.start(2)):
            continue
        letter = match[2]
        if letter.isupper() and letter != "I" and (word.capital or word.text.isupper() or word.kind == "name"):
            if word.kind == "unknown" and (word.text.isupper() or not word.spoken):
                continue  # UDS B, Grp B
            yield Evidence(match.start(), _stop(reading.text, match), weight("initial"), "peer")
        elif letter.islower() and not word.capital and word.given:
            if alone is None:
                alone = Counter(found.lower() for found in _ALONE.findall(reading.text))
            if _lower_initial(match, word.kind, alone):
                yield Evidence(match.start(), match.end(2), weight("initial_lower"), "peer")


def _lower_initial(match: re.Match[str], kind: str, alone: Counter[str]) -> bool:
    """
    Return whether `raj p.` or `tasha q` is a name and its initial.

    With a full stop, or a letter that is no word; one that typed talk writes for a word (tasha n me, kel r u ok)
    only where the note does not write it alone again: *alone* counts the letters that stand by themselves.
    """
    letter = match[2]
    if match[3]:
        return letter not in "ai"
    if kind != "name" or letter in "aiostxnu":
        return False
    return letter not in _TYPED or alone[letter] < 2


def _stop(text: str, match: re.Match[str]) -> int:
    """Return the end of `Bob S.`, without a full stop that ends the sentence."""
    if not match[3]:
        return match.end(2)
    rest = text[match.end() : match.end() + 1]
    return match.end() if rest.strip() or not rest else match.end(3)


_LICENSED = "LCSW|LICSW|LMSW|LMFT|LPCC?|LCPC|LMHC|LCMHC|LADC|LCDC|CADC|CASAC|SUDP|PMHNP|QMHP"
_SIGNED_OFF = re.compile(
    r"(?:(?<=[\s.])/{1,2} ?|\b(?:scribe|typed|typed by|transcribed by|dictated by|entered by|initialed) )([a-z]{2,3})[ \t]*$"
    r"|\b[dc]/w ([a-z]{2,3})\b(?=[\s+,.;&])"
    r"|/s/ ?([a-z]{2,3})\b"
    rf"|(?:^|[:;.] |\bby )([a-z]{{2,3}}),? (?-i:{_LICENSED})\b"
    rf"|(?:^|(?<=[\s.]))[-~\u2013\u2014]{{1,2}} ?([a-z]{{2,3}}),? (?-i:RN|LPN|LVN|CNA|BSN|NP|MD|{_LICENSED})\b",
    re.IGNORECASE | re.MULTILINE,
)
_BEFORE_CREDENTIALS = (4, 5)
"""Groups of the letters before those of a profession, which are also written behind any word."""
# A dash or brackets are also a list or an aside, so they have to end a paragraph that ends a sentence before them.
_SIGNED_AT_THE_END = re.compile(
    r"(?:(?<=[.!?)] )|(?<=[.!?)]\n))(?:(?:-{1,2}|~|\u2013|\u2014) ?([a-z]{2,3})(?:/[a-z-]{2,6})?|\(([a-z]{2,3})\))[ \t]*+(?=\n[ \t]*+\n|\s*+\Z)",
    re.IGNORECASE,
)


def find_initials(reading: Reading) -> Iterator[Evidence]:
    """Yield `J.D.` and `T.J.`, unless they abbreviate something else."""
    for match in _INITIALS.finditer(reading.text):
        letters = re.sub(r"[^A-Za-z]", "", match.group()).lower()
        if (
            len(letters) < 2
            or letters in _NOT_INITIALS
            or letters in allow_terms()
            or match.group().lower() in allow_terms()
        ):
            continue
        called = _CALLED_FOR.search(reading.text[max(0, match.start() - 14) : match.start()])
        strength = 1 - (1 - weight("initials")) * (1 - weight("initials")) if called else weight("initials")
        dotted = match.group().count(".") > 1
        yield Evidence(match.start(), match.end(), strength if dotted else strength / 2)


def find_acting_initials(reading: Reading) -> Iterator[Evidence]:
    """Yield two capitals that do what only people do, whatever else they abbreviate: `BP denies use`, `Ct M.D. arrived`."""
    for match in _ACTING.finditer(reading.text):
        letters = (match[2] + match[3]).lower()
        index = reading.index_at(match.start(2))
        if (index < len(reading.words) and reading.words[index].shouted) or letters in _ACTORS:
            continue
        if match[1] or letters not in _NO_ONES:
            yield Evidence(match.start(2), match.end("last"), weight("acting"), "client" if match[1] else None)


def find_signed_off(reading: Reading) -> Iterator[Evidence]:
    """Yield the two or three letters of whoever wrote, typed or was spoken with: `/bm`, `. -bk`, `scribe LT`, `d/w dk`, `: dl, LMHC`."""
    for pattern in (_SIGNED_OFF, _SIGNED_AT_THE_END):
        for match in pattern.finditer(reading.text):
            group = match.lastindex or 0
            letters = match[group].lower()
            word = (pattern is _SIGNED_AT_THE_END or group in _BEFORE_CREDENTIALS) and letters in ordinary_words()
            if letters not in _NOT_INITIALS and letters not in allow_terms() and not word:
                yield Evidence(match.start(group), match.end(group), weight("signed_off"), "clinician")


def find_speaker_labels(reading: Reading) -> Iterator[Evidence]:
    """Yield the names in `JENNY:` or `Marcus T.:` at the start of a line."""
    found = [match for match in _LABEL.finditer(reading.text) if not _header(match[1])]
    times = Counter(match[1].lower() for match in found)
    for match in found:
        index = reading.index_at(match.start(1))
        words = []
        while index < len(reading.words) and reading.words[index].start < match.end(1):
            words.append(reading.words[index])
            index += 1
        if not words or len(words) > 4 or any(word.kind == "plain" and not word.initial for word in words):
            continue
        if words[0].given or words[-1].family:
            known = any(word.kind == "name" for word in words) or times[match[1].lower()] > 1
            yield Evidence(match.start(1), match.end(1), weight("label" if known else "label_unknown"))
        elif times[match[1].lower()] > 1 and len(words[0].folded) > 2:
            yield Evidence(match.start(1), match.end(1), weight("label_unknown"))


def _header(label: str) -> bool:
    """Return whether the words before a colon are a heading of a note rather than a name."""
    words = label.lower().strip(" .")
    return words in allow_terms() and words not in word_names()


def find_rosters(reading: Reading) -> Iterator[Evidence]:
    """Yield each name of a list after `Present:`, `Facilitator:`, `cc:` and the like."""
    for match in _ROSTER.finditer(reading.text):
        at = match.end()
        quoted = reading.text[at : at + 1] in "\"'"
        bounds = reading.name_at(at, within=2 if quoted else 1)
        while bounds is not None:
            yield Evidence(*bounds, weight("roster"))
            more = _BETWEEN.match(reading.text, bounds[1] + (reading.text[bounds[1] : bounds[1] + 1] in ('"', "'")))
            bounds = reading.name_at(more.end(), within=1) if more else None


def find_listed(reading: Reading) -> Iterator[Evidence]:
    """Yield the names that open the lines of a list, `red - 30 days`, where other lines open with known names."""
    found = []
    sure = 0
    for match in _LISTED.finditer(reading.text):
        index = reading.index_at(match.start(1))
        if index >= len(reading.words) or reading.words[index].start != match.start(1):
            continue
        word = reading.words[index]
        if _header(match[1]) or word.initial or word.acronym:
            continue
        sure += word.given and (word.kind == "name" or word.capital)
        found.append((match, word))
    if sure < _LIST_OF_NAMES:
        return
    for match, word in found:
        if word.kind != "plain" or len(match[1].split()) == 1:
            yield Evidence(match.start(1), match.end(1), weight("listed"))


def find_signatures(reading: Reading) -> Iterator[Evidence]:
    """Yield a name, or initials, that stand alone on one of the last lines: `Kawika`, `/mf`, `- TR`."""
    at = len(reading.text)
    for line in reversed(reading.text.splitlines(keepends=True)[-_LAST_LINES:]):
        at -= len(line)
        match = _SIGNATURE.fullmatch(line)
        if match is None:
            continue
        start, end = at + match.start(1), at + match.end(1)
        initials = match[1].replace(".", "").replace(" ", "")
        if len(initials) < _SHORTEST_INITIALS:
            continue
        if " " not in match[1] and len(initials) < 4 and (match[1].islower() or match[1].isupper()):
            signed = line.lstrip()[0] in "/~-" or at + len(line.rstrip()) >= len(reading.text.rstrip())
            if signed and initials.lower() not in _NOT_INITIALS and initials.lower() not in ordinary_words():
                yield Evidence(start, end, weight("signature"))
            continue
        bounds = reading.name_at(start, within=0)
        if bounds is not None and bounds[1] >= end - 1:
            yield Evidence(*bounds, weight("signature"))


def find_apostrophes(reading: Reading) -> Iterator[Evidence]:
    """Yield capitalised words with an apostrophe inside that is no contraction: `Fa'asao`, `De'Andre`."""
    for word in reading.words:
        if word.capital and "'" in word.folded and is_apostrophe_name(word.folded):
            yield Evidence(word.start, word.end, weight("apostrophe"))


def find_spelled_out(reading: Reading) -> Iterator[Evidence]:
    """Yield names given letter by letter: `M-A-R-I`, `m-a-r-i`, `M A R I`."""
    for match in _SPELLED.finditer(reading.text):
        letters = re.sub(r"[^A-Za-z]", "", match.group()).lower()
        if letters not in allow_terms():
            yield Evidence(match.start(), match.end(), weight("spelled"))
