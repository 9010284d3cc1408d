"""Zones, clock changes, working days and hours: named cases, and a pass over all zones."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from time import tzset
from zoneinfo import ZoneInfo

import pytest

from followup_ics import working_time
from followup_ics.working_time import Availability, Days, Hours, Place

NEW_YORK = "America/New_York"
SOME_INSTANTS = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in (1, 4, 7, 10)]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


# Local times


PLAIN = [
    pytest.param(NEW_YORK, "2026-07-01 09:00", "2026-07-01 13:00", id="summer in New York"),
    pytest.param(NEW_YORK, "2026-12-01 09:00", "2026-12-01 14:00", id="winter in New York"),
    pytest.param(
        "Asia/Kathmandu", "2026-07-01 09:00", "2026-07-01 03:15", id="a quarter of an hour"
    ),
    pytest.param("Pacific/Kiritimati", "2026-07-01 09:00", "2026-06-30 19:00", id="14 hours ahead"),
    pytest.param("Pacific/Pago_Pago", "2026-07-01 20:00", "2026-07-02 07:00", id="11 hours behind"),
    pytest.param("UTC", "2026-07-01 09:00", "2026-07-01 09:00", id="UTC"),
]


@pytest.mark.parametrize(("zone", "shown", "expected"), PLAIN)
def test_a_local_time_is_an_instant_and_the_other_way_round(
    zone: str, shown: str, expected: str
) -> None:
    assert working_time.instant(zone, wall(shown)) == utc(expected)
    assert working_time.wall_time(zone, utc(expected)) == wall(shown)


GAPS = [
    pytest.param(
        NEW_YORK, "2026-03-08 02:30", "2026-03-08 03:00", "2026-03-08 07:00", id="New York"
    ),
    pytest.param(
        NEW_YORK, "2026-03-08 02:00", "2026-03-08 03:00", "2026-03-08 07:00", id="its first minute"
    ),
    pytest.param(
        NEW_YORK, "2026-03-08 02:59", "2026-03-08 03:00", "2026-03-08 07:00", id="its last minute"
    ),
    pytest.param(
        "Europe/London", "2026-03-29 01:30", "2026-03-29 02:00", "2026-03-29 01:00", id="London"
    ),
    pytest.param(
        "Australia/Lord_Howe",
        "2026-10-04 02:10",
        "2026-10-04 02:30",
        "2026-10-03 15:30",
        id="Lord Howe: half an hour",
    ),
    pytest.param(
        "Pacific/Easter",
        "2026-09-05 22:30",
        "2026-09-05 23:00",
        "2026-09-06 04:00",
        id="Easter Island: in the evening, which is the next date in UTC",
    ),
    pytest.param(
        "Pacific/Apia",
        "2011-12-30 10:00",
        "2011-12-31 00:00",
        "2011-12-30 10:00",
        id="Apia: a whole day",
    ),
    pytest.param(
        "Asia/Beirut",
        "2026-03-29 00:00",
        "2026-03-29 01:00",
        "2026-03-28 22:00",
        id="Beirut: midnight",
    ),
    pytest.param(
        "Africa/Cairo",
        "2026-04-24 00:30",
        "2026-04-24 01:00",
        "2026-04-23 22:00",
        id="Cairo: midnight",
    ),
    pytest.param(
        "America/Sao_Paulo",
        "2018-11-04 00:15",
        "2018-11-04 01:00",
        "2018-11-04 03:00",
        id="Sao Paulo: midnight",
    ),
]


@pytest.mark.parametrize(("zone", "skipped", "shown", "expected"), GAPS)
def test_a_local_time_that_is_skipped_is_the_first_valid_instant_after_it(
    zone: str, skipped: str, shown: str, expected: str
) -> None:
    found = working_time.instant(zone, wall(skipped))
    assert found == utc(expected)
    assert working_time.wall_time(zone, found) == wall(shown)


OVERLAPS = [
    pytest.param(NEW_YORK, "2026-11-01 01:30", "2026-11-01 05:30", id="New York"),
    pytest.param(NEW_YORK, "2026-11-01 01:00", "2026-11-01 05:00", id="its first minute"),
    pytest.param(NEW_YORK, "2026-11-01 01:59", "2026-11-01 05:59", id="its last minute"),
    pytest.param("Europe/London", "2026-10-25 01:30", "2026-10-25 00:30", id="London"),
    pytest.param(
        "Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", id="Lord Howe: half an hour"
    ),
    pytest.param(
        "Africa/Cairo", "2026-10-29 23:30", "2026-10-29 20:30", id="Cairo: before midnight"
    ),
    pytest.param(
        "Europe/Dublin",
        "2026-10-25 01:30",
        "2026-10-25 00:30",
        id="Dublin: winter is the other one",
    ),
]


@pytest.mark.parametrize(("zone", "repeated", "expected"), OVERLAPS)
def test_a_local_time_that_occurs_twice_is_the_first(
    zone: str, repeated: str, expected: str
) -> None:
    found = working_time.instant(zone, wall(repeated))
    assert found == utc(expected)
    assert working_time.wall_time(zone, found) == wall(repeated)


NEIGHBOURS = [
    pytest.param("2026-03-08 01:59", "2026-03-08 06:59", id="before the gap"),
    pytest.param("2026-03-08 03:00", "2026-03-08 07:00", id="after the gap"),
    pytest.param("2026-11-01 00:59", "2026-11-01 04:59", id="before the repeated hour"),
    pytest.param("2026-11-01 02:00", "2026-11-01 07:00", id="after the repeated hour"),
]


@pytest.mark.parametrize(("shown", "expected"), NEIGHBOURS)
def test_the_minutes_beside_a_clock_change_are_as_shown(shown: str, expected: str) -> None:
    assert working_time.instant(NEW_YORK, wall(shown)) == utc(expected)


def test_an_evening_change_counts_though_it_is_the_next_date_in_utc() -> None:
    evening = wall("2026-09-05 23:30")  # clocks went forward at 22:00
    assert working_time.instant("Pacific/Easter", evening) == utc("2026-09-06 04:30")


def test_a_time_of_a_date_is_skipped_in_the_same_way() -> None:
    found = working_time.at_time("Europe/London", date(2026, 3, 29), time(1, 30))
    assert found == utc("2026-03-29 01:00")


@pytest.fixture(params=["Asia/Tokyo", "America/Los_Angeles"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the system into a zone of its own."""
    monkeypatch.setenv("TZ", request.param)
    tzset()
    yield
    monkeypatch.undo()
    tzset()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param("2026-07-01 09:00", "2026-07-01 13:00", id="an ordinary day"),
        pytest.param("2026-03-08 02:30", "2026-03-08 07:00", id="skipped"),
        pytest.param("2026-03-08 02:00", "2026-03-08 07:00", id="the first that is skipped"),
        pytest.param("2026-03-08 12:00", "2026-03-08 16:00", id="on the day of a change"),
        pytest.param("2026-11-01 01:30", "2026-11-01 05:30", id="twice"),
    ],
)
def test_the_zone_of_the_system_changes_no_instant(shown: str, expected: str) -> None:
    working_time.instant.cache_clear()
    found = working_time.instant(NEW_YORK, wall(shown))
    assert (found.replace(tzinfo=None), found.utcoffset()) == (wall(expected), timedelta())


