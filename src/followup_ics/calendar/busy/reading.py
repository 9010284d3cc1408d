"""The bytes of somebody's calendar to when it keeps them busy, at a cost that is bounded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from followup_ics.calendar.busy.clocks import Clocks
from followup_ics.calendar.busy.events import Event, Time, UnclearEventError, read_event
from followup_ics.calendar.busy.repeating import cost, occurrences
from followup_ics.calendar.events import PRODID
from followup_ics.calendar.invitations.lines import TooManyLinesError, unfolded
from followup_ics.calendar.invitations.repairing import (
    CUT_OFF,
    Component,
    TooDeepError,
    calendars,
)
from followup_ics.calendar.invitations.straightening import split
from followup_ics.calendar.invitations.zones import Zones
from followup_ics.errors import BusyCalendarError, first_of
from followup_ics.working_time import Span, spoken

MAX_BYTES = 16 * 1024 * 1024
MAX_EVENTS = 20_000
MAX_BUSY = 20_000
MAX_COST = 500_000  # about a second, for all that repeats in a file
MAX_NAMED = 3

# What takes most of a file and tells nothing of times: left out before it is looked at.
_TEXTS = re.compile(
    rb"^(?:ATTENDEE|ATTACH|DESCRIPTION|LOCATION|ORGANIZER|SUMMARY|X-ALT-DESC)[;:][^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*",
    re.MULTILINE,
)


@dataclass(slots=True)
class BusyTimes:
    """When a calendar keeps somebody busy: spans in UTC, and in words what was not understood."""

    spans: list[Span] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def busy_times(content: bytes, within: Span, zone: str) -> BusyTimes:
    """Return when a calendar file keeps somebody busy in a span of time, its end exclusive.

    What is free or cancelled is left out, and so are this package's own events. Times without a
    zone, and whole days, are those of `zone`, the candidate's. Raises BusyCalendarError for what is
    no calendar, or too large.
    """
    found, words = _components(content)
    reading = _Reading(within, zone)
    if within[0] < within[1]:
        for calendar in found:
            reading.add(calendar)
    cut_off = ["it is cut off; export it once more"] if CUT_OFF in words else []
    return BusyTimes(reading.spans, [*cut_off, *reading.words()])


def _components(content: bytes) -> tuple[list[Component], list[str]]:
    """Return the calendars of a file, and what was repaired. Raises BusyCalendarError."""
    if len(content) > MAX_BYTES:
        raise BusyCalendarError(f"it is larger than {MAX_BYTES // 1024 // 1024} MiB; {_FEWER}")
    words: list[str] = []
    try:
        found = calendars(unfolded(_TEXTS.sub(b"", content))[0], words)
    except (TooDeepError, TooManyLinesError):
        raise BusyCalendarError(f"it is larger, or nested deeper, than any; {_FEWER}") from None
    if not any(each.name == "VCALENDAR" for each in found):
        if content.startswith(b"PK\x03\x04"):
            raise BusyCalendarError("it is a ZIP archive; unpack it, and name the .ics file in it")
        raise BusyCalendarError("it is no calendar; export it as .ics once more")
    if sum(len(each.named("VEVENT")) for each in found) > MAX_EVENTS:
        raise BusyCalendarError(f"it has more than {MAX_EVENTS:,} events; {_FEWER}")
    return found, words


_FEWER = "export fewer days of it"


class _Reading:
    """What is known so far while the calendars of a file are read, and what may be spent yet."""

    def __init__(self, within: Span, home: str) -> None:
        self._within, self._home, self._left = within, home, MAX_COST
        self.spans: list[Span] = []
        self._left_out: list[Event | None] = []
        self._zones: dict[str, None] = {}

    def add(self, calendar: Component) -> None:
        """Add what one VCALENDAR keeps busy. Raises BusyCalendarError."""
        values = {name: value for name, _, value in map(split, reversed(calendar.lines))}
        if values.get("PRODID") == PRODID:
            return
        zones = Zones(calendar.named("VTIMEZONE"), values.get("X-WR-TIMEZONE", ""))
        clocks = Clocks(zones, self._home)
        for start, end in self._times(self._series(calendar, clocks)):
            self._take(start.instant(self._home), end.instant(self._home))
        self._zones |= clocks.words

    def words(self) -> list[str]:
        """Return, in words, what was guessed and what was left out."""
        found = first_of(list(self._zones), MAX_NAMED, "{} more zones are not known")
        return [*found, _said(self._left_out)] if self._left_out else found

    def _take(self, start: datetime, end: datetime) -> None:
        if start < end and start < self._within[1] and self._within[0] < end:
            self.spans.append((start, end))
        if len(self.spans) > MAX_BUSY:
            raise BusyCalendarError(
                f"it has more than {MAX_BUSY:,} events in the time of the plan; is it yours?"
            )

    def _series(self, calendar: Component, clocks: Clocks) -> list[list[Event]]:
        """Return the events of each UID, those that cannot be read left out."""
        found: dict[str, list[Event]] = defaultdict(list)
        for number, component in enumerate(calendar.named("VEVENT")):
            try:
                event = read_event(component, clocks)
            except (UnclearEventError, OverflowError):
                self._left_out.append(None)
                continue
            if event:
                found[event.uid or str(number)].append(event)
        return [each for each in found.values() if any(event.busy for event in each)]

    def _times(self, found: list[list[Event]]) -> Iterator[tuple[Time, Time]]:
        """Yield the start and end of what is busy: single events, then series."""
        repeating = []
        for series in found:
            if len(series) == 1 and not series[0].repeats:
                yield series[0].start, series[0].end
            else:
                repeating.append(series)
        for series in self._affordable(repeating):
            try:
                yield from occurrences(series, self._within)
            except UnclearEventError:
                self._left_out.append(series[0])

    def _affordable(self, repeating: list[list[Event]]) -> Iterator[list[Event]]:
        """Yield what may be followed, the cheapest first."""
        costs: list[tuple[int, list[Event]]] = []
        for series in repeating:
            try:
                costs.append((cost(series, self._within), series))
            except UnclearEventError:
                self._left_out.append(series[0])
        for each, series in sorted(costs, key=lambda found: found[0]):
            if each > self._left:
                self._left_out.append(series[0])
                continue
            self._left -= each
            yield series


def _said(left_out: list[Event | None]) -> str:
    """Return, in words, which events are not kept free."""
    dates = sorted({each.start.day for each in left_out if each})
    named = [f"{spoken(day)} {day.year}" for day in dates[:MAX_NAMED]]
    since = f", first on {', '.join(named)}" if named else ""
    more = ", ..." if len(dates) > MAX_NAMED else ""
    what = "event has" if len(left_out) == 1 else "events have"
    return (
        f"{len(left_out)} {what} a time, or a rule to repeat by, that cannot be followed"
        f"{since}{more}"
    )
