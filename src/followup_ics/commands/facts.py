"""`offer`, `activity`, `away`: what is of no one interview, written into the file by one command.

Dates and times are local ones of the candidate's zone, as these records have them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_companies
from followup_ics.commands.moments import in_full, moment
from followup_ics.commands.rewriting import check_writable, rewrite
from followup_ics.reading import editing, loading
from followup_ics.reading.quoting import Value
from followup_ics.records.job_search import JobSearch
from followup_ics.records.names import company_name, company_of, fold
from followup_ics.records.time_fields import clock, is_before, said

_FILE = click.argument("file", type=click.Path(dir_okay=False))


@click.command()
@_FILE
@click.argument("company", shell_complete=complete_companies)
@click.option("--role", metavar="TEXT", help="The job; not needed if FILE has one with COMPANY.")
@click.option(
    "--received",
    metavar="DATE",
    default="now",
    show_default=True,
    help="When it came: 'yesterday', 'tue 10am'.",
)
@click.option("--answer-by", metavar="DATE", help="When your answer is due: 'fri 5pm'.")
def offer(file: str, company: str, role: str | None, received: str, answer_by: str | None) -> None:
    """Write into FILE that COMPANY made you an offer, so that your first choice hears of it.

    An offer from a company in FILE ends that application. To take one, write the outcome:
    'followup-ics log FILE NUMBER --outcome accepted'.
    """
    job_search, zone, now = _begun(file, "an offer")
    came = moment(received, zone, now)
    due = moment(answer_by, zone, now, ahead=True) if answer_by else None
    if due and is_before(due, came):
        raise click.UsageError(f"{said(due)} lies before {said(came)}, when the offer came")
    role = role or _only_role(job_search, company)
    fields = {"company": company, "role": role, "received": said(came)}
    fields |= {"answer_by": said(due)} if due else {}
    _write(file, editing.add_offer, fields)
    click.echo(f"{file}: an offer from {company} ({role})")
    click.echo(f"  received: {in_full(came, zone)}")
    if due:
        click.echo(f"  answer by: {in_full(due, zone)}")


def _only_role(job_search: JobSearch, company: str) -> str:
    """Return the one role of a company in the file. Raises UsageError where there is none."""
    wanted = company_name(company)
    roles = {fold(e.role): e.role for e in job_search.interviews if company_of(e) == wanted}
    if len(roles) == 1:
        return next(iter(roles.values()))
    known = f" It has {', '.join(roles.values())} with {company}." if roles else ""
    raise click.UsageError(f"say which job it is, with --role.{known}")


@click.command()
@_FILE
@click.argument("what")
@click.option("--on", metavar="DATE", default="today", show_default=True, help="When you did it.")
@click.option("--relates-to", metavar="TEXT", help="What it has to do with the job.")
def activity(file: str, what: str, on: str, relates_to: str | None) -> None:
    """Write into FILE what you did, so that companies hear of it at their next contact."""
    _, zone, now = _begun(file, "what you did")
    day = clock(moment(on, zone, now)).date()
    fields = {"what": what, "on": said(day)}
    fields |= {"relates_to": relates_to} if relates_to else {}
    _write(file, editing.add_activity, fields)
    click.echo(f"{file}: {what}\n  on: {in_full(day, zone)}")


@click.command()
@_FILE
@click.argument("first")
@click.argument("last", required=False)
def away(file: str, first: str, last: str | None) -> None:
    """Write into FILE that you are away on FIRST, or from FIRST to LAST, that day included."""
    _, zone, now = _begun(file, "when you are away")
    begins, ends = (_day(each or first, zone, now) for each in (first, last))
    if ends < begins:
        raise click.UsageError(f"{ends} lies before {begins}")
    days = f"{begins}/{ends}" if last else f"{begins}"
    rewrite(file, lambda text: editing.add_away(text, days, source=file))
    until = f" to {in_full(ends, zone)}" if last else ""
    click.echo(f"{file}: away {in_full(begins, zone)}{until}")


def _day(text: str, zone: str, now: datetime) -> date:
    return clock(moment(text, zone, now, ahead=True)).date()


def _begun(file: str, what: str) -> tuple[JobSearch, str, datetime]:
    """Return a file's records, the candidate's zone, and the time now."""
    check_writable(file, what)
    job_search = loading.load(file)
    return job_search, job_search.candidate.clock, current_time()


def _write(file: str, edit: Callable[..., bytes], fields: Mapping[str, Value]) -> None:
    rewrite(file, lambda text: edit(text, fields, source=file))
