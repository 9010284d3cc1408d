"""What several commands are given: a file of records, a playbook, and the plan of both."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from click.shell_completion import CompletionItem

from followup_ics.api import plan
from followup_ics.planning.results import Plan
from followup_ics.reading import loading
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


def read_and_plan(file: str, playbook_file: str | None) -> tuple[JobSearch, Plan]:
    """Return the records of a file, and their plan."""
    playbook = playbook_of(playbook_file)
    job_search = loading.load(file)
    return job_search, plan(job_search, playbook)
