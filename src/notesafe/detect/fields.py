"""
Names in the fields of a form and the captions of a case: what stands there is a name, whatever the lists say of its words.

A field is a label with a separator and its value behind it or on the next line. Not read: grids with the labels in one
row and the values in the next, values in lower case, and labels such as `Attending:` that the role cues know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notesafe.detect.reading import Evidence, Reading
from notesafe.lexicons import allow_terms, fold, given_names, surnames
from notesafe.weights import weight
from notesafe.words import words_within

__all__ = ["find_captions", "find_fields"]

_ROLES = {
    "client": "client|pt|patient|member|resident|participant|consumer|student|youth|child|inmate|detainee|defendant|respondent|"
    "petitioner|probationer|veteran|enrollee|insured|beneficiary|applicant",
    "peer": "peer|tenant",
    "relative": "mother|father|parent|guardian|spouse|partner|wife|husband|foster parent|next of kin",
    "sponsor": "sponsor",
    "clinician": "clinician|provider|counsellor|counselor|therapist|case manager|prescriber|physician|doctor|supervisor|nurse",
    "official": "attorney|lawyer|judge|probation officer|parole officer|officer",
    "": "emergency contact|contact|subscriber|guarantor|responsible party|employee|caller|staff|witness|interpreter|donor|collector|"
    "driver|owner|deceased|informant|reporter|reporting party|family member",
}
"""Role -> the labels of fields that hold a person of it."""
_ROLE_OF = {label: role for role, labels in _ROLES.items() for label in labels.split("|")}
_WHO = f"(?P<who>{'|'.join(_ROLES.values())})"
_TOPIC = "re|ref|regarding|subject|in re"

_THING = re.compile(
    r"(?:medications?|medicines?|drugs?|substances?|groups?|program(?:me)?s?|facility|agency|organi[sz]ation|school|college|employer|company|business|hospital|clinic|"
    r"pharmacy|insurance|insurer|carrier|plan|payer|test|screen|scale|court|county|church|meeting|unit|street|town|city|state|country|document|form|book|module|"
    r"class|course|study|pet|dog|cat|product|supplement|vaccine|procedure|diagnosis|law|statute)\Z"
)
"""What follows `name of` where a thing is named, not a person."""
_CAPITAL = r"[^\W\d_a-z](?:[^\W\d_]|['.-](?=[^\W\d_]))*"
_PARTICLES = r"(?:(?:de|del|de la|de los|da|dos|van|von|van der|bin|binti|al|el|la|st\.|St\.) )?"
_NICKNAME = rf"[\"'(](?:a\.?k\.?a\.? )?{_CAPITAL}[\"')]"
_SUFFIX = r"(?:,? (?:Jr|Sr|JR|SR|II|III|IV)\b\.?)?"
_REST = rf"(?: (?:{_PARTICLES}{_CAPITAL}\.?|{_NICKNAME})){{0,3}}"
_TITLE = r"(?:(?i:mr|mrs|ms|miss|mx|dr|rev|fr|hon|judge)\.? )?"
_TURNED = rf"{_PARTICLES}{_CAPITAL}(?:[ ]{_CAPITAL})?{_SUFFIX}, ?{_CAPITAL}\.?{_REST}(?:, ?[A-Z]\b\.?)?{_SUFFIX}"
_STRAIGHT = rf"{_TITLE}{_PARTICLES}{_CAPITAL}\.?{_REST}{_SUFFIX}"
# Where the value of a field ends: the line, a gap, a mark, or the label of another field.
_ENDS = (
    r"(?=[ \t]*$|[ \t]{2,}|\t|[ ]?[|;(/#\[,]|,?[ ]-{1,2}[ ]"
    r"|,?[ ](?i:d\.?o\.?b|date|born|birth|mrn|ssn|id|age|aged|sex|gender|case|chart|room|rm|bed|unit|phone|ph|tel)\b)"
)
_VALUES = tuple(re.compile(rf"(?:{value}){_ENDS}", re.MULTILINE) for value in (_TURNED, _STRAIGHT))

# The field may open a line, or stand behind a gap, a tab stop, a bar, or the date of another field.
_OPENS = r"(?:^|(?<=  )|(?<=[\t|;]) ?|(?<=\d ))[ \t>*_\u2022-]{0,4}(?:\d{1,2}[.)] )?"
_FORM = r"(?: ?\((?:last(?: name)?[,/]? ?first[^()\n]{0,12}|first[,/]? last|print(?:ed)?|legal|please print)\))?"
_SEPARATOR = r"[*_]{0,2}[ \t]?[:#=][*_]{0,2}[ \t]{0,24}"
_QUALITY = "full|legal|preferred|first|last|middle|maiden|birth|family|given|print(?:ed)?|other|former"
_OF_PEOPLE = frozenset(_QUALITY.split("|")) - {"print(?:ed)?", "other", "family"}
"""What only the names of people are: a first, a maiden, a legal name."""
_NAME_FIELD = re.compile(
    rf"{_OPENS}(?:(?:(?:{_WHO}(?:/[a-z]+)?\.?(?:'s)?[ \t])?(?:(?P<quality>{_QUALITY})[ \t])?name|name of (?:the )?(?P<whose>[a-z' ]{{2,30}})|surname|alias(?:es)?|a\.?k\.?a\.?)"
    rf"{_FORM}(?:/dob)?){_SEPARATOR}(?P<below>\n[ \t]{{0,24}})?",
    re.IGNORECASE | re.MULTILINE,
)
_PERSON_FIELD = re.compile(rf"{_OPENS}(?:{_WHO}|(?P<topic>{_TOPIC})){_FORM}{_SEPARATOR}", re.IGNORECASE | re.MULTILINE)

# What follows a person in a heading, and no topic, and no talk.
_BORN = re.compile(
    r"[ \t]*+(?:\n[ \t]*+)?(?:[-|,;(/\[][ \t]*)?(?:d\.?o\.?b|date of birth|birth ?date|born\b|m\.?r\.?n|ssn|soc(?:ial)? sec|sex\b|gender\b|age[: \t]{1,3}\d)",
    re.IGNORECASE,
)
_BORN_ON = re.compile(rf"{_BORN.pattern}\D{{0,12}}\d", re.IGNORECASE)
_NUMBERED = re.compile(
    r"[ \t]*(?:[-|,;(/\[][ \t]*)?(?:(?:id|case|chart|record|file|member|acct|account|docket|booking|cdcr|rx|medicaid|policy)\b\W{0,3}(?:no|num(?:ber)?|id)?\W{0,4}\w{0,4}\d|(?:#|no\.) ?\w{0,3}\d)",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"[ \t]*(?:[|,;(/][ \t]*)?\d{1,3}(?:[- ]?(?:y\.?/?o|yr|year)|[ ]?[MFmf]\b|[ \t]*(?:[),;]|$))",
    re.IGNORECASE | re.MULTILINE,
)
_REACHED = re.compile(
    r"[ \t]*(?:[|,;(/-][ \t]*)?(?:\([a-z' -]{3,20}\)[,; \t]*)?(?:ph(?:one)?|tel|cell)?[: ]{0,2}\(?\d{3}\)?[-. ]\d{3}",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:n/?a|unknown|none|not (?:given|known|stated|provided|recorded|applicable)|see (?:above|below|chart|file)|on file|same(?: as above)?|self|withheld|redacted|"
    r"pending|refused|declined|anonymous|(?:john|jane) doe|tbd|blank|illegible|walk[- ]?in|as above|various|staff|client|patient|ditto|yes|no)[ \t.]*(?:$|[ \t]{2}|[|;(])",
    re.IGNORECASE | re.MULTILINE,
)
_TALK = re.compile(
    r"(?:yeah|yes|yep|no|nope|nah|okay|ok|well|um|uh|sure|right|honestly|hi|hello|hey|thanks|so|maybe|like|oh|i|and|but|because|he|she|they|we|you|it|the|a)\b",
    re.IGNORECASE,
)

# State v. Long, Her Mai; COMMONWEALTH OF VIRGINIA VS. PRIOR; In re the Marriage of Short and Best.
_AGAINST = re.compile(
    r"\b(?:(?P<sure>Commonwealth|United States)|State|People|Territory|County|City|Town)(?P<of> of(?: the)?(?: [a-z]{3,}){1,3})?,? (?P<sign>v|vs)\.? ",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"\b(?:(?P<sure>In re(?: the)?)|In the)(?: matter of)?:? (?:(?:the )?(?:marriage|matter|interest|adoption|guardianship|conservatorship|custody|welfare|estate|"
    r"parentage|commitment|detention) of:? )",
    re.IGNORECASE,
)
_COURT = re.compile(
    r"\b(?:case|cause|docket|no\.|defendant|respondent|petitioner|court|judge|plea|pled|charge[ds]?|hearing|trial|sentenc|arraign|warrant|minor|child|order|cr-|[a-z]{2}-\d)",
    re.IGNORECASE,
)
_NEAR = 120
"""Characters on either side in which a word of the courts says that a case is named."""
_PARTY = r"(?!(?i:defendant|respondent|petitioner|appell|case|cause|docket|no\b|et al|a minor|minor|supreme|superior|court|county|the|a|an|and)\b)"
_CLOSES = r"(?=[ \t]*$|[ \t]{2,}|[ ]?[|;(#\[]|,? (?i:case|no|cause|docket|et al|\d+[-A-Z]))"
_GIVEN = rf", ?{_PARTY}(?![^,\n]{{0,40}}(?i:county|court|district))"
_PARTIES = tuple(
    re.compile(rf"{_PARTY}{party}", re.MULTILINE)
    for party in (
        r"(?:[A-Z]\.){2,4}",
        _TURNED.replace(", ?", _GIVEN, 1) + _CLOSES,
        rf"{_PARTICLES}{_CAPITAL}{_REST}{_SUFFIX}{_CLOSES}",
        rf"{_PARTICLES}{_CAPITAL}(?: (?![A-Z]{{2}})(?:{_PARTICLES}{_CAPITAL}\.?|{_NICKNAME})){{0,3}}{_SUFFIX}",
    )
)
"""Initials, `LONG, HER MAI`, a name that ends the caption, and one within a sentence, of which capitals tell one word only."""
_OTHER_PARTY = re.compile(r",? (?:and|AND|&) (?=[^\W\d_a-z])")


def find_captions(reading: Reading) -> Iterator[Evidence]:
    """
    Yield the people a case is named after, behind `State v.`, `Commonwealth of … vs.`, `In re the Marriage of`.

    `State vs. Trait`, `People vs. Places` and `in the interest of Time` are no cases: there a word of the courts has to be near.
    """
    text = reading.text
    for opening in (_AGAINST, _MATTER):
        for caption in opening.finditer(text):
            at: int | None = caption.end()
            while at is not None:
                party = next((found for form in _PARTIES if (found := form.match(text, at))), None)
                if party is None or not _names_a_case(text, caption, party):
                    break
                yield Evidence(at, party.end(), weight("field"))
                other = _OTHER_PARTY.match(text, party.end())
                at = other.end() if other else None


def _names_a_case(text: str, caption: re.Match[str], party: re.Match[str]) -> bool:
    """Return whether an opening that may be plain words opens the name of a case."""
    told = caption.groupdict()
    if told["sure"] or told.get("of") or (told.get("sign") or "").lower() == "v":
        return True
    whole = "sign" not in told and (" " in party.group() or "." in party.group())
    return whole or _court_near(text, caption, party)


def _court_near(text: str, caption: re.Match[str], party: re.Match[str]) -> bool:
    """Return whether a word of the courts stands near."""
    before, behind = max(0, caption.start() - _NEAR), party.end() + _NEAR
    return bool(_COURT.search(text, before, caption.start()) or _COURT.search(text, party.end(), behind))


def find_fields(reading: Reading) -> Iterator[Evidence]:
    """
    Yield the values of `Name:`, and of `Patient:` or `RE:` where a date of birth, a number or an age follows.

    `RE: XIONG, MAI SEE - DOB 1/1/66`; in talk, `Client: Yes, I know.`, the same word is a speaker and nothing is yielded.
    """
    text = reading.text
    for label in _NAME_FIELD.finditer(text):
        value = _value(text, label.end())
        if value is None:
            continue
        end, turned = value
        whose = _key(label["whose"])
        if _THING.search(whose):
            continue  # name of medication: Suboxone
        plain = _is_plain(reading, label.end(), end)
        if label["below"]:
            sure = " " in text[label.end() : end] and (not plain or _all_names(text[label.end() : end]))
        else:
            sure = bool(label["who"] or whose or _key(label["quality"]) in _OF_PEOPLE) or not plain
        if sure or turned or _BORN.match(text, end):
            yield Evidence(label.end(), end, weight("field"), _role(label["who"] or label["whose"]))
    for label in _PERSON_FIELD.finditer(text):
        value = _value(text, label.end())
        if value is None:
            continue
        end, turned = value
        if _is_talk(text, label.end()) and not _BORN_ON.match(text, end):
            continue
        plain = _is_plain(reading, label.end(), end)
        if label["topic"]:
            told = bool(_BORN_ON.match(text, end)) or (not plain and bool(_NUMBERED.match(text, end)))
        elif _BORN.match(text, end):
            told = True
        else:
            several = turned or " " in text[label.end() : end]
            told = bool(_NUMBERED.match(text, end)) or (
                several and bool(_AGED.match(text, end) or _REACHED.match(text, end))
            )
        if told:
            yield Evidence(label.end(), end, weight("field"), _role(label["who"]))


def _value(text: str, at: int) -> tuple[int, bool] | None:
    """Return where the name that starts at *at* ends and whether its surname comes first, or None if no name starts there."""
    if _NO_NAME.match(text, at):
        return None
    for form in _VALUES:
        found = form.match(text, at)
        if found:
            return found.end(), form is _VALUES[0]
    return None


def _is_talk(text: str, at: int) -> bool:
    """Return whether someone speaks there, as in `Client: Yes, I know`."""
    return bool(_TALK.match(text, at)) and not text[at : at + 2].isupper()


def _all_names(value: str) -> bool:
    """Return whether each word is a name somewhere: `Long Bee`, and no heading such as `Presenting Problem`."""
    return all(fold(word) in surnames() or fold(word) in given_names() for word in value.replace(",", " ").split())


def _key(label: str | None) -> str:
    """Return a label as the lists have it, or nothing."""
    return " ".join((label or "").lower().split())


def _role(label: str | None) -> str | None:
    """Return the kind of PERSON that a label names."""
    return _ROLE_OF.get(_key(label)) or None


def _is_plain(reading: Reading, start: int, end: int) -> bool:
    """Return whether a value is made of ordinary words, or is a term of the field: `Suboxone`, `Seeking Safety`."""
    words = words_within(reading.words, start, end)
    return reading.text[start:end].lower() in allow_terms() or all(word.kind == "plain" for word in words)
