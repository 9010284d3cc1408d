"""Offers: told to the first choice, given a time to answer, and answered."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime

from followup_ics import FollowUp
from oracle.free import agreed_dates, first_free, is_working_day, not_before
from oracle.world import (
    DAY,
    SECOND,
    Breaches,
    Offered,
    World,
    day_of,
    day_starts,
    fold,
    local,
    local_day,
    named,
    to_do,
    working_day_after,
    works,
)


def offers_are_told_to_the_first_choice(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic == "counter_offer" and not _is_first_choice(
            world, (str(each.company), str(each.role))
        ):
            yield f"{named(each)} is not a first choice"
        if each.tactic == "counter_offer_deadline" and _call(world, each) is None:
            yield f"{named(each)} comes before any call"
    texts = [text for each in world.notes.values() for text in each]
    marked = [key for key in world.applications if _is_first_choice(world, key)]
    if len(marked) != 1:
        return
    first = marked[0]
    told = any("counter_offer" in text or "first_choice" in text for text in texts)
    for offer in world.offers:
        noted = told or world.notes.get(f"offers[{offer.company}]")
        if noted or fold(first[0]) == fold(offer.company):
            continue
        closed = world.closed.get(first)
        found = [
            each
            for each in world.plan.follow_ups
            if each.tactic == "counter_offer" and offer.company in each.description
            if (each.company, each.role) == first
        ]
        if not found and (closed is None or closed > offer.received):
            yield f"{first} is not told of the offer of {offer.company}"


def _is_first_choice(world: World, application: tuple[str, str]) -> bool:
    return any(met.record.first_choice for met in world.applications[application])


def _told(world: World, each: FollowUp) -> list[Offered]:
    """Return the offers that a call, or the end of its time, is about; none where in doubt."""
    do = each.summary + to_do(each)
    other = [offer for offer in world.offers if fold(offer.company) != fold(str(each.company))]
    found = [offer for offer in other if re.search(rf"\b{re.escape(offer.company)}\b", do)]
    made = Counter(fold(offer.company) for offer in world.offers)
    made.update(
        fold(met.company)
        for met in world.met
        if met.record.outcome and met.record.outcome.result == "offer"
    )
    return found if all(made[fold(offer.company)] == 1 for offer in found) else []


def _call(world: World, each: FollowUp) -> FollowUp | None:
    """Return the call in which a company was told of what a deadline is about."""
    calls = [
        other
        for other in world.real
        if other.tactic == "counter_offer" and other.company == each.company
        if other.role == each.role and other.start < each.start
    ]
    return calls[-1] if calls else None


def _is_alone(world: World, offer: Offered) -> bool:
    """Say whether an offer is the only one, so that it is plain which one a text is about."""
    as_outcome = any(
        met.record.outcome and met.record.outcome.result == "offer" for met in world.met
    )
    return len(world.offers) == 1 and world.offers[0] == offer and not as_outcome


def offers_are_told_at_once(world: World) -> Breaches:
    """By telephone up to one working day later; by e-mail only where no time to call is left."""
    for each in world.planned:
        if each.tactic != "counter_offer":
            continue
        offers = _told(world, each)
        if not offers:
            continue
        if each.start < min(offer.received for offer in offers):
            yield f"{named(each)} comes before the offer"
        dues = [offer.answer_by for offer in offers if offer.answer_by]
        if len(dues) == len(offers) and each.end > max(dues) + SECOND:
            yield f"{named(each)} comes after the answer was due, {max(dues)}"
        if len(offers) > 1 or not _is_alone(world, offers[0]):
            continue
        yield from _soon(world, each, offers[0])


def _soon(world: World, each: FollowUp, offer: Offered) -> Breaches:
    start = max(offer.received, not_before(world, each))
    if any("no call before" in reason for reason in each.reasons):
        return
    for place in world.places(each):
        day = local_day(place.zone, start)
        if not works(place.country, place.region, day):
            day = working_day_after(place, day, 1)
        day = working_day_after(place, day, 1)
        closes = day_starts(place.zone, day + DAY)
        if each.channel == "phone" and not each.late and each.end > closes:
            yield f"{named(each)} comes after the next working day, {day}"
        known = [person for _, person in world.recorded(world.identity(each))]
        if each.channel == "email" and (not known or any(person.phone for person in known)):
            call = replace(each, channel="phone", earliest=None, latest=None)
            before = min(closes, offer.answer_by or closes) - (each.end - each.start)
            found, dates = first_free(world, call, start, before), agreed_dates(world, each)
            agreed = any(begin < closes and start < until for begin, until in dates)
            if found and not agreed and len(world.places(each)) == 1:
                yield f"{named(each)} is no call, though {local(place.zone, found)} is free"


def one_call_for_offers_that_come_together(world: World) -> Breaches:
    """What comes before a call is told in it; while its time runs, only what is due sooner."""
    names = Counter(offer.company for offer in world.offers)
    calls = [each for each in world.planned if each.tactic == "counter_offer"]
    for each in calls:
        offers = _told(world, each)
        if len(offers) != 1 or names[offers[0].company] > 1:
            continue
        before = [c for c in calls if c.start < each.start and c.company == each.company]
        before = [c for c in before if c.role == each.role]
        for call in before:
            if not _told(world, call):
                continue
            if offers[0].received <= call.start:
                yield f"{named(each)} could be told in {named(call)}"
            for deadline in world.planned:
                if deadline.tactic != "counter_offer_deadline" or _call(world, deadline) != call:
                    continue
                due, runs = offers[0].answer_by, call.start < offers[0].received < deadline.start
                if runs and (due is None or due > deadline.end):
                    yield f"{named(each)} comes while the time up to {named(deadline)} runs"


def deadlines_are_kept(world: World) -> Breaches:
    """48 hours, or 24 where 48 would leave less than a day; earlier only for the answer's sake."""
    for each in world.planned:
        if each.tactic != "counter_offer_deadline":
            continue
        offers = _told(world, each)
        dues = [offer.answer_by for offer in offers if offer.answer_by]
        if offers and len(dues) == len(offers) and each.end > max(dues) + SECOND:
            yield f"{named(each)} is past the answer due by {max(dues)}"
        call = _call(world, each)
        if call is None or len(offers) != 1 or not _is_alone(world, offers[0]):
            continue
        if (
            len([c for c in world.real if c.tactic == call.tactic and c.company == call.company])
            > 1
        ):
            continue  # told twice: by either its time may run
        due, length = offers[0].answer_by, each.end - each.start
        short = due is not None and due - (call.start + 2 * DAY) < DAY
        over = call.start + (1 if short else 2) * DAY
        last = due - length + SECOND if due else each.start
        task = replace(each, earliest=None, latest=None)
        if each.start < over:
            found = first_free(world, task, over, last) if due else over
            if found:
                yield f"{named(each)} is before its hours are over, on {over}; {found} is free"
            elif due and (later := first_free(world, task, each.start + 3 * length, last)):
                yield f"{named(each)} is too early: {later} is free before {due}"
        elif found := first_free(world, task, over, each.start):
            yield f"{named(each)} is too late: {found} is free after {over}"
        yield from _hours_said(call, each, due)


