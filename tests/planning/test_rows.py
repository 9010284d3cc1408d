"""Each row of the advice, and of what changes it, by example: dates worked out by hand.

The interview is on Tuesday 10 November 2026, 14:00 to 15:00 in New York, unless a case says
otherwise; Thursday 26 November is Thanksgiving there.
"""

from __future__ import annotations

import pytest

from followup_ics import FollowUp, Plan, loads, plan
from followup_ics.working_time import wall_time

DANA = (
    "{name: Dana, part: hiring_manager, email: d@a.example, phone: '+1 555 0101', topics: [kafka]}"
)
HANA = "{name: Hana, part: human_resources, email: h@a.example, phone: '+1 555 0102'}"
IVAN = "{name: Ivan, email: i@a.example, topics: [tests]}"
EVERYONE = f"{DANA}, {HANA}, {IVAN}"


def planned(
    people: str = EVERYONE,
    start: str = "2026-11-10 14:00",
    *,
    more: str = "",
    others: str = "",
    candidate: str = "",
    rest: str = "",
) -> Plan:
    return plan(
        loads(
            "candidate: {timezone: America/New_York, country: US" + candidate + "}\n"
            "interviews:\n"
            "  - {id: first, company: Acme, role: Dev, "
            f"start: {start}, people: [{people}]{more}}}\n"
            f"{others}\n{rest}\n"
        )
    )


def said(each: FollowUp) -> str:
    """One follow-up in a line: person, channel, local time, and what is special about it."""
    wall = f"{wall_time(each.timezone, each.start):%m-%d %H:%M}"
    special: list[str] = [each.status] if each.status != "planned" else []
    special += ["late"] if each.late else []
    return " ".join([each.person or "-", each.channel, wall, *special])


def of(found: Plan, tactic: str, interview: str | None = None, **wanted: object) -> list[str]:
    return [
        said(each)
        for each in found.follow_ups
        if each.tactic == tactic
        and (interview is None or each.interview == interview)
        and all(getattr(each, name) == value for name, value in wanted.items())
    ]


def window(found: Plan, tactic: str) -> tuple[str, str]:
    each = next(each for each in found.follow_ups if each.tactic == tactic)
    assert each.earliest
    assert each.latest
    first, last = (wall_time(each.timezone, end) for end in (each.earliest, each.latest))
    return f"{first:%m-%d %H:%M}", f"{last:%m-%d %H:%M}"


def notes(found: Plan) -> str:
    return "\n".join(f"{note.level} {note.about}: {note.text}" for note in found.notes)


# The default playbook


ROWS = [
    pytest.param("prepare", ["- self 11-09 17:00"], id="prepare on the working day before"),
    pytest.param("thank_you", ["Dana email 11-10 17:00"], id="thank two hours after the end"),
    pytest.param("continued_interest", ["Dana email 11-18 10:00"], id="interest on d+8"),
    pytest.param("stand_out", ["- self 11-24 10:00"], id="stand out on d+14"),
    pytest.param("still_in_running", ["Dana phone 12-16 10:00"], id="the question in d+28 .. d+42"),
    pytest.param("review", ["- self 01-19 17:00"], id="review after ten weeks"),
]


@pytest.mark.parametrize(("tactic", "expected"), ROWS)
def test_each_row_of_the_playbook(tactic: str, expected: list[str]) -> None:
    assert of(planned(DANA), tactic) == expected


def test_the_call_and_the_article_share_the_days_between_a_holiday_and_a_weekend() -> None:
    # Day 1 is Veterans Day, days 4 and 5 are a weekend; no day has room for both.
    found = planned(DANA)
    days = [line.split()[2] for line in of(found, "phone_call") + of(found, "share_article")]
    assert sorted(days) == ["11-12", "11-13"]


