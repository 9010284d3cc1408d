"""What is written is told line by line, each date in full."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from building import planned, search
from finding import one
from followup_ics.answering.answers import Answer, Offered, asked
from followup_ics.answering.telling import told

ON = datetime(2026, 11, 6, 10)
TUESDAY = datetime(2026, 12, 1, 14)

TOLD = [
    pytest.param(
        Answer(ON, done=True, heard="soon", call_back=date(2026, 11, 12)),
        [
            "  done: Friday 6 November 2026, 10:00 America/New_York",
            "  heard: soon",
            "  call back: Thursday 12 November 2026",
        ],
        id="a call",
    ),
    pytest.param(
        Answer(ON, done=False),
        ["  not reached: Friday 6 November 2026, 10:00 America/New_York"],
        id="nobody answered",
    ),
    pytest.param(
        Answer(ON, skipped=True),
        ["  skipped: Friday 6 November 2026, 10:00 America/New_York"],
        id="skipped",
    ),
    pytest.param(
        Answer(ON, next_interview=TUESDAY, decision_by=date(2026, 12, 4)),
        [
            "  they decide by: Friday 4 December 2026",
            "  next interview: Tuesday 1 December 2026, 14:00 America/New_York",
        ],
        id="a next interview",
    ),
    pytest.param(
        Answer(ON, next_interview=TUESDAY, next_kind="in_person", call_back=TUESDAY),
        [
            "  call back: Tuesday 1 December 2026, 14:00 America/New_York",
            "  next interview: Tuesday 1 December 2026, 14:00 America/New_York, in person",
        ],
        id="and how one talks there",
    ),
    pytest.param(
        Answer(ON, offer=Offered(date(2026, 11, 13))),
        [
            "  an offer: Friday 6 November 2026, 10:00 America/New_York",
            "  answer by: Friday 13 November 2026",
        ],
        id="an offer",
    ),
    pytest.param(
        Answer(ON, activity="a talk", outcome="withdrawn"),
        [
            "  activity: a talk, Friday 6 November 2026",
            "  outcome: withdrawn, Friday 6 November 2026, 10:00 America/New_York",
        ],
        id="an activity, and the end",
    ),
]


@pytest.mark.parametrize(("answer", "lines"), TOLD)
def test_each_thing_that_is_written_has_its_line(answer: Answer, lines: list[str]) -> None:
    about = asked(search(), one(planned(), "phone_call"))
    assert list(told(about, answer)) == ["Call Dana (Acme)", *lines]
