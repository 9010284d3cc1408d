"""What is left when a process ends at once, as by a power failure: `kill -9` at random moments.

FOLLOWUP_CRASHES says how often a server is killed, on each kind of database; 6 times unless it is
set. 50 is the full number. A process that puts records, which begins sooner, is killed 4 times as
often.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from random import Random
from signal import SIGKILL
from threading import Event, Lock
from urllib.parse import urlsplit

from icalendar import Calendar

import servers
from followup_ics import loads, plan
from followup_ics.hosting.conditional import entity_tag
from followup_ics.hosting.rendering import content_at, content_of
from followup_ics.hosting.store import Feed, Store

CRASHES = int(os.environ.get("FOLLOWUP_CRASHES", "6"))
SEED = 20261123
MOST_DONE_FIRST = 5
MOST_BYTES = 20_000_000  # hashing them takes longer than it takes to render and save
EVENT = re.compile(rb"(BEGIN:VEVENT\r\nUID:(\S+)\r\n.*?SEQUENCE:(\d+)\r\n.*?END:VEVENT)", re.S)
PUT_FOREVER = """
import itertools, os, sys
from datetime import UTC, datetime
from pathlib import Path
from followup_ics.hosting.rendering import put
from followup_ics.hosting.store import Store


def tell(number):
    print(number, flush=True)


def put_forever():
    tell(os.getpid())
    texts = [each.read_bytes() for each in Path(sys.argv[2]).iterdir()]
    with Store(sys.argv[1]) as store:
        for text in itertools.cycle(texts):
            put(store, "jobs", text, "jobs.yaml", datetime.now(UTC))
            tell(store.named("jobs").version)


for _ in sys.stdin:  # a fork begins at once, a process would import everything again
    if os.fork() == 0:
        put_forever()
    os.wait()
    tell(0)
"""


def records(number: int) -> bytes:
    """Return records that differ by their number; events move with it, go, and come back.

    There are few, so that much of the time goes to saving them, where an end does the most harm.
    """
    day = number + 10
    people = "{name: Ann Lee}, {name: Bo Day}" if number % 2 else "{name: Ann Lee}"
    return f"""\
candidate: {{timezone: Europe/Berlin}}
interviews:
- {{company: Acme, role: Baker, id: a, start: 2035-10-{day} 10:00, people: [{people}],
   outcome: {{result: accepted, on: 2035-10-{day + 2}}}}}
