"""Dates, which have no zone: counting them, runs of them, and how people say them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import MO, relativedelta
from dateutil.rrule import WEEKLY, rrule

DAY = timedelta(days=1)
CACHED = 1 << 13
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Days(NamedTuple):
    """A run of calendar dates, both ends inclusive."""

    first: date
    last: date


@lru_cache(maxsize=CACHED)
def add_days(day: date, days: int) -> date:
    """Return the date `days` calendar days later; never elapsed time, so no clock change counts."""
    return day + timedelta(days)


@lru_cache(maxsize=1024)
def every_date(first: date, last: date) -> tuple[date, ...]:
    """Return the dates from the first to the last, both inclusive; none where they cross."""
    return tuple(date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


@lru_cache(maxsize=1024)
def add_weeks(day: date, weeks: int) -> date:
    """Return the same weekday `weeks` weeks later."""
    return day + relativedelta(weeks=weeks)


@lru_cache(maxsize=256)
def mondays(first: date, last: date) -> tuple[date, ...]:
    """Return every Monday after `first`, up to and including `last`."""
    start = first + relativedelta(days=1, weekday=MO)
    return tuple(each.date() for each in rrule(WEEKLY, dtstart=start, until=last))


@lru_cache(maxsize=CACHED)
def spoken(day: date) -> str:
    """Return a date as people say it, whatever the locale: "Fri 13 Nov"."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def spoken_in_full(day: date) -> str:
    """Return a date with all that is known of it: "Tuesday 24 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
