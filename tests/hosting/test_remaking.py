"""Feeds made anew once the program has changed: all of a store, and each whole at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import clusters
import databases
from followup_ics.errors import HostingError
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.executors import processes
from followup_ics.hosting.program import program
from followup_ics.hosting.remaking import BATCH, Order, Remade, made_by_others, remake_all
from followup_ics.hosting.rendering import content_at, content_of
from followup_ics.hosting.store import Content, Store
from terminal import NOW as SECOND
from terminal import environment, run, talking

NOW = datetime.fromtimestamp(SECOND, UTC)
LATER = NOW + timedelta(hours=1)
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
FAULTY = RECORDS.replace("role:", "rool:")
ENDING = b"END:VCALENDAR\r\n"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store(database) as store:
        yield store


def filled(store: Store, count: int) -> list[str]:
    """Add feeds that another version made, and return their names."""
    content = older(content_of(RECORDS.encode(), "jobs", NOW))
    names = [f"n{number:02}" for number in range(count)]
    for name in names:
        store.add(name, content)
    return names


def older(content: Content) -> Content:
    return replace(content, program="of an older version")


def remade(
    store: Store, own: OwnCalendars | None = None, jobs: int = 0, by: str = ""
) -> list[Remade]:
    order = Order(store.url, LATER, own or OwnCalendars(), by or program(), all_others=True)
    if not jobs:
        return list(remake_all(made_by_others(store), order))
    with processes(jobs) as executor:
        return list(remake_all(made_by_others(store), order, executor))


@pytest.mark.parametrize("jobs", [0, 2])
def test_all_feeds_of_another_version_are_made_once(store: Store, jobs: int) -> None:
    names = filled(store, 2 * BATCH + 3)
    store.add("mine", content_of(RECORDS.encode(), "jobs", NOW))
    mine = store.named("mine")
    found = remade(store, jobs=jobs)
    assert sorted(each.name for each in found) == names
    assert {store.named(name).content.program for name in names} == {program()}
    assert store.named("mine") == mine
    assert remade(store, jobs=jobs) == []


def test_what_comes_out_the_same_keeps_its_tag_and_date(store: Store) -> None:
    filled(store, 1)
    before = store.named("n00").content
    assert remade(store) == [Remade("n00", changed=False)]
    after = store.named("n00").content
    assert (after.body, after.etag, after.changed) == (before.body, before.etag, before.changed)


def test_what_comes_out_otherwise_has_a_new_tag_and_date(store: Store) -> None:
    expected = content_of(RECORDS.encode(), "jobs", NOW)
    other = expected.body.replace(b"Ann Lee", b"Bea Lee")
    store.add("ann", older(replace(expected, body=other, etag="of the other")))
    assert remade(store) == [Remade("ann", changed=True)]
    after = store.named("ann").content
    assert b"Bea Lee" not in after.body
    assert after.changed == int(LATER.timestamp())
    assert after.etag != "of the other"


def test_a_feed_with_faults_stays_as_it_was_and_stops_no_other(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(RECORDS)
    store.add("bad", older(content_at(path, NOW)))
    filled(store, 2)
    path.write_text(FAULTY)
    before = store.named("bad")
    first, *others = remade(store)
    assert "bad: jobs.yaml:3:19: interviews[0].rool: unknown field" in first.fault
    assert [(each.name, each.fault) for each in others] == [("n00", ""), ("n01", "")]
    assert store.named("bad") == before
    assert [each.name for each in remade(store)] == ["bad"]
    path.write_text(RECORDS)
    assert remade(store) == [Remade("bad", changed=False)]


def test_an_error_of_our_own_stops_no_other_feed(store: Store) -> None:
    store.add("bad", replace(older(content_of(RECORDS.encode(), "x", NOW)), stamp="{no stamp"))
    filled(store, 1)
    first, second = remade(store)
    assert "an error of followup-ics itself kept it from being made" in first.fault
    assert second == Remade("n00", changed=False)


def test_what_a_server_was_told_to_keep_clear_of_is_not_forgotten(
    store: Store, tmp_path: Path
) -> None:
    path, mine = tmp_path / "jobs.yaml", tmp_path / "mine.ics"
    path.write_text(RECORDS)
    mine.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + ENDING)
    own = OwnCalendars((str(path),), (str(mine),))
    store.add("ann", older(content_at(path, NOW, own=own)))
    before = store.named("ann")
    (found,) = remade(store)
    assert f"ann: it was made around {mine}, of which this command was not told" in found.fault
    assert store.named("ann") == before
    assert remade(store, own) == [Remade("ann", changed=False)]


def test_a_worker_of_another_version_makes_nothing(store: Store) -> None:
    filled(store, 1)
    before = store.named("n00")
    with pytest.raises(HostingError, match="the same on all"):
        remade(store, by="another")
    assert store.named("n00") == before


# The command


def render(home: Path, database: str, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run("feed", "render", *words, "--database", database, at=home, **env)


def test_the_command_tells_what_became_of_each_and_at_the_end_what_was_wrong(
    database: str, tmp_path: Path
) -> None:
    with Store(database) as store:
        names = filled(store, BATCH + 4)
        store.add("bad", older(replace(store.named("n00").content, records=FAULTY.encode())))
    done = render(tmp_path, database, "--all", "--jobs", "2")
    assert done.returncode == 1
    assert sorted(done.stdout.splitlines()) == [f"{name}: nothing changed." for name in names]
    assert "bad: bad:3:19: interviews[0].rool: unknown field" in done.stderr
    again = render(tmp_path, database, "--all")
    assert (again.returncode, again.stdout) == (1, "")
    said = f"{len(names)} of {len(names) + 1} feeds were made by this version already.\n"
    assert again.stderr == said + done.stderr
    named = render(tmp_path, database, "n01", "n02", "n01")
    assert named.stdout == "n01: nothing changed.\nn02: nothing changed.\n"
    assert (named.returncode, named.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param([], "name feeds, or give --all", id="nothing"),
        pytest.param(["ann", "--all"], "name feeds, or give --all", id="both"),
        pytest.param(["nobody"], "no feed is called 'nobody'", id="unknown"),
        pytest.param(
            ["--all", "--dask", "tcp://127.0.0.1:9"], "reach, such as PostgreSQL", id="dask"
        ),
    ],
)
def test_what_cannot_be_asked_for_is_said(tmp_path: Path, words: list[str], said: str) -> None:
    done = render(tmp_path, databases.sqlite(tmp_path), *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_dask_cluster_makes_the_feeds_of_postgresql(tmp_path: Path) -> None:
    with databases.postgresql() as database, clusters.dask_cluster() as address:
        with Store(database) as store:
            names = filled(store, 3 * BATCH)
        done = render(tmp_path, database, "--all", "--dask", address)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(done.stdout.splitlines()) == len(names)
        with Store(database) as store:
            assert store.count_made_by_others(program()) == (0, len(names))


def test_a_bar_shows_how_many_are_done_at_a_terminal(tmp_path: Path) -> None:
    database = databases.sqlite(tmp_path)
    with Store(database) as store:
        filled(store, BATCH + 1)
    words = ["feed", "render", "--all", "--database", database]
    with talking(*words, at=tmp_path, TERM="xterm") as shown:
        assert shown.end() == 0
    assert f"{BATCH + 1}/{BATCH + 1}" in shown.said


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_killed_leaves_each_feed_whole_and_is_gone_on_with(
    database: str, tmp_path: Path, jobs: str
) -> None:
    with Store(database) as store:
        names = filled(store, 8 * BATCH)
        before = store.named("n00").content
    words = ["feed", "render", "--all", "--jobs", jobs, "--database", database]
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "followup_ics", *words],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert running.stdout
    running.stdout.readline()
    os.kill(running.pid, signal.SIGKILL)
    running.stdout.read()  # to its end, which comes when no worker holds it open any more
    running.wait()
    running.stdout.close()
    with Store(database) as store:
        left, of = store.count_made_by_others(program())
        assert 0 < left < of == len(names)
        assert {store.named(name).content.body for name in names} == {before.body}
        done = render(tmp_path, database, "--all", "--jobs", jobs)
        assert (done.returncode, len(done.stdout.splitlines())) == (0, left)
        assert store.count_made_by_others(program()) == (0, of)
