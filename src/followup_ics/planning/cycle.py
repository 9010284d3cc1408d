"""The rotating cycle: one company, one contact every 7 to 12 days, each time another way.

A slot counts from the last contact of any kind with the company, whichever application that was
for; other tactics may ride on it. Slots are numbered within the round that they belong to, so
that a slot keeps its identity while its approach and person change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil

from followup_ics import playbook as book
from followup_ics.planning.diary import Diary, Placed
from followup_ics.planning.drafts import Draft, ends, of_person, reachable, uid
from followup_ics.planning.situation import Contact, Identity, Logged, Round, Situation
from followup_ics.playbook import Approach, Playbook, Tactic
from followup_ics.results import Channel
from followup_ics.working_time import add_days, at_time, day_end, day_start, local_date, spoken

Agreed = dict[Identity, list[Draft]]


def cycles(situation: Situation, playbook: Playbook, diary: Diary, agreed: Agreed) -> list[Cycle]:
    """Return the cycle of every company, none where the playbook has no cycle."""
    tactics = {tactic.when.on: tactic for tactic in playbook.tactics}
    if "cycle" not in tactics:
        return []
    return [
        Cycle(situation, tactics, diary, agreed, company) for company in sorted(situation.companies)
    ]


@dataclass(frozen=True, slots=True)
class _Slot:
    """The dates on which a slot may be, both inclusive, and the one preferred."""

    about: Round
    earliest: date
    latest: date
    preferred: date


@dataclass(frozen=True, slots=True)
class _Ride:
    """A tactic that takes a slot over, for a round, with the dates that it allows, inclusive."""

    tactic: Tactic
    about: Round
    earliest: date
    latest: date | None
    texts: dict[str, str]


class Cycle:
    """The cycle of one company."""

    def __init__(
        self,
        situation: Situation,
        tactics: dict[str, Tactic],
        diary: Diary,
        agreed: Agreed,
        company: str,
    ) -> None:
        self.situation, self.diary, self.agreed, self.tactics = situation, diary, agreed, tactics
        self.tactic = tactics["cycle"]
        assert isinstance(self.tactic.when, book.Cycle)
        self.when = self.tactic.when
        self.applications = situation.companies[company]
        self.rounds = [each for each in situation.rounds if each.application.company_key == company]
        self.contacts = diary.contacts[company]
        self.activities = sorted(situation.job_search.activities, key=lambda each: each.on)
        self.told = 0
        self.numbers: dict[str, int] = {}
        self.finished: set[str] = set()
        self.turns: dict[Identity, int] = {}
        self.last_person: Identity | None = None
        self.last_approach = ""
        self.next_approach = 0
        decision = tactics.get("decision")
        for application in self.applications:
            asked = decision and (decision.name, (application.key,)) in situation.done
            application.asked = bool(asked)

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
                self._take_turn(placed.draft)
                yield placed

    def _done_draft(self, about: Round, tactic: Tactic, logged: Logged) -> Draft:
        if isinstance(tactic.when, book.ActivityDone):
            day = local_date(self.situation.zone, logged.at)
            self.told = sum(each.on <= day for each in self.activities)
        contact = logged.contact or about.hiring_manager
        return of_person(
            tactic,
            about,
            contact,
            "phone" if tactic.channel == "phone" else "email",
            uid=self._uid(about),
            earliest=logged.at,
            latest=logged.at,
            preferred=logged.at,
            windowless=True,
            done=logged,
        )

    # Slots to come

    def to_come(self) -> Iterator[Placed]:
        """Settle and yield the slots to come, then those that an end cancels.

        They count from all other contacts, which must be settled before.
        """
        yield from self._planned()
        for about in self.rounds:
            yield from self._cancelled(about)

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
            coming = self._next_contact(base)
            if coming and self._day(coming.start, slot) <= slot.latest:
                base, nominal = coming.start, self._nominal(coming)
                self.last_person = coming.draft.identity
                continue
            placed = self._settle(slot, coming)
            if placed and placed.status == "planned":
                base, nominal = placed.start, slot.preferred
                yield placed
            elif placed is None and coming:
                base, nominal = coming.start, self._nominal(coming)
            else:
                self.finished.add(slot.about.id)

    def _opening(self) -> tuple[datetime, date]:
        """Return what the cycle counts from at first: the last actual contact, else the first interview."""
        first = self.rounds[0]
        base = max([first.end, *(each.start for each in self.contacts if each.status == "done")])
        return base, local_date(first.place.zone, base)

    def _next_round(self, base: datetime) -> Round | None:
        return next((each for each in self.rounds if each.end > base), None)

    def _next_contact(self, base: datetime) -> Placed | None:
        later = (each for each in self.contacts if each.start > base)
        return min(later, key=lambda each: (each.start, each.draft.uid), default=None)

    @staticmethod
    def _day(moment: datetime, slot: _Slot) -> date:
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

    def _slot(self, base: datetime, nominal: date) -> _Slot | None:
        """Return the next slot after a contact, in the round that is live then, if there is one."""
        wished = add_days(nominal, self.when.preferred)
        for about in reversed(self.rounds):
            if about.id not in self.finished and self._is_live(about, wished):
                return self._slot_of(about, base, wished)
        return None

    def _is_live(self, about: Round, day: date) -> bool:
        zone = self.situation.zone
        if not local_date(about.place.zone, about.end) <= day <= about.horizon:
            return False
        limits = (about.superseded, about.application.closed)
        return all(limit is None or day_start(zone, day) < limit for limit in limits)

    def _slot_of(self, about: Round, base: datetime, wished: date) -> _Slot | None:
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
        return _Slot(about, earliest, latest, wished) if earliest <= latest else None

    # One slot

    def _settle(self, slot: _Slot, coming: Placed | None) -> Placed | None:
        ride, slot = self._ride(slot)
        draft = self._ridden(ride, slot) if ride else self._rotated(slot)
        limit = day_end(self.situation.zone, slot.about.horizon)
        draft = replace(draft, deadline=min(limit, coming.start) if coming else limit)
        placed = self.diary.settle(draft)
        if placed is None:
            if not coming:
                self.situation.note(
                    slot.about.path,
                    f"No time was found to keep in touch with {slot.about.application.company} "
                    f"after {spoken(slot.earliest)}: look at 'available' and 'away'.",
                    warning=True,
                )
            self.numbers[slot.about.id] -= 1
        elif placed.status == "cancelled":
            self.numbers[slot.about.id] -= 1
        else:
            self._take_turn(draft)
            if isinstance(draft.tactic.when, book.Decision) and draft.application:
                draft.application.asked = True
            if isinstance(draft.tactic.when, book.ActivityDone):
                self.told = sum(each.on < slot.preferred for each in self.activities)
        return placed

    def _ride(self, slot: _Slot) -> tuple[_Ride | None, _Slot]:
        """Return what rides on a slot, and the slot, shortened where a ride must come after it."""
        for ride in self._decisions(slot):
            if slot.preferred >= ride.earliest or ride.earliest <= slot.earliest:
                return ride, slot
            if slot.latest >= ride.earliest:
                slot = replace(slot, latest=add_days(ride.earliest, -1))
        return self._activity(slot), slot

    def _decisions(self, slot: _Slot) -> Iterator[_Ride]:
        """Yield, for each application not yet asked about, when the question would be due."""
        tactic = self.tactics.get("decision")
        if tactic is None:
            return
        assert isinstance(tactic.when, book.Decision)
        for application in self.applications:
            rounds = [each for each in application.rounds if self._is_live(each, slot.preferred)]
            if application.asked or not rounds:
                continue
            about = rounds[-1]
            by = decision_by(about)
            if by:
                first, last = add_days(by, 1), add_days(by, tactic.when.latest)
            else:
                day = local_date(about.place.zone, about.end)
                first, last = (add_days(day, each) for each in tactic.when.without_date)
            agreed = self._agreed_until(about.hiring_manager, slot)
            if agreed and agreed >= first:
                first = add_days(agreed, 1)
            texts = {"decision_by": spoken(by)} if by else {}
            yield _Ride(tactic, about, first, last, texts)

    def _agreed_until(self, contact: Contact | None, slot: _Slot) -> date | None:
        """Return the last date agreed with somebody that is known of and still ahead."""
        if contact is None:
            return None
        dates = [
            local_date(draft.place.zone, draft.preferred)
            for draft in self.agreed.get(contact.identity, ())
            if draft.agreed_at and self._day(draft.agreed_at, slot) <= slot.latest
        ]
        return max((day for day in dates if day >= slot.earliest), default=None)

    def _activity(self, slot: _Slot) -> _Ride | None:
        tactic = self.tactics.get("activity")
        if tactic is None or self.last_approach == tactic.name:
            return None
        news = [each for each in self.activities[self.told :] if each.on < slot.preferred]
        if not news:
            return None
        said = (
            f"{each.what} (it bears on {each.relates_to})" if each.relates_to else each.what
            for each in news
        )
        earliest = max(slot.earliest, add_days(news[-1].on, 1))
        return _Ride(tactic, slot.about, earliest, None, {"activity": "; ".join(said)})

    def _ridden(self, ride: _Ride, slot: _Slot) -> Draft:
        if ride.tactic.audience == "people_who_matter":
            contact = self._person(slot)
        else:
            contact = ride.about.hiring_manager
        channel: Channel = "phone" if ride.tactic.channel == "phone" else "email"
        draft = self._draft(ride.tactic, ride.about, slot, contact, channel)
        draft = replace(draft, uid=self._uid(slot.about), texts=ride.texts)
        if ride.latest is None:
            return replace(draft, earliest=day_start(draft.place.zone, ride.earliest))
        return self._within(draft, ride.earliest, ride.latest, slot)

    @staticmethod
    def _within(draft: Draft, earliest: date, latest: date, slot: _Slot) -> Draft:
        """Hold a draft to a ride's own dates; where the slot is past them, it will be late."""
        zone = draft.place.zone
        if latest < slot.earliest:
            return replace(
                draft,
                earliest=day_start(zone, earliest),
                latest=day_end(zone, latest),
                not_before=day_start(zone, slot.earliest),
                closed_because="the contact before it leaves no slot any earlier",
            )
        first = max(earliest, slot.earliest)
        last = max(min(latest, slot.latest), first)
        return replace(draft, earliest=day_start(zone, first), latest=day_end(zone, last))

    def _rotated(self, slot: _Slot) -> Draft:
        contact = self._person(slot)
        approach = self._approach(contact, slot)
        draft = self._draft(self.tactic, slot.about, slot, contact, approach.channel)
        return replace(draft, uid=self._uid(slot.about), approach=approach)

    def _draft(
        self,
        tactic: Tactic,
        about: Round,
        slot: _Slot,
        contact: Contact | None,
        channel: Channel,
    ) -> Draft:
        zone = contact.place.zone if contact else about.place.zone
        return of_person(
            tactic,
            about,
            contact,
            channel,
            uid="",
            earliest=day_start(zone, slot.earliest),
            latest=day_end(zone, slot.latest),
            preferred=at_time(zone, slot.preferred, tactic.at),
        )

    def _uid(self, about: Round) -> str:
        number = self.numbers[about.id] = self.numbers.get(about.id, 0) + 1
        return uid(about.application.key, about.id, self.tactic.name, "", str(number))

    # Rotation

    def _person(self, slot: _Slot) -> Contact | None:
        """Return whose turn it is: nobody twice in a row, the longest waiting first.

        The hiring manager is spared just before the slot in which they will be asked.
        """
        known = slot.about.known
        people = [each for each in known if each.matters] or list(known)
        if len(people) > 1:
            people = [each for each in people if each.identity != self.last_person]
        people = self._sparing(people, slot)
        return min(people, key=lambda each: self.turns.get(each.identity, 0), default=None)

    def _sparing(self, people: list[Contact], slot: _Slot) -> list[Contact]:
        for ride in self._decisions(slot):
            manager = ride.about.hiring_manager
            steps = ceil((ride.earliest - slot.preferred).days / self.when.preferred)
            others = [each for each in people if manager and each.identity != manager.identity]
            if steps == 1 and others:
                return others
            if steps == 2 and len(others) == 1 < len(people):
                return [each for each in people if each not in others]
        return people

    def _approach(self, contact: Contact | None, slot: _Slot) -> Approach:
        """Return the next approach that suits somebody: never the last one, no ask before its date."""
        waits = self._agreed_until(contact, slot) is not None
        count = len(self.tactic.approaches)
        turns = [(self.next_approach + ahead) % count for ahead in range(count)]
        others = [turn for turn in turns if self._named(turn) != self.last_approach]
        quiet = [turn for turn in others if not (waits and self.tactic.approaches[turn].asks)]
        suited = [turn for turn in quiet if self._suits(contact, self.tactic.approaches[turn])]
        turn = (suited or quiet or others)[0]
        self.next_approach = (turn + 1) % count
        return self.tactic.approaches[turn]

    def _named(self, turn: int) -> str:
        return self.tactic.approaches[turn].name

    @staticmethod
    def _suits(contact: Contact | None, approach: Approach) -> bool:
        return reachable(contact, approach.channel) == approach.channel

    def _take_turn(self, draft: Draft) -> None:
        self.turns[draft.identity] = max(self.turns.values(), default=0) + 1
        self.last_person = draft.identity
        self.last_approach = draft.approach.name if draft.approach else draft.tactic.name

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
            slot = _Slot(about, day, day, day)
            draft = self._draft(self.tactic, about, slot, contact, "email")
            draft = replace(
                draft,
                uid=self._uid(about),
                approach=self.tactic.approaches[0],
                windowless=True,
                preferred=start,
            )
            because = ends(draft, start)
            if because:
                placed = self.diary.settle(replace(draft, cancelled_because=because))
                if placed:
                    yield placed


def decision_by(about: Round) -> date | None:
    """Return when they mean to decide, as last said and not before the interview itself."""
    day = local_date(about.place.zone, about.end)
    said = [
        each.record.next_step.decision_by
        for each in about.application.rounds
        if each.end <= about.end and each.record.next_step and each.record.next_step.decision_by
    ]
    return said[-1] if said and said[-1] >= day else None
