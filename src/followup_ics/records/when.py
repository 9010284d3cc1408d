"""What a tactic is counted from: one model for each kind of `when`, with its own window.

`planning.kinds` has one function for each of them, under the same name of `on`; what depends on
where others are placed has a module there of its own.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from followup_ics.records.fields import Line, Record, fault

Days = Annotated[int, Field(ge=0, le=366)]

Audience = Literal[
    "candidate",
    "voters",
    "hiring_manager",
    "hiring_manager_and_voters",
    "hiring_manager_and_human_resources",
    "people_who_matter",
    "agreed",
]


class _Kind(Record):
    """What a tactic is counted from.

    `audiences` are those that it can have; a playbook may have `only_one`; `on_slots` are those
    whose time is a slot of a company's cycle.
    """

    audiences: ClassVar[tuple[Audience, ...]]
    only_one: ClassVar[bool] = False
    on_slots: ClassVar[bool] = False


class _Window(_Kind):
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
    audiences: ClassVar[tuple[Audience, ...]] = (
        "voters",
        "hiring_manager",
        "hiring_manager_and_voters",
        "hiring_manager_and_human_resources",
        "people_who_matter",
        "candidate",
    )
    unit: Literal["hours", "days"] = "days"


class BeforeInterview(_Kind):
    """On the last working day before each interview."""

    on: Literal["before_interview"]
    audiences: ClassVar[tuple[Audience, ...]] = ("candidate",)


class Cycle(_Window):
    """The rotating contacts: so many days after the last contact of any kind with the company.

    At least every `manager_every`th one is with the hiring manager.
    """

    on: Literal["cycle"]
    audiences: ClassVar[tuple[Audience, ...]] = ("people_who_matter",)
    only_one: ClassVar[bool] = True
    on_slots: ClassVar[bool] = True
    manager_every: Annotated[int, Field(ge=2, le=10)] = 3


class ActivityDone(_Kind):
    """Rides on the next cycle slot after an activity."""

    on: Literal["activity"]
    audiences: ClassVar[tuple[Audience, ...]] = ("people_who_matter", "hiring_manager")
    only_one: ClassVar[bool] = True
    on_slots: ClassVar[bool] = True


class Decision(_Kind):
    """Once, on one of the first `working_days` working days after the decision was due.

    Without a date: `without_date`, days or working days after the interview, both ends inclusive.
    In a playbook with a cycle it takes the place of a slot. It keeps `after_offer` days from
    telling that company of another offer.
    """

    on: Literal["decision"]
    audiences: ClassVar[tuple[Audience, ...]] = ("hiring_manager", "people_who_matter")
    only_one: ClassVar[bool] = True
    on_slots: ClassVar[bool] = True
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
    audiences: ClassVar[tuple[Audience, ...]] = ("hiring_manager",)
    tactic: Line


class AnswerDue(_Kind):
    """On the last working day before an offer must be answered."""

    on: Literal["answer_due"]
    audiences: ClassVar[tuple[Audience, ...]] = ("candidate",)
    only_one: ClassVar[bool] = True


class OfferElsewhere(_Kind):
    """The first working slot after another company's offer, at most so many working days later."""

    on: Literal["offer"]
    audiences: ClassVar[tuple[Audience, ...]] = ("hiring_manager",)
    only_one: ClassVar[bool] = True
    working_days: Annotated[int, Field(ge=0, le=10)] = 1


class OfferDeadline(_Kind):
    """`hours` after telling of an offer; `short_hours` where its answer is due within a day."""

    on: Literal["offer_deadline"]
    audiences: ClassVar[tuple[Audience, ...]] = ("candidate",)
    only_one: ClassVar[bool] = True
    hours: Annotated[int, Field(ge=1, le=336)]
    short_hours: Annotated[int, Field(ge=1, le=336)]


class EveryMonday(_Kind):
    """Every week from the first interview to an acceptance, else to the last horizon.

    On the week's first working day; left out where that is `apart` days or less before the next.
    """

    on: Literal["monday"]
    audiences: ClassVar[tuple[Audience, ...]] = ("candidate",)
    apart: Days = 3


class NextStepAgreed(_Kind):
    """On the day that was agreed in the interview."""

    on: Literal["next_step"]
    audiences: ClassVar[tuple[Audience, ...]] = ("agreed",)


class CallBackAgreed(_Kind):
    """On the day for which they asked to be called."""

    on: Literal["call_back"]
    audiences: ClassVar[tuple[Audience, ...]] = ("agreed",)


class HorizonReached(_Kind):
    """On the last day of the plan for an application."""

    on: Literal["horizon"]
    audiences: ClassVar[tuple[Audience, ...]] = ("candidate",)


class JobAccepted(_Kind):
    """Up to `latest` days after another application was accepted."""

    on: Literal["accepted"]
    audiences: ClassVar[tuple[Audience, ...]] = ("hiring_manager",)
    only_one: ClassVar[bool] = True
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
