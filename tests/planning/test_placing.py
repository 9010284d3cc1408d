"""Where follow-ups are placed: the sections "Time" and "Assertive" of the rules, by example."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from building import (
    ANYWHERE,
    BEST,
    BO,
    DANA,
    HANA,
    IVAN,
    JORDAN,
    RITA,
    having,
    interview,
    offered,
    planned,
)
from finding import at, begins, contacts, day, every, notes, of, one, open_days

DENVER = "timezone: America/Denver"
CHICAGO = "America/Chicago"


# Elapsed and calendar time


def test_day_0_is_the_date_of_the_end_in_the_persons_zone() -> None:
    # Sunday evening in New York is Monday 2 November in Tokyo, so day 4 is Friday there.
    tokyo = having(DANA, "timezone: Asia/Tokyo", "country: JP")
    call = one(planned(interview(tokyo, start="2026-11-01 20:00")), "phone_call")
    assert call.start == at("2026-11-06 10:00", "Asia/Tokyo")
    assert open_days(call) == ("2026-11-03", "2026-11-07")


def test_an_interview_over_midnight_counts_from_the_date_of_its_end() -> None:
    found = planned(interview(start="2026-11-01 23:30"))
    assert open_days(one(found, "phone_call")) == ("2026-11-03", "2026-11-07")


def test_calendar_days_do_not_shift_when_clocks_change() -> None:
    # Day 4 is Sunday 1 November, when summer time ends; the call is on Monday at ten all the same.
    call = one(planned(interview(start="2026-10-28 14:00")), "phone_call")
    assert call.start == at("2026-11-02 10:00")
    assert open_days(call) == ("2026-10-29", "2026-11-02")


SKIPPED_AND_REPEATED = [
    pytest.param(
        {"start": "2026-03-08 02:30"}, "2026-03-08 04:00", id="a skipped start is 03:00, an hour on"
    ),
    pytest.param(
        {"start": "2026-03-08 01:00", "end": "2026-03-08 02:30"},
        "2026-03-08 03:00",
        id="a skipped end is 03:00",
    ),
    pytest.param(
        {"start": "2026-03-08 01:30"}, "2026-03-08 03:30", id="an hour that jumps over the gap"
    ),
]


@pytest.mark.parametrize(("fields", "end"), SKIPPED_AND_REPEATED)
def test_a_skipped_local_time_is_the_first_valid_one_after_it(
    fields: dict[str, str], end: str
) -> None:
    assert one(planned(interview(**fields)), "thank_you").earliest == at(end)


def test_a_repeated_local_time_is_the_first_of_the_two() -> None:
    # 01:30 in summer time is 05:30 UTC, an hour before 01:30 in winter time.
    found = planned(interview(start="2026-11-01 01:30", duration="30m"))
    assert one(found, "thank_you").earliest == at("2026-11-01 06:00", "UTC")
    log = "[{on: 2026-11-01 01:30, did: thank_you, to: Dana}]"
    found = planned(interview(start="2026-10-31 20:00", log=log))
    assert one(found, "thank_you").start == at("2026-11-01 05:30", "UTC")


def test_an_agreed_time_that_is_skipped_is_the_first_valid_one_after_it() -> None:
    step = "{follow_up_on: 2026-03-29 01:30, by: email, with: Dana}"
    found = planned(
        interview(start="2026-03-24 14:00", next_step=step),
        candidate="timezone: Europe/London, available: 00:00-24:00",
    )
    assert of(found, "agreed_next_step") == ["Dana email 2026-03-29 02:00"]


def test_an_agreed_day_that_a_zone_skipped_is_the_next_day() -> None:
    # Samoa went from Thursday 29 to Saturday 31 December 2011.
    found = planned(
        interview(start="2011-12-20 14:00", next_step="{follow_up_on: 2011-12-30, by: email}"),
        candidate="timezone: Pacific/Apia",
    )
    assert open_days(one(found, "agreed_next_step")) == ("2011-12-31", "2011-12-31")


# Zones


ZONES = [
    pytest.param(having(DANA, DENVER), {"timezone": CHICAGO}, "America/Denver", id="the person's"),
    pytest.param(DANA, {"timezone": CHICAGO}, CHICAGO, id="else the interview's"),
    pytest.param(DANA, {}, "America/New_York", id="else the candidate's"),
]


@pytest.mark.parametrize(("people", "fields", "zone"), ZONES)
def test_a_contact_is_in_the_zone_of_the_person(
    people: str, fields: dict[str, str], zone: str
) -> None:
    call = one(planned(interview(people, **fields)), "phone_call")
    assert call.timezone == zone
    assert call.start == at("2026-11-06 10:00", zone)


def test_an_interview_without_a_zone_is_in_the_candidates() -> None:
    found = planned(interview(), candidate="timezone: America/Denver")
    assert one(found, "thank_you").earliest == at("2026-11-02 15:00", "America/Denver")


def test_an_interview_is_in_its_own_zone() -> None:
    found = planned(interview(timezone=CHICAGO))
    assert one(found, "thank_you").earliest == at("2026-11-02 15:00", CHICAGO)


def test_a_task_of_the_candidate_is_in_the_candidates_zone() -> None:
    found = planned(interview(having(DANA, DENVER), timezone=CHICAGO))
    for tactic in ("prepare", "stand_out", "keep_searching", "review"):
        assert {each.timezone for each in every(found, tactic)} == {"America/New_York"}


# Working days


# Day 3 is Thanksgiving, the day before it is spent away; Friday is free in California too, where
# Tuesday, the day after the thank-you, is left.
AWAY = "timezone: America/New_York, away: [2026-11-25]"
COUNTRIES = [
    pytest.param(AWAY, IVAN, {}, "2026-11-26", id="no country: Monday to Friday"),
    pytest.param(f"{AWAY}, country: US", IVAN, {}, "2026-11-27", id="the candidate's country"),
    pytest.param(AWAY, IVAN, {"country": "US"}, "2026-11-27", id="the interview's"),
    pytest.param(AWAY, having(IVAN, "country: US"), {}, "2026-11-27", id="the person's"),
    pytest.param(
        f"{AWAY}, country: US", IVAN, {"country": "GB"}, "2026-11-26", id="interview's over own"
    ),
    pytest.param(
        AWAY,
        having(IVAN, "country: US"),
        {"country": "GB"},
        "2026-11-27",
        id="person's over interview's",
    ),
    pytest.param(
        f"{AWAY}, country: US, region: CA", IVAN, {}, "2026-11-24", id="the candidate's region"
    ),
    pytest.param(
        AWAY, IVAN, {"country": "US", "region": "CA"}, "2026-11-24", id="the interview's region"
    ),
    pytest.param(
        AWAY, having(IVAN, "country: US", "region: CA"), {}, "2026-11-24", id="the person's region"
    ),
    pytest.param(
        f"{AWAY}, country: US", IVAN, {"region": "CA"}, "2026-11-27", id="region without country"
    ),
    pytest.param(
        f"{AWAY}, country: US, region: CA",
        IVAN,
        {"country": "US"},
        "2026-11-27",
        id="country without region",
    ),
]


@pytest.mark.parametrize(("candidate", "reader", "fields", "expected"), COUNTRIES)
def test_working_days_are_those_of_the_nearest_country_and_of_the_region_beside_it(
    candidate: str, reader: str, fields: dict[str, str], expected: str
) -> None:
    monday = interview(f"{DANA}, {reader}", start="2026-11-23 14:00", **fields)
    found = planned(monday, candidate=candidate)
    assert day(one(found, "share_article", person="Ivan")) == expected


# Day 4 is Thanksgiving.
CALL_DAYS = [
    pytest.param(ANYWHERE, "2026-11-26", id="no country"),
    pytest.param("timezone: America/New_York, country: GB", "2026-11-26", id="elsewhere"),
    pytest.param(JORDAN, "2026-11-25", id="a holiday, then a quiet Friday"),
    pytest.param(f"{JORDAN}, away: [2026-11-25]", "2026-11-24", id="and a day away before it"),
]


@pytest.mark.parametrize(("candidate", "expected"), CALL_DAYS)
def test_a_call_keeps_to_working_days_that_are_not_quiet(candidate: str, expected: str) -> None:
    found = planned(interview(start="2026-11-22 14:00"), candidate=candidate)
    assert of(found, "phone_call") == [f"Dana phone {expected} 10:00"]


LOST_REGIONS = [
    pytest.param(JORDAN, DANA, {"region": "CA"}, id="of an interview"),
    pytest.param(JORDAN, having(DANA, "region: CA"), {}, id="of a person"),
    pytest.param("timezone: America/New_York, region: CA", DANA, {}, id="of the candidate"),
]


@pytest.mark.parametrize(("candidate", "people", "fields"), LOST_REGIONS)
def test_a_region_without_a_country_beside_it_is_noted(
    candidate: str, people: str, fields: dict[str, str]
) -> None:
    assert notes(planned(interview(people, **fields), candidate=candidate), "region", "country")


def test_no_note_is_left_on_a_region_with_its_country() -> None:
    found = planned(interview(country="US", region="CA"), candidate=f"{JORDAN}, region: NY")
    assert not notes(found, "region")


# The candidate's own time


def test_a_day_away_is_not_used() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-11-10]")
    assert of(found, "continued_interest") == ["Dana email 2026-11-09 10:00"]


def test_both_ends_of_days_away_are_away() -> None:
    # The 11th is Veterans Day.
    found = planned(candidate=f"{JORDAN}, away: [2026-11-09/2026-11-10]")
    assert of(found, "continued_interest") == ["Dana email 2026-11-12 10:00"]


AVAILABLE = [
    pytest.param("12:00-20:00", "2026-11-06 12:00", id="the first available minute"),
    pytest.param("07:00-09:30", "2026-11-06 09:15", id="the last that leaves time for the call"),
    pytest.param("16:30-18:00", "2026-11-06 16:30", id="before five"),
]


@pytest.mark.parametrize(("hours", "expected"), AVAILABLE)
def test_a_call_is_made_while_they_work_and_the_candidate_is_available(
    hours: str, expected: str
) -> None:
    found = planned(candidate=f"{JORDAN}, available: '{hours}'")
    assert of(found, "phone_call") == [f"Dana phone {expected}"]


def test_available_hours_are_in_the_candidates_zone() -> None:
    # From 18:00 in New York it is 15:00 in Los Angeles.
    found = planned(
        interview(having(DANA, "timezone: America/Los_Angeles")),
        candidate=f"{JORDAN}, available: 18:00-21:00",
    )
    assert of(found, "phone_call") == ["Dana phone 2026-11-06 15:00"]


def test_own_tasks_keep_to_available_hours_too() -> None:
    found = planned(
        interview(start="2026-11-03 14:00"), candidate=f"{JORDAN}, available: 18:00-21:00"
    )
    assert of(found, "prepare") == ["- self 2026-11-02 18:00"]
    assert of(found, "keep_searching")[0] == "- self 2026-11-09 18:00"


def test_a_monday_away_moves_the_search_to_the_next_day_of_that_week() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-11-30]")
    assert of(found, "keep_searching")[3] == "- self 2026-12-01 09:00"
    assert not every(found, "keep_searching", late=True)


def test_prepare_uses_no_day_away_and_comes_before_the_interview() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-10-30]")
    prepare = one(found, "prepare")
    assert day(prepare) != "2026-10-30"
    assert prepare.end <= at("2026-11-02 14:00")


def test_no_call_is_made_during_another_interview() -> None:
    busy = interview(BO, id="best", company="Best", start="2026-11-06 09:00", duration="7h")
    assert of(planned(interview(), busy), "phone_call", person="Dana") == [
        "Dana phone 2026-11-06 16:00"
    ]


# Thank-you notes are excepted


def test_a_thank_you_is_sent_even_from_a_day_away() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-11-02/2026-11-06]")
    assert of(found, "thank_you") == ["Dana email 2026-11-02 17:00"]


THANKED = [
    pytest.param("06:00-08:00", "2026-11-03 07:00", id="the next available morning"),
    pytest.param("15:30-16:30", "2026-11-02 16:15", id="no other hours within the 24"),
]


@pytest.mark.parametrize(("hours", "expected"), THANKED)
def test_a_thank_you_keeps_to_available_hours_where_it_can(hours: str, expected: str) -> None:
    found = planned(candidate=f"{JORDAN}, available: '{hours}'")
    assert of(found, "thank_you") == [f"Dana email {expected}"]


def test_a_thank_you_due_at_night_before_a_day_away_is_still_within_24_hours() -> None:
    found = planned(
        interview(start="2026-11-02 22:00"), candidate=f"{JORDAN}, away: [2026-11-03/2026-11-06]"
    )
    thanks = one(found, "thank_you")
    assert not thanks.late
    assert at("2026-11-02 23:00") < thanks.start <= at("2026-11-03 22:45")


# Hours that never meet


TOKYO = having(DANA, "timezone: Asia/Tokyo", "country: JP")
EARLY = f"{JORDAN}, available: 08:00-16:00"


def test_where_hours_never_meet_every_call_is_an_email_and_says_so() -> None:
    found = planned(interview(TOKYO), candidate=EARLY)
    assert {each.channel for each in every(found, person="Dana")} == {"email"}
    for tactic in ("phone_call", "still_in_running"):
        assert "never meet" in one(found, tactic).description
    assert notes(found, "phone call", "never meet", "e-mail")


def test_an_offer_is_told_by_email_where_hours_never_meet() -> None:
    found = planned(
        interview(TOKYO, first_choice="true"),
        candidate=EARLY,
        offers=offered(),
    )
    told = one(found, "counter_offer")
    assert (told.channel, told.late) == ("email", False)


def test_hours_that_meet_for_less_than_a_call_never_meet() -> None:
    found = planned(candidate=f"{JORDAN}, available: 16:50-18:00")
    assert one(found, "phone_call").channel == "email"


def test_where_hours_meet_a_call_stays_a_call() -> None:
    # 19:00 to 21:00 in New York is 09:00 to 11:00 in Tokyo, on the next day.
    found = planned(interview(TOKYO), candidate=f"{JORDAN}, available: 08:00-21:00")
    assert one(found, "phone_call").channel == "phone"
    assert not notes(found, "never meet")


# Late, and never in silence


def test_what_finds_no_slot_in_its_window_is_late_on_a_working_day_and_says_why() -> None:
    found = planned(
        interview(f"{DANA}, {IVAN}"), candidate=f"{JORDAN}, away: [2026-11-03/2026-11-07]"
    )
    # Sunday is no working day. To Dana interest is continued on the 10th, two days before the call.
    assert of(found, "share_article", person="Ivan") == ["Ivan email 2026-11-09 10:00 late"]
    assert of(found, "phone_call") == ["Dana phone 2026-11-12 10:00 late"]
    assert notes(found, "share article", "Ivan", "late", "away")
    assert notes(found, "phone call", "Dana", "late", "away")
    late = one(found, "phone_call")
    assert any("late" in reason.lower() and "away" in reason for reason in late.reasons)


def test_an_article_that_would_be_more_than_five_days_late_is_left_out_and_noted() -> None:
    # Until the 12th there is a Sunday, a holiday, and what else Dana hears and is too near to it.
    found = planned(candidate=f"{JORDAN}, away: [2026-11-03/2026-11-07]")
    assert of(found, "share_article") == []
    assert notes(found, "left out", "share_article", "Dana", "away")


def test_a_call_is_never_put_on_a_holiday_to_meet_its_window() -> None:
    found = planned(
        interview(start="2026-11-24 14:00"), candidate=f"{JORDAN}, away: [2026-11-25, 2026-11-27]"
    )
    assert of(found, "phone_call") == ["Dana phone 2026-11-30 10:00 late"]
    assert notes(found, "phone call", "late", "Thanksgiving", "away")


def test_what_is_late_keeps_its_window_so_that_one_sees_by_how_much() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-11-03/2026-11-07]")
    assert open_days(one(found, "phone_call")) == ("2026-11-03", "2026-11-07")


@pytest.mark.parametrize("tactic", ["share_article", "phone_call", "continued_interest"])
def test_what_finds_no_slot_at_all_is_left_out_and_noted(tactic: str) -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-11-03/2028-01-31]")
    assert of(found, tactic) == []
    assert notes(found, tactic, "Dana")


def test_an_agreed_day_that_is_the_interviews_own_comes_after_the_interview() -> None:
    step = "{follow_up_on: 2026-11-02, by: phone, with: Dana}"
    people = having(DANA, "vote: false")
    agreed = one(planned(interview(people, next_step=step)), "agreed_next_step")
    assert agreed.start >= at("2026-11-02 15:00")
    assert day(agreed) == "2026-11-02"


# How many, how often


CROWD = ", ".join(
    f"{{name: P{n}, email: p{n}@acme.example, phone: +1 212 555 020{n}}}" for n in range(1, 5)
)


def test_a_company_hears_at_most_twice_a_day() -> None:
    found = planned(interview(CROWD))
    days = Counter(day(each) for each in contacts(found, "2026-11-04 00:00"))
    assert max(days.values()) == 2
    articles = sorted(of(found, "share_article"))
    assert articles[0].startswith("P1 email 2026-11-04")
    assert Counter(line.split()[2] for line in articles)["2026-11-05"] == 2
    assert not every(found, late=True)


def test_two_roles_at_one_company_share_its_two_contacts_a_day() -> None:
    others = CROWD.replace("P", "Q").replace("email: p", "email: q")
    found = planned(interview(CROWD), interview(others, id="other", role="Architect"))
    busy = every(found, "share_article", "phone_call")
    # Eight articles and two calls fill the five days from 3 to 7 November, two a day.
    assert Counter(day(each) for each in busy) == {f"2026-11-0{n}": 2 for n in range(3, 8)}
    assert not [each for each in busy if each.late]


def test_thank_you_notes_and_offer_calls_are_aside_from_the_two_a_day() -> None:
    found = planned(
        interview(CROWD, first_choice="true"),
        offers=offered("2026-11-05 11:00"),
    )
    assert len([each for each in every(found, "thank_you") if day(each) == "2026-11-02"]) == 4
    assert of(found, "counter_offer") == ["P1 phone 2026-11-05 11:00"]
    assert len([each for each in every(found, "share_article") if day(each) == "2026-11-05"]) == 2


def test_a_recruiter_shared_by_two_applications_hears_once_a_day() -> None:
    found = planned(
        interview(RITA, start="2026-11-02 10:00"),
        interview(RITA, id="best", company="Best", start="2026-11-02 14:00"),
    )
    days = [day(each) for each in contacts(found, person="Rita")]
    assert len(days) == len(set(days))
    # The second thank-you has until Tuesday, 15:00.
    thanks = every(found, "thank_you")
    assert [day(each) for each in thanks] == ["2026-11-02", "2026-11-03"]
    assert not [each for each in thanks if each.late]
    assert thanks[1].end <= at("2026-11-03 15:00")


def test_no_two_follow_ups_overlap() -> None:
    found = planned(
        interview(CROWD),
        BEST,
        interview("", id="cargo", company="Cargo"),
        offers=offered("2026-11-05 11:00"),
    )
    assert all(earlier.end <= later.start for earlier, later in pairwise(found.follow_ups))


# The soft rules, in their order


def test_an_email_on_a_working_day_comes_before_two_days_between_contacts() -> None:
    # The interview is on Thursday 19 November, the call on Monday 23, Tuesday 24 is spent away.
    # Friday is next to the thank-you; Saturday is two days from both, but a Saturday.
    found = planned(interview(start="2026-11-19 14:00"), candidate=f"{JORDAN}, away: [2026-11-24]")
    assert of(found, "phone_call") == ["Dana phone 2026-11-23 10:00"]
    assert of(found, "share_article") == ["Dana email 2026-11-20 10:00"]


def test_two_days_between_contacts_come_before_the_preferred_day() -> None:
    # The call is on Friday 6 November; Thursday, day 3, is next to it.
    found = planned()
    assert of(found, "phone_call") == ["Dana phone 2026-11-06 10:00"]
    assert of(found, "share_article") == ["Dana email 2026-11-04 10:00"]


def test_the_preferred_day_comes_before_the_preferred_hour() -> None:
    found = planned(interview(), BEST)
    calls = sorted(begins(each) for each in every(found, "phone_call"))
    assert calls in (
        ["2026-11-06 09:45", "2026-11-06 10:00"],
        ["2026-11-06 10:00", "2026-11-06 10:15"],
    )


def test_each_shift_is_explained_with_its_cause() -> None:
    found = planned(candidate=f"{JORDAN}, away: [2026-11-06]")
    moved = one(found, "phone_call")
    assert any("6 Nov" in reason and "away" in reason for reason in moved.reasons)
    moved = one(planned(interview(start="2026-11-04 14:00")), "phone_call")
    assert any("8 Nov" in reason and "Sunday" in reason for reason in moved.reasons)
    moved = one(planned(interview(start="2026-12-21 14:00")), "phone_call")
    assert any("25 Dec" in reason and "Christmas" in reason for reason in moved.reasons)


# Who is who


CALLED = "[{on: 2026-11-04 11:30, did: phone_call, to: Dana}]"
SAME = [
    pytest.param("{name: Dana, part: hiring_manager}", id="by name within the company"),
    pytest.param("{name: D. Lee, part: hiring_manager, email: dana@acme.example}", id="by e-mail"),
    pytest.param("{name: Dana, part: hiring_manager, email: dana@acme.example}", id="by both"),
]


@pytest.mark.parametrize("again", SAME)
def test_the_same_person_is_one_person_across_interviews(again: str) -> None:
    second = interview(again, id="second", start="2026-11-10 10:00")
    found = planned(interview(log=CALLED), second)
    assert of(found, "phone_call", status="planned") == []
    known = one(found, "continued_interest", interview="second")
    assert known.email == "dana@acme.example"
    assert known.phone == "+1 212 555 0101"


OTHERS = [
    pytest.param(
        {"company": "Best"},
        "{name: Dana, phone: +1 212 555 0303}",
        id="the same name at another company",
    ),
    pytest.param(
        {}, "{name: Dana, email: dana.two@acme.example, phone: +1 212 555 0303}", id="other e-mail"
    ),
]


@pytest.mark.parametrize(("fields", "other"), OTHERS)
def test_people_who_only_share_a_name_are_two(fields: dict[str, str], other: str) -> None:
    second = interview(other, id="second", start="2026-11-10 10:00", **fields)
    found = planned(interview(log=CALLED), second)
    assert len(of(found, "thank_you", interview="second", status="planned")) == 1
    assert one(found, "thank_you", interview="second").phone == "+1 212 555 0303"
    assert one(found, "thank_you", interview="first").phone == "+1 212 555 0101"


def test_two_people_of_one_name_in_one_interview_each_have_their_own_contacts() -> None:
    twin = "{name: Dana, email: dana.two@acme.example, phone: +1 212 555 0303}"
    thanks = every(planned(interview(f"{DANA}, {twin}, {HANA}, {IVAN}")), "thank_you")
    assert sorted(str(each.email) for each in thanks) == [
        "dana.two@acme.example",
        "dana@acme.example",
        "ivan@acme.example",
    ]
    assert len({each.uid for each in thanks}) == 3
