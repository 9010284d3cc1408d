"""When the candidate is willing to act."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from followup_ics.working_time.clocks import Span, day_start, instant, local_date, zone_on
from followup_ics.working_time.dates import CACHED, DAY, Days, every_date


class Hours(NamedTuple):
    """A part of every day in minutes after midnight: `opens` inclusive, `closes` exclusive."""

    opens: int
    closes: int


class Availability(NamedTuple):
    """When the candidate is willing to act: hours of every day in their zone, less days away.

    The hours come in order and do not overlap. For one who moves, they are those of the place at
    which the date is spent.
    """

    zone: str
    hours: tuple[Hours, ...]
    away: tuple[Days, ...]

    def is_away(self, day: date) -> bool:
        """Say whether a date of the candidate's zone is spent away."""
        return any(run.first <= day <= run.last for run in self.away)

    def is_open(self, day: date) -> bool:
        """Say whether any time of a date of the candidate's zone can be used."""
        return bool(_open_hours(self, day))

    def within(self, start: datetime, end: datetime) -> list[Span]:
        """Return the available parts of a span, in order."""
        found: list[Span] = []
        for day in every_date(local_date(self.zone, start), local_date(self.zone, end)):
            found += [
                (max(opens, start), min(closes, end))
                for opens, closes in _open_hours(self, day)
                if opens < end and closes > start
            ]
        return found


@lru_cache(maxsize=CACHED)
def _open_hours(availability: Availability, day: date) -> tuple[Span, ...]:
    if availability.is_away(day):
        return ()
    zone, begins = zone_on(availability.zone, day), day_start(availability.zone, day)
    spans = (
        tuple(max(begins, _minute(zone, day, at)) for at in hours) for hours in availability.hours
    )
    return tuple((opens, closes) for opens, closes in spans if opens < closes)


def _minute(zone: str, day: date, minute: int) -> datetime:
    """Return the instant at a minute of a date; minute 1440 is the next date's midnight."""
    if minute == 24 * 60:
        return day_start(zone, day + DAY)
    return instant(zone, datetime.combine(day, time(*divmod(minute, 60))))
