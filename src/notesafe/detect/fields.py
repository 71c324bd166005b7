"""Names in the fields of a form: what stands there is a name, whatever the lists say of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notesafe.detect.reading import Evidence, Reading
from notesafe.weights import weight

__all__ = ["find_fields"]

_WORD = r"[^\W\d_a-z](?:[^\W\d_]|['\u2019.-](?=[^\W\d_]))*"
_NICKNAME = rf"[\"\u201c'(](?:a\.?k\.?a\.? )?{_WORD}[\"\u201d')]"
_TURNED = rf"{_WORD}(?:[ ]{_WORD})?, ?{_WORD}\.?(?: (?:{_WORD}\.?|{_NICKNAME})){{0,3}}"
_STRAIGHT = rf"{_WORD}(?: (?:{_WORD}\.?|{_NICKNAME})){{0,3}}"
# The field may open a line, or stand behind a gap, a tab stop or a bar of another field.
_OPENS = r"(?:^|(?<=  )|(?<=[\t|;]) ?)[ \t>*_-]{0,4}"
_WHO = (
    r"(?:client|pt|patient|peer|member|resident|participant|consumer|student|youth|child|inmate|detainee|defendant|respondent|petitioner|probationer|veteran|"
    r"insured|subscriber|enrollee|guarantor|beneficiary|applicant|tenant|employee|caller)"
)
_OTHERS = (
    r"(?:mother|father|parent|guardian|spouse|partner|emergency contact|contact|next of kin|sponsor|clinician|counsell?or|therapist|case manager|staff|witness|"
    r"prescriber|physician|supervisor|referred by|interpreter)"
)
_FORM = r"(?: ?\((?:last(?: name)?,? ?first[^()\n]{0,12}|first,? last|print(?:ed)?|legal|please print)\))?"
_SEPARATOR = r"[*_]{0,2}[ \t]?[:#=][*_]{0,2}[ \t]{0,12}"
_NAME_FIELD = re.compile(
    rf"{_OPENS}(?P<label>(?:(?P<who>{_WHO})(?:'s)?|{_OTHERS}(?:'s)?|full|legal|preferred|first|last|middle|maiden|birth|family|given|print(?:ed)?)[ \t]name|name){_FORM}{_SEPARATOR}",
    re.IGNORECASE | re.MULTILINE,
)
_PERSON_FIELD = re.compile(
    rf"{_OPENS}(?P<label>(?:(?P<who>{_WHO})|re|ref|regarding|subject|in re|about)){_FORM}{_SEPARATOR}",
    re.IGNORECASE | re.MULTILINE,
)
# Where the value of a field ends: the line, a gap, a mark, or the label of another field.
_ENDS = (
    r"(?=[ \t]*$|[ \t]{2,}|\t|[ ]?[|;(]|[ ]?,[ ]|,?[ ](?:-{1,2}|[\u2013\u2014])[ ]|,?[ ](?:DOB|MRN|SSN|ID|AGE|SEX)\b)"
)
_VALUES = tuple(re.compile(rf"(?:{value}){_ENDS}", re.MULTILINE) for value in (_TURNED, _STRAIGHT))
# What follows a person in a heading, and no topic, and no talk.
_IDENTIFIED = re.compile(
    r"[ \t]*(?:[-\u2013\u2014|,;(/][ \t]*)?(?:d\.?o\.?b|m\.?r\.?n|ssn|id\b|case\b|chart\b|record\b|file\b|member\b|acct|account|docket|booking|doc\b|cdcr|rx\b|age\b|aged\b|#|no\.)",
    re.IGNORECASE,
)
_AGED = re.compile(r"[ \t]*(?:[|,;(/][ \t]*)?\d\d ?(?:[MF]\b|y\.?/?o|[,;)./]|$)", re.IGNORECASE | re.MULTILINE)
_NO_NAME = re.compile(
    r"(?:n/?a|unknown|none|not (?:given|known|stated|provided|recorded|applicable)|see (?:above|below|chart|file)|on file|same(?: as above)?|self|withheld|redacted|pending|refused|declined|"
    r"anonymous|john doe|jane doe|tbd|blank|illegible|walk[- ]?in|as above|group|various|staff|client|patient|ditto|first|last|middle)\b",
    re.IGNORECASE,
)


def find_fields(reading: Reading) -> Iterator[Evidence]:
    """
    Yield the values of `Name:`, and of `Patient:` or `RE:` where a number or a date of birth follows in the line.

    `RE: XIONG, MAI SEE - DOB 1/1/66`; in talk, `Client: Yes, I know.`, the same word is a speaker and nothing is yielded.
    """
    for field, firm in ((_NAME_FIELD, True), (_PERSON_FIELD, False)):
        for label in field.finditer(reading.text):
            value = _value(reading.text, label.end())
            if value is None or _NO_NAME.match(reading.text, label.end()):
                continue
            if firm or _IDENTIFIED.match(reading.text, value) or (label["who"] and _AGED.match(reading.text, value)):
                yield Evidence(label.end(), value, weight("field"), "client" if label["who"] else None)


def _value(text: str, at: int) -> int | None:
    """Return where the name that starts at *at* ends, or None if no name starts there."""
    for form in _VALUES:
        found = form.match(text, at)
        if found:
            return found.end()
    return None
