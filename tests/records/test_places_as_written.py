"""Places as people write them: regions by code or by name, zones by abbreviation or by city."""

from __future__ import annotations

from datetime import date

import pytest

from building import planned
from followup_ics import Candidate, RecordsError, loads
from followup_ics.working_time import countries, day_off, region_named, regions

# Regions

REGIONS = [
    pytest.param("DE", "DE-BY", "BY", id="the ISO form"),
    pytest.param("GB", "GB-SCT", "SCT", id="the ISO form of Scotland"),
    pytest.param("US", "US-NY", "NY", id="the ISO form of New York"),
    pytest.param("AT", "at-9", "9", id="the ISO form in small letters"),
    pytest.param("DE", "by", "BY", id="small letters"),
    pytest.param("AU", "Vic", "VIC", id="mixed letters"),
    pytest.param("DE", "AUGSBURG", "Augsburg", id="a code that is a name"),
    pytest.param("DE", "Bayern", "BY", id="Bayern"),
    pytest.param("CA", "Ontario", "ON", id="Ontario"),
    pytest.param("AT", "Wien", "9", id="Wien"),
    pytest.param("US", "new york", "NY", id="a name in small letters"),
    pytest.param("CA", "Québec", "QC", id="with its accent"),
    pytest.param("CH", "Zurich", "ZH", id="without its accent"),
    pytest.param("DE", "Baden-Wu\u0308rttemberg", "BW", id="with a combining accent"),
    pytest.param("DE", "DE-Bayern", "BY", id="the country before a name"),
]


@pytest.mark.parametrize(("country", "written", "code"), REGIONS)
def test_a_region_is_taken_as_it_is_written(country: str, written: str, code: str) -> None:
    found = Candidate(timezone="Europe/Berlin", country=country, region=written)
    assert found.region == code


@pytest.mark.parametrize("country", sorted(countries()))
def test_every_code_is_itself_and_its_iso_form(country: str) -> None:
    for code in regions(country):
        assert region_named(country, code) == code
        assert region_named(country, f"{country}-{code}".lower()) == code


def test_a_region_by_name_has_the_days_of_its_code() -> None:
    named = loads("candidate: {timezone: Europe/Berlin, country: DE, region: Bayern}\n").candidate
    assert day_off(named.country, named.region, date(2026, 1, 6)) == "Epiphany"


ONE_CALENDAR = [
    pytest.param("IE", "D", id="Dublin"),
    pytest.param("JP", "13", id="Tokyo"),
    pytest.param("PH", "PH-MNL", id="Manila, in the ISO form"),
    pytest.param("SG", "sg-01", id="in small letters"),
]


@pytest.mark.parametrize(("country", "region"), ONE_CALENDAR)
def test_a_code_in_a_country_with_one_calendar_is_taken_with_a_note(
    country: str, region: str
) -> None:
    found = planned(candidate=f"timezone: Europe/Dublin, country: {country}, region: {region}")
    [note] = [each for each in found.notes if each.about == "candidate.region"]
    assert note.level == "info"
    assert "one calendar" in note.text


def test_a_code_without_days_of_its_own_changes_no_day_off() -> None:
    assert day_off("IE", "D", date(2026, 10, 26)) == day_off("IE", None, date(2026, 10, 26))
    assert day_off("IE", "D", date(2026, 10, 27)) is None


def region_fault(country: str, region: str) -> str:
    with pytest.raises(RecordsError) as caught:
        loads(f"candidate: {{timezone: Europe/Berlin, country: {country}, region: '{region}'}}\n")
    [fault] = caught.value.faults
    return fault.message


WRONG_REGIONS = [
    pytest.param("US", "NYC", "did you mean NY?", id="a city"),
    pytest.param("US", "XX", "WI, WV, WY", id="the last ones, too"),
    pytest.param("DE", "US-NY", "BY (Bayern)", id="the ISO form of another country"),
    pytest.param("DE", "Byern", "did you mean Bayern?", id="a misspelt name"),
    pytest.param("AT", "Vienna", "9 (Wien)", id="a name in English"),
    pytest.param("GB", "Scottland", "did you mean Scotland?", id="a misspelt country"),
    pytest.param("IT", "ZZ", "VR, VT, VV", id="among a hundred"),
    pytest.param("JP", "Tokyo", "one calendar; leave it out", id="a name, with one calendar"),
    pytest.param("IE", "JP-13", "one calendar; leave it out", id="another's, with one calendar"),
]


@pytest.mark.parametrize(("country", "region", "said"), WRONG_REGIONS)
def test_a_wrong_region_is_told_all_that_would_be_right(
    country: str, region: str, said: str
) -> None:
    message = region_fault(country, region)
    assert said in message
    assert "..." not in message
