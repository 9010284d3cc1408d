"""What changes the plan, row by row: each record, and its effect on exact dates."""

from __future__ import annotations

import re

import pytest

from building import (
    ANYWHERE,
    BEST,
    BO,
    BOTH,
    DANA,
    HANA,
    IVAN,
    JORDAN,
    OLGA,
    RITA,
    interview,
    offered,
    planned,
)
from finding import at, begins, cycle, day, every, minutes, notes, of, one, open_days
from followup_ics import Plan, oi_partners

ASK_DECISION = oi_partners().ask_decision


def open_ones(found: Plan, since: str, **wanted: object) -> list[str]:
    """Return the tactics still planned at or after a time in New York, the search aside."""
    return [
        each.tactic
        for each in every(found, status="planned", **wanted)
        if each.start >= at(since) and each.tactic != "keep_searching"
    ]


# A later interview


def two_rounds(second_start: str, people: str = DANA, **first: str) -> Plan:
    second = interview(IVAN, id="second", start=second_start)
    return planned(interview(people, **first), second)


def test_a_later_interview_cancels_what_is_open_and_says_that_the_next_round_does() -> None:
    found = two_rounds("2026-11-10 10:00")
    for tactic in ("continued_interest", "stand_out", "review"):
        cancelled = one(found, tactic, interview="first")
        assert cancelled.status == "cancelled"
        assert any("next round" in reason for reason in cancelled.reasons)
        assert "next round" in cancelled.description
    assert any(each.status == "cancelled" for each in cycle(found, interview="first"))
    assert open_ones(found, "2026-11-09 00:00", interview="first") == []


FROM_THE_DAY_BEFORE = [
    pytest.param("2026-11-08 10:00", "planned", "planned", id="the call on the 6th is before"),
    pytest.param("2026-11-07 10:00", "planned", "cancelled", id="the call's 6th is the day before"),
    pytest.param("2026-11-05 10:00", "cancelled", "cancelled", id="the article's 5th is the day"),
]


@pytest.mark.parametrize(("second", "article", "call"), FROM_THE_DAY_BEFORE)
def test_a_later_interview_cancels_from_the_day_before_it_on(
    second: str, article: str, call: str
) -> None:
    found = two_rounds(second)
    assert one(found, "share_article", interview="first").status == article
    assert one(found, "phone_call", interview="first").status == call


@pytest.mark.parametrize("second", ["2026-11-03 09:00", "2026-11-03 16:00"])
def test_thank_you_notes_stand_whatever_comes_next(second: str) -> None:
    found = two_rounds(second, f"{DANA}, {IVAN}")
    thanked = every(found, "thank_you", interview="first", status="planned")
    assert {each.person for each in thanked} == {"Dana", "Ivan"}
    assert all(each.start <= at("2026-11-03 14:45") for each in thanked)


def test_what_was_done_before_a_later_interview_stays_done() -> None:
    log = "[{on: 2026-11-10 09:00, did: continued_interest, to: Dana}]"
    found = two_rounds("2026-11-10 10:00", log=log)
    assert of(found, "continued_interest", interview="first") == [
        "Dana email 2026-11-10 09:00 done"
    ]


def test_the_later_interview_is_the_anchor() -> None:
    found = two_rounds("2026-11-10 10:00")
    # Day 8 of the second is Wednesday 18 November.
    assert of(found, "continued_interest", status="planned") == ["Dana email 2026-11-18 10:00"]
    assert {each.interview for each in cycle(found, status="planned")} == {"second"}
    question = one(found, "still_in_running", status="planned")
    assert "2026-12-08" <= day(question) <= "2026-12-22"


def test_another_role_at_the_company_is_not_a_later_interview() -> None:
    other = interview(IVAN, id="other", role="Architect", start="2026-11-10 10:00")
    found = planned(interview(), other)
    assert not every(found, status="cancelled")
    assert len(every(found, "review", status="planned")) == 2


# A log entry


DONE = [
    pytest.param("thank_you", "2026-11-02 16:05", "Dana email", id="thank_you"),
    pytest.param("share_article", "2026-11-05 08:15", "Dana email", id="share_article"),
    pytest.param("phone_call", "2026-11-04 11:30", "Dana phone", id="phone_call"),
    pytest.param("phone_call", "2026-11-08 20:00", "Dana phone", id="a call on a Sunday night"),
    pytest.param("continued_interest", "2026-11-09 09:30", "Dana email", id="continued_interest"),
    pytest.param("still_in_running", "2026-11-23 14:00", "Dana phone", id="still_in_running"),
]


@pytest.mark.parametrize(("tactic", "on", "expected"), DONE)
def test_what_is_in_the_log_is_done_at_the_actual_time(tactic: str, on: str, expected: str) -> None:
    found = planned(interview(log=f"[{{on: {on}, did: {tactic}, to: Dana}}]"))
    done = one(found, tactic)
    assert (done.status, done.start) == ("done", at(on))
    assert f"{done.person} {done.channel}" == expected