""".encode()


TEXTS = [records(number) for number in range(8)]


@lru_cache
def planned(text: bytes) -> dict[str, object]:
    """Return when the events of records start, by UID."""
    follow_ups = plan(loads(text, "jobs.yaml")).follow_ups
    return {each.uid: each.start for each in follow_ups if each.status != "cancelled"}


def confirmed(body: bytes) -> dict[str, object]:
    """Return when the events of a calendar start that are not cancelled, by UID."""
    return {
        str(each["UID"]): each.decoded("DTSTART")
        for each in Calendar.from_ical(body).walk("VEVENT")
        if each["STATUS"] == "CONFIRMED"
    }


def events(body: bytes) -> dict[str, tuple[int, bytes]]:
    """Return the SEQUENCE and all the lines of each event of a calendar, by UID."""
    return {uid.decode(): (int(sequence), lines) for lines, uid, sequence in EVENT.findall(body)}


@dataclass
class Seen:
    """What the calendars of a feed have shown so far."""

    newest: dict[str, int] = field(default_factory=dict)
    meanings: dict[tuple[str, int], bytes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def so_far(self) -> dict[str, int]:
        """Return the highest SEQUENCE of each UID."""
        with self._lock:
            return dict(self.newest)

    def note(self, body: bytes, since: Mapping[str, int]) -> None:
        """Take in a calendar; all that was shown before it was asked for must be in it."""
        found = events(body)
        for uid, sequence in since.items():
            assert uid in found, "an event went, and was not cancelled"
            assert found[uid][0] >= sequence, "SEQUENCE went back"
        with self._lock:
            for uid, (sequence, lines) in found.items():
                self.newest[uid] = max(sequence, self.newest.get(uid, 0))
                before = self.meanings.setdefault((uid, sequence), lines)
                assert before == lines, "one SEQUENCE stands for two things"


@dataclass
class Editor:
    """Somebody who saves records in a file again and again, as editors do: all at once."""

    file: Path
    random: Random
    edits: int = 0

    def edit(self) -> None:
        """Save other records."""
        fresh = self.file.with_suffix(".new")
        fresh.write_bytes(self.random.choice(TEXTS))
        self.edits += 1
        # Its own time: the clock of a file system may stand still for longer than an edit takes.
        os.utime(fresh, (self.edits, self.edits))
        fresh.replace(self.file)


@dataclass
class Client:
    """A calendar that polls a feed, and is answered well each time."""

    url: str
    seen: Seen
    coding: str = "identity"
    etag: str = ""

    def poll(self) -> None:
        """Ask once, and take in what is new."""
        since = self.seen.so_far()
        status, etag, content = self._ask()
        if status == 304:
            assert etag == self.etag
            return
        assert status == 200, content
        zipped = self.coding == "gzip"
        body = gzip.decompress(content) if zipped else content
        assert etag == entity_tag(hashlib.sha256(body).hexdigest(), zipped=zipped)
        self.etag = etag
        self.seen.note(body, since)

    def _ask(self) -> tuple[int, str, bytes]:
        parts = urlsplit(self.url)
        with closing(HTTPConnection(parts.netloc, timeout=60)) as connection:
            headers = {"Accept-Encoding": self.coding, "If-None-Match": self.etag or '"none"'}
            connection.request("GET", parts.path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers["ETag"], response.read()


def kept(database: str) -> Feed:
    """Return what a store holds of the feed."""
    with Store(database) as store:
        return store.named("jobs")


def assert_whole(feed: Feed) -> None:
    """Say that all of a feed is from one save, and its calendar that of records there were."""
    content = feed.content
    assert content.etag == hashlib.sha256(content.body).hexdigest()
    assert gzip.decompress(content.zipped) == content.body
    assert content.records in TEXTS
    assert planned(content.records).keys() <= events(content.body).keys()
    assert confirmed(content.body) == planned(content.records)
    assert content.faults is None


def do_something(random: Random) -> None:
    """Let a random time go by, and other threads go on, which a loop would hold up."""
    hashlib.sha256(bytes(random.randrange(MOST_BYTES)))


def repeat(work: Callable[[], None], over: Event) -> None:
    """Work again and again; only when it is over may the server be gone."""
    while not over.is_set():
        try:
            work()
        except (OSError, HTTPException):
            if not over.is_set():
                raise


@contextmanager
def meanwhile(*works: Callable[[], None], end: Callable[[], None]) -> Iterator[None]:
    """Let works be repeated in threads; after that say that it is over, and call `end`."""
    over = Event()
    with ThreadPoolExecutor(len(works)) as threads:
        repeated = [threads.submit(repeat, work, over) for work in works]
        try:
            yield
        finally:
            over.set()
            end()
    for each in repeated:
        each.result()


def crash(running: servers.Running, path: str, editor: Editor, seen: Seen, random: Random) -> None:
    """Kill a server while its records are edited and calendars poll it."""
    url = f"{running.base_url}{path}"
    client, other, third = Client(url, seen), Client(url, seen), Client(url, seen, "gzip")

    def edit_and_poll() -> None:
        editor.edit()
        third.poll()

    with meanwhile(edit_and_poll, other.poll, end=running.kill):
        for _ in range(random.randint(1, MOST_DONE_FIRST)):
            client.poll()
        do_something(random)


@contextmanager
def putting(database: str, texts: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `PUT_FOREVER`."""
    command = [sys.executable, "-c", PUT_FOREVER, database, str(texts)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) as process:
        yield process


def put_until_killed(process: subprocess.Popen[str], random: Random) -> int:
    """Kill what puts records again and again; return the last version that it told."""
    assert process.stdin
    assert process.stdout
    told = map(int, iter(process.stdout.readline, "0\n"))
    process.stdin.write("begin\n")
    pid, *versions = islice(told, 1 + random.randint(1, MOST_DONE_FIRST))
    do_something(random)
    os.kill(pid, SIGKILL)
    return [*versions, *told][-1]


def test_a_server_that_is_killed_keeps_a_whole_calendar_and_goes_on_from_it(
    database: str, tmp_path: Path
) -> None:
    random, seen = Random(SEED), Seen()
    editor = Editor(tmp_path / "jobs.yaml", Random(SEED))
    editor.edit()
    with Store(database) as store:
        path = f"/{store.add('jobs', content_at(editor.file, datetime.now(UTC)))}/jobs.ics"
    for crashes_left in range(CRASHES, -1, -1):
        with servers.process(database) as running:
            Client(f"{running.base_url}{path}", seen).poll()
            assert kept(database).content.records == editor.file.read_bytes()
            if crashes_left:
                crash(running, path, editor, seen, random)
        left = kept(database)
        assert_whole(left)
        seen.note(left.content.body, seen.so_far())


def test_records_that_were_put_are_kept_whole_when_the_process_is_killed(
    database: str, tmp_path: Path
) -> None:
    random, seen, texts = Random(SEED), Seen(), tmp_path / "texts"
    texts.mkdir()
    for number, text in enumerate(TEXTS):
        (texts / f"{number}.yaml").write_bytes(text)
    with Store(database) as store:
        store.add("jobs", content_of(TEXTS[0], "jobs.yaml", datetime.now(UTC)))
    with putting(database, texts) as process:
        for _ in range(CRASHES * 4):
            told = put_until_killed(process, random)
            left = kept(database)
            assert_whole(left)
            assert left.version in (told, told + 1)
            seen.note(left.content.body, seen.so_far())
