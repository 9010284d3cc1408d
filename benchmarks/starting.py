"""How long short commands take, and the memory of a build, beside importing three packages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.processes import IMPORTS, ours, python, taken
from benchmarks.rows import OURS, Row, in_turn, row
from benchmarks.scales import Scale
from benchmarks.searches import SAMPLE, text

IMPORTING = f'python -c "{IMPORTS}"'
TAB = {
    "_FOLLOWUP_ICS_COMPLETE": "bash_complete",
    "COMP_WORDS": "followup-ics bu",
    "COMP_CWORD": "1",
}


def rows(scale: Scale) -> Iterator[Row]:
    """Start commands in turn with the imports that a build cannot do without."""
    with tempfile.TemporaryDirectory() as name:
        build = ours("build", SAMPLE, "-o", Path(name) / "out.ics")
        commands: dict[str, tuple[Sequence[str], Mapping[str, str]]] = {
            "--help": (ours("--help"), {}),
            "--version": (ours("--version"), {}),
            "the Tab key": (ours(), TAB),
            "build of the sample": (build, {}),
        }
        runs = {
            name: partial(_milliseconds, command, env) for name, (command, env) in commands.items()
        }
        runs[IMPORTING] = partial(_milliseconds, python(IMPORTS), {})
        found = in_turn(runs, scale.rounds)
    for name in commands:
        sides = {OURS: found[name], IMPORTING: found[IMPORTING]}
        yield row(f"starting: {name}", "ms", sides, limits=[IMPORTING])


def memory(scale: Scale) -> Iterator[Row]:
    """Ask for the peak of a build of the sample and of a large search."""
    size = min(1_000, scale.largest)
    with tempfile.TemporaryDirectory() as name:
        large = Path(name) / "large.yaml"
        large.write_text(text(size), encoding="utf-8")
        builds = {"the sample": SAMPLE, f"{size:,} interviews": large}
        runs: dict[str, Callable[[], float]] = {
            each: partial(_mebibytes, ours("build", source, "-o", Path(name) / f"{number}.ics"))
            for number, (each, source) in enumerate(builds.items())
        }
        runs[IMPORTING] = partial(_mebibytes, python(IMPORTS))
        found = in_turn(runs, scale.few)
    for each in builds:
        sides = {OURS: found[each], IMPORTING: found[IMPORTING]}
        yield row(f"peak memory: build of {each}", "MiB", sides, limits=[IMPORTING])


def _milliseconds(command: Sequence[str], env: Mapping[str, str]) -> float:
    return taken(command, {**os.environ, **env}).seconds * 1e3


def _mebibytes(command: Sequence[str]) -> float:
    return taken(command).peak / 1024 / 1024
