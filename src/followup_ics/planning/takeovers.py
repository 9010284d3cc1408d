"""What takes over a slot of the cycle: the one question, and news of an activity.

Both are tactics without a time of their own: where a slot reaches their dates, `cycle` fills it
with them instead of the next approach of the `rotation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from followup_ics.planning.applications import Application, Contact, Round
from followup_ics.planning.deciding import decision_by, decision_texts, question_days
from followup_ics.planning.diary import DAYS_BETWEEN, Diary
from followup_ics.planning.drafts import AFTER_OFFER, Draft
from followup_ics.planning.situation import Situation
from followup_ics.planning.slots import Slot, Slots
from followup_ics.records import when as kind
from followup_ics.records.job_search import Activity
from followup_ics.records.playbook import Tactic
from followup_ics.working_time import add_days, at_time, day_end, day_start, local_date

CONTACTS_BEFORE = "the contacts before it leave no slot any earlier"


@dataclass(frozen=True, slots=True)
class Takeover:
    """A tactic that takes a slot over, for a round, with the dates that it allows, inclusive.

    `opens` is set where they follow from the date on which a decision is due: such a takeover need
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
        """Say whether a slot reaches into this takeover's dates: never those of its own days."""
        return self.opens is None and self.earliest <= slot.latest

    def before(self, slot: Slot) -> Slot:
        """Return a slot shortened to end two days before this takeover's first date."""
        last = add_days(self.earliest, -DAYS_BETWEEN if self.opens else -1)
        return replace(slot, latest=min(slot.latest, last), over_by=last)


