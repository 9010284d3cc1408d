"""The versions of a feed's records, and feeds erased, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from followup_ics.errors import NotErasedError, NoVersionError, UnknownFeedError
from followup_ics.hosting.history import history
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.rendering import content_at, content_of, put, refresh, undo
from followup_ics.hosting.schema import METADATA
from followup_ics.hosting.store import Store
from followup_ics.hosting.versions import Edit, Version
from paths import SOURCE

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SECOND = int(NOW.timestamp())
DAY = timedelta(days=1)
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {id: a, company: COMPANY, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""


def records(company: str = "Acme") -> bytes:
    return RECORDS.replace("COMPANY", company).encode()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store(database) as store:
        yield store


def kept(store: Store, *companies: str, name: str = "ann", apart: timedelta = timedelta()) -> None:
    """Keep records for a feed, those of each company after the other."""
    first, *others = companies
    store.add(name, content_of(records(first), "-", NOW), "feed put")
    for number, company in enumerate(others, 1):
        put(store, name, records(company), "-", NOW + number * apart, by="feed put")


def numbers(store: Store, now: datetime = NOW) -> list[int]:
    return [each.number for each in history(store, "ann", now)]


def held(store: Store) -> bytes:
    return store.named("ann").content.records


# What is kept


def test_each_change_is_a_version_that_says_when_what_and_who(store: Store) -> None:
    kept(store, "Acme", "Best", apart=DAY)
    after, before = history(store, "ann", NOW + DAY)
    assert before == Version(1, SECOND, "new", "feed put")
    assert (after.number, after.at, after.by) == (2, SECOND + 86400, "feed put")
    assert after.what.endswith("13 cancelled: Acme no longer in the records")


def test_what_changes_no_record_is_no_version(store: Store) -> None:
    kept(store, "Acme", "Acme")
    refresh(store, store.named("ann").id, NOW + DAY)
    assert numbers(store) == [1]


def test_a_change_that_the_plan_does_not_show_is_a_version_and_says_so(store: Store) -> None:
    kept(store, "Acme")
    put(store, "ann", records() + b"# to do: call\n", "-", NOW)
    assert history(store, "ann", NOW)[0].what == "nothing in the plan changed"


def test_of_a_file_there_are_no_versions_until_its_records_are_kept(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "ann.yaml"
    path.write_bytes(records())
    store.add("ann", content_at(path, NOW))
    path.write_bytes(records("Best"))
    refresh(store, store.named("ann").id, NOW)
    assert numbers(store) == []
    put(store, "ann", records("Best"), "-", NOW)
    assert numbers(store) == [1]


def test_fifty_versions_are_kept(store: Store) -> None:
    kept(store, "Acme")
    for number in range(52):
        feed = store.named("ann")
        assert store.save(feed, replace(feed.content, records=f"{number}".encode()))
    assert numbers(store) == [*range(53, 3, -1)]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        pytest.param(89, [3, 2, 1], id="within"),
        pytest.param(91, [3, 2], id="the first was replaced 90 days ago"),
        pytest.param(3000, [3], id="the newest stays"),
    ],
)
def test_a_version_goes_90_days_after_it_was_replaced(
    store: Store, days: int, left: list[int]
) -> None:
    kept(store, "Acme", "Best", "Corp", apart=DAY)
    now = NOW + days * DAY + timedelta(minutes=1)
    assert numbers(store, now) == left


def test_what_is_past_its_time_goes_when_the_feed_is_made_anew(store: Store) -> None:
    kept(store, "Acme", "Best")
    refresh(store, store.named("ann").id, NOW + 91 * DAY)
    assert numbers(store) == [2]


def test_one_feed_has_nothing_of_another(store: Store) -> None:
    kept(store, "Acme", "Best")
    store.add("bob", content_of(records("Corp"), "-", NOW))
    put(store, "bob", records("Dune"), "-", NOW + 200 * DAY)
    assert numbers(store) == [2, 1]
    assert store.version(store.named("bob").id) == (
        Version(1, SECOND, "new", ""),
        records("Corp"),
    )


# Writers at once


def test_of_writers_at_once_each_change_is_a_version_and_the_newest_is_what_is_held(
    store: Store,
) -> None:
    kept(store, "Acme")
    companies = [f"Company {number}" for number in range(6)]
    barrier = Barrier(len(companies))

    def write(company: str) -> None:
        barrier.wait()
        put(store, "ann", records(company), "-", NOW, by=company)

    with ThreadPoolExecutor(len(companies)) as threads:
        list(threads.map(write, companies))
    found = history(store, "ann", NOW)
    assert [each.number for each in found] == [7, 6, 5, 4, 3, 2, 1]
    assert sorted(each.by for each in found) == sorted(["feed put", *companies])
    feed = store.named("ann")
    for each in found[:-1]:
        kept_one = store.version(feed.id, each.number)
        assert kept_one
        assert kept_one[1] == records(each.by)
    assert held(store) == records(found[0].by)


def test_a_change_that_is_not_saved_is_no_version(store: Store) -> None:
    kept(store, "Acme")
    old = store.named("ann")
    assert store.save(old, replace(old.content, records=b"first"), Edit("first", "a"))
    assert not store.save(old, replace(old.content, records=b"second"), Edit("second", "b"))
    assert [each.what for each in history(store, "ann", NOW)] == ["first", "new"]


def test_a_version_that_cannot_be_written_takes_its_change_with_it(database: str) -> None:
    with Store(database) as store:
        kept(store, "Acme")
        engine = sa.create_engine(database)
        METADATA.tables["feed_versions"].drop(engine)
        engine.dispose()
        feed = store.named("ann")
        with pytest.raises(sa.exc.DBAPIError):
            store.save(feed, replace(feed.content, records=b"lost"))
        assert held(store) == records()


# Undone


def test_undo_puts_back_what_was_and_can_be_undone(store: Store) -> None:
    kept(store, "Acme", "Best")
    said = undo(store, "ann", NOW, by="feed undo")
    assert held(store) == records("Acme")
    assert b"Acme" in store.named("ann").content.body
    last = history(store, "ann", NOW)[0]
    assert (last.number, last.what, last.by) == (3, said, "feed undo")
    assert str(said).startswith("back to version 1: 13 new")
    undo(store, "ann", NOW)
    assert held(store) == records("Best")


def test_undo_of_a_number_goes_back_to_that_version(store: Store) -> None:
    kept(store, "Acme", "Best", "Corp")
    undo(store, "ann", NOW, 1)
    assert held(store) == records("Acme")
    assert numbers(store) == [4, 3, 2, 1]


def test_undo_to_what_is_held_changes_nothing(store: Store) -> None:
    kept(store, "Acme", "Best")
    before = store.named("ann")
    assert undo(store, "ann", NOW, 2) is None
    assert store.named("ann") == before


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param(None, "there is no version before its last change", id="none before"),
        pytest.param(
            7, "version 7 is not kept; 'followup-ics feed history ann' lists", id="no such"
        ),
    ],
)
def test_what_cannot_be_undone_is_said(store: Store, number: int | None, said: str) -> None:
    kept(store, "Acme")
    with pytest.raises(NoVersionError, match=said):
        undo(store, "ann", NOW, number)
    assert held(store) == records()


def test_a_file_is_not_undone(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ann.yaml"
    path.write_bytes(records())
    store.add("ann", content_at(path, NOW))
    with pytest.raises(NoVersionError, match=r"it follows .*ann.yaml, and no versions of files"):
        undo(store, "ann", NOW)
    assert path.read_bytes() == records()


def test_of_several_that_undo_at_once_each_undoes_the_change_before_it(store: Store) -> None:
    kept(store, "Acme", "Best")
    barrier = Barrier(4)

    def undone(_: int) -> None:
        barrier.wait()
        undo(store, "ann", NOW)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(undone, range(4)))
    assert numbers(store) == [6, 5, 4, 3, 2, 1]
    assert held(store) == records("Best")


# An older store


def test_a_store_of_before_versions_has_what_it_holds_as_the_first(database: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(SOURCE / "hosting" / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(database)
    row = "INSERT INTO feeds (name, path, etag, changed, tried, version, records, body, zipped) "
    values = "VALUES (:name, :path, 'abc', 100, 200, 1, :records, :records, :records)"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for name, path in (("ann", None), ("bob", "/home/bob/jobs.yaml")):
            given = {"name": name, "path": path, "records": records()}
            connection.execute(sa.text(row + values), given)
    engine.dispose()
    with Store(database) as store:
        found = history(store, "ann", NOW)
        assert [(each.number, each.at) for each in found] == [(1, 100)]
        assert store.version(store.named("ann").id, 1) == (found[0], records())
        assert history(store, "bob", NOW) == []


# Erased


def test_a_feed_that_is_removed_is_in_no_file_of_the_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'feeds.sqlite3'}"
    with Store(url) as store, Store(url) as server:
        other = store.add("bob", content_of(records("Corp"), "-", NOW))
        kept(store, "Marker", "Markets", "Marked", name="whose")
        tokens = [store.rotate("whose", 1), store.rotate("whose", 2)]
        hashes = [token_hash(each) for each in tokens]
        assert server.find(hashes[1])
        assert any(b"Mark" in each.read_bytes() for each in tmp_path.iterdir())
        store.remove("whose")
        for each in tmp_path.iterdir():
            content = each.read_bytes()
            for trace in (b"Mark", b"whose", *hashes):
                assert trace not in content, (each.name, trace)
        assert server.find(hashes[1]) is None
        assert server.find(token_hash(other))


def test_what_another_version_deleted_before_is_erased_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "feeds.sqlite3"
    with Store(f"sqlite:///{path}") as store:
        kept(store, "Acme")
        careless = sqlite3.connect(path)
        careless.execute("PRAGMA secure_delete = OFF")
        careless.execute("CREATE TABLE old (text)")
        careless.executemany("INSERT INTO old VALUES (?)", [("Marker" * 99,)] * 99)
        careless.execute("DELETE FROM old")
        careless.commit()
        careless.close()
        store.remove("ann")
        assert not any(b"Marker" in each.read_bytes() for each in tmp_path.iterdir())


def test_what_is_replaced_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "feeds.sqlite3"
    with Store(f"sqlite:///{path}") as store:
        kept(store, "Acme")
        for number in range(60):
            feed = store.named("ann")
            text = b"Marker" * 999 if number == 1 else f"{number}".encode()
            store.save(feed, replace(feed.content, records=text))
    assert b"Marker" not in path.read_bytes()


def test_where_somebody_reads_meanwhile_it_says_that_traces_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("followup_ics.hosting.database._BUSY_SECONDS", 0)
    path = tmp_path / "feeds.sqlite3"
    with Store(f"sqlite:///{path}") as store:
        kept(store, "Marker")
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM feeds").fetchall()
        with pytest.raises(NotErasedError, match=r"ann is removed, but .* another program"):
            store.remove("ann")
        reader.close()
        assert store.is_empty()
    assert not any(b"Marker" in each.read_bytes() for each in tmp_path.iterdir())


def test_a_removed_feed_leaves_no_row_and_its_name_is_free(database: str) -> None:
    with Store(database) as store:
        kept(store, "Acme", "Best")
        store.revoke("ann", 1)
        store.remove("ann")
        engine = sa.create_engine(database)
        with engine.connect() as connection:
            for table in METADATA.sorted_tables:
                assert connection.execute(sa.select(table)).all() == []
        engine.dispose()
        with pytest.raises(UnknownFeedError):
            store.remove("ann")
        kept(store, "Acme")
        assert numbers(store) == [1]


def test_who_was_writing_a_removed_feed_writes_into_no_other_that_has_its_place(
    store: Store,
) -> None:
    kept(store, "Acme")
    old = store.named("ann")
    store.remove("ann")
    kept(store, "Best")
    assert not store.save(old, replace(old.content, records=b"of somebody else"))
    assert held(store) == records("Best")