# Dates


STARTS = [
    pytest.param("Asia/Beirut", date(2026, 3, 29), "2026-03-28 22:00", id="midnight is skipped"),
    pytest.param(NEW_YORK, date(2026, 11, 1), "2026-11-01 04:00", id="summer time at midnight"),
    pytest.param(
        "America/Havana", date(2026, 11, 1), "2026-11-01 04:00", id="midnight comes twice"
    ),
]


@pytest.mark.parametrize(("zone", "day", "expected"), STARTS)
def test_a_date_begins_with_its_first_instant(zone: str, day: date, expected: str) -> None:
    assert working_time.day_start(zone, day) == utc(expected)
    assert working_time.local_date(zone, working_time.day_start(zone, day)) == day


LENGTHS = [
    pytest.param(NEW_YORK, date(2026, 3, 8), 23, id="an hour less"),
    pytest.param(NEW_YORK, date(2026, 11, 1), 25, id="an hour more"),
    pytest.param("Australia/Lord_Howe", date(2026, 10, 4), 23.5, id="half an hour less"),
    pytest.param("Asia/Beirut", date(2026, 3, 29), 23, id="no midnight"),
    pytest.param("Pacific/Apia", date(2011, 12, 30), 0, id="a date that never was"),
]


@pytest.mark.parametrize(("zone", "day", "hours"), LENGTHS)
def test_a_date_ends_a_second_before_the_next_one_begins(
    zone: str, day: date, hours: float
) -> None:
    length = working_time.day_end(zone, day) - working_time.day_start(zone, day)
    assert length == timedelta(hours=hours, seconds=-1)


