"""Assertive without becoming irritating: the hard rules of every plan."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from followup_ics import FollowUp
from oracle.free import first_free, not_before
from oracle.world import (
    ASIDE,
    SECOND,
    Breaches,
    Identity,
    World,
    day_of,
    named,
)


def one_contact_per_person_and_day(world: World) -> Breaches:
    days: dict[tuple[Identity, date], list[FollowUp]] = defaultdict(list)
    for each in world.real:
        if each.channel != "self":
            days[world.identity(each), day_of(each)].append(each)
    for found in days.values():
        if len(found) > 1 and any(each.status == "planned" for each in found):
            yield f"one person, one day: {'; '.join(map(named, found))}"


def two_contacts_per_company_and_day(world: World) -> Breaches:
    days: dict[tuple[str | None, date], list[FollowUp]] = defaultdict(list)
    for each in world.real:
        if each.channel != "self" and each.tactic not in ASIDE:
            days[each.company, day_of(each)].append(each)
    for found in days.values():
        if len(found) > 2 and any(each.status == "planned" for each in found):
            yield f"one company, one day: {'; '.join(map(named, found))}"


def calls_are_in_working_hours(world: World) -> Breaches:
    for each in world.planned:
        if each.channel == "self":
            if each.timezone != world.home.zone:
                yield f"{named(each)} is not in the candidate's zone"
            continue
        places = world.places(each)
        if not places:
            yield f"{named(each)} is in a zone that no record gives"
        elif each.channel == "phone" and not any(
            place.opens(each.start, each.end) for place in places
        ):
            yield f"{named(each)} is a call outside working hours of {places}"


def calls_of_one_interview_are_on_different_days(world: World) -> Breaches:
    days: dict[tuple[str | None, date], list[FollowUp]] = defaultdict(list)
    for each in world.real:
        if each.tactic == "phone_call":
            days[each.interview, day_of(each)].append(each)
    for found in days.values():
        if len(found) > 1 and any(each.status == "planned" for each in found):
            yield f"two calls on one day: {'; '.join(map(named, found))}"


def nothing_overlaps(world: World) -> Breaches:
    real = sorted(world.real, key=lambda each: each.start)
    for index, one in enumerate(real):
        for other in real[index + 1 :]:
            if other.start >= one.end:
                break
            if "planned" in (one.status, other.status):
                yield f"{named(one)} overlaps {named(other)}"


def nothing_precedes_its_interview(world: World) -> Breaches:
    for each in world.planned:
        if each.interview is None:
            if each.tactic not in ("keep_searching", "withdraw"):
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


def thank_yous_leave_available_hours_only_in_need(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic != "thank_you" or each.late or world.is_available(each.start, each.end):
            continue
        assert each.latest
        last = each.latest + SECOND - (each.end - each.start)
        found = first_free(world, each, not_before(world, each), last)
        if found:
            yield f"{named(each)} is outside available hours, but {found} was free"
