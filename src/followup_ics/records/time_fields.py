"""The types of the dates and times that a user writes.

Read is what has one meaning. A time with an offset keeps it until the zone is known whose local
time it becomes (`localised`); all others are local, their zone in a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from followup_ics.errors import shown
from followup_ics.records.fields import fault, value_type
from followup_ics.working_time import WEEKDAYS, instant, wall_time

FIRST_YEAR, LAST_YEAR = 2000, 2036


def _within_years(day: date, found: object) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise fault("date", f"found {shown(found)}; write a date from {FIRST_YEAR} to {LAST_YEAR}")


_WEEKDAY = r"(?:(?P<weekday>[A-Za-z]{3,9})[.,]?,? )?"
_YEAR, _DAY = r"(?P<year>[0-9]{4})", r"(?P<day>[0-9]{1,2})"
_NAME, _NTH = r"(?P<name>[A-Za-z]{3,9})", r"(?:st|nd|rd|th|\.)?"
_DATES = (
    rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.]{_DAY}",
    rf"{_NAME}\.?[ -]{_DAY}{_NTH},?[ -]{_YEAR}",
    rf"{_DAY}{_NTH}[ -](?:of )?{_NAME}\.?,?[ -]{_YEAR}",
    rf"(?P<either>[0-9]{{1,2}})[-/.]{_DAY}[-/.]{_YEAR}",
)
_CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?=[:.hH]| ?[AaPp])"
    r"(?:[:.hH](?P<minute>[0-9]{2})(?P<second>:[0-9]{2}(?:[.,][0-9]{1,9})?)?|[hH])?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_OFFSET = r"(?: ?(?P<offset>[Zz]|UTC|GMT|(?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?))?"
_TAIL = rf"(?:(?P<join>[Tt]|,? (?:at )?){_CLOCK}{_OFFSET})?"
_BASIC = (  # as calendar files have it
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<join>T)"
    rf"(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?P<second>[0-9]{{2}})?{_OFFSET}"
)
_DAYS_AS_WRITTEN = tuple(re.compile(_WEEKDAY + each) for each in _DATES)
_MOMENTS_AS_WRITTEN = tuple(
    re.compile(each) for each in (*(_WEEKDAY + each + _TAIL for each in _DATES), _BASIC)
)
_CLOCK_AS_WRITTEN = re.compile(_CLOCK)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = tuple(each.casefold() for each in WEEKDAYS)
_LONGEST = 60


def _spaced(text: str) -> str:
    """Return a text with single spaces; some calendars put narrow ones before PM."""
    return " ".join(text.split())


def matched(value: object, patterns: Iterable[re.Pattern[str]]) -> Mapping[str, str | None] | None:
    """Return the parts of a date or time as written, None where it cannot be read."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    found = (pattern.fullmatch(_spaced(value)) for pattern in patterns)
    parts = next((match.groupdict() for match in found if match), None)
    return parts if parts and _are_known(parts) else None


def _are_known(parts: Mapping[str, str | None]) -> bool:
    weekday, month = parts.get("weekday"), parts.get("name")
    return (not weekday or bool(_number(weekday, _WEEKDAYS))) and (
        not month or bool(_number(month, _MONTHS))
    )


def _number(word: str, names: tuple[str, ...]) -> int:
    """Return which of the names, from 1, is written or shortened so; 0 where none is."""
    short = word.lower()
    return next((number for number, name in enumerate(names, 1) if name.startswith(short)), 0)


def _date_of(parts: Mapping[str, str | None], found: object) -> date:
    days = _possible(parts)
    if not days:
        raise fault(
            "date",
            f"found {shown(found)}, a day that no calendar has; write one such as 2026-11-10",
        )
    if len(days) > 1:
        raise fault(
            "date",
            f"found {shown(found)}, which is {days[0]} or {days[1]}; write the one that is meant",
        )
    _within_years(days[0], found)
    _fits_weekday(days[0], parts, found)
    return days[0]