class Takeovers:
    """The tactics that takeover on the slots of one company's cycle, and what was said already."""

    def __init__(
        self,
        situation: Situation,
        tactics: dict[str, Tactic],
        diary: Diary,
        applications: list[Application],
        slots: Slots,
    ) -> None:
        self.zone, self.diary, self.applications = situation.zone, diary, applications
        self.situation, self.finished = situation, slots.finished
        self.decision, self.activity = tactics.get("decision"), tactics.get("activity")
        self.activities = sorted(situation.job_search.activities, key=lambda each: each.on)
        self.told = 0
        self._days: dict[str, tuple[date, date]] = {}
        self._texts: dict[str, dict[str, str]] = {}
        self.unasked: set[str] = set()
        self.skipped: set[str] = set()
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
    def question(slot: Slot, questions: list[Takeover]) -> tuple[Takeover | None, bool]:
        """Return the question that is due in a slot, or the next one; and whether it is due."""
        for takeover in questions:
            if not takeover.opens and (
                slot.preferred >= takeover.earliest or takeover.earliest <= slot.earliest
            ):
                return takeover, True
        return next(iter(questions), None), False

    @staticmethod
    def question_by_date(
        slot: Slot, questions: list[Takeover], reach: int, until: date | None
    ) -> Takeover | None:
        """Return a question whose own days come next: in reach, and before another contact."""
        for takeover in questions:
            soon = max(add_days(slot.here, reach), slot.latest)
            in_reach = takeover.opens and takeover.earliest <= soon
            if in_reach and (until is None or until >= takeover.earliest):
                return takeover
        return None

    def remember(self, draft: Draft, takeover: Takeover | None, placed: date) -> None:
        """Take note of what was asked and told in a contact on a date."""
        if isinstance(draft.tactic.when, kind.Decision) and draft.application:
            others = takeover.with_others if takeover else ()
            for application in (draft.application, *others):
                if draft.skipped:
                    self._leave_out(application, placed)
                else:
                    application.asked = True
        if isinstance(draft.tactic.when, kind.ActivityDone):
            news = self.untold(placed)
            if news:
                draft.texts = draft.texts | {"activity": "; ".join(map(_said, news))}
            self.told += len(news)

    def _leave_out(self, application: Application, day: date) -> None:
        """Ask nothing in the rounds of a date any more: a next round may ask anew."""
        live = {each.id for each in application.rounds if each.is_live(day, self.zone)}
        self.unasked |= live
        self.skipped |= live

    def untold(self, before: date | None = None) -> list[Activity]:
        """Return the activities that no slot told of, up to a date."""
        news = self.activities[self.told :] if self.activity else []
        return [each for each in news if before is None or each.on < before]

    def note_unsaid(self) -> None:
        """Note what no slot was left for: an activity to tell of, the question to ask."""
        open_ones = [each for each in self.applications if each.closed is None]
        for activity in self.untold() if open_ones else ():
            self.situation.note(
                f"activities[{activity.what}]",
                f"No contact with {open_ones[0].company} is left to tell of it: "
                "mention it in the next one that comes up.",
            )
        for application in open_ones:
            is_skipped = application.rounds[-1].id in self.skipped
            if self.decision and not application.asked and not is_skipped:
                self.situation.note(
                    application.rounds[-1].path,
                    f"No contact with {application.company} is left to ask whether you are still "
                    "in the running: ask it in the next one that comes up.",
                )

    def questions(self, slot: Slot) -> list[Takeover]:
        """Return, for each application not yet asked about, the question, the first due first."""
        return sorted(self._questions(slot), key=lambda takeover: takeover.earliest)

    def _questions(self, slot: Slot) -> Iterator[Takeover]:
        if self.decision is None:
            return
        for application in self.applications:
            if application.asked:
                continue
            live = [each for each in application.rounds if each.is_live(slot.preferred, self.zone)]
            if live and live[-1].id not in self.finished and live[-1].id not in self.unasked:
                yield self._question(self.decision, live[-1], slot)

    def _question(self, tactic: Tactic, about: Round, slot: Slot) -> Takeover:
        assert isinstance(tactic.when, kind.Decision)
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
        for start, over in self._offers_told(place.zone, tactic.when.after_offer):
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
        return Takeover(tactic, about, wished, last, self._texts[about.id], opens, because, others)

    def _offers_told(self, zone: str, days: int) -> list[tuple[date, date]]:
        """Return the dates after telling the company of an offer on which it is not asked."""
        told = self.diary.days_told(self.applications[0].company_key, zone)
        return [(day, add_days(day, days)) for day in sorted(told)]

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
            each.day
            for each in self.diary.agreed.get(identity, ())
            if each.draft.agreed_at
            and local_date(each.draft.place.zone, each.draft.agreed_at) <= slot.latest
        ]
        return max((day for day in dates if day >= slot.here), default=None)

    def news(self, slot: Slot, last_approach: str) -> Takeover | None:
        """Return what tells of all activities since the last such news, never twice in a row."""
        if self.activity is None or last_approach == self.activity.name:
            return None
        news = self.untold(slot.preferred)
        if not news:
            return None
        earliest = max(slot.earliest, add_days(news[-1].on, 1))
        return Takeover(self.activity, slot.about, earliest, max(earliest, slot.latest), {})

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


def hold(draft: Draft, takeover: Takeover, slot: Slot) -> None:
    """Hold a draft to a takeover's own dates; where the slot is past them, it will be late."""
    zone = draft.place.zone
    slot = slot.seen_in(zone)
    if takeover.opens:
        draft.apart = True
        first, last = takeover.opens, takeover.latest
        after = add_days(local_date(zone, slot.base), 1)
        draft.not_before = day_start(zone, max(takeover.earliest, after))
        draft.closed_because = takeover.because
        draft.preferred = at_time(zone, first, draft.tactic.at)
    else:
        first, last = max(takeover.earliest, slot.earliest), min(takeover.latest, slot.latest)
    if last < first:
        draft.not_before = day_start(zone, first)
        draft.closed_because = takeover.because or CONTACTS_BEFORE
        first, last = slot.earliest, slot.latest
        if takeover.latest < max(slot.earliest, takeover.earliest):
            first, last = min(takeover.earliest, takeover.latest), takeover.latest
    draft.earliest, draft.latest = day_start(zone, first), day_end(zone, last)
