"""What changes the plan: each record has its effect."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations, pairwise

from followup_ics import FollowUp
from followup_ics.records.job_search import LogEntry
from oracle.free import agreed_dates, asks, first_free, is_working_day
from oracle.world import (
    CALLS,
    DAY,
    GIVES,
    Breaches,
    Identity,
    Met,
    World,
    as_date,
    day_of,
    day_starts,
    fold,
    is_skipped,
    left_out_with_a_note,
    local_day,
    named,
    to_do,
)


def no_ask_before_an_agreed_date(world: World) -> Breaches:
    for each in world.planned:
        if each.person is None or not asks(each):
            continue
        for made, until in agreed_dates(world, each, surely=True):
            if made < each.start < until:
                yield f"{named(each)} asks before the date agreed, {until}"


def agreed_dates_replace_the_call(world: World) -> Breaches:
    """What an interview itself agreed on takes the place of its call to that person."""
    for each in world.real:
        if each.tactic != "agreed_next_step" or each.interview is None:
            continue
        for other in world.planned:
            same = other.interview == each.interview and other.tactic == "phone_call"
            if same and each.person and world.identity(other) == world.identity(each):
                assert other.earliest
                agreed = each.latest or each.start
                if other.earliest <= agreed and each.status == "planned":
                    yield f"{named(other)} is planned beside {named(each)}"


def promises_outlive_a_next_round(world: World) -> Breaches:
    """Only a logged call or a new agreed date of the later round replaces them."""
    for each in world.plan.follow_ups:
        because = [reason for reason in each.reasons if "round" in reason and "Cancel" in reason]
        if each.status != "cancelled" or not because:
            continue
        if each.tactic in ("counter_offer", "counter_offer_deadline"):
            yield f"{named(each)} is cancelled by a next round: {because}"
        if each.tactic not in ("call_back", "agreed_next_step") or each.interview is None:
            continue
        rounds = world.of_application(each)
        later = rounds[rounds.index(world.by_id[each.interview]) + 1 :]
        if not any(_replaces(world, met, each) for met in later):
            yield f"{named(each)} is cancelled, and nothing takes its place: {because}"


def _replaces(world: World, met: Met, each: FollowUp) -> bool:
    """Say whether a later round may have a call to somebody, or a date agreed with them."""
    step = met.record.next_step
    names = [step.with_] if step and step.follow_up_on else []
    names += [log.to for log in met.log if log.call_back or log.did in CALLS]
    folded = fold(each.person or "")
    identity = world.identity(each)
    return any(
        name is None or fold(name) == folded or world.identity_of(met.company, name) == identity
        for name in names
    )


def nothing_is_planned_once_closed(world: World) -> Breaches:
    for each in world.planned:
        if each.interview is None or each.tactic == "withdraw":
            continue
        closed = world.closings.get(each.interview)
        if closed and each.start >= closed:
            yield f"{named(each)} is planned, though all ended on {closed}"


_STAND = (
    "thank_you",
    "counter_offer",
    "counter_offer_deadline",
    "withdraw",
    "call_back",
    "agreed_next_step",
)


def next_round_takes_over(world: World) -> Breaches:
    for each in world.planned:
        if each.interview is None or each.tactic in _STAND:
            continue
        from_ = world.superseded(world.by_id[each.interview])
        if from_ and each.start >= from_:
            yield f"{named(each)} is planned, though a next round takes over on {from_}"


def an_interview_opens_an_application_again(world: World) -> Breaches:
    """A rejection ends the rounds before it: nothing of a later one is cancelled for it."""
    for met in world.met:
        if met.id in world.closings or world.superseded(met):
            continue
        for each in world.plan.follow_ups:
            ended = any("rejected" in text or "withdrew" in text for text in each.reasons)
            if each.interview == met.id and each.status == "cancelled" and ended:
                yield f"{named(each)} is cancelled, though {met.id} is open: {each.reasons}"


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
        if each.interview is None or each.tactic in ("stand_out", "answer_offer"):
            continue
        if is_skipped(each):
            continue
        met = world.by_id[each.interview]
        agreed = any("agreed" in reason or "call back" in reason for reason in reasons)
        together = any(world.are_together(met, other, surely=False) for other in world.met)
        if not (met.id in world.closings or world.superseded(met) or agreed or together):
            yield f"{named(each)} is cancelled for no cause: {reasons}"


def keep_searching_is_weekly(world: World) -> Breaches:
    """On a week's first working, available day, but never within three days of the next one."""
    found = [each for each in world.planned if each.tactic == "keep_searching"]
    weeks = {day_of(each).isocalendar()[:2]: each for each in found}
    if len(weeks) < len(found):
        yield f"keep_searching comes twice a week: {list(map(named, found))}"
    for one, other in pairwise(found):
        if (day_of(other) - day_of(one)).days <= 3:
            yield f"{named(one)} is within three days of {named(other)}"
    for each in found[1:]:
        monday = day_of(each) - day_of(each).weekday() * DAY
        first = _first_in_week(world, each, monday)
        if first and first != day_of(each):
            yield f"{named(each)} is not on {first}, the first working day of its week"
    if world.accepted and any(each.start >= world.accepted[0] for each in found):
        yield f"{named(found[-1])} comes after an acceptance"
    if not found or any(world.written(met) for met in world.met):
        return
    yield from _missing_weeks(world, weeks, found)
    weeks_left = max(world.horizon(met) for met in world.met) - day_of(found[-1])
    if world.accepted or weeks_left.days > 7:
        return
    if not re.search(r"\bends?\b", to_do(found[-1])):
        yield f"{named(found[-1])} is the last one and does not say so"


