"""What a plan notes, to the letter: how weighty, about what, and in which words."""

from __future__ import annotations

import pytest

from building import (
    ANYWHERE,
    BO,
    DANA,
    IVAN,
    JORDAN,
    RITA,
    having,
    interview,
    lacking,
    offered,
    planned,
)
from finding import one
from followup_ics import Note
from followup_ics.planning.results import Level

CHOSEN = {"first_choice": "true"}
DANA_LEE = "{name: Dana Lee, email: dana@acme.example, topics: [hiring]}"
CALLED = lacking(DANA, "email")


def again(people: str = DANA, **fields: str) -> str:
    """Return another interview, a week after the usual one unless said otherwise."""
    return interview(people, **{"id": "again", "start": "2026-11-09 14:00", **fields})


INTERVIEWS = [
    pytest.param(
        [interview(), again(BO, company="Best", start="2026-11-02 14:30")],
        (
            "warning",
            "interviews[again].start",
            "Best (Engineer) begins Mon 2 Nov 14:30, while you are in the interview with Acme "
            "(Engineer) until Mon 2 Nov 15:00: mend the start or the end of one of them.",
        ),
        id="two at once",
    ),
    pytest.param(
        [interview(start="2026-11-02")],
        (
            "info",
            "interviews[first].start",
            "The interview has a date but no time, so the plan takes it to end at 17:00. "
            "Add the time to place the thank-you notes exactly.",
        ),
        id="no time",
    ),
    pytest.param(
        [interview(start="2026-11-02T14:00+01:00")],
        (
            "info",
            "interviews[first].start",
            "2026-11-02 14:00+01:00 is not written in the time of America/New_York, where clocks "
            "show Mon 2 Nov 08:00: that is taken. Else mend the offset or the timezone.",
        ),
        id="the offset of another zone",
    ),
    pytest.param(
        [interview(), again(company="Acme Inc", role="Analyst")],
        (
            "info",
            "interviews[again].company",
            "Acme and Acme Inc are taken for one company, as their names differ in the legal form "
            "alone. Are they two? Give one of them a company_id.",
        ),
        id="two legal forms",
    ),
    pytest.param(
        [interview(follow_up_from="2026-11-30")],
        (
            "warning",
            "interviews[first].follow_up_from",
            "Left out, because its time had passed by Mon 30 Nov: phone_call to Dana.",
        ),
        id="written down late",
    ),
    pytest.param(
        [interview(follow_up_from="2026-11-30")],
        (
            "warning",
            "interviews[first].follow_up_from",
            "Left out, because its time had passed by Mon 30 Nov: stand_out.",
        ),
        id="written down late, of a task",
    ),
    pytest.param(
        [interview(), again(BO, company="Best")],
        (
            "info",
            "interviews[again]",
            "No stand_out of its own: one in 28 days is enough, and that of Mon 16 Nov for Acme "
            "serves.",
        ),
        id="one task for two",
    ),
    pytest.param(
        [interview(timezone="CET")],
        (
            "warning",
            "interviews[first].timezone",
            "CET follows the clocks of no place, and may be an hour off in half of the year: write "
            "Europe/Berlin, Europe/Paris, Europe/Madrid or Europe/Rome.",
        ),
        id="a zone of no place",
    ),
    pytest.param(
        [interview(timezone="CET", country="FR")],
        (
            "warning",
            "interviews[first].timezone",
            "CET follows the clocks of no place, and may be an hour off in half of the year: write "
            "Europe/Paris, Europe/Berlin, Europe/Madrid or Europe/Rome.",
        ),
        id="a zone of no place, in a country",
    ),
    pytest.param(
        [interview(region="CA")],
        (
            "info",
            "interviews[first].region",
            "The region counts only with the country beside it; add it.",
        ),
        id="a region alone",
    ),
    pytest.param(
        [interview(having(DANA, "country: SG", "region: X"))],
        (
            "info",
            "interviews[first].people[0].region",
            "SG has one calendar for all its regions, so that X changes nothing.",
        ),
        id="a region without days off",
    ),
    pytest.param(
        [interview(country="GB")],
        (
            "info",
            "interviews[first].region",
            "The regions of GB have days off of their own, and no region is given: add ENG, NIR, "
            "SCT or WLS, so that a call does not fall on one.",
        ),
        id="no region, of few",
    ),
    pytest.param(
        [interview(country="US")],
        (
            "info",
            "candidate.region",
            "The regions of US have days off of their own, and no region is given: add one, such "
            "as WY, so that a call does not fall on one.",
        ),
        id="no region, of many",
    ),
]

