"""The contacts with one company: what no time is found for, the one question, two roles there.

The usual interview is on Monday 2 November 2026 with Dana, who decides; continued interest is
shown on Tuesday the 10th, and the cycle counts from there, nine days at a time.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from building import (
    ANYWHERE,
    BOTH,
    BRITISH,
    DANA,
    GERMAN,
    HANA,
    ISRAELI,
    IVAN,
    JORDAN,
    having,
    interview,
    lacking,
    planned,
    search,
)
from finding import cycle, day, every, notes, of, one, open_days, said
from followup_ics import FollowUp, Plan, oi_partners, plan

# Half a day apart
#
# Available from 07:00 to 21:00 in New York is 20:00 to 10:00 in Taipei, Kuala Lumpur and Manila
# while New York keeps winter time: one hour of their working day. From Sunday 14 March 2027 it is
# 19:00 to 09:00, which is none. London and Auckland part in the same way on 28 March.

TAIPEI = {"timezone": "Asia/Taipei", "country": "TW"}
KUALA_LUMPUR = {"timezone": "Asia/Kuala_Lumpur", "country": "MY"}
MANILA = {"timezone": "Asia/Manila", "country": "PH"}
SINGAPORE = {"timezone": "Asia/Singapore", "country": "SG"}
AUCKLAND = {"timezone": "Pacific/Auckland", "country": "NZ"}


def far_away(
    where: dict[str, str], start: str, by: str = "", candidate: str = JORDAN, people: str = BOTH
) -> Plan:
    """Plan an interview half a day away, and perhaps when they mean to decide."""
    step = {"next_step": f"{{decision_by: {by}}}"} if by else {}
    return planned(interview(people, start=start, **where, **step), candidate=candidate)


DECIDE_SOON = [
    pytest.param(TAIPEI, "2027-03-08 09:30", "2027-03-10", JORDAN, id="Taipei"),
    pytest.param(KUALA_LUMPUR, "2027-03-08 09:30", "2027-03-10", JORDAN, id="Kuala Lumpur"),
    pytest.param(MANILA, "2027-03-08 09:30", "2027-03-10", JORDAN, id="Manila"),
    pytest.param(SINGAPORE, "2027-03-08 09:30", "2027-03-10", JORDAN, id="Singapore"),
    pytest.param(AUCKLAND, "2027-03-22 09:30", "2027-03-24", BRITISH, id="Auckland from London"),
]


@pytest.mark.parametrize(("where", "start", "by", "candidate"), DECIDE_SOON)
def test_a_clock_change_that_ends_all_calls_does_not_end_the_cycle(
    where: dict[str, str], start: str, by: str, candidate: str
) -> None:
    found = far_away(where, start, by, candidate)
    assert not silences(found, date.fromisoformat(start[:10]) + timedelta(weeks=10))
    assert not notes(found, "no time was found to keep in touch")


@pytest.mark.parametrize(("where", "start", "by", "candidate"), DECIDE_SOON)
def test_a_question_for_which_no_call_is_left_is_asked_by_email(
    where: dict[str, str], start: str, by: str, candidate: str
) -> None:
    found = far_away(where, start, by, candidate)
    asked = one(found, "still_in_running")
    assert (asked.channel, asked.person) == ("email", "Dana")
    assert any("by e-mail" in reason.lower() for reason in asked.reasons)
    assert by < day(asked) <= f"{date.fromisoformat(by) + timedelta(days=9)}"
    assert not notes(found, "no contact with", "is left")


@pytest.mark.parametrize("where", [TAIPEI, KUALA_LUMPUR, MANILA, SINGAPORE])
def test_a_question_after_the_clock_change_comes_on_the_last_of_its_days(
    where: dict[str, str],
) -> None:
    # The hiring manager hears on one of the two days before the weekend, so Monday is the first
    # day two days on; New York's evening ends at 09:00 there, and a call has no minute left.
    found = far_away(where, "2027-03-08 09:30", "2027-03-10")
    assert of(found, "still_in_running") == ["Dana email 2027-03-15 08:45"]


def silences(found: Plan, until: date) -> list[tuple[str, str]]:
    """Return the pairs of days with more than twelve days of silence between them."""
    days = [date.fromisoformat(day(each)) for each in every(found) if each.channel != "self"]
    days.append(until)
    return [(f"{last}", f"{next_}") for last, next_ in pairwise(days) if (next_ - last).days > 12]


LAST_CALLS = [
    pytest.param(TAIPEI, "2027-03-11 14:00", "2027-03-12", JORDAN, id="Taipei"),
    pytest.param(KUALA_LUMPUR, "2027-03-11 14:00", "2027-03-12", JORDAN, id="Kuala Lumpur"),
    pytest.param(MANILA, "2027-03-11 14:00", "2027-03-12", JORDAN, id="Manila"),
    # Good Friday, the weekend and Easter Monday follow.
    pytest.param(AUCKLAND, "2027-03-24 14:00", "2027-03-25", BRITISH, id="Auckland from London"),
]


@pytest.mark.parametrize(("where", "start", "on", "candidate"), LAST_CALLS)
def test_manager_and_human_resources_are_both_called_on_the_only_day_on_which_calls_can_be(
    where: dict[str, str], start: str, on: str, candidate: str
) -> None:
    found = far_away(where, start, candidate=candidate)
    assert of(found, "phone_call") == [f"Hana phone {on} 09:30", f"Dana phone {on} 09:45"]


NO_CALLS = [
    pytest.param(TAIPEI, "2026-10-19", "2026-10-22", "2026-10-23", JORDAN, id="Taipei"),
    pytest.param(MANILA, "2026-10-19", "2026-10-22", "2026-10-23", JORDAN, id="Manila"),
    pytest.param(SINGAPORE, "2026-10-19", "2026-10-22", "2026-10-23", JORDAN, id="Singapore"),
    pytest.param(AUCKLAND, "2026-10-12", "2026-10-15", "2026-10-16", BRITISH, id="Auckland"),
]


@pytest.mark.parametrize(("where", "start", "first", "second", "candidate"), NO_CALLS)
def test_calls_are_emails_where_hours_meet_only_weeks_after_the_dates_of_the_calls(
    where: dict[str, str], start: str, first: str, second: str, candidate: str
) -> None:
    found = far_away(where, f"{start} 14:00", candidate=candidate)
    assert of(found, "phone_call") == [f"Hana email {first} 08:45", f"Dana email {second} 08:45"]


# No time at all


AWAY = [
    pytest.param("2026-11-16/2026-12-06", "2026-12-07", id="three weeks"),
    pytest.param("2026-11-16/2026-12-20", "2026-12-21", id="five weeks"),
]


@pytest.mark.parametrize(("away", "back"), AWAY)
def test_a_slot_without_time_is_skipped_with_a_note_and_the_cycle_goes_on(
    away: str, back: str
) -> None:
    found = planned(interview(f"{DANA}, {IVAN}"), candidate=f"{JORDAN}, away: [{away}]")
    assert notes(found, "No time was found to keep in touch with Acme after Tue 17 Nov")
    contacts = cycle(found, status="planned")
    assert of(found, "still_in_running") == [f"Dana phone {back} 10:00 late"]
    assert not [each for each in contacts if "2026-11-16" <= day(each) < back]
    assert [each for each in contacts if day(each) > "2027-01-01"]


def test_turns_go_round_and_the_manager_who_heard_last_has_the_third() -> None:
    found = cycle(planned(interview(f"{DANA}, {HANA}, {IVAN}")))
    assert [each.person for each in found] == ["Hana", "Ivan", "Dana", "Hana", "Ivan", "Dana"]


CALLED_ONLY = [
    pytest.param(
        f"{lacking(DANA, 'email')}, {IVAN}",
        ["Dana", "Ivan", "Dana", "Ivan", "Dana", "Ivan", "Dana"],
        id="the manager, of two",
    ),
    # The third is the question, which goes to her whoever had the turn before.
    pytest.param(
        f"{DANA}, {HANA}, {lacking(IVAN, 'email')}",
        ["Hana", "Dana", "Dana", "Ivan", "Hana", "Dana", "Ivan"],
        id="a voter, of three",
    ),
]


@pytest.mark.parametrize(("people", "turns"), CALLED_ONLY)
def test_who_can_only_be_called_has_a_turn_where_the_last_one_was_no_call(
    people: str, turns: list[str]
) -> None:
    assert [each.person for each in cycle(planned(interview(people)))] == turns


def turns_after_lunches(*people: str) -> list[str | None]:
    """Return whose turns come after lunches on one day, one after the other."""
    log = ", ".join(
        f"{{on: 2026-11-17 {hour}:00, did: lunch, to: {person}}}"
        for hour, person in enumerate(people, 11)
    )
    found = planned(interview(f"{DANA}, {HANA}, {IVAN}", log=f"[{log}]"))
    return [each.person for each in cycle(found)]


@pytest.mark.parametrize("people", [("Dana", "Hana"), ("Hana", "Ivan"), ("Dana", "Ivan")])
def test_of_contacts_on_one_day_the_hour_does_not_say_whose_turn_is_next(
    people: tuple[str, str],
) -> None:
    assert turns_after_lunches(*people) == turns_after_lunches(*reversed(people))


ELSEWHERE = [
    # In Tokyo that is the same date, then the next one; in Honolulu the same, then the one before.
    pytest.param("Asia/Tokyo", "09:00", ("2026-11-24", "2026-11-29"), id="the same date, Tokyo"),
    pytest.param("Asia/Tokyo", "20:00", ("2026-11-25", "2026-11-30"), id="the next date there"),
    pytest.param("Pacific/Honolulu", "12:00", ("2026-11-24", "2026-11-29"), id="the same, Hawaii"),
    pytest.param("Pacific/Honolulu", "02:00", ("2026-11-23", "2026-11-28"), id="the one before"),
]
WAS_ASKED = "{on: 2026-11-12 10:00, did: still_in_running, to: Dana}, "


@pytest.mark.parametrize(("zone", "at_hour", "days"), ELSEWHERE)
@pytest.mark.parametrize("first", [WAS_ASKED, ""], ids=["asked", "to be asked on the 30th"])
def test_a_slot_counts_from_the_date_of_the_last_contact_where_the_next_person_is(
    first: str, zone: str, at_hour: str, days: tuple[str, str]
) -> None:
    lunch = f"{{on: 2026-11-17 {at_hour}, did: lunch, to: Dana}}"
    ivan = having(IVAN, f"timezone: {zone}")
    found = planned(interview(f"{DANA}, {ivan}", log=f"[{first}{lunch}]"), candidate=ANYWHERE)
    slot = cycle(found, status="planned")[0]
    over_by = days[1] if first == WAS_ASKED else min(days[1], "2026-11-29")
    assert (slot.person, day(slot)) == ("Ivan", "2026-11-26")
    assert open_days(slot) == (days[0], over_by)


def test_a_cycle_of_calls_alone_goes_on_where_no_day_of_a_slot_is_one_for_calls() -> None:
    whole = oi_partners()
    rotating = next(each for each in whole.tactics if each.name == "touch_base")
    call = next(each for each in rotating.approaches if each.channel == "phone")
    both = (call, call.model_copy(update={"name": "another call"}))
    calls = rotating.model_copy(update={"approaches": both})
    tactics = tuple(calls if each is rotating else each for each in whole.tactics)
    found = cycle(plan(search(), whole.model_copy(update={"tactics": tactics})))
    # Of the second slot only the Friday after Thanksgiving is a working day, and a quiet one.
    assert [(each.channel, day(each)) for each in found[:3]] == [
        ("phone", "2026-11-19"),
        ("phone", "2026-11-27"),
        ("phone", "2026-12-07"),
    ]


@pytest.mark.parametrize(
    ("last", "slots"),
    [("2027-01-02", ["Dana email 2027-01-11 10:00"]), ("2027-01-03", [])],
    ids=["nine days before it", "eight days before it"],
)
def test_the_last_day_of_the_plan_can_have_a_slot(last: str, slots: list[str]) -> None:
    log = f"[{{on: {last} 10:00, did: still_in_running, to: Dana}}]"
    found = planned(interview(log=log))
    assert said(cycle(found, status="planned")) == slots
    assert not notes(found, "No time was found")


@pytest.mark.parametrize(
    ("written", "slots"),
    [("2027-01-11", ["2027-01-11"]), ("2027-01-12", [])],
    ids=["on its last day", "a day later"],
)
def test_a_record_that_is_written_down_as_the_plan_ends_has_that_day(
    written: str, slots: list[str]
) -> None:
    found = planned(interview(follow_up_from=written))
    assert [day(each) for each in cycle(found)] == slots
    assert not notes(found, "No time was found")


def test_no_slot_is_made_up_for_after_the_end_of_the_plan() -> None:
    # The plan ends on 11 January.
    found = planned(candidate=f"{JORDAN}, away: [2026-12-28/2027-03-01]")
    assert day(cycle(found)[-1]) == "2026-12-24"
    assert notes(found, "No time was found to keep in touch with Acme after Thu 31 Dec")


def test_two_slots_in_a_row_without_time_are_skipped_and_the_third_stands() -> None:
    away = "2026-12-09/2027-01-03"
    found = planned(interview(f"{DANA}, {IVAN}"), candidate=f"{JORDAN}, away: [{away}]")
    # Asked on Monday 7 December; the slots of the 16th and the 25th pass, nine days each.
    assert len(notes(found, "no time was found to keep in touch with Acme")) == 2
    assert [day(each) for each in cycle(found) if day(each) > "2026-12-07"] == ["2027-01-04"]


FULL = [
    pytest.param(f"{DANA}, {IVAN}", ANYWHERE, "Ivan", "08:45", id="an early mail"),
    pytest.param(BOTH, ANYWHERE, "Hana", "08:45", id="to human resources"),
    # Nothing is open before the whole day, so it goes in the evening.
    pytest.param(
        f"{DANA}, {IVAN}", f"{ANYWHERE}, available: 10:00-21:00", "Ivan", "17:00", id="a late mail"
    ),
]


@pytest.mark.parametrize(("people", "candidate", "person", "clock"), FULL)
def test_a_call_of_the_cycle_that_finds_no_time_becomes_an_email(
    people: str, candidate: str, person: str, clock: str
) -> None:
    # The slot for a call is from Thursday 26 November to Tuesday 1 December.
    whole_days = [
        interview(
            "",
            id=f"elsewhere-{each}",
            company="Elsewhere",
            role="Analyst",
            start=f"{each} 09:00",
            end=f"{each} 17:00",
        )
        for each in ("2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01")
    ]
    found = planned(interview(people), *whole_days, candidate=candidate)
    slot = cycle(found, company="Acme", status="planned")[1]
    assert said([slot]) == [f"{person} email 2026-11-27 {clock}"]
    assert any("no time was found for a call" in reason for reason in slot.reasons)


# What to bring up


def brings_up(each: FollowUp, *topics: str) -> list[str]:
    """Return the topics that a follow-up tells the candidate to bring up."""
    doing = each.description.split("\n\n")[0]
    return [topic for topic in topics if topic in doing]


def with_topics(*topics: str) -> str:
    return DANA.replace("the Kafka migration", ", ".join(topics))


ALL_TOPICS = ("caching", "hiring", "on call")

# The first round brings up: article, call, continued interest. What is used up by then was used
# in that order, so the one used longest ago comes first once nothing new is left.
SECOND_ROUND = [
    pytest.param(
        ["caching", "hiring"],
        ["on call"],
        [["caching"], ["hiring"], ["caching"], ["on call"], ["hiring"], ["caching"], ["on call"]],
        id="one new topic",
    ),
    pytest.param(
        ["caching", "hiring"],
        ["on call", "caching"],
        [["caching"], ["hiring"], ["caching"], ["on call"], ["hiring"], ["caching"], ["on call"]],
        id="a new and an old topic",
    ),
    pytest.param(
        ["caching", "hiring", "on call"],
        ["hiring"],
        [["caching"], ["hiring"], ["on call"], ["caching"], ["hiring"], ["on call"], ["caching"]],
        id="an old topic alone",
    ),
]


@pytest.mark.parametrize(("first", "second", "expected"), SECOND_ROUND)
def test_topics_that_were_not_used_come_first_and_none_again_until_all_were(
    first: list[str], second: list[str], expected: list[list[str]]
) -> None:
    found = planned(
        interview(with_topics(*first)),
        interview(with_topics(*second), id="second", start="2026-11-16 14:00"),
    )
    tactics = ("share_article", "phone_call", "continued_interest", "touch_base")
    told = [brings_up(each, *ALL_TOPICS) for each in every(found, *tactics, status="planned")]
    assert told[: len(expected)] == expected


@pytest.mark.parametrize("start", ["2026-11-12 14:00", "2026-11-16 14:00"])
def test_topics_are_remembered_from_one_application_to_the_other(start: str) -> None:
    found = planned(
        interview(with_topics("caching", "hiring")),
        interview(with_topics("on call"), id="second", role="Architect", start=start),
    )
    later = every(found, "share_article", "continued_interest", interview="second")
    assert [brings_up(each, *ALL_TOPICS) for each in later] == [["on call"], ["hiring"]]


def test_a_thank_you_names_the_topics_of_its_own_round_alone() -> None:
    found = planned(
        interview(with_topics("caching", "hiring")),
        interview(with_topics("on call"), id="second", start="2026-11-16 14:00"),
    )
    thanks = every(found, "thank_you")
    assert [brings_up(each, *ALL_TOPICS) for each in thanks] == [["caching", "hiring"], ["on call"]]


# The date that they named


ASKED = [
    pytest.param("2026-11-16", "2026-11-17", id="two weeks after the interview"),
    pytest.param("2026-11-09", "2026-11-12", id="the next two days are taken and a holiday"),
    pytest.param("2026-11-12", "2026-11-13", id="a Thursday"),
    pytest.param("2026-11-13", "2026-11-16", id="a Friday"),
    pytest.param("2026-11-14", "2026-11-16", id="a Saturday"),
    pytest.param("2026-11-20", "2026-11-23", id="before the next slot"),
    # Thanksgiving, and the quiet Friday after it.
    pytest.param("2026-11-25", "2026-11-30", id="over Thanksgiving"),
    pytest.param("2026-12-01", "2026-12-02", id="a month later"),
]


@pytest.mark.parametrize(("by", "on"), ASKED)
def test_the_question_comes_one_to_three_working_days_after_the_date_that_they_named(
    by: str, on: str
) -> None:
    found = planned(interview(BOTH, next_step=f"{{decision_by: {by}}}"))
    assert of(found, "still_in_running") == [f"Dana phone {on} 10:00"]


ASKED_ELSEWHERE = [
    pytest.param(GERMAN, "2026-11-16", "2026-11-17", id="Germany"),
    # 26 November is a day like any other there.
    pytest.param(BRITISH, "2026-11-25", "2026-11-26", id="Britain"),
    # Sunday begins their week.
    pytest.param(ISRAELI, "2026-11-19", "2026-11-22", id="Israel"),
]


@pytest.mark.parametrize(("candidate", "by", "on"), ASKED_ELSEWHERE)
def test_the_working_days_to_ask_on_are_those_of_the_person(
    candidate: str, by: str, on: str
) -> None:
    found = planned(interview(DANA, next_step=f"{{decision_by: {by}}}"), candidate=candidate)
    assert of(found, "still_in_running") == [f"Dana phone {on} 10:00"]


# Two days apart is what the question needs from the contact before it; that the next one is near is
# no reason to ask after its own days, nor on a Sunday.
NEXT_IS_NEAR = [
    pytest.param(interview(BOTH, next_step="{decision_by: 2026-11-05}"), "2026-11-09", id="a call"),
    pytest.param(
        interview(BOTH, start="2027-03-08 09:30", **TAIPEI, next_step="{decision_by: 2027-03-10}"),
        "2027-03-15",
        id="a mail to Taipei",
    ),
    pytest.param(
        interview(BOTH, start="2027-03-08 09:30", **MANILA, next_step="{decision_by: 2027-03-12}"),
        "2027-03-15",
        id="a mail to Manila",
    ),
]


@pytest.mark.parametrize(("one_interview", "on"), NEXT_IS_NEAR)
def test_the_question_stays_within_its_days_where_the_next_contact_is_near(
    one_interview: str, on: str
) -> None:
    asked = one(planned(one_interview), "still_in_running")
    assert (day(asked), asked.late) == (on, False)


# Past the ten weeks


LONG_DECISIONS = [
    pytest.param("2027-01-08", "2027-01-11", "2027-01-22", id="just before the end"),
    # Monday the 18th is a holiday.
    pytest.param("2027-01-15", "2027-01-19", "2027-01-29", id="the week after the end"),
    pytest.param("2027-02-01", "2027-02-02", "2027-02-12", id="three weeks after the end"),
]


@pytest.mark.parametrize(("by", "on", "review"), LONG_DECISIONS)
def test_a_decision_after_the_ten_weeks_is_asked_about_and_the_plan_lasts_two_weeks_more(
    by: str, on: str, review: str
) -> None:
    found = planned(interview(BOTH, next_step=f"{{decision_by: {by}}}"))
    assert of(found, "still_in_running") == [f"Dana phone {on} 10:00"]
    assert not notes(found, "left to ask")
    # Two weeks after the day, or the last working day before.
    assert of(found, "review") == [f"- self {review} 17:00"]


WRITTEN_LATE = [
    pytest.param("2026-11-20", "Dana phone 2026-11-20 10:00", id="on the second of its days"),
    pytest.param("2026-11-22", "Dana phone 2026-11-23 10:00", id="on the Sunday before the last"),
    pytest.param("2026-11-23", "Dana phone 2026-11-23 10:00", id="on the last of its days"),
]


@pytest.mark.parametrize(("written", "expected"), WRITTEN_LATE)
def test_a_record_written_down_late_is_asked_about_within_the_days_that_are_left(
    written: str, expected: str
) -> None:
    # Meant to decide on Wednesday the 18th, they are asked on the 19th, the 20th or the 23rd.
    step = "{decision_by: 2026-11-18}"
    found = planned(interview(BOTH, next_step=step, follow_up_from=written))
    assert of(found, "still_in_running") == [expected]
    assert not notes(found, "no time was found")


EVENINGS = "timezone: America/New_York, available: 17:00-24:00"
BERLIN = "timezone: Europe/Berlin"


@pytest.mark.parametrize(
    ("back_on", "asked_on"), [("2026-11-16", "2026-11-18"), ("2026-11-17", "2026-11-19")]
)
def test_the_question_does_not_come_in_the_night_in_which_they_were_contacted(
    back_on: str, asked_on: str
) -> None:
    # What is called back in the evening in New York is early on the next date in Berlin.
    people = ", ".join(
        f"{{name: {name}, part: {part}, email: {name}@acme.example, {BERLIN}}}"
        for name, part in (("Dana", "hiring_manager"), ("Hana", "human_resources"))
    )
    log = f"[{{on: 2026-11-12 18:00, did: touch_base, to: Hana, call_back: {back_on} 19:00}}]"
    met = interview(people, next_step="{decision_by: 2026-11-17}", log=log)
    found = planned(met, candidate=EVENINGS)
    assert day(one(found, "call_back")) == f"{back_on[:-2]}{int(back_on[-2:]) + 1}"
    assert day(one(found, "still_in_running")) == asked_on


def voters(count: int) -> str:
    names = ("Ines", "Igor", "Iris", "Ian", "Ida", "Ike", "Isa", "Ilya")[:count]
    return ", ".join(IVAN.replace("Ivan", each).replace("ivan", each.lower()) for each in names)


@pytest.mark.parametrize("people", [BOTH, f"{DANA}, {HANA}, {voters(3)}"])
def test_the_hiring_manager_is_not_forgotten_after_the_question(people: str) -> None:
    assert_every_third(planned(interview(people)))


@pytest.mark.parametrize("count", [2, 4, 5, 8])
def test_the_hiring_manager_has_every_third_slot_among_many(count: int) -> None:
    assert_every_third(planned(interview(f"{DANA}, {voters(count)}")))


MANY = [
    pytest.param(f"{DANA}, {HANA}, {voters(3)}", id="four voters and human resources"),
    pytest.param(f"{DANA}, {voters(4)}", id="five voters"),
    pytest.param(f"{DANA}, {voters(5)}", id="six voters"),
    pytest.param(f"{DANA}, {voters(8)}", id="nine voters"),
]


@pytest.mark.parametrize("people", MANY)
def test_the_hiring_manager_hears_again_after_five_weeks_among_many(people: str) -> None:
    found = planned(interview(people))
    # Asked on Monday 7 December, five weeks on. Two others come on the 16th and, for Christmas, on
    # the 24th; nine days later is a Saturday, and the days before it are quiet.
    hears = [day(each) for each in cycle(found, person="Dana", status="planned")]
    assert hears == ["2026-12-07", "2027-01-04"]


def assert_every_third(found: Plan) -> None:
    turns = [each.person == "Dana" for each in cycle(found, status="planned")]
    assert len(turns) > 3
    threes = zip(turns, turns[1:], turns[2:], strict=False)
    assert all(any(three) for three in threes), [each.person for each in cycle(found)]


# Two roles


def two_roles(start: str, people: str = BOTH, **fields: str) -> Plan:
    """Plan the usual interview, and one for another role with the same people."""
    second = interview(people, id="second", role="Architect", start=start, **fields)
    return planned(interview(people), second)


LESS_THAN_A_WEEK = [
    pytest.param("2026-11-02 16:00", id="the same afternoon"),
    pytest.param("2026-11-04 14:00", id="two days apart"),
    pytest.param("2026-11-06 10:00", id="four days apart"),
    pytest.param("2026-11-08 14:00", id="six days apart"),
]


@pytest.mark.parametrize("start", LESS_THAN_A_WEEK)
@pytest.mark.parametrize("tactic", ["share_article", "phone_call", "continued_interest"])
def test_one_article_and_one_call_a_person_serve_two_roles_and_name_both(
    tactic: str, start: str
) -> None:
    stand = every(two_roles(start), tactic, status="planned")
    people = ["Dana", "Hana"] if tactic == "phone_call" else ["Dana"]
    assert sorted(f"{each.person}" for each in stand) == people
    for each in stand:
        assert each.interview == "second"
        assert "Engineer" in each.summary
        assert "Architect" in each.summary


A_WEEK_OR_MORE = [
    # Thanks on Monday the 9th or Tuesday the 10th and Veterans Day leave Thursday the 12th to the
    # first role's continued interest, so Friday, day 4 or day 3, is the second role's.
    pytest.param("2026-11-09 14:00", "2026-11-13", id="seven days apart"),
    pytest.param("2026-11-10 14:00", "2026-11-13", id="eight days apart"),
    pytest.param("2026-11-16 14:00", "2026-11-19", id="two weeks apart"),
]


@pytest.mark.parametrize(("start", "on"), A_WEEK_OR_MORE)
def test_roles_a_week_apart_have_an_article_each_but_nobody_is_called_twice(
    start: str, on: str
) -> None:
    found = two_roles(start)
    articles = every(found, "share_article", status="planned")
    assert said(articles) == ["Dana email 2026-11-04 10:00", f"Dana email {on} 10:00"]
    assert ["Engineer" in each.summary for each in articles] == [True, False]
    assert ["Architect" in each.summary for each in articles] == [False, True]
    assert of(found, "phone_call", status="planned") == [
        "Hana phone 2026-11-05 10:00",
        "Dana phone 2026-11-06 10:00",
    ]


@pytest.mark.parametrize("start", [*LESS_THAN_A_WEEK, "2026-11-16 14:00"])
def test_one_question_a_person_names_both_roles(start: str) -> None:
    asked = one(two_roles(start), "still_in_running", status="planned")
    assert asked.person == "Dana"
    assert "Engineer" in asked.summary
    assert "Architect" in asked.summary


def test_the_earlier_contacts_are_cancelled_and_say_why() -> None:
    found = two_roles("2026-11-04 14:00")
    spared = every(found, "share_article", "phone_call", interview="first")
    assert {(each.status, each.person) for each in spared} == {
        ("cancelled", "Dana"),
        ("cancelled", "Hana"),
    }
    assert all("enough for both roles" in each.reasons[-1] for each in spared)


def test_human_resources_hears_from_one_person_twice_in_three_weeks_whatever_the_roles() -> None:
    heard = every(two_roles("2026-11-04 14:00"), person="Hana", status="planned")
    assert [(each.tactic, day(each)) for each in heard if day(each) < "2026-11-23"] == [
        ("phone_call", "2026-11-06"),
        ("touch_base", "2026-11-20"),
    ]


def test_roles_with_different_managers_are_asked_about_each_with_its_own() -> None:
    second = interview(f"{IVAN}, {HANA}", id="second", role="Architect", start="2026-11-04 14:00")
    asked = every(planned(interview(BOTH), second), "still_in_running", status="planned")
    assert {each.person for each in asked} == {"Dana", "Ivan"}


def test_a_role_of_which_nobody_is_known_is_asked_about_whoever_was_asked_for_the_other() -> None:
    asked = "[{on: 2026-11-20 10:00, did: still_in_running, to: Dana}]"
    other = interview("", id="second", role="Architect", start="2026-11-04 14:00")
    found = every(planned(interview(BOTH, log=asked), other), "still_in_running")
    assert [(each.role, each.person, each.status) for each in found] == [
        ("Engineer", "Dana", "done"),
        ("Architect", None, "planned"),
    ]


# A telephone and no address


BY_PHONE = lacking(DANA, "email")
AGREED = "{follow_up_on: 2026-11-24, by: phone, with: Dana}"
LATER = "{follow_up_on: 2026-12-01, by: phone, with: Dana}"
CALL_BACK = "[{on: 2026-11-03 10:00, did: phone_call, to: Dana, call_back: 2026-11-12}]"


AGREED_DAYS = [
    pytest.param({"next_step": AGREED}, "2026-11-24", id="agreed"),
    pytest.param({"next_step": LATER}, "2026-12-01", id="agreed for later"),
    pytest.param({"log": CALL_BACK}, "2026-11-12", id="to call back"),
]


@pytest.mark.parametrize(("fields", "on"), AGREED_DAYS)
def test_nobody_is_called_before_the_day_agreed_for_want_of_an_address(
    fields: dict[str, str], on: str
) -> None:
    found = planned(interview(BY_PHONE, **fields))
    calls = of(found, person="Dana", channel="phone", status="planned")
    assert calls[0] == f"Dana phone {on} 10:00"


FOLDED = [
    pytest.param({}, "phone_call", "2026-11-06", "article", id="the article, in the call"),
    pytest.param({}, "touch_base", "2026-11-16", "continued interest", id="the interest, later"),
    pytest.param({"next_step": AGREED}, "agreed_next_step", "2026-11-24", "article", id="agreed"),
    pytest.param({"log": CALL_BACK}, "call_back", "2026-11-12", "continued interest", id="back"),
]


@pytest.mark.parametrize(("fields", "tactic", "on", "gift"), FOLDED)
def test_what_cannot_be_sent_is_told_in_the_next_call(
    fields: dict[str, str], tactic: str, on: str, gift: str
) -> None:
    found = planned(interview(BY_PHONE, **fields))
    call = every(found, tactic, status="planned")[0]
    assert (day(call), call.channel) == (on, "phone")
    assert gift in call.description.split("\n\n")[0]


@pytest.mark.parametrize("fields", [{}, {"next_step": AGREED}, {"log": CALL_BACK}])
def test_no_gift_is_telephoned_and_a_note_asks_for_the_address(fields: dict[str, str]) -> None:
    found = planned(interview(BY_PHONE, **fields))
    assert not every(found, "share_article", "continued_interest", status="planned")
    assert notes(found, "interviews[first].people[0].email", "share_article")
