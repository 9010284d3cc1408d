"""Dates, times and lengths of time as people write them: read where there is one meaning."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from followup_ics import Interview, JobSearch, LogEntry, Offer, RecordsError, loads, plan

BERLINS = timezone(timedelta(hours=1))
BERLIN = {"timezone": "Europe/Berlin"}
NOV_24 = date(2026, 11, 24)
AT_TWO = datetime(2026, 11, 24, 14)


def searched(candidate: dict[str, Any] = BERLIN, **fields: Any) -> JobSearch:
    """Read a file with one interview of these fields."""
    interview = {"company": "Northwind", "role": "Engineer", "start": "2026-11-24 14:00"} | fields
    return loads(json.dumps({"candidate": candidate, "interviews": [interview]}))


def one(**fields: Any) -> Interview:
    return searched(**fields).interviews[0]


def told(**fields: Any) -> str:
    with pytest.raises(RecordsError) as raised:
        searched(**fields)
    return str(raised.value)


# Lengths of time


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45 mins", 45),
        ("45 Mins", 45),
        ("45 min.", 45),
        ("1 minute", 1),
        ("1hr", 60),
        ("1 Hour", 60),
        ("2 hrs", 120),
        ("2 hrs.", 120),
        ("1h30", 90),
        ("1h 05", 65),
        ("1 hr 30 mins", 90),
        ("1 hour, 30 minutes", 90),
        ("1 hour and 30 minutes", 90),
        ("PT45M", 45),
        ("PT1H30M", 90),
        ("PT2H", 120),
        ("1.5h", 90),
        ("1,5 h", 90),
        ("0.5 hours", 30),
        ("1.25 hrs", 75),
        ("\u00a045\u202fmin ", 45),
    ],
)
def test_a_duration(written: str, minutes: int) -> None:
    assert one(duration=written).duration == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "written", ["90", "1:30", "1.5", "1h5", "1h75", "1.33h", "1.5h30m", "PT", "P1D", "h", "and"]
)
def test_a_duration_of_more_than_one_meaning_or_none(written: str) -> None:
    assert f"found '{written}'; write one such as 45m or 1h30m, up to 24h" in told(duration=written)


# An end


@pytest.mark.parametrize("written", ["15:30", "15h30", "3:30 PM", "3:30pm", "15.30"])
@pytest.mark.parametrize("start", ["2026-11-24 14:00", "Nov 24 2026 2:00 PM"])
def test_an_end_is_a_time_of_the_starts_date(written: str, start: str) -> None:
    assert one(start=start, end=written).end == datetime(2026, 11, 24, 15, 30)


def test_an_end_has_the_starts_offset() -> None:
    assert one(start="2026-11-24T14:00-05:00", end="15:30").end == datetime(2026, 11, 24, 21, 30)


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        ("13:30", "within 24h after the start"),
        ("3:30", "within 24h after the start"),
        ("25:00", "a time that no clock shows"),
        ("15", "write one such as 2026-11-10 14:00"),
    ],
)
def test_an_end_that_does_not_fit(end: str, fault: str) -> None:
    assert fault in told(end=end)


def test_an_end_needs_a_start_with_a_time() -> None:
    assert "write both start and end as times" in told(start="2026-11-24", end="15:30")


# Dates


DATES = [
    "2026-11-24",
    "2026/11/24",
    "2026.11.24",
    "Nov 24 2026",
    "Nov 24, 2026",
    "Nov. 24th, 2026",
    "NOV 24 2026",
    "November 24 2026",
    "24 Nov 2026",
    "24. November 2026",
    "24th of November, 2026",
    "24-Nov-2026",
    "Tue Nov 24 2026",
    "Tuesday, November 24, 2026",
    "Tues. 24 Nov 2026",
    "Tue 2026-11-24",
    "24/11/2026",
    "11/24/2026",
    "24.11.2026",
]


@pytest.mark.parametrize("written", DATES)
def test_a_date(written: str) -> None:
    read = one(start=written, follow_up_from=written, next_step={"decision_by": written})
    assert (read.start, read.follow_up_from) == (NOV_24, NOV_24)
    assert read.next_step is not None
    assert read.next_step.decision_by == NOV_24


def test_days_away_are_dates_too() -> None:
    away = ["Nov 24 2026", "24 Dec 2026 / 1 Jan 2027", "2026-12-24/2027-01-01"]
    first, *others = searched(BERLIN | {"away": away}).candidate.away
    assert first == (NOV_24, NOV_24)
    assert others == [(date(2026, 12, 24), date(2027, 1, 1))] * 2


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("03/04/2026", "'03/04/2026', which is 2026-03-04 or 2026-04-03; write the one"),
        ("3.4.2026 14:00", "which is 2026-03-04 or 2026-04-03; write the one"),
        ("10-11-2026", "which is 2026-10-11 or 2026-11-10; write the one"),
        ("31/02/2026", "a day that no calendar has"),
        ("Feb 30 2026", "a day that no calendar has"),
        ("Mon Nov 24 2026", "which is a Tuesday; mend the day or the date"),
        ("Nov 24", "write one such as 2026-11-10 14:00"),
        ("24/11/26", "write one such as 2026-11-10 14:00"),
        ("Nev 24 2026", "write one such as 2026-11-10 14:00"),
        ("Nevday Nov 24 2026", "write one such as 2026-11-10 14:00"),
        ("20261124", "write one such as 2026-11-10 14:00"),
        ("Nov 24 1926", "from 2000 to 2036"),
    ],
)
def test_a_date_of_more_than_one_meaning_or_none(written: str, fault: str) -> None:
    assert fault in told(start=written)


def test_a_day_and_a_month_of_one_number_have_one_meaning() -> None:
    assert one(start="11/11/2026").start == date(2026, 11, 11)


# Times


TIMES = [
    "Nov 24 2026 2:00 PM",
    "Nov 24, 2026, 2:00 p.m.",
    "Tuesday, November 24, 2026 at 2:00\u202fPM",
    "24 Nov 2026 2pm",
    "2026-11-24 2 PM",
    "2026-11-24 14h00",
    "2026-11-24 14h",
    "2026-11-24 14.00",
    "2026-11-24, 14:00",
    "2026-11-24T14:00:30.250",
    "20261124T140000",
    "11/24/2026 14:00",
]


@pytest.mark.parametrize("written", TIMES)
def test_a_time(written: str) -> None:
    read = one(start=written, log=[{"on": written, "did": "thank_you"}])
    assert read.start == read.log[0].on == AT_TWO
    offer = {"company": "A", "role": "B", "received": written, "answer_by": written}
    assert (Offer.model_validate(offer).received, Offer.model_validate(offer).answer_by) == (
        AT_TWO,
        AT_TWO,
    )


@pytest.mark.parametrize(("written", "hour"), [("12 AM", 0), ("12:00 PM", 12), ("1 am", 1)])
def test_a_time_by_half_days(written: str, hour: int) -> None:
    assert one(start=f"2026-11-24 {written}").start == datetime(2026, 11, 24, hour)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("2026-11-24 14:00 PM", "a time that no clock shows"),
        ("2026-11-24 0:30 am", "a time that no clock shows"),
        ("2026-11-24 14", "write one such as 2026-11-10 14:00"),
        ("2026-11-24 2:00 PM EST", "its zone in the field timezone"),
        ("2026-11-24 14:00 CET", "its zone in the field timezone"),
        ("2026-11-24 09:00-10:00", "an end or an offset; write the end in the field end"),
        ("Nov 24 2026 9:00 AM -10", "an end or an offset; write the end in the field end"),
        ("2026-11-24T09:00-19:00", "an offset that no place has"),
        ("2026-11-24T09:00+05:75", "an offset that no place has"),
    ],
)
def test_a_time_of_more_than_one_meaning_or_none(written: str, fault: str) -> None:
    assert fault in told(start=written)


# Offsets


NEW_YORK = {"timezone": "America/New_York"}
OFFSETS = [
    "2026-11-24T14:00-05:00",
    "2026-11-24T14:00-0500",
    "2026-11-24T14:00-05",
    "2026-11-24 14:00:00-05:00",
    "2026-11-24T19:00Z",
    "2026-11-24T19:00:00.000Z",
    "2026-11-24 20:00+01:00",
    "20261124T190000Z",
    "2026-11-24 19:00 UTC",
    "2026-11-24 19:00 GMT",
    "Nov 24 2026 9:00 PM UTC+2",
    "2026-11-24 14:00 UTC-5",
    "2026-11-25T00:30+05:30",
]


@pytest.mark.parametrize("written", OFFSETS)
def test_an_offset_is_read_as_the_interviews_local_time(written: str) -> None:
    fields = {
        "end": "2026-11-24 23:00:00+0000",
        "next_step": {"follow_up_on": written},
        "log": [{"on": written, "did": "thank_you", "call_back": "2026-11-24T19:30Z"}],
        "outcome": {"result": "rejected", "on": written},
    }
    read = one(candidate=NEW_YORK, start=written, **fields)
    elsewhere = one(start=written, timezone="America/New_York", **fields)
    assert read.start == elsewhere.start == AT_TWO
    assert read.end == datetime(2026, 11, 24, 18)
    assert read.log[0].call_back == datetime(2026, 11, 24, 14, 30)
    assert read.next_step is not None
    assert read.outcome is not None
    assert read.next_step.follow_up_on == read.log[0].on == read.outcome.on == AT_TWO
    assert one(start=written).start == datetime(2026, 11, 24, 20)


@pytest.mark.parametrize("written", OFFSETS)
def test_an_offers_offset_is_read_as_the_candidates_local_time(written: str) -> None:
    offer = {"company": "A", "role": "B", "received": written, "answer_by": "2026-11-25 09:00"}
    (read,) = loads(json.dumps({"candidate": NEW_YORK, "offers": [offer]})).offers
    assert (read.received, read.answer_by) == (AT_TWO, datetime(2026, 11, 25, 9))


def test_a_time_with_an_offset_is_planned_as_the_local_one() -> None:
    log = {"did": "thank_you", "on": "2026-11-24T17:00Z"}
    local = {"did": "thank_you", "on": "2026-11-24 18:00"}
    with_offset = searched(start="2026-11-24T13:00Z", end="2026-11-24T14:00Z", log=[log])
    assert plan(with_offset) == plan(searched(end="15:00", log=[local]))


ELSEWHERE = [
    pytest.param({"start": "2026-11-24T14:00-05:00"}, ["start"], "Tue 24 Nov 20:00", id="start"),
    pytest.param({"end": "2026-11-24 20:30 UTC+5"}, ["end"], "Tue 24 Nov 16:30", id="end"),
    pytest.param(
        {"log": [{"on": "2026-11-24T21:00+05:30", "did": "x"}]}, ["log[0].on"], "16:30", id="log"
    ),
    pytest.param({"start": "2026-11-24T14:00+01:00"}, [], "", id="the zone's own"),
    pytest.param({"start": "2026-11-24T13:00Z"}, [], "", id="UTC claims no place"),
    pytest.param({"start": "2026-07-24T14:00+01:00"}, ["start"], "15:00", id="another half year"),
]


@pytest.mark.parametrize(("fields", "places", "taken"), ELSEWHERE)
def test_an_offset_that_is_not_the_zones_is_noted(
    fields: dict[str, Any], places: list[str], taken: str
) -> None:
    search = searched(id="n", people=[{"name": "Dana"}], **fields)
    notes = [each for each in plan(search).notes if "is not written in the time of" in each.text]
    assert [each.about for each in notes] == [f"interviews[n].{each}" for each in places]
    assert all(taken in each.text and "Europe/Berlin" in each.text for each in notes)


def test_a_script_may_give_instants() -> None:
    interview = Interview(
        company="Northwind",
        role="Engineer",
        start=datetime(2026, 11, 24, 13, tzinfo=UTC),
        log=(LogEntry(on=datetime(2026, 11, 24, 18, tzinfo=BERLINS), did="x"),),
    )
    search = JobSearch.model_validate({"candidate": BERLIN, "interviews": (interview,)})
    assert search.interviews[0].start == AT_TWO
    assert search.interviews[0].log[0].on == datetime(2026, 11, 24, 18)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"end": "2026-11-24T12:30Z"}, "interviews[0].end"),
        (
            {"log": [{"on": "2026-11-24T17:00Z", "did": "x", "call_back": "2026-11-24 17:30"}]},
            "interviews[0].log[0].call_back",
        ),
        ({"log": [{"on": "2026-11-09T22:30Z", "did": "x"}]}, "interviews[0].log[0].on"),
        (
            {
                "log": [
                    {"on": "2026-11-24T17:00Z", "did": "x"},
                    {"on": "2026-11-24 18:00", "did": "x"},
                ]
            },
            "interviews[0].log[1]",
        ),
    ],
    ids=["end", "call_back", "long before", "twice"],
)
def test_what_does_not_fit_is_told_once_both_are_local(fields: dict[str, Any], place: str) -> None:
    assert f": {place}: found" in told(**fields)


def test_what_fits_once_both_are_local_is_no_fault() -> None:
    entry = {"on": "2026-11-24T23:30Z", "did": "x", "call_back": "2026-11-25 01:00"}
    assert one(end="2026-11-24T13:30Z", log=[entry]).log[0].on == datetime(2026, 11, 25, 0, 30)
    late = {"on": "2026-11-25T02:00Z", "did": "x", "call_back": "2026-11-25"}
    assert one(candidate=NEW_YORK, log=[late]).log[0].on == datetime(2026, 11, 24, 21)


def test_an_hour_that_clocks_show_twice_means_the_first() -> None:
    assert one(candidate=NEW_YORK, start="2026-11-01T01:30-04:00").start == datetime(
        2026, 11, 1, 1, 30
    )
    second = told(candidate=NEW_YORK, start="2026-11-01T01:30-05:00")
    assert "found '2026-11-01 01:30', where clocks show it the second time" in second


def test_an_offset_may_lead_out_of_the_years() -> None:
    assert "from 2000 to 2036" in told(candidate=NEW_YORK, start="2000-01-01T00:30Z")


def test_a_long_text_is_no_time() -> None:
    with pytest.raises(ValidationError, match="write one such as"):
        Offer.model_validate({"company": "A", "role": "B", "received": "1 " * 900})
