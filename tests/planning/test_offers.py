"""Offers: whose application one closes, who is told of it, how long they have, when to answer it.

The usual offer comes on Thursday 12 November 2026, ten days after the interview; the days after
it are a weekend, and Thanksgiving is the 26th. On 10 November interest is continued.
"""

from __future__ import annotations

import pytest

from building import (
    BEST,
    BO,
    BOTH,
    BRITISH,
    DANA,
    GERMAN,
    ISRAELI,
    IVAN,
    NEW_YORK,
    first_choice,
    having,
    interview,
    offered,
    planned,
)
from finding import at, contacts, cycle, day, every, local, notes, of, one
from followup_ics import Plan
from followup_ics.working_time import spoken

CANADIAN = "timezone: America/Toronto, country: CA"


def courted(found: Plan, since: str, **wanted: object) -> list[str]:
    """Return what is planned at or after a time in New York, other than one's own tasks."""
    return [each.tactic for each in contacts(found, since, **wanted)]


# An offer for an application in the file


SPELLINGS = [
    pytest.param("Acme", "Engineer", id="as in the interview"),
    pytest.param("ACME", "engineer", id="in other letters"),
    pytest.param('"  acme "', '"ENGINEER"', id="with spaces around it"),
]


@pytest.mark.parametrize(("company", "role"), SPELLINGS)
def test_a_company_that_made_an_offer_is_no_longer_courted(company: str, role: str) -> None:
    found = planned(offers=offered("2026-11-12 11:00", company=company, role=role))
    assert courted(found, "2026-11-12 11:00") == []
    assert of(found, "still_in_running", status="planned") == []
    assert of(found, "review") == ["- self 2027-01-11 17:00 cancelled"]


@pytest.mark.parametrize(("company", "role"), SPELLINGS)
def test_what_an_offer_cancels_says_so_and_what_came_before_it_stands(
    company: str, role: str
) -> None:
    found = planned(offers=offered("2026-11-12 11:00", company=company, role=role))
    cancelled = every(found, status="cancelled")
    assert {"touch_base", "stand_out", "review"} <= {each.tactic for each in cancelled}
    assert all("offer" in each.reasons[-1] for each in cancelled)
    assert of(found, "continued_interest") == ["Dana email 2026-11-10 10:00"]


@pytest.mark.parametrize(("company", "role"), SPELLINGS)
def test_a_company_is_not_asked_for_as_the_first_choice_over_its_own_offer(
    company: str, role: str
) -> None:
    found = planned(offers=offered("2026-11-12 11:00", company=company, role=role))
    assert notes(found, "first_choice") == []
    assert of(found, "counter_offer") == []
    assert of(found, "still_in_running", status="planned") == []


@pytest.mark.parametrize("role", ["Architect", "Engineering Manager", "Engineer II"])
def test_an_offer_for_another_role_closes_the_only_application_there_with_a_note(
    role: str,
) -> None:
    found = planned(offers=offered("2026-11-12 11:00", company="acme", role=role))
    assert courted(found, "2026-11-12 11:00") == []
    assert notes(found, role, "Engineer", "Acme")
    assert notes(found, "first_choice") == []


TWO_ROLES = [
    pytest.param("Engineer", "Analyst", id="the first"),
    pytest.param("analyst", "Engineer", id="the second, in other letters"),
    pytest.param('"Engineer "', "Analyst", id="the first, with a space after it"),
]


@pytest.mark.parametrize(("role", "left"), TWO_ROLES)
def test_of_two_roles_at_one_company_an_offer_closes_its_own(role: str, left: str) -> None:
    other = interview(IVAN, id="other", role="Analyst", start="2026-11-09 14:00")
    offer = offered("2026-11-12 11:00", company="Acme", role=role)
    found = planned(interview(), other, offers=offer)
    assert {
        each.role for each in cycle(found, status="planned") if each.start > at("2026-11-12 11:00")
    } == {left}


def test_an_offer_closes_from_the_time_at_which_it_came() -> None:
    # The call is on Friday 6 November at 10:00.
    before = planned(offers=offered("2026-11-06 09:30", company="Acme", role="Engineer"))
    assert one(before, "phone_call").status == "cancelled"
    after = planned(offers=offered("2026-11-06 12:00", company="Acme", role="Engineer"))
    assert of(after, "phone_call") == ["Dana phone 2026-11-06 10:00"]
    assert one(after, "continued_interest").status == "cancelled"


