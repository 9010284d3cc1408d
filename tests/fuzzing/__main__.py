"""Try targets with bytes that nobody wrote."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import mkdtemp

from fuzzing.running import Bounds, Outcome, instrumented, run


def main() -> int:
    """Run the targets one after the other; return 1 where one broke."""
    atheris = instrumented()
    from fuzzing.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"all, or some of: {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=120, help="for all of them together")
    parser.add_argument("--runs", type=int, default=0, help="of each at most")
    parser.add_argument("--seed", type=int, default=0, help="for the same bytes each time")
    parser.add_argument("--keep", type=Path, help="a folder to go on from, and to leave it all in")
    given = parser.parse_args()
    names = given.targets or list(TARGETS)
    if unknown := [each for each in names if each not in TARGETS]:
        parser.error(f"no target is called {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    folder = (given.keep or Path(mkdtemp(prefix="fuzzing-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    bounds = Bounds(max(1, given.seconds // len(names)), given.runs, given.seed)
    outcomes = [told(run(atheris, TARGETS[each], folder, bounds)) for each in names]
    if broken := [each.name for each in outcomes if each.faults]:
        print(f"broken: {', '.join(broken)}; the bytes that did it are in {folder}")
    return bool(broken)


def told(outcome: Outcome) -> Outcome:
    """Print what became of a target, and return that."""
    print(
        f"{outcome.name:14}{outcome.runs:10,} runs {outcome.edges:7,} edges "
        f"{outcome.corpus:6,} inputs kept\n{outcome.faults}",
        end="",
        flush=True,
    )
    return outcome


if __name__ == "__main__":
    sys.exit(main())