def _hours_said(call: FollowUp, each: FollowUp, due: datetime | None) -> Breaches:
    """Fewer hours than 24 are never said as a number: the text names the instant."""
    if call.status != "planned":
        return
    do = to_do(call)
    wall = local(call.timezone, each.start)
    given = (due or each.end) - call.start
    wanted = ""
    if due is None or given >= 3 * DAY:
        wanted = "48 hours"
    elif given >= DAY + (each.end - each.start) and each.start >= call.start + DAY:
        wanted = "24 hours"
    elif given < DAY:
        assert due
        ends = [wall, local(call.timezone, due - (each.end - each.start))]
        said = [f"by {end:%H:%M} today" for end in ends if end.date() == day_of(call)]
        said += [f"by {end:%a %H:%M}" for end in ends if end.date() != day_of(call)]
        wanted = next((text for text in said if text in do), said[0])
        if re.search(r"\b(24|48) hours", do):
            yield f"{named(call)} speaks of hours, though only {given} are left: {do}"
    if wanted not in do:
        yield f"{named(call)} does not say {wanted!r}: {do}"


def every_offer_is_answered(world: World) -> Breaches:
    """On the last working, available day before the answer is due, else on that very day."""
    for each in world.planned:
        if each.tactic == "answer_offer":
            if each.interview is not None:
                yield f"{named(each)} follows an interview"
            if world.accepted and each.start >= world.accepted[0]:
                yield f"{named(each)} comes after an acceptance"
    keys = Counter(map(_key, world.offers))
    for offer in world.offers:
        if offer.answer_by is None or keys[_key(offer)] > 1:
            continue
        found = [
            each
            for each in world.plan.follow_ups
            if each.tactic == "answer_offer"
            if (fold(str(each.company)), fold(str(each.role))) == _key(offer)
        ]
        noted = any("answer_offer" in text for texts in world.notes.values() for text in texts)
        if not found and not noted:
            yield f"the offer of {offer.company} is never answered"
        for each in found:
            if each.status == "planned" and not each.late:
                yield from _answered(world, each, offer)


def _key(offer: Offered) -> tuple[str, str]:
    return fold(offer.company), fold(offer.record.role)


def _answered(world: World, each: FollowUp, offer: Offered) -> Breaches:
    assert offer.answer_by
    zone = world.home.zone
    due = local_day(zone, offer.answer_by)
    task = replace(each, earliest=None, latest=None)
    if each.start < offer.received or each.end > offer.answer_by + SECOND:
        yield f"{named(each)} is not between {offer.received} and {offer.answer_by}"
    day, length = due - DAY, each.end - each.start
    opens = max(day_starts(zone, due), offer.received)
    while day >= local_day(zone, offer.received):
        start = max(day_starts(zone, day), offer.received)
        closes = day_starts(zone, day + DAY)
        stands = local_day(zone, each.start) == day
        if is_working_day(world, each, day) and (stands or first_free(world, task, start, closes)):
            break
        day -= DAY
    else:
        day = due
        if not first_free(world, task, opens, offer.answer_by - length + SECOND):
            return
    good = {day, due} if day == local_day(zone, offer.received) else {day}
    if day_of(each) not in good:
        yield f"{named(each)} is not on {day}; the answer is due by {offer.answer_by}"


def offers_of_the_file_are_no_news_to_it(world: World) -> Breaches:
    """No first choice is asked for where nothing else is open to be told."""
    names = Counter(fold(offer.company) for offer in world.offers)
    for offer in world.offers:
        if names[fold(offer.company)] > 1:
            continue
        others = [
            application
            for application in world.applications
            if application != offer.application
            if world.closed.get(application, offer.received + DAY) > offer.received
        ]
        texts = [
            text
            for about, texts in world.notes.items()
            for text in texts
            if about.startswith(f"offers[{offer.company}]")
        ]
        if not others and any("no application is marked" in text for text in texts):
            yield f"a first choice is asked for, with nothing open beside {offer.company}"
