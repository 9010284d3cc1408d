"""`publish`: feeds and pages as files, for a static host and a scheduled job."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from terminal import NOW, run

DAY = 24 * 60 * 60
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {id: a, company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
- {id: b, company: Brie, role: Engineer, start: 2026-11-19 10:00, people: [{name: Bo Day}]}
"""
FAULTY = RECORDS.replace("role:", "rool:")
BASE = "https://jobs.example.org/f"
Files = dict[str, tuple[bytes, int]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with records, jobs.yaml."""
    (tmp_path / "jobs.yaml").write_text(RECORDS, encoding="utf-8")
    return tmp_path


def publish(home: Path, *words: str, at: int = NOW) -> subprocess.CompletedProcess[str]:
    given = words or ("jobs.yaml",)
    return run("publish", *given, "--to", "out", at=home, SOURCE_DATE_EPOCH=str(at))


def files(home: Path) -> Files:
    """Return what is published by path, the secret left out, with the time of each file."""
    found = [each for each in (home / "out").rglob("*") if each.is_file()]
    return {
        re.sub("[0-9a-f]{64}", "SECRET", str(each.relative_to(home / "out"))): (
            each.read_bytes(),
            each.stat().st_mtime_ns,
        )
        for each in found
    }


def events(home: Path) -> dict[str, tuple[int, str]]:
    """Return SEQUENCE and STATUS of each event by UID."""
    calendar = Calendar.from_ical(files(home)["SECRET/jobs.ics"][0])
    return {
        str(each["UID"]): (int(str(each["SEQUENCE"])), str(each["STATUS"]))
        for each in calendar.walk("VEVENT")
    }


def test_a_file_becomes_a_calendar_and_a_page_that_nobody_can_guess(home: Path) -> None:
    done = publish(home)
    assert done.returncode == 0
    assert re.fullmatch(r"[0-9a-f]{64}/jobs\.ics: written\.\n", done.stdout)
    assert set(files(home)) == {
        "SECRET/jobs.ics",
        "SECRET/index.html",
        "index.html",
        "assets/page.css",
        "assets/page.js",
    }
    assert b"Ann Lee" in files(home)["SECRET/index.html"][0]


def test_a_playbook_name_and_alarm_are_those_asked_for(home: Path) -> None:
    publish(home)
    before = len(events(home))
    with (home / "jobs.yaml").open("a") as file:
        file.write("calendar: {name: Autumn, alarm: 2h}\n")
    publish(home, "jobs.yaml", "--playbook", "measured", "--base-url", BASE)
    calendar = files(home)["SECRET/jobs.ics"][0]
    assert sum(status == "CONFIRMED" for _, status in events(home).values()) < before
    assert b"X-WR-CALNAME:Autumn\r\n" in calendar
    assert b"TRIGGER:-PT120M" in calendar
    assert b"name=Autumn" in files(home)["SECRET/index.html"][0]


def test_no_host_lists_the_folders_and_a_page_of_ones_own_stays(home: Path) -> None:
    publish(home)
    assert files(home)["index.html"][0] == b""
    (home / "out" / "index.html").write_text("Hello")
    publish(home, at=NOW + DAY)
    assert files(home)["index.html"][0] == b"Hello"


def test_the_same_day_nothing_is_written_again(home: Path) -> None:
    publish(home)
    before = files(home)
    again = publish(home, at=NOW + 3600)
    assert again.stdout.endswith("/jobs.ics: nothing changed.\n")
    assert files(home) == before


def test_the_next_day_only_the_page_is_new(home: Path) -> None:
    publish(home)
    before = files(home)
    publish(home, at=NOW + DAY)
    after = files(home)
    assert {name for name in after if after[name] != before[name]} == {"SECRET/index.html"}


def test_what_was_published_is_the_memory_of_the_next(home: Path) -> None:
    publish(home)
    before = events(home)
    moved = RECORDS.replace("2026-11-20", "2026-11-21").replace("- {id: b", "#")
    (home / "jobs.yaml").write_text(moved, encoding="utf-8")
    publish(home, at=NOW + DAY)
    after = events(home)
    assert before.keys() <= after.keys()
    assert {status for _, status in before.values()} == {"CONFIRMED"}
    assert "CANCELLED" in {status for _, status in after.values()}
    assert all(after[uid][0] >= before[uid][0] for uid in before)
    assert any(after[uid][0] > before[uid][0] for uid in before if after[uid][1] == "CONFIRMED")


def test_with_a_base_url_the_feed_and_the_page_know_their_address(home: Path) -> None:
    done = publish(home, "jobs.yaml", "--base-url", f"{BASE}/", "--google-scheme", "https")
    address = done.stdout.partition(": written")[0]
    assert re.fullmatch(rf"{BASE}/[0-9a-f]{{64}}/jobs\.ics", address)
    calendar = Calendar.from_ical(files(home)["SECRET/jobs.ics"][0])
    page = files(home)["SECRET/index.html"][0].decode()
    assert str(calendar["SOURCE"]) == address
    assert f'value="{address}"' in page
    assert "cid=https%3A%2F%2Fjobs.example.org" in page


def test_of_a_folder_each_file_is_published_and_faults_spoil_only_their_own(home: Path) -> None:
    (home / "other.json").write_text('{"candidate": {"timezone": "UTC"}, "interviews": []}')
    (home / "notes.txt").write_text("not records")
    publish(home, ".")
    before = files(home)
    assert {name for name in before if name.endswith(".ics")} == {
        "SECRET/jobs.ics",
        "SECRET/other.ics",
    }
    (home / "jobs.yaml").write_text(FAULTY, encoding="utf-8")
    done = publish(home, ".")
    assert done.returncode == 1
    assert "did you mean role?" in done.stderr
    assert "/other.ics: nothing changed." in done.stdout
    assert files(home) == before


def copy_folder(home: Path) -> None:
    publish(home)
    other = home / "out" / ("0" * 64)
    other.mkdir()
    (other / "jobs.ics").write_bytes(files(home)["SECRET/jobs.ics"][0])


def spoil(home: Path) -> None:
    publish(home)
    for each in (home / "out").glob("*/jobs.ics"):
        each.write_text("not a calendar")


def same_name(home: Path) -> None:
    (home / "jobs.json").write_text("{}")


def nothing(home: Path) -> None:
    (home / "jobs.yaml").unlink()


def file_in_the_way(home: Path) -> None:
    (home / "out").mkdir()
    (home / "out" / "assets").write_text("")


@pytest.mark.parametrize(
    ("prepare", "said", "code"),
    [
        pytest.param(copy_folder, "jobs.ics is there twice, in 000", 1, id="two folders"),
        pytest.param(spoil, "jobs.ics: cannot be written: ", 1, id="spoilt output"),
        pytest.param(same_name, "would both be jobs.ics; rename one", 2, id="two of a name"),
        pytest.param(nothing, "no file in it ends in .yaml or .yml or .json", 2, id="no records"),
        pytest.param(file_in_the_way, "assets", 1, id="cannot write"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_lost(
    home: Path, prepare: Callable[[Path], None], said: str, code: int
) -> None:
    prepare(home)
    before = files(home)
    done = publish(home, ".")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == code
    assert files(home) == before


def test_a_base_url_that_is_none_is_refused(home: Path) -> None:
    done = publish(home, "jobs.yaml", "--base-url", "jobs.example.org")
    assert done.returncode == 2
    assert "is no base URL" in done.stderr
