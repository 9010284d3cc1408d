"""Calls that nobody answered: made again after two working days, twice at most."""

from __future__ import annotations

import pytest

from building import BOTH, interview, planned
from finding import every, notes, of
from followup_ics import FollowUp, Plan


def tried(*days: str, did: str = "phone_call", more: str = "") -> str:
    entries = [f"{{on: {day} 10:00, did: {did}, to: Dana, reached: false}}" for day in days]
    return f"[{', '.join([*entries, *([more] if more else [])])}]"


def calls(found: Plan) -> list[FollowUp]:
    return [e for e in every(found, "phone_call") if e.person == "Dana"]


AGAIN = [
    pytest.param(["2026-11-03"], "11-06", False, id="tried on Tuesday: by its own day, Friday"),
    pytest.param(["2026-11-04"], "11-06", False, id="tried on Wednesday: Friday"),
    # From Monday the 9th on, and two days from the e-mail of the 10th.
    pytest.param(["2026-11-05"], "11-12", True, id="tried on Thursday"),
    pytest.param(["2026-11-03", "2026-11-05"], "11-12", True, id="tried twice"),
]


@pytest.mark.parametrize(("days", "on", "late"), AGAIN)
def test_the_call_is_made_again(days: list[str], on: str, late: bool) -> None:
    found = planned(interview(log=tried(*days)))
    (call,) = calls(found)
    assert (f"{call.start:%m-%d}", call.status, call.late) == (on, "planned", late)
    if late:
        assert "obody answered on" in " ".join(call.reasons)


def test_each_try_stays_in_the_calendar() -> None:
    found = planned(interview(log=tried("2026-11-03", "2026-11-05")))
    stays = [each.summary for each in found.follow_ups if each.status == "done"]
    assert stays == ["Done: phone_call, not reached: Dana (Acme)"] * 2


def test_after_the_third_try_the_call_is_given_up() -> None:
    found = planned(interview(log=tried("2026-11-03", "2026-11-05", "2026-11-09")))
    (call,) = calls(found)
    assert call.status == "cancelled"
    assert "nobody answered 3 times" in call.reasons[-1]


def test_a_call_that_reached_them_ends_the_tries() -> None:
    done = "{on: 2026-11-06 10:00, did: phone_call, to: Dana}"
    (call,) = calls(planned(interview(log=tried("2026-11-03", more=done))))
    assert (call.status, f"{call.start:%m-%d}") == ("done", "11-06")


def test_only_the_person_who_did_not_answer_is_called_again() -> None:
    usual = planned(interview(BOTH))
    found = planned(interview(BOTH, log=tried("2026-11-03")))
    assert of(found, "phone_call")[-1] == of(usual, "phone_call")[-1]


@pytest.mark.parametrize("did", ["call_back", "agreed_next_step"])
def test_a_promised_call_is_made_again(did: str) -> None:
    heard = "{on: 2026-11-03 11:00, did: phone_call, to: Dana, call_back: 2026-11-10}"
    step = {"next_step": "{follow_up_on: 2026-11-10}"} if did == "agreed_next_step" else {}
    log = tried("2026-11-10", did=did, more=heard if did == "call_back" else "")
    (call,) = every(planned(interview(log=log, **step)), did)
    assert call.status == "planned"
    assert call.late
    assert f"{call.start:%m-%d}" >= "11-12"
    assert "obody answered on Tue 10 Nov" in " ".join(call.reasons)


def test_the_question_that_reached_nobody_is_still_to_be_asked() -> None:
    step = {"next_step": "{decision_by: 2026-11-16}"}
    found = planned(interview(log=tried("2026-11-17", did="still_in_running"), **step))
    (question,) = every(found, "still_in_running")
    assert question.status == "planned"
    assert f"{question.start:%Y-%m-%d}" > "2026-11-17"


def test_a_note_that_reached_nobody_is_no_call() -> None:
    log = "[{on: 2026-11-02 18:00, did: thank_you, to: Dana, reached: false}]"
    found = planned(interview(log=log))
    assert notes(found, "thank_you is no call")
    assert [each.status for each in every(found, "thank_you")] == ["done"]
