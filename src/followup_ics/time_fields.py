"""The types of the dates, times and lengths of time that a user writes.

All are local and without an offset; a time's zone is in a field of its own.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic_core import PydanticCustomError

from followup_ics.errors import shown
from followup_ics.fields import fault, value_type
from followup_ics.working_time import Days, Hours

FIRST_YEAR, LAST_YEAR = 2000, 2036


def _within_years(day: date, found: object) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise fault("date", f"found {shown(found)}; write a date from {FIRST_YEAR} to {LAST_YEAR}")


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            raise fault(
                "date",
                f"found {shown(value)}, a day that no calendar has; write one such as 2026-11-10",
            ) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise fault("date", f"found {shown(value)}; write a date such as 2026-11-10")
    _within_years(value, value)
    return value


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T| +)(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)


def _moment(value: object) -> date | datetime:
    if isinstance(value, datetime):
        return _naive(value)
    if isinstance(value, date) or (isinstance(value, str) and len(value.strip()) <= 10):
        return _day_or_moment(value)
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise _not_a_moment(value)
    try:
        clock = time(int(match[2]), int(match[3]))
    except ValueError:
        raise fault(
            "moment",
            f"found {shown(value)}, a time that no clock shows; write one from 00:00 to 23:59",
        ) from None
    return datetime.combine(_day(match[1]), clock)


def _day_or_moment(value: object) -> date:
    if isinstance(value, str) and not _DATE.fullmatch(value.strip()):
        raise _not_a_moment(value)
    return _day(value)


_OFFSET = re.compile(r".*\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)", re.ASCII)


def _not_a_moment(value: object) -> PydanticCustomError:
    if isinstance(value, str) and _OFFSET.fullmatch(value.strip()):
        return _with_offset(value)
    return fault(
        "moment", f"found {shown(value)}; write one such as 2026-11-10 14:00, or a date alone"
    )


def _with_offset(value: object) -> PydanticCustomError:
    return fault(
        "moment",
        f"found {shown(value)} with an offset; write the local time, and its zone in the field "
        "timezone",
    )


def _naive(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise _with_offset(value)
    _within_years(value.date(), value)
    return value.replace(second=0, microsecond=0)


_DURATION = re.compile(r"(?:(\d{1,3}) ?h(?:ours?)?)? ?(?:(\d{1,4}) ?m(?:in(?:utes?)?)?)?", re.ASCII)


def _duration(value: object) -> timedelta:
    found = value
    if isinstance(value, str):
        match = _DURATION.fullmatch(value.strip())
        hours, minutes = match.groups(default="0") if match else ("0", "0")
        found = timedelta(hours=int(hours), minutes=int(minutes))
    if isinstance(found, timedelta) and timedelta(0) < found <= timedelta(hours=24):
        return found
    raise fault("duration", f"found {shown(value)}; write one such as 45m or 1h30m, up to 24h")


def _clock_minute(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes)


_HOURS = re.compile(r"\s*\d{1,2}:[0-5]\d\s*-\s*\d{1,2}:[0-5]\d\s*", re.ASCII)


def _hours(value: object) -> Hours:
    found = value
    if isinstance(value, str) and _HOURS.fullmatch(value):
        opens, closes = value.split("-")
        found = Hours(_clock_minute(opens), _clock_minute(closes))
    if isinstance(found, Hours) and 0 <= found.opens <= found.closes - 60 <= 23 * 60:
        return found
    raise fault(
        "hours",
        f"found {shown(value)}; write hours such as 07:00-21:00, at least one, "
        "that end after they start and by 24:00",
    )


_DAYS = re.compile(rf"{_DATE.pattern}(?:\s*/\s*{_DATE.pattern})?", re.ASCII)


def _days(value: object) -> Days:
    found = value
    if isinstance(value, str) and _DAYS.fullmatch(value.strip()):
        first, _, last = value.partition("/")
        found = Days(_day(first), _day(last or first))
    elif isinstance(value, date):
        found = Days(_day(value), _day(value))
    if isinstance(found, Days) and _day(found.first) <= _day(found.last):
        return found
    raise fault(
        "days",
        f"found {_away_shown(value)}; write a date such as 2026-11-30, "
        "or two such as 2026-12-24/2027-01-01, the earlier first",
    )


def _away_shown(value: object) -> str:
    return f"'{value.first}/{value.last}'" if isinstance(value, Days) else shown(value)


_DAY = r"\d{4}-\d{2}-\d{2}"
_TIME = r"\d{1,2}:\d{2}"
_LENGTH = "^([0-9]{1,3} ?h(ours?)?)? ?([0-9]{1,4} ?m(in(utes?)?)?)?$"

Day = Annotated[date, *value_type(_day, pattern=f"^{_DAY}$", examples=["2026-11-10"])]
Moment = Annotated[
    date | datetime,
    *value_type(
        _moment,
        pattern=rf"^{_DAY}((T| +){_TIME}(:\d{{2}})?)?$",
        examples=["2026-11-10 14:00", "2026-11-10"],
    ),
]
Duration = Annotated[timedelta, *value_type(_duration, pattern=_LENGTH, examples=["45m", "1h30m"])]
DailyHours = Annotated[
    Hours, *value_type(_hours, pattern=rf"^{_TIME} *- *{_TIME}$", examples=["07:00-21:00"])
]
DateRange = Annotated[
    Days,
    *value_type(_days, pattern=f"^{_DAY}( */ *{_DAY})?$", examples=["2026-12-24/2027-01-01"]),
]
