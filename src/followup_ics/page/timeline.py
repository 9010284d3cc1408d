"""The timeline of a plan: a row for each application, weeks across, nothing overlapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import NamedTuple

from followup_ics.calendar.events import without_status
from followup_ics.page.geometry import MARGIN, MARK, Bar, Key, Mark, Row, Scale, Tick
from followup_ics.page.legend import LINE, legend
from followup_ics.page.texts import dated, shortened
from followup_ics.planning.results import FollowUp, Plan
from followup_ics.records.job_search import Interview, JobSearch
from followup_ics.records.names import company_of, fold
from followup_ics.working_time import add_days, instant, local_date, spoken, wall_time

AXIS, LABEL, LANE, PAD = 46, 28, 22, 8
TIP = 6
TICKS_APART = 80
LABELS_APART = 350

_Application = tuple[str, str]
_KINDS = {"phone": " by telephone", "video": " by video", "in_person": " in person", None: ""}


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is drawn; `height` is without the legend, which takes `legend_height` more.

    `label_xs` is where each row says its name: again and again, for those who scroll.
    """

    width: float
    height: float
    legend_height: float
    first: str
    last: str
    follow_ups: int
    ticks: tuple[Tick, ...]
    away: tuple[Bar, ...]
    today: float | None
    rows: tuple[Row, ...]
    legend: tuple[Key, ...]
    label_xs: range


def draw(job_search: JobSearch, plan: Plan, now: datetime) -> Timeline | None:
    """Return the timeline of what is planned and done, None where that is nothing."""
    shown = [each for each in plan.follow_ups if each.status != "cancelled"]
    if not shown:
        return None
    scale = _scale(job_search.candidate.clock, shown)
    rows = tuple(_rows(job_search, shown, scale))
    today = scale.x(now) if scale.holds(now) else None
    away = tuple(_away(job_search, scale))
    width = round(scale.end + MARGIN, 1)
    marks = (mark for row in rows for mark in row.marks)
    keys = legend(marks, today=today is not None, away=bool(away), width=width)
    return Timeline(
        width=width,
        height=rows[-1].y + rows[-1].height,
        legend_height=keys[-1].y + LINE,
        first=dated(scale.monday),
        last=dated(scale.sunday),
        follow_ups=len(shown),
        ticks=tuple(_ticks(scale)),
        away=away,
        today=today,
        rows=rows,
        legend=keys,
        label_xs=range(MARGIN, int(width) - LABELS_APART // 2, LABELS_APART),
    )


def _scale(zone: str, shown: Sequence[FollowUp]) -> Scale:
    days = [local_date(zone, each.start) for each in shown]
    return Scale(zone, min(days), max(days))


def _ticks(scale: Scale) -> Iterator[Tick]:
    """Yield the Mondays that have room for a label; the first of a year names it."""
    weeks, year = 1, 0
    while weeks * 7 * scale.day_width < TICKS_APART:
        weeks *= 2
    for days in range(0, scale.days, weeks * 7):
        monday = add_days(scale.monday, days)
        words = (dated if monday.year != year else spoken)(monday)
        yield Tick(scale.at(monday), words.removeprefix("Mon "))
        year = monday.year


def _away(job_search: JobSearch, scale: Scale) -> Iterator[Bar]:
    for run in sorted(job_search.candidate.away):
        if bar := scale.bar(run.first, run.last):
            yield bar


# Rows


def _rows(job_search: JobSearch, follow_ups: Sequence[FollowUp], scale: Scale) -> Iterator[Row]:
    """Yield a row for each application in the order of its first follow-up, own tasks last."""
    names: dict[_Application, FollowUp] = {}
    marks: dict[_Application, list[Mark]] = {}
    for each in follow_ups:
        names[_application(each)] = each
        marks.setdefault(_application(each), []).append(_follow_up(each, scale))
    for interviews in _by_application(job_search.interviews):
        shown_as = next((each for each in map(_application, interviews) if each in marks), None)
        if shown_as:
            for interview in interviews:
                marks[shown_as] += _interview(interview, scale)
    y: float = AXIS
    for key in sorted(marks, key=lambda each: each == ("", "")):
        row = _row(names[key], marks[key], y)
        yield row
        y += row.height


def _by_application(interviews: Iterable[Interview]) -> Iterable[list[Interview]]:
    """Group interviews, whose company may be spelt in several ways."""
    found: dict[_Application, list[Interview]] = {}
    for each in interviews:
        found.setdefault((company_of(each), fold(each.role)), []).append(each)
    return found.values()


def _application(each: FollowUp | Interview) -> _Application:
    return fold(each.company or ""), fold(each.role or "")


def _row(named: FollowUp, marks: list[Mark], y: float) -> Row:
    """Stack marks in lanes: each takes the first lane that has room for it."""
    lanes: list[_Lane] = []
    stacked = []
    for mark in sorted(marks, key=lambda each: (each.left, each.x, each.title)):
        at = next((at for at, lane in enumerate(lanes) if lane.has_room(mark)), len(lanes))
        lanes[at : at + 1] = [_Lane.after(mark)]
        stacked.append(replace(mark, y=y + LABEL + (at + 0.5) * LANE))
    company = shortened(named.company or "Your search as a whole", 24)
    height = LABEL + len(lanes) * LANE + PAD
    return Row(company, shortened(named.role or "", 26), y, height, tuple(stacked))


class _Lane(NamedTuple):
    """Where a lane is free of marks, and of windows."""

    marks_end: float
    windows_end: float

    @classmethod
    def after(cls, mark: Mark) -> _Lane:
        """Return a lane that ends in this mark, or in its window."""
        end = mark.x + MARK / 2
        return cls(end, mark.window.x + mark.window.width if mark.window else end)

    def has_room(self, mark: Mark) -> bool:
        """Say whether a mark fits; it may cover the tip of the window before it."""
        clear = mark.left >= self.marks_end
        window = mark.window.x if mark.window else mark.x
        return clear and min(window, mark.x - MARK / 2 + TIP) >= self.windows_end


# Marks


def _follow_up(each: FollowUp, scale: Scale) -> Mark:
    wall = wall_time(scale.zone, each.start)
    title, words = without_status(each.summary), ", late" if each.late else ""
    return Mark(
        x=scale.x(each.start),
        y=0,
        symbol=each.channel if each.status == "planned" else f"{each.channel}-done",
        title=f"{dated(wall.date())} {wall:%H:%M}: {title} ({each.status}{words})",
        late=each.late and each.status == "planned",
        window=_window(each, scale),
    )


def _window(each: FollowUp, scale: Scale) -> Bar | None:
    if each.earliest is None or each.latest is None:
        return None
    x, end = scale.x(each.earliest), scale.x(each.latest)
    return Bar(x, round(end - x, 1)) if end > x else None


def _interview(interview: Interview, scale: Scale) -> list[Mark]:
    """Return the mark of an interview, none out of the picture; without a time it is at noon."""
    zone, start = interview.timezone or scale.zone, interview.start
    if isinstance(start, datetime):
        moment = instant(zone, start)
        wall = wall_time(scale.zone, moment)
        when = f"{dated(wall.date())} {wall:%H:%M}"
    else:
        moment, when = instant(zone, datetime.combine(start, time(12))), dated(start)
    if not scale.holds(moment):
        return []
    return [Mark(scale.x(moment), 0, "interview", f"{when}: {_about(interview)}")]


def _about(interview: Interview) -> str:
    people = ", ".join(person.name for person in interview.people)
    how = _KINDS[interview.kind] + (f", with {people}" if people else "")
    return f"Interview at {interview.company}{how}"
