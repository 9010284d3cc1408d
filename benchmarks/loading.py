"""Interviews read a second, from YAML to records, beside YAML's own loader in C."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import yaml

from benchmarks.rows import OURS, Row, cpu_seconds, in_turn, row
from benchmarks.scales import Scale
from benchmarks.searches import SAMPLE, text
from followup_ics import loads

LOADER = "yaml.CSafeLoader, which checks nothing"


def rows(scale: Scale) -> Iterator[Row]:
    """Read the sample, and a search of many interviews."""
    size = min(1_000, scale.largest)
    yield _row("reading the sample", SAMPLE.read_text(encoding="utf-8"), scale.rounds)
    yield _row(f"reading {size:,} interviews", text(size), scale.few)


def _row(task: str, written: str, rounds: int) -> Row:
    count = len(loads(written).interviews)
    runs = {OURS: partial(cpu_seconds, lambda: loads(written))}
    missing = {}
    if yaml.__with_libyaml__:
        parse = partial(yaml.load, written, Loader=yaml.CSafeLoader)
        runs[LOADER] = partial(cpu_seconds, parse)
    else:
        missing[LOADER] = "this PyYAML was built without libyaml"
    found = in_turn(runs, rounds, amount=count)
    return row(task, "interviews/s", found, limits=[LOADER], missing=missing)
