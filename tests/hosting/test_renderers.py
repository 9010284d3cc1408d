"""Feeds made anew by processes beside the one that answers, which may be killed as any other."""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

import servers
from followup_ics.hosting.app import create_app
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.renderers import Renderers, refresh_at
from followup_ics.hosting.rendering import content_at, refresh
from followup_ics.hosting.store import Store
from needing import need

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
EDITED, AGAIN = (RECORDS.replace("Ann Lee", name) for name in ("Ann Lee-Jones", "Ann Doe"))
FAULTY = RECORDS.replace("role:", "rool:")
PATIENCE = 60.0
QUIET = {"version": 1, "disable_existing_loggers": False}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "jobs.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    return path


@contextmanager
def serving(database: str, records: Path, *options: str) -> Iterator[servers.Running]:
    """Run `serve` with one feed that follows the records."""
    with servers.process(database, records, *options) as running:
        yield running


def poll(running: servers.Running) -> bytes:
    with urlopen(running.urls[0], timeout=PATIENCE) as answer:
        assert answer.status == 200
        body: bytes = answer.read()
    assert body.endswith(b"END:VCALENDAR\r\n")
    return body


def rendered(running: servers.Running, records: Path, text: str = EDITED) -> bytes:
    records.write_text(text, encoding="utf-8")
    return poll(running)


def renderers_of(running: servers.Running) -> list[int]:
    """Return the processes that a server of one worker has begun, by their ids."""
    lines = {each: Path(f"/proc/{each}/cmdline") for each in below(running.process.pid)}
    return [each for each, line in lines.items() if b"spawn_main" in line.read_bytes()]


def below(pid: int) -> list[int]:
    """Return the processes that one has begun, and those that they have."""
    tasks = Path(f"/proc/{pid}/task")
    need(tasks.exists(), "/proc")
    found = " ".join(each.read_text() for each in tasks.glob("*/children")).split()
    return [each for child in found for each in (int(child), *below(int(child)))]


def await_end(pid: int, handle: int) -> None:
    ended, _, _ = select.select([handle], [], [], PATIENCE)
    assert ended, f"{pid} is still there"


# As before


def test_a_poll_after_an_edit_gets_what_a_thread_would_have_made(
    database: str, records: Path
) -> None:
    with Store(database) as store, Renderers() as renderers:
        store.add("jobs", content_at(records, NOW))
        store.add("beside", content_at(records, NOW))
        records.write_text(EDITED, encoding="utf-8")
        renderers.submit(refresh_at, database, store.named("jobs").id, NOW, OwnCalendars()).result()
        refresh(store, store.named("beside").id, NOW)
        assert store.named("jobs").content == store.named("beside").content
        assert b"Ann Lee-Jones" in store.named("jobs").content.body


def test_a_server_leaves_it_to_a_process_and_logs_what_that_says(
    database: str, records: Path
) -> None:
    with serving(database, records) as running:
        assert b"Ann Lee-Jones" in rendered(running, records)
        assert len(renderers_of(running)) == 1
        assert b"Ann Lee-Jones" in rendered(running, records, FAULTY)
        token = running.urls[0].split("/")[-2]
    log = [line for line in running.printed if "faults in what it is made of" in line]
    assert [line.partition("WARNING ")[2].partition(":")[0] for line in log] == ["jobs"]
    assert not any(token in line for line in running.printed if " INFO " in line or line in log)


def test_what_addresses_said_last_stays_in_one_process(tmp_path: Path, records: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'feeds'}", records, "--fetch") as running:
        assert b"Ann Lee-Jones" in rendered(running, records)
        assert renderers_of(running) == []


# Killed


def test_where_a_renderer_is_killed_the_same_poll_gets_what_another_one_makes(
    database: str, records: Path
) -> None:
    with serving(database, records) as running, ThreadPoolExecutor() as threads:
        assert b"Ann Lee-Jones" in rendered(running, records)
        (first,) = renderers_of(running)
        os.kill(first, signal.SIGSTOP)
        records.write_text(AGAIN, encoding="utf-8")
        waiting = threads.submit(poll, running)
        os.kill(first, signal.SIGKILL)
        assert b"Ann Doe" in waiting.result()
        assert b"Ann Lee-Jones" in rendered(running, records)
        assert first not in renderers_of(running)


def test_where_renderers_cannot_stay_alive_a_feed_keeps_what_it_has(
    tmp_path: Path, records: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ending = QUIET | {"handlers": {"end": {"()": "os._exit", "status": 1}}}
    with Store(f"sqlite:///{tmp_path / 'feeds'}") as store, Renderers(ending) as renderers:
        token = store.add("jobs", content_at(records, NOW))
        before = store.named("jobs").content.body
        records.write_text(EDITED, encoding="utf-8")
        with (
            servers.in_thread(
                lambda own: create_app(store, base_url=own, clock=lambda: NOW, executor=renderers)
            ) as base,
            urlopen(f"{base}/{token}/jobs.ics", timeout=PATIENCE) as answer,
        ):
            assert answer.read() == before
    said = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert {each.getMessage().partition(":")[0] for each in said} == {"a feed stays as it was"}
    assert not any(each.exc_info for each in said)


def test_work_goes_on_with_new_processes_after_one_was_killed() -> None:
    with Renderers(most=1) as renderers:
        for _ in range(2):
            with pytest.raises(BrokenExecutor):
                renderers.submit(signal.raise_signal, signal.SIGKILL).result()
            assert renderers.submit(abs, -1).result() == 1


# The end


@pytest.mark.skipif(sys.platform != "linux", reason="waits as Linux lets it")
@pytest.mark.parametrize(
    ("sent", "workers"),
    [
        pytest.param(signal.SIGTERM, 1, id="SIGTERM"),
        pytest.param(signal.SIGTERM, 2, id="SIGTERM, two workers"),
        pytest.param(signal.SIGINT, 1, id="Ctrl-C"),
        pytest.param(signal.SIGINT, 2, id="Ctrl-C, two workers"),
        pytest.param(signal.SIGKILL, 1, id="SIGKILL"),
    ],
)
def test_no_process_outlives_its_server(
    tmp_path: Path, records: Path, sent: signal.Signals, workers: int
) -> None:
    database = f"sqlite:///{tmp_path / 'feeds'}"
    with serving(database, records, "--workers", str(workers)) as running:
        assert b"Ann Lee-Jones" in rendered(running, records)
        handles = {each: os.pidfd_open(each) for each in below(running.process.pid)}
        assert len(handles) > workers
        running.process.send_signal(sent)
        running.process.wait(PATIENCE)
        for pid, handle in handles.items():
            await_end(pid, handle)
            os.close(handle)
    assert not any("Traceback" in line for line in running.printed)
