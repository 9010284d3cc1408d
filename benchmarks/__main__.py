"""Measure how fast this project is beside others, and print one table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from benchmarks import growth, loading, planning, polling, published, revising, starting, writing
from benchmarks.plot import plot
from benchmarks.rows import Row
from benchmarks.scales import FULL, QUICK, USUAL, Scale
from benchmarks.table import machine, table, with_block

GROUPS: dict[str, Callable[[Scale], Iterator[Row]]] = {
    "writing": writing.rows,
    "revising": revising.rows,
    "planning": planning.rows,
    "loading": loading.rows,
    "growth": growth.rows,
    "starting": starting.rows,
    "memory": starting.memory,
    "polling": polling.rows,
    "publishing": published.rows,
}
PAGE, PICTURE = Path("explanation/how-fast-it-is.md"), Path("bench.svg")


def main(words: Sequence[str] | None = None) -> None:
    """Measure the groups of rows that are asked for, all without a name."""
    options = _options(words)
    scale = QUICK if options.quick else FULL if options.full else USUAL
    scale = replace(scale, npm=options.npm, postgres=options.postgres)
    rows = list(_measured(options.rows or list(GROUPS), scale))
    here = machine(datetime.now(UTC).date())
    print(f"{table(rows)}\n{here}")
    if options.write:
        _write(options.write, rows, here)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"of {', '.join(GROUPS)}; otherwise all")
    much = parser.add_mutually_exclusive_group()
    much.add_argument("--quick", action="store_true", help="small sizes: within a minute")
    much.add_argument("--full", action="store_true", help="up to 10,000 interviews, 1,000 feeds")
    parser.add_argument("--npm", action="store_true", help="beside two packages of npm, too")
    parser.add_argument("--postgres", metavar="URL", help="an empty database; else one is started")
    parser.add_argument("--write", type=Path, metavar="DOCS", help="write page and picture there")
    options = parser.parse_args(words)
    if unknown := set(options.rows) - set(GROUPS):
        parser.error(f"no rows {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    if options.write and options.rows:
        parser.error("--write is for all rows")
    return options


def _measured(names: Sequence[str], scale: Scale) -> Iterator[Row]:
    for name in names:
        start = perf_counter()
        print(f"{name} ...", end=" ", file=sys.stderr, flush=True)
        yield from GROUPS[name](scale)
        print(f"{perf_counter() - start:.0f} s", file=sys.stderr)


def _write(docs: Path, rows: Sequence[Row], here: str) -> None:
    page = docs / PAGE
    block = f"{here}.\n\n{table(rows)}"
    page.write_text(with_block(page.read_text(encoding="utf-8"), block), encoding="utf-8")
    (docs / PICTURE).write_text(plot(rows, here), encoding="utf-8")


if __name__ == "__main__":
    main()
