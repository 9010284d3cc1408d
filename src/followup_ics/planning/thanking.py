"""When to thank: within hours of the interview, at a time that suits both as well as can be.

What is given up, where the window holds nothing better, in this order: that it is between 07:00
and 21:00 for them, days away, the hours in which the candidate is willing to act. An interview is
never interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import NamedTuple

from followup_ics.planning.causes import taken_by_contacts, why_not_at
from followup_ics.planning.diary import Diary, nearest_start
from followup_ics.planning.drafts import SECOND, Draft, ends_from
from followup_ics.planning.engagements import without
from followup_ics.working_time import (
    DAY,
    Availability,
    Hours,
    Span,
    day_start,
    daytime,
    every_date,
    local_date,
    spoken_time,
    working_hours,
)

ENOUGH_OF_AN_EVENING = timedelta(minutes=30)
_WHOLE_DAY, _DAYTIME = (Hours(0, 24 * 60),), Hours(7 * 60, 21 * 60)


class Concession(NamedTuple):
    """What is given up for a thank-you."""

    available: bool
    away: bool
    theirs: bool


CONCESSIONS = [
    Concession(available, away, theirs)
    for available in (False, True)
    for away in (False, True)
    for theirs in (False, True)
]


class Thanks(NamedTuple):
    """A thank-you and its time."""

    draft: Draft
    start: datetime


def thanks(diary: Diary, drafts: Sequence[Draft]) -> list[Thanks]:
    """Return times for the thank-yous of one interview, the first named first.

    Those for which the window holds no time are left out.
    """
    found: list[Thanks] = []
    after: datetime | None = None
    for draft in drafts:
        wished = max(draft.preferred, after or draft.preferred)
        best = None if draft.done else _best(diary, draft, wished, found)
        found += [best] if best else []
        start = draft.done.at if draft.done else best and best.start
        if start and start >= wished and _same_day(draft, start, wished):
            after = start + draft.length
    return _in_order(diary, found)


def _best(diary: Diary, draft: Draft, wished: datetime, others: Sequence[Thanks]) -> Thanks | None:
    begin = max(draft.earliest, draft.not_before or draft.earliest)
    end = min(draft.latest + SECOND, draft.deadline or draft.latest + SECOND)
    if begin >= end:
        return None
    taken = diary.taken(begin, end)
    taken += [(each.start, each.start + each.draft.length) for each in others]
    taken.sort()
    for rest, given in product((ENOUGH_OF_AN_EVENING, draft.length), CONCESSIONS):
        open_spans = _open(diary, draft, begin, end, given, rest)
        start = nearest_start(without(open_spans, taken), wished, draft.length)
        if start:
            return Thanks(draft, start)
    return None


def _open(
    diary: Diary,
    draft: Draft,
    begin: datetime,
    end: datetime,
    given: Concession,
    rest: timedelta,
) -> Iterator[Span]:
    """Yield when a thank-you may be, day by day, but not at once where so little `rest` is left."""
    zone, hours = draft.place.zone, _hours(diary.availability, given)
    for day in every_date(local_date(zone, begin), local_date(zone, end)):
        span: Span | None = (day_start(zone, day), day_start(zone, day + DAY))
        if draft.channel == "phone":
            span = working_hours(draft.place, day)
        elif not given.theirs:
            span = daytime(zone, day)
        if span and diary.is_in_touch(draft, day):
            over = ends_from(draft)
            span = (max(span[0], over), span[1]) if over else None
        if span:
            for opens, closes in hours.within(max(span[0], begin), min(span[1], end)):
                if opens > begin or closes - draft.earliest >= rest:
                    yield opens, closes


def _hours(availability: Availability, given: Concession) -> Availability:
    hours = availability.hours
    if given.available:
        hours = _WHOLE_DAY
    elif not given.theirs:
        by_day = (
            Hours(max(each.opens, _DAYTIME.opens), min(each.closes, _DAYTIME.closes))
            for each in hours
        )
        hours = tuple(each for each in by_day if each.opens < each.closes)
    return availability._replace(hours=hours, away=() if given.away else availability.away)


def _in_order(diary: Diary, found: list[Thanks]) -> list[Thanks]:
    """Give the times found for people of one zone to them as they are named."""
    ordered = list(found)
    for zone in {each.draft.place.zone for each in found}:
        here = [
            n
            for n, each in enumerate(found)
            if each.draft.place.zone == zone and each.draft.channel == "email"
        ]
        if not _swap(diary, zone, ordered, here):
            for day in {local_date(zone, found[n].start) for n in here}:
                _swap(diary, zone, ordered, [n for n in here if _day(found[n]) == day])
    return ordered


def _swap(diary: Diary, zone: str, found: list[Thanks], here: Sequence[int]) -> bool:
    """Sort the times of some thank-yous; say whether they can be had on those dates."""
    times = sorted(found[n].start for n in here)
    swapped = [Thanks(found[n].draft, start) for n, start in zip(here, times, strict=True)]
    if any(diary.is_in_touch(each.draft, local_date(zone, each.start)) for each in swapped):
        return False
    for n, each in zip(here, swapped, strict=True):
        found[n] = each
    return True


def _same_day(draft: Draft, one: datetime, other: datetime) -> bool:
    zone = draft.place.zone
    return local_date(zone, one) == local_date(zone, other)


def _day(thanks: Thanks) -> date:
    return local_date(thanks.draft.place.zone, thanks.start)


def given_up(diary: Diary, draft: Draft, start: datetime) -> Iterator[str]:
    """Yield why a thank-you is not at the preferred time, and what was given up for it."""
    zone, end, hours = draft.place.zone, start + draft.length, diary.availability
    if start != draft.preferred:
        cause = None if _same_day(draft, start, draft.preferred) else _heard_that_day(diary, draft)
        cause = cause or why_not_at(diary, draft, draft.preferred)
        yield f"moved from {spoken_time(zone, draft.preferred)}: {cause}"
    if hours.within(start, end) != [(start, end)]:
        yield f"{_your_time(diary, start)}: a thank-you cannot wait longer"
    wakes, rests = daytime(zone, local_date(zone, start))
    if draft.channel == "email" and not wakes <= start <= end <= rests:
        yield "outside their 07:00 to 21:00: a thank-you cannot wait longer"


def _heard_that_day(diary: Diary, draft: Draft) -> str | None:
    """Return which other contact, on the day of the preferred time, leaves that day no room."""
    return taken_by_contacts(diary, draft, local_date(draft.place.zone, draft.preferred))


def _your_time(diary: Diary, start: datetime) -> str:
    """Return what of the candidate's own time is given up at an instant."""
    day = local_date(diary.availability.zone, start)
    if diary.engagements.is_busy_on(day):
        return "on a day that your own calendar takes up"
    away = diary.availability.is_away(day)
    return "on a day away" if away else "outside your available hours"
