"""From records to what is kept of a feed: made when they change, and never made worse."""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest
from icalendar import Calendar

from followup_ics.errors import (
    PlaybookError,
    RecordsError,
    UnknownFeedError,
    UnreadableFileError,
)
from followup_ics.hosting import rendering
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.feed_page import feed_page
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.rendering import (
    advise,
    content_at,
    content_of,
    is_stale,
    put,
    refresh,
)
from followup_ics.hosting.store import Content, Store

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {id: a, company: Acme, role: Engineer, start: 2026-11-DAY 10:00, people: [{name: Ann Lee}]}
"""
FAULTY = "candidate: {timezone: Europe/Berlin}\ninterviews: [{compny: Acme}]\n"
Sequences = dict[str, int]


def records(day: int = 20) -> bytes:
    return RECORDS.replace("DAY", str(day)).encode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "jobs.yaml"
    path.write_bytes(records())
    return path


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store(database) as store:
        yield store


def edit(path: Path, text: bytes) -> None:
    """Replace a file as editors do, in one step."""
    new = path.with_suffix(".new")
    new.write_bytes(text)
    new.replace(path)


def keeping_date(path: Path, change: Callable[[], object]) -> None:
    """Change a file and give it its old date, as tools that copy do."""
    before = path.stat()
    change()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def stale(store: Store, token: str, now: datetime = NOW) -> bool:
    found = store.find(token_hash(token))
    assert found
    return is_stale(found, now)


def sequences(content: Content) -> Sequences:
    """Return the SEQUENCE of each event by UID."""
    events = Calendar.from_ical(content.body).walk("VEVENT")
    return {str(each["UID"]): int(str(each["SEQUENCE"])) for each in events}


def never_back(before: Sequences, after: Sequences) -> bool:
    return all(after[uid] >= before[uid] for uid in before if uid in after)


def is_whole(content: Content) -> bool:
    return (
        content.etag == hashlib.sha256(content.body).hexdigest()
        and gzip.decompress(content.zipped) == content.body
        and content.body.endswith(b"END:VCALENDAR\r\n")
    )


# What a feed holds


def test_a_feed_holds_its_records_and_a_whole_calendar(path: Path) -> None:
    kept, followed = content_of(records(), "jobs", NOW), content_at(path, NOW)
    assert is_whole(kept)
    assert kept.records == followed.records == records()
    assert kept.body == followed.body
    assert (kept.path, followed.path) == (None, str(path))
    assert kept.changed == kept.tried == int(NOW.timestamp())
    assert kept.faults is None


def test_a_feed_has_no_alarms_and_no_address(path: Path) -> None:
    body = content_at(path, NOW).body
    assert b"VALARM" not in body
    assert b"\r\nSOURCE" not in body


def test_records_with_faults_or_without_a_file_make_no_feed(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="jobs:2:15"):
        content_of(FAULTY.encode(), "jobs", NOW)
    with pytest.raises(UnreadableFileError):
        content_at(tmp_path / "none.yaml", NOW)


# When it is made anew


def test_only_a_changed_file_is_stale(store: Store, path: Path) -> None:
    token = store.add("jobs", content_at(path, NOW))
    assert not stale(store, token)
    edit(path, records(21))
    assert stale(store, token)
    refresh(store, store.named("jobs").id, NOW)
    assert not stale(store, token)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.unlink(), id="gone"),
        pytest.param(lambda path: os.utime(path, ns=(1, 1)), id="touched"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"\n"), id="longer"),
        pytest.param(lambda path: edit(path, records(21)), id="replaced"),
        pytest.param(lambda path: keeping_date(path, lambda: edit(path, records(21))), id="as old"),
    ],
)
def test_whatever_happens_to_a_file_is_seen(
    store: Store, path: Path, change: Callable[[Path], object]
) -> None:
    token = store.add("jobs", content_at(path, NOW))
    change(path)
    assert stale(store, token)


def test_after_a_day_it_is_made_anew_since_old_events_go(store: Store) -> None:
    token = store.add("jobs", content_of(records(), "jobs", NOW))
    assert not stale(store, token, NOW + timedelta(days=1, seconds=-1))
    assert stale(store, token, NOW + timedelta(days=1))
    much_later = NOW + timedelta(days=400)
    refresh(store, store.named("jobs").id, much_later)
    assert not stale(store, token, much_later)
    assert sequences(store.named("jobs").content) == {}


def test_an_edit_moves_events_and_raises_their_sequence(store: Store, path: Path) -> None:
    store.add("jobs", content_at(path, NOW))
    before = store.named("jobs").content
    edit(path, records(19))
    refresh(store, store.named("jobs").id, LATER)
    after = store.named("jobs").content
    assert is_whole(after)
    assert after.etag != before.etag
    assert after.changed == int(LATER.timestamp())
    old, new = sequences(before), sequences(after)
    assert old.keys() == new.keys()
    assert never_back(old, new)
    assert old != new


def test_what_changes_no_event_keeps_the_bytes_and_their_date(store: Store, path: Path) -> None:
    store.add("jobs", content_at(path, NOW))
    before = store.named("jobs").content
    edit(path, records() + b"# nothing new\n")
    refresh(store, store.named("jobs").id, LATER)
    after = store.named("jobs").content
    assert (after.body, after.etag, after.changed) == (before.body, before.etag, before.changed)
    assert after.records != before.records
    assert after.tried == int(LATER.timestamp())


def test_two_changes_within_a_second_have_two_dates(store: Store) -> None:
    store.add("jobs", content_of(records(), "jobs", NOW))
    dates = [store.named("jobs").content.changed]
    for day in (19, 18):
        put(store, "jobs", records(day), "jobs", NOW)
        dates.append(store.named("jobs").content.changed)
    assert dates == sorted(set(dates))


# Faults


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(
            lambda path: edit(path, FAULTY.encode()),
            "jobs.yaml:2:15: interviews[0].compny: unknown field; did you mean company?",
            id="faults",
        ),
        pytest.param(lambda path: edit(path, b"\xff\xfe\xfa"), "jobs.yaml:", id="no text"),
        pytest.param(
            lambda path: path.unlink(), "jobs.yaml: cannot be read: No such file", id="gone"
        ),
    ],
)
def test_faults_keep_the_last_good_calendar_and_are_told_until_mended(
    store: Store, path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    token = store.add("jobs", content_at(path, NOW))
    before = store.named("jobs").content
    spoil(path)
    refresh(store, store.named("jobs").id, LATER)
    after = store.named("jobs").content
    assert said in (after.faults or "")
    assert str(path.parent) not in (after.faults or "")
    assert (after.body, after.zipped, after.etag, after.changed, after.records) == (
        before.body,
        before.zipped,
        before.etag,
        before.changed,
        before.records,
    )
    assert not stale(store, token, LATER)
    edit(path, records())
    assert stale(store, token, LATER)
    refresh(store, store.named("jobs").id, LATER)
    assert store.named("jobs").content.faults is None


def test_an_error_of_our_own_keeps_the_last_good_calendar(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No records are known that make the planner fail, so that it is made to."""
    store.add("jobs", content_at(path, NOW))
    before = store.named("jobs").content
    edit(path, records(19))
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(rendering, "plan_around", lambda *_: 1 / 0)
        refresh(store, store.named("jobs").id, LATER)
    after = store.named("jobs").content
    assert after.body == before.body
    assert "an error of followup-ics itself" in (after.faults or "")
    assert "ZeroDivisionError" in caplog.text