def test_days_are_calendar_dates_whatever_the_clocks_do() -> None:
    assert working_time.add_days(date(2026, 10, 31), 2) == date(2026, 11, 2)
    assert working_time.add_days(date(2026, 3, 1), -1) == date(2026, 2, 28)
    assert working_time.add_weeks(date(2026, 12, 24), 10) == date(2027, 3, 4)


def test_both_ends_belong_to_a_run_of_dates() -> None:
    first, last = date(2026, 10, 31), date(2026, 11, 2)
    assert working_time.every_date(first, last) == (first, date(2026, 11, 1), last)
    assert working_time.every_date(first, first) == (first,)
    assert working_time.every_date(last, first) == ()


MONDAYS = [
    pytest.param(date(2026, 11, 3), date(2026, 11, 23), ["09", "16", "23"], id="last included"),
    pytest.param(date(2026, 11, 2), date(2026, 11, 22), ["09", "16"], id="first excluded"),
    pytest.param(date(2026, 11, 1), date(2026, 11, 2), ["02"], id="from a Sunday"),
    pytest.param(date(2026, 11, 3), date(2026, 11, 8), [], id="none between"),
]


@pytest.mark.parametrize(("first", "last", "expected"), MONDAYS)
def test_mondays_come_after_the_first_date_up_to_the_last(
    first: date, last: date, expected: list[str]
) -> None:
    assert [f"{each:%d}" for each in working_time.mondays(first, last)] == expected


def test_dates_are_spoken_in_english_whatever_the_locale() -> None:
    assert working_time.spoken(date(2026, 11, 13)) == "Fri 13 Nov"
    assert working_time.spoken(date(2027, 3, 1)) == "Mon 1 Mar"
    assert working_time.spoken(date(2027, 12, 1)) == "Wed 1 Dec"
    assert working_time.spoken_in_full(date(2026, 11, 24)) == "Tuesday 24 November 2026"
    assert working_time.spoken_time(NEW_YORK, utc("2026-11-13 15:05")) == "Fri 13 Nov 10:05"


# Working days


