"""The advice as data: tactics in the order of a playbook, each with its own window.

A tactic's `when` says what it is counted from; its other fields say to whom, how, and with which
words. Nothing here plans: `planning` reads this data, `loading` reads the files.
"""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import ValidationError

from followup_ics.errors import shown
from followup_ics.records.fields import Flag, Line, Record, Text, fault

Channel = Literal["email", "phone", "self"]
MAX_PARTS = 50
Days = Annotated[int, Field(ge=0, le=366)]
Minutes = Annotated[int, Field(ge=1, le=480)]


def _time(value: object) -> time:
    try:
        if isinstance(value, str):
            return time.fromisoformat(value.strip().zfill(5))
    except ValueError:
        pass
    if isinstance(value, time):
        return value
    raise fault("time", f"found {shown(value)}; write a time of day such as 10:00")


TimeOfDay = Annotated[
    time, PlainValidator(_time), WithJsonSchema({"type": "string", "examples": ["10:00"]})
]


class _Window(Record):
    """Both ends are hard and inclusive; the preferred point between them is soft."""

    earliest: Days
    latest: Days
    preferred: Days

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.earliest <= self.preferred <= self.latest:
            raise fault("window", "the numbers must rise: earliest <= preferred <= latest")
        return self


class AfterInterview(_Window):
    """Counted from each interview's end: in elapsed hours, or in calendar days (day 0 its date)."""

    on: Literal["interview"]
    unit: Literal["hours", "days"] = "days"


class BeforeInterview(Record):
    """On the last working day before each interview."""

    on: Literal["before_interview"]


class Cycle(_Window):
    """The rotating contacts: so many days after the last contact of any kind with the company.

    At least every `manager_every`th one is with the hiring manager.
    """

    on: Literal["cycle"]
    manager_every: Annotated[int, Field(ge=2, le=10)] = 3


class ActivityDone(Record):
    """Rides on the next cycle slot after an activity."""

    on: Literal["activity"]


class Decision(Record):
    """Once, on one of the first `working_days` working days after the decision was due.

    Without a date: `without_date`, days or working days after the interview, both ends inclusive.
    In a playbook with a cycle it takes the place of a slot. It keeps `after_offer` days from
    telling that company of another offer.
    """

    on: Literal["decision"]
    working_days: Annotated[int, Field(ge=1, le=20)]
    without_date: tuple[Days, Days]
    unit: Literal["days", "working_days"] = "days"
    after_offer: Days = 14

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.without_date[0] > self.without_date[1]:
            raise fault("window", "without_date: the second number must not be below the first")
        return self


class AfterTactic(_Window):
    """So many days after another tactic of the same application, wherever that was placed."""

    on: Literal["after"]
    tactic: Line


class AnswerDue(Record):
    """On the last working day before an offer must be answered."""

    on: Literal["answer_due"]


class OfferElsewhere(Record):
    """The first working slot after another company's offer, at most so many working days later."""

    on: Literal["offer"]
    working_days: Annotated[int, Field(ge=0, le=10)] = 1


class OfferDeadline(Record):
    """`hours` after telling of an offer; `short_hours` where its answer is due within a day."""

    on: Literal["offer_deadline"]
    hours: Annotated[int, Field(ge=1, le=336)]
    short_hours: Annotated[int, Field(ge=1, le=336)]


class EveryMonday(Record):
    """Every week from the first interview to an acceptance, else to the last horizon.

    On the week's first working day; left out where that is `apart` days or less before the next.
    """

    on: Literal["monday"]
    apart: Days = 3


class NextStepAgreed(Record):
    """On the day that was agreed in the interview."""

    on: Literal["next_step"]


class CallBackAgreed(Record):
    """On the day for which they asked to be called."""

    on: Literal["call_back"]


class HorizonReached(Record):
    """On the last day of the plan for an application."""

    on: Literal["horizon"]


class JobAccepted(Record):
    """Up to `latest` days after another application was accepted."""

    on: Literal["accepted"]
    latest: Days


When = Annotated[
    AfterInterview
    | BeforeInterview
    | Cycle
    | ActivityDone
    | Decision
    | AfterTactic
    | AnswerDue
    | OfferElsewhere
    | OfferDeadline
    | EveryMonday
    | NextStepAgreed
    | CallBackAgreed
    | HorizonReached
    | JobAccepted,
    Field(discriminator="on"),
]

Audience = Literal[
    "candidate",
    "voters",
    "hiring_manager",
    "hiring_manager_and_voters",
    "hiring_manager_and_human_resources",
    "people_who_matter",
    "agreed",
]

_AUDIENCES: dict[str, tuple[Audience, ...]] = {
    "interview": (
        "voters",
        "hiring_manager",
        "hiring_manager_and_voters",
        "hiring_manager_and_human_resources",
        "people_who_matter",
        "candidate",
    ),
    "before_interview": ("candidate",),
    "cycle": ("people_who_matter",),
    "activity": ("people_who_matter", "hiring_manager"),
    "decision": ("hiring_manager", "people_who_matter"),
    "after": ("hiring_manager",),
    "answer_due": ("candidate",),
    "offer": ("hiring_manager",),
    "offer_deadline": ("candidate",),
    "monday": ("candidate",),
    "next_step": ("agreed",),
    "call_back": ("agreed",),
    "horizon": ("candidate",),
    "accepted": ("hiring_manager",),
}

