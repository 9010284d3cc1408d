"""Feeds around calendars: followed as the records are, and never read for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from icalendar import Calendar

from followup_ics.errors import BusyCalendarError
from followup_ics.hosting import calendars
from followup_ics.hosting.app import create_app
from followup_ics.hosting.calendars import LARGEST_REMEMBERED, OwnCalendars, Remembering
from followup_ics.hosting.feed_page import feed_page
from followup_ics.hosting.fetching import fetch
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.publishing import publish
from followup_ics.hosting.rendering import content_at, content_of, is_stale, put, refresh
from followup_ics.hosting.store import Content, Store
from https import serving, trusting

NOW = datetime(2026, 11, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
RECORDS = """\
candidate: {timezone: America/New_York, country: US, region: NY}
busy: [NAMED]
interviews:
- company: Acme
  role: Engineer
  start: 2026-11-02 14:00
  people: [{name: Dana, part: hiring_manager, email: d@acme.example, phone: +1 212 555 0101}]
"""
FREE, AFTER_TEN, AFTER_NOON = "10:00", "10:40", "12:05"


def records(*named: object) -> bytes:
    return RECORDS.replace("NAMED", ", ".join(f"'{each}'" for each in named)).encode()


def meeting(end: str = "104000") -> bytes:
    """Return a calendar with one meeting, from 09:00 of 6 November in New York."""
    zone = "TZID=America/New_York"
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dentist\r\n"
        f"DTSTART;{zone}:20261106T090000\r\nDTEND;{zone}:20261106T{end}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def call(content: Content) -> str:
    """Return when the call stands in a feed, in the time of New York."""
    events = Calendar.from_ical(content.body).walk("VEVENT")
    (found,) = [each for each in events if str(each["SUMMARY"]).startswith("Call Dana (")]
    at = found.decoded("DTSTART") - 5 * HOUR
    assert at.date().isoformat() == "2026-11-06"
    return f"{at:%H:%M}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "work.ics").write_bytes(meeting())
    (tmp_path / "jobs.yaml").write_bytes(records("work.ics"))
    return tmp_path / "jobs.yaml"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store(database) as store:
        yield store


def stale(store: Store, token: str, now: datetime = NOW) -> bool:
    found = store.find(token_hash(token))
    assert found
    return is_stale(found, now)


def kept(store: Store) -> Content:
    return store.named("jobs").content


# Records in a file


def test_a_feed_that_follows_a_file_follows_its_calendars_too(store: Store, path: Path) -> None:
    token = store.add("jobs", content_at(path, NOW))
    assert call(kept(store)) == AFTER_TEN
    assert not stale(store, token)
    path.with_name("work.ics").write_bytes(meeting("120200"))
    assert stale(store, token)
    refresh(store, store.named("jobs").id, NOW)
    assert call(kept(store)) == AFTER_NOON
    assert not stale(store, token)


def test_a_calendar_that_comes_or_goes_is_seen(store: Store, path: Path) -> None:
    path.with_name("work.ics").unlink()
    token = store.add("jobs", content_at(path, NOW))
    assert call(kept(store)) == FREE
    assert not stale(store, token)
    path.with_name("work.ics").write_bytes(meeting())
    assert stale(store, token)
    refresh(store, store.named("jobs").id, NOW)
    assert call(kept(store)) == AFTER_TEN


def test_calendars_of_the_server_are_for_the_files_that_it_was_given(path: Path) -> None:
    path.write_bytes(records())
    around = str(path.with_name("work.ics"))
    assert call(content_at(path, NOW, own=OwnCalendars((str(path),), (around,)))) == AFTER_TEN
    assert call(content_at(path, NOW, own=OwnCalendars(("/other.yaml",), (around,)))) == FREE


def test_the_page_of_a_feed_shows_the_plan_of_its_calendar(store: Store, path: Path) -> None:
    store.add("jobs", content_at(path, NOW))
    feed = store.named("jobs").id

    def page() -> str:
        return feed_page(store, feed, "https://x.example/t/jobs.ics", "https", NOW, OwnCalendars())

    assert "Fri 6 Nov 10:40" in page()
    assert "Dentist" not in page()
    path.with_name("work.ics").write_bytes(meeting("120200"))
    refresh(store, feed, NOW)
    assert "Fri 6 Nov 12:05" in page()


def test_what_is_published_keeps_clear_of_the_files_that_records_name(path: Path) -> None:
    target = path.parent / "public"
    published = publish(path, target, name="jobs", base_url=None, now=NOW)
    assert b"20261106T154000Z" in (target / published.address).read_bytes()


# Records in a store


def test_records_in_a_store_never_have_a_file_read(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    named = path.with_name("work.ics")
    store.add("jobs", content_of(records(named), "jobs", NOW))
    put(store, "jobs", records(named, "work.ics", "/dev/stdin"), "jobs", NOW)
    refresh(store, store.named("jobs").id, NOW, OwnCalendars(busy=(str(named),)))
    assert call(kept(store)) == FREE
    assert "jobs: not planned around all of busy[0], busy[1], busy[2]; its page says" in caplog.text
    assert "work.ics" not in caplog.text
    page = feed_page(store, store.named("jobs").id, "https://x.example/t/jobs.ics", "https", NOW,
                     OwnCalendars())  # fmt: skip
    assert "may be somebody else" in page


# Addresses


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield an address that is asked on loopback, which feeds may do here, and what it answers."""
    allowed = partial(fetch, allowed=lambda each: each.is_loopback, context=trusting())
    monkeypatch.setattr(calendars, "_REMEMBERED", Remembering(allowed))
    with serving() as handler:
        handler.contents = {"/work.ics": meeting()}
        yield f"https://localhost:{handler.port}/work.ics", handler.contents


