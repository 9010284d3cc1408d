"""What starts in a span: spans that follow each other hold each follow-up once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import follow_up
from followup_ics import Plan
from followup_ics.commands.reminding import reminders, span_of
from searching import written
from terminal import run

DAYS = [
    pytest.param("America/New_York", "2026-11-24", id="a usual day"),
    pytest.param("America/New_York", "2026-11-01", id="an hour occurs twice"),
    pytest.param("America/New_York", "2026-03-08", id="an hour is missing"),
    pytest.param("Australia/Lord_Howe", "2026-10-04", id="half an hour is missing"),
    pytest.param("Africa/Cairo", "2026-04-24", id="midnight is missing"),
]


@pytest.mark.parametrize(("zone", "day"), DAYS)
@given(cuts=st.sets(st.integers(1, 24 * 60 - 1), max_size=40), data=st.data())
def test_each_is_in_one_span_of_any_that_tile_a_day(
    zone: str, day: str, cuts: set[int], data: st.DataObject
) -> None:
    now = datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=UTC)
    whole = span_of("00:00/24:00", None, zone, now)
    assert whole
    minutes = (whole[1] - whole[0]) // timedelta(minutes=1)
    starts = data.draw(st.lists(st.integers(0, minutes - 1), max_size=20))
    made = [follow_up(f"u{n}") for n in range(len(starts))]
    each = tuple(
        replace(e, start=whole[0] + timedelta(minutes=at))
        for e, at in zip(made, starts, strict=True)
    )
    edges = [0, *sorted(cuts), 24 * 60]
    clocks = [f"{at // 60:02}:{at % 60:02}" for at in edges]
    found = []
    for first, last in pairwise(clocks):
        span = span_of(f"{first}/{last}", None, zone, now)
        assert span
        found += [e.uid for e in reminders(Plan(each, ()), span)]
    assert sorted(found) == sorted(e.uid for e in each)


def test_within_counts_from_the_minute_so_that_a_late_timer_loses_nothing() -> None:
    late = datetime(2026, 11, 24, 9, 0, 7, tzinfo=UTC)
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert span_of(None, "15m", "UTC", late) == (start, start + timedelta(minutes=15))


def test_a_span_over_midnight_ends_on_the_next_day() -> None:
    now = datetime(2026, 11, 24, 23, 50, tzinfo=UTC)
    assert span_of("23:50/00:10", None, "UTC", now) == (now, now + timedelta(minutes=20))


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_what_starts_is_printed_and_nothing_where_nothing_does(
    tmp_path: Path, as_json: tuple[str, ...]
) -> None:
    folder = written(tmp_path)
    some = run("today", "mine.yaml", "--starting", "00:00/24:00", *as_json, at=folder)
    assert len(some.stdout.splitlines()) == 1
    assert "Keep searching" in some.stdout
    if as_json:
        assert json.loads(some.stdout)["tactic"] == "keep_searching"
    none = run("today", "mine.yaml", "--starting", "03:00/03:15", *as_json, at=folder)
    assert (none.stdout, none.stderr, none.returncode) == ("", "", 0)


@pytest.mark.parametrize(
    "given_",
    [
        ("--starting", "9/10"),
        ("--starting", "09:00/09:00"),
        ("--within", "0m"),
        ("--within", "15m", "--starting", "09:00/09:15"),
    ],
)
def test_what_is_no_span_is_refused(tmp_path: Path, given_: tuple[str, ...]) -> None:
    assert run("today", "mine.yaml", *given_, at=written(tmp_path)).returncode == 2
