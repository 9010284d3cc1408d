"""Whose turn it is in a cycle, and by which approach: nothing and nobody twice in a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import ceil

from followup_ics.planning.cases import Contact, Identity
from followup_ics.planning.drafts import Draft, reachable
from followup_ics.planning.rides import Ride, Slot
from followup_ics.playbook import Approach, Tactic


class Rotation:
    """The turns of one company's people and of the cycle's approaches."""

    def __init__(self, tactic: Tactic, preferred: int) -> None:
        self.approaches, self.preferred = tactic.approaches, preferred
        self.turns: dict[Identity, int] = {}
        self.last_person: Identity | None = None
        self.just_met: Identity | None = None
        self.last_approach = ""
        self.next_approach = 0

    def take_turn(self, draft: Draft) -> None:
        """Remember who was contacted and how."""
        self.turns[draft.identity] = max(self.turns.values(), default=0) + 1
        self.last_person, self.just_met = draft.identity, None
        self.last_approach = draft.approach.name if draft.approach else draft.tactic.name

    def interrupt(self, draft: Draft) -> None:
        """Remember a contact outside the cycle: nobody of the cycle is the last one any more."""
        self.last_person, self.just_met = None, draft.identity

    def person(
        self, known: Iterable[Contact], slot: Slot, questions: Iterable[Ride], until: date | None
    ) -> Contact | None:
        """Return whose turn it is: nobody twice in a row, the longest waiting first.

        The hiring manager is spared just before the slot in which they will be asked, which with
        two people decides whose turn the slot before that is. From the date `until`, if there is
        one, a contact outside the cycle makes such care needless.
        """
        known = list(known)
        people = [each for each in known if each.matters] or known
        if len(people) > 1:
            people = [each for each in people if each.identity != self.last_person]
        for ride in questions:
            if until is None or until > ride.earliest:
                people = self._sparing(people, ride, slot)
        return min(people, key=self._turn, default=None)

    def _turn(self, contact: Contact) -> tuple[bool, int]:
        return contact.identity == self.just_met, self.turns.get(contact.identity, 0)

    def _sparing(self, people: list[Contact], ride: Ride, slot: Slot) -> list[Contact]:
        manager = ride.about.hiring_manager
        steps = ceil((ride.earliest - slot.preferred).days / self.preferred)
        others = [each for each in people if manager and each.identity != manager.identity]
        if steps == 1 and others:
            return others
        if steps == 2 and len(others) == 1 < len(people):
            return [each for each in people if each not in others]
        return people

    def approach(self, contact: Contact | None, *, waits: bool, calls: bool) -> Approach:
        """Return the next approach that suits somebody.

        No ask where they wait for a date, and no call where none of the days allows it.
        """
        count = len(self.approaches)
        turns = [(self.next_approach + ahead) % count for ahead in range(count)]
        others = [turn for turn in turns if self.approaches[turn].name != self.last_approach]
        quiet = [turn for turn in others if not (waits and self.approaches[turn].asks)]
        suited = [turn for turn in quiet if _suits(contact, self.approaches[turn], calls)]
        turn = (suited or quiet or others)[0]
        self.next_approach = (turn + 1) % count
        return self.approaches[turn]


def _suits(contact: Contact | None, approach: Approach, calls: bool) -> bool:
    if approach.channel == "phone" and not calls:
        return False
    return reachable(contact, approach.channel) == approach.channel
