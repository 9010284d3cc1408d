"""`offer`, `prefer`, `activity`, `away`: what no one contact brings, written into the file.

Dates and times are local ones of the candidate's zone, as these records have them.
"""

from __future__ import annotations

from datetime import date, datetime

import click

from followup_ics.answering import facts
from followup_ics.answering.facts import Job
from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_companies
from followup_ics.commands.differences import difference
from followup_ics.commands.given import check_writable, loaded, moment, plan_of
from followup_ics.errors import NoSuchJobError, WhichRoleError
from followup_ics.reading import loading
from followup_ics.reading.rewriting import Change, rewrite
from followup_ics.records.job_search import JobSearch
from followup_ics.records.moments import in_full
from followup_ics.records.time_fields import clock, is_before, said

_FILE = click.argument("file", type=click.Path(dir_okay=False))


@click.command()
@_FILE
@click.argument("company", shell_complete=complete_companies)
@click.option("--role", metavar="TEXT", help="The job; not needed if FILE has one with COMPANY.")
@click.option(
    "--received", metavar="DATE", help="When it came: 'yesterday', 'tue 10am'. [default: now]"
)
@click.option("--answer-by", metavar="DATE", help="When your answer is due: 'fri 5pm'.")
def offer(
    file: str, company: str, role: str | None, received: str | None, answer_by: str | None
) -> None:
    """Write into FILE that COMPANY made you an offer, so that your first choice hears of it.

    The same offer again changes its dates. An offer from a company in FILE ends that application.
    To take one, write the outcome: 'followup-ics log FILE NUMBER --outcome accepted'.
    """
    job_search, zone, now = _begun(file, "an offer")
    job = _job(job_search, company, role)
    known = None if received else facts.received(job_search, job)
    came = known or moment(received or "now", zone, now)
    due = moment(answer_by, zone, now, ahead=True) if answer_by else None
    if due and is_before(due, came):
        raise click.UsageError(f"{said(due)} lies before {said(came)}, when the offer came")
    told = [f"an offer from {company} ({job.role})", f"  received: {in_full(came, zone)}"]
    told += [f"  answer by: {in_full(due, zone)}"] if due else []

    def change(text: bytes) -> bytes:
        return facts.with_offer(text, job, came, due, source=file)

    _write(file, job_search, change, *told)


def _job(job_search: JobSearch, company: str, role: str | None) -> Job:
    """Return the job that is meant. Raises UsageError where that takes a role, and none is said."""
    try:
        return Job(company, role or facts.only_role(job_search, company))
    except WhichRoleError as error:
        raise click.UsageError(f"say which job it is, with --role: {error.why}") from None


@click.command()
@_FILE
@click.argument("company", shell_complete=complete_companies)
@click.option("--role", metavar="TEXT", help="The job; not needed if FILE has one with COMPANY.")
def prefer(file: str, company: str, role: str | None) -> None:
    """Write into FILE which job you want most: it is told of other offers, and no other is."""
    job_search, _, _ = _begun(file, "your first choice")
    job = _job(job_search, company, role)

    def change(text: bytes) -> bytes:
        return facts.with_first_choice(text, job, source=file)

    try:
        _write(file, job_search, change, f"{company} ({job.role}) is your first choice")
    except NoSuchJobError as error:
        raise click.UsageError(str(error)) from None


@click.command()
@_FILE
@click.argument("what")
@click.option("--on", metavar="DATE", default="today", show_default=True, help="When you did it.")
@click.option("--relates-to", metavar="TEXT", help="What it has to do with the job.")
def activity(file: str, what: str, on: str, relates_to: str | None) -> None:
    """Write into FILE what you did, so that companies hear of it at their next contact."""
    if not what.strip():
        raise click.BadParameter("WHAT is empty; write what you did")
    job_search, zone, now = _begun(file, "what you did")
    day = clock(moment(on, zone, now)).date()

    def change(text: bytes) -> bytes:
        return facts.with_activity(text, what, day, relates_to or "", source=file)

    _write(file, job_search, change, what, f"  on: {in_full(day, zone)}")


@click.command()
@_FILE
@click.argument("first")
@click.argument("last", required=False)
def away(file: str, first: str, last: str | None) -> None:
    """Write into FILE that you are away on FIRST, or from FIRST to LAST, that day included."""
    job_search, zone, now = _begun(file, "when you are away")
    begins, ends = (_day(each or first, zone, now) for each in (first, last))
    if ends < begins:
        raise click.UsageError(f"{ends} lies before {begins}")
    until = f" to {in_full(ends, zone)}" if last else ""

    def change(text: bytes) -> bytes:
        return facts.with_away(text, begins, ends if last else None, source=file)

    _write(file, job_search, change, f"away {in_full(begins, zone)}{until}")


def _day(text: str, zone: str, now: datetime) -> date:
    return clock(moment(text, zone, now, ahead=True)).date()


def _begun(file: str, what: str) -> tuple[JobSearch, str, datetime]:
    """Return a file's records, the candidate's zone, and the time now."""
    check_writable(file, what)
    job_search = loaded(file)
    return job_search, job_search.candidate.clock, current_time()


def _write(file: str, before: JobSearch, change: Change, *said: str) -> None:
    """Change a file, and say what was written and what becomes of the plan."""
    after = loading.loads(rewrite(file, change), file)
    first, *rest = said
    lines = [f"{file}: {first}", *rest]
    if after == before:
        lines.append("The file says so already; nothing is changed.")
    else:
        lines += difference(plan_of(before, file), plan_of(after, file))
    click.echo("\n".join(lines))
