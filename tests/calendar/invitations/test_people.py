"""Whom an invitation brings together, and what it says of them."""

from __future__ import annotations

from typing import Any

import pytest

from followup_ics.calendar.invitations import Invited
from followup_ics.calendar.invitations.calling import cleaned_name
from followup_ics.calendar.invitations.mentions import Mention, mentions_of, titled
from followup_ics.calendar.invitations.oneself import own_addresses
from inviting import ACME, DANA, IVAN, JORDAN, RECORDS, invitation, proposed


def met(*attendees: Invited, records: str = RECORDS, **fields: Any) -> list[str]:
    """Return who is proposed; "?" behind a name that is a guess."""
    found = proposed(invitation(attendees=(JORDAN, *attendees), **fields), records=records)
    return [each.name.value + "?" * (not each.name.sure) for each in found.people]


def test_the_candidate_is_not_met() -> None:
    assert met(DANA) == ["Dana Lee"]
    other_spelling = Invited("", "JRivera@mail.example")
    assert met(DANA, other_spelling) == ["Dana Lee"]


NOBODY = [
    Invited("Lakeview 4", "c_1@resource.calendar.google.com", kind="resource"),
    Invited("Room 4", "room4@northwind.example", kind="room"),
    Invited("Platform", "platform@northwind.example", kind="group"),
    Invited("Northwind Recruiting", "recruiting@northwind.example"),
    Invited("Northwind Talent Bookings", "NorthwindTalent@northwind.example"),
    Invited("", "no-reply@us.greenhouse-mail.io"),
    Invited("Fred", "fred@fireflies.ai"),
    Invited("Dana's Notetaker", "assistant@northwind.example"),
    Invited("Kim Novak", "kim@northwind.example", declined=True),
    Invited("", ""),
]


@pytest.mark.parametrize("each", NOBODY, ids=lambda each: each.name or each.email or "nothing")
def test_rooms_groups_mailboxes_note_takers_and_who_declined_are_not_met(each: Invited) -> None:
    assert met(DANA, each) == ["Dana Lee"]


def test_who_declined_is_told() -> None:
    away = Invited("Kim Novak", "kim@northwind.example", declined=True)
    found = proposed(invitation(attendees=(JORDAN, DANA, away)))
    assert found.notes == ("Kim Novak declined, and is left out",)


def test_who_sent_it_may_not_be_there() -> None:
    assert met(IVAN) == ["Ivan Petrov", "Dana Lee?"]
    assert met(IVAN, DANA) == ["Ivan Petrov", "Dana Lee"]
    assert met(IVAN, text="You will meet Dana Lee and Ivan Petrov.") == ["Ivan Petrov", "Dana Lee"]
    assert met() == ["Dana Lee"]


def test_who_leads_it_comes_first() -> None:
    chair = Invited("Ivan Petrov", "ivan.petrov@northwind.example", chair=True)
    assert met(DANA, chair) == ["Ivan Petrov", "Dana Lee"]


NAMES = [
    ("Lee, Dana", "Dana Lee", "", True),
    ("Lee, Dana (Engineering Manager)", "Dana Lee", "Engineering Manager", True),
    ("Dana Lee (she/her)", "Dana Lee", "", True),
    ("'Dana Lee'", "Dana Lee", "", True),
    ('Lee, Dana "Dee"', 'Dana "Dee" Lee', "", True),
    ("Dana Lee - Recruiter", "Dana Lee", "Recruiter", True),
    ("Dana Lee (dana@x.example)", "Dana Lee", "", True),
    ("Dana Lee, PhD", "Dana Lee, PhD", "", True),
    ("Jean-Luc O'Neil", "Jean-Luc O'Neil", "", True),
    ("", "Dana Lee", "", False),
    ("dana.lee@x.example", "Dana Lee", "", False),
]


@pytest.mark.parametrize(("cn", "name", "title", "sure"), NAMES)
def test_a_name_is_as_people_write_it(cn: str, name: str, title: str, *, sure: bool) -> None:
    found, beside = cleaned_name(Invited(cn, "dana.lee@x.example"))
    assert (found.value, beside, found.sure) == (name, title, sure)