PEOPLE = [
    pytest.param(
        [interview("")],
        (
            "warning",
            "interviews[first].people",
            "Nobody is recorded for Acme (Engineer); the plan speaks of the hiring manager. Add a "
            "name.",
        ),
        id="nobody",
    ),
    pytest.param(
        [interview(IVAN)],
        (
            "info",
            "interviews[first].people",
            "Find out who the hiring manager is for Acme (Engineer), and add them.",
        ),
        id="no hiring manager",
    ),
    pytest.param(
        [interview()],
        (
            "info",
            "interviews[first].people",
            "Find somebody in human resources for Acme (Engineer), and add them.",
        ),
        id="nobody in human resources",
    ),
    pytest.param(
        [interview(lacking(DANA, "phone"))],
        ("info", "interviews[first].people[0].phone", "Add the telephone number of Dana."),
        id="no telephone number",
    ),
    pytest.param(
        [interview(f"{DANA}, {lacking(IVAN, 'email')}")],
        ("info", "interviews[first].people[1].email", "Add the e-mail of Ivan."),
        id="no e-mail address",
    ),
    pytest.param(
        [interview("{name: Olga}")],
        (
            "info",
            "interviews[first].people[0].topics",
            "Add what Olga talked about, to be personal.",
        ),
        id="no topics",
    ),
    pytest.param(
        [interview(CALLED)],
        (
            "info",
            "interviews[first].people[0].email",
            "share_article to Dana is told in the call of Fri 6 Nov. Add the e-mail of Dana, and "
            "it is sent.",
        ),
        id="a gift is told",
    ),
    pytest.param(
        [interview(CALLED, next_step="{follow_up_on: 2026-11-09, by: phone}")],
        (
            "info",
            "interviews[first].people[0].email",
            "share_article to Dana is told in the call of Mon 9 Nov. Add the e-mail of Dana, and "
            "it is sent.",
        ),
        id="a gift is told in the call that was agreed",
    ),
    pytest.param(
        [interview(CALLED, outcome="{result: rejected, on: 2026-11-06 09:00}")],
        (
            "warning",
            "interviews[first].people[0].email",
            "Left out: share_article to Dana: no call to them is left to tell it in. Add the "
            "e-mail of Dana, and it is sent.",
        ),
        id="a gift is not told",
    ),
    pytest.param(
        [interview(CALLED)],
        (
            "info",
            "interviews[first]",
            "No contact with Acme from Mon 23 Nov to Sat 28 Nov: the last one was a call, and "
            "nobody there can be written to. Add an e-mail address.",
        ),
        id="calls alone",
    ),
    pytest.param(
        [interview(DANA_LEE), again("{name: Dana, email: dana@acme.example}")],
        (
            "info",
            "interviews[again].people[0]",
            "Dana Lee and Dana are taken for one person, as they share dana@acme.example. Are they "
            "two? Write both names in full.",
        ),
        id="one person",
    ),
    pytest.param(
        [interview(DANA_LEE), again("{name: Sam Poe, email: dana@acme.example}")],
        (
            "warning",
            "interviews[again].people[0]",
            "Dana Lee and Sam Poe share dana@acme.example and are taken for two people. Are they "
            "one? Write the name in the same way.",
        ),
        id="two people",
    ),
    pytest.param(
        [interview(DANA_LEE), again("{name: Dana Lee, email: lee@acme.example}")],
        (
            "info",
            "interviews[again].people[0]",
            "Dana Lee has 2 addresses (dana@acme.example, lee@acme.example) and is taken for one "
            "person.",
        ),
        id="a new address",
    ),
    pytest.param(
        [interview("{name: Dana}"), again("{name: Dana Lee}")],
        (
            "warning",
            "interviews[first].people[0]",
            "Dana may be Dana Lee, and is taken for somebody else. Are they one? Write the name in "
            "the same way.",
        ),
        id="a part of a name",
    ),
    pytest.param(
        [
            interview(f"{DANA_LEE}, {{name: Dana Lee, email: lee@acme.example}}"),
            again("{name: Dana Lee}"),
        ],
        (
            "warning",
            "interviews[again].people[0]",
            "Dana Lee may be one of 2 people of that name: the one with dana@acme.example is "
            "taken. Add the e-mail of the one that you mean.",
        ),
        id="one of two of that name",
    ),
    pytest.param(
        [interview(RITA), again(RITA, company="Best")],
        (
            "info",
            "interviews[again].people[0]",
            "Rita is the same person here and in interviews[first].people[0], by "
            "rita@agency.example.",
        ),
        id="at two companies",
    ),
]

