"""`show`: the plan as tables, as JSON, as a page, or as what changed since an output."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import click

from followup_ics.commands.building import unlogged
from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_companies
from followup_ics.commands.given import (
    BUSY,
    FILE,
    PLAYBOOK,
    STDIO,
    day,
    read_and_plan,
    warn_of_calendars,
)
from followup_ics.commands.outputs import refuse_inputs, standard
from followup_ics.planning.results import FollowUp, Plan
from followup_ics.records.job_search import JobSearch
from followup_ics.working_time import local_date


@click.command()
@FILE
@PLAYBOOK
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--details", is_flag=True, help="Say for each what to do, about whom, and why.")
@click.option(
    "--company",
    shell_complete=complete_companies,
    help="Only this company's follow-ups; a part of its name will do.",
)
@click.option(
    "--from",
    "first",
    callback=day,
    metavar="DATE",
    help="From this date on. [default: today; with --json or --diff, everything]",
)
@click.option("--to", "last", callback=day, metavar="DATE", help="Up to and including this date.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write a page with a timeline instead; '-' is standard output.",
)
@click.option(
    "--diff",
    "old",
    type=click.Path(allow_dash=True),
    metavar="OLD",
    help="Show what changed since an output instead: an .ics file, or a folder of them.",
)
@BUSY
def show(
    file: str,
    playbook_file: str | None,
    as_json: bool,
    details: bool,
    company: str | None,
    first: date | None,
    last: date | None,
    html: str | None,
    old: str | None,
    busy: tuple[str, ...],
) -> None:
    """Show what comes next in the plan of FILE, week by week.

    Dates are those of the candidate's time zone.
    """
    if as_json and html:
        raise click.UsageError("--json and --html exclude each other; ask for one of them")
    if old and (html or details):
        raise click.UsageError("--diff goes with neither --html nor --details; leave those out")
    if old == file == STDIO:
        raise click.UsageError("standard input is one of the two; name a file for the other")
    if html:
        html = standard(html)
        refuse_inputs(html, file, playbook_file, *busy)
    job_search, planned = read_and_plan(file, playbook_file, busy)
    warn_of_calendars(planned)
    zone, now = job_search.candidate.clock, current_time()
    if old:
        _show_difference(planned, zone, old, company, first, last, as_json=as_json)
        return
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
        for line in unlogged(planned, now):
            click.echo(line, err=True)


def _chosen(
    planned: Plan, zone: str, company: str | None, first: date | None, last: date | None
) -> Plan:
    """Return the part of a plan for one company and a range of dates, both ends inclusive."""
    part = (company or "").casefold()

    def wanted(each: FollowUp) -> bool:
        on = local_date(zone, each.start)
        theirs = part in (each.company or "").casefold()
        return theirs and (first is None or on >= first) and (last is None or on <= last)

    _refuse_odd(company, first, last, {each.company or "" for each in planned.follow_ups})
    return Plan(tuple(filter(wanted, planned.follow_ups)), planned.notes)


def _refuse_odd(
    company: str | None, first: date | None, last: date | None, companies: Iterable[str]
) -> None:
    """Raise BadParameter where nothing can be of a company, or between two dates."""
    names = sorted(filter(None, companies))
    if company is not None and not any(company.casefold() in each.casefold() for each in names):
        listed = ", ".join(names)
        raise click.BadParameter(f"'{company}' is not in the records, which have: {listed}")
    if first and last and last < first:
        raise click.BadParameter("--to lies before --from; swap them")


def _show_difference(
    planned: Plan,
    zone: str,
    old: str,
    company: str | None,
    first: date | None,
    last: date | None,
    *,
    as_json: bool,
) -> None:
    from followup_ics.commands import differences

    found = differences.changes_since(old, planned)
    known = {each.company or "" for each in planned.follow_ups}
    _refuse_odd(company, first, last, known | {each.company or "" for each in found})
    found = differences.chosen_changes(found, zone, company, first, last)
    if as_json:
        click.echo(json.dumps(differences.as_json(found), ensure_ascii=False, indent=2))
    else:
        differences.show_changes(found, zone, old)


def _write_page(job_search: JobSearch, planned: Plan, now: datetime, target: str) -> None:
    from followup_ics.page.page import render_page
    from followup_ics.page.page_files import write_page

    page = render_page(job_search, planned, now=now)
    if target == STDIO:
        click.echo(page.encode(), nl=False)
    else:
        write_page(Path(target), page)
        click.echo(f"{target}: open it in a browser.")
