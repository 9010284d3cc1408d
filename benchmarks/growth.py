"""From a file to a file, for searches of growing size, and how fast that time grows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from math import log
from pathlib import Path
from statistics import linear_regression

from benchmarks.processes import IMPORTS, ours, python, taken
from benchmarks.rows import OURS, Row, cpu_seconds, in_turn, row
from benchmarks.scales import Scale
from benchmarks.searches import NOW, search, text
from followup_ics import RecordsError, loads, plan, to_ics

FLOOR = "the imports, and yaml.CSafeLoader of it"
READY = "writing its plan"
_FLOOR = f"""
{IMPORTS}
import sys
with open(sys.argv[1], encoding="utf-8") as file:
    yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""


def rows(scale: Scale) -> Iterator[Row]:
    """Build a file of each size as a process; what no file may hold, from records.

    The last row of each kind says in its note how the time grows.
    """
    whole: list[Row] = []
    refused: dict[int, str] = {}
    sizes = scale.sizes()
    for size in sizes:
        try:
            loads(written := text(size))
        except RecordsError as error:
            refused[size] = error.faults[0].message
            continue
        whole.append(_whole(size, written, scale.rounds if size < 1_000 else scale.few))
    fitted = [size for size in sizes if size not in refused]
    yield from whole[:-1]
    yield _noted(whole[-1], _growth(fitted, whole))
    if refused:
        yield from _from_records([fitted[-1], *refused], refused, scale)


def _whole(size: int, written: str, rounds: int) -> Row:
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "in.yaml", Path(name) / "out.ics"
        source.write_text(written, encoding="utf-8")
        build, floor = ours("build", source, "-o", out), python(_FLOOR, source)

        def fresh() -> float:
            out.unlink(missing_ok=True)
            return taken(build).seconds

        found = in_turn({OURS: fresh, FLOOR: lambda: taken(floor).seconds}, rounds)
    return row(
        f"file to file, {size:,} interview{'s' if size > 1 else ''}", "s", found, limits=[FLOOR]
    )


def _from_records(sizes: Sequence[int], refused: dict[int, str], scale: Scale) -> Iterator[Row]:
    """Plan and write what is too large for a file, and the size before for comparison."""
    made: list[Row] = []
    for size in sizes:
        job_search = search(size)
        planned = plan(job_search)
        write = partial(to_ics, planned, now=NOW)
        both = partial(lambda given: to_ics(plan(given), now=NOW), job_search)
        runs = {OURS: partial(cpu_seconds, both), READY: partial(cpu_seconds, write)}
        found = in_turn(runs, min(scale.few, 3))
        task = f"records to bytes, {size:,} interviews"
        note = f"a file of so many is refused: {refused[size]}" if size in refused else ""
        made.append(row(task, "s", found, limits=[READY], note=note))
    yield from made[:-1]
    yield _noted(made[-1], _growth(sizes, made))


def _noted(one: Row, growth: str) -> Row:
    note = "; ".join(filter(None, [one.note, growth]))
    return Row(one.task, one.unit, one.ours, one.others, note)


def _growth(sizes: Sequence[int], made: Sequence[Row]) -> str:
    """Return the exponent of growth: the slope of log time over log size, over all and the end."""
    logs = [(log(size), log(one.ours.middle)) for size, one in zip(sizes, made, strict=True)]
    if len(logs) < 2:
        return ""
    last = linear_regression(*zip(*logs[-2:], strict=True)).slope
    said = f"time grows with the power {last:.2f} from {sizes[-2]:,} to {sizes[-1]:,}"
    if len(logs) == 2:
        return said
    return f"{said}, {linear_regression(*zip(*logs, strict=True)).slope:.2f} over all"