PLACEHOLDERS = frozenset(
    {
        "company",
        "where",
        "role",
        "person",
        "topic",
        "topics",
        "people",
        "what",
        "activity",
        "decision_by",
        "offer",
        "hours",
        "by_when",
        "answer_by",
        "open_this_week",
        "ask_decision",
        "plan_ends",
    }
)
_ONE_OF_A_KIND = (
    "cycle",
    "activity",
    "decision",
    "answer_due",
    "offer",
    "offer_deadline",
    "accepted",
)


_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|[{}]")


def _template(value: str) -> str:
    """Take names alone: a format or conversion could fail, or fill the memory, when planning."""
    for braces in _BRACES.findall(value):
        if braces in ("{", "}"):
            lacks = "an end" if braces == "{" else "a beginning"
            raise fault(
                "template", f"found '{braces}' without {lacks}; write {braces * 2} for a brace"
            )
        if braces not in ("{{", "}}") and braces[1:-1] not in PLACEHOLDERS:
            raise fault("template", f"found {shown(braces)[1:-1]}; {_right_name(braces[1:-1])}")
    return value


def _right_name(inside: str) -> str:
    name = re.match(r"\w*", inside.strip())
    if name and name[0] in PLACEHOLDERS:
        return f"write the name alone, {{{name[0]}}}"
    return f"the names to fill in are: {', '.join(sorted(PLACEHOLDERS))}"


Template = Annotated[
    Text, AfterValidator(_template), Field(description="{names} in braces are filled in")
]


class _Worded(Record):
    """What the candidate reads; a line of `do` with an unknown {name} in it is left out."""

    summary: Template
    do: tuple[Template, ...] = Field((), max_length=MAX_PARTS)


class Approach(_Worded):
    """One way to keep in touch; a cycle rotates through them."""

    name: Line
    channel: Literal["email", "phone"]
    minutes: Minutes | None = Field(None, description="where it differs from the tactic's")
    asks: Flag = False


class Tactic(_Worded):
    """One piece of the advice: to whom, how, when, why."""

    name: Annotated[Line, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    when: When
    audience: Audience
    most: Annotated[int, Field(ge=1, le=100)] = 100
    channel: Literal["email", "phone", "self", "rotates", "agreed"]
    minutes: Minutes
    at: TimeOfDay = Field("10:00", validate_default=True, description="preferred local time")
    asks: Flag = Field(False, description="wants something: waits for a date agreed with them")
    gives: Flag = Field(
        False, description="brings something: left out when stale, never sent by telephone"
    )
    once: Literal["person", "application"] | None = Field(
        None, description="once done, never planned again for that person or application"
    )
    different_days: Flag = Field(False, description="two people of one interview, two days: soft")
    once_in_days: Days = Field(0, description="one in so many days over the whole search")
    one_for_roles: Flag = Field(
        False, description="one a person for roles of a company less than a week apart"
    )
    stands: Flag = Field(False, description="a next round does not cancel it")
    any_hour: Flag = Field(False, description="may use away days and hours, if all else fails")
    urgent: Flag = Field(False, description="outside the company's two contacts a day; never waits")
    late_days: Days = Field(0, description="still done so many days late when recorded late")
    why: Text
    approaches: tuple[Approach, ...] = Field((), max_length=MAX_PARTS)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        cycle = isinstance(self.when, Cycle)
        if cycle != bool(self.approaches) or cycle != (self.channel == "rotates"):
            raise fault("tactic", "a cycle, and nothing else, rotates and lists its approaches")
        if cycle and len({approach.name for approach in self.approaches}) < 2:
            raise fault("tactic", "a cycle needs two approaches or more, each with its own name")
        if self.audience not in _AUDIENCES[self.when.on]:
            fits = " or ".join(_AUDIENCES[self.when.on])
            raise fault(
                "tactic",
                f"found the audience {self.audience}; with 'on: {self.when.on}' goes {fits}",
            )
        if (self.audience == "candidate") != (self.channel == "self"):
            raise fault("tactic", "the candidate, and nobody else, is reached by the channel self")
        if (self.audience == "agreed") != (self.channel == "agreed"):
            raise fault("tactic", "with the audience agreed goes the channel agreed")
        return self


class Playbook(Record):
    """An ordered set of tactics, and how long an application is followed up."""

    playbook: Line
    horizon_weeks: Annotated[int, Field(ge=1, le=52)] = 10
    persistence_from_day: Days = 28
    persistence: Text | None = None
    ask_decision: Text
    tactics: Annotated[tuple[Tactic, ...], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        names = [tactic.name for tactic in self.tactics]
        kinds = [tactic.when.on for tactic in self.tactics]
        for index, name in enumerate(names):
            if name in names[:index]:
                _raise_at(index, f"the tactic '{name}' is there twice; give each its own name")
        for index, kind in enumerate(kinds):
            if kind in _ONE_OF_A_KIND and kind in kinds[:index]:
                _raise_at(index, f"a second tactic with 'on: {kind}'; keep one")
            if kind == "activity" and "cycle" not in kinds:
                _raise_at(index, "'on: activity' rides on a cycle; add a tactic with 'on: cycle'")
            if kind == "offer_deadline" and "offer" not in kinds:
                _raise_at(index, "the deadline needs a tactic with 'on: offer'")
        for index, tactic in enumerate(self.tactics):
            if isinstance(tactic.when, AfterTactic) and tactic.when.tactic not in names[:index]:
                _raise_at(index, f"no tactic '{tactic.when.tactic}' stands above this one")
        return self


def _raise_at(index: int, message: str) -> None:
    raise ValidationError.from_exception_data(
        "Playbook",
        [{"type": fault("playbook", message), "loc": ("tactics", index), "input": None}],
    )
