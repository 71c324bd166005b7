"""Names by what stands beside them: a role, a greeting, an introduction, a credential."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notesafe.detect.reading import Evidence, Reading
from notesafe.packs import Term
from notesafe.terms import TermTree
from notesafe.weights import weight
from notesafe.words import CREDENTIALS, NEVER, TITLES

__all__ = ["RoleCues", "find_honoured", "find_in_company", "find_introduced", "find_spoken_to", "find_with_credentials"]

# Between a role and the name after it: `sponsor, Gail`, `sponsor (Gail`, `sponsor: "Red`, `sponsor's name is Gail`.
_AFTER = re.compile(
    r"(?:'?s)?(?P<named>,? (?:(?:who is |whose )?(?:first )?name(?:d)?(?: is| was|:)?|called|is called|is named|was named))?(?P<copula> (?:is|was))?"
    r"[ \t]{0,2}(?:\([^()\n]{1,24}\)(?=:))?[ \t]{0,2}(?:[,:(=/]|-{1,2})?[ \t]{0,2}(?:\n[ \t]{0,8})?[\"'(]?(?:the late |(?:mr|mrs|ms|dr)\.? )?",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"'s?(?=[^\w])")
# Between a name and the role after it: `Gail, my sponsor`, `Renee (IOP counselor`, `Ava (his daughter`.
_BEFORE = re.compile(
    r"(?:'s)?(?P<sign>,? \(|, | - |/| )(?P<whose>(?:my|his|her|their|our|your|a|an|the|client's|pt's)\s)?"
    r"(?:(?:old|former|current|new|younger|older|little|big|eldest|youngest|best|late|longtime|iop|primary|group|temp)\s){0,2}$",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?: \([^()\n]{1,12}\))?(?:, and |, & |,? and | & |, |/)")
_SPEAKS = re.compile(
    r"(?:'s)?,? (?:also |then |just |later |again |only |quietly |kind of )?(?:said|says|told|tells|asked|asks|reports|reported|stated|states|"
    r"shared|shares|replied|texted|called|thinks|talked|talks|responded|disclosed|admitted|denied|denies|cried|laughed|"
    r"nodded|disagreed|agreed|mentioned|explained|apologized|relapsed|chairs|chaired|sponsors|picked up|showed up|"
    r"celebrated|received|presented|arrived|endorses|endorsed|verbalized|identified)\b",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:my (?:first |last |real |legal )?name(?:'s| is| was)|(?:his|her|their|the client's|first|last|middle|legal|preferred|maiden|birth) name(?:'s| is| was|:)|"
    r"goes by|go by|known as|a\.?k\.?a\.?:?|nicknamed|they call me|call me|calls? (?:him|her|me)|named|speaking with|this is|name is|name:|introduced (?:himself|herself|themselves) as|"
    r"(?:baby|dog|boy|girl|man|woman|guy|lady|dude|kid|friend|person|someone|somebody|one) (?:named|called))[ \t]{1,2}[\"']?",
    re.IGNORECASE,
)
# The name of what is no person: `Group name: Early Recovery Skills`.
_THING_BEFORE = re.compile(
    r"\b(?:group|class|program(?:me)?|facility|agency|clinic|hospital|house|home|site|unit|team|school|course|session|curriculum|project|study|event|club|company|business|employer|"
    r"medication|medicine|drug|generic|brand|trade|product|device|pharmacy|insurance|plan|carrier|test|scale|form|file|document|user|screen|domain|host|account|street|place|room|ship|vessel|pet|dog|cat) $",
    re.IGNORECASE,
)
_I_AM = re.compile(r"\b(?:i'm|i am|im|it's|its)[ \t]{1,2}", re.IGNORECASE)
_I_AM_AFTER = re.compile(
    r",? (?:and i(?:'m| am| have|'ve)|(?:i'm |and )?(?:an? )?(?:grateful |recovering )?(?:alcoholic|addict|member|in recovery)|here|speaking|from|calling|again)\b",
    re.IGNORECASE,
)
_SPOKEN_TO = re.compile(
    r"(?:^|(?<=[\s\"'(:]))(?:hi|hey|hello|thanks|thank you|thx|dear|welcome|welcome back|bye|goodbye|good ?night|good morning|sorry|congrats|congratulations|happy birthday|"
    r"love you|miss you|listen|look|okay|ok|yes|yeah|no|well|right|oh|so|please|come on|what about|how about|good job|nice work|sincerely|best|regards|love|cheers|xo|signed|yours),?[ \t\n]{1,2}",
    re.IGNORECASE,
)
# Words that people stand after, and words that people stand before. Both need a capital, and are weak alone.
_CONTACT = re.compile(
    r"\b(?:called|texted|phoned|emailed|told|asked|met|saw|see|sees|seen|visited|visit|call|text|tell|ask|hugged|hit|kissed|married|dated|with|from|by|for|w/|about|against|paged|"
    r"contacted|thanked|helped|drove|picked up|dropped off|introduced|miss|misses|missed|love|loves|hate|hates|blames?|trusts?)[ \t]",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"(?:'s)? (?:is|was|has|had|may|will|can|could|would|did|does|got|gets|went|goes|came|comes|left|took|takes|felt|feels|wants|wanted|needs|needed|"
    r"seems|seemed|knows|knew|lives|lived|works|worked|gave|gives|made|makes|kept|keeps|died|used|drinks|drank|hit|threw|moved|stayed|stays|"
    r"looks|looked|spoke|speaks|says|taught|goes|helped|helps|started|stopped|tried|tries|found|brought|picked|drove|paid|lost|sat|stood|walked|cried|yelled|and i|and me)\b"
)
_FIRM_GREETING = re.compile(
    r"(?:hi|hey|hello|thanks|thank you|thx|dear|sincerely|regards|signed|yours|cheers),?[ \t\n]{1,2}$", re.IGNORECASE
)
_ADDRESSED = re.compile(r"[ \t]*(?:[,.!?;\n]|$)")
_SPELLED_CREDENTIALS = (
    r"Psy\.?D\.?", r"Ph\.?D\.?", r"Pharm\.?D\.?", r"Ed\.?D\.?", r"M\.?D\.?", r"D\.?O\.?", r"RPh", r"Esq\.?", r"OTR/L",
    r"CADC[- ]?I{1,3}", r"PMHNP-BC", r"LPC-[AS]",
)  # fmt: skip
"""Letters of a profession that are written in more ways than in capitals."""
_CREDENTIALS = re.compile(
    rf"(?:,? ?[,(]? ?(?<![^\W_])(?:{'|'.join([*_SPELLED_CREDENTIALS, *sorted(map(str.upper, CREDENTIALS), key=len, reverse=True)])})(?:-[A-Z]{{1,3}})?\b(?![a-z])){{1,5}}"
)
_INITIALLED = re.compile(r"(?<![\w.])[A-Z]\. ?[A-Z][a-z][^\W\d_]*(?:[-'][A-Z]?[^\W\d_]+)?\Z")
_INITIALLED_WITHIN = 30  # characters before the letters of a profession
_LOWER_TOO = CREDENTIALS - {"do", "jd", "cac", "lac", "edd", "prc", "esq", "otr", "atr"}
"""Those that are nothing else in lower case at the end of a line or before a comma."""
_CREDENTIALS_LOWER = re.compile(
    rf",? (?:{'|'.join(sorted(_LOWER_TOO, key=len, reverse=True))})(?: i{{1,3}})?(?=[ \t]*(?:$|[,/\n]))", re.MULTILINE
)


# A capital behind these is a name, though it is an ordinary word: Ms. Best, MR. LONG, Dear Judge Prior.
_HONOURED = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Mx|Dr)\.? |Miss |(?:MR|MRS|MS|MX|DR)\. |Dear (?:Judge|Justice|Officer|Pastor|Rabbi|Father|Sister|Brother|Coach|Professor|Nurse|"
    r"Warden|Sheriff|Chaplain|Bishop|Deacon|Elder|Reverend|Doctor) )(?P<name>[^\W\d_a-z](?:[^\W\d_]|['-](?=[^\W\d_])){1,24})(?!\w)"
)


_NO_ONE = (
    NEVER
    | TITLES
    | CREDENTIALS
    | {
        "appt",
        "appts",
        "appointment",
        "visit",
        "office",
        "order",
        "orders",
        "president",
        "speaker",
        "universe",
        "america",
        "right",
        "perfect",
    }
)


@dataclass(frozen=True, slots=True)
class _Cue:
    role: str | None
    label: str | None
    how: str
    """`strong`, `weak`, `plural`, `title` (Judge, Nurse) or `honorific` (Mr., Dr.)."""


class RoleCues:
    """Finds names before and after words for a role: `my sponsor Gail H.`, `Ava (daughter)`, `Judge Okafor`."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._tree = TermTree()
        for term in terms:
            self._tree.add(term.text, _Cue(term.get("role"), term.get("label"), term.get("how") or "strong"))

    def find(self, reading: Reading) -> Iterator[Evidence]:
        """Yield the name each role cue stands beside, with its role."""
        for start, end, cue in self._tree.find(reading.text):
            if _names_a_thing(reading.text, start):
                continue
            yield from self._after(reading, end, cue)
            yield from self._before(reading, start, cue)

    def _after(self, reading: Reading, end: int, cue: _Cue) -> Iterator[Evidence]:
        if cue.how in ("title", "honorific"):
            bounds = reading.name_at(end, call="any" if cue.how == "honorific" else "title", within=2)
            if bounds is not None:
                yield Evidence(*bounds, weight("title"), cue.role, cue.label)
            return
        match = _AFTER.match(reading.text, end)
        if match is None or (not match["named"] and _POSSESSIVE.match(reading.text, end)):
            return
        bounds = reading.name_at(match.end(), call="none" if cue.how == "weak" or match["copula"] else "cue", within=1)
        strength = weight("role_weak" if cue.how == "weak" else "role")
        while bounds is not None:
            yield Evidence(*bounds, strength, cue.role, cue.label)
            more = _MORE.match(reading.text, bounds[1]) if cue.how == "plural" else None
            bounds = reading.name_at(more.end(), within=1) if more else None

    def _before(self, reading: Reading, start: int, cue: _Cue) -> Iterator[Evidence]:
        if cue.how in ("title", "honorific", "plural"):
            return
        window = max(0, start - 40)
        match = _BEFORE.search(reading.text[window:start])
        if match is None or (match["sign"] == " " and not match["whose"]):
            return
        if match["sign"] == " " and cue.role not in ("sponsor", "sponsee", "clinician"):
            return  # "told Bob her mother died" does not make Bob the mother
        if match["sign"] == ", " and not match["whose"]:
            return
        bounds = reading.name_ending(window + match.start())
        if bounds is not None:
            yield Evidence(*bounds, weight("before_role"), cue.role, cue.label)


