"""Invitations into the records: what `add` takes, reads and writes.

How it works stands in `additions`, which is imported where it is needed: no other command waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_ics.commands.clock import current_time
from followup_ics.commands.differences import difference
from followup_ics.commands.given import STDIO, day, plan_of
from followup_ics.files import descriptor, write_new
from followup_ics.reading import loading
from followup_ics.reading.rewriting import Change, rewrite

if TYPE_CHECKING:
    from followup_ics.calendar.invitations.proposing import Work
    from followup_ics.commands.additions import Additions


@click.command()
@click.argument("invites", nargs=-1, required=True, metavar="INVITE...", type=click.Path())
@click.option(
    "--to",
    "file",
    required=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The records that it goes into; made if they are not there.",
)
@click.option("--yes", is_flag=True, help="Ask nothing; leave '# check' behind guesses.")
@click.option("--dry-run", is_flag=True, help="Show how FILE would change, and leave it.")
@click.option(
    "--since", callback=day, metavar="DATE", help="Only what begins on this date or later."
)
@click.option("--until", callback=day, metavar="DATE", help="Only what begins up to this date.")
def add(
    invites: tuple[str, ...],
    file: str,
    yes: bool,
    dry_run: bool,
    since: date | None,
    until: date | None,
) -> None:
    """Add the interview of an invitation to your records, or move it, or take it out.

    INVITE is an .ics file, a mail with one (.eml), a mailbox, or a folder of them; '-' is standard
    input. Asked is only what the invitation leaves open. The same one again changes nothing. Of a
    folder, a mailbox or the export of a calendar, what looks like an interview is taken.
    """
    before = _records(file)
    if since and until and until < since:
        raise click.BadParameter("--until lies before --since; swap them")
    from followup_ics.commands.additions import Additions, read_all
    from followup_ics.commands.asking import at_terminal

    found = read_all(invites)
    for line in found.warnings:
        click.echo(line, err=True)
    asks = not yes and STDIO not in invites and at_terminal()
    adding = Additions(file, asks=asks, yes=yes, now=current_time())
    start = before if before is not None else adding.started(found.invitations)
    left = _settle(adding, adding.chosen(found, start, since, until))
    if left and (dry_run or not adding.settled):
        raise click.Abort
    after = _put(file, before, start, adding.edit, dry_run=dry_run)
    for line in adding.told():
        click.echo(line)
    if after != start:
        plans = (plan_of(loading.loads(text, file), file) for text in (start, after))
        for line in difference(*plans):
            click.echo(line)
    if left:
        click.echo(f"{left} left: add the same again, and you are asked about what is left alone.")
        raise click.Abort


def _settle(adding: Additions, works: Sequence[Work]) -> int:
    """Settle one interview after the other; return how many are left where the user leaves."""
    for done, each in enumerate(works):
        try:
            adding.settle(each)
        except click.Abort:
            click.echo()
            return len(works) - done
    return 0


# The file


def _records(file: str) -> bytes | None:
    """Return the records of a file that can be written into, None where it is not there."""
    is_odd = file == STDIO or descriptor(file) is not None
    if is_odd or (Path(file).exists() and not Path(file).is_file()):
        raise click.UsageError("--to needs a file: the interview is written into it")
    return loading.read(file) if Path(file).exists() else None


def _put(file: str, before: bytes | None, start: bytes, edit: Change, *, dry_run: bool) -> bytes:
    """Write what an edit makes of the records, or show it; return that.

    None before says that they are new.
    """
    after = edit(start)
    if dry_run:
        click.echo(_difference(file, before or b"", after), nl=False)
        click.echo("Nothing was written; this is what it would be:")
    elif before is None and after == start:
        click.echo(f"{file}: not made, as there is nothing to add.")
    elif before is None:
        write_new(Path(file), after)
        doubts = "; it says '# check' where you should look." if b"# check" in after else "."
        click.echo(f"{file}: made{doubts}")
    elif after != before:
        after = rewrite(file, edit)
    return after


def _difference(file: str, before: bytes, after: bytes) -> str:
    old, new = (text.decode("utf-8-sig").splitlines(keepends=True) for text in (before, after))
    lines = unified_diff(old, new, file if before else "/dev/null", file)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
