"""Every write, killed between any two system calls, or failing: old or new, and it is said.

FOLLOWUP_FAULTS says how many faults of each kind come to each writer at most, spread over its
steps; 4 unless it is set. `all` is one at every step. `pytest -rP` then tells how many there were.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

import injecting
from followup_ics import loads, plan
from followup_ics.hosting.signing import link_token
from followup_ics.hosting.store import Store
from injecting import FAULTS, KILLED, Done, Fault, Injected, Step, Work, command

MOST = os.environ.get("FOLLOWUP_FAULTS", "4")
URL = "sqlite:///feeds.sqlite3"
RECORDS = """\
# Mine.
candidate: {name: Jordan Rivera, timezone: Europe/Berlin}
interviews:
- company: Acme   # by the park
  role: Baker
  id: acme
  start: 2026-11-22 14:00
  people:
  - {name: Ann Lee, part: hiring_manager, email: ann@acme.example}
playbook: measured
"""
LATER = RECORDS.replace("14:00", "15:00").replace("Ann Lee", "Ann Low")
INVITATION = """\
BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:1@globex.example
DTSTART:20261201T130000Z
DTEND:20261201T140000Z
SUMMARY:Interview: Analyst at Globex
ORGANIZER;CN=Bo Ray:mailto:bo@globex.example
ATTENDEE;CN=Jordan Rivera:mailto:jordan@mail.example
END:VEVENT
END:VCALENDAR
"""
TOKEN = re.compile(r"[0-9a-f]{64}")
# What changes with each run: what is random, and what is told from what a disk looks like.
_OF_A_RUN = ("id", "feed_id", "version", "hash", "stamp", "key")
# What says how the store is, and which feeds were changed last, but nothing of a feed.
_OF_THE_STORE = ("alembic_version", "changes")


Prepare = Callable[[Injected, Path], None]
# What the same brings once more: the same, nothing more, or the next thing, as a new address.
Again = Literal["same", "nothing", "next"]


@dataclass(frozen=True)
class Writer:
    """A command that writes, and what stands there before it does."""

    prepare: Prepare
    work: Callable[[Path], Work]
    again: Again = "same"
    in_steps: bool = False  # what it writes into the store is several transactions


def start(home: Path, text: str = RECORDS) -> None:
    (home / "jobs.yaml").write_text(text)
    (home / "invite.ics").write_text(INVITATION)


def after(*lines: str, text: str = RECORDS, before: str = RECORDS) -> Prepare:
    """Return what runs command lines on records, and then gives these another text."""

    def prepare(injected: Injected, home: Path) -> None:
        start(home, before)
        for line in lines:
            done = injected.run(command(line), home)
            assert done.code == 0, done.err
            (home / "told").write_text(done.out)
        start(home, text)

    return prepare


def several(injected: Injected, home: Path) -> None:
    """Make a folder of three, published; two of them are changed after."""
    (home / "all").mkdir()
    for name in "abc":
        (home / "all" / f"{name}.yaml").write_text(RECORDS)
    assert injected.run(command("publish all --to out"), home).code == 0
    for name in "ab":
        (home / "all" / f"{name}.yaml").write_text(LATER)


def of_an_older_program(injected: Injected, home: Path) -> None:
    after(f"feed put jobs jobs.yaml --database {URL}")(injected, home)
    with closing(sqlite3.connect(home / "feeds.sqlite3")) as database, database:
        database.execute("UPDATE feeds SET program = 'older'")


def line(words: str) -> Callable[[Path], Work]:
    return lambda _: command(words)


def printed(home: Path) -> str:
    """Return the last token that a command printed."""
    *_, last = TOKEN.finditer((home / "told").read_text())
    return last[0]


def tap(home: Path) -> Work:
    """Return the work of a tap in an event of the feed."""
    with Store(f"sqlite:///{home / 'feeds.sqlite3'}") as store:
        feed = store.named("jobs")
        assert feed.token
        follow_ups = plan(loads(feed.content.records)).follow_ups
        (uid,) = (each.uid for each in follow_ups if each.tactic == "thank_you")
        link = link_token(feed.token, feed.id, uid)
    return Work("post", (URL, f"/a/{link}", {"answer": "done", "heard": "soon"}))


def edit(home: Path) -> Work:
    """Return the work of a form below the address to edit."""
    fields = {"interview": "acme", "name": "Cy Dent", "part": "interviewer"}
    return Work("post", (URL, f"/e/{printed(home)}/add/person", fields))


STORED = after(f"feed put jobs jobs.yaml --database {URL}", text=LATER)
FOLLOWED = after(f"feed add jobs.yaml --database {URL}")
FOLLOWED_EDITABLE = after(
    f"feed add jobs.yaml --database {URL}", f"feed rotate jobs --editable --database {URL}"
)
EDITED = after(
    f"feed put jobs jobs.yaml --database {URL}",
    "log jobs.yaml 1 --done",
    f"feed put jobs jobs.yaml --database {URL}",
    f"feed rotate jobs --editable --database {URL}",
)
WRITERS = {
    "build": Writer(after(), line("build jobs.yaml -o out.ics")),
    "build again": Writer(
        after("build jobs.yaml -o out.ics", text=LATER), line("build jobs.yaml -o out.ics")
    ),
    "show --html": Writer(
        after("show jobs.yaml --html plan.html", text=LATER),
        line("show jobs.yaml --html plan.html"),
    ),
    "init": Writer(after(), line("init new.yaml --yes"), "nothing"),
    "build --vdir": Writer(after(), line("build jobs.yaml --vdir events")),
    "build --vdir again": Writer(
        after("build jobs.yaml --vdir events", text=LATER), line("build jobs.yaml --vdir events")
    ),
    "log": Writer(after(), line("log jobs.yaml 1 --done"), "nothing"),
    "away": Writer(after(), line("away jobs.yaml 2026-12-24"), "nothing"),
    "add": Writer(after(), line("add invite.ics --to jobs.yaml --yes")),
    "add, new": Writer(after(), line("add invite.ics --to new.yaml --yes")),
    "publish": Writer(after(), line("publish jobs.yaml --to out")),
    "publish again": Writer(
        after("publish jobs.yaml --to out", text=LATER), line("publish jobs.yaml --to out")
    ),
    "publish a folder": Writer(several, line("publish all --to out")),
    "feed add": Writer(after(), line(f"feed add jobs.yaml --database {URL}"), "nothing"),
    "feed add --editable": Writer(
        after(), line(f"feed add jobs.yaml --editable --database {URL}"), "nothing", in_steps=True
    ),
    "feed put": Writer(STORED, line(f"feed put jobs jobs.yaml --database {URL}")),
    "feed rotate": Writer(FOLLOWED, line(f"feed rotate jobs --database {URL}"), "next"),
    "feed revoke": Writer(FOLLOWED, line(f"feed revoke jobs --database {URL}"), "nothing"),
    "feed history": Writer(EDITED, line(f"feed history jobs --database {URL}")),
    "feed undo": Writer(EDITED, line(f"feed undo jobs --database {URL}"), "next"),
    "feed remove": Writer(FOLLOWED, line(f"feed remove jobs --yes --database {URL}"), "nothing"),
    "tap": Writer(FOLLOWED, tap, "nothing", in_steps=True),
    "edit": Writer(FOLLOWED_EDITABLE, edit, "nothing", in_steps=True),
    "feed render": Writer(of_an_older_program, line(f"feed render jobs --database {URL}")),
}


# What stands there


State = dict[str, bytes]
ROWS = "rows of the store"


def state(home: Path) -> State:
    """Return all that is kept in a folder: files, and the rows of the store, but for its tokens."""
    found = {ROWS: rows(home / "feeds.sqlite3")}
    for path, content in sorted(injecting.files(home).items()):
        if ".sqlite3" not in path and path != "told":
            name = TOKEN.sub("TOKEN", path)
            while name in found:
                name += ", again"
            found[name] = TOKEN.sub("TOKEN", content.decode()).encode()
    return found


def rows(path: Path) -> bytes:
    """Return what a database holds, nothing where it has no tables yet; it must be whole."""
    found: list[str] = []
    if not path.exists():
        return b""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.row_factory = sqlite3.Row
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in names:
            if table not in _OF_THE_STORE:
                listed = map(dict, database.execute(f"SELECT * FROM {table}"))
                found += (repr((table, kept_of(each))) for each in listed)
    return "\n".join(sorted(found)).encode()


def kept_of(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _OF_A_RUN}


@dataclass
class Tried:
    """A writer, what stands there before and after it, and a copy of that before."""

    injected: Injected
    home: Path
    writer: Writer
    old: State
    new: State
    good: Done

    def begin(self) -> None:
        """Put everything as it was before."""
        shutil.rmtree(self.home)
        shutil.copytree(self.home.with_name("before"), self.home, symlinks=True)

    def state(self) -> State:
        found = state(self.home)
        if self.writer.in_steps:
            found = {name: each for name, each in found.items() if name != ROWS}
        return found

    def run(self, fault: Fault = KILLED, step: int = 0) -> Done:
        return self.injected.run(self.writer.work(self.home), self.home, fault, step)


def tried_out(injected: Injected, folder: Path, writer: Writer) -> Tried:
    """Let a writer prepare, and see what it does where nothing goes wrong."""
    home = folder / "home"
    home.mkdir()
    writer.prepare(injected, home)
    shutil.copytree(home, home.with_name("before"), symlinks=True)
    found = Tried(injected, home, writer, {}, {}, Done(0, "", "", ()))
    found.old = found.state()
    found.good = injected.run(writer.work(home), home)
    assert found.good.code == 0, found.good.err
    found.new = found.state()
    return found


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Injected]:
    with injecting.injected(tmp_path_factory.mktemp("injected")) as found:
        yield found


# What is claimed


def chosen(count: int) -> list[int]:
    """Return the steps at which a fault comes, of so many: all, or some spread over them."""
    most = count if MOST == "all" else min(count, int(MOST))
    return sorted({round(1 + at * (count - 1) / max(most - 1, 1)) for at in range(most)})


def wrong_in(tried: Tried, fault: Fault, step: Step, done: Done) -> Iterator[str]:
    """Yield what is wrong with what a process left, and with what it said, after a fault."""
    now = tried.state()
    if not injecting.is_old_or_new(now, tried.old, tried.new):
        yield "what is there is neither old nor new"
    for each in tried.home.rglob("*.yaml"):
        loads(each.read_bytes(), each.name)
    if fault is KILLED:
        return
    if "Traceback" in done.err or done.code not in (0, 1, 2):
        yield f"no message, but a traceback, or code {done.code}"
    if done.code and not done.err.strip():
        yield "it says nothing"
    if done.code == 0 and (now != tried.new or is_of_a_file(step)):
        yield "it says that all is well"
    if left := [each for each in injecting.unfinished(tried.home) if each not in done.err]:
        yield f"without a word there is {left}"


def unfinished_that(done: Done, call: str) -> list[str]:
    """Return the files written beside others on which there was a call, in order."""
    named = injecting.UNFINISHED.fullmatch
    return [each.file for each in done.steps if each.call == call and named(each.file)]


def is_of_a_file(step: Step) -> bool:
    """Say whether a step is one of ours, and not of SQLite, which has other ways to keep a word."""
    return step.call == "fsync" or bool(injecting.UNFINISHED.fullmatch(step.file))


def wrong_again(tried: Tried) -> Iterator[str]:
    """Yield what is wrong with what comes of doing the same again, with nothing in its way."""
    is_done = tried.state() == tried.new
    again = tried.run()
    if again.code and not (is_done and tried.writer.again == "nothing"):
        yield f"done again, it fails: {again.err}"
    if tried.state() != tried.new and not (is_done and tried.writer.again == "next"):
        yield "done again, it is not as if nothing had happened"


@pytest.mark.parametrize("name", WRITERS)
def test_there_is_the_old_or_the_new_and_what_failed_is_told(
    name: str, running: Injected, tmp_path: Path
) -> None:
    tried, wrong, count = tried_out(running, tmp_path, WRITERS[name]), [], Counter[str]()
    assert injecting.unfinished(tried.home) == []
    assert unfinished_that(tried.good, "open") == unfinished_that(tried.good, "fsync")
    for kind, fault in FAULTS.items():
        steps = [each for each in tried.good.steps if each.kind & fault.kinds]
        for at in chosen(len(steps)):
            tried.begin()
            done = tried.run(fault, at)
            found = [*wrong_in(tried, fault, steps[at - 1], done), *wrong_again(tried)]
            wrong += [f"{kind} {at}, {steps[at - 1]}: {each}; {done.err}" for each in found]
            count[kind] += 1
    print(name, dict(count))
    assert wrong == []
    assert count.keys() == FAULTS.keys() or name == "feed history"  # it waits for no disk
