"""`build` with settings of the calendar, and into a folder with a file for each event."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from building import interview
from followup_ics.commands.cli import main
from terminal import NOW

FIRST = interview(start="2026-11-24 14:00")
SECOND = interview(id="second", start="2026-12-01 14:00")
LATER = NOW + 60
AWAY = 40 * 24 * 60 * 60


def write(home: Path, *interviews: str, calendar: str = "") -> None:
    listed = "".join(f"  - {each}\n" for each in interviews)
    (home / "mine.yaml").write_text(
        f"candidate: {{timezone: America/New_York, country: US}}\n{calendar}\ninterviews:\n{listed}"
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with records in it."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FIRST)
    return tmp_path


def build(*words: str, now: int = NOW) -> Result:
    """Build the calendar in this process; whatever is raised but an exit is a failure."""
    environment = {"SOURCE_DATE_EPOCH": str(now)}
    done = CliRunner().invoke(main, ["build", "mine.yaml", *words], env=environment)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


# Settings


SETTINGS = [
    pytest.param("", [], "Interview follow-ups", "-PT10M", id="by default"),
    pytest.param("calendar: {name: Jobs, alarm: 1h}", [], "Jobs", "-PT60M", id="in the records"),
    pytest.param("calendar: {alarm: none}", [], "Interview follow-ups", None, id="no alarm"),
    pytest.param("", ["--name", "Jobs", "--alarm", "none"], "Jobs", None, id="as options"),
    pytest.param(
        "calendar: {name: Jobs, alarm: none}",
        ["--name", "Mine", "--alarm", "15 min"],
        "Mine",
        "-PT15M",
        id="options before records",
    ),
]


@pytest.mark.parametrize(("records", "options", "name", "trigger"), SETTINGS)
def test_name_and_alarm_are_those_of_the_records_unless_an_option_says_else(
    home: Path, records: str, options: list[str], name: str, trigger: str | None
) -> None:
    write(home, FIRST, calendar=records)
    build(*options)
    text = (home / "mine.ics").read_text()
    assert f"X-WR-CALNAME:{name}\n" in text
    assert text.count(f"TRIGGER:{trigger}") == text.count("BEGIN:VALARM")
    assert bool(trigger) == ("BEGIN:VALARM" in text)


def test_an_alarm_that_is_none_is_wrong_usage(home: Path) -> None:
    done = build("--alarm", "soon")
    assert done.exit_code == 2
    assert "'--alarm': found 'soon'; write how long before" in done.stderr
    assert not (home / "mine.ics").exists()


def test_another_name_alone_changes_no_event(home: Path) -> None:
    build()
    assert "nothing changed" in build("--name", "Jobs", now=LATER).stdout
    assert "X-WR-CALNAME:Jobs" in (home / "mine.ics").read_text()


# A folder


def files(home: Path, folder: str = "calendar") -> dict[str, tuple[int, bytes]]:
    """Return when each file of an event was written, and what it holds."""
    found = (home / folder).glob("*.ics")
    return {each.name: (each.stat().st_mtime_ns, each.read_bytes()) for each in found}


def test_a_folder_has_a_file_for_each_event_and_says_what_it_is_called(home: Path) -> None:
    done = build("--vdir", "calendar", "--name", "Jobs")
    assert done.stdout.startswith("calendar: ")
    assert done.stderr == ""
    events = [Calendar.from_ical(text).walk("VEVENT") for _, text in files(home).values()]
    assert f"{len(events)} changed" in done.stdout
    assert {len(each) for each in events} == {1}
    assert (home / "calendar" / "displayname").read_text() == "Jobs"
    assert (home / "calendar" / "color").read_text() == "#4682B4"
    assert sorted(each.name for each in home.iterdir()) == ["calendar", "mine.yaml"]


def test_a_second_build_writes_only_what_changed_and_says_so(home: Path) -> None:
    build("--vdir", "calendar")
    before = files(home)
    assert "nothing changed" in build("--vdir", "calendar", now=LATER).stdout
    assert files(home) == before
    write(home, FIRST, SECOND)
    told = build("--vdir", "calendar", now=LATER).stdout.splitlines()
    assert told[-1].endswith(" cancelled: next round at Acme.")
    now = files(home)
    same = [name for name in before if now[name] == before[name]]
    assert same
    assert all(now[name][1] != before[name][1] for name in before.keys() - same)


def test_what_is_cancelled_goes_after_30_days(home: Path) -> None:
    build("--vdir", "calendar")
    write(home, FIRST, SECOND)
    build("--vdir", "calendar", now=LATER)
    with_cancelled = files(home)
    build("--vdir", "calendar", now=LATER + AWAY)
    gone = with_cancelled.keys() - files(home)
    assert gone
    assert all(b"STATUS:CANCELLED" in with_cancelled[name][1] for name in gone)


def test_files_of_others_are_left_alone_and_told(home: Path) -> None:
    calendar = home / "calendar"
    (calendar / "sub").mkdir(parents=True)
    for name in ("lunch.ics", "notes.txt", ".hidden", "half.tmp", "order"):
        (calendar / name).write_text(name)
    done = build("--vdir", "calendar")
    assert done.stderr == (
        "calendar: 3 files that are not of followup-ics, left alone: lunch.ics, notes.txt, sub/\n"
    )
    for name in ("lunch.ics", "notes.txt", ".hidden", "half.tmp", "order"):
        assert (calendar / name).read_text() == name


def test_a_colour_and_a_name_that_a_program_set_are_kept(home: Path) -> None:
    (home / "calendar").mkdir()
    (home / "calendar" / "color").write_text("#FF0000")
    (home / "calendar" / "displayname").write_text("My follow-ups")
    build("--vdir", "calendar")
    assert (home / "calendar" / "color").read_text() == "#FF0000"
    assert (home / "calendar" / "displayname").read_text() == "My follow-ups"
    write(home, FIRST, calendar="calendar: {name: Jobs}")
    build("--vdir", "calendar")
    assert (home / "calendar" / "displayname").read_text() == "Jobs"


def test_files_come_whole_and_as_readable_as_others(home: Path) -> None:
    before = os.umask(0o027)
    try:
        build("--vdir", "calendar")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(each.stat().st_mode) for each in (home / "calendar").iterdir()}
    assert modes == {0o640}


def test_where_a_file_of_another_origin_is_in_the_way_nothing_is_written(home: Path) -> None:
    build("--vdir", "calendar")
    (name, *_) = sorted(files(home))
    for each in (home / "calendar").iterdir():
        each.unlink()
    (home / "calendar" / name).write_text("mine")
    done = build("--vdir", "calendar")
    assert done.exit_code == 1
    assert f"has a file '{name}' that holds no event of followup-ics" in done.stderr
    assert os.listdir(home / "calendar") == [name]
    assert (home / "calendar" / name).read_text() == "mine"


REFUSED = [
    pytest.param(["--vdir", "calendar", "-o", "x.ics"], 2, "exclude each other", id="two outputs"),
    pytest.param(["--vdir", "mine.yaml"], 2, "is a file", id="a file"),
    pytest.param(["--vdir", "mine.yaml/x"], 1, "Not a directory", id="below a file"),
]


@pytest.mark.parametrize(("words", "code", "told"), REFUSED)
def test_what_is_no_folder_is_refused(home: Path, words: list[str], code: int, told: str) -> None:
    done = build(*words)
    assert told in done.stderr
    assert done.exit_code == code
    assert os.listdir(home) == ["mine.yaml"]
