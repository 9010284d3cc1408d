"""Time zones as people write them: never an hour off in silence, and always the right hint."""

from __future__ import annotations

import json

import pytest

from followup_ics import RecordsError, loads, plan
from followup_ics.records.zone_names import _ABBREVIATIONS, _CITIES, meant
from followup_ics.working_time import is_zone


def told(zone: str, **beside: str) -> str:
    with pytest.raises(RecordsError) as raised:
        loads(json.dumps({"candidate": {"timezone": zone} | beside}))
    return str(raised.value)


REFUSED = [
    ("ET", "America/New_York or America/Toronto"),
    ("EDT", "America/New_York or America/Toronto"),
    ("pst", "America/Los_Angeles, America/Vancouver"),
    ("CST", "America/Chicago, America/Winnipeg, Asia/Shanghai or America/Havana"),
    ("IST", "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
    ("BST", "Europe/London or Asia/Dhaka"),
    ("CEST", "Europe/Berlin"),
    ("AEST", "Australia/Sydney or Australia/Brisbane"),
    ("Eastern Standard Time", "America/New_York"),
    ("Eastern Time", "America/New_York"),
    ("Pacific Daylight Time", "America/Los_Angeles"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Central European Summer Time", "Europe/Berlin"),
    ("India Standard Time", "Asia/Kolkata"),
    ("Mumbai", "Asia/Kolkata"),
    ("san francisco", "America/Los_Angeles"),
    ("San Francisco, CA", "America/Los_Angeles"),
    ("Munich", "Europe/Berlin"),
]


@pytest.mark.parametrize(("written", "zones"), REFUSED)
def test_a_zone_that_is_none_is_answered_with_what_it_can_mean(written: str, zones: str) -> None:
    assert f"found '{written}'; write the zone of the place, such as {zones}" in told(written)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("UTC+2", "Europe/Athens"),
        ("GMT-5", "America/New_York"),
        ("-08:00", "America/Los_Angeles"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("UTC+0530", "Asia/Kolkata"),
    ],
)
def test_an_offset_is_answered_with_places_that_have_it(written: str, zone: str) -> None:
    assert zone in told(written)


@pytest.mark.parametrize(
    ("written", "zone"), [("Europe/Berlni", "Europe/Berlin"), ("New York", "America/New_York")]
)
def test_a_misspelt_zone_is_answered_with_the_nearest(written: str, zone: str) -> None:
    assert f"write an IANA zone such as America/New_York; did you mean {zone}?" in told(written)


IN_A_COUNTRY = [
    ("IST", "IE", "Europe/Dublin, Asia/Kolkata or Asia/Jerusalem"),
    ("CST", "CN", "Asia/Shanghai, America/Chicago, America/Winnipeg or America/Havana"),
    ("CST", "TW", "Asia/Taipei, America/Chicago, America/Winnipeg or Asia/Shanghai"),
    ("EDT", "JM", "America/Jamaica, America/New_York or America/Toronto"),
    ("PST", "PH", "Asia/Manila, America/Los_Angeles, America/Vancouver or America/Tijuana"),
    ("CEST", "PL", "Europe/Warsaw, Europe/Berlin, Europe/Paris or Europe/Madrid"),
    ("CEST", "GB", "Europe/Berlin, Europe/Paris, Europe/Madrid or Europe/Rome"),
    ("Central Standard Time", "CA", "America/Winnipeg, "),
    ("W. Europe Standard Time", "IT", "Europe/Rome or Europe/Berlin"),
    ("Romance Standard Time", "ES", "Europe/Madrid, "),
    ("India Standard Time", "IN", "Asia/Kolkata"),
    ("UTC+1", "ES", "Europe/Madrid, Atlantic/Canary, Europe/Berlin or "),
    ("UTC+2", "PL", "Europe/Warsaw, "),
    ("UTC-5", "MX", "America/Cancun, "),
    ("UTC+9:30", "AU", "Australia/Darwin or Australia/Adelaide"),
    ("Local time", "IE", "Europe/Dublin"),
    ("somewhere", "NZ", "Pacific/Auckland or Pacific/Chatham"),
]


@pytest.mark.parametrize(("written", "country", "zones"), IN_A_COUNTRY)
def test_the_zones_of_the_country_come_first(written: str, country: str, zones: str) -> None:
    wanted = f"found '{written}'; write the zone of the place, such as {zones}"
    assert wanted in told(written, country=country)


@pytest.mark.parametrize(
    ("written", "country"), [("somewhere", "US"), ("somewhere", "XX"), ("Europe/Berlni", "GB")]
)
def test_a_country_of_many_zones_or_of_none_tells_nothing(written: str, country: str) -> None:
    assert "such as America/New_York" in told(written, country=country)


def told_of_person(**countries: str) -> str:
    """Return what is told of a person's IST, with the countries of who and what are around."""
    beside = {who: {"country": each} for who, each in countries.items()}
    person = {"name": "Dana", "timezone": "IST"} | beside.get("person", {})
    meeting = {"company": "A", "role": "B", "start": "2026-11-10 14:00", "people": [person]}
    candidate = {"timezone": "UTC"} | beside.get("candidate", {})
    tree = {"candidate": candidate, "interviews": [meeting | beside.get("interview", {})]}
    with pytest.raises(RecordsError) as raised:
        loads(json.dumps(tree))
    return str(raised.value).partition("such as ")[2]


@pytest.mark.parametrize(
    ("countries", "first"),
    [
        ({"person": "IE", "interview": "IL", "candidate": "US"}, "Europe/Dublin"),
        ({"interview": "IE", "candidate": "IL"}, "Europe/Dublin"),
        ({"candidate": "IE"}, "Europe/Dublin"),
        ({"interview": "US", "candidate": "IE"}, "Asia/Kolkata"),
        ({}, "Asia/Kolkata"),
    ],
)
def test_the_nearest_country_counts(countries: dict[str, str], first: str) -> None:
    assert told_of_person(**countries).startswith(first)


def warnings(**candidate: str) -> list[tuple[str, str]]:
    interview = {"company": "A", "role": "B", "start": "2026-11-10 14:00", "id": "n"}
    people = [{"name": "Dana", "timezone": candidate["timezone"]}]
    search = {"candidate": candidate, "interviews": [interview | candidate | {"people": people}]}
    found = plan(loads(json.dumps(search))).notes
    return [(each.about, each.text) for each in found if "the clocks of no place" in each.text]


@pytest.mark.parametrize(
    ("zone", "place"),
    [
        ("EST", "America/New_York"),
        ("MST", "America/Denver, America/Phoenix"),
        ("HST", "Pacific/Honolulu"),
        ("CET", "Europe/Berlin"),
        ("EET", "Europe/Athens"),
        ("EST5EDT", "America/New_York"),
        ("PST8PDT", "America/Los_Angeles"),
        ("Etc/GMT+5", "America/New_York"),
        ("Etc/GMT-1", "Europe/Berlin"),
    ],
)
def test_a_zone_of_no_place_is_taken_with_a_warning_that_names_the_place(
    zone: str, place: str
) -> None:
    found = warnings(timezone=zone)
    assert [about for about, _ in found] == [
        "candidate.timezone",
        "interviews[n].people[0].timezone",
        "interviews[n].timezone",
    ]
    assert all(place in text for _, text in found)


@pytest.mark.parametrize(
    ("zone", "country", "place"),
    [
        ("EST", "CA", "America/Toronto"),
        ("EST", "PA", "America/Panama"),
        ("CET", "PL", "Europe/Warsaw"),
        ("Etc/GMT+5", "CA", "America/Toronto"),
        ("Etc/GMT-1", "IT", "Europe/Rome"),
    ],
)
def test_a_warning_names_the_places_of_the_country_first(
    zone: str, country: str, place: str
) -> None:
    found = warnings(timezone=zone, country=country)
    assert len(found) == 3
    assert all(f"write {place}, " in f"{text}," or f"write {place} or" in text for _, text in found)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "UTC", "Etc/UTC", "Japan"])
def test_a_zone_of_a_place_is_fine(zone: str) -> None:
    assert not warnings(timezone=zone)


def test_every_zone_that_is_named_can_be_written() -> None:
    named = {zone for zones in _ABBREVIATIONS.values() for zone in zones.split()} | set(_CITIES)
    assert all(map(is_zone, named))


@pytest.mark.parametrize("text", ["", " ", "nowhere", "x" * 500, "UTC+99", "+", "Etc/GMT", "-"])
def test_what_means_nothing_is_answered_with_no_zone(text: str) -> None:
    assert meant(text) == ()
