"""What each target of `fuzzing` begins from, and all that ever broke it, leaves no other error.

With atheris, which not every machine has, bytes are made up too: for a moment here, to see that it
finds what is wrong, and by `make fuzz` for longer.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import process_time

import pytest

from fuzzing.targets import TARGETS, Target
from needing import need
from paths import TESTS

LONGEST = 5  # seconds of the processor that one input may take
FOUND = [(each, name) for each in TARGETS.values() for name in each.found()]


def holds(target: Target, content: bytes) -> None:
    began = process_time()
    target.call(content)
    assert process_time() - began < LONGEST


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_what_a_target_begins_from_breaks_nothing(target: Target) -> None:
    seeds = target.seeds()
    assert seeds
    for content in seeds.values():
        holds(target, content)


@pytest.mark.parametrize(("target", "name"), FOUND, ids=[name for _, name in FOUND])
def test_what_was_found_once_breaks_nothing_any_more(target: Target, name: str) -> None:
    holds(target, target.found()[name])


BROKEN = """\
import sys
from pathlib import Path
from fuzzing.running import Bounds, instrumented, run
atheris = instrumented()
from fuzzing.targets import DATES, Target

@atheris.instrument_func
def call(content):
    if content.startswith(b"a"):
        {fault}

target, bounds = Target("broken", call, DATES), Bounds(60, 20_000, 1, 1)
outcome = run(atheris, target, Path(sys.argv[1]), bounds)
print(outcome.faults)
"""


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        pytest.param("raise KeyError('lost')", "KeyError: 'lost'", id="an error"),
        pytest.param("while True: pass", "timeout", id="what never ends"),
    ],
)
def test_what_breaks_a_target_is_told_and_the_bytes_are_kept(
    fault: str, told: str, tmp_path: Path
) -> None:
    need(find_spec("atheris"), "atheris: pip install atheris, on Linux with CPython")
    command = [sys.executable, "-c", BROKEN.format(fault=fault), str(tmp_path)]
    done = subprocess.run(command, cwd=TESTS, check=True, capture_output=True, text=True)
    assert told in done.stdout
    kept = [each for each in tmp_path.glob("broken-*") if each.read_bytes()[:1] == b"a"]
    assert len(kept) == 1
