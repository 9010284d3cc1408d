"""What several commands are given: records, a playbook, calendars, dates; and the plan of them."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from shlex import quote
from typing import Any

import click
from click.shell_completion import CompletionItem

from followup_ics.calendar.busy.around import CalendarAccess, about_calendars, plan_around
from followup_ics.errors import NotADateError, UnreadableFileError
from followup_ics.files import descriptor
from followup_ics.planning.results import Plan
from followup_ics.reading import loading
from followup_ics.records import moments
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook

STDIO = "-"


def _complete_playbooks(
    _: click.Context, __: click.Parameter, incomplete: str
) -> list[CompletionItem[Any]]:
    """Offer the playbooks that come along, else files."""
    named = [CompletionItem(name) for name in loading.BUILT_IN if name.startswith(incomplete)]
    return named or [CompletionItem(incomplete, type="file")]


FILE = click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
PLAYBOOK = click.option(
    "--playbook",
    "playbook_file",
    type=click.Path(dir_okay=False),
    metavar="NAME|FILE",
    shell_complete=_complete_playbooks,
    help="Follow oi-partners, measured, or a file of your own, whatever the records name.",
)
BUSY = click.option(
    "--busy",
    multiple=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Plan around this calendar of your own too; may be given several times.",
)
FETCH = click.option(
    "--fetch",
    is_flag=True,
    help="Ask the https addresses that the records name under busy for their calendars.",
)


def records_in(file: str) -> bytes:
    """Return the bytes of a file of records. Raises UnreadableFileError, which names `init`."""
    try:
        return loading.read(file)
    except UnreadableFileError as error:
        if file == STDIO or os.path.lexists(file):
            raise
        advice = f"{error.reason}; followup-ics init {quote(file)} makes it"
        raise UnreadableFileError(error.source, advice) from None


def loaded(file: str) -> JobSearch:
    """Return the records of a file. Raises RecordsError, and as `records_in` does."""
    return loading.loads(records_in(file), "<stdin>" if file == STDIO else file)


def playbook_of(playbook_file: str | None) -> Playbook | None:
    """Return the playbook that a command was given, None where the records name theirs."""
    return loading.load_playbook(playbook_file) if playbook_file else None


def day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Read the date that an option was given."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no date; write one such as 2026-11-23") from None


def moment(text: str, zone: str, now: datetime, *, ahead: bool = False) -> date | datetime:
    """Return the one date or time that a text means, as `records.moments` reads it.

    Raises click.BadParameter where it means none, or two, which it names.
    """
    try:
        return moments.moment(text, zone, now, ahead=ahead)
    except NotADateError as error:
        raise click.BadParameter(str(error)) from None


def check_writable(file: str, what: str) -> None:
    """Raise UsageError where `what` cannot be written into a file: into standard input."""
    if file == STDIO or descriptor(file) is not None:
        raise click.UsageError(f"name a file: {what} is written into it")


def access_of(file: str, busy: tuple[str, ...], *, fetch: bool = False) -> CalendarAccess:
    """Return what may be read of the calendars that the records in a file name."""
    has_no_folder = file == STDIO or descriptor(file) is not None
    folder = Path() if has_no_folder else Path(file).parent
    if not fetch:
        return CalendarAccess(folder, busy)
    from followup_ics.hosting.fetching import fetch as asked

    return CalendarAccess(folder, busy, asked)


def plan_of(
    job_search: JobSearch,
    file: str,
    playbook: Playbook | None = None,
    busy: tuple[str, ...] = (),
    *,
    fetch: bool = False,
) -> Plan:
    """Return the plan of the records in a file, around the candidate's own calendars."""
    return plan_around(job_search, access_of(file, busy, fetch=fetch), playbook)


def read_and_plan(
    file: str, playbook_file: str | None, busy: tuple[str, ...] = (), *, fetch: bool = False
) -> tuple[JobSearch, Plan]:
    """Return the records of a file, and their plan around the candidate's own calendars."""
    playbook = playbook_of(playbook_file)
    job_search = loaded(file)
    return job_search, plan_of(job_search, file, playbook, busy, fetch=fetch)


def warn_of_calendars(found: Plan) -> None:
    """Say which of the candidate's own calendars the plan does not keep clear of, and why."""
    for note in about_calendars(found):
        click.echo(f"{note.level}: {note.text}", err=True)
