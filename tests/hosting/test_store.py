"""The store of feeds, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import synchronize
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from followup_ics.errors import FeedNameError, StoreError, UnknownFeedError
from followup_ics.hosting.database import _set_up_sqlite
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.rendering import is_stale
from followup_ics.hosting.schema import LOCAL, METADATA
from followup_ics.hosting.store import Content, Listed, Store
from paths import SOURCE

CONTENT = Content(
    path="/home/ann/jobs.yaml",
    stamp="1-2-3",
    records=b"interviews: []",
    body=b"BEGIN:VCALENDAR" + bytes(10_000),
    zipped=b"zipped",
    etag="abc",
    changed=100,
    tried=200,
    faults=None,
)
LATER_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0006"


def upgrade():
    op.add_column("feeds", sa.Column("note", sa.Text, server_default="noted"))
"""
OPEN_NEWER = """
import sys
import sqlalchemy as sa
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.store import Store

with Store(sys.argv[1]) as store:
    found = store.find(token_hash(sys.argv[2]))
with sa.create_engine(sys.argv[1]).connect() as connection:
    print(found.name, found.etag, connection.execute(sa.text("SELECT note FROM feeds")).scalar())
"""
NEW = replace(CONTENT, body=b"new", etag="def", changed=300)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store(database) as store:
        yield store


def together(*works: Callable[[], object]) -> list[object]:
    """Do things at once, each in a thread that begins when all are there."""
    barrier = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))


# What a poll finds


def test_a_token_finds_its_feed_and_all_that_a_poll_needs(store: Store) -> None:
    token = store.add("ann", CONTENT)
    store.add("bob", NEW)
    found = store.find(token_hash(token), "ann")
    assert found
    assert (found.name, found.revoked, found.path, found.stamp, found.tried) == (
        "ann",
        False,
        CONTENT.path,
        CONTENT.stamp,
        200,
    )
    assert (found.etag, found.changed, found.body, found.zipped) == (
        "abc",
        100,
        CONTENT.body,
        b"zipped",
    )


@pytest.mark.parametrize(
    ("known", "there"),
    [pytest.param("abc", False, id="the same"), pytest.param("def", True, id="another")],
)
def test_bodies_are_left_out_where_they_are_known(store: Store, known: str, there: bool) -> None:
    found = store.find(token_hash(store.add("ann", CONTENT)), "ann", known)
    assert found
    assert (found.body is not None, found.zipped is not None) == (there, there)


def test_an_unknown_token_and_a_wrong_name_find_nothing(store: Store) -> None:
    token = store.add("ann", CONTENT)
    store.add("bob", CONTENT)
    assert store.find(token_hash("0" * 64)) is None
    assert store.find(token_hash(token), "bob") is None
    assert store.find(token_hash(token)) is not None


def test_a_poll_finds_what_another_process_has_just_written(database: str) -> None:
    with Store(database) as writer, Store(database) as reader:
        hashed = token_hash(writer.add("ann", CONTENT))
        for number in range(3):
            feed = writer.named("ann")
            assert writer.save(feed, replace(NEW, etag=str(number)))
            found = reader.find(hashed)
            assert found
            assert found.etag == str(number)
        writer.revoke("ann", 1)
        found = reader.find(hashed)
        assert found
        assert found.revoked


# Each in turn, by someone who knows nothing of the program.
WRITTEN = {
    "the feed's name": "UPDATE feeds SET name = 'anna' WHERE name = 'ann'",
    "its file": "UPDATE feeds SET path = '/home/ann/new.yaml'",
    "the stamp of its file": "UPDATE feeds SET stamp = '4-5-6'",
    "when it was made": "UPDATE feeds SET tried = 201",
    "its calendar": "UPDATE feeds SET etag = 'def', changed = 101",
    "where its events lead": "UPDATE feeds SET base = 'https://feeds.example'",
    "its token": "UPDATE tokens SET revoked = 300",
    "what the token is for": "UPDATE tokens SET edits = true",
    "whose the token is": "UPDATE tokens SET feed_id = (SELECT id FROM feeds WHERE name = 'bob')",
    "where events lead at all": "DELETE FROM settings",
    "that the token was ever there": "DELETE FROM tokens",
    "all of it": "DELETE FROM tokens; DELETE FROM feeds",
}


