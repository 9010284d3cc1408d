"""Whole outputs, kept: each `golden/NAME.yaml` gives exactly `golden/NAME.ics`.

The calendars that records are planned around stand in `golden/calendars`.

`pytest --rewrite` writes them anew; the difference is then there to be read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from followup_ics import load, to_ics
from followup_ics.calendar.busy.around import CalendarAccess, plan_around
from paths import GOLDEN, SAMPLE

NOW = datetime(2026, 11, 1, tzinfo=UTC)
RECORDS = [*sorted(GOLDEN.glob("*.yaml")), SAMPLE]


@pytest.mark.parametrize("records", RECORDS, ids=lambda path: path.stem)
def test_records_give_the_same_calendar_as_ever(records: Path, rewrite: bool) -> None:
    golden = GOLDEN / f"{records.stem}.ics"
    planned = plan_around(load(records), CalendarAccess(records.parent))
    ics = to_ics(planned, now=NOW)
    if rewrite:
        golden.write_bytes(ics)
    assert ics == golden.read_bytes()
    events = Calendar.from_ical(ics).walk("VEVENT")
    assert len(events) == sum(each.status != "cancelled" for each in planned.follow_ups)