WINDOWS = [
    pytest.param("thank_you", ("11-10 15:00", "11-11 15:00"), id="thank_you"),
    pytest.param("share_article", ("11-11 00:00", "11-15 23:59"), id="share_article"),
    pytest.param("phone_call", ("11-11 00:00", "11-15 23:59"), id="phone_call"),
    pytest.param("continued_interest", ("11-17 00:00", "11-20 23:59"), id="continued_interest"),
    pytest.param("stand_out", ("11-20 00:00", "12-01 23:59"), id="stand_out"),
    pytest.param("touch_base", ("11-25 00:00", "11-30 23:59"), id="touch_base"),
]


@pytest.mark.parametrize(("tactic", "expected"), WINDOWS)
def test_windows_are_those_of_the_advice(tactic: str, expected: tuple[str, str]) -> None:
    assert window(planned(DANA), tactic) == expected


MINUTES = [("prepare", 30), ("thank_you", 15), ("share_article", 10), ("phone_call", 15)]
MINUTES += [("continued_interest", 10), ("stand_out", 60), ("still_in_running", 15)]
MINUTES += [("keep_searching", 15), ("review", 15)]


@pytest.mark.parametrize(("tactic", "minutes"), MINUTES, ids=[name for name, _ in MINUTES])
def test_follow_ups_last_as_long_as_the_playbook_says(tactic: str, minutes: int) -> None:
    lengths = {e.end - e.start for e in planned(DANA).follow_ups if e.tactic == tactic}
    assert {length.total_seconds() / 60 for length in lengths} == {minutes}


def test_a_call_of_the_cycle_takes_as_long_as_a_call_and_an_email_as_an_email() -> None:
    slots = [each for each in planned(DANA).follow_ups if each.tactic == "touch_base"]
    lengths = {(each.channel, (each.end - each.start).total_seconds() / 60) for each in slots}
    assert lengths == {("email", 10), ("phone", 15)}


def test_an_article_is_preferred_on_the_third_day() -> None:
    found = of(planned(f"{IVAN}, {DANA}", "2026-11-02 14:00"), "share_article")
    assert "Ivan email 11-05 10:00" in found


def test_the_hiring_manager_comes_before_whoever_the_file_names_first() -> None:
    found = planned(f"{IVAN}, {DANA}", others=OTHER % ACCEPTED)
    assert of(planned(f"{IVAN}, {DANA}"), "continued_interest") == ["Dana email 11-18 10:00"]
    assert of(planned(f"{IVAN}, {DANA}"), "still_in_running") == ["Dana phone 12-16 10:00"]
    assert of(found, "withdraw") == ["Dana email 11-19 10:00"]
    assert window(found, "withdraw") == ("11-19 09:00", "11-21 23:59")


def test_three_voters_of_one_company_are_all_thanked_on_the_day() -> None:
    assert {line.split()[2] for line in of(planned(), "thank_you")} == {"11-10"}


def test_each_voter_is_thanked_and_nobody_else() -> None:
    found = of(planned(f"{EVERYONE}, {{name: Olga, email: o@a.example, vote: false}}"), "thank_you")
    assert sorted(line.split()[0] for line in found) == ["Dana", "Hana", "Ivan"]


def test_an_article_goes_to_the_hiring_manager_and_three_voters_in_the_files_order() -> None:
    crowd = ", ".join(f"{{name: P{n}, email: p{n}@a.example}}" for n in range(6))
    found = of(planned(f"{crowd}, {DANA}"), "share_article")
    assert sorted(line.split()[0] for line in found) == ["Dana", "P0", "P1", "P2"]


def test_the_two_calls_are_on_different_days() -> None:
    # Day 4 is a Saturday, so Thursday and Friday, each the other's day for the article.
    calls = [line.split() for line in of(planned(), "phone_call")]
    assert {person for person, *_ in calls} == {"Dana", "Hana"}
    assert sorted(date for _, _, date, _ in calls) == ["11-12", "11-13"]