def _names_a_thing(text: str, at: int) -> bool:
    """Return whether the `name` at *at* is that of a group, a medicine, a file."""
    return text[at : at + 4].lower() == "name" and bool(_THING_BEFORE.search(text, max(0, at - 16), at))


def find_honoured(reading: Reading) -> Iterator[Evidence]:
    """Yield the word with a capital behind `Ms.`, `Dr.` or `Dear Judge`, whatever it is; in capitals only with a full stop."""
    for match in _HONOURED.finditer(reading.text):
        name = match["name"].removesuffix("'s").removesuffix("'S")
        if name.lower() not in _NO_ONE:
            yield Evidence(match.start("name"), match.start("name") + len(name), weight("honoured"))


def find_introduced(reading: Reading) -> Iterator[Evidence]:
    """Yield names after `my name is`, `goes by`, `named`, and after `I'm` where a meeting's words follow."""
    for match in _INTRODUCED.finditer(reading.text):
        if _names_a_thing(reading.text, match.start()):
            continue
        firm = "name" in match.group().lower()
        bounds = reading.name_at(
            match.end(), call="cue" if firm else "any" if "named" in match.group().lower() else "none", within=1
        )
        if bounds is not None:
            yield Evidence(*bounds, weight("introduced"))
    for match in _I_AM.finditer(reading.text):
        bounds = reading.name_at(match.end(), call="none", within=1)
        if bounds is not None:
            meeting = _I_AM_AFTER.match(reading.text, bounds[1])
            yield Evidence(*bounds, weight("introduced" if meeting else "introduced_weak"))