DATES = [
    pytest.param("2026-11-04", {}, "2026-11-04 12:00", id="noon"),
    pytest.param("2026-11-02", {}, "2026-11-02 15:01", id="that of the interview, after it"),
    pytest.param(
        "2026-11-02",
        {"start": "2026-11-02 08:00"},
        "2026-11-02 12:00",
        id="of a morning's interview",
    ),
    pytest.param("2026-11-02 13:00", {}, "2026-11-02 13:00", id="with a time, before it"),
    pytest.param(
        "2026-11-03", {"start": "2026-11-02 23:30"}, "2026-11-03 12:00", id="of its end at night"
    ),
    pytest.param(
        "2026-11-03",
        {"start": "2026-11-02 23:30", "duration": "14h"},
        "2026-11-03 13:31",
        id="of its end past noon",
    ),
]


@pytest.mark.parametrize(("on", "fields", "expected"), DATES)
def test_what_was_done_on_a_date_was_done_at_noon_or_after_that_dates_interview(
    on: str, fields: dict[str, str], expected: str
) -> None:
    found = planned(interview(log=f"[{{on: {on}, did: lunch, to: Dana}}]", **fields))
    assert of(found, "contact") == [f"Dana email {expected} done"]


def test_noon_is_that_of_the_interview() -> None:
    log = "[{on: 2026-11-04, did: lunch, to: Dana}]"
    found = planned(interview(log=log, timezone="America/Denver"))
    assert one(found, "contact").start == at("2026-11-04 12:00", "America/Denver")


def test_the_log_is_in_the_zone_of_its_interview() -> None:
    log = "[{on: 2026-11-02 16:30, did: thank_you, to: dana@acme.example}]"
    found = planned(interview(log=log, timezone="America/Chicago"))
    assert one(found, "thank_you", status="done").start == at("2026-11-02 16:30", "America/Chicago")


def test_an_entry_without_a_name_is_about_the_hiring_manager() -> None:
    log = "[{on: 2026-11-02 16:05, did: thank_you}]"
    found = planned(interview(f"{IVAN}, {DANA}", log=log))
    assert [each.person for each in every(found, "thank_you", status="done")] == ["Dana"]
    assert [each.person for each in every(found, "thank_you", status="planned")] == ["Ivan"]


CONTACTS = [
    pytest.param("continued_interest", "2026-11-09 09:30", "2026-11-18", id="earlier than planned"),
    pytest.param("continued_interest", "2026-11-12 14:00", "2026-11-20", id="later than planned"),
    pytest.param("met at a conference", "2026-11-13 18:00", "2026-11-23", id="of one's own accord"),
]


@pytest.mark.parametrize(("did", "on", "expected"), CONTACTS)
def test_the_cycle_counts_from_the_last_actual_contact(did: str, on: str, expected: str) -> None:
    found = planned(interview(log=f"[{{on: {on}, did: {did}, to: Dana}}]"))
    assert day(cycle(found)[0]) == expected


def test_no_slot_of_the_cycle_is_planned_before_the_last_actual_contact() -> None:
    found = planned(interview(log="[{on: 2026-12-08 11:00, did: touch_base, to: Dana}]"))
    # Day 42 is 14 December, and seven days after the 8th is the 15th: the question is late.
    slots = cycle(found, status="planned")
    assert of(found, "still_in_running") == ["Dana phone 2026-12-15 10:00 late"]
    assert slots[0].tactic == "still_in_running"


def test_the_window_of_a_slot_counts_from_the_last_actual_contact() -> None:
    log = "[{on: 2026-11-09 09:30, did: continued_interest, to: Dana}]"
    found = planned(interview(log=log))
    assert open_days(cycle(found)[0]) == ("2026-11-16", "2026-11-21")


ONCE = [
    # The call to Hana is on Friday the 6th, after the article for Dana at ten, unless a round
    # cancels it from the day before on.
    pytest.param("2026-11-10 10:00", ["Hana phone 2026-11-06 10:10"], id="planned before"),
    pytest.param(
        "2026-11-06 14:00",
        ["Hana phone 2026-11-06 10:10 cancelled", "Hana phone 2026-11-10 10:00"],
        id="cancelled, so planned again",
    ),
]


@pytest.mark.parametrize(("second", "expected"), ONCE)
def test_a_phone_call_made_or_planned_is_not_planned_again_for_that_person(
    second: str, expected: list[str]
) -> None:
    log = "[{on: 2026-11-04 11:30, did: phone_call, to: Dana}]"
    found = planned(
        interview(BOTH, log=log),
        interview(BOTH, id="second", start=second),
    )
    assert of(found, "phone_call", person="Dana") == ["Dana phone 2026-11-04 11:30 done"]
    assert of(found, "phone_call", person="Hana") == expected