def test_the_cycle_goes_on_every_nine_days_or_so_and_rotates() -> None:
    # Nine days on are, but twice, days off: 6 December a Sunday, Christmas, 2 January a Saturday
    # after a holiday, the 9th a Saturday, the 17th a Sunday before a holiday. The working day
    # nearest to it, the earlier of two, is what the next nine days count from.
    found = planned(f"{DANA}, {IVAN}")
    slots = [
        said(each)
        for each in found.follow_ups
        if each.tactic in ("touch_base", "still_in_running") and each.status == "planned"
    ]
    assert slots == [
        "Dana email 11-27 10:00",
        "Ivan email 12-07 10:00",
        "Dana phone 12-16 10:00",
        "Ivan email 12-24 10:00",
        "Dana email 12-31 10:00",
        "Ivan email 01-08 10:00",
        "Dana email 01-15 10:00",
    ]


def test_an_activity_rides_on_the_next_slot() -> None:
    rest = "activities: [{what: a talk, on: 2026-11-28, relates_to: speaking}]"
    found = planned(DANA, rest=rest)
    assert of(found, "activity_update") == ["Dana email 12-07 10:00"]
    (update,) = [each for each in found.follow_ups if each.tactic == "activity_update"]
    assert "a talk (it bears on speaking)" in update.description


def test_the_question_comes_on_the_working_day_after_the_decision_was_due() -> None:
    # It is the next contact after continued interest, 12 days on, and the cycle counts from it.
    found = planned(DANA, more=", next_step: {decision_by: 2026-11-27}")
    assert of(found, "still_in_running") == ["Dana phone 11-30 10:00"]
    assert window(found, "still_in_running") == ("11-30 00:00", "12-02 23:59")
    assert of(found, "touch_base")[0] == "Dana email 12-09 10:00"
    assert "They meant to decide by Fri 27 Nov." in "".join(
        each.description for each in found.follow_ups if each.tactic == "still_in_running"
    )


GLOBEX = "offers: [{company: Globex, role: Ops, received: 2026-11-19 11:00, answer_by: %s}]"
FIRST = ", first_choice: true"


def test_the_first_choice_is_told_of_an_offer_at_once() -> None:
    found = planned(DANA, more=FIRST, rest=GLOBEX % "2026-11-30 17:00")
    assert of(found, "counter_offer") == ["Dana phone 11-19 11:00"]
    assert window(found, "counter_offer") == ("11-19 11:00", "11-20 16:59")


DEADLINES = [
    pytest.param("2026-11-30 17:00", "11-21 11:00", id="48 hours"),
    pytest.param("2026-11-22 10:00", "11-20 11:00", id="24 where 48 leave less than a day"),
    pytest.param("2026-11-20 09:00", "11-20 08:45", id="never past the answer"),
]


@pytest.mark.parametrize(("answer_by", "expected"), DEADLINES)
def test_the_time_given_ends_before_ones_own(answer_by: str, expected: str) -> None:
    found = planned(DANA, more=FIRST, rest=GLOBEX % answer_by)
    assert of(found, "counter_offer_deadline") == [f"- self {expected}"]


def test_an_offer_in_the_evening_is_told_the_next_working_morning() -> None:
    offer = "offers: [{company: Globex, role: Ops, received: 2026-11-20 18:00}]"
    assert of(planned(DANA, more=FIRST, rest=offer), "counter_offer") == ["Dana phone 11-23 09:00"]


def test_what_was_agreed_is_done_on_its_day_and_by_its_means() -> None:
    step = ", next_step: {what: a task, follow_up_on: 2026-11-16, by: email, with: Ivan}"
    assert of(planned(f"{DANA}, {IVAN}", more=step), "agreed_next_step") == [
        "Ivan email 11-16 10:00"
    ]


def test_a_call_back_is_on_the_day_they_named() -> None:
    log = ", log: [{on: 2026-11-12 10:00, did: phone_call, to: Dana, call_back: 2026-11-19}]"
    assert of(planned(DANA, more=log), "call_back") == ["Dana phone 11-19 10:00"]