def _possible(parts: Mapping[str, str | None]) -> list[date]:
    """Return the dates that this can mean: two where day and month are both numbers up to 12."""
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    if either := parts.get("either"):
        orders = {(int(either), day), (day, int(either))}
    elif name := parts.get("name"):
        orders = {(_number(name, _MONTHS), day)}
    else:
        orders = {(int(parts["month"] or 0), day)}
    days = []
    for month, number in sorted(orders):
        with suppress(ValueError):
            days.append(date(year, month, number))
    return days


def _fits_weekday(day: date, parts: Mapping[str, str | None], found: object) -> None:
    weekday = parts.get("weekday")
    right = _WEEKDAYS[day.weekday()]
    if weekday and not right.startswith(weekday.lower()):
        raise fault(
            "date",
            f"found {shown(found)}, which is a {right.title()}; mend the day or the date",
        )


# What nearly all files hold; read at once, as the patterns of all other spellings take long.
_USUAL_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_USUAL_MOMENT = re.compile(rf"{_USUAL_DAY.pattern} [0-9]{{2}}:[0-9]{{2}}")


def _usual(value: object) -> datetime | None:
    """Return the time, or a date's midnight, of the usual spelling; None where it is another."""
    if isinstance(value, str) and (_USUAL_DAY.fullmatch(value) or _USUAL_MOMENT.fullmatch(value)):
        with suppress(ValueError):
            found = datetime.fromisoformat(value)
            return found if found.year <= LAST_YEAR else None
    return None


def day_as_written(value: object) -> date:
    """Return the date that a value is, in any spelling; raise the fault that says what to write."""
    if (usual := _usual(value)) and ":" not in str(value):
        return usual.date()
    if parts := matched(value, _DAYS_AS_WRITTEN):
        return _date_of(parts, value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise fault("date", f"found {shown(value)}; write a date such as 2026-11-10")
    _within_years(value, value)
    return value


def is_day(value: object) -> bool:
    """Say whether a value is a date as somebody writes it."""
    return isinstance(value, date) or matched(value, _DAYS_AS_WRITTEN) is not None


def _moment(value: object) -> date | datetime:
    if isinstance(value, datetime):
        return _to_the_minute(value)
    if isinstance(value, date):
        return day_as_written(value)
    if usual := _usual(value):
        return usual if ":" in str(value) else usual.date()
    parts = matched(value, _MOMENTS_AS_WRITTEN)
    if not parts:
        raise _not_a_moment(value)
    day = _date_of(parts, value)
    if not parts["hour"]:
        return day
    return datetime.combine(day, _time_of(parts, value), _offset_of(parts, value))


def _end(value: object) -> date | time:
    """Read a time of day too; the start says of which day it is."""
    parts = matched(value, (_CLOCK_AS_WRITTEN,))
    return _time_of(parts, value) if parts else _moment(value)


def _time_of(parts: Mapping[str, str | None], found: object) -> time:
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    half = (parts.get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 24  # no clock shows 14 PM
    try:
        return time(hour, minute)
    except ValueError:
        raise fault(
            "moment",
            f"found {shown(found)}, a time that no clock shows; write one from 00:00 to 23:59",
        ) from None


def _offset_of(parts: Mapping[str, str | None], found: object) -> timezone | None:
    text = parts["offset"]
    if text is None or not (sign := re.search(r"[+-]", text)):
        return UTC if text else None
    certain = parts["join"] in ("T", "t") or parts["second"] or sign.start() or sign[0] == "+"
    if not certain:
        raise fault(
            "moment",
            f"found {shown(found)}, which has an end or an offset; write the end in the field end, "
            "an offset as in 2026-11-10T14:00-05:00",
        )
    digits = text[sign.end() :].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign[0] == "-" else 1)
    if int(minutes) > 59 or not timedelta(hours=-12) <= offset <= timedelta(hours=14):
        raise fault("moment", f"found {shown(found)}, an offset that no place has")
    return timezone(offset)


_ZONE_LETTERS = re.compile(r".*[0-9].* [A-Z]{1,4}T", re.ASCII)


def _not_a_moment(value: object) -> PydanticCustomError:
    if isinstance(value, str) and len(value) <= _LONGEST and _ZONE_LETTERS.fullmatch(value.strip()):
        return fault(
            "moment",
            f"found {shown(value)}; write the local time, and its zone in the field timezone",
        )
    return fault(
        "moment", f"found {shown(value)}; write one such as 2026-11-10 14:00, or a date alone"
    )


def _to_the_minute(value: datetime) -> datetime:
    _within_years(value.date(), value)
    if value.fold and value.tzinfo is None:
        raise fault(
            "moment",
            f"found '{value:%Y-%m-%d %H:%M}', where clocks show it the second time that day; "
            "write a time outside that hour",
        )
    return value.replace(second=0, microsecond=0)


def has_offset(moment: object) -> bool:
    """Say whether this is a time with an offset, whose zone's local time is not yet known."""
    return isinstance(moment, datetime) and moment.tzinfo is not None


def is_offset_of(zone: str, moment: datetime) -> bool:
    """Say whether clocks in a zone are that far from UTC then; UTC itself claims no place."""
    wall = wall_time(zone, moment.astimezone(UTC))
    return not moment.utcoffset() or wall == moment.replace(tzinfo=None)


def clock(moment: date | datetime) -> datetime:
    """Return what the clock shows at a moment as written: midnight for a date alone."""
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day)


