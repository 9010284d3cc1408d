"""A plan as an iCalendar file (RFC 5545, RFC 7986): identity, revision, escaping, folding.

All times are written in UTC. The memory is the previous output: what did not change keeps its
stamps, to the byte; what went stays for a while as cancelled. This is the one writer of content
lines; `icalendar` reads a previous output, and serves scripts that ask for objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from followup_ics.calendar.content_lines import clean, escaped, folded, uri, utc
from followup_ics.calendar.events import (
    COLORS,
    EPOCH,
    LATEST,
    MARK_LINES,
    MAX_SEQUENCE,
    PRODID,
    Event,
    Revision,
)
from followup_ics.calendar.links import mailto, tel
from followup_ics.calendar.previous import read_events
from followup_ics.planning.results import FollowUp, Plan

if TYPE_CHECKING:
    from icalendar import Calendar

CANCELLED_KEPT = timedelta(days=30)
FEED_KEEPS_PAST = timedelta(days=90)
FEED_EVENTS, FEED_BYTES = 1_000, 1_000_000
ALARM_BEFORE = timedelta(minutes=10)
DEFAULT_NAME = "Interview follow-ups"


@dataclass(frozen=True, slots=True)
class Rendering:
    """An output: its bytes, how many events it holds, and how many differ from the last one."""

    ics: bytes
    events: int
    changed: int


def to_ics(
    plan: Plan,
    *,
    now: datetime,
    previous: bytes | None = None,
    name: str = DEFAULT_NAME,
    feed: bool = False,
    feed_url: str | None = None,
) -> bytes:
    """Return a plan as the bytes of an .ics file in UTF-8.

    `now`, an aware time, stamps what changed since `previous`, the last output: the same plan
    and previous output give the same bytes. An event that went from the plan stays for 30 days as
    cancelled. With `feed` the bytes are those of a feed: they carry no alarms, leave out what is
    more than 90 days past, and stay below 1,000 events and 1 MB. With `feed_url` they are so too,
    and name that address as their source.

    Raises PreviousCalendarError where `previous` was not written by this package, and ValueError
    where `now` has no zone.
    """
    return render(plan, now=now, previous=previous, name=name, feed=feed, feed_url=feed_url).ics


_SECOND = timedelta(seconds=1)


def render(
    plan: Plan,
    *,
    now: datetime,
    previous: bytes | None = None,
    name: str = DEFAULT_NAME,
    feed: bool = False,
    feed_url: str | None = None,
) -> Rendering:
    """Return what `to_ics` returns, and what a person wants to know about it."""
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass an aware datetime such as datetime.now(UTC)")
    now = now.astimezone(UTC).replace(microsecond=0)
    feed = feed or feed_url is not None
    unchanged = None if previous is None else _unchanged(plan.follow_ups, previous)
    if unchanged is not None:
        content, count = _content(unchanged, now, _head(name, feed_url), feed=feed)
        if content == previous:
            return Rendering(content, count, 0)
    held = {} if previous is None else read_events(previous)
    revisions = _revised(plan.follow_ups, held, now)
    changed = sum(each is not held.get(each.event.uid) for each in revisions)
    content, count = _content(revisions, now, _head(name, feed_url), feed=feed)
    return Rendering(content, count, changed)


def _content(
    revisions: Iterable[Revision], now: datetime, head: bytes, *, feed: bool
) -> tuple[bytes, int]:
    """Return the whole file and the number of its events, those past their time left out."""
    fresh = [
        each
        for each in sorted(revisions, key=lambda each: (each.event.start, each.event.uid))
        if each.event.status != "CANCELLED" or each.modified > now - CANCELLED_KEPT
    ]
    if feed:
        fresh = [each for each in fresh if each.event.end > now - FEED_KEEPS_PAST]
    events = [_lines(each, alarm=not feed) for each in fresh]
    if feed:
        events = _fitting(events, FEED_BYTES - len(head) - 100)
    return b"".join([head, *events, b"END:VCALENDAR\r\n"]), len(events)


def to_calendar(
    plan: Plan,
    *,
    now: datetime,
    previous: bytes | None = None,
    name: str = DEFAULT_NAME,
    feed: bool = False,
    feed_url: str | None = None,
) -> Calendar:
    """Return the same calendar as `to_ics`, as objects of the package icalendar."""
    from icalendar import Calendar

    calendar = Calendar.from_ical(
        to_ics(plan, now=now, previous=previous, name=name, feed=feed, feed_url=feed_url)
    )
    assert isinstance(calendar, Calendar)
    return calendar


# Follow-ups to events


def _event(follow_up: FollowUp) -> Event:
    link = _link(follow_up)
    description = follow_up.description + (f"\n\n{link}" if link else "")
    return Event(
        uid=clean(follow_up.uid),
        start=follow_up.start,
        end=follow_up.end,
        summary=clean(follow_up.summary),
        description=clean(description),
        location=clean(follow_up.phone or "") if follow_up.channel == "phone" else "",
        url=link,
        category=clean(follow_up.company or "Job search"),
        status="CANCELLED" if follow_up.status == "cancelled" else "CONFIRMED",
        color=COLORS[follow_up.channel],
    )


def _link(follow_up: FollowUp) -> str:
    """Return what a tap on the event opens: a call, or an e-mail with the address filled in."""
    if follow_up.channel == "phone" and follow_up.phone:
        return tel(follow_up.phone, follow_up.phone_country) or ""
    if follow_up.channel == "email" and follow_up.email:
        return mailto(follow_up.email)
    return ""


# Revision


def _revised(
    follow_ups: Iterable[FollowUp], held: dict[str, Revision], now: datetime
) -> list[Revision]:
    """Return the events to write: planned, done, and what was held before and is cancelled now."""
    found, seen = [], set()
    for follow_up in follow_ups:
        seen.add(follow_up.uid)
        before = held.get(follow_up.uid)
        if follow_up.status == "cancelled" and before is None:
            continue
        found.append(_revision(_event(follow_up), before, now))
    for uid, before in held.items():
        if uid not in seen:
            found.append(_revision(_as_cancelled(before.event), before, now))
    return found


def _revision(event: Event, before: Revision | None, now: datetime) -> Revision:
    """Return an event with its stamps: the old ones where nothing changed (RFC 5545, 3.8.7.4)."""
    if before and before.event == event:
        return before
    modified = max(now, before.modified + _SECOND) if before else now
    sequence = max(0, int((modified - EPOCH).total_seconds()))
    if before:
        sequence = max(sequence, before.sequence + 1)
    return Revision(event, modified, sequence)


def _as_cancelled(event: Event) -> Event:
    if event.status == "CANCELLED":
        return event
    summary = event.summary.removeprefix("Done: ")
    return replace(event, status="CANCELLED", summary=f"Cancelled: {summary}")


_STAMPS = re.compile(
    rb"\r\nUID:(\S+)\r\nDTSTAMP:(\d{8}T\d{6}Z)\r\nLAST-MODIFIED:\2\r\nSEQUENCE:(\d{1,10})\r\n"
)


def _unchanged(follow_ups: Iterable[FollowUp], previous: bytes) -> list[Revision] | None:
    """Return a plan's events with the stamps of a previous output, None where one is new.

    Where nothing changed, writing them gives that output again, and nobody needs to parse it.
    """
    try:
        stamps = {
            uid.decode(): (
                datetime.strptime(f"{at.decode()}+0000", "%Y%m%dT%H%M%SZ%z"),
                int(sequence),
            )
            for uid, at, sequence in _STAMPS.findall(previous)
        }
    except ValueError:
        return None  # reading it whole says what is wrong
    if any(at > LATEST or sequence > MAX_SEQUENCE for at, sequence in stamps.values()):
        return None
    written = [each for each in follow_ups if each.uid in stamps or each.status != "cancelled"]
    if any(each.uid not in stamps for each in written):
        return None
    return [Revision(_event(each), *stamps[each.uid]) for each in written]


# Content lines


def _head(name: str, feed_url: str | None) -> bytes:
    title = escaped(clean(name).replace("\n", " "))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        "X-WR-CALDESC:Whom to contact after each interview\\, when\\, how and why.",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "COLOR:steelblue",
    ]
    if feed_url:
        lines.append(f"SOURCE;VALUE=URI:{uri(feed_url)}")
    return "".join(map(folded, lines)).encode()


def _lines(revision: Revision, *, alarm: bool) -> bytes:
    """Return one VEVENT as folded content lines."""
    event = revision.event
    stamp = utc(revision.modified)
    summary = escaped(event.summary)
    lines = [
        "BEGIN:VEVENT\r\n",
        folded(f"UID:{escaped(event.uid)}"),
        f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\nSEQUENCE:{revision.sequence}\r\n",
        f"DTSTART:{utc(event.start)}\r\nDTEND:{utc(event.end)}\r\n",
        folded(f"SUMMARY:{summary}"),
        folded(f"DESCRIPTION:{escaped(event.description)}"),
        folded(f"CATEGORIES:{escaped(event.category)}"),
        f"STATUS:{event.status}\r\n{MARK_LINES}",
    ]
    if event.location:
        lines.append(folded(f"LOCATION:{escaped(event.location)}"))
    if event.url:
        lines.append(folded(f"URL:{event.url}"))
    lines.append(f"COLOR:{event.color}\r\n")
    # What was over when it was written rings at the import, or lists as overdue.
    to_come = revision.modified < event.end and not event.summary.startswith("Done: ")
    if alarm and event.status == "CONFIRMED" and to_come:
        minutes = int(ALARM_BEFORE.total_seconds()) // 60
        lines.append(f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{minutes}M\r\n")
        lines.append(folded(f"DESCRIPTION:{summary}"))
        lines.append("END:VALARM\r\n")
    lines.append("END:VEVENT\r\n")
    return "".join(lines).encode()


def _fitting(events: list[bytes], room: int) -> list[bytes]:
    """Return the first events, in time, that a feed can hold; the others follow as time passes."""
    size, found = 0, []
    for event in events[:FEED_EVENTS]:
        size += len(event)
        if size > room:
            break
        found.append(event)
    return found
