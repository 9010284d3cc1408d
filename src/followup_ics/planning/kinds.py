"""One function for each kind of `when`: what is due of a tactic, and in which window.

The kinds themselves stand in `records.when`, each a model with the same name of `on`; `MAKERS` has
one function for each, to which a new kind adds one. What depends on where others are placed has a
module of its own: the slots of a company (`cycle`), what tells of an offer (`offers`), and what
comes after another tactic (`tasks`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from followup_ics.planning.applications import (
    Application,
    Contact,
    Identity,
    OfferReceived,
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
)
from followup_ics.planning.results import Channel
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.records.playbook import Tactic
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
    spoken_time,
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


def _after_interview(situation: Situation, tactic: Tactic, when: kind.AfterInterview) -> Drafts:
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


def _window(when: kind.AfterInterview, about: Round, place: Place, at: time) -> dict[str, Any]:
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
        yield from _with_the_next(list(_promised(tactic, about)))


def _promised(tactic: Tactic, about: Round) -> Drafts:
    """Yield the calls that a round's log promised, numbered for each person."""
    counts: Counter[str] = Counter()
    for logged in about.log:
        if logged.entry.call_back is None:
            continue
        contact = logged.contact
        draft = _agreed(about, tactic, contact, "phone", logged.entry.call_back, logged.at)
        key = contact.key if contact else ""
        counts[key] += 1
        names = (about.application.key, about.id, tactic.name, key)
        number = [str(counts[key])] if counts[key] > 1 else []
        yield replace(draft, uid=uid(*names, *number))


def _with_the_next(drafts: list[Draft]) -> Drafts:
    """Yield calls that were promised, each with when the next one to that person is to be."""
    for each in drafts:
        others = (other for other in drafts if other.identity == each.identity)
        later = (other.earliest for other in others if other.earliest > each.earliest)
        yield replace(each, agreed_again=min(later, default=None))


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


def _monday(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    """Yield a task a week, the last one first; none is done in the next week in place of its own.

    How near it comes to the next one is known only once that is placed, so `settle_tasks` ends its
    window there.
    """
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
    for week, monday, day in reversed(weeks):
        latest = day_end(zone, add_days(monday, 6))
        latest = min(latest, accepted or latest)
        ending = week == weeks[-1][0] and accepted is None
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


def question(situation: Situation, tactic: Tactic, when: kind.Decision) -> Drafts:
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


def _accepted(situation: Situation, tactic: Tactic, when: kind.JobAccepted) -> Drafts:
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


def _answer_due(situation: Situation, tactic: Tactic, _: object) -> Drafts:
    """Yield a task for each offer that must be answered by a date."""
    counts: dict[str, int] = {}
    for offer in situation.offers:
        counts[offer.key] = counts.get(offer.key, 0) + 1
        if offer.answer_by is None:
            continue
        day = _answer_on(situation, tactic, offer.received, offer.answer_by)
        yield of_candidate(
            situation,
            tactic,
            None,
            day,
            uid=uid(offer.key, "", tactic.name, "", str(counts[offer.key])),
            application=Application(offer.key, offer.company_key, offer.company, offer.role),
            earliest=offer.received,
            latest=offer.answer_by - SECOND,
            deadline=offer.answer_by,
            cancelled_because=_answered(situation, offer, at_time(situation.zone, day, tactic.at)),
            closed_because=f"the offer of {offer.company} ends too soon after it came",
            texts={"answer_by": spoken_time(situation.zone, offer.answer_by)},
        )


def _answer_on(
    situation: Situation, tactic: Tactic, received: datetime, answer_by: datetime
) -> date:
    """Return the last working, available day before an answer is due, else the day itself."""
    due = local_date(situation.zone, answer_by)
    day = add_days(due, -1)
    while at_time(situation.zone, day, tactic.at) >= received:
        if is_working_day(situation.place, day) and situation.availability.is_open(day):
            return day
        day = add_days(day, -1)
    return due


def _answered(situation: Situation, offer: OfferReceived, before: datetime) -> str:
    """Return why an offer need not be answered any more by then, nothing where it must."""
    if situation.accepted and situation.accepted[0] <= before:
        return f"you accepted the offer of {situation.accepted[1].company}"
    over = offer.application.over if offer.application else None
    return "that application had ended by then" if over and over <= before else ""


MAKERS: dict[str, Callable[[Situation, Tactic, Any], Drafts]] = {
    "interview": _after_interview,
    "before_interview": _before_interview,
    "next_step": _next_step,
    "call_back": _call_back,
    "answer_due": _answer_due,
    "monday": _monday,
    "horizon": _horizon,
    "accepted": _accepted,
}
