"""A clock that goes back, as after a flat battery: what calendars hold already stays the older."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from followup_ics.commands.cli import main
from terminal import NOW

DAY = 24 * 60 * 60
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Baker, id: a, start: 2026-11-22 14:00, people: [{name: Ann Lee}]}
playbook: measured
"""
LATER = RECORDS.replace("14:00", "15:00")


class Stamps(NamedTuple):
    """What tells a calendar program which of two versions of an event is the newer."""

    sequence: int
    modified: object


def one_file(home: Path) -> Iterator[bytes]:
    yield (home / "jobs.ics").read_bytes()


def event_files(home: Path) -> Iterator[bytes]:
    for each in sorted((home / "events").glob("*.ics")):
        yield each.read_bytes()


def published(home: Path) -> Iterator[bytes]:
    (found,) = (home / "out").glob("*/jobs.ics")
    yield found.read_bytes()


def hosted(home: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(home / "feeds.sqlite3")) as database:
        yield database.execute("SELECT body FROM feeds").fetchone()[0]


OUTPUTS = {
    "a file": ("build jobs.yaml", one_file),
    "a folder": ("build jobs.yaml --vdir events", event_files),
    "published": ("publish jobs.yaml --to out", published),
    "hosted": ("feed put jobs jobs.yaml --database sqlite:///feeds.sqlite3", hosted),
}


@pytest.mark.parametrize("kind", OUTPUTS)
def test_no_event_gets_older_and_each_change_is_the_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words, read = OUTPUTS[kind]
    seen: dict[str, tuple[Stamps, str]] = {}
    for now, text in [(NOW, RECORDS), (NOW - DAY, LATER), (NOW - 2 * DAY, RECORDS), (NOW, LATER)]:
        Path("jobs.yaml").write_text(text)
        done = CliRunner().invoke(main, words.split(), env={"SOURCE_DATE_EPOCH": str(now)})
        assert done.exit_code == 0, done.output
        found = stamped(read, tmp_path)
        assert seen.keys() <= found.keys()
        for uid, (stamps, event) in seen.items():
            now_stamps, now_event = found[uid]
            if now_event == event:
                assert now_stamps == stamps
            else:
                assert now_stamps.sequence > stamps.sequence
                assert now_stamps.modified > stamps.modified  # type: ignore[operator]
        seen = found


def stamped(read: Callable[[Path], Iterator[bytes]], home: Path) -> dict[str, tuple[Stamps, str]]:
    """Return the stamps of each event by its UID, and what it says without them."""
    found = {}
    for body in read(home):
        for event in Calendar.from_ical(body).walk("VEVENT"):
            stamps = Stamps(int(event.pop("SEQUENCE")), event.decoded("LAST-MODIFIED"))
            for name in ("LAST-MODIFIED", "DTSTAMP"):
                event.pop(name)
            for alarm in event.walk("VALARM"):
                alarm.pop("ACKNOWLEDGED", None)
            found[str(event["UID"])] = stamps, event.to_ical().decode()
    return found
