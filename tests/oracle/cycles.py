"""The cycle keeps its pace and rotates; its questions come when due."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise, product

from followup_ics import FollowUp
from oracle.free import near
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
    to_do,
    working_day_after,
)


def still_in_running_is_asked_once(world: World) -> Breaches:
    counts: dict[tuple[str | None, str | None], Counter[str]] = defaultdict(Counter)
    for each in world.real:
        if each.tactic == "still_in_running":
            counts[each.company, each.role][each.status] += 1
    for application, count in counts.items():
        if count["planned"] > (0 if count["done"] else 1):
            yield f"still_in_running is asked more than once for {application}: {count}"


def one_question_a_person(world: World) -> Breaches:
    """Two roles at a company, interviewed for less than a week apart, are asked about together."""
    asked = [each for each in world.planned if each.tactic == "still_in_running"]
    for one, other in combinations(asked, 2):
        if one.company != other.company or world.identity(one) != world.identity(other):
            continue
        if one.person is None:
            continue  # two roles may well have two managers
        pairs = product(world.of_application(one), world.of_application(other))
        if one.role != other.role and any(
            world.are_together(first, second)
            and max(first.end, second.end) < one.start
            and world.manager(second) == world.identity(one)
            and all(world.closings.get(met.id, other.end) >= other.end for met in (first, second))
            for first, second in pairs
        ):
            yield f"one person is asked twice: {named(one)}; {named(other)}"


def still_in_running_comes_when_due(world: World) -> Breaches:
    """On the 1st to 3rd working day after they meant to decide, else on d+28 .. d+42."""
    for each in world.planned:
        if each.tactic != "still_in_running" or each.late:
            continue
        rounds = [met for met in world.of_company(each) if met.end <= each.start]
        if not any(_is_due(world, each, met) for met in rounds):
            said = [
                (met.id, world.decision(met), local_day(each.timezone, met.end)) for met in rounds
            ]
            yield f"{named(each)} is not when due: interview, decision, day 0: {said}"


def _is_due(world: World, each: FollowUp, met: Met) -> bool:
    day, by = day_of(each), world.decision(met)
    if by is None:
        return 28 <= (day - local_day(each.timezone, met.end)).days <= 42
    places = world.places(each)
    return day > by and any(day <= working_day_after(place, by, 3) for place in places)


def still_in_running_is_not_forgotten(world: World) -> Breaches:
    asked = {(each.company, each.role) for each in world.real if each.tactic == "still_in_running"}
    asked |= {
        met.application for met in world.met for log in met.log if log.did == "still_in_running"
    }
    companies = Counter(company for company, _ in world.applications)
    for application, rounds in world.applications.items():
        together = companies[application[0]] > 1 and any(
            company == application[0] for company, _ in asked
        )
        over = application in world.closed or application in asked or together
        if not over and _could_contact(world, rounds[-1]):
            yield f"still_in_running is never asked for {application}"


def _could_contact(world: World, met: Met) -> bool:
    """Say whether enough of an application's time is left to hold every contact due."""
    path = f"interviews[{met.id}]"
    texts = world.notes.get(path, [])
    left_out = any("No time was found" in text or "in the running" in text for text in texts)
    last = local_day(world.home.zone, met.end) + timedelta(weeks=10)
    late_start = world.written(met)
    return not left_out and (late_start is None or (last - late_start).days > 50)


def questions_keep_their_distance(world: World) -> Breaches:
    """The question needs two days from the last contact with the person."""
    for each in world.planned:
        if each.tactic != "still_in_running":
            continue
        for other in near(world, each, day_of(each)):
            if other.start < each.start and other.company == each.company:
                yield f"{named(each)} is the day after {named(other)}"


