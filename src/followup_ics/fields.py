"""The types of the fields that a user writes.

A record may hold text, as files do, or the matching Python value, as scripts do; every other
value is refused with a message that names what was found and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from followup_ics import working_time
from followup_ics.working_time import Days, Hours

MAX_TEXT = 2_000
FIRST_YEAR, LAST_YEAR = 2000, 2036
_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


class Record(BaseModel):
    """A frozen record in which an unknown field is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, defer_build=True)


def fault(kind: str, message: str) -> PydanticCustomError:
    """Return the error to raise for a value; braces in the message are taken literally."""
    return PydanticCustomError(kind, "{message}", {"message": message})


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, str | int | float | date) else type(value).__name__
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"


def _clean(value: object) -> str:
    if not isinstance(value, str):
        raise fault("text", f"found {_shown(value)}; write a text")
    if len(value) > MAX_TEXT:
        raise fault("text", f"found {len(value):,} characters; write at most {MAX_TEXT:,}")
    text = _UNPRINTABLE.sub("", _BREAKS.sub("\n", value)).replace("\t", " ").strip()
    if not text:
        raise fault("text", "found an empty text; write something, or leave the field out")
    return text


def _line(value: object) -> str:
    return " ".join(_clean(value).split())


def _email(value: object) -> str:
    text = _line(value)
    if not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+", text):
        raise fault("email", f"found {_shown(text)}; write an address such as dana@example.com")
    return text


def _phone(value: object) -> str:
    text = _line(value)
    if sum(char.isdigit() for char in text) < 3:
        raise fault("phone", f"found {_shown(text)}; write a number such as +1 312 555 0142")
    return text


def _zone(value: object) -> str:
    text = _line(value)
    if not working_time.is_zone(text):
        near = nearest(text, working_time.zones())
        raise fault(
            "zone", f"found {_shown(text)}; write an IANA zone such as America/New_York{near}"
        )
    return text


def _country(value: object) -> str:
    text = _line(value)
    if text not in working_time.countries():
        near = f"; did you mean {text.upper()}?" if text.upper() in working_time.countries() else ""
        raise fault(
            "country",
            f"found {_shown(text)}; write an ISO 3166-1 code of two capitals such as US{near}",
        )
    return text


def nearest(word: str, words: tuple[str, ...]) -> str:
    """Return "; did you mean X?" for the word most like `word`, or nothing."""
    from difflib import get_close_matches

    by_fold = {each.casefold(): each for each in words}
    close = get_close_matches(word.casefold()[:100], by_fold, n=1, cutoff=0.6)
    return f"; did you mean {by_fold[close[0]]}?" if close else ""


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).casefold()
    if text in ("true", "yes"):
        return True
    if text in ("false", "no"):
        return False
    raise fault("flag", f"found {_shown(value)}; write true or false")


def _within_years(day: date, shown: object) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise fault("date", f"found {_shown(shown)}; write a date from {FIRST_YEAR} to {LAST_YEAR}")


def _day(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError as error:
            raise fault("date", f"found {_shown(value)}, which is no date: {error}") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise fault("date", f"found {_shown(value)}; write a date such as 2026-11-10")
    _within_years(value, value)
    return value


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2}(?::\d{2})?)", re.ASCII)


def _moment(value: object) -> date | datetime:
    if isinstance(value, datetime):
        return _naive(value)
    if isinstance(value, date) or (isinstance(value, str) and len(value.strip()) <= 10):
        return _day_or_moment(value)
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise _not_a_moment(value)
    try:
        clock = time.fromisoformat(match[2].zfill(5))
    except ValueError as error:
        raise fault("moment", f"found {_shown(value)}, which is no time: {error}") from None
    return datetime.combine(_day(match[1]), clock.replace(second=0))


def _day_or_moment(value: object) -> date:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        raise _not_a_moment(value)
    return _day(value)


def _not_a_moment(value: object) -> PydanticCustomError:
    return fault(
        "moment",
        f"found {_shown(value)}; write a local time such as 2026-11-10 14:00, or a date alone "
        "(the zone has a field of its own)",
    )


def _naive(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise fault(
            "moment",
            f"found {_shown(value)} with an offset; write the local time, and its zone "
            "in the field timezone",
        )
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
    raise fault("duration", f"found {_shown(value)}; write one such as 45m or 1h30m, up to 24h")


def _clock_minute(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes)


def _hours(value: object) -> Hours:
    found = value
    pattern = r"\s*\d{1,2}:[0-5]\d\s*-\s*\d{1,2}:[0-5]\d\s*"
    if isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII):
        opens, closes = value.split("-")
        found = Hours(_clock_minute(opens), _clock_minute(closes))
    if isinstance(found, Hours) and 0 <= found.opens <= found.closes - 60 <= 23 * 60:
        return found
    raise fault(
        "hours",
        f"found {_shown(value)}; write hours such as 07:00-21:00, at least one, "
        "that end after they start and by 24:00",
    )


def _days(value: object) -> Days:
    if isinstance(value, str):
        first, slash, last = value.partition("/")
        value = Days(_day(first), _day(last) if slash else _day(first))
    elif isinstance(value, date):
        value = Days(_day(value), _day(value))
    if isinstance(value, Days) and _day(value.first) <= _day(value.last):
        return value
    raise fault(
        "days",
        f"found {_away_shown(value)}; write a date such as 2026-11-30, "
        "or two such as 2026-12-24/2027-01-01, the earlier first",
    )


def _away_shown(value: object) -> str:
    return f"'{value.first}/{value.last}'" if isinstance(value, Days) else _shown(value)


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **schema})


def _field(read: Callable[[object], object], **schema: Any) -> tuple[PlainValidator, Any]:
    return PlainValidator(read), _schema(**schema)


_DAY = r"\d{4}-\d{2}-\d{2}"

Text = Annotated[str, BeforeValidator(_clean), _schema(maxLength=MAX_TEXT)]
Line = Annotated[str, BeforeValidator(_line), _schema(maxLength=MAX_TEXT)]
Email = Annotated[str, *_field(_email, format="email")]
Phone = Annotated[str, *_field(_phone, examples=["+1 312 555 0142"])]
Zone = Annotated[str, *_field(_zone, examples=["America/New_York"])]
Country = Annotated[str, *_field(_country, pattern="^[A-Z]{2}$", examples=["US"])]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"enum": [True, False, "yes", "no"]})]
Day = Annotated[date, *_field(_day, pattern=f"^{_DAY}$", examples=["2026-11-10"])]
Moment = Annotated[
    date | datetime,
    *_field(
        _moment,
        pattern=rf"^{_DAY}([ T]\d{{1,2}}:\d{{2}}(:\d{{2}})?)?$",
        examples=["2026-11-10 14:00", "2026-11-10"],
    ),
]
Duration = Annotated[timedelta, *_field(_duration, examples=["45m", "1h30m"])]
DailyHours = Annotated[Hours, *_field(_hours, examples=["07:00-21:00"])]
DateRange = Annotated[
    Days, *_field(_days, pattern=f"^{_DAY}(/{_DAY})?$", examples=["2026-12-24/2027-01-01"])
]
