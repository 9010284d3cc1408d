"""A last output read back: the memory of a calendar. Whatever its bytes, what is wrong is told.

The only module, beside the one that hands out objects, that has the package icalendar parse.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from followup_ics.calendar.events import (
    COLORS,
    LATEST,
    MARKS,
    MAX_SEQUENCE,
    PRODID,
    UID,
    Event,
    Revision,
)
from followup_ics.errors import PreviousCalendarError, shown

if TYPE_CHECKING:
    from icalendar import Component


def read_events(previous: bytes) -> dict[str, Revision]:
    """Return the events of a previous output by uid; whatever its bytes, what is wrong is told."""
    from icalendar import Calendar

    if not previous.strip():
        raise PreviousCalendarError("is blank")
    try:
        text = previous.decode()
    except UnicodeDecodeError:
        raise PreviousCalendarError("is damaged: it is not UTF-8") from None
    if f"PRODID:{PRODID}" not in text.replace("\r\n ", ""):
        raise PreviousCalendarError("was not written by followup-ics")
    if not text.rstrip().endswith("END:VCALENDAR"):
        raise PreviousCalendarError("is cut off: it does not end with END:VCALENDAR")
    try:
        calendar = Calendar.from_ical(previous)
        events = calendar.walk("VEVENT")
        if str(calendar.get("PRODID", "")) != PRODID:
            raise PreviousCalendarError("was not written by followup-ics")
    except (ValueError, KeyError, AttributeError, IndexError, TypeError, OverflowError):
        raise PreviousCalendarError("is damaged: it is no longer a calendar") from None
    return {each.event.uid: each for each in map(_held, events)}


def _held(component: Component) -> Revision:
    from icalendar import vCategory

    def text(name: str) -> str:
        return str(component.get(name, ""))

    if not UID.fullmatch(text("UID")) and not _is_marked(component):
        raise _not_ours(component, f"has a UID, {shown(text('UID'))}, that no follow-up has")
    categories = component.get("CATEGORIES")
    known = categories.cats if isinstance(categories, vCategory) else ()
    event = Event(
        uid=text("UID"),
        start=_time(component, "DTSTART"),
        end=_time(component, "DTEND"),
        summary=text("SUMMARY"),
        description=text("DESCRIPTION"),
        location=text("LOCATION"),
        url=text("URL"),
        category=str(next(iter(known), "")),
        status=text("STATUS"),
        color=text("COLOR"),
    )
    modified = _time(component, "LAST-MODIFIED")
    if modified > LATEST:
        raise _not_ours(component, f"was changed in the year {modified.year}")
    return Revision(event, modified, _sequence(component))


def _is_marked(component: Component) -> bool:
    """Say whether an event has what all of ours have, and those of other programs have not."""
    marked = all(str(component.get(name, "")) == value for name, value in MARKS.items())
    return marked and str(component.get("COLOR", "")) in COLORS.values()


def _time(component: Component, name: str) -> datetime:
    from icalendar import vDDDTypes

    found = component.get(name)
    moment = found.dt if isinstance(found, vDDDTypes) else None
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise _not_ours(component, f"has no {name}, or one that is not a single time in UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise _not_ours(component, f"has a {name} at the end of all time") from None


def _sequence(component: Component) -> int:
    found = component.get("SEQUENCE")
    if not isinstance(found, int) or not 0 <= found < MAX_SEQUENCE:
        raise _not_ours(component, f"has no SEQUENCE from 0 to {MAX_SEQUENCE - 1}")
    return int(found)


def _not_ours(component: Component, what: str) -> PreviousCalendarError:
    summary = shown(str(component.get("SUMMARY", "")))
    return PreviousCalendarError(
        f"has an event, {summary}, that followup-ics did not write: it {what}"
    )