def test_the_question_once_asked_is_not_planned_again_for_that_application() -> None:
    log = "[{on: 2026-11-09 11:30, did: still_in_running, to: Ivan}]"
    second = interview(id="second", start="2026-11-16 10:00", next_step="{decision_by: 2026-11-30}")
    found = planned(interview(f"{DANA}, {IVAN}", log=log), second)
    assert of(found, "still_in_running") == ["Ivan phone 2026-11-09 11:30 done"]


# call_back, follow_up_on


CALL_BACK = (
    "[{on: 2026-11-04 11:30, did: phone_call, to: Dana, heard: still interviewing, "
    "call_back: 2026-11-24}]"
)


def test_nothing_is_asked_of_a_person_before_the_day_they_named_and_gives_go_on() -> None:
    found = planned(interview(log=CALL_BACK))
    before = [
        each
        for each in every(found, person="Dana", status="planned")
        if at("2026-11-04 12:00") < each.start < at("2026-11-24 00:00")
    ]
    assert [(each.tactic, each.channel, day(each)) for each in before][-2:] == [
        ("continued_interest", "email", "2026-11-10"),
        ("touch_base", "email", "2026-11-19"),
    ]
    assert {each.channel for each in before} == {"email"}
    assert of(found, "call_back") == ["Dana phone 2026-11-24 10:00"]


def test_a_slot_that_would_be_a_call_is_an_email_while_they_wait_to_be_called() -> None:
    # Without a country, the Friday after Thanksgiving is no quiet day, and good for a call.
    later = CALL_BACK.replace("2026-11-24", "2026-12-03")
    nothing_agreed = interview(log=CALL_BACK.replace(", call_back: 2026-11-24", ""))
    without = cycle(planned(nothing_agreed, candidate=ANYWHERE))
    assert [(each.channel, day(each)) for each in without[:2]] == [
        ("email", "2026-11-19"),
        ("phone", "2026-11-27"),
    ]
    slots = cycle(planned(interview(log=later), candidate=ANYWHERE))
    assert [(each.channel, day(each)) for each in slots[:2]] == [
        ("email", "2026-11-19"),
        ("email", "2026-11-27"),
    ]


def test_a_slot_whose_working_days_are_quiet_is_no_call() -> None:
    slots = cycle(planned())
    assert [(each.channel, day(each)) for each in slots[:3]] == [
        ("email", "2026-11-19"),
        ("email", "2026-11-27"),
        ("phone", "2026-12-07"),
    ]


def test_the_question_waits_for_the_day_they_named_and_two_days_more() -> None:
    # Due from 16 to 18 November; two days after the call back is Thanksgiving.
    found = planned(interview(log=CALL_BACK, next_step="{decision_by: 2026-11-13}"))
    assert of(found, "still_in_running") == ["Dana phone 2026-11-27 10:00 late"]
    assert notes(found, "still in running", "late")


def test_a_call_back_to_one_person_holds_back_no_question_to_another() -> None:
    log = CALL_BACK.replace("Dana", "Hana")
    found = planned(
        interview(BOTH, log=log, next_step="{decision_by: 2026-11-13}"),
    )
    assert of(found, "still_in_running") == ["Dana phone 2026-11-16 10:00"]


def test_a_call_back_that_was_made_holds_back_nothing_and_the_cycle_counts_from_it() -> None:
    made = "{on: 2026-11-23 10:05, did: call_back, to: Dana}"
    found = planned(interview(log=CALL_BACK.replace("]", f", {made}]")))
    assert of(found, "call_back") == ["Dana phone 2026-11-23 10:05 done"]
    # Nine days after the 23rd is day 30, when the question is due.
    assert of(found, "still_in_running") == ["Dana phone 2026-12-02 10:00"]


ASKED_TWICE = (
    "{on: 2026-11-04 11:30, did: phone_call, to: Dana, call_back: 2026-11-12}",
    "{on: 2026-11-06 11:30, did: lunch, to: Dana, call_back: 2026-11-24}",
)


@pytest.mark.parametrize(
    ("entries", "calls"),
    [
        (["{on: 2026-11-24 10:00, did: call_back, to: Dana}"], ["planned", "done"]),
        (["{on: 2026-11-24 10:00, did: phone_call, to: Dana}"], ["planned", "done"]),
        (["{on: 2026-11-24, did: call_back, to: Dana, skipped: true}"], ["planned", "cancelled"]),
        (["{on: 2026-11-16 10:00, did: call_back, to: Dana}"], ["done", "planned"]),
        (["{on: 2026-11-24 00:00, did: call_back, to: Dana}"], ["planned", "done"]),
        (["{on: 2026-11-23 23:59, did: call_back, to: Dana}"], ["done", "planned"]),
    ],
    ids=["called back", "called", "skipped", "in between", "as the day begins", "a minute before"],
)
def test_a_call_on_the_day_of_a_second_promise_keeps_that_one(
    entries: list[str], calls: list[str]
) -> None:
    found = planned(interview(log=f"[{', '.join([*ASKED_TWICE, *entries])}]"))
    assert [each.status for each in every(found, "call_back")] == calls


