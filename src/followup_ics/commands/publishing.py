"""The command that publishes: feeds and pages as files; what only it needs is imported late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.feeds import GOOGLE_SCHEME, checked, name_of
from followup_ics.commands.given import PLAYBOOK, playbook_of
from followup_ics.errors import FollowUpError

if TYPE_CHECKING:
    from followup_ics.page.subscribing import GoogleScheme


@click.command()
@click.argument("source", metavar="FILE_OR_DIR", type=click.Path(exists=True))
@click.option(
    "--to",
    "target",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="The folder that the host serves; what is in it is brought up to date.",
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=checked,
    help="Where the world finds DIR; the page then has a link for each calendar.",
)
@PLAYBOOK
@GOOGLE_SCHEME
def publish(
    source: str,
    target: str,
    base_url: str | None,
    playbook_file: str | None,
    google_scheme: GoogleScheme,
) -> None:
    """Write feeds and pages as files for a static host, each in a folder that nobody can guess.

    FILE_OR_DIR is one file of interviews, or a folder of them. What did not change is not written
    again; what has faults stays as it was. SOURCE_DATE_EPOCH, where set, is the current time.
    """
    from followup_ics.hosting import publishing

    faults, playbook = False, playbook_of(playbook_file)
    for name, path in _named(publishing.sources(Path(source))).items():
        try:
            done = publishing.publish(
                path,
                Path(target),
                name=name,
                base_url=base_url,
                google_scheme=google_scheme,
                playbook=playbook,
                now=current_time(),
            )
            click.echo(f"{done.address}: {'written' if done.written else 'nothing changed'}.")
        except FollowUpError as error:
            faults = True
            click.echo(error, err=True)
    if faults:
        raise click.exceptions.Exit(1)


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
