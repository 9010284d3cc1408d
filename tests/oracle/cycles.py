"""The cycle keeps its pace and rotates; its questions come when due."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

from followup_ics import FollowUp
from oracle.world import (
    CYCLE,
    DAY,
    Breaches,
    Identity,
    Met,
    World,
    day_of,
    day_starts,
    local_day,
    named,
)


def still_in_running_is_asked_once(world: World) -> Breaches:
    counts: dict[tuple[str | None, str | None], Counter[str]] = defaultdict(Counter)
    for each in world.real:
        if each.tactic == "still_in_running":
            counts[each.company, each.role][each.status] += 1
    for application, count in counts.items():
        if count["planned"] > (0 if count["done"] else 1):
            yield f"still_in_running is asked more than once for {application}: {count}"


def still_in_running_comes_when_due(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic != "still_in_running" or each.late:
            continue
        rounds = [met for met in world.of_application(each) if met.end <= each.start]
        day = day_of(each)
        said = [
            met.record.next_step.decision_by
            for met in rounds
            if met.record.next_step and met.record.next_step.decision_by
        ]
        met = rounds[-1]
        zero = local_day(each.timezone, met.end)
        good = [0 < (day - by).days <= 12 for by in said]
        good.append(28 <= (day - zero).days <= 42)
        if not any(good):
            yield f"{named(each)} is not after a decision {said}, nor in d+28 .. d+42 of {zero}"


def still_in_running_is_not_forgotten(world: World) -> Breaches:
    asked = {(each.company, each.role) for each in world.real if each.tactic == "still_in_running"}
    asked |= {
        met.application
        for met in world.met
        for log in met.record.log
        if log.did == "still_in_running"
    }
    for application, rounds in world.applications.items():
        over = application in world.closed or application in world.offered
        if over or application in asked or not _could_contact(world, rounds[-1]):
            continue
        yield f"still_in_running is never asked for {application}"


def _could_contact(world: World, met: Met) -> bool:
    """Say whether enough of an application's time is left to hold every contact due."""
    path = f"interviews[{met.id}]"
    texts = world.notes.get(path, [])
    left_out = any("No time was found" in text or "in the running" in text for text in texts)
    last = local_day(world.home.zone, met.end) + timedelta(weeks=10)
    late_start = met.record.follow_up_from
    return not left_out and (late_start is None or (last - late_start).days > 50)


