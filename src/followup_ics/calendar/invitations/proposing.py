"""From invitations and the records so far to proposals: pure, and nothing is decided here.

`sorted_out` makes one piece of work of each interview; `propose` says what to do with one. Between
two of them the records may have changed, so that the second invitation of a company is a round of
the application that the first one brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from followup_ics.calendar.invitations.changing import about_known, joined, known_in
from followup_ics.calendar.invitations.companies import what_is_said
from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.kinds import kind_guess
from followup_ics.calendar.invitations.known import Known, Round
from followup_ics.calendar.invitations.meeting import Oneself, everybody_met
from followup_ics.calendar.invitations.oneself import own_addresses
from followup_ics.calendar.invitations.proposals import (
    Guess,
    NewInterview,
    NothingToDo,
    Proposal,
)
from followup_ics.calendar.invitations.roles import role_guess
from followup_ics.calendar.invitations.rounds import Group, grouped, newest
from followup_ics.calendar.invitations.times import can_be_written, is_timed, span_of, when
from followup_ics.calendar.invitations.versions import kept
from followup_ics.records.job_search import JobSearch
from followup_ics.records.names import company_name
from followup_ics.working_time import local_date


@dataclass(frozen=True, slots=True)
class Work:
    """The invitations of one interview, in order of time; `which` is its id in the records."""

    invitations: tuple[Invitation, ...]
    which: str = ""


def oneself(invitations: Sequence[Invitation], name: str | None) -> Oneself:
    """Return who the candidate is among those invited, by all invitations that are at hand."""
    return Oneself(name, own_addresses(invitations, name))


def sorted_out(invitations: Iterable[Invitation], job_search: JobSearch, me: Oneself) -> list[Work]:
    """Return the work that invitations make: what changes the records first, then what is new.

    Older versions of an event are left out. What is new is in order of time.
    """
    known = Known(job_search)
    changes: dict[str, list[Invitation]] = {}
    alone, new = [], []
    for each in newest(invitations):
        if there := known_in(each, known):
            for one in dict.fromkeys(one.id for one, _ in there):
                changes.setdefault(one, []).append(each)
        elif each.cancelled or not can_be_written(each):
            alone.append(Work((each,)))
        else:
            new.append(each)
    saids = [what_is_said(each, me.addresses, me.name) for each in new]
    return [
        *(Work(tuple(work), which) for which, work in changes.items()),
        *alone,
        *(Work(group.invitations) for group in grouped(new, saids, known)),
    ]


def propose(work: Work, job_search: JobSearch, me: Oneself, *, now: datetime) -> Proposal:
    """Return what to do with the invitations of one interview.

    `now` is an instant; an interview that is over by then is not taken out any more.
    """
    known = Known(job_search)
    first = work.invitations[0]
    if work.which and (there := known.interview(work.which)):
        return about_known(work.invitations, there, known, me, now)
    if first.cancelled:
        return NothingToDo("it is cancelled, and not in the records", first.summary)
    if not can_be_written(first):
        return NothingToDo(f"its year, {first.start.year}, is none of the records", first.summary)
    group = _as_one(work, known, me)
    if there := _same_time(group, known):
        return joined(group.invitations, group.span, there, known, me)
    return _new(group, known, me)


def _as_one(work: Work, known: Known, me: Oneself) -> Group:
    saids = tuple(what_is_said(each, me.addresses, me.name) for each in work.invitations)
    company = grouped(work.invitations, saids, known)[0].company
    spans = [span_of(each, known.zone) for each in work.invitations]
    span = min(start for start, _ in spans), max(end for _, end in spans)
    return Group(work.invitations, saids, company, span)


def _same_time(group: Group, known: Known) -> Round | None:
    """Return the interview of the records at that company and time: nobody is in two at once.

    Of an event without a UID, whose company may be unknown, the very start tells it.
    """
    company, (start, end) = company_name(group.company.value), group.span
    is_timed_itself = all(map(is_timed, group.invitations))
    nameless = not any(each.uid for each in group.invitations)
    for each in known.rounds:
        is_there = company_name(each.record.company) == company
        if nameless and each.start == start and (is_there or not company):
            return each
        if not (is_there and group.company.sure):
            continue
        if each.is_timed and is_timed_itself:
            if each.start < end and start < each.end:
                return each
        elif local_date(each.zone, each.start) == local_date(each.zone, start):
            return each
    return None


def _new(group: Group, known: Known, me: Oneself) -> NewInterview:
    work, company = group.invitations, group.company
    kinds = [kind_guess(each) for each in work]
    people, notes = everybody_met(work, company.value, known, me)
    mended = tuple(dict.fromkeys(each for one in work for each in one.repairs))
    several = len(work) > 1
    return NewInterview(
        company=company,
        role=_role(group, company.value, known),
        kind=next((each for each in kinds if each.value), kinds[0]),
        when=when(work[0], group.span, known.zone),
        people=people,
        kept=tuple(one for each in work for one in kept(each, known.zone, part=several)),
        title=" + ".join(dict.fromkeys(each.summary for each in work if each.summary)),
        notes=(*notes, *mended),
    )


def _role(group: Group, company: str, known: Known) -> Guess:
    roles = [role_guess(said, company, known) for said in group.saids]
    return next((each for each in roles if each.sure), roles[0])


def with_company(
    proposal: NewInterview, company: str, work: Work, job_search: JobSearch, me: Oneself
) -> NewInterview:
    """Return a proposal for the company that somebody said: its role and people may be others."""
    known = Known(job_search)
    group = _as_one(work, known, me)
    people, _ = everybody_met(group.invitations, company, known, me)
    said = proposal.company.settled(company)
    return replace(proposal, company=said, role=_role(group, company, known), people=people)
