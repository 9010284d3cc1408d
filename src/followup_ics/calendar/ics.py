"""A plan as an iCalendar file (RFC 5545, RFC 7986): identity, revision, escaping, folding.

All times are written in UTC. The memory is the previous output: what did not change keeps its
stamps, to the byte; what went stays for a while as cancelled. This is the one writer of content
lines; `icalendar` reads a previous output, and serves scripts that ask for objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from followup_ics.calendar.changes import Change, changes
from followup_ics.calendar.content_lines import clean, escaped, folded, uri
from followup_ics.calendar.event_lines import MINUTE, event_lines
from followup_ics.calendar.events import PRODID, Revision, event_of
from followup_ics.calendar.previous import LastOutput, read_last
from followup_ics.calendar.revisions import SILENT, is_kept, revised
from followup_ics.planning.results import Plan
from followup_ics.records.settings import DEFAULT_NAME

if TYPE_CHECKING:
    from icalendar import Calendar

FEED_KEEPS_PAST = timedelta(days=90)
FEED_EVENTS, FEED_BYTES = 1_000, 1_000_000
_END = b"END:VCALENDAR\r\n"
ALARM_BEFORE = timedelta(minutes=10)
MOST_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rendering:
    """An output: its bytes, how many events it holds, and how many differ from the last one.

    `changes` are those since the last output, none where there was no last one.
    """

    ics: bytes
    events: int
    changed: int
    changes: tuple[Change, ...] = ()


def to_ics(
    plan: Plan,
    *,
    now: datetime,
    previous: bytes | None = None,
    name: str = DEFAULT_NAME,
    alarm: timedelta | None = None,
    feed: bool = False,
    feed_url: str | None = None,
    answer_url: Callable[[str], str] | None = None,
) -> bytes:
    """Return a plan as the bytes of an .ics file in UTF-8.

    `now`, an aware time, stamps what changed since `previous`, the last output: the same plan
    and previous output give the same bytes. An event that went from the plan stays for 30 days as
    cancelled. `alarm` is how long before an event a reminder comes, in whole minutes up to a day,
    zero for none; without it, a file has one ten minutes before, and a feed none. With `feed` the
    bytes are those of a feed: they leave out what is more than 90 days past, and hold 1,000 events
    and 1 MB at most. With `feed_url` they are so too, and name that address as their source.
    `answer_url` gives, by its uid, the address where what became of a follow-up can be told; the
    description of an event that is not cancelled ends in it.

    Raises PreviousCalendarError where `previous` was not written by this package, and ValueError
    where `now` has no zone or `alarm` is none.
    """
    return render(
        plan,
        now=now,
        previous=previous,
        name=name,
        alarm=alarm,
        feed=feed,
        feed_url=feed_url,
        answer_url=answer_url,
    ).ics


def render(
    plan: Plan,
    *,
    now: datetime,
    previous: bytes | None = None,
    name: str = DEFAULT_NAME,
    alarm: timedelta | None = None,
    feed: bool = False,
    feed_url: str | None = None,
    answer_url: Callable[[str], str] | None = None,
) -> Rendering:
    """Return what `to_ics` returns, and what a person wants to know about it."""
    now = to_the_second(now)
    feed = feed or feed_url is not None
    alarm = checked_alarm((SILENT if feed else ALARM_BEFORE) if alarm is None else alarm)
    events = {
        each.uid: event_of(each, answer_url)
        for each in plan.follow_ups
        if each.status != "cancelled" or previous is not None
    }
    head = _head(name, feed_url)
    last = LastOutput() if previous is None else read_last(previous, events, head)
    revisions = revised(events.values(), last.events, now, alarm)
    content, count = _content(revisions, last, now, head, feed=feed)
    if content == previous:
        return Rendering(content, count, 0)
    changed = sum(each is not last.events.get(each.event.uid) for each in revisions)
    found = () if previous is None else changes_of(last.events, revisions, plan)
    return Rendering(content, count, changed, found)


def to_the_second(now: datetime) -> datetime:
    """Return a time as stamps have it. Raises ValueError where it has no zone."""
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass an aware datetime such as datetime.now(UTC)")
    return now.astimezone(UTC).replace(microsecond=0)


def checked_alarm(alarm: timedelta) -> timedelta:
    """Return how long before an event it rings. Raises ValueError where no alarm can be so."""
    if alarm % MINUTE or not SILENT <= alarm <= MOST_BEFORE:
        raise ValueError("alarm is not in whole minutes from 0, which is none, to a day")
    return alarm


def changes_of(
    held: dict[str, Revision], revisions: Iterable[Revision], plan: Plan
) -> tuple[Change, ...]:
    """Return what changed from the events of a last output to those of a plan."""
    before = {uid: each.event for uid, each in held.items()}
    after = {each.event.uid: each for each in revisions}
    other = {uid for uid in before.keys() & after.keys() if held[uid].alarm != after[uid].alarm}
    return changes(before, {uid: each.event for uid, each in after.items()}, plan, other)


def _content(
    revisions: Iterable[Revision], last: LastOutput, now: datetime, head: bytes, *, feed: bool
) -> tuple[bytes, int]:
    """Return the whole file and the number of its events, those past their time left out."""
    ordered = sorted(revisions, key=lambda each: (each.event.start, each.event.uid))
    fresh = [each for each in ordered if is_kept(each, now)]
    if feed:
        fresh = [each for each in fresh if each.event.end > now - FEED_KEEPS_PAST]
    events = [last.lines_of(each) or event_lines(each) for each in fresh]
    if feed:
        events = _fitting(events, FEED_BYTES - len(head) - len(_END))
    return b"".join([head, *events, _END]), len(events)


def to_calendar(
    plan: Plan,
    *,
    now: datetime,
    previous: bytes | None = None,
    name: str = DEFAULT_NAME,
    alarm: timedelta | None = None,
    feed: bool = False,
    feed_url: str | None = None,
    answer_url: Callable[[str], str] | None = None,
) -> Calendar:
    """Return the same calendar as `to_ics`, as objects of the package icalendar."""
    from icalendar import Calendar

    calendar = Calendar.from_ical(
        to_ics(
            plan,
            now=now,
            previous=previous,
            name=name,
            alarm=alarm,
            feed=feed,
            feed_url=feed_url,
            answer_url=answer_url,
        )
    )
    assert isinstance(calendar, Calendar)
    return calendar


# Content lines


def title_of(name: str) -> str:
    """Return what a calendar is called, on one line."""
    return clean(name).replace("\n", " ")


def _head(name: str, feed_url: str | None) -> bytes:
    title = escaped(title_of(name))
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


def _fitting(events: list[bytes], room: int) -> list[bytes]:
    """Return the first events, in time, that a feed can hold; the others follow as time passes."""
    size, found = 0, []
    for event in events[:FEED_EVENTS]:
        size += len(event)
        if size > room:
            break
        found.append(event)
    return found
