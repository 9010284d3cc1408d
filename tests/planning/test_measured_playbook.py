"""The second playbook: thank, ask once, write once more, and leave it at that.

The usual interview is on Monday 2 November 2026. Of the working days after it Wednesday the 11th,
Veterans Day, is none, so that the seventh is Thursday the 12th. The plan runs for five weeks, to
Monday 7 December.
"""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from building import (
    ANYWHERE,
    BO,
    DANA,
    GERMAN,
    HANA,
    ISRAELI,
    IVAN,
    JORDAN,
    having,
    interview,
    lacking,
    search,
)
from finding import at, contacts, every, notes, of, one, said
from followup_ics import FollowUp, Plan, load_playbook, loads, plan
from paths import PLAYBOOK, SAMPLE
from terminal import run

BRITISH = "timezone: Europe/London, country: GB, region: ENG"


def measured(
    *interviews: str, candidate: str = JORDAN, offers: str = "", activities: str = ""
) -> Plan:
    """Plan a job search by the measured playbook."""
    records = search(*interviews, candidate=candidate, offers=offers, activities=activities)
    return plan(records, load_playbook("measured"))


def told(found: Plan, status: str = "planned") -> list[str]:
    """Return every contact of one status: "thank_you Dana email 2026-11-02 17:00"."""
    chosen = contacts(found, status=status)
    return [
        f"{each.tactic} {one_said}" for each, one_said in zip(chosen, said(chosen), strict=True)
    ]


# Thanks


THANKED = [
    pytest.param({}, f"{DANA}, {IVAN}", ["2026-11-02 17:00", "2026-11-02 17:15"], id="in order"),
    pytest.param({}, HANA, ["2026-11-02 17:00"], id="nobody has a vote"),
    # At 15:00 in New York it is 21:00 in Berlin; at 07:00 in New York, 13:00.
    pytest.param({}, having(DANA, GERMAN), ["2026-11-03 13:00"], id="it is night where she is"),
    # It ends at 17:15 there, 20:15 in New York, 45 minutes before the available hours end.
    pytest.param(
        {"start": "2026-11-17 16:30", "duration": "45m", "timezone": "America/Los_Angeles"},
        DANA,
        ["2026-11-17 17:45"],
        id="late in the evening",
    ),
]


@pytest.mark.parametrize(("fields", "people", "expected"), THANKED)
def test_everybody_with_a_vote_is_thanked_within_24_hours(
    fields: dict[str, str], people: str, expected: list[str]
) -> None:
    found = measured(interview(people, **fields))
    thanks = every(found, "thank_you")
    assert [each.rsplit(" email ")[1] for each in said(thanks)] == expected
    for each in thanks:
        assert each.latest
        assert each.earliest
        assert each.latest - each.earliest <= timedelta(hours=24)
        assert each.start <= each.latest


# The question


NAMED = [
    pytest.param("2026-11-18", "2026-11-19", id="a Wednesday"),
    pytest.param("2026-11-20", "2026-11-23", id="a Friday"),
    pytest.param("2026-11-21", "2026-11-23", id="a Saturday"),
    pytest.param("2026-11-10", "2026-11-12", id="Veterans Day comes next"),
    pytest.param("2026-11-25", "2026-11-27", id="Thanksgiving comes next"),
    pytest.param("2026-12-24", "2026-12-28", id="Christmas comes next"),
    pytest.param("2027-02-01", "2027-02-02", id="long after the five weeks"),
    # The note of thanks goes out on the 2nd, and two days lie between contacts.
    pytest.param("2026-11-02", "2026-11-04", id="the day of the interview"),
]


@pytest.mark.parametrize(("named", "expected"), NAMED)
def test_the_question_comes_a_working_day_after_the_date_that_they_named(
    named: str, expected: str
) -> None:
    found = measured(interview(next_step=f"{{decision_by: {named}}}"))
    assert of(found, "still_in_running") == [f"Dana email {expected} 10:00"]


