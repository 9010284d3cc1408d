"""What the user writes: one candidate, their interviews, offers and activities.

Times are local: an interview's and its log's in the interview's zone (else the candidate's), all
others in the candidate's, who may move; a job search makes those with an offset so. A bare date
is allowed wherever a time is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal, Self, TypeVar, get_args

from pydantic import (
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails

from followup_ics.errors import shown
from followup_ics.records.candidate import MAX_LIST, Candidate, Move, Somewhere
from followup_ics.records.fields import (
    CalendarFile,
    Email,
    Flag,
    Line,
    Phone,
    Record,
    fault,
    in_a_file,
)
from followup_ics.records.invitation import KeptInvitation
from followup_ics.records.log import LogEntry, Path, odd_entries
from followup_ics.records.settings import CalendarSettings
from followup_ics.records.span_fields import Duration
from followup_ics.records.time_fields import (
    Day,
    End,
    Moment,
    are_alike,
    clock,
    has_offset,
    is_before,
    is_offset_of,
    localised,
    said,
)
from followup_ics.working_time import Days, Hours

MAX_A_DAY = 30
# Of one list in a file.
MAX_INTERVIEWS = 10_000
MAX_PEOPLE = 100
MAX_CALENDARS = 10

Part = Literal["hiring_manager", "human_resources", "interviewer", "recruiter"]
Kind = Literal["phone", "video", "in_person"]
KINDS: tuple[Kind, ...] = get_args(Kind)
T = TypeVar("T")
R = TypeVar("R", bound="_Timed")


class Person(Somewhere):
    """Somebody met, or named, at the company."""

    name: Line = Field(
        description="who it is; the same name at the same company is the same person",
        examples=["Dana Lee"],
    )
    title: Line | None = Field(None, description="their job title")
    part: Part = Field("interviewer", description="their part in the decision")
    vote: Flag = Field(True, description="false: they have no say in the decision")
    email: Email | None = Field(
        None, description="their address; also tells people of one name apart"
    )
    phone: Phone | None = Field(None, description="without one, a call becomes an e-mail")
    topics: tuple[Line, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_PEOPLE),
        description="what this very person talked about",
    )


class NextStep(Record):
    """What was agreed on in the interview."""

    what: Line | None = Field(
        None, description="what comes next, in your words", examples=["panel interview"]
    )
    decision_by: Day | None = Field(None, description="when they mean to decide")
    follow_up_on: Moment | None = Field(None, description="when to get in touch")
    by: Literal["phone", "email"] | None = Field(None, description="how to get in touch")
    with_: Line | None = Field(None, alias="with", description="with whom: a name or an e-mail")


class Outcome(Record):
    """How an application ended."""

    result: Literal["rejected", "withdrawn", "offer", "accepted"] = Field(
        description="rejected, withdrawn and accepted end the follow-ups; an offer is told to "
        "your first choice",
        examples=["rejected"],
    )
    on: Moment = Field(description="from when on this counts")


class _Timed(Record):
    """A record with times of its own."""

    _elsewhere: tuple[tuple[str, datetime], ...] = PrivateAttr(())

    @property
    def elsewhere(self) -> tuple[tuple[str, datetime], ...]:
        """The times as written, by their path, whose offset is not that of the record's zone."""
        return self._elsewhere


