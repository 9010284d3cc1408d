"""A plan on a terminal: a table for each week; on a pipe, plain lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from textwrap import indent
from typing import TYPE_CHECKING

import click

from followup_ics.planning.results import FollowUp, Note, Plan
from followup_ics.working_time import local_date, spoken, spoken_zone, wall_time

if TYPE_CHECKING:
    from rich.table import Table

_SHAPES = {"email": ("✉", "cyan"), "phone": ("☎", "yellow"), "self": ("◆", "green")}


def show_plan(plan: Plan, zone: str, *, hidden: int, details: bool) -> None:
    """Print a plan, times in `zone`; `hidden` follow-ups were left out by what was asked for."""
    shown = [each for each in plan.follow_ups if each.status != "cancelled"]
    if sys.stdout.isatty():
        _show_tables(shown, zone, details=details)
    else:
        _show_lines(shown, zone, details=details)
    uids = {each.uid for each in shown}
    for note in plan.notes:
        if note.about in uids and note.level == "warning":
            click.echo(f"warning: {note.text}")
    click.echo(_footer(plan, shown, zone, hidden))


def _footer(plan: Plan, shown: list[FollowUp], zone: str, hidden: int) -> str:
    parts = [f"{len(shown)} follow-ups, times of {spoken_zone(zone)}"]
    cancelled = len(plan.follow_ups) - len(shown)
    if cancelled:
        parts.append(f"{cancelled} cancelled (see them with --json)")
    if hidden:
        parts.append(f"{hidden} not shown (choose with --from, --to, --company)")
    if plan.notes:
        some = "1 note" if len(plan.notes) == 1 else f"{len(plan.notes)} notes"
        parts.append(f"{some} on the records (read them with check)")
    return "; ".join(parts) + "."


def spoken_notes(notes: Iterable[Note]) -> list[str]:
    """Return notes as lines, warnings first, each with its place in the records."""
    by_level = sorted(notes, key=lambda note: note.level != "warning")
    return [f"{note.level}: {note.text}{_place(note)}" for note in by_level]


def _place(note: Note) -> str:
    """Return where in the records a note belongs, nothing for one about a follow-up."""
    return "" if "@" in note.about else f" [{note.about}]"


def _show_lines(follow_ups: Iterable[FollowUp], zone: str, *, details: bool) -> None:
    for each in follow_ups:
        wall = wall_time(zone, each.start)
        click.echo(f"{wall:%Y-%m-%d %H:%M}\t{each.channel}\t{_state(each)}\t{each.summary}")
        if details:
            click.echo(f"\n{indent(each.description, '    ')}\n")


def _show_tables(follow_ups: list[FollowUp], zone: str, *, details: bool) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for monday, week in groupby(follow_ups, key=lambda each: _monday(zone, each)):
        console.print(_week(monday, list(week), zone, details=details))


def _monday(zone: str, follow_up: FollowUp) -> date:
    day = local_date(zone, follow_up.start)
    return day - timedelta(days=day.weekday())


def _week(monday: date, follow_ups: list[FollowUp], zone: str, *, details: bool) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    title = f"Week of {spoken(monday)} {monday.year}"
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE, show_header=False
    )
    table.add_column(no_wrap=True, min_width=10)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="red")
    before = None
    for each in follow_ups:
        wall = wall_time(zone, each.start)
        day = "" if wall.date() == before else spoken(wall.date())
        before = wall.date()
        shape, color = _SHAPES[each.channel]
        words = Text(each.summary, style="dim" if each.status == "done" else "")
        if details:
            words.append(f"\n\n{each.description}\n", style="dim")
        late = "late" if _state(each) == "late" else ""
        table.add_row(day, f"{wall:%H:%M}", Text(shape, style=color), words, late)
    return table


def _state(follow_up: FollowUp) -> str:
    return "late" if follow_up.late and follow_up.status == "planned" else follow_up.status
