"""One event of somebody's calendar: when it is, how it repeats, and whether it keeps them busy.

All else that stands in it, its title first of all, is never looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from followup_ics.calendar.busy.clocks import UTC_CLOCK, Clock, Clocks
from followup_ics.calendar.events import UID
from followup_ics.calendar.invitations.repairing import Component
from followup_ics.calendar.invitations.straightening import split, time_of
from followup_ics.working_time import DAY, day_start

FIRST_YEAR, LAST_YEAR = 1900, 2199

_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,5})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?:([0-9]{1,7})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,7})S)?)?"
)

_Values = dict[str, list[tuple[str, str]]]

# Exchange says more than the standard does, and that outranks it (MS-OXCICAL, 2.1.3.1.1.20.25).
_BUSY = ("BUSY", "TENTATIVE", "OOF")
_FREE = ("FREE", "WORKINGELSEWHERE")
_TOLD = """
UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE STATUS TRANSP
X-MICROSOFT-CDO-BUSYSTATUS
"""
_READ = frozenset(_TOLD.split())
_BEGINNINGS = frozenset(each[:3] for each in _READ)


class UnclearEventError(ValueError):
    """An event that has no time, or one that cannot be read."""


class Time(NamedTuple):
    """A time as it is written: a naive one with the clock that shows it, or a date without."""

    wall: date
    clock: Clock | None = None

    @property
    def day(self) -> date:
        """The date as it is written."""
        return self.wall.date() if isinstance(self.wall, datetime) else self.wall

    def instant(self, home: str) -> datetime:
        """Return the instant, of a date its start in the candidate's zone."""
        if not isinstance(self.wall, datetime):
            return day_start(home, self.wall)
        return (self.clock or Clock(home)).instant(self.wall)

    def by(self, clock: Clock | None) -> date:
        """Return what another clock shows then; a date stays one."""
        if not isinstance(self.wall, datetime) or self.clock is None or clock is None:
            return self.wall
        same = self.clock == clock
        return self.wall if same else clock.wall(self.clock.instant(self.wall))


class _Length(NamedTuple):
    """A duration: days of the calendar, and hours as they pass."""

    days: timedelta
    hours: timedelta

    @property
    def whole(self) -> timedelta:
        return self.days + self.hours


class Period(NamedTuple):
    """A time with its end, or its length."""

    start: Time
    end: Time | timedelta


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it stands in a calendar; `end` is exclusive.

    `rules` are as written, `more` and `but` the times that they have besides, and not. `instance`
    is which one of a series it takes the place of, and with `onwards` of all later ones.
    """

    uid: str
    sequence: int
    start: Time
    end: Time
    busy: bool
    rules: tuple[str, ...] = ()
    more: tuple[Time | Period, ...] = ()
    but: tuple[Time, ...] = ()
    instance: Time | None = None
    onwards: bool = False

    @property
    def repeats(self) -> bool:
        """Say whether it stands for more than itself, or for one of a series."""
        return bool(self.rules or self.more or self.instance)


def read_event(component: Component, clocks: Clocks) -> Event | None:
    """Return an event, None for one of our own. Raises UnclearEventError."""
    values: _Values = defaultdict(list)
    onwards = False
    for line in component.lines:
        if line[:3].upper() not in _BEGINNINGS:
            continue
        name, parameters, value = split(line)
        if name in _READ:
            values[name].append((value, parameters.get("TZID", "")))
            onwards = onwards or (name == "RECURRENCE-ID" and "THISANDFUTURE" in line.upper())
    uid = _text(values, "UID")
    if UID.fullmatch(uid):
        return None
    start = _time(values, "DTSTART", clocks)
    if start is None:
        raise UnclearEventError
    return Event(
        uid,
        number(_text(values, "SEQUENCE")),
        start,
        _end(values, start, clocks),
        _is_busy(values, start),
        tuple(value for value, _ in values["RRULE"]),
        tuple(_listed(values, "RDATE", clocks)),
        tuple(each for each in _listed(values, "EXDATE", clocks) if isinstance(each, Time)),
        _time(values, "RECURRENCE-ID", clocks),
        onwards,
    )


def _is_busy(values: _Values, start: Time) -> bool:
    """Say whether an event takes up time.

    By RFC 5545 (3.8.2.7) every event does that does not say otherwise. But lists of birthdays and
    holidays, which say nothing, would take up whole days: of all-day events only those do that say
    so, as calendar programs write for a vacation.
    """
    if _text(values, "STATUS").upper() == "CANCELLED":
        return False
    said = _text(values, "X-MICROSOFT-CDO-BUSYSTATUS").upper()
    if said in _BUSY + _FREE:
        return said in _BUSY
    said = _text(values, "TRANSP").upper()
    return said.startswith("OPAQUE") if start.clock is None else not said.startswith("TRANSPARENT")


def _text(values: _Values, name: str) -> str:
    return values[name][0][0].strip() if values[name] else ""


def number(text: str) -> int:
    """Return a whole number below a thousand million, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


# Times


def _time(values: _Values, name: str, clocks: Clocks) -> Time | None:
    return _read(*values[name][0], clocks) if values[name] else None


def _read(value: str, tzid: str, clocks: Clocks) -> Time:
    """Return a time with its clock. Raises UnclearEventError."""
    found = time_of(value)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UnclearEventError
    if not isinstance(found, datetime):
        return Time(found)
    if found.tzinfo:
        return Time(found.replace(tzinfo=None), UTC_CLOCK)
    return Time(found, clocks.of(tzid, found))


def _end(values: _Values, start: Time, clocks: Clocks) -> Time:
    """Return when an event ends: without an end a date is over with the day, a time at once.

    Days of a duration count by the calendar, its hours as they pass.
    """
    end = _time(values, "DTEND", clocks)
    told = _text(values, "DURATION")
    length = _length(told) if told and not end else None
    if not isinstance(start.wall, datetime) or start.clock is None:
        last = end.wall if end else start.wall + (length.whole if length else DAY)
        last = last.date() if isinstance(last, datetime) else last
        return Time(max(last, start.wall + DAY))
    if end is None or end.clock is None:
        days, hours = length or (timedelta(0), timedelta(0))
        at = start.clock.instant(start.wall + days) + hours
        return Time(start.clock.wall(at), start.clock)
    return end


def _length(text: str) -> _Length:
    """Return a duration (RFC 5545, 3.3.6). Raises UnclearEventError."""
    found = _DURATION.fullmatch(text.upper())
    if not found:
        raise UnclearEventError
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return _Length(timedelta(days, weeks=weeks), timedelta(0, seconds, 0, 0, minutes, hours))


def _listed(values: _Values, name: str, clocks: Clocks) -> Iterator[Time | Period]:
    """Yield the times of a property that has several, and periods (RFC 5545, 3.3.9)."""
    for line, tzid in values[name]:
        for value in filter(None, line.split(",")):
            first, _, last = value.strip().partition("/")
            start = _read(first, tzid, clocks)
            if not last:
                yield start
            elif last.upper().startswith("P"):
                yield Period(start, _length(last).whole)
            else:
                yield Period(start, _read(last, tzid, clocks))