def test_a_call_on_the_day_they_named_is_the_call_back() -> None:
    log = (
        ", log: [{on: 2026-11-12 10:00, did: phone_call, to: Dana, call_back: 2026-11-19}, "
        "{on: 2026-11-19 11:00, did: phone_call, to: Dana}]"
    )
    found = planned(DANA, more=log)
    assert of(found, "call_back") == ["Dana phone 11-19 11:00 done"]
    assert of(found, "phone_call") == ["Dana phone 11-12 10:00 done"]


def test_persistence_after_four_weeks_is_explained() -> None:
    late = [
        e
        for e in planned(DANA).follow_ups
        if "persist" in e.description or "leadership" in e.description
    ]
    assert min(each.start for each in late).date().isoformat() == "2026-12-16"


# What changes the plan


SECOND = (
    "  - {id: second, company: Acme, role: Dev, start: 2026-11-17 10:00, people: [" + IVAN + "]}"
)


def test_a_next_round_cancels_what_is_open_from_the_day_before_it_on() -> None:
    found = planned(DANA, others=SECOND)
    (interest,) = of(found, "continued_interest", "first")
    assert interest.endswith("cancelled")
    assert len(of(found, "phone_call", "first", status="planned")) == 1
    assert of(found, "review", "first") == ["- self 01-19 17:00 cancelled"]
    assert of(found, "review", "second") == ["- self 01-26 17:00"]
    cancelled = next(each for each in found.follow_ups if each.status == "cancelled")
    assert "next round" in cancelled.reasons[-1]


def test_a_thank_you_stands_whatever_comes_next() -> None:
    soon = SECOND.replace("2026-11-17 10:00", "2026-11-11 10:00")
    assert of(planned(DANA, others=soon), "thank_you", "first") == ["Dana email 11-10 17:00"]


def test_what_is_logged_is_done_at_its_actual_time() -> None:
    log = ", log: [{on: 2026-11-10 15:40, did: thank_you, to: Dana}]"
    assert of(planned(DANA, more=log), "thank_you") == ["Dana email 11-10 15:40 done"]


def test_the_cycle_counts_from_the_last_actual_contact() -> None:
    log = ", log: [{on: 2026-12-02 11:00, did: touch_base, to: Dana}]"
    found = of(planned(DANA, more=log), "touch_base")
    assert found[:1] == ["Dana email 12-02 11:00 done"]
    assert of(planned(DANA, more=log), "still_in_running") == ["Dana phone 12-11 10:00"]


def test_a_call_once_made_is_never_planned_again_for_that_person() -> None:
    log = ", log: [{on: 2026-11-11 10:00, did: phone_call, to: Dana}]"
    again = SECOND.replace(IVAN, DANA)
    assert of(planned(DANA, more=log, others=again), "phone_call") == [
        "Dana phone 11-11 10:00 done"
    ]


def test_the_question_once_asked_is_never_planned_again() -> None:
    log = ", log: [{on: 2026-11-25 10:00, did: still_in_running, to: Dana}]"
    found = planned(DANA, more=log)
    assert of(found, "still_in_running") == ["Dana phone 11-25 10:00 done"]


def test_an_agreed_date_replaces_the_pending_call_and_gives_go_on() -> None:
    step = ", next_step: {follow_up_on: 2026-11-19, by: phone, with: Dana}"
    found = planned(DANA, more=step)
    assert of(found, "phone_call") == ["Dana phone 11-14 10:00 cancelled"]
    assert of(found, "agreed_next_step") == ["Dana phone 11-19 10:00"]
    assert of(found, "share_article") == ["Dana email 11-13 10:00"]


