"""Nothing is dropped in silence, and what is said is whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from followup_ics import FollowUp
from oracle.free import agreed_dates
from oracle.world import (
    GIVES,
    Breaches,
    Identity,
    Met,
    World,
    day_of,
    left_out_with_a_note,
    local_day,
    named,
)


def nothing_is_dropped_in_silence(world: World) -> Breaches:
    found: dict[tuple[str | None, str], set[Identity]] = defaultdict(set)
    for each in world.plan.follow_ups:
        found[each.interview, each.tactic].add(world.identity(each))
        if each.status == "done" and each.interview is None:  # logged before the interview's end
            for met in world.of_application(each):
                found[met.id, each.tactic].add(world.identity(each))
    called = {world.identity(each) for each in world.real if each.tactic == "phone_call"}
    for met in world.met:
        for tactic, name in _due_to_people(world, met):
            identity = world.identity_of(met.record.company, name) if name else ("", met.company)
            if tactic == "phone_call" and identity in called:
                continue
            if identity not in found[met.id, tactic] and not left_out_with_a_note(
                world, met, tactic, name
            ):
                yield f"{tactic} to {name} of {met.company} after {met.id} is missing"
        for tactic in _due_after(world, met, called=bool(called) or _calls_are_logged(world)):
            if not found[met.id, tactic] and not left_out_with_a_note(world, met, tactic, None):
                yield f"{tactic} after {met.id} is missing"


def _due_to_people(world: World, met: Met) -> list[tuple[str, str | None]]:
    """Return what is due to whom after an interview, where the records leave no doubt."""
    if len(world.visit(met)) > 1:
        return []
    people = met.record.people
    rounds = world.applications[met.application]
    if not any(each.record.people for each in rounds[: rounds.index(met) + 1]):
        tactics = ("thank_you", "phone_call", "share_article", "continued_interest")
        return [(tactic, None) for tactic in tactics]
    thanked = [each.name for each in people if each.vote] or [each.name for each in people]
    due: list[tuple[str, str | None]] = [("thank_you", name) for name in thanked]
    managers = [each.name for each in people if "hiring_manager" in world.parts(met, each)]
    resources = [each.name for each in people if "human_resources" in world.parts(met, each)]
    if len(managers) != 1 or set(managers) & set(resources):
        return due
    manager = managers[0]
    due += [(each, manager) for each in ("phone_call", "share_article", "continued_interest")]
    voters = [each.name for each in people if each.vote and each.name != manager]
    due += [("share_article", each) for each in voters[:3]]
    due += [("phone_call", each) for each in resources if len(resources) == 1]
    return [each for each in due if not _is_folded(world, met, *each)]


def _is_folded(world: World, met: Met, tactic: str, name: str | None) -> bool:
    """Say whether a give is part of a call, because its person can only be called."""
    return (
        tactic in GIVES
        and name is not None
        and world.phone_only(world.identity_of(met.company, name))
    )


def _calls_are_logged(world: World) -> bool:
    """Say whether a call is in a log: it may stand for what was agreed, and is not made again."""
    return any(log.did == "phone_call" for met in world.met for log in met.log)


def _due_after(world: World, met: Met, *, called: bool) -> list[str]:
    """Return what is due after an interview to whomever."""
    promised = []
    if met.record.next_step and met.record.next_step.follow_up_on:
        promised.append("agreed_next_step")
    if any(log.call_back for log in met.log):
        promised.append("call_back")
    rounds = world.applications[met.application]
    if world.visit(met)[-1] is not met:
        return promised  # the last interview of a visit brings the rest
    due = ["prepare", "review", *promised]
    known = [
        world.identity_of(each.company, person.name)
        for each in rounds[: rounds.index(met) + 1]
        for person in each.record.people
    ]
    if not any(map(world.phone_only, known)) and len(world.visit(met)) == 1:
        due += ["share_article", "continued_interest"]
    if not _is_served(world, met):
        due.append("stand_out")
    if not called:
        due.append("phone_call")
    return due


def _is_served(world: World, met: Met) -> bool:
    """Say whether another application's way of standing out may serve this one too."""
    day = local_day(world.home.zone, met.end)
    days = [day_of(each) for each in world.real if each.tactic == "stand_out"]
    return any(10 - 28 <= (other - day).days <= 21 + 28 for other in days)


