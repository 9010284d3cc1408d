"""Entries of a log that cannot be so: past the end of the plan, long before it, or there twice.

The usual interview is on 2 November 2026, so its plan ends on 11 January 2027.
"""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from building import BOTH, DANA, GERMAN, IVAN, interview, planned, search
from finding import cycle, day, minutes, of, one
from followup_ics import JobSearch, Note, Plan, RecordsError, loads, plan


def warned(found: Plan) -> list[Note]:
    """Return the warnings about entries of a log."""
    return [note for note in found.notes if note.level == "warning" and ".log[" in note.about]


def slots(found: Plan) -> list[tuple[str, str, str]]:
    """Return what the cycle brings, other than what is in the log."""
    planned_ones = cycle(found, status="planned")
    return [(each.tactic, each.channel, day(each)) for each in planned_ones]


# Past the end of the plan


PAST = [
    pytest.param("2027-11-05 10:00", "touch_base", id="a year typed wrongly"),
    pytest.param("2027-11-05", "continued_interest", id="a year typed wrongly, on a date alone"),
    pytest.param("2027-03-01 09:30", "coffee", id="of one's own accord"),
    pytest.param("2027-01-12 09:00", "touch_base", id="the day after the plan ends"),
]


@pytest.mark.parametrize(("on", "did"), PAST)
def test_an_entry_past_the_end_of_the_plan_is_a_warning(on: str, did: str) -> None:
    (warning,) = warned(planned(interview(log=f"[{{on: {on}, did: {did}, to: Dana}}]")))
    assert warning.about.startswith("interviews[first].log[0]")


@pytest.mark.parametrize(("on", "did"), PAST)
def test_the_cycle_goes_on_as_if_an_entry_past_the_end_of_the_plan_were_not_there(
    on: str, did: str
) -> None:
    found = planned(interview(log=f"[{{on: {on}, did: {did}, to: Dana}}]"), candidate=GERMAN)
    assert slots(found) == slots(planned(candidate=GERMAN))
    # 28 November is a Saturday, 6 December a Sunday.
    assert [each for *_, each in slots(found)][:3] == ["2026-11-19", "2026-11-27", "2026-12-07"]


@pytest.mark.parametrize(("on", "did"), PAST)
def test_the_question_is_still_asked_beside_an_entry_past_the_end_of_the_plan(
    on: str, did: str
) -> None:
    people = BOTH
    log = f"[{{on: {on}, did: {did}, to: Hana}}]"
    found = planned(
        interview(people, log=log, next_step="{decision_by: 2026-11-16}"), candidate=GERMAN
    )
    # The first working day after the 16th.
    assert of(found, "still_in_running") == ["Dana phone 2026-11-17 10:00"]


def test_the_cycle_counts_from_the_last_entry_that_can_be_so() -> None:
    log = (
        "[{on: 2026-11-13 18:00, did: met at a conference, to: Dana}, "
        "{on: 2027-11-20 09:00, did: touch_base, to: Dana}]"
    )
    found = planned(interview(log=log), candidate=GERMAN)
    (warning,) = warned(found)
    assert warning.about.startswith("interviews[first].log[1]")
    # Nine days after Friday the 13th is a Sunday; Monday is nearer than Friday.
    assert slots(found)[0][2] == "2026-11-23"


def test_the_end_of_the_plan_moves_with_the_day_of_a_decision() -> None:
    # Two weeks after 20 January 2027 is 3 February.
    step = "{decision_by: 2027-01-20}"
    within = interview(log="[{on: 2027-02-03, did: coffee, to: Dana}]", next_step=step)
    assert warned(planned(within)) == []
    past = interview(log="[{on: 2027-02-04, did: coffee, to: Dana}]", next_step=step)
    assert len(warned(planned(past))) == 1


def test_an_entry_past_the_end_is_a_warning_whatever_the_zone_and_the_round() -> None:
    # The last round is on 16 November, so the plan ends on 25 January.
    log = "[{on: 2027-01-28 09:00, did: touch_base, to: Dana}]"
    place = {"timezone": "Asia/Taipei", "country": "TW"}
    second = interview(f"{DANA}, {IVAN}", id="second", start="2026-11-16 14:00", log=log, **place)
    without = interview(f"{DANA}, {IVAN}", id="second", start="2026-11-16 14:00", **place)
    found = planned(interview(**place), second)
    (warning,) = warned(found)
    assert warning.about.startswith("interviews[second].log[0]")
    assert slots(found) == slots(planned(interview(**place), without))
    assert len(slots(found)) > 3


# What is a fault, in a file and in records made by hand