def test_nothing_is_asked_before_the_date_they_named_and_gives_go_on() -> None:
    log = ", log: [{on: 2026-11-12 10:00, did: phone_call, to: Dana, call_back: 2026-12-29}]"
    found = planned(DANA, more=log)
    before = [e for e in found.follow_ups if e.person and f"{e.start:%m%d}" in DAYS_BEFORE]
    assert [each.channel for each in before if each.status == "planned"] == ["email"] * len(before)
    assert len(before) >= 4
    (question,) = of(found, "still_in_running")
    assert question.endswith("late")


DAYS_BEFORE = [f"{month}{day:02}" for month in (11, 12) for day in range(1, 31)][12:58]


@pytest.mark.parametrize("result", ["rejected", "withdrawn"])
def test_an_end_cancels_everything_later_and_says_why(result: str) -> None:
    found = planned(DANA, more=f", outcome: {{result: {result}, on: 2026-11-16}}")
    later = [e for e in found.follow_ups if e.interview == "first" and f"{e.start:%m%d}" >= "1116"]
    assert later
    assert {each.status for each in later} == {"cancelled"}
    assert all("rejected" in each.reasons[-1] or "withdrew" in each.reasons[-1] for each in later)
    assert len(of(found, "share_article", status="planned")) == 1


ACCEPTED = ", outcome: {result: accepted, on: 2026-11-19 09:00}"
OTHER = (
    "  - {id: other, company: Best, role: Dev, start: 2026-11-04 10:00, "
    "people: [{name: Bo, email: b@b.example}]%s}"
)


def test_an_acceptance_withdraws_once_from_each_other_and_ends_the_search() -> None:
    found = planned(DANA, others=OTHER % ACCEPTED)
    assert of(found, "withdraw") == ["Dana email 11-19 10:00"]
    # What happens at one company moves nothing of another to another day.
    assert of(found, "continued_interest", "first") == ["Dana email 11-18 10:00"]
    assert of(found, "touch_base", status="planned") == []
    assert of(found, "keep_searching") == ["- self 11-09 09:00", "- self 11-16 09:00"]


def test_an_offer_elsewhere_without_a_first_choice_asks_for_one() -> None:
    found = planned(DANA, rest=GLOBEX % "2026-11-30")
    assert of(found, "counter_offer") == []
    assert "first_choice" in notes(found)


def test_the_company_that_offered_is_not_told_of_its_own_offer() -> None:
    found = planned(DANA, more=FIRST, rest=(GLOBEX % "2026-11-30").replace("Globex", "ACME"))
    assert of(found, "counter_offer") == []


def test_a_late_record_leaves_out_what_is_past_and_thanks_late() -> None:
    found = planned(DANA, more=", follow_up_from: 2026-11-16")
    assert of(found, "thank_you") == ["Dana email 11-16 10:00 late"]
    assert of(found, "share_article") == of(found, "phone_call") == []
    assert "phone_call to Dana" in notes(found)
    assert of(found, "continued_interest") == ["Dana email 11-18 10:00"]


LATE = [("2026-11-18", ["Dana email 11-18 10:00 late"]), ("2026-11-19", [])]


@pytest.mark.parametrize(("written", "expected"), LATE, ids=["seven days late", "eight days late"])
def test_a_thank_you_is_sent_up_to_seven_days_late(written: str, expected: list[str]) -> None:
    assert of(planned(DANA, more=f", follow_up_from: {written}"), "thank_you") == expected


def test_a_question_later_than_three_working_days_after_the_decision_is_late() -> None:
    # Due from Friday to Tuesday, but there is a contact on that Friday, so on Monday.
    step = ", next_step: {decision_by: 2026-11-12}"
    assert of(planned(DANA, more=step), "still_in_running") == ["Dana phone 11-16 10:00"]
    # Interest is continued on the 18th, and two days lie between contacts.
    late = planned(DANA, more=step, candidate=", away: [2026-11-16/2026-11-17]")
    assert of(late, "still_in_running") == ["Dana phone 11-20 10:00 late"]
    assert "you are away" in notes(late)


