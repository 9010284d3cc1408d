"""Which company an invitation is from, and how sure that is."""

from __future__ import annotations

import pytest

from followup_ics import loads
from followup_ics.calendar.invitations import Invitation, Invited
from followup_ics.calendar.invitations.known import agrees
from followup_ics.calendar.invitations.mail_domains import company_domain, is_shared
from followup_ics.calendar.invitations.proposals import Guess
from followup_ics.calendar.invitations.proposing import oneself, sorted_out, with_company
from inviting import ACME, JORDAN, RECORDS, invitation, proposed

NOBODY = Invited("Interviews", "interviews@greenhouse.io")
SHARED = Invited("Northwind Robotics Recruiting", "c_1@group.calendar.google.com")
RITA = Invited("Rita Moss", "rita@moss-recruiting.example")


def sent(summary: str = "Interview", by: Invited | None = None, text: str = "") -> Invitation:
    by = by or Invited("Dana Lee", "dana.lee@northwind.example")
    return invitation(summary=summary, organizer=by, attendees=(JORDAN, by), text=text)


NEW = [
    pytest.param(sent(), "Northwind", False, id="an address alone"),
    pytest.param(sent("Northwind Robotics: interview"), "Northwind Robotics", True, id="both"),
    pytest.param(sent("Interview at Globex", NOBODY), "Globex", False, id="a title alone"),
    pytest.param(sent("Interview", SHARED), "Northwind Robotics", False, id="a shared calendar"),
    pytest.param(
        sent("Interview", NOBODY, "Your interview with Globex Corp. is confirmed."),
        "Globex Corp",
        False,
        id="a text alone",
    ),
    pytest.param(sent("Interview: Globex", RITA), "Globex", False, id="an agency's address"),
    pytest.param(sent("Interview", RITA), "Moss Recruiting", False, id="an agency, no title"),
    pytest.param(sent("Interview", NOBODY), "", False, id="nothing"),
    pytest.param(
        sent("Interview", Invited("Dana", "dana@gmail.com")), "", False, id="free mail says nothing"
    ),
    pytest.param(
        sent("Chat with Dana Lee and Jordan Rivera"), "Northwind", False, id="people are no company"
    ),
    pytest.param(
        invitation(
            summary="Globex - Jordan Rivera",
            organizer=NOBODY,
            attendees=(Invited("", JORDAN.email),),
        ),
        "Globex",
        False,
        id="nor is the candidate, whom only the address names",
    ),
]


def test_of_a_company_that_somebody_says_role_and_people_are_known() -> None:
    given = invitation(
        organizer=None, attendees=(JORDAN, Invited("bo chen", "bo.chen@elsewhere.example"))
    )
    job_search = loads(RECORDS + ACME)
    me = oneself([given], "Jordan Rivera")
    (work,) = sorted_out([given], job_search, me)
    found = with_company(proposed(given), "Acme", work, job_search, me)
    assert found.company == Guess("Acme", sure=True, why="as you said")
    assert (found.role.value, found.role.sure) == ("Engineer", True)
    assert [each.name for each in found.people] == [Guess("Bo Chen", sure=True, why="known")]


@pytest.mark.parametrize(("given", "company", "sure"), NEW)
def test_a_new_company_is_named_by_its_title_or_its_address(
    given: Invitation, company: str, *, sure: bool
) -> None:
    found = proposed(given).company
    assert (found.value, found.sure) == (company, sure)


