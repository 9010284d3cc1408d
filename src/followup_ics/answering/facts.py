"""What no one contact brings, as edits of the user's file: an offer, a first choice, and so on.

Each is text to text, and changes nothing where the file says so already. Dates and times are local
ones of the candidate's zone, as these records have them. All raise as the edits of
`reading.editing` do; faults name `source` as their file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from followup_ics.answering.answers import application_of
from followup_ics.errors import NoSuchJobError, WhichRoleError
from followup_ics.reading import editing, loading
from followup_ics.records.fields import nearest
from followup_ics.records.job_search import Interview, JobSearch, Offer
from followup_ics.records.names import company_name, company_of, fold
from followup_ics.records.time_fields import clock, said


@dataclass(frozen=True, slots=True)
class Job:
    """A role at a company, as interviews and offers name both."""

    company: str
    role: str
    company_id: str = ""

    def is_of(self, record: Interview | Offer) -> bool:
        """Say whether an interview or an offer is for this job."""
        company = fold(self.company_id) if self.company_id else company_name(self.company)
        return application_of(record) == (company, fold(self.role))


def only_role(job_search: JobSearch, company: str) -> str:
    """Return the one role of a company in the records. Raises WhichRoleError."""
    wanted = company_name(company)
    jobs: list[Interview | Offer] = [*job_search.interviews, *job_search.offers]
    roles = {fold(each.role): each.role for each in jobs if company_of(each) == wanted}
    if len(roles) == 1:
        return next(iter(roles.values()))
    likely = "" if roles else nearest(company, {each.company for each in jobs})
    raise WhichRoleError(company, roles.values(), likely)


# An offer


def received(job_search: JobSearch, job: Job) -> date | datetime | None:
    """Return when the offer of a job came, None where the records have none."""
    at = _offer_of(job_search, job)
    return job_search.offers[at].received if at >= 0 else None


def _offer_of(job_search: JobSearch, job: Job) -> int:
    """Return the index of the offer of a job, -1 where there is none."""
    return next((at for at, each in enumerate(job_search.offers) if job.is_of(each)), -1)


def with_offer(
    text: bytes,
    job: Job,
    came: date | datetime,
    answer_by: date | datetime | None = None,
    *,
    source: str,
) -> bytes:
    """Return a text with an offer, or with these dates in the one that is there."""
    dates = {"received": said(came)} | ({"answer_by": said(answer_by)} if answer_by else {})
    at = _offer_of(loading.loads(text, source), job)
    if at < 0:
        own = {"company_id": job.company_id} if job.company_id else {}
        offer = {"company": job.company, **own, "role": job.role, **dates}
        return editing.add_offer(text, offer, source=source)
    for name, date_of in dates.items():
        text = editing.put(text, ("offers", at), name, date_of, source=source)
    return text


# The first choice


def with_first_choice(text: bytes, job: Job, *, source: str) -> bytes:
    """Return a text in which the latest interview for a job alone is of the first choice.

    Raises NoSuchJobError where the text has no interview for it.
    """
    job_search = loading.loads(text, source)
    chosen = _interviews_of(job_search, job)
    if not chosen:
        raise NoSuchJobError(job.company, job.role, source)
    for index, each in enumerate(job_search.interviews):
        if each.first_choice and index not in chosen:
            text = editing.set_field(text, index, "first_choice", "false", source=source)
    if not any(job_search.interviews[index].first_choice for index in chosen):
        text = editing.set_field(text, chosen[-1], "first_choice", "true", source=source)
    return text


def _interviews_of(job_search: JobSearch, job: Job) -> list[int]:
    """Return the indexes of the interviews for a job, the earliest first."""
    found = [
        (clock(each.start), index)
        for index, each in enumerate(job_search.interviews)
        if job.is_of(each)
    ]
    return [index for _, index in sorted(found)]


# The rest


def with_activity(text: bytes, what: str, on: date, relates_to: str = "", *, source: str) -> bytes:
    """Return a text with something that companies should hear of, as done on a date."""
    done = ((fold(each.what), each.on) for each in loading.loads(text, source).activities)
    if (fold(what), on) in done:
        return text
    fields = {"what": what, "on": said(on)}
    fields |= {"relates_to": relates_to} if relates_to else {}
    return editing.add_activity(text, fields, source=source)


def with_away(text: bytes, first: date, last: date | None = None, *, source: str) -> bytes:
    """Return a text in which the candidate is away on a date, or up to a last one, inclusive."""
    known = loading.loads(text, source).candidate.away
    if any(each.first <= first and (last or first) <= each.last for each in known):
        return text
    return editing.add_away(text, f"{first}/{last}" if last else f"{first}", source=source)
