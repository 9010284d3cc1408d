"""What is due: every follow-up of the playbook for these records, the cycle's aside.

Each kind of `when` in the playbook has one function that turns the situation into drafts; then
the log, late records and agreed dates change them. The cycle, whose slots depend on each other,
has a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from followup_ics import playbook as book
from followup_ics.fields import nearest
from followup_ics.planning.cases import (
    Contact,
    Identity,
    Logged,
    Round,
    moment,
)
from followup_ics.planning.drafts import (
    SEARCHED,
    Draft,
    Drafts,
    channel_of,
    ends,
    of_candidate,
    of_person,
    uid,
)
from followup_ics.planning.offers import offers
from followup_ics.planning.situation import Situation
from followup_ics.playbook import Playbook, Tactic
from followup_ics.results import Channel
from followup_ics.working_time import (
    Place,
    add_days,
    at_time,
    day_end,
    day_start,
    last_working_day,
    local_date,
    mondays,
    spoken,
)


def audience(tactic: Tactic, about: Round) -> list[Contact | None]:
    """Return the people whom a tactic addresses; None is a hiring manager not recorded."""
    manager = about.hiring_manager
    match tactic.audience:
        case "voters":
            found: list[Contact | None] = [each for each in about.people if each.vote]
        case "hiring_manager_and_voters":
            found = [manager, *(each for each in about.people if each.vote)]
        case "hiring_manager_and_human_resources":
            found = [manager, about.one("human_resources") or manager]
        case "people_who_matter":
            found = [each for each in about.people if each.matters]
        case _:
            found = [manager]
    if not about.known:
        found = [None]
    different: dict[Identity, Contact | None] = {}
    for contact in found:
        different.setdefault(contact.identity if contact else (), contact)
    return list(different.values())[: tactic.most]


# One function for each kind of `when`


def _after_interview(situation: Situation, tactic: Tactic, when: book.AfterInterview) -> Drafts:
    for about in situation.rounds:
        if tactic.channel == "self":
            window = _window(when, about, situation.place, tactic.at)
            day = local_date(situation.zone, about.end)
            yield of_candidate(situation, tactic, about, day, **window)
            continue
        for contact in audience(tactic, about):
            place = contact.place if contact else about.place
            window = _window(when, about, place, tactic.at)
            by_clock = when.unit == "hours"
            yield of_person(tactic, about, contact, channel_of(tactic), by_clock=by_clock, **window)


def _window(when: book.AfterInterview, about: Round, place: Place, at: time) -> dict[str, Any]:
    """Return a window's ends and preferred time, in elapsed hours or calendar days.

    The interview's very end is outside: nothing starts before a minute after it.
    """
    if when.unit == "hours":
        hours = (timedelta(hours=each) for each in (when.earliest, when.latest, when.preferred))
        earliest, latest, preferred = (about.end + each for each in hours)
    else:
        day = local_date(place.zone, about.end)
        earliest = day_start(place.zone, add_days(day, when.earliest))
        latest = day_end(place.zone, add_days(day, when.latest))
        preferred = at_time(place.zone, add_days(day, when.preferred), at)
    return {
        "earliest": max(earliest, about.end),
        "latest": latest,
        "preferred": preferred,
        "not_before": about.end + timedelta(minutes=1),
    }


def _before_interview(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    away = situation.availability.away
    for about in situation.rounds:
        start = local_date(situation.zone, about.start)
        day = last_working_day(situation.place, start, away, SEARCHED)
        yield of_candidate(situation, tactic, about, day, deadline=about.start)


def _next_step(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    for about in situation.rounds:
        step = about.record.next_step
        if step is None or step.follow_up_on is None:
            continue
        path = f"{about.path}.next_step.with"
        contact = situation.named(about, step.with_, path) if step.with_ else about.hiring_manager
        channel = step.by or ("email" if contact and not contact.phone else "phone")
        draft = _agreed(about, tactic, contact, channel, step.follow_up_on, about.end)
        yield replace(draft, texts={"what": step.what} if step.what else {})


def _call_back(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    for about in situation.rounds:
        count = 0
        for logged in about.log:
            if logged.entry.call_back is None:
                continue
            contact = logged.contact
            draft = _agreed(about, tactic, contact, "phone", logged.entry.call_back, logged.at)
            count += 1
            key = contact.key if contact else ""
            names = (about.application.key, about.id, tactic.name, key)
            yield replace(draft, uid=uid(*names, *([str(count)] if count > 1 else [])))


def _agreed(
    about: Round,
    tactic: Tactic,
    contact: Contact | None,
    channel: Channel,
    on: date | datetime,
    after: datetime,
) -> Draft:
    """Return the draft for a day, or a time of a day, that was agreed in the interview's zone."""
    place = contact.place if contact else about.place
    preferred = moment(about.place.zone, on, bare=tactic.at)
    day = local_date(place.zone, preferred) if isinstance(on, datetime) else on
    if day_end(place.zone, day) < day_start(place.zone, day):
        day = add_days(day, 1)  # their zone skipped that date, as Apia did in 2011
    if not isinstance(on, datetime):
        preferred = at_time(place.zone, day, tactic.at)
    return of_person(
        tactic,
        about,
        contact,
        channel,
        earliest=day_start(place.zone, day),
        latest=day_end(place.zone, day),
        preferred=preferred,
        agreed_at=after,
        not_before=after + timedelta(minutes=1),
        closed_because="the agreed day was over when it was agreed",
    )


