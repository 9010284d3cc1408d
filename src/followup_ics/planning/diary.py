"""What is taken, and the hard rules of one date: the free time nearest to the wished one.

Everything that gets a time is written in here, in turn, and all that is placed later keeps clear
of it: `weighing` asks it for days, `cycle` for the contacts that its slots count from. Whatever the
log says is taken from the start; everything planned is taken from its turn on. That a contact was
made just as it was planned therefore moves nothing: what came before it in turn kept clear of that
very time anyway.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from followup_ics.planning.applications import Identity, Round
from followup_ics.planning.drafts import IMPROVISED_MINUTES, SECOND, Draft, ends
from followup_ics.planning.engagements import Engagements, Spans, without
from followup_ics.planning.results import Status
from followup_ics.records.playbook import Tactic
from followup_ics.records.when import Decision
from followup_ics.working_time import (
    DAY,
    Availability,
    Place,
    Span,
    add_days,
    day_start,
    daytime,
    every_date,
    local_date,
    working_hours,
)

COMPANY_CONTACTS_A_DAY = 2
ANY_NUMBER = 1_000
DAYS_BETWEEN = 2
STEP = timedelta(minutes=5)


@dataclass(slots=True, eq=False)
class Placed:
    """A draft with its time: `start` inclusive, `end` exclusive."""

    draft: Draft
    start: datetime
    end: datetime
    status: Status
    late: bool
    reasons: tuple[str, ...]
    day: date = field(init=False)

    def __post_init__(self) -> None:
        """Tell the date on which it begins, in the zone of the person."""
        self.day = local_date(self.draft.place.zone, self.start)


class _Taken(Spans):
    """Spans of which those that touch are one, so that a full day is seen at once."""

    def _file(self, spans: list[Span], start: datetime, end: datetime) -> None:
        first = bisect_left(spans, (start, end))
        if first and spans[first - 1][1] >= start:
            first -= 1
        last = first
        while last < len(spans) and spans[last][0] <= end:
            start, end = min(start, spans[last][0]), max(end, spans[last][1])
            last += 1
        spans[first:last] = [(start, end)]


class Chosen(NamedTuple):
    """A draft with the day and the start that are weighed for it, not yet in the diary."""

    draft: Draft
    day: date
    start: datetime


class Diary:
    """What is taken so far, and what is free on one date under every hard rule."""

    def __init__(self, availability: Availability, engagements: Engagements) -> None:
        self.availability, self.engagements = availability, engagements
        self._taken = _Taken()
        self._person_days: dict[Identity, Counter[date]] = defaultdict(Counter)
        self._company_days: Counter[tuple[str, date]] = Counter()
        self._expected: set[tuple[int, Identity]] = set()
        self._settled_days: dict[Identity, Counter[date]] = defaultdict(Counter)
        self._near_days: dict[Identity, Counter[date]] = defaultdict(Counter)
        self.said: dict[tuple[str, Identity], Placed] = {}
        self.contacts: dict[str, list[Placed]] = defaultdict(list)
        self.told_of_offers: dict[str, list[Placed]] = defaultdict(list)
        self.agreed: dict[Identity, list[Placed]] = defaultdict(list)
        for span in engagements.spans:
            self._taken.add(*span)

    # What is taken

    def expect_logs(self, rounds: Iterable[Round], tactics: Iterable[Tactic]) -> None:
        """Take the time and the day of all that was done, before its turn comes."""
        known = {tactic.name: tactic for tactic in tactics}
        for each in rounds:
            for logged in each.log:
                tactic = known.get(logged.did)
                minutes = tactic.minutes if tactic else IMPROVISED_MINUTES
                self._taken.add(logged.at, logged.at + timedelta(minutes=minutes))
                if tactic and tactic.channel == "self":
                    continue
                company, contact = each.application.company_key, logged.contact
                identity = contact.identity if contact else ("", company)
                place = logged.place or (contact.place if contact else each.place)
                day = local_date(place.zone, logged.at)
                self._expected.add((id(logged), identity))
                self._person_days[identity][day] += 1
                if not (tactic and tactic.urgent):
                    self._company_days[company, day] += 1

    def end_of_done(self, draft: Draft, start: datetime) -> datetime:
        """Return when what was done ends: before the next contact, if that stands there already.

        For what the log holds, the time of its tactic was kept free; in the cycle, whose turn it
        was is known only later, and a call is longer than an e-mail.
        """
        end = start + draft.length
        if draft.length <= timedelta(minutes=draft.tactic.minutes):
            return end
        contacts = (each.start for found in self.contacts.values() for each in found)
        return min((each for each in contacts if start < each < end), default=end)

    def remember(self, placed: Placed) -> None:
        """Take what was given its turn: from here on, the soft rules see it too."""
        draft = placed.draft
        self._taken.add(placed.start, placed.end)
        if not draft.to_company or draft.application is None:
            return
        day = placed.day
        company = draft.application.company_key
        if (id(draft.done), draft.identity) not in self._expected:
            self._person_days[draft.identity][day] += 1
            if not draft.tactic.urgent:
                self._company_days[company, day] += 1
        self._settled_days[draft.identity][day] += 1
        for near in _near(day):
            self._near_days[draft.identity][near] += 1
        self.said.setdefault((draft.tactic.name, draft.identity), placed)
        if not (draft.done and draft.done.beyond):
            self.contacts[company].append(placed)
            if draft.is_offer:
                self.told_of_offers[company].append(placed)
        if draft.agreed_at:
            self.agreed[draft.identity].append(placed)

    # Days

    def near_contacts(self, draft: Draft, day: date) -> int:
        """Count contacts with a draft's person that lie less than two days from a date."""
        days = self._near_days.get(draft.identity)
        return days.get(day, 0) if days else 0

    def is_in_touch(self, draft: Draft, day: date) -> bool:
        """Say whether there is a contact with a draft's person on a date already."""
        days = self._person_days.get(draft.identity)
        return bool(days and days.get(day))

    def is_second(self, draft: Draft, day: date, start: datetime) -> bool:
        """Say whether a start on a date is that of a second contact with a person, and stands."""
        return draft.to_company and self.is_in_touch(draft, day) and not ends(draft, start)

    def is_in_touch_before(self, draft: Draft, day: date) -> bool:
        """Say whether there is a contact with a draft's person less than two days before a date."""
        days = self._settled_days.get(draft.identity)
        return bool(days and any(days.get(day - n * DAY) for n in range(1, DAYS_BETWEEN)))

    def room(self, draft: Draft, day: date) -> int:
        """Return below what number others of one interview can share a draft's date.

        A company has two contacts a day; what was done later on, in a round that ends this one,
        leaves open what is cancelled then.
        """
        if draft.tactic.urgent or draft.application is None or draft.is_over(day):
            return ANY_NUMBER
        key = draft.application.company_key
        return COMPANY_CONTACTS_A_DAY - self._company_days.get((key, day), 0)

    def _has_room(self, draft: Draft, day: date) -> bool:
        """Say whether a company has fewer than two contacts on a date, or that does not count."""
        company = draft.application.company_key if draft.application else ""
        taken = self._company_days.get((company, day), 0)
        return taken < COMPANY_CONTACTS_A_DAY or self.room(draft, day) > 0

    def allows(self, draft: Draft, day: date) -> bool:
        """Say whether the hard rules allow a date, whatever its hours hold."""
        if not draft.to_company:
            return True
        if draft.channel == "phone" and working_hours(draft.place, day) is None:
            return False
        if self.is_in_touch(draft, day):
            return draft.is_over(day)
        if draft.apart and self.is_in_touch_before(draft, day):
            return False
        if isinstance(draft.tactic.when, Decision) and self._waits_for_offer(draft, day):
            return False
        return self._has_room(draft, day)

    def _waits_for_offer(self, draft: Draft, day: date) -> bool:
        """Say whether a company was told of another offer too short a time before a date."""
        when = draft.tactic.when
        assert isinstance(when, Decision)
        assert draft.application
        told = self.days_told(draft.application.company_key, draft.place.zone)
        return any(0 <= (day - each).days <= when.after_offer for each in told)

    def days_told(self, company: str, zone: str) -> list[date]:
        """Return the dates, in the zone of who is asked, on which a company was told of offers."""
        return [local_date(zone, each.start) for each in self.told_of_offers.get(company, ())]

    # One date

    def free(
        self,
        draft: Draft,
        day: date,
        not_before: datetime,
        wished: datetime,
        *,
        by_day: bool = False,
        others: Sequence[Chosen] = (),
    ) -> datetime | None:
        """Return the free start nearest to the wished one on a date that the hard rules allow.

        `by_day` keeps it between 07:00 and 21:00 of the person; `others` are taken too.
        """
        open_spans = self.open_on(draft, day, by_day=by_day)
        end = draft.latest + SECOND if draft.latest >= not_before else None
        if draft.deadline and (end is None or draft.deadline < end):
            end = draft.deadline
        spans = [
            (max(opens, not_before), closes if end is None else min(closes, end))
            for opens, closes in open_spans
        ]
        if not spans:
            return None
        taken = self.taken(spans[0][0], spans[-1][1], others)
        return nearest_start(without(spans, taken), wished, draft.length)

    def is_open_by_day(self, draft: Draft, day: date) -> bool:
        """Say whether the candidate acts at all between 07:00 and 21:00 of a person's date."""
        return bool(self.open_on(draft, day, by_day=True))

    def open_on(self, draft: Draft, day: date, *, by_day: bool = False) -> list[Span]:
        """Return when the candidate and the person are both open on a date of the person's."""
        return _both_open(self.availability, draft.place, day, draft.channel == "phone", by_day)

    # What is taken in a span

    def taken(self, start: datetime, end: datetime, others: Sequence[Chosen] = ()) -> list[Span]:
        """Return what is taken in a span, engagements included, in order."""
        found = self._taken.touching(start, end)
        if others:
            found = found + [(each.start, each.start + each.draft.length) for each in others]
            found.sort()
        return found


@lru_cache(maxsize=1024)
def _near(day: date) -> tuple[date, ...]:
    """Return the dates that lie less than two days from one, itself included."""
    return every_date(add_days(day, 1 - DAYS_BETWEEN), add_days(day, DAYS_BETWEEN - 1))


@lru_cache(maxsize=1024)
def _both_open(
    availability: Availability, place: Place, day: date, calls: bool, by_day: bool
) -> list[Span]:
    span: Span | None = day_start(place.zone, day), day_start(place.zone, day + DAY)
    if calls:
        span = working_hours(place, day)
    elif by_day:
        span = daytime(place.zone, day)
    return availability.within(*span) if span else []


def nearest_start(gaps: Iterator[Span], wished: datetime, length: timedelta) -> datetime | None:
    """Return the start nearest to the wished one, on a step of five minutes where it moves."""
    best: datetime | None = None
    for start, end in gaps:
        last = end - length
        if start > last:
            continue
        if last < wished:
            best = last
            continue
        if start <= wished:
            return wished
        found = min(_rounded_up(start), last)
        return found if best is None or found - wished < wished - best else best
    return best


def _rounded_up(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % 5, seconds=moment.second)
    return moment + STEP - over if over else moment