LOGS = [
    pytest.param(
        "{on: 2026-11-04, did: lunch, to: Dan}",
        (
            "warning",
            "to",
            "Dan is not one of the people of this application, so that this counts for nobody "
            "else; add them; did you mean Dana?",
        ),
        id="a name misspelt",
    ),
    pytest.param(
        "{on: 2026-11-04, did: lunch, to: Lee}",
        (
            "warning",
            "to",
            "Lee is not one of the people of this application, so that this counts for nobody "
            "else; write Ann Lee or Bea Lee",
        ),
        id="a name of two",
    ),
    pytest.param(
        "{on: 2027-01-12, did: lunch}",
        (
            "warning",
            "on",
            "This is past Mon 11 Jan 2027, the end of the plan for the interview, so that nothing "
            "counts from it: check the year.",
        ),
        id="past the end",
    ),
    pytest.param(
        "{on: 2026-11-04, did: called}",
        (
            "warning",
            "did",
            "'called' is taken for phone_call: write that, or another tactic's name.",
        ),
        id="another word",
    ),
    pytest.param(
        "{on: 2026-11-04, did: lunch}",
        ("info", "did", "'lunch' is no tactic of the playbook; it counts as a contact."),
        id="no tactic",
    ),
    pytest.param(
        "{on: 2026-11-04, did: lunch, skipped: true}",
        ("info", "did", "'lunch' is no tactic of the playbook; nothing is skipped."),
        id="no tactic, skipped",
    ),
    pytest.param(
        "{on: 2026-11-04, did: answer_cal, skipped: true}",
        (
            "info",
            "did",
            "'answer_cal' is no tactic of the playbook; did you mean answer_offer?; nothing is "
            "skipped.",
        ),
        id="like a tactic",
    ),
    pytest.param(
        "{on: 2026-11-04, did: share_article, reached: false}",
        (
            "warning",
            "reached",
            "share_article is no call, so that it counts as done: leave reached out.",
        ),
        id="a letter that reached nobody",
    ),
    pytest.param(
        "{on: 2026-11-04, did: counter_offer, skipped: true}",
        ("info", "", "Nothing that is planned is skipped by this entry."),
        id="nothing to skip",
    ),
]

