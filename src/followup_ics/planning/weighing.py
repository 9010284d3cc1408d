"""The soft rules, weighed for all contacts that one interview brings, taken together.

What speaks against an assignment of days is one number, its parts in the order of the rules, so
that no amount of a later part outweighs an earlier one. The search is exact: it tries the least
disliked days first and leaves off where the rest cannot be better. That makes the plan calm: an
assignment stays the best one when a part of it has come true. The preferred hour has no say in
which day it is: of days that are equally good the earlier stand, however full they are, so that a
new application moves nothing of an old one to another day.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from heapq import heappop, heappush

from followup_ics.planning.diary import ANY_NUMBER, DAYS_BETWEEN, Chosen, Diary
from followup_ics.planning.drafts import Draft
from followup_ics.working_time import (
    Place,
    at_time,
    day_start,
    every_date,
    is_quiet,
    is_working_day,
    local_date,
)

# The soft rules, the weightiest first. Each sum stays far below the next unit: an interview
# brings seven contacts at most, and a window has 367 days.
DAY_OFF_WISHED = 1
SAME_DAY_CALLS = DAY_OFF_WISHED << 14
NEAR_CONTACT = SAME_DAY_CALLS << 8
NIGHT_EMAIL = NEAR_CONTACT << 8
QUIET_CALL = NIGHT_EMAIL << 8
OFF_DAY = QUIET_CALL << 8
MOST_TRIED = 5_000
_BITS_OF_A_DAY = 9

# What speaks against each date of a draft, and that date, the least disliked first.
_Dates = list[tuple[int, date]]


class Weighing:
    """The best days for drafts of one interview, given what the diary holds."""

    def __init__(self, diary: Diary, drafts: Sequence[Draft], fixed: Sequence[Chosen]) -> None:
        """Weigh `drafts`; `fixed` ones of the same interview, done already, count as they are."""
        self.diary, self.drafts, self.fixed = diary, drafts, fixed
        # Below the soft rules, a part for each draft tells equally good assignments apart.
        self._unit = 1 << _BITS_OF_A_DAY * len(drafts)
        self._starts: dict[Hashable, tuple[datetime, int] | None] = {}
        self._best: tuple[int, tuple[Chosen, ...]] | None = None
        self._tried = 0

    def best(self) -> tuple[Chosen, ...] | None:
        """Return the best assignment, None where some draft has no time beside the others."""
        if len(self.drafts) == 1 and not self.fixed:
            found = self._alone(self.drafts[0])
            return (found,) if found else None
        self._ranks = self._by_preference()
        dates = [self._liked_beside(number) for number in range(len(self.drafts))]
        if not all(dates):
            return None
        self._room = [
            {day: self.diary.room(draft, day) for _, day in each}
            for draft, each in zip(self.drafts, dates, strict=True)
        ]
        self._bears = [[_bears_on(each, other) for each in self.drafts] for other in self.drafts]
        self._descend((), 0, dates)
        return self._best[1] if self._best else None

    def _by_preference(self) -> dict[int, int]:
        """Return which draft may be early first: the one preferred earliest, then as they come."""
        numbers = sorted(range(len(self.drafts)), key=lambda each: self.drafts[each].preferred)
        return {number: rank for rank, number in enumerate(numbers)}

    def _liked_beside(self, number: int) -> _Dates:
        """Return a draft's dates, the least disliked first, given those of the fixed ones."""
        draft, unit = self.drafts[number], self._unit
        fixed = [each for each in self.fixed if _bears_on(draft, each.draft)]
        first = local_date(draft.place.zone, draft.earliest)
        later = 1 << _BITS_OF_A_DAY * (len(self.drafts) - 1 - self._ranks[number])
        return sorted(
            [
                ((cost + _beside(draft, day, fixed)) * unit + (day - first).days * later, day)
                for cost, day in self._liked(draft)
            ]
        )

    def _alone(self, draft: Draft) -> Chosen | None:
        """Return the best day of a lone draft: the preferred one, if nothing speaks against it."""
        best: tuple[int, Chosen] | None = None
        for dislike, day in self._liked_first(draft):
            if best and dislike >= best[0]:
                break
            found = self._search(draft, day, ())
            if found and (best is None or dislike + found[1] < best[0]):
                best = dislike + found[1], Chosen(draft, day, found[0])
                if not best[0]:
                    break
        return best[1] if best else None

    def _liked_first(self, draft: Draft) -> Iterator[tuple[int, date]]:
        """Yield dates, the least disliked first, and look at others only after a flawless one."""
        start = max(draft.earliest, draft.not_before or draft.earliest)
        if start <= draft.preferred <= draft.latest:
            wished = local_date(draft.place.zone, draft.preferred)
            if not self._dislike(draft, wished, wished) and self.diary.allows(draft, wished):
                yield 0, wished
                yield from sorted(each for each in self._liked(draft) if each[1] != wished)
                return
        yield from sorted(self._liked(draft))

    def _liked(self, draft: Draft) -> list[tuple[int, date]]:
        """Return the dates of a window that may do, with what speaks against each, hours aside."""
        zone = draft.place.zone
        start = max(draft.earliest, draft.not_before or draft.earliest)
        if start > draft.latest:
            return []
        wished = local_date(zone, draft.preferred)
        return [
            (self._dislike(draft, day, wished), day)
            for day in every_date(local_date(zone, start), local_date(zone, draft.latest))
            if self.diary.allows(draft, day)
        ]

    def _dislike(self, draft: Draft, day: date, wished: date) -> int:
        apart = (day - wished).days
        cost = (2 * abs(apart) + (apart > 0)) * DAY_OFF_WISHED
        if not draft.by_clock:
            cost += _against(draft.place, day, draft.channel == "phone")
        if draft.to_company and not draft.tactic.urgent:
            cost += self.diary.near_contacts(draft, day) * NEAR_CONTACT
        return cost

    def _descend(self, chosen: tuple[Chosen, ...], cost: int, left: Sequence[_Dates]) -> None:
        """Give the next draft each of its dates, the best first, while that can still be better.

        `left` are the dates of the drafts that are not chosen yet, as `cost` is of those that are.
        """
        if not left:
            self._best = cost, chosen
            return
        number = len(chosen)
        for least, dislike, day, after in self._in_turn(chosen, cost, left):
            if self._cannot_be_better(cost + least):
                return
            free = self._start(number, day, chosen)
            if free is None:
                continue
            start, night = free[0], free[1] * self._unit
            if not self._cannot_be_better(cost + least + night):
                each = Chosen(self.drafts[number], day, start)
                self._descend((*chosen, each), cost + dislike + night, after)

    def _cannot_be_better(self, cost: int) -> bool:
        self._tried += 1
        return self._best is not None and (cost >= self._best[0] or self._tried > MOST_TRIED)

    def _in_turn(
        self, chosen: Sequence[Chosen], cost: int, left: Sequence[_Dates]
    ) -> Iterator[tuple[int, int, date, Sequence[_Dates]]]:
        """Yield a draft's dates by the least that it and those after it cost then, that first.

        Each comes with what it costs the draft alone, and with what it leaves the others.
        """
        others = sum([dates[0][0] for dates in left[1:]])
        waiting: list[tuple[int, int, date, Sequence[_Dates]]] = []
        for dislike, day in left[0]:
            while waiting and waiting[0][0] <= dislike + others:
                yield heappop(waiting)
            if self._best and cost + dislike + others >= self._best[0]:
                break
            after = self._after(chosen, day, left[1:])
            if all(after):
                least = dislike + sum([dates[0][0] for dates in after])
                heappush(waiting, (least, dislike, day, after))
        while waiting:
            yield heappop(waiting)

    def _after(
        self, chosen: Sequence[Chosen], day: date, left: Sequence[_Dates]
    ) -> Sequence[_Dates]:
        """Return the dates that a draft on a date leaves those after it, and what they cost then.

        They are all that the hard rules allow; hours are left aside, so that no assignment costs
        less.
        """
        number = len(chosen)
        draft, bears = self.drafts[number], self._bears[number]
        there = _contacts_on(day, chosen) + (not draft.tactic.urgent)
        found = []
        for other, dates in enumerate(left, number + 1):
            if bears[other]:
                dates = self._beside(other, draft, day, dates)
            if there >= self._room[other].get(day, ANY_NUMBER):
                dates = [each for each in dates if each[1] != day]
            found.append(dates)
        return found

    def _beside(self, number: int, other: Draft, other_day: date, dates: _Dates) -> _Dates:
        draft, unit = self.drafts[number], self._unit
        same = draft.identity == other.identity
        return sorted(
            [
                (cost + _together(draft, day, other, other_day) * unit, day)
                for cost, day in dates
                if not (same and day == other_day)
            ]
        )

    def _start(
        self, number: int, day: date, chosen: tuple[Chosen, ...]
    ) -> tuple[datetime, int] | None:
        """Return the start on a date, with what a night costs; None where none is free.

        Another draft weighed for a date close by may be in the way; no other changes the answer.
        """
        others = [each for each in chosen if abs((each.day - day).days) <= 1]
        key = number, day, tuple([(id(each.draft), each.start) for each in others])
        if key not in self._starts:
            self._starts[key] = self._search(self.drafts[number], day, others)
        return self._starts[key]

    def _search(
        self, draft: Draft, day: date, others: Sequence[Chosen]
    ) -> tuple[datetime, int] | None:
        not_before = max(draft.earliest, draft.not_before or draft.earliest)
        wished = wished_on(draft, day)
        by_day = draft.channel == "email" and not draft.agreed_at
        night = 0
        found = self.diary.free(draft, day, not_before, wished, by_day=by_day, others=others)
        if found is None and by_day:
            found, night = (
                self.diary.free(draft, day, not_before, wished, others=others),
                NIGHT_EMAIL,
            )
        if found is None or self.diary.is_second(draft, day, found):
            return None
        return found, night