def run_sql(database: str, statements: str) -> None:
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        for each in statements.split(";"):
            connection.execute(sa.text(each))
    engine.dispose()


@pytest.mark.parametrize(
    "statements", [pytest.param(each, id=key) for key, each in WRITTEN.items()]
)
def test_a_poll_sees_whatever_is_written_by_whomever(database: str, statements: str) -> None:
    with Store(database) as store:
        hashed = token_hash(store.add("ann", CONTENT))
        store.add("bob", replace(CONTENT, etag="ghi"))
        store.lead_to("https://feeds.example")
        before = store.find(hashed, None, "abc")
        assert before == store.find(hashed, None, "abc")  # by then it is remembered
        run_sql(database, statements)
        with Store(database) as other:
            now = other.find(hashed, None, "abc")
        assert now != before
        assert store.find(hashed, None, "abc") == now


def test_a_poll_sees_what_was_written_long_ago(database: str) -> None:
    """SQLite tells of the last thousand changes only."""
    with Store(database) as store:
        hashed = token_hash(store.add("ann", CONTENT))
        store.find(hashed, None, "abc")
        store.add("bob", CONTENT)
        others = "; ".join(["UPDATE feeds SET tried = tried + 1 WHERE name = 'bob'"] * 1_100)
        run_sql(database, f"UPDATE feeds SET stamp = 'new'; {others}")
        found = store.find(hashed, None, "abc")
        assert found
        assert found.stamp == "new"


def test_a_poll_sees_that_events_can_lead_somewhere_now(store: Store) -> None:
    hashed = token_hash(store.add("ann", CONTENT))
    for lost in (False, True):
        found = store.find(hashed, None, "abc")
        assert found
        assert found.lost == lost
        store.lead_to("https://feeds.example")


def test_a_poll_sees_that_a_feed_was_taken_out_by_hand(tmp_path: Path) -> None:
    """Another tool keeps no foreign keys, so that its token may stay."""
    path = tmp_path / "feeds.sqlite3"
    with Store(f"sqlite:///{path}") as store:
        hashed = token_hash(store.add("ann", CONTENT))
        assert store.find(hashed, None, "abc")
        run_sql(f"sqlite:///{path}", "DELETE FROM feeds")
        assert store.find(hashed, None, "abc") is None


def test_a_poll_sees_that_a_backup_was_restored(tmp_path: Path) -> None:
    path, backup = tmp_path / "feeds.sqlite3", tmp_path / "backup.sqlite3"
    with Store(f"sqlite:///{path}") as store:
        hashed = token_hash(store.add("ann", CONTENT))
        copy_database(path, backup)
        store.revoke("ann", 300)
        found = store.find(hashed, None, "abc")
        assert found
        assert found.revoked
        copy_database(backup, path)
        found = store.find(hashed, None, "abc")
        assert found
        assert not found.revoked


def copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def test_a_database_does_not_grow_with_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "feeds.sqlite3"
    database = f"sqlite:///{path}"
    with Store(database) as store:
        store.add("ann", CONTENT)
    run_sql(database, "; ".join(["UPDATE feeds SET tried = tried + 1"] * 1_100))
    copy_database(path, tmp_path / "small.sqlite3")
    run_sql(database, "; ".join(["UPDATE feeds SET tried = tried + 1"] * 5_000))
    copy_database(path, tmp_path / "large.sqlite3")
    small, large = (tmp_path / f"{each}.sqlite3" for each in ("small", "large"))
    assert large.stat().st_size <= small.stat().st_size + 8192


def test_tokens_are_not_kept(database: str, tmp_path: Path) -> None:
    with Store(database) as store:
        token = store.add("ann", CONTENT)
        other = store.rotate("ann", 1)
        engine = sa.create_engine(database)
        with engine.connect() as connection:
            rows = [
                str(row)
                for table in METADATA.sorted_tables
                for row in connection.execute(sa.select(table))
            ]
        engine.dispose()
    kept = [each.read_bytes() for each in tmp_path.iterdir()]
    assert len(rows) == 3
    for secret in (token, other):
        assert not any(secret in row for row in rows)
        assert not any(secret.encode() in content for content in kept)
    assert token != other


# Names


