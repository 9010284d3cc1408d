"""Any history of a hosted feed: edits, taps, polls, other addresses, restarts, wrong clocks.

Two servers of one database answer over HTTP in turn, as behind a proxy, and their clients keep
what they got as calendar programs do. The same
histories are tried on every run. FOLLOWUP_EXAMPLES=5000 tries 250 other ones of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from hand_edits import edited, laid_out_anew, text_of
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from identity import CYCLE, STARTS, Identities, check_log, is_faulty, planned
from outputs import Output, Shown, read, read_alone
from polling import Client, Restartable, Told, two_nodes

import databases
import syncing
from followup_ics import RecordsError
from followup_ics.errors import NoVersionError
from followup_ics.files import write_whole
from followup_ics.hosting.publishing import publish
from followup_ics.hosting.rendering import put, undo
from followup_ics.hosting.store import Content
from strategies import Tree, records_from
from tapping import Answer, Kept, ask, content, followed, post
from trying import EXAMPLES, for_every_job_search

ANSWERS = (
    "done",
    "done",
    "skip",
    "not_reached",
    "call_back",
    "next_interview",
    "rejected",
    "offer",
)
HOW = st.sampled_from(("plain", "tag", "date", "tag and date"))
THEN = st.sampled_from((None, 0, 0, 1, 2))  # which client polls after a step
SECONDS = st.sampled_from((0, 1, 90, 3600, 86_400, 3 * 86_400, 8 * 86_400, 31 * 86_400))


HISTORIES = settings(
    for_every_job_search, max_examples=max(1, EXAMPLES // 20), stateful_step_count=30
)


class Histories(RuleBasedStateMachine):
    """One feed, kept in a file or in the store, with whoever reads it."""

    numbers = count()

    def __init__(self, nodes: Sequence[Restartable], kept: Kept) -> None:
        super().__init__()
        self.nodes, self.turns = nodes, cycle(nodes)
        self.store, self.clock = nodes[0].store, nodes[0].clock
        self.name = f"feed{next(self.numbers)}"
        self._temporary = TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self.file = self.folder / f"{self.name}.yaml" if kept == "file" else None
        self.feed, self.published = Output(is_feed=True), Output(is_feed=True)
        self.place: str | None = None
        self.identities = Identities()
        self.tags: dict[str, bytes] = {}
        self.told: list[Told] = []
        self.token: str | None = None

    def teardown(self) -> None:
        try:
            if self.token:
                for each in (*self.clients, Client(self.token)):
                    self.poll_by(each, "tag")
        finally:
            self._temporary.cleanup()

    @initialize(
        tree=records_from(*STARTS),
        days=st.integers(-4, 12),
        hour=st.integers(0, 23),
    )
    def begin(self, tree: Tree, days: int, hour: int) -> None:
        first = min(date.fromisoformat(each["start"][:10]) for each in tree["interviews"])
        start = datetime(first.year, first.month, first.day, hour, 7, 30, tzinfo=UTC)
        self.clock.now = self.latest = start + timedelta(days=days)
        text = text_of(tree).decode()
        self.token = self.store.add(self.name, content(text, self.file, self.clock.now))
        self.clients = [Client(self.token) for _ in range(3)]
        self.look()

    # The records

    @property
    def content(self) -> Content:
        return self.store.named(self.name).content

    @property
    def records(self) -> bytes:
        """Return the records as they are now, faults and all."""
        return self.file.read_bytes() if self.file else self.content.records

    def write(self, text: bytes) -> None:
        """Change the records by hand; the store takes none that have faults."""
        if self.file:
            write_whole(self.file, text)
            return
        before = self.content
        try:
            put(self.store, self.name, text, "records", self.clock.now)
        except RecordsError:
            assert self.content == before

    @rule(data=st.data(), then=THEN)
    def edit(self, data: st.DataObject, then: int | None) -> None:
        """Change the records by hand; faults in a file stay until the next edit of it."""
        good = self.content.records if is_faulty(self.records) else self.records
        self.write(data.draw(edited(good)))
        self.go_on(then)

    @rule(seed=st.integers(0, 1000))
    def save_in_another_order(self, seed: int) -> None:
        if not is_faulty(self.records):
            self.write(laid_out_anew(self.records, seed))
            self.look()

    @precondition(lambda self: self.file is None)
    @rule()
    def undo_the_last_change(self) -> None:
        """Undo, and undo that, which leaves all as it was; then undo once."""
        texts = [self.records]
        with suppress(NoVersionError):
            for _ in range(3):
                undo(self.store, self.name, self.clock.now)
                texts.append(self.records)
                self.look()
        assert texts[2:3] in ([], texts[:1])

    # Taps

    @rule(data=st.data(), answer=st.sampled_from(ANSWERS), days=st.integers(1, 12), then=THEN)
    def tap(self, data: st.DataObject, answer: str, days: int, then: int | None) -> None:
        """Answer by a link in an event of some client, which may be old; and send it again."""
        client = data.draw(st.sampled_from(self.clients))
        if not client.body:
            self.poll_by(client, "plain")
        events = [each for each in client.subscriber.held.values() if each.link]
        events.sort(key=lambda each: (abs(each.start - self.clock.now), each.uid))
        if events:
            self.answer(data.draw(st.sampled_from(events[:8])), answer, days)
        self.go_on(then)

    def answer(self, event: Shown, answer: str, days: int) -> None:
        assert event.link
        path = urlsplit(event.link).path
        page = self.sound(ask(self.url(path)))
        if page.status != 200 or b'name="form"' not in page.body:
            return
        day = f"{self.clock.now + timedelta(days=days):%Y-%m-%d}"
        fields = {"form": page.form, "answer": answer, "call_back": day, "next": day}
        before = self.records
        answered = self.send(path, fields)
        note(f"tapped {answer}: {event.summary} -> {answered.status} {answered.text}")
        after = self.records
        if answered.status != 303:
            assert after == before, "refused, and written all the same"
            return
        said = self.sound(followed(answered))
        self.told.append(Told(path, said.undo, before, after, self.clock.now))
        assert self.send(path, fields).status == 303
        assert self.records == after, "written twice"
        self.look()
        self.check_answered(event, answer)

    def check_answered(self, event: Shown, answer: str) -> None:
        """What was answered as done is done now in the plan, and what was skipped is off."""
        minute = self.clock.now.replace(second=0, microsecond=0)
        found = planned(self.records).follow_ups
        after = next((each for each in found if each.uid == event.uid), None)
        if answer == "done":
            assert [each for each in found if (each.status, each.start) == ("done", minute)]
        if answer in ("done", "skip") and after and after.tactic not in CYCLE:
            assert after.status == ("done" if answer == "done" else "cancelled")

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def take_an_answer_back(self, data: st.DataObject) -> None:
        """Within ten minutes the records are as before, unless others changed those lines."""
        told = data.draw(st.sampled_from(self.told))
        now, before = self.clock.now, self.records
        answered = self.send(told.path, {"undo": told.undo})
        if answered.status != 303:
            assert self.records == before
        elif before == told.after and now - told.at < timedelta(minutes=10):
            assert self.records == told.before
        again = self.records
        self.send(told.path, {"undo": told.undo})
        assert self.records == again
        self.look()

    # Polls

    def go_on(self, then: int | None) -> None:
        """Let a client poll after a step, or none."""
        self.look()
        if then is not None:
            self.poll_by(self.clients[then], "tag and date")

    @rule(which=st.integers(0, 2), how=HOW)
    def poll(self, which: int, how: str) -> None:
        self.poll_by(self.clients[which], how)

    def poll_by(self, client: Client, how: str) -> None:
        """Poll as one client, with what it knows of what it has; then it has the feed."""
        names = {"tag": "If-None-Match", "date": "If-Modified-Since"}
        headers = {
            names[each]: client.headers[each] for each in names if each in how and client.headers
        }
        address = self.url(f"/{client.token}/{self.name}.ics")
        answer = self.sound(ask(address, headers=headers))
        if client.token != self.token:
            assert answer.status == 410
            if self.token:
                client.token = self.token
            return
        self.look()
        found = self.content
        assert self.tags.setdefault(answer.headers["etag"], found.body) == found.body
        if answer.status == 304:
            assert headers
            assert client.body == found.body, "told that it has what it has not"
        else:
            assert answer.body == found.body
            self.take(client, answer)
        assert self.is_up_to_date(found), "an edit was not seen"
        assert client.subscriber.held == self.feed.events

    def is_up_to_date(self, found: Content) -> bool:
        return found.records == self.records or is_faulty(self.records)

    def take(self, client: Client, answer: Answer) -> None:
        client.body = answer.body
        client.headers = {"tag": answer.headers["etag"], "date": answer.headers["last-modified"]}
        client.subscriber.take(read(answer.body))

    def look(self) -> None:
        """Check what the store holds now, if it is new."""
        found = self.content
        if found.body == self.seen:
            return
        self.seen = found.body
        following = planned(found.records)
        self.identities.see(following)
        check_log(found.records, following)
        self.feed.comes(read(found.body), following, self.clock.now)

    seen = b""

    # Addresses, servers, time

    @rule(is_for_good=st.booleans())
    def give_it_another_address(self, is_for_good: bool) -> None:
        now = int(self.clock.now.timestamp())
        if is_for_good:
            self.store.revoke(self.name, now)
            self.token = None
        else:
            self.token = self.store.rotate(self.name, now)
        self.look()

    @rule(which=st.integers(0, 1))
    def restart(self, which: int) -> None:
        self.nodes[which].restart()

    @rule(by=SECONDS, then=THEN)
    def time_passes(self, by: int, then: int | None) -> None:
        self.clock.now += timedelta(seconds=by)
        self.latest = max(self.latest, self.clock.now)
        self.go_on(then)

    @rule(days=st.integers(0, 20))
    def set_the_clock_back(self, days: int) -> None:
        back = self.clock.now - timedelta(days=days, minutes=7)
        self.clock.now = max(back, self.latest - timedelta(days=20))

    # A static host

    @rule()
    def publish(self) -> None:
        """Publish the records as they are; a second time nothing is written."""
        source = self.file or self.folder / "kept.yaml"
        if self.file is None:
            source.write_bytes(self.records)
        if is_faulty(self.records):
            return
        target = self.folder / "public"
        if self.place and (target / self.place).exists():
            self.published.stands(read((target / self.place).read_bytes()))
        done = publish(source, target, name=self.name, base_url=None, now=self.clock.now)
        self.place = done.address
        body = (target / done.address).read_bytes()
        self.published.comes(read(body), planned(source.read_bytes()), self.clock.now)
        again = publish(source, target, name=self.name, base_url=None, now=self.clock.now)
        assert (again.address, again.written) == (done.address, False)

    @precondition(lambda self: self.place)
    @rule()
    def lose_what_was_published(self) -> None:
        assert self.place
        (self.folder / "public" / self.place).unlink(missing_ok=True)
        self.published.stands({})

    # Over HTTP

    def url(self, path: str) -> str:
        """Return where to ask for a path: of the servers, the one whose turn it is."""
        return f"{next(self.turns).base}{path}"

    def send(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form, from a page of the address that the world knows."""
        return self.sound(post(self.url(path), fields, {"Origin": self.nodes[0].public}))

    def sound(self, answer: Answer) -> Answer:
        assert answer.status < 500, answer.text
        return answer