def _contacts_on(day: date, chosen: Iterable[Chosen]) -> int:
    """Count those that are among a company's two contacts of a day."""
    return sum([each.day == day and not each.draft.tactic.urgent for each in chosen])


def _bears_on(draft: Draft, other: Draft) -> bool:
    """Say whether the date of one can speak against that of the other."""
    if draft.identity == other.identity:
        return True
    return draft.tactic.different_days and draft.tactic is other.tactic


def _beside(draft: Draft, day: date, others: Sequence[Chosen]) -> int:
    return sum([_together(draft, day, other.draft, other.day) for other in others])


def _together(draft: Draft, day: date, other: Draft, other_day: date) -> int:
    """Return what speaks against a draft's date because of that of another that bears on it."""
    if draft.identity == other.identity:
        return NEAR_CONTACT if abs((day - other_day).days) < DAYS_BETWEEN else 0
    return SAME_DAY_CALLS if day == other_day else 0


@lru_cache(maxsize=1024)
def _against(place: Place, day: date, calls: bool) -> int:
    """Return what speaks against a date where somebody works, whoever it is."""
    if calls:
        return QUIET_CALL if is_quiet(place, day) else 0
    return 0 if is_working_day(place, day) else OFF_DAY


def wished_on(draft: Draft, day: date) -> datetime:
    """Return the preferred instant on a date: by the clock, at once on any later one."""
    zone = draft.place.zone
    wished = local_date(zone, draft.preferred)
    if day == wished:
        return draft.preferred
    if draft.by_clock:
        return day_start(zone, day) if day > wished else draft.preferred
    return at_time(zone, day, draft.tactic.at)
