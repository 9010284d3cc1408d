"""Days weighed for all that one interview brings, what comes late, and the reasons that are given.

The usual interview is on Monday 2 November 2026: its articles and calls belong between Tuesday
and Saturday, an article best on Thursday the 5th, a call on Friday the 6th.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from building import (
    ANYWHERE,
    BOTH,
    BRITISH,
    DANA,
    GERMAN,
    HANA,
    ISRAELI,
    IVAN,
    JORDAN,
    NEW_YORK,
    interview,
    planned,
)
from finding import at, day, every, local, notes, of, one

TAIPEI = {"timezone": "Asia/Taipei", "country": "TW"}


def on_site(day: str, start: str = "09:00", end: str = "17:00") -> str:
    """Return an interview elsewhere that takes a part of a day, with nobody recorded."""
    times = {"start": f"{day} {start}", "end": f"{day} {end}"}
    return interview("", id=f"at-{day}", company="Elsewhere", role="Analyst", **times)


WHOLE_WEEK = ("2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06")


# Interviews elsewhere are taken time


def test_a_call_for_which_interviews_elsewhere_leave_no_time_is_late_and_noted() -> None:
    found = planned(interview(), *map(on_site, WHOLE_WEEK))
    # Continued interest is shown on Tuesday the 10th, and Wednesday is Veterans Day.
    assert of(found, "phone_call", company="Acme") == ["Dana phone 2026-11-12 10:00 late"]
    assert notes(found, "Phone call (Dana, Acme) is late")


def test_human_resources_are_called_on_the_first_working_day_after_such_a_week() -> None:
    found = planned(interview(BOTH), *map(on_site, WHOLE_WEEK))
    assert of(found, "phone_call", person="Hana") == ["Hana phone 2026-11-09 10:00 late"]


def test_far_away_evenings_full_of_interviews_make_a_call_late_too() -> None:
    # Working hours there begin at 20:00 in New York, and the available hours end at 21:00.
    evenings = [on_site(f"2026-11-0{each}", "19:00", "21:00") for each in range(2, 7)]
    found = planned(interview(**TAIPEI), *evenings)
    # Continued interest is shown on Tuesday the 10th; 09:45 there is 20:45 the evening before.
    assert of(found, "phone_call", company="Acme") == ["Dana phone 2026-11-12 09:45 late"]
    assert notes(found, "Phone call (Dana, Acme) is late", "you are in an interview with Elsewhere")


# The slot after that of the 19th begins on the 26th, and the question takes the next from the 30th.
@pytest.mark.parametrize(
    "candidate",
    [
        pytest.param(GERMAN, id="Germany"),
        pytest.param(BRITISH, id="Britain"),
        pytest.param(ANYWHERE, id="no country"),
    ],
)
def test_a_call_of_the_cycle_becomes_an_email_where_interviews_take_its_days(
    candidate: str,
) -> None:
    days = ("2026-11-26", "2026-11-27")
    found = planned(interview(BOTH), *map(on_site, days), candidate=candidate)
    assert of(found, "touch_base", person="Hana")[0] == "Hana email 2026-11-27 08:45"
    assert notes(found, "Touch base (Hana, Acme) goes by e-mail: no time was found for a call")


PARTS = [
    pytest.param("09:00", "16:00", "2026-11-06 16:00", id="the last hour is left"),
    pytest.param("09:30", "17:00", "2026-11-06 09:15", id="the first half hour is left"),
    pytest.param("09:30", "10:30", "2026-11-06 10:30", id="an hour that begins before ten"),
    pytest.param("10:00", "11:00", "2026-11-06 09:45", id="the hour from ten on"),
]


@pytest.mark.parametrize(("start", "end", "expected"), PARTS)
def test_a_call_stands_beside_an_interview_elsewhere_and_says_so(
    start: str, end: str, expected: str
) -> None:
    found = planned(interview(), *(on_site(each, start, end) for each in WHOLE_WEEK))
    call = one(found, "phone_call", company="Acme")
    assert of(found, "phone_call", company="Acme") == [f"Dana phone {expected}"]
    assert "you are in an interview with Elsewhere" in call.reasons[-1]


def test_an_email_is_written_before_a_day_that_is_all_interview() -> None:
    found = planned(interview(), *map(on_site, WHOLE_WEEK))
    article = one(found, "share_article", company="Acme")
    assert article.end <= at("2026-11-05 09:00")
    assert day(article) == "2026-11-05"


def test_a_call_is_on_another_day_where_its_own_is_all_interview() -> None:
    found = planned(interview(), on_site("2026-11-06"))
    # Two days lie between the thank-you on Monday, the call, and the article.
    assert of(found, "phone_call", company="Acme") == ["Dana phone 2026-11-04 10:00"]
    assert of(found, "share_article", company="Acme") == ["Dana email 2026-11-06 08:50"]


@pytest.mark.parametrize("people", [DANA, BOTH, f"{DANA}, {HANA}, {IVAN}"])
@pytest.mark.parametrize("hours", [("09:00", "17:00"), ("08:00", "18:30"), ("07:00", "21:00")])
def test_nothing_is_planned_inside_an_interview(people: str, hours: tuple[str, str]) -> None:
    found = planned(interview(people), *(on_site(each, *hours) for each in WHOLE_WEEK))
    spans = [[at(f"{each} {clock}") for clock in hours] for each in WHOLE_WEEK]
    for each in every(found, status="planned"):
        assert not [span for span in spans if each.start < span[1] and each.end > span[0]]


# Better both on one day than one of them late

BEFORE_EASTER = [
    pytest.param(GERMAN, "2027-03-24 14:00", "2027-03-25", id="Germany, 2027"),
    pytest.param(GERMAN, "2026-04-01 14:00", "2026-04-02", id="Germany, 2026"),
    # Christmas is a Friday, Saturday is Boxing Day, and the 24th is a quiet day.
    pytest.param(GERMAN, "2026-12-22 14:00", "2026-12-23", id="Germany, before Christmas"),
    # Easter Monday is a quiet day: all of the country but Scotland is off.
    pytest.param(BRITISH, "2027-03-24 14:00", "2027-03-25", id="Britain, 2027"),
    pytest.param(f"{GERMAN}, region: BY", "2027-03-24 14:00", "2027-03-25", id="Bavaria"),
]


@pytest.mark.parametrize(("candidate", "start", "on"), BEFORE_EASTER)
def test_both_are_called_on_the_only_day_in_time(candidate: str, start: str, on: str) -> None:
    found = planned(interview(BOTH, start=start), candidate=candidate)
    assert of(found, "phone_call") == [f"Hana phone {on} 09:45", f"Dana phone {on} 10:00"]


# Two days between what one person gets

FRIDAYS = [
    pytest.param(JORDAN, "2026-11-13 14:00", "2026-11-16", "2026-11-18", id="New York"),
    pytest.param(JORDAN, "2026-11-20 14:00", "2026-11-23", "2026-11-25", id="Thanksgiving week"),
    pytest.param(GERMAN, "2026-11-06 14:00", "2026-11-09", "2026-11-11", id="Germany"),
    pytest.param(BRITISH, "2026-11-06 14:00", "2026-11-09", "2026-11-11", id="Britain"),
    # There the week ends on Thursday.
    pytest.param(ISRAELI, "2026-11-05 14:00", "2026-11-08", "2026-11-10", id="Israel"),
]


@pytest.mark.parametrize(("candidate", "start", "article", "call"), FRIDAYS)
def test_after_the_last_day_of_a_week_the_article_is_on_the_first_and_the_call_on_the_third(
    candidate: str, start: str, article: str, call: str
) -> None:
    found = planned(interview(start=start), candidate=candidate)
    assert of(found, "share_article") == [f"Dana email {article} 10:00"]
    assert of(found, "phone_call") == [f"Dana phone {call} 10:00"]


def test_human_resources_are_called_on_the_day_between_the_two() -> None:
    found = planned(interview(BOTH, start="2026-11-13 14:00"))
    assert of(found, "share_article", "phone_call") == [
        "Dana email 2026-11-16 10:00",
        "Hana phone 2026-11-17 10:00",
        "Dana phone 2026-11-18 10:00",
    ]


def test_neighbours_stand_where_a_holiday_leaves_nothing_better() -> None:
    # Wednesday the 11th is Veterans Day: an e-mail on a Saturday would be worse.
    found = planned(interview(start="2026-11-06 14:00"))
    assert of(found, "share_article", "phone_call") == [
        "Dana email 2026-11-09 10:00",
        "Dana phone 2026-11-10 10:00",
    ]


# Late e-mails

# Ten o'clock belongs to the late call to Dana, where that is on the same day.
LATE_EMAILS = [
    pytest.param(JORDAN, {}, "2026-11-03/2026-11-07", "2026-11-09 10:00", id="not on a Sunday"),
    pytest.param(JORDAN, {}, "2026-11-03/2026-11-08", "2026-11-09 10:00", id="on that very day"),
    pytest.param(JORDAN, {}, "2026-11-03/2026-11-10", "2026-11-12 09:50", id="not on a holiday"),
    pytest.param(GERMAN, {}, "2026-11-03/2026-11-07", "2026-11-09 10:00", id="Germany"),
    pytest.param(ISRAELI, {}, "2026-11-03/2026-11-07", "2026-11-08 09:50", id="Israel"),
    # 09:50 there is 20:50 in New York, the last minutes of the available hours.
    pytest.param(JORDAN, TAIPEI, "2026-11-02/2026-11-07", "2026-11-09 09:50", id="Taipei"),
]


@pytest.mark.parametrize(("candidate", "where", "away", "expected"), LATE_EMAILS)
def test_a_late_email_is_written_on_a_working_day_at_its_usual_hour(
    candidate: str, where: dict[str, str], away: str, expected: str
) -> None:
    found = planned(interview(f"{DANA}, {IVAN}", **where), candidate=f"{candidate}, away: [{away}]")
    assert of(found, "share_article", person="Ivan") == [f"Ivan email {expected} late"]


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        pytest.param("[06:00-07:00, 18:00-20:00]", "18:00", id="by day, however far"),
        pytest.param("05:00-06:00", "05:50", id="at night, where there is no other time"),
    ],
)
def test_a_late_email_reaches_them_by_day_if_it_can(available: str, expected: str) -> None:
    candidate = f"{JORDAN}, available: {available}, away: [2026-11-03/2026-11-07]"
    found = planned(interview(f"{DANA}, {IVAN}"), candidate=candidate)
    assert of(found, "share_article", person="Ivan") == [f"Ivan email 2026-11-09 {expected} late"]


def test_what_was_agreed_is_written_on_a_weekend_where_no_working_day_is_left() -> None:
    step = "{follow_up_on: 2026-11-18, by: email, with: Dana}"
    away = "2026-11-17/2026-11-20, 2026-11-23/2027-03-01"
    found = planned(interview(next_step=step), candidate=f"{JORDAN}, away: [{away}]")
    assert of(found, "agreed_next_step") == ["Dana email 2026-11-21 10:00 late"]


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        pytest.param("[06:00-07:00, 18:00-20:00]", ["18:00", "18:00"], id="by day, however far"),
        pytest.param("05:00-06:00", ["05:40", "05:50"], id="at night, one after the other"),
    ],
)
def test_emails_reach_people_by_day_if_they_can(available: str, expected: list[str]) -> None:
    found = planned(interview(f"{DANA}, {IVAN}"), candidate=f"{ANYWHERE}, available: {available}")
    articles = every(found, "share_article")
    assert [local(each.start, NEW_YORK)[11:] for each in articles] == expected


# Back from three weeks away


def test_after_three_weeks_away_stale_gifts_are_left_out_with_a_note() -> None:
    away = "2026-11-03/2026-11-23"
    found = planned(interview(f"{DANA}, {HANA}, {IVAN}"), candidate=f"{JORDAN}, away: [{away}]")
    assert not every(found, "share_article", "continued_interest")
    for tactic, person in (
        ("share_article", "Dana"),
        ("share_article", "Ivan"),
        ("continued_interest", "Dana"),
    ):
        assert notes(found, f"Left out: {tactic} to {person}", "you are away")
    assert of(found, "phone_call") == [
        "Hana phone 2026-11-24 09:45 late",
        "Dana phone 2026-11-24 10:00 late",
    ]


STALE = [
    # The window of an article closes on Saturday the 7th.
    pytest.param("2026-11-03/2026-11-11", "2026-11-12", id="five days after: it stands"),
    pytest.param("2026-11-03/2026-11-12", None, id="six days after: it is left out"),
    pytest.param("2026-11-03/2026-11-30", None, id="a month after"),
]


@pytest.mark.parametrize(("away", "on"), STALE)
def test_a_gift_is_stale_five_days_after_its_window(away: str, on: str | None) -> None:
    found = planned(interview(f"{DANA}, {IVAN}"), candidate=f"{JORDAN}, away: [{away}]")
    gifts = of(found, "share_article", person="Ivan")
    assert gifts == ([f"Ivan email {on} 09:50 late"] if on else [])
    assert bool(notes(found, "Left out: share_article to Ivan")) == (on is None)


@pytest.mark.parametrize("back", ["2026-11-07", "2026-11-09", "2026-11-11", "2026-11-24"])
def test_what_comes_late_is_two_days_from_all_else_that_a_person_gets(back: str) -> None:
    away = f"2026-11-03/{back}"
    found = planned(interview(f"{DANA}, {HANA}, {IVAN}"), candidate=f"{JORDAN}, away: [{away}]")
    for person in ("Dana", "Hana", "Ivan"):
        days = [date.fromisoformat(day(each)) for each in every(found, person=person)]
        assert all((later - each).days >= 2 for each, later in pairwise(days)), person


# Reasons that name the rule


CALLED_AT = [
    pytest.param("18:00", "16:45", "it is outside their working hours", id="in the evening"),
    pytest.param("08:00", "09:00", "it is outside their working hours", id="in the morning"),
]


@pytest.mark.parametrize(("agreed", "stands", "reason"), CALLED_AT)
def test_a_time_outside_their_working_hours_is_called_so(
    agreed: str, stands: str, reason: str
) -> None:
    step = f"{{follow_up_on: 2026-11-24 {agreed}, by: phone, with: Dana}}"
    found = planned(interview(next_step=step))
    assert of(found, "agreed_next_step") == [f"Dana phone 2026-11-24 {stands}"]
    assert reason in one(found, "agreed_next_step").reasons[-1]


def lunches(to: str, *days: int) -> str:
    """Return entries of a log: lunch with somebody on some days of November."""
    return ", ".join(f"{{on: 2026-11-{day:02}, did: lunch, to: {to}}}" for day in days)


WORK = "it is outside their working hours"
AVAILABLE = "it is outside your available hours"
TAKEN = "you are in an interview with Elsewhere"
EDGES = [
    pytest.param("phone", "08:59", ("18:00", "19:00"), WORK, id="a minute before work"),
    pytest.param("phone", "09:00", ("09:00", "10:00"), TAKEN, id="as work begins"),
    pytest.param("phone", "16:45", ("16:30", "17:30"), TAKEN, id="as long as work goes on"),
    pytest.param("phone", "16:46", ("18:00", "19:00"), WORK, id="a minute past the end of work"),
    pytest.param("email", "06:59", ("18:00", "19:00"), AVAILABLE, id="a minute too early"),
    pytest.param("email", "07:00", ("06:30", "07:30"), TAKEN, id="at the first hour"),
    pytest.param("email", "20:45", ("20:50", "21:30"), TAKEN, id="at the last hour"),
    pytest.param("email", "20:46", ("18:00", "19:00"), AVAILABLE, id="a minute too late"),
]


@pytest.mark.parametrize(("by", "agreed", "taken", "reason"), EDGES)
def test_hours_end_with_the_minute_at_which_they_end(
    by: str, agreed: str, taken: tuple[str, str], reason: str
) -> None:
    step = f"{{follow_up_on: 2026-11-24 {agreed}, by: {by}, with: Dana}}"
    found = planned(interview(next_step=step), on_site("2026-11-24", *taken))
    (said,) = one(found, "agreed_next_step").reasons[-1:]
    assert said == f"Moved from Tue 24 Nov {agreed}: {reason}."


CAUSES = [
    pytest.param(
        [interview()],
        f"{JORDAN}, available: 14:00-21:00",
        "phone_call",
        "Moved from Fri 6 Nov 10:00: it is outside your available hours",
        id="the available hours",
    ),
    pytest.param(
        [interview(start="2026-11-02 18:00", timezone="Europe/London")],
        JORDAN,
        "thank_you",
        "Moved from Mon 2 Nov 21:00: it is outside their 07:00 to 21:00",
        id="their evening",
    ),
    pytest.param(
        [interview(start="2026-11-13 14:00")],
        JORDAN,
        "phone_call",
        "Moved from Tue 17 Nov: two days should lie between contacts with Dana",
        id="two days between contacts",
    ),
    pytest.param(
        [interview(), on_site("2026-11-06", "09:30", "10:30")],
        JORDAN,
        "phone_call",
        "Moved from Fri 6 Nov 10:00: you are in an interview with Elsewhere",
        id="an interview elsewhere",
    ),
    # What stands on a day only because something else could not is not the cause.
    pytest.param(
        [interview(), on_site("2026-11-06")],
        JORDAN,
        "phone_call",
        "Moved from Fri 6 Nov: you are in an interview with Elsewhere",
        id="a day that is all interview",
    ),
    pytest.param(
        [interview(), on_site("2026-11-06", "16:45", "16:55")],
        f"{JORDAN}, available: 16:45-20:00",
        "phone_call",
        "Moved from Fri 6 Nov: you are in an interview with Elsewhere",
        id="an interview in all of a quarter of an hour",
    ),
    pytest.param(
        [interview(start="2027-03-11 14:00", **TAIPEI)],
        JORDAN,
        "phone_call",
        "Moved from Mon 15 Mar: their working hours are outside your available hours",
        id="hours that do not meet that day",
    ),
    pytest.param(
        [interview(), *map(on_site, WHOLE_WEEK)],
        JORDAN,
        "phone_call",
        "you are in an interview with Elsewhere",
        id="late for interviews elsewhere",
    ),
    pytest.param(
        [interview(log="[{on: 2026-11-10, did: lunch}]")],
        JORDAN,
        "continued_interest",
        "Moved from Tue 10 Nov: you are in touch with Dana that day already.",
        id="a contact that day",
    ),
    pytest.param(
        [interview("", log="[{on: 2026-11-10, did: lunch}]")],
        JORDAN,
        "continued_interest",
        "Moved from Tue 10 Nov: you are in touch with the hiring manager that day already.",
        id="a contact with nobody named",
    ),
    pytest.param(
        [interview(f"{DANA}, {HANA}", log=f"[{lunches('Hana', 10)}, {lunches('Ivan', 10)}]")],
        JORDAN,
        "continued_interest",
        "Moved from Tue 10 Nov: two contacts with the company that day already.",
        id="two contacts that day",
    ),
    pytest.param(
        [interview(log=f"[{lunches('Dana', 3, 4, 5, 6)}]")],
        JORDAN,
        "phone_call",
        "Late: no time in its window (Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov: you are in touch "
        "with Dana that day already; Sat 7 Nov: it is a Saturday).",
        id="late for contacts each day",
    ),
]


def test_one_contact_that_day_leaves_room_for_one_with_somebody_else() -> None:
    found = planned(interview(f"{DANA}, {HANA}", log=f"[{lunches('Hana', 10)}]"))
    assert of(found, "continued_interest") == ["Dana email 2026-11-10 10:00"]


@pytest.mark.parametrize(("interviews", "candidate", "tactic", "reason"), CAUSES)
def test_a_reason_names_the_rule_that_caused_it(
    interviews: list[str], candidate: str, tactic: str, reason: str
) -> None:
    moved = one(planned(*interviews, candidate=candidate), tactic, company="Acme")
    assert reason in moved.reasons[-1]


BOTH_CALLED = [
    pytest.param(BOTH, JORDAN, "2026-11-02", "Moved from Fri 6 Nov", id="New York"),
    pytest.param(BOTH, GERMAN, "2026-11-02", "Moved from Fri 6 Nov", id="Germany"),
    pytest.param(
        f"{IVAN}, {HANA}, {DANA}", JORDAN, "2026-11-16", "Moved from Fri 20 Nov", id="three"
    ),
]


@pytest.mark.parametrize(("people", "candidate", "start", "moved"), BOTH_CALLED)
def test_human_resources_are_called_a_day_earlier_as_the_manager_is_called_that_day(
    people: str, candidate: str, start: str, moved: str
) -> None:
    found = planned(interview(people, start=f"{start} 14:00"), candidate=candidate)
    call = one(found, "phone_call", person="Hana")
    assert call.reasons[-1] == f"{moved}: the other one is called that day."


EMPTY_PHRASES = [
    pytest.param([interview(BOTH)], f"{JORDAN}, available: 14:00-21:00", id="afternoons alone"),
    pytest.param([interview(), on_site("2026-11-06")], JORDAN, id="an interview elsewhere"),
    pytest.param([interview(f"{DANA}, {IVAN}", **TAIPEI)], JORDAN, id="far away"),
]


@pytest.mark.parametrize(("interviews", "candidate"), EMPTY_PHRASES)
def test_no_reason_is_an_empty_phrase(interviews: list[str], candidate: str) -> None:
    found = planned(*interviews, candidate=candidate)
    told = " ".join(reason for each in every(found) for reason in each.reasons)
    assert "that time is not free" not in told
    assert "suits all rules better" not in told