def cycle_slots_are_7_to_12_days_apart(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic not in CYCLE:
            continue
        met = world.by_id[str(each.interview)]
        before = [other for other in world.contacts(each.company) if other.start < each.start]
        base = before[-1].start if before else met.end
        zones = {each.timezone, met.place.zone, *(other.timezone for other in before[-1:])}
        apart = [(local_day(zone, each.start) - local_day(zone, base)).days for zone in zones]
        if max(apart) < 7:
            yield f"{named(each)} is only {apart} days after the last contact, {base}"
        written = met.record.follow_up_from
        if written and day_starts(world.home.zone, written) > base:
            continue
        opens = (local_day(met.place.zone, each.start) - local_day(met.place.zone, met.end)).days
        if opens < 7:
            yield f"{named(each)} is {opens} days after its own interview"
        if not each.late and min(apart) > 12 and opens > 8:
            yield f"{named(each)} is {apart} days after the last contact, and not late"


def cycle_counts_from_the_last_actual_contact(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic not in CYCLE:
            continue
        later = [other for other in world.contacts(each.company) if other.status == "done"]
        later = [other for other in later if other.start > each.start]
        if later:
            yield f"{named(each)} is planned before what was done: {named(later[-1])}"


def cycle_goes_on_to_the_horizon(world: World) -> Breaches:
    """Between two contacts with a company that is open lie at most 12 days, from d+7 on."""
    for company in sorted({each.record.company for each in world.met}):
        of_company = [each for each in world.met if each.record.company == company]
        if any("No time was found" in text for each in world.notes.values() for text in each):
            continue
        contacts = world.contacts(company)
        for rounds in world.applications.values():
            met = rounds[-1]
            over = met.application in world.closed or met.application in world.offered
            if met not in of_company or over or met.record.follow_up_from:
                continue
            zone = met.place.zone
            ends = local_day(world.home.zone, met.end) + timedelta(weeks=10)
            days = sorted({local_day(zone, each.start) for each in contacts})
            late = {local_day(zone, each.start) for each in contacts if each.late}
            done = [each.start for each in contacts if each.status == "done"]
            zero = local_day(zone, max([met.end, *done]))
            days = [zero, *(day for day in days if zero < day < ends)]
            slack = len({zone, *(each.timezone for each in contacts)}) > 1  # dates differ by one
            for one, other in pairwise([*days, ends]):
                away = all(world.is_away(one + n * DAY) for n in range(7, 13))
                if (other - one).days > 12 + slack and other not in late and not away:
                    yield f"no contact with {company} from {one} to {other}"


def nobody_twice_in_a_row(world: World) -> Breaches:
    for company in sorted({each.record.company for each in world.met}):
        for one, other in pairwise(world.contacts(company)):
            if one.tactic not in CYCLE or other.tactic not in CYCLE:
                continue
            if other.status != "planned" or one.person is None or other.person is None:
                continue
            if world.identity(one) != world.identity(other):
                continue
            noted = any("same person" in text for text in world.notes.get(other.uid, []))
            if len(_people_who_matter(world, other)) > 1 and not noted:
                yield f"twice in a row: {named(one)}; {named(other)}"


def _people_who_matter(world: World, each: FollowUp) -> set[Identity]:
    met = world.by_id[str(each.interview)]
    rounds = world.applications[met.application]
    return {
        world.identity_of(each.record.company, person.name)
        for each in rounds[: rounds.index(met) + 1]
        for person in each.record.people
        if person.vote or person.part in ("hiring_manager", "human_resources")
    }


_APPROACHES = ("an idea", "to touch base", "some news", "an example", "learning", "in the running")


def approach(each: FollowUp) -> str | None:
    """Return which approach a slot takes, None where its summary does not say."""
    return next((name for name in _APPROACHES if name in each.summary), None)


def no_approach_twice_in_a_row(world: World) -> Breaches:
    for company in sorted({each.record.company for each in world.met}):
        slots = [each for each in world.contacts(company) if each.tactic in CYCLE]
        for one, other in pairwise(slots):
            if other.status != "planned" or one.status != "planned":
                continue
            if approach(one) and approach(one) == approach(other):
                if one.tactic == other.tactic == "still_in_running":
                    continue  # two applications, each asked once
                yield f"one approach twice in a row: {named(one)}; {named(other)}"


def topics_rotate(world: World) -> Breaches:
    """No topic comes again until all others were used, whichever role it is about."""
    said: dict[tuple[Identity, str | None], list[str]] = defaultdict(list)
    known: dict[tuple[Identity, str | None], set[str]] = {}
    for each in world.real:
        if each.person is None or each.tactic == "thank_you":
            continue
        records = world.recorded(world.identity(each))
        topics = {topic for _, person in records for topic in person.topics}
        if len({person.topics for _, person in records if person.topics}) > 1:
            continue
        do = [line for line in each.description.split("\n\n")[0].splitlines() if line[:2] == "- "]
        used = [topic for topic in topics if any(topic in line for line in do)]
        key = (world.identity(each), each.company)
        if known.setdefault(key, topics) != topics:
            continue
        if len(used) > 1:
            yield f"{named(each)} names {used} at once"
        said[key] += used
    for key, used in said.items():
        count = len(known[key])
        for at in range(len(used) - count + 1):
            if len(set(used[at : at + count])) != count:
                yield f"topics of {key} repeat before all were used: {used}"
                break


def activities_are_told_on_the_next_slot(world: World) -> Breaches:
    for activity in world.job_search.activities:
        told: Counter[tuple[str | None, str]] = Counter()
        for each in world.planned:
            first = each.description.split("\n\n")[0]
            if each.tactic == "activity_update" and activity.what in first:
                told[each.company, each.uid] += 1
                if day_of(each) < activity.on:
                    yield f"{named(each)} tells of {activity.what} before {activity.on}"
        companies = Counter(company for company, _ in told)
        for company, count in companies.items():
            if count > 1:
                yield f"{activity.what} is told to {company} {count} times"
        for company in sorted({each.record.company for each in world.met} - set(companies)):
            slots = [each for each in world.contacts(company) if each.tactic in CYCLE]
            after = [each for each in slots if day_of(each) > activity.on]
            plain = [each for each in after if each.tactic == "touch_base"]
            done = any(each.tactic == "activity_update" for each in world.done)
            done = done or all(
                each in world.closed for each in world.applications if each[0] == company
            )
            noted = world.notes.get(f"activities[{activity.what}]", [])
            noted = [text for text in noted if company in text]
            if plain and not done and not noted and after[0].status == "planned":
                yield f"{activity.what} of {activity.on} is not told: {named(plain[0])}"