WORKING = [
    pytest.param(None, None, "2026-11-06", True, id="nowhere: Friday"),
    pytest.param(None, None, "2026-11-07", False, id="nowhere: Saturday"),
    pytest.param(None, None, "2026-12-25", True, id="nowhere: Christmas on a Friday"),
    pytest.param("US", None, "2026-11-26", False, id="US: Thanksgiving"),
    pytest.param("US", None, "2026-11-27", True, id="US: the day after"),
    pytest.param("US", "CA", "2026-11-27", False, id="California: the day after"),
    pytest.param("US", None, "2026-07-03", False, id="US: observed on a Friday"),
    pytest.param("US", None, "2026-07-06", True, id="US: and not on the Monday too"),
    pytest.param("GB", "ENG", "2026-12-28", False, id="England: Boxing Day, observed"),
    pytest.param("GB", "SCT", "2027-01-04", False, id="Scotland: 2 January, observed"),
    pytest.param("GB", "ENG", "2027-01-04", True, id="England: no 2 January"),
    pytest.param("IL", None, "2026-11-06", False, id="Israel: Friday"),
    pytest.param("IL", None, "2026-11-07", False, id="Israel: Saturday"),
    pytest.param("IL", None, "2026-11-08", True, id="Israel: Sunday"),
    pytest.param("SA", None, "2026-11-06", False, id="Saudi Arabia: Friday"),
    pytest.param("SA", None, "2026-11-08", True, id="Saudi Arabia: Sunday"),
    pytest.param("IR", None, "2026-11-06", False, id="Iran: Friday"),
    pytest.param("IR", None, "2026-11-08", True, id="Iran: Sunday"),
    pytest.param("BN", None, "2026-11-08", False, id="Brunei: Sunday"),
    pytest.param("BN", None, "2026-11-07", True, id="Brunei: Saturday between two days off"),
    pytest.param("BN", None, "2026-11-06", False, id="Brunei: Friday"),
    pytest.param("CN", None, "2024-09-29", True, id="China: a working Sunday"),
    pytest.param("CN", None, "2024-10-12", True, id="China: a working Saturday"),
    pytest.param("CN", None, "2024-10-07", False, id="China: the golden week"),
    pytest.param("CN", None, "2024-10-13", False, id="China: an ordinary Sunday"),
    pytest.param("HU", None, "2024-08-03", True, id="Hungary: a working Saturday"),
    pytest.param("HU", None, "2024-08-19", False, id="Hungary: the Monday given for it"),
]


@pytest.mark.parametrize(("country", "region", "day", "expected"), WORKING)
def test_working_days_are_those_of_the_country_and_region(
    country: str | None, region: str | None, day: str, expected: bool
) -> None:
    place = Place("UTC", country, region)
    assert working_time.is_working_day(place, date.fromisoformat(day)) is expected
    assert (working_time.working_hours(place, date.fromisoformat(day)) is not None) is expected


OFF = [
    pytest.param("US", "2026-11-26", "Thanksgiving", id="a holiday by its name"),
    pytest.param("US", "2026-11-07", "Saturday", id="a weekend by its day"),
    pytest.param("IL", "2026-11-06", "Friday", id="another weekend"),
]


@pytest.mark.parametrize(("country", "day", "expected"), OFF)
def test_a_day_off_says_why(country: str, day: str, expected: str) -> None:
    assert expected in str(working_time.day_off(country, None, date.fromisoformat(day)))


def test_a_working_day_needs_no_excuse() -> None:
    assert working_time.day_off("US", None, date(2026, 11, 27)) is None


HOURS = [
    pytest.param(NEW_YORK, "2026-11-02", "2026-11-02 14:00", "2026-11-02 22:00", id="winter"),
    pytest.param(NEW_YORK, "2026-10-30", "2026-10-30 13:00", "2026-10-30 21:00", id="summer"),
    pytest.param("Asia/Tokyo", "2026-11-04", "2026-11-04 00:00", "2026-11-04 08:00", id="Tokyo"),
]


@pytest.mark.parametrize(("zone", "day", "opens", "closes"), HOURS)
def test_working_hours_are_nine_to_five_there(zone: str, day: str, opens: str, closes: str) -> None:
    found = working_time.working_hours(Place(zone), date.fromisoformat(day))
    assert found == (utc(opens), utc(closes))


def test_a_date_that_never_was_has_no_working_hours() -> None:
    assert working_time.working_hours(Place("Pacific/Apia"), date(2011, 12, 30)) is None


