"""One target, tried with bytes that atheris makes up, in a process that ends with it.

atheris sees which lines of the package an input reaches, and goes on from those that reach new
ones; libFuzzer below it does the rest. It ends the process that it runs in, so each target is run
in a fork of the one that has imported all.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import sys
import tempfile
import traceback
from base64 import b64encode
from contextlib import redirect_stderr
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what it imports has to be instrumented first
    from fuzzing.targets import Target

MEMORY = 1024  # megabytes that the process may take, with all that is held to find new inputs
_MEMORY = Path("/dev/shm")  # what is kept there waits for no disk
_NOT_TRIED = "followup_ics.hosting.migrations"
_SEEN = re.compile(r"^#(\d+)\s+\S+\s+cov: (\d+) ft: \d+ corp: (\d+)/", re.M)
_WORD = re.compile(rb"[^\s,:;=&{}\[\]\"']+")
_ENDED = re.compile(r"^.*ERROR: libFuzzer.*$", re.M)


@dataclass(frozen=True)
class Bounds:
    """How long a target is tried: seconds, and runs if any; the seed of the bytes, 0 for any.

    `longest` is how many seconds one input may take before it counts as one that never ends.
    """

    seconds: int
    runs: int = 0
    seed: int = 0
    longest: int = 5

    @property
    def options(self) -> list[str]:
        """What libFuzzer is told of them."""
        found = {"max_total_time": self.seconds, "runs": self.runs, "seed": self.seed}
        found |= {"timeout": self.longest, "rss_limit_mb": MEMORY}
        return [f"-{name}={value}" for name, value in found.items() if value]


@dataclass(frozen=True)
class Outcome:
    """How often a target was tried, the edges that this reached, and each fault with its trace."""

    name: str
    runs: int
    edges: int
    corpus: int
    faults: str


def instrumented() -> Any:
    """Import the package so that atheris sees what of it is run; return atheris."""
    import atheris

    with (
        redirect_stderr(io.StringIO()),
        atheris.instrument_imports(include=["followup_ics"], enable_loader_override=False),
    ):
        import followup_ics

        for each in walk_packages(followup_ics.__path__, "followup_ics."):
            if not each.name.startswith(_NOT_TRIED):
                import_module(each.name)
    return atheris


def run(atheris: Any, target: Target, folder: Path, bounds: Bounds) -> Outcome:
    """Try a target. What broke it is left in the folder, with all that is worth going on from."""
    faults, log = folder / f"{target.name}.faults", folder / f"{target.name}.log"
    faults.unlink(missing_ok=True)
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as scratch:
        child = os.fork()
        if child == 0:
            tempfile.tempdir = scratch  # nothing is tidied up when libFuzzer ends a process
            _fuzz(atheris, target, folder, bounds, log)
        _, status = os.waitpid(child, 0)
    said = log.read_text(errors="replace")
    runs, edges, corpus = map(int, ([*_SEEN.findall(said)] or [(0, 0, 0)])[-1])
    told = faults.read_text() if faults.exists() else ""
    if status:  # a hang, or too much memory; libFuzzer says which
        told += f"{(_ENDED.findall(said) or ['it ended'])[0]}; {log} says where\n"
    return Outcome(target.name, runs, edges, corpus, told)


def _fuzz(atheris: Any, target: Target, folder: Path, bounds: Bounds, log: Path) -> None:
    """Try a target until this process ends."""
    corpus, seeds = (folder / each / target.name for each in ("corpus", "seeds"))
    for each in (corpus, seeds):
        each.mkdir(parents=True, exist_ok=True)
    for name, content in {**target.seeds(), **target.found()}.items():
        (seeds / name).write_bytes(content)
    with log.open("wb") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    options = [*bounds.options, f"-artifact_prefix={folder / target.name}-"]
    options += [f"-dict={target.dictionary}"] if target.dictionary else []
    arguments = [sys.argv[0], *options, str(corpus), str(seeds)]
    mutator = {"custom_mutator": _Mutator(atheris, target)} if target.dictionary else {}
    atheris.Setup(arguments, _Tried(target, folder), **mutator)
    atheris.Fuzz()


class _Mutator:
    """Makes other bytes of some: as libFuzzer does, or with another word in the place of one.

    So a file stays one in which most is in order, and what is read late is reached.
    """

    def __init__(self, atheris: Any, target: Target) -> None:
        self._atheris, self._words = atheris, target.words()

    def __call__(self, content: bytes, longest: int, seed: int) -> bytes:
        chance = Random(seed)
        words = list(_WORD.finditer(content))
        if not words or chance.random() < 0.5:
            changed: bytes = self._atheris.Mutate(content, longest)
            return changed
        start, end = chance.choice(words).span()
        other = chance.choice([chance.choice(words)[0], chance.choice(self._words)])
        return (content[:start] + other + content[end:])[:longest]


class _Tried:
    """A target that goes on after a fault, and keeps one input for each place of one."""

    def __init__(self, target: Target, folder: Path) -> None:
        self._target, self._folder = target, folder
        self._places: set[tuple[object, ...]] = set()

    def __call__(self, content: bytes) -> None:
        try:
            self._target.call(content)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            place = (type(error), *((each.filename, each.lineno) for each in frames[-2:]))
            if place not in self._places:
                self._places.add(place)
                self._keep(content, traceback.format_exc())

    def _keep(self, content: bytes, trace: str) -> None:
        name = f"{self._target.name}-{hashlib.sha256(content).hexdigest()[:12]}"
        (self._folder / name).write_bytes(content)
        with (self._folder / f"{self._target.name}.faults").open("a") as file:
            file.write(f"{name}, in Base64: {b64encode(content).decode()}\n{trace}\n")
