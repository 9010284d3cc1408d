"""What titles and texts say of the job, and how the interview is held."""

from __future__ import annotations

from typing import Any

import pytest

from followup_ics.calendar.invitations import Invited
from followup_ics.calendar.invitations.roles import likeness
from followup_ics.calendar.invitations.titles import company_in, parts_of, role_in
from inviting import ACME, JORDAN, RECORDS, entered, invitation, later, proposed

TITLES = [
    (
        "Interview: Platform Engineer at Northwind Robotics",
        "Northwind Robotics",
        "Platform Engineer",
    ),
    ("Platform Engineer - Phone screen", "", "Platform Engineer"),
    ("Hiring Manager Interview - Senior Product Manager", "", "Senior Product Manager"),
    ("Acme: Onsite interview (Site Reliability Engineer)", "", "Site Reliability Engineer"),
    ("Software Engineer Interview", "", "Software Engineer"),
    ("Systems Engineer phone screen", "", "Systems Engineer"),
    ("Head of Data interview at Orchard", "Orchard", "Head of Data"),
    ("Product Manager @ Globex", "Globex", "Product Manager"),
    ("Interview for Operations Lead", "", "Operations Lead"),
    ("Vorstellungsgespräch bei Muster GmbH", "Muster GmbH", ""),
    ("Entwicklerin (m/w/d): Erstgespräch", "", "Entwicklerin"),
    ("R-0012345 Financial Analyst | Interview", "", "Financial Analyst"),
    ("Data Engineer (REQ 4711)", "", "Data Engineer"),
    ("HR Manager - interview", "", "HR Manager"),
    ("Interview - Hiring Manager", "", ""),
    ("System design interview", "", ""),
    ("Interview", "", ""),
    ("Zoom meeting", "", ""),
    ("Canceled: Interview with Dana Lee", "", ""),
    ("30 min intro call (Dana Lee)", "", ""),
    ("Jordan Rivera <> Dana Lee", "", ""),
]


@pytest.mark.parametrize(("title", "company", "role"), TITLES)
def test_a_title_names_a_company_and_a_role(title: str, company: str, role: str) -> None:
    found = parts_of(title, ["Jordan Rivera", "Dana Lee"])
    assert (found.company, found.role) == (company, role)


REST = [
    ("Phone Screen - Acme", ("Acme",)),
    ("Jordan Rivera <> Northwind", ("Northwind",)),
    ("Tech screen w/ Acme", ("Acme",)),
    ("Jordan <> Acme", ("Acme",)),
    ("Chat with Jordan", ()),
    ("Johnson & Sons interview", ("Johnson & Sons",)),
    ("Interview, Widgets, Inc.", ("Widgets, Inc",)),
    ("Assessment centre, Tyrell", ("Tyrell",)),
    ("Technical interview between Piper Net and Jordan Rivera", ("Piper Net",)),
]


@pytest.mark.parametrize(("title", "rest"), REST)
def test_what_is_left_of_a_title_may_be_the_company(title: str, rest: tuple[str, ...]) -> None:
    assert parts_of(title, ["Jordan Rivera"]).rest == rest


