"""What clocks show in a zone, when they change, and the clocks of those who move."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

import pytz

from followup_ics.working_time.dates import CACHED, DAY, spoken

Span = tuple[datetime, datetime]


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Return every IANA zone name that can be used."""
    return tuple(filter(_has_data, pytz.all_timezones))


def zones_of(country: str) -> tuple[str, ...]:
    """Return the zones of a country by its ISO 3166-1 code, () where none are known."""
    return tuple(pytz.country_timezones.get(country, ()))


def is_zone(name: str) -> bool:
    """Say whether `name` is an IANA zone, spelt exactly."""
    return name in pytz.all_timezones_set and _has_data(name)


@lru_cache(maxsize=1024)
def _has_data(zone: str) -> bool:
    """Say whether a zone's file is there: a distribution may leave old names out."""
    try:
        vars(pytz)["open_resource"](zone).close()  # the stubs do not know it
    except OSError:
        return False
    return True


def zone_data() -> str:
    """Return the edition of the zone data in use: its year and a letter, such as "2026f"."""
    return str(vars(pytz)["OLSON_VERSION"])  # the stubs do not know it


class _Zone(Protocol):
    """What pytz's zones offer: strict localising, and UTC to local time."""

    def localize(self, dt: datetime, is_dst: bool | None = ...) -> datetime: ...

    def fromutc(self, dt: datetime) -> datetime: ...


@lru_cache(maxsize=1024)
def _zone(name: str) -> _Zone:
    return _Moving(name) if _SINCE in name else pytz.timezone(name)


@lru_cache(maxsize=CACHED)
def instant(zone: str, wall: datetime) -> datetime:
    """Return the instant at which clocks in `zone` show the naive time `wall`.

    A time that a clock change skips becomes the first valid instant after the gap; one that
    occurs twice means the first (RFC 5545, 3.3.5, for the latter).
    """
    offset = _offset_around(zone, wall.date())
    if offset is not None:
        return (wall - offset).replace(tzinfo=UTC)
    tz = _zone(zone)
    try:
        return tz.localize(wall, is_dst=None).astimezone(UTC)
    except pytz.NonExistentTimeError:
        return _end_of_gap(tz, wall)
    except pytz.AmbiguousTimeError:
        return min(_both_readings(tz, wall))


def _both_readings(tz: _Zone, wall: datetime) -> tuple[datetime, datetime]:
    summer, winter = (tz.localize(wall, is_dst=is_dst) for is_dst in (True, False))
    return summer.astimezone(UTC), winter.astimezone(UTC)


def _end_of_gap(tz: _Zone, wall: datetime) -> datetime:
    """Find the clock change, which lies between the two readings of a time that it skips."""
    before, after = sorted(_both_readings(tz, wall))
    offset = _offset(tz, before.replace(tzinfo=None))
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if _offset(tz, middle.replace(tzinfo=None)) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(tz: _Zone, moment: datetime) -> timedelta:
    """Return the offset at an instant, which is given as a naive time in UTC."""
    return tz.fromutc(moment).utcoffset() or timedelta()


@lru_cache(maxsize=CACHED)
def wall_time(zone: str, moment: datetime) -> datetime:
    """Return what clocks in `zone` show at an instant, as a naive time."""
    naive = moment.replace(tzinfo=None)
    offset = _offset_all_day(zone, naive.date())
    return naive + (_offset(_zone(zone), naive) if offset is None else offset)


@lru_cache(maxsize=CACHED)
def _offset_all_day(zone: str, day: date) -> timedelta | None:
    """Return the offset of a whole date of UTC, None where it may change: most days have one."""
    if _SINCE in zone:
        return None
    start = datetime.combine(day, time())
    begins, ends = (_offset(_zone(zone), each) for each in (start, start + DAY))
    return begins if begins == ends else None


@lru_cache(maxsize=CACHED)
def _offset_around(zone: str, day: date) -> timedelta | None:
    """Return the offset from the date of UTC before a date to that after it, None if it changes."""
    found = {_offset_all_day(zone, each) for each in (day - DAY, day, day + DAY)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=CACHED)