def test_somebody_known_keeps_the_name_of_the_records() -> None:
    bo = Invited("Chen, B.", "bo@acme.example")
    assert met(bo, organizer=bo, records=RECORDS + ACME) == ["Bo Chen"]


# In the text


TEXTS = [
    pytest.param(
        "Who: Dana Lee, VP Engineering and Tomasz Nowak (Staff Engineer)",
        [("Dana Lee", "VP Engineering"), ("Tomasz Nowak", "Staff Engineer")],
        id="a list on one line",
    ),
    pytest.param(
        "Interviewers:\n- Dana Lee, VP Engineering\n- Aisha Bello - Product Manager\n\nJoin Zoom",
        [("Dana Lee", "VP Engineering"), ("Aisha Bello", "Product Manager")],
        id="a list below",
    ),
    pytest.param(
        "10:00 - 10:45 Dana Lee, Director\n10:45 AM - 11:30 AM EST: Tomasz Nowak\n12:00 Lunch",
        [("Dana Lee", "Director"), ("Tomasz Nowak", "")],
        id="a schedule",
    ),
    pytest.param(
        "9:00 - 9:45 AM\nSystem design with Nina Sharp (Staff Engineer)",
        [("Nina Sharp", "Staff Engineer")],
        id="a schedule over two lines",
    ),
    pytest.param(
        "Dana Lee, Director\nDana Lee: +1 312 555 0142\nWho: Dana Lee",
        [("Dana Lee", "Director")],
        id="somebody three times",
    ),
    pytest.param(
        "You will meet Ana de la Cruz and Jean-Luc Picard.",
        [("Ana de la Cruz", ""), ("Jean-Luc Picard", "")],
        id="a sentence",
    ),
    pytest.param(
        "Dana Lee is inviting you to a scheduled Zoom meeting.", [("Dana Lee", "")], id="Zoom's"
    ),
    pytest.param("Join Zoom Meeting\nUnited States\nOne Tap Mobile", [], id="no name"),
    pytest.param("Who: Jordan Rivera", [], id="the candidate"),
]


@pytest.mark.parametrize(("text", "people"), TEXTS)
def test_names_in_the_text_count_where_nobody_is_invited(
    text: str, people: list[tuple[str, str]]
) -> None:
    found = proposed(invitation(organizer=None, attendees=(JORDAN,), text=text)).people
    assert [(each.name.value, each.fields.get("title", "")) for each in found] == people


def test_what_a_text_says_of_somebody_in_several_places_is_put_together() -> None:
    lines = [
        "The hiring manager is Dana Lee",
        "Dana Lee, Director",
        "Dana Lee <dana@northwind.example>",
        "Dana Lee: +1 312 555 0142",
        "Interviewers: Dana Lee",
    ]
    for text in ("\n".join(lines), "\n".join(reversed(lines))):
        assert mentions_of(text, None) == [
            Mention(
                "Dana Lee",
                "Director",
                "dana@northwind.example",
                "+1 312 555 0142",
                is_interviewer=True,
                is_manager=True,
                is_told=True,
            )
        ]


def test_somebody_known_whom_only_the_text_names_has_the_name_of_the_records() -> None:
    text = "Acme interview with bo chen.\nWho: Bo Chen, Director"
    given = invitation(organizer=None, attendees=(JORDAN,), summary="Acme: call", text=text)
    (found,) = proposed(given, records=RECORDS + ACME.replace("Bo Chen", "Bo CHEN")).people
    assert (found.name.value, found.name.sure, found.name.why) == ("Bo CHEN", True, "known")
    assert found.fields == {"title": "Director"}


def test_names_in_the_text_add_nobody_to_those_invited() -> None:
    assert met(DANA, text="Who: Tomasz Nowak") == ["Dana Lee"]


def test_a_title_in_the_text_is_that_of_who_is_invited() -> None:
    text = "Kind regards,\nDana Lee\nTalent Partner"
    (dana,) = proposed(invitation(text=text)).people
    assert dana.fields == {
        "title": "Talent Partner",
        "part": "human_resources",
        "email": "dana.lee@northwind.example",
    }