def test_a_promise_keeps_its_uid_when_an_earlier_one_to_somebody_else_is_logged() -> None:
    hana = "{on: 2026-11-09 11:30, did: lunch, to: Hana, call_back: 2026-11-24}"
    before = planned(interview(BOTH, log=f"[{hana}]"))
    after = planned(interview(BOTH, log=f"[{ASKED_TWICE[0]}, {hana}]"))
    assert one(before, "call_back").uid == one(after, "call_back", person="Hana").uid


AGREED = [
    pytest.param(
        {"next_step": "{follow_up_on: 2026-11-05, by: phone, with: Dana}"},
        "Dana phone 2026-11-05 10:00",
        id="a call within the window",
    ),
    pytest.param(
        {"next_step": "{follow_up_on: 2026-11-18, by: phone, with: Dana}"},
        "Dana phone 2026-11-18 10:00",
        id="a call after the window",
    ),
    pytest.param(
        {"next_step": "{follow_up_on: 2026-11-18, by: email, with: Dana}"},
        "Dana email 2026-11-18 10:00",
        id="an e-mail",
    ),
    pytest.param(
        {"log": "[{on: 2026-11-02 17:30, did: thank_you, to: Dana, call_back: 2026-11-12}]"},
        "Dana phone 2026-11-12 10:00",
        id="a call back asked for in an answer",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), AGREED)
def test_an_agreed_date_replaces_the_pending_call_to_that_person_alone(
    fields: dict[str, str], expected: str
) -> None:
    found = planned(interview(BOTH, **fields))
    assert of(found, "agreed_next_step", "call_back") == [expected]
    assert of(found, "phone_call", person="Dana", status="planned") == []
    assert len(of(found, "phone_call", person="Hana", status="planned")) == 1
    assert len(of(found, "share_article", person="Dana", status="planned")) == 1
    assert len(of(found, "continued_interest", person="Dana", status="planned")) == 1


def test_an_agreed_date_that_a_holiday_moves_holds_questions_back_until_it_is_kept() -> None:
    rita = "{name: Rita, part: recruiter, email: rita@agency.example, phone: +1 312 555 0924}"
    # The day agreed is a holiday in the Emirates, and so are the next ones.
    step = "{follow_up_on: '2000-03-15 14:00'}"
    elsewhere = interview(rita, start="2000-02-12 14:00", country="AE", next_step=step)
    here = interview(rita, id="other", company="Best", start="2000-01-14 14:00")
    found = planned(elsewhere, here, candidate=ANYWHERE)
    kept = one(found, "agreed_next_step").start
    assert kept > at("2000-03-16 23:59")
    asked = every(found, "still_in_running", person="Rita", status="planned")
    assert all(each.start > kept for each in asked)


# An outcome


def test_the_end_of_one_role_leaves_the_cycle_of_another_at_that_company_going() -> None:
    ended = interview(
        start="2026-03-07 12:07",
        log="[{on: 2026-03-26, did: phone_call, to: Dana}]",
        outcome="{result: withdrawn, on: 2026-04-05 12:07}",
    )
    found = planned(ended, interview(id="other", role="Analyst", start="2026-03-10 17:00"))
    slots = every(found, "touch_base", "still_in_running", role="Analyst", status="planned")
    assert at("2026-04-02 00:00") <= slots[0].start < at("2026-04-08 00:00")
    assert slots[-1].start > at("2026-05-10 00:00")


ENDS = [pytest.param("rejected", "rejected"), pytest.param("withdrawn", "withdr")]


@pytest.mark.parametrize(("result", "word"), ENDS, ids=["rejected", "withdrawn"])
def test_an_end_cancels_everything_later_with_the_reason(result: str, word: str) -> None:
    outcome = f"{{result: {result}, on: 2026-11-09}}"
    found = planned(interview(outcome=outcome))
    assert open_ones(found, "2026-11-09 00:00") == []
    later = every(found, status="cancelled")
    assert {"continued_interest", "stand_out", "review", "touch_base"} <= {
        each.tactic for each in later
    }
    assert all(word in each.reasons[-1] for each in later)
    assert all(each.start >= at("2026-11-09 00:00") for each in later)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-06 09:30", "cancelled"),
        ("2026-11-06 10:00", "cancelled"),
        ("2026-11-06 10:01", "planned"),
        ("2026-11-06", "cancelled"),
    ],
)
def test_an_end_cancels_from_its_very_time_or_from_the_start_of_its_date(
    on: str, expected: str
) -> None:
    found = planned(interview(outcome=f"{{result: rejected, on: {on}}}"))
    assert one(found, "phone_call").status == expected


