"""The default playbook, row by row: who, by which channel, in which window, when, how long.

Dates are worked out by hand from the advice; `building` tells what stands on the calendar.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from building import (
    BEST,
    BO,
    BOTH,
    CHINESE,
    DANA,
    HANA,
    ISRAELI,
    IVAN,
    JORDAN,
    OLGA,
    first_choice,
    having,
    interview,
    offered,
    planned,
    search,
)
from finding import at, begins, cycle, day, every, minutes, notes, of, one, open_days
from followup_ics import oi_partners, plan

# prepare


PREPARED = [
    pytest.param("2026-11-02 14:00", "2026-10-30 17:00", id="a Monday, on Friday"),
    pytest.param("2026-11-05 14:00", "2026-11-04 17:00", id="a Thursday, on Wednesday"),
    pytest.param("2026-11-12 09:00", "2026-11-10 17:00", id="after Veterans Day"),
    pytest.param("2026-11-27 10:00", "2026-11-25 17:00", id="after Thanksgiving"),
    pytest.param("2026-12-28 10:00", "2026-12-24 17:00", id="after Christmas and a weekend"),
]


@pytest.mark.parametrize(("start", "expected"), PREPARED)
def test_prepare_is_on_the_last_working_day_before_the_interview(start: str, expected: str) -> None:
    assert of(planned(interview(start=start)), "prepare") == [f"- self {expected}"]


PREPARED_ELSEWHERE = [
    pytest.param(ISRAELI, "2026-11-08 10:00", "2026-11-05 17:00", id="Israel: Sunday, Thursday"),
    pytest.param(CHINESE, "2024-09-30 10:00", "2024-09-29 17:00", id="China: a working Sunday"),
    pytest.param(CHINESE, "2024-10-08 10:00", "2024-09-30 17:00", id="China: the golden week"),
]


@pytest.mark.parametrize(("candidate", "start", "expected"), PREPARED_ELSEWHERE)
def test_prepare_keeps_the_working_days_of_the_candidates_country(
    candidate: str, start: str, expected: str
) -> None:
    found = planned(interview(start=start), candidate=candidate)
    assert of(found, "prepare") == [f"- self {expected}"]


def test_prepare_never_comes_after_its_interview() -> None:
    day_before = {"start": "2026-11-09 07:00", "duration": "14h"}
    busy = interview("", id="busy", company="Elsewhere", **day_before)
    found = planned(interview(start="2026-11-10 07:15"), busy)
    assert of(found, "prepare", company="Acme") == []
    assert notes(found, "Left out: prepare", "you are in an interview with Elsewhere")


def test_prepare_is_a_task_of_the_candidate_for_that_interview() -> None:
    prepare = one(planned(interview(timezone="America/Chicago")), "prepare")
    assert (prepare.person, prepare.channel, prepare.interview) == (None, "self", "first")
    assert prepare.timezone == "America/New_York"
    assert open_days(prepare) == ("2026-10-30", "2026-10-30")


# thank_you


THANKED = [
    pytest.param({}, "2026-11-02 17:00", id="two hours after the end"),
    pytest.param({"duration": "45m"}, "2026-11-02 16:45", id="after a shorter interview"),
    pytest.param({"end": "2026-11-02 16:30"}, "2026-11-02 18:30", id="after an end that is given"),
    pytest.param({"start": "2026-11-02 19:30"}, "2026-11-02 20:45", id="at night, before nine"),
    pytest.param({"start": "2026-11-02 19:35"}, "2026-11-03 07:00", id="at night, next morning"),
    pytest.param({"start": "2026-11-06 20:00"}, "2026-11-07 07:00", id="Friday night, Saturday"),
    pytest.param(
        {"start": "2026-11-07 10:00"}, "2026-11-07 13:00", id="on a Saturday all the same"
    ),
    pytest.param({"start": "2026-11-26 10:00"}, "2026-11-26 13:00", id="on Thanksgiving"),
]


@pytest.mark.parametrize(("fields", "expected"), THANKED)
def test_thank_you_is_sent_two_hours_after_the_end_or_in_what_is_left_of_the_evening(
    fields: dict[str, str], expected: str
) -> None:
    assert of(planned(interview(**fields)), "thank_you") == [f"Dana email {expected}"]


def test_thank_you_has_24_hours_from_the_end() -> None:
    thank_you = one(planned(), "thank_you")
    assert thank_you.earliest == at("2026-11-02 15:00")
    assert thank_you.latest == at("2026-11-03 15:00")


DAYS_OF_OTHER_LENGTHS = [
    pytest.param("2026-03-07 14:00", "2026-03-08 16:00", id="a day of 23 hours"),
    pytest.param("2026-10-31 14:00", "2026-11-01 14:00", id="a day of 25 hours"),
]


@pytest.mark.parametrize(("start", "latest"), DAYS_OF_OTHER_LENGTHS)
def test_the_24_hours_of_a_thank_you_are_elapsed_time(start: str, latest: str) -> None:
    assert one(planned(interview(start=start)), "thank_you").latest == at(latest)


def test_thank_you_goes_to_each_voter_of_that_interview_and_to_nobody_else() -> None:
    found = planned(interview(f"{DANA}, {HANA}, {IVAN}, {OLGA}"))
    assert sorted(str(each.person) for each in every(found, "thank_you")) == ["Dana", "Ivan"]


def test_thank_you_notes_of_one_panel_all_go_on_the_day_one_after_the_other() -> None:
    panel = ", ".join(f"{{name: P{n}, email: p{n}@acme.example}}" for n in range(4))
    found = every(planned(interview(panel)), "thank_you")
    assert {day(each) for each in found} == {"2026-11-02"}
    assert all(earlier.end <= later.start for earlier, later in pairwise(found))


def test_a_person_met_in_one_interview_only_is_thanked_for_that_one_only() -> None:
    second = interview(IVAN, id="second", start="2026-11-16 14:00")
    found = planned(interview(), second)
    assert of(found, "thank_you", interview="first") == ["Dana email 2026-11-02 17:00"]
    assert of(found, "thank_you", interview="second") == ["Ivan email 2026-11-16 17:00"]


# share_article


ARTICLES = [
    pytest.param(JORDAN, "2026-11-02 14:00", "2026-11-05", id="day 3, a Thursday"),
    pytest.param(JORDAN, "2026-11-04 14:00", "2026-11-06", id="day 3 a Saturday, so on Friday"),
    pytest.param(JORDAN, "2026-11-23 14:00", "2026-11-25", id="day 3 is Thanksgiving, so before"),
    pytest.param(JORDAN, "2026-12-22 14:00", "2026-12-24", id="day 3 is Christmas, so before"),
    pytest.param(ISRAELI, "2026-11-03 10:00", "2026-11-05", id="Israel: not on Friday"),
    pytest.param(ISRAELI, "2026-11-05 10:00", "2026-11-08", id="Israel: day 3 is a Sunday"),
    pytest.param(CHINESE, "2024-09-26 10:00", "2024-09-29", id="China: a working Sunday"),
]


@pytest.mark.parametrize(("candidate", "start", "expected"), ARTICLES)
def test_share_article_is_on_the_third_day_or_the_working_day_nearest_to_it(
    candidate: str, start: str, expected: str
) -> None:
    found = planned(interview(f"{DANA}, {IVAN}", start=start), candidate=candidate)
    article = one(found, "share_article", person="Ivan")
    assert (day(article), article.channel) == (expected, "email")


def test_share_article_is_preferred_at_ten() -> None:
    found = planned(interview(f"{DANA}, {IVAN}"))
    assert of(found, "share_article", person="Ivan") == ["Ivan email 2026-11-05 10:00"]


def test_share_article_has_days_1_to_5() -> None:
    found = planned(interview(f"{DANA}, {IVAN}"))
    assert open_days(one(found, "share_article", person="Ivan")) == ("2026-11-03", "2026-11-07")


VOTERS = ", ".join(f"{{name: V{n}, email: v{n}@acme.example}}" for n in range(5))
READERS = [
    pytest.param(f"{DANA}, {VOTERS}", id="named first"),
    pytest.param(f"{VOTERS}, {DANA}", id="named last"),
    pytest.param(f"{OLGA}, {VOTERS}, {DANA}", id="and nobody without a vote"),
    pytest.param(
        f"{VOTERS}, {DANA.replace('email', 'vote: false, email')}", id="manager or no vote"
    ),
]


@pytest.mark.parametrize("people", READERS)
def test_share_article_goes_to_the_hiring_manager_and_the_first_three_other_voters(
    people: str,
) -> None:
    found = every(planned(interview(people)), "share_article")
    assert sorted(str(each.person) for each in found) == ["Dana", "V0", "V1", "V2"]


# phone_call


CALLS = [
    pytest.param("2026-11-02 14:00", "2026-11-06 10:00", id="day 4, a Friday"),
    pytest.param("2026-11-04 14:00", "2026-11-09 10:00", id="day 4 a Sunday, so on Monday"),
    pytest.param("2026-11-25 14:00", "2026-11-30 10:00", id="Thanksgiving and a weekend between"),
    # Few are at their desks on the 24th, and on the Friday after Thanksgiving.
    pytest.param("2026-12-21 14:00", "2026-12-23 10:00", id="day 4 is Christmas, so on the 23rd"),
    pytest.param("2026-11-23 14:00", "2026-11-25 10:00", id="day 4 is quiet, so on Wednesday"),
]


@pytest.mark.parametrize(("start", "expected"), CALLS)
def test_phone_call_is_on_the_fourth_day_or_a_working_day_close_to_it(
    start: str, expected: str
) -> None:
    assert of(planned(interview(start=start)), "phone_call") == [f"Dana phone {expected}"]


# After the Chinese holidays, work begins on 8 October, when interest is continued.
CALLS_ELSEWHERE = [
    pytest.param(ISRAELI, "2026-11-03 10:00", "2026-11-08 10:00", id="Israel: not on Saturday"),
    pytest.param(ISRAELI, "2026-11-04 10:00", "2026-11-08 10:00", id="Israel: on Sunday"),
    pytest.param(CHINESE, "2024-09-25 10:00", "2024-09-29 10:00", id="China: a working Sunday"),
    pytest.param(CHINESE, "2024-09-29 10:00", "2024-09-30 10:00", id="China: before the holidays"),
    pytest.param(CHINESE, "2024-09-30 10:00", "2024-10-10 10:00 late", id="China: all holidays"),
]


@pytest.mark.parametrize(("candidate", "start", "expected"), CALLS_ELSEWHERE)
def test_phone_call_keeps_the_working_days_of_the_persons_country(
    candidate: str, start: str, expected: str
) -> None:
    found = planned(interview(start=start), candidate=candidate)
    assert of(found, "phone_call") == [f"Dana phone {expected}"]


def test_phone_call_has_days_1_to_5() -> None:
    assert open_days(one(planned(), "phone_call")) == ("2026-11-03", "2026-11-07")


def test_phone_call_goes_to_the_hiring_manager_and_human_resources_on_different_days() -> None:
    found = every(planned(interview(f"{IVAN}, {DANA}, {HANA}")), "phone_call")
    assert {each.person for each in found} == {"Dana", "Hana"}
    assert {begins(each) for each in found} == {
        "2026-11-05 10:00",
        "2026-11-06 10:00",
    }


def test_phone_call_says_what_to_ask() -> None:
    description = one(planned(), "phone_call").description.lower()
    assert "still interviewing" in description
    assert "call back" in description


# continued_interest


INTERESTS = [
    pytest.param("2026-11-02 14:00", "2026-11-10 10:00", id="day 8, a Tuesday"),
    pytest.param("2026-11-06 14:00", "2026-11-13 10:00", id="day 8 a Saturday, so on Friday"),
    pytest.param("2026-11-07 14:00", "2026-11-16 10:00", id="day 8 a Sunday, so on Monday"),
    pytest.param("2026-12-17 14:00", "2026-12-24 10:00", id="day 8 is Christmas, a Friday"),
]


@pytest.mark.parametrize(("start", "expected"), INTERESTS)
def test_continued_interest_is_on_the_eighth_day_to_the_hiring_manager(
    start: str, expected: str
) -> None:
    found = planned(interview(f"{IVAN}, {HANA}, {DANA}", start=start))
    assert of(found, "continued_interest") == [f"Dana email {expected}"]


def test_continued_interest_has_days_7_to_10() -> None:
    assert open_days(one(planned(), "continued_interest")) == ("2026-11-09", "2026-11-12")


# touch_base


def test_touch_base_comes_nine_days_after_the_contact_before_it_or_on_the_nearest_working_day() -> (
    None
):
    # After 10 November: 19; 28 is a Saturday, so 27; then 7 December, when the question is due.
    found = cycle(planned())
    assert [day(each) for each in found[:4]] == [
        "2026-11-19",
        "2026-11-27",
        "2026-12-07",
        "2026-12-16",
    ]


def test_touch_base_has_7_to_12_days_after_the_contact_before_it() -> None:
    slots = {day(each): open_days(each) for each in cycle(planned())}
    assert slots["2026-11-19"] == ("2026-11-17", "2026-11-22")
    assert slots["2026-12-16"] == ("2026-12-14", "2026-12-19")


def test_touch_base_goes_on_every_7_to_12_days_to_the_horizon() -> None:
    starts = [each.start for each in cycle(planned())]
    gaps = [(later.date() - earlier.date()).days for earlier, later in pairwise(starts)]
    assert all(7 <= gap <= 12 for gap in gaps)
    assert starts[0] == at("2026-11-19 10:00")
    assert at("2026-12-30 00:00") < starts[-1] <= at("2027-01-11 23:59")


def test_touch_base_takes_another_approach_each_time() -> None:
    said = [each.summary for each in cycle(planned())]
    assert all(earlier != later for earlier, later in pairwise(said))
    assert len({each.summary for each in every(planned(), "touch_base")}) >= 3
    assert {each.channel for each in every(planned(), "touch_base")} == {"email", "phone"}


def test_touch_base_rotates_over_the_people_who_matter_and_nobody_is_twice_in_a_row() -> None:
    found = planned(interview(f"{DANA}, {HANA}, {IVAN}, {OLGA}"))
    people = [each.person for each in cycle(found)]
    assert all(earlier != later for earlier, later in pairwise(people))
    assert {each.person for each in every(found, "touch_base")} == {"Dana", "Hana", "Ivan"}


AGREED = "{what: a call, follow_up_on: 2026-11-24, by: phone, with: Dana}"


def test_touch_base_counts_from_a_contact_that_was_agreed_on_in_between() -> None:
    found = planned(interview(next_step=AGREED))
    assert [day(each) for each in cycle(found)[:2]] == ["2026-11-19", "2026-12-03"]
    assert open_days(cycle(found)[1]) == ("2026-12-01", "2026-12-06")


def test_touch_base_counts_from_an_offer_that_was_told_in_between() -> None:
    # Nine days after 12 November is a Saturday.
    found = first_choice(offered())
    assert day(cycle(found)[0]) == "2026-11-20"
    assert open_days(cycle(found)[0]) == ("2026-11-19", "2026-11-24")


# stand_out


def test_stand_out_is_a_task_of_an_hour_on_the_14th_day() -> None:
    stand_out = one(planned(), "stand_out")
    assert of(planned(), "stand_out") == ["- self 2026-11-16 10:00"]
    assert open_days(stand_out) == ("2026-11-12", "2026-11-23")
    assert "publication" in stand_out.description
    assert "conference" in stand_out.description


# activity_update


UPDATES = [
    pytest.param("2026-11-04", "2026-11-19", id="before the first slot"),
    pytest.param("2026-11-18", "2026-11-19", id="on the day before a slot"),
    pytest.param("2026-11-19", "2026-11-27", id="on the day of a slot, so the next"),
    pytest.param("2026-11-20", "2026-11-27", id="on the day after a slot"),
    pytest.param("2026-12-08", "2026-12-16", id="after the question"),
]


@pytest.mark.parametrize(("on", "expected"), UPDATES)
def test_activity_update_rides_on_the_next_slot_after_the_activity(on: str, expected: str) -> None:
    found = planned(activities=f"{{what: passed the CKA exam, on: {on}}}")
    assert of(found, "activity_update") == [f"Dana email {expected} 10:00"]
    assert not [each for each in every(found, "touch_base") if day(each) == expected]


def test_activity_update_says_what_was_done_and_how_it_bears_on_the_job() -> None:
    done = "{what: passed the CKA exam, on: 2026-11-12, relates_to: Kubernetes in production}"
    update = one(planned(activities=done), "activity_update")
    assert "passed the CKA exam" in update.description
    assert "Kubernetes in production" in update.description


def test_an_activity_is_told_to_every_company() -> None:
    done = "{what: passed the CKA exam, on: 2026-11-12}"
    found = planned(interview(), BEST, activities=done)
    assert {each.person for each in every(found, "activity_update")} == {"Dana", "Bo"}


def test_two_activities_before_one_slot_are_told_together() -> None:
    done = "{what: passed the CKA exam, on: 2026-11-12}, {what: gave a talk, on: 2026-11-14}"
    update = one(planned(activities=done), "activity_update")
    assert day(update) == "2026-11-19"
    assert "passed the CKA exam; gave a talk" in update.description


# still_in_running


GROUPS = [
    pytest.param(f"{IVAN}, {HANA}, {DANA}", "", id="of three"),
    pytest.param(f"{DANA}, {IVAN}", "", id="of two"),
    pytest.param(f"{IVAN}, {DANA}", "2026-11-13", id="of two, soon"),
    pytest.param(f"{DANA}, {HANA}, {IVAN}", "2026-11-20", id="of three, on the second slot"),
    pytest.param(f"{HANA}, {IVAN}, {DANA}", "2026-12-08", id="of three, on the fourth slot"),
]


@pytest.mark.parametrize(("people", "by"), GROUPS)
def test_still_in_running_is_asked_of_the_hiring_manager(people: str, by: str) -> None:
    fields = {"next_step": f"{{decision_by: {by}}}"} if by else {}
    question = one(planned(interview(people, **fields)), "still_in_running")
    assert (question.person, question.channel) == ("Dana", "phone")


def test_still_in_running_without_a_date_is_the_first_slot_of_days_28_to_42() -> None:
    question = one(planned(interview(f"{IVAN}, {HANA}, {DANA}")), "still_in_running")
    first, last = open_days(question)
    assert "2026-11-30" <= first <= day(question) <= last <= "2026-12-14"


def test_still_in_running_without_a_date_may_be_on_day_28() -> None:
    # Nine days after Saturday 21 November.
    log = "[{on: 2026-11-21 11:00, did: touch_base, to: Dana}]"
    assert of(planned(interview(log=log)), "still_in_running") == ["Dana phone 2026-11-30 10:00"]


def test_still_in_running_of_a_single_person_is_the_third_slot() -> None:
    assert of(planned(), "still_in_running") == ["Dana phone 2026-12-07 10:00"]


def test_still_in_running_without_a_date_is_not_after_day_42() -> None:
    # Seven days after 7 December is day 42, two days before the slot's preferred day.
    log = "[{on: 2026-12-07 11:00, did: touch_base, to: Dana}]"
    assert of(planned(interview(log=log)), "still_in_running") == ["Dana phone 2026-12-14 10:00"]


def test_still_in_running_past_day_42_is_late_and_says_why() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-11-30/2026-12-15]")
    assert of(found, "still_in_running") == ["Dana phone 2026-12-16 10:00 late"]
    assert notes(found, "still in running", "late", "away")


# Interest is continued on 10 November; the slots of the cycle would be on the 19th, on the 27th and
# on 7 December.
DECISIONS = [
    pytest.param("2026-11-13", "2026-11-16", id="a Friday, so on Monday"),
    pytest.param("2026-11-18", "2026-11-19", id="the day before a slot"),
    pytest.param("2026-11-19", "2026-11-20", id="the day of a slot, which gives way"),
    pytest.param("2026-11-24", "2026-11-25", id="days after a slot"),
    pytest.param("2026-11-25", "2026-11-30", id="before Thanksgiving and a quiet Friday"),
    pytest.param("2026-12-04", "2026-12-07", id="after two slots"),
]


@pytest.mark.parametrize(("by", "expected"), DECISIONS)
def test_still_in_running_is_asked_on_the_working_day_after_the_decision_was_due(
    by: str, expected: str
) -> None:
    found = planned(interview(next_step=f"{{decision_by: {by}}}"))
    assert of(found, "still_in_running") == [f"Dana phone {expected} 10:00"]


WORKING_DAYS = [
    pytest.param("2026-11-16", ("2026-11-17", "2026-11-19"), id="a Monday"),
    pytest.param("2026-11-18", ("2026-11-19", "2026-11-23"), id="a weekend between"),
    pytest.param("2026-11-09", ("2026-11-10", "2026-11-13"), id="Veterans Day between"),
]


@pytest.mark.parametrize(("by", "expected"), WORKING_DAYS)
def test_still_in_running_has_the_three_working_days_after_the_decision_was_due(
    by: str, expected: tuple[str, str]
) -> None:
    found = planned(interview(next_step=f"{{decision_by: {by}}}"))
    assert open_days(one(found, "still_in_running")) == expected


ASKED_ONCE = [
    pytest.param([interview()], id="one interview"),
    pytest.param([interview(next_step="{decision_by: 2026-11-13}")], id="with a date"),
    pytest.param(
        [
            interview(next_step="{decision_by: 2026-11-13}"),
            interview(id="second", start="2026-12-01 14:00", next_step="{decision_by: 2026-12-11}"),
        ],
        id="two rounds with dates",
    ),
]


@pytest.mark.parametrize("interviews", ASKED_ONCE)
def test_still_in_running_is_asked_once_per_application(interviews: list[str]) -> None:
    one(planned(*interviews), "still_in_running", status="planned")


def test_still_in_running_is_asked_once_for_each_of_two_companies() -> None:
    found = planned(interview(), BEST)
    assert {each.person for each in every(found, "still_in_running")} == {"Dana", "Bo"}
    assert len(every(found, "still_in_running")) == 2


# counter_offer


TOLD = [
    pytest.param("2026-11-12 11:00", "2026-11-12 11:00", id="at once"),
    pytest.param("2026-11-12 06:30", "2026-11-12 09:00", id="early, so when they open"),
    pytest.param("2026-11-12 18:30", "2026-11-13 09:00", id="in the evening, so next morning"),
    pytest.param("2026-11-13 17:30", "2026-11-16 09:00", id="on Friday evening, so on Monday"),
    pytest.param("2026-11-14 12:00", "2026-11-16 09:00", id="on Saturday, so on Monday"),
    pytest.param("2026-11-25 18:00", "2026-11-27 09:00", id="before Thanksgiving"),
]


@pytest.mark.parametrize(("received", "expected"), TOLD)
def test_counter_offer_is_called_in_at_the_first_working_slot(received: str, expected: str) -> None:
    assert of(first_choice(offered(received)), "counter_offer") == [f"Dana phone {expected}"]


def test_counter_offer_is_at_most_one_working_day_later() -> None:
    assert open_days(one(first_choice(offered("2026-11-12 18:30")), "counter_offer")) == (
        "2026-11-12",
        "2026-11-13",
    )


def test_counter_offer_comes_in_the_hours_of_the_person() -> None:
    denver = having(DANA, "timezone: America/Denver")
    found = first_choice(offered("2026-11-12 08:00"), people=denver)
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 09:00"]


def test_counter_offer_goes_to_the_hiring_manager_of_the_first_choice_alone() -> None:
    found = planned(
        BEST,
        interview(f"{IVAN}, {HANA}, {DANA}", start="2026-11-03 14:00", first_choice="true"),
        offers=offered(),
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00"]


def test_counter_offer_is_not_told_to_the_company_that_offered() -> None:
    found = planned(
        interview(first_choice="true"),
        offers=offered(company="Acme", role="Engineer"),
    )
    assert of(found, "counter_offer", "counter_offer_deadline") == []


def test_counter_offer_says_whose_offer_it_is_and_asks_for_an_answer_in_time() -> None:
    told = one(first_choice(offered()), "counter_offer").description
    assert "Globex" in told
    assert "first choice" in told
    assert "48 hours" in told


# counter_offer_deadline


ANSWERS = [
    pytest.param("", "2026-11-14 11:00", "48 hours", id="no date to answer by"),
    pytest.param("2026-11-20 17:00", "2026-11-14 11:00", "48 hours", id="plenty of time"),
    pytest.param("2026-11-15 11:00", "2026-11-14 11:00", "48 hours", id="48 leave one day"),
    pytest.param("2026-11-15 10:55", "2026-11-13 11:00", "24 hours", id="48 leave less than a day"),
    pytest.param("2026-11-14 10:00", "2026-11-13 11:00", "24 hours", id="48 are too many"),
]


@pytest.mark.parametrize(("answer_by", "expected", "hours"), ANSWERS)
def test_counter_offer_deadline_is_48_hours_after_the_call_or_24(
    answer_by: str, expected: str, hours: str
) -> None:
    found = first_choice(offered("2026-11-12 11:00", answer_by))
    assert of(found, "counter_offer_deadline") == [f"- self {expected}"]
    assert hours in one(found, "counter_offer").description
    assert hours in one(found, "counter_offer_deadline").description


@pytest.mark.parametrize("answer_by", ["2026-11-12 16:00", "2026-11-13 09:00"])
def test_counter_offer_deadline_is_never_past_the_day_to_answer(answer_by: str) -> None:
    found = first_choice(offered("2026-11-12 11:00", answer_by))
    deadline = one(found, "counter_offer_deadline")
    assert one(found, "counter_offer").end <= deadline.start
    assert deadline.end <= at(answer_by)


def test_counter_offer_deadline_counts_elapsed_hours_from_the_call_itself() -> None:
    # The call waits for Monday morning; the clocks have changed on Sunday, so it is 10:00 then.
    found = planned(
        interview(start="2026-10-26 14:00", first_choice="true"),
        offers=offered("2026-10-30 10:00"),
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-10-30 10:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-01 09:00"]


# keep_searching


def test_keep_searching_is_every_week_from_the_first_interview_to_the_last_horizon() -> None:
    found = planned(
        interview(start="2026-11-03 14:00"),
        interview(BO, id="best", company="Best", start="2026-11-10 14:00"),
    )
    # Ten weeks after 10 November is 19 January; the day before it is a holiday.
    assert of(found, "keep_searching") == [
        f"- self {first} 09:00"
        for first in (
            *("2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30"),
            *("2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"),
            *("2027-01-04", "2027-01-11", "2027-01-19"),
        )
    ]


def test_keep_searching_follows_no_interview_and_no_company() -> None:
    for each in every(planned(), "keep_searching"):
        assert (each.interview, each.company, each.person, each.channel) == (
            None,
            None,
            None,
            "self",
        )


def test_keep_searching_names_what_is_open_that_week() -> None:
    best = interview(
        BO, id="best", company="Best", outcome="{result: rejected, on: 2026-11-18 12:00}"
    )
    by_monday = {
        day(each): each.description for each in every(planned(interview(), best), "keep_searching")
    }
    assert "Best" in by_monday["2026-11-16"]
    assert "Best" not in by_monday["2026-11-23"]
    assert all("Acme" in text for text in by_monday.values())


# agreed_next_step


STEPS = [
    pytest.param(
        "{follow_up_on: 2026-11-18, by: phone, with: Dana}",
        "Dana phone 2026-11-18 10:00",
        id="by telephone",
    ),
    pytest.param(
        "{follow_up_on: 2026-11-18, by: email, with: Ivan}",
        "Ivan email 2026-11-18 10:00",
        id="by e-mail with another",
    ),
    pytest.param(
        "{follow_up_on: 2026-11-18 15:30, by: phone, with: Dana}",
        "Dana phone 2026-11-18 15:30",
        id="at a time",
    ),
    pytest.param(
        "{follow_up_on: 2026-11-18, by: phone, with: ivan@acme.example}",
        "Ivan phone 2026-11-18 10:00",
        id="with an address",
    ),
    pytest.param(
        "{follow_up_on: 2026-11-14, by: email, with: Dana}",
        "Dana email 2026-11-14 10:00",
        id="an e-mail on a Saturday, as agreed",
    ),
    pytest.param(
        "{follow_up_on: 2026-11-14, by: phone, with: Dana}",
        "Dana phone 2026-11-16 10:00 late",
        id="no call on a Saturday",
    ),
]


@pytest.mark.parametrize(("step", "expected"), STEPS)
def test_agreed_next_step_is_on_its_day_with_the_person_and_by_the_means_agreed(
    step: str, expected: str
) -> None:
    found = planned(interview(f"{DANA}, {IVAN}", next_step=step))
    assert of(found, "agreed_next_step") == [expected]


def test_agreed_next_step_goes_first_where_a_day_has_room_for_one() -> None:
    # The article for Dana would be on Wednesday 4 November, and continued interest on the 10th.
    for agreed in ("2026-11-04", "2026-11-10"):
        step = f"{{follow_up_on: {agreed}, by: email, with: Dana}}"
        found = planned(interview(next_step=step))
        assert of(found, "agreed_next_step") == [f"Dana email {agreed} 10:00"]
        assert [each.tactic for each in every(found, person="Dana") if day(each) == agreed] == [
            "agreed_next_step"
        ]


def test_agreed_next_step_with_somebody_not_recorded_names_them_and_asks_to_add_them() -> None:
    step = "{follow_up_on: 2026-11-18, by: email, with: Nora Quist}"
    found = planned(interview(next_step=step))
    assert of(found, "agreed_next_step") == ["Nora Quist email 2026-11-18 10:00"]
    assert notes(found, "Nora Quist", "add them")


def test_agreed_next_step_says_what_was_agreed() -> None:
    found = planned(interview(next_step="{what: a coding task, follow_up_on: 2026-11-18}"))
    assert "a coding task" in one(found, "agreed_next_step").description


# call_back


BACK = [
    pytest.param("2026-11-19", "2026-11-19 10:00", id="on the day"),
    pytest.param("2026-11-19 15:00", "2026-11-19 15:00", id="at the time"),
    pytest.param("2026-11-26", "2026-11-27 10:00 late", id="Thanksgiving, so the day after"),
    pytest.param("2026-11-21", "2026-11-23 10:00 late", id="a Saturday, so on Monday"),
]


@pytest.mark.parametrize(("on", "expected"), BACK)
def test_call_back_is_a_call_on_the_day_that_they_named(on: str, expected: str) -> None:
    log = f"[{{on: 2026-11-06 10:00, did: phone_call, to: Hana, call_back: {on}}}]"
    found = planned(interview(BOTH, log=log))
    assert of(found, "call_back") == [f"Hana phone {expected}"]


def test_a_call_back_on_a_holiday_is_explained() -> None:
    log = "[{on: 2026-11-06 10:00, did: phone_call, to: Dana, call_back: 2026-11-26}]"
    assert notes(planned(interview(log=log)), "call back", "late", "Thanksgiving")


# review


def test_review_is_a_task_at_the_end_of_the_horizon_ten_weeks_after_the_interview() -> None:
    review = one(planned(), "review")
    assert of(planned(), "review") == ["- self 2027-01-11 17:00"]
    assert (review.company, review.interview) == ("Acme", "first")
    for word in ("close", "warm", "go on"):
        assert word in f"{review.summary} {review.description}"


def test_the_horizon_counts_from_the_latest_interview_of_the_application() -> None:
    found = planned(interview(), interview(id="second", start="2026-11-16 14:00"))
    assert [day(each) for each in every(found, "review", status="planned")] == ["2027-01-25"]


@pytest.mark.parametrize("name", [tactic.name for tactic in oi_partners().tactics])
def test_a_playbook_may_leave_out_any_tactic(name: str) -> None:
    whole = oi_partners()
    tactics = tuple(tactic for tactic in whole.tactics if tactic.name != name)
    wanted = interview(
        BOTH,
        first_choice="true",
        next_step="{follow_up_on: 2026-11-18, decision_by: 2026-12-04}",
        log="[{on: 2026-11-05 10:00, did: phone_call, to: Hana, call_back: 2026-11-24}]",
    )
    ended = interview(BO, id="best", company="Best", outcome="{result: accepted, on: 2027-01-06}")
    records = search(
        wanted,
        ended,
        offers=offered("2026-11-12 11:00", "2026-11-20"),
        activities="{what: passed an exam, on: 2026-11-15}",
    )
    found = plan(records, whole.model_copy(update={"tactics": tactics}))
    needs = {"counter_offer_deadline"} if name == "counter_offer" else set()
    needs |= {"still_in_running", "activity_update"} if name == "touch_base" else set()
    left = {each.tactic for each in plan(records, whole).follow_ups} - {name} - needs
    assert left <= {each.tactic for each in found.follow_ups}
    assert name not in {each.tactic for each in found.follow_ups if each.status != "done"}


def test_the_horizon_is_a_setting() -> None:
    short = oi_partners().model_copy(update={"horizon_weeks": 5})
    found = plan(search(), short)
    assert day(one(found, "review")) == "2026-12-07"
    assert max(each.start for each in found.follow_ups) <= at("2026-12-07 23:59")


# Every row


LENGTHS = [
    ("prepare", 30),
    ("thank_you", 15),
    ("share_article", 10),
    ("phone_call", 15),
    ("continued_interest", 10),
    ("stand_out", 60),
    ("activity_update", 10),
    ("still_in_running", 15),
    ("agreed_next_step", 15),
    ("call_back", 15),
    ("counter_offer", 15),
    ("counter_offer_deadline", 15),
    ("answer_offer", 15),
    ("keep_searching", 15),
    ("review", 15),
]


@pytest.mark.parametrize(("tactic", "expected"), LENGTHS, ids=[name for name, _ in LENGTHS])
def test_a_follow_up_lasts_as_long_as_the_playbook_says(tactic: str, expected: int) -> None:
    found = planned(
        interview(
            BOTH,
            first_choice="true",
            next_step="{follow_up_on: 2026-11-25, by: phone, with: Hana}",
            log="[{on: 2026-11-04 10:00, did: coffee, to: Hana, call_back: 2026-11-18}]",
        ),
        offers=offered("2026-11-12 11:00", "2026-11-30"),
        activities="{what: passed the CKA exam, on: 2026-11-14}",
    )
    assert {minutes(each) for each in every(found, tactic)} == {expected}


def test_a_call_of_the_cycle_lasts_15_minutes_and_an_email_10() -> None:
    lengths = {(each.channel, minutes(each)) for each in every(planned(), "touch_base")}
    assert lengths == {("phone", 15), ("email", 10)}


def test_contacts_past_the_fourth_week_say_that_persistence_is_the_point_and_no_others_do() -> None:
    persistence = oi_partners().persistence
    assert persistence
    saying = {
        day(each)
        for each in every(planned(), person="Dana")
        if persistence in each.description and each.status == "planned"
    }
    contacts = {day(each) for each in every(planned(), person="Dana")}
    assert saying == {each for each in contacts if each > "2026-11-30"}
    assert min(saying) == "2026-12-07"
    assert "four weeks" in persistence


def test_the_default_playbook_has_exactly_the_rows_of_the_advice() -> None:
    assert {tactic.name for tactic in oi_partners().tactics} == {
        "prepare",
        "thank_you",
        "share_article",
        "phone_call",
        "continued_interest",
        "touch_base",
        "stand_out",
        "activity_update",
        "still_in_running",
        "counter_offer",
        "counter_offer_deadline",
        "answer_offer",
        "keep_searching",
        "agreed_next_step",
        "call_back",
        "review",
        "withdraw",
    }
