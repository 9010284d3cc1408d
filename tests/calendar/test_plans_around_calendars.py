"""Plans around the calendars that records name: what is read, and what a note says of the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from building import DANA, interview
from finding import begins, one
from followup_ics import JobSearch, Plan, loads, plan
from followup_ics.calendar.busy.around import (
    CalendarAccess,
    about_calendars,
    asks_addresses,
    local_files,
    plan_around,
)
from followup_ics.errors import BusyCalendarError

FEED = "https://calendar.example/private-0123456789/basic.ics"


def search(*calendars: str) -> JobSearch:
    named = ", ".join(f"'{each}'" for each in calendars)
    return loads(
        "candidate: {timezone: America/New_York, country: US, region: NY}\n"
        f"busy: [{named}]\ninterviews:\n- {interview(DANA)}\n"
    )


def calendar(start: str = "20261106T093000", end: str = "20261106T104000") -> bytes:
    """Return a calendar with one meeting of New York, in the way of the call on 6 November."""
    zone = "TZID=America/New_York"
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        f"DTSTART;{zone}:{start}\r\nDTEND;{zone}:{end}\r\nSUMMARY:Dentist\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def call(found: Plan) -> str:
    return begins(one(found, "phone_call"))


def told(found: Plan) -> list[str]:
    assert all(each.level == "warning" for each in about_calendars(found))
    return [f"{each.about}: {each.text}" for each in about_calendars(found)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work.ics").write_bytes(calendar())
    return tmp_path


def test_records_are_planned_around_the_files_that_they_name(folder: Path) -> None:
    found = plan_around(search("work.ics"), CalendarAccess(folder))
    assert call(found) == "2026-11-06 10:40"
    assert told(found) == []
    assert "Dentist" not in str(found)


def test_a_calendar_of_the_command_comes_beside_them(folder: Path) -> None:
    other = folder / "home.ics"
    other.write_bytes(calendar("20261106T104000", "20261106T120000"))
    found = plan_around(search("work.ics"), CalendarAccess(folder, (str(other),)))
    assert call(found) == "2026-11-06 09:15"


@pytest.mark.parametrize(
    "name",
    ["./work.ics", "{folder}/work.ics", "~/work.ics", "sub/../work.ics"],
)
def test_a_path_is_relative_to_the_records_absolute_or_of_the_home_folder(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir("/")
    found = plan_around(search(name.format(folder=folder)), CalendarAccess(folder))
    assert (call(found), told(found)) == ("2026-11-06 10:40", [])


def test_records_that_name_no_calendar_are_planned_as_ever(folder: Path) -> None:
    assert plan_around(search(), CalendarAccess(folder)) == plan(search())


def test_a_plan_that_scripts_make_reads_no_file(folder: Path) -> None:
    (folder / "work.ics").unlink()
    assert plan(search("work.ics")) == plan(search())


# What cannot be read


def pipe(path: Path) -> None:
    os.mkfifo(path)


UNREADABLE = [
    pytest.param(lambda _: None, "No such file or directory", id="missing"),
    pytest.param(Path.mkdir, "it is a directory", id="a folder"),
    pytest.param(pipe, "it is a pipe that nobody writes to", id="a pipe"),
    pytest.param(lambda path: path.write_text("<html>"), "it is no calendar", id="a page"),
    pytest.param(lambda path: path.write_bytes(b""), "it is no calendar", id="empty"),
]


@pytest.mark.parametrize(("make", "reason"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_a_warning_and_costs_no_other(
    folder: Path, make: object, reason: str
) -> None:
    make(folder / "bad.ics")  # type: ignore[operator]
    found = plan_around(search("bad.ics", "work.ics"), CalendarAccess(folder))
    assert call(found) == "2026-11-06 10:40"
    (warning,) = told(found)
    assert warning.startswith("busy[0]: bad.ics cannot be read, so nothing keeps clear of it: ")
    assert reason in warning


def test_a_note_says_which_file_why_and_how_to_mend_it(folder: Path) -> None:
    found = plan_around(search("gone/work.ics"), CalendarAccess(folder, ("/nowhere/home.ics",)))
    assert told(found) == [
        "--busy: home.ics cannot be read, so nothing keeps clear of it: "
        "No such file or directory; mend its path.",
        "busy[0]: work.ics cannot be read, so nothing keeps clear of it: "
        "No such file or directory; mend its path in busy[0], or take it out.",
    ]


def test_what_was_not_understood_in_a_file_is_a_warning(folder: Path) -> None:
    odd = calendar().replace(b"DTSTART;TZID=America/New_York:20261106T093000", b"DTSTART:soon")
    (folder / "work.ics").write_bytes(odd)
    found = plan_around(search("work.ics"), CalendarAccess(folder))
    assert told(found) == [
        "busy[0]: work.ics: 1 event has a time, or a rule to repeat by, that cannot be followed."
    ]


# Addresses, and records of somebody else


def test_an_address_is_asked_only_where_that_is_allowed(folder: Path) -> None:
    asked: list[tuple[str, int]] = []

    def fetch(url: str, limit: int) -> bytes:
        asked.append((url, limit))
        return calendar()

    (note,) = told(plan_around(search(FEED), CalendarAccess(folder)))
    assert asked == []
    assert note == (
        "busy[0]: calendar.example is not asked for your calendar, so nothing keeps clear of it: "
        "only build and serve ask, with --fetch. A file is read by all commands."
    )
    found = plan_around(search(FEED), CalendarAccess(folder, fetch=fetch))
    assert (call(found), told(found)) == ("2026-11-06 10:40", [])
    assert asked == [(FEED, 16 * 1024 * 1024)]


def test_an_address_that_fails_is_a_warning_that_keeps_it_secret(folder: Path) -> None:
    def fetch(_url: str, _limit: int) -> bytes:
        raise BusyCalendarError("it answers 404")

    (note,) = told(plan_around(search(FEED), CalendarAccess(folder, fetch=fetch)))
    assert note == (
        "busy[0]: calendar.example cannot be read, so nothing keeps clear of it: it answers 404."
    )


def test_an_answer_that_is_larger_than_a_calendar_is_refused(folder: Path) -> None:
    found = plan_around(
        search(FEED), CalendarAccess(folder, fetch=lambda _, limit: b"x" * (limit + 1))
    )
    assert "larger than 16 MiB" in told(found)[0]


def test_no_file_that_records_of_somebody_else_name_is_read(folder: Path) -> None:
    named = (str(folder / "work.ics"), "/etc/passwd", "work.ics")
    job_search = search(*named)
    found = plan_around(job_search, CalendarAccess(None))
    assert found.follow_ups == plan(search()).follow_ups
    assert len(told(found)) == 3
    assert told(found) == [
        f"busy[{number}]: {name} is not read, so nothing keeps clear of it: these records are "
        "kept in a store, and a file that they name may be somebody else's. Name an https address."
        for number, name in enumerate(["work.ics", "passwd", "work.ics"])
    ]
    assert local_files(job_search, CalendarAccess(None)) == []


def test_the_files_that_a_plan_depends_on_are_those_of_records_and_command(folder: Path) -> None:
    access = CalendarAccess(folder, (str(folder / "home.ics"),))
    job_search = search("gone.ics", FEED, "work.ics")
    assert local_files(job_search, access) == [
        folder / "gone.ics",
        folder / "work.ics",
        folder / "home.ics",
    ]


@pytest.mark.parametrize(
    ("calendars", "may_fetch", "asks"),
    [
        pytest.param(["work.ics", FEED], True, True, id="an address"),
        pytest.param(["work.ics"], True, False, id="files alone"),
        pytest.param([FEED], False, False, id="no address may be asked"),
    ],
)
def test_who_asks_an_address_is_known_before(
    folder: Path, calendars: list[str], *, may_fetch: bool, asks: bool
) -> None:
    fetch = (lambda _url, _limit: calendar()) if may_fetch else None
    assert asks_addresses(search(*calendars), CalendarAccess(folder, fetch=fetch)) is asks


def test_a_home_folder_of_nobody_is_a_folder_that_is_missing(folder: Path) -> None:
    found = plan_around(search("~nobody.of.that.name/work.ics"), CalendarAccess(folder))
    assert "No such file or directory" in told(found)[0]


# What is written


@pytest.mark.parametrize(
    "name",
    ["work.ics", "../My calendars/work.ics", "C:\\work.ics", FEED, "webcal://calendar.example/a"],
)
def test_a_calendar_is_a_path_or_an_address(name: str) -> None:
    assert search(name).busy == (name,)