UNNAMED = [
    pytest.param(JORDAN, {}, DANA, "2026-11-12 10:00", id="a Monday, and a holiday"),
    pytest.param(ANYWHERE, {}, DANA, "2026-11-11 10:00", id="no country, no holiday"),
    # 9, 10, 12, 13, 16, 17, 18 November
    pytest.param(JORDAN, {"start": "2026-11-06 14:00"}, DANA, "2026-11-18 10:00", id="a Friday"),
    # 20, 23, 24, 25, 27, 30 November, 1 December
    pytest.param(
        JORDAN, {"start": "2026-11-19 14:00"}, DANA, "2026-12-01 10:00", id="over Thanksgiving"
    ),
    # 22, 23, 24, 29, 30, 31 December, 4 January; Boxing Day is kept on Monday the 28th.
    pytest.param(
        BRITISH, {"start": "2026-12-21 14:00"}, DANA, "2027-01-04 10:00", id="GB: over Christmas"
    ),
    # Sunday to Thursday: 8, 9, 10, 11, 12, 15, 16 November
    pytest.param(ISRAELI, {"start": "2026-11-05 14:00"}, DANA, "2026-11-16 10:00", id="IL"),
    # Her working days count, not Jordan's; 13:00 there is 07:00 in New York.
    pytest.param(JORDAN, {}, having(DANA, GERMAN), "2026-11-11 13:00", id="she is in Germany"),
]


@pytest.mark.parametrize(("candidate", "fields", "dana", "expected"), UNNAMED)
def test_without_a_date_the_question_comes_after_seven_working_days(
    candidate: str, fields: dict[str, str], dana: str, expected: str
) -> None:
    found = measured(interview(dana, **fields), candidate=candidate)
    assert of(found, "still_in_running") == [f"Dana email {expected}"]


AWAY = [
    pytest.param("2026-11-19", "Dana email 2026-11-20 10:00", id="that day"),
    pytest.param("2026-11-19/2026-11-20", "Dana email 2026-11-23 10:00", id="until the weekend"),
    pytest.param("2026-11-19/2026-11-23", "Dana email 2026-11-24 10:00 late", id="all three days"),
]


@pytest.mark.parametrize(("away", "expected"), AWAY)
def test_the_question_has_three_working_days_and_is_late_after_them(
    away: str, expected: str
) -> None:
    found = measured(
        interview(next_step="{decision_by: 2026-11-18}"), candidate=f"{JORDAN}, away: [{away}]"
    )
    assert of(found, "still_in_running") == [expected]


def test_the_question_says_by_when_they_meant_to_decide() -> None:
    named = one(measured(interview(next_step="{decision_by: 2026-11-18}")), "still_in_running")
    assert "They meant to decide by Wed 18 Nov." in named.description
    assert "They meant to decide" not in one(measured(interview()), "still_in_running").description


# One more


ONE_MORE = [
    pytest.param({}, "2026-11-19", id="a week after the 12th"),
    pytest.param({"next_step": "{decision_by: 2026-11-12}"}, "2026-11-20", id="after the 13th"),
    # A week after the question is Thanksgiving; the day before it is as near, and earlier.
    pytest.param({"next_step": "{decision_by: 2026-11-18}"}, "2026-11-25", id="Thanksgiving"),
    pytest.param({"next_step": "{decision_by: 2026-12-17}"}, "2026-12-24", id="Christmas"),
    pytest.param({"next_step": "{decision_by: 2027-02-01}"}, "2027-02-09", id="long after"),
]


@pytest.mark.parametrize(("fields", "expected"), ONE_MORE)
def test_a_week_after_the_question_she_hears_once_more(
    fields: dict[str, str], expected: str
) -> None:
    found = measured(interview(**fields))
    assert of(found, "one_more") == [f"Dana email {expected} 10:00"]


LOGGED = [
    pytest.param("2026-11-12 10:00", "done", "2026-11-19", id="as planned"),
    pytest.param("2026-11-16 11:30", "done", "2026-11-23", id="later"),
    pytest.param("2026-11-10 09:00", "done", "2026-11-17", id="sooner"),
    pytest.param("2026-11-24 10:00", "late done", "2026-12-01", id="long after its window"),
]


@pytest.mark.parametrize(("asked", "how", "expected"), LOGGED)
def test_the_week_counts_from_when_the_question_was_really_asked(
    asked: str, how: str, expected: str
) -> None:
    log = f"[{{on: {asked}, did: still_in_running, to: Dana}}]"
    found = measured(interview(log=log))
    assert of(found, "still_in_running") == [f"Dana email {asked} {how}"]
    assert of(found, "one_more") == [f"Dana email {expected} 10:00"]


