"""A candidate who moves: one zone, country and region until a date, others from then on.

The usual search begins on Monday 4 January 2027 in New York. From Friday 15 January on the
candidate lives in Berlin, where International Women's Day, Monday 8 March, is a public holiday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from building import DANA, NEW_YORK, interview, offered, search
from finding import at, begins, day, every, local, notes, one
from followup_ics import Candidate, JobSearch, Move, Plan, RecordsError, loads, plan, to_ics
from followup_ics.commands.cli import main
from followup_ics.page.page import render_page, timeline_svg
from followup_ics.working_time import (
    DAY,
    Availability,
    Hours,
    day_end,
    day_start,
    instant,
    local_date,
    moving,
    spoken_zone,
    wall_time,
    zone_at,
    zone_on,
)
from strategies import Tree, records
from trying import EXAMPLES, REPEATABLE

BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"
TO_BERLIN = "{from: 2027-01-15, zone: Europe/Berlin, country: DE, region: BE}"
HOME = "country: US, region: NY"
BEFORE = interview(DANA, start="2027-01-04 14:00")
AFTER = interview(
    DANA.replace("acme", "best").replace("Dana", "Emil"),
    id="second",
    company="Best",
    start="2027-01-20 14:00",
)


def moved(
    *interviews: str,
    moves: str = TO_BERLIN,
    offers: str = "",
    activities: str = "",
    **candidate: str,
) -> Plan:
    fields = "".join(f", {name}: {value}" for name, value in candidate.items())
    who = f"timezone: [America/New_York, {moves}], {HOME}{fields}"
    listed = interviews or (BEFORE, AFTER)
    return plan(search(*listed, candidate=who, offers=offers, activities=activities))


def stayed(*interviews: str, **candidate: str) -> Plan:
    fields = "".join(f", {name}: {value}" for name, value in candidate.items())
    return plan(
        search(*interviews or (BEFORE, AFTER), candidate=f"timezone: {NEW_YORK}, {HOME}{fields}")
    )


# What is local where


def test_own_tasks_stand_at_their_hour_where_the_candidate_lives_that_day() -> None:
    found = every(moved(), "keep_searching", "prepare", "stand_out", "review")
    zones = {each.timezone for each in found if day(each) >= "2027-01-15"}
    assert zones == {BERLIN}
    assert {each.timezone for each in found if day(each) < "2027-01-15"} == {NEW_YORK}
    hours = {begins(each)[11:] for each in found if each.tactic == "keep_searching"}
    assert hours == {"09:00"}


INTERVIEWS = [
    ("2027-01-14 14:00", NEW_YORK),
    ("2027-01-15 14:00", BERLIN),
    ("2027-01-20 14:00", BERLIN),
]


@pytest.mark.parametrize(("start", "zone"), INTERVIEWS)
def test_an_interview_without_a_zone_is_where_the_candidate_lives_on_its_date(
    start: str, zone: str
) -> None:
    found = one(moved(interview(start=start)), "thank_you", person="Dana")
    assert found.earliest == at(start, zone) + timedelta(hours=1)
    assert found.timezone == zone


def test_an_interview_with_a_zone_keeps_it() -> None:
    found = moved(interview(start="2027-01-20 14:00", timezone="America/Chicago"))
    assert one(found, "thank_you", person="Dana").earliest == at(
        "2027-01-20 15:00", "America/Chicago"
    )


def test_the_people_of_an_interview_do_not_move_along() -> None:
    found = every(moved(), person="Dana")
    assert {each.timezone for each in found} == {NEW_YORK}
    calls = [each for each in found if each.channel == "phone"]
    assert max(map(day, calls)) > "2027-01-15"
    assert all("09:00" <= local(each.start, NEW_YORK)[11:] < "17:00" for each in calls)


WRITTEN = [
    ("log: [{on: 2027-01-12 10:00, did: phone_call, to: Dana}]", NEW_YORK, "2027-01-12 10:00"),
    ("log: [{on: 2027-01-18 10:00, did: phone_call, to: Dana}]", BERLIN, "2027-01-18 10:00"),
    ("log: [{on: 2027-01-18, did: phone_call, to: Dana}]", BERLIN, "2027-01-18 12:00"),
]


@pytest.mark.parametrize(("log", "zone", "wall"), WRITTEN)
def test_what_the_candidate_did_is_local_to_where_they_live_that_day(
    log: str, zone: str, wall: str
) -> None:
    name, _, entries = log.partition(": ")
    found = moved(interview(start="2027-01-04 14:00", **{name: entries}))
    assert one(found, "phone_call", status="done").start == at(wall, zone)


def test_a_log_of_an_interview_with_a_zone_is_in_that_zone() -> None:
    log = "[{on: 2027-01-18 10:00, did: phone_call, to: Dana}]"
    found = moved(interview(start="2027-01-04 14:00", timezone=NEW_YORK, log=log))
    assert one(found, "phone_call", status="done").start == at("2027-01-18 10:00")


def test_a_time_agreed_on_is_local_to_where_the_candidate_will_live() -> None:
    step = "{follow_up_on: 2027-01-19 16:00, with: Dana, by: phone}"
    found = moved(interview(start="2027-01-04 14:00", next_step=step))
    assert one(found, "agreed_next_step").start == at("2027-01-19 16:00", BERLIN)


OFFERS = [
    ("2027-01-11 10:00", "2027-01-14 17:00", NEW_YORK, "2027-01-13 09:00"),
    ("2027-01-13 10:00", "2027-01-21 17:00", BERLIN, "2027-01-20 09:00"),
]


@pytest.mark.parametrize(("received", "due", "zone", "task"), OFFERS)
def test_an_offer_is_answered_where_the_candidate_lives_then(
    received: str, due: str, zone: str, task: str
) -> None:
    offer = offered(received, due)
    found = one(moved(BEFORE, offers=offer), "answer_offer")
    assert found.earliest == at(received)
    assert found.latest == at(due, zone) - timedelta(seconds=1)
    assert (local(found.start, zone), found.timezone) == (task, zone)
    assert f"ends {datetime.fromisoformat(due):%a %-d %b %H:%M}" in found.summary


def test_the_first_choice_answers_while_the_candidate_moves() -> None:
    """Told on Thursday in New York, the 48 hours end on Saturday in Berlin."""
    found = moved(
        interview(start="2027-01-04 14:00", first_choice="true"),
        offers=offered("2027-01-14 10:00"),
    )
    call, deadline = one(found, "counter_offer"), one(found, "counter_offer_deadline")
    assert deadline.start == call.start + timedelta(hours=48)
    assert deadline.timezone == BERLIN


def test_a_record_written_late_counts_from_midnight_where_the_candidate_lives() -> None:
    found = moved(interview(start="2027-01-15 10:00", follow_up_from="2027-01-21"))
    thanks = one(found, "thank_you", person="Dana")
    assert thanks.late
    assert local(thanks.start, BERLIN)[:10] == "2027-01-21"


def test_a_job_is_accepted_by_the_clock_of_the_place_of_that_day() -> None:
    outcome = "{result: accepted, on: 2027-01-18 10:00}"
    other = AFTER.replace("2027-01-20", "2027-01-05")
    found = moved(interview(start="2027-01-04 14:00", outcome=outcome), other)
    assert one(found, "withdraw").earliest == at("2027-01-18 10:00", BERLIN)


def test_the_time_by_which_to_answer_is_nobody_elses_where_both_are_in_one_zone() -> None:
    """The offer must be answered at noon the next day, before 24 hours are over."""
    offer = offered("2027-01-26 13:00", "2027-01-27 12:00")
    found = moved(AFTER.replace("{", "{first_choice: true, ", 1), offers=offer)
    call = one(found, "counter_offer")
    assert call.timezone == BERLIN
    assert "by Wed 11:" in call.description
    assert "their time" not in call.description


# Hours, days away, days off


@pytest.mark.parametrize("available", ["07:00-21:00", "15:00-18:00", "22:00-06:00", "00:00-24:00"])
@pytest.mark.parametrize("zone", [BERLIN, TOKYO, "America/Los_Angeles", "Pacific/Kiritimati"])
def test_nothing_is_outside_the_hours_available_where_the_candidate_is(
    available: str, zone: str
) -> None:
    move = f"{{from: 2027-01-15, zone: {zone}, country: US}}"
    found = moved(moves=move, available=f"'{available}'")
    opens, closes = available.split("-")
    for each in every(found, status="planned"):
        if each.tactic == "thank_you":
            continue
        here = zone_at(moving(NEW_YORK, [(date(2027, 1, 15), zone)]), each.start)
        first, last = (local(at, here)[11:] for at in (each.start, each.end - timedelta(minutes=1)))
        over_midnight = opens > closes
        inside = [opens <= first < closes, opens <= last < closes]
        if over_midnight:
            inside = [first >= opens or first < closes, last >= opens or last < closes]
        assert all(inside), (each.tactic, each.start, here)


def test_a_call_is_made_while_both_are_at_work_in_the_new_place() -> None:
    """10:00 in New York is 16:00 in Berlin: open until 15:30, the call has to be earlier."""
    found = moved(interview(start="2027-01-14 14:00"), available="'08:00-15:30'")
    call = one(found, "phone_call", person="Dana")
    assert local(call.end, BERLIN)[11:] <= "15:30"
    assert local(call.start, NEW_YORK)[11:] >= "09:00"


def test_days_away_are_dates_of_the_place_of_that_day() -> None:
    found = moved(away="[2027-01-12/2027-01-13, 2027-01-18/2027-01-22]")
    planned = every(found, status="planned")
    clock = moving(NEW_YORK, [(date(2027, 1, 15), BERLIN)])
    days = {str(local_date(clock, each.start)) for each in planned if each.tactic != "thank_you"}
    assert not {"2027-01-12", "2027-01-13"} & days
    assert not {f"2027-01-{each}" for each in range(18, 23)} & days


def searching(found: Plan) -> list[str]:
    return [day(each) for each in every(found, "keep_searching")]


@pytest.mark.parametrize(
    ("moves", "off", "on"),
    [
        (TO_BERLIN, {"2027-03-08"}, {"2027-01-25", "2027-02-15"}),
        ("{from: 2027-03-09, zone: Europe/Berlin, country: DE}", {"2027-02-15"}, {"2027-03-08"}),
        ("{from: 2027-01-15, zone: America/Chicago}", {"2027-02-15"}, {"2027-03-08"}),
    ],
    ids=["the new country's count after the move", "and not before it", "a move within a country"],
)
def test_public_holidays_are_those_of_the_country_of_that_day(
    moves: str, off: set[str], on: set[str]
) -> None:
    days = set(searching(moved(moves=moves)))
    assert on <= days
    assert not off & days


def test_an_own_task_that_is_moved_names_the_holiday_of_the_new_place() -> None:
    found = moved(interview(start="2027-01-20 14:00", timezone=NEW_YORK), away="[2027-03-09]")
    week = [each for each in every(found, "keep_searching") if day(each) >= "2027-03-08"]
    assert day(week[0]) == "2027-03-10"
    found = moved(interview(start="2027-03-09 14:00"))
    assert day(one(found, "prepare")) == "2027-03-05"
    task = one(moved(interview(start="2027-02-22 14:00")), "stand_out")
    assert any("from Mon 8 Mar: it is" in each and "Women's Day" in each for each in task.reasons)


def test_a_window_across_the_move_is_of_dates_where_the_candidate_is() -> None:
    found = one(moved(BEFORE), "stand_out")
    assert found.earliest == at("2027-01-14 00:00")
    assert found.latest == at("2027-01-26 00:00", BERLIN) - timedelta(seconds=1)
    assert found.timezone == BERLIN


# What is said


def test_a_text_speaks_the_time_where_the_candidate_is() -> None:
    dana = every(moved(), person="Dana", status="planned")
    before, after = (
        [each for each in dana if (day(each) >= "2027-01-15") is moved] for moved in (False, True)
    )
    assert all("for you (America/New_York)." in each.description for each in before)
    for each in after:
        wall = local(each.start, BERLIN)[11:]
        assert f"{wall} for you (Europe/Berlin)" in each.description
        assert "for Dana (America/New_York)" in each.description


def test_a_calendar_and_a_page_say_both_zones() -> None:
    job_search = search(BEFORE, AFTER, candidate=f"timezone: [{NEW_YORK}, {TO_BERLIN}], {HOME}")
    found, now = plan(job_search), datetime(2027, 1, 20, 12, tzinfo=UTC)
    assert b" since 2027" not in to_ics(found, now=now)
    page = render_page(job_search, found, now=now)
    assert "As of Wed 20 Jan 2027, 13:00" in page
    assert "those of America/New_York, from 2027-01-15 on Europe/Berlin." in page
    assert " since 2027" not in page


MINE = f"candidate: {{timezone: [{NEW_YORK}, {TO_BERLIN}], {HOME}}}\ninterviews:\n  - {AFTER}\n"


@pytest.mark.parametrize(
    ("words", "now", "told"),
    [
        (["show"], "2027-01-20T23:30+00:00", "2027-01-22 10:00\temail\tplanned\tSend Emil"),
        (["show", "--from", "2027-01-21"], "2027-01-21T00:00+00:00", "2027-01-25 09:00\tself"),
        (["show"], "2027-01-20T12:00+00:00", "America/New_York, from 2027-01-15 on Europe/Berlin;"),
        (["build", "-o", "-"], "2027-01-20T23:30+00:00", "Next: Fri 22 Jan 10:00 Send Emil"),
    ],
    ids=["times", "dates", "zones", "what comes next"],
)
def test_a_command_speaks_the_time_of_the_place_of_that_day(
    words: list[str], now: str, told: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(MINE)
    epoch = str(int(datetime.fromisoformat(now).timestamp()))
    command, *options = words
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": epoch})
    done = runner.invoke(main, [command, str(file), *options])
    assert done.exit_code == 0, done.output
    assert told in done.output


def test_a_timeline_speaks_the_time_of_the_place_of_that_day() -> None:
    job_search = loads(MINE)
    drawn = timeline_svg(job_search, plan(job_search), now=datetime(2027, 1, 20, tzinfo=UTC))
    assert "Wed 20 Jan 2027 14:00: Interview at Best" in drawn
    assert "Fri 22 Jan 2027 10:00: Send Emil" in drawn


def test_no_zone_of_a_follow_up_is_anything_but_a_name() -> None:
    assert {each.timezone for each in moved().follow_ups} == {NEW_YORK, BERLIN}


# What changes nothing


SAME = [
    "{from: 2029-01-15, zone: Asia/Tokyo, country: JP}",
    "{from: 2027-01-15, zone: America/New_York, country: US, region: NY}",
    "{from: 2029-01-15, zone: Europe/Berlin, country: DE, region: BE}, "
    "{from: 2029-06-01, zone: America/New_York, country: US, region: CA}",
]


@pytest.mark.parametrize("moves", SAME, ids=["after the plan", "to the same place", "twice, after"])
def test_a_move_that_changes_nothing_changes_nothing_at_all(moves: str) -> None:
    assert moved(moves=moves) == stayed()


@settings(max_examples=EXAMPLES // 4, deadline=None, derandomize=REPEATABLE)
@given(records())
def test_no_plan_is_changed_by_a_move_after_its_end(tree: Tree) -> None:
    candidate = tree["candidate"]
    zone = candidate["timezone"]
    zone = candidate["timezone"] = zone[0] if isinstance(zone, list) else zone
    same = {name: candidate[name] for name in ("country", "region") if name in candidate}
    written = candidate | {"timezone": [zone, {"from": "2036-12-31", "zone": zone} | same]}
    stays, moves = (
        plan(JobSearch.model_validate(tree | {"candidate": each})) for each in (candidate, written)
    )
    of_the_move = [note for note in moves.notes if note.about == "candidate.timezone[1].zone"]
    assert stays.follow_ups == moves.follow_ups
    assert set(moves.notes) == {*stays.notes, *of_the_move}  # the zone may be no place's


def test_a_list_of_one_is_the_zone_alone() -> None:
    alone = "candidate: {timezone: Europe/Berlin}"
    assert loads(alone) == loads("candidate: {timezone: [Europe/Berlin]}")


# The records


def test_a_script_reads_the_first_zone_as_a_text_and_the_moves_beside_it() -> None:
    candidate = loads(f"candidate: {{timezone: [{NEW_YORK}, {TO_BERLIN}]}}").candidate
    assert candidate.timezone == NEW_YORK
    assert candidate.moves == (
        Move(from_=date(2027, 1, 15), zone=BERLIN, country="DE", region="BE"),
    )
    assert Candidate(timezone=NEW_YORK).moves == ()


def test_what_is_dumped_can_be_read_again() -> None:
    candidate = loads(f"candidate: {{timezone: [{NEW_YORK}, {TO_BERLIN}]}}").candidate
    dumped = candidate.model_dump(exclude_unset=True)
    assert Candidate.model_validate(dumped) == candidate


def told(timezone: str) -> list[str]:
    with pytest.raises(RecordsError) as raised:
        loads(f"candidate:\n  timezone: {timezone}\n")
    return [f"{each.column} {each.path}: {each.message}" for each in raised.value.faults]


WRONG = [
    (
        f"[{NEW_YORK}, {{from: 2027-03-01, zone: {BERLIN}}}, {{from: 2027-01-15, zone: {TOKYO}}}]",
        "80 candidate.timezone[2].from: found '2027-01-15', which is not after the move before, "
        "2027-03-01; write the moves in the order of their dates",
    ),
    (
        f"[{NEW_YORK}, {{zone: {BERLIN}}}]",
        "32 candidate.timezone[1].from: missing; add it, such as 'from: 2027-01-15'",
    ),
    (
        f"[{NEW_YORK}, {{from: 2027-03-01}}]",
        "32 candidate.timezone[1].zone: missing; add it, such as 'zone: Europe/Berlin'",
    ),
    (
        f"[{NEW_YORK}, {{from: 2027-03-01, zone: Munich}}]",
        "57 candidate.timezone[1].zone: found 'Munich'; write the zone of the place, such as "
        "Europe/Berlin",
    ),
    (
        f"[{NEW_YORK}, {{from: 2027-03-01, zone: {BERLIN}, country: GER}}]",
        "81 candidate.timezone[1].country: found 'GER'; write an ISO 3166-1 code of two capitals "
        "such as US",
    ),
    (
        "[EST, CET]",
        "19 candidate.timezone[1]: found 'CET'; write fields, such as "
        "{from: 2027-01-15, zone: Europe/Berlin}",
    ),
    (
        "[]",
        "13 candidate.timezone: found an empty list; write an IANA zone such as America/New_York",
    ),
]


@pytest.mark.parametrize(("timezone", "fault"), WRONG)
def test_a_move_that_is_wrong_is_told_with_its_place(timezone: str, fault: str) -> None:
    assert told(timezone) == [fault]


NOTED = [
    ("zone: CET, country: DE, region: BE", "candidate.timezone[1].zone: CET follows the clocks"),
    ("zone: Europe/Berlin, region: BE", "candidate.timezone[1].region: The region counts only"),
    ("zone: Europe/Berlin", "candidate.timezone[1].country: Europe/Berlin is not in US"),
    ("zone: America/Chicago", "candidate.timezone[1].region: The regions of US have days off"),
    ("zone: Asia/Tokyo, country: JP, region: '13'", "JP has one calendar"),
]


@pytest.mark.parametrize(("move", "note"), NOTED)
def test_what_may_not_be_meant_is_noted(move: str, note: str) -> None:
    assert notes(moved(moves=f"{{from: 2027-01-15, {move}}}"), note)


def test_a_move_within_the_country_asks_for_no_other() -> None:
    found = moved(moves="{from: 2027-01-15, zone: America/Chicago, country: US, region: IL}")
    assert not notes(found, "candidate.timezone")


# A time with an offset


def test_a_time_with_an_offset_is_that_instant_before_and_after_the_move() -> None:
    offers = (
        "{company: Globex, role: SRE, received: 2027-01-14T10:00-05:00, "
        "answer_by: 2027-01-20T17:00+01:00}"
    )
    found = one(moved(AFTER, offers=offers), "answer_offer")
    assert (found.earliest, found.latest) == (
        at("2027-01-14 10:00"),
        at("2027-01-20 17:00", BERLIN) - timedelta(seconds=1),
    )
    assert not notes(moved(AFTER, offers=offers), "is not written in the time of")


def test_an_offset_of_the_other_place_is_noted_with_the_zone_of_that_day() -> None:
    found = moved(interview(start="2027-01-20T14:00-05:00"))
    assert notes(found, "not written in the time of Europe/Berlin", "Wed 20 Jan 20:00")


def test_a_time_that_the_move_shows_a_second_time_is_refused() -> None:
    """At midnight in Berlin it is 18:00 the evening before in New York."""
    with pytest.raises(RecordsError, match="clocks show it the second time that day"):
        loads(
            f"candidate: {{timezone: [{BERLIN}, {{from: 2027-01-15, zone: {NEW_YORK}}}]}}\n"
            "interviews: [{company: A, role: B, start: 2027-01-15T00:30Z}]\n"
        )


# The clock itself

EAST = moving(NEW_YORK, [(date(2027, 1, 15), BERLIN)])
WEST = moving(BERLIN, [(date(2027, 1, 15), NEW_YORK)])
LEAP = moving("Pacific/Honolulu", [(date(2027, 1, 15), "Pacific/Kiritimati")])
BACK = moving("Pacific/Kiritimati", [(date(2027, 1, 15), "Pacific/Honolulu")])
THERE_AND_BACK = moving(NEW_YORK, [(date(2027, 1, 15), TOKYO), (date(2027, 1, 16), NEW_YORK)])
FARTHER_EAST = moving(NEW_YORK, [(date(2027, 1, 15), BERLIN), (date(2027, 1, 16), TOKYO)])

CLOCKS = [
    (EAST, "2027-01-14 23:00", "2027-01-15 04:00"),
    (EAST, "2027-01-15 00:00", "2027-01-15 05:00"),  # skipped: the instant of the move
    (EAST, "2027-01-15 05:59", "2027-01-15 05:00"),
    (EAST, "2027-01-15 06:30", "2027-01-15 05:30"),
    (WEST, "2027-01-14 20:00", "2027-01-14 19:00"),  # twice: the first
    (WEST, "2027-01-15 00:00", "2027-01-15 05:00"),
    (LEAP, "2027-01-15 12:00", "2027-01-15 10:00"),  # the whole day is skipped
    (LEAP, "2027-01-16 00:00", "2027-01-15 10:00"),
    (BACK, "2027-01-14 12:00", "2027-01-13 22:00"),  # the whole day comes twice
    (THERE_AND_BACK, "2027-01-15 12:00", "2027-01-15 05:00"),
    (THERE_AND_BACK, "2027-01-15 20:00", "2027-01-15 11:00"),
    (THERE_AND_BACK, "2027-01-16 12:00", "2027-01-16 17:00"),
    (FARTHER_EAST, "2027-01-16 07:59", "2027-01-15 23:00"),  # skipped by the second move
]


@pytest.mark.parametrize(("clock", "wall", "utc"), CLOCKS)
def test_a_move_is_a_clock_change_at_midnight(clock: str, wall: str, utc: str) -> None:
    assert f"{instant(clock, datetime.fromisoformat(wall)):%Y-%m-%d %H:%M}" == utc


@pytest.mark.parametrize("clock", [EAST, WEST, LEAP, BACK, THERE_AND_BACK])
def test_dates_follow_each_other_and_hold_their_instants_through_a_move(clock: str) -> None:
    moment, last = datetime(2027, 1, 12, tzinfo=UTC), datetime(2027, 1, 19, tzinfo=UTC)
    before = local_date(clock, moment)
    while moment < last:
        today = local_date(clock, moment)
        assert today >= before
        assert day_start(clock, today) <= moment <= day_end(clock, today) + DAY
        assert wall_time(zone_at(clock, moment), moment) == wall_time(clock, moment)
        before, moment = today, moment + timedelta(minutes=30)


@pytest.mark.parametrize("clock", [EAST, WEST, LEAP, BACK, THERE_AND_BACK])
def test_hours_that_are_available_never_overlap_through_a_move(clock: str) -> None:
    hours = Availability(clock, (Hours(0, 6 * 60), Hours(22 * 60, 24 * 60)), ())
    found = hours.within(datetime(2027, 1, 10, tzinfo=UTC), datetime(2027, 1, 20, tzinfo=UTC))
    assert found == sorted(found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for opens, closes in found:
        zone = zone_at(clock, opens)
        assert wall_time(zone, opens).hour in (22, 23, 0, 1, 2, 3, 4, 5)
        assert wall_time(zone, closes - timedelta(minutes=1)).hour in (22, 23, 0, 1, 2, 3, 4, 5)


def test_a_clock_of_one_zone_is_that_zone() -> None:
    assert moving(NEW_YORK, [(date(2027, 1, 15), NEW_YORK)]) == NEW_YORK
    assert spoken_zone(NEW_YORK) == NEW_YORK
    assert zone_on(NEW_YORK, date(2027, 1, 15)) == NEW_YORK
    assert [zone_on(EAST, date(2027, 1, each)) for each in (14, 15)] == [NEW_YORK, BERLIN]