def _first_in_week(world: World, each: FollowUp, monday: date) -> date | None:
    """Return the first working, available day of a week on which a time is free."""
    zone = world.home.zone
    for day in (monday + n * DAY for n in range(7)):
        opens, closes = day_starts(zone, day), day_starts(zone, day + DAY)
        stands = day_of(each) == day
        if is_working_day(world, each, day) and (stands or first_free(world, each, opens, closes)):
            return day
    return None


def _missing_weeks(
    world: World, weeks: dict[tuple[int, int], FollowUp], found: list[FollowUp]
) -> Breaches:
    zone = world.home.zone
    day = min(local_day(zone, each.end) for each in world.met)
    day += (7 - day.weekday()) * DAY
    last = max(world.horizon(each) for each in world.met)
    if world.accepted:
        last = min(last, local_day(zone, world.accepted[0]) - 7 * DAY)
    while day <= last - 7 * DAY:
        if day.isocalendar()[:2] not in weeks:
            free = _first_in_week(world, replace(found[0], earliest=None, latest=None), day)
            later = [day_of(each) for each in found if day_of(each) > day]
            if free and (not later or (later[0] - free).days > 3):
                yield f"keep_searching is missing in the week of {day}, when {free} is free"
        day += 7 * DAY


def one_thing_apart_in_28_days(world: World) -> Breaches:
    found = [each for each in world.planned if each.tactic == "stand_out"]
    for one, other in pairwise(found):
        if (day_of(other) - day_of(one)).days < 28:
            yield f"twice in 28 days: {named(one)}; {named(other)}"


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
        is_open = application != winner and not world.is_lost(application, on)
        ties = application != winner and any(
            each.record.outcome and each.record.outcome.result == "accepted" for each in rounds
        )
        noted = any(left_out_with_a_note(world, met, "withdraw", None) for met in rounds)
        if not ties and not noted and found[application] != int(is_open):
            yield f"{application} is open: {is_open}, with {found[application]} withdraw"


def log_entries_are_done_when_they_were(world: World) -> Breaches:
    logged: list[tuple[Met, LogEntry]] = [(each, entry) for each in world.met for entry in each.log]
    if len(logged) != len(world.done):
        yield f"{len(logged)} log entries, but {len(world.done)} follow-ups done"
    starts = Counter(each.start for each in world.done)
    for met, entry in logged:
        if isinstance(entry.on, datetime):
            starts[met.moment(entry.on)] -= 1
            if starts[met.moment(entry.on)] < 0:
                yield f"{entry.did} on {entry.on} is not done at that time"


def what_is_skipped_is_over_and_says_so(world: World) -> Breaches:
    """Each entry ends what it names, one for everybody one a person; else a note says so."""
    entries = [(met, index, e) for met in world.met for index, e in enumerate(met.record.log)]
    skips = [(met, index, e) for met, index, e in entries if e.skipped]
    if len(world.skipped) > len(skips) + sum(
        each.tactic == "counter_offer_deadline" for each in world.skipped
    ):
        yield f"{len(skips)} entries skip {list(map(named, world.skipped))}"
    for each in world.skipped:
        of = [(met, e) for met, _, e in skips if met.application == (each.company, each.role)]
        means_it = [
            e
            for _, e in of
            if e.did == each.tactic
            or (e.did in CALLS and each.tactic in CALLS)
            or (e.did, each.tactic) == ("counter_offer", "counter_offer_deadline")
        ]
        if not means_it:
            yield f"{named(each)} is skipped, and no entry says so"
    for met, index, entry in skips:
        noted = world.notes.get(f"interviews[{met.id}].log[{index}]", [])
        ended = [
            each
            for each in world.plan.follow_ups
            if each.status == "cancelled" and (each.tactic == entry.did or entry.did in CALLS)
        ]
        if not ended and not noted and not _has_no_event(world, met, entry):
            yield f"{entry.did} on {entry.on} skips nothing, and no note says so"


