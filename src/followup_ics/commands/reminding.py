"""What starts in a span of time: for timers that ask for span after span, and remind of each once.

Nothing is kept from one run to the next. Spans that follow each other without a gap hold each
follow-up once, also where clocks change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import click

from followup_ics.commands.due import with_address
from followup_ics.planning.results import FollowUp, Plan
from followup_ics.working_time import (
    Span,
    add_days,
    at_time,
    day_start,
    local_date,
    wall_time,
)

_CLOCKS = re.compile(r"(\d\d):(\d\d)/(\d\d):(\d\d)", re.ASCII)
_LENGTH = re.compile(r"([1-9]\d{0,3})(m|h)", re.ASCII)


def span_of(starting: str | None, within: str | None, zone: str, now: datetime) -> Span | None:
    """Return the instants that options name, end exclusive; None where they name none.

    Times are those of the candidate's zone on the date of `now`; a span whose end is not later
    than its start ends on the next date, and 24:00 is the end of this one. `within` counts from
    the minute of `now`, whatever its seconds. Raises click.UsageError and click.BadParameter.
    """
    if starting is not None and within is not None:
        raise click.UsageError("--starting and --within exclude each other")
    if starting is not None:
        return _between(starting, zone, now)
    return None if within is None else _from_now(within, now)


def _between(text: str, zone: str, now: datetime) -> Span:
    found = _CLOCKS.fullmatch(text)
    first, last = _minutes(found) if found else (-1, -1)
    if not (0 <= first < 24 * 60 and 0 <= last <= 24 * 60) or first == last:
        raise click.BadParameter(f"'{text}' is no span of times; write one such as 09:00/09:15")
    day = local_date(zone, now)
    until = last if last > first else last + 24 * 60

    def at(minutes: int) -> datetime:
        days, rest = divmod(minutes, 24 * 60)
        date = add_days(day, days)
        clock = time(*divmod(rest, 60))
        return at_time(zone, date, clock) if rest else day_start(zone, date)

    return at(first), at(until)


def _minutes(found: re.Match[str]) -> tuple[int, int]:
    hours, minutes, last_hours, last_minutes = map(int, found.groups())
    if max(minutes, last_minutes) > 59:
        return -1, -1
    return hours * 60 + minutes, last_hours * 60 + last_minutes


def _from_now(text: str, now: datetime) -> Span:
    found = _LENGTH.fullmatch(text)
    minutes = int(found[1]) * (60 if found[2] == "h" else 1) if found else 0
    if not 0 < minutes <= 7 * 24 * 60:
        raise click.BadParameter(f"'{text}' is no length up to a week; write one such as 15m or 2h")
    start = now.replace(second=0, microsecond=0)
    return start, start + timedelta(minutes=minutes)


def reminders(found: Plan, span: Span) -> list[FollowUp]:
    """Return what is planned to start in a span, without what nobody waits for any more."""
    first, last = span
    return [each for each in found.follow_ups if each.is_to_do and first <= each.start < last]


def lines(due: list[FollowUp], zone: str, *, as_json: bool) -> Iterator[str]:
    """Yield a line for each follow-up: its time and what to do, or a JSON object."""
    for each in due:
        if as_json:
            yield json.dumps(each.as_json(), ensure_ascii=False)
        else:
            yield f"{wall_time(zone, each.start):%H:%M} {with_address(each)}"