# A playbook of its own


CALM = """\
playbook: calm
horizon_weeks: 2
ask_decision: Ask when.
tactics:
- name: thank_you
  when: {on: interview, unit: hours, earliest: 0, latest: 24, preferred: 2}
  audience: voters
  channel: email
  minutes: 15
  summary: "SUMMARY {person}"
  why: It is polite.
"""


def calm(summary: str = "Thank") -> bytes:
    return CALM.replace("SUMMARY", summary).encode()


def titles(content: Content) -> set[str]:
    """Return the titles of the events that are not cancelled."""
    events = Calendar.from_ical(content.body).walk("VEVENT")
    return {str(each["SUMMARY"]) for each in events if each["STATUS"] != "CANCELLED"}


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    playbook = tmp_path / "calm.yaml"
    playbook.write_bytes(calm())
    return playbook


def test_a_feed_keeps_a_playbook_that_comes_along(store: Store, path: Path) -> None:
    store.add("jobs", content_at(path, NOW, "measured"))
    edit(path, records(19))
    refresh(store, store.named("jobs").id, LATER)
    expected = content_of(records(19), "jobs", LATER, "measured")
    assert titles(store.named("jobs").content) == titles(expected)
    assert titles(expected) != titles(content_of(records(19), "jobs", LATER))