@pytest.mark.parametrize("on", ["2026-11-04", "2026-11-05", "2026-11-06"])
def test_what_an_end_cancels_stays_on_its_day_whatever_is_done_then(on: str) -> None:
    end = {"outcome": "{result: rejected, on: 2026-11-03}"}
    found = planned(interview(log=f"[{{on: {on} 12:00, did: lunch, to: Dana}}]", **end))
    assert of(found, "share_article") == ["Dana email 2026-11-04 10:00 cancelled"]
    assert of(found, "phone_call") == ["Dana phone 2026-11-06 10:00 cancelled"]


def test_an_end_leaves_what_came_before_it_and_the_other_applications() -> None:
    ended = interview(outcome="{result: rejected, on: 2026-11-09}")
    found = planned(ended, interview(BO, id="best", company="Best", start="2026-11-09 14:00"))
    assert of(found, "phone_call", person="Dana") == ["Dana phone 2026-11-06 10:00"]
    assert of(found, "share_article", person="Dana") == ["Dana email 2026-11-04 10:00"]
    assert not every(found, company="Best", status="cancelled")
    assert of(found, "continued_interest", person="Bo") == ["Bo email 2026-11-17 10:00"]


def test_a_rejection_does_not_end_the_search() -> None:
    ended = interview(start="2026-11-03 14:00", outcome="{result: rejected, on: 2026-11-09}")
    searching = [day(each) for each in every(planned(ended), "keep_searching")]
    assert (searching[0], searching[-1], len(searching)) == ("2026-11-09", "2027-01-11", 10)


ACCEPTED = "{result: accepted, on: 2026-11-12 09:00}"


def test_an_acceptance_gives_each_other_open_application_one_withdrawal() -> None:
    found = planned(
        interview(BO, id="best", company="Best", outcome=ACCEPTED),
        interview(f"{IVAN}, {DANA}"),
        interview(DANA, id="again", start="2026-11-09 14:00"),
        interview("", id="cargo", company="Cargo"),
        interview("", id="later", company="Later", start="2026-11-16 14:00"),
        interview("", id="gone", company="Gone", outcome="{result: rejected, on: 2026-11-05}"),
        interview("", id="left", company="Left", outcome="{result: withdrawn, on: 2026-11-05}"),
    )
    withdrawals = every(found, "withdraw")
    assert sorted(str(each.company) for each in withdrawals) == ["Acme", "Cargo", "Later"]
    assert all("2026-11-12" <= day(each) <= "2026-11-14" for each in withdrawals)
    assert one(found, "withdraw", company="Acme").person == "Dana"
    assert {each.channel for each in withdrawals} == {"email"}
    assert {minutes(each) for each in withdrawals} == {10}


def test_an_acceptance_cancels_everything_later_everywhere() -> None:
    found = planned(interview(BO, id="best", company="Best", outcome=ACCEPTED), interview())
    assert set(open_ones(found, "2026-11-12 09:00")) == {"withdraw"}
    later = every(found, status="cancelled")
    assert {each.company for each in later} == {"Acme", "Best"}
    assert all("accepted" in each.reasons[-1] for each in later)


@pytest.mark.parametrize(
    "days", [("12", "16"), ("16", "12"), ("12", "12")], ids=["first", "second", "at once"]
)
def test_of_two_acceptances_the_first_ends_the_search(days: tuple[str, str]) -> None:
    one_day, other = (f"{{result: accepted, on: 2026-11-{each}}}" for each in days)
    found = planned(
        interview(outcome=one_day), interview(BO, id="best", company="Best", outcome=other)
    )
    assert [day(each) for each in every(found, "keep_searching")] == ["2026-11-09"]
    (withdrawn,) = every(found, "withdraw")
    assert (withdrawn.company, day(withdrawn)) == (
        ("Best", "Acme")[days[0] > days[1]],
        "2026-11-12",
    )


def test_what_an_acceptance_ends_says_whose_offer_it_was() -> None:
    found = planned(interview(BO, id="best", company="Best", outcome=ACCEPTED), interview())
    reasons = {
        each.company: each.reasons[-1] for each in every(found, "review", status="cancelled")
    }
    assert reasons == {
        "Acme": "Cancelled: you accepted the offer of Best.",
        "Best": "Cancelled: you accepted their offer.",
    }


def test_who_made_an_offer_hears_that_another_one_was_accepted() -> None:
    made = interview(outcome="{result: offer, on: 2026-11-10}")
    found = planned(made, interview(BO, id="best", company="Best", outcome=ACCEPTED))
    assert [each.company for each in every(found, "withdraw")] == ["Acme"]


