"""How long `publish` takes for many feeds: first, again, after a kill, by two processes.

Each figure is of one call of `publish_all` in a process of its own, so that its peak of memory is
its own: by the clock, by the processor time of it and its workers, and by the largest of them. What
several processes can give at most is what the same number gives that share nothing, each with
feeds of its own, since processors get slower when all of them work.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from followup_ics.hosting.executors import processes
from followup_ics.hosting.manifest import Manifest
from followup_ics.hosting.many import publish_all
from followup_ics.hosting.program import program
from followup_ics.hosting.publishing import Terms

SAMPLE = Path(__file__).parent.parent / "sample_interviews.yaml"
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ROUNDS = 3


@dataclass(frozen=True)
class Run:
    """One run: `seconds` by the clock, `cpu` of all its processes, `peak` of the largest in MB."""

    feeds: int
    written: int
    seconds: float
    cpu: float
    peak: float


def with_feeds(home: Path, count: int) -> Path:
    """Make a folder of records: copies of the sample, each with another company."""
    text = SAMPLE.read_text()
    (home / "records").mkdir(parents=True)
    for number in range(count):
        changed = text.replace("Northwind Robotics", f"Northwind Robotics {number}")
        (home / "records" / f"n{number:06}.yaml").write_text(changed)
    return home


def run(home: Path, jobs: int = 1, to: str = "public") -> Run:
    """Publish the records of a folder, and return what it took."""
    words = [sys.executable, "-m", "benchmarks.publishing", "--inside", str(home)]
    done = subprocess.run(
        [*words, "--jobs", str(jobs), "--to", to], check=True, capture_output=True, text=True
    )
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def killed(home: Path, after: int, jobs: int = 1, to: str = "public") -> int:
    """Kill a run once so many feeds were told; return how many calendars are there."""
    words = [sys.executable, "-u", "-m", "benchmarks.publishing", "--inside", str(home), "--say"]
    words += ["--jobs", str(jobs), "--to", to]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as running:
        assert running.stdout
        for _ in range(after):
            running.stdout.readline()
        os.kill(running.pid, signal.SIGKILL)
        running.stdout.read()  # until no worker is left
    return sum(1 for _ in (home / to).glob("*/*.ics"))


def change_one(home: Path) -> None:
    """Move an interview of one feed, so that its calendar is another."""
    path = min((home / "records").iterdir())
    path.write_text(path.read_text().replace(" 10:00", " 11:00", 1))


def _inside(home: Path, jobs: int, to: str, *, say: bool) -> None:
    """Publish in this process, and print the figures."""
    records = {each.stem: each for each in sorted((home / "records").glob("*.yaml"))}
    terms = Terms(str(home / to), "https://feeds.example", "webcal", None, NOW, program())
    start, written = perf_counter(), 0
    workers = processes(jobs) if jobs > 1 else nullcontext()
    with Manifest(home / f"{to}.manifest") as manifest, workers as executor:
        for outcome in publish_all(records, terms, manifest, executor):
            assert outcome.published, outcome.fault
            written += outcome.published.written
            if say:
                print(outcome.name)
    seconds = perf_counter() - start
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in usage)
    peak = max(each.ru_maxrss for each in usage) / 1024
    print(json.dumps(asdict(Run(len(records), written, seconds, cpu, peak))))


def show(what: str, found: Run) -> None:
    """Print a run as a line."""
    print(
        f"{what:32} {found.written:6} written {found.seconds:8.1f} s "
        f"{found.feeds / found.seconds:8.0f} feeds/s   {found.cpu / found.feeds * 1e3:6.2f} ms CPU "
        f"a feed   peak {found.peak:4.0f} MB"
    )


@dataclass(frozen=True)
class Gain:
    """How many times the feeds a second of one process: of several, and of as many `apart`."""

    together: float
    apart: float


def compare(feeds: int, jobs: int, rounds: int = ROUNDS) -> list[Gain]:
    """Return what several processes give over one, of interleaved first runs."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as at_once:
        home = with_feeds(Path(folder) / "all", feeds)
        shares = [with_feeds(Path(folder) / f"{each}", feeds // jobs) for each in range(jobs)]
        gains = []
        for number in range(rounds):
            to = f"public-{number}"
            one, together = run(home, 1, to), run(home, jobs, f"{to}-{jobs}")
            apart = max(at_once.map(partial(run, to=to), shares), key=_seconds)
            show("one process", one)
            show(f"{jobs} processes", together)
            show(f"one of {jobs} that share nothing", apart)
            rate = one.feeds / one.seconds
            each, all_apart = together.feeds / together.seconds, jobs * apart.feeds / apart.seconds
            gains.append(Gain(each / rate, all_apart / rate))
        return gains


def _seconds(run: Run) -> float:
    return run.seconds


def say(what: str, ratios: list[float]) -> None:
    """Print ratios of several rounds as a line."""
    print(f"{what:36} {median(ratios):.2f} x ({min(ratios):.2f} to {max(ratios):.2f})")


def publishing(feeds: int, jobs: int) -> None:
    """Print what each kind of run takes."""
    with tempfile.TemporaryDirectory() as folder:
        home = with_feeds(Path(folder), feeds)
        show(f"first time, {jobs} processes", run(home, jobs))
        for _ in range(ROUNDS):
            show("again, nothing changed", run(home))
        change_one(home)
        show("again, one changed", run(home))
        there = killed(home, feeds // 2, jobs, "resumed")
        show(f"killed at {there}, gone on with", run(home, jobs, "resumed"))


def _asked(words: Iterable[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--compared", type=int, default=300, help="feeds for one process to --jobs")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--to", default="public", help=argparse.SUPPRESS)
    parser.add_argument("--say", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(list(words) if words is not None else None)


if __name__ == "__main__":
    asked = _asked()
    if asked.inside:
        _inside(asked.inside, asked.jobs, asked.to, say=asked.say)
    else:
        publishing(asked.feeds, asked.jobs)
        gains = compare(asked.compared, asked.jobs)
        say(f"{asked.jobs} processes to one", [each.together for each in gains])
        say(f"{asked.jobs} that share nothing to one", [each.apart for each in gains])