def gives_are_never_telephoned(world: World) -> Breaches:
    """They are folded into the next call, and a note asks for the address."""
    for each in world.planned:
        given = each.tactic in GIVES or any(
            name in each.summary for name in ("an idea", "some news", "an example")
        )
        if given and each.channel == "phone":
            yield f"{named(each)} is telephoned"
        if given and each.person and world.phone_only(world.identity(each)):
            yield f"{named(each)} is for somebody who can only be called"
    for met in world.met:
        for number, person in enumerate(met.record.people):
            due = "hiring_manager" in world.parts(met, person) and met.id not in world.closings
            identity = world.identity_of(met.company, person.name)
            if not due or not world.phone_only(identity) or world.superseded(met):
                continue
            path = f"interviews[{met.id}].people[{number}].email"
            others = [about for about in world.notes if about.endswith(".email")]
            if path not in others and not any(
                person.name in text for about in others for text in world.notes[about]
            ):
                yield f"no note asks for the e-mail address of {person.name} in {met.id}"


def channels_can_be_used(world: World) -> Breaches:
    for each in world.planned:
        if each.person is None or each.channel == "self":
            continue
        records = [person for _, person in world.recorded(world.identity(each))]
        email = any(person.email for person in records)
        phone = any(person.phone for person in records)
        if each.channel == "phone" and email and not phone:
            yield f"{named(each)} goes by phone, with only an e-mail known"
        no_call = any(text in each.description for text in ("meet", "no time was found for a call"))
        meet = not no_call and each.tactic in ("phone_call", "still_in_running")
        agreed = any(begin < each.start < until for begin, until in agreed_dates(world, each))
        if each.channel == "email" and phone and not email and meet and not agreed:
            yield f"{named(each)} goes by e-mail, with only a phone known"
        here = (person.email for _, person in world.recorded(world.identity(each)))
        if email and each.email not in here:
            yield f"{named(each)} lost the e-mail: {each.email}"


# Form


def uids_and_order_are_sound(world: World) -> Breaches:
    follow_ups = world.plan.follow_ups
    counts = Counter(each.uid for each in follow_ups)
    for each in follow_ups:
        if counts[each.uid] > 1:
            yield f"{named(each)} shares its uid with another"
    if list(follow_ups) != sorted(follow_ups, key=lambda each: (each.start, each.uid)):
        yield "follow-ups are not sorted by start, then uid"
    for about in world.notes:
        known = about.startswith(("interviews[", "offers[", "activities[", "candidate"))
        if about not in counts and not known:
            yield f"a note is about nothing: {about}"


def every_text_is_whole(world: World) -> Breaches:
    for note in world.plan.notes:
        yield from _text(f"note about {note.about}", note.text)
    for each in world.plan.follow_ups:
        texts = [each.summary, *each.reasons, *filter(None, each.description.split("\n"))]
        for text in texts:
            if _ODD.search(text):
                yield from _text(named(each), text)
        if "\n\n\n" in each.description or each.description != each.description.strip():
            yield f"{named(each)}: a blank section"
        if len(set(each.reasons)) != len(each.reasons):
            yield f"{named(each)}: a reason twice: {each.reasons}"
        if "\n" in each.summary or (each.person or "") not in each.summary:
            yield f"{named(each)}: two lines, or nobody is named, in {each.summary!r}"


_ODD = re.compile(
    r"[{}]|  |\(\)|\.\.|,,| ,| \.|; ;|: \.|\[\]|\bNone\b|^\s*-?\s*$|^\s|\s$|:\s$|\s-$"
)


def _text(where: str, text: str) -> Breaches:
    if odd := _ODD.search(text):
        yield f"{where}: {odd[0]!r} in {text!r}"


def no_two_people_get_the_same_text(world: World) -> Breaches:
    texts: dict[str, FollowUp] = {}
    for each in world.planned:
        if each.person is None:
            continue
        other = texts.setdefault(each.description.split("\n\n")[0] + each.summary, each)
        if world.identity(other) != world.identity(each) and other.person != each.person:
            yield f"the same text: {named(other)}; {named(each)}"
