"""One's own calendars on the command line: kept clear of, or said why not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from servers import process
from terminal import run

RECORDS = """\
candidate: {timezone: America/New_York, country: US, region: NY}
interviews:
- company: Acme
  role: Engineer
  id: acme
  start: 2026-11-20 09:00
  people: [{name: Dana, part: hiring_manager, email: dana@acme.example, phone: +1 212 555 0101}]
  log: [{on: 2026-11-20 18:00, did: thank_you, to: Dana}]
"""
# On Monday the 23rd, when the clock of these tests stands at five in the morning in New York.
MEETING = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART;TZID=America/New_York:20261123T093000
DTEND;TZID=America/New_York:20261123T120000
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
"""
BUSY_DAY = MEETING.replace("T093000", "T060000").replace("T120000", "T220000")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "jobs.yaml").write_text(RECORDS)
    (tmp_path / "work.ics").write_text(MEETING)
    return tmp_path


def named(home: Path, *calendars: str) -> None:
    """Let the records name calendars."""
    (home / "jobs.yaml").write_text(f"busy: {json.dumps(calendars)}\n{RECORDS}")


def article(home: Path, *words: str) -> str:
    shown = json.loads(run("show", "jobs.yaml", "--json", *words, at=home).stdout)
    (found,) = [each for each in shown["follow_ups"] if each["tactic"] == "share_article"]
    return str(found["start"])


FREE, AFTER = "2026-11-23T15:00:00Z", "2026-11-23T14:20:00Z"


def test_records_and_options_name_calendars(home: Path) -> None:
    assert article(home) == FREE
    assert article(home, "--busy", "work.ics") == AFTER
    named(home, "work.ics")
    assert article(home) == AFTER
    (home / "day.ics").write_text(BUSY_DAY)
    assert article(home, "--busy", "day.ics") == "2026-11-25T15:00:00Z"


def test_paths_in_records_begin_at_their_folder(home: Path) -> None:
    named(home, "work.ics")
    (home / "sub").mkdir()
    shown = run("show", "../jobs.yaml", "--json", at=home / "sub")
    assert AFTER in shown.stdout
    assert shown.stderr == ""


def test_records_from_standard_input_begin_where_one_stands(home: Path) -> None:
    text = f"busy: [work.ics]\n{RECORDS}"
    shown = run("show", "-", "--json", at=home, text=text)
    assert AFTER in shown.stdout


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["build", "jobs.yaml"], id="build"),
        pytest.param(["show", "jobs.yaml", "--json"], id="show"),
        pytest.param(["show", "jobs.yaml", "--html", "plan.html"], id="the page"),
        pytest.param(["today", "jobs.yaml"], id="today"),
        pytest.param(["log", "jobs.yaml", "2", "--done"], id="log"),
        pytest.param(["check", "jobs.yaml"], id="check"),
    ],
)
def test_a_calendar_that_cannot_be_read_is_a_warning_and_never_a_failure(
    home: Path, words: list[str]
) -> None:
    named(home, "gone.ics")
    done = run(*words, at=home)
    assert done.returncode == 0
    told = done.stderr + (done.stdout if words[0] == "check" else "")
    warning = (
        "warning: gone.ics cannot be read, so nothing keeps clear of it: No such file or "
        "directory; mend its path in busy[0], or take it out."
    )
    assert told.count(warning) == 1


def test_log_takes_the_numbers_that_today_has_around_the_same_calendar(home: Path) -> None:
    (home / "day.ics").write_text(BUSY_DAY)
    around = ("--busy", "day.ics")
    assert "  2  10:00  Send Dana an article" in run("today", "jobs.yaml", at=home).stdout
    assert "  2  10:00  Call Dana" in run("today", "jobs.yaml", *around, at=home).stdout
    logged = run("log", "jobs.yaml", "2", "--done", *around, at=home)
    assert "jobs.yaml: Call Dana (Acme)" in logged.stdout


def test_an_output_is_never_the_calendar_that_is_planned_around(home: Path) -> None:
    words = ["build", "jobs.yaml", "--busy", "work.ics", "-o", "work.ics"]
    done = run(*words, at=home)
    assert (done.returncode, (home / "work.ics").read_text()) == (2, MEETING)
    assert "the output work.ics is also the input work.ics" in done.stderr
    named(home, "work.ics")
    done = run("build", "jobs.yaml", "-o", "work.ics", at=home)
    assert (done.returncode, (home / "work.ics").read_text()) == (1, MEETING)


def test_our_own_calendar_among_ones_own_changes_nothing(home: Path) -> None:
    before = run("show", "jobs.yaml", "--json", at=home).stdout
    run("build", "jobs.yaml", at=home)
    assert run("show", "jobs.yaml", "--json", "--busy", "jobs.ics", at=home).stdout == before


def test_build_asks_addresses_with_fetch_alone_and_never_a_private_network(home: Path) -> None:
    named(home, "https://localhost:1/private-1/work.ics")
    without, asked = (run("build", "jobs.yaml", *words, at=home) for words in ([], ["--fetch"]))
    assert (without.returncode, asked.returncode) == (0, 0)
    assert "localhost is not asked for your calendar" in without.stderr
    assert "only build and serve ask, with --fetch" in without.stderr
    assert "one of a private network, which is never asked" in asked.stderr
    assert "private-1" not in without.stderr + asked.stderr
    assert run("show", "jobs.yaml", "--fetch", at=home).returncode == 2


def test_records_without_calendars_load_nothing_that_reads_them(home: Path) -> None:
    code = (
        "import sys; from followup_ics.commands.cli import main; "
        "main(['show', 'jobs.yaml'], standalone_mode=False); "
        "print(sorted({'recurring_ical_events', 'icalendar', 'http.client'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")


# Serving


def test_serve_plans_around_the_calendar_that_it_is_given(home: Path) -> None:
    words = [home / "jobs.yaml", "--busy", home / "work.ics", "--base-url", "http://x.example"]
    database = f"sqlite:///{home / 'feeds.sqlite3'}"
    with process(database, *words) as running:
        address = running.urls[0].replace("http://x.example", running.base_url)
        assert b"DTSTART:20261123T142000Z" in urlopen(address).read()
        (home / "work.ics").write_text(BUSY_DAY)
        assert b"DTSTART:20261124T150000Z" in urlopen(address).read()


def test_serve_without_a_file_has_nothing_to_plan_around(home: Path) -> None:
    done = run("serve", "--busy", "work.ics", at=home, XDG_DATA_HOME=str(home))
    assert done.returncode == 2
    assert "--busy is for a FILE" in done.stderr


def test_putting_records_says_that_their_files_are_not_read(home: Path) -> None:
    named(home, "work.ics")
    done = run("feed", "put", "jobs", "jobs.yaml", at=home, XDG_DATA_HOME=str(home / "data"))
    assert done.returncode == 0
    assert "not planned around all of busy[0]; its page says why" in done.stderr
