"""What the Tab key offers beside commands, options and files: from the records, and from the store.

Nothing is said: where something cannot be read, nothing is offered.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from followup_ics.commands.clock import current_time
from followup_ics.commands.due import pending
from followup_ics.commands.given import STDIO, read_and_plan
from followup_ics.errors import FollowUpError
from followup_ics.planning.results import Plan
from followup_ics.records.job_search import JobSearch

if TYPE_CHECKING:
    Item = CompletionItem[Any]

UID_SHOWN = 12
SQLITE = "sqlite:///"


def complete_follow_ups(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[Item]:
    """Offer the numbers of `today`, and once typed the beginnings of uids, with what is to do."""
    found = _planned(ctx)
    if found is None:
        return []
    job_search, planned = found
    due = pending(planned, job_search.candidate.clock, current_time())
    offered = [(str(number), each.summary) for number, each in enumerate(due, 1)]
    if incomplete:
        to_come = (each for each in planned.follow_ups if each.status != "done")
        offered += [(each.uid[:UID_SHOWN], each.summary) for each in to_come]
    return _offered(offered, incomplete)


def complete_companies(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[Item]:
    """Offer the companies that the plan of a file has something to do for."""
    found = _planned(ctx)
    follow_ups = found[1].follow_ups if found else ()
    names = {each.company for each in follow_ups if each.company}
    return _offered(((name, "") for name in sorted(names, key=str.casefold)), incomplete)


def complete_feeds(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[Item]:
    """Offer the feeds of the store by name, where there is one: to look makes none."""
    with suppress(FollowUpError, ImportError):
        from followup_ics.hosting.database import default_url
        from followup_ics.hosting.store import Store

        url = ctx.params.get("database") or default_url()
        if url.startswith(SQLITE) and not os.path.exists(url.removeprefix(SQLITE)):
            return []
        with Store(url) as store:
            return _offered(((e.name, e.path or "") for e in store.listed()), incomplete)
    return []


def _offered(words: Iterable[tuple[str, str]], incomplete: str) -> list[Item]:
    begun = incomplete.casefold()
    return [CompletionItem(w, help=h) for w, h in words if w.casefold().startswith(begun)]


def _planned(ctx: click.Context) -> tuple[JobSearch, Plan] | None:
    """Return the records of the file that is named already, and their plan, if they can be read."""
    # Behind an option that still lacks its value, click leaves the arguments where they are.
    file = ctx.params.get("file") or next(iter(ctx.args), STDIO)
    if file == STDIO:
        return None
    with suppress(FollowUpError):
        return read_and_plan(file, ctx.params.get("playbook_file"))
    return None
