"""A row of the table, and how its figures come about: in turn, with processor time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from time import process_time

OURS = "followup-ics"


@dataclass(frozen=True)
class Side:
    """One program at the task of a row: its figure in each round, or why it has none.

    `is_limit` says that it does less than the task.
    """

    name: str
    figures: tuple[float, ...] = ()
    missing: str = ""
    is_limit: bool = False

    @property
    def middle(self) -> float:
        """Return the median of the rounds."""
        return median(self.figures)


@dataclass(frozen=True)
class Row:
    """A task, done by this project and by others in the same rounds.

    The unit decides what is better: more of what ends in "/s", less of all else.
    """

    task: str
    unit: str
    ours: Side
    others: tuple[Side, ...]
    note: str = ""

    @property
    def is_rate(self) -> bool:
        """Say whether more is better."""
        return self.unit.endswith("/s")

    def beside(self, other: Side) -> float:
        """Return this project's figure to that of another, round by round, the median."""
        return median(self._ratios(other))

    def ahead(self, other: Side) -> tuple[float, float, float]:
        """Return how many times as well this project does as another: least, median, most."""
        found = [ratio if self.is_rate else 1 / ratio for ratio in self._ratios(other)]
        return min(found), median(found), max(found)

    def _ratios(self, other: Side) -> list[float]:
        pairs = zip(self.ours.figures, other.figures, strict=True)
        return [one / two for one, two in pairs]


def in_turn(
    runs: Mapping[str, Callable[[], float]], rounds: int, *, amount: float | None = None
) -> dict[str, tuple[float, ...]]:
    """Measure each run once in every round, so that a machine that slows down slows all of them.

    Every second round goes backwards, for what a run leaves to the next. With an amount, each
    figure is that amount to the seconds that the run returned.
    """
    found: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds):
        for name in list(runs)[:: -1 if number % 2 else 1]:
            figure = runs[name]()
            found[name].append(figure if amount is None else amount / figure)
    return {name: tuple(figures) for name, figures in found.items()}


def row(
    task: str,
    unit: str,
    found: Mapping[str, tuple[float, ...]],
    *,
    limits: Iterable[str] = (),
    missing: Mapping[str, str] | None = None,
    note: str = "",
) -> Row:
    """Return the row of figures by name; what is missing comes last, with the reason."""
    held = set(limits)
    others = [
        Side(name, figures, is_limit=name in held)
        for name, figures in found.items()
        if name != OURS
    ]
    others += [Side(name, missing=reason) for name, reason in (missing or {}).items()]
    return Row(task, unit, Side(OURS, found[OURS]), tuple(others), note)


def cpu_seconds(run: Callable[[], object]) -> float:
    """Return the processor time of a call, in seconds, with no garbage collected meanwhile."""
    gc.collect()
    gc.disable()
    try:
        start = process_time()
        run()
        return process_time() - start
    finally:
        gc.enable()