def test_that_all_was_done_as_planned_moves_nothing() -> None:
    log = (
        "[{on: 2026-11-02 17:00, did: thank_you, to: Dana},"
        " {on: 2026-11-12 10:00, did: still_in_running, to: Dana},"
        " {on: 2026-11-19 10:00, did: one_more, to: Dana}]"
    )
    before, after = measured(interview()), measured(interview(log=log))
    assert times(after.follow_ups) == times(before.follow_ups)
    assert told(after) == []


def times(follow_ups: tuple[FollowUp, ...]) -> list[str]:
    return [f"{each.uid} {each.start}" for each in follow_ups]


# Nothing else


def test_the_company_hears_nothing_else() -> None:
    found = measured(
        interview(f"{DANA}, {HANA}, {IVAN}"),
        activities="{what: passed the exam, on: 2026-11-17, relates_to: the job}",
    )
    assert told(found) == [
        "thank_you Dana email 2026-11-02 17:00",
        "thank_you Ivan email 2026-11-02 17:15",
        "still_in_running Dana email 2026-11-12 10:00",
        "one_more Dana email 2026-11-19 10:00",
    ]


REVIEWED = [
    pytest.param({}, "2026-12-07", id="five weeks"),
    pytest.param(
        {"next_step": "{decision_by: 2026-12-02}"}, "2026-12-16", id="named, near its end"
    ),
    # The 15th is Washington's Birthday, and a weekend lies before it.
    pytest.param({"next_step": "{decision_by: 2027-02-01}"}, "2027-02-12", id="named, long after"),
]


@pytest.mark.parametrize(("fields", "expected"), REVIEWED)
def test_at_last_one_decides_what_becomes_of_it(fields: dict[str, str], expected: str) -> None:
    found = measured(interview(**fields))
    assert of(found, "review") == [f"- self {expected} 17:00"]
    assert one(found, "one_more").end <= one(found, "review").start


def test_the_search_goes_on_every_week_meanwhile() -> None:
    assert of(measured(interview()), "keep_searching") == [
        f"- self {monday} 09:00"
        for monday in ("2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07")
    ]


OFFERS = [
    # Fourteen days after the call of 4 December have passed on the 19th, a Saturday; that is past
    # the horizon, two weeks after the date that they named.
    pytest.param("2026-12-04 10:00", id="the silence goes on beyond it"),
    pytest.param("2026-11-04 10:00", id="long before it"),
]


@pytest.mark.parametrize("received", OFFERS)
def test_nobody_hears_anything_after_the_review(received: str) -> None:
    found = measured(
        interview(first_choice="true", next_step="{decision_by: 2026-12-04}"),
        offers=f"{{company: Best, role: Dev, received: {received}, answer_by: 2026-12-09}}",
    )
    review = one(found, "review")
    assert said([review]) == ["- self 2026-12-18 17:00"]
    later = [each for each in every(found, status="planned") if each.start > review.start]
    assert [each.tactic for each in later if each.channel != "self"] == []


def test_one_more_is_not_telephoned_to_somebody_without_an_email() -> None:
    found = measured(interview(lacking(DANA, "email")))
    assert of(found, "one_more", status="planned") == []
    assert notes(found, "e-mail", "dana")


def test_nobody_is_missed_whom_this_playbook_would_not_contact() -> None:
    assert not notes(measured(interview()), "human resources")


def test_without_a_call_to_come_no_note_promises_that_it_asks() -> None:
    (told,) = notes(measured(interview()), "will decide")
    assert "next call" not in told


ROLES = [
    # 5, 6, 9, 10, 12, 13, 16 November
    pytest.param("2026-11-04 14:00", "2026-11-16", id="two days apart"),
    pytest.param("2026-11-06 14:00", "2026-11-18", id="four days apart"),
]


@pytest.mark.parametrize(("start", "expected"), ROLES)
def test_one_question_names_both_roles_of_one_manager(start: str, expected: str) -> None:
    found = measured(interview(), interview(id="other", role="Lead", start=start))
    question = one(found, "still_in_running", status="planned")
    assert said([question]) == [f"Dana email {expected} 10:00"]
    assert "Engineer" in question.description
    assert "Lead" in question.description


# What they say, and what becomes of it


