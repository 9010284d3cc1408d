"""The same events by other libraries: each function takes events and returns a whole calendar."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, timedelta
from importlib import import_module
from pathlib import Path

import icalendar

from benchmarks.searches import NOW
from followup_ics.calendar.events import Event

ALARM = timedelta(minutes=10)
TEXTS = ("summary", "description", "location", "url", "status")
NPM = ("ics", "ical-generator")
_SCRIPT = Path(__file__).parent / "npm.cjs"

Writer = Callable[[list[Event]], bytes]


def by_ics(events: list[Event]) -> bytes:
    """Write with `ics`."""
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
    return bytes(calendar.serialize().encode())


def by_ical(events: list[Event]) -> bytes:
    """Write with `ical`."""
    kinds = [import_module(f"ical.{name}") for name in ("calendar", "event", "alarm")]
    made = kinds[0].Calendar()
    for each in events:
        alarm = kinds[2].Alarm(action="DISPLAY", trigger=-ALARM, description=each.summary)
        event = kinds[1].Event(
            uid=each.uid,
            dtstamp=NOW,
            dtstart=each.start,
            dtend=each.end,
            summary=each.summary,
            description=each.description,
            location=each.location or None,
            url=each.url or None,
            status=each.status,
            categories=[each.category],
            alarm=[alarm],
        )
        made.events.append(event)
    stream = import_module("ical.calendar_stream").IcsCalendarStream
    return bytes(stream.calendar_to_ics(made).encode())


def by_icalendar(events: list[Event]) -> bytes:
    """Write with `icalendar`, which this project reads with."""
    calendar = icalendar.Calendar()
    for each in events:
        event, alarm = icalendar.Event(), icalendar.Alarm()
        event.add("uid", each.uid)
        event.add("dtstamp", NOW)
        event.add("dtstart", each.start)
        event.add("dtend", each.end)
        for name in TEXTS:
            if value := getattr(each, name):
                event.add(name, value)
        event.add("categories", [each.category])
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM)
        alarm.add("description", each.summary)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def by_vobject(events: list[Event]) -> bytes:
    """Write with `vobject`."""
    calendar, utc = import_module("vobject").iCalendar(), import_module("vobject.icalendar").utc
    for each in events:
        event = calendar.add("vevent")
        event.add("uid").value = each.uid
        event.add("dtstart").value = each.start.replace(tzinfo=utc)
        event.add("dtend").value = each.end.replace(tzinfo=utc)
        for name in TEXTS:
            if value := getattr(each, name):
                event.add(name).value = value
        event.add("categories").value = [each.category]
        alarm = event.add("valarm")
        alarm.add("action").value = "DISPLAY"
        alarm.add("trigger").value = -ALARM
        alarm.add("description").value = each.summary
    return bytes(calendar.serialize().encode())


WRITERS: dict[str, Writer] = {
    "ics": by_ics,
    "ical": by_ical,
    "icalendar": by_icalendar,
    "vobject": by_vobject,
}


class NodeWriter:
    """A package of npm in a process of node, which writes once for each line that it reads."""

    def __init__(self, folder: Path, package: str, events: list[Event]) -> None:
        self._out = folder / f"{package}.ics"
        held = folder / f"{package}.json"
        held.write_text(json.dumps([_plain(each) for each in events]), encoding="utf-8")
        command = ["node", str(_SCRIPT), str(folder / "package.json"), package, str(held)]
        self._node = subprocess.Popen(
            [*command, str(self._out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def seconds(self) -> float:
        """Write the events once, and return the processor time of that."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write("\n")
        self._node.stdin.flush()
        return float(self._node.stdout.readline())

    def end(self) -> bytes:
        """End the process and return what it wrote."""
        self._node.communicate()
        return self._out.read_bytes()


def _plain(event: Event) -> dict[str, object]:
    times = {name: getattr(event, name).astimezone(UTC).timestamp() for name in ("start", "end")}
    return {**event._asdict(), **times}


def version_of(folder: Path, package: str) -> str:
    """Return the version of a package of npm."""
    found = folder / "node_modules" / package / "package.json"
    return str(json.loads(found.read_text(encoding="utf-8"))["version"])