def test_a_playbook_in_a_file_is_followed_as_the_records_are(
    store: Store, path: Path, playbook: Path
) -> None:
    token = store.add("jobs", content_at(path, NOW, playbook))
    assert titles(store.named("jobs").content) == {"Thank Ann Lee"}
    assert not stale(store, token)
    edit(playbook, calm("Greet"))
    assert stale(store, token)
    refresh(store, store.named("jobs").id, LATER)
    assert titles(store.named("jobs").content) == {"Greet Ann Lee"}
    assert not stale(store, token, LATER)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(
            lambda playbook: edit(playbook, calm().replace(b"audience", b"audence")),
            "calm.yaml:7:3: tactics[0].audence: unknown field; did you mean audience?",
            id="faults",
        ),
        pytest.param(
            lambda playbook: playbook.unlink(), "calm.yaml: cannot be read: No such file", id="gone"
        ),
    ],
)
def test_faults_in_a_playbook_keep_the_last_good_calendar_until_mended(
    store: Store, path: Path, playbook: Path, spoil: Callable[[Path], object], said: str
) -> None:
    store.add("jobs", content_at(path, NOW, playbook))
    before = store.named("jobs").content
    spoil(playbook)
    refresh(store, store.named("jobs").id, LATER)
    after = store.named("jobs").content
    assert (after.body, after.advice) == (before.body, before.advice)
    assert said in (after.faults or "")
    assert str(path.parent) not in (after.faults or "")
    edit(playbook, calm("Greet"))
    refresh(store, store.named("jobs").id, LATER)
    assert store.named("jobs").content.faults is None


def test_a_playbook_with_faults_makes_no_feed_and_changes_none(
    store: Store, path: Path, playbook: Path
) -> None:
    store.add("jobs", content_at(path, NOW))
    before = store.named("jobs")
    playbook.write_text("playbook: calm")
    with pytest.raises(PlaybookError):
        content_at(path, NOW, playbook)
    with pytest.raises(PlaybookError):
        content_of(records(), "jobs", NOW, playbook)
    with pytest.raises(PlaybookError):
        advise(store, before.id, playbook, LATER)
    with pytest.raises(PlaybookError):
        put(store, "jobs", records(), "jobs", LATER, playbook)
    assert store.named("jobs") == before


def test_a_feed_takes_another_playbook_and_goes_back_to_that_of_its_records(
    store: Store, path: Path, playbook: Path
) -> None:
    token = store.add("jobs", content_at(path, NOW))
    recorded = titles(store.named("jobs").content)
    advise(store, store.named("jobs").id, playbook, LATER)
    assert titles(store.named("jobs").content) == {"Thank Ann Lee"}
    edit(playbook, calm("Greet"))
    assert stale(store, token, LATER)
    advise(store, store.named("jobs").id, "", LATER)
    assert titles(store.named("jobs").content) == recorded
    edit(playbook, calm("Hail"))
    assert not stale(store, token, LATER)


def test_a_new_playbook_is_kept_even_while_the_records_have_faults(
    store: Store, path: Path, playbook: Path
) -> None:
    store.add("jobs", content_at(path, NOW))
    edit(path, FAULTY.encode())
    advise(store, store.named("jobs").id, playbook, LATER)
    edit(path, records())
    refresh(store, store.named("jobs").id, LATER)
    assert titles(store.named("jobs").content) == {"Thank Ann Lee"}


def test_what_is_kept_in_the_store_needs_no_file(store: Store, path: Path, playbook: Path) -> None:
    store.add("put", content_of(records(), "jobs", NOW, playbook))
    token = store.add("followed", content_at(path, NOW, playbook))
    put(store, "followed", records(), "jobs", LATER)
    playbook.unlink()
    assert not stale(store, token, LATER)
    refresh(store, store.named("followed").id, LATER + timedelta(days=1))
    assert store.named("followed").content.faults is None
    for name in ("put", "followed"):
        put(store, name, records(19), "jobs", LATER)
        assert titles(store.named(name).content) == {"Thank Ann Lee"}
    put(store, "put", records(19), "jobs", LATER, "")
    expected = content_of(records(19), "jobs", LATER)
    assert titles(store.named("put").content) == titles(expected)