BEFORE = [
    pytest.param("US", "2026-11-04", (), "2026-11-03", id="the day before"),
    pytest.param("US", "2026-11-02", (), "2026-10-30", id="over a weekend"),
    pytest.param("US", "2026-11-27", (), "2026-11-25", id="over Thanksgiving"),
    pytest.param("IL", "2026-11-08", (), "2026-11-05", id="over the weekend of Israel"),
    pytest.param("CN", "2024-10-08", (), "2024-09-30", id="over the golden week"),
    pytest.param(
        "US", "2026-11-02", (Days(date(2026, 10, 29), date(2026, 10, 30)),), "2026-10-28", id="away"
    ),
]


@pytest.mark.parametrize(("country", "before", "away", "expected"), BEFORE)
def test_the_last_working_day_before_a_date(
    country: str, before: str, away: tuple[Days, ...], expected: str
) -> None:
    place = Place(NEW_YORK, country)
    found = working_time.last_working_day(place, date.fromisoformat(before), away, within=31)
    assert found == date.fromisoformat(expected)


def test_the_search_for_a_working_day_is_bounded() -> None:
    always = (Days(date(2020, 1, 1), date(2030, 1, 1)),)
    found = working_time.last_working_day(Place(NEW_YORK), date(2026, 11, 2), always, within=31)
    assert found is None


def test_a_date_that_never_was_is_no_working_day_before_another() -> None:
    found = working_time.last_working_day(Place("Pacific/Apia"), date(2011, 12, 31), (), within=31)
    assert found == date(2011, 12, 29)


# The candidate's hours


def available(hours: Hours, *away: Days, zone: str = NEW_YORK) -> Availability:
    return Availability(zone, (hours,), away)


DAYTIME = Hours(7 * 60, 21 * 60)


def test_available_parts_are_cut_out_of_a_span_in_order() -> None:
    found = available(DAYTIME).within(utc("2026-11-02 20:00"), utc("2026-11-04 13:00"))
    assert found == [
        (utc("2026-11-02 20:00"), utc("2026-11-03 02:00")),
        (utc("2026-11-03 12:00"), utc("2026-11-04 02:00")),
        (utc("2026-11-04 12:00"), utc("2026-11-04 13:00")),
    ]


def test_days_away_are_not_available_at_both_ends() -> None:
    away = available(DAYTIME, Days(date(2026, 11, 3), date(2026, 11, 4)))
    found = away.within(utc("2026-11-02 05:00"), utc("2026-11-06 05:00"))
    assert found == [
        (utc("2026-11-02 12:00"), utc("2026-11-03 02:00")),
        (utc("2026-11-05 12:00"), utc("2026-11-06 02:00")),
    ]
    assert away.is_away(date(2026, 11, 3))
    assert away.is_away(date(2026, 11, 4))
    assert not away.is_away(date(2026, 11, 2))
    assert not away.is_away(date(2026, 11, 5))


def test_hours_to_midnight_end_with_the_day() -> None:
    found = available(Hours(22 * 60, 24 * 60)).within(
        utc("2026-11-01 04:00"), utc("2026-11-02 05:00")
    )
    assert found == [(utc("2026-11-02 03:00"), utc("2026-11-02 05:00"))]


AROUND_CHANGES = [
    pytest.param("2026-03-08", Hours(150, 300), "07:00", "09:00", id="opens in the gap"),
    pytest.param("2026-03-08", Hours(60, 150), "06:00", "07:00", id="closes in the gap"),
    pytest.param("2026-11-01", Hours(90, 180), "05:30", "08:00", id="opens in the repeated hour"),
    pytest.param("2026-11-01", Hours(0, 90), "04:00", "05:30", id="closes in the repeated hour"),
]


@pytest.mark.parametrize(("day", "hours", "opens", "closes"), AROUND_CHANGES)
def test_available_hours_follow_a_clock_change(
    day: str, hours: Hours, opens: str, closes: str
) -> None:
    found = available(hours).within(utc(f"{day} 04:00"), utc(f"{day} 23:00"))
    assert found == [(utc(f"{day} {opens}"), utc(f"{day} {closes}"))]


