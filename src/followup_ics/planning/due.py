"""What is due: every follow-up of the playbook for these records, the cycle's aside.

Each kind of `when` in the playbook has one function that turns the situation into drafts; then
the log, late records and agreed dates change them. The cycle, whose slots depend on each other,
has a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from followup_ics.planning.agreeing import agreed_first, one_for_roles
from followup_ics.planning.cases import (
    Contact,
    Identity,
    Round,
    moment,
)
from followup_ics.planning.deciding import decision_texts, question_days
from followup_ics.planning.drafts import (
    SEARCHED,
    SECOND,
    Draft,
    Drafts,
    channel_of,
    of_candidate,
    of_person,
    uid,
    with_log,
)
from followup_ics.planning.offers import answers
from followup_ics.planning.results import Channel
from followup_ics.planning.situation import Situation
from followup_ics.records import playbook as book
from followup_ics.records.playbook import Playbook, Tactic
from followup_ics.working_time import (
    Place,
    add_days,
    at_time,
    day_end,
    day_start,
    is_working_day,
    last_working_day,
    local_date,
    mondays,
    spoken,
)

PLAN_ENDS = (
    "The plan ends with this week: nothing that you have recorded goes on past it. Record the next "
    "interview, and it goes on."
)


def audience(tactic: Tactic, about: Round) -> list[Contact | None]:
    """Return the people of a visit whom a tactic addresses; None is a manager not recorded."""
    manager = about.hiring_manager
    match tactic.audience:
        case "voters":
            voters = [each for each in about.met if each.vote]
            found: list[Contact | None] = [*(voters or about.met)]
        case "hiring_manager_and_voters":
            found = [manager, *(each for each in about.met if each.vote)]
        case "hiring_manager_and_human_resources":
            found = [manager, about.one("human_resources") or manager]
        case "people_who_matter":
            found = [each for each in about.met if each.matters]
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
    by_clock = when.unit == "hours"
    for about in situation.rounds:
        if not (about.ends_visit or (by_clock and tactic.channel != "self")):
            continue
        if tactic.channel == "self":
            window = _window(when, about, situation.place, tactic.at)
            day = local_date(situation.zone, about.end)
            yield of_candidate(situation, tactic, about, day, **window)
            continue
        for contact in audience(tactic, about):
            if by_clock and about.last_meeting(contact) is not about:
                continue
            place = contact.place if contact else about.place
            window = _window(when, about, place, tactic.at)
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
    for about in (each for each in situation.rounds if each.ends_visit):
        first = about.visit[0].start
        start = local_date(situation.zone, first)
        day = last_working_day(situation.place, start, away, SEARCHED) or add_days(start, -1)
        yield of_candidate(situation, tactic, about, day, deadline=first)


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
    """Return the draft for a day, or a time of a day, that was agreed by the interview's clock."""
    place = contact.place if contact else about.place
    preferred = moment(about.clock, on, bare=tactic.at)
    day = local_date(place.zone, preferred) if isinstance(on, datetime) else on
    if day_end(place.zone, day) < day_start(place.zone, day):
        day = add_days(day, 1)  # their zone skipped that date, as Apia did in 2011
    if not isinstance(on, datetime):
        preferred = at_time(place.zone, day, tactic.at)
    preferred = max(preferred, after + timedelta(minutes=1))
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


def _monday(situation: Situation, tactic: Tactic, when: book.EveryMonday) -> Drafts:
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
    weeks = [
        (week, monday, day)
        for week, monday in enumerate(mondays(first, last), 1)
        if (day := _day_of_week(situation, tactic, monday)) and day <= last
    ]
    following = [day for _, _, day in weeks[1:]]
    for (week, monday, day), after in zip_longest(weeks, following):
        if after and (after - day).days <= when.apart:
            continue
        last_day = add_days(monday, 6)
        if after:
            last_day = min(last_day, add_days(after, -when.apart - 1))
        latest = day_end(zone, last_day)
        latest = min(latest, accepted or latest)
        ending = after is None and accepted is None
        yield of_candidate(
            situation,
            tactic,
            None,
            monday,
            uid=uid("", "", tactic.name, "", str(week)),
            earliest=day_start(zone, day),
            preferred=at_time(zone, day, tactic.at),
            latest=latest,
            deadline=latest,
            texts={"plan_ends": PLAN_ENDS} if ending else {},
        )


def _day_of_week(situation: Situation, tactic: Tactic, monday: date) -> date | None:
    """Return a week's first working day that is available; None, with a note, where it has none."""
    for day in (add_days(monday, n) for n in range(7)):
        if situation.availability.is_open(day) and is_working_day(situation.place, day):
            return day
    situation.note(
        "candidate",
        f"No {tactic.name} in the week of {spoken(monday)}: none of its working days is available.",
    )
    return None


def _horizon(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    """Yield a task for the end of each plan, on a working day of the week that ends there."""
    for about in (each for each in situation.rounds if each.ends_visit):
        earliest = day_start(situation.zone, add_days(about.horizon, -6))
        yield of_candidate(
            situation, tactic, about, about.horizon, earliest=max(earliest, about.end)
        )


def _decision(situation: Situation, tactic: Tactic, when: book.Decision) -> Drafts:
    """Yield the question for each application, where no cycle carries it."""
    for application in situation.applications:
        about = application.rounds[-1]
        contact = about.hiring_manager
        place = contact.place if contact else about.place
        first, last = question_days(about, place, when)
        yield of_person(
            tactic,
            about,
            contact,
            channel_of(tactic),
            earliest=day_start(place.zone, first),
            latest=day_end(place.zone, last),
            preferred=at_time(place.zone, first, tactic.at),
            deadline=day_end(situation.zone, about.horizon) + SECOND,
            texts=decision_texts(about),
        )


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
    "answer_due": answers,
    "monday": _monday,
    "horizon": _horizon,
    "accepted": _accepted,
}


# What the records change about them


def due(situation: Situation, playbook: Playbook) -> list[Draft]:
    """Return every follow-up that is due, with what the log says was done.

    The cycle's slots, what tells of an offer, and what comes after another tactic are aside: they
    depend on where others are placed.
    """
    calls = [
        tactic.name
        for tactic in playbook.tactics
        if tactic.channel == "phone" and isinstance(tactic.when, book.AfterInterview)
    ]
    makers = dict(_MAKERS)
    if not any(isinstance(tactic.when, book.Cycle) for tactic in playbook.tactics):
        makers["decision"] = _decision
    made = (
        with_log(draft, calls)
        for tactic in playbook.tactics
        if tactic.when.on in makers
        for draft in makers[tactic.when.on](situation, tactic, tactic.when)
    )
    looked_up = [
        with_log(draft, calls, later=True) if draft.agreed_at and not draft.done else draft
        for draft in list(made)
    ]
    drafts = [draft for draft in looked_up if _may_still(situation, draft)]
    return agreed_first(one_for_roles(drafts))


def _may_still(situation: Situation, draft: Draft) -> bool:
    """Leave out what was done elsewhere already, and what a late record comes too late for."""
    if draft.done or draft.about is None:
        return True
    return not _done_elsewhere(situation, draft) and not _too_late(situation, draft, draft.about)


def _done_elsewhere(situation: Situation, draft: Draft) -> bool:
    if draft.tactic.once == "application" and draft.application:
        return (draft.tactic.name, draft.application.key) in situation.done
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
