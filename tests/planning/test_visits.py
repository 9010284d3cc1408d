"""Interviews of one application on one date are one visit: everybody hears once of each thing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from building import DANA, HANA, IVAN, interview, planned
from finding import every
from followup_ics import FollowUp, Plan, loads, plan

AGAIN = "{name: Dana, topics: [hiring]}"
MORNING = interview(DANA, id="morning", start="2026-11-10 09:00")
NOON = interview(f"{IVAN}, {HANA}", id="noon", start="2026-11-10 11:00")
AFTERNOON = interview(f"{AGAIN}, {{name: Ivan}}", id="afternoon", start="2026-11-10 15:00")
OLGA = "{name: Olga, email: olga@acme.example, topics: [on-call]}"


def standing(found: Plan, tactic: str) -> list[FollowUp]:
    """Return the follow-ups of a tactic that are not cancelled."""
    return [each for each in every(found, tactic) if each.status != "cancelled"]


def test_one_thank_you_a_person_after_the_last_meeting_with_them() -> None:
    lunch = interview(OLGA, id="lunch", start="2026-11-10 12:00")
    thanks = standing(planned(MORNING, NOON, lunch, AFTERNOON), "thank_you")
    assert [(each.person, each.interview) for each in thanks] == [
        ("Olga", "lunch"),
        ("Dana", "afternoon"),
        ("Ivan", "afternoon"),
    ]
    dana = thanks[1]
    assert "the Kafka migration; hiring" in dana.description
    assert dana.latest
    assert f"{dana.latest:%m-%d %H:%M}" == "11-11 21:00"


def test_one_article_and_one_call_a_person_whatever_meeting_they_were_in() -> None:
    found = planned(MORNING, NOON, AFTERNOON)
    assert sorted(str(e.person) for e in standing(found, "share_article")) == ["Dana", "Ivan"]
    assert sorted(str(e.person) for e in standing(found, "phone_call")) == ["Dana", "Hana"]


@pytest.mark.parametrize("tactic", ["prepare", "review"])
def test_a_visit_has_one(tactic: str) -> None:
    (only,) = standing(planned(MORNING, NOON, AFTERNOON), tactic)
    assert only.interview == "afternoon"


def test_a_visit_is_prepared_before_its_first_interview() -> None:
    found = planned(
        interview(DANA, id="early", start="2026-11-10 00:30"),
        interview(IVAN, id="late", start="2026-11-10 11:00"),
        candidate="timezone: America/New_York, available: 00:00-24:00",
    )
    assert [f"{e.start:%m-%d %H:%M}" for e in standing(found, "prepare")] == ["11-09 22:00"]


def test_what_was_logged_in_any_interview_of_the_visit_is_done() -> None:
    thanked = "{on: 2026-11-10 19:00, did: thank_you}"
    log = f"[{{on: 2026-11-12 10:00, did: phone_call, to: Hana}}, {thanked}]"
    morning = interview(DANA, id="morning", start="2026-11-10 09:00", log=log)
    found = planned(morning, NOON, AFTERNOON)
    assert [e.status for e in standing(found, "phone_call") if e.person == "Hana"] == ["done"]
    assert [e.status for e in standing(found, "thank_you") if e.person == "Dana"] == ["done"]


def test_thanks_logged_to_nobody_named_keep_no_agreed_call_off_their_day() -> None:
    # Nobody is recorded for the morning, so its thank-you was to Dana, whom the afternoon has.
    thanked = "[{on: 2026-11-10 12:30, did: thank_you}]"
    agreed = "{follow_up_on: 2026-11-10 11:00, by: phone}"
    morning = interview("", id="morning", start="2026-11-10 09:00", log=thanked, next_step=agreed)
    found = planned(morning, AFTERNOON)
    assert [e.person for e in standing(found, "thank_you") if e.status == "done"] == ["Dana"]
    (call,) = standing(found, "agreed_next_step")
    assert (f"{call.start:%m-%d %H:%M}", call.late) == ("11-10 16:00", False)


def test_a_call_logged_to_nobody_named_keeps_no_other_role_from_its_call() -> None:
    # The call was to Dana, of the same visit; nobody is recorded for the other role yet.
    called = "[{on: 2026-11-12 10:00, did: phone_call}]"
    early = interview("", id="early", start="2026-11-10 08:00", log=called)
    other = interview("", id="other", role="Analyst", start="2026-11-11 09:00")
    found = planned(early, MORNING, other)
    calls = [(e.role, e.person, e.status) for e in standing(found, "phone_call")]
    assert calls == [("Engineer", "Dana", "done"), ("Analyst", None, "planned")]


def test_two_roles_or_two_days_are_no_visit() -> None:
    other = interview(AGAIN, id="other", role="Analyst", start="2026-11-10 15:00")
    assert [e.person for e in standing(planned(MORNING, other), "thank_you")] == ["Dana", "Dana"]
    later = interview(AGAIN, id="later", start="2026-11-11 15:00")
    assert [e.person for e in standing(planned(MORNING, later), "thank_you")] == ["Dana", "Dana"]


def test_a_visit_written_down_late_in_one_of_its_records_is_late() -> None:
    late = interview(DANA, id="morning", start="2026-11-10 09:00", follow_up_from="2026-11-30")
    found = planned(late, NOON, AFTERNOON)
    assert standing(found, "share_article") == []
    assert all(e.start.isoformat() > "2026-11-30" for e in standing(found, "touch_base"))


def test_a_visit_is_one_whatever_the_order_in_the_file() -> None:
    found = [planned(*each).follow_ups for each in ((MORNING, NOON), (NOON, MORNING))]
    assert found[0] == found[1]


FAR = """
candidate: {timezone: America/New_York, country: US}
interviews:
  - company: Acme
    role: SRE
    start: 2026-03-07 01:30
    timezone: Pacific/Kiritimati
    people: [{name: Ada, part: human_resources, phone: +1 312 555 0153}]
    log: [{on: 2026-03-14 01:30, did: thank_you}]
  - company: Acme
    role: SRE
    start: 2026-03-07 10:00
    timezone: Asia/Tokyo
    country: JP
    follow_up_from: 2026-03-08
    people: [{name: Ada, part: human_resources, email: ada@acme.example, phone: +1 312 555 0153}]
  - company: Acme
    role: Analyst
    start: 2026-03-09 10:00
    timezone: Asia/Tokyo
    country: JP
    people: [{name: Ada, part: human_resources, email: ada@acme.example, phone: +1 312 555 0153}]
"""


def test_what_was_done_takes_the_day_of_the_meeting_that_it_follows_not_of_its_log() -> None:
    found = plan(loads(FAR)).follow_ups
    days = [
        f"{each.start.astimezone(ZoneInfo('Asia/Tokyo')):%m-%d}"
        for each in found
        if each.person == "Ada" and each.status != "cancelled"
    ]
    assert "03-13" in days
    assert len(days) == len(set(days))
