"""How much is measured: within a minute, within ten, or with the largest sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Scale:
    """Rounds and sizes; `few` are the rounds of what takes seconds.

    `largest` is the most interviews in one search, `feeds` how many are polled and published.
    `postgres` is the URL of an empty database; without one, a server is started if there is one.
    """

    rounds: int
    few: int
    largest: int
    copies: int
    seconds: int
    feeds: int
    npm: bool = False
    postgres: str | None = None

    def sizes(self, least: int = 1) -> list[int]:
        """Return the powers of ten from `least` to the largest size, both inclusive."""
        return [10**power for power in range(5) if least <= 10**power <= self.largest]


QUICK = Scale(rounds=3, few=1, largest=100, copies=10, seconds=1, feeds=20)
USUAL = Scale(rounds=15, few=3, largest=1_000, copies=100, seconds=5, feeds=100)
FULL = replace(USUAL, few=5, largest=10_000, copies=1_000, feeds=1_000)
