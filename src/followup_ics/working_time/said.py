"""Dates and times as people say them: "yesterday", "tue 10am", "Nov 24 2pm", "in 2 weeks".

What is said is local, by the clock that counts; so is what comes out, as a naive time, or as a date
where no time of day is said. Weeks begin on Monday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from followup_ics.working_time.clocks import wall_time
from followup_ics.working_time.dates import WEEKDAYS, add_days

_DAYS = [each[:3].casefold() for each in WEEKDAYS]
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\.?"
    r"|[:h](?P<past>[0-5]\d))|(?P<noon>noon))"
)
_WITH_CLOCK = (
    re.compile(rf"(?P<day>.*?),? ?(?:\bat )?\b{_CLOCK}"),
    re.compile(rf"{_CLOCK},? (?:on )?(?P<day>.+)"),
)
_NAMED = {"today": 0, "yesterday": -1, "tomorrow": 1}
_WEEK = re.compile(rf"(?:on )?(?:(?P<which>this|next|last) )?{_WEEKDAY}")
_COUNT = r"(?P<count>\d{1,3}|an?) (?P<unit>minute|hour|day|week|month)s?"
_COUNTED = re.compile(rf"in {_COUNT}|{_COUNT.replace('P<', 'P<ago_')} ago")
_OF_MONTH = r"(?:0?[1-9]|[12]\d|3[01])"  # a larger number is a year to dateutil
_NTH = rf"(?:the )?{_OF_MONTH}(?:st|nd|rd|th|\.)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NO_YEAR = re.compile(
    rf"(?:{_WEEKDAY},? )?"
    rf"(?P<day>{_MONTH} {_NTH}|{_NTH} (?:of )?{_MONTH}|{_OF_MONTH}[/.-]{_OF_MONTH}\.?)"
)
_YEARS = range(-4, 5)  # far enough for the 29th of February


def moments_said(
    text: str, zone: str, now: datetime, *, ahead: bool
) -> tuple[date | datetime, ...]:
    """Return what somebody in a zone can mean by a date or a time, at an instant.

    One where it is certain; two where day and month can be told from each other by nothing, as in
    03/04; none where it is not read here, as is the case with all that has a year. A weekday, a
    date without a year or a time of day alone is the last one that was, today included; with
    `ahead`, the next one that comes, of weekdays not today. "Next Tuesday" is that of the next
    week. Raises ValueError where a weekday is not that of its date.
    """
    words, wall = " ".join(text.casefold().split()), wall_time(zone, now)
    if words == "now":
        return (wall.replace(second=0, microsecond=0),)
    if moment := _elapsed(words, zone, now):
        return (moment,)
    words, at = _apart(words)
    if not words and at:
        return (_nearest_time(at, wall, ahead=ahead),)
    days = dict.fromkeys(_days(words, wall.date(), ahead=ahead))
    return tuple(datetime.combine(day, at) if at else day for day in days)


def _elapsed(words: str, zone: str, now: datetime) -> datetime | None:
    """Return the time that is minutes or hours away, by the clock then."""
    found = _counted(words)
    if found is None or found[1] not in ("minutes", "hours"):
        return None
    count, unit = found
    then = now + (timedelta(hours=count) if unit == "hours" else timedelta(minutes=count))
    return wall_time(zone, then).replace(second=0, microsecond=0)


def _counted(words: str) -> tuple[int, str] | None:
    """Return how far away something is, negative for the past, and in which unit."""
    found = _COUNTED.fullmatch(words)
    if found is None:
        return None
    sign, count = (1, found["count"]) if found["count"] else (-1, found["ago_count"])
    number = int(count) if count.isdecimal() else 1
    return sign * number, f"{found['unit'] or found['ago_unit']}s"


def _apart(words: str) -> tuple[str, time | None]:
    """Return what is said of the day, and the time of day where it is one."""
    for pattern in _WITH_CLOCK:
        found = pattern.fullmatch(words)
        if found and (at := _time(found)):
            return found["day"], at
    return words, None


def _time(found: re.Match[str]) -> time | None:
    """Return a time of day, None where the clock has none such; 12am is midnight."""
    if found["noon"]:
        return time(12)
    hour, minute = int(found["hour"]), int(found["minute"] or found["past"] or 0)
    if not found["half"]:
        return time(hour, minute) if hour < 24 else None
    late = 12 if found["half"] == "p" else 0
    return time(hour % 12 + late, minute) if 1 <= hour <= 12 else None


def _nearest_time(at: time, wall: datetime, *, ahead: bool) -> datetime:
    today = datetime.combine(wall.date(), at)
    if ahead:
        return today if today > wall else today + timedelta(days=1)
    return today if today <= wall else today - timedelta(days=1)


def _days(words: str, today: date, *, ahead: bool) -> Iterator[date]:
    if words in _NAMED:
        yield add_days(today, _NAMED[words])
    elif found := _WEEK.fullmatch(words):
        yield _weekday(found, today, ahead=ahead)
    elif counted := _counted(words):
        yield _days_away(today, *counted)
    elif found := _NO_YEAR.fullmatch(words):
        yield from _without_year(found, today, ahead=ahead)


def _days_away(today: date, count: int, unit: str) -> date:
    if unit == "months":
        return today + relativedelta(months=count)
    return add_days(today, count * 7 if unit == "weeks" else count)


def _weekday(found: re.Match[str], today: date, *, ahead: bool) -> date:
    wanted, which = _number(found), found["which"]
    if which in ("this", "next"):
        monday = add_days(today, -today.weekday())
        return add_days(monday, wanted + (7 if which == "next" else 0))
    if which == "last":
        return add_days(today, -((today.weekday() - wanted - 1) % 7 + 1))
    if ahead:
        return add_days(today, (wanted - today.weekday() - 1) % 7 + 1)
    return add_days(today, -((today.weekday() - wanted) % 7))


def _number(found: re.Match[str]) -> int:
    return _DAYS.index(found["weekday"][:3])


def _without_year(found: re.Match[str], today: date, *, ahead: bool) -> Iterator[date]:
    """Yield the dates that a day of a month can be, one for each order of two numbers."""
    from dateutil.parser import ParserError, parse  # 10 ms, for what is seldom said

    written = found["day"].removeprefix("the ").replace(" the ", " ").rstrip(".")
    if written[0].isdigit() and written[-1].isdigit():
        written = re.sub(r"[.-]", "/", written)
    for day_first in (False, True):
        near = []
        for years in _YEARS:
            with suppress(ParserError):
                start = datetime(today.year + years, 1, 1)
                near.append(parse(written, default=start, dayfirst=day_first).date())
        if near:
            yield _of_that_weekday(found, _nearest(near, today, ahead=ahead))


def _nearest(days: list[date], today: date, *, ahead: bool) -> date:
    if ahead:
        return min(each for each in days if each >= today)
    return max(each for each in days if each <= today)


def _of_that_weekday(found: re.Match[str], day: date) -> date:
    if found["weekday"] and _number(found) != day.weekday():
        raise ValueError(f"{day} is a {WEEKDAYS[day.weekday()]}; mend the day or the date")
    return day
