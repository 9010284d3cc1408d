"""Next rounds: what stands when one comes, and what an end that was not the end leaves open.

The usual first interview is on Monday 2 November 2026, with Dana, who decides, and Hana of human
resources, who on the 6th asked to be called on Tuesday the 24th.
"""

from __future__ import annotations

import pytest

from building import (
    BOTH,
    BRITISH,
    GERMAN,
    ISRAELI,
    IVAN,
    JORDAN,
    interview,
    offered,
    planned,
)
from finding import at, contacts, cycle, day, every, notes, of, one
from followup_ics import Plan

HANA_ASKED = "{on: 2026-11-06 10:00, did: phone_call, to: Hana, call_back: 2026-11-24}"
DANA_ASKED = "{on: 2026-11-05 10:00, did: phone_call, to: Dana, call_back: 2026-11-25}"


# Promises


def promised(second: str, log: str = HANA_ASKED, candidate: str = JORDAN) -> Plan:
    """Plan a first round with what was promised in its log, and a second round."""
    return planned(interview(BOTH, log=f"[{log}]"), second, candidate=candidate)


NEXT = [
    pytest.param("2026-11-19 14:00", id="a few days before"),
    pytest.param("2026-11-24 14:00", id="on that very day"),
    pytest.param("2026-11-25 10:00", id="on the day after"),
    pytest.param("2026-11-09 10:00", id="two weeks before"),
]


@pytest.mark.parametrize("start", NEXT)
def test_a_promised_call_stands_when_a_next_round_with_somebody_else_comes(start: str) -> None:
    found = promised(interview(id="second", start=start))
    assert of(found, "call_back") == ["Hana phone 2026-11-24 10:00"]


ASKED_AT = [
    pytest.param(JORDAN, "2026-11-24 15:30", "2026-11-24 15:30", id="New York, at a time"),
    pytest.param(GERMAN, "2026-11-24 16:00", "2026-11-24 16:00", id="Berlin, at a time"),
    # Thanksgiving is a day like any other there.
    pytest.param(BRITISH, "2026-11-26", "2026-11-26 10:00", id="London, on a day"),
]


@pytest.mark.parametrize(("candidate", "asked", "expected"), ASKED_AT)
def test_a_promised_call_stands_at_its_time_in_any_country(
    candidate: str, asked: str, expected: str
) -> None:
    log = HANA_ASKED.replace("2026-11-24", asked)
    found = promised(interview(id="second", start="2026-11-19 14:00"), log, candidate)
    assert of(found, "call_back") == [f"Hana phone {expected}"]


AGREED = [
    pytest.param("{follow_up_on: 2026-11-24, by: phone, with: Hana}", "Hana phone", id="a call"),
    pytest.param("{follow_up_on: 2026-11-24, by: email, with: Hana}", "Hana email", id="a mail"),
    pytest.param("{follow_up_on: 2026-11-24, by: phone, with: Dana}", "Dana phone", id="with her"),
]


@pytest.mark.parametrize(("step", "expected"), AGREED)
def test_an_agreed_next_step_stands_when_a_next_round_comes(step: str, expected: str) -> None:
    found = planned(
        interview(BOTH, next_step=step), interview(id="second", start="2026-11-19 14:00")
    )
    assert of(found, "agreed_next_step") == [f"{expected} 2026-11-24 10:00"]


def test_the_rest_of_the_earlier_round_is_cancelled_beside_a_promise() -> None:
    found = promised(interview(id="second", start="2026-11-19 14:00"))
    open_still = [
        (each.tactic, each.person)
        for each in every(found, interview="first", status="planned")
        if each.start >= at("2026-11-18 00:00")
    ]
    assert open_still == [("call_back", "Hana")]


def called_in_the_next_round(did: str) -> Plan:
    """Plan two promises, and a second round after which Hana was called on the 20th."""
    log = f"[{{on: 2026-11-20 11:00, did: {did}, to: Hana}}]"
    second = interview(BOTH, id="second", start="2026-11-19 14:00", log=log)
    return promised(second, f"{DANA_ASKED}, {HANA_ASKED}")


