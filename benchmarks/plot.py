"""The rows as one picture (SVG): how many times as well this project does as each other.

One line for each other program, on a logarithmic scale. What is this project's lead stands to the
right of the line at 1, what it lacks to a limit to the left; the thin line is the spread of rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from math import ceil, floor, log10

from benchmarks.rows import OURS, Row, Side
from benchmarks.table import figure

WIDTH, LEFT, RIGHT, ROOM = 900, 360, 70, 40
TOP, LINE, GAP = 74, 20, 26
STYLE = """
:root {
  color-scheme: light dark;
  --ground: #ffffff; --rule: #e1e4e9; --ink: #1c2128; --soft: #59626d;
  --peer: #1f6cb0; --limit: #b4500b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #1a1e25; --rule: #333a45; --ink: #e9ecf0; --soft: #a7b0bc;
    --peer: #6db3f5; --limit: #f5a55c;
  }
}
svg { font: 12px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
text { fill: var(--soft); }
.ground { fill: var(--ground); }
.title { fill: var(--ink); font-size: 15px; font-weight: 600; }
.task { fill: var(--ink); font-weight: 600; }
.rule { stroke: var(--rule); }
.one { stroke: var(--soft); stroke-width: 1.5; }
.name, .low { text-anchor: end; }
.tick { text-anchor: middle; }
.value { fill: var(--ink); font-variant-numeric: tabular-nums; }
.peer { fill: var(--peer); stroke: var(--peer); }
.limit { fill: var(--limit); stroke: var(--limit); }
.bar { stroke: none; opacity: .3; }
.dot { stroke: none; }
"""


def plot(rows: Iterable[Row], machine: str) -> str:
    """Return the picture of all rows that have something beside them."""
    shown = [(row, sides) for row in rows if (sides := _measured(row))]
    scale = _Scale([each for row, sides in shown for side in sides for each in row.ahead(side)])
    height = TOP + sum(GAP + LINE * len(sides) for _, sides in shown) + 24
    parts = [*_head(machine, height), *scale.grid(TOP, height - 20)]
    y = TOP
    for row, sides in shown:
        y += GAP
        parts.append(_text(16, y - 4, "task", row.task))
        for side in sides:
            parts += _line(row, side, scale, y + LINE / 2)
            y += LINE
    return "\n".join([*parts, "</svg>\n"])


def _measured(row: Row) -> list[Side]:
    return [each for each in row.others if each.figures and row.ours.figures]


class _Scale:
    """Places on a logarithmic scale of whole powers of ten, 1 always among them."""

    def __init__(self, values: list[float]) -> None:
        logs = [0.0, *map(log10, values)]
        self._low, self._high = floor(min(logs)), ceil(max(logs))

    def x(self, value: float) -> float:
        share = (log10(value) - self._low) / max(self._high - self._low, 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def grid(self, top: float, bottom: float) -> Iterator[str]:
        for power in range(self._low, self._high + 1):
            x, kind = self.x(10.0**power), "rule" if power else "one"
            yield f'<path class="{kind}" d="M{x} {top}V{bottom}"/>'
            yield _text(x, top - 6, "tick", f"{10.0**power:,g} times")


def _head(machine: str, height: int) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title desc">'
    )
    yield f'<title id="title">How fast {OURS} is beside others</title>'
    yield f'<desc id="desc">How many times as well it does as each. {escape(machine)}</desc>'
    yield f"<style>{STYLE}</style>"
    yield f'<rect class="ground" width="{WIDTH}" height="{height}"/>'
    yield _text(16, 26, "title", f"{OURS} beside others: how many times as fast, or as small")
    yield '<circle class="peer dot" cx="20" cy="44" r="4.5"/>'
    yield _text(30, 48, "key", "another library")
    yield '<circle class="limit dot" cx="136" cy="44" r="4.5"/>'
    yield _text(146, 48, "key", "a limit, which does less")


def _line(row: Row, side: Side, scale: _Scale, y: float) -> Iterator[str]:
    low, middle, high = row.ahead(side)
    kind, x = "limit" if side.is_limit else "peer", scale.x(middle)
    left, right = sorted((scale.x(1), x))
    yield _text(LEFT - 12, y + 4, "name", side.name)
    yield (
        f'<rect class="{kind} bar" x="{left}" y="{y - 4}" width="{right - left:.1f}" height="8"/>'
    )
    yield f'<path class="{kind}" d="M{scale.x(low)} {y}H{scale.x(high)}"/>'
    yield f'<circle class="{kind} dot" cx="{x}" cy="{y}" r="4.5"/>'
    before, after = min(scale.x(low), x) - 10, max(scale.x(high), x, right) + 10
    is_before = middle < 1 and before > LEFT + ROOM  # else it would stand over the name
    kind, at = ("value low", before) if is_before else ("value", after)
    yield _text(at, y + 4, kind, figure(middle, 2))


def _text(x: float, y: float, kind: str, words: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(words)}</text>'