def local_date(zone: str, moment: datetime) -> date:
    """Return the calendar date in `zone` at an instant."""
    return wall_time(zone, moment).date()


@lru_cache(maxsize=CACHED)
def day_start(zone: str, day: date) -> datetime:
    """Return the first instant of a date in `zone`."""
    return instant(zone, datetime.combine(day, time()))


@lru_cache(maxsize=CACHED)
def day_end(zone: str, day: date) -> datetime:
    """Return the last whole second of a date in `zone`: an inclusive end."""
    return day_start(zone, day + DAY) - timedelta(seconds=1)


@lru_cache(maxsize=CACHED)
def at_time(zone: str, day: date, at: time) -> datetime:
    """Return the instant at a time of a date in `zone`."""
    return instant(zone, datetime.combine(day, at))


@lru_cache(maxsize=CACHED)
def spoken_time(zone: str, moment: datetime) -> str:
    """Return an instant as clocks in `zone` show it: "Fri 13 Nov 10:00"."""
    wall = wall_time(zone, moment)
    return f"{spoken(wall.date())} {wall.hour:02}:{wall.minute:02}"


# Clocks of those who move

_SINCE, _AND = " since ", " then "  # no IANA name has a space


def moving(zone: str, moves: Iterable[tuple[date, str]]) -> str:
    """Return the zone of somebody who moves to other zones, each from a date on, in order.

    A move is a clock change. Until midnight at the start of its date the clock is that of the old
    zone, from then on that of the new one. So what the jump skips is a gap as in spring: eastward,
    the date's first hours. What comes twice means the first, as in autumn: westward, the last
    hours of the date before. One who stays in a zone has its plain name.
    """
    names = [zone]
    for day, name in moves:
        if name != names[-1].partition(_SINCE)[0]:
            names.append(f"{name}{_SINCE}{day}")
    return _AND.join(names)


@lru_cache(maxsize=1024)
def _stays(zone: str) -> tuple[tuple[date, str], ...]:
    """Return the zones that a clock goes through, in order, each with its first date."""
    first, *later = (each.partition(_SINCE) for each in zone.split(_AND))
    return (date.min, first[0]), *((date.fromisoformat(day), name) for name, _, day in later)


class _Moving:
    """A clock that goes through zones: what pytz offers for one."""

    def __init__(self, name: str) -> None:
        (_, zone), *later = _stays(name)
        self.zones, self.starts = [zone], [datetime.min.replace(tzinfo=UTC)]
        for day, other in later:
            self.starts.append(max(day_start(self.zones[-1], day), self.starts[-1]))
            self.zones.append(other)

    def localize(self, dt: datetime, is_dst: bool | None = None) -> datetime:  # noqa: ARG002
        """Return the first instant at which the clock shows `dt`, or the end of what skips it."""
        for zone, start, end in zip(self.zones, self.starts, self.starts[1:], strict=False):
            if (found := max(instant(zone, dt), start)) < end:
                return found
        return max(instant(self.zones[-1], dt), self.starts[-1])

    def fromutc(self, dt: datetime) -> datetime:
        """Return the local time, with its offset, at an instant given as a naive time in UTC."""
        return _zone(self.at(dt.replace(tzinfo=UTC))).fromutc(dt)

    def at(self, moment: datetime) -> str:
        """Return the zone at an instant."""
        return self.zones[bisect_right(self.starts, moment) - 1]


def zone_at(zone: str, moment: datetime) -> str:
    """Return the IANA name of a zone, of a moving clock's the one at an instant."""
    clock = _zone(zone) if _SINCE in zone else None
    return clock.at(moment) if isinstance(clock, _Moving) else zone


def zone_on(zone: str, day: date) -> str:
    """Return the IANA name of a zone, of a moving clock's the one of a date."""
    if _SINCE not in zone:
        return zone
    return next(name for first, name in reversed(_stays(zone)) if first <= day)


def spoken_zone(zone: str) -> str:
    """Return a zone in words: "Europe/Berlin, from 2027-03-01 on Asia/Tokyo" for a moving clock."""
    (_, first), *later = _stays(zone)
    return ", ".join([first, *(f"from {day} on {name}" for day, name in later)])
