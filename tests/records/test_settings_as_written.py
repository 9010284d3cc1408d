"""Settings of the calendar, as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from followup_ics import CalendarSettings, loads

ALARMS = [
    pytest.param("10m", timedelta(minutes=10), id="minutes"),
    pytest.param("15 minutes", timedelta(minutes=15), id="in words"),
    pytest.param("1h30", timedelta(minutes=90), id="hours and minutes"),
    pytest.param("24h", timedelta(days=1), id="a day"),
    pytest.param("none", timedelta(0), id="none"),
    pytest.param("None", timedelta(0), id="a capital"),
    pytest.param("no", timedelta(0), id="what YAML reads as false"),
    pytest.param("off", timedelta(0), id="off"),
    pytest.param("", None, id="left empty"),
]


@pytest.mark.parametrize(("written", "meant"), ALARMS)
def test_an_alarm_is_a_length_of_time_or_none(written: str, meant: timedelta | None) -> None:
    found = loads(f"candidate: {{timezone: UTC}}\ncalendar: {{alarm: {written}}}")
    assert found.calendar.alarm == meant


@pytest.mark.parametrize(
    "alarm",
    [
        "soon",
        "0m",
        "25h",
        "10",
        timedelta(seconds=90),
        10,
        True,
    ],
)
def test_what_no_alarm_can_be_says_what_to_write(alarm: object) -> None:
    with pytest.raises(ValidationError, match="such as 10m or 1h30m, up to 24h, or none"):
        CalendarSettings.model_validate({"alarm": alarm})


@pytest.mark.parametrize("written", ["", "calendar:\n", "calendar: {}\n", "calendar: {name: }\n"])
def test_without_settings_there_are_none(written: str) -> None:
    assert loads(f"{written}candidate: {{timezone: UTC}}").calendar == CalendarSettings()


def test_settings_are_written_as_they_are_read() -> None:
    found = loads("candidate: {timezone: UTC}\ncalendar: {name: Mine, alarm: none}").calendar
    assert CalendarSettings(**found.model_dump()) == found
