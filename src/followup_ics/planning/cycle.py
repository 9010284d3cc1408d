"""The rotating cycle: one company, one contact every 7 to 12 days, each time another way.

A slot counts from the last contact of any kind with the company, whichever application that was
for; other tactics may ride on it. Slots are numbered within the round that they belong to, so
that a slot keeps its identity while its approach and person change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from followup_ics import playbook as book
from followup_ics.planning.cases import Contact, Identity, Logged, Round
from followup_ics.planning.diary import Diary, Placed
from followup_ics.planning.drafts import Draft, channel_of, ends, of_person, uid
from followup_ics.planning.rides import Ride, Rides, Slot, hold
from followup_ics.planning.rotation import Rotation
from followup_ics.planning.situation import Situation
from followup_ics.playbook import Playbook, Tactic
from followup_ics.results import Channel
from followup_ics.working_time import (
    add_days,
    at_time,
    day_end,
    day_start,
    is_working_day,
    local_date,
    spoken,
)


def cycles(situation: Situation, playbook: Playbook, diary: Diary) -> list[Cycle]:
    """Return the cycle of every company, none where the playbook has no cycle."""
    tactics: dict[str, Tactic] = {tactic.when.on: tactic for tactic in playbook.tactics}
    if "cycle" not in tactics:
        return []
    return [Cycle(situation, tactics, diary, company) for company in sorted(situation.companies)]


class Cycle:
    """The cycle of one company."""

    def __init__(
        self,
        situation: Situation,
        tactics: dict[str, Tactic],
        diary: Diary,
        company: str,
    ) -> None:
        self.situation, self.diary, self.tactics = situation, diary, tactics
        self.tactic = tactics["cycle"]
        assert isinstance(self.tactic.when, book.Cycle)
        self.when = self.tactic.when
        self.applications = situation.companies[company]
        self.rounds = sorted(
            (each for application in self.applications for each in application.rounds),
            key=lambda each: (each.start, each.id),
        )
        self.contacts = diary.contacts[company]
        self.finished: set[str] = set()
        self.rides = Rides(situation, tactics, diary, self.applications, self.finished)
        self.rotation = Rotation(self.tactic, self.when.preferred)
        self.numbers: dict[str, int] = {}

    # Slots in the log

    def done(self) -> Iterator[Placed]:
        """Settle and yield the slots in the log."""
        riders = ("cycle", "activity", "decision")
        names = {self.tactics[on].name: self.tactics[on] for on in riders if on in self.tactics}
        logged = [
            (each, about)
            for about in self.rounds
            for each in about.spare_log
            if each.entry.did in names
        ]
        for each, about in sorted(logged, key=lambda found: (found[0].at, found[0].path)):
            about.spare_log.remove(each)
            placed = self.diary.settle(self._done_draft(about, names[each.entry.did], each))
            if placed:
                self.rotation.take_turn(placed.draft)
                yield placed

    def _done_draft(self, about: Round, tactic: Tactic, logged: Logged) -> Draft:
        draft = of_person(
            tactic,
            about,
            logged.contact,
            channel_of(tactic),
            uid=self._uid(about),
            earliest=logged.at,
            latest=logged.at,
            preferred=logged.at,
            windowless=True,
            done=logged,
        )
        self.rides.remember(draft, add_days(local_date(self.situation.zone, logged.at), 1))
        return draft

    # Slots to come

    def to_come(self) -> Iterator[Placed]:
        """Settle and yield the slots to come, then those that an end cancels.

        They count from all other contacts, which must be settled before.
        """
        yield from self._planned()
        self._note_unsaid()
        for about in self.rounds:
            yield from self._cancelled(about)

    def _note_unsaid(self) -> None:
        """Note what no slot was left for: an activity to tell of, the question to ask."""
        open_ones = [each for each in self.applications if each.closed is None]
        for activity in self.rides.untold() if open_ones else ():
            self.situation.note(
                f"activities[{activity.what}]",
                f"No contact with {open_ones[0].company} is left to tell of it: "
                "mention it in the next one that comes up.",
            )
        for application in open_ones:
            if self.rides.decision and not application.asked:
                self.situation.note(
                    application.rounds[-1].path,
                    f"No contact with {application.company} is left to ask whether you are still "
                    "in the running: ask it in the next one that comes up.",
                )

    def _planned(self) -> Iterator[Placed]:
        base, nominal = self._opening()
        while True:
            slot = self._slot(base, nominal)
            if slot is None:
                upcoming = self._next_round(base)
                if upcoming is None:
                    return
                base, nominal = upcoming.end, local_date(upcoming.place.zone, upcoming.end)
                continue
            coming = self._next_contact(base, self._limit(slot))
            if coming and self._day(coming.start, slot) <= slot.latest:
                base, nominal = coming.start, self._nominal(coming)
                self.rotation.interrupt(coming.draft)
                continue
            placed = self._settle(slot, coming)
            if placed and placed.status == "planned":
                base, nominal = placed.start, slot.preferred
                yield placed
            elif placed is None and coming:
                base, nominal = coming.start, self._nominal(coming)
            else:
                ended = placed.draft.about if placed else None
                self.finished.add((ended or slot.about).id)

    def _opening(self) -> tuple[datetime, date]:
        """Return what the cycle counts from: the last actual contact, else the first interview."""
        first = self.rounds[0]
        base = max([first.end, *(each.start for each in self.contacts if each.status == "done")])
        return base, local_date(first.place.zone, base)

    def _next_round(self, base: datetime) -> Round | None:
        return next((each for each in self.rounds if each.end > base), None)

    def _limit(self, slot: Slot) -> datetime:
        return day_end(self.situation.zone, slot.about.horizon)

    def _next_contact(self, base: datetime, limit: datetime) -> Placed | None:
        later = (each for each in self.contacts if base < each.start <= limit)
        return min(later, key=lambda each: (each.start, each.draft.uid), default=None)

    @staticmethod
    def _day(moment: datetime, slot: Slot) -> date:
        return local_date(slot.about.place.zone, moment)

    @staticmethod
    def _nominal(placed: Placed) -> date:
        """Return the date that the next slot's preferred date counts from.

        It is the preferred one, not the one found, so that the shifts of one contact, around a
        weekend say, do not add up along the cycle.
        """
        draft = placed.draft
        moment = placed.start if draft.done or placed.late else draft.preferred
        return local_date(draft.place.zone, moment)

    def _slot(self, base: datetime, nominal: date) -> Slot | None:
        """Return the next slot after a contact, in the latest round that is live then, if any.

        One that waits for its late record leaves the slot to another that does not.
        """
        wished, zone = add_days(nominal, self.when.preferred), self.situation.zone
        live = [
            each
            for each in reversed(self.rounds)
            if each.id not in self.finished and each.is_live(wished, zone)
        ]
        ready = [each for each in live if each.is_written(wished, zone)]
        about = next(iter(ready or live), None)
        return self._slot_of(about, base, wished) if about else None

    def _slot_of(self, about: Round, base: datetime, wished: date) -> Slot | None:
        zone = about.place.zone
        day = local_date(zone, base)
        opens = add_days(local_date(zone, about.end), self.when.earliest)
        earliest = max(add_days(day, self.when.earliest), opens)
        latest = max(add_days(day, self.when.latest), opens)
        if about.plan_from:
            written = local_date(self.situation.zone, about.plan_from)
            if written > earliest:
                spread = self.when.latest - self.when.earliest
                earliest = wished = written
                latest = max(latest, add_days(written, spread))
        latest = min(latest, about.horizon)
        wished = min(max(wished, earliest), latest)
        return Slot(about, base, earliest, latest, wished) if earliest <= latest else None

    # One slot

    def _settle(self, slot: Slot, coming: Placed | None) -> Placed | None:
        """Settle a slot with what rides on it, else with the next approach.

        Where a question is still to come, anything else must come before it is due, or give way.
        """
        question, due_now = self.rides.question(slot)
        placed = None
        if not due_now:
            early = question.before(slot) if question else slot
            news = self.rides.news(early, self.rotation.last_approach)
            placed = self._attempt(news, early, coming, question)
        if placed is None and question:
            placed = self._attempt(question, slot, coming, None)
        if placed is None and coming is None:
            self._note_no_time(slot)
        return placed

    def _attempt(
        self, ride: Ride | None, slot: Slot, coming: Placed | None, question: Ride | None
    ) -> Placed | None:
        until = self._day(coming.start, slot) if coming else None
        draft = self._ridden(ride, slot, until) if ride else self._rotated(slot, until)
        limits = [coming.start if coming else self._limit(slot)]
        if question:
            limits.append(day_start(draft.place.zone, question.earliest))
        draft.deadline = min(limits)
        about = draft.about or slot.about
        starts = (draft.not_before, slot.about.plan_from, about.plan_from)
        draft.not_before = max(filter(None, starts), default=None)
        placed = self.diary.settle(draft)
        if placed and placed.status == "planned":
            self._note_twice_in_a_row(slot, draft)
            self.rotation.take_turn(draft)
            self.rides.remember(draft, slot.preferred)
        else:
            self.numbers[slot.about.id] -= 1
        return placed

    def _note_no_time(self, slot: Slot) -> None:
        self.situation.note(
            slot.about.path,
            f"No time was found to keep in touch with {slot.about.application.company} "
            f"after {spoken(slot.earliest)}: look at 'available' and 'away'.",
            warning=True,
        )

    def _note_twice_in_a_row(self, slot: Slot, draft: Draft) -> None:
        others = any(identity != draft.identity for identity in self._known(slot))
        if others and draft.identity == self.rotation.last_person:
            self.situation.note(
                draft.uid, "The same person as the last time: the question can go to nobody else."
            )

    def _ridden(self, ride: Ride, slot: Slot, until: date | None) -> Draft:
        about, contact = ride.about, ride.about.hiring_manager
        if ride.tactic.audience == "people_who_matter":
            about, contact = self._turn(slot, until)
        rest = {"uid": self._uid(slot.about), "texts": ride.texts}
        draft = self._draft(ride.tactic, about, slot, contact, channel_of(ride.tactic), rest)
        hold(draft, ride, slot)
        return draft

    def _rotated(self, slot: Slot, until: date | None) -> Draft:
        about, contact = self._turn(slot, until)
        waits = self.rides.agreed_until(contact, slot) is not None
        place = contact.place if contact else about.place
        calls = any(is_working_day(place, day) for day in slot.seen_in(place.zone).days())
        approach = self.rotation.approach(contact, waits=waits, calls=calls)
        rest = {"uid": self._uid(slot.about), "approach": approach}
        return self._draft(self.tactic, about, slot, contact, approach.channel, rest)

    def _turn(self, slot: Slot, until: date | None) -> tuple[Round, Contact | None]:
        """Return whose turn it is, and the round of the application that it is for."""
        known = self._known(slot)
        people = [contact for _, contact in known.values()]
        turn = self.rotation.person(people, slot, self.rides.decisions(slot), until)
        return known[turn.identity] if turn else (slot.about, None)

    def _known(self, slot: Slot) -> dict[Identity, tuple[Round, Contact]]:
        """Return the people whom the company's live rounds know, those of the slot's own first."""
        zone = self.situation.zone
        live = [
            each
            for each in reversed(self.rounds)
            if each.id not in self.finished
            and each.is_live(slot.preferred, zone)
            and each.is_written(slot.preferred, zone)
        ]
        known: dict[Identity, tuple[Round, Contact]] = {}
        for about in (slot.about, *live):
            for contact in about.known:
                known.setdefault(contact.identity, (about, contact))
        return known

    def _draft(
        self,
        tactic: Tactic,
        about: Round,
        slot: Slot,
        contact: Contact | None,
        channel: Channel,
        rest: dict[str, Any],
    ) -> Draft:
        zone = contact.place.zone if contact else about.place.zone
        slot = slot.seen_in(zone)
        return of_person(
            tactic,
            about,
            contact,
            channel,
            earliest=day_start(zone, slot.earliest),
            latest=day_end(zone, slot.latest),
            preferred=at_time(zone, slot.preferred, tactic.at),
            **rest,
        )

    def _uid(self, about: Round) -> str:
        number = self.numbers[about.id] = self.numbers.get(about.id, 0) + 1
        return uid(about.application.key, about.id, self.tactic.name, "", str(number))

    # Slots that an end cancels

    def _cancelled(self, about: Round) -> Iterator[Placed]:
        """Yield the slots that a round would have had, had it not been superseded or closed."""
        limits = [each for each in (about.superseded, about.application.closed) if each]
        if not limits:
            return
        limit = max(min(limits), about.end)
        slots = [self._nominal(each) for each in self.contacts if each.draft.about is about]
        day = max([local_date(about.place.zone, about.end), *slots])
        contact = about.hiring_manager
        zone = contact.place.zone if contact else about.place.zone
        while (day := add_days(day, self.when.preferred)) <= about.horizon:
            start = max(at_time(zone, day, self.tactic.at), limit)
            slot = Slot(about, about.end, day, day, day)
            rest = {
                "uid": self._uid(about),
                "approach": self.tactic.approaches[0],
                "windowless": True,
            }
            draft = self._draft(self.tactic, about, slot, contact, "email", rest)
            draft.preferred, draft.cancelled_because = start, ends(draft, start) or ""
            placed = self.diary.settle(draft)
            if placed:
                yield placed
