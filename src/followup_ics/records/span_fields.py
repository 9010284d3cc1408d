"""The types of lengths of time, hours of a day and runs of dates that a user writes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic_core import PydanticCustomError

from followup_ics.errors import shown
from followup_ics.records.fields import fault, hint, value_type
from followup_ics.records.time_fields import A_DAY, day_as_written, for_editors, is_day, matched
from followup_ics.working_time import Days, Hours

_HOURS_UNIT, _MINUTES_UNIT = r" ?[Hh](?:(?:ou)?rs?)?\.?", r" ?[Mm](?:in(?:ute)?s?)?\.?"
_LENGTHS = (
    rf"(?:PT)?(?:(?P<hours>[0-9]{{1,3}}){_HOURS_UNIT})?"
    rf"(?:(?:,? )?(?:and )?(?P<minutes>[0-9]{{1,4}}){_MINUTES_UNIT})?(?:0S)?",
    rf"(?:PT)?(?P<hours>[0-9]{{1,3}}(?:[.,][0-9][05]?)?){_HOURS_UNIT}",
    rf"(?P<hours>[0-9]{{1,3}}){_HOURS_UNIT} ?(?P<minutes>[0-5][0-9])",
)
_LENGTHS_AS_WRITTEN = tuple(re.compile(each) for each in _LENGTHS)


def _duration(value: object) -> timedelta:
    found = value
    if parts := matched(value, _LENGTHS_AS_WRITTEN):
        hours, minutes = parts["hours"] or "0", parts.get("minutes") or "0"
        found = timedelta(hours=float(hours.replace(",", ".")), minutes=int(minutes))
    if isinstance(found, timedelta) and timedelta(0) < found <= timedelta(hours=24):
        return found
    wanted = f"write one such as 45m or 1h30m, up to 24h{hint(_with_a_unit(str(value)))}"
    raise fault("duration", f"found {shown(value)}; {wanted}")


def _with_a_unit(text: str) -> str | None:
    """Return what a number alone is likely to mean: few hours, or many minutes."""
    if not re.fullmatch("[1-9][0-9]{0,2}", text):
        return None
    return f"{text}h" if len(text) == 1 else f"{text}m"


_NO_ALARM = ("none", "no", "off", "false")


def alarm_as_written(value: object) -> timedelta:
    """Return how long before an event a reminder comes, zero for none, as a field has it.

    Raises pydantic's PydanticCustomError, whose message says what to write.
    """
    if value == timedelta(0) or (isinstance(value, str) and value.strip().lower() in _NO_ALARM):
        return timedelta(0)
    try:
        found = _duration(value)
    except PydanticCustomError:
        found = None
    if found is None or found % timedelta(minutes=1):
        wanted = "how long before, such as 10m or 1h30m, up to 24h, or none"
        raise fault("alarm", f"found {shown(value)}; write {wanted}") from None
    return found


def _clock_minute(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes)


_DAY_LONG = 24 * 60
_HOURS = re.compile(r"\s*\d{1,2}:[0-5]\d\s*-\s*\d{1,2}:[0-5]\d\s*", re.ASCII)


def _hours(value: object) -> tuple[Hours, ...]:
    """Return the parts of every day that are meant, in order, as one where they touch.

    Hours over midnight are the end of each day and the beginning of each.
    """
    written: list[object] = [value]
    if isinstance(value, str):
        written = [*value.split(",")]
    elif isinstance(value, list | tuple) and not isinstance(value, Hours):
        written = [*value]
    parts = sorted(part for each in written for part in _parts_ofday_as_written(each))
    if not parts:
        raise fault("hours", "found no hours; write some such as 07:00-21:00")
    found = [parts[0]]
    for opens, closes in parts[1:]:
        if opens <= found[-1].closes:
            found[-1] = Hours(found[-1].opens, max(closes, found[-1].closes))
        else:
            found.append(Hours(opens, closes))
    return tuple(found)


def _parts_ofday_as_written(value: object) -> list[Hours]:
    """Return one run of hours, of an hour or more, as one or two parts of every day."""
    found = value
    if isinstance(value, str) and _HOURS.fullmatch(value):
        opens, closes = value.split("-")
        found = Hours(_clock_minute(opens), _clock_minute(closes))
    if isinstance(found, Hours) and 0 <= found.closes <= _DAY_LONG and 0 <= found.opens < _DAY_LONG:
        opens_at, closes_at = found
        if opens_at + 60 <= closes_at:
            return [found]
        if closes_at < opens_at <= closes_at + _DAY_LONG - 60:
            parts = [Hours(0, closes_at), Hours(opens_at, _DAY_LONG)]
            return [each for each in parts if each.opens < each.closes]
    raise fault(
        "hours",
        f"found {shown(value)}; write hours such as 07:00-21:00, at least one, or several such as "
        "[07:00-08:30, 18:00-21:00]; 22:00-06:00 is over midnight",
    )


def _days(value: object) -> Days:
    found = value
    if isinstance(value, str) and value.count("/") == 1:
        first, _, last = value.partition("/")
        found = Days(day_as_written(first), day_as_written(last))
    elif is_day(value):
        found = Days(day_as_written(value), day_as_written(value))
    if isinstance(found, Days) and day_as_written(found.first) <= day_as_written(found.last):
        return found
    raise fault(
        "days",
        f"found {_away_shown(value)}; write a date such as 2026-11-30, "
        "or two such as 2026-12-24/2027-01-01, the earlier first",
    )


def _away_shown(value: object) -> str:
    return f"'{value.first}/{value.last}'" if isinstance(value, Days) else shown(value)


Duration = Annotated[
    timedelta,
    *value_type(_duration, pattern=for_editors(*_LENGTHS), examples=["45m", "1h30m"]),
]
Alarm = Annotated[
    timedelta,
    *value_type(
        alarm_as_written,
        pattern=for_editors(*_LENGTHS, "[Nn]one|[Nn]o|[Oo]ff|[Ff]alse"),
        examples=["10m", "1h", "none"],
    ),
]
_TIME = r"\d{1,2}:\d{2}"
_ONE_RUN = rf"{_TIME} *- *{_TIME}"
DailyHours = Annotated[
    tuple[Hours, ...],
    *value_type(
        _hours,
        ["string", "array"],
        pattern=rf"^{_ONE_RUN}( *, *{_ONE_RUN})*$",
        items={"type": "string", "pattern": rf"^{_ONE_RUN}$", "examples": ["07:00-21:00"]},
        examples=["07:00-21:00", ["07:00-08:30", "18:00-21:00"]],
    ),
]
DateRange = Annotated[
    Days,
    *value_type(
        _days,
        pattern=for_editors(f"{A_DAY}(?: ?/ ?{A_DAY})?"),
        examples=["2026-12-24/2027-01-01"],
    ),
]
