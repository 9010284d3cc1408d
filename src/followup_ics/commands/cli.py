"""The command line: opens files, reads the clock, and catches the base error once."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from followup_ics.calendar import ics
from followup_ics.commands.answers import log, today
from followup_ics.commands.clock import current_time
from followup_ics.commands.feeds import feed, publish, serve
from followup_ics.commands.given import FILE, PLAYBOOK, STDIO, read_and_plan
from followup_ics.errors import (
    FollowUpError,
    HostingError,
    OutputError,
    PreviousCalendarError,
    UnreadableFileError,
)
from followup_ics.files import descriptor, is_same_file, read_if_there, write
from followup_ics.planning.results import FollowUp, Plan
from followup_ics.reading import loading
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import local_date, spoken_time, zone_data

MOST_WARNINGS = 5
STARTER = Path(__file__).parent / "starter.yaml"


class _Commands(click.Group):
    """Turns the package's errors into a message and an exit code, in this one place."""

    def main(self, *args: Any, **extra: Any) -> Any:
        # Not in `invoke`: what --help and --version write is written before that.
        try:
            return super().main(*args, **extra)
        except (UnreadableFileError, HostingError) as error:
            click.echo(error, err=True)
            sys.exit(2)
        except FollowUpError as error:
            click.echo(error, err=True)
            sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="followup-ics",
    message=f"%(prog)s, version %(version)s, zone data {zone_data()}",
)
def main() -> None:
    """Turn interview records into a calendar of follow-ups: whom to contact, when, how and why.

    FILE is a YAML or JSON file of interviews; '-' is standard input. Start with
    'followup-ics init interviews.yaml'.

    Exit codes: 0 done, 1 faults in the records or in writing, 2 wrong usage.
    """


@main.command()
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
    "--name",
    default=ics.DEFAULT_NAME,
    show_default=True,
    help="What calendars call it.",
)
def build(file: str, playbook_file: str | None, output: str | None, name: str) -> None:
    """Write the follow-ups of FILE as an .ics calendar.

    An existing output is brought up to date: what did not change stays as it was, to the byte,
    and what went is marked as cancelled. SOURCE_DATE_EPOCH, where set, is the current time.
    """
    target = _standard(output or _beside(file))
    _refuse_inputs(target, file, playbook_file)
    job_search, planned = read_and_plan(file, playbook_file)
    now = current_time()
    previous = None if target == STDIO else read_if_there(Path(target))
    try:
        rendered = ics.render(planned, now=now, previous=previous, name=name)
    except PreviousCalendarError as error:
        raise OutputError(target, str(error)) from None
    if target == STDIO:
        click.echo(rendered.ics, nl=False)
    elif rendered.ics != previous:
        write(Path(target), rendered.ics)
    told = [
        _built(planned, rendered, target, now),
        *_unlogged(planned, now),
        _upcoming(planned, job_search.candidate.clock, now),
    ]
    click.echo("\n".join(told), err=target == STDIO)
    for line in _warnings(planned, file):
        click.echo(line, err=True)


def _built(planned: Plan, rendered: ics.Rendering, target: str, now: datetime) -> str:
    """Return the line that says what was built: what is left to do, not what is past."""
    where = "standard output" if target == STDIO else target
    changed = f"{rendered.changed} changed" if rendered.changed else "nothing changed"
    left = sum(each.status == "planned" and each.end > now for each in planned.follow_ups)
    done = sum(each.status == "done" for each in planned.follow_ups)
    return f"{where}: {left} follow-ups planned, {done} done; {changed}."


