"""What rides on a cycle slot: the one question, and news of an activity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from followup_ics.planning.cases import Application, Contact, Round
from followup_ics.planning.deciding import decision_by, decision_texts, question_days
from followup_ics.planning.diary import DAYS_BETWEEN, Diary
from followup_ics.planning.drafts import AFTER_OFFER, Draft
from followup_ics.planning.situation import Situation
from followup_ics.records import playbook as book
from followup_ics.records.job_search import Activity
from followup_ics.records.playbook import Tactic
from followup_ics.working_time import add_days, at_time, day_end, day_start, every_date, local_date

CONTACTS_BEFORE = "the contacts before it leave no slot any earlier"


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

    @property
    def here(self) -> date:
        """The date of the last contact, where the interview was."""
        return local_date(self.about.place.zone, self.base)

    def days(self) -> tuple[date, ...]:
        """Return its dates."""
        return every_date(self.earliest, self.latest)

    def seen_in(self, zone: str) -> Slot:
        """Return the slot for somebody in another zone, where the last contact has another date."""
        here, there = (local_date(each, self.base) for each in (self.about.place.zone, zone))
        if here == there and self.over_by is None:
            return self
        shift = there - here
        earliest, latest = self.earliest + shift, self.latest + shift
        latest = max(earliest, min(latest, self.over_by or latest))
        preferred = min(max(self.preferred, earliest), latest)
        return replace(self, earliest=earliest, latest=latest, preferred=preferred)


@dataclass(frozen=True, slots=True)
class Ride:
    """A tactic that takes a slot over, for a round, with the dates that it allows, inclusive.

    `opens` is set where they follow from the date on which a decision is due: such a ride need
    not wait for a slot. `earliest` is later where something must go first, `because` says what.
    `with_others` are other applications that it serves too.
    """

    tactic: Tactic
    about: Round
    earliest: date
    latest: date
    texts: dict[str, str]
    opens: date | None = None
    because: str = ""
    with_others: tuple[Application, ...] = ()

    def is_within(self, slot: Slot) -> bool:
        """Say whether a slot reaches into this ride's dates: never those of its own days."""
        return self.opens is None and self.earliest <= slot.latest

    def before(self, slot: Slot) -> Slot:
        """Return a slot shortened to end two days before this ride's first date."""
        last = add_days(self.earliest, -DAYS_BETWEEN if self.opens else -1)
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
        self.zone, self.diary, self.applications = situation.zone, diary, applications
        self.finished = finished
        self.decision, self.activity = tactics.get("decision"), tactics.get("activity")
        self.activities = sorted(situation.job_search.activities, key=lambda each: each.on)
        self.told = 0
        self._days: dict[str, tuple[date, date]] = {}
        self._texts: dict[str, dict[str, str]] = {}
        self.unasked: set[str] = set()
        for application in applications:
            application.asked = False
        for application in applications:
            self._asked_before(application)

    def _asked_before(self, application: Application) -> None:
        """Take from the log that an application was asked about, and which others with it."""
        name = self.decision.name if self.decision else ""
        for each in application.rounds:
            for logged in each.log:
                if logged.did == name:
                    application.asked = True
                    day = local_date(self.zone, logged.at)
                    for other in self.applications:
                        live = [met for met in other.rounds if met.is_live(day, self.zone)]
                        manager = live[-1].hiring_manager if live else None
                        if (
                            manager
                            and logged.contact
                            and manager.identity == logged.contact.identity
                        ):
                            other.asked = True

    @staticmethod
    def question(slot: Slot, questions: list[Ride]) -> tuple[Ride | None, bool]:
        """Return the question that is due in a slot, or the next one; and whether it is due."""
        for ride in questions:
            if not ride.opens and (
                slot.preferred >= ride.earliest or ride.earliest <= slot.earliest
            ):
                return ride, True
        return next(iter(questions), None), False

    @staticmethod
    def question_by_date(
        slot: Slot, questions: list[Ride], reach: int, until: date | None
    ) -> Ride | None:
        """Return a question whose own days come next: in reach, and before another contact."""
        for ride in questions:
            soon = max(add_days(slot.here, reach), slot.latest)
            in_reach = ride.opens and ride.earliest <= soon
            if in_reach and (until is None or until >= ride.earliest):
                return ride
        return None

    def remember(self, draft: Draft, ride: Ride | None, placed: date) -> None:
        """Take note of what was asked and told in a contact on a date."""
        if isinstance(draft.tactic.when, book.Decision) and draft.application:
            draft.application.asked = True
            for other in ride.with_others if ride else ():
                other.asked = True
        if isinstance(draft.tactic.when, book.ActivityDone):
            news = self.untold(placed)
            if news:
                draft.texts = draft.texts | {"activity": "; ".join(map(_said, news))}
            self.told += len(news)

    def untold(self, before: date | None = None) -> list[Activity]:
        """Return the activities that no slot told of, up to a date."""
        news = self.activities[self.told :] if self.activity else []
        return [each for each in news if before is None or each.on < before]

    def questions(self, slot: Slot) -> list[Ride]:
        """Return, for each application not yet asked about, the question, the first due first."""
        return sorted(self._questions(slot), key=lambda ride: ride.earliest)

    def _questions(self, slot: Slot) -> Iterator[Ride]:
        if self.decision is None:
            return
        for application in self.applications:
            if application.asked:
                continue
            live = [each for each in application.rounds if each.is_live(slot.preferred, self.zone)]
            if live and live[-1].id not in self.finished and live[-1].id not in self.unasked:
                yield self._question(self.decision, live[-1], slot)

    def _question(self, tactic: Tactic, about: Round, slot: Slot) -> Ride:
        assert isinstance(tactic.when, book.Decision)
        manager = about.hiring_manager
        place = manager.place if manager else about.place
        if about.id not in self._days:
            self._days[about.id] = question_days(about, place, tactic.when)
            self._texts[about.id] = decision_texts(about)
        first, last = self._days[about.id]
        opens = first if decision_by(about) else None
        because, wished = "", first
        after = local_date(place.zone, slot.base)
        soonest = add_days(after, DAYS_BETWEEN) if opens else slot.earliest
        for start, over in self._offers_told(tactic.when.after_offer):
            if start <= max(wished, soonest) <= over:
                wished = add_days(over, 1)
                because = AFTER_OFFER
        agreed = self.agreed_until(manager, slot) if tactic.asks else None
        if agreed and agreed >= wished:
            wished, because = add_days(agreed, 1), "the date agreed with them goes first"
        asked_on = max(wished, soonest) if opens else slot.preferred
        others = tuple(self._asked_along(about, asked_on))
        if wished <= last:
            because = ""
        return Ride(tactic, about, wished, last, self._texts[about.id], opens, because, others)

    def _offers_told(self, days: int) -> list[tuple[date, date]]:
        """Return the dates after telling the company of an offer on which it is not asked."""
        company = self.applications[0].company_key
        return sorted(
            (day, add_days(day, days))
            for each in self.diary.told_of_offers.get(company, ())
            for day in [local_date(each.draft.place.zone, each.start)]
        )

    def _asked_along(self, about: Round, day: date) -> Iterator[Application]:
        """Yield the company's other applications with the same hiring manager, met by then."""
        manager = about.hiring_manager
        for other in self.applications:
            if other is about.application or other.asked or manager is None:
                continue
            live = [each for each in other.rounds if each.is_live(day, self.zone)]
            if live and live[-1].id not in self.finished:
                theirs = live[-1].hiring_manager
                if theirs and theirs.identity == manager.identity:
                    yield other

    def agreed_until(self, contact: Contact | None, slot: Slot) -> date | None:
        """Return the last date agreed with somebody that is known of and still ahead.

        Without a contact, with the hiring manager whom nobody has named.
        """
        identity = contact.identity if contact else ("", self.applications[0].company_key)
        dates = [
            local_date(each.draft.place.zone, each.start)
            for each in self.diary.agreed.get(identity, ())
            if each.draft.agreed_at
            and local_date(each.draft.place.zone, each.draft.agreed_at) <= slot.latest
        ]
        return max((day for day in dates if day >= slot.here), default=None)

    def news(self, slot: Slot, last_approach: str) -> Ride | None:
        """Return the ride that tells of all activities since the last one, never twice in a row."""
        if self.activity is None or last_approach == self.activity.name:
            return None
        news = self.untold(slot.preferred)
        if not news:
            return None
        earliest = max(slot.earliest, add_days(news[-1].on, 1))
        return Ride(self.activity, slot.about, earliest, max(earliest, slot.latest), {})

    def told_along(self, draft: Draft, placed: date) -> None:
        """Let a call tell of activities to somebody who cannot be written to."""
        news = self.untold(placed)
        if news:
            draft.also.append(f"Tell what you have been learning: {'; '.join(map(_said, news))}")
            self.told += len(news)


def _said(activity: Activity) -> str:
    if activity.relates_to:
        return f"{activity.what} (it bears on {activity.relates_to})"
    return activity.what


def hold(draft: Draft, ride: Ride, slot: Slot) -> None:
    """Hold a draft to a ride's own dates; where the slot is past them, it will be late."""
    zone = draft.place.zone
    slot = slot.seen_in(zone)
    if ride.opens:
        draft.apart = True
        first, last = ride.opens, ride.latest
        after = add_days(local_date(zone, slot.base), 1)
        draft.not_before = day_start(zone, max(ride.earliest, after))
        draft.closed_because = ride.because
        draft.preferred = at_time(zone, first, draft.tactic.at)
    else:
        first, last = max(ride.earliest, slot.earliest), min(ride.latest, slot.latest)
    if last < first:
        draft.not_before = day_start(zone, first)
        draft.closed_because = ride.because or CONTACTS_BEFORE
        first, last = slot.earliest, slot.latest
        if ride.latest < max(slot.earliest, ride.earliest):
            first, last = min(ride.earliest, ride.latest), ride.latest
    draft.earliest, draft.latest = day_start(zone, first), day_end(zone, last)
