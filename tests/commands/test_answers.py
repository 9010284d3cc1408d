"""What is due by number, and what became of it, written into the user's own file."""

from __future__ import annotations

import re
from datetime import datetime
from difflib import ndiff
from pathlib import Path

import pytest

from followup_ics import load, plan
from followup_ics.commands.answers import _write_back
from followup_ics.commands.moments import as_written
from followup_ics.errors import OutputError
from paths import SAMPLE
from terminal import run

RECORDS = """\
# My search
candidate: {timezone: America/New_York, country: US}
interviews:
  - company: Acme   # by the park
    role: Engineer
    id: acme
    start: 2026-11-17 14:00
    timezone: Europe/Berlin
    people:
      - {name: Dana, part: hiring_manager, email: dana@acme.example, phone: +49 30 901820}
    log:
      - {on: 2026-11-17 18:00, did: thank_you, to: Dana}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text(RECORDS)
    return tmp_path


def added(folder: Path) -> list[str]:
    """Return what differs from the file as it was: "+ " before what is new, "- " what went."""
    now = (folder / "mine.yaml").read_text()
    lines = ndiff(RECORDS.splitlines(), now.splitlines())
    return [line for line in lines if line[0] in "+-"]


def numbers(listed: str) -> dict[str, str]:
    """Return the number of each follow-up that `today` lists, by its summary."""
    found = re.findall(r"^ +(\d+)  .*?\d\d:\d\d  ([^:\n]+)", listed, re.MULTILINE)
    return {summary: number for number, summary in found}


# What is due


def test_today_lists_what_is_overdue_and_what_comes_up_to_tomorrow(folder: Path) -> None:
    listed = run("today", "mine.yaml", at=folder)
    overdue, coming = listed.stdout.split("Today, Mon 23 Nov")
    assert overdue.splitlines()[:2] == [
        "Overdue",
        "  1  Thu 19 Nov 07:00  Send Dana an article (Acme): dana@acme.example",
    ]
    assert "Keep searching" in coming
    assert "followup-ics log mine.yaml NUMBER --done" in listed.stderr
    assert listed.returncode == 0


def test_today_says_what_to_say_and_where_in_the_days_to_come(folder: Path) -> None:
    that_day = str(int(datetime.fromisoformat("2026-11-19T08:00+00:00").timestamp()))
    listed = run("today", "mine.yaml", at=folder, SOURCE_DATE_EPOCH=that_day).stdout
    assert "  1  07:00  Send Dana an article (Acme): dana@acme.example\n     - " in listed


def test_where_nothing_is_due_it_says_so(folder: Path) -> None:
    early = str(int(datetime.fromisoformat("2026-11-01T08:00+00:00").timestamp()))
    listed = run("today", "mine.yaml", at=folder, SOURCE_DATE_EPOCH=early)
    assert listed.stdout == "Nothing is due up to tomorrow.\n"


def test_the_sample_can_be_read_from_standard_input() -> None:
    listed = run("today", "-", at=SAMPLE.parent, text=SAMPLE.read_text())
    assert listed.stdout.startswith("Overdue\n")
    assert listed.stderr == ""


# What became of it


def test_what_was_done_is_one_line_more_in_the_log_and_not_due_any_more(folder: Path) -> None:
    number = numbers(run("today", "mine.yaml", at=folder).stdout)["Send Dana an article (Acme)"]
    logged = run("log", "mine.yaml", number, "--done", "--on", "fri 4pm", at=folder)
    assert added(folder) == ["+       - {on: 2026-11-20 16:00, did: share_article, to: Dana}"]
    assert logged.stdout == (
        "mine.yaml: Send Dana an article (Acme)\n"
        "  log of acme: on: 2026-11-20 16:00, did: share_article, to: Dana\n"
        "1 moved, 1 done, 5 reworded.\n"
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


def test_an_outcome_ends_the_application(folder: Path) -> None:
    words = ("--outcome", "rejected", "--on", "yesterday")
    told = run("log", "mine.yaml", "1", *words, at=folder).stdout.splitlines()[-1]
    assert re.fullmatch(r"(\d+ \w+, )*\d+ cancelled: rejected by Acme\.", told)
    assert added(folder) == ["+     outcome: {result: rejected, on: 2026-11-22}"]


REFUSED = [
    pytest.param(["1"], 2, "--done, --not-reached or --outcome", id="nothing said"),
    pytest.param(["1", "--done", "--not-reached"], 2, "--not-reached or", id="both"),
    pytest.param(["1", "--outcome", "offer", "--heard", "x"], 2, "add --done", id="no contact"),
    pytest.param(["99", "--done"], 2, "no number of 'followup-ics today'", id="no such number"),
    pytest.param(["ab", "--done"], 2, "no uid of one follow-up", id="a short uid"),
    pytest.param(["1", "--done", "--on", "03/04/2026"], 1, "03/04/2026", id="two meanings"),
    pytest.param(["1", "--done", "--on", "tue 10"], 1, "'tue 10'", id="an hour or a date"),
    pytest.param(["1", "--done", "--call-back", "yesterday"], 1, "call_back", id="back before"),
]


@pytest.mark.parametrize(("words", "code", "told"), REFUSED)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    words: list[str], code: int, told: str, folder: Path
) -> None:
    refused = run("log", "mine.yaml", *words, at=folder)
    assert (refused.returncode, added(folder)) == (code, [])
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_task_for_the_whole_search_has_no_log(folder: Path) -> None:
    number = numbers(run("today", "mine.yaml", at=folder).stdout)["Keep searching"]
    refused = run("log", "mine.yaml", number, "--done", at=folder)
    assert "for the whole search, which has no log" in refused.stderr
    assert added(folder) == []


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_what_cannot_be_written_into_is_no_file_for_a_log(name: str, folder: Path) -> None:
    refused = run("log", name, "1", "--done", at=folder, text=RECORDS)
    assert refused.returncode == 2
    assert "name a file" in refused.stderr


def test_a_file_changed_meanwhile_is_left_as_it_is(folder: Path) -> None:
    file = folder / "mine.yaml"
    with pytest.raises(OutputError, match="changed meanwhile"):
        _write_back(str(file), b"as it was read", b"with a line more")
    assert added(folder) == []


# As people say it. 2026-11-23 is a Monday.


SAID = [
    ("now", "2026-11-23 11:00"),
    ("today", "2026-11-23"),
    ("Yesterday", "2026-11-22"),
    ("yesterday 9:30", "2026-11-22 09:30"),
    ("yesterday at 5pm", "2026-11-22 17:00"),
    ("mon", "2026-11-23"),
    ("tue 10am", "2026-11-17 10:00"),
    ("Friday, 12 am", "2026-11-20 00:00"),
    ("thurs 12:15pm", "2026-11-19 12:15"),
    ("2026-11-20 14:00", "2026-11-20 14:00"),
    ("tue 10", "tue 10"),
    ("tue 25:00", "tue 25:00"),
    ("someday", "someday"),
]


@pytest.mark.parametrize(("said", "meant"), SAID)
def test_a_day_of_the_past_is_read_as_it_is_said(said: str, meant: str) -> None:
    assert as_written(said, datetime(2026, 11, 23, 11)) == meant


AHEAD = [
    ("mon", "2026-11-30"),
    ("fri 2pm", "2026-11-27 14:00"),
    ("tomorrow 9:00", "2026-11-24 09:00"),
    ("in 2 weeks", "2026-12-07"),
    ("in 1 day at 4pm", "2026-11-24 16:00"),
]


@pytest.mark.parametrize(("said", "meant"), AHEAD)
def test_a_day_to_come_is_read_as_it_is_said(said: str, meant: str) -> None:
    assert as_written(said, datetime(2026, 11, 23, 11), ahead=True) == meant
