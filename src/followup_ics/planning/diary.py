"""Placing by search: the first or best time that every hard rule allows.

The diary knows what is taken: the candidate's own time, each person's day, each company's day.
A search looks at the dates of a window, never further than a fixed number of days past it.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from followup_ics.planning.cases import Identity, Round
from followup_ics.planning.drafts import Draft, ends
from followup_ics.results import Status
from followup_ics.working_time import (
    DAY,
    Availability,
    Span,
    at_time,
    day_end,
    day_off,
    day_start,
    local_date,
    spoken,
    spoken_time,
    working_hours,
)

SEARCH_AHEAD = 60
COMPANY_CONTACTS_A_DAY = 2
DAYS_BETWEEN = 2
_NEAR = tuple(n * DAY for n in range(1 - DAYS_BETWEEN, DAYS_BETWEEN))
STEP = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
_FLAWLESS = (False, False, 0, False)


@dataclass(slots=True, eq=False)
class Placed:
    """A draft with its time: `start` inclusive, `end` exclusive."""

    draft: Draft
    start: datetime
    end: datetime
    status: Status
    late: bool
    reasons: tuple[str, ...]


class _Spans:
    """Taken spans, filed by the UTC dates that they touch, so that a look-up sees only a day."""

    def __init__(self) -> None:
        self._by_day: dict[int, list[Span]] = defaultdict(list)

    def add(self, start: datetime, end: datetime) -> None:
        for day in range(start.toordinal(), end.toordinal() + 1):
            insort(self._by_day[day], (start, end))

    def touching(self, start: datetime, end: datetime) -> list[Span]:
        """Return the taken spans that touch a span, in order; one may come twice."""
        days = range(start.toordinal(), end.toordinal() + 1)
        found = [span for day in days for span in self._by_day.get(day, ())]
        return sorted(found) if len(days) > 1 else found


class Diary:
    """What is taken so far, and the search for what is free."""

    def __init__(self, availability: Availability, rounds: list[Round]) -> None:
        self.availability = availability
        self._anywhen = availability._replace(hours=type(availability.hours)(0, 1440), away=())
        self._taken = _Spans()
        self._meetings = _Spans()
        self._person_days: dict[Identity, set[date]] = defaultdict(set)
        self._company_days: Counter[tuple[str, date]] = Counter()
        self._tactic_days: set[tuple[str, str, date]] = set()
        self.contacts: dict[str, list[Placed]] = defaultdict(list)
        self.agreed: dict[Identity, list[Placed]] = defaultdict(list)
        for each in rounds:
            self._meetings.add(each.start, each.end)

    # Settling a draft

    def settle(self, draft: Draft) -> Placed | None:
        """Give a draft its time and remember it; None where no time could be found at all."""
        placed = self._done(draft) if draft.done else self._found(draft)
        if placed and placed.status != "cancelled":
            self._remember(placed)
        return placed

    def _done(self, draft: Draft) -> Placed:
        assert draft.done
        at = draft.done.at
        late = at > draft.latest
        reasons = ["done at the time in the log"]
        if late:
            reasons.append(f"after its window, which closed {_when(draft, draft.latest)}")
        return Placed(draft, at, at + draft.length, "done", late, (*draft.reasons, *reasons))

    def _found(self, draft: Draft) -> Placed | None:
        draft = self._reachable_hours(draft)
        if draft.cancelled_because:
            return self._cancelled(draft, draft.preferred)
        placed = self._in_window(draft) or self._after_window(draft)
        if placed is None:
            return None
        because = ends(draft, placed.start)
        return self._cancelled(draft, placed.start, because) if because else placed

    def _cancelled(self, draft: Draft, start: datetime, because: str = "") -> Placed:
        why = f"cancelled: {because or draft.cancelled_because}"
        return Placed(draft, start, start + draft.length, "cancelled", False, (why,))

    def _remember(self, placed: Placed) -> None:
        draft = placed.draft
        self._taken.add(placed.start, placed.end)
        if not draft.to_company or draft.application is None:
            return
        day = local_date(draft.place.zone, placed.start)
        company = draft.application.company_key
        self._person_days[draft.identity].add(day)
        if not draft.tactic.urgent:
            self._company_days[company, day] += 1
        if draft.tactic.different_days and draft.about:
            self._tactic_days.add((draft.about.id, draft.tactic.name, day))
        self.contacts[company].append(placed)
        if draft.agreed_at and placed.status == "planned":
            self.agreed[draft.identity].append(placed)

    def _reachable_hours(self, draft: Draft) -> Draft:
        """Turn a call into an e-mail where working hours and available hours never meet."""
        if draft.channel != "phone" or not self._never_meet(draft):
            return draft
        why = "by e-mail: their working hours and your available hours never meet"
        return replace(draft, channel="email", channel_because=why)

    def _never_meet(self, draft: Draft) -> bool:
        hours = self.availability._replace(away=())
        working = 0
        for day in _dates(draft.place.zone, draft.earliest, draft.earliest + 14 * DAY):
            span = working_hours(draft.place, day)
            if span is None:
                continue
            working += 1
            if any(end - start >= draft.length for start, end in hours.within(*span)):
                return False
        return working > 0

    # In the window

    def _in_window(self, draft: Draft) -> Placed | None:
        draft = self._awake(draft)
        start = max(draft.earliest, draft.not_before or draft.earliest)
        if start > draft.latest:
            return None
        zone = draft.place.zone
        wished = local_date(zone, draft.preferred)
        for anywhen, meetings in self._concessions(draft):
            for day in self._by_liking(draft, _dates(zone, start, draft.latest), wished):
                at = draft.preferred if day == wished else at_time(zone, day, draft.tactic.at)
                if draft.by_clock and day > wished:
                    at = day_start(zone, day)
                found = self._free(draft, day, start, at, anywhen=anywhen, meetings=meetings)
                if found:
                    return self._placed(draft, found, day, wished, anywhen=anywhen)
        return None

    @staticmethod
    def _concessions(draft: Draft) -> list[tuple[bool, bool]]:
        """Return what to give up, in order: nothing, keeping clear of interviews, free hours."""
        steps = [(False, True), (False, False)]
        return [*steps, (True, True), (True, False)] if draft.tactic.any_hour else steps

    def _awake(self, draft: Draft) -> Draft:
        """Move a preferred instant that falls into the night or away days to the next morning."""
        if not draft.by_clock:
            return draft
        open_spans = self.availability.within(draft.preferred, draft.preferred + 2 * DAY)
        for start, end in open_spans:
            if end - max(start, draft.preferred) >= draft.length:
                if start > draft.preferred and start + draft.length <= draft.latest + SECOND:
                    why = f"{_when(draft, draft.preferred)} is outside your available hours"
                    return replace(draft, preferred=start, reasons=(*draft.reasons, why))
                break
        return draft

    def _by_liking(self, draft: Draft, days: list[date], wished: date) -> Iterator[date]:
        """Yield dates, the most liked first; one without a flaw before looking at any other."""
        flawless = wished in days and self._dislike(draft, wished, wished) == _FLAWLESS
        if flawless:
            yield wished
        others = [day for day in days if not (flawless and day == wished)]
        yield from sorted(others, key=lambda day: self._dislike(draft, day, wished))

    def _dislike(self, draft: Draft, day: date, wished: date) -> tuple[bool, bool, int, bool]:
        """Rank a date: a working day, two days from other contacts, near the preferred one."""
        if draft.to_company:
            free = day_off(draft.place.country, draft.place.region, day) is not None
            off = free and not draft.by_clock
            close = not draft.tactic.urgent and self._near_contact(draft, day)
        else:
            off = close = False
        return off, close, abs((day - wished).days), day > wished

    def _near_contact(self, draft: Draft, day: date) -> bool:
        days = self._person_days.get(draft.identity)
        if not days:
            return False
        return not days.isdisjoint([day + distance for distance in _NEAR])

    def _placed(
        self, draft: Draft, start: datetime, day: date, wished: date, *, anywhen: bool
    ) -> Placed:
        reasons = list(draft.reasons)
        if day != wished:
            cause = self.obstacle(draft, wished) or "another day suits all rules better"
            reasons.append(f"moved from {spoken(wished)}: {cause}")
        elif start != draft.preferred:
            reasons.append(f"moved from {_when(draft, draft.preferred)}: that time is not free")
        if anywhen:
            reasons.append("outside your available hours: a thank-you cannot wait longer")
        return Placed(draft, start, start + draft.length, "planned", False, tuple(reasons))

    # After the window

    def _after_window(self, draft: Draft) -> Placed | None:
        zone = draft.place.zone
        start = max(draft.latest + SECOND, draft.earliest, draft.not_before or draft.earliest)
        end = min(start + SEARCH_AHEAD * DAY, draft.deadline or start + SEARCH_AHEAD * DAY)
        for day in _dates(zone, start, end):
            for anywhen, meetings in self._concessions(draft):
                found = self._free(draft, day, start, start, anywhen=anywhen, meetings=meetings)
                if found:
                    reasons = (*draft.reasons, f"late: {self.why_late(draft)}")
                    return Placed(draft, found, found + draft.length, "planned", True, reasons)
        return None

    def why_late(self, draft: Draft) -> str:
        """Return what stood against every date of a draft's window, in words."""
        if max(draft.earliest, draft.not_before or draft.earliest) > draft.latest - draft.length:
            return draft.closed_because
        zone = draft.place.zone
        causes: dict[str, list[date]] = {}
        for day in _dates(zone, draft.earliest, draft.latest):
            cause = self.obstacle(draft, day) or "no time is free"
            causes.setdefault(cause, []).append(day)
        found = "; ".join(f"{_days(days)}: {cause}" for cause, days in causes.items())
        return f"no time in its window ({found})"

    def obstacle(self, draft: Draft, day: date) -> str | None:
        """Return what stands against a date, the hardest first; None where nothing does."""
        off = None
        if draft.to_company:
            off = day_off(draft.place.country, draft.place.region, day)
            name = draft.contact.name if draft.contact else "the hiring manager"
            if off and draft.channel == "phone":
                return f"it is {off}"
            if day in self._person_days.get(draft.identity, ()):
                return f"you are in touch with {name} that day already"
            if self._company_is_full(draft, day):
                return "two contacts with the company that day already"
            if self._other_that_day(draft, day):
                return "the other one is that day, and the two belong on different days"
        zone = draft.place.zone
        spans = self.availability.within(day_start(zone, day), day_end(zone, day))
        if not spans:
            return "you are away"
        if off:
            return f"it is {off}"
        if draft.to_company and self._near_contact(draft, day):
            return f"two days should lie between contacts with {name}"
        return None if draft.by_clock else self._time_obstacle(draft, spans)

    def _time_obstacle(self, draft: Draft, spans: list[Span]) -> str | None:
        if any(end - start >= draft.length for start, end in spans):
            return None
        return "it is outside your available hours"

    # One date

    def _company_is_full(self, draft: Draft, day: date) -> bool:
        if draft.tactic.urgent or draft.application is None:
            return False
        key = draft.application.company_key
        return self._company_days.get((key, day), 0) >= COMPANY_CONTACTS_A_DAY

    def _other_that_day(self, draft: Draft, day: date) -> bool:
        if not draft.tactic.different_days or draft.about is None:
            return False
        return (draft.about.id, draft.tactic.name, day) in self._tactic_days

    def _free(
        self,
        draft: Draft,
        day: date,
        not_before: datetime,
        wished: datetime,
        *,
        anywhen: bool,
        meetings: bool,
    ) -> datetime | None:
        """Return the free start on a date nearest to the wished one, under every hard rule."""
        if draft.to_company:
            if day in self._person_days.get(draft.identity, ()):
                return None
            if self._company_is_full(draft, day) or self._other_that_day(draft, day):
                return None
        zone = draft.place.zone
        span: Span | None = (day_start(zone, day), day_end(zone, day) + SECOND)
        if draft.channel == "phone":
            span = working_hours(draft.place, day)
        if span is None:
            return None
        start, end = max(span[0], not_before), span[1]
        if draft.latest >= not_before:
            end = min(end, draft.latest + SECOND)
        if draft.deadline:
            end = min(end, draft.deadline)
        if end - start < draft.length:
            return None
        hours = self._anywhen if anywhen else self.availability
        open_spans = hours.within(start, end)
        taken = self._taken.touching(start, end)
        if meetings:
            taken = sorted(taken + self._meetings.touching(start, end))
        return _nearest(_gaps(open_spans, taken), wished, draft.length)


def _gaps(open_spans: list[Span], taken: list[Span]) -> Iterator[Span]:
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


def _nearest(gaps: Iterator[Span], wished: datetime, length: timedelta) -> datetime | None:
    """Return the start nearest to the wished one, on a step of five minutes where it moves."""
    best: datetime | None = None
    for start, end in gaps:
        first, last = _rounded_up(start), end - length
        if first > last:
            first = start
        if first > last:
            continue
        found = min(max(wished, first), last)
        if best is None or abs(found - wished) < abs(best - wished):
            best = found
        if found == wished:
            break
    return best


def _rounded_up(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % 5, seconds=moment.second)
    return moment + STEP - over if over else moment


def _dates(zone: str, start: datetime, end: datetime) -> list[date]:
    first, last = local_date(zone, start), local_date(zone, end)
    return [first + n * DAY for n in range((last - first).days + 1)]


def _days(days: list[date]) -> str:
    return ", ".join(spoken(day) for day in days)


def _when(draft: Draft, moment: datetime) -> str:
    return spoken_time(draft.place.zone, moment)
