"""Quiet days: working days on which few are at their desks, and what is not placed there."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from building import BOTH, BRITISH, DANA, GERMAN, HANA, IVAN, JORDAN, interview, lacking, planned
from finding import cycle, day, of, one, said
from followup_ics import working_time

FRENCH = "timezone: Europe/Paris, country: FR"

ALONE = "it stands alone between days off"
CHRISTMAS = "it is between Christmas and New Year"
HALF = "half of the country has the day off"


# What the calendar alone decides

CALENDAR = [
    pytest.param("US", None, "2026-11-27", ALONE, id="the Friday after Thanksgiving"),
    pytest.param("US", "NY", "2026-11-27", ALONE, id="in a region, too"),
    pytest.param("DE", None, "2026-05-15", ALONE, id="the Friday after Ascension"),
    pytest.param("FR", None, "2026-07-13", ALONE, id="a Monday before a holiday on Tuesday"),
    pytest.param("DE", "BY", "2026-06-05", ALONE, id="after Corpus Christi, where it is a holiday"),
    pytest.param("IL", None, "2026-04-23", ALONE, id="Israel: a Thursday, with Friday off"),
    pytest.param("US", None, "2026-01-02", ALONE, id="the Friday after New Year"),
    pytest.param("US", None, "2026-12-24", CHRISTMAS, id="the first day of those days"),
    pytest.param("DE", None, "2026-12-31", CHRISTMAS, id="the last of them"),
    pytest.param("US", None, "2026-12-28", CHRISTMAS, id="one of them"),
    pytest.param("GB", None, "2026-12-29", CHRISTMAS, id="after the substitute for Boxing Day"),
    pytest.param("GB", None, "2026-04-06", HALF, id="Easter Monday: all but Scotland"),
    pytest.param("CH", None, "2026-04-03", HALF, id="Good Friday: most cantons"),
    pytest.param("DE", None, "2025-10-31", HALF, id="Reformation Day: nine of sixteen"),
    pytest.param("MY", None, "2022-01-18", HALF, id="Thaipusam: eight of sixteen"),
]


@pytest.mark.parametrize(("country", "region", "day", "why"), CALENDAR)
def test_a_quiet_day_has_its_reason(
    country: str | None, region: str | None, day: str, why: str
) -> None:
    assert working_time.quiet_day(country, region, date.fromisoformat(day)) == why


NOT_QUIET = [
    pytest.param("US", None, "2026-11-25", id="the day before Thanksgiving"),
    pytest.param("US", None, "2026-11-26", id="Thanksgiving, which is a day off"),
    pytest.param("US", None, "2026-11-28", id="a Saturday"),
    pytest.param("US", None, "2026-12-23", id="the day before those days"),
    pytest.param("US", None, "2026-12-25", id="Christmas, which is a day off"),
    pytest.param("US", None, "2027-01-04", id="the Monday after New Year"),
    pytest.param("JP", None, "2026-12-28", id="where Christmas is no holiday"),
    pytest.param("IL", None, "2026-12-28", id="nor in Israel"),
    pytest.param("DE", None, "2026-06-05", id="after Corpus Christi, in the whole country"),
    pytest.param("DE", None, "2026-06-04", id="Corpus Christi: six of sixteen"),
    pytest.param("GB", "SCT", "2026-04-06", id="Easter Monday in Scotland"),
    pytest.param("GB", "ENG", "2026-04-06", id="Easter Monday in England, a day off"),
    pytest.param("DE", "BE", "2025-10-31", id="Reformation Day in Berlin"),
    pytest.param(None, None, "2026-11-27", id="no country is known"),
    pytest.param(None, None, "2026-12-28", id="nor at Christmas"),
]


@pytest.mark.parametrize(("country", "region", "day"), NOT_QUIET)
def test_other_days_are_not_quiet(country: str | None, region: str | None, day: str) -> None:
    assert working_time.quiet_day(country, region, date.fromisoformat(day)) is None


# What is placed there, and what is not

CALLS = [
    pytest.param(JORDAN, "2026-11-24", "2026-11-25", "2026-11-27", id="before Thanksgiving"),
    pytest.param(JORDAN, "2027-11-23", "2027-11-24", "2027-11-26", id="a year later"),
    pytest.param(JORDAN, "2026-12-21", "2026-12-23", "2026-12-24", id="before Christmas"),
    pytest.param(GERMAN, "2026-12-21", "2026-12-23", "2026-12-24", id="Germany, Christmas"),
    pytest.param(GERMAN, "2026-05-11", "2026-05-13", "2026-05-15", id="Germany, Ascension"),
    pytest.param(GERMAN, "2026-05-12", "2026-05-13", "2026-05-15", id="the day after"),
    pytest.param(GERMAN, "2027-05-03", "2027-05-05", "2027-05-07", id="Ascension, a year later"),
    pytest.param(FRENCH, "2026-07-09", "2026-07-10", "2026-07-13", id="France, a Monday"),
    pytest.param(
        f"{GERMAN}, region: BY", "2026-06-01", "2026-06-03", "2026-06-05", id="Bavaria, a Friday"
    ),
    pytest.param(GERMAN, "2025-10-27", "2025-10-29", "2025-10-31", id="half of Germany is off"),
    pytest.param(BRITISH, "2026-08-27", "2026-09-01", "2026-08-31", id="all but Scotland is off"),
]


@pytest.mark.parametrize(("candidate", "start", "call", "article"), CALLS)
def test_a_call_is_not_on_a_quiet_day_but_an_article_may_be(
    candidate: str, start: str, call: str, article: str
) -> None:
    found = planned(interview(start=f"{start} 14:00"), candidate=candidate)
    assert of(found, "phone_call") == [f"Dana phone {call} 10:00"]
    assert of(found, "share_article") == [f"Dana email {article} 10:00"]


def test_both_are_called_before_the_holiday_rather_than_one_on_the_quiet_day_after_it() -> None:
    found = planned(interview(BOTH, start="2026-11-24 14:00"))
    assert of(found, "phone_call") == [
        "Hana phone 2026-11-25 09:45",
        "Dana phone 2026-11-25 10:00",
    ]


NAMED = [
    pytest.param(JORDAN, "2026-11-23", "Fri 27 Nov", ALONE, id="after Thanksgiving"),
    pytest.param(GERMAN, "2026-05-11", "Fri 15 May", ALONE, id="after Ascension"),
    pytest.param(FRENCH, "2026-07-09", "Mon 13 Jul", ALONE, id="before a holiday"),
    pytest.param(JORDAN, "2026-12-20", "Thu 24 Dec", CHRISTMAS, id="before Christmas"),
    pytest.param(BRITISH, "2026-08-27", "Mon 31 Aug", HALF, id="half of the country"),
]


@pytest.mark.parametrize(("candidate", "start", "wished", "why"), NAMED)
def test_the_reason_names_the_quiet_day(candidate: str, start: str, wished: str, why: str) -> None:
    call = one(planned(interview(start=f"{start} 14:00"), candidate=candidate), "phone_call")
    assert f"Moved from {wished}: few are at their desks that day, as {why}" in call.reasons[-1]


STILL_THERE = [
    # The window of the call holds the 28th and no other working day but Christmas Eve.
    pytest.param(JORDAN, "2026-12-23", "2026-12-28", id="between Christmas and New Year"),
    # Corpus Christi is a holiday in six of sixteen regions.
    pytest.param(GERMAN, "2026-06-01", "2026-06-05", id="less than half of the country"),
    # The Friday after Ascension is a day like any other in New York.
    pytest.param(JORDAN, "2026-05-11", "2026-05-15", id="a quiet day elsewhere"),
]


@pytest.mark.parametrize(("candidate", "start", "on"), STILL_THERE)
def test_a_call_is_on_a_quiet_day_rather_than_late(candidate: str, start: str, on: str) -> None:
    found = planned(interview(start=f"{start} 14:00"), candidate=candidate)
    assert of(found, "phone_call") == [f"Dana phone {on} 10:00"]


# The second slot of each is a call to the hiring manager; it would be best on the day in brackets.
SLOTS = [
    pytest.param(JORDAN, "2026-11-02", "2026-11-30", id="Thanksgiving (Saturday 28 November)"),
    pytest.param(GERMAN, "2026-04-20", "2026-05-18", id="Ascension (Saturday 16 May)"),
    pytest.param(FRENCH, "2026-06-17", "2026-07-10", id="14 July (Sunday the 12th)"),
]


@pytest.mark.parametrize(("candidate", "start", "on"), SLOTS)
def test_a_call_of_the_cycle_keeps_clear_of_quiet_days(candidate: str, start: str, on: str) -> None:
    # They decide much later, so that no question takes the slot.
    decides = f"{date.fromisoformat(start) + timedelta(days=90)}"
    step = f"{{decision_by: {decides}}}"
    found = planned(interview(BOTH, start=f"{start} 14:00", next_step=step), candidate=candidate)
    calls = [each for each in cycle(found) if each.channel == "phone"]
    assert said(calls)[0] == f"Dana phone {on} 10:00"


@pytest.mark.parametrize("start", ["2026-10-26", "2026-11-02", "2026-11-12", "2026-11-16"])
def test_in_a_week_without_calls_somebody_is_written_to_who_can_be(start: str) -> None:
    people = f"{DANA}, {lacking(IVAN, 'email')}"
    found = planned(interview(people, start=f"{start} 14:00"))
    slots = [date.fromisoformat(day(each)) for each in cycle(found)]
    assert max(other - each for each, other in pairwise(slots)) <= timedelta(days=12)
    assert not [note for note in found.notes if "No time was found" in note.text]


LAST_SLOTS = [
    # From 28 December to 2 January nobody is there; a slot in January is still in time.
    pytest.param("2026-12-01", "2026-12-21", "2027-01-08", id="so it waits"),
    # Day 42 is 4 January, too soon for a later slot.
    pytest.param("2026-11-23", "2026-12-21", "2026-12-30", id="or comes on a quiet day, in time"),
]


@pytest.mark.parametrize(("start", "last", "on"), LAST_SLOTS)
def test_the_question_keeps_clear_of_a_quiet_week_while_there_is_time(
    start: str, last: str, on: str
) -> None:
    log = f"[{{on: {last} 10:00, did: touch_base, to: Dana}}]"
    found = planned(interview(start=f"{start} 14:00", log=log))
    assert of(found, "still_in_running") == [f"Dana phone {on} 10:00"]


# Where the region is not known

MOSTLY_OFF = [
    pytest.param("GB", "Europe/London", "2026-08-26", "2026-08-31", id="August bank holiday"),
    pytest.param("GB", "Europe/London", "2026-04-01", "2026-04-06", id="Easter Monday"),
    pytest.param("AU", "Australia/Sydney", "2026-06-04", "2026-06-08", id="King's Birthday"),
]


@pytest.mark.parametrize(("country", "zone", "start", "off"), MOSTLY_OFF)
def test_nobody_is_called_on_a_day_off_of_most_regions(
    country: str, zone: str, start: str, off: str
) -> None:
    found = planned(
        interview(BOTH, start=f"{start} 14:00"),
        candidate=f"timezone: {zone}, country: {country}",
    )
    called = {f"{e.start:%Y-%m-%d}" for e in found.follow_ups if e.channel == "phone"}
    assert called
    assert off not in called


NAMED = [
    pytest.param("country: GB", ["add ENG, NIR, SCT or WLS"], id="a few"),
    pytest.param("country: MY", ["add 01, 02,"], id="some"),
    pytest.param("country: IT", ["add one, such as"], id="too many to name"),
    pytest.param("country: GB, region: SCT", [], id="given"),
    pytest.param("country: IE", [], id="none"),
]


@pytest.mark.parametrize(("where", "said"), NAMED)
def test_a_region_that_is_missing_is_asked_for_once(where: str, said: list[str]) -> None:
    second = interview(HANA, id="second", company="Best", country="GB", region="WLS")
    found = planned(interview(), second, candidate=f"timezone: Europe/London, {where}")
    asked = [each for each in found.notes if "days off of their own" in each.text]
    assert [each.about for each in asked] == ["candidate.region"] * len(said)
    assert all(text in each.text for text, each in zip(said, asked, strict=True))
