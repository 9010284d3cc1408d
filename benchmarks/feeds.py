"""How many polls a second a server answers beside a bare route, and whether each is right.

`wrk` from 64 connections polls 1,000 feeds in turn: a bare route, the feeds as they are, and the
feeds while ten a second are edited; another client checks meanwhile that every body is whole and
its ETag true. Then: how long a refusal takes, by its reason.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from time import perf_counter, sleep
from typing import NamedTuple, Self

from followup_ics.hosting.rendering import content_at
from followup_ics.hosting.store import Store

SAMPLE = Path(__file__).parent.parent / "sample_interviews.yaml"
POLLS = Path(__file__).parent / "polls.lua"
FEEDS = 1_000
CONNECTIONS = 64
EDITS, MANY_EDITS, CHECKS = 2, 10, 20  # a second at most
REFUSALS = 3_000
BARE = ["-m", "uvicorn", "benchmarks.bare:app", "--no-access-log"]
SERVE = ["-m", "followup_ics", "serve"]


@dataclass(frozen=True)
class Hosted:
    """Feeds of a benchmark: their records' files, and the paths of their URLs, in one order."""

    database: str
    files: list[Path]
    paths: list[str]


class Polled(NamedTuple):
    """What `wrk` saw: answers a second, how many of each status, and times in milliseconds."""

    rate: float
    full: float
    unchanged: float
    other: float
    errors: float
    median: float
    slowest: float


