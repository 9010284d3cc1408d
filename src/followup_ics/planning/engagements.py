"""What the candidate cannot move: interviews, and what their own calendars say.

Of busy time, whole dates are like days away, and the rest like interviews. What keeps the candidate
busy is never named: a reason stands in a calendar that others may see.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from followup_ics.planning.applications import Round
from followup_ics.working_time import DAY, Days, Span, add_days, day_start, every_date, local_date

BUSY_THEN = "your own calendar has no free time then"
BUSY_THAT_DAY = "your own calendar has no free time that day"


class Busy(NamedTuple):
    """Busy time: whole dates of the candidate's zone, and the spans that are left, in order."""

    dates: frozenset[date] = frozenset()
    spans: tuple[Span, ...] = ()

    @property
    def days(self) -> tuple[Days, ...]:
        """The dates as runs, in order."""
        runs: list[Days] = []
        for day in sorted(self.dates):
            if runs and add_days(runs[-1].last, 1) == day:
                runs[-1] = Days(runs[-1].first, day)
            else:
                runs.append(Days(day, day))
        return tuple(runs)


def kept_busy(spans: Iterable[Span], zone: str, within: Span) -> Busy:
    """Return what spans keep busy in a span of time, dates being those of `zone`.

    Raises ValueError where an end lies before its start, or has no time zone.
    """
    dates: set[date] = set()
    left: list[Span] = []
    for start, end in _merged(spans, within):
        first = local_date(zone, start)
        first = first if day_start(zone, first) == start else add_days(first, 1)
        after = local_date(zone, end)
        if first < after:
            dates.update(every_date(first, after - DAY))
            edges = [(start, day_start(zone, first)), (day_start(zone, after), end)]
        else:
            edges = [(start, end)]
        left += [each for each in edges if each[0] < each[1]]
    return Busy(frozenset(dates), tuple(left))


def _merged(spans: Iterable[Span], within: Span) -> Iterator[Span]:
    """Yield spans in order, those that touch as one, no further than the span `within`."""
    last: Span | None = None
    for start, end in sorted(map(_in_utc, spans)):
        start, end = max(start, within[0]), min(end, within[1])
        if start >= end:
            continue
        if last and start <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last


def _in_utc(span: Span) -> Span:
    start, end = span
    if start.utcoffset() is None or end.utcoffset() is None:
        raise ValueError("busy time has no time zone; pass aware datetimes")
    if end < start:
        raise ValueError(f"busy time from {start} ends before that, at {end}; swap them")
    return start.astimezone(UTC), end.astimezone(UTC)


class Spans:
    """Spans, filed by the UTC dates that they touch, so that a look-up sees only a day."""

    def __init__(self) -> None:
        self._by_day: dict[int, list[Span]] = defaultdict(list)

    def add(self, start: datetime, end: datetime) -> None:
        """File a span."""
        for day in range(start.toordinal(), end.toordinal() + 1):
            self._file(self._by_day[day], start, end)

    def _file(self, spans: list[Span], start: datetime, end: datetime) -> None:
        insort(spans, (start, end))

    def touching(self, start: datetime, end: datetime) -> list[Span]:
        """Return the spans that touch a span, in order; one may come twice."""
        days = range(start.toordinal(), end.toordinal() + 1)
        found = [span for day in days for span in self._by_day.get(day, ())]
        return sorted(found) if len(days) > 1 else found


class Engagements:
    """When the candidate is engaged, and by what, in words."""

    def __init__(self, rounds: Iterable[Round], busy: Busy) -> None:
        self._meetings, self._own, self._dates = Spans(), Spans(), busy.dates
        self._companies: dict[Span, str] = {}
        self.spans = [(each.start, each.end) for each in rounds]
        for each in rounds:
            self._meetings.add(each.start, each.end)
            self._companies[each.start, each.end] = each.record.company
        for span in busy.spans:
            self._own.add(*span)
            self.spans.append(span)

    def during(self, start: datetime, end: datetime) -> str | None:
        """Return, as a cause, what overlaps a span, an interview first; None where nothing does."""
        for span in self._meetings.touching(start, end):
            if span[0] < end and span[1] > start:
                return f"you are in an interview with {self._companies[span]}"
        own = self._own.touching(start, end)
        return BUSY_THEN if any(span[0] < end and span[1] > start for span in own) else None

    def all_day(self, open_spans: list[Span], length: timedelta) -> str | None:
        """Return, as a cause, what leaves no such length of open spans; None where nothing does."""
        start, end = open_spans[0][0], open_spans[-1][1]
        meetings = self._meetings.touching(start, end)
        if _is_full(open_spans, meetings, length):
            return self.during(start, end)
        own = self._own.touching(start, end)
        if own and _is_full(open_spans, sorted([*meetings, *own]), length):
            return BUSY_THAT_DAY
        return None

    def is_busy_on(self, day: date) -> bool:
        """Say whether the candidate's own calendars take up a whole date."""
        return day in self._dates


def _is_full(open_spans: list[Span], taken: list[Span], length: timedelta) -> bool:
    left = without(open_spans, taken)
    return not any(closes - opens >= length for opens, closes in left)


def without(open_spans: Iterable[Span], taken: list[Span]) -> Iterator[Span]:
    """Yield what is left of open spans once the taken ones, in order, are cut out."""
    for start, end in open_spans:
        for busy_start, busy_end in taken:
            if busy_end <= start:
                continue
            if busy_start >= end:
                break
            if busy_start > start:
                yield start, busy_start
            start = busy_end
        if start < end:
            yield start, end