@pytest.mark.parametrize(
    "name",
    ["", ".ann", "-ann", "a b", "a/b", "é", "a\n", "x" * 65],
    ids=["empty", "dot", "dash", "space", "slash", "letter", "line", "long"],
)
def test_a_name_that_makes_no_readable_url_is_refused(store: Store, name: str) -> None:
    with pytest.raises(FeedNameError, match="use letters, digits"):
        store.add(name, CONTENT)
    assert store.is_empty()


def test_a_name_is_given_once(store: Store) -> None:
    store.add("x" * 64, CONTENT)
    with pytest.raises(FeedNameError, match="another feed has that name"):
        store.add("x" * 64, NEW)
    assert store.named("x" * 64).content == CONTENT


def test_of_two_that_take_a_name_at_once_one_gets_it(store: Store) -> None:
    def take() -> bool:
        try:
            store.add("ann", CONTENT)
        except FeedNameError:
            return False
        return True

    assert sorted(together(take, take), key=bool) == [False, True]


# Changes


def test_what_is_saved_is_what_is_read(store: Store) -> None:
    store.add("ann", CONTENT)
    assert store.save(store.named("ann"), NEW)
    feed = store.named("ann")
    assert feed.content == NEW
    assert store.feed(feed.id) == feed
    assert store.at(CONTENT.path or "") == feed


def test_what_another_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    store.add("ann", CONTENT)
    old = store.named("ann")
    assert store.save(old, NEW)
    assert not store.save(old, CONTENT)
    assert store.named("ann").content == NEW


def test_of_many_that_save_at_once_one_does(store: Store) -> None:
    store.add("ann", CONTENT)
    feed = store.named("ann")
    contents = [replace(NEW, etag=str(number)) for number in range(6)]
    saved = together(*(lambda each=each: store.save(feed, each) for each in contents))
    assert saved.count(True) == 1
    assert store.named("ann").content == contents[saved.index(True)]


def test_the_list_is_by_name_and_tells_what_is_wrong(store: Store) -> None:
    wrong = replace(CONTENT, path=None, faults="bob.yaml:1:1: no")
    bob = replace(wrong, playbook="measured", advice=b"kept")
    store.add("bob", bob)
    store.add("ann", CONTENT)
    store.rotate("ann", 1, edits=True)
    store.revoke("bob", 1)
    assert store.listed() == [
        Listed("ann", CONTENT.path, 100, None, True, True, None, False),
        Listed("bob", None, 100, "bob.yaml:1:1: no", False, False, "measured", True),
    ]


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda store: store.named("nobody"), id="read"),
        pytest.param(lambda store: store.rotate("nobody", 1), id="rotate"),
        pytest.param(lambda store: store.revoke("nobody", 1), id="revoke"),
    ],
)
def test_what_is_not_there_is_said_so(store: Store, ask: Callable[[Store], object]) -> None:
    with pytest.raises(UnknownFeedError, match="no feed is called 'nobody'"):
        ask(store)


def test_all_is_there_when_the_store_is_opened_again(database: str) -> None:
    with Store(database) as store:
        token = store.add("ann", CONTENT)
    with Store(database) as again:
        assert again.named("ann").content == CONTENT
        assert again.find(token_hash(token)) is not None


# Tokens


def test_after_rotating_the_old_url_is_gone_and_the_new_one_works(store: Store) -> None:
    old = store.add("ann", CONTENT)
    new = store.rotate("ann", 1)
    revoked = [store.find(token_hash(each)) for each in (old, new)]
    assert [each and each.revoked for each in revoked] == [True, False]


def test_a_revoked_feed_gets_a_url_again_by_rotating(store: Store) -> None:
    store.add("ann", CONTENT)
    store.revoke("ann", 1)
    assert [each.open for each in store.listed()] == [False]
    found = store.find(token_hash(store.rotate("ann", 2)))
    assert found
    assert not found.revoked


def test_of_several_that_rotate_at_once_one_url_stays(store: Store) -> None:
    store.add("ann", CONTENT)
    tokens = together(*([lambda: store.rotate("ann", 1)] * 4))
    found = [store.find(token_hash(str(each))) for each in tokens]
    assert sum(each is not None and not each.revoked for each in found) == 1


# Files and servers