PHONES = [
    ("Dana Lee will call you from +1 312 555 0142.", "+1 312 555 0142"),
    ("If you are late, call Dana Lee at (312) 555-0142", "(312) 555-0142"),
    ("Dana Lee: +44 1632 960001", "+44 1632 960001"),
    ("Dana Lee will call you at +1 212 555 0100.", ""),
    ("Dana Lee will use your number, +1 212 555 0100", ""),
    ("Dana Lee\nReception: +1 312 555 0100", ""),
    ("Dana Lee: dial +1 646 555 0100,,123456789# or join", ""),
    ("Call +1 312 555 0142", ""),
    ("Dial in with Dana Lee: +1 646 555 0100", ""),
]


@pytest.mark.parametrize(("text", "phone"), PHONES)
def test_a_number_is_somebodys_only_where_the_text_says_so(text: str, phone: str) -> None:
    (dana,) = proposed(invitation(text=text)).people
    assert dana.fields.get("phone", "") == phone


@pytest.mark.parametrize(
    ("title", "part", "vote"),
    [
        ("Hiring Manager", "hiring_manager", ""),
        ("Technical Recruiter", "recruiter", ""),
        ("Talent Acquisition Partner", "recruiter", ""),
        ("Talent Partner", "human_resources", ""),
        ("HR Business Partner", "human_resources", ""),
        ("People Operations", "human_resources", ""),
        ("Recruiting Coordinator", "recruiter", "false"),
        ("Staff Engineer", "", ""),
    ],
)
def test_a_title_says_which_part_somebody_has(title: str, part: str, vote: str) -> None:
    found = titled(title)
    assert (found.get("part", ""), found.get("vote", "")) == (part, vote)


def test_words_that_are_no_title_say_nothing() -> None:
    assert titled("in the afternoon") == {}


def test_the_one_left_is_taken_for_the_manager_of_whom_the_title_speaks() -> None:
    rita = Invited("Rita Moss (Recruiter)", "rita@northwind.example")
    found = proposed(
        invitation(summary="Hiring Manager Interview", attendees=(JORDAN, DANA, rita))
    ).people
    assert {each.name.value: each.fields.get("part") for each in found} == {
        "Rita Moss": "recruiter",
        "Dana Lee": "hiring_manager",
    }
    assert {each.name.value: [*each.checks] for each in found if each.checks} == {
        "Dana Lee": ["part"]
    }


def test_a_long_text_is_read_to_a_limit() -> None:
    crowd = "\n".join(f"Who: Ada{'x' * n} Lee" for n in range(200))
    assert len(mentions_of(crowd, None)) == 51


# Who the candidate is


GUEST = Invited("", "jordan@gmail.com")
OWN = [
    pytest.param([invitation()], "Jordan Rivera", {"jordan.rivera@mail.example"}, id="by name"),
    pytest.param(
        [invitation(attendees=(Invited("J. R.", "jrivera@mail.example"), DANA))],
        "Jordan Rivera",
        {"jrivera@mail.example"},
        id="by the name in the address",
    ),
    pytest.param(
        [
            invitation(attendees=(Invited("", "j@mail.example"), DANA, IVAN)),
            invitation(
                uid="two",
                organizer=Invited("Bo", "bo@acme.example"),
                attendees=(Invited("", "j@mail.example"),),
            ),
        ],
        None,
        {"j@mail.example"},
        id="on every invitation",
    ),
    pytest.param(
        [invitation(attendees=(DANA, IVAN, GUEST))], None, {"jordan@gmail.com"}, id="by free mail"
    ),
    pytest.param(
        [invitation(attendees=(DANA, IVAN, JORDAN))],
        None,
        {"jordan.rivera@mail.example"},
        id="the only one from elsewhere",
    ),
    pytest.param(
        [
            invitation(
                summary="Northwind <> Jordan Rivera",
                organizer=Invited("Interviews", "c_1@group.calendar.google.com"),
                attendees=(JORDAN, DANA),
            )
        ],
        None,
        {"jordan.rivera@mail.example"},
        id="not of the company in the title",
    ),
    pytest.param([invitation(attendees=(DANA, IVAN))], None, set(), id="nobody can be told"),
]


@pytest.mark.parametrize(("given", "name", "mine"), OWN)
def test_the_candidate_is_told_from_those_invited(
    given: list[Any], name: str | None, mine: set[str]
) -> None:
    assert own_addresses(given, name) == mine
