"""Thank-you notes: within 24 hours, at a time that suits both, and whom they go to, in which order.

Available hours are 07:00 to 21:00 in New York, unless a test says otherwise.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from building import BOTH, DANA, HANA, IVAN, JORDAN, NEW_YORK, interview, lacking, planned, search
from finding import every, local, notes, of, one
from followup_ics import FollowUp, plan

LOS_ANGELES = {"timezone": "America/Los_Angeles"}
LONDON = {"timezone": "Europe/London"}
BERLIN = {"timezone": "Europe/Berlin"}
SYDNEY = {"timezone": "Australia/Sydney"}
TAIPEI = {"timezone": "Asia/Taipei"}
MUMBAI = {"timezone": "Asia/Kolkata"}


def thanked(start: str, end: str, where: dict[str, str], candidate: str = JORDAN) -> FollowUp:
    """Return the thank-you for one interview, at a time of the place where it was."""
    return one(planned(interview(start=start, end=end, **where), candidate=candidate), "thank_you")


def elsewhere(day: str, start: str, end: str) -> str:
    """Return an interview at another company, with nobody recorded."""
    times = {"start": f"{day} {start}", "end": f"{day} {end}"}
    return interview("", id="other", company="Elsewhere", role="Analyst", **times)


# Between 07:00 and 21:00 for both

SUITS_BOTH = [
    # 19:15 there is 22:15 in New York: the last quarter of an hour before 21:00 is nearest.
    pytest.param("16:15", "17:15", LOS_ANGELES, "2026-11-02 17:45", id="Los Angeles, the evening"),
    # No half hour of the evening is left in New York; at 07:00 there it is 04:00, at 10:00 here.
    pytest.param("17:00", "18:00", LOS_ANGELES, "2026-11-03 07:00", id="Los Angeles, next day"),
    # 21:00 there is 16:00 in New York, and too late for them by a quarter of an hour.
    pytest.param("18:00", "19:00", LONDON, "2026-11-02 20:45", id="London, before 21:00"),
    # 22:30 there: the evening has half an hour left, and the note can still go at 20:45.
    pytest.param("19:30", "20:30", LONDON, "2026-11-02 20:45", id="London, half an hour"),
    # 07:00 there is 02:00 in New York, and 07:00 in New York is noon there.
    pytest.param("19:45", "20:45", LONDON, "2026-11-03 12:00", id="London, the next noon"),
    pytest.param("20:00", "21:30", BERLIN, "2026-11-03 13:00", id="Berlin, the next day"),
    # 07:00 to 21:00 in New York is 23:00 to 13:00 there: the next morning.
    pytest.param("14:00", "15:00", SYDNEY, "2026-11-03 07:00", id="Sydney, next morning"),
    pytest.param("19:00", "20:00", MUMBAI, "2026-11-02 20:45", id="Mumbai, the same evening"),
    # 07:00 there is 20:30 in New York, the evening before.
    pytest.param("20:00", "20:45", MUMBAI, "2026-11-03 07:00", id="Mumbai, the next morning"),
]


@pytest.mark.parametrize(("start", "end", "where", "expected"), SUITS_BOTH)
def test_a_thank_you_reaches_them_by_day_and_is_written_in_the_available_hours(
    start: str, end: str, where: dict[str, str], expected: str
) -> None:
    found = thanked(f"2026-11-02 {start}", f"2026-11-02 {end}", where)
    assert local(found.start, where["timezone"]) == expected
    assert "07:00" <= local(found.start, where["timezone"])[11:] <= "20:45"
    assert "07:00" <= local(found.start, NEW_YORK)[11:] <= "20:45"


# What is as it always was: two hours after the end, where that suits both.
PLAIN = [
    pytest.param("14:00", "15:00", {}, "2026-11-02 17:00", id="at home"),
    pytest.param("17:00", "18:00", BERLIN, "2026-11-02 20:00", id="Berlin"),
    pytest.param("14:00", "15:00", TAIPEI, "2026-11-02 20:00", id="Taipei, as soon as it is day"),
]


@pytest.mark.parametrize(("start", "end", "where", "expected"), PLAIN)
def test_a_thank_you_is_written_two_hours_after_the_end_where_that_suits_both(
    start: str, end: str, where: dict[str, str], expected: str
) -> None:
    found = thanked(f"2026-11-02 {start}", f"2026-11-02 {end}", where)
    assert local(found.start, where.get("timezone", NEW_YORK)) == expected


# The same evening, if half an hour of it is left

EVENINGS = [
    pytest.param("20:00", "2026-11-02 20:45", id="an hour is left"),
    pytest.param("20:20", "2026-11-02 20:45", id="forty minutes are left"),
    pytest.param("20:30", "2026-11-02 20:45", id="half an hour is left"),
    pytest.param("20:31", "2026-11-03 07:00", id="a minute less"),
    pytest.param("20:45", "2026-11-03 07:00", id="a quarter of an hour"),
]


@pytest.mark.parametrize(("end", "expected"), EVENINGS)
def test_the_evening_of_the_interview_is_used_if_half_an_hour_of_it_is_left(
    end: str, expected: str
) -> None:
    found = thanked("2026-11-02 19:00", f"2026-11-02 {end}", {})
    assert local(found.start, NEW_YORK) == expected


SHORT_DAYS = [
    pytest.param("16:30", "2026-11-02 16:45", id="half an hour"),
    pytest.param("16:40", "2026-11-03 09:00", id="less"),
]


@pytest.mark.parametrize(("end", "expected"), SHORT_DAYS)
def test_the_evening_ends_where_the_available_hours_do(end: str, expected: str) -> None:
    candidate = f"{JORDAN}, available: 09:00-17:00"
    found = thanked("2026-11-02 15:00", f"2026-11-02 {end}", {}, candidate)
    assert local(found.start, NEW_YORK) == expected


# What is given up: first their 07:00 to 21:00, then days away, the available hours last

GIVEN_UP = [
    pytest.param(
        # 18:00 to 20:00 in New York is midnight to 02:00 there.
        "14:00",
        "15:00",
        BERLIN,
        "available: 18:00-20:00",
        "2026-11-03 00:00",
        "outside their 07:00 to 21:00",
        id="their day, rather than the available hours",
    ),
    pytest.param(
        # 17:45 in New York, and the next day is spent away.
        "19:45",
        "20:45",
        LONDON,
        "away: [2026-11-03]",
        "2026-11-02 22:45",
        "outside their 07:00 to 21:00",
        id="their day, rather than a day away",
    ),
    pytest.param(
        "20:00",
        "20:45",
        {"timezone": NEW_YORK},
        "away: [2026-11-03]",
        "2026-11-03 07:00",
        "on a day away",
        id="a day away, rather than the available hours",
    ),
    pytest.param(
        "14:00",
        "15:00",
        {"timezone": NEW_YORK},
        "away: [2026-11-02/2026-11-06]",
        "2026-11-02 17:00",
        "on a day away",
        id="a day away, on a journey",
    ),
    pytest.param(
        # All of both days is away; 07:00 there is 10:00 in New York.
        "17:00",
        "18:00",
        LOS_ANGELES,
        "away: [2026-11-02/2026-11-06]",
        "2026-11-03 07:00",
        "on a day away",
        id="a day away, at an hour that suits both",
    ),
    pytest.param(
        "14:00",
        "15:00",
        {"timezone": NEW_YORK},
        "available: 05:00-06:00",
        "2026-11-03 05:00",
        "outside their 07:00 to 21:00",
        id="their day, for somebody who is up early",
    ),
]


@pytest.mark.parametrize(("start", "end", "where", "limit", "expected", "reason"), GIVEN_UP)
def test_what_is_given_up_for_a_thank_you_goes_in_order_and_is_told(
    start: str, end: str, where: dict[str, str], limit: str, expected: str, reason: str
) -> None:
    candidate = f"{JORDAN}, {limit}"
    found = thanked(f"2026-11-02 {start}", f"2026-11-02 {end}", where, candidate)
    assert local(found.start, where["timezone"]) == expected
    given_up = [each.lower() for each in found.reasons if "cannot wait longer" in each]
    assert [each.split(":")[0] + ":" for each in given_up] == [f"{reason.split(':')[0]}:"]


def test_a_thank_you_says_that_they_hear_something_else_that_evening() -> None:
    lunch = "[{on: 2026-11-02 15:30, did: lunch, to: Dana}]"
    found = one(planned(interview(log=lunch)), "thank_you")
    assert local(found.start, NEW_YORK) == "2026-11-03 07:00"
    assert found.reasons[-1] == (
        "Moved from Mon 2 Nov 17:00: you are in touch with Dana that day already."
    )


AFTER_ANOTHER = [
    pytest.param("05:00", "07:00", "another follow-up stands there", id="as their day begins"),
    pytest.param("18:45", "20:45", "another follow-up stands there", id="as it ends"),
    pytest.param("18:46", "20:46", "it is outside their 07:00 to 21:00", id="a minute past it"),
]


@pytest.mark.parametrize(("end", "wished", "reason"), AFTER_ANOTHER)
def test_one_of_two_is_moved_by_the_other_where_their_day_has_room_for_one(
    end: str, wished: str, reason: str
) -> None:
    found = planned(
        interview(f"{DANA}, {IVAN}", start="2026-11-02 04:30", end=f"2026-11-02 {end}"),
        candidate=f"{JORDAN}, available: 00:00-24:00",
    )
    reasons = [each.reasons[-1] for each in every(found, "thank_you")]
    assert f"Moved from Mon 2 Nov {wished}: {reason}." in reasons


# All available hours of the 24 are taken by interviews elsewhere, at times of New York.
NO_HOUR_LEFT = [
    pytest.param(NEW_YORK, "07:00-12:00", ("2026-11-03", "07:00", "12:00"), id="a morning"),
    pytest.param(NEW_YORK, "18:00-20:00", ("2026-11-02", "17:30", "20:30"), id="an evening"),
    pytest.param(
        # The interview ends at 09:00 in New York.
        "Europe/Berlin",
        "12:00-21:00",
        ("2026-11-02", "12:00", "21:00"),
        id="an afternoon, for Berlin",
    ),
]


@pytest.mark.parametrize(("zone", "available", "taken"), NO_HOUR_LEFT)
def test_the_available_hours_are_given_up_last(
    zone: str, available: str, taken: tuple[str, str, str]
) -> None:
    candidate = f"{JORDAN}, available: {available}"
    both = [interview(timezone=zone), elsewhere(*taken)]
    found = one(planned(*both, candidate=candidate), "thank_you", company="Acme")
    assert local(found.start, zone) == "2026-11-02 17:00"
    assert found.reasons[-1] == "Outside your available hours: a thank-you cannot wait longer."


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("16:00", "19:00", "2026-11-02 15:45", id="just before it"),
        pytest.param("15:10", "18:00", "2026-11-02 18:00", id="just after it"),
        pytest.param("15:05", "20:50", "2026-11-03 07:00", id="for the rest of the day"),
    ],
)
def test_a_thank_you_is_not_written_during_another_interview(
    start: str, end: str, expected: str
) -> None:
    other = elsewhere("2026-11-02", start, end)
    found = one(planned(interview(), other), "thank_you", company="Acme")
    assert local(found.start, NEW_YORK) == expected


# Whom to thank, and in which order


def test_nobody_who_was_called_that_day_is_thanked_before_the_rejection_that_ends_it() -> None:
    called = lacking(DANA, "email")
    ended = {"outcome": "{result: rejected, on: 2026-11-09 10:00}"}
    first = interview(called, start="2026-11-08 10:00", end="2026-11-08 11:00", **ended)
    log = "[{on: 2026-11-10 10:00, did: phone_call}]"
    there = {"start": "2026-11-08 14:00", "timezone": "Asia/Kuala_Lumpur", "log": log}
    found = planned(first, interview("", id="two", **there))
    assert local(one(found, "phone_call").start, NEW_YORK) == "2026-11-09 21:00"
    assert one(found, "thank_you").status == "cancelled"


def voters(count: int) -> list[str]:
    """Return voters of their own name and address."""
    names = ("Ines", "Igor", "Iris", "Ian", "Ida", "Ike", "Isa", "Ilya", "Ivy")[:count]
    return [IVAN.replace("Ivan", each).replace("ivan", each.lower()) for each in names]


NO_VOTE = [HANA, IVAN.replace("{name: Ivan", "{name: Ivan, vote: false")]


def test_everybody_is_thanked_where_nobody_has_a_vote() -> None:
    found = planned(interview(", ".join(NO_VOTE)))
    assert of(found, "thank_you") == ["Hana email 2026-11-02 17:00", "Ivan email 2026-11-02 17:15"]


def test_a_lone_person_without_a_vote_is_thanked() -> None:
    assert of(planned(interview(HANA)), "thank_you") == ["Hana email 2026-11-02 17:00"]


def test_everybody_without_a_vote_is_thanked_by_telephone_where_there_is_no_address() -> None:
    found = planned(interview(lacking(HANA, "email")))
    assert one(found, "thank_you").channel == "phone"


def test_who_has_no_vote_is_not_thanked_beside_somebody_who_has() -> None:
    found = planned(interview(BOTH))
    assert [each.person for each in every(found, "thank_you")] == ["Dana"]


FIRST_FIRST = [
    pytest.param([DANA, IVAN], "14:00", ["17:00", "17:15"], id="two"),
    pytest.param([IVAN, DANA], "14:00", ["17:00", "17:15"], id="two, the other way round"),
    pytest.param([DANA, *voters(2)], "14:00", ["17:00", "17:15", "17:30"], id="three"),
    pytest.param(
        [DANA, *voters(8)],
        "14:00",
        ["17:00", "17:15", "17:30", "17:45", "18:00", "18:15", "18:30", "18:45", "19:00"],
        id="nine",
    ),
    # 21:00 is two hours after the end; the evening holds seven notes, the morning the rest.
    pytest.param(
        [DANA, *voters(8)],
        "18:00",
        ["19:15", "19:30", "19:45", "20:00", "20:15", "20:30", "20:45", "07:00", "07:15"],
        id="nine, in the evening",
    ),
]


@pytest.mark.parametrize(("people", "start", "expected"), FIRST_FIRST)
def test_the_first_named_is_thanked_first_and_the_others_at_once_after_them(
    people: list[str], start: str, expected: list[str]
) -> None:
    found = every(planned(interview(", ".join(people), start=f"2026-11-02 {start}")), "thank_you")
    named = [each.split(",")[0].removeprefix("{name: ") for each in people]
    assert [each.person for each in found] == named
    assert [local(each.start, NEW_YORK)[11:] for each in found] == expected


def test_those_for_whom_the_evening_is_too_short_are_thanked_in_the_morning_of_their_day() -> None:
    people = ", ".join([DANA, *voters(2)])
    found = planned(interview(people, start="2026-11-02 16:15", **LOS_ANGELES))
    # It ends at 20:15 in New York, so two notes fit before 21:00.
    assert of(found, "thank_you") == [
        "Dana email 2026-11-02 17:30",
        "Ines email 2026-11-02 17:45",
        "Igor email 2026-11-03 07:00",
    ]


def test_the_order_of_the_file_is_that_of_the_notes_whatever_they_are_called() -> None:
    people = [DANA, *voters(3)]
    for order in (people, people[::-1], people[2:] + people[:2]):
        found = plan(search(interview(", ".join(order))))
        named = [each.split(",")[0].removeprefix("{name: ") for each in order]
        assert [each.person for each in every(found, "thank_you")] == named


# Written down too late


@pytest.mark.parametrize("written", ["2026-11-05", "2026-11-07", "2026-11-09"])
def test_a_late_thank_you_is_written_on_the_very_day_of_the_late_record(written: str) -> None:
    found = one(planned(interview(follow_up_from=written)), "thank_you")
    assert (local(found.start, NEW_YORK), found.late) == (f"{written} 10:00", True)


def test_no_thank_you_is_written_more_than_a_week_late() -> None:
    found = planned(interview(follow_up_from="2026-11-12"))
    assert not every(found, "thank_you")
    assert notes(found, "left out", "thank_you")


# Hours that are not one run by day

NIGHTS = "timezone: America/New_York, country: US, available: 22:00-06:00"
SEVERAL = "timezone: America/New_York, country: US, available: [07:00-08:30, 12:00-13:00]"


@pytest.mark.parametrize(
    ("candidate", "hours"),
    [
        pytest.param(NIGHTS, [(22, 24), (0, 6)], id="works by day, writes by night"),
        pytest.param(SEVERAL, [(7, 8.5), (12, 13)], id="before work and at lunch"),
    ],
)
def test_everything_stands_in_one_of_the_hours(
    candidate: str, hours: list[tuple[float, float]]
) -> None:
    found = planned(interview(start="2026-11-10 14:00"), candidate=candidate)
    zone = ZoneInfo("America/New_York")
    for each in found.follow_ups:
        if each.tactic == "thank_you":
            continue
        at = each.start.astimezone(zone)
        starts = at.hour + at.minute / 60
        ends = starts + (each.end - each.start).total_seconds() / 3600
        assert any(opens <= starts and ends <= closes for opens, closes in hours), each.summary


def test_a_call_at_lunch_and_a_note_before_work() -> None:
    found = planned(interview(start="2026-11-10 14:00"), candidate=SEVERAL)
    (call,) = every(found, "phone_call")
    assert f"{call.start:%H:%M}" == "17:00"