FAULTY = [
    pytest.param([{"on": "2025-11-05 10:00", "did": "phone_call"}], "log.0.on", id="last year"),
    pytest.param([{"on": "2026-10-18", "did": "coffee"}], "log.0.on", id="15 days before"),
    pytest.param(
        [{"on": "2026-11-06 10:00", "did": "phone_call", "call_back": "2026-11-06"}],
        "log.0.call_back",
        id="to be called on that very day",
    ),
    pytest.param(
        [{"on": "2026-11-06", "did": "coffee", "call_back": "2026-11-05 16:00"}],
        "log.0.call_back",
        id="to be called the day before",
    ),
    pytest.param(
        [
            {"on": "2026-11-06 10:00", "did": "phone_call", "call_back": "2026-11-24"},
            {"did": "phone_call", "call_back": "2026-11-24", "on": "2026-11-06 10:00"},
        ],
        "log.1",
        id="there twice, in another order",
    ),
    pytest.param(
        [
            {"on": "2026-11-03", "did": "thank_you", "to": "Dana"},
            {"on": "2026-11-04", "did": "coffee"},
            {"on": "2026-11-03", "did": "thank_you", "to": " Dana "},
        ],
        "log.2",
        id="there twice, with spaces",
    ),
]


@pytest.mark.parametrize(("log", "path"), FAULTY)
def test_an_entry_that_cannot_be_so_is_a_fault_in_a_file(
    log: list[dict[str, Any]], path: str
) -> None:
    written = ", ".join(
        "{" + ", ".join(f"{name}: '{value}'" for name, value in each.items()) + "}" for each in log
    )
    with pytest.raises(RecordsError) as raised:
        search(interview(log=f"[{written}]"))
    (fault,) = raised.value.faults
    _, number, *rest = path.split(".")
    assert fault.path == ".".join([f"interviews[0].log[{number}]", *rest])


@pytest.mark.parametrize(("log", "path"), FAULTY)
def test_an_entry_that_cannot_be_so_is_a_fault_in_records_made_by_hand(
    log: list[dict[str, Any]], path: str
) -> None:
    made = {"company": "Acme", "role": "Engineer", "start": "2026-11-02 14:00", "log": log}
    with pytest.raises(ValidationError) as raised:
        JobSearch.model_validate(
            {"candidate": {"timezone": "America/New_York"}, "interviews": [made]}
        )
    (error,) = raised.value.errors()
    assert ".".join(map(str, error["loc"])).endswith(path)


# What was done, in other words

MEANT = [
    ("called", "phone_call"),
    ("Phone call", "phone_call"),
    ("phoned", "phone_call"),
    ("phone-call", "phone_call"),
    ("phone_cal", "phone_call"),
    ("thank you", "thank_you"),
    ("Thank-you note", "thank_you"),
    ("thanks", "thank_you"),
    ("thank_yuo", "thank_you"),
    ("shared article", "share_article"),
    ("article", "share_article"),
    ("email", "touch_base"),
    ("followed up", "touch_base"),
]


@pytest.mark.parametrize(("did", "tactic"), MEANT)
def test_another_word_for_a_tactic_is_that_tactic(did: str, tactic: str) -> None:
    on = "2026-11-02 18:00"
    as_named = planned(interview(log=f"[{{on: {on}, did: {tactic}, to: Dana}}]"))
    found = planned(interview(log=f"[{{on: {on}, did: {did}, to: Dana}}]"))
    assert found.follow_ups == as_named.follow_ups
    assert warned(found) == [
        Note(
            "interviews[first].log[0].did",
            "warning",
            f"'{did}' is taken for {tactic}: write that, or another tactic's name.",
        )
    ]


@pytest.mark.parametrize("did", ["coffee", "lunch", "visited the office", "gift"])
def test_a_word_of_ones_own_is_a_contact_without_a_warning(did: str) -> None:
    found = planned(interview(log=f"[{{on: 2026-11-04, did: {did}, to: Dana}}]"))
    assert warned(found) == []
    assert [each.text for each in found.notes if did in each.text] == [
        f"'{did}' is no tactic of the playbook; it counts as a contact."
    ]


def test_a_contact_of_ones_own_says_what_it_was_and_that_it_counts() -> None:
    lunch = one(planned(interview(log="[{on: 2026-11-04, did: lunch, to: Dana}]")), "contact")
    assert lunch.summary == "Done: lunch: Dana (Acme)"
    assert lunch.reasons == (
        "You were in touch of your own accord; the cycle counts from it.",
        "Done at the time in the log.",
    )
    assert (lunch.earliest, lunch.latest, minutes(lunch)) == (None, None, 15)


def test_what_was_done_ends_before_what_was_agreed_for_the_minutes_after_it() -> None:
    found = plan(
        loads("""
        candidate: {timezone: Pacific/Fakaofo}
        interviews:
          - {company: Acme, role: Analyst, start: 2010-01-27 23:30,
             next_step: {follow_up_on: 2010-02-26}}
          - company: Acme
            role: SRE
            start: 2010-01-28
            log:
              - {on: 2010-02-19 23:30, did: touch_base}
              - {on: 2010-02-26 10:00, did: touch_base, to: Ada}
        """)
    )
    day = [each for each in found.follow_ups if f"{each.start:%m-%d}" == "02-26"]
    done, agreed = (each for each in day if each.tactic in ("touch_base", "agreed_next_step"))
    assert (done.status, agreed.tactic) == ("done", "agreed_next_step")
    assert done.end == agreed.start
