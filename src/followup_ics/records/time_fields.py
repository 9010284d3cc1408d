"""The types of the dates, times and lengths of time that a user writes.

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
from followup_ics.working_time import Days, Hours, instant, wall_time

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
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 60


def _spaced(text: str) -> str:
    """Return a text with single spaces; some calendars put narrow ones before PM."""
    return " ".join(text.split())


def _match(value: object, patterns: Iterable[re.Pattern[str]]) -> Mapping[str, str | None] | None:
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


def _day(value: object) -> date:
    if (usual := _usual(value)) and ":" not in str(value):
        return usual.date()
    if parts := _match(value, _DAYS_AS_WRITTEN):
        return _date_of(parts, value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise fault("date", f"found {shown(value)}; write a date such as 2026-11-10")
    _within_years(value, value)
    return value


def _moment(value: object) -> date | datetime:
    if isinstance(value, datetime):
        return _to_the_minute(value)
    if isinstance(value, date):
        return _day(value)
    if usual := _usual(value):
        return usual if ":" in str(value) else usual.date()
    parts = _match(value, _MOMENTS_AS_WRITTEN)
    if not parts:
        raise _not_a_moment(value)
    day = _date_of(parts, value)
    if not parts["hour"]:
        return day
    return datetime.combine(day, _time_of(parts, value), _offset_of(parts, value))


def _end(value: object) -> date | time:
    """Read a time of day too; the start says of which day it is."""
    parts = _match(value, (_CLOCK_AS_WRITTEN,))
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
    if parts := _match(value, _LENGTHS_AS_WRITTEN):
        hours, minutes = parts["hours"] or "0", parts.get("minutes") or "0"
        found = timedelta(hours=float(hours.replace(",", ".")), minutes=int(minutes))
    if isinstance(found, timedelta) and timedelta(0) < found <= timedelta(hours=24):
        return found
    raise fault("duration", f"found {shown(value)}; write one such as 45m or 1h30m, up to 24h")


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
    parts = sorted(part for each in written for part in _parts_of_day(each))
    if not parts:
        raise fault("hours", "found no hours; write some such as 07:00-21:00")
    found = [parts[0]]
    for opens, closes in parts[1:]:
        if opens <= found[-1].closes:
            found[-1] = Hours(found[-1].opens, max(closes, found[-1].closes))
        else:
            found.append(Hours(opens, closes))
    return tuple(found)


def _parts_of_day(value: object) -> list[Hours]:
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
        found = Days(_day(first), _day(last))
    elif isinstance(value, date) or _match(value, _DAYS_AS_WRITTEN):
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


def _for_editors(*patterns: str) -> str:
    """Return a pattern as JSON Schema has it: no names of groups, any space."""
    plain = re.sub(r"\?P<\w+>", "", "|".join(patterns))
    return f"^\\s*({plain.replace(' ?', _ANY_SPACE).replace(' ', _SPACE)})\\s*$"


_ANY_SPACE, _SPACE = r"\s*", r"\s+"
_A_DAY = f"{_WEEKDAY}(?:{'|'.join(_DATES)})"
_A_MOMENT = f"{_A_DAY}{_TAIL}|{_BASIC}"
_TIME = r"\d{1,2}:\d{2}"

Day = Annotated[date, *value_type(_day, pattern=_for_editors(_A_DAY), examples=["2026-11-10"])]
Moment = Annotated[
    date | datetime,
    *value_type(
        _moment, pattern=_for_editors(_A_MOMENT), examples=["2026-11-10 14:00", "2026-11-10"]
    ),
]
End = Annotated[
    date | datetime,
    *value_type(
        _end, pattern=_for_editors(_A_MOMENT, _CLOCK), examples=["2026-11-10 14:00", "15:30"]
    ),
]
Duration = Annotated[
    timedelta,
    *value_type(_duration, pattern=_for_editors(*_LENGTHS), examples=["45m", "1h30m"]),
]
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
        pattern=_for_editors(f"{_A_DAY}(?: ?/ ?{_A_DAY})?"),
        examples=["2026-12-24/2027-01-01"],
    ),
]
