"""What changes the plan: each record has its effect."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from followup_ics import FollowUp, Offer
from followup_ics.records import LogEntry
from oracle.free import agreed_dates, asks
from oracle.world import (
    DAY,
    SECOND,
    Breaches,
    Identity,
    Met,
    World,
    day_of,
    day_starts,
    instant,
    left_out_with_a_note,
    local_day,
    named,
)


def no_ask_before_an_agreed_date(world: World) -> Breaches:
    for each in world.planned:
        if each.person is None or not asks(each):
            continue
        for first, last in agreed_dates(world, each):
            if first < each.start < last and _agreed_known(world, each, last):
                yield f"{named(each)} asks before the date agreed, {last}"


def _agreed_known(world: World, each: FollowUp, last: datetime) -> bool:
    """Say whether the agreement behind a planned date was made before a follow-up."""
    for other in world.planned:
        if other.start != last or other.interview is None:
            continue
        met = world.by_id[other.interview]
        if other.tactic == "agreed_next_step":
            return met.end < each.start
        known = [
            met.moment(log.on, time(12))
            for log in met.record.log
            if log.call_back and abs(met.moment(log.call_back) - last) < 3 * DAY
        ]
        return bool(known) and min(known) < each.start
    return False


def nothing_is_planned_once_closed(world: World) -> Breaches:
    for each in world.planned:
        if each.company is None or each.tactic == "withdraw":
            continue
        closed = world.closed.get((each.company, str(each.role)))
        if closed and each.start >= closed:
            yield f"{named(each)} is planned, though all ended on {closed}"


def next_round_takes_over(world: World) -> Breaches:
    for each in world.planned:
        if each.interview is None or each.tactic in ("thank_you", "counter_offer", "withdraw"):
            continue
        if each.tactic == "counter_offer_deadline":
            continue
        from_ = world.superseded(world.by_id[each.interview])
        if from_ and each.start >= from_:
            yield f"{named(each)} is planned, though a next round takes over on {from_}"


def cancelled_ones_say_why(world: World) -> Breaches:
    for each in world.plan.follow_ups:
        if each.status != "cancelled":
            continue
        reasons = [reason for reason in each.reasons if reason.startswith("Cancelled: ")]
        if not reasons or len(reasons[0]) < 20:
            yield f"{named(each)} does not say why: {each.reasons}"
        if each.late:
            yield f"{named(each)} is late as well"
        if not each.summary.startswith("Cancelled: "):
            yield f"{named(each)} does not say so in its summary: {each.summary}"
        closed = world.closed.get((str(each.company), str(each.role)))
        offered = world.offered.get((str(each.company), str(each.role)))
        next_ = each.interview and world.superseded(world.by_id[each.interview])
        agreed = any("agreed" in reason or "call back" in reason for reason in reasons)
        if not (closed or offered or next_ or agreed):
            yield f"{named(each)} is cancelled for no cause: {reasons}"


def keep_searching_is_weekly(world: World) -> Breaches:
    weeks = Counter(
        day_of(each).isocalendar()[:2]
        for each in world.planned
        if each.tactic == "keep_searching" and not each.late
    )
    if any(count > 1 for count in weeks.values()):
        yield f"keep_searching comes twice a week: {weeks}"
    if world.accepted:
        for each in world.planned:
            if each.tactic == "keep_searching" and each.start >= world.accepted[0]:
                yield f"{named(each)} comes after an acceptance"
    if not world.met or any(each.record.follow_up_from for each in world.met):
        return
    zone = world.home.zone
    day = min(local_day(zone, each.end) for each in world.met)
    day += timedelta(days=7 - day.weekday())
    last = max(local_day(zone, each.end) for each in world.met) + timedelta(weeks=10)
    if world.accepted:
        last = min(last, local_day(zone, world.accepted[0]) - 7 * DAY)
    late = sum(each.late or each.status == "cancelled" for each in world.plan.follow_ups)
    left_out = any("keep_searching" in text for text in world.notes.get("candidate", []))
    while day <= last - 7 * DAY and not late and not left_out:
        if day.isocalendar()[:2] not in weeks:
            yield f"keep_searching is missing in the week of {day}"
        day += 7 * DAY


def withdrawals_are_one_each(world: World) -> Breaches:
    found = Counter(
        (str(each.company), str(each.role)) for each in world.real if each.tactic == "withdraw"
    )
    if world.accepted is None:
        if any(each.tactic == "withdraw" for each in world.planned):
            yield "withdraw without an acceptance"
        return
    on, winner = world.accepted
    for application, rounds in world.applications.items():
        ended = [
            each.moment(each.record.outcome.on)
            for each in rounds
            if each.record.outcome and each.record.outcome.result in ("rejected", "withdrawn")
        ]
        is_open = application != winner and not any(end <= on for end in ended)
        ties = application != winner and any(
            each.record.outcome and each.record.outcome.result == "accepted" for each in rounds
        )
        noted = any(left_out_with_a_note(world, met, "withdraw", None) for met in rounds)
        if not ties and not noted and found[application] != int(is_open):
            yield f"{application} is open: {is_open}, with {found[application]} withdraw"


def log_entries_are_done_when_they_were(world: World) -> Breaches:
    logged: list[tuple[Met, LogEntry]] = [
        (each, entry) for each in world.met for entry in each.record.log
    ]
    if len(logged) != len(world.done):
        yield f"{len(logged)} log entries, but {len(world.done)} follow-ups done"
    starts = Counter(each.start for each in world.done)
    for met, entry in logged:
        if isinstance(entry.on, datetime):
            starts[met.moment(entry.on)] -= 1
            if starts[met.moment(entry.on)] < 0:
                yield f"{entry.did} on {entry.on} is not done at that time"


def what_is_done_is_not_planned_again(world: World) -> Breaches:
    called = {
        _whom(world, each)
        for each in world.done
        if each.tactic == "phone_call" and (each.person is None or _is_named(world, each))
    }
    for each in world.planned:
        if each.tactic == "phone_call" and _whom(world, each) in called:
            yield f"{named(each)} is planned, though it is done"


def _is_named(world: World, each: FollowUp) -> bool:
    """Say whether a log entry says who was called: where it does not, they are a guess."""
    logs = [log for met in world.of_application(each) for log in met.record.log]
    return any(log.did == each.tactic and log.to == each.person for log in logs)


def _whom(world: World, each: FollowUp) -> tuple[Identity, str | None]:
    """Return who was called; an unnamed hiring manager belongs to one role."""
    return world.identity(each), None if each.person else each.role


def late_records_are_planned_from_their_date(world: World) -> Breaches:
    for each in world.planned:
        met = world.by_id.get(str(each.interview))
        if met is None or met.record.follow_up_from is None:
            continue
        from_ = day_starts(world.home.zone, met.record.follow_up_from)
        if each.start < from_:
            yield f"{named(each)} is planned before {met.record.follow_up_from}"
        if each.tactic == "thank_you" and each.late:
            closes = met.end + DAY
            others = [
                other
                for other in world.contacts(each.company)
                if world.identity(other) == world.identity(each) and other is not each
            ]
            if closes < from_ and not others and each.channel == "email":
                day = local_day(world.home.zone, each.start)
                if day != met.record.follow_up_from:
                    yield f"{named(each)} is not on {met.record.follow_up_from}"


def offers_are_told_to_the_first_choice(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic == "counter_offer":
            if not any(met.record.first_choice for met in world.of_application(each)):
                yield f"{named(each)} is not a first choice"
            offers = [o for o in world.job_search.offers if o.company in each.description]
            offers = [o for o in offers if o.company != each.company]
            yield from _in_time(world, each, offers)
        if each.tactic == "counter_offer_deadline":
            calls = [
                other
                for other in world.real
                if other.tactic == "counter_offer" and other.company == each.company
            ]
            if not any(other.end <= each.start for other in calls):
                yield f"{named(each)} comes before the call: {list(map(named, calls))}"
    for offer in world.job_search.offers:
        received = _home_moment(world, offer.received)
        for application, rounds in world.applications.items():
            if application[0] == offer.company or not any(m.record.first_choice for m in rounds):
                continue
            ended = [
                at[application]
                for at in (world.closed, world.offered)
                if application in at and at[application] <= received
            ]
            found = [
                each
                for each in world.plan.follow_ups
                if each.tactic == "counter_offer"
                and (each.company, each.role) == application
                and offer.company in each.description
            ]
            texts = [text for each in world.notes.values() for text in each]
            noted = any("counter_offer" in text or "first_choice" in text for text in texts)
            if not ended and not found and not noted:
                yield f"{application} is not told of the offer of {offer.company}"


def _home_moment(world: World, value: date, bare: time = time()) -> datetime:
    wall = value if isinstance(value, datetime) else datetime.combine(value, bare)
    return instant(world.home.zone, wall)


def _in_time(world: World, each: FollowUp, offers: list[Offer]) -> Breaches:
    for offer in offers:
        if offer.answer_by and not each.late and len(offers) == 1:
            latest = offer.answer_by
            bare = time(23, 59)
            if each.start > _home_moment(world, latest, bare):
                yield f"{named(each)} comes after {offer.answer_by}"


def deadlines_keep_within_the_answer(world: World) -> Breaches:
    """Their time is up 48 hours after the call, 24 where that leaves less than a day."""
    offers = {offer.company: offer for offer in world.job_search.offers}
    for each in world.planned:
        if each.tactic != "counter_offer_deadline":
            continue
        of = [offer for name, offer in offers.items() if f"offer from {name}" in each.summary]
        if len(of) == 1 and of[0].answer_by:
            answer_by = _home_moment(world, of[0].answer_by, time(23, 59))
            same = [o for o in world.job_search.offers if o.company == of[0].company]
            others = [name for name, _ in world.offered if name == of[0].company]
            if each.end > answer_by + SECOND and len(same) == 1 and not others:
                yield f"{named(each)} is past the answer due by {of[0].answer_by}"
