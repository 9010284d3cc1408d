"""Weeks with more interviews than anybody has: planned at once, or refused with words."""

from __future__ import annotations

import cProfile
import pstats
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from followup_ics import Candidate, Interview, JobSearch, Person, plan
from followup_ics.planning.diary import _Taken

QUARTER = timedelta(minutes=15)
MONDAY = datetime(2026, 11, 9, 9)


def week(count: int) -> JobSearch:
    """Return a job search with so many interviews, evenly over the seven days of one week."""
    days = [MONDAY + timedelta(days=number % 7) for number in range(count)]
    return JobSearch(
        candidate=Candidate(timezone="America/New_York", country="US"),
        interviews=tuple(
            _interview(number, day + timedelta(minutes=15 * (number // 7)))
            for number, day in enumerate(days)
        ),
    )


def _interview(number: int, start: datetime) -> Interview:
    parts = ("hiring_manager", "human_resources")
    return Interview(
        id=f"i{number}",
        company=f"Company {number}",
        role="Clerk",
        start=start,
        duration=timedelta(minutes=15),
        people=tuple(
            Person(name=part, part=part, email=f"{part}@{number}.example", phone="+12125550123")
            for part in parts
        ),
    )


def calls(job_search: JobSearch) -> int:
    """Count the calls of functions that planning takes: what time is, without the noise."""
    profile = cProfile.Profile()
    profile.runcall(plan, job_search)
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined, no-any-return]


def test_the_work_grows_with_the_number_of_interviews_in_a_week() -> None:
    plan(week(210))
    assert calls(week(210)) < 2.6 * calls(week(105))


def test_a_full_day_is_one_span_to_look_at() -> None:
    taken = _Taken()
    start = datetime(2026, 11, 9, tzinfo=UTC)
    for number in range(0, 95, 2):
        taken.add(start + number * QUARTER, start + (number + 1) * QUARTER)
    assert len(taken.touching(start, start + 95 * QUARTER)) == 48
    for number in range(1, 95, 2):
        taken.add(start + number * QUARTER, start + (number + 1) * QUARTER)
    assert taken.touching(start, start + 95 * QUARTER) == [(start, start + 95 * QUARTER)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=20))
def test_taken_spans_are_what_was_taken(spans: list[tuple[int, int]]) -> None:
    taken, start = _Taken(), datetime(2026, 11, 9, tzinfo=UTC)
    for at, length in spans:
        taken.add(start + at * QUARTER, start + (at + length) * QUARTER)
    found = taken.touching(start, start + 80 * QUARTER)
    minutes = {(each - start) // QUARTER for span in found for each in _quarters(*span)}
    assert minutes == {at + n for at, length in spans for n in range(length)}
    assert all(one[1] < other[0] for one, other in pairwise(found))


def _quarters(start: datetime, end: datetime) -> list[datetime]:
    return [start + n * QUARTER for n in range((end - start) // QUARTER)]


def test_a_full_week_is_planned_to_the_last_interview() -> None:
    found = plan(week(210))
    followed = {each.interview for each in found.follow_ups if each.tactic == "thank_you"}
    assert followed == {f"i{number}" for number in range(210)}


def test_more_than_thirty_on_one_day_are_refused() -> None:
    week(7 * 30)
    with pytest.raises(ValidationError, match="more than 30 interviews on 2026-11-09"):
        week(7 * 30 + 1)
