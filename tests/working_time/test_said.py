"""Dates and times as people say them, on Monday 23 November 2026, 11:00 in New York."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from followup_ics.working_time.said import moments_said

NEW_YORK, NOW = "America/New_York", datetime(2026, 11, 23, 16, tzinfo=UTC)


def meant(said: str, *, ahead: bool = False, now: datetime = NOW) -> list[str]:
    """Return all that can be meant; a time to the minute, and to the second if it has seconds."""

    def shown(each: date) -> str:
        return f"{each} ".replace(":00 ", "").strip()

    return [shown(each) for each in moments_said(said, NEW_YORK, now, ahead=ahead)]


PAST = [
    ("now", "2026-11-23 11:00"),
    ("today", "2026-11-23"),
    ("Yesterday", "2026-11-22"),
    ("yesterday 9:30", "2026-11-22 09:30"),
    ("yesterday at 5pm", "2026-11-22 17:00"),
    ("5 p.m. yesterday", "2026-11-22 17:00"),
    ("mon", "2026-11-23"),
    ("tue 10am", "2026-11-17 10:00"),
    ("Friday, 12 am", "2026-11-20 00:00"),
    ("thurs 12:15pm", "2026-11-19 12:15"),
    ("last mon", "2026-11-16"),
    ("2 days ago", "2026-11-21"),
    ("an hour ago", "2026-11-23 10:00"),
    ("10am", "2026-11-23 10:00"),
    ("11:00", "2026-11-23 11:00"),
    ("1 am", "2026-11-23 01:00"),
    ("14:00", "2026-11-22 14:00"),
    ("noon", "2026-11-22 12:00"),
    ("Nov 20 2pm", "2026-11-20 14:00"),
    ("20 Nov", "2026-11-20"),
    ("Fri, 20th of November at 14h30", "2026-11-20 14:30"),
    ("20.11. 9.30 am", "2026-11-20 09:30"),
    ("the 20th of November", "2026-11-20"),
    ("November the 20th", "2026-11-20"),
    ("23 Nov", "2026-11-23"),
    ("24 Nov", "2025-11-24"),
    ("29 feb", "2024-02-29"),
]


@pytest.mark.parametrize(("said", "then"), PAST)
def test_a_day_of_the_past_is_the_last_that_was(said: str, then: str) -> None:
    assert meant(said) == [then]


AHEAD = [
    ("mon", "2026-11-30"),
    ("fri 2pm", "2026-11-27 14:00"),
    ("this fri", "2026-11-27"),
    ("next tue", "2026-12-01"),
    ("next sun 10am", "2026-12-06 10:00"),
    ("tomorrow 9:00", "2026-11-24 09:00"),
    ("tomorrow noon", "2026-11-24 12:00"),
    ("in 2 weeks", "2026-12-07"),
    ("in a month", "2026-12-23"),
    ("in 1 day at 4pm", "2026-11-24 16:00"),
    ("in 90 minutes", "2026-11-23 12:30"),
    ("2pm", "2026-11-23 14:00"),
    ("10am", "2026-11-24 10:00"),
    ("11:00", "2026-11-24 11:00"),
    ("Nov 24 2pm", "2026-11-24 14:00"),
    ("23 Nov", "2026-11-23"),
    ("24 Nov", "2026-11-24"),
    ("Tue 24 Nov", "2026-11-24"),
    ("Jan. 4th", "2027-01-04"),
    ("Jan. 4", "2027-01-04"),
    ("13/12", "2026-12-13"),
    ("29 feb", "2028-02-29"),
]


@pytest.mark.parametrize(("said", "then"), AHEAD)
def test_a_day_to_come_is_the_next_that_comes(said: str, then: str) -> None:
    assert meant(said, ahead=True) == [then]


THURSDAY = datetime(2026, 11, 26, 16, tzinfo=UTC)
MIDWEEK = [
    ("mon", "2026-11-23", "2026-11-30"),
    ("thu", "2026-11-26", "2026-12-03"),
    ("fri", "2026-11-20", "2026-11-27"),
    ("this mon", "2026-11-23", "2026-11-23"),
    ("this sun", "2026-11-29", "2026-11-29"),
    ("next mon", "2026-11-30", "2026-11-30"),
    ("next fri", "2026-12-04", "2026-12-04"),
    ("last mon", "2026-11-23", "2026-11-23"),
    ("last thu", "2026-11-19", "2026-11-19"),
    ("last fri", "2026-11-20", "2026-11-20"),
]


@pytest.mark.parametrize(("said", "was", "comes"), MIDWEEK)
def test_in_the_middle_of_a_week_a_weekday_is_counted_from_there(
    said: str, was: str, comes: str
) -> None:
    assert meant(said, now=THURSDAY) == [was]
    assert meant(said, ahead=True, now=THURSDAY) == [comes]


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("now", "2026-11-23 11:00"),
        ("an hour ago", "2026-11-23 10:00"),
        ("in 5 minutes", "2026-11-23 11:05"),
    ],
)
def test_seconds_that_nobody_said_are_not_kept(said: str, then: str) -> None:
    assert meant(said, now=NOW.replace(second=42, microsecond=7)) == [then]


@pytest.mark.parametrize("said", ["03/04", "3.4.", "03-04"])
def test_a_day_and_a_month_that_could_be_the_other_are_two_dates(said: str) -> None:
    assert meant(said) == ["2026-03-04", "2026-04-03"]
    assert meant(f"{said} 2pm", ahead=True) == ["2027-03-04 14:00", "2027-04-03 14:00"]


OTHERS = [
    "",
    "someday",
    "tue 10",
    "tue 24:00",
    "tue 25:00",
    "13pm",
    "31 feb",
    "31/31",
    "Nov",
    "24 Nov 2026",
]


@pytest.mark.parametrize("said", OTHERS)
def test_what_is_no_such_date_is_left_to_others(said: str) -> None:
    assert meant(said) == []


@pytest.mark.parametrize(
    "said", ["32 feb", "nov 45", "the 99th of march", "45/10", "10.45.", "0 nov"]
)
@pytest.mark.parametrize("ahead", [False, True], ids=["past", "ahead"])
def test_a_day_that_no_month_has_is_no_year_either(said: str, ahead: bool) -> None:
    assert meant(said, ahead=ahead) == []


def test_a_weekday_that_is_not_that_of_its_date_is_said() -> None:
    with pytest.raises(ValueError, match="2026-11-24 is a Tuesday"):
        meant("Mon 24 Nov", ahead=True)


def test_hours_go_by_while_clocks_change() -> None:
    before = datetime(2026, 11, 1, 5, tzinfo=UTC)  # 01:00, an hour before they are put back
    (then,) = moments_said("in 3 hours", NEW_YORK, before, ahead=True)
    assert then == datetime(2026, 11, 1, 3)