def test_hours_that_a_clock_change_skips_are_not_there() -> None:
    skipped = available(Hours(130, 170))
    assert skipped.within(utc("2026-03-08 00:00"), utc("2026-03-09 00:00")) == []
    assert not skipped.is_open(date(2026, 3, 8))
    assert skipped.is_open(date(2026, 3, 9))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2026-11-02 10:00", "2026-11-02 12:00", id="until they open"),
        pytest.param("2026-11-03 02:00", "2026-11-03 03:00", id="from when they close"),
    ],
)
def test_no_available_part_of_a_span_is_empty(start: str, end: str) -> None:
    assert available(DAYTIME).within(utc(start), utc(end)) == []


# All zones


def test_zones_are_iana_names_spelt_exactly() -> None:
    assert working_time.is_zone(NEW_YORK)
    for name in ("america/new_york", "EST5EDT6", "Mars/Olympus", "", "New York", "+05:00"):
        assert not working_time.is_zone(name)
    assert not working_time.is_zone("zone.tab")  # a file that lies beside those of the zones
    assert len(working_time.zones()) > 500


@pytest.mark.parametrize("zone", working_time.zones())
def test_in_every_zone_instants_and_local_times_agree(zone: str) -> None:
    for moment in SOME_INSTANTS:
        shown = working_time.wall_time(zone, moment)
        assert working_time.instant(zone, shown) == moment
        assert abs(shown - moment.replace(tzinfo=None)) <= timedelta(hours=14)
        day = working_time.local_date(zone, moment)
        assert day == shown.date()
        assert working_time.day_start(zone, day) <= moment <= working_time.day_end(zone, day)


def test_each_hour_of_a_year_is_an_instant_in_the_order_of_time() -> None:
    for zone in (NEW_YORK, "Australia/Lord_Howe", "Asia/Beirut", "Africa/Cairo"):
        start = datetime(2026, 1, 1)
        found = [
            working_time.instant(zone, start + timedelta(hours=hour)) for hour in range(365 * 24)
        ]
        assert found == sorted(found)


def test_the_zone_data_agree_with_those_of_the_standard_library() -> None:
    for zone in (NEW_YORK, "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Tokyo"):
        for moment in SOME_INSTANTS:
            expected = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert working_time.wall_time(zone, moment) == expected


# All countries


AFTERWARDS = """
from datetime import date
from followup_ics import working_time
assert working_time.day_off("AD", None, date(2026, 1, 1))
from holidays.countries import Andorra
"""


NAMED = """
from datetime import date
from followup_ics import working_time
assert working_time.day_off("DE", None, date(2026, 12, 25)) == "Christmas Day"
"""


@pytest.mark.parametrize("language", ["de", "en_US"])
def test_holidays_are_named_in_english_whatever_the_locale(language: str) -> None:
    environment = os.environ | {"LANGUAGE": language}
    subprocess.run([sys.executable, "-c", NAMED], env=environment, check=True)


def test_who_else_imports_holidays_finds_every_country() -> None:
    subprocess.run([sys.executable, "-c", AFTERWARDS], check=True)


@pytest.mark.parametrize("country", sorted(working_time.countries()))
def test_in_every_country_a_year_has_days_off_and_working_days(country: str) -> None:
    place = Place("UTC", country)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    working = sum(working_time.is_working_day(place, day) for day in days)
    assert 200 <= working <= 320


@pytest.mark.parametrize(
    ("written", "code"),
    [("Germany", "DE"), ("germany", "DE"), ("DEU", "DE"), ("Réunion", "RE"), ("Atlantis", None)],
)
def test_a_country_is_known_by_its_name(written: str, code: str | None) -> None:
    assert working_time.country_named(written) == code


def test_a_country_without_zones_has_none() -> None:
    assert "America/New_York" in working_time.zones_of("US")
    assert working_time.zones_of("XX") == ()


def test_regions_are_those_of_the_country() -> None:
    assert "CA" in working_time.regions("US")
    assert "SCT" in working_time.regions("GB")
    assert working_time.regions("IL") == ()
