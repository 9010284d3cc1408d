"""The command that writes the calendar: as one file, or as a folder with a file for each event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from shlex import quote

import click
from pydantic_core import PydanticCustomError

from followup_ics.calendar import ics
from followup_ics.calendar.changes import Change, in_words
from followup_ics.commands.clock import current_time
from followup_ics.commands.given import BUSY, FETCH, FILE, PLAYBOOK, STDIO, read_and_plan
from followup_ics.commands.outputs import beside, refuse_inputs, standard
from followup_ics.errors import OutputError, PreviousCalendarError
from followup_ics.files import read_if_there, write
from followup_ics.planning.results import Plan
from followup_ics.records.settings import DEFAULT_NAME, CalendarSettings
from followup_ics.records.span_fields import alarm_as_written
from followup_ics.working_time import spoken_time

MOST_WARNINGS = 5


def _alarm(_: click.Context, __: click.Parameter, value: str | None) -> timedelta | None:
    try:
        return None if value is None else alarm_as_written(value)
    except PydanticCustomError as error:
        raise click.BadParameter(error.message()) from None


@click.command()
@FILE
@PLAYBOOK
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Where the calendar goes; '-' is standard output. [default: FILE with the ending .ics]",
)
@click.option(
    "--vdir",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    help="Write a file for each event into FOLDER instead, as khal and vdirsyncer have them.",
)
@click.option(
    "--name",
    help=f"What calendars call it. [default: as the records say, else {DEFAULT_NAME}]",
)
@BUSY
@FETCH
@click.option(
    "--alarm",
    metavar="TIME",
    callback=_alarm,
    help="How long before each follow-up a reminder comes, such as 1h, or none. "
    "[default: as the records say, else 10m]",
)
def build(
    file: str,
    playbook_file: str | None,
    output: str | None,
    vdir: str | None,
    name: str | None,
    alarm: timedelta | None,
    busy: tuple[str, ...],
    fetch: bool,
) -> None:
    """Write the follow-ups of FILE as an .ics calendar.

    An existing output is brought up to date: what did not change stays as it was, to the byte,
    and what went is marked as cancelled; the last line says what changed. SOURCE_DATE_EPOCH, where
    set, is the current time.
    """
    if output and vdir:
        raise click.UsageError("--output and --vdir exclude each other; build twice for both")
    target = standard(output or beside(file))
    if not vdir:
        refuse_inputs(target, file, playbook_file, *busy)
    job_search, planned = read_and_plan(file, playbook_file, busy, fetch=fetch)
    now = current_time()
    given = {"name": name, "alarm": alarm}
    given = {field: value for field, value in given.items() if value is not None}
    settings = job_search.calendar.model_copy(update=given)
    if vdir:
        where, (changed, changes) = vdir, _write_folder(planned, vdir, now, settings)
    else:
        where, (changed, changes) = target, _write_file(planned, target, now, settings)
    told = [
        _built(planned, changed, where, now),
        *unlogged(planned, now),
        _upcoming(planned, job_search.candidate.clock, now),
        in_words(changes),
    ]
    click.echo("\n".join(filter(None, told)), err=where == STDIO)
    for line in _warnings(planned, file):
        click.echo(line, err=True)


Written = tuple[int, Iterable[Change]]


def _write_file(planned: Plan, target: str, now: datetime, settings: CalendarSettings) -> Written:
    """Write the calendar, and return how many events changed, and what did."""
    previous = None if target == STDIO else read_if_there(Path(target))
    try:
        rendered = ics.render(
            planned,
            now=now,
            previous=previous,
            name=settings.title,
            alarm=settings.alarm,
        )
    except PreviousCalendarError as error:
        raise OutputError(target, str(error)) from None
    if target == STDIO:
        click.echo(rendered.ics, nl=False)
    elif rendered.ics != previous:
        write(Path(target), rendered.ics)
    return rendered.changed, rendered.changes


def _write_folder(planned: Plan, folder: str, now: datetime, settings: CalendarSettings) -> Written:
    from followup_ics.commands.folders import bring_up_to_date

    rendered = bring_up_to_date(Path(folder), planned, now, settings)
    return rendered.changed, rendered.changes


def _built(planned: Plan, changed: int, where: str, now: datetime) -> str:
    """Return the line that says what was built: what is left to do, not what is past."""
    place = "standard output" if where == STDIO else where
    told = f"{changed} changed" if changed else "nothing changed"
    left = sum(each.status == "planned" and each.end > now for each in planned.follow_ups)
    done = sum(each.status == "done" for each in planned.follow_ups)
    return f"{place}: {left} follow-ups planned, {done} done; {told}."


def unlogged(planned: Plan, now: datetime) -> list[str]:
    """Return the line that says how many contacts of the past nobody wrote down, if there are."""
    count = sum(
        each.is_to_do and each.channel != "self" and each.end <= now for each in planned.follow_ups
    )
    if not count:
        return []
    which = "past follow-up is" if count == 1 else "past follow-ups are"
    return [
        f"{count} {which} not logged: log what you did; in an interview written down late, set "
        "follow_up_from."
    ]


def _warnings(planned: Plan, file: str) -> list[str]:
    """Return the first warnings about the records: they may say other than what was meant."""
    uids = {each.uid for each in planned.follow_ups}
    notes = [e for e in planned.notes if e.level == "warning" and e.about not in uids]
    if not notes:
        return []
    from followup_ics.commands.tables import spoken_notes

    lines = spoken_notes(notes)
    more = len(lines) - MOST_WARNINGS
    told = [f"{more} more: followup-ics check {quote(file)}"] if more > 0 else []
    return lines[:MOST_WARNINGS] + told


def _upcoming(planned: Plan, zone: str, now: datetime) -> str:
    """Return the line that says what comes next, and before it what is overdue but not too late."""
    to_do = [each for each in planned.follow_ups if each.is_to_do]
    overdue = [
        f"Still open: {each.summary} (until {spoken_time(zone, each.latest)})."
        for each in to_do
        if each.channel != "self" and each.latest and each.end <= now <= each.latest
    ]
    coming = next((each for each in to_do if each.end > now), None)
    if coming is None:
        return "\n".join([*overdue, "Nothing is left to do."])
    return "\n".join([*overdue, f"Next: {spoken_time(zone, coming.start)} {coming.summary}."])
