"""Offers elsewhere: telling the first choice of one, and the end of the time that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from followup_ics.planning.agreeing import replaced
from followup_ics.planning.applications import Application, OfferReceived, Round
from followup_ics.planning.diary import Placed
from followup_ics.planning.drafts import (
    AFTER_OFFER,
    SEARCHED,
    SECOND,
    Draft,
    channel_of,
    of_candidate,
    of_person,
    uid,
    with_log,
)
from followup_ics.planning.placing import Placing
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.records.playbook import Playbook, Tactic
from followup_ics.working_time import (
    DAY,
    Place,
    add_days,
    day_end,
    day_start,
    is_working_day,
    local_date,
    spoken_time,
    wall_time,
    working_day_after,
    working_hours,
    zone_at,
)

MONTH = timedelta(days=31)

# Telling the first choice


@dataclass(slots=True, eq=False)
class Told:
    """A contact that tells the first choice of offers, and the first time an answer is due."""

    placed: Placed
    offers: list[str]
    answer_by: datetime | None


class Telling:
    """The first choice is told of each offer elsewhere, but not again while its time runs."""

    def __init__(self, situation: Situation, playbook: Playbook) -> None:
        self.situation = situation
        tactics = {tactic.when.on: tactic for tactic in playbook.tactics}
        self.tactic, self.deadline = tactics.get("offer"), tactics.get("offer_deadline")
        self.drafts = list(self._drafts()) if self.tactic else []
        self.told: list[Told] = []

    def _drafts(self) -> Iterator[tuple[OfferReceived, Draft]]:
        """Yield what tells of each offer.

        A log entry is for one whose window held it, the one that was told in the call first, else
        for one that was open then, the first to be answered, else for any.
        """
        found = list(self._undone())
        for _, draft in sorted(found, key=_in_turn):
            with_log(draft, after=draft.earliest - SECOND, before=draft.latest + SECOND)
        for offer, draft in sorted(found, key=lambda each: each[0].due):
            if not draft.done:
                with_log(draft, after=offer.received - SECOND, before=offer.answer_by)
        for offer, draft in found:
            yield offer, draft if draft.done else with_log(draft)

    def _undone(self) -> Iterator[tuple[OfferReceived, Draft]]:
        assert self.tactic
        counts: dict[str, int] = {}
        for offer in self.situation.offers:
            counts[offer.key] = counts.get(offer.key, 0) + 1
            application = _first_choice(self.situation, offer)
            if application is None or application.company_key == offer.company_key:
                continue
            about = _round_told_in(application, offer.received)
            if about:
                number = counts[offer.key]
                yield offer, _tell(application, about, self.tactic, offer, number)

    def settle(self, placing: Placing) -> list[Placed]:
        """Return what tells of the offers: what was done first, then as there is time to call.

        Of those that wait for the same working hour the one to be answered first goes first: where
        it cannot wait, the others are told with it.
        """
        found = []
        for offer, draft in sorted(self.drafts, key=_in_turn):
            running = self._running(offer, draft)
            if running:
                self._add(running, offer)
                continue
            agreed = [each.draft for each in placing.diary.agreed.get(draft.identity, ())]
            placed = placing.settle(replaced(draft, agreed))
            if placed:
                found.append(placed)
                if placed.status != "cancelled":
                    self.told.append(Told(placed, [offer.company], offer.answer_by))
        for told in self.told:
            told.placed.draft.texts |= self._texts(told)
        return found

    def hold_back(self, drafts: Iterable[Draft]) -> None:
        """Let a question that no cycle carries keep its distance from telling of an offer."""
        for draft in drafts:
            when = draft.tactic.when
            if not isinstance(when, kind.Decision) or draft.done or draft.application is None:
                continue
            for told in self.told:
                theirs = told.placed.draft.application
                if theirs is None or theirs.company_key != draft.application.company_key:
                    continue
                zone = draft.place.zone
                day = local_date(zone, told.placed.start)
                over = day_start(zone, add_days(day, when.after_offer + 1))
                if day_start(zone, day) <= draft.latest and draft.earliest < over:
                    draft.not_before = max(draft.not_before or over, over)
                    draft.closed_because = AFTER_OFFER

    def _running(self, offer: OfferReceived, draft: Draft) -> Told | None:
        """Return the contact that tells of an offer too, or whose time still runs."""
        if draft.done:
            return None
        for told in sorted(self.told, key=lambda each: each.placed.start):
            if offer.received <= told.placed.start and offer.due > told.placed.end:
                return told
        for told in self.told:
            until = self._due_at(told)
            if told.placed.start < offer.received < until <= offer.due:
                return told
        return None

    def _add(self, told: Told, offer: OfferReceived) -> None:
        if offer.received <= told.placed.start:
            told.offers.append(offer.company)
            due = [each for each in (told.answer_by, offer.answer_by) if each]
            told.answer_by = min(due, default=None)
            return
        company = told.placed.draft.application
        self.situation.note(
            offer.path,
            f"{company.company if company else 'Your first choice'} is not told of the offer from "
            f"{offer.company} by itself: the time that it has for its answer still runs.",
        )

    # The end of the time that is given

    def _hours(self, told: Told) -> int:
        when = self.deadline.when if self.deadline else None
        if not isinstance(when, kind.OfferDeadline):
            return 48
        end = told.placed.start + timedelta(hours=when.hours)
        return when.short_hours if told.answer_by and told.answer_by - end < DAY else when.hours

    def _due_at(self, told: Told) -> datetime:
        due = told.placed.start + timedelta(hours=self._hours(told))
        length = timedelta(minutes=self.deadline.minutes if self.deadline else 0)
        if told.answer_by is None:
            return due
        return max(min(due, told.answer_by - length), told.placed.end)

    def _texts(self, told: Told) -> dict[str, str]:
        draft, hours, due = told.placed.draft, self._hours(told), self._due_at(told)
        zone = draft.place.zone
        texts = {"offer": " and ".join(told.offers)}
        if due < told.placed.start + timedelta(hours=hours):
            clock = f"{wall_time(zone, due):%H:%M}"
            today = local_date(zone, due) == local_date(zone, told.placed.start)
            name = spoken_time(zone, due).split()[0]
            texts["by_when"] = f"by {clock} today" if today else f"by {name} {clock}"
            if zone != zone_at(self.situation.zone, due):
                texts["by_when"] += ", their time"
        else:
            texts |= {"hours": str(hours), "by_when": f"within {hours} hours"}
        if told.answer_by:
            texts["answer_by"] = spoken_time(self.situation.zone, told.answer_by)
        return texts

    def deadlines(self, placing: Placing) -> list[Placed]:
        """Return the ends of the times given, never before those are over unless they must be."""
        found = []
        for told, draft in self._deadlines():
            draft.skipped = draft.skipped or told.placed.draft.skipped if not draft.done else None
            if not draft.done and not placing.has_time(draft):
                draft = self._earlier(draft, told)
            placed = placing.settle(draft)
            found += [placed] if placed else []
        return found

    def _deadlines(self) -> list[tuple[Told, Draft]]:
        """Return the ends of the times given; an entry in the log is of the one nearest to it."""
        found = [(told, self._deadline(told)) for told in self.told if self.deadline]
        drafts = sorted((draft for _, draft in found), key=lambda each: each.preferred)
        times = [each.preferred for each in drafts]
        middles = [one + (other - one) / 2 for one, other in pairwise(times)]
        for at, draft in enumerate(drafts):
            with_log(draft, after=[None, *middles][at], before=[*middles, None][at])
        for draft in drafts:
            if not draft.done:
                with_log(draft)
        return found

    def _deadline(self, told: Told) -> Draft:
        assert self.deadline
        call, due = told.placed.draft, self._due_at(told)
        return of_candidate(
            self.situation,
            self.deadline,
            call.about,
            local_date(self.situation.zone, due),
            uid=uid(call.uid, self.deadline.name),
            earliest=due,
            latest=told.answer_by - SECOND if told.answer_by else due + MONTH,
            preferred=due,
            by_clock=True,
            deadline=told.answer_by,
            texts=call.texts,
        )

    @staticmethod
    def _earlier(draft: Draft, told: Told) -> Draft:
        if told.answer_by is None:
            return draft
        preferred = max(told.answer_by - draft.length, told.placed.end)
        why = "earlier than the time given: your own answer is due before there is time later"
        return replace(draft, earliest=told.placed.end, preferred=preferred, reasons=(why,))


def _in_turn(drafted: tuple[OfferReceived, Draft]) -> tuple[bool, datetime, datetime]:
    offer, draft = drafted
    return draft.done is None, _first_working_time(draft), offer.due


def _first_working_time(draft: Draft) -> datetime:
    day = local_date(draft.place.zone, draft.earliest)
    hours = working_hours(draft.place, day)
    if hours is None or draft.earliest + draft.length > hours[1]:
        day = working_day_after(draft.place, day, 1, SEARCHED)
        hours = working_hours(draft.place, day)
    return max(hours[0], draft.earliest) if hours else draft.earliest


def _first_choice(situation: Situation, offer: OfferReceived) -> Application | None:
    """Return the one application to be told of an offer, and note where that is not clear."""
    others = [each for each in situation.applications if each is not offer.application]
    marked = [each for each in others if each.first_choice]
    is_first = bool(offer.application and offer.application.first_choice)
    unclosed = [each for each in others if each.closed is None or each.closed > offer.received]
    if not marked and unclosed and not is_first:
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
    return None if is_first else next(iter(marked), None)


def _round_told_in(application: Application, received: datetime) -> Round | None:
    """Return the latest round before an offer, else the next one; None where none is open."""
    rounds = [each for each in application.rounds if not each.closed or each.closed > received]
    past = [each for each in rounds if each.end <= received]
    return next(iter(past[::-1] or rounds), None)


def _tell(
    application: Application, about: Round, tactic: Tactic, offer: OfferReceived, number: int
) -> Draft:
    assert isinstance(tactic.when, kind.OfferElsewhere)
    contact = about.hiring_manager
    place, key = (contact.place, contact.key) if contact else (about.place, "")
    earliest = max(offer.received, about.end + timedelta(minutes=1))
    latest = _last_working_slot(place, earliest, tactic.when.working_days)
    return of_person(
        tactic,
        about,
        contact,
        channel_of(tactic),
        uid=uid(application.key, "", tactic.name, key, offer.key, str(number)),
        earliest=earliest,
        latest=min(latest, offer.answer_by - SECOND if offer.answer_by else latest),
        preferred=earliest,
        by_clock=True,
        deadline=offer.answer_by,
        closed_because="your answer to the offer is due before there is time to tell them",
        texts={"offer": offer.company},
    )


def _last_working_slot(place: Place, earliest: datetime, working_days: int) -> datetime:
    """Return the end of working hours so many working days after the first working day."""
    day = local_date(place.zone, earliest)
    if not is_working_day(place, day):
        day = working_day_after(place, day, 1, SEARCHED)
    if working_days:
        day = working_day_after(place, day, working_days, SEARCHED)
    hours = working_hours(place, day)
    return hours[1] - SECOND if hours else day_end(place.zone, day)