FETCHING = OwnCalendars(fetch=True)


def test_addresses_are_asked_for_any_records_but_only_with_fetch(
    store: Store, answering: tuple[str, dict[str, bytes]]
) -> None:
    store.add("jobs", content_of(records(answering[0]), "jobs", NOW))
    assert call(kept(store)) == FREE
    refresh(store, store.named("jobs").id, NOW, FETCHING)
    assert call(kept(store)) == AFTER_TEN


def test_an_address_is_asked_again_after_an_hour(
    store: Store, path: Path, answering: tuple[str, dict[str, bytes]]
) -> None:
    address, contents = answering
    path.write_bytes(records(address))
    token = store.add("jobs", content_at(path, NOW, own=FETCHING))
    assert not stale(store, token, NOW + HOUR - timedelta(seconds=1))
    assert stale(store, token, NOW + HOUR)
    contents["/work.ics"] = meeting("120200")
    refresh(store, store.named("jobs").id, NOW + HOUR, FETCHING)
    assert call(kept(store)) == AFTER_NOON


def test_an_address_that_fails_for_a_while_moves_nothing(
    store: Store,
    path: Path,
    answering: tuple[str, dict[str, bytes]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    address, contents = answering
    path.write_bytes(records(address))
    store.add("jobs", content_at(path, NOW, own=FETCHING))
    before = kept(store)
    contents.clear()
    refresh(store, store.named("jobs").id, NOW + HOUR, FETCHING)
    assert replace(kept(store), tried=before.tried) == before
    assert "a calendar of the web answers 404" in caplog.text
    assert "localhost" not in caplog.text


def test_what_addresses_said_is_kept_of_the_last_ones_and_the_small_ones() -> None:
    answers = {str(n): bytes([n]) for n in range(40)} | {"large": b"x" * (LARGEST_REMEMBERED + 1)}

    def ask(url: str, _limit: int) -> bytes:
        if url not in answers:
            raise BusyCalendarError("it answers 404")
        return answers[url]

    asking = Remembering(ask)
    for url in list(answers):
        asking(url, 9)
    assert asking("0", 9) == b"\x00"
    answers.clear()
    assert asking("0", 9) == b"\x00"
    assert asking("39", 9) == b"\x27"
    for url in ("1", "large", "never"):
        with pytest.raises(BusyCalendarError):
            asking(url, 9)


def test_the_server_never_asks_a_private_network(path: Path) -> None:
    path.write_bytes(records("https://localhost:1/work.ics", "https://192.168.1.1/router"))
    assert call(content_at(path, NOW, own=FETCHING)) == FREE


def test_what_a_server_was_told_reaches_its_workers_as_text(store: Store) -> None:
    own = OwnCalendars(("/a b/jobs.yaml",), ("/x;y:z.ics", "/ü.ics"), fetch=True)
    assert OwnCalendars.from_text(own.as_text()) == own
    assert create_app(store, base_url="http://127.0.0.1:8000", own=own)
