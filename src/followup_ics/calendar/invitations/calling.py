"""What somebody is called, and whether it is somebody at all: CN as programs write it."""

from __future__ import annotations

import re

from followup_ics.calendar.invitations.invitation import Invited
from followup_ics.calendar.invitations.mail_domains import is_note_taker, is_scheduler, is_shared
from followup_ics.calendar.invitations.mentions import titled
from followup_ics.calendar.invitations.proposals import Guess
from followup_ics.calendar.invitations.titles import company_of_mailbox

_ADDRESS_IN_NAME = re.compile(r"\s*[(<\[]?\S+@\S+[)>\]]?\s*")
_QUOTED = re.compile(r"""^['"]([^'"]*)['"]$""")
_ASIDE = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_BEHIND = re.compile(r"\s+[-\u2010-\u2015|/]\s+.*$")
_PRONOUNS = re.compile(r"(?:she|he|they|her|him|them|his|hers|theirs)\b", re.IGNORECASE)
_NO_FIRST_NAME = re.compile(
    r"(?:ph\.?d|m\.?d|mba|msc|bsc|esq|cpa|jd|jr|sr|i{2,3}|iv|inc|ltd|llc|gmbh|ag)\.?", re.IGNORECASE
)


def is_somebody(each: Invited) -> bool:
    """Say whether this is a person: no room, group, shared mailbox, service or note taker."""
    if each.kind not in ("individual", "unknown") or not (each.name or each.email):
        return False
    if is_mailbox(each):
        return False
    return not (is_note_taker(each.name, each.email) or (each.email and is_scheduler(each.email)))


def is_mailbox(each: Invited) -> bool:
    """Say whether several people read this address, by what it is called: Northwind Recruiting."""
    if each.email and is_shared(each.email):
        return True
    return bool(each.name and company_of_mailbox(cleaned_name(each)[0].value))


def cleaned_name(each: Invited) -> tuple[Guess, str]:
    """Return somebody's name as people write it, and the title that stands beside it.

    "Lee, Dana (Engineering)" is turned round. Where there is no name, one is made of the address,
    which is a guess.
    """
    written = _QUOTED.sub(r"\1", _ADDRESS_IN_NAME.sub(" ", each.name).strip())
    asides = [one for one in _ASIDE.findall(written) if not _PRONOUNS.match(one)]
    written = _ASIDE.sub(" ", written).strip()
    behind = _BEHIND.search(written)
    title = next((one for one in [*asides, behind[0] if behind else ""] if titled(one)), "")
    name = " ".join(_turned(_BEHIND.sub("", written)).split())
    if re.search(r"[^\W\d_]{2}", name):
        return Guess(name, sure=True, why="as invited"), title.strip(" -|/\u2013\u2014")
    return Guess(_from_address(each.email), sure=False, why=f"from {each.email}"), ""


def _turned(name: str) -> str:
    last, comma, first = (part.strip() for part in name.partition(","))
    is_turned = comma and "," not in first and len(first.split()) <= 3 and len(last.split()) <= 3
    if not is_turned or not first or _NO_FIRST_NAME.fullmatch(first):
        return name
    return f"{first} {last}"


def _from_address(email: str) -> str:
    words = re.findall(r"[^\W\d_]+", email.partition("@")[0].partition("+")[0])
    return " ".join(word.capitalize() for word in words) or email
