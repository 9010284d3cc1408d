"""What became of a follow-up: whose record takes it, whether it can be meant, and its words.

All dates are local times of that interview, as its log has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import click

from followup_ics.commands.moments import in_full
from followup_ics.planning.results import FollowUp
from followup_ics.records.job_search import Interview, JobSearch
from followup_ics.records.names import company_name, company_of, fold, interview_ids
from followup_ics.records.time_fields import clock, is_before, said
from followup_ics.working_time import spoken_in_full, wall_time

_ENDS = ("rejected", "withdrawn", "accepted")


@dataclass(frozen=True, slots=True)
class Asked:
    """A follow-up, and the interview whose record takes what became of it: its id, its zone.

    What is of no interview, as the answer to an offer, is of the latest one of that application;
    the interview is None and its id "" where there is none.
    """

    follow_up: FollowUp
    interview: Interview | None
    id: str
    zone: str

    @property
    def has_log(self) -> bool:
        """Say whether an entry in a log can say that this was done."""
        return self.follow_up.interview is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a follow-up; `done` is None where nothing is said of the contact itself.

    `skipped` is what was left out. `activity` is something that companies should hear of at their
    next contact.
    """

    on: date | datetime
    done: bool | None = None
    heard: str = ""
    call_back: date | datetime | None = None
    next_interview: date | datetime | None = None
    decision_by: date | None = None
    activity: str = ""
    outcome: str = ""
    skipped: bool = False

    @property
    def is_logged(self) -> bool:
        """Say whether it is an entry of a log: done, tried or skipped."""
        return self.done is not None or self.skipped


def asked(job_search: JobSearch, follow_up: FollowUp) -> Asked:
    """Return a follow-up with the interview that takes what became of it."""
    ids = interview_ids(job_search.interviews)
    known = dict(zip(ids, job_search.interviews, strict=True))
    which = follow_up.interview or _latest(follow_up, known)
    interview = known.get(which)
    zone = interview.timezone if interview else None
    return Asked(follow_up, interview, which, zone or job_search.candidate.clock)


def _latest(follow_up: FollowUp, known: Mapping[str, Interview]) -> str:
    """Return the id of the latest interview for a follow-up's role, "" where there is none."""
    role = company_name(follow_up.company or ""), fold(follow_up.role or "")
    alike = [which for which, each in known.items() if application_of(each) == role]
    return max(alike, key=lambda which: clock(known[which].start), default="")


def application_of(interview: Interview) -> tuple[str, str]:
    """Return what all interviews for one role share."""
    return company_of(interview), fold(interview.role)


# What cannot be meant


def check(about: Asked, answer: Answer, today: date) -> None:
    """Raise click.UsageError where an answer cannot be meant, or no record can take it.

    `today` is the date in the interview's zone.
    """
    early = _too_early(about, answer)
    again = _skipped_before(about, answer)
    for problem in (again, _without_place(about, answer), early, _at_odds(answer, today)):
        if problem:
            raise click.UsageError(problem)


def _skipped_before(about: Asked, answer: Answer) -> str:
    if not answer.is_logged or not about.follow_up.is_skipped:
        return ""
    return f"'{about.follow_up.summary}' is skipped in the log; take that entry out of it first"


def _without_place(about: Asked, answer: Answer) -> str:
    summary, company = about.follow_up.summary, about.follow_up.company
    if about.interview is None and (answer.outcome or answer.next_interview or answer.decision_by):
        advice = "; once an offer is answered, take it out of 'offers'" if company else ""
        return f"no interview of '{summary}' is in the file, which could take that{advice}"
    if not answer.is_logged or about.has_log or answer.activity:
        return ""
    if answer.skipped:
        return f"'{summary}' has no log, in which it could be skipped: leave it as it is"
    if company:
        return f"'{summary}' has no log: say how it ended, with --outcome accepted or withdrawn"
    return (
        f"'{summary}' is for the whole search, which has no log; with --activity, write what "
        "companies should hear of"
    )


def is_too_early(about: Asked, on: date | datetime) -> bool:
    """Say whether a follow-up cannot have been done by then: before the day of the interview."""
    if about.interview is None or not about.has_log:
        return False
    met = about.interview.start
    prepares = wall_time(about.zone, about.follow_up.start) < clock(met)
    return not prepares and is_before(clock(on).date(), met)


def _too_early(about: Asked, answer: Answer) -> str:
    if not answer.is_logged or about.interview is None or not is_too_early(about, answer.on):
        return ""
    return (
        f"{said(answer.on)} lies before the interview that '{about.follow_up.summary}' follows, "
        f"{said(about.interview.start)}; numbers change with each entry, so look at 'followup-ics "
        "today' again"
    )


def _at_odds(answer: Answer, today: date) -> str:
    if answer.outcome in _ENDS and answer.next_interview:
        return f"--outcome {answer.outcome} and --next-interview exclude each other"
    if answer.is_logged and not answer.skipped and is_before(today, answer.on):
        return f"{said(answer.on)} is still to come; say when it was"
    for each in (answer.call_back, answer.next_interview, answer.decision_by):
        if each and is_before(each, answer.on):
            return f"{said(each)} lies before {said(answer.on)}, when you heard of it"
    return ""


# In words


def told(file: str, about: Asked, answer: Answer) -> Iterator[str]:
    """Yield the lines that say what is written, each date in full."""
    yield f"{file}: {about.follow_up.summary}"
    on = in_full(answer.on, about.zone)
    if answer.is_logged and about.has_log:
        word = "skipped" if answer.skipped else "done" if answer.done else "not reached"
        yield f"  {word}: {on}"
    if answer.heard:
        yield f"  heard: {answer.heard}"
    for name, when in (
        ("call back", answer.call_back),
        ("they decide by", answer.decision_by),
        ("next interview", answer.next_interview),
    ):
        if when:
            yield f"  {name}: {in_full(when, about.zone)}"
    if answer.activity:
        yield f"  activity: {answer.activity}, {spoken_in_full(clock(answer.on).date())}"
    if answer.outcome:
        yield f"  outcome: {answer.outcome}, {on}"