class Interview(Somewhere, _Timed):
    """One conversation, by telephone, video or in person."""

    id: Line | None = Field(
        None, description="a stable name; it keeps calendar events in place when the rest changes"
    )
    company: Line = Field(
        description="the company; its legal form, such as Inc. or GmbH, makes no other of it",
        examples=["Northwind Robotics"],
    )
    company_id: Line | None = Field(
        None,
        description="which company it is, where the name does not tell: the same for two names of "
        "one company, different ones for two companies of one name",
        examples=["globex-berlin"],
    )
    role: Line = Field(
        description="the job; company and role together are one application",
        examples=["Platform Engineer"],
    )
    kind: Kind | None = Field(None, description="how you talked")
    start: Moment = Field(description="when it begins; a date alone is taken to end at 17:00")
    duration: Duration | None = Field(
        None, description="how long it is; 1h if neither this nor an end is given"
    )
    end: End | None = Field(None, description="when it ends, instead of a duration")
    first_choice: Flag = Field(
        False, description="the job you want most: it is told of other offers"
    )
    follow_up_from: Day | None = Field(
        None, description="this record was written late: plan from this date on"
    )
    people: tuple[Person, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_PEOPLE),
        description="whom you met, the most important first",
    )
    next_step: NextStep | None = Field(None, description="what was agreed on")
    log: tuple[LogEntry, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_LIST),
        description="what you have done since, and what came back",
    )
    outcome: Outcome | None = Field(None, description="how it ended")
    invitation: tuple[KeptInvitation, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_PEOPLE),
        description="which invitations it came from; 'followup-ics add' writes and reads this",
    )

    @field_validator("log")
    @classmethod
    def _is_a_log(cls, log: tuple[LogEntry, ...], info: ValidationInfo) -> tuple[LogEntry, ...]:
        """Refuse what is typed wrong: an entry long before the interview, or there twice."""
        faults: list[InitErrorDetails] = [
            {"type": fault("log", message), "loc": keys, "input": None}
            for keys, message in odd_entries(info.data.get("start"), log)
        ]
        if faults:
            raise ValidationError.from_exception_data("Interview", faults)
        return log

    @field_validator("end")
    @classmethod
    def _is_after_start(cls, end: date | time | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        end = _on_the_day(end, start)
        if end is None:
            return None
        if info.data.get("duration") is not None:
            raise fault("end", "found beside a duration; keep one of the two")
        if start is None:
            return end
        if type(end) is not type(start):
            raise fault("end", "found a date beside a time; write both start and end as times")
        if has_offset(start) != has_offset(end):
            return end  # to be compared once both are local
        if not timedelta(0) < clock(end) - clock(start) <= timedelta(hours=24):
            raise fault(
                "end", f"found '{said(end)}'; write one within 24h after the start, {said(start)}"
            )
        return end


def _on_the_day(end: date | time | None, start: date | None) -> date | None:
    """Return an end with the date, and the offset, of the start where it is a time of day."""
    if not isinstance(end, time) or start is None:
        return None if isinstance(end, time) else end
    if not isinstance(start, datetime):
        raise fault("end", "found a time beside a date; write both start and end as times")
    return datetime.combine(start, end, start.tzinfo)


class Offer(_Timed):
    """An offer received."""

    company: Line = Field(description="who made the offer", examples=["Globex"])
    company_id: Line | None = Field(None, description="as in an interview")
    role: Line = Field(description="the job offered", examples=["SRE"])
    received: Moment = Field(description="when it came")
    answer_by: Moment | None = Field(
        None, description="when your answer is due; a date alone means 17:00"
    )

    @field_validator("answer_by")
    @classmethod
    def _is_after_received(cls, answer_by: date | None, info: ValidationInfo) -> date | None:
        received = info.data.get("received")
        if not answer_by or not received or not are_alike(answer_by, received):
            return answer_by
        if is_before(answer_by, received):
            raise fault(
                "answer_by",
                f"found '{said(answer_by)}'; write one after the offer came, {said(received)}",
            )
        return answer_by


class Activity(Record):
    """Something the candidate learns or does that bears on the job."""

    what: Line = Field(
        description="what you did, as you would tell it", examples=["passed the CKA exam"]
    )
    on: Day = Field(description="when; companies hear of it at their next contact")
    relates_to: Line | None = Field(None, description="what it has to do with the job")


class JobSearch(Record):
    """One job search: the candidate, their interviews, offers and activities."""

    candidate: Candidate = Field(description="you")
    playbook: Literal["oi-partners", "measured"] = Field(
        "oi-partners", description="whose advice is followed, where no other playbook is named"
    )
    calendar: CalendarSettings = Field(
        default_factory=CalendarSettings,
        description="what calendars call it, and when they remind you",
    )
    busy: tuple[CalendarFile, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_CALENDARS),
        description="your own calendars, as .ics files beside this one or https addresses: "
        "nothing is planned where they keep you busy",
    )
    interviews: tuple[Interview, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_INTERVIEWS),
        description="every interview, in any order",
    )
    offers: tuple[Offer, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_LIST),
        description="offers received",
    )
    activities: tuple[Activity, ...] = Field(
        (),
        json_schema_extra=in_a_file(MAX_LIST),
        description="what you learn or do that the companies should hear of",
    )

    @field_validator("interviews", "offers")
    @classmethod
    def _are_local(cls, records: tuple[R, ...], info: ValidationInfo) -> tuple[R, ...]:
        """Make times with an offset local: an interview's in its own zone, else the candidate's."""
        candidate = info.data.get("candidate")
        return _all_local(records, candidate.clock) if candidate else records

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        repeated = repeated_ids(interview.id for interview in self.interviews)
        for path, message in (*repeated, *crowded_days(self.interviews)):
            raise ValidationError.from_exception_data(
                "JobSearch",
                [InitErrorDetails(type=fault("interviews", message), loc=path, input=None)],
            )
        return self


