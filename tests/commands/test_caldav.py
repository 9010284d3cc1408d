"""A folder of events on its way: vdirsyncer carries it to Radicale and back, khal reads it."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from icalendar import Calendar, Event

import servers
from building import BEST, JORDAN, interview
from followup_ics.commands.cli import main
from terminal import NOW

PROGRAMS = Path(sys.executable).parent
SYNC = """\
[general]
status_path = "{folder}/status"

[pair follow_ups]
a = "files"
b = "server"
collections = ["follow-ups"]
metadata = ["displayname", "color"]
conflict_resolution = "a wins"

[storage files]
type = "filesystem"
path = "{folder}/calendars"
fileext = ".ics"

[storage server]
type = "caldav"
url = "{url}"
username = "{user}"
password = "any"
"""
KHAL = """\
[calendars]
[[follow-ups]]
path = {folder}/calendars/follow-ups/

[locale]
local_timezone = America/New_York
default_timezone = America/New_York
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {folder}/khal.db
"""
FIRST = interview(start="2026-11-30 14:00")
LATER, MUCH_LATER = NOW + 60, NOW + 40 * 24 * 60 * 60


@dataclass(frozen=True)
class Home:
    """A folder with a calendar as a vdir, and a server that it goes to."""

    folder: Path
    url: str
    user: str

    @property
    def calendar(self) -> Path:
        return self.folder / "calendars" / "follow-ups"

    def build(self, *words: str, now: int = NOW) -> str:
        records = str(self.folder / "mine.yaml")
        environment = {"SOURCE_DATE_EPOCH": str(now)}
        words = ("build", records, "--vdir", str(self.calendar), *words)
        done = CliRunner().invoke(main, words, env=environment, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert done.stderr == ""
        return done.stdout

    def write(self, *interviews: str) -> None:
        listed = "".join(f"  - {each}\n" for each in interviews)
        text = f"candidate: {{{JORDAN}}}\ninterviews:\n{listed}"
        (self.folder / "mine.yaml").write_text(text, encoding="utf-8")

    def sync(self) -> list[tuple[str, str, str]]:
        """Synchronise, and return what was done: ("updating", its uid, "server")."""
        printed = self.run("vdirsyncer", "--config", "sync.conf", "sync")
        found = re.finditer(r"Copying \((\w+)\) item (\S+) to (\w+)", printed)
        return [(each[1], each[2], each[3]) for each in found]

    def run(self, program: str, *words: str, text: str = "") -> str:
        done = subprocess.run(
            [str(PROGRAMS / program), *words],
            cwd=self.folder,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def served(self) -> dict[str, str]:
        """Return the address of each event on the server, by uid, as any client asks for it."""
        body = (
            '<C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:">'
            "<D:prop><C:calendar-data/></D:prop><C:filter>"
            '<C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>'
        )
        found = self.ask("REPORT", f"{self.user}/follow-ups/", body, Depth="1")
        pairs = re.findall(r"<href>/(\S+?)</href>.*?UID:(\S+)", found, re.DOTALL)
        return {uid: href for href, uid in pairs}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> str:
        login = b64encode(f"{self.user}:any".encode()).decode()
        sent = {"Authorization": f"Basic {login}", "Content-Type": "text/xml", **headers}
        request = Request(f"{self.url}{path}", body.encode() or None, sent, method=method)
        with urlopen(request, timeout=60) as answer:
            return str(answer.read().decode())

    def on_server(self) -> dict[str, Event]:
        texts = {uid: self.ask("GET", path) for uid, path in self.served().items()}
        return {uid: event(text.encode()) for uid, text in texts.items()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of a server that all tests of this module share, each as another user."""
    with servers.caldav(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def home(tmp_path: Path, server: str) -> Home:
    """Return a folder that was built and synchronised once."""
    home = Home(tmp_path, server, tmp_path.name)
    config = SYNC.format(folder=tmp_path, url=server, user=home.user)
    (tmp_path / "sync.conf").write_text(config, encoding="utf-8")
    home.write(FIRST, BEST)
    home.build()
    home.run("vdirsyncer", "--config", "sync.conf", "discover", text="y\n")
    home.sync()
    return home


def event(content: bytes) -> Event:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def local(home: Home) -> dict[str, Event]:
    found = (event(each.read_bytes()) for each in home.calendar.glob("*.ics"))
    return {str(each["UID"]): each for each in found}


SEEN = ("SUMMARY", "DESCRIPTION", "STATUS", "LOCATION", "URL", "SEQUENCE", "TRANSP")


def as_seen(each: Event) -> tuple[object, ...]:
    """Return what a person, or a calendar program, takes from an event."""
    alarms = [(alarm["ACTION"], alarm.decoded("TRIGGER")) for alarm in each.walk("VALARM")]
    times = (each.decoded("DTSTART"), each.decoded("DTEND"))
    return (*times, *(str(each.get(name, "")) for name in SEEN), each.categories, alarms)


# vdirsyncer and Radicale


def test_every_event_comes_to_the_server_as_it_is_alarms_included_and_once(home: Home) -> None:
    here, there = local(home), home.on_server()
    assert {uid: as_seen(each) for uid, each in there.items()} == {
        uid: as_seen(each) for uid, each in here.items()
    }
    assert any(each.walk("VALARM") for each in there.values())
    assert "nothing changed" in home.build(now=LATER)
    assert home.sync() == []


def test_the_server_knows_what_it_is_called(home: Home) -> None:
    home.run("vdirsyncer", "--config", "sync.conf", "metasync")
    body = '<D:propfind xmlns:D="DAV:"><D:prop><D:displayname/></D:prop></D:propfind>'
    told = home.ask("PROPFIND", f"{home.user}/follow-ups/", body, Depth="0")
    assert "Interview follow-ups" in told


def test_what_changed_is_carried_and_only_that(home: Home) -> None:
    home.write(interview(start="2026-12-01 14:00"), BEST)
    told = home.build(now=LATER)
    copied = home.sync()
    assert f"; {len(copied)} changed." in told
    assert {(how, where) for how, _, where in copied} == {("updating", "server")}
    there = home.on_server()
    assert {uid: as_seen(each) for uid, each in there.items()} == {
        uid: as_seen(each) for uid, each in local(home).items()
    }


def test_another_alarm_is_carried_for_what_is_to_come(home: Home) -> None:
    home.build("--alarm", "1h", now=LATER)
    assert home.sync()
    rings = {
        alarm.decoded("TRIGGER").total_seconds()
        for each in home.on_server().values()
        for alarm in each.walk("VALARM")
    }
    assert rings == {-3600}


def test_what_left_the_plan_is_cancelled_on_the_server_and_then_gone(home: Home) -> None:
    home.write(FIRST)
    home.build(now=LATER)
    home.sync()
    there = home.on_server()
    off = {uid for uid, each in there.items() if each["STATUS"] == "CANCELLED"}
    assert len(off) > 5
    home.build(now=MUCH_LATER)
    home.sync()
    assert off.isdisjoint(home.on_server())


def test_a_reminder_that_was_dismissed_on_a_telephone_stays_so(home: Home) -> None:
    uid, path = sorted(home.served().items())[0]
    seen = home.ask("GET", path).replace("END:VEVENT", "X-MOZ-LASTACK:20261123T1000Z\r\nEND:VEVENT")
    home.ask("PUT", path, seen, **{"Content-Type": "text/calendar"})
    assert home.sync() == [("updating", uid, "files")]
    assert "nothing changed" in home.build(now=LATER)
    assert home.sync() == []


def test_an_event_that_was_moved_in_a_calendar_goes_back_to_where_it_was_planned(
    home: Home,
) -> None:
    planned = local(home)
    uid, path = sorted(home.served().items())[0]
    moved = re.sub(r"DT(START|END):\d{8}", r"DT\1:20270105", home.ask("GET", path))
    home.ask("PUT", path, moved, **{"Content-Type": "text/calendar"})
    home.sync()
    assert local(home)[uid].decoded("DTSTART") != planned[uid].decoded("DTSTART")
    assert "1 moved." in home.build(now=LATER)
    assert home.sync() == [("updating", uid, "server")]
    there = home.on_server()[uid]
    assert there.decoded("DTSTART") == planned[uid].decoded("DTSTART")
    assert there.decoded("SEQUENCE") > planned[uid].decoded("SEQUENCE")


def test_on_another_computer_the_events_of_the_server_are_known(home: Home) -> None:
    for each in [*home.calendar.iterdir(), *(home.folder / "status").rglob("*")]:
        if each.is_file():
            each.unlink()
    home.run("vdirsyncer", "--config", "sync.conf", "discover", text="y\n")
    assert {where for _, _, where in home.sync()} == {"files"}
    assert not any("@followup-ics" in each.name for each in home.calendar.iterdir())
    assert "nothing changed" in home.build(now=LATER)
    assert home.sync() == []


# khal


def test_khal_lists_the_events_with_their_alarms(home: Home) -> None:
    (home.folder / "khal.conf").write_text(KHAL.format(folder=home.folder))
    shown = ("--day-format", "", "--format", "{start} {title}{alarm-symbol}")
    listed = home.run("khal", "-c", "khal.conf", "list", *shown, "2026-11-30", "1d")
    assert "2026-11-30 17:00 Thank Dana (Acme) \N{ALARM CLOCK}" in listed.splitlines()
