"""The command line: names every command, and catches the base error once.

What a command is made of is imported when it is the one that was typed: neither --help nor the Tab
key waits for records, plans and calendars.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from followup_ics.commands import quoting  # noqa: F401 - what bash is offered is made there
from followup_ics.errors import (
    FollowUpError,
    HostingError,
    UnreadableFileError,
)

# The module of each command, where it has the command's name, and what the list of them says.
_COMMANDS = {
    "build": ("building", "Write the follow-ups of FILE as an .ics calendar."),
    "show": ("showing", "Show what comes next in the plan of FILE, week by week."),
    "check": ("checking", "Say what is wrong in FILE, or what to add to it."),
    "schema": ("checking", "Print the JSON Schema of the records, for editors."),
    "init": ("starting", "Write a commented file to start from."),
    "add": ("adding", "Add the interview of an invitation to your records."),
    "today": ("due", "List what is overdue in FILE, and due today and tomorrow."),
    "log": ("log", "Write into FILE what became of a follow-up."),
    "offer": ("facts", "Write into FILE that a company made you an offer."),
    "prefer": ("facts", "Write into FILE which job you want most."),
    "activity": ("facts", "Write into FILE what you did, for companies to hear."),
    "away": ("facts", "Write into FILE when you are away."),
    "feed": ("feeding", "Keep feeds: private addresses that calendars subscribe to."),
    "serve": ("feeds", "Serve all feeds, and those of each FILE."),
    "publish": ("publishing", "Write feeds and pages as files for a static host."),
}


def command(name: str) -> click.Command:
    """Return a command by its name, imported."""
    module, _ = _COMMANDS[name]
    found: click.Command = getattr(import_module(f"followup_ics.commands.{module}"), name)
    return found


class _Commands(click.Group):
    """Turns the package's errors into a message and an exit code, in this one place.

    Its `commands` are names with what the list says; the one that is typed takes its name's place.
    """

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, command(name) if name else listed, rest

    def main(self, *args: Any, **extra: Any) -> Any:
        # Not in `invoke`: what --help and --version write is written before that.
        try:
            return super().main(*args, **extra)
        except (UnreadableFileError, HostingError) as error:
            click.echo(error, err=True)
            sys.exit(2)
        except FollowUpError as error:
            click.echo(error, err=True)
            sys.exit(1)


def _say_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Say which version this is, and which zone data is in use."""
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    from followup_ics.working_time import zone_data

    own = version("followup-ics")
    click.echo(f"{ctx.find_root().info_name}, version {own}, zone data {zone_data()}")
    ctx.exit()


@click.group(
    cls=_Commands,
    commands={name: click.Command(name, short_help=says) for name, (_, says) in _COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Turn interview records into a calendar of follow-ups: whom to contact, when, how and why.

    FILE is a YAML or JSON file of interviews; '-' is standard input. Start with
    'followup-ics init interviews.yaml'.

    Exit codes: 0 done, 1 faults in the records or in writing, 2 wrong usage.
    """
