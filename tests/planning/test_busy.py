"""The candidate's own calendar: what is in its way moves, and a reason says so, not what for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from building import ANYWHERE, BOTH, HANA, interview, lacking, planned, search
from finding import at, begins, contacts, every, notes, of, one
from followup_ics import FollowUp, plan
from followup_ics.planning import planned_span
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import Span
from paths import PLAYBOOK


def busy(*spans: str) -> list[Span]:
    """Return spans of New York: "2026-11-06 09:00/12:00", or dates for whole ones."""
    return [_span(*each.split("/")) for each in spans]


def _span(first: str, last: str = "") -> Span:
    if len(first) == 10:
        return at(f"{first} 00:00"), at(f"{last or first} 00:00") + timedelta(days=1)
    return at(first), at(last if len(last) > 5 else f"{first[:10]} {last}")


def why(each: FollowUp) -> str:
    return next((reason for reason in each.reasons if reason.startswith("Moved")), "")


def test_a_call_moves_past_the_meeting_that_is_in_its_way() -> None:
    call = one(planned(busy=busy("2026-11-06 09:30/10:40")), "phone_call")
    assert begins(call) == "2026-11-06 10:40"
    assert "Moved from Fri 6 Nov 10:00: your own calendar has no free time then." in call.reasons


@pytest.mark.parametrize(
    ("taken", "starts"),
    [
        pytest.param("2026-11-06 09:00/09:45", "2026-11-06 10:00", id="before it"),
        pytest.param("2026-11-06 09:00/10:00", "2026-11-06 10:00", id="up to its start"),
        pytest.param("2026-11-06 10:15/17:00", "2026-11-06 10:00", id="from its end on"),
        pytest.param("2026-11-06 10:14/11:00", "2026-11-06 09:59", id="a minute of it"),
        pytest.param("2026-11-06 09:00/12:02", "2026-11-06 12:05", id="the morning"),
        pytest.param("2026-11-06 09:20/16:44", "2026-11-06 09:05", id="what is nearer counts"),
    ],
)
def test_a_call_takes_the_nearest_time_that_is_free(taken: str, starts: str) -> None:
    assert begins(one(planned(busy=busy(taken)), "phone_call")) == starts


@pytest.mark.parametrize(
    ("taken", "starts"),
    [
        pytest.param("2026-11-06", "2026-11-05 10:00", id="all day"),
        pytest.param("2026-11-06 07:00/21:00", "2026-11-05 10:00", id="all available hours"),
        # An article can be sent before nine on the Friday, which lets the call come two days ago.
        pytest.param("2026-11-06 08:00/18:00", "2026-11-04 10:00", id="all working hours"),
        pytest.param(
            "2026-11-06 09:00/12:55 2026-11-06 13:05/17:00", "2026-11-04 10:00", id="ten minutes"
        ),
    ],
)
def test_a_call_moves_to_another_day_where_none_of_it_is_free(taken: str, starts: str) -> None:
    spans = re.findall(r"\S+-\d\d(?: \S+/\S+)?", taken)
    call = one(planned(busy=busy(*spans)), "phone_call")
    assert begins(call) == starts
    assert why(call) == "Moved from Fri 6 Nov: your own calendar has no free time that day."


def test_only_what_is_in_the_way_moves() -> None:
    before, after = planned(), planned(busy=busy("2026-11-06 09:30/10:40"))
    moved = {each.uid: each.start for each in before.follow_ups}
    changed = [each.tactic for each in after.follow_ups if moved[each.uid] != each.start]
    assert changed == ["phone_call"]


def test_busy_weeks_make_a_call_late_and_the_note_says_why() -> None:
    found = planned(busy=busy("2026-11-03 09:00/2026-11-07 17:00"))
    call = one(found, "phone_call")
    assert (begins(call), call.late) == ("2026-11-12 10:00", True)
    assert notes(found, "Phone call (Dana", "is late", "your own calendar has no free time")


def test_busy_time_at_the_end_of_the_plan_leaves_a_slot_out_with_a_warning() -> None:
    found = planned(busy=busy("2026-11-09/2027-03-01"))
    assert every(found, "touch_base") == []
    assert notes(found, "Left out: continued_interest", "your own calendar has no free time")


def test_a_call_of_the_cycle_becomes_an_e_mail_where_working_hours_are_all_busy() -> None:
    days = [f"2026-{month}-{day:02} 08:00/17:30" for month, day in _autumn()]
    found = planned(interview(BOTH), candidate=ANYWHERE, busy=busy(*days))
    asked = [each for each in contacts(found, "2026-11-14") if each.tactic == "touch_base"]
    assert asked
    assert {each.channel for each in asked} == {"email"}


def _autumn() -> list[tuple[int, int]]:
    return [(11, day) for day in range(3, 31)] + [(12, day) for day in range(1, 32)]


# Notes of thanks


@pytest.mark.parametrize(
    ("taken", "thanked", "reason"),
    [
        pytest.param(
            ["2026-11-02 16:00/17:30"],
            "2026-11-02 17:30",
            "Moved from Mon 2 Nov 17:00: your own calendar has no free time then.",
            id="after a meeting",
        ),
        pytest.param(
            ["2026-11-02 15:00/22:00"],
            "2026-11-03 07:00",
            "Moved from Mon 2 Nov 17:00: your own calendar has no free time then.",
            id="the next morning",
        ),
        pytest.param(
            ["2026-11-02", "2026-11-03"],
            "2026-11-02 17:00",
            "On a day that your own calendar takes up: a thank-you cannot wait longer.",
            id="on a day that is taken up, where both are",
        ),
    ],
)
def test_thanks_are_sent_where_time_is_left(taken: list[str], thanked: str, reason: str) -> None:
    thanks = one(planned(busy=busy(*taken)), "thank_you")
    assert begins(thanks) == thanked
    assert reason in thanks.reasons


def test_thanks_never_interrupt_a_meeting() -> None:
    found = planned(busy=busy("2026-11-02 14:00/2026-11-03 20:00"))
    thanks = one(found, "thank_you")
    assert (begins(thanks), thanks.late) == ("2026-11-03 20:00", True)
    days = "Mon 2 Nov, Tue 3 Nov: your own calendar has no free time then"
    assert notes(found, "Thank you (Dana", "is late", days)


# What busy time is


def test_days_that_are_taken_up_are_like_days_away() -> None:
    calendar = planned(candidate=ANYWHERE, busy=busy("2026-11-05/2026-11-08", "2026-12-24"))
    away = planned(candidate=f"{ANYWHERE}, away: [2026-11-05/2026-11-08, 2026-12-24]")
    assert of(calendar) == of(away)


def test_an_interview_that_is_in_the_calendar_too_changes_nothing() -> None:
    assert planned(busy=busy("2026-11-02 14:00/15:00")) == planned()


def test_an_interview_is_the_reason_where_the_calendar_has_it_too() -> None:
    second = interview(
        lacking(HANA, "phone"), id="second", company="Best", start="2026-11-06 09:30"
    )
    call = one(planned(interview(), second, busy=busy("2026-11-06 09:30/10:30")), "phone_call",
               company="Acme")  # fmt: skip
    assert "you are in an interview with Best" in why(call)


def test_busy_time_long_before_and_after_costs_and_changes_nothing() -> None:
    ever = [
        (datetime.min.replace(tzinfo=UTC), at("2026-01-01 00:00")),
        (at("2029-01-01 00:00"), datetime.max.replace(tzinfo=UTC)),
    ]
    assert planned(busy=ever) == planned()


@pytest.mark.parametrize(
    ("span", "message"),
    [
        pytest.param((datetime(2026, 11, 2), datetime(2026, 11, 3)), "no time zone", id="no zone"),
        pytest.param((at("2026-11-03 10:00"), at("2026-11-03 09:00")), "ends before", id="crossed"),
    ],
)
def test_busy_time_that_is_none_is_refused(span: Span, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        planned(busy=[span])


def test_a_plan_says_from_when_until_when_busy_time_can_matter() -> None:
    from followup_ics import load_playbook

    playbook: Playbook = load_playbook(PLAYBOOK)
    first, last = planned_span(search(), playbook)
    found = plan(search(), playbook)
    assert first < min(each.start for each in found.follow_ups) - timedelta(days=30)
    assert last > max(each.end for each in found.follow_ups) + timedelta(days=60)
