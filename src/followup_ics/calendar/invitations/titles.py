"""What a title says: "Interview: Platform Engineer at Northwind" names a role and a company.

A title is cut where people put something between its parts. A part of stage words alone, such as
"phone screen", names nothing; what comes after "at" is a company, what has a word for a profession
a role. The rest is told apart by what is known of the company already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from followup_ics.records.names import company_name

_STAGES_LISTED = """
interview interviews interviewing screen screens screening call calls chat conversation meeting
discussion session loop panel round rounds stage step day debrief intro introduction
introductory initial first second third fourth final last next 1st 2nd 3rd 4th follow-up followup
technical tech coding behavioral behavioural cultural culture fit system systems design live pair
programming whiteboard case study presentation assessment exercise competency values
phone telephone telephonic video virtual online remote onsite on-site site in-person inperson
person zoom teams webex skype google meet microsoft hangout hangouts
hr recruiter recruiting recruitment hiring manager team candidate applicant job application
invitation invite confirmed confirmation scheduled rescheduled updated update canceled cancelled
declined accepted tentative hold reminder re fw fwd aw wg your our the a an and on of for to via
with mit avec con w at bei chez between about regarding re role position centre center
weekly daily check-in checkin sync catch-up catchup appointment trial
by minute minutes min mins hour hours hr hrs quick coffee
vorstellungsgespräch vorstellungsgespraech bewerbungsgespräch kennenlerngespräch erstgespräch
zweitgespräch telefoninterview videointerview gespräch telefonat termin einladung zum zur mit
entretien embauche d'embauche téléphonique visio entrevista entrevue trabajo laboral colloquio
sollicitatiegesprek kennismaking rozmowa kwalifikacyjna intervju
"""
_STAGES = frozenset(_STAGES_LISTED.split())
# Those that begin or end no role.
_NEVER_A_ROLE_LISTED = """
interview interviews interviewing screen screening call chat conversation meeting discussion
session loop panel round rounds stage step debrief intro introduction introductory initial
first second third fourth final last next 1st 2nd 3rd 4th phone telephone telephonic video
virtual online onsite on-site in-person zoom teams webex skype invitation invite confirmed
confirmation scheduled rescheduled updated canceled cancelled declined accepted tentative hold
reminder re fw fwd aw wg your our the a an and on of for to via by quick with mit avec con w
vorstellungsgespräch vorstellungsgespraech telefoninterview videointerview gespräch
einladung zum zur entretien entrevista colloquio
"""
_NEVER_A_ROLE = frozenset(_NEVER_A_ROLE_LISTED.split())
_A_ROLE_ALL_THE_SAME = re.compile(
    r"(?!hiring\b)[\w-]+(?: [\w-]+)? (?:manager|recruiter)", re.IGNORECASE
)
# As advertisements have it: for everybody.
_FOR_ALL = re.compile(r"[(\[]?\b[mwdfhx](?:/[mwdfhx]){1,3}\b[)\]]?", re.IGNORECASE)
# The number of an opening, before or behind its title: R-0012345, #2207, (REQ 4711).
_REQUISITION = re.compile(
    r"^[\W_]*(?:[A-Z]{1,4}[-_ ]?)?\d{3,}[\W_]+|[\W_]+(?:[A-Z]{1,4}[-_# ]{0,2})?\d{3,}[\W_]*$"
)
_NUMBER = re.compile(r"#?\d+(?:st|nd|rd|th|min|mins|m|h|hr)?(?:/\d+)?")
_PROFESSION = re.compile(
    r"""\b(?:
        engineers?|engineering|developers?|programmers?|architects?|scientists?|analysts?
      | administrators?|admin|designers?|researchers?|technicians?|technologists?|operators?
      | managers?|management|leads?|leaders?|heads?\ of|directors?|officers?|presidents?|vp|svp|avp
      | chief|c[a-z]o|principals?|partners?|owners?|consultants?|specialists?|coordinators?|experts?
      | advisors?|advisers?|strategists?|planners?|associates?|assistants?|interns?|internship
      | trainees?|apprentices?|graduates?|accountants?|auditors?|controllers?|bookkeepers?
      | economists?
      | actuary|actuaries|lawyers?|attorneys?|counsels?|paralegals?|nurses?|doctors?|physicians?
      | therapists?|pharmacists?|teachers?|lecturers?|professors?|tutors?|writers?|editors?
      | copywriters?|journalists?|marketers?|marketing|sales|buyers?|representatives?|executives?
      | agents?|clerks?|receptionists?|drivers?|mechanics?|electricians?|plumbers?|chefs?|cooks?
      | devops|sre|sdet|swe|qa|dba|scrum\ master|product|data|software|backend|frontend
      | full[- ]?stack
      | ingenieur(?:in)?|entwickler(?:in)?|leiter(?:in)?|berater(?:in)?|sachbearbeiter(?:in)?
      | ingénieure?|développeu(?:r|se)|responsable|chargée?|ingenier[oa]|desarrollador(?:a)?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Words that say a role, though the stage words above take them where they stand alone.
_STAGE_TITLES = re.compile(
    r"\b(?:hiring manager|recruiter|hr|technical|tech|team|product|sales|marketing|engineering)\s+"
    r"(?:phone |video |initial |intro |final )*"
    r"(?:screen|screening|interview|call|chat|conversation|round|panel|discussion|meeting|meet)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s+[-\u2010-\u2015|/]+\s+|\s*[:;\u00b7\u2022|]\s+|\s*<[-=]*>\s*|\s+//\s+|\s*[()\[\]]\s*"
    r"|(?<=\w)(?<!\bw)\s*/\s*(?=[A-Z])|\s+\u00d7\s+|\s+[xX+]\s+(?=[A-Z])"
)
_AT = re.compile(r"(?:^|\s)(?:@|at|bei|chez|presso|bij)\s+", re.IGNORECASE)
_WITH = re.compile(r"(?:^|\s)(?:with|w/|mit|avec|con|met)\s+", re.IGNORECASE)
_FOR = re.compile(
    r"(?:^|\s)(?:for(?: the)?(?: (?:position|role|job|post))?(?: of)?|as an?|als|para|pour)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:position|role|job|vacancy|opening)\s*$", re.IGNORECASE)
_EDGE = " \t,.;:!?-\u2013\u2014|\"'\u201c\u201d"


class Parts(NamedTuple):
    """What a title names; "" for what it does not. `rest` may be anything: a company, a person."""

    company: str = ""
    role: str = ""
    rest: tuple[str, ...] = ()


def parts_of(title: str, people: Iterable[str] = ()) -> Parts:
    """Return what a title names; `people` are names that are neither company nor role."""
    title = _FOR_ALL.sub(" ", title)
    names = [" ".join(each.split()) for each in people if each]
    for name in names:
        title = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " | ", title, flags=re.IGNORECASE)
    first_names = {each.casefold().split()[0] for each in names}
    company, role = "", ""
    rest: list[str] = []
    for words, kind in _pieces(_STAGE_TITLES.sub("interview", title)):
        said = _said(words)
        if not said or said.casefold() in first_names:
            continue
        if kind == "at":
            company = company or said
        elif kind == "for" or _PROFESSION.search(said):
            role = role or _TAIL.sub("", said)
        else:
            rest += _names_in(said)
    return Parts(company, role, tuple(rest))


