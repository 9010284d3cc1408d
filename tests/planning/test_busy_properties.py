"""Every rule of a plan holds around a busy calendar too, and nothing overlaps what is in it.

The same job searches are tried on every run, as in test_plan_properties.
"""

from __future__ import annotations

import random

import pytz
from hypothesis import given, note
from hypothesis import strategies as st

import oracle
from followup_ics import JobSearch, Plan, plan
from followup_ics.working_time import Span
from oracle import World
from strategies import Tree, busy_times, lone_records, records
from trying import for_every_job_search, written

Busy = list[Span]


@st.composite
def busy_records(draw: st.DrawFn) -> tuple[Tree, Busy]:
    tree = draw(lone_records() | records())
    return tree, draw(busy_times(tree))


def breaches(tree: Tree, busy: Busy, found: Plan) -> list[str]:
    world = World(JobSearch.model_validate(tree), found, busy)
    return [f"{rule.__name__}: {breach}" for rule in oracle.RULES for breach in rule(world)]


def noted(tree: Tree, busy: Busy) -> JobSearch:
    note(written(tree))
    note("\n".join(f"{start} .. {end}" for start, end in sorted(busy)))
    return JobSearch.model_validate(tree)


@for_every_job_search
@given(busy_records())
def test_every_rule_holds_around_a_busy_calendar(found: tuple[Tree, Busy]) -> None:
    tree, busy = found
    job_search = noted(tree, busy)
    assert breaches(tree, busy, plan(job_search, busy=busy)) == []


@for_every_job_search
@given(busy_records())
def test_the_order_zone_and_pieces_of_busy_time_change_nothing(found: tuple[Tree, Busy]) -> None:
    tree, busy = found
    job_search = noted(tree, busy)
    zone = pytz.timezone("Asia/Kathmandu")
    middles = [(start, start + (end - start) / 2, end) for start, end in busy]
    pieces = [piece for start, middle, end in middles for piece in ((start, middle), (middle, end))]
    pieces = [(start.astimezone(zone), end.astimezone(zone)) for start, end in pieces]
    random.Random(5).shuffle(pieces)
    assert plan(job_search, busy=busy) == plan(job_search, busy=pieces)


@for_every_job_search
@given(busy_records())
def test_busy_time_that_is_in_nothings_way_moves_nothing(found: tuple[Tree, Busy]) -> None:
    tree, busy = found
    job_search = noted(tree, busy)
    before = plan(job_search)
    free = [span for span in busy if not _meets(before, span)]
    after = plan(job_search, busy=free)
    assert _times(after) == _times(before)


def _meets(found: Plan, span: Span) -> bool:
    """Say whether a span would take the time of a follow-up."""
    return any(span[0] < each.end and each.start < span[1] for each in found.follow_ups)


def _times(found: Plan) -> list[tuple[str, object, str]]:
    return [(each.uid, each.start, each.channel) for each in found.follow_ups]
