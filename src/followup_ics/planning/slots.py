"""The slots of a company's cycle: after each contact the next one, and whom it can be with.

A slot is a run of dates, 7 to 12 days after the contact that it counts from. `cycle` asks for one
after the other and fills them; it says here which rounds it is done with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from followup_ics.planning.applications import Contact, Identity, Logged, Round
from followup_ics.planning.drafts import Draft, of_person
from followup_ics.planning.results import Channel
from followup_ics.records import when as kind
from followup_ics.records.playbook import Tactic
from followup_ics.working_time import (
    Place,
    add_days,
    at_time,
    day_end,
    day_start,
    every_date,
    is_quiet,
    is_working_day,
    local_date,
)


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
        return self.date_of(self.base)

    @property
    def skipped(self) -> datetime:
        """What the cycle counts on from where the slot is skipped: its preferred date."""
        return max(self.base, at_time(self.about.place.zone, self.preferred, time(12)))

    def date_of(self, moment: datetime) -> date:
        """Return the date of an instant, where the interview was."""
        return local_date(self.about.place.zone, moment)

    def suits_calls(self, place: Place) -> bool:
        """Say whether one of its dates is a working day at a place, and no quiet one."""
        days = self.seen_in(place.zone).days()
        return any(is_working_day(place, day) and not is_quiet(place, day) for day in days)

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


class Slots:
    """The slots of one company, over all of its rounds; `zone` is the candidate's."""

    def __init__(self, rounds: Sequence[Round], when: kind.Cycle, zone: str) -> None:
        self.rounds, self.when, self.zone = rounds, when, zone
        self.finished: set[str] = set()

    def after(self, base: datetime) -> Slot | None:
        """Return the next slot after a contact, in the latest round that is live then, if any.

        One that waits for its late record leaves the slot to another that does not.
        """
        wished = add_days(local_date(self.rounds[0].place.zone, base), self.when.preferred)
        waiting: Round | None = None
        for each in reversed(self.rounds):
            if self._is_live(each, wished):
                if each.is_written(wished, self.zone):
                    return self._slot_of(each, base)
                waiting = waiting or each
        return self._slot_of(waiting, base) if waiting else None

    def _slot_of(self, about: Round, base: datetime) -> Slot | None:
        zone = about.place.zone
        day = local_date(zone, base)
        wished = add_days(day, self.when.preferred)
        opens = add_days(about.ended_on, self.when.earliest)
        earliest = max(add_days(day, self.when.earliest), opens)
        latest = max(add_days(day, self.when.latest), opens)
        if about.plan_from:
            written = local_date(self.zone, about.plan_from)
            if written > earliest:
                spread = self.when.latest - self.when.earliest
                earliest = wished = written
                latest = max(latest, add_days(written, spread))
        latest = min(latest, about.horizon)
        wished = min(max(wished, earliest), latest)
        return Slot(about, base, earliest, latest, wished) if earliest <= latest else None

    def known(self, slot: Slot) -> dict[Identity, tuple[Round, Contact]]:
        """Return the people whom the company's live rounds know, those of the slot's own first."""
        live = [
            each
            for each in reversed(self.rounds)
            if self._is_live(each, slot.preferred) and each.is_written(slot.preferred, self.zone)
        ]
        known: dict[Identity, tuple[Round, Contact]] = {}
        for about in (slot.about, *live):
            for contact in about.known:
                known.setdefault(contact.identity, (about, contact))
        return known

    def round_after(self, moment: datetime) -> Round | None:
        """Return the first round that ends after an instant."""
        return next((each for each in self.rounds if each.end > moment), None)

    def _is_live(self, about: Round, day: date) -> bool:
        return about.id not in self.finished and about.is_live(day, self.zone)


def slot_draft(
    tactic: Tactic,
    about: Round,
    slot: Slot,
    contact: Contact | None,
    channel: Channel,
    rest: dict[str, Any],
) -> Draft:
    """Return the draft of a contact that takes a slot, on its dates where the person is."""
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


def take_from_log(rounds: Iterable[Round], names: Collection[str]) -> list[tuple[Logged, Round]]:
    """Take what some tactics did out of the log, and return it in order, each with its round."""
    found = []
    for about in rounds:
        for each in list(about.spare_log):
            if each.did in names and not each.beyond:
                about.spare_log.remove(each)
                found.append((each, about))
    return sorted(found, key=lambda each: (each[0].at, each[0].path))