@pytest.mark.parametrize("result", ["offer", "accepted"])
def test_an_offer_closes_rounds_that_come_after_it_too(result: str) -> None:
    first = interview(outcome=f"{{result: {result}, on: 2026-11-06}}")
    found = planned(first, interview(id="second", start="2026-11-12 14:00"))
    assert {each.status for each in every(found, interview="second")} == {"cancelled"}


def test_a_date_on_the_day_of_the_interview_is_the_one_that_they_named() -> None:
    found = planned(interview(next_step="{decision_by: 2026-11-02}"))
    assert open_days(one(found, "still_in_running")) == ("2026-11-03", "2026-11-05")
    assert not notes(found, "It is not known when")


def test_an_acceptance_ends_the_search() -> None:
    found = planned(interview(BO, id="best", company="Best", outcome=ACCEPTED), interview())
    assert [day(each) for each in every(found, "keep_searching")] == ["2026-11-09"]


def test_without_another_open_application_there_is_nothing_to_withdraw() -> None:
    assert of(planned(interview(outcome=ACCEPTED)), "withdraw") == []


# An offer elsewhere


def test_an_offer_elsewhere_is_told_to_the_first_choice_only() -> None:
    found = planned(interview(first_choice="true"), BEST, offers=offered())
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-14 11:00"]
    assert not notes(found, "first_choice")


def test_an_offer_elsewhere_without_a_first_choice_is_told_to_nobody_and_a_note_asks_for_one() -> (
    None
):
    found = planned(interview(), BEST, offers=offered())
    assert of(found, "counter_offer", "counter_offer_deadline") == []
    assert notes(found, "first_choice", "Globex")


def test_an_outcome_that_is_an_offer_is_told_to_the_first_choice_too() -> None:
    best = interview(BO, id="best", company="Best", outcome="{result: offer, on: 2026-11-12 11:00}")
    found = planned(interview(first_choice="true"), best)
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00"]
    assert "Best" in one(found, "counter_offer").description


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-11-09", []),
        ("2026-11-12 11:00", []),
        ("2026-11-12 11:01", ["Dana phone 2026-11-12 11:00"]),
    ],
    ids=["before it", "as it comes", "a minute later"],
)
def test_no_offer_is_told_to_a_first_choice_that_has_rejected(on: str, told: list[str]) -> None:
    ended = interview(first_choice="true", outcome=f"{{result: rejected, on: {on}}}")
    assert of(planned(ended, offers=offered()), "counter_offer") == told


def test_an_offer_of_the_first_choice_itself_asks_for_no_other_first_choice() -> None:
    offer = offered(company="Acme", role="Engineer")
    found = planned(interview(first_choice="true"), BEST, offers=offer)
    assert of(found, "counter_offer", "counter_offer_deadline") == []
    assert not notes(found, "first_choice")


# follow_up_from


def written(on: str, people: str = DANA) -> Plan:
    return planned(interview(people, follow_up_from=on))


def test_a_late_record_leaves_out_what_is_past_and_notes_it() -> None:
    found = written("2026-11-09", BOTH)
    assert of(found, "prepare", "share_article", "phone_call") == []
    assert notes(found, "prepare")
    assert notes(found, "share_article", "Dana")
    assert notes(found, "phone_call", "Dana")
    assert notes(found, "phone_call", "Hana")


def test_a_late_record_keeps_what_is_still_open_from_its_date_on() -> None:
    found = written("2026-11-09")
    # The thank-you takes the 9th; the 10th is too near, the 11th is Veterans Day.
    assert of(found, "continued_interest") == ["Dana email 2026-11-12 10:00"]
    assert of(found, "stand_out") == ["- self 2026-11-16 10:00"]


LATE_THANKS = [
    pytest.param("2026-11-03", ["2026-11-03"], False, id="next day, within 24 hours"),
    pytest.param("2026-11-04", ["2026-11-04"], True, id="two days later"),
    pytest.param("2026-11-07", ["2026-11-07"], True, id="on a Saturday"),
    pytest.param("2026-11-09", ["2026-11-09"], True, id="seven days later"),
    pytest.param("2026-11-12", [], True, id="ten days later"),
]


@pytest.mark.parametrize(("on", "expected", "late"), LATE_THANKS)
def test_a_thank_you_up_to_seven_days_late_is_placed_on_the_day_of_the_record(
    on: str, expected: list[str], late: bool
) -> None:
    thanks = every(written(on), "thank_you")
    assert [day(each) for each in thanks] == expected
    assert all(each.late == late for each in thanks)
    if not expected:
        assert notes(written(on), "thank_you", "Dana")