def cycle_slots_are_7_to_12_days_apart(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic not in CYCLE:
            continue
        met = world.by_id[str(each.interview)]
        before = [other for other in world.contacts(each.company) if other.start < each.start]
        base = before[-1].start if before else met.end
        met_since = any(base < o.end <= each.start for o in world.of_company(each))
        zones = {each.timezone, met.place.zone, *(other.timezone for other in before[-1:])}
        apart = [(local_day(zone, each.start) - local_day(zone, base)).days for zone in zones]
        asks = each.tactic == "still_in_running"
        if max(apart) < 7 and not (asks and (each.late or _has_a_date(world, each))):
            yield f"{named(each)} is only {apart} days after the last contact, {base}"
        written = world.written(met)
        if written and day_starts(world.home.zone, written) > base:
            continue
        opens = (local_day(met.place.zone, each.start) - local_day(met.place.zone, met.end)).days
        if opens < 7 and not asks:
            yield f"{named(each)} is {opens} days after its own interview"
        skipped = 12 * _skipped(world, each.company)
        late = each.late or asks or met_since
        if not late and min(apart) > 12 + skipped and opens > 8:
            yield f"{named(each)} is {apart} days after the last contact, and not late"


def _has_a_date(world: World, each: FollowUp) -> bool:
    """Say whether a question may be one for which a date of decision is known."""
    return any(world.decision(met) for met in world.of_company(each) if met.end <= each.start)


def _skipped(world: World, company: str | None) -> int:
    """Count the slots of a company's cycle that are noted as skipped."""
    paths = tuple(f"interviews[{met.id}]" for met in world.met if met.company == company)
    words = ("No time was found", "touch_base", "keep in touch", "can be written to")
    return sum(
        any(word in text for word in words)
        for about, texts in world.notes.items()
        for text in texts
        if about.startswith(paths)
    )


def cycle_counts_from_the_last_actual_contact(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic not in CYCLE:
            continue
        later = [other for other in world.contacts(each.company) if other.status == "done"]
        later = [other for other in later if other.start > each.start]
        if later:
            yield f"{named(each)} is planned before what was done: {named(later[-1])}"


def cycle_goes_on_to_the_horizon(world: World) -> Breaches:
    """Between two contacts with a company that is open lie at most 12 days, from d+7 on.

    Only a horizon, an outcome and a next round end that; a slot skipped with a note stretches it.
    """
    for met in world.met:
        if any(world.written(other) for other in world.of(met.company)):
            continue
        zone, contacts = met.place.zone, world.contacts(met.company)
        ends = [world.horizon(met)]
        ends += [
            local_day(zone, at) for at in (world.closings.get(met.id), world.superseded(met)) if at
        ]
        done = [each.start for each in contacts if each.status == "done"]
        start, end = local_day(zone, max([met.end, *done])), min(ends)
        days = {_due_day(world, each, zone): each.late for each in contacts}
        until = {_due_day(world, each, zone): local_day(zone, each.start) for each in contacts}
        inside = sorted(day for day in days if start < day < end)
        slack = len({zone, world.home.zone, *(each.timezone for each in contacts)}) > 1
        most = 12 + slack + 12 * _skipped(world, met.company)
        for one, other in pairwise([start, *inside, end]):
            away = all(world.is_away(one + n * DAY) for n in range(7, 13))
            if (other - until.get(one, one)).days > most and not days.get(other) and not away:
                yield f"no contact with {met.company} from {one} to {other}, after {met.id}"


def _due_day(world: World, each: FollowUp, zone: str) -> date:
    """Return a contact's date; for a question, the first working day after the decision."""
    day = local_day(zone, each.start)
    met = world.by_id.get(str(each.interview))
    by = world.decision(met) if met and each.tactic == "still_in_running" else None
    if by and not each.late and by < day:
        return min([day, *(working_day_after(place, by, 1) for place in world.places(each))])
    return day


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


def hiring_manager_gets_every_third_slot(world: World) -> Breaches:
    """Of three slots in a row, one at least: where no question and nothing else comes between."""
    for company in sorted({each.record.company for each in world.met}):
        applications = {met.application for met in world.of(company)}
        contacts = [*world.contacts(company)]
        if len(applications) > 1 or _skipped(world, company):
            continue
        for index in range(1, len(contacts) - 3):
            around, slots = contacts[index - 1 : index + 4], contacts[index : index + 3]
            plain = all(each.tactic in ("touch_base", "activity_update") for each in slots)
            planned = all(each.status == "planned" and not each.late for each in slots)
            asked = any(each.tactic == "still_in_running" for each in around)
            one_round = len({each.interview for each in around}) == 1
            if not (plain and planned and one_round) or asked:
                continue
            manager = world.manager(world.by_id[str(slots[0].interview)])
            if manager is None or world.phone_only(manager):
                continue
            if all(world.identity(each) != manager for each in slots):
                yield f"three slots without the hiring manager: {'; '.join(map(named, slots))}"


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
            passed = _skipped(world, company) and day_of(other) - day_of(one) > 12 * DAY
            if approach(one) and approach(one) == approach(other) and not passed:
                if one.tactic == other.tactic == "still_in_running":
                    continue  # two applications, each asked once
                yield f"one approach twice in a row: {named(one)}; {named(other)}"


def topics_are_unused_ones_first(world: World) -> Breaches:
    """No topic comes again until all others were used; a newer round's unused ones come first."""
    used: dict[tuple[Identity, str], dict[str, int]] = defaultdict(dict)
    for number, each in enumerate(world.standing):
        identity = world.identity(each)
        if each.person is None or each.tactic == "thank_you" or world.phone_only(identity):
            continue
        recorded = [met for met, _ in world.recorded(identity)]
        if len({met.company for met in recorded}) > 1:
            continue
        if any(world.written(met) for met in recorded):
            continue
        known = _topics_known(world, each)
        do = to_do(each)
        said = [topic for topic in known if topic in do]
        if len(said) > 1:
            yield f"{named(each)} names {said} at once"
        before = used[identity, str(each.company)]
        for topic in said:
            for other in known:
                if before.get(other, -1) < before.get(topic, -1):
                    yield f"{named(each)} is about {topic!r}, though {other!r} waits for longer"
                if topic not in before and other not in before and known[topic] < known[other]:
                    yield f"{named(each)} is about {topic!r}, though {other!r} is newer"
            before[topic] = number


def _topics_known(world: World, each: FollowUp) -> dict[str, datetime]:
    """Return what a person had talked about by then, each topic with its newest round's start."""
    known: dict[str, datetime] = {}
    for met, person in world.recorded(world.identity(each)):
        if met.company == each.company and met.end <= each.start and not world.written(met):
            known |= dict.fromkeys(person.topics, met.start)
    return known


def thank_yous_name_topics_of_their_own_round(world: World) -> Breaches:
    for each in world.planned:
        if each.tactic != "thank_you" or each.person is None:
            continue
        visit = world.visit(world.by_id[str(each.interview)])
        day = local_day(each.timezone, world.by_id[str(each.interview)].end)
        own: set[str] = set()
        others: set[str] = set()
        for met, person in world.recorded(world.identity(each)):
            same = local_day(each.timezone, met.end) == day or met in visit
            (own if same else others).update(person.topics)
        do = to_do(each)
        if wrong := sorted(topic for topic in others - own if topic in do):
            yield f"{named(each)} names topics of another round: {wrong}"


def activities_are_told_on_the_next_slot(world: World) -> Breaches:
    can_only_be_called = {
        met.company
        for met in world.met
        for person in met.record.people
        if world.phone_only(world.identity_of(met.company, person.name))
    }
    for activity in world.job_search.activities:
        told: Counter[tuple[str | None, str]] = Counter()
        for each in world.planned:
            first = to_do(each)
            if each.tactic == "activity_update" and activity.what in first:
                told[each.company, each.uid] += 1
                if day_of(each) < activity.on:
                    yield f"{named(each)} tells of {activity.what} before {activity.on}"
        companies = Counter(company for company, _ in told)
        for company, count in companies.items():
            if count > 1:
                yield f"{activity.what} is told to {company} {count} times"
        others = {met.company for met in world.met} - set(companies) - can_only_be_called
        for company in sorted(others):
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
