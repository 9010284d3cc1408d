"""Where people work, and on which days and hours of it."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from followup_ics.working_time.clocks import Span, day_start, instant
from followup_ics.working_time.dates import CACHED, Days, add_days
from followup_ics.working_time.days_off import day_off, quiet_day

OPENS, CLOSES = time(9), time(17)
WAKES, RESTS = time(7), time(21)


class Place(NamedTuple):
    """Where somebody works: a zone and, where known, an ISO 3166 country and region.

    For somebody who moves, `stays` are the places in their order, each with its first date, and
    `zone` is their clock; country and region are those of the first.
    """

    zone: str
    country: str | None = None
    region: str | None = None
    stays: tuple[tuple[date, Place], ...] = ()

    def on(self, day: date) -> Place:
        """Return the place on a date, which is this one for all who stay."""
        return next((place for first, place in reversed(self.stays) if first <= day), self)


def is_working_day(place: Place, day: date) -> bool:
    """Say whether people work at `place` on `day`."""
    place = place.on(day) if place.stays else place
    return day_off(place.country, place.region, day) is None


@lru_cache(maxsize=CACHED)
def working_hours(place: Place, day: date) -> Span | None:
    """Return 09:00 to 17:00 of a date there as a span, None where it is not a working day."""
    if not is_working_day(place, day):
        return None
    opens, closes = (instant(place.zone, datetime.combine(day, at)) for at in (OPENS, CLOSES))
    return (opens, closes) if opens < closes else None


@lru_cache(maxsize=CACHED)
def daytime(zone: str, day: date) -> Span:
    """Return 07:00 to 21:00 of a date in `zone` as a span: when an e-mail should reach somebody."""
    wakes, rests = (instant(zone, datetime.combine(day, at)) for at in (WAKES, RESTS))
    return wakes, rests


def is_quiet(place: Place, day: date) -> bool:
    """Say whether `day` is a working day at `place` on which few are at their desks."""
    place = place.on(day) if place.stays else place
    return quiet_day(place.country, place.region, day) is not None


def last_working_day(
    place: Place, before: date, away: tuple[Days, ...], within: int
) -> date | None:
    """Return the last working day before a date that is not spent away.

    Looks back at most `within` days; None where all of them are free.
    """
    for back in range(1, within + 1):
        day = add_days(before, -back)
        exists = day_start(place.zone, day) < day_start(place.zone, add_days(day, 1))
        away_then = any(run.first <= day <= run.last for run in away)
        if exists and is_working_day(place, day) and not away_then:
            return day
    return None


def working_day_after(place: Place, day: date, count: int, within: int) -> date:
    """Return the working day there that is `count` working days after a date.

    Looks ahead at most `within` days; where those hold fewer working days, the last of them.
    """
    for _ in range(within):
        day = add_days(day, 1)
        count -= is_working_day(place, day)
        if count <= 0:
            break
    return day