def main() -> None:
    """Measure both servers in turn, with edits and without, and then refusals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--database", help="an empty one; otherwise an SQLite file")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("this needs wrk; 'apt-get install wrk' brings it")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hosted = host(folder, options.database or f"sqlite:///{folder / 'feeds.sqlite3'}")
        compare(folder, hosted, options.seconds, options.rounds)
        refusals(folder, hosted)


def host(folder: Path, database: str, count: int = FEEDS) -> Hosted:
    """Make the feeds, each with a file of its own."""
    text = SAMPLE.read_text(encoding="utf-8")
    files, paths, now = [], [], datetime.now(UTC)
    with Store(database) as store:
        for number in range(count):
            path = folder / f"feed-{number}.yaml"
            path.write_text(text.replace("Jordan", f"Jordan {number}"), encoding="utf-8")
            token = store.add(path.stem, content_at(path, now))
            files.append(path)
            paths.append(f"/{token}/{path.stem}.ics")
    return Hosted(database, files, paths)


class Round(NamedTuple):
    """The bare route, the feeds as they are, and while they are edited, one after the other."""

    bare: Polled
    still: Polled
    edited: Polled

    @property
    def ratios(self) -> tuple[float, float]:
        """Return how many polls the feeds answer beside the bare route, still and edited."""
        return self.still.rate / self.bare.rate, self.edited.rate / self.bare.rate

    @property
    def waits(self) -> float:
        """Return how many times as long the slowest of 100 polls takes while feeds are edited."""
        return self.edited.slowest / self.still.slowest


def compare(folder: Path, hosted: Hosted, seconds: int, rounds: int) -> None:
    """Print each round, and the medians of what they say."""
    found = list(compared(folder, hosted, seconds, rounds))
    still, edited = (median(each) for each in zip(*(each.ratios for each in found), strict=True))
    print(f"feeds: {still:.2f} of a bare route, {edited:.2f} with {MANY_EDITS} edits a second")
    print(f"99 % below: {median(each.waits for each in found):.1f} times as long with edits")


def compared(folder: Path, hosted: Hosted, seconds: int, rounds: int) -> Iterator[Round]:
    """Poll a bare route and the feeds in turn, both servers there all the time."""
    targets, body = folder / "targets", folder / "body"
    with serving(folder, [*SERVE, "--database", hosted.database]) as port:
        Editor(hosted)()  # so that the process that makes feeds anew is there
        etags = [ask(port, path)[1] for path in hosted.paths]
        body.write_bytes(ask(port, hosted.paths[0])[2])
        print(f"{FEEDS} feeds of {body.stat().st_size} bytes, {CONNECTIONS} connections")
        lines = (f"{path} {etag}\n" for path, etag in zip(hosted.paths, etags, strict=True))
        targets.write_text("".join(lines))
        beside = folder / "bare"
        beside.mkdir()
        with serving(beside, BARE, BENCHMARK_BODY=str(body)) as bare:
            for _ in range(rounds):
                yield Round(
                    shown("bare route", wrk(bare, targets, seconds)),
                    poll_feeds(hosted, port, targets, seconds, edits=0),
                    poll_feeds(hosted, port, targets, seconds, edits=MANY_EDITS),
                )


def poll_feeds(hosted: Hosted, port: int, targets: Path, seconds: int, edits: int) -> Polled:
    """Poll the feeds while some are checked, and as many a second edited, if any."""
    checker = Repeated(Checker(hosted, port), 1 / CHECKS)
    with ExitStack() as meanwhile:
        meanwhile.enter_context(checker)
        editor = Repeated(Editor(hosted), 1 / edits) if edits else None
        if editor:
            meanwhile.enter_context(editor)
        polled = shown(f"feeds, {edits} edits a second", wrk(port, targets, seconds))
    done = editor.count if editor else 0
    print(f"meanwhile {done} edits, and {checker.count} bodies checked, all whole and true")
    if polled.other or polled.errors:
        sys.exit("some polls failed")
    return polled


def shown(name: str, polled: Polled) -> Polled:
    """Print what was seen, and return it."""
    print(
        f"{name}: {polled.rate:.0f} a second; {polled.full:.0f} answers 200, "
        f"{polled.unchanged:.0f} 304, {polled.other:.0f} others, {polled.errors:.0f} errors; "
        f"median {polled.median:.1f} ms, 99 % below {polled.slowest:.1f} ms"
    )
    return polled


def wrk(port: int, targets: Path, seconds: int) -> Polled:
    """Poll what the file `targets` lists."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"-s{POLLS}"]
    command += [f"http://127.0.0.1:{port}", "--", str(targets)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    return Polled(*map(float, result.split()[1:]))


# What goes on meanwhile


class Repeated:
    """Something done again and again until the block ends; what fails in it fails the block."""

    def __init__(self, work: Callable[[], None], pause: float) -> None:
        self._work, self._pause, self._end = work, pause, Event()
        self._thread = Thread(target=self._run)
        self._error: BaseException | None = None
        self.count = 0

    def _run(self) -> None:
        try:
            while not self._end.wait(self._pause):
                self._work()
                self.count += 1
        except BaseException as error:
            self._error = error

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        if self._error:
            raise self._error


class Editor:
    """Moves a first interview by an hour, in a random feed."""

    def __init__(self, hosted: Hosted) -> None:
        self._hosted, self._random = hosted, random.Random(1)

    def __call__(self) -> None:
        path = self._random.choice(self._hosted.files)
        text = path.read_text(encoding="utf-8")
        there = " 10:00" if " 10:00" in text else " 11:00"
        other = {" 10:00": " 11:00", " 11:00": " 10:00"}[there]
        new = path.with_suffix(".new")
        new.write_text(text.replace(there, other, 1), encoding="utf-8")
        new.replace(path)


class Checker:
    """Polls a random feed, and holds its body to what its headers say."""

    def __init__(self, hosted: Hosted, port: int) -> None:
        self._hosted, self._port, self._random = hosted, port, random.Random(2)

    def __call__(self) -> None:
        status, etag, body = ask(self._port, self._random.choice(self._hosted.paths))
        assert status == 200, status
        assert etag == f'"{hashlib.sha256(body).hexdigest()}"', etag
        assert body.endswith(b"END:VCALENDAR\r\n")


# Refusals


def refusals(folder: Path, hosted: Hosted) -> None:
    """Show how long each kind of refusal takes, asked for in turn on one connection."""
    with serving(folder, [*SERVE, "--database", hosted.database]) as port:
        connection = HTTPConnection("127.0.0.1", port)
        times: dict[str, list[float]] = {name: [] for name in refused(hosted.paths[0])}
        for number in range(REFUSALS):
            for name, path in refused(hosted.paths[number % FEEDS]).items():
                start = perf_counter()
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
                times[name].append(perf_counter() - start)
                assert response.status == 404, response.status
        connection.close()
    for name, taken in times.items():
        lower, middle, upper = (each * 1e6 for each in quantiles(taken, n=4))
        print(f"404 for {name}: {middle:.0f} us (quartiles {lower:.0f} and {upper:.0f})")


def refused(path: str) -> dict[str, str]:
    """Return paths that are refused, by the reason; the last letter is what differs from one."""
    _, token, file = path.split("/")
    last = "0" if token[-1] != "0" else "1"
    return {
        "a token that nobody has": f"/{secrets.token_hex(32)}/{file}",
        "a token with one letter wrong": f"/{token[:-1]}{last}/{file}",
        "a token with the name of another feed": f"/{token}/other-{file}",
    }


# Servers


@contextmanager
def serving(folder: Path, command: list[str], **env: str) -> Iterator[int]:
    """Run a server on a port of its own until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "log"
    with (
        log.open("w") as written,
        subprocess.Popen(
            [sys.executable, *command, "--port", str(port)],
            stdout=written,
            stderr=written,
            env={**os.environ, **env},
        ) as process,
    ):
        try:
            await_server(process, log)
            yield port
        finally:
            process.terminate()


def await_server(process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once a server says that it is there."""
    while "Uvicorn running on" not in log.read_text():
        if process.poll() is not None:
            sys.exit(log.read_text())
        sleep(0.05)


def ask(port: int, path: str) -> tuple[int, str, bytes]:
    """Return status, ETag and body."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers["ETag"], body


if __name__ == "__main__":
    main()
