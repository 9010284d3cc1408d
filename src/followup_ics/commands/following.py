"""The command `feed add`: a feed for a file, or for each file of a folder."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.feed_names import name_of, path_of, told
from followup_ics.commands.feeds import (
    BASE_URL,
    DATABASE,
    OWN_PLAYBOOK,
    add_content,
    add_file,
    edit_url_of,
    feed,
    opened_store,
    say_once,
    url_of,
)
from followup_ics.commands.given import STDIO, playbook_of
from followup_ics.commands.throngs import Told, tell
from followup_ics.errors import FollowedError, FollowUpError, StoreError

if TYPE_CHECKING:
    from followup_ics.hosting.store import Store


@feed.command()
@click.argument("source", metavar="FILE_OR_DIR", type=click.Path())
@click.option("--name", help="What the feed is called. [default: FILE without its ending]")
@click.option(
    "--editable", is_flag=True, help="Make an address to edit too, and print it on a second line."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a file, one a line.")
@OWN_PLAYBOOK
@DATABASE
@BASE_URL
def add(
    source: str,
    name: str | None,
    editable: bool,
    as_json: bool,
    playbook: str | None,
    database: str | None,
    base_url: str | None,
) -> None:
    """Make a feed of FILE and print its address; the feed follows the file from then on.

    Of a folder, each file that no feed follows yet becomes one, called as the file is; what has
    faults keeps no other from it, and is told at the end. A playbook in a file is followed too.
    What calendars call the feed, and whether it has reminders, stands in the file, under calendar.
    Below an address to edit, whoever has it changes FILE from any browser.
    """
    path = path_of(source)
    if name and path.is_dir():
        raise click.UsageError("--name is that of one FILE; of a folder, each file names its own")
    if playbook == STDIO and path.is_dir():
        raise click.UsageError("a folder is given a playbook by name or as a file, not by '-'")
    with opened_store(database) as store:
        adding = _Adding(store, playbook, base_url, as_json=as_json, editable=editable)
        if path.is_dir():
            adding.folder(path)
        else:
            adding.file(path, name)


class _Adding:
    """Files that become feeds of a store, and how that is said."""

    def __init__(
        self,
        store: Store,
        playbook: str | None,
        base_url: str | None,
        *,
        as_json: bool,
        editable: bool,
    ) -> None:
        self._store, self._playbook, self._base_url = store, playbook, base_url
        self._as_json, self._editable = as_json, editable
        self._followed: list[str] = []
        self._added = 0

    def file(self, path: Path, name: str | None) -> None:
        """Add a feed for one file, and say so. Raises FollowedError, unless another name is given.

        Raises as `add_file` does too.
        """
        followed = None if name else self._store.at(str(path))
        if followed:
            again = told(f"feed rotate {followed.name}")
            raise FollowedError(path.name, followed.name, again)
        called = name or name_of(path)
        token = add_file(self._store, path, called, self._playbook)
        click.echo(self.line(path, called, token))
        say_once(edits=self._editable)

    def folder(self, path: Path) -> None:
        """Add a feed for each file of a folder, and say so. Raises Exit where one has faults."""
        from followup_ics.hosting.publishing import sources

        gc.enable()  # off for short runs; this one may be long
        playbook_of(self._playbook)  # its faults are told once, and not of each file
        files = sources(path)
        faults = tell(map(self._attempt, files), len(files))
        if self._added:
            say_once(edits=self._editable)
        if self._followed:
            names = ", ".join(self._followed)
            click.echo(f"Followed already, and left as they are: {names}.", err=True)
        if faults:
            raise click.exceptions.Exit(1)

    def line(self, path: Path, name: str, token: str) -> str:
        """Return what is printed of a new feed, the only time that its addresses are."""
        urls = {"url": url_of(self._base_url, token, name)}
        if self._editable:
            edits = self._store.rotate(name, int(current_time().timestamp()), edits=True)
            urls["edit_url"] = edit_url_of(self._base_url, edits)
        return self._json(path, name, **urls) if self._as_json else "\n".join(urls.values())

    def _attempt(self, file: Path) -> Told:
        from followup_ics.hosting.rendering import content_at

        path = path_of(str(file))
        followed = self._store.at(str(path))
        if followed:
            self._followed.append(followed.name)
            line = self._json(path, followed.name, url=None) if self._as_json else None
            return Told(followed.name, line)
        name = name_of(file)
        try:
            content = content_at(path, current_time(), self._playbook)
            token = add_content(self._store, path, name, content)
        except StoreError:  # no file's fault
            raise
        except FollowUpError as error:
            return self._fault(path, name, str(error))
        self._added += 1
        return Told(name, self.line(path, name, token))

    def _fault(self, path: Path, name: str, fault: str) -> Told:
        line = self._json(path, name, url=None, fault=fault) if self._as_json else None
        return Told(name, line, fault)

    def _json(self, path: Path, name: str, **more: str | None) -> str:
        return json.dumps({"name": name, "file": str(path), **more}, ensure_ascii=False)
