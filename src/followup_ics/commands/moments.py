"""Dates and times as people say them of the past days and the next: "yesterday", "tue 10am"."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from followup_ics.working_time import WEEKDAYS, add_days, add_weeks

_DAYS = [each[:3].casefold() for each in WEEKDAYS]
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_SAID = re.compile(
    rf"(?:(?P<now>now)|(?P<day>today|yesterday|tomorrow)|{_WEEKDAY}"
    r"|in (?P<count>\d{1,3}) (?P<unit>day|week)s?)"
    r"(?:,? (?:at )?(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))? ?(?P<half>[ap]m)?)?",
    re.IGNORECASE,
)
_AHEAD = {"today": 0, "yesterday": -1, "tomorrow": 1}


def as_written(text: str, now: datetime, *, ahead: bool = False) -> str:
    """Return a date, or a time of one, in the form of the records: 2026-11-23 10:00.

    `now` is what the clock shows where it counts. A weekday is the last one that was, today's
    included; with `ahead` the next that comes. What is said otherwise stays as it is: the records
    read many spellings, and say what is wrong with others.
    """
    found = _SAID.fullmatch(" ".join(text.split()))
    if found is None:
        return text
    if found["now"]:
        return text if found["hour"] else f"{now:%Y-%m-%d %H:%M}"
    day = _day(found, now.date(), ahead=ahead)
    if found["hour"] is None:
        return f"{day}"
    at = _time(found)
    return f"{day} {at:%H:%M}" if at else text


def _day(found: re.Match[str], today: date, *, ahead: bool) -> date:
    if found["day"]:
        return add_days(today, _AHEAD[found["day"].lower()])
    if found["count"]:
        count = int(found["count"])
        is_weeks = found["unit"].lower() == "week"
        return add_weeks(today, count) if is_weeks else add_days(today, count)
    wanted = _DAYS.index(found["weekday"][:3].lower())
    if ahead:
        return add_days(today, (wanted - today.weekday() - 1) % 7 + 1)
    return add_days(today, -((today.weekday() - wanted) % 7))


def _time(found: re.Match[str]) -> time | None:
    """Return the time of day, None where the clock has none such; 12am is midnight."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if not half:
        # "tue 10" may be a date as well as an hour.
        return time(hour, minute) if found["minute"] and hour < 24 else None
    return time(hour % 12 + (12 if half == "pm" else 0), minute) if 1 <= hour <= 12 else None
