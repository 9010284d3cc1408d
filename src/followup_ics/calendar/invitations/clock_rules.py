"""The clock rules that a file brings along for a zone: its VTIMEZONE (RFC 5545, 3.6.5).

They are followed here. The package icalendar keeps those of the first file for all files that call
their zone the same, as Outlook calls each of them "Customized Time Zone"; and it goes through a
rule as often as the file says, which can be every second. Here a rule is one day of each year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from followup_ics.calendar.invitations.repairing import Component
from followup_ics.calendar.invitations.straightening import split, time_of

MAX_CHANGES = 200
MAX_OBSERVANCES = 50
YEARS = 512

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OFFSET = re.compile(r"([+-]?)([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?")
_WEEKDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
# BYHOUR and BYMINUTE, where they are, say the time of DTSTART again.
_PARTS = "FREQ INTERVAL BYMONTH BYDAY BYMONTHDAY BYSETPOS BYHOUR BYMINUTE UNTIL WKST"
_FOLLOWED = frozenset(_PARTS.split())


class UnclearRulesError(ValueError):
    """Rules that cannot be followed."""


@dataclass(frozen=True, slots=True)
class _Yearly:
    """One day a year: the so-many-th of the days of a month that fit, 0 for the only one."""

    month: int
    days: frozenset[int]
    weekday: int | None
    which: int
    until: datetime

    def day(self, year: int) -> date | None:
        last = monthrange(year, self.month)[1]
        wanted = {each if each > 0 else last + 1 + each for each in self.days}
        found = [
            date(year, self.month, each)
            for each in range(1, last + 1)
            if (not wanted or each in wanted)
            and self.weekday in (None, date(year, self.month, each).weekday())
        ]
        at = self.which - 1 if self.which > 0 else self.which
        return found[at] if -len(found) <= at < len(found) else None


@dataclass(frozen=True, slots=True)
class _Observance:
    """STANDARD or DAYLIGHT: from its changes on, which the clock before shows, is its offset."""

    before: timedelta
    after: timedelta
    first: datetime
    changes: tuple[datetime, ...]
    yearly: _Yearly | None

    def onsets(self, year: int) -> Iterator[datetime]:
        """Yield the instants, naive and in UTC, of single changes, and of the rule's near a year.

        The last ones of a rule that is over are near every later year.
        """
        for each in self.changes:
            yield each - self.before
        if self.yearly is None:
            return
        near = min(year, self.yearly.until.year)
        for number in range(max(near - 1, self.first.year), near + 2):
            day = self.yearly.day(number)
            onset = datetime.combine(day, self.first.time()) - self.before if day else None
            if onset and onset <= self.yearly.until:
                yield onset


class ClockRules:
    """When the clocks of a zone change, by a VTIMEZONE. Raises UnclearRulesError."""

    def __init__(self, component: Component) -> None:
        parts = [each for each in component.inner if each.name in ("STANDARD", "DAYLIGHT")]
        if not 0 < len(parts) <= MAX_OBSERVANCES:
            raise UnclearRulesError
        self.observances = tuple(_observance(each) for each in parts)
        if sum(len(each.changes) for each in self.observances) > MAX_CHANGES:
            raise UnclearRulesError
        values = [split(line) for line in component.lines]
        self.tzid = next((value for name, _, value in values if name == "TZID"), "")
        self.location = next((value for name, _, value in values if name == "X-LIC-LOCATION"), "")
        self.names = tuple(
            value
            for each in parts
            for name, _, value in map(split, each.lines)
            if name == "TZNAME" and value
        )
        self._changes = lru_cache(maxsize=YEARS)(self._changes_near)

    def _changes_near(self, year: int) -> list[tuple[datetime, timedelta, timedelta]]:
        found = sorted(
            (onset, each.before, each.after)
            for each in self.observances
            for onset in each.onsets(year)
        )
        first = min(self.observances, key=lambda each: each.first)
        return found or [(first.first - first.before, first.before, first.after)]

    def _offset(self, moment: datetime) -> timedelta:
        changes = self._changes(moment.year)
        past = [after for onset, _, after in changes if onset <= moment]
        return past[-1] if past else changes[0][1]

    def instant(self, wall: datetime) -> datetime:
        """Return the instant, in UTC, at which such a clock shows the naive time `wall`.

        What a change skips, or brings twice, is taken as `working_time.instant` does.
        """
        changes = self._changes(wall.year)
        offsets = {each for _, before, after in changes for each in (before, after)}
        readings = [wall - each for each in offsets if self._offset(wall - each) == each]
        skipped = [at for at, old, new in changes if wall - new < at <= wall - old]
        found = min(readings or skipped or [wall - self._offset(wall)])
        return found.replace(tzinfo=UTC)


def _observance(component: Component) -> _Observance:
    values: dict[str, list[str]] = {}
    for name, _, value in map(split, component.lines):
        values.setdefault(name, []).append(value)
    after = _offset(values.get("TZOFFSETTO"))
    before = _offset(values.get("TZOFFSETFROM") or values.get("TZOFFSETTO"))
    first = _moment(values.get("DTSTART", [""])[0])
    dates = [each for line in values.get("RDATE", ()) for each in line.split(",")[:MAX_CHANGES]]
    rules = values.get("RRULE", [])
    if len(rules) > 1:
        raise UnclearRulesError
    yearly = _yearly(rules[0], first) if rules else None
    changes = (*(() if yearly else (first,)), *map(_moment, dates))
    return _Observance(before, after, first, changes, yearly)


def _offset(values: list[str] | None) -> timedelta:
    found = _OFFSET.fullmatch(values[0].strip()) if values else None
    if not found:
        raise UnclearRulesError
    sign, hours, minutes, seconds = found.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if ahead >= timedelta(days=1):
        raise UnclearRulesError
    return -ahead if sign == "-" else ahead


def _moment(value: str) -> datetime:
    found = time_of(value)
    if not isinstance(found, date):
        raise UnclearRulesError
    if not isinstance(found, datetime):
        found = datetime.combine(found, datetime.min.time())
    if not 1600 <= found.year < 9000:
        raise UnclearRulesError
    return found.replace(tzinfo=None)


def _yearly(rule: str, first: datetime) -> _Yearly:
    """Read a rule of one day a year; raise UnclearRulesError for any other."""
    pairs = (each.partition("=") for each in rule.upper().replace(" ", "").split(";"))
    parts = {key: value for key, _, value in pairs if value}
    is_yearly = (parts.get("FREQ"), parts.get("INTERVAL", "1")) == ("YEARLY", "1")
    if not is_yearly or parts.keys() - _FOLLOWED:
        raise UnclearRulesError
    weekday = _WEEKDAY.fullmatch(parts["BYDAY"]) if "BYDAY" in parts else None
    try:
        month = int(parts.get("BYMONTH", first.month))
        days = frozenset(int(each) for each in parts.get("BYMONTHDAY", "").split(",") if each)
        which = int(parts.get("BYSETPOS") or (weekday and weekday[1]) or 1)
    except ValueError:
        raise UnclearRulesError from None
    if not 1 <= month <= 12 or ("BYDAY" in parts and not weekday):
        raise UnclearRulesError
    if not weekday and not days:
        days = frozenset([first.day])
    until = _moment(parts["UNTIL"]) if "UNTIL" in parts else datetime.max
    return _Yearly(month, days, _WEEKDAYS.index(weekday[2]) if weekday else None, which, until)
