"""Feeds published a second: all for the first time, and again when nothing changed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.processes import ours
from benchmarks.rows import OURS, Row, row
from benchmarks.scales import Scale
from benchmarks.searches import SAMPLE

COPYING = "copying the files that it writes"
HASHING = "reading and hashing the records"


def rows(scale: Scale) -> Iterator[Row]:
    """Publish copies of the sample, each of another candidate, to a new folder; and once more."""
    rounds = [_round(scale.feeds) for _ in range(scale.few)]
    first, copied, again, hashed = (tuple(each) for each in zip(*rounds, strict=True))
    feeds = f"{scale.feeds:,} feeds"
    found = {OURS: first, COPYING: copied}
    yield row(f"publishing {feeds} for the first time", "feeds/s", found, limits=[COPYING])
    found = {OURS: again, HASHING: hashed}
    yield row(f"publishing {feeds}, nothing changed", "feeds/s", found, limits=[HASHING])


def _round(count: int) -> tuple[float, ...]:
    with tempfile.TemporaryDirectory() as name:
        records, out = Path(name) / "records", Path(name) / "out"
        records.mkdir()
        text = SAMPLE.read_text(encoding="utf-8")
        for number in range(count):
            copy = text.replace("Jordan", f"Jordan {number}")
            (records / f"feed-{number}.yaml").write_text(copy, encoding="utf-8")
        publish = ours("publish", records, "--to", out)
        runs: list[Callable[[], object]] = [
            lambda: subprocess.run(publish, check=True, capture_output=True),
            lambda: shutil.copytree(out, Path(name) / "copied"),
            lambda: subprocess.run(publish, check=True, capture_output=True),
            lambda: [hashlib.sha256(each.read_bytes()) for each in records.iterdir()],
        ]
        return tuple(count / _seconds(run) for run in runs)


def _seconds(run: Callable[[], object]) -> float:
    """Return the time by the clock, since several processes publish."""
    start = perf_counter()
    run()
    return perf_counter() - start
