"""The command that publishes: feeds and pages as files; what only it needs is imported late."""

from __future__ import annotations

import gc
import os
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.feed_names import name_of
from followup_ics.commands.feeds import GOOGLE_SCHEME, checked
from followup_ics.commands.given import PLAYBOOK, playbook_of
from followup_ics.commands.throngs import DASK, JOBS, Told, tell, workers
from followup_ics.errors import MAX_NAMED, OutputError

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
@JOBS
@DASK
@click.option(
    "--manifest",
    "manifest_file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Where to remember what was published of a folder, by default a hidden file in it.",
)
@click.option(
    "--remove-gone",
    "most",
    type=click.IntRange(min=1),
    metavar="N",
    help="Remove calendars whose records are gone from the folder, unless they are more than N.",
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
    most: int | None,
) -> None:
    """Write feeds and pages as files for a static host, each in a folder that nobody can guess.

    FILE_OR_DIR is one file of interviews, or a folder of them. What did not change is not written
    again, and of a folder not planned again; what has faults stays as it was. So does a calendar
    whose records are gone from the folder, which is told. SOURCE_DATE_EPOCH, where set, is the
    current time.
    """
    from followup_ics.hosting import publishing
    from followup_ics.hosting.many import publish_all
    from followup_ics.hosting.program import program

    if most and not os.path.isdir(source):
        raise click.UsageError("--remove-gone is for a folder of records; delete the folder of one")
    gc.enable()  # off for short runs; this one may be long
    playbook = playbook_of(playbook_file)
    given = Path(source).absolute() if scheduler else Path(source)
    records = _named(publishing.sources(given))
    where = target if "://" in target or not scheduler else os.path.abspath(target)
    terms = publishing.Terms(where, base_url, google_scheme, playbook, current_time(), program())
    # What is in the memory of this process is in no other's.
    by = workers(1 if where.startswith("memory://") else jobs, scheduler)
    with _manifest(given, where, manifest_file) as manifest, by as executor:
        outcomes = publish_all(records, terms, manifest, executor)
        faults = tell(map(_told, outcomes), len(records))
        if os.path.isdir(source):
            faults |= _settle_gone(source, records, where, manifest, most or 0)
    if faults:
        raise click.exceptions.Exit(1)


def _told(outcome: Outcome) -> Told:
    if outcome.published is None:
        return Told(outcome.name, None, outcome.fault)
    state = "written" if outcome.published.written else "nothing changed"
    return Told(outcome.name, f"{outcome.published.address}: {state}.")


def _settle_gone(
    source: str, records: Container[str], where: str, manifest: Manifest, most: int
) -> bool:
    """Remove `most` calendars whose records are gone, tell of more; return whether that is wrong.

    A drive that is not mounted takes records away too: so it is never more than somebody said.
    """
    from followup_ics.hosting.targets import target_at
    from followup_ics.hosting.withdrawing import gone, withdraw

    target = target_at(where)
    found = gone(records, target, manifest)
    if len(found) > most:
        click.echo(_told_gone(list(found), target.said("").rstrip("/"), source, most), err=True)
        return most > 0
    for name, places in found.items():
        withdraw(name, places, target, manifest)
        click.echo(f"{name}.ics: removed, as its records are gone.")
    return False


def _told_gone(names: list[str], target: str, source: str, most: int) -> str:
    first = ", ".join(names[:MAX_NAMED]) + (", ..." if len(names) > MAX_NAMED else "")
    stand = "1 calendar stands" if len(names) == 1 else f"{len(names)} calendars stand"
    kept = f"That is more than --remove-gone {most}, so none is removed. " if most else ""
    it = "it, and its address ends" if len(names) == 1 else "them, and their addresses end"
    return (
        f"{stand} in {target} whose records are gone from {source}: {first}. {kept}"
        f"'--remove-gone {len(names)}' removes {it}."
    )


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
