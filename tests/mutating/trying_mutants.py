"""Try mutants: a pytest plugin that says which of them no test notices.

The tests are collected once, and run once to note which functions and lines each reaches and how
long it takes; one that fails there is left out. Then each mutant gets a fork of that process, in
which the tests that reach the statement that it changes run until one fails, those first that
killed the most in a second. What was cached is forgotten before, so that no result of the code as
it is hides a mutant.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from random import Random

import pytest
from _pytest.runner import runtestprotocol
from changing import changed_lines, difference, function_of, path_of
from coverage import Coverage
from mutmut.mutation import trampoline

TRIED = Path("tried.tsv")
SURVIVED, TIMED_OUT, UNREACHED = "survived", "timed out", "no test"
MEMORY = 4 * 2**30


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mutants")
    group.addoption("--mutants", help="try the mutants of this name, as followup_ics.planning.*")
    group.addoption("--sample", type=int, help="try so many of them, drawn with a fixed seed")
    group.addoption("--seconds", type=float, default=60.0, help="of tests for each mutant")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Try the mutants that the options name, in place of running the tests."""
    pattern = session.config.getoption("mutants")
    if not pattern:
        return None
    trial = Trial.of(session)
    _forget()
    gc.collect()
    gc.freeze()  # a fork need not copy then what is there
    for mutant in _chosen(session.config, pattern):
        verdict = trial.verdict(mutant)
        with TRIED.open("a") as file:
            file.write(f"{mutant}\t{verdict}\n")
    _tell(pattern)
    return True


def _coverage() -> Coverage:
    return Coverage(data_file=None, config_file=False, include=["src/*"])


@dataclass
class Trial:
    """What is known of the tests: what each reaches, its seconds, how many mutants it killed."""

    items: dict[str, pytest.Item]
    limit: float
    reaching: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    last: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: Coverage = field(default_factory=_coverage)
    by_line: dict[Path, dict[int, list[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: pytest.Session) -> Trial:
        """Run what was collected, without a mutant, and take what is noted then."""
        trial = cls(
            {item.nodeid: item for item in session.items}, session.config.getoption("seconds")
        )
        os.environ["MUTANT_UNDER_TEST"] = "stats"
        with trial.lines.collect():
            for name in trial.items:
                trial.lines.switch_context(name)
                trial._note(name)
        return trial

    def _note(self, name: str) -> None:
        """Note what a test reaches, and how long it takes; nothing where it fails."""
        reached: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller=None: reached.add(name)  # noqa: ARG005
        _forget()
        start = time.process_time()
        if _passes(self.items[name]):
            self.seconds[name] = time.process_time() - start
            for function in reached:
                self.reaching[function].append(name)

    def verdict(self, mutant: str) -> str:
        """Return what became of a mutant: the test that killed it, else one of the words above."""
        tests = list(self._ordered(mutant))
        if not tests:
            return UNREACHED
        said, status = _in_a_fork(lambda writer: self._run(mutant, tests, writer))
        if said[-1] == SURVIVED:
            return SURVIVED
        killer, before = tests[int(said[-1])], self.last[function_of(mutant)]
        self.kills[killer] += 1
        self.last[function_of(mutant)] = [killer, *(each for each in before if each != killer)]
        return TIMED_OUT if os.WIFSIGNALED(status) else killer

    def _ordered(self, mutant: str) -> Iterator[str]:
        """Yield the tests that reach a mutant: first those that killed the most in a second."""
        reaching = self._reaching(mutant)
        first = [each for each in self.last[function_of(mutant)] if each in reaching]
        left = self.limit
        for test in [*first, *sorted(reaching.difference(first), key=self._dearness)]:
            left -= self.seconds[test]
            if left > 0:
                yield test

    def _reaching(self, mutant: str) -> set[str]:
        """Return the tests that run what a mutant changes, all of its function if none does.

        No line is noted of what runs as a module is imported, such as the default of an argument.
        """
        path = path_of(mutant)
        if path not in self.by_line:
            noted = self.lines.get_data().contexts_by_lineno(str(path.absolute()))
            self.by_line[path] = noted
        tests = self.by_line[path]
        found = {test for line in changed_lines(mutant) for test in tests.get(line, ())}
        reaching = set(self.reaching[function_of(mutant)])
        return reaching & found or reaching

    def _dearness(self, test: str) -> tuple[float, str]:
        return (self.seconds[test] + 0.005) / (self.kills[test] + 0.2), test

    def _run(self, mutant: str, tests: list[str], writer: int) -> None:
        """Run tests until one fails; the last word written is what happened."""
        os.environ["MUTANT_UNDER_TEST"] = mutant
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        for number, test in enumerate(tests):
            os.write(writer, f"{number} ".encode())
            signal.setitimer(signal.ITIMER_PROF, 1 + 10 * self.seconds[test])
            if not _passes(self.items[test]):
                return
        os.write(writer, SURVIVED.encode())


def _in_a_fork(work: Callable[[int], None]) -> tuple[list[str], int]:
    """Do work in a fork, its output lost; return the words that it wrote, and how it ended."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        gc.disable()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            work(writer)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        words = told.read().split()
    return words, os.waitpid(pid, 0)[1]


def _passes(item: pytest.Item) -> bool:
    return not any(each.failed for each in runtestprotocol(item, log=False, nextitem=None))


def _forget() -> None:
    """Clear what was cached, as collecting the tests does, so that each test calls everything."""
    for each in _caches():
        each.cache_clear()


@cache
def _caches() -> list[_lru_cache_wrapper[object]]:
    found = (each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper))
    return [each for each in found if each.__module__.startswith("followup_ics")]


def _chosen(config: pytest.Config, pattern: str) -> list[str]:
    """Return the mutants to try, those of a function together; none that was killed before."""
    made = Path("mutants.txt").read_text().split()
    names = [name for name in made if fnmatch(name, pattern)]
    if sample := config.getoption("sample"):
        names = Random(13).sample(names, min(sample, len(names)))
    left = {name for name, verdict in _tried().items() if verdict in (SURVIVED, UNREACHED)}
    return sorted(set(names) - (_tried().keys() - left))


def _tried() -> dict[str, str]:
    """Return the last verdict on each mutant that was tried."""
    lines = TRIED.read_text().splitlines() if TRIED.exists() else []
    return {mutant: verdict for mutant, _, verdict in (each.partition("\t") for each in lines)}


def _tell(pattern: str) -> None:
    """Print the mutants that no test noticed, then for each module how many there were."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, verdict in sorted(_tried().items()):
        if fnmatch(name, pattern):
            known = verdict in (SURVIVED, TIMED_OUT, UNREACHED)
            counts[name.rpartition(".")[0]][verdict if known else "killed"] += 1
            if verdict in (SURVIVED, UNREACHED):
                print(f"\n{verdict}: {name}", *difference(name), sep="\n  ")
    for module, count in counts.items():
        rest = ", ".join(f"{number} {what}" for what, number in sorted(count.items()))
        print(f"\n{module}: {count.total()} mutants, {rest}", end="")