BO = Invited("Bo Chen", "bo@acme.example")
AGENT = """\
  - company: Globex
    role: Engineer
    start: 2026-11-11 10:00
    people:
      - {name: Rita Moss, part: recruiter, email: rita@moss-recruiting.example}
"""
KNOWN = [
    pytest.param(sent(by=BO), "Acme Inc.", id="somebody known there"),
    pytest.param(sent(by=Invited("Cy", "cy@acme.example")), "Acme Inc.", id="an address there"),
    pytest.param(sent("Acme - second round", NOBODY), "Acme Inc.", id="its name in the title"),
    pytest.param(sent(by=Invited("Cy", "cy@acmehq.example")), "Acme Inc.", id="a domain like it"),
    pytest.param(
        sent("Interview", NOBODY, "We at Acme look forward to it"), "Acme Inc.", id="in the text"
    ),
    pytest.param(
        sent("Interview", Invited("Rita Moss", "rita@moss-recruiting.example")),
        "Globex",
        id="a recruiter who is known there",
    ),
]


@pytest.mark.parametrize(("given", "company"), KNOWN)
def test_a_company_of_the_records_goes_first_in_its_spelling(
    given: Invitation, company: str
) -> None:
    found = proposed(given, records=RECORDS + ACME + AGENT).company
    assert (found.value, found.sure) == (company, True)


def test_a_recruiter_of_several_companies_is_asked_about_the_latest_first() -> None:
    second = AGENT.replace("Globex", "Initech").replace("2026-11-11", "2026-11-12")
    found = proposed(sent("Interview", RITA), records=RECORDS + AGENT + second).company
    assert (found.value, found.sure, found.others) == ("Initech", False, ("Globex",))


def test_a_recruiters_domain_does_not_make_it_the_clients_company() -> None:
    other = Invited("Cy", "cy@moss-recruiting.example")
    found = proposed(sent("Interview: Initech", other), records=RECORDS + AGENT).company
    assert (found.value, found.sure) == ("Initech", False)


DOMAINS = [
    ("dana@northwind.example", "northwind.example"),
    ("dana@eu.mail.northwind.co.uk", "northwind.co.uk"),
    ("dana@gh-mail.northwind.com", "northwind.com"),
    ("dana@northwind.onmicrosoft.com", "northwind.onmicrosoft.com"),
    ("dana@NORTHWIND.example", "northwind.example"),
    ("dana@gmail.com", ""),
    ("dana@yahoo.co.uk", ""),
    ("dana@hotmail.fr", ""),
    ("no-reply@us.greenhouse-mail.io", ""),
    ("notification@calendly.com", ""),
    ("c_1@group.calendar.google.com", ""),
    ("room@resource.calendar.google.com", ""),
    ("calendar-notification@google.com", ""),
    ("dana@google.com", "google.com"),
    ("fred@fireflies.ai", ""),
    ("not an address", ""),
]


@pytest.mark.parametrize(("email", "domain"), DOMAINS)
def test_a_domain_that_says_nothing_is_no_companys(email: str, domain: str) -> None:
    assert company_domain(email) == domain


SHARED_MAILBOXES = [
    ("no-reply@x.example", True),
    ("interview.scheduling@x.example", True),
    ("recruiting@x.example", True),
    ("talent-acquisition@x.example", True),
    ("careers@x.example", True),
    ("hr@x.example", True),
    ("dana.lee@x.example", False),
    ("hrvoje@x.example", False),
    ("teamo.jones@x.example", False),
    ("jobst@x.example", False),
]


@pytest.mark.parametrize(("email", "shared"), SHARED_MAILBOXES)
def test_a_mailbox_of_several_people_is_told_by_its_name(email: str, *, shared: bool) -> None:
    assert is_shared(email) is shared


@pytest.mark.parametrize(
    ("label", "name", "can_be"),
    [
        ("northwind", "Northwind Robotics, Inc.", True),
        ("northwindrobotics", "Northwind Robotics", True),
        ("northwind-robotics", "Northwind Robotics", True),
        ("getacme", "Acme", True),
        ("nrl", "Northwind Robotics Labs", True),
        ("acme", "Globex", False),
        ("a", "Acme", False),
    ],
)
def test_a_domain_can_be_that_of_a_company(label: str, name: str, *, can_be: bool) -> None:
    assert agrees(label, name) is can_be
