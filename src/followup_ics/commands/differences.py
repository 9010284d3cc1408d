"""What a plan changed, on a terminal: in one line, or whole."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from pathlib import Path
from typing import Any

import click

from followup_ics.calendar.changes import Change, Kind, changes, in_words, planned_events
from followup_ics.calendar.events import Event
from followup_ics.calendar.previous import read_events
from followup_ics.calendar.vdir import held_events
from followup_ics.commands.folders import files_of
from followup_ics.commands.given import STDIO
from followup_ics.errors import PreviousCalendarError, UnreadableFileError
from followup_ics.files import MAX_PREVIOUS, read_start
from followup_ics.planning.results import Plan
from followup_ics.working_time import local_date, spoken_time, spoken_zone, wall_time

_STYLES: dict[Kind, str] = {
    "moved": "yellow",
    "new": "green",
    "done": "dim",
    "reworded": "cyan",
    "reminder": "cyan",
    "cancelled": "red",
}


def difference(before: Plan, after: Plan) -> Iterator[str]:
    """Yield the line that says what became of one plan in another, none where nothing did."""
    found = in_words(changes(planned_events(before), planned_events(after), after))
    if found:
        yield f"The plan: {found}"


def changes_since(old: str, plan: Plan) -> list[Change]:
    """Return what a plan changes about an output: a file, a folder, or `-` for standard input.

    Raises UnreadableFileError, also where it is no output of this package.
    """
    return [*changes(_events(old), planned_events(plan), plan)]


def _events(old: str) -> dict[str, Event]:
    if Path(old).is_dir():
        found = held_events(files_of(Path(old))[0])
        if not found:
            raise UnreadableFileError(old, "no file in it holds an event of followup-ics")
        return found
    content = read_start("/dev/stdin" if old == STDIO else old, MAX_PREVIOUS)
    try:
        return {uid: each.event for uid, each in read_events(content).items()}
    except PreviousCalendarError as error:
        raise UnreadableFileError(old, f"it {error.reason}") from None


def chosen_changes(
    found: Iterable[Change], zone: str, company: str | None, first: date | None, last: date | None
) -> list[Change]:
    """Return the changes of one company, of what was or is on a range of dates, both inclusive."""
    part = (company or "").casefold()

    def is_on(event: Event | None) -> bool:
        if event is None:
            return False
        day = local_date(zone, event.start)
        return (first is None or day >= first) and (last is None or day <= last)

    return [
        each
        for each in found
        if part in (each.company or "").casefold() and (is_on(each.before) or is_on(each.after))
    ]


def as_json(found: Iterable[Change]) -> dict[str, Any]:
    """Return changes as JSON values, instants as ISO 8601 in UTC."""
    return {
        "changes": [
            {
                "uid": each.event.uid,
                "kind": each.kind,
                "company": each.company,
                "before": _json(each.before),
                "after": _json(each.after),
                "why": each.why,
            }
            for each in found
        ]
    }


def _json(event: Event | None) -> dict[str, str] | None:
    if event is None:
        return None
    times = {"start": event.start, "end": event.end}
    return {
        "summary": event.summary,
        **{name: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for name, at in times.items()},
    }


def show_changes(found: list[Change], zone: str, old: str) -> None:
    """Print changes, one line an event, times in `zone`."""
    if sys.stdout.isatty():
        _show_table(found, zone)
    else:
        for line in _lines(found, zone):
            click.echo(line)
    since = "standard input" if old == STDIO else old
    told = in_words(found).removesuffix(".") or "nothing changed"
    click.echo(f"Since {since}: {told}; times of {spoken_zone(zone)}.")


def _lines(found: Iterable[Change], zone: str) -> Iterator[str]:
    for each in found:
        before, after = (_wall(zone, event) for event in (each.before, each.after))
        yield f"{each.kind}\t{before}\t{after}\t{each.title}\t{each.why}"


def _wall(zone: str, event: Event | None) -> str:
    return f"{wall_time(zone, event.start):%Y-%m-%d %H:%M}" if event else "-"


def _show_table(found: Iterable[Change], zone: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("", "before", "now", "", box=box.SIMPLE, header_style="bold")
    for column in table.columns[:3]:
        column.no_wrap = True
    for each in found:
        before, after = _spoken(zone, each.before), _spoken(zone, each.after)
        words = Text(each.title)
        if each.why:
            words.append(f" ({each.why})", style="dim")
        kind = Text(each.kind, style=_STYLES[each.kind])
        table.add_row(kind, "" if before == after else before, after, words)
    if table.rows:
        Console(highlight=False).print(table)


def _spoken(zone: str, event: Event | None) -> str:
    return spoken_time(zone, event.start) if event else ""
