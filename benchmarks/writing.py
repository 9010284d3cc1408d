"""Events written a second, from plain values to bytes, beside other libraries."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import PackageNotFoundError, version

import icalendar

from benchmarks.peers import ALARM, NPM, WRITERS, NodeWriter, version_of
from benchmarks.rows import OURS, Row, cpu_seconds, in_turn, row
from benchmarks.scales import Scale
from benchmarks.searches import NOW, ROOT, SAMPLE
from followup_ics import Plan, load, plan, to_ics
from followup_ics.calendar.events import Event, event_of

READY = "joining lines that are ready"
WARMING = 10  # rounds until node has compiled what it runs often
NPM_FOLDER = ROOT / ".venv" / "npm"

Held = dict[str, tuple[datetime, datetime, str, str, timedelta]]


def rows(scale: Scale) -> Iterator[Row]:
    """Write the events of the sample, each with its alarm."""
    planned = _open(plan(load(SAMPLE)))
    events = [event_of(each) for each in planned.follow_ups]
    written = partial(to_ics, planned, now=NOW, alarm=ALARM)
    lines = written().decode().splitlines(keepends=True)
    runs: dict[str, Callable[[], float]] = {OURS: partial(cpu_seconds, written)}
    missing: dict[str, str] = {}
    for name, write in WRITERS.items():
        try:
            shown = f"{name} {version(name)}"
        except PackageNotFoundError:
            missing[name] = f"not installed: pip install {name}"
            continue
        check(shown, write(events), events)
        runs[shown] = partial(cpu_seconds, partial(write, events))
    runs[READY] = partial(cpu_seconds, lambda: "".join(lines).encode())
    check(OURS, written(), events)
    with ExitStack() as ends:
        if scale.npm:
            _add_npm(runs, missing, events, ends)
        found = in_turn(runs, scale.rounds, amount=len(events))
    task = f"writing {len(events)} events of {len(written()) // len(events):,} bytes"
    yield row(task, "events/s", found, limits=[READY], missing=missing)


def _open(planned: Plan) -> Plan:
    """Leave out what is done or cancelled, which has no alarm."""
    follow_ups = (each for each in planned.follow_ups if each.status == "planned")
    return replace(planned, follow_ups=tuple(follow_ups))


def _add_npm(
    runs: dict[str, Callable[[], float]],
    missing: dict[str, str],
    events: list[Event],
    ends: ExitStack,
) -> None:
    """Add the packages of npm to the runs; at the end, hold what they wrote to the events."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        missing.update({f"{name} (npm)": "no node: apt-get install npm" for name in NPM})
        return
    NPM_FOLDER.mkdir(parents=True, exist_ok=True)
    install = ["npm", "install", "--loglevel=error", "--no-audit", "--no-fund"]
    subprocess.run([*install, "--prefix", NPM_FOLDER, *NPM], check=True, capture_output=True)
    for name in NPM:
        shown = f"{name} {version_of(NPM_FOLDER, name)} (npm)"
        writer = NodeWriter(NPM_FOLDER, name, events)
        ends.callback(_check_at_end, shown, writer, events)
        for _ in range(WARMING):
            writer.seconds()
        runs[shown] = writer.seconds


def _check_at_end(name: str, writer: NodeWriter, events: list[Event]) -> None:
    check(name, writer.end(), events)


def check(name: str, output: bytes, events: list[Event]) -> None:
    """Raise ValueError where an output does not hold all these events, as `icalendar` reads it."""
    wanted = {
        each.uid: (each.start, each.end, each.summary, each.description, -ALARM) for each in events
    }
    if (found := _held(output)) != wanted:
        differ = sum(found.get(uid) != each for uid, each in wanted.items())
        raise ValueError(f"{name} wrote {differ} of {len(wanted)} events in another way")


def _held(output: bytes) -> Held:
    return {
        str(event["UID"]): (
            event.decoded("DTSTART"),
            event.decoded("DTEND"),
            str(event["SUMMARY"]),
            str(event["DESCRIPTION"]),
            event.walk("VALARM")[0].decoded("TRIGGER"),
        )
        for event in icalendar.Calendar.from_ical(output).walk("VEVENT")
    }
