"""What is free: a second search, for the first start that every hard rule allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from followup_ics import FollowUp
from oracle.world import (
    ASIDE,
    DAY,
    SECOND,
    World,
    day_of,
    day_starts,
    local_day,
    works,
)


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
        asked = [met.moment(log.on, time(12)) for log in met.record.log if log.call_back]
        start = max(start, *(at for at in asked if at <= each.start))
    written = met.record.follow_up_from
    return max(start, day_starts(world.home.zone, written)) if written else start


def first_free(world: World, each: FollowUp, start: datetime, before: datetime) -> datetime | None:
    """Return the first start that every hard rule allows.

    Only instants at which something opens or ends need a look: a free time begins at one of them.
    """
    zone = each.timezone
    day, last = local_day(zone, start), local_day(zone, before)
    while day <= last:
        if _is_free_day(world, each, day):
            opens, closes = day_starts(zone, day), day_starts(zone, day + DAY)
            for at in [start, *world.edges(zone, opens, closes)]:
                at = _rounded(at)
                inside = max(start, opens) <= at < min(before, closes)
                if inside and _is_free(world, each, at, at + (each.end - each.start)):
                    return at
        day += DAY
    return None


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
    of_company = [other for other in that_day if other.company == each.company]
    if each.tactic not in ASIDE and sum(other.tactic not in ASIDE for other in of_company) >= 2:
        return False
    return each.tactic != "phone_call" or not any(
        other.tactic == "phone_call" and other.interview == each.interview for other in that_day
    )


def _is_free(world: World, each: FollowUp, start: datetime, end: datetime) -> bool:
    if each.latest and start <= each.latest and end > each.latest + SECOND:
        return False
    if not world.is_available(start, end):
        return False
    if each.channel == "phone" and not all(place.opens(start, end) for place in world.places(each)):
        return False
    if local_day(each.timezone, start) != local_day(each.timezone, end - SECOND):
        return False
    if any(o.start < end and start < o.end for o in world.real if o is not each):
        return False
    if any(met.start < end and start < met.end for met in world.met):
        return False  # no rule, but a reason that anybody would accept
    waits = each.tactic in ("phone_call", "still_in_running", "touch_base")
    return not waits or not any(first < start < last for first, last in agreed_dates(world, each))


def agreed_dates(world: World, each: FollowUp) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when a date agreed with a follow-up's person makes asks wait."""
    for other in world.planned:
        if world.identity(other) != world.identity(each) or other.interview is None:
            continue
        met = world.by_id[other.interview]
        if other.tactic == "agreed_next_step":
            yield met.end, other.start
        if other.tactic == "call_back":
            for log in met.record.log:
                if log.call_back and other.earliest and other.latest:
                    yield met.moment(log.on, time(12)), other.start
