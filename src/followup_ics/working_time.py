"""Zones, clock changes, working days and hours.

Conventions, here and everywhere else: an *instant* is an aware `datetime` in UTC; a *span* is a
pair of instants, its start inclusive and its end exclusive; a *zone* is an IANA name, or that of
a clock that moves with somebody (`moving`). The zone of the system is never consulted. This is
the only module that knows pytz, dateutil and holidays.
"""

from __future__ import annotations

import re
import sys
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Lock
from typing import NamedTuple, Protocol
from unicodedata import combining, normalize

import pytz
from dateutil.relativedelta import MO, relativedelta
from dateutil.rrule import WEEKLY, rrule

Span = tuple[datetime, datetime]

OPENS, CLOSES = time(9), time(17)
WAKES, RESTS = time(7), time(21)
DAY = timedelta(days=1)
_CACHED = 1 << 16
_REGION_CODE = re.compile("[a-z0-9]{1,3}")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


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


class Days(NamedTuple):
    """A run of calendar dates, both ends inclusive."""

    first: date
    last: date


class Hours(NamedTuple):
    """A part of every day in minutes after midnight: `opens` inclusive, `closes` exclusive."""

    opens: int
    closes: int


# Zones and clock changes


def zones() -> tuple[str, ...]:
    """Return every IANA zone name that can be used."""
    return tuple(pytz.all_timezones)


def zones_of(country: str) -> tuple[str, ...]:
    """Return the zones of a country by its ISO 3166-1 code, () where none are known."""
    return tuple(pytz.country_timezones.get(country, ()))


def is_zone(name: str) -> bool:
    """Say whether `name` is an IANA zone, spelt exactly."""
    return name in pytz.all_timezones_set


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


@lru_cache(maxsize=_CACHED)
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


@lru_cache(maxsize=_CACHED)
def wall_time(zone: str, moment: datetime) -> datetime:
    """Return what clocks in `zone` show at an instant, as a naive time."""
    naive = moment.replace(tzinfo=None)
    offset = _offset_all_day(zone, naive.date())
    return naive + (_offset(_zone(zone), naive) if offset is None else offset)


@lru_cache(maxsize=_CACHED)
def _offset_all_day(zone: str, day: date) -> timedelta | None:
    """Return the offset of a whole date of UTC, None where it may change: most days have one."""
    if _SINCE in zone:
        return None
    start = datetime.combine(day, time())
    begins, ends = (_offset(_zone(zone), each) for each in (start, start + DAY))
    return begins if begins == ends else None


@lru_cache(maxsize=_CACHED)
def _offset_around(zone: str, day: date) -> timedelta | None:
    """Return the offset from the date of UTC before a date to that after it, None if it changes."""
    found = {_offset_all_day(zone, each) for each in (day - DAY, day, day + DAY)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=_CACHED)
def local_date(zone: str, moment: datetime) -> date:
    """Return the calendar date in `zone` at an instant."""
    return wall_time(zone, moment).date()


@lru_cache(maxsize=_CACHED)
def day_start(zone: str, day: date) -> datetime:
    """Return the first instant of a date in `zone`."""
    return instant(zone, datetime.combine(day, time()))


@lru_cache(maxsize=_CACHED)
def day_end(zone: str, day: date) -> datetime:
    """Return the last whole second of a date in `zone`: an inclusive end."""
    return day_start(zone, day + DAY) - timedelta(seconds=1)


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


# Dates


def add_days(day: date, days: int) -> date:
    """Return the date `days` calendar days later; never elapsed time, so no clock change counts."""
    return day + timedelta(days)


