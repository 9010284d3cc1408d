"""The command `feed render`, beside the others of `feed`: feeds of a store are made anew."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_feeds
from followup_ics.commands.feeds import DATABASE, feed, opened_store
from followup_ics.commands.given import FETCH
from followup_ics.commands.throngs import DASK, JOBS, Told, tell, workers

if TYPE_CHECKING:
    from followup_ics.hosting.remaking import Ids, Order, Remade
    from followup_ics.hosting.store import Store


@feed.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_feeds)
@click.option("--all", "everything", is_flag=True, help="Make all feeds that another version made.")
@JOBS
@DASK
@FETCH
@DATABASE
def render(
    names: tuple[str, ...],
    everything: bool,
    jobs: int | None,
    scheduler: str | None,
    fetch: bool,
    database: str | None,
) -> None:
    """Make the feeds NAME anew, or with --all those that another version of followup-ics made.

    Servers do so by themselves within a day of an update, each feed when it is asked for; with
    --all it is done before. What has faults stays as it was. Stopped, it goes on where it was.
    """
    from followup_ics.hosting.calendars import OwnCalendars
    from followup_ics.hosting.program import program
    from followup_ics.hosting.remaking import Order

    if bool(names) == everything:
        raise click.UsageError("name feeds, or give --all")
    gc.enable()  # off for short runs; this one may be long
    with opened_store(database) as store:
        if scheduler and store.is_local:
            raise click.UsageError(
                "--dask is for a store that all workers reach, such as PostgreSQL; "
                "a file of SQLite is for the processes of one machine, as --jobs has them"
            )
        own = OwnCalendars(fetch=fetch)
        order = Order(store.url, current_time(), own, program(), everything)
        batches, count = _wanted(store, names)
        if _remake(batches, count, order, jobs, scheduler):
            raise click.exceptions.Exit(1)


def _wanted(store: Store, names: tuple[str, ...]) -> tuple[Iterable[Ids], int]:
    """Return the feeds to be made, in batches, and how many they are."""
    from followup_ics.hosting.program import program
    from followup_ics.hosting.remaking import made_by_others

    if names:
        ids = dict.fromkeys(store.named(name).id for name in names)
        return [(each,) for each in ids], len(ids)
    count, of = store.count_made_by_others(program())
    if of > count:
        click.echo(f"{of - count:,} of {of:,} feeds were made by this version already.", err=True)
    return made_by_others(store), count


def _remake(
    batches: Iterable[Ids], count: int, order: Order, jobs: int | None, scheduler: str | None
) -> bool:
    """Make feeds anew and tell it; return whether anything was wrong."""
    from followup_ics.hosting.remaking import BATCH, remake_all

    with workers(1 if count <= BATCH and not scheduler else jobs, scheduler) as executor:
        return tell(map(_told, remake_all(batches, order, executor)), count)


def _told(feed: Remade) -> Told:
    line = (
        None if feed.fault else f"{feed.name}: {'changed' if feed.changed else 'nothing changed'}."
    )
    return Told(feed.name, line, feed.fault)
