"""A plan on a terminal: a table for each week; on a pipe, plain lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import click

from followup_ics.results import FollowUp, Note, Plan
from followup_ics.working_time import local_date, spoken, wall_time

if TYPE_CHECKING:
    from rich.table import Table

_SHAPES = {"email": ("✉", "cyan"), "phone": ("☎", "yellow"), "self": ("◆", "green")}


def show_plan(plan: Plan, zone: str, hidden: int) -> None:
    """Print a plan, times in `zone`; `hidden` follow-ups were left out by what was asked for."""
    shown = [each for each in plan.follow_ups if each.status != "cancelled"]
    if sys.stdout.isatty():
        _show_tables(shown, plan.notes, zone)
    else:
        _show_lines(shown, plan.notes, zone)
    cancelled = len(plan.follow_ups) - len(shown)
    parts = [f"{len(shown)} follow-ups; times are those of {zone}"]
    if cancelled:
        parts.append(f"{cancelled} cancelled (see them with --json)")
    if hidden:
        parts.append(f"{hidden} not shown (choose with --from, --to, --company)")
    click.echo("; ".join(parts) + ".")


def _show_lines(follow_ups: Iterable[FollowUp], notes: Iterable[Note], zone: str) -> None:
    for each in follow_ups:
        wall = wall_time(zone, each.start)
        click.echo(f"{wall:%Y-%m-%d %H:%M}\t{each.channel}\t{_state(each)}\t{each.summary}")
    for note in notes:
        click.echo(f"{note.level}: {note.about}: {note.text}")


def _show_tables(follow_ups: list[FollowUp], notes: Iterable[Note], zone: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    for monday, week in groupby(follow_ups, key=lambda each: _monday(zone, each)):
        console.print(_week(monday, list(week), zone))
    summaries = {each.uid: each.summary for each in follow_ups}
    for note in notes:
        about = summaries.get(note.about, note.about)
        color = "yellow" if note.level == "warning" else "dim"
        console.print(f"[{color}]{note.level}:[/] {escape(f'{about}: {note.text}')}")


def _monday(zone: str, follow_up: FollowUp) -> date:
    day = local_date(zone, follow_up.start)
    return day - timedelta(days=day.weekday())


def _week(monday: date, follow_ups: list[FollowUp], zone: str) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    title = f"Week of {spoken(monday)} {monday.year}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True)
    before = None
    for each in follow_ups:
        wall = wall_time(zone, each.start)
        day = "" if wall.date() == before else spoken(wall.date())
        before = wall.date()
        shape, color = _SHAPES[each.channel]
        state = _state(each)
        style = "dim" if each.status == "done" else ""
        table.add_row(
            day,
            f"{wall:%H:%M}",
            Text(shape, style=color),
            Text(each.summary, style=style),
            Text("" if state == "planned" else state, style="red" if each.late else "dim"),
        )
    return table


def _state(follow_up: FollowUp) -> str:
    return "late" if follow_up.late and follow_up.status == "planned" else follow_up.status
