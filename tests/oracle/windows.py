"""Windows are kept; what is late is explained, and could not be earlier."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from followup_ics import FollowUp
from oracle.free import first_free, not_before
from oracle.world import (
    CYCLE,
    DAY,
    SECOND,
    Breaches,
    Met,
    World,
    day_of,
    day_starts,
    local,
    local_day,
    named,
    works,
)


def windows_are_respected(world: World) -> Breaches:
    for each in world.planned:
        if each.start >= each.end:
            yield f"{named(each)} lasts no time"
        if (each.earliest is None) != (each.latest is None):
            yield f"{named(each)} has half a window"
        if each.earliest is None or each.latest is None:
            continue
        if each.earliest > each.latest:
            yield f"{named(each)} has a window that closes before it opens"
        inside = each.earliest <= each.start and each.end <= each.latest + SECOND
        if not each.late and not inside:
            yield f"{named(each)} is outside {each.earliest} .. {each.latest}, and not late"
        if each.late and inside:
            yield f"{named(each)} is marked late, but is in its window"
        if each.start < each.earliest:
            yield f"{named(each)} is before its window"


def late_ones_are_explained(world: World) -> Breaches:
    for each in world.planned:
        if not each.late:
            continue
        texts = world.notes.get(each.uid, [])
        if not any("late" in text and len(text) > 30 for text in texts):
            yield f"{named(each)} is late without a note; notes: {texts}"
        reasons = [reason for reason in each.reasons if reason.startswith("Late: ")]
        if not reasons:
            yield f"{named(each)} is late without a reason: {each.reasons}"


_DAYS = {
    "share_article": (1, 5),
    "phone_call": (1, 5),
    "continued_interest": (7, 10),
    "stand_out": (10, 21),
}


def windows_are_those_of_the_table(world: World) -> Breaches:
    for each in world.planned:
        if each.late or each.interview is None:
            continue
        met = world.by_id[each.interview]
        day = local_day(each.timezone, met.end)
        if each.tactic in _DAYS:
            first, last = _DAYS[each.tactic]
            if not first <= (day_of(each) - day).days <= last:
                yield f"{named(each)} is not on d+{first} .. d+{last} of {day}"
        if each.tactic == "thank_you" and not (
            met.end < each.start and each.end <= met.end + DAY + SECOND
        ):
            yield f"{named(each)} is not within a day after {met.end}"
        if each.tactic == "review":
            last_day = local_day(world.home.zone, met.end) + timedelta(weeks=10)
            if day_of(each) != last_day:
                yield f"{named(each)} is not on {last_day}"
        if each.tactic == "agreed_next_step":
            step = met.record.next_step
            assert step
            assert step.follow_up_on
            yield from _on_the_day(each, met, [step.follow_up_on])
        if each.tactic == "call_back":
            agreed = [log.call_back for log in met.record.log if log.call_back]
            yield from _on_the_day(each, met, agreed)


def _on_the_day(each: FollowUp, met: Met, days: list[date]) -> Breaches:
    asked = {day if not isinstance(day, datetime) else day.date() for day in days}
    asked |= {
        local_day(each.timezone, met.moment(day)) for day in days if isinstance(day, datetime)
    }
    if day_of(each) not in asked:
        yield f"{named(each)} is not on an agreed day: {sorted(asked)}"


def preparing_is_on_the_last_working_day(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic != "prepare" or each.late:
            continue
        met = world.by_id[str(each.interview)]
        start = local_day(world.home.zone, met.start)
        good = [
            day
            for day in (start - n * DAY for n in range(1, 32))
            if day_starts(world.home.zone, day) < day_starts(world.home.zone, day + DAY)
            if works(world.home.country, world.home.region, day) and not world.is_away(day)
        ]
        if good and day_of(each) != good[0]:
            yield f"{named(each)} is not on {good[0]}, the last working day before {start}"


# Lateness is justified


def late_ones_take_the_first_free_slot(world: World) -> Breaches:
    for each in world.planned:
        if each.late and each.earliest and each.latest:
            found = _free(world, each)
            if found and found < each.start:
                inside = found + (each.end - each.start) <= each.latest + SECOND
                where = "in its window" if inside else "after it"
                shown = local(each.timezone, found)
                yield f"{named(each)} is late, but {shown:%a %Y-%m-%d %H:%M} {where} is free"


def _free(world: World, each: FollowUp) -> datetime | None:
    """Return the first start before a late follow-up's that every hard rule allows."""
    assert each.earliest
    start = max(each.earliest, not_before(world, each))
    if each.tactic in CYCLE:
        before = [other for other in world.contacts(each.company) if other.start < each.start]
        if before:
            last = max(day_of(before[-1]), local_day(each.timezone, before[-1].start))
            start = max(start, day_starts(each.timezone, last + 7 * DAY))
    return first_free(world, each, start, each.start)
