"""`offer`, `prefer`, `activity`, `away`: what no one contact brings, written into the file.

Dates and times are local ones of the candidate's zone, as these records have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_companies
from followup_ics.commands.differences import difference
from followup_ics.commands.given import loaded, plan_of
from followup_ics.commands.moments import in_full, moment
from followup_ics.commands.rewriting import Edit, check_writable, rewrite
from followup_ics.reading import editing, loading
from followup_ics.records.fields import nearest
from followup_ics.records.job_search import Interview, JobSearch, Offer
from followup_ics.records.names import company_name, company_of, fold
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
    role = role or _only_role(job_search, company)
    known = job_search.offers[at] if (at := _offer_of(job_search, company, role)) >= 0 else None
    came = known.received if known and not received else moment(received or "now", zone, now)
    due = moment(answer_by, zone, now, ahead=True) if answer_by else None
    if due and is_before(due, came):
        raise click.UsageError(f"{said(due)} lies before {said(came)}, when the offer came")
    dates = {"received": said(came)} | ({"answer_by": said(due)} if due else {})
    told = [f"an offer from {company} ({role})", f"  received: {in_full(came, zone)}"]
    told += [f"  answer by: {in_full(due, zone)}"] if due else []
    _write(file, job_search, lambda text: _with_offer(text, file, company, role, dates), *told)


def _offer_of(job_search: JobSearch, company: str, role: str) -> int:
    """Return the index of the offer of a job, -1 where there is none."""
    wanted = company_name(company), fold(role)
    found = ((company_of(each), fold(each.role)) == wanted for each in job_search.offers)
    return next((at for at, is_that in enumerate(found) if is_that), -1)


def _with_offer(text: bytes, file: str, company: str, role: str, dates: Mapping[str, str]) -> bytes:
    """Return a text with an offer, or with the dates of the one that is there."""
    at = _offer_of(loading.loads(text, file), company, role)
    if at < 0:
        return editing.add_offer(text, {"company": company, "role": role, **dates}, source=file)
    for name, date_of in dates.items():
        text = editing.put(text, ("offers", at), name, date_of, source=file)
    return text


@click.command()
@_FILE
@click.argument("company", shell_complete=complete_companies)
@click.option("--role", metavar="TEXT", help="The job; not needed if FILE has one with COMPANY.")
def prefer(file: str, company: str, role: str | None) -> None:
    """Write into FILE which job you want most: it is told of other offers, and no other is."""
    job_search, _, _ = _begun(file, "your first choice")
    role = role or _only_role(job_search, company)
    if not _of_role(job_search, company, role):
        raise click.UsageError(f"no interview with {company} for {role} is in {file}")
    _write(
        file,
        job_search,
        lambda text: _preferred(text, file, company, role),
        f"{company} ({role}) is your first choice",
    )


def _of_role(job_search: JobSearch, company: str, role: str) -> list[int]:
    """Return the indexes of the interviews for a role, the earliest first."""
    wanted = company_name(company), fold(role)
    found = [
        (clock(each.start), index)
        for index, each in enumerate(job_search.interviews)
        if (company_of(each), fold(each.role)) == wanted
    ]
    return [index for _, index in sorted(found)]


def _preferred(text: bytes, file: str, company: str, role: str) -> bytes:
    """Return a text in which the latest interview for a role alone is of the first choice."""
    job_search = loading.loads(text, file)
    chosen = _of_role(job_search, company, role)
    for index, each in enumerate(job_search.interviews):
        if each.first_choice and index not in chosen:
            text = editing.set_field(text, index, "first_choice", "false", source=file)
    if not any(job_search.interviews[index].first_choice for index in chosen):
        text = editing.set_field(text, chosen[-1], "first_choice", "true", source=file)
    return text


def _only_role(job_search: JobSearch, company: str) -> str:
    """Return the one role of a company in the file. Raises UsageError where there is none."""
    wanted = company_name(company)
    jobs: list[Interview | Offer] = [*job_search.interviews, *job_search.offers]
    roles = {fold(each.role): each.role for each in jobs if company_of(each) == wanted}
    if len(roles) == 1:
        return next(iter(roles.values()))
    if roles:
        why = f"the file has {', '.join(roles.values())} with {company}"
    else:
        why = f"the file has no {company}{nearest(company, {each.company for each in jobs})}"
    raise click.UsageError(f"say which job it is, with --role: {why}")


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
    fields = {"what": what, "on": said(day)}
    fields |= {"relates_to": relates_to} if relates_to else {}

    def edit(text: bytes) -> bytes:
        done = ((fold(each.what), each.on) for each in loading.loads(text, file).activities)
        is_there = (fold(what), day) in done
        return text if is_there else editing.add_activity(text, fields, source=file)

    _write(file, job_search, edit, what, f"  on: {in_full(day, zone)}")


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
    days = f"{begins}/{ends}" if last else f"{begins}"
    until = f" to {in_full(ends, zone)}" if last else ""

    def edit(text: bytes) -> bytes:
        known = loading.loads(text, file).candidate.away
        is_there = any(each.first <= begins and ends <= each.last for each in known)
        return text if is_there else editing.add_away(text, days, source=file)

    _write(file, job_search, edit, f"away {in_full(begins, zone)}{until}")


def _day(text: str, zone: str, now: datetime) -> date:
    return clock(moment(text, zone, now, ahead=True)).date()


def _begun(file: str, what: str) -> tuple[JobSearch, str, datetime]:
    """Return a file's records, the candidate's zone, and the time now."""
    check_writable(file, what)
    job_search = loaded(file)
    return job_search, job_search.candidate.clock, current_time()


def _write(file: str, before: JobSearch, edit: Edit, *said: str) -> None:
    """Change a file, and say what was written and what becomes of the plan."""
    after = loading.loads(rewrite(file, edit), file)
    first, *rest = said
    lines = [f"{file}: {first}", *rest]
    if after == before:
        lines.append("The file says so already; nothing is changed.")
    else:
        lines += difference(plan_of(before, file), plan_of(after, file))
    click.echo("\n".join(lines))
