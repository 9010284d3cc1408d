"""Windows are kept; what is late is explained, and could not be earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from followup_ics import FollowUp
from oracle.free import first_free, first_free_working_day, is_working_day, not_before
from oracle.world import (
    CYCLE,
    DAY,
    GIVES,
    SECOND,
    Breaches,
    Met,
    World,
    day_of,
    day_starts,
    local,
    local_day,
    named,
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
        day = local_day(world.zone(each), met.end)
        if each.tactic in _DAYS:
            first, last = _DAYS[each.tactic]
            if not first <= (day_of(each) - day).days <= last:
                yield f"{named(each)} is not on d+{first} .. d+{last} of {day}"
        if each.tactic == "thank_you" and not (
            met.end < each.start and each.end <= met.end + DAY + SECOND
        ):
            yield f"{named(each)} is not within a day after {met.end}"
        if each.tactic == "agreed_next_step":
            step = met.record.next_step
            assert step
            assert step.follow_up_on
            yield from _on_the_day(each, met, [step.follow_up_on])
        if each.tactic == "call_back":
            agreed = [log.call_back for log in met.log if log.call_back]
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
        start = local_day(world.home.zone, world.visit(world.by_id[str(each.interview)])[0].start)
        good = [
            day
            for day in (start - n * DAY for n in range(1, 32))
            if day_starts(world.home.zone, day) < day_starts(world.home.zone, day + DAY)
            if world.home.works(day) and not world.is_away(day)
        ]
        if good and day_of(each) != good[0]:
            yield f"{named(each)} is not on {good[0]}, the last working day before {start}"


def reviews_are_at_the_end_of_the_horizon(world: World) -> Breaches:
    """Or, where that is no working day or is spent away, on the last one in the six days before."""
    zone = world.home.zone
    for each in world.planned:
        if each.tactic != "review" or each.late:
            continue
        last = world.horizon(world.by_id[str(each.interview)])
        if not 0 <= (last - day_of(each)).days <= 6:
            yield f"{named(each)} is not at the end of the horizon, {last}"
            continue
        day = last
        while day > day_of(each):
            opens, closes = day_starts(zone, day), day_starts(zone, day + DAY)
            good = is_working_day(world, each, day)
            if good and first_free(world, each, opens, closes - SECOND):
                yield f"{named(each)} is not on {day}, the last working day up to {last}"
            day -= DAY


def own_tasks_are_on_working_days(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic != "stand_out" or is_working_day(world, each, day_of(each)):
            continue
        assert each.earliest
        assert each.latest
        zone = world.zone(each)
        day = local_day(zone, each.earliest)
        while day <= local_day(zone, each.latest):
            opens, closes = day_starts(zone, day), day_starts(zone, day + DAY)
            opens = max(opens, not_before(world, each))
            if is_working_day(world, each, day) and first_free(world, each, opens, closes):
                yield f"{named(each)} is on a day off, though {day} is free"
                break
            day += DAY


# Lateness is justified


def late_ones_are_needed(world: World) -> Breaches:
    """Nothing in the window was free."""
    for each in world.planned:
        if not (each.late and each.earliest and each.latest):
            continue
        if any("date agreed with them" in reason for reason in each.reasons):
            continue
        start = _opens(world, each)
        before = each.latest + SECOND - (each.end - each.start) + SECOND
        tried = [each]
        by_mail = each.person is None or any(
            person.email for _, person in world.recorded(world.identity(each))
        )
        if each.tactic == "touch_base" and each.channel == "phone" and by_mail:
            tried.append(replace(each, channel="email"))
        for other in tried if start else ():
            assert start
            if found := first_free(world, other, start, min(before, each.start)):
                shown = local(each.timezone, found)
                yield (
                    f"{named(each)} is late, but {shown:%a %Y-%m-%d %H:%M} in its window is free "
                    f"by {other.channel}"
                )


def late_ones_take_the_first_free_working_day(world: World) -> Breaches:
    """After the window, the first working day on which a time is free, apart from others."""
    for each in world.planned:
        if (
            not (each.late and each.latest)
            or each.tactic in _TIMED_OTHERWISE
            or _is_thanked(world, each)
        ):
            continue
        start = _opens(world, each)
        if start is None or len(world.places(each)) > 1:
            continue
        zone = world.zone(each)
        first = max(local_day(zone, each.latest) + DAY, local_day(zone, start))
        if each.tactic == "still_in_running":
            before = [o for o in world.contacts(each.company) if o.start < each.start]
            first = max([first, *(local_day(each.timezone, o.start) + DAY for o in before)])
        works = is_working_day(world, each, day_of(each))
        last = day_of(each) - DAY if works else first + 10 * DAY
        if found := first_free_working_day(world, each, first, last):
            yield f"{named(each)} is late, but {found:%a %Y-%m-%d} is the first free working day"


_TIMED_OTHERWISE = (
    "prepare",
    "counter_offer",
    "counter_offer_deadline",
    "answer_offer",
    "keep_searching",
)


def _is_thanked(world: World, each: FollowUp) -> bool:
    """Say whether this is a thank-you of a record written late: it is due that very day."""
    met = world.by_id.get(str(each.interview))
    return bool(each.tactic == "thank_you" and met and world.written(met))


def _opens(world: World, each: FollowUp) -> datetime | None:
    """Return from when on a late follow-up may be; None where that is in doubt."""
    assert each.earliest
    start = max(each.earliest, not_before(world, each))
    if each.tactic not in CYCLE:
        return start
    before = [other for other in world.contacts(each.company) if other.start < each.start]
    if each.tactic != "still_in_running":
        apart = 7
    elif any(other.tactic == "still_in_running" and other is not each for other in world.real):
        return None  # another question at that company may have had the slot
    else:
        apart = 7 if world.decision(world.by_id[str(each.interview)]) is None else 1
        before = [other for other in before if apart == 7 or other.status == "done"]
    if before:
        last = max(day_of(before[-1]), local_day(each.timezone, before[-1].start))
        start = max(start, day_starts(each.timezone, last + apart * DAY))
    return start


def stale_gives_are_left_out(world: World) -> Breaches:
    """A give whose window closed more than five days ago comes no more."""
    for each in world.planned:
        if each.tactic in GIVES and each.late and each.latest:
            days = (day_of(each) - local_day(each.timezone, each.latest)).days
            if days > 5:
                yield f"{named(each)} comes {days} days after its window"