@pytest.mark.parametrize("did", ["phone_call", "agreed_next_step"])
def test_a_call_in_the_log_of_the_next_round_replaces_the_promise_to_that_person_alone(
    did: str,
) -> None:
    found = called_in_the_next_round(did)
    assert of(found, "call_back") == [
        "Hana phone 2026-11-24 10:00 cancelled",
        "Dana phone 2026-11-25 10:00",
    ]
    assert "next round" in one(found, "call_back", person="Hana").reasons[-1]


def test_a_call_back_in_the_log_of_the_next_round_keeps_the_promise_to_that_person_alone() -> None:
    found = called_in_the_next_round("call_back")
    assert of(found, "call_back", status="planned") == ["Dana phone 2026-11-25 10:00"]
    assert of(found, "call_back", status="done") == ["Hana phone 2026-11-20 11:00 done"]


@pytest.mark.parametrize("did", ["thank_you", "share_article", "continued_interest"])
def test_a_note_or_an_article_in_the_log_of_the_next_round_replaces_no_promise(did: str) -> None:
    written = f"[{{on: 2026-11-20 11:00, did: {did}, to: Hana}}]"
    second = interview(BOTH, id="second", start="2026-11-19 14:00", log=written)
    assert of(promised(second), "call_back") == ["Hana phone 2026-11-24 10:00"]


NEW_DATES = [
    pytest.param(
        {"next_step": "{follow_up_on: 2026-12-01, by: phone, with: Hana}"},
        "Hana phone 2026-12-01 10:00",
        id="an agreed date",
    ),
    pytest.param(
        {"next_step": "{follow_up_on: 2026-11-23, by: email, with: Hana}"},
        "Hana email 2026-11-23 10:00",
        id="an agreed date before it",
    ),
    pytest.param(
        {"log": "[{on: 2026-11-19 17:30, did: thank_you, to: Hana, call_back: 2026-12-02}]"},
        "Hana phone 2026-12-02 10:00",
        id="another day for a call",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), NEW_DATES)
def test_a_new_date_of_the_next_round_replaces_the_promise_to_that_person_alone(
    fields: dict[str, str], expected: str
) -> None:
    second = interview(BOTH, id="second", start="2026-11-19 14:00", **fields)
    found = promised(second, f"{DANA_ASKED}, {HANA_ASKED}")
    assert of(found, "call_back", interview="first") == [
        "Hana phone 2026-11-24 10:00 cancelled",
        "Dana phone 2026-11-25 10:00",
    ]
    assert of(found, "call_back", "agreed_next_step", interview="second") == [expected]


def test_nobody_is_called_before_the_day_they_named_whatever_round_comes_between() -> None:
    second = interview(BOTH, id="second", start="2026-11-19 14:00")
    calls = every(promised(second), person="Hana", channel="phone", status="planned")
    assert [(each.tactic, day(each)) for each in calls][:1] == [("call_back", "2026-11-24")]


# Offers


def told(second: str = "", received: str = "2026-11-12 11:00", candidate: str = JORDAN) -> Plan:
    """Plan a first choice with an offer from elsewhere, and perhaps a second round."""
    rounds = [interview(first_choice="true"), *([second] if second else [])]
    return planned(*rounds, candidate=candidate, offers=offered(received))


ROUNDS = [
    pytest.param("2026-11-12 16:00", id="later that day"),
    pytest.param("2026-11-13 10:00", id="tomorrow"),
    pytest.param("2026-11-14 14:00", id="on the day on which time is up"),
    pytest.param("2026-11-15 10:00", id="on the day after that"),
]


@pytest.mark.parametrize("start", ROUNDS)
def test_a_next_round_cancels_neither_the_offer_call_nor_its_deadline(start: str) -> None:
    found = told(interview(IVAN, id="second", start=start))
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-14 11:00"]


