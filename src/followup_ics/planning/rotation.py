"""Whose turn it is in a cycle, and by which approach: nothing and nobody twice in a row.

It remembers the slots that `cycle` has filled, and nothing else; the question that `takeovers`
holds for a later slot decides whom it spares before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from followup_ics.planning.applications import Contact, Identity
from followup_ics.planning.drafts import Draft, has_no_email, reachable
from followup_ics.planning.slots import Slot
from followup_ics.planning.takeovers import Takeover
from followup_ics.records.playbook import Approach, Tactic
from followup_ics.records.when import Cycle


class Rotation:
    """The turns of one company's people and of the cycle's approaches."""

    def __init__(self, tactic: Tactic, when: Cycle) -> None:
        self.approaches, self.when = tactic.approaches, when
        self.turns: dict[Identity, int] = {}
        self.last_person: Identity | None = None
        self.just_met: set[Identity] = set()
        self.met_on: date | None = None
        self.last_approach = ""
        self.next_approach = 0
        self.without_manager = 0

    def take_turn(self, draft: Draft, manager: Contact | None) -> None:
        """Remember who was contacted and how."""
        self.turns[draft.identity] = max(self.turns.values(), default=0) + 1
        self.last_person, self.just_met, self.met_on = draft.identity, set(), None
        self.last_approach = draft.approach.name if draft.approach else draft.tactic.name
        is_manager = manager is None or manager.identity == draft.identity
        self.without_manager = 0 if is_manager else self.without_manager + 1
        for number, approach in enumerate(self.approaches, 1):
            if approach is draft.approach:
                self.next_approach = number % len(self.approaches)

    def skip(self) -> None:
        """Remember that a turn passed without a contact: no approach is the last one any more."""
        self.last_approach = ""

    def interrupt(self, draft: Draft, day: date) -> None:
        """Remember a contact outside the cycle: nobody of the cycle is the last one any more.

        Of several on one date, none is the last: their order would change with their hours.
        """
        self.just_met = {*self.just_met, draft.identity} if day == self.met_on else {draft.identity}
        self.last_person, self.met_on = None, day

    def person(
        self,
        known: Iterable[Contact],
        slot: Slot,
        questions: Iterable[Takeover],
        until: date | None,
    ) -> Contact | None:
        """Return whose turn it is: nobody twice in a row, the longest waiting first.

        The hiring manager has every third turn at least, and is spared just before the slot in
        which they will be asked, which decides whose turn the slots before that are. From the
        date `until`, if there is one, a contact outside the cycle makes such care needless.
        """
        known = list(known)
        people = [each for each in known if each.matters] or known
        people = [each for each in people if self._can_be_reached(each, slot)] or people
        if len(people) > 1:
            people = [each for each in people if each.identity != self.last_person]
        manager = slot.about.hiring_manager
        due = self.without_manager + 1 >= self.when.manager_every
        if manager and manager in people and due:
            people = [manager]
        for takeover in questions:
            if until is None or until > takeover.earliest:
                people = self._sparing(people, takeover, slot)
        return min(people, key=self._turn, default=None)

    def _can_be_reached(self, contact: Contact, slot: Slot) -> bool:
        """Say whether an approach suits somebody.

        Nobody is called twice in a row, nor in a slot that has no day for calls.
        """
        calls = partial(slot.suits_calls, contact.place)
        return any(
            _suits(contact, approach, calls)
            for approach in self.approaches
            if approach.name != self.last_approach
        )

    def _turn(self, contact: Contact) -> tuple[bool, int]:
        return contact.identity in self.just_met, self.turns.get(contact.identity, 0)

    def _sparing(self, people: list[Contact], takeover: Takeover, slot: Slot) -> list[Contact]:
        manager = takeover.about.hiring_manager
        if manager is None:
            return people
        ahead = (takeover.earliest - slot.preferred).days
        reach = self.when.latest if takeover.opens else self.when.preferred
        others = [each for each in people if each.identity != manager.identity]
        if ahead <= reach and others:
            return others
        if ahead <= reach + self.when.preferred and len(others) < len(people):
            short = len(others) <= 1 or self.without_manager > 0
            return [each for each in people if each not in others] if short else people
        return people

    def approach(
        self, contact: Contact | None, *, waits: bool, calls: Callable[[], bool]
    ) -> Approach | None:
        """Return the next approach that suits somebody, None where none does.

        No ask where they wait for a date, no call where none of the days allows it, and no gift
        by telephone to somebody without an e-mail address.
        """
        count = len(self.approaches)
        turns = [(self.next_approach + ahead) % count for ahead in range(count)]
        others = [turn for turn in turns if self.approaches[turn].name != self.last_approach]
        quiet = [turn for turn in others if not (waits and self.approaches[turn].asks)]
        for turn in quiet:
            approach = self.approaches[turn]
            if _suits(contact, approach, calls):
                return approach
        return None if has_no_email(contact) else self.approaches[(quiet or others)[0]]


def _suits(contact: Contact | None, approach: Approach, calls: Callable[[], bool]) -> bool:
    """Say whether somebody can be approached so; `calls`, whether some day is one for calls."""
    if reachable(contact, approach.channel) != approach.channel:
        return False
    return approach.channel != "phone" or calls()