def _has_no_event(world: World, met: Met, entry: LogEntry) -> bool:
    """Say whether an entry is past the end, or of a gift that is told in a call or left out."""
    beyond = as_date(entry.on) >= world.horizon(met)
    identities = [world.identity_of(met.company, each.name) for each in met.record.people]
    if entry.did in GIVES and any(map(world.phone_only, identities)):
        return True
    return beyond or any(entry.did in text for texts in world.notes.values() for text in texts)


def what_is_done_is_not_planned_again(world: World) -> Breaches:
    called = {
        _whom(world, each)
        for each in world.done
        if each.tactic == "phone_call" and (each.person is None or _is_named(world, each))
    }
    calls = [each for each in world.planned if each.tactic == "phone_call"]
    for each in calls:
        if _whom(world, each) in called:
            yield f"{named(each)} is planned, though it is done"
    for one, other in combinations(calls, 2):
        if _whom(world, one) == _whom(world, other):
            yield f"called twice: {named(one)}; {named(other)}"


def one_article_a_person(world: World) -> Breaches:
    """Two roles of one person, interviewed for less than a week apart, bring one for both."""
    articles = [
        each
        for each in world.real
        if each.tactic == "share_article" and each.interview and each.earliest
        if day_of(each) <= world.horizon(world.by_id[each.interview])
    ]
    for one, other in combinations(articles, 2):
        if world.identity(one) != world.identity(other):
            continue
        first, second = (world.by_id[str(each.interview)] for each in (one, other))
        over = any(met.id in world.closings or world.superseded(met) for met in (first, second))
        planned = "planned" in (one.status, other.status)
        if world.are_together(first, second) and planned and not over:
            yield f"two articles for one person: {named(one)}; {named(other)}"


def what_is_for_both_roles_names_both(world: World) -> Breaches:
    for each in world.plan.follow_ups:
        if each.status != "cancelled" or each.tactic not in ("share_article", "phone_call"):
            continue
        if not any("both roles" in reason for reason in each.reasons):
            continue
        met = world.by_id.get(str(each.interview))
        near = [o for o in world.met if met and world.are_together(met, o, surely=False)]
        stand = [
            other
            for other in world.real
            if other.tactic == each.tactic and world.identity(other) == world.identity(each)
            if other.interview in {other.id for other in near}
        ]
        left_out = [left_out_with_a_note(world, o, each.tactic, each.person) for o in near]
        over = any(left_out) or any(o.id in world.closings or world.superseded(o) for o in near)
        after = [other for other in stand if met and other.start > met.end]
        texts = [other.summary + to_do(other) for other in after if other.status == "planned"]
        surely = [o for o in near if met and world.are_together(met, o)]
        serves = any(other.interview in {o.id for o in surely} for other in after)
        named_in = any(str(each.role) in text for text in texts)
        if serves and len(texts) == len(after) and not named_in and not any(left_out):
            yield f"{named(stand[0])} is for {each.role} too, and does not say so"
        if each.tactic == "share_article" and near and not stand and not over:
            yield f"{named(each)} is cancelled for another role, and nothing takes its place"


def _is_named(world: World, each: FollowUp) -> bool:
    """Say whether a log entry says who was called: where it does not, they are a guess."""
    logs = [log for met in world.of_application(each) for log in met.log]
    return any(log.did == each.tactic and log.to == each.person for log in logs)


def _whom(world: World, each: FollowUp) -> tuple[Identity, str | None]:
    """Return who was called; an unnamed hiring manager belongs to one role."""
    return world.identity(each), None if each.person else each.role


def late_records_are_planned_from_their_date(world: World) -> Breaches:
    for each in world.planned:
        met = world.by_id.get(str(each.interview))
        written = world.written(met) if met else None
        if met is None or written is None:
            continue
        from_ = day_starts(world.home.zone, written)
        if each.start < from_:
            yield f"{named(each)} is planned before {written}"
        if each.tactic == "thank_you" and each.late:
            closes = met.end + DAY
            others = [
                other
                for other in world.contacts(each.company)
                if world.identity(other) == world.identity(each) and other is not each
            ]
            if closes < from_ and not others and each.channel == "email":
                day = local_day(world.home.zone, each.start)
                if day != written:
                    yield f"{named(each)} is not on {written}"