@pytest.mark.parametrize("company", ["Best", "BEST", '" best "'])
def test_an_offer_for_an_application_is_told_to_the_first_choice_and_closes_its_own(
    company: str,
) -> None:
    found = planned(
        interview(first_choice="true"),
        BEST,
        offers=offered("2026-11-12 11:00", company=company, role="Engineer"),
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00"]
    assert courted(found, "2026-11-12 11:00", company="Best") == []
    assert len(cycle(found, company="Acme", status="planned")) > 3


@pytest.mark.parametrize("company", ["Best", "BEST", '" best "'])
def test_a_first_choice_is_asked_for_where_another_application_is_open(company: str) -> None:
    offer = offered("2026-11-12 11:00", company=company, role="Engineer")
    open_too = planned(interview(), BEST, offers=offer)
    assert notes(open_too, "first_choice")
    alone = planned(interview(outcome="{result: rejected, on: 2026-11-09}"), BEST, offers=offer)
    assert notes(alone, "first_choice") == []


# An offer that is an outcome

OFFERED = {"outcome": "{result: offer, on: 2026-11-12 11:00}"}


def test_an_offer_that_is_an_outcome_asks_for_a_first_choice_where_it_is_written() -> None:
    found = planned(interview(**OFFERED), BEST)
    (note,) = (each for each in found.notes if "first_choice" in each.text)
    assert (note.about, note.level) == ("interviews[first].outcome", "warning")
    assert "You have an offer from Acme" in note.text


def test_the_first_choice_is_not_told_of_its_own_offer_that_is_an_outcome() -> None:
    found = planned(interview(first_choice="true", **OFFERED), BEST)
    assert of(found, "counter_offer") == []
    assert notes(found, "first_choice") == []


def test_another_role_of_the_company_is_not_told_of_an_offer_that_is_an_outcome() -> None:
    other = interview(IVAN, id="other", role="Analyst", first_choice="true")
    assert of(planned(interview(**OFFERED), other), "counter_offer") == []


@pytest.mark.parametrize(
    ("fields", "offers"),
    [
        pytest.param(OFFERED, "", id="in two rounds"),
        pytest.param({}, offered("2026-11-12 10:00", company="Acme", role="Engineer"), id="twice"),
    ],
)
def test_an_offer_that_is_written_twice_is_told_once(fields: dict[str, str], offers: str) -> None:
    first = interview(start="2026-10-20 14:00", **fields)
    second = interview(id="second", start="2026-11-03 14:00", **OFFERED)
    wanted = interview(BO, id="best", company="Best", first_choice="true")
    found = planned(first, second, wanted, offers=offers)
    assert "Acme and Acme" not in one(found, "counter_offer").description
    assert notes(found, "not told of the offer") == []


def test_of_two_first_choices_the_one_that_made_the_offer_is_not_counted() -> None:
    best = interview(BO, id="best", company="Best", first_choice="true")
    found = planned(interview(first_choice="true", **OFFERED), best)
    assert notes(found, "More than one application") == []


def test_an_offer_for_a_third_role_closes_neither_of_two() -> None:
    other = interview(IVAN, id="other", role="Analyst", start="2026-11-09 14:00")
    found = planned(interview(), other, offers=offered(company="Acme", role="Architect"))
    roles = {each.role for each in cycle(found, status="planned")}
    assert roles == {"Engineer", "Analyst"}
    assert not every(found, status="cancelled")


# The end of the time given to the first choice


AWAY = [
    pytest.param("2026-11-14/2026-11-15", "", "2026-11-16 07:00", id="on a weekend away"),
    pytest.param("2026-11-14/2026-11-16", "", "2026-11-17 07:00", id="on a long weekend away"),
    pytest.param(
        "2026-11-14/2026-11-15",
        "2026-11-16 17:00",
        "2026-11-16 07:00",
        id="with time left before the answer",
    ),
    pytest.param(
        "2026-11-14/2026-11-18",
        "2026-12-01 17:00",
        "2026-11-19 07:00",
        id="on five days away",
    ),
]


@pytest.mark.parametrize(("away", "answer_by", "expected"), AWAY)
def test_time_is_not_up_before_the_hours_are_over(away: str, answer_by: str, expected: str) -> None:
    found = first_choice(
        offered("2026-11-12 10:00", answer_by),
        candidate=f"timezone: America/New_York, country: US, away: [{away}]",
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 10:00"]
    assert of(found, "counter_offer_deadline") == [f"- self {expected}"]
    assert "within 48 hours" in one(found, "counter_offer").description


def test_time_is_not_up_early_in_another_country_and_after_a_clock_change() -> None:
    # From Thursday 22 October, 11:00 in Berlin, 48 hours are over on Saturday; the clocks go back
    # on Sunday.
    found = first_choice(
        offered("2026-10-22 11:00"),
        candidate=f"{GERMAN}, available: 08:00-20:00, away: [2026-10-24/2026-10-25]",
        start="2026-10-12 14:00",
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-10-22 11:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-10-26 08:00"]


def test_time_is_not_up_before_the_hours_are_over_far_to_the_west() -> None:
    # 16:30 in Los Angeles is 19:30 in New York.
    found = first_choice(
        offered("2026-11-12 19:30"),
        candidate="timezone: America/New_York, country: US, away: [2026-11-14/2026-11-15]",
        people=having(DANA, "timezone: America/Los_Angeles"),
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 16:30"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-16 07:00"]


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        pytest.param("2026-11-12 09:00", "4h", "2026-11-12 13:00", id="that began before"),
        pytest.param("2026-11-12 10:00", "90m", "2026-11-12 11:30", id="that begins then"),
        pytest.param("2026-11-12 10:05", "1h", "2026-11-12 11:05", id="that begins just after"),
    ],
)
def test_time_is_up_after_an_interview_elsewhere_in_which_the_hours_end(
    start: str, duration: str, expected: str
) -> None:
    on_site = interview(IVAN, id="on-site", company="Cargo", start=start, duration=duration)
    found = planned(
        interview(first_choice="true", start="2026-10-28 14:00"),
        on_site,
        offers=offered("2026-11-10 10:00"),
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-10 10:00"]
    assert of(found, "counter_offer_deadline") == [f"- self {expected}"]


FORCED = [
    pytest.param(
        "2026-11-14/2026-11-16", "2026-11-16 17:00", "2026-11-13 20:45", id="away until the answer"
    ),
    pytest.param(
        "2026-11-14/2026-11-15", "2026-11-15 20:00", "2026-11-13 20:45", id="away on the weekend"
    ),
    pytest.param(
        "2026-11-14/2026-11-16", "2026-11-17 07:10", "2026-11-13 20:45", id="back too late for it"
    ),
]


@pytest.mark.parametrize(("away", "answer_by", "expected"), FORCED)
def test_time_is_up_early_only_where_the_answer_forces_it_and_as_late_as_it_can(
    away: str, answer_by: str, expected: str
) -> None:
    found = first_choice(
        offered("2026-11-12 10:00", answer_by),
        candidate=f"timezone: America/New_York, country: US, away: [{away}]",
    )
    assert of(found, "counter_offer_deadline") == [f"- self {expected}"]
    early = "Earlier than the time given: your own answer is due before there is time later."
    assert early in one(found, "counter_offer_deadline").reasons


# An offer that leaves no working hour


NO_HOUR = [
    # Only Sunday is between the two; 24 hours leave 20 before the answer.
    pytest.param(
        "2026-11-14 12:00", "2026-11-16 08:00", "2026-11-14 12:00", "2026-11-15 12:00", id="weekend"
    ),
    # Thursday is Thanksgiving.
    pytest.param(
        "2026-11-25 18:00", "2026-11-27 08:30", "2026-11-25 18:00", "2026-11-26 18:00", id="holiday"
    ),
    # Before New Year's Day, a Friday.
    pytest.param(
        "2026-12-31 17:30", "2027-01-04 08:30", "2026-12-31 17:30", "2027-01-02 17:30", id="year"
    ),
]


@pytest.mark.parametrize(("received", "answer_by", "told", "due"), NO_HOUR)
def test_without_a_working_hour_before_the_answer_the_first_choice_is_told_by_email_at_once(
    received: str, answer_by: str, told: str, due: str
) -> None:
    found = first_choice(offered(received, answer_by))
    assert of(found, "counter_offer") == [f"Dana email {told}"]
    assert of(found, "counter_offer_deadline") == [f"- self {due}"]
    assert notes(found, "offer", "mail")


def test_without_a_working_hour_on_a_weekend_of_friday_and_saturday_it_is_an_email() -> None:
    # Sunday is a working day in Israel, from 09:00 on; 48 hours would leave less than a day.
    found = first_choice(offered("2026-11-12 17:30", "2026-11-15 08:30"), candidate=ISRAELI)
    assert of(found, "counter_offer") == ["Dana email 2026-11-12 17:30"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-13 17:30"]


def test_without_a_working_hour_over_easter_it_is_an_email() -> None:
    # Good Friday is 26 March 2027, Easter Monday the 29th, and summer time begins on the 28th.
    found = first_choice(
        offered("2027-03-25 18:00", "2027-03-30 08:00"),
        candidate=GERMAN,
        start="2027-03-15 14:00",
    )
    assert of(found, "counter_offer") == ["Dana email 2027-03-25 18:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2027-03-27 18:00"]


def test_without_an_hour_of_theirs_overnight_it_is_an_email_and_names_the_instant() -> None:
    # 20:30 in New York is 17:30 in Los Angeles, where work starts at noon in New York.
    found = first_choice(
        offered("2026-11-12 20:30", "2026-11-13 11:30"),
        people=having(DANA, "timezone: America/Los_Angeles"),
    )
    assert of(found, "counter_offer") == ["Dana email 2026-11-12 17:30"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-13 11:15"]
    told = one(found, "counter_offer").description
    assert "by Fri 08:15" in told
    assert "within" not in told


@pytest.mark.parametrize("agreed", ["2026-11-24", "2026-11-18", "2026-11-13 15:00"])
def test_somebody_who_named_a_day_for_a_call_is_told_by_email_before_it(agreed: str) -> None:
    log = f"[{{on: 2026-11-06 10:00, did: phone_call, to: Dana, call_back: {agreed}}}]"
    found = first_choice(offered("2026-11-12 11:00"), log=log)
    assert of(found, "counter_offer") == ["Dana email 2026-11-12 11:00"]
    promise = one(found, "call_back")
    assert day(promise) == agreed[:10]
    told = f"By e-mail: no call before {spoken(promise.start.date())}, the date agreed with them."
    assert told in one(found, "counter_offer").reasons


# Fewer hours than a day


def by_when(found: Plan) -> list[str]:
    """Return what the call and the end of the time that it gives say of that time."""
    texts = [each.description for each in every(found, "counter_offer", "counter_offer_deadline")]
    assert len(texts) == 2
    assert not any("within 24 hours" in text or "within 48 hours" in text for text in texts)
    return texts


SHORT = [
    pytest.param("2026-11-12 11:00", "2026-11-12 16:30", "12 16:15", "by 16:15 today", id="today"),
    pytest.param("2026-11-12 10:00", "2026-11-12", "12 16:45", "by 16:45 today", id="a bare date"),
    pytest.param("2026-11-12 15:00", "2026-11-13 12:00", "13 11:45", "by Fri 11:45", id="tomorrow"),
    pytest.param(
        "2026-11-12 16:45", "2026-11-13 16:30", "13 16:15", "by Fri 16:15", id="just under a day"
    ),
]


@pytest.mark.parametrize(("received", "answer_by", "due", "expected"), SHORT)
def test_where_less_than_a_day_is_left_the_text_names_the_instant(
    received: str, answer_by: str, due: str, expected: str
) -> None:
    found = first_choice(offered(received, answer_by))
    assert of(found, "counter_offer") == [f"Dana phone {received}"]
    assert of(found, "counter_offer_deadline") == [f"- self 2026-11-{due}"]
    assert all(expected in text for text in by_when(found))


THEIR_ZONES = [
    pytest.param("America/Chicago", "by 15:15 today", id="Chicago"),
    pytest.param("America/Denver", "by 14:15 today", id="Denver"),
    pytest.param("America/Halifax", "by 17:15 today", id="Halifax"),
]


@pytest.mark.parametrize(("zone", "expected"), THEIR_ZONES)
def test_the_instant_told_to_somebody_is_in_their_own_time(zone: str, expected: str) -> None:
    people = having(DANA, f"timezone: {zone}")
    found = first_choice(offered("2026-11-12 11:00", "2026-11-12 16:30"), people=people)
    assert one(found, "counter_offer_deadline").start == at("2026-11-12 16:15")
    assert expected in one(found, "counter_offer").description
    assert "within 24 hours" not in one(found, "counter_offer").description


# Answering the offer itself


DUE = [
    # Thanksgiving itself, then days after it: the Friday is a working day, the weekend is not.
    pytest.param("2026-11-26 17:00", "", "2026-11-25", id="due on Thanksgiving"),
    pytest.param("2026-11-27", "", "2026-11-25", id="due the day after it"),
    pytest.param("2026-11-30 12:00", "", "2026-11-27", id="due on the Monday after"),
    pytest.param("2026-11-30 12:00", "2026-11-27", "2026-11-25", id="due then, away on Friday"),
    pytest.param("2026-12-02 00:30", "", "2026-12-01", id="due at night"),
]


@pytest.mark.parametrize(("answer_by", "away", "expected"), DUE)
def test_an_offer_is_answered_on_the_last_working_day_before_its_date(
    answer_by: str, away: str, expected: str
) -> None:
    found = planned(
        candidate=f"timezone: America/New_York, country: US, away: [{away}]",
        offers=offered("2026-11-19 16:00", answer_by),
    )
    assert of(found, "answer_offer") == [f"- self {expected} 09:00"]


ABROAD = [
    # Easter Monday is 29 March 2027; Friday is Good Friday.
    pytest.param(GERMAN, "2027-03-18 12:00", "2027-03-30 17:00", "2027-03-25", id="DE"),
    # A Sunday, after a weekend of Friday and Saturday.
    pytest.param(ISRAELI, "2026-11-09 12:00", "2026-11-15 17:00", "2026-11-12", id="IL"),
    # Monday 28 December is a holiday, because Saturday is Boxing Day.
    pytest.param(BRITISH, "2026-12-17 12:00", "2026-12-29", "2026-12-24", id="GB"),
]


@pytest.mark.parametrize(("candidate", "received", "answer_by", "expected"), ABROAD)
def test_the_working_days_on_which_offers_are_answered_are_the_candidates(
    candidate: str, received: str, answer_by: str, expected: str
) -> None:
    found = planned(
        interview(timezone="America/New_York", country="US"),
        candidate=candidate,
        offers=offered(received, answer_by),
    )
    assert of(found, "answer_offer") == [f"- self {expected} 09:00"]


NO_OTHER = [
    # Veterans Day, then a Thursday.
    pytest.param("2026-11-11 12:00", "2026-11-12 17:00", "", "2026-11-12", id="a holiday before"),
    pytest.param("2026-11-19 18:00", "2026-11-20 17:00", "", "2026-11-20", id="an evening before"),
    pytest.param(
        "2026-11-16 18:00", "2026-11-19 17:00", "2026-11-17/2026-11-18", "2026-11-19", id="away"
    ),
]


@pytest.mark.parametrize(("received", "answer_by", "away", "expected"), NO_OTHER)
def test_an_offer_that_leaves_no_other_day_is_answered_on_its_date(
    received: str, answer_by: str, away: str, expected: str
) -> None:
    found = planned(
        candidate=f"timezone: America/New_York, country: US, away: [{away}]",
        offers=offered(received, answer_by),
    )
    assert of(found, "answer_offer") == [f"- self {expected} 09:00"]


def test_an_offer_is_not_answered_after_it_is_due() -> None:
    busy = interview("", id="busy", company="Elsewhere", start="2026-11-19 16:00", duration="2h")
    found = planned(interview(), busy, offers=offered("2026-11-19 16:00", "2026-11-19 17:00"))
    assert of(found, "answer_offer") == []
    assert notes(found, "Left out: answer_offer", "you are in an interview with Elsewhere")


@pytest.mark.parametrize(
    ("company", "role"), [("Globex", "Operations"), ("Acme", "Engineer"), ("Zürich AG", "SRE")]
)
def test_answering_is_a_task_of_ones_own_that_names_whose_offer_it_is(
    company: str, role: str
) -> None:
    offer = offered("2026-11-12 16:00", "2026-11-19 17:00", company=company, role=role)
    task = one(planned(offers=offer), "answer_offer")
    assert (task.company, task.role, task.person) == (company, role, None)
    assert (task.interview, task.channel, task.status) == (None, "self", "planned")
    assert company in task.summary
    assert task.end < at("2026-11-19 17:00")


def test_each_offer_is_answered_and_none_without_a_date() -> None:
    found = planned(
        offers=", ".join(
            [
                offered("2026-11-12 11:00", "2026-11-19 17:00"),
                offered("2026-11-12 12:00", "2026-11-25 17:00"),
                offered("2026-11-12 13:00", "2026-11-20 17:00", company="Initech"),
                offered("2026-11-12 14:00", company="Umbrella"),
            ]
        )
    )
    answers = every(found, "answer_offer")
    assert [(each.company, day(each)) for each in answers] == [
        ("Globex", "2026-11-18"),
        ("Initech", "2026-11-19"),
        ("Globex", "2026-11-24"),
    ]
    assert len({each.uid for each in answers}) == 3


ACCEPTED = [
    pytest.param("2026-11-16", " cancelled", id="two days before"),
    pytest.param("2026-11-18", " cancelled", id="on that date"),
    pytest.param("2026-11-18 08:00", " cancelled", id="an hour before"),
    pytest.param("2026-11-18 09:00", " cancelled", id="at that time"),
    pytest.param("2026-11-18 09:01", "", id="a minute after it"),
]


@pytest.mark.parametrize(("on", "status"), ACCEPTED)
def test_an_offer_need_not_be_answered_once_one_is_accepted(on: str, status: str) -> None:
    accepted = interview(BO, id="best", company="Best", outcome=f"{{result: accepted, on: {on}}}")
    offer = offered("2026-11-12 11:00", "2026-11-19 17:00")
    assert of(planned(interview(), accepted, offers=offer), "answer_offer") == [
        f"- self 2026-11-18 09:00{status}"
    ]


# Two weeks of silence on the question after the call


def test_whoever_was_told_of_an_offer_is_not_asked_for_two_weeks_how_one_stands() -> None:
    # Told on Thursday 19 November, so not asked before Friday 4 December; they meant to decide
    # by the 20th, so the question is due from the 23rd to the 25th.
    found = first_choice(
        offered("2026-11-19 16:00", "2026-11-26 17:00"),
        people=having(DANA, "timezone: America/Denver"),
        start="2026-11-10 14:00",
        timezone="America/Chicago",
        country="US",
        next_step="{decision_by: 2026-11-20, follow_up_on: 2026-11-18, by: phone, with: Dana}",
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-19 14:00"]
    assert of(found, "still_in_running") == ["Dana phone 2026-12-04 10:00 late"]
    assert notes(found, "still in running", "late", "offer")


def test_the_silence_holds_in_another_country_too() -> None:
    # Due from Monday 16 to Wednesday 18 November; silent to the 24th.
    found = first_choice(
        offered("2026-11-10 11:00"), candidate=GERMAN, next_step="{decision_by: 2026-11-13}"
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-10 11:00"]
    assert of(found, "still_in_running") == ["Dana phone 2026-11-25 10:00 late"]


def test_a_question_whose_days_outlast_the_silence_waits_for_its_end_and_is_not_late() -> None:
    # Due from Tuesday 24 to Thursday 26 November; silent to the 24th.
    found = first_choice(
        offered("2026-11-10 11:00"), candidate=GERMAN, next_step="{decision_by: 2026-11-23}"
    )
    assert of(found, "still_in_running") == ["Dana phone 2026-11-25 10:00"]


def test_a_question_without_a_decision_date_rides_on_the_first_slot_after_the_silence() -> None:
    # Told on 24 November, so silent to 8 December. The slot of 3 December is another contact;
    # nine days later is a Saturday, so the question is asked on the Friday.
    found = first_choice(offered("2026-11-24 11:00"))
    assert of(found, "counter_offer") == ["Dana phone 2026-11-24 11:00"]
    assert of(found, "still_in_running") == ["Dana phone 2026-12-11 10:00"]


# Several offers


INITECH = {"company": "Initech", "role": "Developer"}
UMBRELLA = {"company": "Umbrella", "role": "Analyst"}
THREE_DAYS = [
    offered("2026-11-12 11:00"),
    offered("2026-11-13 11:00", **INITECH),
    offered("2026-11-14 10:00", **UMBRELLA),
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_three_offers_in_three_days_are_one_ultimatum(order: tuple[int, ...]) -> None:
    found = first_choice(*(THREE_DAYS[each] for each in order))
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-14 11:00"]
    assert notes(found, "Initech")
    assert notes(found, "Umbrella")


@pytest.mark.parametrize(
    ("candidate", "zone"),
    [(GERMAN, "Europe/Berlin"), (ISRAELI, "Asia/Jerusalem"), (CANADIAN, "America/Toronto")],
)
def test_three_offers_in_three_days_are_one_ultimatum_in_other_countries_too(
    candidate: str, zone: str
) -> None:
    found = first_choice(
        offered("2026-11-17 11:00"),
        offered("2026-11-18 11:00", **INITECH),
        offered("2026-11-19 10:00", **UMBRELLA),
        candidate=candidate,
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-17 11:00"]
    assert one(found, "counter_offer_deadline").start == at("2026-11-19 11:00", zone)


def test_an_offer_whose_answer_is_due_before_time_is_up_is_told_on_its_own() -> None:
    # Time is up on Saturday at 11:00. The second offer can wait for that; the third cannot.
    found = first_choice(
        offered("2026-11-12 11:00"),
        offered("2026-11-13 10:00", **INITECH),
        offered("2026-11-13 12:00", "2026-11-14 10:00", **UMBRELLA),
    )
    assert of(found, "counter_offer") == [
        "Dana phone 2026-11-12 11:00",
        "Dana phone 2026-11-13 12:00",
    ]
    assert of(found, "counter_offer_deadline") == [
        "- self 2026-11-14 09:45",
        "- self 2026-11-14 11:00",
    ]
    assert "Umbrella" in every(found, "counter_offer")[1].description
    assert notes(found, "Initech")


def test_an_offer_after_time_is_up_is_told_on_its_own() -> None:
    found = first_choice(
        offered("2026-11-12 11:00"),
        offered("2026-11-13 16:00", **INITECH),
        offered("2026-11-17 11:00", **UMBRELLA),
    )
    assert of(found, "counter_offer") == [
        "Dana phone 2026-11-12 11:00",
        "Dana phone 2026-11-17 11:00",
    ]
    assert of(found, "counter_offer_deadline") == [
        "- self 2026-11-14 11:00",
        "- self 2026-11-19 11:00",
    ]


RUNNING = [
    # Told on Thursday at eleven, so that time is up on Saturday at eleven.
    pytest.param("2026-11-14 10:59", "", [], id="a minute before time is up"),
    pytest.param("2026-11-14 11:00", "", ["Dana phone 2026-11-16 09:00"], id="when time is up"),
    pytest.param("2026-11-13 10:00", "2026-11-14 11:00", [], id="to be answered when time is up"),
    pytest.param(
        "2026-11-13 10:00",
        "2026-11-14 10:59",
        ["Dana phone 2026-11-13 10:00"],
        id="to be answered a minute earlier",
    ),
]


@pytest.mark.parametrize(("received", "answer_by", "told"), RUNNING)
def test_time_runs_until_the_minute_at_which_it_is_up(
    received: str, answer_by: str, told: list[str]
) -> None:
    found = first_choice(
        offered("2026-11-12 11:00"), offered(received, answer_by, company="Initech")
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00", *told]
    assert bool(notes(found, "not told of the offer from Initech by itself")) is (not told)


STILL_TO_COME = [
    pytest.param(
        ["2026-11-13 18:00", "2026-11-14 12:00", "2026-11-15 20:00"],
        "2026-11-16 09:00",
        "2026-11-18 09:00",
        id="over a weekend",
    ),
    pytest.param(
        ["2026-11-12 11:00", "2026-11-12 11:00", "2026-11-12 11:00"],
        "2026-11-12 11:00",
        "2026-11-14 11:00",
        id="at one time",
    ),
    pytest.param(
        ["2026-11-25 18:00", "2026-11-26 09:00", "2026-11-26 19:00"],
        "2026-11-27 09:00",
        "2026-11-29 09:00",
        id="over Thanksgiving",
    ),
]


@pytest.mark.parametrize(("received", "told", "due"), STILL_TO_COME)
def test_offers_that_come_before_the_call_is_made_are_told_in_that_one_call(
    received: list[str], told: str, due: str
) -> None:
    first, second, third = received
    found = first_choice(offered(first), offered(second, **INITECH), offered(third, **UMBRELLA))
    assert of(found, "counter_offer") == [f"Dana phone {told}"]
    assert of(found, "counter_offer_deadline") == [f"- self {due}"]
    text = one(found, "counter_offer").description
    assert all(company in text for company in ("Globex", "Initech", "Umbrella"))


def test_of_offers_told_in_one_call_the_earlier_answer_counts() -> None:
    # From Monday 09:00, 48 hours would leave 23 before Thursday 08:00.
    found = first_choice(
        offered("2026-11-13 18:00", "2026-11-30 17:00"),
        offered("2026-11-14 12:00", "2026-11-19 08:00", **INITECH),
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-16 09:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-17 09:00"]
    assert "within 24 hours" in one(found, "counter_offer").description
    assert [day(each) for each in every(found, "answer_offer")] == ["2026-11-18", "2026-11-27"]


def test_of_offers_that_wait_for_one_hour_the_one_that_cannot_brings_the_others_along() -> None:
    # Both offers are there before the interview of Friday evening. One must be answered on Monday
    # before anybody can be called, so both are told by e-mail at once.
    found = first_choice(
        offered("2026-11-06 10:00", "2026-11-09 10:30"),
        offered("2026-11-06 11:00", "2026-11-09 09:00", **INITECH),
        start="2026-11-06 16:30",
    )
    assert of(found, "counter_offer") == ["Dana email 2026-11-06 17:31"]
    text = one(found, "counter_offer").description
    assert all(company in text for company in ("Globex", "Initech"))


def test_of_offers_that_wait_for_one_morning_the_one_that_cannot_goes_first() -> None:
    found = first_choice(
        offered("2026-11-13 18:00", "2026-11-20 17:00"),
        offered("2026-11-14 12:00", "2026-11-16 09:00", **INITECH),
    )
    assert of(found, "counter_offer") == ["Dana email 2026-11-14 12:00"]
    text = one(found, "counter_offer").description
    assert all(company in text for company in ("Globex", "Initech"))


def test_an_offer_noted_while_time_runs_is_still_answered() -> None:
    found = first_choice(
        offered("2026-11-12 11:00", "2026-11-20 17:00"),
        offered("2026-11-13 11:00", "2026-11-24 17:00", **INITECH),
        offered("2026-11-13 12:00", "2026-11-25 17:00", **UMBRELLA),
        people=BOTH,
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-12 11:00"]
    assert [(each.company, day(each)) for each in every(found, "answer_offer")] == [
        ("Globex", "2026-11-19"),
        ("Initech", "2026-11-23"),
        ("Umbrella", "2026-11-24"),
    ]


@pytest.mark.parametrize(
    ("more", "statuses"),
    [("", ["planned", "done"]), (", skipped: true", ["planned", "cancelled"])],
    ids=["done", "skipped"],
)
def test_what_became_of_a_second_deadline_is_not_taken_for_the_first(
    more: str, statuses: list[str]
) -> None:
    offers = (offered(), offered("2026-11-19 11:00", company="Initech"))
    second = every(first_choice(*offers), "counter_offer_deadline")[1]
    entry = f"{{on: {local(second.start, NEW_YORK)}, did: counter_offer_deadline{more}}}"
    found = every(first_choice(*offers, log=f"[{entry}]"), "counter_offer_deadline")
    assert [each.status for each in found] == statuses
    assert found[1].uid == second.uid


def test_the_call_that_told_of_several_offers_is_the_one_that_was_planned() -> None:
    offers = (
        offered("2026-11-19 23:30", company="Globex", answer_by="2026-11-23 14:00"),
        offered("2026-11-20 02:30", company="Initech", answer_by="2026-11-21 14:00"),
    )
    (call,) = every(first_choice(*offers), "counter_offer")
    entry = f"{{on: {local(call.start, NEW_YORK)}, did: counter_offer, to: Dana}}"
    (made,) = every(first_choice(*offers, log=f"[{entry}]"), "counter_offer")
    assert (made.status, made.uid) == ("done", call.uid)
