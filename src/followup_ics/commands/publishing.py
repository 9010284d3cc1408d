"""The command that publishes: feeds and pages as files; what only it needs is imported late."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.feeds import GOOGLE_SCHEME, checked, name_of
from followup_ics.commands.given import PLAYBOOK, playbook_of
from followup_ics.errors import FollowUpError, OutputError

if TYPE_CHECKING:
    from followup_ics.hosting.manifest import Manifest
    from followup_ics.hosting.many import Outcome
    from followup_ics.page.subscribing import GoogleScheme


@click.command()
@click.argument("source", metavar="FILE_OR_DIR", type=click.Path(exists=True))
@click.option(
    "--to",
    "target",
    required=True,
    metavar="DIR|URL",
    help="The folder that the host serves, or an address that fsspec knows, such as "
    "s3://bucket/feeds; what is in it is brought up to date.",
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=checked,
    help="Where the world finds DIR; the page then has a link for each calendar.",
)
@PLAYBOOK
@GOOGLE_SCHEME
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Plan in so many processes at once, by default one for each processor.",
)
@click.option(
    "--dask",
    "scheduler",
    metavar="ADDRESS",
    help="Plan on the Dask cluster of this scheduler, such as tcp://host:8786.",
)
@click.option(
    "--manifest",
    "manifest_file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Where to remember what was published of a folder, by default a hidden file in it.",
)
def publish(
    source: str,
    target: str,
    base_url: str | None,
    playbook_file: str | None,
    google_scheme: GoogleScheme,
    jobs: int | None,
    scheduler: str | None,
    manifest_file: str | None,
) -> None:
    """Write feeds and pages as files for a static host, each in a folder that nobody can guess.

    FILE_OR_DIR is one file of interviews, or a folder of them. What did not change is not written
    again, and of a folder not planned again; what has faults stays as it was. SOURCE_DATE_EPOCH,
    where set, is the current time.
    """
    from followup_ics.hosting import publishing
    from followup_ics.hosting.many import publish_all

    if jobs and scheduler:
        raise click.UsageError("--jobs and --dask exclude each other: both say who plans")
    gc.enable()  # off for short runs; this one may be long
    playbook = playbook_of(playbook_file)
    given = Path(source).absolute() if scheduler else Path(source)
    records = _named(publishing.sources(given))
    where = target if "://" in target or not scheduler else os.path.abspath(target)
    program = publishing.program()
    terms = publishing.Terms(where, base_url, google_scheme, playbook, current_time(), program)
    with _manifest(given, where, manifest_file) as manifest, _workers(where, jobs, scheduler) as by:
        faults = _tell(publish_all(records, terms, manifest, by), len(records))
    if faults:
        raise click.exceptions.Exit(1)


def _manifest(source: Path, target: str, file: str | None) -> Manifest:
    """Return what is remembered of a folder; of one file nothing is, since it is planned soon."""
    from followup_ics.hosting.manifest import Manifest, beside
    from followup_ics.hosting.targets import identity

    if file:
        return Manifest(Path(file))
    if not source.is_dir():
        return Manifest(None)
    try:
        return Manifest(beside(source, identity(target)))
    except OutputError as error:
        click.echo(f"warning: {error}; so all is planned again. Name a --manifest", err=True)
        return Manifest(None)


def _workers(
    target: str, jobs: int | None, scheduler: str | None
) -> AbstractContextManager[Executor | None]:
    from followup_ics.hosting import executors

    if scheduler:
        return executors.dask(scheduler)
    count = jobs or os.cpu_count() or 1
    # The memory of this process is no other's.
    is_alone = count == 1 or target.startswith("memory://")
    return nullcontext() if is_alone else executors.processes(count)


def _tell(outcomes: Iterable[Outcome], count: int) -> bool:
    """Say what became of each feed, and at the end what was wrong; return whether anything was."""
    faults: list[tuple[str, str]] = []
    ending = ""
    with _progress(count) as say:
        try:
            for outcome in outcomes:
                if outcome.published:
                    state = "written" if outcome.published.written else "nothing changed"
                    say(f"{outcome.published.address}: {state}.")
                else:
                    faults.append((outcome.name, outcome.fault))
                    say(None)
        except FollowUpError as error:  # it ends the run, and what was wrong before is told too
            ending = str(error)
    told = [fault for _, fault in sorted(faults)] + [ending] * bool(ending)
    for fault in told:
        click.echo(fault, err=True)
    return bool(told)


@contextmanager
def _progress(count: int) -> Iterator[Callable[[str | None], None]]:
    """Give what says a line, or nothing, of each feed; at a terminal, a bar shows how many are."""
    if count == 1 or not sys.stderr.isatty():
        yield lambda line: click.echo(line) if line else None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, markup=False)
    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    at_terminal = sys.stdout.isatty()
    with Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        feeds = bar.add_task("", total=count)

        def say(line: str | None) -> None:
            if line and at_terminal:
                console.print(line, soft_wrap=True)  # above the bar
            elif line:
                click.echo(line)
            bar.advance(feeds)

        yield say


def _named(paths: list[Path]) -> dict[str, Path]:
    """Return files by the names of their feeds."""
    named: dict[str, Path] = {}
    for path in paths:
        other = named.setdefault(name_of(path), path)
        if other != path:
            raise click.UsageError(
                f"{other.name} and {path.name} would both be {name_of(path)}.ics; rename one"
            )
    return named
