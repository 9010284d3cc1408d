"""Which of many events, those of a calendar or of a mailbox, look like interviews."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from followup_ics.calendar.invitations.changing import known_in
from followup_ics.calendar.invitations.companies import Said, company_guess, what_is_said
from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.known import Known
from followup_ics.calendar.invitations.mail_domains import is_scheduler
from followup_ics.calendar.invitations.meeting import Oneself
from followup_ics.calendar.invitations.rounds import newest
from followup_ics.calendar.invitations.times import can_be_written, span_of
from followup_ics.records.job_search import JobSearch

_INTERVIEW = re.compile(
    r"""\b(?:
        interview\w* | vorstellungsgespr\w* | bewerbungsgespr\w* | kennenlerngespr\w*
      | entretien\ d'embauche | entrevista | colloquio | sollicitatiegesprek | intervju\w*
      | (?:phone|tech(?:nical)?|recruiter|initial|hiring\ manager)
        \ (?:screen(?:ing)?|call|chat|round)
      | screening\ call | hiring\ (?:manager|team|process) | recruit(?:er|ing|ment)
      | talent\ acquisition | super\ ?day | assessment\ cent(?:er|re) | final\ round
      | on-?site\ loop | candidate
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_AN_INTERVIEWER = re.compile(  # what somebody has who interviews others
    r"\b(?:scorecard|interview kit|debrief|submit (?:your )?feedback"
    r"|candidate'?s? (?:resume|cv))\b",
    re.IGNORECASE,
)


MOST_OF_ONE = 12  # events with people of one domain


@dataclass(frozen=True, slots=True)
class Likely:
    """One of many events, what company it may be with, and whether it looks like an interview."""

    event: Invitation
    company: str
    is_likely: bool


def picked(
    events: Iterable[Invitation], job_search: JobSearch, me: Oneself
) -> tuple[list[Invitation], list[Likely]]:
    """Return which of many events the records keep, and the others in order of time.

    What is cancelled and was never known is left out. Where one event of a company looks like an
    interview, the others of its mail domain do too, but not of a domain of many: one's employer.
    """
    known = Known(job_search)
    familiar: list[Invitation] = []
    new: list[tuple[Invitation, Said]] = []
    for each in newest(events):
        if known_in(each, known):
            familiar.append(each)
        elif not each.cancelled and can_be_written(each):
            new.append((each, what_is_said(each, me.addresses, me.name)))
    counts = Counter(domain for _, said in new for domain in said.domains)
    inviting = {
        domain
        for each, said in new
        for domain in said.domains
        if counts[domain] <= MOST_OF_ONE
        if _looks(each, said) or known.by_domain([domain])
    }
    found = [
        Likely(
            each,
            company_guess(said, known).value,
            _looks(each, said) or (_may_be(said) and not inviting.isdisjoint(said.domains)),
        )
        for each, said in new
    ]
    return familiar, sorted(found, key=lambda each: span_of(each.event, known.zone))


def _may_be(said: Said) -> bool:
    """Say whether an event may be an interview of the candidate's, and not one that they lead."""
    return not _AN_INTERVIEWER.search(said.text)


def _looks(invitation: Invitation, said: Said) -> bool:
    """Say whether the title of an event, or its text and who sends it, speak of an interview."""
    if not _may_be(said):
        return False
    if _INTERVIEW.search(said.title):
        return True
    sent = invitation.organizer.email if invitation.organizer else ""
    return bool(_INTERVIEW.search(said.text[:2000])) and (bool(said.domains) or is_scheduler(sent))