def _all_local(records: tuple[R, ...], zone: str) -> tuple[R, ...]:
    """Return records with local times alone, held to their rules again where any changed."""
    found: list[R] = []
    faults: list[InitErrorDetails] = []
    for index, record in enumerate(records):
        try:
            found.append(_local(record, getattr(record, "timezone", None) or zone))
        except ValidationError as invalid:
            faults += [
                {"type": fault("local", each["msg"]), "loc": (index, *each["loc"]), "input": None}
                for each in invalid.errors()
            ]
    if faults:
        raise ValidationError.from_exception_data("JobSearch", faults)
    return tuple(found)


def _local(record: R, zone: str) -> R:
    written = dict(_with_offsets(record))
    if not written:
        return record
    local = type(record).model_validate(localised(record.model_dump(exclude_unset=True), zone))
    local._elsewhere = tuple(
        (path, moment) for path, moment in written.items() if not is_offset_of(zone, moment)
    )
    return local


def _with_offsets(record: Record, path: str = "") -> Iterator[tuple[str, datetime]]:
    """Yield each time with an offset in a record, by its path."""
    for name, value in record.__dict__.items():
        if isinstance(value, datetime):
            if has_offset(value):
                yield f"{path}.{name}", value
        elif isinstance(value, Record):
            yield from _with_offsets(value, f"{path}.{name}")
        elif value and name == "log":
            for index, each in enumerate(value):
                yield from _with_offsets(each, f"{path}.{name}[{index}]")


def repeated_ids(ids: Iterable[object]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message for each interview id that an earlier interview has."""
    first: dict[object, int] = {}
    for index, each in enumerate(ids):
        if each is not None and first.setdefault(each, index) != index:
            yield (
                ("interviews", index, "id"),
                f"found {shown(each)}, the id of interviews[{first[each]}] too; give each its own",
            )


def crowded_days(interviews: Iterable[Interview | None]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message for the first interview that is too many on its date."""
    counts: Counter[date] = Counter()
    for index, each in enumerate(interviews):
        if each is None:
            continue
        day = clock(each.start).date()
        counts[day] += 1
        if counts[day] == MAX_A_DAY + 1:
            yield (
                ("interviews", index, "start"),
                f"found more than {MAX_A_DAY} interviews on {day}; mend the dates of those that "
                "are on another day, and leave out what was no interview",
            )


def ids_as_written(tree: Mapping[str, object]) -> Iterator[object]:
    """Yield each interview's id from a file that may have faults elsewhere."""
    interviews = tree.get("interviews")
    for each in interviews if isinstance(interviews, list) else ():
        written = each.get("id") if isinstance(each, Mapping) else None
        yield " ".join(written.split()) if isinstance(written, str) else None


__all__ = [
    "Activity",
    "CalendarSettings",
    "Candidate",
    "Days",
    "Hours",
    "Interview",
    "JobSearch",
    "LogEntry",
    "Move",
    "NextStep",
    "Offer",
    "Outcome",
    "Person",
]