def find_spoken_to(reading: Reading) -> Iterator[Evidence]:
    """Yield names that are greeted or thanked, and names that speak."""
    for match in _SPOKEN_TO.finditer(reading.text):
        firm = bool(_FIRM_GREETING.search(match.group()))
        bounds = reading.name_at(match.end(), call="title" if firm else "none", within=1)
        if bounds is not None and (firm or _ADDRESSED.match(reading.text, bounds[1])):
            yield Evidence(*bounds, weight("spoken_to"))
    for match in _SPEAKS.finditer(reading.text):
        bounds = reading.name_ending(match.start())
        if bounds is not None:
            yield Evidence(*bounds, weight("speaks"))


def find_in_company(reading: Reading) -> Iterator[Evidence]:
    """Yield capitalised names that someone called or went with, and names that do what people do."""
    for match in _CONTACT.finditer(reading.text):
        bounds = reading.name_at(match.end(), call="none", within=0)
        if bounds is not None and reading.text[bounds[0]].isupper():
            yield Evidence(*bounds, weight("contact"))
        elif bounds is None and (stranger := reading.stranger_at(match.end())) is not None:
            yield Evidence(*stranger, weight("contact_lower"))
    for match in _ACTS.finditer(reading.text):
        bounds = reading.name_ending(match.start())
        if bounds is not None and reading.text[bounds[0]].isupper():
            yield Evidence(*bounds, weight("acts"))
        elif bounds is None and " and " not in match.group() and (stranger := reading.stranger_ending(match.start())):
            yield Evidence(*stranger, weight("acts_lower"))


def find_with_credentials(reading: Reading) -> Iterator[Evidence]:
    """Yield names before letters of a profession: `J. Whitfield, LCSW`."""
    for match in (*_CREDENTIALS.finditer(reading.text), *_CREDENTIALS_LOWER.finditer(reading.text)):
        bounds = reading.name_ending(match.start(), sure=True)
        initialled = _INITIALLED.search(reading.text, max(0, match.start() - _INITIALLED_WITHIN), match.start())
        if initialled is not None:  # whatever word the surname is: A. Prior, LCSW
            bounds = (min(initialled.start(), bounds[0] if bounds else initialled.start()), initialled.end())
        if bounds is not None:
            yield Evidence(*bounds, weight("credentials"), "clinician")
