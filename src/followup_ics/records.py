"""What the user writes: one candidate, their interviews, offers and activities.

Times are local and without an offset: an interview's and its log's in the interview's zone (else
the candidate's), all others in the candidate's. A bare date is allowed wherever a time is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from followup_ics import working_time
from followup_ics.fields import (
    Country,
    DailyHours,
    DateRange,
    Day,
    Duration,
    Email,
    Flag,
    Line,
    Moment,
    Phone,
    Record,
    Text,
    Zone,
    fault,
    nearest,
)
from followup_ics.working_time import Days, Hours

MAX_INTERVIEWS = 10_000
MAX_PEOPLE = 100
MAX_LIST = 1_000

Part = Literal["hiring_manager", "human_resources", "interviewer", "recruiter"]
Path = tuple[str | int, ...]


def _raise(record: Record, path: Path, kind: str, message: str) -> None:
    """Raise a fault of a whole record at one of its fields."""
    raise ValidationError.from_exception_data(
        type(record).__name__,
        [InitErrorDetails(type=fault(kind, message), loc=path, input=None)],
    )


class _Somewhere(Record):
    """A record with a place: zone, country, region, each optional."""

    timezone: Zone | None = Field(None, description="IANA zone name")
    country: Country | None = Field(None, description="ISO 3166-1 code; its holidays count")
    region: Line | None = Field(None, description="subdivision of the country given beside it")

    @model_validator(mode="after")
    def _region_is_known(self) -> Self:
        if self.country and self.region:
            known = working_time.regions(self.country)
            if self.region not in known:
                _raise(self, ("region",), "region", _unknown_region(self, known))
        return self


def _unknown_region(record: _Somewhere, known: tuple[str, ...]) -> str:
    if not known:
        return f"found '{record.region}', but {record.country} has one calendar; leave it out"
    shown = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
    near = nearest(str(record.region), known)
    return f"found '{record.region}'; write one of {record.country}'s: {shown}{near}"


class Candidate(_Somewhere):
    """The person looking for a job."""

    name: Line | None = None
    timezone: Zone = Field(description="IANA zone name; also the zone of all times in this file")
    available: DailyHours = Field(
        Hours(7 * 60, 21 * 60), description="hours in which the candidate acts at all"
    )
    away: tuple[DateRange, ...] = Field((), max_length=MAX_LIST, description="dates never used")


class Person(_Somewhere):
    """Somebody met, or named, at the company."""

    name: Line
    title: Line | None = None
    part: Part = Field("interviewer", description="their part in the decision")
    vote: Flag = Field(True, description="false: no say in the decision")
    email: Email | None = None
    phone: Phone | None = None
    topics: tuple[Line, ...] = Field(
        (), max_length=MAX_PEOPLE, description="what this person talked about"
    )


class NextStep(Record):
    """What was agreed on in the interview."""

    what: Line | None = None
    decision_by: Day | None = Field(None, description="when they mean to decide")
    follow_up_on: Moment | None = Field(None, description="when to get in touch")
    by: Literal["phone", "email"] | None = Field(None, description="how to get in touch")
    with_: Line | None = Field(None, alias="with", description="with whom: a name or an e-mail")


class LogEntry(Record):
    """Something the candidate did, and what came back."""

    on: Moment
    did: Line = Field(description="the tactic's name, such as thank_you or phone_call")
    to: Line | None = Field(None, description="to whom: a name or an e-mail")
    heard: Text | None = None
    call_back: Moment | None = Field(None, description="when they asked to be called")


class Outcome(Record):
    """How an application ended."""

    result: Literal["rejected", "withdrawn", "offer", "accepted"]
    on: Moment


class Interview(_Somewhere):
    """One conversation, by telephone, video or in person."""

    id: Line | None = Field(None, description="stable name of this interview")
    company: Line
    role: Line
    kind: Literal["phone", "video", "in_person"] | None = None
    start: Moment
    duration: Duration | None = Field(None, description="default 1h")
    end: Moment | None = Field(None, description="instead of a duration")
    first_choice: Flag = False
    follow_up_from: Day | None = Field(None, description="written late: plan from this date")
    people: tuple[Person, ...] = Field((), max_length=MAX_PEOPLE)
    next_step: NextStep | None = None
    log: tuple[LogEntry, ...] = Field((), max_length=MAX_LIST)
    outcome: Outcome | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end is None:
            return self
        if self.duration is not None:
            _raise(self, ("end",), "end", "found beside a duration; keep one of the two")
        if type(self.end) is not type(self.start):
            _raise(self, ("end",), "end", "found a date beside a time; write both as times")
        if not timedelta(0) < _clock(self.end) - _clock(self.start) <= timedelta(hours=24):
            _raise(self, ("end",), "end", "found an end that is not within 24h after the start")
        return self


def _clock(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day)


class Offer(Record):
    """An offer received."""

    company: Line
    role: Line
    received: Moment
    answer_by: Moment | None = None

    @model_validator(mode="after")
    def _answered_after_received(self) -> Self:
        if self.answer_by and _clock(self.answer_by).date() < _clock(self.received).date():
            _raise(self, ("answer_by",), "answer_by", "found a date before the offer was received")
        return self


class Activity(Record):
    """Something the candidate learns or does that bears on the job."""

    what: Line
    on: Day
    relates_to: Line | None = None


class JobSearch(Record):
    """Everything in one records file; the order of interviews that have ids means nothing."""

    candidate: Candidate
    interviews: tuple[Interview, ...] = Field((), max_length=MAX_INTERVIEWS)
    offers: Annotated[tuple[Offer, ...], Field(max_length=MAX_LIST)] = ()
    activities: Annotated[tuple[Activity, ...], Field(max_length=MAX_LIST)] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        for path, message in repeated_ids(interview.id for interview in self.interviews):
            _raise(self, path, "id", message)
        return self


def repeated_ids(ids: Iterable[object]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message for each interview id that an earlier interview has."""
    first: dict[object, int] = {}
    for index, each in enumerate(ids):
        if each is not None and first.setdefault(each, index) != index:
            yield (
                ("interviews", index, "id"),
                f"found '{each}', the id of interviews[{first[each]}] too; give each its own",
            )


def ids_as_written(tree: object) -> Iterator[object]:
    """Yield each interview's id from a file that may be faulty elsewhere, so that all faults show."""
    interviews = tree.get("interviews") if isinstance(tree, Mapping) else None
    for each in interviews if isinstance(interviews, list) else ():
        yield each.get("id") if isinstance(each, Mapping) else None


__all__ = [
    "Activity",
    "Candidate",
    "Days",
    "Hours",
    "Interview",
    "JobSearch",
    "LogEntry",
    "NextStep",
    "Offer",
    "Outcome",
    "Person",
]