def said(moment: date | datetime) -> str:
    """Return a moment as somebody writes it."""
    return f"{moment:%Y-%m-%d %H:%M%z}" if isinstance(moment, datetime) else moment.isoformat()


def are_alike(one: date, other: date) -> bool:
    """Say whether two can be compared: not where one alone has an offset, until it is local."""
    return has_offset(one) == has_offset(other)


def is_before(one: date, other: date) -> bool:
    """Compare times where both are times, else dates."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return clock(one).date() < clock(other).date()


def localised(tree: Any, zone: str) -> Any:
    """Return nested fields with every time that has an offset as the local time of a zone.

    Where clocks show that time twice, `fold` tells the second from the first.
    """
    if isinstance(tree, dict):
        return {name: localised(each, zone) for name, each in tree.items()}
    if isinstance(tree, tuple):
        return tuple(localised(each, zone) for each in tree)
    return _local(tree.astimezone(UTC), zone) if has_offset(tree) else tree


def _local(moment: datetime, zone: str) -> datetime:
    wall = wall_time(zone, moment)
    return wall if instant(zone, wall) == moment else wall.replace(fold=1)


def for_editors(*patterns: str) -> str:
    """Return a pattern as JSON Schema has it: no names of groups, any space."""
    plain = re.sub(r"\?P<\w+>", "", "|".join(patterns))
    return f"^\\s*({plain.replace(' ?', _ANY_SPACE).replace(' ', _SPACE)})\\s*$"


_ANY_SPACE, _SPACE = r"\s*", r"\s+"
A_DAY = f"{_WEEKDAY}(?:{'|'.join(_DATES)})"
_A_MOMENT = f"{A_DAY}{_TAIL}|{_BASIC}"

Day = Annotated[
    date, *value_type(day_as_written, pattern=for_editors(A_DAY), examples=["2026-11-10"])
]
Moment = Annotated[
    date | datetime,
    *value_type(
        _moment, pattern=for_editors(_A_MOMENT), examples=["2026-11-10 14:00", "2026-11-10"]
    ),
]
End = Annotated[
    date | datetime,
    *value_type(
        _end, pattern=for_editors(_A_MOMENT, _CLOCK), examples=["2026-11-10 14:00", "15:30"]
    ),
]