def _names_in(said: str) -> Iterable[str]:
    """Yield what stands between commas, but for stages; a legal form goes with its company."""
    parts: list[str] = []
    for each in said.split(", "):
        if parts and company_name(f"{parts[-1]}, {each}") == company_name(parts[-1]):
            parts[-1] = f"{parts[-1]}, {each}"
        elif _without(_STAGES, each):
            parts.append(_without(_STAGES, each))
    return parts


def _pieces(title: str) -> Iterable[tuple[str, str]]:
    """Yield the parts of a title, each with the preposition that it comes after."""
    for piece in _CUT.split(title):
        marks = sorted(
            (found.start(), found.end(), kind)
            for kind, pattern in (("at", _AT), ("with", _WITH), ("for", _FOR))
            for found in pattern.finditer(piece)
        )
        ends = [*(start for start, _, _ in marks), len(piece)]
        yield piece[: ends[0]], ""
        for (_, begin, kind), end in zip(marks, ends[1:], strict=True):
            yield piece[begin:end], kind


def _said(words: str) -> str:
    """Return what a part says beside stages; a role keeps words that may be one elsewhere."""
    bare = words.strip(_EDGE)
    said = _without(_STAGES, bare)
    if not said:
        return bare if _A_ROLE_ALL_THE_SAME.fullmatch(bare) else ""
    return _role(bare) if _PROFESSION.search(bare) else said


