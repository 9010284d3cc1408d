"""Another company's offer: telling the first choice, and the end of the time given to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from followup_ics import playbook as book
from followup_ics.planning.cases import Application, OfferReceived
from followup_ics.planning.diary import Placed
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
from followup_ics.planning.situation import Situation
from followup_ics.playbook import Playbook, Tactic
from followup_ics.working_time import (
    Place,
    add_days,
    day_end,
    is_working_day,
    local_date,
    spoken_time,
    working_hours,
)


def offers(situation: Situation, tactic: Tactic, when: book.OfferElsewhere) -> Drafts:
    """Yield a call to the first choice for each offer of another company, in order of time."""
    counts: dict[str, int] = {}
    for offer in situation.offers():
        counts[offer.key] = counts.get(offer.key, 0) + 1
        application = _first_choice(situation, offer)
        if application is None or application.company_key == offer.company_key:
            continue
        if application.closed is None or application.closed > offer.received:
            yield _tell_of_offer(application, tactic, when, offer, counts[offer.key])


def _first_choice(situation: Situation, offer: OfferReceived) -> Application | None:
    """Return the one application to be told of an offer, and note where that is not clear."""
    marked = [each for each in situation.applications if each.first_choice]
    if not marked:
        situation.note(
            offer.path,
            f"You have an offer from {offer.company}, but no application is marked "
            "'first_choice: true'. Mark one, and it is told of the offer.",
            warning=True,
        )
    if len(marked) > 1:
        situation.note(
            offer.path,
            f"More than one application is marked 'first_choice: true'; only "
            f"{marked[0].company} is told of the offer. Unmark the others.",
            warning=True,
        )
    return marked[0] if marked else None


def _tell_of_offer(
    application: Application,
    tactic: Tactic,
    when: book.OfferElsewhere,
    offer: OfferReceived,
    number: int,
) -> Draft:
    past = [each for each in application.rounds if each.end <= offer.received]
    about = past[-1] if past else application.rounds[0]
    contact = about.hiring_manager
    place, key = (contact.place, contact.key) if contact else (about.place, "")
    earliest = max(offer.received, about.end + timedelta(minutes=1))
    day = local_date(place.zone, earliest)
    if not is_working_day(place, day):
        day = _next_working_day(place, day)
    for _ in range(when.working_days):
        day = _next_working_day(place, day)
    hours = working_hours(place, day)
    latest = hours[1] - SECOND if hours else day_end(place.zone, day)
    return of_person(
        tactic,
        about,
        contact,
        channel_of(tactic),
        uid=uid(application.key, "", tactic.name, key, offer.key, str(number)),
        earliest=earliest,
        latest=min(latest, offer.answer_by or latest),
        preferred=earliest,
        by_clock=True,
        deadline=offer.answer_by,
        closed_because="your answer to the offer is due before there is time to tell them",
        texts=_offer_texts(offer, place.zone),
    )


def _next_working_day(place: Place, day: date) -> date:
    for ahead in range(1, SEARCHED):
        if is_working_day(place, add_days(day, ahead)):
            return add_days(day, ahead)
    return add_days(day, 1)


def _offer_texts(offer: OfferReceived, zone: str) -> dict[str, str]:
    texts = {"offer": offer.company}
    if offer.answer_by:
        texts["answer_by"] = spoken_time(zone, offer.answer_by)
    return texts


def deadlines_of(
    situation: Situation, playbook: Playbook, placed: Iterable[Placed]
) -> Iterator[Draft]:
    """Yield, for each call that tells of an offer, the end of the time that it gives."""
    for tactic in playbook.tactics:
        if isinstance(tactic.when, book.OfferDeadline):
            for each in placed:
                if "offer" in each.draft.texts and each.status != "cancelled":
                    yield _deadline(situation, tactic, tactic.when, each.draft, each.start)


def _deadline(
    situation: Situation, tactic: Tactic, when: book.OfferDeadline, call: Draft, told: datetime
) -> Draft:
    day, answer_by = timedelta(days=1), call.deadline
    hours = when.hours
    if answer_by and answer_by - (told + timedelta(hours=hours)) < day:
        hours = when.short_hours
    due_at = told + timedelta(hours=hours)
    latest = min(due_at + day, answer_by or due_at + day)
    call.texts["hours"] = str(hours)
    return of_candidate(
        situation,
        tactic,
        call.about,
        local_date(situation.zone, due_at),
        uid=uid(call.uid, tactic.name),
        earliest=told + call.length,
        latest=latest,
        not_before=call.about.plan_from if call.about else None,
        preferred=min(due_at, latest - timedelta(minutes=tactic.minutes)),
        by_clock=True,
        deadline=latest,
        texts=call.texts,
    )
