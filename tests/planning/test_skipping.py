"""What was skipped is over, and counts as no contact; nothing else moves for it.

The usual interview is on Monday 2 November 2026; its hiring manager is called on Friday the 6th.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from pydantic import ValidationError

from building import BOTH, DANA, RITA, first_choice, interview, lacking, offered, planned
from finding import begins, cycle, every, minutes, notes, of, one
from followup_ics import FollowUp, JobSearch, Plan, RecordsError, loads, plan
from strategies import Tree, rarely, records
from trying import for_every_job_search, written


def skipped(on: str, did: str, to: str = "Dana") -> str:
    """Return an entry of a log that says that something was left out."""
    return f"{{on: {on}, did: {did}, to: {to}, skipped: true}}"


def with_log(*entries: str, people: str = BOTH, **fields: str) -> Plan:
    return planned(interview(people, log=f"[{', '.join(entries)}]", **fields))


def places(found: Plan, *, but: str = "") -> list[tuple[str, str, float, str]]:
    """Return what is in a plan and where, whatever became of it and whatever it says."""
    return [(e.uid, begins(e), minutes(e), str(e.person)) for e in found.follow_ups if e.uid != but]


# What it ends

LAST_DATE = "2036-12-31"  # of the dates that a record can have
ENDED = [
    pytest.param("thank_you", "2026-11-02 17:00", id="a thank-you"),
    pytest.param("share_article", "2026-11-04 10:00", id="an article"),
    pytest.param("phone_call", "2026-11-06 10:00", id="a call"),
    pytest.param("continued_interest", "2026-11-10 10:00", id="continued interest"),
    pytest.param("prepare", "2026-11-01", id="a task of one's own"),
    pytest.param("still_in_running", "2026-12-07 10:00", id="the question"),
]


@pytest.mark.parametrize(("did", "on"), ENDED)
def test_what_was_skipped_is_cancelled_and_everything_else_stays(did: str, on: str) -> None:
    before, found = planned(interview(BOTH)), with_log(skipped(on, did))
    (over,) = every(found, did, status="cancelled")
    assert over.cancelled_because.startswith("you skipped it on ")
    assert every(found, status="done") == []
    assert places(found) == places(before)
    assert [e.uid for e in every(found, status="cancelled")] == [over.uid]


def test_a_reason_has_the_day_on_which_it_was_skipped() -> None:
    found = with_log(skipped("2026-11-05 21:30", "phone_call"))
    assert one(found, "phone_call", person="Dana").cancelled_because == (
        "you skipped it on Thu 5 Nov"
    )


def test_one_entry_for_everybody_skips_each_of_them() -> None:
    found = with_log(skipped("2026-11-03", "phone_call", "all"))
    assert of(found, "phone_call") == [
        "Hana phone 2026-11-05 10:00 cancelled",
        "Dana phone 2026-11-06 10:00 cancelled",
    ]
    assert notes(found, "skipped by this entry") == []


def test_skipped_false_is_as_if_it_were_not_there() -> None:
    entry = "{on: 2026-11-06 10:00, did: phone_call, to: Dana"
    assert with_log(f"{entry}, skipped: false}}") == with_log(f"{entry}}}")


@pytest.mark.parametrize("did", ["lunch", "still_in_running", "touch_base"])
def test_an_entry_that_skips_nothing_is_noted_and_no_contact(did: str) -> None:
    rejected = "{result: rejected, on: 2026-11-04}"
    entry = skipped("2026-11-03", did, "Hana")
    found = with_log(entry, outcome=rejected)
    assert places(found) == places(planned(interview(BOTH, outcome=rejected)))
    if did != "touch_base":  # a slot that the rejection cancels anyway
        assert len(notes(found, "log[0]:", "skipped")) == 1


# No contact


def test_what_was_done_after_something_that_nothing_is_skipped_by_counts() -> None:
    lunch = "{on: 2026-11-05 12:00, did: lunch, to: Dana}"
    found = with_log(skipped("2026-11-04", "lunch"), lunch)
    assert of(found, "contact") == ["Dana email 2026-11-05 12:00 done"]


def test_no_text_and_no_topic_counts_what_was_skipped() -> None:
    article = one(planned(interview()), "share_article")
    assert "the Kafka migration" in article.description
    found = with_log(skipped("2026-11-04 10:00", "share_article"), people=DANA)
    assert "share article" not in one(found, "phone_call").description
    assert "share article" in one(planned(interview()), "phone_call").description


def test_the_next_call_asks_what_a_skipped_one_would_have_asked() -> None:
    asked = one(planned(interview(BOTH)), "phone_call", person="Hana")
    found = with_log(skipped("2026-11-05", "phone_call", "Hana"))
    assert "how and when" in asked.description
    assert "how and when" in one(found, "phone_call", person="Dana").description


def test_what_is_told_in_a_call_is_told_in_the_next_one_where_that_is_skipped() -> None:
    people = lacking(DANA, "email")
    usual = one(planned(interview(people)), "phone_call")
    assert "Send Dana an article" in usual.description
    found = with_log(skipped("2026-11-06", "phone_call"), people=people)
    later = [e for e in every(found, status="planned", channel="phone") if e.start > usual.start]
    assert "Send Dana an article" in later[0].description


# The cycle


def test_a_skipped_slot_keeps_its_uid_and_the_next_one_its_day() -> None:
    before = planned(interview(BOTH))
    first, second, *_ = cycle(before)
    for on in ("2026-11-12 09:00", "2026-11-19 10:00", "2026-11-20"):
        found = with_log(skipped(on, "touch_base"))
        assert places(found) == places(before)
        assert [e.uid for e in every(found, "touch_base", status="cancelled")] == [first.uid]
    done = f"{{on: {begins(second)}, did: touch_base, to: Hana}}"
    found = with_log(skipped("2026-11-19 10:00", "touch_base"), done)
    assert places(found) == places(before)
    assert [e.status for e in cycle(found)][:3] == ["cancelled", "done", "planned"]


def test_of_two_slots_of_one_person_the_one_nearest_to_the_entry_is_skipped() -> None:
    only = planned(interview())
    days = [begins(each) for each in every(only, "touch_base")]
    for day in days:
        found = with_log(skipped(day, "touch_base"), people=DANA)
        assert [begins(e) for e in every(found, "touch_base", status="cancelled")] == [day]


def test_slots_that_are_skipped_one_by_one_leave_the_others_where_they_were() -> None:
    before = planned(interview(BOTH))
    slots = every(before, "touch_base")
    entries = [skipped(begins(e), "touch_base", str(e.person)) for e in slots]
    found = with_log(*entries)
    assert places(found) == places(before)
    assert {e.status for e in every(found, "touch_base")} == {"cancelled"}


def test_an_entry_of_a_round_that_is_over_skips_nothing_of_the_next_one() -> None:
    log = f"[{skipped('2026-11-19 10:00', 'touch_base')}]"
    second = interview(BOTH, id="second", start="2026-11-18 14:00")
    found = planned(interview(BOTH, log=log), second)
    assert every(found, "touch_base", interview="second", status="cancelled") == []


# The question


def test_a_skipped_question_does_not_come_back_in_its_round_and_a_note_says_so() -> None:
    found = with_log(skipped("2026-12-07 10:00", "still_in_running"))
    assert of(found, "still_in_running") == ["Dana phone 2026-12-07 10:00 cancelled"]
    assert len(notes(found, "interviews[first]", "skipped the question", "next round")) == 1
    assert notes(found, "is left to ask") == []


def test_a_next_round_asks_what_was_skipped_in_the_one_before() -> None:
    log = f"[{skipped('2026-12-07 10:00', 'still_in_running')}]"
    second = interview(BOTH, id="second", start="2026-12-14 14:00")
    found = planned(interview(BOTH, log=log), second)
    assert [e.interview for e in every(found, "still_in_running", status="planned")] == ["second"]


def test_a_question_for_two_roles_is_skipped_for_both() -> None:
    other = interview(BOTH, id="other", role="Analyst", start="2026-11-03 14:00")
    (asked,) = every(planned(interview(BOTH), other), "still_in_running")
    entry = f"[{skipped(begins(asked), 'still_in_running')}]"
    fields = {"log": entry}
    both = [interview(BOTH), other]
    which = 0 if asked.interview == "first" else 1
    both[which] = both[which].replace("people:", f"log: {fields['log']}, people:")
    found = planned(*both)
    assert [e.status for e in every(found, "still_in_running")] == ["cancelled"]


# Promises, offers, activities


def test_a_skipped_promise_is_over_and_the_call_that_it_replaced_stays_replaced() -> None:
    promised = "{on: 2026-11-05, did: phone_call, to: Dana, call_back: 2026-11-12}"
    before = with_log(promised)
    found = with_log(promised, skipped("2026-11-12", "call_back"))
    assert of(found, "call_back") == ["Dana phone 2026-11-12 10:00 cancelled"]
    assert places(found) == places(before)


def test_of_two_promises_each_has_its_own_entry() -> None:
    promised = [
        "{on: 2026-11-05, did: phone_call, to: Dana, call_back: 2026-11-12}",
        "{on: 2026-11-13, did: lunch, to: Dana, call_back: 2026-11-24}",
    ]
    kept = "{on: 2026-11-24 10:00, did: call_back, to: Dana}"
    found = with_log(*promised, skipped("2026-11-12", "call_back"), kept)
    assert [e.status for e in every(found, "call_back")] == ["cancelled", "done"]


def test_where_telling_of_an_offer_is_skipped_its_deadline_is_over_too() -> None:
    before = first_choice(offered())
    call = one(before, "counter_offer")
    found = first_choice(offered(), log=f"[{skipped(begins(call), 'counter_offer')}]")
    deadline = one(found, "counter_offer_deadline")
    assert deadline.cancelled_because == "you skipped telling them on Thu 12 Nov"
    assert places(found) == places(before)


def test_news_that_was_skipped_is_noted_for_another_contact() -> None:
    activity = "{what: a talk on Kafka, on: 2026-11-12}"
    told = one(planned(interview(BOTH), activities=activity), "activity_update")
    log = f"[{skipped(begins(told), 'activity_update', str(told.person))}]"
    found = planned(interview(BOTH, log=log), activities=activity)
    assert one(found, "activity_update").status == "cancelled"
    assert len(notes(found, "activities[a talk on Kafka]", "skipped telling Acme")) == 1


def test_a_recruiter_of_two_companies_is_left_where_they_were_at_the_other_one() -> None:
    other = interview(RITA, id="other", company="Best", start="2026-11-03 10:00")
    before = planned(interview(f"{DANA}, {RITA}"), other)
    log = f"[{skipped('2026-11-04', 'share_article', 'Rita')}]"
    found = planned(interview(f"{DANA}, {RITA}", log=log), other)
    assert places(found) == places(before)


# What contradicts it

CONTRADICTIONS = [
    pytest.param("call_back: 2026-11-12", "call_back; what was skipped brought no", id="a promise"),
    pytest.param("heard: they decide soon", "heard; what was skipped brought no", id="an answer"),
    pytest.param("reached: false", "reached; what was skipped brought no", id="a try"),
    pytest.param("heard: call me, call_back: 2026-11-12", "heard and call_back", id="both of them"),
]


@pytest.mark.parametrize(("beside", "told"), CONTRADICTIONS)
def test_what_contradicts_a_skip_is_a_fault_with_its_place(beside: str, told: str) -> None:
    text = (
        "candidate: {timezone: America/New_York}\n"
        "interviews:\n"
        "  - {company: Acme, role: Engineer, start: 2026-11-02 14:00, people: [{name: Dana}],\n"
        f"     log: [{{on: 2026-11-06, did: phone_call, {beside},\n"
        "       skipped: true}]}\n"
    )
    with pytest.raises(RecordsError) as raised:
        loads(text)
    (fault,) = raised.value.faults
    assert (fault.path, fault.line, fault.column) == ("interviews[0].log[0].skipped", 5, 17)
    assert told in fault.message
    assert "leave" in fault.message


def test_one_thing_cannot_be_both_done_and_skipped() -> None:
    entry = {"on": "2026-11-06", "did": "phone_call"}
    log = [entry, entry | {"skipped": "true"}]
    made = {"company": "Acme", "role": "Engineer", "start": "2026-11-02 14:00", "log": log}
    tree = {"candidate": {"timezone": "America/New_York"}, "interviews": [made]}
    with pytest.raises(ValidationError, match="is skipped, the other done; keep one"):
        JobSearch.model_validate(tree)


# For every job search


def _entry(tree: Tree, each: FollowUp, on: str) -> Tree:
    """Return a tree with a follow-up skipped, by the clock of its interview."""
    entry = {"on": on, "did": each.tactic, "skipped": "true"}
    entry |= {"to": each.person} if each.person else {}
    interviews = [
        met | {"log": [*met.get("log", []), entry]} if met["id"] == each.interview else met
        for met in tree["interviews"]
    ]
    return tree | {"interviews": interviews}


def _stands(found: Plan) -> dict[str, FollowUp]:
    return {each.uid: each for each in found.follow_ups if each.status != "cancelled"}


@for_every_job_search
@given(records(), st.data())
def test_skipping_what_is_planned_next_moves_nothing_but_that(tree: Tree, data: Any) -> None:
    before = plan(JobSearch.model_validate(tree))
    done = max((each.start for each in every(before, status="done")), default=None)
    coming = [
        each
        for each in every(before, status="planned")
        if each.interview and (done is None or each.start > done)
        if begins(each) < LAST_DATE
    ]
    if not coming:
        return
    each = coming[0] if not rarely(data.draw, 3) else data.draw(st.sampled_from(coming))
    met = next(met for met in tree["interviews"] if met["id"] == each.interview)
    zone = met.get("timezone") or each.timezone
    skipping = _entry(tree, each, begins(replace(each, timezone=zone)))
    note(written(skipping))
    after = plan(JobSearch.model_validate(skipping))
    stood, stands = _stands(before), _stands(after)
    if each.tactic != "still_in_running":  # a next round may ask what was not asked
        assert set(stands) <= set(stood)
    earlier = {
        uid: (stood[uid].summary, stood[uid].start, stands[uid].start)
        for uid in set(stood) & set(stands)
        if stands[uid].start < stood[uid].start
    }
    assert not earlier
    others = {
        uid
        for uid in set(stood) & set(stands)
        if (stood[uid].company, stood[uid].role) != (each.company, each.role)
        and begins(stood[uid])[:10] != begins(stands[uid])[:10]
    }
    assert not others


def test_what_was_done_is_not_left_out() -> None:
    log = (
        "[{on: 2026-11-04 14:00, did: thank_you}, {on: 2026-11-02, did: thank_you, skipped: true}]"
    )
    without = "[{on: 2026-11-04 14:00, did: thank_you}]"
    found, usual = (planned(interview(log=each)) for each in (log, without))
    assert found.follow_ups == usual.follow_ups
    assert "Nothing that is planned is skipped by this entry." in [e.text for e in found.notes]


@for_every_job_search
@given(records())
def test_skips_add_no_contact_and_move_none(tree: Tree) -> None:
    """A plan without the entries has each contact too, at the same time.

    Not so where something was done later: what was skipped of the cycle before it is told apart by
    its number alone.
    """
    if _is_anything_done_after_a_skip(tree):
        return
    without = tree | {
        "interviews": [
            met | {"log": [e for e in met.get("log", []) if "skipped" not in e]}
            for met in tree["interviews"]
        ]
    }
    found, usual = (plan(JobSearch.model_validate(each)) for each in (tree, without))
    if any(e.tactic == "still_in_running" for e in found.follow_ups if _is_skipped(e)):
        return
    known = {(e.start, e.end, e.company, e.person, e.channel) for e in _stands(usual).values()}
    added = [e for e in _stands(found).values() if _key(e) not in known]
    assert not [(e.summary, e.start) for e in added]


def _is_anything_done_after_a_skip(tree: Tree) -> bool:
    entries = [entry for met in tree["interviews"] for entry in met.get("log", [])]
    skips = [str(each["on"])[:10] for each in entries if "skipped" in each]
    done = [str(each["on"])[:10] for each in entries if "skipped" not in each]
    return bool(skips and done) and min(skips) <= max(done)


def _key(each: FollowUp) -> tuple[object, ...]:
    return each.start, each.end, each.company, each.person, each.channel


def _is_skipped(each: FollowUp) -> bool:
    return each.cancelled_because.startswith("you skipped")
