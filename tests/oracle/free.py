"""What is free: a second search, for the first start that every hard rule allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from followup_ics import FollowUp
from oracle.world import (
    ASIDE,
    DAY,
    SECOND,
    World,
    as_date,
    day_of,
    day_starts,
    is_awake,
    local_day,
    works,
)

Allows = Callable[[datetime, datetime], bool]
SILENCE = 14


def asks(each: FollowUp) -> bool:
    if each.tactic == "touch_base":
        return "to touch base" in each.summary or "Ask" in each.description.split("\n\n")[0]
    return each.tactic in ("phone_call", "still_in_running")


def not_before(world: World, each: FollowUp) -> datetime:
    """Return the first instant that the interview and the date of its record allow."""
    if each.interview is None:
        return datetime.min.replace(tzinfo=UTC)
    met = world.by_id[each.interview]
    start = met.start - 99 * DAY if each.tactic == "prepare" else met.end + timedelta(minutes=1)
    if each.tactic == "call_back":
        asked = [met.moment(log.on, time(12)) for log in met.log if log.call_back]
        start = max(start, *(at for at in asked if at <= each.start))
    written = world.written(met)
    return max(start, day_starts(world.home.zone, written)) if written else start


def first_free(
    world: World,
    each: FollowUp,
    start: datetime,
    before: datetime,
    allows: Allows | None = None,
) -> datetime | None:
    """Return the first start that every hard rule allows.

    Only instants at which something opens or ends need a look: a free time begins at one of them.
    `allows` takes the place of the candidate's own time.
    """
    zone = world.zone(each)
    day, last = local_day(zone, start), local_day(zone, before)
    while day <= last:
        if _is_free_day(world, each, day):
            opens, closes = day_starts(zone, day), day_starts(zone, day + DAY)
            for at in [start, *world.edges(zone, opens, closes)]:
                at = _rounded(at)
                inside = max(start, opens) <= at < min(before, closes)
                end = at + (each.end - each.start)
                if inside and _is_free(world, each, at, end, allows or world.is_available):
                    return at
        day += DAY
    return None


def first_free_working_day(world: World, each: FollowUp, start: date, last: date) -> date | None:
    """Return the first working day with a time for a late one, at a distance from all others.

    An e-mail reaches them between 07:00 and 21:00 of their day.
    """
    zone = world.zone(each)

    def allows(start: datetime, end: datetime) -> bool:
        awake = each.channel != "email" or is_awake(zone, start, end)
        return awake and world.is_available(start, end)

    day = start
    while day <= last:
        if is_working_day(world, each, day) and not near(world, each, day):
            opens, closes = day_starts(zone, day), day_starts(zone, day + DAY)
            if first_free(world, each, max(opens, not_before(world, each)), closes, allows):
                return day
        day += DAY
    return None


def is_working_day(world: World, each: FollowUp, day: date) -> bool:
    """Say whether a date is a working day, wherever the person may be."""
    if each.channel == "self":
        return world.home.works(day) and not world.is_away(day)
    places = world.places(each)
    return bool(places) and all(works(place.country, place.region, day) for place in places)


def near(world: World, each: FollowUp, day: date) -> list[FollowUp]:
    """Return other contacts with the same person less than two days from a date."""
    if each.channel == "self":
        return []
    return [
        other
        for other in world.real
        if other is not each and other.channel != "self" and abs((day_of(other) - day).days) < 2
        if world.identity(other) == world.identity(each)
    ]


def _rounded(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % 5, seconds=moment.second)
    return moment + timedelta(minutes=5) - over if over else moment


def _is_free_day(world: World, each: FollowUp, day: date) -> bool:
    """Say whether the rules that count by the day allow a date of the person's zone."""
    if each.channel == "self":
        return True
    if each.channel == "phone" and not all(
        works(place.country, place.region, day) for place in world.places(each)
    ):
        return False
    that_day = [
        other
        for other in world.real
        if other is not each and other.channel != "self" and day_of(other) == day
    ]
    if any(world.identity(other) == world.identity(each) for other in that_day):
        return False
    if each.tactic == "still_in_running" and (
        near(world, each, day) or is_silent(world, each, day)
    ):
        return False
    of_company = [other for other in that_day if other.company == each.company]
    return each.tactic in ASIDE or sum(other.tactic not in ASIDE for other in of_company) < 2


def is_silent(world: World, each: FollowUp, day: date) -> bool:
    """Say whether a company was told of another offer less than 15 days before a date."""
    return any(
        other.tactic == "counter_offer"
        and 0 <= (day - local_day(each.timezone, other.start)).days <= SILENCE
        for other in world.contacts(each.company)
    )


def _is_free(world: World, each: FollowUp, start: datetime, end: datetime, allows: Allows) -> bool:
    if each.latest and start <= each.latest and end > each.latest + SECOND:
        return False
    if not allows(start, end):
        return False
    if each.channel == "phone" and not all(place.opens(start, end) for place in world.places(each)):
        return False
    zone = world.zone(each)
    if local_day(zone, start) != local_day(zone, end - SECOND):
        return False
    if any(o.start < end and start < o.end for o in world.real if o is not each):
        return False
    if any(met.start < end and start < met.end for met in world.met):
        return False
    if world.is_busy(start, end):
        return False
    waits = each.channel == "phone" or asks(each)
    return not waits or not any(first < start < last for first, last in agreed_dates(world, each))


def agreed_dates(
    world: World, each: FollowUp, *, surely: bool = False
) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when a date agreed with a follow-up's person makes asks wait.

    Where it cannot be told in which call it was agreed, `surely` takes the last one.
    """
    for other in world.planned:
        if other is each or other.interview is None:
            continue
        if other.tactic not in ("agreed_next_step", "call_back"):
            continue
        same = each.person is not None or each.role == other.role
        if world.identity(other) == world.identity(each) and same:
            made = agreed_at(world, other)
            if made:
                yield (
                    (max if surely else min)(made),
                    min(other.start, other.earliest or other.start),
                )


def agreed_at(world: World, each: FollowUp) -> list[datetime]:
    """Return when a planned date may have been agreed."""
    met = world.by_id[str(each.interview)]
    if each.tactic == "agreed_next_step":
        return [met.end]
    return [
        max(met.moment(log.on, time(12)), met.end)
        for log in met.log
        if log.call_back
        and (log.to is None or log.to == each.person)
        and abs((as_date(log.call_back) - day_of(each)).days) <= (99 if each.late else 1)
    ]
