"""What comes out at one place, one output after the other, and what its readers then hold.

Each event is read by `icalendar`. A reader keeps events by their uid and takes one over unless its
SEQUENCE, then its LAST-MODIFIED, is lower than what it has, as calendar programs do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from icalendar import Calendar, Event

from followup_ics import FollowUp, Plan
from followup_ics.calendar.content_lines import clean

BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n"
CANCELLED_STAYS, FEED_KEEPS = timedelta(days=30), timedelta(days=90)
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_REST = ("DESCRIPTION", "LOCATION", "URL", "COLOR", "TRANSP")


class Shown(NamedTuple):
    """One event as it stands in an output."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    status: str
    rest: tuple[str, ...]
    sequence: int
    modified: datetime

    @property
    def said(self) -> tuple[object, ...]:
        """All that a person sees of it."""
        return self[:6]

    @property
    def stamps(self) -> tuple[int, datetime]:
        return self.sequence, self.modified

    @property
    def is_live(self) -> bool:
        return self.status != "CANCELLED"

    @property
    def is_done(self) -> bool:
        return self.is_live and self.summary.startswith("Done: ")

    @property
    def link(self) -> str | None:
        """Where it can be answered."""
        last = self.rest[0].split()[-1]
        return last if "/a/" in last else None


def read(ics: bytes) -> dict[str, Shown]:
    """Return the events of a calendar by uid, each of which is there once."""
    head, *pieces = ics.split(BEGIN)
    assert ics.endswith(END), "it does not end as a calendar does"
    _read_head(head)
    found = [_read_event(piece.removesuffix(END)) for piece in pieces]
    by_uid = {each.uid: each for each in found}
    assert len(by_uid) == len(found), "a uid is there twice"
    return by_uid


@lru_cache(maxsize=64)
def _read_head(head: bytes) -> None:
    Calendar.from_ical(head.removesuffix(END) + END)


@lru_cache(maxsize=20_000)
def _read_event(piece: bytes) -> Shown:
    """Return one event; most are as in the output before, and to parse takes long."""
    return read_alone(b"BEGIN:VCALENDAR\r\n" + BEGIN + piece + END)


def read_alone(ics: bytes) -> Shown:
    """Return the event of a calendar that holds one, whatever program wrote it."""
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    assert isinstance(event, Event)
    alarms = [str(each["TRIGGER"].to_ical()) for each in event.walk("VALARM")]
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED")
    return Shown(
        str(event["UID"]),
        event.decoded("DTSTART"),
        event.decoded("DTEND"),
        str(event["SUMMARY"]),
        str(event["STATUS"]),
        (*(str(event.get(each, "")) for each in _REST), *map(str, event.categories), *alarms),
        event.decoded("SEQUENCE"),
        event.decoded("LAST-MODIFIED"),
    )


class Reader:
    """A program that reads outputs: one that imports them, or one that subscribes.

    An import drops nothing; whoever subscribes drops what is no longer there.
    """

    def __init__(self, *, subscribes: bool) -> None:
        self._subscribes = subscribes
        self.held: dict[str, Shown] = {}

    def take(self, events: Mapping[str, Shown]) -> None:
        """Take over what is not older than what is held."""
        for uid, each in events.items():
            if uid not in self.held or each.stamps >= self.held[uid].stamps:
                self.held[uid] = each
        if self._subscribes:
            self.held = {uid: each for uid, each in self.held.items() if uid in events}

    def check(self, events: Mapping[str, Shown], may_stay: Iterable[str]) -> None:
        """Hold what the reader has against an output: all of it, and nothing else that is live."""
        for uid, each in events.items():
            assert self.held[uid] == each, f"a reader keeps {self.held[uid]}, not {each}"
        stay = self.held.keys() - events.keys() - set(may_stay)
        wrong = [self.held[uid] for uid in stay if self.held[uid].is_live]
        assert not wrong, f"a reader still has {wrong}"