def test_the_page_shows_the_plan_of_the_feed(store: Store, path: Path, playbook: Path) -> None:
    store.add("jobs", content_at(path, NOW, playbook))
    url = "https://jobs.example.org/token/jobs.ics"
    page = feed_page(store, store.named("jobs").id, url, "webcal", NOW, OwnCalendars())
    assert "Thank Ann Lee" in page
    assert "Keep searching" not in page


# Settings in the records


def test_name_and_alarms_of_a_feed_stand_in_its_records(path: Path) -> None:
    path.write_bytes(records() + b"calendar: {name: Jobs, alarm: 1h}\n")
    early = datetime(2026, 11, 1, tzinfo=UTC)
    body = content_at(path, early).body
    assert b"X-WR-CALNAME:Jobs\r\n" in body
    assert body.count(b"TRIGGER:-PT60M") == body.count(b"BEGIN:VEVENT")


# Records kept in the store


def test_put_replaces_the_records_and_the_file_is_followed_no_longer(
    store: Store, path: Path
) -> None:
    token = store.add("jobs", content_at(path, NOW))
    put(store, "jobs", records(19), "-", LATER)
    content = store.named("jobs").content
    assert (content.path, content.records) == (None, records(19))
    path.unlink()
    assert not stale(store, token, LATER)


def test_put_with_faults_or_for_nobody_changes_nothing(store: Store) -> None:
    store.add("jobs", content_of(records(), "jobs", NOW))
    before = store.named("jobs")
    with pytest.raises(RecordsError, match=r"new\.yaml:2:15"):
        put(store, "jobs", FAULTY.encode(), "new.yaml", LATER)
    with pytest.raises(UnknownFeedError):
        put(store, "nobody", records(), "new.yaml", LATER)
    assert store.named("jobs") == before


# Several servers


def test_servers_that_render_a_feed_at_once_lose_nothing(database: str, path: Path) -> None:
    servers = [Store(database) for _ in range(3)]
    servers[0].add("jobs", content_at(path, NOW))
    feed = servers[0].named("jobs")
    seen = [sequences(feed.content)]
    for turn, day in enumerate([19, 18, 17, 20, 16], start=1):
        edit(path, records(day))
        now = NOW + timedelta(minutes=turn)
        at_once([partial(refresh, each, feed.id, now) for each in servers])
        content = servers[0].named("jobs").content
        assert is_whole(content)
        assert content.records == records(day)
        seen.append(sequences(content))
    assert all(never_back(before, after) for before, after in pairwise(seen))
    for each in servers:
        each.close()


def test_of_records_put_at_once_the_last_stay_whole(database: str) -> None:
    servers = [Store(database) for _ in range(3)]
    servers[0].add("jobs", content_of(records(), "jobs", NOW))
    first = servers[0].named("jobs").version
    days = [17, 18, 19]
    puts = [(each, records(day)) for each, day in zip(servers, days, strict=True)]
    at_once([partial(put, each, "jobs", text, "jobs", LATER) for each, text in puts])
    feed = servers[0].named("jobs")
    assert feed.version == first + len(days)
    assert is_whole(feed.content)
    assert feed.content.records in [records(day) for day in days]
    expected = content_of(feed.content.records, "jobs", LATER)
    assert starts(feed.content) == starts(expected)
    for each in servers:
        each.close()


def starts(content: Content) -> set[tuple[str, datetime]]:
    """Return the events that are still to come, each with its time."""
    events = Calendar.from_ical(content.body).walk("VEVENT")
    return {
        (str(each["UID"]), each.decoded("DTSTART"))
        for each in events
        if each["STATUS"] != "CANCELLED"
    }


def at_once(works: list[Callable[[], None]]) -> None:
    """Do things in threads of their own that begin when all are there."""
    barrier = Barrier(len(works))

    def begin(work: Callable[[], None]) -> None:
        barrier.wait()
        work()

    with ThreadPoolExecutor(len(works)) as threads:
        list(threads.map(begin, works))