def _monday(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    """Yield a task a week; one that its week has no time for is not done in the next one's."""
    if not situation.rounds:
        return
    zone = situation.zone
    starts = (max(each.end, each.plan_from or each.end) for each in situation.rounds)
    first = local_date(zone, min(starts))
    last = max(each.horizon for each in situation.rounds)
    accepted = situation.accepted[0] if situation.accepted else None
    if accepted:
        last = min(last, add_days(local_date(zone, accepted), -1))
    for week, day in enumerate(mondays(first, last), 1):
        latest = day_end(zone, add_days(day, 6))
        latest = min(latest, accepted or latest)
        yield of_candidate(
            situation,
            tactic,
            None,
            day,
            uid=uid("", "", tactic.name, "", str(week)),
            latest=latest,
            deadline=latest,
        )


def _horizon(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    for about in situation.rounds:
        yield of_candidate(situation, tactic, about, about.horizon)


def _accepted(situation: Situation, tactic: Tactic, when: book.JobAccepted) -> Drafts:
    if situation.accepted is None:
        return
    on, winner = situation.accepted
    for application in situation.applications:
        over = application.over is not None and application.over <= on
        if application is not winner and not over:
            past = [each for each in application.rounds if each.end <= on]
            about = past[-1] if past else application.rounds[0]
            contact = about.hiring_manager
            place = contact.place if contact else about.place
            day = local_date(place.zone, on)
            yield of_person(
                tactic,
                about,
                contact,
                channel_of(tactic),
                uid=uid(application.key, "", tactic.name, contact.key if contact else ""),
                earliest=on,
                latest=day_end(place.zone, add_days(day, when.latest)),
                preferred=max(on, at_time(place.zone, day, tactic.at)),
            )


_MAKERS: dict[str, Callable[[Situation, Tactic, Any], Drafts]] = {
    "interview": _after_interview,
    "before_interview": _before_interview,
    "next_step": _next_step,
    "call_back": _call_back,
    "offer": offers,
    "monday": _monday,
    "horizon": _horizon,
    "accepted": _accepted,
}


# What the records change about them


def due(situation: Situation, playbook: Playbook) -> list[Draft]:
    """Return every follow-up that is due, the cycle's aside, with what the log says was done."""
    calls = [
        tactic.name
        for tactic in playbook.tactics
        if tactic.channel == "phone" and isinstance(tactic.when, book.AfterInterview)
    ]
    made = (
        _with_log(draft, calls)
        for tactic in playbook.tactics
        if tactic.when.on in _MAKERS
        for draft in _MAKERS[tactic.when.on](situation, tactic, tactic.when)
    )
    return _agreed_first([draft for draft in made if _may_still(situation, draft)])


def _with_log(draft: Draft, calls: list[str]) -> Draft:
    """Look a draft up in the log; a call of any kind on an agreed day, or later, was that one."""
    if draft.about is None:
        return draft
    done = draft.about.take_log(draft.tactic.name, draft.contact, after=draft.agreed_at)
    if draft.agreed_at and draft.channel == "phone":
        day = max(draft.earliest, draft.agreed_at)
        for name in calls:
            done = done or draft.about.take_log(name, draft.contact, after=day)
    starts = [each for each in (draft.not_before, draft.about.plan_from) if each]
    draft.done, draft.not_before = done, max(starts, default=None)
    return draft


def _may_still(situation: Situation, draft: Draft) -> bool:
    """Leave out what was done elsewhere already, and what a late record comes too late for."""
    if draft.done or draft.about is None:
        return True
    return not _done_elsewhere(situation, draft) and not _too_late(situation, draft, draft.about)


def _done_elsewhere(situation: Situation, draft: Draft) -> bool:
    match draft.tactic.once:
        case "person":
            return (draft.tactic.name, draft.identity) in situation.done
        case "application" if draft.application:
            return (draft.tactic.name, (draft.application.key,)) in situation.done
    return False


def _too_late(situation: Situation, draft: Draft, about: Round) -> bool:
    start = about.plan_from
    if start is None or draft.latest + timedelta(days=draft.tactic.late_days) >= start:
        return False
    whom = f" to {draft.contact.name}" if draft.contact else ""
    situation.note(
        f"{about.path}.follow_up_from",
        f"Left out, because its time had passed by {spoken(local_date(situation.zone, start))}: "
        f"{draft.tactic.name}{whom}.",
        warning=True,
    )
    return True


def _agreed_dates(drafts: Iterable[Draft]) -> dict[Identity, list[Draft]]:
    """Return, for each person, what was agreed with them, is not done and will not be cancelled."""
    found: dict[Identity, list[Draft]] = {}
    for draft in drafts:
        if draft.agreed_at and not draft.done and not ends(draft, draft.preferred):
            found.setdefault(draft.identity, []).append(draft)
    return found


def _agreed_first(drafts: list[Draft]) -> list[Draft]:
    """Let an agreed date replace the pending asks to the same person before it."""
    agreed = _agreed_dates(drafts)
    return [_replaced(draft, agreed.get(draft.identity, ())) for draft in drafts]


def _replaced(draft: Draft, agreed: Iterable[Draft]) -> Draft:
    if draft.done or not draft.tactic.asks or draft.tactic.urgent:
        return draft
    for other in agreed:
        known_from = other.agreed_at or other.earliest
        if draft.latest < known_from:
            draft.deadline = known_from
        elif draft.earliest <= other.latest:
            day = local_date(other.place.zone, other.preferred)
            why = f"what was agreed for {spoken(day)} takes its place"
            return replace(draft, cancelled_because=why)
    return draft


def unplanned(situation: Situation, playbook: Playbook) -> list[Draft]:
    """Return what the log holds beyond what is due: done all the same, and counted as contacts."""
    tactics = {tactic.name: tactic for tactic in playbook.tactics}
    seen: dict[str, int] = {}
    found = []
    for about in situation.rounds:
        for logged in about.spare_log:
            tactic = tactics.get(logged.entry.did, _own_accord())
            if tactic is _own_accord():
                near = nearest(logged.entry.did, tuple(tactics))
                text = f"'{logged.entry.did}' is no tactic of the playbook{near}"
                situation.note(f"{logged.path}.did", f"{text}; it counts as a contact.")
            found.append(_improvised(situation, about, tactic, logged, seen))
    return found


@lru_cache(maxsize=1)
def _own_accord() -> Tactic:
    """Return the tactic of a contact that no playbook knows."""
    return Tactic(
        name="contact",
        when=book.NextStepAgreed(on="next_step"),
        audience="agreed",
        channel="agreed",
        minutes=15,
        summary="{what}: {person} ({where})",
        why="You were in touch of your own accord; the cycle counts from it.",
    )


def _improvised(
    situation: Situation, about: Round, tactic: Tactic, logged: Logged, seen: dict[str, int]
) -> Draft:
    contact = logged.contact
    key = contact.key if contact and tactic.channel != "self" else ""
    name = uid(about.application.key, about.id, tactic.name, key, "log")
    seen[name] = seen.get(name, 0) + 1
    at = {"earliest": logged.at, "latest": logged.at, "preferred": logged.at}
    rest: dict[str, Any] = {
        **at,
        "uid": uid(name, str(seen[name])),
        "windowless": True,
        "done": logged,
        "texts": {"what": logged.entry.did},
    }
    if tactic.channel == "self":
        return of_candidate(situation, tactic, about, local_date(situation.zone, logged.at), **rest)
    return of_person(tactic, about, contact, channel_of(tactic), **rest)
