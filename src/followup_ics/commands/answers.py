"""What is due, and what became of it: `today` lists it by number, `log` writes it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from textwrap import indent

import click

from followup_ics.api import plan
from followup_ics.commands.clock import current_time
from followup_ics.commands.differences import difference
from followup_ics.commands.given import FILE, PLAYBOOK, STDIO, playbook_of, read_and_plan
from followup_ics.commands.moments import as_written
from followup_ics.errors import OutputError
from followup_ics.files import descriptor, write_whole
from followup_ics.planning.results import FollowUp, Plan
from followup_ics.reading import loading
from followup_ics.records.job_search import JobSearch
from followup_ics.records.names import interview_ids
from followup_ics.working_time import add_days, local_date, spoken, spoken_time, wall_time

SHORTEST_UID = 6


@click.command()
@FILE
@PLAYBOOK
def today(file: str, playbook_file: str | None) -> None:
    """List what is overdue in FILE, and what is to be done today and tomorrow.

    The numbers are those that 'followup-ics log' takes, until something is logged. Dates and times
    are those of the candidate's time zone.
    """
    job_search, found = read_and_plan(file, playbook_file)
    zone, now = job_search.candidate.clock, current_time()
    due = pending(found, zone, now)
    for line in _listed(due, zone, local_date(zone, now)):
        click.echo(line)
    if not due:
        click.echo("Nothing is due up to tomorrow.")
    elif file != STDIO:
        click.echo(f"Say what became of one: followup-ics log {file} NUMBER --done", err=True)


def pending(found: Plan, zone: str, now: datetime) -> list[FollowUp]:
    """Return what is planned up to tomorrow and not in the log, in the order of time.

    Own tasks of past days are left out: nobody waits for them.
    """
    this_day = local_date(zone, now)
    return [
        each
        for each in found.follow_ups
        for day in [local_date(zone, each.start)]
        if each.status == "planned" and day <= add_days(this_day, 1)
        if each.channel != "self" or day >= this_day
    ]


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
            reach = {"phone": each.phone, "email": each.email}.get(each.channel)
            where = f": {reach}" if reach else ""
            yield f"  {number:{width}}  {when}  {each.summary}{where}"
            if title != "Overdue" and each.channel != "self":
                yield indent(each.description.split("\n\n")[0], " " * (width + 4))
        yield ""


def _clock(zone: str, follow_up: FollowUp) -> str:
    return f"{wall_time(zone, follow_up.start):%H:%M}"


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.argument("which", metavar="NUMBER|UID")
@PLAYBOOK
@click.option("--done", is_flag=True, help="You did it.")
@click.option("--not-reached", is_flag=True, help="You called, and nobody answered.")
@click.option(
    "--on",
    "said_on",
    metavar="DATE",
    default="now",
    show_default=True,
    help="When: 2026-11-23 14:00, 'yesterday', 'tue 10am'.",
)
@click.option("--heard", metavar="TEXT", help="What they said.")
@click.option(
    "--call-back", metavar="DATE", help="When they asked to be called: 'fri 2pm', 'in 2 weeks'."
)
@click.option(
    "--outcome",
    type=click.Choice(["rejected", "withdrawn", "offer", "accepted"]),
    help="How the application ended.",
)
def log(
    file: str,
    which: str,
    playbook_file: str | None,
    done: bool,
    not_reached: bool,
    said_on: str,
    heard: str | None,
    call_back: str | None,
    outcome: str | None,
) -> None:
    """Write into FILE what became of a follow-up, by its number in 'followup-ics today'.

    All else in FILE stays as it is written, comments and layout too. A follow-up that is not in
    today's list is named by its uid, as 'show --json' has it, or the beginning of that.
    """
    if done + not_reached > 1 or not (done or not_reached or outcome):
        raise click.UsageError("say what became of it: --done, --not-reached or --outcome")
    if outcome and not (done or not_reached) and (heard or call_back):
        raise click.UsageError("--heard and --call-back are of a contact; add --done")
    from followup_ics.reading import editing

    playbook = playbook_of(playbook_file)
    content = _read_to_be_written(file)
    job_search = loading.loads(content, file)
    now = current_time()
    before = plan(job_search, playbook)
    follow_up = _named(before, which, job_search, now)
    wall = wall_time(_zone_of(job_search, follow_up), now)
    on, interview = as_written(said_on, wall), str(follow_up.interview)
    text, told = content, [f"{file}: {follow_up.summary}"]
    if done or not_reached:
        entry = {"on": on, "did": follow_up.tactic, "to": follow_up.person or ""}
        entry |= {"reached": "false" if not_reached else "", "heard": heard or ""}
        entry["call_back"] = as_written(call_back or "", wall, ahead=True)
        entry = {name: value for name, value in entry.items() if value}
        text = editing.add_log_entry(text, interview, entry, source=file)
        told.append(f"  log of {interview}: {_spoken_fields(entry)}")
    if outcome:
        text = editing.set_outcome(text, interview, outcome, on, source=file)
        told.append(f"  outcome of {interview}: {_spoken_fields({'result': outcome, 'on': on})}")
    _write_back(file, content, text)
    told.append(difference(before, plan(loading.loads(text, file), playbook)))
    click.echo("\n".join(filter(None, told)))


def _spoken_fields(fields: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in fields.items())


def _read_to_be_written(file: str) -> bytes:
    if file == STDIO or descriptor(file) is not None:
        raise click.UsageError("name a file: what became of a follow-up is written into it")
    return loading.read(file)


def _named(found: Plan, which: str, job_search: JobSearch, now: datetime) -> FollowUp:
    """Return the follow-up of a number or uid, with an interview whose log can hold it."""
    follow_up = _numbered(found, which, job_search.candidate.clock, now)
    if follow_up is None:
        alike = [e for e in found.follow_ups if e.status != "done" and e.uid.startswith(which)]
        if len(which) < SHORTEST_UID or len(alike) != 1:
            raise click.BadParameter(
                f"'{which}' is no number of 'followup-ics today', and no uid of one follow-up"
            )
        follow_up = alike[0]
    if follow_up.interview is None:
        raise click.BadParameter(
            f"'{follow_up.summary}' is for the whole search, which has no log; nothing to write"
        )
    return follow_up


def _numbered(found: Plan, which: str, zone: str, now: datetime) -> FollowUp | None:
    due = pending(found, zone, now)
    number = int(which) if which.isdecimal() and len(which) < SHORTEST_UID else 0
    return due[number - 1] if 1 <= number <= len(due) else None


def _zone_of(job_search: JobSearch, follow_up: FollowUp) -> str:
    """Return the zone in which the log of a follow-up's interview is read."""
    at = interview_ids(job_search.interviews).index(str(follow_up.interview))
    return job_search.interviews[at].timezone or job_search.candidate.clock


def _write_back(file: str, before: bytes, after: bytes) -> None:
    """Replace a file, unless it was changed meanwhile. Raises OutputError."""
    if loading.read(file) != before:
        raise OutputError(file, "it was changed meanwhile, and is left as it is; try again")
    write_whole(Path(file), after)
