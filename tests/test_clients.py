"""What calendar programs make of a file: each finds the same events, times, words and states.

`icalendar` says what stands in a file; all others are held to that. They read the golden files,
and the sample as a feed at a later day, once its best job is lost and follow-ups are cancelled.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from ctypes.util import find_library
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from icalendar import Calendar

from clients import libical
from followup_ics import load, loads, plan, to_ics
from needing import need
from paths import GOLDEN, ROOT, SAMPLE, TESTS

CLIENTS = TESTS / "clients"
ICAL_JS = ROOT / ".venv/npm/node_modules/ical.js/dist/ical.es5.cjs"
VOBJECT = Path("/usr/share/php/Sabre/VObject/includes.php")
PROGRAMS = Path(sys.executable).parent
FIRST, LATER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)
UID, START, END, SUMMARY, STATUS, SEQUENCE = range(6)

# (uid, start, end, summary, status, sequence), times in seconds since 1970
Event = tuple[object, ...]
Found = dict[str, list[Event]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the golden files, and the sample's feed once its best job was lost."""
    folder = tmp_path_factory.mktemp("clients") / "files"
    folder.mkdir()
    for each in GOLDEN.glob("*.ics"):
        shutil.copy(each, folder)
    first = to_ics(plan(load(SAMPLE)), now=FIRST)
    rejected = plan(loads(SAMPLE.read_text(encoding="utf-8").replace(WANTED, REJECTED)))
    address = "https://feeds.example/jobs.ics"
    feed = to_ics(rejected, now=LATER, previous=first, feed_url=address)
    (folder / "feed.ics").write_bytes(feed)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def expected(files: list[Path]) -> Found:
    """Return what stands in each file, by its name, in the order of the uids."""
    return {path.stem: sorted(_events(path)) for path in files}


def _events(path: Path) -> Iterable[Event]:
    for each in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        times = [int(each.decoded(name).timestamp()) for name in ("DTSTART", "DTEND")]
        words = [str(each[name]) for name in ("SUMMARY", "STATUS")]
        yield str(each["UID"]), *times, *words, int(each.decoded("SEQUENCE"))


def without(found: Found, *left_out: int) -> Found:
    """Return what a client can show that has no word for some of the values."""
    return {
        name: sorted(
            tuple(value for at, value in enumerate(each) if at not in left_out) for each in events
        )
        for name, events in found.items()
    }


def said(*words: str | Path, cwd: Path | None = None, **variables: str) -> str:
    """Return what a program prints."""
    done = subprocess.run(
        [str(each) for each in words],
        env=os.environ | variables,
        cwd=cwd,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def as_found(printed: str) -> Found:
    return {
        Path(path).stem: sorted(map(tuple, events)) for path, events in json.loads(printed).items()
    }


def test_the_files_hold_what_is_compared(expected: Found) -> None:
    states = {event[STATUS] for event in expected["feed"]}
    assert states == {"CONFIRMED", "CANCELLED"}
    assert len({event[SEQUENCE] for event in expected["feed"]}) > 1
    assert len(expected) >= 9
    assert all(expected.values())


def test_libical(files: list[Path], expected: Found) -> None:
    library = need(find_library("ical"), "libical; 'apt-get install libical3' brings it")
    found = {each.stem: sorted(map(tuple, libical.events(library, each))) for each in files}
    assert found == expected


def test_ical_js(files: list[Path], expected: Found) -> None:
    node = need(shutil.which("node"), "Node.js; 'apt-get install nodejs' brings it")
    what = "ical.js; 'npm install --prefix .venv/npm axe-core@4 ical.js@2' brings it"
    library = need(ICAL_JS if ICAL_JS.exists() else None, what)
    assert as_found(said(node, CLIENTS / "ical.cjs", library, *files)) == expected


def test_sabre_vobject(files: list[Path], expected: Found) -> None:
    what = "sabre/vobject; 'apt-get install php-cli php-sabre-vobject' brings it"
    php = need(shutil.which("php") if VOBJECT.exists() else None, what)
    assert as_found(said(php, CLIENTS / "vobject.php", *files)) == expected


def test_calcurse_which_has_no_cancelled_events(
    files: list[Path], expected: Found, tmp_path: Path
) -> None:
    calcurse = need(shutil.which("calcurse"), "calcurse; 'apt-get install calcurse' brings it")
    found = {}
    for path in files:
        mine = (calcurse, "--directory", tmp_path / path.stem)
        assert "/ 0 skipped" in said(*mine, "--import", path, TZ="UTC")
        shown = said(*mine, "--grep", "--format-apt", "%s\t%e\t%m\n", TZ="UTC").splitlines()
        rows = (line.split("\t") for line in shown)
        found[path.stem] = sorted((int(start), int(end), title) for start, end, title in rows)
    assert found == without(expected, UID, STATUS, SEQUENCE)


@pytest.fixture(scope="module")
def fetched(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which vdirsyncer wrote each file, fetched by HTTP."""
    folder = tmp_path_factory.mktemp("fetched")
    handler = partial(_Quiet, directory=str(files[0].parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            parts = [PAIR.format(name=each.stem, port=server.server_port) for each in files]
            (folder / "sync.conf").write_text(GENERAL + "".join(parts))
            for each in files:
                (folder / each.stem).mkdir()
            for word in ("discover", "sync"):
                said(PROGRAMS / "vdirsyncer", "--config", "sync.conf", word, cwd=folder)
        finally:
            server.shutdown()
            thread.join()
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""


def test_vdirsyncer_which_gives_uids_of_its_own(
    files: list[Path], expected: Found, fetched: Path
) -> None:
    found = {
        each.stem: sorted(
            event for one in (fetched / each.stem).iterdir() for event in _events(one)
        )
        for each in files
    }
    assert without(found, UID) == without(expected, UID)


def test_khal_which_shows_no_sequence(files: list[Path], expected: Found, fetched: Path) -> None:
    parts = [CALENDAR.format(name=each.stem, folder=fetched) for each in files]
    (fetched / "khal.conf").write_text(
        "[calendars]\n" + "".join(parts) + LOCALE.format(folder=fetched)
    )
    khal = (PROGRAMS / "khal", "--config", "khal.conf", "list", "--day-format", "", "--format")
    shown = said(*khal, SHOWN, "2026-10-01", "400d", cwd=fetched, COLUMNS="1000")
    found: Found = {each.stem: [] for each in files}
    for line in shown.splitlines():
        name, start, end, status, title = line.split("|", 4)
        found[name].append((_seconds(start), _seconds(end), title, status.strip()))
    assert {name: sorted(each) for name, each in found.items()} == without(expected, UID, SEQUENCE)


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp())


WANTED = "    first_choice: true\n"
REJECTED = f"{WANTED}    outcome: {{result: rejected, on: 2026-11-25}}\n"
GENERAL = '[general]\nstatus_path = "status"\n'
PAIR = """
[pair {name}]
a = "{name}_feed"
b = "{name}_files"
collections = null

[storage {name}_feed]
type = "http"
url = "http://127.0.0.1:{port}/{name}.ics"

[storage {name}_files]
type = "filesystem"
path = "{name}"
fileext = ".ics"
"""
CALENDAR = """
[[{name}]]
path = {folder}/{name}
"""
LOCALE = """
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {folder}/khal.db
"""
SHOWN = "{calendar}|{start-date-long} {start-time}|{end-date-long} {end-time}|{status}|{title}"