OFFERS = [
    pytest.param(
        [interview()],
        [offered()],
        (
            "warning",
            "offers[Globex]",
            "You have an offer from Globex, but no application is marked 'first_choice: true'. "
            "Mark one, and it is told of the offer.",
        ),
        id="no first choice",
    ),
    pytest.param(
        [interview(**CHOSEN), again(BO, company="Best", **CHOSEN)],
        [offered()],
        (
            "warning",
            "offers[Globex]",
            "More than one application is marked 'first_choice: true'; only Acme is told of the "
            "offer. Unmark the others.",
        ),
        id="two first choices",
    ),
    pytest.param(
        [interview(**CHOSEN)],
        [offered("2026-11-12 11:00", "2026-11-12 11:05")],
        (
            "warning",
            "interviews[first]",
            "Left out: counter_offer to Dana: your answer to the offer is due before there is time "
            "to tell them.",
        ),
        id="no time to tell",
    ),
    pytest.param(
        [interview()],
        [offered("2026-11-12 11:00", "2026-11-12 11:05")],
        (
            "warning",
            "candidate",
            "Left out: answer_offer: the offer of Globex ends too soon after it came.",
        ),
        id="no time to answer",
    ),
    pytest.param(
        [interview(**CHOSEN)],
        [offered("2026-11-12T11:00+01:00")],
        (
            "info",
            "offers[0].received",
            "2026-11-12 11:00+01:00 is not written in the time of America/New_York, where clocks "
            "show Thu 12 Nov 05:00: that is taken. Else mend the offset or the timezone.",
        ),
        id="the offset of another zone",
    ),
    pytest.param(
        [interview(**CHOSEN)],
        [offered(), offered("2026-11-13 10:00", company="Initech")],
        (
            "info",
            "offers[Initech]",
            "Acme is not told of the offer from Initech by itself: the time that it has for its "
            "answer still runs.",
        ),
        id="while time runs",
    ),
    pytest.param(
        [interview()],
        [offered(company="Acme", role="Architect")],
        (
            "info",
            "offers[Acme]",
            "You applied to Acme as Engineer, and the offer is for Architect: it is taken as the "
            "answer to that application.",
        ),
        id="another role",
    ),
    pytest.param(
        [interview(company="Northwind Robotics")],
        [offered(company="Northwind")],
        (
            "warning",
            "offers[Northwind].company",
            "You have no interview with Northwind, so that this ends no application; did you mean "
            "Northwind Robotics?",
        ),
        id="a part of a company's name",
    ),
    pytest.param(
        [interview(company="Northwind")],
        [offered(company="Nortwind")],
        (
            "warning",
            "offers[Nortwind].company",
            "You have no interview with Nortwind, so that this ends no application; did you mean "
            "Northwind?",
        ),
        id="a company's name misspelt",
    ),
    pytest.param(
        [interview()],
        [offered(company="Acme Ltd", role="Engineer")],
        (
            "info",
            "offers[Acme Ltd].company",
            "Acme and Acme Ltd are taken for one company, as their names differ in the legal form "
            "alone. Are they two? Give one of them a company_id.",
        ),
        id="another legal form",
    ),
]

AWAY = "2026-11-14/2027-03-31"
CANDIDATES = [
    pytest.param(
        f"{JORDAN}, away: [{AWAY}]",
        (
            "info",
            "candidate",
            "No keep_searching in the week of Mon 16 Nov: none of its working days is available.",
        ),
        id="a week away",
    ),
    pytest.param(
        f"{JORDAN}, away: [{AWAY}]",
        (
            "warning",
            "interviews[first]",
            "No time was found to keep in touch with Acme after Tue 17 Nov: look at 'available' "
            "and 'away'.",
        ),
        id="no slot",
    ),
    pytest.param(
        f"{JORDAN}, away: [{AWAY}]",
        (
            "info",
            "interviews[first]",
            "No contact with Acme is left to ask whether you are still in the running: ask it in "
            "the next one that comes up.",
        ),
        id="no question",
    ),
    pytest.param(
        f"{JORDAN}, away: [{AWAY}]",
        (
            "info",
            "activities[passed an exam]",
            "No contact with Acme is left to tell of it: mention it in the next one that comes up.",
        ),
        id="no news",
    ),
    pytest.param(
        f"{JORDAN}, away: [{AWAY}]",
        (
            "warning",
            "interviews[first]",
            "Left out: review: no time in its window (Tue 5 Jan, Wed 6 Jan, Thu 7 Jan, Fri 8 Jan, "
            "Sat 9 Jan, Sun 10 Jan, Mon 11 Jan: you are away).",
        ),
        id="a task left out",
    ),
    pytest.param(
        f"{JORDAN}, away: [2026-11-03/2027-03-31]",
        (
            "warning",
            "interviews[first]",
            "Left out: phone_call to Dana: no time in its window (Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, "
            "Fri 6 Nov, Sat 7 Nov: you are away).",
        ),
        id="a call left out",
    ),
    pytest.param(
        "timezone: [America/New_York, {from: 2026-12-01, zone: Europe/Berlin}], country: US",
        (
            "warning",
            "candidate.timezone[1].country",
            "Europe/Berlin is not in US, whose days off go on counting, as no country is given: "
            "add 'country: DE'.",
        ),
        id="a move abroad",
    ),
    pytest.param(
        f"{ANYWHERE}, region: NY",
        (
            "info",
            "candidate.region",
            "The region counts only with the country beside it; add it.",
        ),
        id="a region alone",
    ),
]


