"""Faults injected into writing: what a process did until it was killed, or until a call failed.

`injecting.c` says what a step is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EACCES, EIO, ENOSPC
from pathlib import Path
from subprocess import PIPE
from typing import Any

from needing import need
from paths import SOURCE, TESTS
from terminal import NOW

MADE, WRITTEN, SYNCED, NAMED = 1, 2, 4, 8


@dataclass(frozen=True)
class Fault:
    """What happens from a step of certain kinds on: an error, or with 0 a kill; once or again."""

    kinds: int
    error: int
    again: bool


KILLED = Fault(MADE | WRITTEN | SYNCED | NAMED, 0, again=False)
DISK_FULL = Fault(MADE | WRITTEN, ENOSPC, again=True)
NOT_ALLOWED = Fault(MADE | NAMED, EACCES, again=True)
WRITE_FAILS = Fault(WRITTEN, EIO, again=False)
SYNC_FAILS = Fault(SYNCED, EIO, again=False)
FAULTS = {
    "killed": KILLED,
    "disk full": DISK_FULL,
    "not allowed": NOT_ALLOWED,
    "write fails": WRITE_FAILS,
    "sync fails": SYNC_FAILS,
}


@dataclass(frozen=True)
class Step:
    """One call that changes what a disk holds: its kind, its name, and the name of the file."""

    kind: int
    call: str
    file: str


@dataclass(frozen=True)
class Done:
    """How a process ended, what it said, and the steps that it took."""

    code: int
    out: str
    err: str
    steps: tuple[Step, ...]

    def count(self, fault: Fault) -> int:
        """Return how many steps there are in which a fault may come."""
        return sum(bool(each.kind & fault.kinds) for each in self.steps)


@dataclass(frozen=True)
class Work:
    """What a process does: a function of `injected`, and what that is given."""

    name: str
    given: tuple[Any, ...]


def command(words: str) -> Work:
    """Return the work of a command line."""
    return Work("command", (words.split(),))


class Injected:
    """Processes whose writing fails where a test says so."""

    def __init__(self, popen: subprocess.Popen[str]) -> None:
        self._popen = popen

    def run(self, work: Work, at: Path, fault: Fault = KILLED, step: int = 0, **env: str) -> Done:
        """Do some work in a folder; at a step of a fault's kinds, from 1 on, that comes."""
        assert self._popen.stdin
        assert self._popen.stdout
        told = {"SOURCE_DATE_EPOCH": str(NOW), "COLUMNS": "1000", "TZ": "Europe/Berlin"} | env
        injected = (fault.kinds, step, fault.error, int(fault.again))
        job = {"work": work.name, "given": work.given, "at": str(at), "env": told}
        print(json.dumps(job | {"fault": injected}), file=self._popen.stdin, flush=True)
        found = json.loads(self._popen.stdout.readline())
        steps = tuple(
            Step(int(kind), call, file)
            for kind, call, file in (line.split(" ", 2) for line in found["steps"].splitlines())
        )
        return Done(found["code"], found["out"], found["err"], steps)


@contextmanager
def injected(folder: Path) -> Iterator[Injected]:
    """Yield processes whose writing fails; skip where there is no C compiler, or no Linux."""
    compiler = need(shutil.which("cc") if sys.platform == "linux" else None, "Linux and cc")
    library = folder / "injecting.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", library, TESTS / "injecting.c", "-ldl", "-lpthread"],
        check=True,
    )
    env = {
        "LD_PRELOAD": str(library),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(SOURCE.parent), str(TESTS)]),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "injected"], stdin=PIPE, stdout=PIPE, text=True, env=os.environ | env
    ) as popen:
        yield Injected(popen)


UNFINISHED = re.compile(r"\.[^/]+\.tmp")
"""What an unfinished file is called; the documentation says so."""


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their paths, without unfinished ones."""
    found = [each for each in folder.rglob("*") if each.is_file()]
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in found
        if not UNFINISHED.fullmatch(each.name)
    }


def unfinished(folder: Path) -> list[str]:
    """Return the names of the unfinished files below a folder."""
    return sorted(each.name for each in folder.rglob("*") if UNFINISHED.fullmatch(each.name))


def is_old_or_new(
    found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> bool:
    """Say whether each file is as it was before or as it is after, whole, or as that not there."""
    names = found.keys() | old.keys() | new.keys()
    return all(found.get(name) in (old.get(name), new.get(name)) for name in names)