@pytest.mark.parametrize(
    ("on", "last"), [("2026-11-16", "2026-11-21"), ("2026-11-23", "2026-11-28")]
)
def test_the_cycle_of_a_late_record_starts_on_its_date(on: str, last: str) -> None:
    found = written(on)
    assert open_days(cycle(found)[0]) == (on, last)
    assert of(found, "continued_interest") == []
    assert notes(found, "continued_interest")
    assert day(cycle(found)[0]) == on


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2026-11-17", "2026-11-19"), ("2026-11-18", "2026-11-18")],
    ids=["as the slot opens", "a day later"],
)
def test_a_record_that_is_there_as_a_slot_opens_is_not_late_for_it(on: str, expected: str) -> None:
    log = "[{on: 2026-11-10 10:00, did: continued_interest, to: Dana}]"
    assert day(cycle(planned(interview(log=log, follow_up_from=on)))[0]) == expected


def test_the_cycle_of_a_late_record_starts_on_a_working_day() -> None:
    # 21 November is a Saturday.
    assert day(cycle(written("2026-11-21"))[0]) == "2026-11-23"


def test_nothing_is_planned_before_a_late_record_was_written() -> None:
    found = written("2026-11-23")
    assert min(each.start for each in found.follow_ups) >= at("2026-11-23 00:00")


# No decision_by


def asking(found: Plan) -> list[str]:
    return [
        f"{each.person} {each.tactic} {begins(each)}"
        for each in found.follow_ups
        if ASK_DECISION in each.description
    ]


def test_without_a_decision_date_the_next_call_asks_how_they_decide() -> None:
    for words in ("how and when", "decide", "say"):
        assert words in ASK_DECISION
    assert asking(planned()) == ["Dana phone_call 2026-11-06 10:00"]


def test_only_the_first_of_two_calls_asks_how_they_decide() -> None:
    (first, *others) = asking(planned(interview(BOTH)))
    assert first.split()[1:] == ["phone_call", "2026-11-05", "10:00"]
    assert not others


def test_after_the_first_call_the_next_one_asks_how_they_decide() -> None:
    found = planned(interview(log="[{on: 2026-11-04 11:30, did: phone_call, to: Dana}]"))
    calls = every(found, channel="phone", status="planned")
    assert [line.split()[1:] for line in asking(found)] == [
        [calls[0].tactic, *begins(calls[0]).split()]
    ]


def test_without_a_decision_date_a_note_says_that_it_is_not_known() -> None:
    assert notes(planned(), "decision_by", "not known", "Acme")


def test_with_a_decision_date_nobody_is_asked_and_no_note_is_left() -> None:
    found = planned(interview(next_step="{decision_by: 2026-11-20}"))
    assert asking(found) == []
    assert not notes(found, "decision_by")


# No human resources person, no hiring manager


NEAREST = [
    pytest.param(f"{DANA}, {IVAN}", "Dana", ["human resources"], id="no human resources"),
    pytest.param(
        f"{OLGA}, {IVAN}, {RITA}", "Ivan", ["human resources", "hiring manager"], id="none"
    ),
    pytest.param(
        f"{RITA}, {IVAN}", "Rita", ["human resources", "hiring manager"], id="a recruiter"
    ),
    pytest.param(HANA, "Hana", ["hiring manager"], id="human resources alone"),
]


@pytest.mark.parametrize(("people", "expected", "missing"), NEAREST)
def test_the_call_goes_to_the_nearest_part_and_a_note_says_whom_to_find(
    people: str, expected: str, missing: list[str]
) -> None:
    found = planned(interview(people))
    assert of(found, "phone_call") == [f"{expected} phone 2026-11-06 10:00"]
    parts = [part for part in ("human resources", "hiring manager") if notes(found, "find", part)]
    assert parts == missing


def test_without_a_hiring_manager_the_first_voter_stands_for_them() -> None:
    found = planned(interview(f"{OLGA}, {IVAN}, {RITA}"))
    assert of(found, "continued_interest") == ["Ivan email 2026-11-10 10:00"]
    assert one(found, "still_in_running").person == "Ivan"


def test_with_both_parts_no_note_says_whom_to_find() -> None:
    assert not notes(planned(interview(BOTH)), "find")


# Nobody recorded at all


NOBODY = [
    pytest.param("share_article", "- email 2026-11-04 10:00", id="share_article"),
    pytest.param("phone_call", "- phone 2026-11-06 10:00", id="phone_call"),
    pytest.param("continued_interest", "- email 2026-11-10 10:00", id="continued_interest"),
    pytest.param("still_in_running", "- phone 2026-12-07 10:00", id="still_in_running"),
]


@pytest.mark.parametrize(("tactic", "expected"), NOBODY)
def test_with_nobody_recorded_the_tactics_for_a_hiring_manager_address_the_hiring_manager(
    tactic: str, expected: str
) -> None:
    found = planned(interview(""))
    assert of(found, tactic) == [expected]
    assert "the hiring manager" in one(found, tactic).summary
    assert "the hiring manager" in one(found, tactic).description


def test_with_nobody_recorded_the_cycle_goes_on_and_a_note_asks_for_a_name() -> None:
    found = planned(interview(""))
    assert [day(each) for each in cycle(found)[:2]] == ["2026-11-19", "2026-11-27"]
    assert notes(found, "add a name", "Acme")
    assert not notes(planned(), "add a name")