@lru_cache(maxsize=1024)
def every_date(first: date, last: date) -> tuple[date, ...]:
    """Return the dates from the first to the last, both inclusive; none where they cross."""
    return tuple(date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def add_weeks(day: date, weeks: int) -> date:
    """Return the same weekday `weeks` weeks later."""
    return day + relativedelta(weeks=weeks)


@lru_cache(maxsize=256)
def mondays(first: date, last: date) -> tuple[date, ...]:
    """Return every Monday after `first`, up to and including `last`."""
    start = first + relativedelta(days=1, weekday=MO)
    return tuple(each.date() for each in rrule(WEEKLY, dtstart=start, until=last))


@lru_cache(maxsize=_CACHED)
def spoken(day: date) -> str:
    """Return a date as people say it, whatever the locale: "Fri 13 Nov"."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1]}"


@lru_cache(maxsize=_CACHED)
def spoken_time(zone: str, moment: datetime) -> str:
    """Return an instant as clocks in `zone` show it: "Fri 13 Nov 10:00"."""
    wall = wall_time(zone, moment)
    return f"{spoken(wall.date())} {wall.hour:02}:{wall.minute:02}"


# Working days and hours


class _Holidays(Protocol):
    def is_working_day(self, key: date) -> bool: ...

    def get(self, key: date) -> str | None: ...


@lru_cache(maxsize=512)
def _holidays(country: str, region: str | None) -> _Holidays:
    """Return a calendar; a region that has no days of its own has the country's."""
    own = region if region and region in regions(country) else None
    calendar: _Holidays = _calendar_class(country)(subdiv=own, language="en_US")
    return calendar


_IMPORTING = Lock()


def _calendar_class(country: str) -> Callable[..., _Holidays]:
    """Return a country's class from `holidays`, importing that country alone.

    The package `holidays.countries` imports all 250 countries, which takes longer than all else
    that a build does. An empty stand-in for it, gone again at once, lets one module be imported.
    """
    from holidays.registry import COUNTRIES

    module, name = next(
        (each, codes[0]) for each, codes in COUNTRIES.items() if codes[1] == country
    )
    package = "holidays.countries"
    with _IMPORTING:
        stand_in = package not in sys.modules
        if stand_in and (spec := find_spec(package)):
            sys.modules[package] = module_from_spec(spec)
        try:
            found: Callable[..., _Holidays] = getattr(import_module(f"{package}.{module}"), name)
        finally:
            if stand_in:
                sys.modules.pop(package, None)
    return found


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes whose public holidays are known."""
    from holidays.registry import COUNTRIES

    return frozenset(codes[1] for codes in COUNTRIES.values())


@lru_cache(maxsize=1)
def _countries_by_zone() -> dict[str, str]:
    found = pytz.country_timezones.items()
    return {zone: country for country, zones in found for zone in zones if country in countries()}


def country_of(zone: str) -> str | None:
    """Return the country that a zone is in; None where the zone is no one country's."""
    return _countries_by_zone().get(zone)


@lru_cache(maxsize=512)
def regions(country: str) -> tuple[str, ...]:
    """Return the subdivision codes that change the public holidays of a known country."""
    return tuple(getattr(_holidays(country, None), "subdivisions", ()))


def region_names(country: str) -> dict[str, str]:
    """Return the names by which `holidays` knows the regions of a country, with their codes."""
    names: dict[str, str] = getattr(_holidays(country, None), "subdivisions_aliases", {})
    return dict(names)


def region_named(country: str, written: str) -> str | None:
    """Return the code of a region of a known country, else None.

    Taken are the code, the ISO 3166-2 form ("DE-BY") and the names that `holidays` knows, with or
    without accents, in any case. Where a country has one calendar, any code of up to three
    letters or digits is taken: it changes no day off.
    """
    text = plainly(written).removeprefix(f"{country.casefold()}-")
    if not regions(country):
        return text.upper() if _REGION_CODE.fullmatch(text) else None
    return _regions_as_written(country).get(text)


@lru_cache(maxsize=512)
def _regions_as_written(country: str) -> dict[str, str]:
    named = {plainly(name): code for name, code in region_names(country).items()}
    return named | {plainly(code): code for code in regions(country)}


def plainly(text: str) -> str:
    """Return a text folded as names are compared: no case, no accents."""
    apart = normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not combining(each))


@lru_cache(maxsize=_CACHED)
def day_off(country: str | None, region: str | None, day: date) -> str | None:
    """Return why nobody there works on `day` ("Thanksgiving Day", "a Saturday"), else None.

    The country's own weekend, public holidays and substituted working days count, as the package
    `holidays` has them; with no country, Saturday and Sunday are free.
    """
    weekday = f"a {_WEEKDAYS[day.weekday()]}"
    if country is None:
        return weekday if day.weekday() >= 5 else None
    calendar = _holidays(country, region)
    with warnings.catch_warnings():
        # A country may know its movable holidays for some years only; those that it knows count.
        warnings.simplefilter("ignore")
        return None if calendar.is_working_day(day) else calendar.get(day) or weekday


def is_working_day(place: Place, day: date) -> bool:
    """Say whether people work at `place` on `day`."""
    place = place.on(day) if place.stays else place
    return day_off(place.country, place.region, day) is None


@lru_cache(maxsize=_CACHED)
def working_hours(place: Place, day: date) -> Span | None:
    """Return 09:00 to 17:00 of a date there as a span, None where it is not a working day."""
    if not is_working_day(place, day):
        return None
    opens, closes = (instant(place.zone, datetime.combine(day, at)) for at in (OPENS, CLOSES))
    return (opens, closes) if opens < closes else None


@lru_cache(maxsize=_CACHED)
def daytime(zone: str, day: date) -> Span:
    """Return 07:00 to 21:00 of a date in `zone` as a span: when an e-mail should reach somebody."""
    wakes, rests = (instant(zone, datetime.combine(day, at)) for at in (WAKES, RESTS))
    return wakes, rests


@lru_cache(maxsize=_CACHED)
def quiet_day(country: str | None, region: str | None, day: date) -> str | None:
    """Return why few people are at their desks on a working day there, else None.

    The calendar alone decides: a working day that stands alone between days off; 24 to 31
    December where the 25th is a public holiday; and, where no region is given, a day on which
    half of the country's regions or more do not work.
    """
    if country is None or day_off(country, region, day):
        return None
    if all(day_off(country, region, day + side) for side in (-DAY, DAY)):
        return "it stands alone between days off"
    if day.month == 12 and day.day >= 24 and _is_holiday(country, region, day.replace(day=25)):
        return "it is between Christmas and New Year"
    if region is None and _half_is_off(country, day):
        return "half of the country has the day off"
    return None


def is_quiet(place: Place, day: date) -> bool:
    """Say whether `day` is a working day at `place` on which few are at their desks."""
    place = place.on(day) if place.stays else place
    return quiet_day(place.country, place.region, day) is not None


def _is_holiday(country: str, region: str | None, day: date) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _holidays(country, region).get(day) is not None


def _half_is_off(country: str, day: date) -> bool:
    """Count regions until half of them are off, or more than half are not."""
    known = regions(country)
    off = working = 0
    for region in known:
        if day_off(country, region, day):
            off += 1
        else:
            working += 1
        if 2 * working > len(known):
            return False
    return off > 0


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


@lru_cache(maxsize=_CACHED)
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


@lru_cache(maxsize=_CACHED)
def at_time(zone: str, day: date, at: time) -> datetime:
    """Return the instant at a time of a date in `zone`."""
    return instant(zone, datetime.combine(day, at))