def test_a_record_more_than_a_week_late_thanks_no_more_and_starts_the_cycle_at_once() -> None:
    found = planned(DANA, more=", follow_up_from: 2026-11-30")
    assert of(found, "thank_you") == of(found, "continued_interest") == []
    assert of(found, "touch_base")[0] == "Dana email 11-30 10:00"


def test_without_a_decision_date_the_next_call_asks_how_they_decide() -> None:
    found = planned(DANA)
    asking = [
        e.tactic for e in found.follow_ups if "how and when they will decide" in e.description
    ]
    assert asking == ["phone_call"]
    assert "not known when Acme (Dev) will decide" in notes(found)


def test_without_human_resources_or_a_hiring_manager_the_nearest_is_called() -> None:
    found = planned(IVAN)
    assert [line.split()[0] for line in of(found, "phone_call")] == ["Ivan"]
    assert "hiring manager" in notes(found)
    assert "human resources" in notes(found)


def test_with_nobody_recorded_the_hiring_manager_is_addressed() -> None:
    found = planned("", "2026-11-02 14:00")
    assert of(found, "thank_you") == ["- email 11-02 17:00"]
    assert of(found, "phone_call") == ["- phone 11-06 10:00"]
    assert "Add a name" in notes(found)
    assert all("None" not in each.description for each in found.follow_ups)


def test_without_a_telephone_number_or_an_address_the_other_channel_takes_it() -> None:
    found = planned("{name: Eve, email: e@a.example, part: hiring_manager}", "2026-11-02 14:00")
    assert of(found, "phone_call") == ["Eve email 11-06 10:00"]
    assert "no telephone number is recorded" in notes(found)
    found = planned("{name: Pat, phone: '+1 555 0103', part: hiring_manager}")
    assert of(found, "thank_you") == ["Pat phone 11-10 16:45"]


# Placing


def test_hours_that_never_meet_turn_a_call_into_an_email() -> None:
    far = DANA.replace("topics", "timezone: Asia/Tokyo, country: JP, topics")
    found = planned(far, candidate=", available: 08:00-16:00")
    assert of(found, "phone_call")[0].split()[1] == "email"
    assert "never meet" in notes(found)


def test_a_thank_you_is_sent_even_from_a_day_away() -> None:
    found = planned(DANA, candidate=", away: [2026-11-10/2026-11-20]")
    assert of(found, "thank_you") == ["Dana email 11-10 17:00"]
    assert of(found, "share_article") == []
    assert "Left out: share_article to Dana" in notes(found)


def test_one_recruiter_at_two_companies_hears_once_a_day() -> None:
    eve = "{name: Eve, email: eve@agency.example, part: recruiter}"
    other = OTHER.replace("2026-11-04 10:00", "2026-11-10 10:00") % ""
    found = planned(eve, others=other.replace("{name: Bo, email: b@b.example}", eve))
    hers = [e for e in found.follow_ups if e.person == "Eve" and e.status != "cancelled"]
    days = [f"{e.start:%m-%d}" for e in hers]
    assert len(days) == len(set(days))


def test_the_persons_own_weekend_counts() -> None:
    noa = DANA.replace("topics", "timezone: Asia/Jerusalem, country: IL, topics")
    found = planned(noa, "2026-11-11 08:00", candidate=", available: 00:00-24:00")
    assert of(found, "phone_call") == ["Dana phone 11-15 10:00"]


def test_a_skipped_local_time_becomes_the_first_valid_one() -> None:
    found = planned(DANA, "2026-03-08 01:30", more=", duration: 1h")
    (thanks,) = [each for each in found.follow_ups if each.tactic == "thank_you"]
    assert thanks.earliest
    assert f"{thanks.earliest:%H:%M}" == "07:30"


def test_a_date_without_a_time_is_planned_and_noted() -> None:
    found = planned(DANA, "2026-11-10")
    assert of(found, "thank_you") == ["Dana email 11-10 19:00"]
    assert "has a date but no time" in notes(found)
