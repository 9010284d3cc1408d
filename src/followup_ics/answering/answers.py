"""What became of a follow-up: whose record takes it, and whether it can be meant.

All dates are local times of that interview, as its log has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from followup_ics.errors import AnswerError
from followup_ics.planning.results import FollowUp
from followup_ics.records.job_search import Interview, JobSearch, Kind, Offer
from followup_ics.records.names import company_name, company_of, fold, interview_ids
from followup_ics.records.time_fields import clock, is_before, said
from followup_ics.working_time import wall_time

OUTCOMES = ("rejected", "withdrawn", "offer", "accepted")
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
class Offered:
    """That the company of a follow-up made an offer; `answer_by` is when it must be answered."""

    answer_by: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a follow-up; `done` is None where nothing is said of the contact itself.

    `skipped` is what was left out, `next_kind` how one will talk in the next interview. `activity`
    is something that companies should hear of at their next contact. An `offer` came at `on`.
    """

    on: date | datetime
    done: bool | None = None
    heard: str = ""
    call_back: date | datetime | None = None
    next_interview: date | datetime | None = None
    next_kind: Kind | Literal[""] = ""
    decision_by: date | None = None
    activity: str = ""
    outcome: str = ""
    skipped: bool = False
    offer: Offered | None = None

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


def application_of(record: Interview | Offer) -> tuple[str, str]:
    """Return what all interviews and offers for one role share."""
    return company_of(record), fold(record.role)


def skipped_on(about: Asked) -> datetime:
    """Return when something is skipped: as planned, which tells it from others like it."""
    return wall_time(about.zone, about.follow_up.start)


# What cannot be meant


def check(about: Asked, answer: Answer, today: date) -> None:
    """Raise AnswerError where an answer cannot be meant, or no record can take it.

    `today` is the date in the interview's zone.
    """
    _check_skipped(about, answer)
    _check_place(about, answer)
    _check_too_early(about, answer)
    _check_itself(answer)
    _check_dates(answer, today)


def _check_skipped(about: Asked, answer: Answer) -> None:
    if answer.is_logged and about.follow_up.is_skipped:
        raise AnswerError("skipped_already", summary=about.follow_up.summary)


def _check_place(about: Asked, answer: Answer) -> None:
    summary, company = about.follow_up.summary, about.follow_up.company
    if about.interview is None and (answer.outcome or answer.next_interview or answer.decision_by):
        raise AnswerError("offer_alone" if company else "no_interview", summary=summary)
    has_job = about.interview or (company and about.follow_up.role)
    if answer.offer and not has_job:
        raise AnswerError("no_job", summary=summary)
    if not answer.is_logged or about.has_log or answer.activity:
        return
    if answer.skipped:
        raise AnswerError("not_to_skip", summary=summary)
    raise AnswerError("ends_only" if company else "whole_search", summary=summary)


def is_too_early(about: Asked, on: date | datetime) -> bool:
    """Say whether a follow-up cannot have been done by then: before the day of the interview."""
    if about.interview is None or not about.has_log:
        return False
    met = about.interview.start
    prepares = wall_time(about.zone, about.follow_up.start) < clock(met)
    return not prepares and is_before(clock(on).date(), met)


def _check_too_early(about: Asked, answer: Answer) -> None:
    if answer.is_logged and about.interview and is_too_early(about, answer.on):
        start = said(about.interview.start)
        summary = about.follow_up.summary
        raise AnswerError("too_early", on=said(answer.on), summary=summary, start=start)


def _check_itself(answer: Answer) -> None:
    if answer.outcome in _ENDS and answer.next_interview:
        raise AnswerError("ends_and_goes_on", outcome=answer.outcome)
    if answer.outcome == "rejected" and answer.offer:
        raise AnswerError("rejected_and_offered")
    if answer.next_kind and not answer.next_interview:
        raise AnswerError("kind_of_nothing", next_kind=answer.next_kind)


def _check_dates(answer: Answer, today: date) -> None:
    on, due = answer.on, answer.offer and answer.offer.answer_by
    has_been = answer.offer or (answer.is_logged and not answer.skipped)
    if has_been and is_before(today, on):
        raise AnswerError("to_come", on=said(on))
    for each in (answer.call_back, answer.next_interview, answer.decision_by, due):
        if each and is_before(each, on):
            raise AnswerError("before_heard", when=said(each), on=said(on))
