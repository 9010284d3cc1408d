"""The commands `feed history`, `feed undo` and `feed remove`: what was, put back or erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_feeds
from followup_ics.commands.feed_names import told
from followup_ics.commands.feeds import DATABASE, feed, opened_store
from followup_ics.errors import UnknownVersionError

if TYPE_CHECKING:
    from followup_ics.hosting.versions import Version

_NAME = click.argument("name", shell_complete=complete_feeds)
UNDO = "feed undo"


@feed.command()
@_NAME
@click.option("--json", "as_json", is_flag=True, help="Print the versions as JSON.")
@DATABASE
def history(name: str, as_json: bool, database: str | None) -> None:
    """List how the records of the feed NAME changed: when, what, and by which command.

    The newest is first. The last 50 versions are kept, each until 90 days after it was replaced.
    Of a feed that follows a file none are: the file is yours.
    """
    from followup_ics.hosting.history import history as versions_of

    with opened_store(database) as store:
        found, path = versions_of(store, name, current_time()), store.named(name).content.path
    if as_json:
        click.echo(json.dumps([*map(_as_json, found)], ensure_ascii=False, indent=2))
    for line in () if as_json else _listed(found):
        click.echo(line)
    if path:
        click.echo(
            f"{name} follows {path}; no versions of files are kept. "
            "Keep the file under version control to have them.",
            err=True,
        )


def _listed(found: Iterable[Version]) -> Iterator[str]:
    rows = [(str(e.number), f"{_time(e):%Y-%m-%d %H:%M} UTC", e.by or "-", e.what) for e in found]
    number, by = (max((len(row[column]) for row in rows), default=0) for column in (0, 2))
    for row in rows:
        yield f"{row[0]:>{number}}  {row[1]}  {row[2]:{by}}  {row[3]}"


def _time(version: Version) -> datetime:
    return datetime.fromtimestamp(version.at, UTC)


def _as_json(version: Version) -> dict[str, object]:
    return asdict(version) | {"at": f"{_time(version):%Y-%m-%dT%H:%M:%SZ}"}


@feed.command()
@_NAME
@click.argument("number", required=False, type=click.IntRange(1, 2**31 - 1))
@DATABASE
def undo(name: str, number: int | None, database: str | None) -> None:
    """Put the records of the feed NAME back as they were before their last change.

    With NUMBER, as of that version of 'followup-ics feed history'. This is a change too, so that
    'undo' again takes it back. The feed's playbook stays as it is.
    """
    from followup_ics.hosting.rendering import undo as undone

    with opened_store(database) as store:
        try:
            what = undone(store, name, current_time(), number, UNDO)
        except UnknownVersionError as error:
            listing = told(f"feed history {name}")
            raise UnknownVersionError(name, error.number, listing) from None
    if what is None:
        click.echo(f"{name}: the records are the same; nothing changed.")
        return
    click.echo(f"{name}: {what}.")
    click.echo(f"'{told(f'feed undo {name}')}' takes this back.", err=True)


@feed.command()
@_NAME
@click.option("--yes", is_flag=True, help="Do not ask.")
@DATABASE
def remove(name: str, yes: bool, database: str | None) -> None:
    """Erase the feed NAME for good: its records in the store, their versions, its calendar.

    Calendars that ask for it are told that there is no such address; to tell them that it is gone,
    use revoke, which keeps the rest. A file that it follows stays.
    """
    with opened_store(database) as store:
        path = store.named(name).content.path
        if not yes:
            _ask(name, path)
        store.remove(name)
    click.echo(f"{name} is erased.")


def _ask(name: str, path: str | None) -> None:
    from followup_ics.commands.asking import at_terminal

    if not at_terminal():
        raise click.UsageError("nobody is there to be asked; give --yes to erase it")
    what = f"the file {path} stays" if path else "its records are kept nowhere else here"
    click.confirm(f"Erase {name} for good ({what})?", abort=True)