def test_a_date_that_they_name_is_kept() -> None:
    agreed = "{follow_up_on: 2026-11-06, by: phone, with: Dana, decision_by: 2026-11-18}"
    log = "[{on: 2026-11-06 10:00, did: agreed_next_step, to: Dana, call_back: 2026-11-13}]"
    assert told(measured(interview(next_step=agreed)))[1] == (
        "agreed_next_step Dana phone 2026-11-06 10:00"
    )
    assert told(measured(interview(next_step=agreed, log=log))) == [
        "thank_you Dana email 2026-11-02 17:00",
        "call_back Dana phone 2026-11-13 10:00",
        "still_in_running Dana email 2026-11-19 10:00",
        "one_more Dana email 2026-11-25 10:00",
    ]


NEXT_ROUNDS = [
    # 12, 13, 16, 17, 18, 19, 20 November
    pytest.param({"start": "2026-11-10 14:00"}, "2026-11-20", "2026-11-27", id="none named"),
    # 10, 12, 13, 16, 17, 18, 19 November
    pytest.param({"start": "2026-11-09 14:00"}, "2026-11-19", "2026-11-25", id="Thanksgiving"),
    pytest.param(
        {"start": "2026-11-10 14:00", "next_step": "{decision_by: 2026-11-13}"},
        "2026-11-16",
        "2026-11-23",
        id="named",
    ),
]


@pytest.mark.parametrize(("fields", "asked", "more"), NEXT_ROUNDS)
def test_after_a_next_round_the_one_question_counts_from_that(
    fields: dict[str, str], asked: str, more: str
) -> None:
    found = measured(interview(), interview(id="second", **fields))
    assert of(found, "still_in_running", status="planned") == [f"Dana email {asked} 10:00"]
    assert of(found, "one_more", status="planned") == [f"Dana email {more} 10:00"]


def test_a_question_that_was_asked_is_not_asked_again_after_the_next_round() -> None:
    log = "[{on: 2026-11-12 10:00, did: still_in_running, to: Dana}]"
    found = measured(interview(log=log), interview(id="second", start="2026-11-17 14:00"))
    assert told(found) == [
        "thank_you Dana email 2026-11-02 17:00",
        "thank_you Dana email 2026-11-17 17:00",
    ]


ENDS = [
    pytest.param("2026-11-10 12:00", ["still_in_running", "one_more"], id="before the question"),
    pytest.param("2026-11-13 12:00", ["one_more"], id="after it"),
    pytest.param("2026-11-20 12:00", [], id="after all"),
]


@pytest.mark.parametrize(("on", "expected"), ENDS)
@pytest.mark.parametrize("result", ["rejected", "withdrawn"])
def test_a_no_ends_it_and_the_search_goes_on(result: str, on: str, expected: list[str]) -> None:
    found = measured(interview(outcome=f"{{result: {result}, on: {on}}}"))
    ended = every(found, status="cancelled")
    assert [each.tactic for each in ended] == [*expected, "review"]
    assert len(every(found, "keep_searching", status="planned")) == 5


def test_the_first_choice_is_told_of_another_offer_and_not_asked_for_two_weeks() -> None:
    found = measured(
        interview(first_choice="true"),
        offers="{company: Best, role: Dev, received: 2026-11-04 10:00, answer_by: 2026-11-09}",
    )
    assert of(found, "counter_offer") == ["Dana phone 2026-11-04 10:00"]
    assert of(found, "counter_offer_deadline") == ["- self 2026-11-06 10:00"]
    assert of(found, "answer_offer") == ["- self 2026-11-06 09:00"]
    assert of(found, "still_in_running") == ["Dana email 2026-11-19 10:00 late"]
    assert of(found, "one_more") == ["Dana email 2026-11-25 10:00"]


@pytest.mark.parametrize(
    ("received", "asked"),
    [
        pytest.param("2026-11-17 10:00", "2026-11-12 10:00", id="told after the question"),
        # Told on Wednesday 28 October, so not asked for two weeks, which end on the 11th.
        pytest.param("2026-10-28 10:00", "2026-11-12 10:00", id="told two weeks before it"),
        pytest.param("2026-10-29 10:00", "2026-11-13 10:00", id="told a day less before it"),
    ],
)
def test_telling_of_an_offer_holds_back_only_a_question_of_the_two_weeks_after_it(
    received: str, asked: str
) -> None:
    found = measured(
        interview(start="2026-10-26 14:00"),
        interview(first_choice="true", id="second"),
        offers=f"{{company: Best, role: Dev, received: {received}}}",
    )
    assert of(found, "counter_offer") == [f"Dana phone {received}"]
    assert of(found, "still_in_running", status="planned") == [f"Dana email {asked}"]


