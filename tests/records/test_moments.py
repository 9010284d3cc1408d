"""A date that somebody gives: one meaning, told in full, or what to write instead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from followup_ics.errors import NotADateError
from followup_ics.records.moments import in_full, moment, moments

NEW_YORK, NOW = "America/New_York", datetime(2026, 11, 23, 16, tzinfo=UTC)

READ = [
    pytest.param("fri 2pm", "Friday 27 November 2026, 14:00 America/New_York", id="as said"),
    pytest.param("2026-12-01 14:00", "Tuesday 1 December 2026, 14:00 America/New_York", id="as is"),
    pytest.param("2026-12-01", "Tuesday 1 December 2026", id="a date alone"),
    pytest.param(
        "2026-12-01T14:00-08:00", "Tuesday 1 December 2026, 17:00 America/New_York", id="elsewhere"
    ),
    pytest.param(
        "2026-12-01T14:00", "Tuesday 1 December 2026, 14:00 America/New_York", id="a form"
    ),
]


@pytest.mark.parametrize(("text", "full"), READ)
def test_a_date_is_read_as_said_or_as_the_records_have_it(text: str, full: str) -> None:
    assert in_full(moment(text, NEW_YORK, NOW, ahead=True), NEW_YORK) == full


REFUSED = [
    pytest.param(
        "someday",
        "found 'someday'; write one such as 2026-11-10 14:00, or a date alone, or say it as in "
        "'tue 10am' or 'in 2 weeks'",
        id="no date",
    ),
    pytest.param(
        "03/04",
        "'03/04' is Thursday 4 March 2027 or Saturday 3 April 2027; write the month as a word",
        id="two dates",
    ),
    pytest.param(
        "mon Nov 24",
        "found 'mon Nov 24', but 2026-11-24 is a Tuesday; mend the day or the date",
        id="another weekday",
    ),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_has_not_one_meaning_is_refused_with_what_to_write(text: str, why: str) -> None:
    with pytest.raises(NotADateError) as refused:
        moment(text, NEW_YORK, NOW, ahead=True)
    assert (refused.value.text, str(refused.value)) == (text, why)


def test_whoever_can_ask_which_is_given_both_meanings() -> None:
    found = moments("03/04", NEW_YORK, NOW, ahead=True)
    assert [f"{each}" for each in found] == ["2027-03-04", "2027-04-03"]
