"""The rows as one table of Markdown, which a terminal shows as well; and the machine in words."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from datetime import date
from math import floor, log10
from pathlib import Path

from benchmarks.rows import OURS, Row, Side

HEADS = ("task", "unit", "by", "median", "slowest", "fastest", "followup-ics to it")
RIGHT = range(3, 6)  # the columns of figures
BEGIN, END = "<!-- from here on by: make bench -->\n", "<!-- up to here -->\n"


def table(rows: Iterable[Row]) -> str:
    """Return a line for each program at each task, and below it the notes."""
    rows = list(rows)
    cells = [HEADS, *(line for row in rows for line in _lines(row))]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * (width - 1) + (":" if n in RIGHT else "-") for n, width in enumerate(widths)]
    lines = [_line(each, widths) for each in (HEADS, rule, *cells[1:])]
    notes = [f"- {row.task}: {row.note}.\n" for row in rows if row.note]
    return "".join(lines) + ("\n" + "".join(notes) if notes else "")


def _line(cells: Iterable[str], widths: list[int]) -> str:
    padded = (
        cell.rjust(width) if number in RIGHT else cell.ljust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |\n"


def _lines(row: Row) -> Iterator[tuple[str, ...]]:
    yield (row.task, row.unit, f"**{OURS}**", *_figures(row, row.ours), "")
    for other in row.others:
        who = f"limit: {other.name}" if other.is_limit else other.name
        yield ("", "", who, *_figures(row, other), beside(row, other))


def _figures(row: Row, side: Side) -> tuple[str, str, str]:
    """Return median, slowest and fastest; the reason where there are none."""
    if not side.figures:
        return side.missing, "", ""
    low, high = min(side.figures), max(side.figures)
    slowest, fastest = (low, high) if row.is_rate else (high, low)
    return figure(side.middle), figure(slowest), figure(fastest)


def beside(row: Row, other: Side) -> str:
    """Return what this project's figure is to another's, in words."""
    if not (row.ours.figures and other.figures):
        return ""
    kind = "fast" if row.is_rate else {"KiB": "much", "MiB": "much"}.get(row.unit, "long")
    return f"{figure(row.beside(other), 2)} times as {kind}"


def figure(value: float, digits: int = 3) -> str:
    """Return a number with so many digits that count, and commas between thousands."""
    after = digits - 1 - floor(log10(value)) if value else 0
    return f"{round(value, after):,.{max(after, 0)}f}"


def machine(today: date) -> str:
    """Return on what this was measured: processor, cores, memory, system, Python, date."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}; {today:%d %B %Y}"
    )


def _processor() -> str:
    held = Path("/proc/cpuinfo")
    lines = held.read_text(encoding="utf-8").splitlines() if held.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def with_block(page: str, block: str) -> str:
    """Return a page with what stands between its two marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{block}\n{END}{after}"