@pytest.mark.parametrize("start", ["2026-11-12 16:00", "2026-11-13 10:00", "2026-11-14 14:00"])
def test_the_offer_call_and_its_deadline_are_the_same_events_with_and_without_a_round(
    start: str,
) -> None:
    alone, with_round = told(), told(interview(IVAN, id="second", start=start))
    for tactic in ("counter_offer", "counter_offer_deadline"):
        stands = one(with_round, tactic, status="planned")
        assert stands.uid == one(alone, tactic).uid
        assert stands.start == one(alone, tactic).start


ELSEWHERE = [
    pytest.param(GERMAN, "2026-11-12 15:00", "2026-11-13 09:00", "2026-11-14 15:00", id="Berlin"),
    pytest.param(BRITISH, "2026-11-11 16:00", "2026-11-12 08:00", "2026-11-13 16:00", id="London"),
    pytest.param(
        ISRAELI, "2026-11-15 11:00", "2026-11-16 10:00", "2026-11-17 11:00", id="Jerusalem"
    ),
]


@pytest.mark.parametrize(("candidate", "received", "start", "due"), ELSEWHERE)
def test_the_offer_call_stands_before_a_round_in_other_countries_too(
    candidate: str, received: str, start: str, due: str
) -> None:
    found = told(interview(IVAN, id="second", start=start), received, candidate)
    assert of(found, "counter_offer") == [f"Dana phone {received}"]
    assert of(found, "counter_offer_deadline") == [f"- self {due}"]


def test_an_offer_on_friday_evening_is_told_on_monday_before_that_days_round() -> None:
    found = told(interview(IVAN, id="second", start="2026-11-16 14:00"), "2026-11-13 18:00")
    assert of(found, "counter_offer") == ["Dana phone 2026-11-16 09:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-18 09:00"]


# Open again


def again(result: str = "withdrawn", on: str = "2026-11-20", candidate: str = JORDAN) -> Plan:
    """Plan an application that ended, with an interview for it on Thursday 3 December."""
    ended = interview(outcome=f"{{result: {result}, on: {on}}}")
    return planned(ended, interview(id="again", start="2026-12-03 14:00"), candidate=candidate)


REOPENED = [
    pytest.param("withdrawn", "2026-11-20", JORDAN, id="withdrawn"),
    pytest.param("rejected", "2026-12-02 09:00", JORDAN, id="rejected the day before"),
    pytest.param("rejected", "2026-12-03 09:00", GERMAN, id="rejected that morning, Berlin"),
    pytest.param("withdrawn", "2026-11-20 17:00", BRITISH, id="withdrawn at a time, London"),
]


@pytest.mark.parametrize(("result", "on", "candidate"), REOPENED)
def test_an_interview_after_the_end_opens_the_application_again(
    result: str, on: str, candidate: str
) -> None:
    found = again(result, on, candidate)
    assert not every(found, interview="again", status="cancelled")
    assert of(found, "thank_you", interview="again") == ["Dana email 2026-12-03 17:00"]
    # Day 3 is a Sunday, and Friday is the day after the thank-you.
    assert of(found, "share_article", interview="again") == ["Dana email 2026-12-07 10:00"]
    assert of(found, "continued_interest", interview="again") == ["Dana email 2026-12-11 10:00"]
    assert of(found, "review", interview="again") == ["- self 2027-02-11 17:00"]
    assert len(cycle(found, interview="again")) > 3


@pytest.mark.parametrize(("result", "on", "candidate"), REOPENED[:1] + REOPENED[3:])
def test_what_the_end_cancelled_stays_cancelled_for_that_reason(
    result: str, on: str, candidate: str
) -> None:
    found = again(result, on, candidate)
    first = [each for each in every(found, interview="first") if each.start >= at("2026-11-21")]
    assert {each.status for each in first} == {"cancelled"}
    assert "withdr" in one(found, "review", interview="first").reasons[-1]
    assert one(found, "review", interview="again").status == "planned"


