"""What rides on a cycle slot: the one question, and news of an activity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from followup_ics import playbook as book
from followup_ics.planning.cases import Application, Contact, Round
from followup_ics.planning.diary import Diary
from followup_ics.planning.drafts import Draft
from followup_ics.planning.situation import Situation
from followup_ics.playbook import Tactic
from followup_ics.records import Activity
from followup_ics.working_time import add_days, day_end, day_start, local_date, spoken


@dataclass(frozen=True, slots=True)
class Slot:
    """The dates on which a slot may be, both inclusive, and the one preferred.

    They count from `base`, the last contact, in the zone of the interview. Where a question comes
    after it, the slot is over by the date `over_by`.
    """

    about: Round
    base: datetime
    earliest: date
    latest: date
    preferred: date
    over_by: date | None = None

    def days(self) -> list[date]:
        """Return its dates."""
        return [add_days(self.earliest, n) for n in range((self.latest - self.earliest).days + 1)]

    def seen_in(self, zone: str) -> Slot:
        """Return the slot for somebody in another zone, where the last contact has another date."""
        here, there = (local_date(each, self.base) for each in (self.about.place.zone, zone))
        shift = there - here
        earliest, latest = self.earliest + shift, self.latest + shift
        latest = max(earliest, min(latest, self.over_by or latest))
        preferred = min(max(self.preferred, earliest), latest)
        return replace(self, earliest=earliest, latest=latest, preferred=preferred)


@dataclass(frozen=True, slots=True)
class Ride:
    """A tactic that takes a slot over, for a round, with the dates that it allows, inclusive."""

    tactic: Tactic
    about: Round
    earliest: date
    latest: date | None
    texts: dict[str, str]

    def before(self, slot: Slot) -> Slot:
        """Return a slot shortened to end before this ride's first date."""
        last = add_days(self.earliest, -1)
        return replace(slot, latest=min(slot.latest, last), over_by=last)


class Rides:
    """The tactics that ride on the slots of one company's cycle, and what was said already."""

    def __init__(
        self,
        situation: Situation,
        tactics: dict[str, Tactic],
        diary: Diary,
        applications: list[Application],
        finished: set[str],
    ) -> None:
        self.zone, self.agreed, self.applications = situation.zone, diary.agreed, applications
        self.finished = finished
        self.decision, self.activity = tactics.get("decision"), tactics.get("activity")
        self.activities = sorted(situation.job_search.activities, key=lambda each: each.on)
        self.told = 0
        for application in applications:
            name = self.decision.name if self.decision else ""
            application.asked = (name, (application.key,)) in situation.done

    def question(self, slot: Slot) -> tuple[Ride | None, bool]:
        """Return the question that is due in a slot, or the next one; and whether it is due."""
        questions = list(self.decisions(slot))
        for ride in questions:
            if slot.preferred >= ride.earliest or ride.earliest <= slot.earliest:
                return ride, True
        return min(questions, key=lambda ride: ride.earliest, default=None), False

    def remember(self, draft: Draft, day: date) -> None:
        """Take note of what was asked and told in a slot on `day`."""
        if isinstance(draft.tactic.when, book.Decision) and draft.application:
            draft.application.asked = True
        if isinstance(draft.tactic.when, book.ActivityDone):
            self.told = sum(each.on < day for each in self.activities)

    def untold(self) -> list[Activity]:
        """Return the activities that no slot told of."""
        return self.activities[self.told :] if self.activity else []

    def decisions(self, slot: Slot) -> Iterator[Ride]:
        """Yield, for each application not yet asked about, when the question would be due."""
        if self.decision is None:
            return
        for application in self.applications:
            live = [each for each in application.rounds if each.is_live(slot.preferred, self.zone)]
            if live and live[-1].id not in self.finished and not application.asked:
                yield self._question(self.decision, live[-1], slot)

    def _question(self, tactic: Tactic, about: Round, slot: Slot) -> Ride:
        assert isinstance(tactic.when, book.Decision)
        by = decision_by(about)
        if by:
            first, last = add_days(by, 1), add_days(by, tactic.when.latest)
        else:
            manager = about.hiring_manager
            day = local_date(manager.place.zone if manager else about.place.zone, about.end)
            first, last = (add_days(day, each) for each in tactic.when.without_date)
        agreed = self.agreed_until(about.hiring_manager, slot) if tactic.asks else None
        if agreed and agreed >= first:
            first = add_days(agreed, 1)
        return Ride(tactic, about, first, last, {"decision_by": spoken(by)} if by else {})

    def agreed_until(self, contact: Contact | None, slot: Slot) -> date | None:
        """Return the last date agreed with somebody that is known of and still ahead."""
        if contact is None:
            return None
        dates = [
            local_date(each.draft.place.zone, each.start)
            for each in self.agreed.get(contact.identity, ())
            if each.draft.agreed_at
            and local_date(each.draft.place.zone, each.draft.agreed_at) <= slot.latest
        ]
        return max((day for day in dates if day >= slot.earliest), default=None)

    def news(self, slot: Slot, last_approach: str) -> Ride | None:
        """Return the ride that tells of all activities since the last one, never twice in a row."""
        if self.activity is None or last_approach == self.activity.name:
            return None
        news = [each for each in self.activities[self.told :] if each.on < slot.preferred]
        if not news:
            return None
        said = (
            f"{each.what} (it bears on {each.relates_to})" if each.relates_to else each.what
            for each in news
        )
        earliest = max(slot.earliest, add_days(news[-1].on, 1))
        return Ride(self.activity, slot.about, earliest, None, {"activity": "; ".join(said)})


def hold(draft: Draft, ride: Ride, slot: Slot) -> None:
    """Hold a draft to a ride's own dates; where the slot is past them, it will be late."""
    zone = draft.place.zone
    slot = slot.seen_in(zone)
    first, last = max(ride.earliest, slot.earliest), min(ride.latest or slot.latest, slot.latest)
    if last < first:
        draft.not_before = day_start(zone, first)
        draft.closed_because = "the contacts before it leave no slot any earlier"
        first, last = slot.earliest, slot.latest
        if ride.latest and ride.latest < slot.earliest:
            first, last = ride.earliest, ride.latest
    draft.earliest, draft.latest = day_start(zone, first), day_end(zone, last)


def decision_by(about: Round) -> date | None:
    """Return when they mean to decide, as last said and not before the interview itself."""
    day = local_date(about.place.zone, about.end)
    said = [
        each.record.next_step.decision_by
        for each in about.application.rounds
        if each.end <= about.end and each.record.next_step and each.record.next_step.decision_by
    ]
    return said[-1] if said and said[-1] >= day else None