def _role(words: str) -> str:
    """Return a role without the stages around it, and without a stage behind a comma."""
    head, *tails = _without(_NEVER_A_ROLE, _REQUISITION.sub("", words)).split(", ")
    return ", ".join([head, *(each for each in tails if _without(_STAGES, each))])


def _without(stages: frozenset[str], words: str) -> str:
    """Return words without those at either end that stand for a stage."""
    found = words.split()
    while found and _is_stage(found[-1], stages):
        found.pop()
    while found and _is_stage(found[0], stages):
        found.pop(0)
    return " ".join(found).strip(_EDGE)


def _is_stage(word: str, stages: frozenset[str]) -> bool:
    bare = word.strip(_EDGE).casefold()
    return not bare or bare in stages or _NUMBER.fullmatch(bare) is not None


# In the text below the title

_LABELLED = r"^[ \t>*\u2022-]*(?:%s)\s*[:\uff1a]\s*(\S[^\n]{0,100})$"
_ROLE_LINE = re.compile(
    _LABELLED % r"(?:job )?(?:title|position|role|job|vacancy|opening|stelle|poste|puesto)"
    r"(?: title)?(?: applied for)?",
    re.IGNORECASE | re.MULTILINE,
)
_COMPANY_LINE = re.compile(
    _LABELLED % r"company|employer|organi[sz]ation|firma|unternehmen|entreprise|empresa",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = r"[\w&+#./'\u2019()-]+"
_ROLE_INSIDE = (
    re.compile(rf"\b(?:the|our|an?) ((?:{_WORD} ){{1,7}}?)(?:position|role|opening|vacancy)\b"),
    re.compile(
        rf"\b(?:position|role) of (?:an? )?((?:{_WORD} ?){{1,6}}?)(?=[.,;!\n]| at | with | in |$)",
        re.MULTILINE,
    ),
)
_PROPER = r"[A-Z0-9\u00c0-\u00de][\w&.'\u2019+-]*"
_NAME = rf"{_PROPER}(?: (?:&|of|and|de|der|{_PROPER})){{0,4}}"
_COMPANY_INSIDE = re.compile(
    rf"\b(?:interview|interviewing|position|role|opening|opportunity|career|team|joining|working)"
    rf"(?: \w+)? (?:with|at) ({_NAME})"
)


def role_in(text: str) -> str:
    """Return the role that a text names, "" where it names none."""
    if found := _ROLE_LINE.search(text):
        return _REQUISITION.sub("", _cleaned(found[1]))
    for pattern in _ROLE_INSIDE:
        for match in pattern.finditer(text):
            said = _said(match[1])
            if said and _PROFESSION.search(said):
                return said
    return ""


def company_in(text: str) -> str:
    """Return the company that a text names, "" where it names none."""
    if found := _COMPANY_LINE.search(text):
        return _cleaned(found[1])
    match = _COMPANY_INSIDE.search(text)
    return _said(match[1].rstrip(".")) if match else ""


def is_role(text: str) -> bool:
    """Say whether a text has a word for a profession."""
    return _PROFESSION.search(text) is not None


_MAILBOX = re.compile(
    r"\b(?:recruit\w*|talent|hiring|interviews?|careers?|jobs|people|hr|scheduling|calendar|team"
    r"|bookings?|karriere|bewerbung\w*)\b",
    re.IGNORECASE,
)
_NO_COMPANY = re.compile(
    r"\b(?:ashby|greenhouse|lever|workday|calendly|talent acquisition|people operations"
    r"|human resources|recruit\w*|talent|hiring|interviews?|careers?|jobs|people(?: ops)?|hr"
    r"|scheduling|scheduler|calendar|team|bookings?|karriere|bewerbung\w*|coordinator|at|the|via)\b",
    re.IGNORECASE,
)


def company_of_mailbox(name: str) -> str:
    """Return the company in the name of a shared mailbox: "Northwind Robotics Recruiting"."""
    said = _NO_COMPANY.sub(" ", name) if _MAILBOX.search(name) else ""
    return " ".join(said.split()).strip(f"{_EDGE}()[]")


def _cleaned(said: str) -> str:
    return " ".join(said.split()).strip(_EDGE)