def test_an_application_that_is_open_again_and_written_down_late_has_its_cycle() -> None:
    # All that the interview brings of itself was past by then.
    ended = interview(outcome="{result: rejected, on: 2026-11-03}")
    late = interview(id="again", start="2026-12-03 14:00", follow_up_from="2027-01-11")
    found = planned(ended, late)
    assert day(contacts(found, "2026-12-01")[0]) == "2027-01-11"
    assert len(cycle(found, interview="again", status="planned")) > 2


@pytest.mark.parametrize(
    ("on", "status"),
    [("2026-12-03 13:59", "planned"), ("2026-12-03 14:00", "cancelled")],
    ids=["a minute before", "as it begins"],
)
def test_an_end_that_comes_before_an_interview_leaves_it_open(on: str, status: str) -> None:
    assert one(again(on=on), "review", interview="again").status == status


def test_whether_one_is_in_the_running_is_asked_in_the_round_that_is_open() -> None:
    question = one(again(), "still_in_running", status="planned")
    # Day 28 after 3 December is the 31st, day 42 is 14 January.
    assert question.interview == "again"
    assert "2026-12-31" <= day(question) <= "2027-01-14"


@pytest.mark.parametrize("company", ["Acme", "ACME", '" acme "'])
def test_the_order_and_the_spelling_of_the_rounds_do_not_matter(company: str) -> None:
    ended = interview(outcome="{result: rejected, on: 2026-11-20}")
    second = interview(id="again", company=company, start="2026-12-03 14:00")
    found = planned(second, ended)
    assert of(found, "thank_you", interview="again") == ["Dana email 2026-12-03 17:00"]
    assert of(found, "review", status="planned") == ["- self 2027-02-11 17:00"]


def test_the_weekly_task_names_what_is_open_again() -> None:
    weeks = {day(each): each.description for each in every(again(), "keep_searching")}
    assert "Acme" in weeks["2026-11-16"]
    assert "Acme" not in weeks["2026-11-23"]
    assert "Acme" in weeks["2026-12-07"]


def test_an_interview_that_is_called_off_before_it_brings_nothing() -> None:
    off = interview(start="2026-11-10 14:00", outcome="{result: withdrawn, on: 2026-11-05}")
    assert {each.status for each in every(planned(off), interview="first")} == {"cancelled"}


def test_an_outcome_of_the_second_round_ends_it() -> None:
    second = interview(
        id="again", start="2026-11-12 14:00", outcome="{result: rejected, on: 2026-11-16}"
    )
    found = planned(interview(), second)
    assert one(found, "review", interview="again").status == "cancelled"


def test_each_round_ends_by_its_own_outcome() -> None:
    found = planned(
        interview(outcome="{result: rejected, on: 2026-11-06 12:00}"),
        interview(
            id="again", start="2026-11-12 14:00", outcome="{result: withdrawn, on: 2026-11-16}"
        ),
        interview(id="third", start="2026-12-03 14:00"),
    )
    assert of(found, "thank_you", status="planned") == [
        "Dana email 2026-11-02 17:00",
        "Dana email 2026-11-12 17:00",
        "Dana email 2026-12-03 17:00",
    ]
    assert of(found, "continued_interest", status="planned") == ["Dana email 2026-12-11 10:00"]
    assert "reject" in one(found, "continued_interest", interview="first").reasons[-1]
    assert "withdr" in one(found, "continued_interest", interview="again").reasons[-1]


def test_a_first_choice_that_is_open_again_is_told_of_an_offer() -> None:
    found = planned(
        interview(first_choice="true", outcome="{result: rejected, on: 2026-11-09}"),
        interview(id="again", start="2026-11-12 14:00", first_choice="true"),
        offers=offered("2026-11-13 11:00"),
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-13 11:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-15 11:00"]
    assert notes(found, "first_choice") == []
