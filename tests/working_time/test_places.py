"""Where people work: the place of each date, its working days, and its hours."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from followup_ics import working_time
from followup_ics.working_time import Place, moving

NEW_YORK = "America/New_York"
# From 15 January 2027 on in Berlin, from 1 March 2027 on in Tel Aviv.
STAYS = (
    (date(2026, 1, 1), Place(NEW_YORK, "US", "NY")),
    (date(2027, 1, 15), Place("Europe/Berlin", "DE", "BE")),
    (date(2027, 3, 1), Place("Asia/Jerusalem", "IL")),
)
CLOCK = moving(NEW_YORK, [(first, place.zone) for first, place in STAYS[1:]])
MOVING = Place(CLOCK, "US", "NY", STAYS)


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        ("2025-12-31", CLOCK),
        ("2026-01-01", NEW_YORK),
        ("2027-01-14", NEW_YORK),
        ("2027-01-15", "Europe/Berlin"),
        ("2027-02-28", "Europe/Berlin"),
        ("2027-03-01", "Asia/Jerusalem"),
    ],
)
def test_a_stay_begins_with_its_first_date(day: str, zone: str) -> None:
    assert MOVING.on(date.fromisoformat(day)).zone == zone


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param("2027-01-18", True, id="Martin Luther King Day in Berlin"),
        pytest.param("2026-01-19", False, id="Martin Luther King Day in New York"),
        pytest.param("2027-03-05", False, id="a Friday in Israel"),
        pytest.param("2027-03-07", True, id="a Sunday in Israel"),
        pytest.param("2027-03-08", True, id="Women's Day elsewhere than in Berlin"),
    ],
)
def test_working_days_are_those_of_the_stay(day: str, works: bool) -> None:
    there = date.fromisoformat(day)
    assert working_time.is_working_day(MOVING, there) is works
    assert (working_time.working_hours(MOVING, there) is not None) is works


def test_quiet_days_are_those_of_the_stay() -> None:
    # The Friday after Thanksgiving; in Germany, the one after Ascension.
    assert working_time.is_quiet(MOVING, date(2026, 11, 27))
    assert not working_time.is_quiet(MOVING, date(2027, 5, 7))
    german = MOVING._replace(stays=STAYS[:2])
    assert working_time.is_quiet(german, date(2027, 5, 7))
    assert not working_time.is_quiet(german, date(2027, 11, 26))


def test_quiet_days_are_those_of_the_region() -> None:
    # The Friday after Corpus Christi.
    friday = date(2027, 5, 28)
    assert working_time.is_quiet(Place("Europe/Berlin", "DE", "BY"), friday)
    assert not working_time.is_quiet(Place("Europe/Berlin", "DE", "BE"), friday)


@pytest.mark.parametrize(
    ("day", "wakes", "rests"),
    [
        pytest.param("2026-11-02", "2026-11-02 12:00", "2026-11-03 02:00", id="winter"),
        pytest.param("2026-10-30", "2026-10-30 11:00", "2026-10-31 01:00", id="summer"),
    ],
)
def test_a_day_is_from_seven_to_nine_in_the_evening(day: str, wakes: str, rests: str) -> None:
    expected = tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (wakes, rests))
    assert working_time.daytime(NEW_YORK, date.fromisoformat(day)) == expected


AFTER = [
    pytest.param("US", "2026-11-02", 1, "2026-11-03", id="the next"),
    pytest.param("US", "2026-11-06", 1, "2026-11-09", id="over a weekend"),
    pytest.param("US", "2026-11-07", 1, "2026-11-09", id="from a Saturday"),
    pytest.param("US", "2026-11-10", 2, "2026-11-13", id="over Veterans Day"),
    pytest.param("IL", "2026-11-05", 1, "2026-11-08", id="over the weekend of Israel"),
    pytest.param("US", "2026-11-06", 10, "2026-11-23", id="ten"),
]


@pytest.mark.parametrize(("country", "day", "count", "expected"), AFTER)
def test_the_working_day_so_many_after_a_date(
    country: str, day: str, count: int, expected: str
) -> None:
    place = Place(NEW_YORK, country)
    found = working_time.working_day_after(place, date.fromisoformat(day), count, within=31)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("within", "expected"),
    [(3, "2026-11-09"), (2, "2026-11-08"), (1, "2026-11-07")],
    ids=["just near enough", "a day too far", "two days too far"],
)
def test_the_search_ahead_is_bounded(within: int, expected: str) -> None:
    friday = date(2026, 11, 6)
    found = working_time.working_day_after(Place(NEW_YORK), friday, 1, within)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("within", "expected"), [(3, date(2026, 11, 6)), (2, None)], ids=["near enough", "too far"]
)
def test_the_search_back_is_bounded(within: int, expected: date | None) -> None:
    monday = date(2026, 11, 9)
    assert working_time.last_working_day(Place(NEW_YORK), monday, (), within) == expected
