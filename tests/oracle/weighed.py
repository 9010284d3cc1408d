"""The soft rules of one interview's contacts taken together: no other days would be better."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from followup_ics import FollowUp
from oracle.free import not_before
from oracle.world import (
    DAY,
    Breaches,
    Identity,
    Place,
    World,
    day_of,
    day_starts,
    is_awake,
    is_quiet,
    local_day,
    named,
    works,
)

Cost = tuple[int, ...]
NOTHING: Cost = (0,) * 6
_PREFERRED = {"share_article": 3, "phone_call": 4, "continued_interest": 8}
_ROOMY, _STEP = timedelta(hours=2), timedelta(minutes=30)


def soft_rules_are_weighed_together(world: World) -> Breaches:
    """Tried where nothing but the soft rules decides: one interview, and plenty of time."""
    drafts = _drafts(world)
    if not drafts:
        return
    actual = NOTHING
    chosen = [(each, each.chosen) for each in drafts]
    for number, (each, day) in enumerate(chosen):
        actual = _sum(actual, _cost(each, day, chosen[:number]))
    best = _best(drafts, actual)
    if best:
        cost, days = best
        moves = zip(drafts, days, strict=True)
        shown = [f"{named(draft.each)} -> {day:%a %d}" for draft, day in moves]
        yield f"{cost} is better than {actual}: {'; '.join(shown)}"


def _has_full_days(world: World) -> bool:
    return any(last - first >= DAY for first, last in world.busy)


class _Day(NamedTuple):
    day: date
    is_awake: bool


class _Draft(NamedTuple):
    """A contact of the interview, with the days on which it could be."""

    each: FollowUp
    identity: Identity
    place: Place
    preferred: date
    days: list[_Day]
    chosen: _Day
    given: list[date]


def _drafts(world: World) -> list[_Draft]:
    """Return the contacts of a file's only interview, none where anything else has a say."""
    if len(world.met) != 1 or world.offers or world.candidate.away or _has_full_days(world):
        return []
    met, hours = world.met[0], world.candidate.available[0]
    record = met.record
    odd = record.log or record.next_step or record.outcome or record.follow_up_from
    if odd or hours[0] > 7 * 60 or hours[1] < 21 * 60:
        return []
    moving = [each for each in world.plan.follow_ups if each.tactic in _PREFERRED]
    if any(each.late or each.status != "planned" for each in moving):
        return []
    if any(each.tactic == "phone_call" and each.channel != "phone" for each in moving):
        return []
    found = []
    for each in moving:
        draft = _draft(world, each)
        if draft is None:
            return []
        found.append(draft)
    return found


def _draft(world: World, each: FollowUp) -> _Draft | None:
    """Return a contact with its days, None where it is in doubt whether one has time enough."""
    places = world.places(each)
    others = [o for o in world.planned if o.tactic not in _PREFERRED and o.channel != "self"]
    given = [day_of(o) for o in others if world.identity(o) == world.identity(each)]
    if len(places) != 1 or not each.earliest or not each.latest:
        return None
    place = next(iter(places))
    zone, zero = place.zone, local_day(place.zone, world.met[0].end)
    days: list[_Day] = []
    day, last = local_day(zone, each.earliest), local_day(zone, each.latest)
    while day <= last:
        if day not in given:
            fits = [_fits(world, each, place, day, awake=awake) for awake in (False, True)]
            if None in fits:
                return None
            if fits[0]:
                days.append(_Day(day, bool(fits[1]) or each.channel == "phone"))
        day += DAY
    awake = each.channel == "phone" or is_awake(zone, each.start, each.end)
    preferred = zero + _PREFERRED[each.tactic] * DAY
    chosen = _Day(day_of(each), awake)
    return _Draft(each, world.identity(each), place, preferred, days, chosen, given)


def _fits(world: World, each: FollowUp, place: Place, day: date, *, awake: bool) -> bool | None:
    """Say whether there is time for all contacts on a date, None if only for some."""
    if each.channel == "phone" and not works(place.country, place.region, day):
        return False
    found = [
        any(
            _is_open(world, each, place, start, length, awake=awake)
            for start in _starts(place, day)
        )
        for length in (each.end - each.start, _ROOMY)
    ]
    return found[0] if found[0] == found[1] else None


def _starts(place: Place, day: date) -> Iterator[datetime]:
    opens = day_starts(place.zone, day)
    return (opens + n * _STEP for n in range((day_starts(place.zone, day + DAY) - opens) // _STEP))


def _is_open(
    world: World, each: FollowUp, place: Place, start: datetime, length: timedelta, *, awake: bool
) -> bool:
    end = start + length
    taken = [(met.start, met.end) for met in world.met]
    taken += [(o.start, o.end) for o in world.real if o.tactic not in _PREFERRED]
    taken += world.busy
    return (
        start >= not_before(world, each)
        and world.is_available(start, end)
        and (not awake or is_awake(place.zone, start, end))
        and (each.channel != "phone" or place.opens(start, end))
        and not any(first < end and start < last for first, last in taken)
    )


# The search


def _cost(draft: _Draft, day: _Day, others: list[tuple[_Draft, _Day]]) -> Cost:
    """Return what speaks against a day, in the order of the soft rules."""
    place, each = draft.place, draft.each
    email = each.channel == "email"
    days = [*draft.given, *(o.day for other, o in others if other.identity == draft.identity)]
    calls = [o.day for other, o in others if other.each.tactic == each.tactic == "phone_call"]
    return (
        int(email and not works(place.country, place.region, day.day)),
        int(not email and is_quiet(place.country, place.region, day.day)),
        int(email and not day.is_awake),
        sum(abs((day.day - other).days) < 2 for other in days),
        sum(day.day == other for other in calls),
        abs((day.day - draft.preferred).days),
    )


def _sum(one: Cost, other: Cost) -> Cost:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _best(drafts: list[_Draft], actual: Cost) -> tuple[Cost, list[date]] | None:
    """Return the best days for all, None where none are better than the actual ones."""
    best: tuple[Cost, list[date]] | None = None

    def descend(chosen: list[tuple[_Draft, _Day]], cost: Cost) -> None:
        nonlocal best
        if cost >= (best[0] if best else actual):
            return
        if len(chosen) == len(drafts):
            best = cost, [day.day for _, day in chosen]
            return
        draft = drafts[len(chosen)]
        tried = [(_sum(cost, _cost(draft, day, chosen)), day) for day in draft.days]
        for total, day in sorted(tried):
            that_day = [other.identity for other, o in chosen if o.day == day.day]
            if draft.identity not in that_day and len(that_day) < 2:
                descend([*chosen, (draft, day)], total)

    descend([], NOTHING)
    return best
