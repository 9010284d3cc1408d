"""People whom the text of an invitation names, with what it says of them beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from followup_ics.calendar.invitations.titles import is_role
from followup_ics.records.names import fold, person_name

_LONGEST = 300  # lines that are read, and characters of one
_MOST = 50  # people
_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de"
_WORD = rf"[{_UPPER}][^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
_MIDDLE = rf"(?:{_WORD}|[{_UPPER}]\.|van|von|der|den|de|del|della|da|di|du|la|le|bin|al|el)"
_NAME = re.compile(rf"(?<![\w@.]){_WORD}(?: {_MIDDLE}){{0,3}} {_WORD}(?![\w@])")
_WITH = re.compile(r"\b(?:with|meet|mit|avec|con)\s+$", re.IGNORECASE)
_MANAGERS = re.compile(r"\bhiring manager\b[^.,;]*\s+$", re.IGNORECASE)
_ANY = re.compile(r"\S+")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w#,])\+?\(?\d[\d\s().\u2010-\u2015-]{6,18}\d(?![\w#]|,,)")
_TITLE_WORDS = re.compile(
    r"\b(?:hr|talent|recruit\w*|people (?:partner|operations|ops|team)|human resources|founder"
    r"|hiring manager|sourcer|scheduler)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:zoom|google|microsoft|teams|meet(?:ing)?|webex|skype|video|phone|call|conference|interview"
    r"|room|floor|street|avenue|road|building|office|time|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|january|february|march|july|september|october|november|december"
    r"|please|join|link|dial|passcode|password|id|dear|hi|hello|thank|thanks|best|kind"
    r"|regards|team|round|panel|schedule|agenda|part|one|tap|mobile|united|states|kingdom|new|los|san"
    r"|eastern|pacific|central|mountain|standard|daylight|lunch|break|tour|welcome|your|our|the|you"
    r"|will|with|who|and|for|about|job|position|role|company|location|date|topic|subject|details"
    r"|inc|ltd|llc|gmbh|corp|health|robotics|analytics|technologies|labs|group)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"""^[\s>*\u2022\u00b7-]*(?:
        who | with | interviewers? | your\ interviewers?(?:\ (?:is|are|will\ be))? | panel(?:ists?)?
      | interview\ panel | interview\ team | participants? | attendees? | hosts? | meeting\ with
      | you(?:\ will|'ll|\u2019ll)?\ (?:be\ )?(?:meet|speak|talk|chat)(?:ing)?(?:\ with|\ to)?
      | you(?:\ will|'ll|\u2019ll)?\ be\ interviewed\ by
      | gespr\u00e4chspartner(?:in|innen)? | teilnehmer(?:innen)? | interviewers? | intervenants?
    )\b\s*[:\uff1a-]?\s*(?P<rest>.*)$""",
    re.IGNORECASE | re.VERBOSE,
)
_TIME = re.compile(
    r"^[\s>*\u2022\u00b7|-]*(?:\d{1,2}[:.h]\d{2}|\d{1,2}(?=\s*[ap]\.?m))(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:-|\u2013|\u2014|to|bis)\s*\d{1,2}(?:[:.h]\d{2})?(?:\s*[ap]\.?m\.?)?)?"
    r"(?:\s*\(?(?-i:[A-Z]{2,5})\)?(?=[\s:|,\u2013-]))?\s*[:|,\u2013\u2014-]?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[*\u2022\u00b7>-]|\d{1,2}[.)])\s+(?P<rest>.*)$")
_INVITING = re.compile(
    rf"^\s*(?P<name>{_WORD}(?: {_MIDDLE}){{0,3}}) is inviting you\b", re.MULTILINE
)
_OF_THE_CANDIDATE = re.compile(
    r"\byour (?:phone|number|mobile|cell|telephone)\b"
    r"|\b(?:call|reach|phone|ring|dial) you (?:at|on)\b|\byou (?:at|on) \+?\d",
    re.IGNORECASE,
)
_DIAL_IN = re.compile(
    r"\bdial|\bpasscode|\bmeeting id|\bconference id|\bpin\b|\btoll|\bone tap|,,|#|\bfax",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a text."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    is_interviewer: bool = False
    """Whether the text says that they will be met: below "Who:", in a schedule, or after "with"."""

    is_manager: bool = False
    """Whether the line calls it the hiring manager's."""

    is_told: bool = False
    """Whether it says so in as many words: below "Interviewers:"."""


def mentions_of(text: str, candidate: str | None) -> list[Mention]:
    """Return the people whom a text names, in its order, without the candidate."""
    found: dict[str, Mention] = {}
    listed = at_time = False
    for line in (each[:_LONGEST] for each in text.splitlines()[:_LONGEST]):
        if len(found) > _MOST:
            break
        label, time, bullet = _LABEL.match(line), _TIME.match(line), _BULLET.match(line)
        listed = bool(label) or (listed and bool(bullet or not line.strip()))
        marked = label or time or (bullet if listed else None)
        rest = marked["rest"] if marked else line
        for each in _in_line(rest):
            if marked or at_time:
                each = replace(
                    each, is_interviewer=True, is_told=bool(label or (bullet and listed))
                )
            key = person_name(each.name)
            if not candidate or key != person_name(candidate):
                found[key] = _merged(found[key], each) if key in found else each
        at_time = bool(time) and not rest.strip()
    return [_with_title_below(each, text) for each in found.values()]


def _with_title_below(mention: Mention, text: str) -> Mention:
    """Return somebody with the title that stands below their name, as in a signature."""
    name = re.escape(mention.name)
    below = re.search(rf"^\s*{name}\s*\n\s*([^\n]{{2,60}}?)\s*$", text, re.MULTILINE)
    if mention.title or not below or not titled(below[1]):
        return mention
    return replace(mention, title=below[1])


def _merged(one: Mention, other: Mention) -> Mention:
    return Mention(
        one.name,
        one.title or other.title,
        one.email or other.email,
        one.phone or other.phone,
        one.is_interviewer or other.is_interviewer,
        one.is_manager or other.is_manager,
        one.is_told or other.is_told,
    )


def mentioned(text: str, candidate: str | None) -> Mention | None:
    """Return who is said to send the invitation, as Zoom's text begins."""
    found = _INVITING.search(text)
    if not found or _NO_NAME.search(found["name"]):
        return None
    if candidate and person_name(found["name"]) == person_name(candidate):
        return None
    return Mention(found["name"])


def _in_line(line: str) -> Iterator[Mention]:
    """Yield the people of a line; what stands behind a name, up to the next one, is about them."""
    names = [span for each in _NAME.finditer(line) if (span := _name_within(each))]
    ends = [*(start for start, _ in names[1:]), len(line)]
    for (start, stop), end in zip(names, ends, strict=False):
        about = line[stop:end]
        email = _EMAIL.search(about)
        phone = _phone_of(line if len(names) == 1 else about, about)
        is_with, is_manager = (bool(e.search(line[:start])) for e in (_WITH, _MANAGERS))
        mail = email[0] if email else ""
        yield Mention(line[start:stop], _title_in(about), mail, phone, is_with, is_manager)


def _name_within(match: re.Match[str]) -> tuple[int, int] | None:
    """Return where the name stands among capitalised words: "Call Priya Raman" has one."""
    words = [(word.start(), word.end(), _is_no_name(word[0])) for word in _ANY.finditer(match[0])]
    while words and words[0][2]:
        words.pop(0)
    last = next((at for at, word in enumerate(words) if word[2]), len(words))
    if last < 2:
        return None
    return match.start() + words[0][0], match.start() + words[last - 1][1]


def _is_no_name(word: str) -> bool:
    return bool(_NO_NAME.search(word) or is_role(word) or _TITLE_WORDS.search(word))


def _title_in(about: str) -> str:
    """Return the title that stands right behind a name: in brackets, or after a comma or a dash."""
    match = re.match(
        r"\s*(?:\((?P<aside>[^()]{2,60})\)|(?:,|[-\u2013\u2014|:])\s*(?P<behind>[^,;()|<\n]{2,60}))",
        about,
    )
    if not match:
        return ""
    words = " ".join((match["aside"] or match["behind"]).split()).strip(" .-\u2013\u2014")
    words = re.sub(r"\s+(?:and|&|at|will|\S+@\S*).*$", "", words)
    return words if titled(words) else ""


def _phone_of(line: str, about: str) -> str:
    """Return the number that a line gives for the person whom it names."""
    if _OF_THE_CANDIDATE.search(line) or _DIAL_IN.search(line):
        return ""
    found = _PHONE.search(about)
    return " ".join(found[0].split()) if found else ""


def titled(title: str) -> dict[str, str]:
    """Return the fields of a person that a title gives; {} where a text is none.

    The part in the decision is said only where the title says it. A coordinator has no vote.
    """
    words = " ".join(title.split()).strip(" -|/,\u2013\u2014")
    if not words or not (is_role(words) or _TITLE_WORDS.search(words)):
        return {}
    folded = fold(words)
    found = {"title": words}
    if "hiring manager" in folded:
        found["part"] = "hiring_manager"
    elif re.search(r"\brecruit|\bsourcer\b|\btalent acquisition\b", folded):
        found["part"] = "recruiter"
    elif re.search(r"\bhr\b|human resources|\btalent\b|\bpeople (?:partner|op|team)", folded):
        found["part"] = "human_resources"
    if re.search(r"\b(?:coordinator|scheduler|executive assistant)\b", folded):
        found["vote"] = "false"
    if folded == "hiring manager":
        del found["title"]
    return found
