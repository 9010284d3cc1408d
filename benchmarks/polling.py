"""Polls answered a second, on SQLite and PostgreSQL, beside a bare route and a static file.

All servers are there all the time, and are polled in turn; while the feeds are polled, some are
edited, and some bodies held to their ETags.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks import feeds
from benchmarks.feeds import BARE, CHECKS, EDITS, SERVE, Checker, Editor, Hosted, Repeated
from benchmarks.rows import OURS, Row, Side, in_turn
from benchmarks.scales import Scale
from benchmarks.servers import nginx, postgres, postgres_programs
from followup_ics.hosting.rendering import content_at

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
ROUTE, STATIC = "a bare Starlette route", "a static file by nginx"
LACKING = {
    "wrk": "not installed: apt-get install wrk",
    STATIC: "not installed: apt-get install nginx-light",
    POSTGRES: "not installed: apt-get install postgresql, or name an empty one with --postgres",
}

Polls = dict[str, Callable[[], float]]


def rows(scale: Scale) -> Iterator[Row]:
    """Poll feeds from 64 connections, every second poll with an ETag."""
    tasks = {SQLITE: f"polling {scale.feeds:,} feeds on SQLite"}
    tasks[POSTGRES] = f"polling {scale.feeds:,} feeds on PostgreSQL"
    if shutil.which("wrk") is None:
        for task in tasks.values():
            yield Row(task, "polls/s", Side(OURS, missing=LACKING["wrk"]), ())
        return
    with ExitStack() as ends:
        found = in_turn(_polls(scale, ends), scale.few)
    beside = tuple(_side(name, found, is_limit=True) for name in (ROUTE, STATIC))
    for name, task in tasks.items():
        mine = _side(name, found)
        yield Row(task, "polls/s", Side(OURS, mine.figures, mine.missing), beside)


def _side(name: str, found: dict[str, tuple[float, ...]], *, is_limit: bool = False) -> Side:
    missing = "" if name in found else LACKING[name]
    return Side(name, found.get(name, ()), missing, is_limit)


def _polls(scale: Scale, ends: ExitStack) -> Polls:
    """Start the servers that can be had, and return how each is polled once."""
    polls: Polls = {}
    database = scale.postgres
    if database is None and (programs := postgres_programs()):
        database = ends.enter_context(postgres(programs))
    folder = _folder(ends)
    hosted = feeds.host(folder, f"sqlite:///{folder / 'feeds.sqlite3'}", scale.feeds)
    polls[SQLITE] = _feeds(folder, hosted, scale, ends)
    if database:
        beside = _folder(ends)
        on_postgres = feeds.host(beside, database, scale.feeds)
        polls[POSTGRES] = _feeds(beside, on_postgres, scale, ends)
    body = folder / "body"
    body.write_bytes(content_at(hosted.files[0], datetime.now(UTC)).body)
    bare = feeds.serving(_folder(ends), BARE, BENCHMARK_BODY=str(body))
    polls[ROUTE] = _plain(folder, "bare", ends.enter_context(bare), hosted, scale)
    if shutil.which("nginx"):
        still = ends.enter_context(nginx(folder))
        polls[STATIC] = _plain(folder, "nginx", still, hosted, scale)
    return polls


def _folder(ends: ExitStack) -> Path:
    return Path(ends.enter_context(tempfile.TemporaryDirectory()))


def _feeds(folder: Path, hosted: Hosted, scale: Scale, ends: ExitStack) -> Callable[[], float]:
    port = ends.enter_context(feeds.serving(folder, [*SERVE, "--database", hosted.database]))
    poll = _plain(folder, "feeds", port, hosted, scale)

    def polled() -> float:
        editor = Repeated(Editor(hosted), 1 / EDITS)
        with editor, Repeated(Checker(hosted, port), 1 / CHECKS):
            return poll()

    return polled


def _plain(folder: Path, name: str, port: int, hosted: Hosted, scale: Scale) -> Callable[[], float]:
    """Return what polls a server, with the ETags that it gives now."""
    targets = folder / f"{name}-targets"
    etags = [feeds.ask(port, path)[1] for path in hosted.paths]
    lines = (f"{path} {etag}\n" for path, etag in zip(hosted.paths, etags, strict=True))
    targets.write_text("".join(lines))
    return partial(_rate, port, targets, scale.seconds)


def _rate(port: int, targets: Path, seconds: int) -> float:
    polled = feeds.wrk(port, targets, seconds)
    if polled.other or polled.errors:
        raise RuntimeError(f"of the polls of port {port}, {polled.other:.0f} were not answered")
    return polled.rate