# No phone, no e-mail


NO_PHONE = "{name: Eve, part: hiring_manager, email: eve@acme.example, topics: [queues]}"
NO_EMAIL = "{name: Pat, part: hiring_manager, phone: +1 212 555 0107, topics: [queues]}"
NEITHER = "{name: Kim, part: hiring_manager, topics: [queues]}"


@pytest.mark.parametrize("tactic", ["phone_call", "still_in_running"])
def test_without_a_telephone_number_a_call_is_an_email_and_says_so(tactic: str) -> None:
    instead = one(planned(interview(NO_PHONE)), tactic)
    assert instead.channel == "email"
    assert instead.summary.endswith(", by e-mail instead")
    assert re.search("no (tele)?phone", instead.description)


def test_without_an_address_a_thank_you_is_a_call_in_working_hours_and_says_so() -> None:
    # Two hours after the end, at 17:00, nobody is called any more.
    found = planned(interview(NO_EMAIL))
    assert of(found, "thank_you") == ["Pat phone 2026-11-02 16:45"]
    assert one(found, "thank_you").summary == "Thank Pat (Acme), by telephone instead"
    assert re.search("no e-?mail", one(found, "thank_you").description)


# The article is told in the call of day 4, the rest in the first call of the cycle.
FOLDED = [
    pytest.param("share_article", "phone_call", "article", id="share_article"),
    pytest.param("continued_interest", "touch_base", "continued interest", id="continued_interest"),
]


@pytest.mark.parametrize(("gift", "call", "words"), FOLDED)
def test_without_an_address_what_would_be_sent_is_told_in_the_next_call_and_a_note_says_so(
    gift: str, call: str, words: str
) -> None:
    found = planned(interview(NO_EMAIL))
    assert of(found, gift) == []
    assert words in every(found, call)[0].description
    assert notes(found, "people[0].email", gift, "Pat", "add")


def test_without_a_number_or_an_address_the_channel_stays_and_the_text_says_to_look_one_up() -> (
    None
):
    found = planned(interview(NEITHER))
    assert one(found, "phone_call").channel == "phone"
    assert one(found, "share_article").channel == "email"
    assert all("look one up" in each.description for each in every(found, person="Kim"))


def test_a_thank_you_by_telephone_on_a_friday_evening_waits_for_monday_and_is_late() -> None:
    found = planned(interview(NO_EMAIL, start="2026-11-06 16:00"), candidate=JORDAN)
    assert of(found, "thank_you") == ["Pat phone 2026-11-09 10:00 late"]
    assert notes(found, "thank you", "late")


# Zone data


def test_dates_long_after_the_zone_data_get_a_warning() -> None:
    found = planned(interview(), interview(IVAN, id="later", start="2036-11-03 14:00"))
    (told,) = (each for each in found.notes if "zone data" in each.text)
    assert (told.about, told.level) == ("interviews[later]", "warning")
    assert "2036 is more than a year later: clocks may change on other dates by then" in told.text
    assert "pip install --upgrade pytz" in told.text


def test_dates_that_the_zone_data_is_made_for_get_no_warning() -> None:
    assert notes(planned(), "zone data") == []


# What nobody waits for any more


MOOT = [
    pytest.param({"outcome": "{result: rejected, on: 2026-11-05}"}, "", id="rejected"),
    pytest.param({"outcome": "{result: withdrawn, on: 2026-11-05}"}, "", id="withdrawn"),
    pytest.param({}, offered("2026-11-05 09:00", company="Acme"), id="an offer"),
]


@pytest.mark.parametrize(("fields", "offers"), MOOT)
def test_what_was_open_when_its_application_ended_is_moot(
    fields: dict[str, str], offers: str
) -> None:
    found = planned(interview(**fields), offers=offers)
    before = [each for each in every(found, status="planned") if each.start < at("2026-11-05")]
    assert {each.tactic for each in before if each.is_moot} >= {"thank_you"}
    later = [each for each in found.follow_ups if each.start >= at("2026-11-05 10:00")]
    assert [each.tactic for each in later if each.is_moot] == []


def test_an_acceptance_makes_moot_what_was_open_elsewhere_but_not_the_withdrawal() -> None:
    accepted = interview(outcome="{result: accepted, on: 2026-11-09}")
    best = list(every(planned(accepted, BEST), company="Best", status="planned"))
    assert {each.tactic for each in best if not each.is_moot} == {"withdraw"}
    assert any(each.is_moot for each in best)


def test_what_was_done_is_not_moot() -> None:
    found = planned(
        interview(
            log="[{on: 2026-11-02 17:00, did: thank_you, to: Dana}]",
            outcome="{result: rejected, on: 2026-11-05}",
        )
    )
    assert not one(found, "thank_you", person="Dana").is_moot
