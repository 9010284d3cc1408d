"""What changed from one calendar to the next, in words: each event once, and what cancelled it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from building import BEST, BO, DANA, follow_up, interview, lacking, planned
from finding import every
from followup_ics import FollowUp, Plan, load, plan
from followup_ics.calendar.changes import Change, changes, in_words, planned_events
from followup_ics.calendar.events import Event, event_of, without_status
from followup_ics.calendar.ics import render
from paths import SAMPLE

NOW = datetime(2026, 11, 3, tzinfo=UTC)


def between(before: Plan, after: Plan) -> tuple[Change, ...]:
    return changes(planned_events(before), planned_events(after), after)


def of(*follow_ups: FollowUp) -> Plan:
    return Plan(follow_ups, ())


CALL = follow_up()
OFF = follow_up(
    status="cancelled",
    summary="Cancelled: Call Dana Lee",
    reasons=("Cancelled: they rejected the application.",),
)
DONE = follow_up(status="done", summary="Done: Call Dana Lee")

ONE = [
    pytest.param(CALL, CALL, [], id="the same"),
    pytest.param(None, CALL, [("new", "")], id="new"),
    pytest.param(CALL, follow_up(day=25), [("moved", "")], id="another day"),
    pytest.param(CALL, DONE, [("done", "")], id="done"),
    pytest.param(follow_up(day=23), DONE, [("done", "")], id="done on another day"),
    pytest.param(DONE, CALL, [("reworded", "")], id="taken out of the log"),
    pytest.param(CALL, follow_up(description="b"), [("reworded", "")], id="another text"),
    pytest.param(
        CALL,
        follow_up(summary="Call Dana"),
        [("reworded", "was: Call Dana Lee")],
        id="another title",
    ),
    pytest.param(
        CALL,
        follow_up(day=25, summary="Call Dana"),
        [("moved", "was: Call Dana Lee")],
        id="another day and title",
    ),
    pytest.param(
        CALL,
        follow_up(phone="+1 312 555 0199"),
        [("reworded", "other number or address")],
        id="another number",
    ),
    pytest.param(CALL, OFF, [("cancelled", "they rejected the application")], id="cancelled"),
    pytest.param(OFF, OFF, [], id="cancelled before"),
    pytest.param(None, OFF, [], id="cancelled, and never there"),
    pytest.param(OFF, CALL, [("new", "")], id="back again"),
    pytest.param(CALL, None, [("cancelled", "it is no longer in the records")], id="gone"),
    pytest.param(OFF, None, [], id="cancelled, then gone"),
]


@pytest.mark.parametrize(("before", "after", "told"), ONE)
def test_each_event_is_told_once_by_what_became_of_it(
    before: FollowUp | None, after: FollowUp | None, told: list[tuple[str, str]]
) -> None:
    found = between(of(*filter(None, [before])), of(*filter(None, [after])))
    assert [(each.kind, each.why) for each in found] == told
    assert all(each.title in ("Call Dana Lee", "Call Dana") for each in found)
    live = [
        event_of(each) if each and each.status != "cancelled" else None for each in (before, after)
    ]
    assert all([each.before, each.after] == live for each in found)


def test_what_is_gone_while_others_of_the_company_stay_is_no_longer_planned() -> None:
    other = follow_up("two@followup-ics")
    (gone,) = between(of(CALL, other), of(other))
    assert gone.why == "it is no longer planned"
    assert in_words([gone]) == "1 cancelled."


def test_what_is_of_no_company_is_counted_without_a_reason() -> None:
    own = follow_up(company=None)
    off = replace(own, status="cancelled", reasons=("Cancelled: the search is over.",))
    (gone,) = between(of(own), of(off))
    assert (gone.company, gone.why) == (None, "the search is over")
    assert in_words([gone]) == "1 cancelled."


@pytest.mark.parametrize("status", ["", "Done: ", "Cancelled: "])
def test_an_event_is_called_the_same_whatever_became_of_it(status: str) -> None:
    assert without_status(f"{status}Call Dana: Done: Lee") == "Call Dana: Done: Lee"


FIRST = interview()
ENDS = [
    pytest.param(
        [FIRST, interview(id="second", start="2026-11-12 14:00")],
        "next round at Acme.",
        id="next round",
    ),
    pytest.param(
        [interview(outcome="{result: rejected, on: 2026-11-10}")], "rejected by Acme.", id="no"
    ),
    pytest.param(
        [interview(outcome="{result: withdrawn, on: 2026-11-10}")],
        "withdrawn from Acme.",
        id="withdrawn",
    ),
    pytest.param(
        [interview(outcome="{result: offer, on: 2026-11-10}")], "offer of Acme.", id="an offer"
    ),
    pytest.param(
        [interview(outcome="{result: accepted, on: 2026-11-10}")],
        "offer of Acme accepted.",
        id="accepted",
    ),
]


@pytest.mark.parametrize(("after", "because"), ENDS)
def test_one_sentence_counts_all_and_says_what_cancelled(after: list[str], because: str) -> None:
    told = in_words(between(planned(FIRST), planned(*after)))
    counted, _, reason = told.partition(": ")
    assert reason == because
    assert counted.rpartition(", ")[2].endswith(" cancelled")


def test_an_acceptance_is_one_reason_whatever_it_ends() -> None:
    accepted = interview(outcome="{result: accepted, on: 2026-11-10}")
    told = in_words(between(planned(FIRST, BEST), planned(accepted, BEST)))
    assert told == "1 new, 1 reworded, 26 cancelled: offer of Acme accepted."


def test_an_interview_that_is_taken_out_is_named() -> None:
    told = in_words(between(planned(FIRST, BEST), planned(FIRST)))
    assert told.endswith(" cancelled: Best no longer in the records.")


def test_where_nothing_changed_nothing_is_said() -> None:
    assert in_words(between(planned(FIRST), planned(FIRST))) == ""


@pytest.mark.parametrize(
    ("count", "told"),
    [
        pytest.param(3, "Ash said so (Ash); Birch said so (Birch); Cedar said so (Cedar)", id="3"),
        pytest.param(
            4,
            "Ash said so (Ash); Birch said so (Birch); Cedar said so (Cedar); "
            "Dogwood said so (Dogwood)",
            id="4",
        ),
        pytest.param(
            5,
            "Ash said so (Ash); Birch said so (Birch); Cedar said so (Cedar); 2 more reasons",
            id="5",
        ),
    ],
)
def test_where_there_are_many_reasons_the_others_are_counted(count: int, told: str) -> None:
    names = ["Ash", "Birch", "Cedar", "Dogwood", "Elm"][:count]
    many = [
        follow_up(f"{name}@followup-ics", company=name, reasons=(f"Cancelled: {name} said so.",))
        for name in names
    ]
    off = [follow_up(e.uid, company=e.company, reasons=e.reasons, status="cancelled") for e in many]
    assert in_words(between(of(*many), of(*off))) == f"{count} cancelled: {told}."


def test_what_cancelled_most_comes_first_with_all_whom_it_is_about() -> None:
    uids = [f"{n}@followup-ics" for n in range(5)]
    names = ["Elm", "Ash", "Birch", "Birch", "Cedar"]
    rejected = "Cancelled: they rejected the application."
    reasons = ["Cancelled: Elm said so.", rejected, rejected, rejected, "Cancelled: a thing."]
    before = [follow_up(uid, company=name) for uid, name in zip(uids, names, strict=True)]
    after = [
        follow_up(uid, company=name, status="cancelled", reasons=(reason,))
        for uid, name, reason in zip(uids, names, reasons, strict=True)
    ]
    assert in_words(between(of(*before), of(*after))) == (
        "5 cancelled: rejected by Ash and Birch; Elm said so (Elm); a thing (Cedar)."
    )


def test_every_cancelled_follow_up_says_why_in_a_clause() -> None:
    records = [
        FIRST,
        interview(id="second", start="2026-11-12 14:00"),
        interview(BO, id="b", company="B", outcome="{result: rejected, on: 2026-11-10}"),
    ]
    for found in (plan(load(SAMPLE)), planned(*records)):
        cancelled = every(found, status="cancelled")
        assert cancelled
        for each in cancelled:
            assert each.cancelled_because[0].islower() or each.cancelled_because[0].isdigit()
            assert not each.cancelled_because.endswith(".")
    assert {each.cancelled_because for each in every(planned(FIRST), status="planned")} == {""}


def test_a_calendar_and_its_plan_are_told_alike() -> None:
    before, after = planned(FIRST, BEST), planned(interview(lacking(DANA, "phone")))
    first = render(before, now=NOW)
    second = render(after, now=NOW, previous=first.ics)
    assert second.changes == between(before, after)
    assert len(second.changes) == second.changed
    assert first.changes == ()
    assert render(after, now=NOW, previous=second.ics).changes == ()


def test_another_reminder_alone_is_told_for_what_is_to_come() -> None:
    first = render(planned(FIRST), now=NOW)
    silent = render(planned(FIRST), now=NOW, previous=first.ics, alarm=timedelta(0))
    assert in_words(silent.changes) == f"{silent.changed} with another reminder."
    assert silent.changed == first.ics.count(b"BEGIN:VALARM") > 5


def test_the_order_is_that_of_time() -> None:
    found = between(planned(FIRST), planned(FIRST, BEST))
    starts = [each.event.start for each in found]
    assert starts == sorted(starts)
    at_once = [follow_up(f"{letter}@followup-ics") for letter in "hgfedcba"]
    told = [each.event.uid for each in between(of(), of(*at_once))]
    assert told == [f"{letter}@followup-ics" for letter in "abcdefgh"]
    assert isinstance(found[0].event, Event)
    assert event_of(CALL).is_done is False
