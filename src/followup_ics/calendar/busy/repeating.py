"""Events that repeat, as often as they do in a span of time.

A rule repeats by the clock of its zone. So it is gone through in the time of that clock, without a
zone, and each time that it brings becomes an instant afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from followup_ics.calendar.busy import rules
from followup_ics.calendar.busy.clocks import Clock
from followup_ics.calendar.busy.events import Event, Period, Time, UnclearEventError
from followup_ics.calendar.invitations.straightening import time_of
from followup_ics.working_time import DAY, Span

if TYPE_CHECKING:
    from icalendar import Component

MAX_ONWARDS = 100

_UNTIL = re.compile(r"(?<=UNTIL=)[0-9TZ]+")
_COUNT = re.compile(r";?COUNT=[^;]*")


def cost(series: Sequence[Event], within: Span) -> int:
    """Return at most what it costs to go through a series, in the units of `rules`.

    Raises UnclearEventError for what nobody can follow: a rule, or one that is moved from so many
    of its times on.
    """
    if sum(each.onwards for each in series) > MAX_ONWARDS:
        raise UnclearEventError
    last, days = within[1].date(), (within[1] - within[0]).days
    return sum(
        len(event.more)
        + len(event.but)
        + sum(rules.cost(each, event.start.day, last, days) for each in event.rules)
        for event in series
    )


def occurrences(series: Sequence[Event], within: Span) -> list[tuple[Time, Time]]:
    """Return the start and end of each time that a series keeps somebody busy, near a span.

    Raises UnclearEventError.
    """
    from icalendar import Calendar
    from recurring_ical_events import CalendarQuery

    first = sorted(series, key=lambda each: not each.rules)
    clock = next((each.start.clock for each in first if each.start.clock), None)
    calendar = Calendar()
    try:
        for event in series:
            calendar.add_component(_component(event, clock))
        query = CalendarQuery(calendar, components=[_taken()])
        span = (each.replace(tzinfo=None) for each in (within[0] - DAY, within[1] + DAY))
        found: Any = query.between(*span)
        return [(Time(start, clock), Time(end, clock)) for start, end in filter(None, found)]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, IndexError):
        raise UnclearEventError from None


@lru_cache(maxsize=1)
def _taken() -> Any:
    """Return how the package selects events, so that it hands out their times and nothing else."""
    from recurring_ical_events import ComponentsWithName, Occurrence

    class Taken(Occurrence):  # type: ignore[misc]
        def as_component(self, _keep: bool) -> tuple[date, date] | None:
            return (self.start, self.end) if self._adapter._component["X-BUSY"] else None

    return ComponentsWithName("VEVENT", occurrence=Taken)


def _component(event: Event, clock: Clock | None) -> Component:
    """Return an event as the package takes it, all of its times those of one clock."""
    from icalendar import Event as Component
    from icalendar import vDDDLists, vDDDTypes, vRecur

    found = Component()
    found["UID"], found["SEQUENCE"], found["X-BUSY"] = event.uid, event.sequence, event.busy
    found["DTSTART"] = vDDDTypes(event.start.by(clock))
    found["DTEND"] = vDDDTypes(event.end.by(clock))
    if event.rules:
        found["RRULE"] = [vRecur.from_ical(_by_clock(each, clock)) for each in event.rules]
    if event.more:
        found["RDATE"] = vDDDLists([_more(each, clock) for each in event.more])
    if event.but:
        found["EXDATE"] = vDDDLists([each.by(clock) for each in event.but])
    if event.instance:
        found["RECURRENCE-ID"] = vDDDTypes(event.instance.by(clock))
        if event.onwards:
            found["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return found


def _more(each: Time | Period, clock: Clock | None) -> date | tuple[date, date | timedelta]:
    if isinstance(each, Time):
        return each.by(clock)
    end = each.end.by(clock) if isinstance(each.end, Time) else each.end
    return each.start.by(clock), end


def _by_clock(rule: str, clock: Clock | None) -> str:
    """Return a rule whose last time is in the time of a clock, not in UTC.

    COUNT beside it, which RFC 5545 does not allow (3.3.10), is left out.
    """

    def until(match: re.Match[str]) -> str:
        found = time_of(match[0])
        if not isinstance(found, datetime) or not found.tzinfo or clock is None:
            return match[0].rstrip("Z")
        return f"{clock.wall(found):%Y%m%dT%H%M%S}"

    whole = rule.strip().strip(";").upper()
    if "UNTIL=" in whole:
        whole = _COUNT.sub("", whole).strip(";")
    return _UNTIL.sub(until, whole)
