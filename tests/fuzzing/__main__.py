"""Try targets with bytes that nobody wrote."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

from fuzzing.running import Bounds, Outcome, instrumented, run


def main() -> int:
    """Run the targets one after the other; return 1 where one broke."""
    began, atheris = monotonic(), instrumented()
    from fuzzing.targets import TARGETS

    given = arguments(list(TARGETS))
    folder = (given.keep or Path(mkdtemp(prefix="fuzzing-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    outcomes, names = [], given.targets or list(TARGETS)
    for at, name in enumerate(names):
        left = began + given.seconds - monotonic()
        bounds = Bounds(max(1, int(left / (len(names) - at))), given.runs, given.seed)
        outcomes.append(told(run(atheris, TARGETS[name], folder, bounds)))
    if broken := [each.name for each in outcomes if each.faults]:
        print(f"broken: {', '.join(broken)}; the bytes that did it are in {folder}")
    return bool(broken)


def arguments(names: list[str]) -> argparse.Namespace:
    """Return what was given on the command line."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__)
    add = parser.add_argument
    listed = f"of {', '.join(names)}; all, unless some are named"
    add("targets", metavar="TARGET", nargs="*", choices=[*names, []], help=listed)
    add("--seconds", type=int, default=120, help="for all of them together, from the very start")
    add("--runs", type=int, default=0, help="of each at most")
    add("--seed", type=int, default=0, help="for the same bytes each time")
    add("--keep", type=Path, help="a folder to go on from, and to leave it all in")
    return parser.parse_args()


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
