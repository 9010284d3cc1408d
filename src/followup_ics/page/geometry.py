"""The shapes of a timeline, and the scale that places them.

Lengths are in pixels from the picture's top left corner. A day is as wide as any other, whatever
the clocks do: positions are wall times in the candidate's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from followup_ics.working_time import DAY, add_days, local_date, wall_time

MARGIN = 16
MARK = 20
SHORTEST = 28
FILLED = 1102


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days: a window, or days away."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A follow-up or an interview; x and y are its centre, `symbol` the shape that shows it."""

    x: float
    y: float
    symbol: str
    title: str
    late: bool = False
    window: Bar | None = None

    @property
    def left(self) -> float:
        """Return where the mark or its window begins, whichever is first."""
        return min(self.x - MARK / 2, self.window.x if self.window else self.x)


@dataclass(frozen=True, slots=True)
class Row:
    """One application, or the tasks that belong to none."""

    company: str
    role: str
    y: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A Monday."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend, and where it stands in a picture of its own."""

    symbol: str
    text: str
    x: float
    y: float


class Scale:
    """Turns instants and dates into x, for whole weeks from a Monday on, at least four."""

    def __init__(self, zone: str, first: date, last: date) -> None:
        self.zone = zone
        self.monday = add_days(first, -first.weekday())
        self.days = max((last - self.monday).days // 7 * 7 + 7, SHORTEST)
        self.sunday = add_days(self.monday, self.days - 1)
        self.day_width = _day_width(self.days)
        self.end = round(MARGIN + self.days * self.day_width, 1)

    def x(self, moment: datetime) -> float:
        """Return where an instant is, or the edge that it lies beyond."""
        since = wall_time(self.zone, moment) - datetime.combine(self.monday, time())
        return round(min(max(MARGIN + since / DAY * self.day_width, MARGIN), self.end), 1)

    def at(self, day: date) -> float:
        """Return where a date begins."""
        return round(MARGIN + (day - self.monday).days * self.day_width, 1)

    def bar(self, first: date, last: date) -> Bar | None:
        """Return the part of a run of dates, both ends inclusive, that is in the picture."""
        first, last = max(first, self.monday), min(last, self.sunday)
        x = self.at(first)
        return Bar(x, round(self.at(last + timedelta(days=1)) - x, 1)) if first <= last else None

    def holds(self, moment: datetime) -> bool:
        """Say whether an instant is in the picture."""
        return self.monday <= local_date(self.zone, moment) <= self.sunday


def _day_width(days: int) -> float:
    """Return a width that fills a screen with a few weeks, and stays readable with many."""
    return min(30.0, max(FILLED / days, min(12.0, 2400 / days), 3.0))
