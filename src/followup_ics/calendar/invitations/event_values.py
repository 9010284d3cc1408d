"""One event's lines as an invitation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from followup_ics.calendar.invitations.attending import each_once, invited
from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.plain_text import one_line, plain
from followup_ics.calendar.invitations.repairing import Component, name_of
from followup_ics.calendar.invitations.straightening import as_event, straightened
from followup_ics.calendar.invitations.zones import Moment, Zones
from followup_ics.errors import shown

if TYPE_CHECKING:
    from icalendar import Component as Parsed
    from icalendar import vCalAddress

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST = timedelta(days=366)
MAX_SEQUENCE = 2**31 - 1
MAX_PEOPLE = 500

REPEATS = "it repeats; only its first date is taken"
NO_END = "its end makes no sense and is left out"

_LINKS = (
    "X-GOOGLE-CONFERENCE",
    "X-GOOGLE-HANGOUT",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "CONFERENCE",
    "URL",
)
_SINGLE = """
UID DTSTART DTEND DURATION DTSTAMP LAST-MODIFIED RECURRENCE-ID RRULE SEQUENCE METHOD STATUS SUMMARY
DESCRIPTION LOCATION X-ALT-DESC
"""
_ONCE = frozenset(_LINKS) | frozenset(_SINGLE.split())
_PEOPLE = ("ORGANIZER", "ATTENDEE")
_LINK = re.compile(r"(?:https?://|tel:)\S{3,}", re.I)


class UnreadableEventError(ValueError):
    """An event of which no invitation can be made; the message says why."""


@dataclass(slots=True)
class _Reading:
    """What is known while an event is read: its values, its zones, and what to say of it."""

    event: Parsed
    zones: Zones
    words: list[str]

    def text(self, name: str) -> str:
        return str(self.event.get(name, ""))

    def value(self, name: str) -> object:
        """Return a date, a time or a duration, None where there is none or a broken one."""
        from icalendar import vDDDTypes

        found = self.event.get(name)
        return found.dt if isinstance(found, vDDDTypes) else None

    def time(self, name: str) -> Moment | date | None:
        """Return a time as a moment, a date as it is, None where there is none to read."""
        found = self.value(name)
        if not isinstance(found, date) or not FIRST_YEAR <= found.year <= LAST_YEAR:
            return None
        if not isinstance(found, datetime):
            return found
        if found.tzinfo:
            return Moment(found.astimezone(UTC))
        tzid = self._tzid(name) or self._tzid("DTSTART")
        return self.zones.moment(found, tzid) if tzid else self.zones.floating(found)

    def _tzid(self, name: str) -> str:
        return str(self.event[name].params.get("X-TZID", "")) if self.value(name) else ""

    def say(self, word: str) -> None:
        if word and word not in self.words:
            self.words.append(word)


def repeats(component: Component) -> bool:
    """Say whether an event is a whole series."""
    return any(name_of(line) == "RRULE" for line in component.lines)


def read_event(
    component: Component, zones: Zones, method: str, words: Iterable[str], source: str
) -> Invitation:
    """Return an event as an invitation; `words` is what was repaired in the file around it.

    Raises UnreadableEventError.
    """
    reading = _Reading(_parsed(component), zones, list(words))
    method = method or one_line(reading.text("METHOD")).upper()
    if repeats(component):
        reading.say(REPEATS)
    is_cancelled = method == "CANCEL" or reading.text("STATUS").upper().startswith("CANCEL")
    recurrence = _at(reading.time("RECURRENCE-ID"))
    start, zone = _start(reading, recurrence if is_cancelled else None)
    return Invitation(
        uid=one_line(reading.text("UID")),
        recurrence=iso(recurrence),
        sequence=_sequence(reading),
        stamp=_stamp(reading),
        cancelled=is_cancelled,
        method=method,
        summary=one_line(plain(reading.text("SUMMARY"))),
        text=plain(reading.text("DESCRIPTION")) or plain(reading.text("X-ALT-DESC")),
        location=_location(reading.text("LOCATION")),
        url=_url(reading),
        start=start,
        end=_end(reading, start),
        zone=zone,
        organizer=next(iter(each_once(map(invited, _people(reading, "ORGANIZER")))), None),
        attendees=each_once(map(invited, _people(reading, "ATTENDEE"))),
        repairs=tuple(reading.words),
        source=source,
    )


def _parsed(component: Component) -> Parsed:
    from icalendar import Event

    lines: dict[str, list[str]] = {}
    for line in component.lines:
        lines.setdefault(name_of(line), []).append(line)
    kept = [found[0] for name, found in lines.items() if name in _ONCE]
    kept += [line for name in _PEOPLE for line in lines.get(name, ())[:MAX_PEOPLE]]
    try:
        return Event.from_ical(as_event(map(straightened, kept)))
    except (ValueError, KeyError, AttributeError, IndexError, TypeError, OverflowError):
        raise UnreadableEventError("it is damaged") from None


def _start(reading: _Reading, otherwise: datetime | date | None) -> tuple[datetime | date, str]:
    """Return when an event starts, and in which zone; a cancelled one need not say it again."""
    found = reading.time("DTSTART")
    if isinstance(found, Moment):
        reading.say(found.word)
        return found.at, found.zone
    start = found or otherwise
    if start is None:
        raise UnreadableEventError(_why_no_start(reading))
    return start, ""


def _why_no_start(reading: _Reading) -> str:
    found, written = reading.value("DTSTART"), reading.text("DTSTART")
    if isinstance(found, date):
        return f"it starts in the year {found.year}"
    return f"its start, {shown(written)}, is no time" if written else "it has no start"


def _end(reading: _Reading, start: datetime | date) -> datetime | date | None:
    """Return the exclusive end, of the kind that the start is; None where none makes sense."""
    found = _at(reading.time("DTEND"))
    duration = reading.value("DURATION")
    if found is None and isinstance(duration, timedelta) and abs(duration) <= LONGEST:
        found = start + duration
    if not isinstance(start, datetime):
        is_later = not isinstance(found, datetime | None) and found > start
        return found if is_later else start + timedelta(days=1)
    if _is_after(found, start):
        return found
    if found is not None and found != start:
        reading.say(NO_END)
    return None


def _is_after(end: datetime | date | None, start: datetime) -> bool:
    if not isinstance(end, datetime) or (end.tzinfo is None) != (start.tzinfo is None):
        return False
    return timedelta() < end - start <= LONGEST


def _at(found: Moment | date | None) -> datetime | date | None:
    return found.at if isinstance(found, Moment) else found


def iso(found: datetime | date | None) -> str:
    """Return a time as `Invitation.recurrence` has it; "" for none."""
    return found.isoformat().replace("+00:00", "Z") if found else ""


def _stamp(reading: _Reading) -> datetime | None:
    """Return when it was written; a stamp without a zone, which some senders write, is UTC."""
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        found = reading.value(name)
        if isinstance(found, datetime) and FIRST_YEAR <= found.year <= LAST_YEAR:
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _sequence(reading: _Reading) -> int:
    found = reading.event.get("SEQUENCE")
    return int(found) if isinstance(found, int) and 0 <= found <= MAX_SEQUENCE else 0


def _location(written: str) -> str:
    return one_line(", ".join(filter(None, map(str.strip, plain(written).splitlines()))))


def _url(reading: _Reading) -> str:
    """Return the first link of those that are given apart from the text."""
    links = (one_line(reading.text(name)) for name in _LINKS)
    return next(filter(_LINK.fullmatch, links), "")


def _people(reading: _Reading, name: str) -> Iterator[vCalAddress]:
    from icalendar import vCalAddress

    found = reading.event.get(name, [])
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, vCalAddress):
            yield each
