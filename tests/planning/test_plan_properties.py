"""Every rule of a plan holds for every job search: checked by working it out again.

The same job searches are tried on every run. FOLLOWUP_EXAMPLES=5000 tries so many for each
property, other ones every time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import icalendar
from hypothesis import given, note

import oracle
from followup_ics import JobSearch, Plan, plan, to_ics
from followup_ics.calendar.content_lines import clean
from oracle import World
from strategies import Tree, lone_records, records
from trying import for_every_job_search, written

Rule = Callable[[World], Iterator[str]]

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIELDS = (
    "uid",
    "tactic",
    "company",
    "role",
    "person",
    "channel",
    "start",
    "end",
    "timezone",
    "earliest",
    "latest",
    "status",
    "late",
    "summary",
    "description",
    "reasons",
    "interview",
)


def hold(tree: Tree, rules: Iterable[Rule]) -> None:
    note(written(tree))
    job_search = JobSearch.model_validate(tree)
    world = World(job_search, plan(job_search))
    breaches = [f"{rule.__name__}: {breach}" for rule in rules for breach in rule(world)]
    assert not breaches, "\n".join(breaches)


@for_every_job_search
@given(records())
def test_windows_are_kept_and_every_late_follow_up_is_explained_and_needed(tree: Tree) -> None:
    hold(tree, oracle.WINDOWS)


@for_every_job_search
@given(records())
def test_a_plan_is_assertive_without_becoming_irritating(tree: Tree) -> None:
    hold(tree, oracle.ASSERTIVE)


@for_every_job_search
@given(lone_records() | records())
def test_no_other_days_would_suit_the_soft_rules_better(tree: Tree) -> None:
    hold(tree, oracle.SOFT)


@for_every_job_search
@given(records())
def test_the_cycle_keeps_its_pace_and_rotates_to_the_horizon(tree: Tree) -> None:
    hold(tree, oracle.CYCLES)


@for_every_job_search
@given(records())
def test_every_record_changes_the_plan_as_it_should(tree: Tree) -> None:
    hold(tree, oracle.CHANGES)


@for_every_job_search
@given(records())
def test_offers_are_told_and_answered_in_time(tree: Tree) -> None:
    hold(tree, oracle.OFFERS)


@for_every_job_search
@given(records())
def test_nothing_is_dropped_in_silence_and_every_channel_can_be_used(tree: Tree) -> None:
    hold(tree, oracle.COMPLETE)


@for_every_job_search
@given(records())
def test_the_form_of_a_plan_is_sound_and_a_calendar_reads_it_back(tree: Tree) -> None:
    hold(tree, oracle.FORM)
    found = plan(JobSearch.model_validate(tree))
    _is_json(found)
    _is_read_back(found)


def _is_json(found: Plan) -> None:
    read = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert list(read) == ["follow_ups", "notes"]
    for each, follow_up in zip(read["follow_ups"], found.follow_ups, strict=True):
        assert tuple(each) == FIELDS
        start = datetime.strptime(each["start"], "%Y-%m-%dT%H:%M:%S%z")
        assert start == follow_up.start
        assert each["status"] in ("planned", "done", "cancelled")
        assert each["channel"] in ("email", "phone", "self")
        assert (each["channel"] == "self") <= (each["person"] is None)
        assert isinstance(each["late"], bool)
        assert all(isinstance(reason, str) for reason in each["reasons"])
    for each in read["notes"]:
        assert tuple(each) == ("about", "level", "text")
        assert each["level"] in ("info", "warning")


def _is_read_back(found: Plan) -> None:
    calendar = icalendar.Calendar.from_ical(to_ics(found, now=NOW))
    events = {str(each["UID"]): each for each in calendar.walk("VEVENT")}
    shown_ones = [each for each in found.follow_ups if each.status != "cancelled"]
    assert len(calendar.walk("VEVENT")) == len(events) == len(shown_ones)
    for each in shown_ones:
        event = events[each.uid]
        assert str(event["SUMMARY"]) == clean(each.summary)
        assert str(event["DESCRIPTION"]).startswith(clean(each.description))
        assert event.decoded("DTSTART") == each.start
        assert event.decoded("DTEND") == each.end
