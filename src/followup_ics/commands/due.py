"""What is due, by number: what `today` lists, and what a number or a uid given to `log` means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from shlex import quote
from textwrap import indent

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.given import (
    BUSY,
    FILE,
    PLAYBOOK,
    STDIO,
    read_and_plan,
    warn_of_calendars,
)
from followup_ics.planning.results import FollowUp, Plan
from followup_ics.working_time import add_days, local_date, spoken, spoken_time, wall_time

SHORTEST_UID = 6


@click.command()
@FILE
@PLAYBOOK
@BUSY
@click.option(
    "--starting",
    metavar="FROM/TO",
    help="Only what starts in a span of today's times: 09:00/09:15, without 09:15 itself.",
)
@click.option(
    "--within", metavar="LENGTH", help="Only what starts from this minute on, within 15m or 2h."
)
@click.option("--json", "as_json", is_flag=True, help="One follow-up a line, as JSON.")
def today(
    file: str,
    playbook_file: str | None,
    busy: tuple[str, ...],
    starting: str | None,
    within: str | None,
    as_json: bool,
) -> None:
    """List what is overdue in FILE, and what is to be done today and tomorrow.

    The numbers are those that 'followup-ics log' takes, until something is logged. Dates and times
    are those of the candidate's time zone.

    With --starting or --within, only what starts in that span is printed, and nothing where that is
    nothing: a timer that asks for one span after the other reminds of each follow-up once.
    """
    from followup_ics.commands import reminding

    job_search, found = read_and_plan(file, playbook_file, busy)
    warn_of_calendars(found)
    zone, now = job_search.candidate.clock, current_time()
    span = reminding.span_of(starting, within, zone, now)
    if span or as_json:
        chosen = reminding.reminders(found, span) if span else pending(found, zone, now)
        for line in reminding.lines(chosen, zone, as_json=as_json):
            click.echo(line)
        return
    due = pending(found, zone, now)
    for line in _listed(due, zone, local_date(zone, now)):
        click.echo(line)
    if not due:
        click.echo("Nothing is due up to tomorrow.")
    elif file != STDIO:
        how = f"followup-ics log {quote(file)} NUMBER --done"
        click.echo(f"Say what became of one: {how}", err=True)


def pending(found: Plan, zone: str, now: datetime) -> list[FollowUp]:
    """Return what is planned up to tomorrow and not in the log, in the order of time.

    Own tasks of past days are left out, and what was planned before an application ended: nobody
    waits for them.
    """
    this_day = local_date(zone, now)
    return [
        each
        for each in found.follow_ups
        for day in [local_date(zone, each.start)]
        if each.is_to_do and day <= add_days(this_day, 1)
        if each.channel != "self" or day >= this_day
    ]


def named(found: Plan, which: str, zone: str, now: datetime) -> FollowUp:
    """Return the follow-up of a number of `today`, or of a uid or the beginning of one.

    Raises click.BadParameter.
    """
    due = pending(found, zone, now)
    number = int(which) if which.isdecimal() and len(which) < SHORTEST_UID else 0
    if 1 <= number <= len(due):
        return due[number - 1]
    alike = [e for e in found.follow_ups if e.status != "done" and e.uid.startswith(which)]
    if len(which) < SHORTEST_UID or len(alike) != 1:
        raise click.BadParameter(
            f"'{which}' is no number of 'followup-ics today', and no uid of one follow-up"
        )
    return alike[0]


def _listed(due: Sequence[FollowUp], zone: str, this_day: date) -> Iterator[str]:
    width = len(str(len(due)))
    numbered = list(enumerate(due, 1))

    def heading(item: tuple[int, FollowUp]) -> str:
        day = local_date(zone, item[1].start)
        if day < this_day:
            return "Overdue"
        return f"{'Today' if day == this_day else 'Tomorrow'}, {spoken(day)}"

    for title, items in groupby(numbered, heading):
        yield title
        for number, each in items:
            when = spoken_time(zone, each.start) if title == "Overdue" else _clock(zone, each)
            yield f"  {number:{width}}  {when}  {with_address(each)}"
            if title != "Overdue" and each.channel != "self":
                yield indent(each.description.split("\n\n")[0], " " * (width + 4))
        yield ""


def with_address(follow_up: FollowUp) -> str:
    """Return what is to be done, with the number or the address for it."""
    reach = {"phone": follow_up.phone, "email": follow_up.email}.get(follow_up.channel)
    return f"{follow_up.summary}: {reach}" if reach else follow_up.summary


def _clock(zone: str, follow_up: FollowUp) -> str:
    return f"{wall_time(zone, follow_up.start):%H:%M}"
