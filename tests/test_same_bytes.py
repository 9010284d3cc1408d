"""What must not matter does not: same records, same bytes; a small change, a small difference."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from followup_ics import FollowUp, JobSearch, Plan, loads, plan, to_ics
from paths import SAMPLE
from strategies import Tree, lone_records, moved, records
from trying import EXAMPLES, for_every_job_search, written

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=45)

some_job_searches = settings(for_every_job_search, max_examples=max(1, EXAMPLES // 3))


def planned(text: str) -> tuple[bytes, str]:
    """Return the calendar and the JSON of a file's text."""
    found = plan(loads(text))
    return to_ics(found, now=NOW), json.dumps(found.as_json(), indent=2)


def events(ics: bytes) -> dict[str, icalendar.Component]:
    """Return the events of a calendar by uid."""
    return {str(each["UID"]): each for each in icalendar.Calendar.from_ical(ics).walk("VEVENT")}


def sequence(event: icalendar.Component) -> int:
    """Return the revision number of an event."""
    return int(event.decoded("SEQUENCE"))


def _shuffled(value: Any, dice: random.Random, key: str = "") -> Any:
    """Shuffle the keys of every mapping, and the interviews, but no other list."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: _shuffled(value[name], dice, name) for name in names}
    if isinstance(value, list):
        found = [_shuffled(each, dice) for each in value]
        if key == "interviews":
            dice.shuffle(found)
        return found
    return value


@some_job_searches
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_of_interviews_with_ids_changes_nothing(
    tree: Tree, dice: random.Random
) -> None:
    text, other = written(tree), written(_shuffled(tree, dice))
    note(text)
    note(other)
    assert planned(other) == planned(text)


@some_job_searches
@given(records())
def test_planning_again_gives_the_same_bytes(tree: Tree) -> None:
    text = written(tree)
    note(text)
    assert planned(text) == planned(text)
    assert plan(JobSearch.model_validate(tree)) == plan(loads(text))


@some_job_searches
@given(records())
def test_building_twice_or_later_changes_nothing(tree: Tree) -> None:
    note(written(tree))
    found = plan(JobSearch.model_validate(tree))
    first = to_ics(found, now=NOW)
    assert to_ics(found, now=NOW, previous=first) == first
    assert to_ics(found, now=LATER, previous=first) == first


@some_job_searches
@given(lone_records(), st.sampled_from((1, 2, 7, -1)))
def test_moving_a_lone_interview_moves_its_events_and_makes_no_new_ones(
    tree: Tree, days: int
) -> None:
    other = moved(tree, days)
    note(written(tree))
    note(written(other))
    before, after = (plan(JobSearch.model_validate(each)) for each in (tree, other))
    uids = [{each.uid: each for each in found.follow_ups} for found in (before, after)]
    differ = [
        each for one, two in permutations(uids) for uid, each in one.items() if uid not in two
    ]
    lost = [each for each in differ if not _comes_and_goes(each, tree)]
    # A slot counts from the contact before it, which weekends and holidays move: where they fall
    # elsewhere, the cycle may end one slot sooner or later, and nothing else may change.
    last = [
        max(cycle, key=lambda each: each.start) for cycle in map(_slots, (before, after)) if cycle
    ]
    if (days % 7 or _has_holidays(tree)) and len(lost) == 1 and lost[0] in last:
        assert lost.pop().tactic == "touch_base"
    assert lost == []
    first = to_ics(before, now=NOW)
    second = to_ics(after, now=LATER, previous=first)
    _rises_where_it_changed(first, second, uids[0].keys())


def _slots(found: Plan) -> list[FollowUp]:
    return [each for each in found.follow_ups if each.tactic in ("touch_base", "still_in_running")]


def _has_holidays(tree: Tree) -> bool:
    (lone,) = tree["interviews"]
    return any("country" in each for each in (tree["candidate"], lone, *lone.get("people", ())))


def _comes_and_goes(each: FollowUp, tree: Tree) -> bool:
    """Say whether it is the weekly task of a candidate who may have a whole week off."""
    return each.tactic == "keep_searching" and "country" in tree["candidate"]


def _rises_where_it_changed(first: bytes, second: bytes, uids: Iterable[str]) -> None:
    old, new = events(first), events(second)
    assert old.keys() <= new.keys()
    changed = 0
    for uid, event in old.items():
        other = new[uid]
        same = all(
            event.get(name) == other.get(name)
            for name in ("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "LOCATION")
        )
        if same:
            assert other.to_ical() == event.to_ical()
        else:
            assert sequence(other) > sequence(event)
            assert other.decoded("LAST-MODIFIED") > event.decoded("LAST-MODIFIED")
        changed += event.decoded("DTSTART") != other.decoded("DTSTART")
    assert changed or not uids


@some_job_searches
@given(records(), st.data())
def test_editing_a_topic_changes_the_events_that_mention_it_and_no_others(
    tree: Tree, data: st.DataObject
) -> None:
    topics = sorted(
        {
            topic
            for interview in tree["interviews"]
            for person in interview.get("people", ())
            for topic in person.get("topics", ())
        }
    )
    assume(topics)
    topic = data.draw(st.sampled_from(topics))
    text = written(tree)
    note(text)
    edited = text.replace(topic, "the new assembly line")
    before, after = plan(loads(text)), plan(loads(edited))
    first = to_ics(before, now=NOW)
    second = to_ics(after, now=LATER, previous=first)
    old, new = events(first), events(second)
    assert old.keys() == new.keys()
    changed = {uid for uid in old if old[uid].to_ical() != new[uid].to_ical()}
    mention = {
        uid
        for uid, event in old.items()
        if topic in str(event["DESCRIPTION"]) or topic in str(event["SUMMARY"])
    }
    assert changed == mention


@some_job_searches
@given(records(), st.data())
def test_a_plan_that_changes_never_loses_an_event_nor_lowers_a_sequence(
    tree: Tree, data: st.DataObject
) -> None:
    other = data.draw(records())
    first = to_ics(plan(JobSearch.model_validate(tree)), now=NOW)
    second = to_ics(plan(JobSearch.model_validate(other)), now=LATER, previous=first)
    third = to_ics(plan(JobSearch.model_validate(tree)), now=LATER, previous=second)
    one, two, three = map(events, (first, second, third))
    assert one.keys() <= two.keys() <= three.keys()
    for uid, event in one.items():
        assert sequence(event) <= sequence(two[uid]) <= sequence(three[uid])
        assert str(three[uid]["STATUS"]) == str(event["STATUS"])
        assert three[uid].decoded("DTSTART") == event.decoded("DTSTART")


# Outside the process: the system's zone, locale, hash seed

_DIGEST = """
import hashlib, json, sys
from datetime import UTC, datetime
from followup_ics import load, plan, to_ics
for path in sys.argv[1:]:
    found = plan(load(path))
    ics = to_ics(found, now=datetime(2026, 11, 1, 12, tzinfo=UTC))
    shown = json.dumps(found.as_json()).encode()
    print(hashlib.sha256(ics).hexdigest(), hashlib.sha256(shown).hexdigest())