class Output:
    """What came out at one place so far.

    `events` are those of the last output, as it stands there now; `known` is each event as it was
    shown last, also where it is there no more. `forgotten` are those whose output was lost, and
    `past` those that a feed left out as past, so that no reader can know of their end.
    """

    def __init__(self, *, is_feed: bool) -> None:
        self._is_feed = is_feed
        self.events: dict[str, Shown] = {}
        self.known: dict[str, Shown] = {}
        self.forgotten: set[str] = set()
        self.past: set[str] = set()
        self.importer, self.subscriber = Reader(subscribes=False), Reader(subscribes=True)
        self.seldom = Reader(subscribes=False)

    def stands(self, events: Mapping[str, Shown]) -> None:
        """Know what stands there now, after somebody else has changed, or lost, some of it."""
        gone = (self.events[uid] for uid in self.events.keys() - events.keys())
        self.forgotten |= {each.uid for each in gone if each.is_live}
        self.events = dict(events)

    def is_imported_now_and_then(self) -> None:
        """Let a reader import that missed some outputs, and with them what ended meanwhile."""
        self.seldom.take(self.events)
        self.seldom.check(self.events, self.known.keys() - self.events.keys())

    def comes(self, events: dict[str, Shown], plan: Plan, now: datetime) -> None:
        """Check the next output, made of a plan at a time."""
        now = now.replace(microsecond=0)
        planned = {each.uid: each for each in plan.follow_ups}
        self._check_plan(events, planned, now)
        for uid, each in events.items():
            self._check_stamps(each, self.events.get(uid), now)
        self._check_gone(events, planned, now)
        self.events = events
        self.known |= events
        self.forgotten -= events.keys()
        self.past -= events.keys()
        self.importer.take(events)
        self.subscriber.take(events)
        self.importer.check(events, self.forgotten | self.past)
        self.subscriber.check(events, ())

    def _check_plan(
        self, events: Mapping[str, Shown], planned: Mapping[str, FollowUp], now: datetime
    ) -> None:
        """What is live is what is planned or done, where and as it is, and nothing else."""
        expected = {
            uid: (each.start, each.end, clean(each.summary), each.status == "done")
            for uid, each in planned.items()
            if each.status != "cancelled" and not self._is_long_past(each.end, now)
        }
        live = {
            uid: (each.start, each.end, each.summary.removeprefix("Done: "), each.is_done)
            for uid, each in events.items()
            if each.is_live
        }
        done = {
            uid: (*each[:2], each[2].removeprefix("Done: "), each[3])
            for uid, each in expected.items()
        }
        assert live == done
        to_do = [each[:3] for each in live.values() if not each[3]]
        assert len(to_do) == len(set(to_do)), "one thing is there to do twice"

    def _check_stamps(self, each: Shown, last: Shown | None, now: datetime) -> None:
        """SEQUENCE and LAST-MODIFIED rise where an event changed, and stand still where not."""
        known = self.known.get(each.uid)
        seconds = int((each.modified - _EPOCH).total_seconds())
        if each != last:
            assert each.sequence >= seconds, f"behind its own time: {each}"
        if last is not None and each.said == last.said:
            assert each == last, f"stamped anew, and nothing changed: {last} -> {each}"
        elif last is not None:
            assert each.sequence > last.sequence, f"changed and not raised: {last} -> {each}"
            assert each.modified > last.modified, f"changed before: {last} -> {each}"
        elif known is not None and now < _EPOCH + timedelta(seconds=known.sequence):
            # Its memory is lost, and the clock is behind it: nothing knows of the higher number.
            for reader in (self.importer, self.subscriber, self.seldom):
                reader.held.pop(each.uid, None)
            return
        if known is not None:
            assert each.stamps >= known.stamps, f"fell: {known} -> {each}"

    def _check_gone(
        self, events: Mapping[str, Shown], planned: Mapping[str, FollowUp], now: datetime
    ) -> None:
        """What was there is there, cancelled for 30 days where it is over; then it goes."""
        for each in events.values():
            if not each.is_live:
                assert each.modified > now - CANCELLED_STAYS, f"cancelled long ago: {each}"
                assert each.uid in self.events, f"cancelled, and never shown: {each}"
        for uid in self.events.keys() - events.keys():
            last = self.events[uid]
            end = planned[uid].end if uid in planned else last.end
            if self._is_long_past(end, now):
                self.past.add(uid)
                continue
            was_off = not last.is_live and last.modified <= now - CANCELLED_STAYS
            assert was_off, f"gone without a word: {last}"

    def _is_long_past(self, end: datetime, now: datetime) -> bool:
        return self._is_feed and end <= now - FEED_KEEPS
