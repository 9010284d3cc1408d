"""Each row of the advice, and of what changes it, by example: dates worked out by hand.

The interview is on Tuesday 10 November 2026, 14:00 to 15:00 in New York, unless a case says
otherwise; Thursday 26 November is Thanksgiving there.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import building
from building import (
    BO,
    DANA,
    HANA,
    ISRAELI,
    IVAN,
    JORDAN,
    OLGA,
    having,
    interview,
    lacking,
    offered,
)
from finding import day, every, local, minutes, notes, of, one
from followup_ics import Plan

TOLD = "2026-11-19 11:00"
VOTING_HANA = lacking(HANA, "vote")
VOTER = lacking(IVAN, "phone")
EVERYONE = f"{DANA}, {VOTING_HANA}, {VOTER}"


def planned(
    people: str = EVERYONE,
    start: str = "2026-11-10 14:00",
    *,
    others: Sequence[str] = (),
    candidate: str = JORDAN,
    offers: str = "",
    activities: str = "",
    **fields: str,
) -> Plan:
    """Plan the interview with some people, and others, of this file."""
    first = interview(people, role="Dev", start=start, **fields)
    return building.planned(
        first, *others, candidate=candidate, offers=offers, activities=activities
    )


def window(found: Plan, tactic: str) -> tuple[str, str]:
    """Return the first and the last minute of the window of the first of a tactic."""
    each = every(found, tactic)[0]
    assert each.earliest
    assert each.latest
    return local(each.earliest, each.timezone), local(each.latest, each.timezone)


def noted(found: Plan) -> str:
    """Return all notes as one text."""
    return "\n".join(notes(found))


# The default playbook


ROWS = [
    pytest.param("prepare", ["- self 2026-11-09 17:00"], id="prepare on the working day before"),
    pytest.param("thank_you", ["Dana email 2026-11-10 17:00"], id="thank two hours after the end"),
    pytest.param("continued_interest", ["Dana email 2026-11-18 10:00"], id="interest on d+8"),
    pytest.param("stand_out", ["- self 2026-11-24 10:00"], id="stand out on d+14"),
    pytest.param(
        "still_in_running", ["Dana phone 2026-12-16 10:00"], id="the question in d+28 .. d+42"
    ),
    pytest.param("review", ["- self 2027-01-19 17:00"], id="review after ten weeks"),
]


@pytest.mark.parametrize(("tactic", "expected"), ROWS)
def test_each_row_of_the_playbook(tactic: str, expected: list[str]) -> None:
    assert of(planned(DANA), tactic) == expected


def test_the_call_and_the_article_share_the_days_between_a_holiday_and_a_weekend() -> None:
    # Day 1 is Veterans Day, days 4 and 5 are a weekend; no day has room for both.
    found = planned(DANA)
    days = [line.split()[2] for line in of(found, "phone_call") + of(found, "share_article")]
    assert sorted(days) == ["2026-11-12", "2026-11-13"]


WINDOWS = [
    pytest.param("thank_you", ("2026-11-10 15:00", "2026-11-11 15:00"), id="thank_you"),
    pytest.param("share_article", ("2026-11-11 00:00", "2026-11-15 23:59"), id="share_article"),
    pytest.param("phone_call", ("2026-11-11 00:00", "2026-11-15 23:59"), id="phone_call"),
    pytest.param(
        "continued_interest", ("2026-11-17 00:00", "2026-11-20 23:59"), id="continued_interest"
    ),
    pytest.param("stand_out", ("2026-11-20 00:00", "2026-12-01 23:59"), id="stand_out"),
    pytest.param("touch_base", ("2026-11-25 00:00", "2026-11-30 23:59"), id="touch_base"),
]


@pytest.mark.parametrize(("tactic", "expected"), WINDOWS)
def test_windows_are_those_of_the_advice(tactic: str, expected: tuple[str, str]) -> None:
    assert window(planned(DANA), tactic) == expected


MINUTES = [("prepare", 30), ("thank_you", 15), ("share_article", 10), ("phone_call", 15)]
MINUTES += [("continued_interest", 10), ("stand_out", 60), ("still_in_running", 15)]
MINUTES += [("keep_searching", 15), ("review", 15)]


@pytest.mark.parametrize(("tactic", "expected"), MINUTES, ids=[name for name, _ in MINUTES])
def test_follow_ups_last_as_long_as_the_playbook_says(tactic: str, expected: int) -> None:
    assert {minutes(each) for each in every(planned(DANA), tactic)} == {expected}


def test_a_call_of_the_cycle_takes_as_long_as_a_call_and_an_email_as_an_email() -> None:
    lengths = {(each.channel, minutes(each)) for each in every(planned(DANA), "touch_base")}
    assert lengths == {("email", 10), ("phone", 15)}


def test_an_article_is_preferred_on_the_third_day() -> None:
    found = of(planned(f"{VOTER}, {DANA}", "2026-11-02 14:00"), "share_article")
    assert "Ivan email 2026-11-05 10:00" in found


def test_the_hiring_manager_comes_before_whoever_the_file_names_first() -> None:
    found = planned(f"{VOTER}, {DANA}", others=[ACCEPTED])
    assert of(planned(f"{VOTER}, {DANA}"), "continued_interest") == ["Dana email 2026-11-18 10:00"]
    assert of(planned(f"{VOTER}, {DANA}"), "still_in_running") == ["Dana phone 2026-12-16 10:00"]
    assert of(found, "withdraw") == ["Dana email 2026-11-19 10:00"]
    assert window(found, "withdraw") == ("2026-11-19 09:00", "2026-11-21 23:59")


def test_three_voters_of_one_company_are_all_thanked_on_the_day() -> None:
    assert {line.split()[2] for line in of(planned(), "thank_you")} == {"2026-11-10"}


def test_each_voter_is_thanked_and_nobody_else() -> None:
    found = of(planned(f"{EVERYONE}, {OLGA}"), "thank_you")
    assert sorted(line.split()[0] for line in found) == ["Dana", "Hana", "Ivan"]


def test_an_article_goes_to_the_hiring_manager_and_three_voters_in_the_files_order() -> None:
    crowd = ", ".join(f"{{name: P{n}, email: p{n}@a.example}}" for n in range(6))
    found = of(planned(f"{crowd}, {DANA}"), "share_article")
    assert sorted(line.split()[0] for line in found) == ["Dana", "P0", "P1", "P2"]


def test_the_two_calls_are_on_different_days() -> None:
    # Day 4 is a Saturday, so Thursday and Friday, each the other's day for the article.
    calls = [line.split() for line in of(planned(), "phone_call")]
    assert {person for person, *_ in calls} == {"Dana", "Hana"}
    assert sorted(date for _, _, date, _ in calls) == ["2026-11-12", "2026-11-13"]


def test_the_cycle_goes_on_every_nine_days_or_so_and_rotates() -> None:
    # Nine days on are, but twice, days off: 6 December a Sunday, Christmas, 2 January a Saturday
    # after a holiday, the 9th a Saturday, the 17th a Sunday before a holiday. The working day
    # nearest to it, the earlier of two, is what the next nine days count from.
    found = planned(f"{DANA}, {VOTER}")
    assert of(found, "touch_base", "still_in_running", status="planned") == [
        "Dana email 2026-11-27 10:00",
        "Ivan email 2026-12-07 10:00",
        "Dana phone 2026-12-16 10:00",
        "Ivan email 2026-12-24 10:00",
        "Dana email 2026-12-31 10:00",
        "Ivan email 2027-01-08 10:00",
        "Dana email 2027-01-15 10:00",
    ]


def test_an_activity_rides_on_the_next_slot() -> None:
    found = planned(DANA, activities="{what: a talk, on: 2026-11-28, relates_to: speaking}")
    assert of(found, "activity_update") == ["Dana email 2026-12-07 10:00"]
    assert "a talk (it bears on speaking)" in one(found, "activity_update").description


def test_the_question_comes_on_the_working_day_after_the_decision_was_due() -> None:
    # It is the next contact after continued interest, 12 days on, and the cycle counts from it.
    found = planned(DANA, next_step="{decision_by: 2026-11-27}")
    assert of(found, "still_in_running") == ["Dana phone 2026-11-30 10:00"]
    assert window(found, "still_in_running") == ("2026-11-30 00:00", "2026-12-02 23:59")
    assert of(found, "touch_base")[0] == "Dana email 2026-12-09 10:00"
    question = one(found, "still_in_running")
    assert "They meant to decide by Fri 27 Nov." in question.description


def test_the_first_choice_is_told_of_an_offer_at_once() -> None:
    found = planned(DANA, first_choice="true", offers=offered(TOLD, "2026-11-30 17:00"))
    assert of(found, "counter_offer") == ["Dana phone 2026-11-19 11:00"]
    assert window(found, "counter_offer") == ("2026-11-19 11:00", "2026-11-20 16:59")


DEADLINES = [
    pytest.param("2026-11-30 17:00", "2026-11-21 11:00", id="48 hours"),
    pytest.param("2026-11-22 10:00", "2026-11-20 11:00", id="24 where 48 leave less than a day"),
    pytest.param("2026-11-20 09:00", "2026-11-20 08:45", id="never past the answer"),
]


@pytest.mark.parametrize(("answer_by", "expected"), DEADLINES)
def test_the_time_given_ends_before_ones_own(answer_by: str, expected: str) -> None:
    found = planned(DANA, first_choice="true", offers=offered(TOLD, answer_by))
    assert of(found, "counter_offer_deadline") == [f"- self {expected}"]


def test_an_offer_in_the_evening_is_told_the_next_working_morning() -> None:
    found = planned(DANA, first_choice="true", offers=offered("2026-11-20 18:00"))
    assert of(found, "counter_offer") == ["Dana phone 2026-11-23 09:00"]


def test_what_was_agreed_is_done_on_its_day_and_by_its_means() -> None:
    step = "{what: a task, follow_up_on: 2026-11-16, by: email, with: Ivan}"
    assert of(planned(f"{DANA}, {VOTER}", next_step=step), "agreed_next_step") == [
        "Ivan email 2026-11-16 10:00"
    ]


def test_a_call_back_is_on_the_day_they_named() -> None:
    log = "[{on: 2026-11-12 10:00, did: phone_call, to: Dana, call_back: 2026-11-19}]"
    assert of(planned(DANA, log=log), "call_back") == ["Dana phone 2026-11-19 10:00"]


def test_a_call_on_the_day_they_named_is_the_call_back() -> None:
    log = (
        "[{on: 2026-11-12 10:00, did: phone_call, to: Dana, call_back: 2026-11-19}, "
        "{on: 2026-11-19 11:00, did: phone_call, to: Dana}]"
    )
    found = planned(DANA, log=log)
    assert of(found, "call_back") == ["Dana phone 2026-11-19 11:00 done"]
    assert of(found, "phone_call") == ["Dana phone 2026-11-12 10:00 done"]


def test_persistence_after_four_weeks_is_explained() -> None:
    late = [
        e
        for e in planned(DANA).follow_ups
        if "persist" in e.description or "leadership" in e.description
    ]
    assert min(each.start for each in late).date().isoformat() == "2026-12-16"


# What changes the plan


SECOND = {"id": "second", "role": "Dev", "start": "2026-11-17 10:00"}


def test_a_next_round_cancels_what_is_open_from_the_day_before_it_on() -> None:
    found = planned(DANA, others=[interview(VOTER, **SECOND)])
    (interest,) = of(found, "continued_interest", interview="first")
    assert interest.endswith("cancelled")
    assert len(of(found, "phone_call", interview="first", status="planned")) == 1
    assert of(found, "review", interview="first") == ["- self 2027-01-19 17:00 cancelled"]
    assert of(found, "review", interview="second") == ["- self 2027-01-26 17:00"]
    cancelled = every(found, status="cancelled")[0]
    assert "next round" in cancelled.reasons[-1]


def test_a_thank_you_stands_whatever_comes_next() -> None:
    soon = interview(VOTER, **SECOND | {"start": "2026-11-11 10:00"})
    assert of(planned(DANA, others=[soon]), "thank_you", interview="first") == [
        "Dana email 2026-11-10 17:00"
    ]


def test_what_is_logged_is_done_at_its_actual_time() -> None:
    log = "[{on: 2026-11-10 15:40, did: thank_you, to: Dana}]"
    assert of(planned(DANA, log=log), "thank_you") == ["Dana email 2026-11-10 15:40 done"]


def test_the_cycle_counts_from_the_last_actual_contact() -> None:
    log = "[{on: 2026-12-02 11:00, did: touch_base, to: Dana}]"
    found = of(planned(DANA, log=log), "touch_base")
    assert found[:1] == ["Dana email 2026-12-02 11:00 done"]
    assert of(planned(DANA, log=log), "still_in_running") == ["Dana phone 2026-12-11 10:00"]


def test_a_call_once_made_is_never_planned_again_for_that_person() -> None:
    log = "[{on: 2026-11-11 10:00, did: phone_call, to: Dana}]"
    assert of(planned(DANA, others=[interview(DANA, **SECOND)], log=log), "phone_call") == [
        "Dana phone 2026-11-11 10:00 done"
    ]


def test_the_question_once_asked_is_never_planned_again() -> None:
    log = "[{on: 2026-11-25 10:00, did: still_in_running, to: Dana}]"
    found = planned(DANA, log=log)
    assert of(found, "still_in_running") == ["Dana phone 2026-11-25 10:00 done"]


def test_an_agreed_date_replaces_the_pending_call_and_gives_go_on() -> None:
    step = "{follow_up_on: 2026-11-19, by: phone, with: Dana}"
    found = planned(DANA, next_step=step)
    assert of(found, "phone_call") == ["Dana phone 2026-11-14 10:00 cancelled"]
    assert of(found, "agreed_next_step") == ["Dana phone 2026-11-19 10:00"]
    assert of(found, "share_article") == ["Dana email 2026-11-13 10:00"]


def test_nothing_is_asked_before_the_date_they_named_and_gives_go_on() -> None:
    log = "[{on: 2026-11-12 10:00, did: phone_call, to: Dana, call_back: 2026-12-29}]"
    found = planned(DANA, log=log)
    before = [e for e in found.follow_ups if e.person and f"{e.start:%m%d}" in DAYS_BEFORE]
    assert [each.channel for each in before if each.status == "planned"] == ["email"] * len(before)
    assert len(before) >= 4
    (question,) = of(found, "still_in_running")
    assert question.endswith("late")


DAYS_BEFORE = [f"{month}{day:02}" for month in (11, 12) for day in range(1, 31)][12:58]


@pytest.mark.parametrize("result", ["rejected", "withdrawn"])
def test_an_end_cancels_everything_later_and_says_why(result: str) -> None:
    found = planned(DANA, outcome=f"{{result: {result}, on: 2026-11-16}}")
    later = [e for e in found.follow_ups if e.interview == "first" and f"{e.start:%m%d}" >= "1116"]
    assert later
    assert {each.status for each in later} == {"cancelled"}
    assert all("rejected" in each.reasons[-1] or "withdrew" in each.reasons[-1] for each in later)
    assert len(of(found, "share_article", status="planned")) == 1


OTHER = {"id": "other", "company": "Best", "role": "Dev", "start": "2026-11-04 10:00"}
ACCEPTED = interview(BO, **OTHER, outcome="{result: accepted, on: 2026-11-19 09:00}")


def test_an_acceptance_withdraws_once_from_each_other_and_ends_the_search() -> None:
    found = planned(DANA, others=[ACCEPTED])
    assert of(found, "withdraw") == ["Dana email 2026-11-19 10:00"]
    # What happens at one company moves nothing of another to another day.
    assert of(found, "continued_interest", interview="first") == ["Dana email 2026-11-18 10:00"]
    assert of(found, "touch_base", status="planned") == []
    assert of(found, "keep_searching") == ["- self 2026-11-09 09:00", "- self 2026-11-16 09:00"]


def test_an_offer_elsewhere_without_a_first_choice_asks_for_one() -> None:
    found = planned(DANA, offers=offered(TOLD, "2026-11-30"))
    assert of(found, "counter_offer") == []
    assert "first_choice" in noted(found)


def test_the_company_that_offered_is_not_told_of_its_own_offer() -> None:
    found = planned(DANA, first_choice="true", offers=offered(TOLD, "2026-11-30", company="ACME"))
    assert of(found, "counter_offer") == []


def test_a_late_record_leaves_out_what_is_past_and_thanks_late() -> None:
    found = planned(DANA, follow_up_from="2026-11-16")
    assert of(found, "thank_you") == ["Dana email 2026-11-16 10:00 late"]
    assert of(found, "share_article") == of(found, "phone_call") == []
    assert "phone_call to Dana" in noted(found)
    assert of(found, "continued_interest") == ["Dana email 2026-11-18 10:00"]


LATE = [("2026-11-18", ["Dana email 2026-11-18 10:00 late"]), ("2026-11-19", [])]


@pytest.mark.parametrize(("written", "expected"), LATE, ids=["seven days late", "eight days late"])
def test_a_thank_you_is_sent_up_to_seven_days_late(written: str, expected: list[str]) -> None:
    assert of(planned(DANA, follow_up_from=written), "thank_you") == expected


def test_a_question_later_than_three_working_days_after_the_decision_is_late() -> None:
    # Due from Friday to Tuesday, but there is a contact on that Friday, so on Monday.
    step = "{decision_by: 2026-11-12}"
    assert of(planned(DANA, next_step=step), "still_in_running") == ["Dana phone 2026-11-16 10:00"]
    # Interest is continued on the 18th, and two days lie between contacts.
    late = planned(DANA, next_step=step, candidate=f"{JORDAN}, away: [2026-11-16/2026-11-17]")
    assert of(late, "still_in_running") == ["Dana phone 2026-11-20 10:00 late"]
    assert "you are away" in noted(late)


def test_a_record_more_than_a_week_late_thanks_no_more_and_starts_the_cycle_at_once() -> None:
    found = planned(DANA, follow_up_from="2026-11-30")
    assert of(found, "thank_you") == of(found, "continued_interest") == []
    assert of(found, "touch_base")[0] == "Dana email 2026-11-30 10:00"


def test_without_a_decision_date_the_next_call_asks_how_they_decide() -> None:
    found = planned(DANA)
    asking = [
        e.tactic for e in found.follow_ups if "how and when they will decide" in e.description
    ]
    assert asking == ["phone_call"]
    assert "not known when Acme (Dev) will decide" in noted(found)


def test_without_human_resources_or_a_hiring_manager_the_nearest_is_called() -> None:
    found = planned(VOTER)
    assert [line.split()[0] for line in of(found, "phone_call")] == ["Ivan"]
    assert "hiring manager" in noted(found)
    assert "human resources" in noted(found)


def test_with_nobody_recorded_the_hiring_manager_is_addressed() -> None:
    found = planned("", "2026-11-02 14:00")
    assert of(found, "thank_you") == ["- email 2026-11-02 17:00"]
    assert of(found, "phone_call") == ["- phone 2026-11-06 10:00"]
    assert "Add a name" in noted(found)
    assert all("None" not in each.description for each in found.follow_ups)


def test_without_a_telephone_number_or_an_address_the_other_channel_takes_it() -> None:
    found = planned("{name: Eve, email: e@a.example, part: hiring_manager}", "2026-11-02 14:00")
    assert of(found, "phone_call") == ["Eve email 2026-11-06 10:00"]
    assert "no telephone number is recorded" in noted(found)
    found = planned("{name: Pat, phone: '+1 555 0103', part: hiring_manager}")
    assert of(found, "thank_you") == ["Pat phone 2026-11-10 16:45"]


# Placing


def test_hours_that_never_meet_turn_a_call_into_an_email() -> None:
    far = having(DANA, "timezone: Asia/Tokyo", "country: JP")
    found = planned(far, candidate=f"{JORDAN}, available: 08:00-16:00")
    assert of(found, "phone_call")[0].split()[1] == "email"
    assert "never meet" in noted(found)


def test_a_thank_you_is_sent_even_from_a_day_away() -> None:
    found = planned(DANA, candidate=f"{JORDAN}, away: [2026-11-10/2026-11-20]")
    assert of(found, "thank_you") == ["Dana email 2026-11-10 17:00"]
    assert of(found, "share_article") == []
    assert "Left out: share_article to Dana" in noted(found)


def test_one_recruiter_at_two_companies_hears_once_a_day() -> None:
    eve = "{name: Eve, email: eve@agency.example, part: recruiter}"
    found = planned(eve, others=[interview(eve, **OTHER | {"start": "2026-11-10 10:00"})])
    hers = [each for each in every(found, person="Eve") if each.status != "cancelled"]
    days = [day(each) for each in hers]
    assert len(days) == len(set(days))


def test_the_persons_own_weekend_counts() -> None:
    noa = having(DANA, ISRAELI)
    found = planned(noa, "2026-11-11 08:00", candidate=f"{JORDAN}, available: 00:00-24:00")
    assert of(found, "phone_call") == ["Dana phone 2026-11-15 10:00"]


def test_a_skipped_local_time_becomes_the_first_valid_one() -> None:
    found = planned(DANA, "2026-03-08 01:30", duration="1h")
    thanks = one(found, "thank_you")
    assert thanks.earliest
    assert f"{thanks.earliest:%H:%M}" == "07:30"


def test_a_date_without_a_time_is_planned_and_noted() -> None:
    found = planned(DANA, "2026-11-10")
    assert of(found, "thank_you") == ["Dana email 2026-11-10 19:00"]
    assert "has a date but no time" in noted(found)