def test_an_sqlite_file_is_private_and_lets_readers_and_a_writer_work_at_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "new" / "feeds.sqlite3"
    with Store(f"sqlite:///{path}"):
        engine = sa.create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        engine.dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("feeds", "Could not parse", id="no URL"),
        pytest.param("sqlite://", "name a file, such as sqlite:", id="in memory"),
        pytest.param("sqlite:////proc/none/feeds", "No such file", id="no folder"),
        pytest.param("oracle+none://host/x", "oracle.none", id="no such driver"),
        pytest.param(
            "postgresql+psycopg://ann:secret@127.0.0.1:1/x", "refused", id="no such server"
        ),
    ],
)
def test_a_store_that_cannot_be_opened_says_why_and_no_password(url: str, said: str) -> None:
    with pytest.raises(StoreError) as raised:
        Store(url)
    assert said in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_database_that_fails_meanwhile_is_a_store_error(database: str) -> None:
    def fail() -> None:
        with Store(database) as store:
            drop_tables(database)
            store.listed()

    with pytest.raises(StoreError, match="cannot be used"):
        fail()


def drop_tables(database: str) -> None:
    engine = sa.create_engine(database)
    METADATA.drop_all(engine)
    engine.dispose()


# Migrations


def test_the_steps_lead_to_the_tables_that_the_store_uses(database: str) -> None:
    with Store(database):
        engine = sa.create_engine(database)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_server_default": True})
            expected = METADATA
            if engine.dialect.name == "sqlite":
                expected = sa.MetaData()
                for table in (*METADATA.sorted_tables, *LOCAL.sorted_tables):
                    table.to_metadata(expected)
            differences = compare_metadata(context, expected)
        engine.dispose()
    assert [each for each in differences if "comment" not in str(each[0])] == []


def test_a_newer_version_keeps_the_feeds_and_an_older_one_then_refuses_the_store(
    database: str, tmp_path: Path
) -> None:
    with Store(database) as store:
        token = store.add("ann", CONTENT)
    newer = tmp_path / "newer"
    shutil.copytree(SOURCE, newer / "followup_ics")
    step = newer / "followup_ics" / "hosting" / "migrations" / "versions" / "v9999_note.py"
    step.write_text(LATER_STEP, encoding="utf-8")
    opened = subprocess.run(
        [sys.executable, "-c", OPEN_NEWER, database, token],
        env={**os.environ, "PYTHONPATH": str(newer)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert opened.stdout == "ann abc noted\n", opened.stderr
    for _ in range(2):  # alembic lets go of a connection with the next one
        with pytest.raises(StoreError, match="a newer followup-ics wrote it"):
            Store(database)
        gc.collect()  # which warns of a connection left open


OLD_FEED = """
INSERT INTO feeds
  (name, path, stamp, etag, changed, tried, version, records, body, zipped)
VALUES
  ('ann', '/home/ann/jobs.yaml', '1-2-3', 'abc', 100, 200, 1, :blob, :blob, :blob)
"""


def test_a_store_of_before_playbooks_keeps_its_feeds_and_makes_them_anew(database: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(SOURCE / "hosting" / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.text(OLD_FEED), {"blob": b"kept"})
    engine.dispose()
    with Store(database) as store:
        content = store.named("ann").content
        assert (content.body, content.playbook, content.advice) == (b"kept", None, None)
        found = store.find(token_hash(store.rotate("ann", 1)))
    assert found
    assert found.path == "/home/ann/jobs.yaml"
    assert is_stale(found, datetime.fromtimestamp(201, UTC))


def test_several_processes_that_open_a_new_store_at_once_all_work(database: str) -> None:
    context = multiprocessing.get_context("spawn")
    names = ["ann", "bob", "cleo", "dan"]
    barrier = context.Barrier(len(names), timeout=60)
    processes = [context.Process(target=add, args=(database, each, barrier)) for each in names]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    assert [each.exitcode for each in processes] == [0, 0, 0, 0]
    with Store(database) as store:
        assert [each.name for each in store.listed()] == names


def test_a_new_file_is_set_up_by_all_who_open_it_at_once(tmp_path: Path) -> None:
    def open_it(path: Path) -> None:
        connection = sqlite3.connect(path)
        _set_up_sqlite(connection, None)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        for number in range(60):
            list(pool.map(open_it, [tmp_path / f"{number}.sqlite3"] * 8))


def add(database: str, name: str, barrier: synchronize.Barrier) -> None:
    barrier.wait()
    with Store(database) as store:
        store.add(name, CONTENT)
