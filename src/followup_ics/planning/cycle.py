"""The rotating cycle: one company, one contact every 7 to 12 days, each time another way.

A slot counts from the last contact of any kind with the company, whichever application that was
for; so the cycle comes after all that `due` brings. `slots` says when the next one is, `rotation`
whom it is with and how, `takeovers` what comes instead; here they are filled. Slots are numbered
within the round that they belong to, so that a slot keeps its identity while its approach and
person change. What the log holds is gone through in the same steps as what is planned, so that a
slot that was kept as planned leaves all that comes after it where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from followup_ics.planning.applications import Contact, Logged, Round
from followup_ics.planning.diary import Diary, Placed
from followup_ics.planning.drafts import (
    Draft,
    channel_of,
    ends,
    has_no_email,
    of_person,
    reachable,
    uid,
)
from followup_ics.planning.placing import Placing
from followup_ics.planning.rotation import Rotation
from followup_ics.planning.situation import Situation
from followup_ics.planning.skipping import can_mean, skip_slots
from followup_ics.planning.slots import Slot, Slots, slot_draft, take_from_log
from followup_ics.planning.takeovers import Takeover, Takeovers, hold
from followup_ics.records import when as kind
from followup_ics.records.playbook import Approach, Playbook, Tactic
from followup_ics.working_time import (
    add_days,
    at_time,
    day_end,
    day_start,
    local_date,
    spoken,
)


def cycles(situation: Situation, playbook: Playbook, placing: Placing) -> list[Cycle]:
    """Return the cycle of every company, none where the playbook has no cycle."""
    tactics: dict[str, Tactic] = {tactic.when.on: tactic for tactic in playbook.tactics}
    if "cycle" not in tactics:
        return []
    return [Cycle(situation, tactics, placing, company) for company in sorted(situation.companies)]


class Cycle:
    """The cycle of one company."""

    def __init__(
        self,
        situation: Situation,
        tactics: dict[str, Tactic],
        placing: Placing,
        company: str,
    ) -> None:
        self.situation, self.placing, self.tactics = situation, placing, tactics
        self.diary: Diary = placing.diary
        self.tactic = tactics["cycle"]
        assert isinstance(self.tactic.when, kind.Cycle)
        self.when = self.tactic.when
        self.applications = situation.companies[company]
        self.rounds = sorted(
            (each for application in self.applications for each in application.rounds),
            key=lambda each: (each.start, each.id),
        )
        self.contacts = self.diary.contacts[company]
        self.slots = Slots(self.rounds, self.when, situation.zone)
        self.takeovers = Takeovers(situation, tactics, self.diary, self.applications, self.slots)
        self.rotation = Rotation(self.tactic, self.when)
        self.numbers: Counter[tuple[str, ...]] = Counter()
        self.questions: list[Takeover] = []
        names = {tactic.name for tactic in tactics.values() if tactic.when.on_slots}
        self.logged = take_from_log(self.rounds, names)
        self.skips: list[tuple[Logged, Round]] = []

    # All slots, in order

    def settled(self) -> Iterator[Placed]:
        """Settle and yield the slots, done and to come, then those that an end cancels.

        They count from all other contacts, which must be settled before.
        """
        self._set_skips_aside()
        slots = list(self._in_turn())
        skip_slots(self.skips, slots)
        yield from slots
        self.takeovers.note_unsaid()
        for about in self.rounds:
            yield from self._cancelled(about)

    def _in_turn(self) -> Iterator[Placed]:
        """Go from contact to contact: what was done, what is planned otherwise, the next slot."""
        base = self.rounds[0].end
        last_done = self._last_done(base)
        while True:
            slot = self.slots.after(base)
            coming = self._next_contact(base, slot)
            if slot is None and base >= last_done and not self.logged:
                upcoming = self.slots.round_after(base)
                if coming and (upcoming is None or coming.start <= upcoming.end):
                    base = self._interrupted(coming)
                elif upcoming:
                    base = upcoming.end
                else:
                    return
                continue
            if self.logged and (coming is None or self.logged[0][0].at <= coming.start):
                each, about = self.logged.pop(0)
                if each.skipped:
                    yield self._skipped(slot, each, about)
                else:
                    yield from self._done(slot, each, about)
                early = each.skipped and slot and slot.date_of(each.at) < slot.earliest
                base = slot.skipped if slot and early else max(base, each.at)
            elif coming and base < last_done:
                base = self._interrupted(coming)
            elif slot is None:
                return
            else:
                placed, base = self._next(slot, coming)
                if placed:
                    yield placed

    def _set_skips_aside(self) -> None:
        """Keep what was skipped since the last actual contact for the slots to come.

        What was skipped before had its turn in the log, whose contacts the cycle counts from.
        """
        last_done = self._last_done(self.rounds[0].end)
        self.skips = [each for each in self.logged if each[0].skipped and each[0].at >= last_done]
        self.logged = [each for each in self.logged if each not in self.skips]

    def _last_done(self, first: datetime) -> datetime:
        """Return the last actual contact: no slot is planned before it any more."""
        done = [each.start for each in self.contacts if each.status == "done"]
        return max([first, *done, *(each.at for each, _ in self.logged if not each.skipped)])

    def _next(self, slot: Slot, coming: Placed | None) -> tuple[Placed | None, datetime]:
        """Return what comes next, if it is a slot's, and what the slot after it counts from."""
        until = slot.date_of(coming.start) if coming else None
        self.questions = self.takeovers.questions(slot)
        placed = self._ask_by_date(slot, coming)
        if placed:
            return placed, placed.start
        if coming and until and until <= slot.latest:
            return None, self._interrupted(coming)
        placed = self._settle(slot, coming)
        if placed and placed.status == "planned":
            return placed, placed.start
        if placed:
            self.slots.finished.add((placed.draft.about or slot.about).id)
            return None, slot.base
        return None, slot.skipped

    def _interrupted(self, coming: Placed) -> datetime:
        day = local_date(self.rounds[0].place.zone, coming.start)
        self.rotation.interrupt(coming.draft, day)
        return coming.start

    def _limit(self, slot: Slot) -> datetime:
        return day_end(self.situation.zone, slot.about.horizon)

    def _next_contact(self, base: datetime, slot: Slot | None) -> Placed | None:
        later = [each for each in self.contacts if each.start > base]
        later = [each for each in later if not each.draft.tactic.when.on_slots]
        if later and slot:
            limit = self._limit(slot)
            later = [each for each in later if each.start <= limit or each.status == "done"]
        if len(later) < 2:
            return later[0] if later else None
        return min(later, key=lambda each: (each.start, each.draft.uid))

    # One slot of the log

    def _done(self, slot: Slot | None, logged: Logged, about: Round) -> Iterator[Placed]:
        """Settle a slot of the log, with the approach that was its turn."""
        draft, here = self._of_log(slot, logged, about)
        for placed in self.placing.together([draft]):
            self._remember(placed, None, here)
            yield placed

    def _skipped(self, slot: Slot | None, logged: Logged, about: Round) -> Placed:
        """Return a slot that was skipped before the last actual contact, with its turn used up."""
        draft, here = self._of_log(slot, logged, about)
        draft.done, draft.skipped = None, logged
        placed = Placed(draft, logged.at, logged.at + draft.length, "planned", False, ())
        self._remember(placed, None, here)
        return placed

    def _of_log(self, slot: Slot | None, logged: Logged, about: Round) -> tuple[Draft, Round]:
        """Return the draft of a slot of the log, and the round that it is numbered in."""
        tactic = next(each for each in self.tactics.values() if each.name == logged.did)
        here = slot.about if slot and slot.about.lasts_at(logged.at) else about
        approach = None
        if tactic is self.tactic:
            approach = self._logged_approach(logged, slot)
        draft = of_person(
            tactic,
            about,
            logged.contact,
            approach.channel if approach else channel_of(tactic),
            uid=self._uid(tactic, about if isinstance(tactic.when, kind.Decision) else here),
            earliest=logged.at,
            latest=logged.at,
            preferred=logged.at,
            approach=approach,
            windowless=True,
            done=logged,
        )
        return draft, here

    def _logged_approach(self, logged: Logged, slot: Slot | None) -> Approach:
        """Return the approach whose turn it was; slots that had none were skipped."""
        while slot and slot.base < logged.at:
            question, due_now = self.takeovers.question(slot, self.takeovers.questions(slot))
            early = question.before(slot) if question and not due_now else slot
            approach = self._approach(logged.contact, early)
            if approach:
                return approach
            if self._can_only_be_called(slot):
                self.rotation.skip()
            slot = self.slots.after(slot.skipped)
        last = self.rotation.last_approach
        return next(each for each in self.tactic.approaches if each.name != last)

    # One slot to come

    def _settle(self, slot: Slot, coming: Placed | None) -> Placed | None:
        """Settle a slot with what takes it over, else with the next approach.

        Where a question is still to come, anything else must come before it is due, or give way.
        """
        question, due_now = self.takeovers.question(slot, self.questions)
        if question and due_now and self._can_wait(question, slot):
            question, due_now = None, False
        placed = None
        if not due_now:
            early = question.before(slot) if question else slot
            news = self.takeovers.news(early, self.rotation.last_approach)
            placed = self._attempt(news, early, coming, question)
        if placed is None and question and question.is_within(slot):
            placed = self._attempt(question, slot, coming, None)
        if placed is None:
            self._skip(slot)
        return placed

    def _can_wait(self, question: Takeover, slot: Slot) -> bool:
        """Say whether a call would come on a quiet day, and a later slot is still in time."""
        manager = question.about.hiring_manager
        place = manager.place if manager else question.about.place
        if reachable(manager, channel_of(question.tactic)) != "phone":
            return False
        in_time = add_days(slot.preferred, self.when.latest) <= question.latest
        return in_time and not slot.suits_calls(place)

    def _ask_by_date(self, slot: Slot, coming: Placed | None) -> Placed | None:
        """Settle a question whose own days come before the next slot and the next contact."""
        until = slot.date_of(coming.start) if coming else None
        takeover = self.takeovers.question_by_date(slot, self.questions, self.when.latest, until)
        placed = self._attempt(takeover, slot, None, None, until) if takeover else None
        if placed and placed.status == "planned":
            return placed
        if takeover and coming is None:
            self.takeovers.unasked.add(takeover.about.id)
            self.questions.remove(takeover)
        return None

    def _attempt(
        self,
        takeover: Takeover | None,
        slot: Slot,
        coming: Placed | None,
        question: Takeover | None,
        by: date | None = None,
    ) -> Placed | None:
        """Settle what takes a slot, None where it finds no time, or none `by` a date."""
        until = slot.date_of(coming.start) if coming else None
        draft = self._taken_over(takeover, slot, until) if takeover else self._rotated(slot, until)
        if draft is None:
            return None
        limits = [coming.start if coming else self._limit(slot)]
        if question:
            limits.append(day_start(draft.place.zone, question.earliest))
        about = draft.about or slot.about
        limits.append(day_end(self.situation.zone, about.horizon))
        draft.deadline = min(limits)
        starts = (draft.not_before, slot.about.plan_from, about.plan_from)
        draft.not_before = max(filter(None, starts), default=None)
        if by and not self.placing.comes_by(draft, by):
            return None
        placed = self.placing.try_to(draft)
        if placed and placed.status == "planned":
            self._note_twice_in_a_row(slot, draft)
            self._remember(placed, takeover, slot.about)
        return placed

    def _remember(self, placed: Placed, takeover: Takeover | None, about: Round) -> None:
        draft = placed.draft
        day = placed.day
        asked_of = draft.about if isinstance(draft.tactic.when, kind.Decision) else None
        if asked_of and not draft.done:
            self._skip_question(draft)
        self.numbers[self._names(draft.tactic, asked_of or about)] += 1
        self.rotation.take_turn(draft, about.hiring_manager)
        self.takeovers.remember(draft, takeover, day)
        if draft.channel == "phone" and has_no_email(draft.contact):
            self.takeovers.told_along(draft, day)

    def _skip_question(self, draft: Draft) -> None:
        """Take what skipped a question at once: it is not asked, and a next round may ask it."""
        for each in self.skips:
            if can_mean(*each, draft):
                self.skips.remove(each)
                draft.skipped = each[0]
                return

    def _can_only_be_called(self, slot: Slot) -> bool:
        known = [contact for _, contact in self.slots.known(slot).values()]
        return bool(known) and all(map(has_no_email, known))

    def _skip(self, slot: Slot) -> None:
        company, since = slot.about.application.company, spoken(slot.earliest)
        if self._can_only_be_called(slot):
            self.rotation.skip()
            self.situation.note(
                slot.about.path,
                f"No contact with {company} from {since} to {spoken(slot.latest)}: the last one "
                "was a call, and nobody there can be written to. Add an e-mail address.",
            )
            return
        self.situation.note(
            slot.about.path,
            f"No time was found to keep in touch with {company} after {since}: "
            "look at 'available' and 'away'.",
            warning=True,
        )

    def _note_twice_in_a_row(self, slot: Slot, draft: Draft) -> None:
        if draft.identity != self.rotation.last_person:
            return
        if any(identity != draft.identity for identity in self.slots.known(slot)):
            self.situation.note(
                draft.uid, "The same person as the last time: the question can go to nobody else."
            )

    def _taken_over(self, takeover: Takeover, slot: Slot, until: date | None) -> Draft | None:
        about, contact = takeover.about, takeover.about.hiring_manager
        if takeover.tactic.audience == "people_who_matter":
            about, contact = self._turn(slot, until)
            if takeover.tactic.gives and has_no_email(contact):
                return self._rotated(slot, until)
        is_question = isinstance(takeover.tactic.when, kind.Decision)
        number = self._uid(takeover.tactic, about if is_question else slot.about)
        rest = {"uid": number, "texts": takeover.texts}
        draft = slot_draft(takeover.tactic, about, slot, contact, channel_of(takeover.tactic), rest)
        draft.with_roles = tuple(other.role for other in takeover.with_others)
        hold(draft, takeover, slot)
        return draft

    def _rotated(self, slot: Slot, until: date | None) -> Draft | None:
        about, contact = self._turn(slot, until)
        approach = self._approach(contact, slot)
        if approach is None:
            return None
        number = self._uid(self.tactic, slot.about)
        rest = {"uid": number, "approach": approach, "or_email": True}
        return slot_draft(self.tactic, about, slot, contact, approach.channel, rest)

    def _approach(self, contact: Contact | None, slot: Slot) -> Approach | None:
        waits = self.takeovers.agreed_until(contact, slot) is not None
        place = contact.place if contact else slot.about.place
        calls = partial(slot.suits_calls, place)
        return self.rotation.approach(contact, waits=waits, calls=calls)

    def _turn(self, slot: Slot, until: date | None) -> tuple[Round, Contact | None]:
        """Return whose turn it is, and the round of the application that it is for."""
        known = self.slots.known(slot)
        people = [contact for _, contact in known.values()]
        turn = self.rotation.person(people, slot, self.questions, until)
        return known[turn.identity] if turn else (slot.about, None)

    def _names(self, tactic: Tactic, about: Round) -> tuple[str, ...]:
        """Return what a slot's uid is made of but its number; a question is its application's."""
        if isinstance(tactic.when, kind.Decision):
            return about.application.key, "", tactic.name, ""
        return about.application.key, about.id, self.tactic.name, ""

    def _uid(self, tactic: Tactic, about: Round) -> str:
        names = self._names(tactic, about)
        return uid(*names, str(self.numbers[names] + 1))

    # Slots that an end cancels

    def _cancelled(self, about: Round) -> Iterator[Placed]:
        """Yield the slots that a round would have had, had it not been superseded or closed."""
        limits = [each for each in (about.superseded, about.closed) if each]
        if not limits or not about.ends_visit:
            return
        limit = max(min(limits), about.end)
        slots = [
            local_date(about.place.zone, each.start)
            for each in self.contacts
            if each.draft.about is about
        ]
        day = max([about.ended_on, *slots])
        contact = about.hiring_manager
        zone = contact.place.zone if contact else about.place.zone
        while (day := add_days(day, self.when.preferred)) <= about.horizon:
            start = max(at_time(zone, day, self.tactic.at), limit)
            slot = Slot(about, about.end, day, day, day)
            rest = {
                "uid": self._uid(self.tactic, about),
                "approach": self.tactic.approaches[0],
                "windowless": True,
            }
            draft = slot_draft(self.tactic, about, slot, contact, "email", rest)
            draft.preferred, draft.cancelled_because = start, ends(draft, start) or ""
            self.numbers[self._names(self.tactic, about)] += 1
            yield from self.placing.together([draft])
