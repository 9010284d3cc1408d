"""The commands that host: `feed` and `serve`; what only they need is imported late."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_feeds
from followup_ics.commands.feed_names import name_of, path_of, told
from followup_ics.commands.given import BUSY, FETCH
from followup_ics.errors import FeedNameError, UnknownFeedError
from followup_ics.hosting.addresses import checked_base, editing_url, feed_url
from followup_ics.reading.loading import read

if TYPE_CHECKING:
    from followup_ics.hosting.calendars import OwnCalendars
    from followup_ics.hosting.store import Content, Store
    from followup_ics.page.subscribing import GoogleScheme

HOST, PORT = "127.0.0.1", 8000
PUT = "feed put"


def checked(_: click.Context, __: click.Parameter, base_url: str | None) -> str | None:
    """Return a base URL as an option has it. Raises BadParameter where it is none."""
    try:
        return checked_base(base_url) if base_url else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


DATABASE = click.option(
    "--database",
    metavar="URL",
    envvar="FOLLOWUP_ICS_DATABASE",
    help="Where feeds are kept, such as postgresql+psycopg://user@host/name. "
    "[default: an SQLite file in your data folder]",
)
BASE_URL = click.option(
    "--base-url",
    metavar="URL",
    envvar="FOLLOWUP_ICS_BASE_URL",
    callback=checked,
    help=f"Where the world finds the server. [default: http://{HOST}:{PORT}]",
)
GOOGLE_SCHEME = click.option(
    "--google-scheme",
    type=click.Choice(["webcal", "https", "http"]),
    default="webcal",
    show_default=True,
    help="The scheme of the address handed to Google Calendar.",
)
OWN_PLAYBOOK = click.option(
    "--playbook",
    type=click.Path(dir_okay=False),
    metavar="NAME|FILE",
    help="Follow oi-partners, measured, or a file of your own from now on, whatever the records "
    "name; '' is what they name.",
)
EDITABLE = click.option(
    "--editable", is_flag=True, help="Mean its address to edit, with which its records are changed."
)
_RECORDS = click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))


@click.group()
def feed() -> None:
    """Keep feeds: private addresses that calendars subscribe to.

    An address is shown once, when it is made; only its SHA-256 is kept.
    """


@feed.command()
@click.argument("name", shell_complete=complete_feeds)
@EDITABLE
@DATABASE
@BASE_URL
def rotate(name: str, editable: bool, database: str | None, base_url: str | None) -> None:
    """Withdraw the address of the feed NAME and print a new one.

    With --editable it is the address to edit, which a feed may be given so that had none; the one
    that calendars subscribe to stays.
    """
    with opened_store(database) as store:
        token = store.rotate(name, _second(), edits=editable)
        click.echo(edit_url_of(base_url, token) if editable else url_of(base_url, token, name))
    say_once(plan=not editable, edits=editable)


@feed.command()
@click.argument("name", shell_complete=complete_feeds)
@EDITABLE
@DATABASE
def revoke(name: str, editable: bool, database: str | None) -> None:
    """Withdraw the address of the feed NAME: calendars that ask for it are told it is gone.

    With --editable it is the address to edit, and the one that calendars subscribe to stays.
    """
    with opened_store(database) as store:
        had_one = store.revoke(name, _second(), edits=editable)
    what, option = ("address to edit", " --editable") if editable else ("address", "")
    state = "is withdrawn" if had_one or not editable else "was withdrawn before, or never made"
    again = f"'{told(f'feed rotate {name}{option}')}' makes a new one"
    click.echo(f"{name}: its {what} {state}; {again}.")


@feed.command()
@click.argument("name", shell_complete=complete_feeds)
@_RECORDS
@OWN_PLAYBOOK
@DATABASE
@BASE_URL
def put(
    name: str, file: str, playbook: str | None, database: str | None, base_url: str | None
) -> None:
    """Keep the records of FILE in the store, for the feed NAME; '-' is standard input.

    A feed that is new is made, and its address printed. Where FILE has faults, nothing changes.
    A playbook is kept with the feed, until another is given.
    """
    from followup_ics.hosting import rendering

    text, now = read(file), current_time()
    with opened_store(database) as store:
        try:
            rendering.put(store, name, text, file, now, playbook, PUT)
        except UnknownFeedError:
            content = rendering.content_of(text, file, now, playbook)
            token = store.add(name, content, PUT)
            click.echo(url_of(base_url, token, name))
            say_once()


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(dir_okay=False))
@click.option(
    "--host", metavar="ADDRESS", default=HOST, show_default=True, help="The address to listen on."
)
@click.option(
    "--port",
    metavar="NUMBER",
    default=PORT,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option(
    "--workers",
    metavar="NUMBER",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many processes answer.",
)
@OWN_PLAYBOOK
@GOOGLE_SCHEME
@DATABASE
@BASE_URL
@BUSY
@FETCH
def serve(
    files: tuple[str, ...],
    host: str,
    port: int,
    workers: int,
    playbook: str | None,
    google_scheme: GoogleScheme,
    database: str | None,
    base_url: str | None,
    busy: tuple[str, ...],
    fetch: bool,
) -> None:
    """Serve all feeds, and those of each FILE: to calendars, and as a page to look at.

    A FILE that is new becomes a feed, and its address is printed. A change of a FILE, or of a
    calendar that it is planned around, shows the next time that somebody asks. A playbook is that
    of each FILE, and stays so without being given again.
    """
    if playbook is not None and not files:
        raise click.UsageError("--playbook is that of a FILE; name one")
    if busy and not files:
        raise click.UsageError("--busy is for a FILE; name the one that is planned around it")
    with opened_store(database) as store:
        from followup_ics.hosting import serving
        from followup_ics.hosting.calendars import OwnCalendars

        paths = [path_of(each) for each in files]
        around = tuple(map(os.path.realpath, busy))
        own = OwnCalendars(tuple(map(str, paths)), around, fetch)
        serving.check_free(host, port)
        base_url = base_url or serving.own_url(host, port)
        for path in paths:
            _serve_file(store, path, base_url, playbook, own)
        if store.is_empty():
            raise click.UsageError("there are no feeds to serve; name a FILE of interviews")
    serving.run(store.url, base_url, google_scheme, own, host, port, workers)


def _serve_file(
    store: Store, path: Path, base_url: str, playbook: str | None, own: OwnCalendars
) -> None:
    """Bring the feed of a file up to date, or make it, and say what there is to see."""
    from followup_ics.hosting.rendering import advise, refresh

    feed = store.at(str(path))
    if feed is None:
        token = add_file(store, path, name_of(path), playbook, own)
        url = url_of(base_url, token, name_of(path))
        click.echo(f"Subscribe to: {url}\nor look at:   {url.rpartition('/')[0]}/")
        say_once()
        return
    if playbook is None:
        refresh(store, feed.id, current_time(), own)
    else:
        advise(store, feed.id, playbook, current_time(), own)
    click.echo(
        f"{feed.name} is served. Its address was shown when it was made; "
        f"'{told(f'feed rotate {feed.name}')}' makes a new one.",
        err=True,
    )
    for line in (store.named(feed.name).content.faults or "").splitlines():
        click.echo(line, err=True)


# What the commands share


@contextmanager
def opened_store(database: str | None) -> Iterator[Store]:
    """Open the store; packages that are missing are wrong usage, its failures a StoreError."""
    if any(find_spec(each) is None for each in ("alembic", "sqlalchemy", "starlette", "uvicorn")):
        raise click.UsageError(
            "feeds need more packages; install them with: pip install 'followup-ics[serve]'"
        )
    from followup_ics.hosting.database import default_url
    from followup_ics.hosting.store import Store

    with Store(database or default_url()) as store:
        try:
            yield store
        except UnknownFeedError as error:
            raise UnknownFeedError(error.name, told("feed list")) from None


def add_file(
    store: Store, path: Path, name: str, playbook: str | None, own: OwnCalendars | None = None
) -> str:
    """Add a feed that follows a file, its path absolute; return its token.

    Raises FeedNameError, RecordsError, PlaybookError and UnreadableFileError.
    """
    from followup_ics.hosting.rendering import content_at

    return add_content(store, path, name, content_at(path, current_time(), playbook, own))


def add_content(store: Store, path: Path, name: str, content: Content) -> str:
    """Add a feed that follows a file and was made of it; return its token. Raises FeedNameError."""
    try:
        return store.add(name, content)
    except FeedNameError as error:
        another = told(f"feed add {quote(path.name)} --name NAME")
        hint = f"{error.reason}; choose one: {another}"
        raise FeedNameError(name, hint) from None


def url_of(base_url: str | None, token: str, name: str) -> str:
    """Return the URL of a feed."""
    return feed_url(base_url or f"http://{HOST}:{PORT}", token, name)


def edit_url_of(base_url: str | None, token: str) -> str:
    """Return the address to edit a feed."""
    return editing_url(base_url or f"http://{HOST}:{PORT}", token)


def say_once(*, plan: bool = True, edits: bool = False) -> None:
    """Say that an address is shown once: that of a plan, the one to edit, or one after the other.

    Of both, it says which is which.
    """
    if plan:
        it = "The first address" if edits else "It"
        click.echo(f"{it} is shown this once: whoever has it can read the plan.", err=True)
    if edits:
        it = "The second" if plan else "It is shown this once: whoever"
        who = ", to edit, too: whoever" if plan else ""
        click.echo(f"{it}{who} has it can read and change the records.", err=True)


def _second() -> int:
    return int(current_time().timestamp())
