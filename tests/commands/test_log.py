"""What became of a follow-up, said in words and written into the user's own file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup_ics import load, plan
from searching import RECORDS, added, numbers, written
from terminal import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def test_what_was_done_is_one_line_more_in_the_log_and_not_due_any_more(folder: Path) -> None:
    number = numbers(run("today", "mine.yaml", at=folder).stdout)["Send Dana an article (Acme)"]
    logged = run("log", "mine.yaml", number, "--done", "--on", "fri 4pm", at=folder)
    assert added(folder) == ["+       - {on: 2026-11-20 16:00, did: share_article, to: Dana}"]
    assert logged.stdout == (
        "mine.yaml: Send Dana an article (Acme)\n"
        "  done: Friday 20 November 2026, 16:00 Europe/Berlin\n"
        "The plan: 1 moved, 1 done, 5 reworded.\n"
    )
    assert "article" not in run("today", "mine.yaml", at=folder).stdout


def test_without_a_date_it_was_now_by_the_clock_of_the_interview(folder: Path) -> None:
    run("log", "mine.yaml", "1", "--done", at=folder)
    assert added(folder) == ["+       - {on: 2026-11-23 11:00, did: share_article, to: Dana}"]


def call(folder: Path) -> str:
    """Return the beginning of the uid of the call."""
    found = plan(load(folder / "mine.yaml")).follow_ups
    return next(each.uid for each in found if each.tactic == "phone_call")[:12]


def test_what_they_said_and_when_to_call_back_are_written_too(folder: Path) -> None:
    asked = ("--heard", "they decide: soon", "--call-back", "fri 2pm")
    run("log", "mine.yaml", call(folder), "--done", *asked, at=folder)
    assert added(folder) == [
        "+       - {on: 2026-11-23 11:00, did: phone_call, to: Dana, heard: 'they decide: soon', "
        "call_back: 2026-11-27 14:00}"
    ]
    found = plan(load(folder / "mine.yaml")).follow_ups
    assert [each.tactic for each in found if each.tactic == "call_back"] == ["call_back"]


def test_a_call_that_nobody_answered_is_to_be_made_again(folder: Path) -> None:
    run("log", "mine.yaml", call(folder), "--not-reached", "--on", "fri 4pm", at=folder)
    entry = "{on: 2026-11-20 16:00, did: phone_call, to: Dana, reached: false}"
    assert added(folder) == [f"+       - {entry}"]
    again = [e for e in plan(load(folder / "mine.yaml")).follow_ups if e.tactic == "phone_call"]
    # Two working days later is Tuesday; two days after Wednesday's e-mail is Friday.
    assert [f"{each.status} {each.start:%m-%d}" for each in again] == ["planned 11-27"]


def test_what_is_skipped_is_written_as_planned_and_not_due_any_more(folder: Path) -> None:
    logged = run("log", "mine.yaml", "1", "--skip", at=folder)
    entry = "{on: 2026-11-19 13:00, did: share_article, to: Dana, skipped: true}"
    assert added(folder) == [f"+       - {entry}"]
    assert logged.stdout.splitlines()[1] == (
        "  skipped: Thursday 19 November 2026, 13:00 Europe/Berlin"
    )
    assert "article" not in run("today", "mine.yaml", at=folder).stdout


def test_of_several_that_are_still_to_come_the_one_that_is_named_is_skipped(folder: Path) -> None:
    found = plan(load(folder / "mine.yaml")).follow_ups
    last = [each.uid for each in found if each.tactic == "touch_base"][-1]
    run("log", "mine.yaml", last, "--skip", at=folder)
    again = plan(load(folder / "mine.yaml")).follow_ups
    assert [each.uid for each in again if each.is_skipped] == [last]


NO_SKIPS = [
    pytest.param(("--done",), "--done, --not-reached and --skip exclude each other", id="done"),
    pytest.param(("--heard", "no"), "--heard and --call-back are of a contact", id="an answer"),
]


@pytest.mark.parametrize(("words", "told"), NO_SKIPS)
def test_what_contradicts_a_skip_is_refused_and_nothing_is_written(
    words: tuple[str, ...], told: str, folder: Path
) -> None:
    refused = run("log", "mine.yaml", "1", "--skip", *words, at=folder)
    assert refused.returncode == 2
    assert told in " ".join(refused.stderr.split())
    assert added(folder) == []


@pytest.mark.parametrize("word", ["--skip", "--done"])
def test_what_was_skipped_is_logged_again_only_once_that_entry_is_gone(
    word: str, folder: Path
) -> None:
    uid = call(folder)
    run("log", "mine.yaml", uid, "--skip", at=folder)
    again = run("log", "mine.yaml", uid, word, "--on", "today", at=folder)
    assert again.returncode == 2
    assert "is skipped in the log; take that entry out of it first" in again.stderr
    assert len(added(folder)) == 1


def test_an_outcome_ends_the_application(folder: Path) -> None:
    words = ("--outcome", "rejected", "--on", "yesterday")
    told = run("log", "mine.yaml", "1", *words, at=folder).stdout.splitlines()[-1]
    assert re.fullmatch(r"The plan: (\d+ \w+, )*\d+ cancelled: rejected by Acme\.", told)
    assert added(folder) == ["+     outcome: {result: rejected, on: 2026-11-22}"]


def test_each_date_is_told_in_full(folder: Path) -> None:
    words = ("--done", "--on", "tue 10am", "--decision-by", "Dec 4", "--call-back", "in 2 weeks")
    logged = run("log", "mine.yaml", call(folder), *words, at=folder)
    assert logged.stdout.splitlines()[1:-1] == [
        "  done: Tuesday 17 November 2026, 10:00 Europe/Berlin",
        "  call back: Monday 7 December 2026",
        "  they decide by: Friday 4 December 2026",
    ]


def test_when_they_decide_goes_into_the_next_step_that_is_there(folder: Path) -> None:
    for day in ("Dec 4", "7 December 2026"):
        run("log", "mine.yaml", call(folder), "--decision-by", day, at=folder)
    assert added(folder) == ["+     next_step: {decision_by: 2026-12-07}"]


def test_a_next_interview_is_one_more_of_the_same_role(folder: Path) -> None:
    run("log", "mine.yaml", "1", "--done", "--next-interview", "Dec 1 2pm", at=folder)
    second = load(folder / "mine.yaml").interviews[1]
    assert (second.company, second.role, second.timezone) == ("Acme", "Engineer", "Europe/Berlin")
    assert f"{second.start}" == "2026-12-01 14:00:00"


def test_how_one_talks_in_the_next_interview_is_written_and_told(folder: Path) -> None:
    words = ("--next-interview", "Dec 1 2pm", "--kind", "in_person")
    logged = run("log", "mine.yaml", "1", *words, at=folder)
    told = "  next interview: Tuesday 1 December 2026, 14:00 Europe/Berlin, in person\n"
    assert told in logged.stdout
    assert load(folder / "mine.yaml").interviews[1].kind == "in_person"


def test_a_next_interview_that_is_there_already_is_not_added_again(folder: Path) -> None:
    for _ in range(2):
        run("log", "mine.yaml", "1", "--done", "--next-interview", "Dec 1 2pm", at=folder)
    assert len(load(folder / "mine.yaml").interviews) == 2


def test_what_sets_one_apart_becomes_an_activity_and_is_told_of_next(folder: Path) -> None:
    found = plan(load(folder / "mine.yaml")).follow_ups
    uid = next(each.uid for each in found if each.tactic == "stand_out")
    words = ("--done", "--activity", "a talk at a meetup", "--on", "yesterday")
    assert run("log", "mine.yaml", uid, *words, at=folder).returncode == 0
    now = plan(load(folder / "mine.yaml")).follow_ups
    assert [each.status for each in now if each.uid == uid] == ["done"]
    assert [each for each in now if each.tactic == "activity_update"]


def test_an_offer_is_answered_by_the_outcome_of_its_interview(folder: Path) -> None:
    offer = "offers: [{company: Acme, role: Engineer, received: 2026-11-19, answer_by: 2026-11-25}]"
    file = folder / "mine.yaml"
    file.write_text(RECORDS + offer)
    uid = next(each.uid for each in plan(load(file)).follow_ups if each.tactic == "answer_offer")
    refused = run("log", "mine.yaml", uid, "--done", at=folder)
    assert "with --outcome accepted or withdrawn" in refused.stderr
    assert run("log", "mine.yaml", uid, "--outcome", "accepted", at=folder).returncode == 0
    outcome = load(file).interviews[0].outcome
    assert outcome is not None
    assert outcome.result == "accepted"


REFUSED = [
    pytest.param(["1"], 2, "--done, --not-reached, --skip, --outcome", id="nothing said"),
    pytest.param(["--done"], 2, "say which: its number", id="which is not said"),
    pytest.param([], 2, "at a terminal, 'log FILE' asks", id="nobody to ask"),
    pytest.param(["1", "--done", "--not-reached"], 2, "exclude each other", id="both"),
    pytest.param(["1", "--outcome", "offer", "--heard", "x"], 2, "add --done", id="no contact"),
    pytest.param(["99", "--done"], 2, "no number of 'followup-ics today'", id="no such number"),
    pytest.param(["ab", "--done"], 2, "no uid of one follow-up", id="a short uid"),
    pytest.param(
        ["1", "--done", "--on", "03/04"],
        2,
        "'03/04' is Wednesday 4 March 2026 or Friday 3 April 2026; write the month as a word",
        id="two meanings",
    ),
    pytest.param(["1", "--done", "--on", "03/04/2026"], 2, "2026-03-04 or", id="and a year"),
    pytest.param(["1", "--done", "--on", "tue 10"], 2, "'tue 10'", id="an hour or a date"),
    pytest.param(["1", "--done", "--on", "Nov 30 2026"], 2, "still to come", id="to come"),
    pytest.param(
        ["1", "--done", "--on", "Nov 16 5pm"],
        2,
        "lies before the interview that 'Send Dana an article (Acme)' follows, 2026-11-17 14:00; "
        "numbers change with each entry, so look at 'followup-ics today' again",
        id="before the interview",
    ),
    pytest.param(
        ["1", "--outcome", "rejected", "--next-interview", "Dec 1"],
        2,
        "--outcome rejected and --next-interview exclude each other",
        id="an end and a next round",
    ),
    pytest.param(
        ["1", "--kind", "video"],
        2,
        "--kind video is of the next interview; add --next-interview",
        id="how one talks, but not when",
    ),
    pytest.param(["1", "--done", "--call-back", "yesterday"], 2, "lies before", id="back before"),
    pytest.param(
        ["1", "--done", "--next-interview", "Nov 1 2026"], 2, "lies before", id="next before"
    ),
    pytest.param(
        ["1", "--done", "--call-back", "today", "--on", "today"], 1, "call_back", id="at once"
    ),
]


@pytest.mark.parametrize(("words", "code", "told"), REFUSED)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    words: list[str], code: int, told: str, folder: Path
) -> None:
    refused = run("log", "mine.yaml", *words, at=folder)
    assert (refused.returncode, added(folder)) == (code, [])
    assert told in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr


def test_a_task_for_the_whole_search_has_no_log(folder: Path) -> None:
    number = numbers(run("today", "mine.yaml", at=folder).stdout)["Keep searching"]
    refused = run("log", "mine.yaml", number, "--done", at=folder)
    assert (
        "'Keep searching' is for the whole search, which has no log; with --activity, write what "
        "companies should hear of"
    ) in " ".join(refused.stderr.split())
    assert added(folder) == []
    run("log", "mine.yaml", number, "--done", "--activity", "a course", at=folder)
    assert added(folder) == ["+ activities:", "+   - {what: a course, on: 2026-11-23}"]


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_what_cannot_be_written_into_is_no_file_for_a_log(name: str, folder: Path) -> None:
    refused = run("log", name, "1", "--done", at=folder, text=RECORDS)
    assert refused.returncode == 2
    assert "name a file" in refused.stderr
