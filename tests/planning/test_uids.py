"""What a uid is made of: names that stay, so that no release makes new events of old ones."""

from __future__ import annotations

import hashlib

import pytest

from building import BEST, DANA, interview, offered, planned
from finding import every

ACME = "acme\x1fengineer"


def uid(*names: str) -> str:
    """Return the uid that some names give."""
    return f"{hashlib.sha256(chr(30).join(names).encode()).hexdigest()[:32]}@followup-ics"


CALL_BACKS = (
    "[{on: 2026-11-06 10:00, did: phone_call, to: Dana, call_back: 2026-11-18}, "
    "{on: 2026-11-09 10:00, did: phone_call, to: Dana, call_back: 2026-11-25}]"
)
LUNCHES = (
    "[{on: 2026-11-05 12:00, did: lunch, to: Dana}, {on: 2026-11-12 12:00, did: lunch, to: Dana}]"
)
TASKS = "[{on: 2026-11-05, did: stand_out}, {on: 2026-11-12, did: stand_out}]"
TOLD = uid(ACME, "", "counter_offer", "dana", "globex\x1foperations", "1")
TOLD_AGAIN = uid(ACME, "", "counter_offer", "dana", "globex\x1foperations", "2")

INTERVIEWS = [
    pytest.param({}, "prepare", [(ACME, "first", "prepare", "")], id="a task"),
    pytest.param({}, "phone_call", [(ACME, "first", "phone_call", "dana")], id="a call"),
    pytest.param({"people": ""}, "phone_call", [(ACME, "first", "phone_call", "")], id="nobody"),
    pytest.param({}, "review", [(ACME, "first", "review", "")], id="the review"),
    pytest.param(
        {},
        "keep_searching",
        [("", "", "keep_searching", "", str(week)) for week in range(1, 11)],
        id="the weekly task",
    ),
    pytest.param(
        {},
        "touch_base",
        [(ACME, "first", "touch_base", "", str(number)) for number in range(1, 6)],
        id="slots",
    ),
    pytest.param(
        {"outcome": "{result: rejected, on: 2026-11-30}"},
        "touch_base",
        [(ACME, "first", "touch_base", "", str(number)) for number in range(1, 8)],
        id="slots, those that an end cancels too",
    ),
    pytest.param(
        {}, "still_in_running", [(ACME, "", "still_in_running", "", "1")], id="the question"
    ),
    pytest.param(
        {"next_step": "{follow_up_on: 2026-11-18}"},
        "agreed_next_step",
        [(ACME, "first", "agreed_next_step", "dana")],
        id="what was agreed",
    ),
    pytest.param(
        {"log": CALL_BACKS},
        "call_back",
        [(ACME, "first", "call_back", "dana"), (ACME, "first", "call_back", "dana", "2")],
        id="promises",
    ),
    pytest.param(
        {"log": LUNCHES},
        "contact",
        [(uid(ACME, "first", "contact", "dana", "log"), str(number)) for number in (1, 2)],
        id="of one's own accord",
    ),
    pytest.param(
        {"log": TASKS},
        "stand_out",
        [(ACME, "first", "stand_out", ""), (uid(ACME, "first", "stand_out", "", "log"), "1")],
        id="a task done once more",
    ),
    pytest.param(
        {"log": "[{on: 2026-11-05, did: lunch, to: Dr. Zoe Zimmer}]"},
        "contact",
        [(uid(ACME, "first", "contact", "zoe zimmer", "log"), "1")],
        id="a stranger",
    ),
]


@pytest.mark.parametrize(("fields", "tactic", "names"), INTERVIEWS)
def test_a_uid_is_of_the_interview_the_tactic_and_the_person(
    fields: dict[str, str], tactic: str, names: list[tuple[str, ...]]
) -> None:
    fields = {"people": DANA, **fields}
    found = every(planned(interview(**fields)), tactic)
    assert [each.uid for each in found] == [uid(*each) for each in names]


def test_news_takes_the_number_of_its_slot() -> None:
    news = "{what: passed an exam, on: 2026-11-15}"
    (told,) = every(planned(activities=news), "activity_update")
    assert told.uid == uid(ACME, "first", "touch_base", "", "1")


OFFERS = [
    pytest.param("counter_offer", [TOLD, TOLD_AGAIN], id="telling"),
    pytest.param(
        "counter_offer_deadline",
        [uid(each, "counter_offer_deadline") for each in (TOLD, TOLD_AGAIN)],
        id="the end of the time",
    ),
    pytest.param(
        "answer_offer",
        [uid("globex\x1foperations", "", "answer_offer", "", number) for number in ("1", "2")],
        id="the answer",
    ),
]


@pytest.mark.parametrize(("tactic", "uids"), OFFERS)
def test_a_uid_is_of_the_offer_and_its_number(tactic: str, uids: list[str]) -> None:
    offers = (
        offered("2026-11-12 11:00", "2026-11-19 17:00"),
        offered("2026-11-24 11:00", "2026-12-02 17:00"),
    )
    found = planned(interview(first_choice="true"), offers=", ".join(offers))
    assert [each.uid for each in every(found, tactic)] == uids


def test_a_uid_is_of_the_application_that_is_withdrawn() -> None:
    accepted = interview(outcome="{result: accepted, on: 2026-11-20}")
    (withdrawn,) = every(planned(accepted, BEST), "withdraw")
    assert withdrawn.uid == uid("best\x1fengineer", "", "withdraw", "bo")
