"""What commands for many feeds share: who does the work, and how it is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

import click

from followup_ics.errors import FollowUpError

if TYPE_CHECKING:
    from concurrent.futures import Executor

JOBS = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Plan in so many processes at once, by default one for each processor.",
)
DASK = click.option(
    "--dask",
    "scheduler",
    metavar="ADDRESS",
    help="Plan on the Dask cluster of this scheduler, such as tcp://host:8786.",
)


class Told(NamedTuple):
    """What there is to say of a feed: a line, or a fault of one line or more."""

    name: str
    line: str | None
    fault: str = ""


def workers(jobs: int | None, scheduler: str | None) -> AbstractContextManager[Executor | None]:
    """Give who does the work; None is this process. Raises UsageError where both are named."""
    if jobs and scheduler:
        raise click.UsageError("--jobs and --dask exclude each other: both say who plans")
    from followup_ics.hosting import executors

    if scheduler:
        return executors.dask(scheduler)
    count = jobs or os.cpu_count() or 1
    return nullcontext() if count == 1 else executors.processes(count)


def tell(feeds: Iterable[Told], count: int) -> bool:
    """Say what became of each feed, and at the end what was wrong; return whether anything was."""
    faults: list[tuple[str, str]] = []
    ending = ""
    with progress(count) as say:
        try:
            for name, line, fault in feeds:
                if fault:
                    faults.append((name, fault))
                say(line)
        except FollowUpError as error:  # it ends the run, and what was wrong before is told too
            ending = str(error)
    told = [fault for _, fault in sorted(faults)] + [ending] * bool(ending)
    for fault in told:
        click.echo(fault, err=True)
    return bool(told)


@contextmanager
def progress(count: int) -> Iterator[Callable[[str | None], None]]:
    """Give what says a line, or nothing, of each feed; at a terminal, a bar shows how many are."""
    if count <= 1 or not sys.stderr.isatty():
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
