"""Programs that subscribe to a feed: vdirsyncer, icalendar, and a poll of the standard library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from icalendar import Calendar

import servers
import syncing
from followup_ics import FollowUp, load, plan
from followup_ics.hosting.app import create_app
from followup_ics.hosting.rendering import content_at
from followup_ics.hosting.store import Store
from paths import SAMPLE

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Subscriber:
    """A feed of the sample that follows a file, and a vdirsyncer that keeps a copy of it."""

    folder: Path
    url: str

    @property
    def records(self) -> Path:
        return self.folder / "jobs.yaml"

    def edit(self, old: str, new: str) -> None:
        text = self.records.read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.records.write_text(text.replace(old, new), encoding="utf-8")

    def follow_ups(self) -> list[FollowUp]:
        """Return the plan, as far as it is to be written to a new feed."""
        planned = plan(load(self.records)).follow_ups
        return [each for each in planned if each.status != "cancelled"]

    def sync(self) -> str:
        return syncing.run(self.folder, "sync")

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Return when each file of the copy was written, and what it holds."""
        return syncing.files(self.folder)


@pytest.fixture
def subscriber(tmp_path: Path) -> Iterator[Subscriber]:
    """Return a subscriber that has not synchronised yet."""
    ticks = iter(range(1_000_000))
    records = tmp_path / "jobs.yaml"
    records.write_bytes(SAMPLE.read_bytes())
    with Store(f"sqlite:///{tmp_path / 'feeds.sqlite3'}") as store:
        token = store.add("jobs", content_at(records, NOW))

        def clock() -> datetime:
            return NOW + timedelta(seconds=next(ticks))

        with servers.in_thread(lambda own: create_app(store, base_url=own, clock=clock)) as own:
            subscriber = Subscriber(tmp_path, f"{own}/{token}/jobs.ics")
            syncing.subscribe(tmp_path, subscriber.url)
            yield subscriber


@dataclass(frozen=True)
class Event:
    """What a person sees of an event. A copy's name tells nothing: it is a hash of the content."""

    start: datetime
    summary: str
    description: str
    category: str
    status: str


def events(calendar: bytes) -> list[Event]:
    """Return the events of a calendar, as icalendar reads them."""
    return [
        Event(
            each.decoded("DTSTART"),
            str(each["SUMMARY"]),
            str(each["DESCRIPTION"]),
            each.categories[0],
            str(each["STATUS"]),
        )
        for each in read(calendar).events
    ]


def read(calendar: bytes) -> Calendar:
    found = Calendar.from_ical(calendar)
    assert isinstance(found, Calendar)
    return found


def told(follow_up: FollowUp) -> tuple[datetime, str]:
    return follow_up.start, follow_up.summary


@dataclass(frozen=True)
class Change:
    """What an edit changed in a copy: events that are gone, and those in their place."""

    gone: list[Event]
    came: list[Event]


def synchronised(subscriber: Subscriber, old: str, new: str) -> Change:
    """Edit the records between two runs; assert that files of other events are as they were."""
    subscriber.sync()
    before, planned = subscriber.files(), subscriber.follow_ups()
    subscriber.edit(old, new)
    subscriber.sync()
    after = subscriber.files()
    kept = before.keys() & after.keys()
    assert {each: before[each] for each in kept} == {each: after[each] for each in kept}
    unchanged = [told(each) for each in set(planned) & set(subscriber.follow_ups())]
    in_kept = [(each.start, each.summary) for name in kept for each in events(before[name][1])]
    assert sorted(in_kept) == sorted(unchanged)
    return Change(
        [each for name in before.keys() - kept for each in events(before[name][1])],
        [each for name in after.keys() - kept for each in events(after[name][1])],
    )


# vdirsyncer


def test_the_first_run_brings_every_event(subscriber: Subscriber) -> None:
    subscriber.sync()
    brought = [each for _, text in subscriber.files().values() for each in events(text)]
    assert len(brought) == len(subscriber.follow_ups())
    assert sorted((each.start, each.summary) for each in brought) == sorted(
        map(told, subscriber.follow_ups())
    )


def test_the_second_run_changes_no_file(subscriber: Subscriber) -> None:
    subscriber.sync()
    before = subscriber.files()
    assert "Copying" not in subscriber.sync()
    assert subscriber.files() == before


def test_a_file_that_is_saved_unchanged_changes_no_file(subscriber: Subscriber) -> None:
    subscriber.sync()
    before = subscriber.files()
    subscriber.edit("# Orchard Analytics:", "# Orchard Analytics, called Orchard:")
    subscriber.sync()
    assert subscriber.files() == before


def test_a_moved_interview_changes_the_files_of_its_company_only(subscriber: Subscriber) -> None:
    change = synchronised(subscriber, "start: 2026-11-17 16:30", "start: 2026-11-18 16:30")
    assert change.gone
    assert {each.category for each in change.came} == {"Orchard Analytics"}
    assert len(change.came) == len(change.gone)


def test_an_edited_topic_changes_only_the_files_that_name_it(subscriber: Subscriber) -> None:
    change = synchronised(subscriber, "the graduate programme", "the apprentices")
    assert change.gone
    assert all("the graduate programme" in each.description for each in change.gone)
    assert all("the apprentices" in each.description for each in change.came)
    assert sorted(each.start for each in change.came) == sorted(each.start for each in change.gone)


def test_a_removed_interview_leaves_its_events_as_cancelled(subscriber: Subscriber) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    orchard = re.search(r"  - id: orchard-phone\n.*?(?=\noffers:)", text, re.DOTALL)
    assert orchard
    change = synchronised(subscriber, orchard[0], "")
    came = {(each.start, each.category): each for each in change.came}
    for each in change.gone:
        now = came.pop((each.start, each.category))
        if each.category == "Orchard Analytics":
            assert (now.status, now.summary) == ("CANCELLED", f"Cancelled: {each.summary}")
        else:  # what is done for the whole search: it named this one, or the plan ends before it
            assert "Orchard Analytics" in each.description
            assert now.status == "CANCELLED" or "Orchard Analytics" not in now.description
    assert came == {}
    assert "Orchard Analytics" in {each.category for each in change.gone}


# icalendar and a plain poll


def test_icalendar_reads_every_follow_up_of_the_plan(subscriber: Subscriber) -> None:
    with urlopen(subscriber.url, timeout=60) as answer:
        served = read(answer.read()).events
    found = {str(each["UID"]): each for each in served}
    expected = {each.uid: each for each in subscriber.follow_ups()}
    assert len(served) == len(expected)
    assert found.keys() == expected.keys()
    for uid, each in expected.items():
        assert found[uid].decoded("DTSTART") == each.start
        assert str(found[uid]["SUMMARY"]) == each.summary


def test_a_poll_with_the_last_etag_brings_only_what_is_new(subscriber: Subscriber) -> None:
    with urlopen(subscriber.url, timeout=60) as first:
        body, etag = first.read(), first.headers["ETag"]
    again = Request(subscriber.url, headers={"If-None-Match": etag})
    with pytest.raises(HTTPError) as unchanged:
        urlopen(again, timeout=60)
    with unchanged.value as error:
        assert (error.code, error.headers["ETag"], error.read()) == (304, etag, b"")
    subscriber.edit("the graduate programme", "the apprentices")
    with urlopen(again, timeout=60) as changed:
        assert changed.read() != body
        assert changed.headers["ETag"] != etag
