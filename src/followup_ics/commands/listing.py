"""The command `feed list`: what feeds there are, or what is due in each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from followup_ics.calendar.busy.around import plan_around
from followup_ics.commands.clock import current_time
from followup_ics.commands.feed_names import told
from followup_ics.commands.feeds import DATABASE, feed, opened_store
from followup_ics.commands.given import FETCH
from followup_ics.commands.throngs import progress
from followup_ics.errors import FollowUpError
from followup_ics.planning.results import FollowUp, Plan
from followup_ics.reading.loading import loads, read
from followup_ics.working_time import add_days, local_date, spoken_time, spoken_zone

if TYPE_CHECKING:
    from followup_ics.hosting.calendars import OwnCalendars
    from followup_ics.hosting.store import Content, Listed, Store

WEEK = 7


@feed.command("list")
@click.option("--due", is_flag=True, help="Tell what is overdue in each, and due this week.")
@click.option("--json", "as_json", is_flag=True, help="Print that as JSON; with --due.")
@FETCH
@DATABASE
def list_feeds(due: bool, as_json: bool, fetch: bool, database: str | None) -> None:
    """List the feeds: where their records are, when they changed, what is wrong with them.

    It tells what was found when a feed was last asked for, and which have an address to edit. With
    --due, it reads the records of each as they are now, and tells how many contacts are overdue,
    how many follow-ups come today and in the six days after, and which is next, in the time of the
    candidate.
    """
    if (as_json or fetch) and not due:
        raise click.UsageError("--json and --fetch go with --due")
    with opened_store(database) as store:
        feeds = store.listed()
        found = [*_each(store, feeds, fetch=fetch)] if due else []
    if not feeds:
        click.echo(f"There are no feeds yet; '{told('feed add FILE')}' makes one.", err=True)
    if as_json:
        click.echo(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=2))
        return
    width = max((len(each.name) for each in feeds), default=0)
    lines = _table(found, width) if due else _described(feeds, width)
    for line in lines:
        click.echo(line)


def _described(feeds: Iterable[Listed], width: int) -> Iterator[str]:
    for each in feeds:
        state = "open" if each.open else "revoked"
        changed = f"{datetime.fromtimestamp(each.changed, UTC):%Y-%m-%d %H:%M} UTC"
        advice = each.playbook or ("kept in the store" if each.keeps_playbook else "")
        by = f", playbook {advice}" if advice else ""
        source = each.path or "kept in the store"
        edits = ", with an address to edit" if each.editable else ""
        yield f"{each.name:{width}}  {state:7}  changed {changed}  {source}{by}{edits}"
        for fault in (each.faults or "").splitlines():
            yield f"{'':{width}}  {fault}"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is due in a feed; `zone` is the candidate's, "" where the records cannot be planned.

    `overdue` counts contacts before today that were not made, `this_week` what is planned from
    today on, for seven days. `next` is the first of all that is not over. `fault` is what is wrong
    with the records; the rest is then of the last ones without faults. `open` says whether it has
    an address that works.
    """

    name: str
    zone: str
    overdue: int
    this_week: int
    next: FollowUp | None
    fault: str = ""
    open: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, the instant as ISO 8601 in UTC."""
        coming = self.next and {
            "summary": self.next.summary,
            "start": f"{self.next.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "local": spoken_time(self.zone, self.next.start),
        }
        return {
            "name": self.name,
            "open": self.open,
            "timezone": self.zone or None,
            "overdue": self.overdue,
            "this_week": self.this_week,
            "next": coming,
            "faults": self.fault.splitlines(),
        }


def _each(store: Store, feeds: Iterable[Listed], *, fetch: bool) -> Iterator[Outlook]:
    """Yield what is due in each feed; what is wrong with one keeps no other from being told."""
    from followup_ics.hosting.calendars import OwnCalendars

    listed = [*feeds]
    own, now = OwnCalendars(fetch=fetch), current_time()
    with progress(len(listed)) as say:
        for each in listed:
            found = _outlook(each.name, store.named(each.name).content, own, now)
            yield replace(found, open=each.open)
            say(None)


def _outlook(name: str, content: Content, own: OwnCalendars, now: datetime) -> Outlook:
    try:
        text = read(Path(content.path)) if content.path else content.records
        return _counted(name, text, content, own, now)
    except FollowUpError as error:
        fault = str(error)
    try:
        return _counted(name, content.records, content, own, now, fault)
    except FollowUpError:  # an older version of the program took them
        return Outlook(name, "", 0, 0, None, fault)


def _counted(
    name: str, text: bytes, content: Content, own: OwnCalendars, now: datetime, fault: str = ""
) -> Outlook:
    from followup_ics.hosting.advice import Advice

    search = loads(text, Path(content.path).name if content.path else name)
    playbook = Advice(content.playbook, content.advice).playbook()
    plan = plan_around(search, own.access(content.path), playbook)
    zone = search.candidate.clock
    open_ones = _open(plan)
    today = local_date(zone, now)
    days = [(local_date(zone, each.start), each) for each in open_ones]
    overdue = sum(day < today and each.channel != "self" for day, each in days)
    this_week = sum(today <= day < add_days(today, WEEK) for day, _ in days)
    coming = next((each for each in open_ones if each.end > now), None)
    return Outlook(name, zone, overdue, this_week, coming, fault)


def _open(plan: Plan) -> list[FollowUp]:
    """Return what is planned, and that somebody waits for, in the order of time."""
    return [each for each in plan.follow_ups if each.is_to_do]


def _table(found: Iterable[Outlook], width: int) -> Iterator[str]:
    for each in found:
        coming = ""
        if each.next:
            when = f"{spoken_time(each.zone, each.next.start)} ({spoken_zone(each.zone)})"
            coming = f"  next {when}: {each.next.summary}"
        counts = f"{each.overdue:3} overdue  {each.this_week:3} this week"
        counts += "" if each.open else "  revoked"
        yield f"{each.name:{width}}  {counts}{coming}"
        for fault in each.fault.splitlines():
            yield f"{'':{width}}  {fault}"