TEXTS = [
    ("Position: Data Analyst\nWhere: here", "Data Analyst", ""),
    ("Thank you for your interest in the Data Engineer role at Globex.", "Data Engineer", "Globex"),
    ("for the Senior Editor position with Lakeside Health.", "Senior Editor", "Lakeside Health"),
    ("the position of Data Engineer.", "Data Engineer", ""),
    ("Company: Acme, Inc.", "", "Acme, Inc"),
    ("We play a role in this.", "", ""),
    ("the Data Engineer role at Planet X.", "Data Engineer", "Planet X"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role", "company"), TEXTS)
def test_a_text_names_a_role_and_a_company(text: str, role: str, company: str) -> None:
    assert (role_in(text), company_in(text)) == (role, company)


# Which application it is a round of

BO = Invited("Bo Chen", "bo@acme.example")
CY = Invited("Cy Ode", "cy@acme.example")
WRITER = """\
  - company: Acme
    role: Technical Writer
    start: 2026-11-11 10:00
    people:
      - {name: Cy Ode, email: cy@acme.example}
"""
TAKEN = "    outcome: {result: accepted, on: 2026-11-12}\n"
AGAIN = "  - {company: Acme, role: Engineer, start: 2026-11-20 10:00}\n"
OVER = "    outcome: {result: rejected, on: 2026-11-12}\n"


def ended(result: str, on: str) -> str:
    return f"    outcome: {{result: {result}, on: {on}}}\n"


ROUNDS = [
    pytest.param([ACME], {}, ("Engineer", True), id="the one open application"),
    pytest.param([ACME], {"summary": "Senior Engineer"}, ("Engineer", True), id="a role alike"),
    pytest.param([ACME], {"summary": "Nurse - call"}, ("Nurse", False), id="another role"),
    pytest.param([ACME, WRITER], {}, ("Engineer", False), id="several, with whom it is"),
    pytest.param([ACME, WRITER], {"by": CY}, ("Technical Writer", False), id="with another one"),
    pytest.param(
        [ACME, WRITER], {"summary": "Technical Writer"}, ("Technical Writer", True), id="named"
    ),
    pytest.param([ACME, WRITER, OVER], {}, ("Engineer", True), id="several, one of them over"),
    pytest.param([ACME, OVER], {}, ("", False), id="none is open"),
    pytest.param([ACME, ended("rejected", "2026-11-10")], {}, ("", False), id="over that day"),
    pytest.param([ACME, ended("withdrawn", "2026-11-12")], {}, ("", False), id="withdrawn"),
    pytest.param([ACME, ended("offer", "2026-11-12")], {}, ("Engineer", True), id="an offer"),
    pytest.param([ACME, OVER, AGAIN], {}, ("Engineer", True), id="open again after a rejection"),
    pytest.param(
        [ACME, ended("rejected", "2026-11-20 10:00"), AGAIN], {}, ("", False), id="over by then"
    ),
    pytest.param(
        [ACME, ended("withdrawn", "2026-11-20 09:59"), AGAIN],
        {},
        ("Engineer", True),
        id="over a minute before the next one",
    ),
    pytest.param([ACME, TAKEN, AGAIN], {}, ("", False), id="over for good once accepted"),
]


@pytest.mark.parametrize(("records", "fields", "expected"), ROUNDS)
def test_an_invitation_is_a_round_of_an_open_application(
    records: list[str], fields: dict[str, Any], expected: tuple[str, bool]
) -> None:
    by = fields.get("by", BO)
    summary = fields.get("summary", "Interview")
    given = invitation(summary=summary, organizer=by, attendees=(JORDAN, by))
    found = proposed(given, records=RECORDS + "".join(records)).role
    assert (found.value, found.sure) == expected


def test_the_other_open_applications_are_offered() -> None:
    given = invitation(organizer=CY, attendees=(JORDAN, CY))
    found = proposed(given, records=RECORDS + ACME + WRITER).role
    assert (found.value, found.others) == ("Technical Writer", ("Engineer",))


def test_the_second_invitation_of_a_company_is_a_round_of_what_the_first_one_brought() -> None:
    first = invitation(summary="Northwind: Data Engineer, phone screen")

    records = entered(first)
    second = invitation(uid="two", start=later(days=3), summary="Northwind: final round")
    found = proposed(second, records=records)
    assert (found.company.value, found.role.value, found.role.sure) == (
        "Northwind",
        "Data Engineer",
        True,
    )


def test_roles_are_alike_by_their_words() -> None:
    assert likeness("Senior Platform Engineer", "Platform Engineer (m/w/d)") == 1
    assert likeness("Engineer", "Platform Engineer") == 1
    assert likeness("Data Engineer", "Data Analyst") == 1 / 3
    assert likeness("Platform Engineer", "Nurse") == 0
    assert likeness("Senior", "Senior Nurse") == 0


def test_of_several_roles_alike_the_others_are_offered() -> None:
    sre = WRITER.replace("Technical Writer", "Site Reliability Engineer")
    given = invitation(
        summary="Reliability Engineer", organizer=BO, attendees=(JORDAN, BO), text="See you."
    )
    found = proposed(given, records=RECORDS + ACME + sre).role
    assert (found.value, found.sure, found.why) == (
        "Site Reliability Engineer",
        False,
        "the title says Reliability Engineer",
    )
    assert found.others == ("Engineer", "Reliability Engineer")


# How


KINDS = [
    ({"url": "https://meet.google.com/abc-defg-hij"}, "video", True),
    ({"text": "https://us02web.zoom.us/j/123456789?pwd=x\nDial +1 646 555 0100"}, "video", True),
    ({"location": "https://teams.microsoft.com/l/meetup-join/19%3a"}, "video", True),
    ({"location": "https://northwind.webex.com/meet/dana"}, "video", True),
    ({"location": "Microsoft Teams Meeting"}, "video", True),
    ({"location": "Zoom"}, "video", True),
    ({"location": "Phone"}, "phone", True),
    ({"location": "+1 312 555 0142"}, "phone", True),
    ({"location": "tel:+13125550142"}, "phone", True),
    ({"summary": "Phone screen"}, "phone", True),
    ({"summary": "Recruiter call"}, "phone", True),
    ({"text": "Dana will call you at +1 212 555 0100."}, "phone", True),
    ({"location": "500 W Madison St, Chicago, IL 60661"}, "in_person", True),
    ({"location": "Beispielweg 5, 10115 Berlin"}, "in_person", True),
    ({"location": "12 rue de la Paix, Paris"}, "in_person", True),
    ({"location": "10 Example Road, London EC1A 1BB"}, "in_person", True),
    ({"summary": "Onsite interview"}, "in_person", True),
    ({"location": "Lakeview 4, 2nd floor"}, "in_person", True),
    ({"location": "Room 4.2"}, "in_person", False),
    ({"location": "Room 4.2", "url": "https://meet.google.com/abc-defg-hij"}, "video", True),
    ({"summary": "Phone screen", "url": "https://meet.google.com/abc-defg-hij"}, "video", False),
    (
        {
            "location": "500 W Madison St, Chicago",
            "text": "Join: https://us02web.zoom.us/j/123456789",
        },
        "in_person",
        False,
    ),
    ({"location": "Zoom 12345 passcode"}, "video", True),
    ({"location": "The Old Mill"}, "in_person", False),
    ({"location": "https://rooms.example/old-mill"}, "", False),
    ({}, "", False),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "kind", "sure"), KINDS)
def test_links_words_and_places_say_how(fields: dict[str, Any], kind: str, *, sure: bool) -> None:
    found = proposed(invitation(**fields)).kind
    assert (found.value, found.sure) == (kind, sure)
    assert set(found.others) <= {"video", "phone", "in_person"} - {kind}
    assert found.sure or found.others
