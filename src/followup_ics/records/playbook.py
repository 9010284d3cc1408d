"""The advice as data: tactics in the order of a playbook, each with its own window.

A tactic's `when` says what it is counted from; its other fields say to whom, how, and with which
words. Nothing here plans: `planning` reads this data, `reading` the files.
"""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import ValidationError

from followup_ics.errors import shown
from followup_ics.records.fields import Flag, Line, Record, Text, fault
from followup_ics.records.when import AfterTactic, Audience, Cycle, Days, When

Channel = Literal["email", "phone", "self"]
MAX_PARTS = 50
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
        if self.audience not in self.when.audiences:
            fits = " or ".join(self.when.audiences)
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
            if self.tactics[index].when.only_one and kind in kinds[:index]:
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
