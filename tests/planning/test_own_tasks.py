"""One's own tasks: on working days, not one upon another, and no more of them than can be done.

Monday 9 November 2026 is the first after the usual interview. Labor Day is 7 September, Columbus
Day 12 October, Martin Luther King's birthday 18 January 2027; Easter is 28 March 2027.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from building import (
    BO,
    BRITISH,
    DANA,
    GERMAN,
    HANA,
    ISRAELI,
    IVAN,
    JORDAN,
    interview,
    offered,
    planned,
)
from finding import begins, day, every, of, one
from followup_ics import Plan


def elsewhere(start: str, name: str = "best", **fields: str) -> str:
    """Return an interview of another application."""
    return interview(BO, id=name, company=name.title(), start=start, **fields)


def weekly(found: Plan, since: str = "", until: str = "9999") -> list[str]:
    """Return when the weekly task stands, from one date to another."""
    times = [begins(each) for each in every(found, "keep_searching")]
    return [each for each in times if since <= each <= until]


# Working days


STAND_OUT = [
    # Two weeks later is Thanksgiving; the day before is as near as the day after, and earlier.
    pytest.param(JORDAN, "2026-11-12 14:00", "2026-11-25", id="Thanksgiving"),
    pytest.param(JORDAN, "2026-12-18 14:00", "2026-12-31", id="New Year's Day"),
    pytest.param(JORDAN, "2026-11-07 14:00", "2026-11-20", id="a Saturday"),
    pytest.param(JORDAN, "2026-11-08 14:00", "2026-11-23", id="a Sunday"),
    pytest.param(f"{JORDAN}, away: [2026-11-16]", "2026-11-02 14:00", "2026-11-17", id="away"),
    pytest.param(GERMAN, "2027-03-12 14:00", "2027-03-25", id="DE: Good Friday"),
    pytest.param(ISRAELI, "2026-11-06 10:00", "2026-11-19", id="IL: a Friday"),
    pytest.param(BRITISH, "2026-12-14 14:00", "2026-12-29", id="GB: Boxing Day, on a Monday"),
]


@pytest.mark.parametrize(("candidate", "start", "expected"), STAND_OUT)
def test_setting_oneself_apart_is_done_on_a_working_day(
    candidate: str, start: str, expected: str
) -> None:
    found = planned(interview(start=start), candidate=candidate)
    assert of(found, "stand_out") == [f"- self {expected} 10:00"]


REVIEW = [
    pytest.param(JORDAN, {"start": "2026-09-17 14:00"}, "2026-11-25", id="Thanksgiving"),
    pytest.param(JORDAN, {"start": "2026-10-23 14:00"}, "2026-12-31", id="New Year's Day"),
    pytest.param(JORDAN, {"start": "2026-11-07 14:00"}, "2027-01-15", id="a Saturday"),
    pytest.param(JORDAN, {"start": "2026-11-09 14:00"}, "2027-01-15", id="a Monday"),
    pytest.param(
        JORDAN, {"next_step": "{decision_by: 2027-01-04}"}, "2027-01-15", id="from a decision"
    ),
    pytest.param(f"{JORDAN}, away: [2027-01-11]", {}, "2027-01-08", id="away"),
    pytest.param(GERMAN, {"start": "2027-01-15 14:00"}, "2027-03-25", id="DE: Good Friday"),
    pytest.param(GERMAN, {"start": "2027-01-18 14:00"}, "2027-03-25", id="DE: Easter Monday"),
    pytest.param(ISRAELI, {"start": "2026-11-06 10:00"}, "2027-01-14", id="IL: a Friday"),
]


@pytest.mark.parametrize(("candidate", "fields", "expected"), REVIEW)
def test_the_review_is_on_the_last_working_day_up_to_the_horizon(
    candidate: str, fields: dict[str, str], expected: str
) -> None:
    found = planned(interview(**fields), candidate=candidate)
    assert of(found, "review") == [f"- self {expected} 17:00"]


WEEKS = [
    pytest.param(JORDAN, "2026-08-24 14:00", "2026-09-07", "2026-09-08", id="US: Labor Day"),
    pytest.param(JORDAN, "2026-09-21 14:00", "2026-10-12", "2026-10-13", id="US: Columbus Day"),
    pytest.param(JORDAN, "2026-11-16 14:00", "2027-01-18", "2027-01-19", id="US: 18 January"),
    pytest.param(GERMAN, "2027-03-08 14:00", "2027-03-29", "2027-03-30", id="DE: Easter Monday"),
    pytest.param(BRITISH, "2026-11-02 14:00", "2026-12-28", "2026-12-29", id="GB: Boxing Day"),
    pytest.param(
        "timezone: Asia/Tokyo, country: JP",
        "2026-11-02 14:00",
        "2026-11-23",
        "2026-11-24",
        id="JP: Labor Thanksgiving Day",
    ),
]


@pytest.mark.parametrize(("candidate", "start", "monday", "expected"), WEEKS)
def test_the_weekly_task_is_on_the_first_working_day_of_its_week(
    candidate: str, start: str, monday: str, expected: str
) -> None:
    found = planned(interview(start=start), candidate=candidate)
    sunday = str(date.fromisoformat(monday) + timedelta(days=6))
    assert weekly(found, monday, f"{sunday} 23:59") == [f"{expected} 09:00"]


def test_a_week_that_begins_with_a_holiday_and_days_away_has_its_task_later() -> None:
    # Monday the 12th is Columbus Day.
    found = planned(
        interview(start="2026-09-21 14:00"), candidate=f"{JORDAN}, away: [2026-10-13/2026-10-14]"
    )
    assert weekly(found, "2026-10-10", "2026-10-22") == ["2026-10-15 09:00", "2026-10-19 09:00"]


NEAR_THE_NEXT = [
    pytest.param("2026-11-16/2026-11-19", id="Friday is too near"),
    pytest.param("2026-11-16/2026-11-20", id="only the weekend is left"),
    pytest.param("2026-11-16/2026-11-21", id="only the Sunday is left"),
]


@pytest.mark.parametrize("away", NEAR_THE_NEXT)
def test_the_weekly_task_is_left_out_where_the_next_one_is_near(away: str) -> None:
    found = planned(candidate=f"{JORDAN}, away: [{away}]")
    assert weekly(found, until="2026-11-25") == ["2026-11-09 09:00", "2026-11-23 09:00"]


def test_the_weekly_task_is_left_out_of_a_week_away_that_ends_on_good_friday() -> None:
    found = planned(
        interview(start="2027-03-08 14:00"),
        candidate=f"{GERMAN}, away: [2027-03-22/2027-03-25]",
    )
    assert weekly(found, "2027-03-13", "2027-04-02") == ["2027-03-15 09:00", "2027-03-30 09:00"]


def test_the_weekly_task_is_left_out_of_a_week_away_over_new_year() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-12-24/2027-01-01]")
    assert weekly(found, "2026-12-20") == [
        "2026-12-21 09:00",
        "2027-01-04 09:00",
        "2027-01-11 09:00",
    ]


DAYS_OFF = {
    "2026-11-26",
    "2026-11-30",
    *(f"2026-12-{number}" for number in range(24, 32)),
    "2027-01-01",
    "2027-01-18",
}


def a_busy_search() -> Plan:
    """Plan four interviews for three roles, and an offer to be answered, around the holidays."""
    return planned(
        interview(HANA, start="2026-11-03 11:00"),
        interview(DANA, id="second", start="2026-11-10 14:00", first_choice="true"),
        elsewhere("2026-11-12 10:00"),
        interview(IVAN, id="cargo", company="Cargo", start="2026-11-17 16:30"),
        candidate=f"{JORDAN}, region: NY, away: [2026-12-24/2027-01-01, 2026-11-30]",
        offers=offered("2026-11-19 16:00", "2026-11-26"),
    )


@pytest.mark.parametrize("tactic", ["stand_out", "keep_searching", "answer_offer"])
def test_no_task_of_ones_own_is_on_a_weekend_a_holiday_or_a_day_away(tactic: str) -> None:
    tasks = every(a_busy_search(), tactic, status="planned")
    assert tasks
    days = [day(each) for each in tasks]
    assert [each for each in days if each in DAYS_OFF] == []
    assert [each for each in days if date.fromisoformat(each).weekday() > 4] == []


def test_the_tasks_of_a_busy_search_are_on_these_days() -> None:
    found = a_busy_search()
    # Mondays, but for the 30th, a week away and the holiday on 18 January.
    assert [each[:10] for each in weekly(found, "2026-11-09")] == [
        *("2026-11-09", "2026-11-16", "2026-11-23", "2026-12-01"),
        *("2026-12-07", "2026-12-14", "2026-12-21"),
        *("2027-01-04", "2027-01-11", "2027-01-19", "2027-01-25"),
    ]
    assert of(found, "answer_offer") == ["- self 2026-11-25 09:00"]
    assert of(found, "stand_out", status="planned") == ["- self 2026-11-24 10:00"]


# One in four weeks


WITHIN_DAYS = [
    pytest.param(["2026-11-03 14:00"], id="two"),
    pytest.param(["2026-11-03 14:00", "2026-11-10 14:00"], id="three"),
    pytest.param(["2026-11-05 10:00", "2026-11-09 11:00", "2026-11-13 16:00"], id="four"),
]


@pytest.mark.parametrize("starts", WITHIN_DAYS)
def test_applications_close_together_are_served_by_one_thing_that_sets_one_apart(
    starts: list[str],
) -> None:
    names = ("best", "cargo", "delta")
    others = [elsewhere(start, name) for start, name in zip(starts, names, strict=False)]
    found = planned(interview(), *others)
    served = one(found, "stand_out")
    assert day(served) == "2026-11-16"
    for company in ("Acme", *(name.title() for name in names[: len(starts)])):
        assert company in f"{served.summary} {served.description}"


def test_an_application_weeks_later_has_something_of_its_own() -> None:
    # The third is served by what the first two share; the window of the fourth opens a month on.
    found = planned(
        interview(),
        elsewhere("2026-11-04 14:00"),
        elsewhere("2026-11-11 14:00", "cargo"),
        elsewhere("2026-12-08 14:00", "delta"),
    )
    assert [day(each) for each in every(found, "stand_out")] == ["2026-11-16", "2026-12-22"]


@pytest.mark.parametrize("days", [1, 3, 7])
def test_however_many_applications_there_are_it_is_done_once_in_four_weeks(days: int) -> None:
    first = date(2026, 9, 1)
    interviews = [
        interview(
            "",
            company=f"Company{number}",
            start=f"{first + timedelta(days * number)} 09:00",
            id=f"c{number}",
        )
        for number in range(40 // days)
    ]
    found = planned(*interviews)
    done = [date.fromisoformat(day(each)) for each in every(found, "stand_out", status="planned")]
    assert done[0] == date(2026, 9, 15)
    gaps = [(after - before).days for before, after in pairwise(done)]
    assert min(gaps, default=28) >= 28
    # Four weeks after the second, the last window, which ends on 31 October, is over.
    assert len(done) <= 2


def test_what_is_done_on_the_way_back_from_weeks_away_serves_all_whose_time_is_over() -> None:
    found = planned(
        interview(),
        elsewhere("2026-11-04 14:00"),
        candidate=f"{JORDAN}, away: [2026-11-10/2026-12-20]",
    )
    assert of(found, "stand_out") == ["- self 2026-12-21 10:15 late"]
    assert "Best" in one(found, "stand_out").description


def test_the_order_of_the_file_does_not_decide_whose_it_is() -> None:
    found = planned(elsewhere("2026-11-10 14:00"), elsewhere("2026-11-05 14:00", "cargo"))
    # Two weeks after the 5th.
    served = one(found, "stand_out")
    assert day(served) == "2026-11-19"
    assert "Best" in f"{served.summary} {served.description}"


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        pytest.param("2026-11-09/2026-11-12", ["2026-11-13", "2026-11-17"], id="four days before"),
        pytest.param("2026-11-09/2026-11-13", ["2026-11-17"], id="a week away"),
    ],
)
def test_a_weekly_task_keeps_away_from_where_the_next_one_lands_not_from_its_monday(
    away: str, expected: list[str]
) -> None:
    candidate = f"{JORDAN}, away: [{away}]"
    on_site = elsewhere("2026-11-16 07:00", "best", duration="14h")
    found = planned(interview(f"{DANA}"), on_site, candidate=candidate)
    days = [each[:10] for each in weekly(found, "2026-11-09", "2026-11-22")]
    assert days == expected


# The last one


LAST = [
    pytest.param(JORDAN, ["2026-11-02 14:00"], "2027-01-11", id="US"),
    pytest.param(GERMAN, ["2027-01-18 14:00"], "2027-03-22", id="DE, before Easter"),
    pytest.param(BRITISH, ["2026-11-02 14:00", "2026-11-24 14:00"], "2027-02-01", id="GB, two"),
]


@pytest.mark.parametrize(("candidate", "starts", "expected"), LAST)
def test_the_last_weekly_task_and_no_other_says_that_the_plan_ends_there(
    candidate: str, starts: list[str], expected: str
) -> None:
    interviews = [elsewhere(start, f"company{number}") for number, start in enumerate(starts)]
    found = planned(*interviews, candidate=candidate)
    saying = [each for each in every(found, "keep_searching") if "plan ends" in each.description]
    assert [day(each) for each in saying] == [expected]
    assert saying == every(found, "keep_searching")[-1:]


def test_each_weekly_task_names_what_is_open_and_the_last_one_does_too() -> None:
    found = planned(interview(f"{DANA}, {IVAN}"))
    last = every(found, "keep_searching")[-1]
    assert "Acme" in last.description
    assert "plan ends" in last.description


# What is open


def opened(found: Plan) -> dict[str, str]:
    """Return what each weekly task says of what is open, by its date."""
    return {
        day(each): next(
            line for line in each.description.splitlines() if " open this week" in line.lower()
        )
        for each in every(found, "keep_searching")
    }


ACME, BEST = "Acme (Engineer)", "Best (Engineer)"
NOTHING = "- Nothing else is open this week: start something new."
OPEN = [
    pytest.param(
        "2026-11-29 14:00",
        {},
        {"2026-11-16": [ACME], "2026-11-23": [ACME, BEST]},
        id="an interview on its Sunday",
    ),
    pytest.param(
        "2026-11-30 14:00",
        {},
        {"2026-11-23": [ACME], "2026-11-30": [ACME, BEST]},
        id="an interview on the Monday after it",
    ),
    pytest.param(
        "2026-11-05 14:00",
        {"outcome": "{result: rejected, on: 2026-11-23 09:01}"},
        {"2026-11-16": [ACME, BEST], "2026-11-23": [ACME, BEST], "2026-11-30": [ACME]},
        id="an end a minute after it",
    ),
    pytest.param(
        "2026-11-05 14:00",
        {"outcome": "{result: rejected, on: 2026-11-23 09:00}"},
        {"2026-11-16": [ACME, BEST], "2026-11-23": [ACME]},
        id="an end as it begins",
    ),
    pytest.param(
        "2026-11-09 14:00",
        {},
        # Ten weeks after the usual interview.
        {"2027-01-04": [ACME, BEST], "2027-01-11": [ACME, BEST]},
        id="the last day of its plan",
    ),
    pytest.param(
        "2026-11-10 14:00", {}, {"2027-01-11": [ACME, BEST], "2027-01-19": [BEST]}, id="after that"
    ),
]


@pytest.mark.parametrize(("start", "fields", "expected"), OPEN)
def test_a_weekly_task_names_what_is_open_up_to_its_sunday(
    start: str, fields: dict[str, str], expected: dict[str, list[str]]
) -> None:
    found = opened(planned(interview(), elsewhere(start, **fields)))
    for on, names in expected.items():
        assert found[on] == f"- Open this week: {', '.join(names)}. Do not wait for them."


def test_a_weekly_task_says_that_nothing_is_open() -> None:
    found = opened(planned(interview(outcome="{result: rejected, on: 2026-11-12}")))
    assert found["2026-11-09"] == f"- Open this week: {ACME}. Do not wait for them."
    assert found["2026-11-16"] == NOTHING
