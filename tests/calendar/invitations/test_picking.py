"""Which events of a calendar look like interviews."""

from __future__ import annotations

from typing import Any

import pytest

from followup_ics import loads
from followup_ics.calendar.invitations import Invitation, Invited
from followup_ics.calendar.invitations.picking import MOST_OF_ONE, picked
from followup_ics.calendar.invitations.proposing import oneself
from inviting import ACME, JORDAN, RECORDS, entered, invitation

BO = Invited("Bo Chen", "bo@acme.example")
CY = Invited("Cy Ode", "cy@employer.example")


def event(uid: str = "one", by: Invited | None = CY, **fields: Any) -> Invitation:
    attendees = (JORDAN, by) if by else ()
    return invitation(uid=uid, organizer=by, attendees=attendees, method="PUBLISH", **fields)


def likely(*events: Invitation, records: str = RECORDS) -> list[str]:
    """Return the titles of those that look like interviews."""
    job_search = loads(records)
    _, found = picked(events, job_search, oneself(events, "Jordan Rivera"))
    return [each.event.summary for each in found if each.is_likely]


LOOKS = [
    ({"summary": "Interview at Globex"}, True),
    ({"summary": "Interview", "by": None}, True),
    ({"summary": "Vorstellungsgespr\u00e4ch"}, True),
    ({"summary": "Entretien d'embauche"}, True),
    ({"summary": "Phone screen"}, True),
    ({"summary": "Recruiter call"}, True),
    ({"summary": "Chat", "text": "about the hiring process at Globex"}, True),
    ({"summary": "Chat", "by": BO}, False),
    ({"summary": "Stand-up"}, False),
    ({"summary": "Dentist", "by": None}, False),
    ({"summary": "Interview: Kim Novak", "text": "Submit feedback in the scorecard"}, False),
]


@pytest.mark.parametrize(("fields", "is_likely"), LOOKS)
def test_a_title_or_a_text_says_what_it_is(fields: dict[str, Any], *, is_likely: bool) -> None:
    assert bool(likely(event(**fields))) is is_likely


def test_what_is_with_a_company_of_the_records_is_likely_too() -> None:
    assert likely(event(summary="Chat", by=BO), records=RECORDS + ACME) == ["Chat"]


def test_where_one_of_a_company_is_likely_the_others_are() -> None:
    assert likely(event("a", BO, summary="Interview"), event("b", BO, summary="Chat")) == [
        "Interview",
        "Chat",
    ]


def test_one_interview_at_the_employer_makes_no_interviews_of_all_its_meetings() -> None:
    meetings = [event(f"m{number}", summary="Stand-up") for number in range(MOST_OF_ONE)]
    assert likely(*meetings, event("i", summary="Interview")) == ["Interview"]


def test_what_is_known_is_apart_and_what_was_cancelled_unknown_is_left_out() -> None:
    known, gone = event("k", BO, summary="Chat"), event("g", BO, cancelled=True)
    records = entered(known)
    familiar, new = picked([known, gone], loads(records), oneself([known], "Jordan Rivera"))
    assert (familiar, new) == ([known], [])