def _unlogged(planned: Plan, now: datetime) -> list[str]:
    """Return the line that says how many contacts of the past nobody wrote down, if there are."""
    count = sum(
        each.status == "planned" and each.channel != "self" and each.end <= now
        for each in planned.follow_ups
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
    told = [f"{more} more: followup-ics check {file}"] if more > 0 else []
    return lines[:MOST_WARNINGS] + told


def _upcoming(planned: Plan, zone: str, now: datetime) -> str:
    """Return the line that says what comes next, and before it what is overdue but not too late."""
    to_do = [each for each in planned.follow_ups if each.status == "planned"]
    overdue = [
        f"Still open: {each.summary} (until {spoken_time(zone, each.latest)})."
        for each in to_do
        if each.channel != "self" and each.latest and each.end <= now <= each.latest
    ]
    coming = next((each for each in to_do if each.end > now), None)
    if coming is None:
        return "\n".join([*overdue, "Nothing is left to do."])
    return "\n".join([*overdue, f"Next: {spoken_time(zone, coming.start)} {coming.summary}."])


def _day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no date; write one such as 2026-11-23") from None


@main.command()
@FILE
@PLAYBOOK
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--details", is_flag=True, help="Say for each what to do, about whom, and why.")
@click.option("--company", help="Only this company's follow-ups; a part of its name will do.")
@click.option(
    "--from",
    "first",
    callback=_day,
    metavar="DATE",
    help="From this date on. [default: today; with --json, everything]",
)
@click.option("--to", "last", callback=_day, metavar="DATE", help="Up to and including this date.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write a page with a timeline instead; '-' is standard output.",
)
def show(
    file: str,
    playbook_file: str | None,
    as_json: bool,
    details: bool,
    company: str | None,
    first: date | None,
    last: date | None,
    html: str | None,
) -> None:
    """Show what comes next in the plan of FILE, week by week.

    Dates are those of the candidate's time zone.
    """
    if as_json and html:
        raise click.UsageError("--json and --html exclude each other; ask for one of them")
    if html:
        html = _standard(html)
        _refuse_inputs(html, file, playbook_file)
    job_search, planned = read_and_plan(file, playbook_file)
    zone, now = job_search.candidate.clock, current_time()
    if first is None and not (as_json or html):
        first = local_date(zone, now)
    chosen = _chosen(planned, zone, company, first, last)
    if as_json:
        click.echo(json.dumps(chosen.as_json(), ensure_ascii=False, indent=2))
    elif html:
        _write_page(job_search, chosen, now, html)
    else:
        from followup_ics.commands.tables import show_plan

        hidden = len(planned.follow_ups) - len(chosen.follow_ups)
        show_plan(chosen, zone, hidden=hidden, details=details)
        for line in _unlogged(planned, now):
            click.echo(line, err=True)


def _chosen(
    planned: Plan, zone: str, company: str | None, first: date | None, last: date | None
) -> Plan:
    """Return the part of a plan for one company and a range of dates, both ends inclusive."""
    part = (company or "").casefold()

    def wanted(each: FollowUp) -> bool:
        day = local_date(zone, each.start)
        theirs = part in (each.company or "").casefold()
        return theirs and (first is None or day >= first) and (last is None or day <= last)

    companies = sorted({each.company for each in planned.follow_ups if each.company})
    if company is not None and not any(part in each.casefold() for each in companies):
        names = ", ".join(companies)
        raise click.BadParameter(f"'{company}' is not in the records, which have: {names}")
    if first and last and last < first:
        raise click.BadParameter("--to lies before --from; swap them")
    return Plan(tuple(filter(wanted, planned.follow_ups)), planned.notes)


def _write_page(job_search: JobSearch, planned: Plan, now: datetime, target: str) -> None:
    from followup_ics.page.page import render_page
    from followup_ics.page.page_files import write_page

    page = render_page(job_search, planned, now=now)
    if target == STDIO:
        click.echo(page.encode(), nl=False)
    else:
        write_page(Path(target), page)
        click.echo(f"{target}: open it in a browser.")


@main.command()
@FILE
@PLAYBOOK
def check(file: str, playbook_file: str | None) -> None:
    """Say what is wrong in FILE, or what to add to it for a better plan."""
    from followup_ics.commands.tables import spoken_notes

    job_search, planned = read_and_plan(file, playbook_file)
    count = len(job_search.interviews)
    where = "standard input" if file == STDIO else file
    click.echo(f"{where}: no faults; {count} interview{'s' * (count != 1)}.")
    for line in (*_unlogged(planned, current_time()), *spoken_notes(planned.notes)):
        click.echo(line)


@main.command()
@click.argument(
    "what",
    type=click.Choice(["records", "playbook"]),
    default="records",
    metavar="[records|playbook]",
)
def schema(what: str) -> None:
    """Print the JSON Schema of the records, or of a playbook, for editors."""
    model = JobSearch if what == "records" else Playbook
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    click.echo(json.dumps(found, indent=2))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), required=False)
@click.option("--playbook", is_flag=True, help="Write OI Partners' playbook, to change it.")
def init(file: str | None, playbook: bool) -> None:
    """Write a commented file to start from; an existing file is left alone.

    FILE is interviews.yaml, or playbook.yaml, where none is named; '-' is standard output.
    """
    starter = loading.OI_PARTNERS if playbook else STARTER
    target = _standard(file or ("playbook.yaml" if playbook else "interviews.yaml"))
    if target == STDIO:
        click.echo(starter.read_bytes(), nl=False)
        return
    try:
        with open(target, "xb") as new:
            new.write(starter.read_bytes())
    except FileExistsError:
        raise OutputError(target, "it exists already; name another file") from None
    except OSError as error:
        raise OutputError(target, error.strerror or str(error)) from None
    usage = f"build FILE --playbook {target}" if playbook else f"build {target}"
    click.echo(f"{target}: change it to yours, then run: followup-ics {usage}")


def _beside(file: str) -> str:
    """Return where the calendar of a file goes, unless it is said."""
    has_no_place = file in ("", STDIO) or descriptor(file) is not None
    return STDIO if has_no_place else str(Path(file).with_suffix(".ics"))


def _standard(target: str) -> str:
    """Return an output's path, `-` for every name of standard output."""
    return STDIO if descriptor(target) == 1 else target


def _refuse_inputs(target: str, file: str, playbook_file: str | None) -> None:
    """Raise UsageError where an output would replace what it is made of."""
    output = "/dev/stdout" if target == STDIO else target
    for name in (file, None if playbook_file in loading.BUILT_IN else playbook_file):
        read = "/dev/stdin" if name == STDIO else name
        if read and is_same_file(output, read):
            raise click.UsageError(
                f"the output {target} is also the input {name}; name another output"
            )


for _command in (today, log, feed, serve, publish):
    main.add_command(_command)
