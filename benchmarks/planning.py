"""Follow-ups planned a second, and the memory that a plan holds.

Counted are those that are written: a cancelled one is in the plan, but in no new calendar.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import _lru_cache_wrapper, partial

from benchmarks.rows import OURS, Row, cpu_seconds, in_turn, row
from benchmarks.scales import Scale
from benchmarks.searches import NOW, copies, search
from followup_ics import FollowUp, JobSearch, Plan, plan, to_ics

READY = "making them from ready values"
BYTES = "the bytes of its calendar"
ONE = 1_000  # interviews in one search
NAMES = [each.name for each in fields(FollowUp)]


def rows(scale: Scale) -> Iterator[Row]:
    """Plan many small searches and a large one."""
    size = min(ONE, scale.largest)
    large = search(size)
    yield _speed(f"planning {scale.copies:,} samples", copies(scale.copies), scale.few)
    yield _speed(f"planning one search of {size:,} interviews", [large], scale.few)
    yield _memory(large)


def _speed(task: str, searches: Sequence[JobSearch], rounds: int) -> Row:
    written = [
        each for one in searches for each in plan(one).follow_ups if each.status != "cancelled"
    ]
    values = [[getattr(each, name) for name in NAMES] for each in written]
    runs = {
        OURS: partial(cpu_seconds, lambda: [plan(each) for each in searches]),
        READY: partial(cpu_seconds, lambda: [FollowUp(*each) for each in values]),
    }
    found = in_turn(runs, rounds, amount=len(written))
    return row(task, "follow-ups/s", found, limits=[READY])


def _memory(job_search: JobSearch) -> Row:
    count = len(job_search.interviews)
    size = len(to_ics(plan(job_search), now=NOW)) / count / 1024
    found = {OURS: (_held(job_search) / count / 1024,), BYTES: (size,)}
    return row(f"a plan of {count:,}, for each interview", "KiB", found, limits=[BYTES])


def _held(job_search: JobSearch) -> int:
    """Return how many bytes a plan holds, beyond the records and what is remembered meanwhile."""
    _forget()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept: Plan = plan(job_search)
        _forget()
        return tracemalloc.get_traced_memory()[0] - before if kept.follow_ups else 0
    finally:
        tracemalloc.stop()


def _forget() -> None:
    """Clear what was remembered: otherwise a plan seems to hold more or less, as others went."""
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and each.__module__.startswith("followup_ics"):
            each.cache_clear()
    gc.collect()
