"""One edit of a calendar, beside a fresh writing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from benchmarks.rows import OURS, Row, cpu_seconds, in_turn, row
from benchmarks.scales import Scale
from benchmarks.searches import NOW, search
from followup_ics import Plan, plan, to_ics

FRESH = "a fresh writing of it"
EVENTS_EACH = 10  # in a calendar, for each interview


def rows(scale: Scale) -> Iterator[Row]:
    """Move one follow-up of a plan, and bring its calendar up to date."""
    for events in scale.sizes(100):
        planned = plan(search(events // EVENTS_EACH))
        last = to_ics(planned, now=NOW)
        later = NOW + timedelta(days=1)
        edit = partial(to_ics, edited(planned), now=later, previous=last)
        fresh = partial(to_ics, planned, now=NOW)
        runs = {OURS: partial(_milliseconds, edit), FRESH: partial(_milliseconds, fresh)}
        found = in_turn(runs, scale.rounds if events < 10_000 else scale.few)
        task = f"one edit of a calendar of {last.count(b'BEGIN:VEVENT'):,} events"
        yield row(task, "ms", found, limits=[FRESH])


def edited(planned: Plan) -> Plan:
    """Return a plan with the first of its follow-ups an hour later."""
    hour, follow_ups = timedelta(hours=1), list(planned.follow_ups)
    at = next(n for n, each in enumerate(follow_ups) if each.status == "planned")
    one = follow_ups[at]
    follow_ups[at] = replace(one, start=one.start + hour, end=one.end + hour)
    return replace(planned, follow_ups=tuple(follow_ups))


def _milliseconds(run: Callable[[], object]) -> float:
    return cpu_seconds(run) * 1e3
