"""A last output read back: the memory of a calendar. Whatever its bytes, what is wrong is told.

The only module, beside the one that hands out objects, that has the package icalendar parse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from followup_ics.calendar.content_lines import clean, uri
from followup_ics.calendar.event_lines import BEGIN, END, MINUTE, event_lines
from followup_ics.calendar.events import (
    COLORS,
    EPOCH,
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


@dataclass(frozen=True, slots=True)
class LastOutput:
    """The events of a last output by uid, and the lines of those that are as a plan has them."""

    events: dict[str, Revision] = field(default_factory=dict)
    _lines: dict[str, bytes] = field(default_factory=dict)

    def lines_of(self, revision: Revision) -> bytes | None:
        """Return the lines of an event that stays as it was, None where they are to be written."""
        uid = revision.event.uid
        return self._lines.get(uid) if self.events.get(uid) is revision else None


def read_last(previous: bytes, planned: Mapping[str, Event], head: bytes) -> LastOutput:
    """Return a previous output; whatever its bytes, what is wrong with them is told.

    `head` is what stands before the events of this plan. An event whose lines are those of the
    planned one of its uid, with the stamps that are there, is that event; only what differs is
    parsed, since to parse takes a hundred times as long as to write.
    """
    _check(previous)
    events, lines, others = {}, {}, []
    start, *rests = previous.split(BEGIN)
    pieces = [BEGIN + each for each in rests]
    last, tail = _cut(pieces.pop()) if pieces else (b"", b"")
    for piece in [*pieces, last]:
        same = as_planned(piece, planned)
        if same is None:
            others.append(piece)
        else:
            events[same.event.uid], lines[same.event.uid] = same, piece
    if start == head and tail == _TAIL and all(map(_is_whole, others)):
        parsed = _parsed(b"".join([start, *others, tail])) if others else {}
        if events.keys().isdisjoint(parsed):
            return LastOutput(events | parsed, lines)
    # What is damaged, or there twice, means something only where it stands.
    return LastOutput(_parsed(previous))


def _is_whole(piece: bytes) -> bool:
    """Say whether lines from a BEGIN:VEVENT on are one event, and all in it begins and ends."""
    is_closed = piece.count(b"\r\nEND:") == piece.count(b"\r\nBEGIN:") + 1
    return is_closed and piece.endswith(END) and b"VCALENDAR" not in piece


def as_planned(piece: bytes, planned: Mapping[str, Event]) -> Revision | None:
    """Return the planned event that these lines are, stamps aside; None where they are no such."""
    found = _STAMPS.match(piece)
    event = planned.get(found[1].decode()) if found else None
    if found is None or event is None:
        return None
    modified, sequence = _instant(found[2]), int(found[3])
    if modified is None or modified > LATEST or sequence > MAX_SEQUENCE:
        return None
    trigger = _TRIGGER.search(piece, found.end())
    alarm = int(trigger[1]) * MINUTE if trigger else timedelta(0)
    same = Revision(event, modified, sequence, alarm)
    return same if event_lines(same) == piece else None


def read_events(previous: bytes) -> dict[str, Revision]:
    """Return the events of a previous output by uid; whatever its bytes, what is wrong is told."""
    _check(previous)
    return _parsed(previous)


_TAIL = b"END:VCALENDAR\r\n"
_STAMPS = re.compile(
    rb"BEGIN:VEVENT\r\nUID:(\S+)\r\nDTSTAMP:(\d{8}T\d{6}Z)\r\nLAST-MODIFIED:\2\r\n"
    rb"SEQUENCE:(\d{1,10})\r\n"
)
_TRIGGER = re.compile(rb"\r\nTRIGGER:-PT(\d{1,4})M\r\n")


def _check(previous: bytes) -> None:
    if not previous or previous.isspace():
        raise PreviousCalendarError("is blank")
    try:
        previous.decode()
    except UnicodeDecodeError:
        raise PreviousCalendarError("is damaged: it is not UTF-8") from None
    head = previous.partition(BEGIN)[0]
    if f"PRODID:{PRODID}".encode() not in head.replace(b"\r\n ", b""):
        raise PreviousCalendarError("was not written by followup-ics")
    if not previous.rstrip().endswith(b"END:VCALENDAR"):
        raise PreviousCalendarError("is cut off: it does not end with END:VCALENDAR")


def _cut(piece: bytes) -> tuple[bytes, bytes]:
    """Return the last event, and what comes after it."""
    event, end, rest = piece.partition(END)
    return event + end, rest


@lru_cache(maxsize=256)
def _instant(stamp: bytes) -> datetime | None:
    try:
        return datetime.strptime(f"{stamp.decode()}+0000", "%Y%m%dT%H%M%SZ%z")
    except ValueError:
        return None


def _parsed(content: bytes) -> dict[str, Revision]:
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(content)
        events = calendar.walk("VEVENT")
        if _text(calendar, "PRODID") != PRODID:
            raise PreviousCalendarError("was not written by followup-ics")
    except _BROKEN:
        raise PreviousCalendarError("is damaged: it is no longer a calendar") from None
    return {each.event.uid: each for each in map(_held, events)}


_BROKEN = (ValueError, KeyError, AttributeError, IndexError, TypeError, OverflowError)
_OUR_UID = re.compile(rb"^UID:[0-9a-f]{32}@followup-ics\r?$", re.MULTILINE)


def read_event(content: bytes) -> Revision | None:
    """Return the event of a file that holds one alone, None where it is none of a plan's.

    A whole calendar that `build` wrote is none either, even with a single event in it.

    Between two outputs, calendar programs and servers may have changed it: what they left out or
    made something else of is read as far as it can be, and is then other than in the plan.
    """
    from icalendar import Calendar

    if not _OUR_UID.search(content):
        return None
    try:
        calendar = Calendar.from_ical(content)
        events = calendar.walk("VEVENT")
        uids = {_text(each, "UID") for each in events}
        alone = len(uids) == 1 and "REFRESH-INTERVAL" not in calendar
        return _edited(events[0]) if alone and UID.fullmatch(uids.pop()) else None
    except _BROKEN:
        return None


def _edited(component: Component) -> Revision:
    changed = _loosely(component, "LAST-MODIFIED") or _loosely(component, "DTSTAMP") or EPOCH
    start = _loosely(component, "DTSTART") or changed
    sequence = component.get("SEQUENCE")
    known = sequence if isinstance(sequence, int) else 0
    return Revision(
        _event(component, start, _loosely(component, "DTEND") or start),
        min(changed, LATEST),
        max(0, min(known, MAX_SEQUENCE)),
        _alarm(component),
    )


def _loosely(component: Component, name: str) -> datetime | None:
    """Return a time in UTC; of a date its beginning, as of one without a zone, as if in UTC."""
    found = getattr(component.get(name), "dt", None)
    if isinstance(found, date) and not isinstance(found, datetime):
        found = datetime.combine(found, time())
    if not isinstance(found, datetime):
        return None
    return found.replace(tzinfo=UTC) if found.utcoffset() is None else found.astimezone(UTC)


def _held(component: Component) -> Revision:
    uid = _text(component, "UID")
    if not UID.fullmatch(uid) and not _is_marked(component):
        raise _not_ours(component, f"has a UID, {shown(uid)}, that no follow-up has")
    event = _event(component, _time(component, "DTSTART"), _time(component, "DTEND"))
    modified = _time(component, "LAST-MODIFIED")
    if modified > LATEST:
        raise _not_ours(component, f"was changed in the year {modified.year}")
    return Revision(event, modified, _sequence(component), _alarm(component))


def _event(component: Component, start: datetime, end: datetime) -> Event:
    """Return what an event holds, cleaned as a planned one is: somebody may have changed it."""
    from icalendar import vCategory

    def text(name: str) -> str:
        return clean(_text(component, name))

    categories = component.get("CATEGORIES")
    known = categories.cats if isinstance(categories, vCategory) else ()
    return Event(
        uid=text("UID"),
        start=start,
        end=end,
        summary=text("SUMMARY"),
        description=text("DESCRIPTION"),
        location=text("LOCATION"),
        url=uri(text("URL")),
        category=clean(str(next(iter(known), ""))),
        status=text("STATUS"),
        color=uri(text("COLOR")),  # a name of CSS, which is written as it is
    )


def _text(component: Component, name: str) -> str:
    return str(component.get(name, ""))


def _is_marked(component: Component) -> bool:
    """Say whether an event has what all of ours have, and those of other programs have not."""
    marked = all(_text(component, name) == value for name, value in MARKS.items())
    return marked and _text(component, "COLOR") in COLORS.values()


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


def _alarm(component: Component) -> timedelta:
    """Return how long before its start an event rings; programs add alarms of other kinds."""
    triggers = [
        each.get("TRIGGER") for each in component.walk("VALARM") if each.get("ACTION") == "DISPLAY"
    ]
    offsets = [getattr(each, "dt", None) for each in triggers]
    found = [-each for each in offsets if isinstance(each, timedelta) and each < timedelta(0)]
    return next(iter(found), timedelta(0))


def _sequence(component: Component) -> int:
    found = component.get("SEQUENCE")
    if not isinstance(found, int) or not 0 <= found <= MAX_SEQUENCE:
        raise _not_ours(component, f"has no SEQUENCE from 0 to {MAX_SEQUENCE}")
    return int(found)


def _not_ours(component: Component, what: str) -> PreviousCalendarError:
    summary = shown(_text(component, "SUMMARY"))
    return PreviousCalendarError(
        f"has an event, {summary}, that followup-ics did not write: it {what}"
    )
