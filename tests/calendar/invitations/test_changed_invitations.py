"""What invitations do to records: new interviews, loops, moves, cancellations, nothing at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from difflib import ndiff
from typing import Any

import pytest

from followup_ics import loads
from followup_ics.calendar.invitations import Invitation, Invited
from followup_ics.calendar.invitations.proposals import (
    CancelledInterview,
    ChangedInterview,
    KeptInterview,
    NothingToDo,
)
from inviting import DANA, IVAN, JORDAN, RECORDS, entered, invitation, later, proposals, proposed

FIRST = invitation(summary="Northwind: Data Engineer interview")
ONCE = entered(FIRST)


def again(sequence: int = 1, **fields: Any) -> Invitation:
    """Return a newer version of the first invitation."""
    return invitation(summary=FIRST.summary, sequence=sequence, **fields)


def changed(*invitations: Invitation, records: str = ONCE) -> list[str]:
    """Return the lines that are other ones, but for what is kept of the invitation."""
    lines = ndiff(records.splitlines(), entered(*invitations, records=records).splitlines())
    return [line for line in lines if line[0] in "+-" and "uid:" not in line]


def to(before: str, after: str) -> list[str]:
    """Return what `changed` does where one field of an interview is another."""
    return [f"-     {before}", f"+     {after}"]


# New


def test_a_new_interview_is_written_as_somebody_would() -> None:
    assert ONCE == RECORDS + (
        "  - id: northwind-1\n"
        "    company: Northwind\n"
        "    role: Data Engineer\n"
        "    start: 2026-12-01 14:00\n"
        "    duration: 45m\n"
        "    people:\n"
        "      - name: Dana Lee\n"
        "        email: dana.lee@northwind.example\n"
        "    invitation:\n"
        "      - {uid: one@northwind.example, sequence: 0, sent: 2026-11-20T09:00:00Z}\n"
    )


BERLIN = datetime(2026, 12, 1, 20, tzinfo=UTC)
TIMES = [
    pytest.param({}, ("2026-12-01 14:00", "45m", "", False), id="UTC: in the candidate's zone"),
    pytest.param(
        {"zone": "Europe/Berlin"}, ("2026-12-01 20:00", "45m", "Europe/Berlin", False), id="a zone"
    ),
    pytest.param(
        {"zone": "America/New_York"}, ("2026-12-01 14:00", "45m", "", False), id="the same zone"
    ),
    pytest.param(
        {"start": datetime(2026, 12, 1, 9)}, ("2026-12-01 09:00", "45m", "", True), id="floating"
    ),
    pytest.param(
        {"start": date(2026, 12, 1), "end": date(2026, 12, 2)},
        ("2026-12-01", "", "", True),
        id="all day",
    ),
    pytest.param(
        {"start": date(2026, 12, 1), "end": date(2026, 12, 4)},
        ("2026-12-01", "", "", True),
        id="several days",
    ),
    pytest.param({"end": None}, ("2026-12-01 14:00", "1h", "", False), id="no end"),
    pytest.param({"minutes": 150}, ("2026-12-01 14:00", "2h30m", "", False), id="long"),
    pytest.param({"minutes": 60 * 30}, ("2026-12-01 14:00", "", "", True), id="too long"),
    pytest.param({"minutes": 0}, ("2026-12-01 14:00", "", "", True), id="no length"),
    pytest.param({"minutes": -30}, ("2026-12-01 14:00", "", "", True), id="ends before it begins"),
]


@pytest.mark.parametrize(("fields", "when"), TIMES)
def test_times_are_those_of_the_interviews_zone(
    fields: dict[str, Any], when: tuple[str, str, str, bool]
) -> None:
    found = proposed(invitation(**fields)).when
    assert (found.start, found.duration, found.timezone, bool(found.check)) == when
    loads(entered(invitation(**fields)))


def test_a_candidate_who_moves_has_times_of_the_place_where_they_live_by_then() -> None:
    moving = RECORDS.replace(
        "America/New_York", "[America/New_York, {from: 2026-11-30, zone: Europe/Berlin}]"
    )
    found = proposed(invitation(zone="Europe/Berlin"), records=moving).when
    assert (found.start, found.timezone) == ("2026-12-01 20:00", "")


@pytest.mark.parametrize("year", [1970, 2000, 2036, 9999])
def test_a_year_that_the_records_cannot_hold_is_told(year: int) -> None:
    start = datetime(year, 6, 1, 12, tzinfo=UTC)
    (found,) = proposals(invitation(start=start, end=None))
    assert isinstance(found, NothingToDo)
    assert str(year) in found.why


def test_what_is_not_known_is_written_all_the_same() -> None:
    nobody = invitation(summary="", organizer=None, attendees=(), uid="")
    assert entered(nobody) == RECORDS + (
        "  - id: unknown-company-1\n"
        "    company: Unknown company  # check: the invitation names no company\n"
        "    role: Unknown role  # check: the invitation names no role\n"
        "    start: 2026-12-01 14:00\n"
        "    duration: 45m\n"
    )


def test_in_json_guesses_have_no_comments() -> None:
    records = '{"candidate": {"timezone": "America/New_York"}, "interviews": []}'
    found = entered(invitation(), records=records)
    assert "check" not in found
    assert loads(found).interviews[0].company == "Northwind"


def test_what_the_records_refuse_of_somebody_is_left_out() -> None:
    odd = Invited("Kim Novak", "kim,novak@northwind.example")
    text = entered(invitation(attendees=(JORDAN, odd, DANA)))
    kim, dana = loads(text).interviews[0].people
    assert (kim.name, kim.email, dana.name) == ("Kim Novak", None, "Dana Lee")


# Several that are one


def part(number: int, minutes: int, length: int = 45, **fields: Any) -> Invitation:
    """Return a part of a loop, so many minutes after the first begins."""
    return invitation(length, uid=f"part-{number}", start=later(minutes=minutes), **fields)


LOOPS = [
    pytest.param([(0, 45), (45, 45)], ["14:00 90m"], id="one after the other"),
    pytest.param([(0, 45), (134, 45)], ["14:00 2h59m"], id="89 minutes between"),
    pytest.param([(0, 45), (135, 45)], ["14:00 45m", "16:15 45m"], id="90 minutes between"),
    pytest.param([(0, 60), (15, 15)], ["14:00 1h"], id="one inside the other"),
    pytest.param([(60, 45), (0, 45)], ["14:00 105m"], id="in any order"),
]


@pytest.mark.parametrize(("parts", "found"), LOOPS)
def test_what_follows_without_a_gap_of_90_minutes_is_one_interview(
    parts: list[tuple[int, int]], found: list[str]
) -> None:
    loop = [part(number, *each) for number, each in enumerate(parts)]
    interviews = loads(entered(*loop)).interviews
    lines = entered(*loop).splitlines()
    lengths = [line.partition(": ")[2] for line in lines if "duration" in line]
    starts = [f"{each.start:%H:%M}" for each in interviews]
    assert [f"{a} {b}" for a, b in zip(starts, lengths, strict=True)] == found


def test_a_loop_has_the_people_of_all_its_parts() -> None:
    (found,) = loads(
        entered(part(1, 0), part(2, 45, organizer=IVAN, attendees=(JORDAN,)))
    ).interviews
    assert [each.name for each in found.people] == ["Dana Lee", "Ivan Petrov"]
    assert [each.uid for each in found.invitation] == ["part-1", "part-2"]


def test_other_companies_are_no_part_of_it() -> None:
    bo = Invited("Bo Chen", "bo@acme.example")
    found = entered(part(1, 0), part(2, 45, organizer=bo, attendees=(JORDAN, bo)))
    assert [each.company for each in loads(found).interviews] == ["Northwind", "Acme"]


LOOP = entered(part(1, 0), part(2, 45), part(3, 90))


def test_a_part_that_moves_moves_an_end_of_the_loop() -> None:
    moved = changed(part(3, 120, sequence=1), records=LOOP)
    assert moved == to("duration: 2h15m", "duration: 2h45m")
    assert changed(part(2, 60, sequence=1), records=LOOP) == []
    (visit,) = loads(entered(part(3, 120, sequence=1), records=LOOP)).interviews
    assert [each.span for each in visit.invitation] == [
        "2026-12-01T19:00:00Z/2026-12-01T19:45:00Z",
        "2026-12-01T19:45:00Z/2026-12-01T20:30:00Z",
        "2026-12-01T21:00:00Z/2026-12-01T21:45:00Z",
    ]


def test_a_loop_that_moves_as_a_whole_moves_once() -> None:
    day = 24 * 60
    moved = [part(n, day + (n - 1) * 45, sequence=1) for n in (1, 2, 3)]
    (found,) = proposals(*moved, records=LOOP)
    assert isinstance(found, ChangedInterview)
    moves = to("start: 2026-12-01 14:00", "start: 2026-12-02 14:00")
    assert changed(*moved, records=LOOP) == moves


def test_a_part_that_is_cancelled_leaves_the_others() -> None:
    gone = part(3, 90, sequence=1, cancelled=True, method="CANCEL")
    text = entered(gone, records=LOOP)
    (found,) = loads(text).interviews
    assert [each.uid for each in found.invitation] == ["part-1", "part-2"]
    assert found.duration == timedelta(minutes=90)


def test_a_loop_whose_parts_are_all_cancelled_goes() -> None:
    gone = [part(n, 0, sequence=1, cancelled=True, method="CANCEL") for n in (1, 2, 3)]
    assert loads(entered(*gone, records=LOOP)).interviews == ()


# Versions


def test_the_same_invitation_changes_nothing() -> None:
    assert entered(FIRST, records=ONCE) == ONCE


VERSIONS = [
    pytest.param({"sequence": 1}, True, id="a higher sequence"),
    pytest.param({"sequence": 0, "stamp": later(days=-5)}, True, id="written later"),
    pytest.param({"sequence": 0, "stamp": later(days=-20)}, False, id="written earlier"),
    pytest.param({"sequence": 0}, False, id="the same version"),
    pytest.param({"sequence": 0, "stamp": None}, False, id="no time of writing"),
    pytest.param(
        {"sequence": 0, "stamp": later(days=-5), "method": "PUBLISH"}, False, id="an export"
    ),
    pytest.param({"sequence": 1, "method": "PUBLISH"}, True, id="an export with a new version"),
]


@pytest.mark.parametrize(("fields", "moves"), VERSIONS)
def test_only_a_newer_version_moves_an_interview(fields: dict[str, Any], *, moves: bool) -> None:
    lines = changed(again(start=later(days=1), **fields))
    assert lines == (to("start: 2026-12-01 14:00", "start: 2026-12-02 14:00") if moves else [])


def test_an_older_version_that_comes_late_changes_nothing() -> None:
    third = entered(again(3, start=later(days=2)), records=ONCE)
    assert entered(again(2, start=later(days=1)), records=third) == third
    assert entered(again(2, cancelled=True), records=third) == third


def test_of_two_versions_at_hand_the_newer_counts_in_any_order() -> None:
    newer = again(start=later(days=1))
    assert entered(FIRST, newer) == entered(newer, FIRST) == entered(newer)


def test_a_newer_version_that_says_nothing_new_is_remembered() -> None:
    second = entered(again(2), records=ONCE)
    assert second == ONCE.replace("sequence: 0", "sequence: 2")
    assert entered(again(1, start=later(days=1)), records=second) == second


def test_people_who_are_new_are_added_and_nobody_goes() -> None:
    assert changed(again(organizer=IVAN, attendees=(JORDAN, IVAN))) == [
        "+       - name: Ivan Petrov",
        "+         email: ivan.petrov@northwind.example",
    ]


def test_an_interview_moves_in_the_zone_that_it_is_written_in() -> None:
    berlin = entered(invitation(zone="Europe/Berlin"))
    moved = again(start=later(days=1), zone="America/Chicago")
    (found,) = proposals(moved, records=berlin)
    assert isinstance(found, ChangedInterview)
    assert found.after == "Wed 2 Dec 20:00 for 45m (Europe/Berlin)"
    moves = to("start: 2026-12-01 20:00", "start: 2026-12-02 20:00")
    assert changed(moved, records=berlin) == moves


def test_an_end_becomes_the_length_that_the_invitation_has() -> None:
    ending = ONCE.replace("duration: 45m", "end: 2026-12-01 15:00")
    assert changed(again(start=later(days=1)), records=ending) == [
        *to("start: 2026-12-01 14:00", "start: 2026-12-02 14:00"),
        *to("end: 2026-12-01 15:00", "duration: 45m"),
    ]


def test_one_date_of_a_series_is_an_interview_of_its_own() -> None:
    one = invitation(uid="series", recurrence="2026-12-01T19:00:00Z")
    two = invitation(uid="series", recurrence="2026-12-08T19:00:00Z", start=later(days=7))
    text = entered(one, two)
    moved = invitation(
        uid="series", recurrence="2026-12-08T19:00:00Z", start=later(days=8), sequence=1
    )
    moves = to("start: 2026-12-08 14:00", "start: 2026-12-09 14:00")
    assert changed(moved, records=text) == moves
    gone = invitation(
        uid="series", recurrence="2026-12-08T19:00:00Z", cancelled=True, method="CANCEL", sequence=2
    )
    assert [each.start.day for each in loads(entered(gone, records=text)).interviews] == [1]
    whole = invitation(uid="series", sequence=2, cancelled=True, method="CANCEL")
    assert loads(entered(whole, records=text)).interviews == ()


# Cancelled


CANCEL = again(cancelled=True, method="CANCEL")


def test_a_cancelled_interview_is_taken_out_with_a_comment_that_says_so() -> None:
    text = entered(CANCEL, records=ONCE)
    assert loads(text).interviews == ()
    assert "  # cancelled by Dana Lee: Northwind, Tue 1 Dec 14:00 for 45m\n" in text
    assert "  #   company: Northwind\n" in text


def test_what_cancels_may_have_the_version_of_what_it_cancels() -> None:
    (found,) = proposals(again(0, cancelled=True, method="REQUEST"), records=ONCE)
    assert isinstance(found, CancelledInterview)


LOG = "    log:\n      - {on: 2026-11-22 10:00, did: thank_you, to: Dana Lee}\n"
STAY = [
    pytest.param(ONCE + LOG, "its log has entries", id="a log"),
    pytest.param(
        f"{ONCE}    outcome: {{result: withdrawn, on: 2026-11-22}}\n", "an outcome", id="an outcome"
    ),
    pytest.param(ONCE.replace("2026-12-01", "2026-11-20"), "it is over", id="in the past"),
]


@pytest.mark.parametrize(("records", "why"), STAY)
def test_an_interview_of_which_something_came_stays_and_says_that_it_was_cancelled(
    records: str, why: str
) -> None:
    (found,) = proposals(CANCEL, records=records)
    assert isinstance(found, KeptInterview)
    assert why in found.why
    text = entered(CANCEL, records=records)
    assert len(loads(text).interviews) == 1
    assert f"14:00  # cancelled, and kept as {found.why}" in text
    assert entered(CANCEL, records=text) == text


def test_what_is_cancelled_and_not_in_the_records_is_told_and_no_more() -> None:
    (found,) = proposals(CANCEL)
    assert isinstance(found, NothingToDo)
    assert entered(CANCEL) == RECORDS


# Written down by hand before


BY_HAND = f"""\
{RECORDS}  - company: Northwind Robotics
    role: Data Engineer
    start: 2026-12-01 14:00   # as Dana said
    people: [{{name: Dana Lee}}]
"""


def test_an_interview_written_by_hand_at_that_time_is_that_of_the_invitation() -> None:
    text = entered(invitation(minutes=60), records=BY_HAND)
    (found,) = loads(text).interviews
    assert [each.uid for each in found.invitation] == ["one@northwind.example"]
    assert "start: 2026-12-01 14:00   # as Dana said" in text
    assert entered(invitation(minutes=60), records=text) == text


def test_a_date_written_by_hand_gets_its_time() -> None:
    dated = BY_HAND.replace("2026-12-01 14:00", "2026-12-01")
    assert "start: 2026-12-01 14:00   # as Dana said" in entered(invitation(), records=dated)


def test_another_time_is_another_interview() -> None:
    text = entered(invitation(start=later(minutes=61)), records=BY_HAND)
    assert len(loads(text).interviews) == 2


def test_an_event_without_a_uid_is_known_by_its_start() -> None:
    nameless = invitation(uid="", summary="", organizer=None, attendees=())
    text = entered(nameless)
    assert entered(nameless, records=text) == text