"""
_SURROUNDINGS = [
    pytest.param({"TZ": "Asia/Kolkata"}, id="TZ east"),
    pytest.param({"TZ": "America/Los_Angeles"}, id="TZ west"),
    pytest.param({"LC_ALL": "C", "LANG": "C"}, id="locale C"),
    pytest.param({"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}, id="locale"),
    pytest.param({"PYTHONHASHSEED": "1"}, id="hash seed 1"),
    pytest.param({"PYTHONHASHSEED": "4711", "PYTHONOPTIMIZE": "1"}, id="hash seed 4711"),
]


def _run(arguments: list[str], surroundings: dict[str, str]) -> bytes:
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "TZ", "PYTHONHASHSEED"))
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=plain | surroundings, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write the sample and some generated job searches to files."""
    found: list[str] = [SAMPLE.read_text("utf-8")]

    @settings(max_examples=40, derandomize=True, database=None, deadline=None)
    @given(records())
    def collect(tree: Tree) -> None:
        found.append(written(tree))

    collect()
    folder = tmp_path_factory.mktemp("records")
    paths = []
    for index, text in enumerate(found):
        path = folder / f"{index}.yaml"
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


@pytest.mark.parametrize("surroundings", _SURROUNDINGS)
def test_the_surroundings_of_a_process_change_not_one_byte(
    surroundings: dict[str, str], many: list[Path]
) -> None:
    digests = _run(["-c", _DIGEST, *map(str, many)], surroundings).split()
    expected = []
    for path in many:
        ics, _ = planned(path.read_text("utf-8"))
        shown = json.dumps(plan(loads(path.read_text("utf-8"))).as_json()).encode()
        expected += [hashlib.sha256(each).hexdigest().encode() for each in (ics, shown)]
    assert digests == expected


@pytest.mark.parametrize("surroundings", _SURROUNDINGS)
def test_the_surroundings_change_nothing_on_the_command_line(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    stamped = {"SOURCE_DATE_EPOCH": "1793534400"}
    outputs = []
    for index, each in enumerate(({}, surroundings)):
        file = tmp_path / f"{index}.ics"
        command = ["-m", "followup_ics"]
        _run([*command, "build", str(SAMPLE), "-o", str(file)], stamped | each)
        shown = _run([*command, "show", str(SAMPLE), "--json"], stamped | each)
        outputs.append((file.read_bytes(), json.loads(shown), shown))
    assert outputs[0] == outputs[1]


def test_building_twice_on_the_command_line_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "followups.ics"
    command = ["-m", "followup_ics", "build", str(SAMPLE), "-o", str(file)]
    _run(command, {"SOURCE_DATE_EPOCH": "1793534400"})
    first = file.read_bytes()
    _run(command, {"SOURCE_DATE_EPOCH": "1795534400"})
    assert file.read_bytes() == first
