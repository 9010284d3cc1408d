"""Dates and times that somebody gives: read as people say them or as the records have them.

Each is local, by the clock of the zone where it counts, and is told in full before it is written,
so that nobody has to guess what was understood.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from pydantic import TypeAdapter, ValidationError

from followup_ics.errors import NotADateError, shown
from followup_ics.records.time_fields import Moment, has_offset
from followup_ics.working_time import spoken_in_full, wall_time, zone_on

_ADVICE = "or a date alone"  # what is read as no date at all is told to write it so

_MOMENT: TypeAdapter[date | datetime] = TypeAdapter(Moment)


def moments(
    text: str, zone: str, now: datetime, *, ahead: bool = False
) -> tuple[date | datetime, ...]:
    """Return what somebody in a zone can mean by a text at an instant: one date or time, or two.

    With `ahead` it is in the future, else in the past. Raises NotADateError.
    """
    from followup_ics.working_time.said import moments_said

    try:
        return moments_said(text, zone, now, ahead=ahead) or (_as_recorded(text, zone),)
    except ValidationError as error:
        told = error.errors()[0]["msg"]
        advice = ", or say it as in 'tue 10am' or 'in 2 weeks'" if told.endswith(_ADVICE) else ""
        raise NotADateError(text, told + advice) from None
    except ValueError as error:
        raise NotADateError(text, f"found {shown(text)}, but {error}") from None


def _as_recorded(text: str, zone: str) -> date | datetime:
    found = _MOMENT.validate_python(text)
    if isinstance(found, datetime) and has_offset(found):
        return wall_time(zone, found.astimezone(UTC))
    return found


def moment(text: str, zone: str, now: datetime, *, ahead: bool = False) -> date | datetime:
    """Return the one date or time that a text means, as `moments` reads it.

    Raises NotADateError where it means none, or two, which it names.
    """
    found = moments(text, zone, now, ahead=ahead)
    if len(found) > 1:
        either = " or ".join(in_full(each, zone) for each in found)
        raise NotADateError(text, f"'{text}' is {either}; write the month as a word")
    return found[0]


def in_full(moment: date | datetime, zone: str) -> str:
    """Return a date or a time with all that is known of it.

    "Tuesday 24 November 2026, 14:00 America/New_York"; a date alone has no zone.
    """
    if not isinstance(moment, datetime):
        return spoken_in_full(moment)
    where = zone_on(zone, moment.date())
    return f"{spoken_in_full(moment.date())}, {moment:%H:%M} {where}"
