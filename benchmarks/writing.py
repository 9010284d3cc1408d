"""Events written a second, beside other libraries; and what one edit of a calendar costs."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from statistics import median
from time import process_time

from benchmarks.__main__ import SAMPLE, search
from followup_ics import load, plan, to_ics
from followup_ics.calendar.events import Event, event_of
from followup_ics.planning.results import FollowUp

ROUNDS = 25
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ALARM = timedelta(minutes=10)


def written() -> None:
    """Write the events of the sample, each with its alarm, from plain values to bytes."""
    planned = plan(load(SAMPLE))
    events = [event_of(each) for each in planned.follow_ups if each.status != "cancelled"]
    size = len(to_ics(planned, now=NOW)) // len(events)
    print(f"writing {len(events)} events of {size:,} bytes, events a second (median of {ROUNDS}):")
    writers: dict[str, Callable[[], object]] = {"followup-ics": partial(to_ics, planned, now=NOW)}
    for name, write in (("ics", _ics), ("icalendar", _icalendar), ("vobject", _vobject)):
        try:
            import_module(name)
        except ImportError:
            print(f"  {name} is not installed: pip install {name}")
            continue
        writers[name] = partial(write, events)
    # In turn, so that a machine that slows down slows all of them.
    times: dict[str, list[float]] = {name: [] for name in writers}
    for _ in range(ROUNDS):
        for name, run in writers.items():
            times[name].append(_seconds(run))
    ours = median(times["followup-ics"])
    for name, found in times.items():
        speed, spread = len(events) / median(found), [len(events) / f(found) for f in (max, min)]
        print(
            f"  {name:12} {speed:9,.0f} ({spread[0]:,.0f} to {spread[1]:,.0f}), "
            f"{median(found) / ours:5.1f} times as long"
        )


def revised() -> None:
    """Move one follow-up of a plan, and bring its calendar up to date."""
    print("one edit of a calendar, to a fresh writing of it (CPU time):")
    for size in (10, 100, 1_000):
        planned = plan(search(size))
        follow_ups = list(planned.follow_ups)
        at = next(n for n, each in enumerate(follow_ups) if each.status == "planned")
        follow_ups[at] = _later(follow_ups[at])
        edited = replace(planned, follow_ups=tuple(follow_ups))
        last, later = to_ics(planned, now=NOW), NOW + timedelta(days=1)
        fresh = partial(to_ics, planned, now=NOW)
        edit = partial(to_ics, edited, now=later, previous=last)
        pairs = [(_seconds(fresh), _seconds(edit)) for _ in range(5)]
        before, after = (median(each) * 1e3 for each in zip(*pairs, strict=True))
        ratio = median(two / one for one, two in pairs)
        count = last.count(b"BEGIN:VEVENT")
        print(f"  {count:6,} events: {before:.0f} ms, {after:.0f} ms, {ratio:.2f} times")


def _later(follow_up: FollowUp) -> FollowUp:
    hour = timedelta(hours=1)
    return replace(follow_up, start=follow_up.start + hour, end=follow_up.end + hour)


def _seconds(run: Callable[[], object]) -> float:
    start = process_time()
    run()
    return process_time() - start


# The same events by other libraries


def _ics(events: list[Event]) -> object:
    ics, alarm = import_module("ics"), import_module("ics.alarm")
    calendar = ics.Calendar()
    for each in events:
        event = ics.Event(
            uid=each.uid,
            name=each.summary,
            begin=each.start,
            end=each.end,
            description=each.description,
            location=each.location or None,
            url=each.url or None,
            categories={each.category},
            status=each.status,
        )
        event.alarms.append(alarm.DisplayAlarm(trigger=-ALARM, display_text=each.summary))
        calendar.events.add(event)
    return calendar.serialize().encode()


def _icalendar(events: list[Event]) -> object:
    import icalendar

    calendar = icalendar.Calendar()
    for each in events:
        event, alarm = icalendar.Event(), icalendar.Alarm()
        event.add("uid", each.uid)
        event.add("dtstamp", NOW)
        event.add("dtstart", each.start)
        event.add("dtend", each.end)
        for name in ("summary", "description", "location", "url", "status"):
            if value := getattr(each, name):
                event.add(name, value)
        event.add("categories", [each.category])
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM)
        alarm.add("description", each.summary)
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()


def _vobject(events: list[Event]) -> object:
    calendar, utc = import_module("vobject").iCalendar(), import_module("vobject.icalendar").utc
    for each in events:
        event = calendar.add("vevent")
        event.add("uid").value = each.uid
        event.add("dtstart").value = each.start.replace(tzinfo=utc)
        event.add("dtend").value = each.end.replace(tzinfo=utc)
        for name in ("summary", "description", "location", "url", "status"):
            if value := getattr(each, name):
                event.add(name).value = value
        event.add("categories").value = [each.category]
        alarm = event.add("valarm")
        alarm.add("action").value = "DISPLAY"
        alarm.add("trigger").value = -ALARM
        alarm.add("description").value = each.summary
    return calendar.serialize().encode()


if __name__ == "__main__":
    gc.disable()
    written()
    revised()
