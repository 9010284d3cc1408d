"""Assertive without becoming irritating: the hard rules of every plan."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import combinations, product

from followup_ics import FollowUp
from oracle.free import SILENCE, Allows, agreed_dates, first_free, near, not_before
from oracle.world import (
    ASIDE,
    SECOND,
    Breaches,
    Identity,
    World,
    day_of,
    is_awake,
    local,
    local_day,
    named,
)


def one_contact_per_person_and_day(world: World) -> Breaches:
    days: dict[tuple[Identity, date], list[FollowUp]] = defaultdict(list)
    for each in world.standing:
        if each.channel != "self":
            days[world.identity(each), day_of(each)].append(each)
    for found in days.values():
        one_zone = len({each.timezone for each in found}) == 1
        if len(found) > 1 and one_zone and any(each.status == "planned" for each in found):
            yield f"one person, one day: {'; '.join(map(named, found))}"


def two_contacts_per_company_and_day(world: World) -> Breaches:
    days: dict[tuple[str | None, date], list[FollowUp]] = defaultdict(list)
    for each in world.standing:
        if each.channel != "self" and each.tactic not in ASIDE:
            days[each.company, day_of(each)].append(each)
    for found in days.values():
        if len(found) > 2 and any(each.status == "planned" for each in found):
            yield f"one company, one day: {'; '.join(map(named, found))}"


def calls_are_in_working_hours(world: World) -> Breaches:
    for each in world.planned:
        if each.channel == "self":
            place = world.home.on(local_day(world.home.zone, each.start))
            if each.timezone != place.zone:
                yield f"{named(each)} is not in the candidate's zone"
            continue
        places = world.places(each)
        if not places:
            yield f"{named(each)} is in a zone that no record gives"
        elif each.channel == "phone" and not any(
            place.opens(each.start, each.end) for place in places
        ):
            yield f"{named(each)} is a call outside working hours of {places}"


def nothing_overlaps(world: World) -> Breaches:
    found = sorted(world.standing, key=lambda each: each.start)
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            if other.start >= one.end:
                break
            if "planned" in (one.status, other.status):
                yield f"{named(one)} overlaps {named(other)}"
    for each in world.planned:
        for met in world.met:
            if met.start < each.end and each.start < met.end:
                yield f"{named(each)} is inside the interview {met.id} of {met.company}"


def nothing_overlaps_busy_time(world: World) -> Breaches:
    """Only a thank-you is sent on a date that the candidate's own calendar takes up whole."""
    for each in world.planned:
        taken = [span for span in world.busy if span[0] < each.end and each.start < span[1]]
        whole_day = world.is_busy_all(local_day(world.home.zone, each.start))
        if taken and not (each.tactic == "thank_you" and whole_day):
            yield f"{named(each)} overlaps {taken} of the candidate's own calendar"


def nothing_precedes_its_interview(world: World) -> Breaches:
    for each in world.planned:
        if each.interview is None:
            if each.tactic not in ("keep_searching", "withdraw", "answer_offer"):
                yield f"{named(each)} follows no interview"
            continue
        met = world.by_id[each.interview]
        if each.tactic == "prepare":
            if each.end > met.start:
                yield f"{named(each)} ends after the interview begins"
        elif each.start < met.end:
            yield f"{named(each)} starts before the interview's end, {met.end}"


def candidates_own_time_is_kept(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic == "thank_you" or world.is_available(each.start, each.end):
            continue
        yield f"{named(each)} is away or outside {world.candidate.available}"


# Thank-you notes

Level = tuple[bool, ...]  # the available hours, days away, their 07:00 to 21:00
_HALF_AN_HOUR = timedelta(minutes=30)


def thank_yous_give_up_as_little_as_they_must(world: World) -> Breaches:
    """Given up in this order: their 07:00 to 21:00, days away, the available hours."""
    for each in world.planned:
        if each.tactic != "thank_you" or each.late or each.channel != "email":
            continue
        assert each.latest
        zone, home = each.timezone, world.home.zone
        level = (
            not world.in_hours(each.start, each.end),
            world.is_away(local_day(home, each.start)),
            not is_awake(zone, each.start, each.end),
        )
        last = each.latest + SECOND - (each.end - each.start) + SECOND
        start = not_before(world, each)
        for better in [each for each in product((False, True), repeat=3) if each < level]:
            if found := first_free(world, each, start, last, _keeping(world, each, better)):
                shown = local(zone, found)
                yield (
                    f"{named(each)} gives up {_given_up(level)}, but {shown:%a %H:%M} was free "
                    f"where {_given_up(better)} are given up"
                )
                break


def _keeping(world: World, each: FollowUp, level: Level) -> Allows:
    """Return what allows a time where only so much is given up.

    The evening of the interview counts only where half an hour of it is left.
    """
    hours, away, awake = level
    home = world.home.zone
    met = world.by_id[str(each.interview)]

    def fits(start: datetime, end: datetime) -> bool:
        return (
            is_awake(home, start, end)
            and (hours or world.in_hours(start, end))
            and (away or not world.is_away(local_day(home, start)))
            and (awake or is_awake(each.timezone, start, end))
        )

    evening = fits(met.end, met.end + _HALF_AN_HOUR)
    return lambda start, end: fits(start, end) and (evening or start >= met.end + _HALF_AN_HOUR)


def _given_up(level: Level) -> str:
    names = ("the available hours", "days away", "their 07:00 to 21:00")
    return " and ".join(name for name, given in zip(names, level, strict=True) if given) or "none"


def thank_yous_go_to_the_first_named_first(world: World) -> Breaches:
    for met in world.met:
        named_in = [each for each in world.visit(met) if each.start <= met.start]
        order = [
            world.identity_of(each.company, person.name)
            for each in named_in
            for person in each.record.people
        ]
        sent = [
            each
            for each in world.planned
            if each.tactic == "thank_you" and each.interview == met.id and not each.late
            if each.channel == "email" and world.identity(each) in order
            if not near(world, each, day_of(each)) and not world.written(met)
        ]
        for one, other in combinations(sent, 2):  # in order of time
            turns = [order.index(world.identity(each)) for each in (one, other)]
            if any("cannot wait longer" in reason for reason in other.reasons):
                continue  # another contact took the better times
            if one.timezone == other.timezone and turns[0] > turns[1]:
                yield f"thanked before one named earlier: {named(one)}; {named(other)}"


# Silence


def no_phone_contact_before_an_agreed_date(world: World) -> Breaches:
    for each in world.planned:
        if each.channel != "phone" or each.tactic in ("agreed_next_step", "call_back"):
            continue
        for made, until in agreed_dates(world, each, surely=True):
            if made < each.start < until:
                yield f"{named(each)} is a call before the date agreed, {until}"


def no_question_soon_after_another_offer(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic != "still_in_running":
            continue
        for other in world.contacts(each.company):
            if other.tactic == "counter_offer" and other.start < each.start:
                zones = (each.timezone, other.timezone)
                days = [(local_day(z, each.start) - local_day(z, other.start)).days for z in zones]
                if max(days) <= SILENCE:
                    yield f"{named(each)} is {days} days after {named(other)}"