def test_what_ends_the_question_ends_what_comes_after_it_in_the_same_words() -> None:
    found = measured(interview(outcome="{result: rejected, on: 2026-11-09}"))
    (asked,) = every(found, "still_in_running", status="cancelled")
    (more,) = every(found, "one_more", status="cancelled")
    assert asked.reasons[-1] == more.reasons[-1] == "Cancelled: they rejected the application."


def test_an_offer_of_their_own_ends_it_and_must_be_answered() -> None:
    found = measured(
        interview(),
        offers="{company: ACME, role: engineer, received: 2026-11-10 10:00, answer_by: 2026-11-16}",
    )
    assert told(found) == ["thank_you Dana email 2026-11-02 17:00"]
    assert of(found, "answer_offer") == ["- self 2026-11-13 09:00"]


def test_after_a_yes_elsewhere_one_withdraws() -> None:
    accepted = "{result: accepted, on: 2026-11-10 12:00}"
    best = interview(BO, id="best", company="Best", start="2026-11-03 14:00", outcome=accepted)
    found = measured(interview(), best)
    later = [each for each in every(found, status="planned") if each.start > at("2026-11-10 11:59")]
    assert [f"{each.tactic} {said([each])[0]}" for each in later] == [
        "withdraw Dana email 2026-11-10 12:00"
    ]


# By name, in the records, as a file


def shown(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `show --json` in a folder."""
    return run("show", *words, "--json", at=folder)


def that_names(playbook: str) -> str:
    """Return the sample with a playbook named in it."""
    return f"playbook: {playbook}\n{SAMPLE.read_text(encoding='utf-8')}"


def tactics(done: subprocess.CompletedProcess[str]) -> set[str]:
    return {each["tactic"] for each in json.loads(done.stdout)["follow_ups"]}


def test_by_name_in_the_records_and_as_a_file_the_plan_is_the_same(tmp_path: Path) -> None:
    file = PLAYBOOK.with_name("measured.yaml")
    (tmp_path / "own.yaml").write_bytes(file.read_bytes())
    (tmp_path / "named.yaml").write_text(that_names("measured"), encoding="utf-8")
    by_name = shown(tmp_path, str(SAMPLE), "--playbook", "measured")
    assert "one_more" in tactics(by_name)
    assert "touch_base" not in tactics(by_name)
    assert shown(tmp_path, "named.yaml").stdout == by_name.stdout
    assert shown(tmp_path, str(SAMPLE), "--playbook", "own.yaml").stdout == by_name.stdout


def test_the_name_on_the_command_line_goes_before_the_one_in_the_records(tmp_path: Path) -> None:
    (tmp_path / "named.yaml").write_text(that_names("measured"), encoding="utf-8")
    default = shown(tmp_path, str(SAMPLE))
    assert "touch_base" in tactics(default)
    assert shown(tmp_path, "named.yaml", "--playbook", "oi-partners").stdout == default.stdout


def test_a_script_that_names_no_playbook_follows_the_one_in_the_records() -> None:
    found = plan(loads(that_names("measured")))
    assert found == plan(loads(SAMPLE.read_text(encoding="utf-8")), load_playbook("measured"))


def test_a_file_may_have_the_name_of_a_playbook(tmp_path: Path) -> None:
    (tmp_path / "measured").write_bytes(PLAYBOOK.read_bytes())
    assert "touch_base" in tactics(shown(tmp_path, str(SAMPLE), "--playbook", "./measured"))
    assert "touch_base" not in tactics(shown(tmp_path, str(SAMPLE), "--playbook", "measured"))


def test_an_unknown_name_on_the_command_line_is_a_clear_fault(tmp_path: Path) -> None:
    done = shown(tmp_path, str(SAMPLE), "--playbook", "mesured")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("mesured: cannot be read: ")


def test_an_unknown_name_in_the_records_is_a_clear_fault(tmp_path: Path) -> None:
    (tmp_path / "named.yaml").write_text(that_names("mesured"), encoding="utf-8")
    done = shown(tmp_path, "named.yaml")
    assert done.returncode == 1
    assert done.stderr == (
        "named.yaml:1:11: playbook: found 'mesured'; write oi-partners or measured; "
        "did you mean measured?\n"
    )