@pytest.mark.parametrize(("interviews", "expected"), [*INTERVIEWS, *PEOPLE])
def test_what_interviews_and_their_people_leave_open_is_noted(
    interviews: list[str], expected: tuple[Level, str, str]
) -> None:
    level, about, text = expected
    assert Note(about, level, text) in planned(*interviews).notes


@pytest.mark.parametrize(("entry", "expected"), LOGS)
def test_what_is_odd_in_a_log_is_noted(entry: str, expected: tuple[Level, str, str]) -> None:
    level, field, text = expected
    about = f"interviews[first].log[0]{field and '.'}{field}"
    people = f"{DANA}, {{name: Ann Lee}}, {{name: Bea Lee}}"
    found = planned(interview(people, log=f"[{entry}]"))
    assert Note(about, level, text) in found.notes


@pytest.mark.parametrize(("interviews", "offers", "expected"), OFFERS)
def test_what_an_offer_does_not_do_is_noted(
    interviews: list[str], offers: list[str], expected: tuple[Level, str, str]
) -> None:
    level, about, text = expected
    assert Note(about, level, text) in planned(*interviews, offers=", ".join(offers)).notes


@pytest.mark.parametrize(("candidate", "expected"), CANDIDATES)
def test_what_a_candidates_time_and_place_leave_out_is_noted(
    candidate: str, expected: tuple[Level, str, str]
) -> None:
    level, about, text = expected
    news = "{what: passed an exam, on: 2027-01-05}"
    assert Note(about, level, text) in planned(candidate=candidate, activities=news).notes


PLANNED = [
    pytest.param(
        {"candidate": f"{JORDAN}, away: [2026-11-03/2026-11-07]"},
        "phone_call",
        (
            "warning",
            "Phone call (Dana, Acme) is late: no time in its window (Tue 3 Nov, Wed 4 Nov, "
            "Thu 5 Nov, Fri 6 Nov: you are away; Sat 7 Nov: it is a Saturday).",
        ),
        id="late",
    ),
    pytest.param(
        {"people": f"{DANA}, {IVAN}", "next_step": "{decision_by: 2026-12-10}"},
        "still_in_running",
        (
            "info",
            "The same person as the last time: the question can go to nobody else.",
        ),
        id="twice in a row",
    ),
    pytest.param(
        {"people": lacking(DANA, "phone")},
        "phone_call",
        (
            "info",
            "Phone call (Dana, Acme) goes by e-mail: no telephone number is recorded.",
        ),
        id="by the other channel",
    ),
    pytest.param(
        {"people": "", "candidate": f"{JORDAN}, available: '07:00-08:00'"},
        "phone_call",
        (
            "info",
            "Phone call (Acme) goes by e-mail: their working hours and your available hours never "
            "meet on those days.",
        ),
        id="to nobody named",
    ),
]


@pytest.mark.parametrize(("given", "tactic", "expected"), PLANNED)
def test_what_a_follow_up_could_not_be_is_noted(
    given: dict[str, str], tactic: str, expected: tuple[Level, str]
) -> None:
    fields = {"people": DANA, "candidate": JORDAN, **given}
    candidate = fields.pop("candidate")
    found = planned(interview(**fields), candidate=candidate)
    assert Note(one(found, tactic).uid, *expected) in found.notes