class Synced(Histories):
    """One feed that vdirsyncer subscribes to besides."""

    @precondition(lambda self: self.token and self.feed.events)
    @rule()
    def sync(self) -> None:
        """Let vdirsyncer bring its copy up to date: one file for each event of the feed."""
        copy = self.folder / f"copy of {self.token}"
        if not copy.exists():
            copy.mkdir()
            syncing.subscribe(copy, self.url(f"/{self.token}/{self.name}.ics"))
        syncing.run(copy, "sync")
        self.look()
        # Of each event it makes a file, and a uid of its own.
        found = sorted(read_alone(text)[1:] for _, text in syncing.files(copy).values())
        assert found == sorted(each[1:] for each in self.feed.events.values())


def hold(machine: type[Histories], database: str, kept: Kept, times: settings) -> None:
    """Try histories of feeds in a database that two servers serve."""
    with two_nodes(database) as nodes:

        class Here(machine):  # type: ignore[misc, valid-type]
            def __init__(self) -> None:
                super().__init__(nodes, kept)

        run_state_machine_as_test(Here, settings=times)


@pytest.mark.parametrize("kept", ["file", "store"])
def test_no_history_of_a_feed_leaves_a_client_with_anything_but_the_plan(
    database: str, kept: Kept
) -> None:
    hold(Histories, database, kept, HISTORIES)


def test_no_history_of_a_feed_leaves_vdirsyncer_with_anything_but_the_plan(tmp_path: Path) -> None:
    few = settings(HISTORIES, max_examples=max(1, EXAMPLES // 25), stateful_step_count=15)
    hold(Synced, databases.sqlite(tmp_path), "file", few)
