"""A plan as a folder of files, one event each, which is how calendars are kept side by side.

The form is a vdir, https://vdirsyncer.pimutils.org/en/stable/vdir.html. The memory is the folder:
each file is the last output of its event, whatever its name, and whatever was made of it since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from followup_ics.calendar.changes import Change
from followup_ics.calendar.event_lines import event_lines
from followup_ics.calendar.events import PRODID, Event, Revision, event_of
from followup_ics.calendar.ics import (
    ALARM_BEFORE,
    changes_of,
    checked_alarm,
    to_the_second,
)
from followup_ics.calendar.previous import as_planned, read_event
from followup_ics.calendar.revisions import is_kept, revised
from followup_ics.errors import PreviousCalendarError, shown
from followup_ics.planning.results import Plan

ENDING = ".ics"
_HEAD = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n".encode()
_END = b"END:VCALENDAR\r\n"
# Servers drop what they have no place for; that alone is no change.
_DROPPED = ("location", "url", "category", "color")


@dataclass(frozen=True, slots=True)
class FolderRendering:
    """What to do to a folder: files to write, by name, and to remove; `foreign` ones stay.

    `changed` is how many events differ from the last output, `changes` what is other about them,
    nothing where there was no last output.
    """

    written: dict[str, bytes]
    removed: tuple[str, ...]
    foreign: tuple[str, ...]
    changed: int
    changes: tuple[Change, ...]


def render_folder(
    plan: Plan, files: Mapping[str, bytes], *, now: datetime, alarm: timedelta | None = None
) -> FolderRendering:
    """Return how a folder that holds `files`, by name, is brought up to date with a plan.

    `now` and `alarm` are those of `to_ics`. A file stays as it is where its event did not change.
    Raises PreviousCalendarError where a file of another origin has the name of one to write, and
    ValueError where `now` has no zone or `alarm` is none.
    """
    now = to_the_second(now)
    alarm = checked_alarm(ALARM_BEFORE if alarm is None else alarm)
    planned = {each.uid: event_of(each) for each in plan.follow_ups}
    names, held = _held(planned, files)
    revisions = revised(planned.values(), held, now, alarm)
    written, removed = {}, []
    for each in revisions:
        uid = each.event.uid
        name = names.get(uid) or f"{uid}{ENDING}"
        if not is_kept(each, now):
            removed.append(name)
        elif each is not held.get(uid):
            _refuse_foreign(name, uid, names, files)
            written[name] = b"".join([_HEAD, event_lines(each), _END])
    return FolderRendering(
        written,
        tuple(removed),
        tuple(sorted(files.keys() - names.values())),
        sum(each is not held.get(each.event.uid) for each in revisions),
        changes_of(held, revisions, plan) if held else (),
    )


def held_events(files: Mapping[str, bytes]) -> dict[str, Event]:
    """Return the events of plans that files hold, by uid."""
    found = (read_event(content) for content in files.values())
    return {each.event.uid: each.event for each in found if each}


def _held(
    planned: Mapping[str, Event], files: Mapping[str, bytes]
) -> tuple[dict[str, str], dict[str, Revision]]:
    """Return the names of the files of a plan's events, and what they hold, by uid."""
    names: dict[str, str] = {}
    held: dict[str, Revision] = {}
    for name, content in sorted(files.items()):
        ours = content.removeprefix(_HEAD).removesuffix(_END)
        found = as_planned(ours, planned) or read_event(content)
        if found and found.event.uid not in names:
            uid = found.event.uid
            names[uid], held[uid] = name, _with_dropped(found, planned.get(uid))
    return names, held


def _with_dropped(held: Revision, planned: Event | None) -> Revision:
    if planned is None:
        return held
    values = {each: getattr(held.event, each) or getattr(planned, each) for each in _DROPPED}
    return held._replace(event=held.event._replace(**values))


def _refuse_foreign(
    name: str, uid: str, names: Mapping[str, str], files: Mapping[str, bytes]
) -> None:
    if name in files and names.get(uid) != name:
        raise PreviousCalendarError(f"has a file {shown(name)} that holds no event of followup-ics")
