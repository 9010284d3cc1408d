"""The records and their plan, resolved again for the rules: zones, people, what ends and when.

Zones are read with pytz, holidays with holidays; nothing here calls the planner.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import holidays
import pytz

from followup_ics import FollowUp, Interview, JobSearch, Person, Plan
from followup_ics.records import Candidate

Identity = tuple[str, ...]
Breaches = Iterator[str]

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
CYCLE = ("touch_base", "activity_update", "still_in_running")
ASIDE = ("thank_you", "counter_offer", "withdraw")


# Time


def local(zone: str, moment: datetime) -> datetime:
    """Return what clocks in a zone show."""
    return moment.astimezone(pytz.timezone(zone)).replace(tzinfo=None)


def local_day(zone: str, moment: datetime) -> date:
    return local(zone, moment).date()


@lru_cache(maxsize=100_000)
def instant(zone: str, wall: datetime) -> datetime:
    """Return the first instant at which clocks in a zone show `wall` or more.

    That is the first pass where a time occurs twice, and the end of the gap where it is skipped.
    """
    tz = pytz.timezone(zone)
    changes: list[datetime] = list(getattr(tz, "_utc_transition_times", ()))
    near = [each for each in changes if abs(each - wall) < 3 * DAY]
    instants = sorted([wall - 3 * DAY, *near])
    for first, last in pairwise([*instants, wall + 3 * DAY]):
        shown = local(zone, first.replace(tzinfo=UTC))
        if shown >= wall:
            return first.replace(tzinfo=UTC)
        if shown + (last - first) > wall:
            return (first + (wall - shown)).replace(tzinfo=UTC)
    raise AssertionError(f"no instant for {wall} in {zone}")


def day_starts(zone: str, day: date) -> datetime:
    return instant(zone, datetime.combine(day, time()))


@lru_cache(maxsize=2_000)
def _calendar(country: str, region: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region)


@lru_cache(maxsize=100_000)
def works(country: str | None, region: str | None, day: date) -> bool:
    if country is None:
        return day.weekday() < 5
    with warnings.catch_warnings(action="ignore"):  # India's calendar ends in 2035
        return _calendar(country, region).is_working_day(day)


class Place(NamedTuple):
    zone: str
    country: str | None
    region: str | None

    def opens(self, start: datetime, end: datetime) -> bool:
        """Say whether a whole span is within 09:00 to 17:00 of one working day."""
        first, last = local(self.zone, start), local(self.zone, end)
        return (
            works(self.country, self.region, first.date())
            and first.date() == last.date()
            and first.time() >= time(9)
            and last.time() <= time(17)
        )


def _place(record: Interview | Person | Candidate, default: Place) -> Place:
    zone = record.timezone or default.zone
    if record.country:
        return Place(zone, record.country, record.region)
    return Place(zone, default.country, default.region)


# The records


class Met(NamedTuple):
    """One interview, resolved; `day` is day 0 in the zone of the interview."""

    id: str
    record: Interview
    place: Place
    start: datetime
    end: datetime
    application: tuple[str, str]

    @property
    def company(self) -> str:
        return self.record.company

    def moment(self, value: date | datetime, bare: time = time()) -> datetime:
        wall = value if isinstance(value, datetime) else datetime.combine(value, bare)
        return instant(self.place.zone, wall)


def _resolved(record: Interview, home: Place) -> Met:
    place = _place(record, home)
    length = record.duration or timedelta(hours=1)
    if isinstance(record.start, datetime):
        start = instant(place.zone, record.start)
        end = start + length
        if isinstance(record.end, datetime):
            end = max(instant(place.zone, record.end), start + timedelta(minutes=1))
    else:
        end = instant(place.zone, datetime.combine(record.end or record.start, time(17)))
        start = end - length
    return Met(str(record.id), record, place, start, end, (record.company, record.role))


class World:
    """A job search and its plan, with what the rules ask about them."""

    def __init__(self, job_search: JobSearch, plan: Plan) -> None:
        self.job_search, self.plan = job_search, plan
        self.candidate = job_search.candidate
        self.home = Place(self.candidate.timezone, self.candidate.country, self.candidate.region)
        met = [_resolved(each, self.home) for each in job_search.interviews]
        self.met = sorted(met, key=lambda each: (each.start, each.id))
        self.by_id = {each.id: each for each in self.met}
        self.applications: dict[tuple[str, str], list[Met]] = defaultdict(list)
        for each in self.met:
            self.applications[each.application].append(each)
        self.emails = {
            (each.record.company, person.name): person.email
            for each in self.met
            for person in each.record.people
            if person.email
        }
        self.planned = [each for each in plan.follow_ups if each.status == "planned"]
        self.done = [each for each in plan.follow_ups if each.status == "done"]
        self.real = [each for each in plan.follow_ups if each.status != "cancelled"]
        self.notes: dict[str, list[str]] = defaultdict(list)
        for note in plan.notes:
            self.notes[note.about].append(note.text)

    # People

    def identity_of(self, company: str, name: str) -> Identity:
        email = self.emails.get((company, name))
        return (email.casefold(),) if email else (company, name)

    def identity(self, each: FollowUp) -> Identity:
        if each.person is None:
            return ("", str(each.company))
        return self.identity_of(str(each.company), each.person)

    def recorded(self, identity: Identity) -> list[tuple[Met, Person]]:
        """Return every record of a person."""
        return self._recorded.get(identity, [])

    @cached_property
    def _recorded(self) -> dict[Identity, list[tuple[Met, Person]]]:
        found: dict[Identity, list[tuple[Met, Person]]] = defaultdict(list)
        for each in self.met:
            for person in each.record.people:
                found[self.identity_of(each.record.company, person.name)].append((each, person))
        return found

    def parts(self, met: Met, person: Person) -> set[str]:
        """Return every part that the records give a person."""
        records = self.recorded(self.identity_of(met.record.company, person.name))
        return {other.part for _, other in records}

    def places(self, each: FollowUp) -> set[Place]:
        """Return where the person may be: as the interview's record says, else any record."""
        if each.person is None:
            about = [self.by_id[each.interview]] if each.interview else self.of_company(each)
            return {met.place for met in about}
        records = self.recorded(self.identity(each))
        here = [found for found in records if found[0].id == each.interview]
        zones = {person.timezone for _, person in records if person.timezone}
        found = {_place(person, met.place) for met, person in here or records}
        if zones:
            found |= {place._replace(zone=zone) for place in found for zone in zones}
        return {place for place in found if place.zone == each.timezone}

    def of_company(self, each: FollowUp) -> list[Met]:
        return [met for met in self.met if met.record.company == each.company]

    # Time of the candidate

    def is_away(self, day: date) -> bool:
        return any(run.first <= day <= run.last for run in self.candidate.away)

    def is_available(self, start: datetime, end: datetime) -> bool:
        zone = self.home.zone
        day = local_day(zone, start)
        if self.is_away(day):
            return False
        opens, closes = self._hours(day)
        return opens <= start and end <= closes

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        midnight = datetime.combine(day, time())
        hours = self.candidate.available
        opens, closes = (midnight + timedelta(minutes=each) for each in hours)
        return instant(self.home.zone, opens), instant(self.home.zone, closes)

    def edges(self, zone: str, start: datetime, end: datetime) -> list[datetime]:
        """Return, in order, the instants of a day at which a free time may begin."""
        days = {local_day(self.home.zone, start), local_day(self.home.zone, end)}
        opens = [self._hours(day)[0] for day in days]
        nine = instant(zone, datetime.combine(local_day(zone, start), time(9)))
        ends = self._ends[bisect_left(self._ends, start) : bisect_left(self._ends, end)]
        return sorted({start, nine, *opens, *ends})

    @cached_property
    def _ends(self) -> list[datetime]:
        starts = [each.start for each in self.real]
        ends = [each.end for each in self.real]
        return sorted([*starts, *ends, *(each.end for each in self.met)])

    # What ends

    @cached_property
    def accepted(self) -> tuple[datetime, tuple[str, str]] | None:
        found = [
            (each.moment(each.record.outcome.on), each.application)
            for each in self.met
            if each.record.outcome and each.record.outcome.result == "accepted"
        ]
        return min(found, default=None)

    @cached_property
    def closed(self) -> dict[tuple[str, str], datetime]:
        """Return when each application was closed, by rejection, withdrawal or an acceptance."""
        found: dict[tuple[str, str], datetime] = {}
        for each in self.met:
            outcome = each.record.outcome
            if outcome and outcome.result != "offer":
                on = each.moment(outcome.on)
                found[each.application] = min(on, found.get(each.application, on))
        if self.accepted:
            for application in self.applications:
                on = self.accepted[0]
                found[application] = min(on, found.get(application, on))
        return found

    @cached_property
    def offered(self) -> dict[tuple[str, str], datetime]:
        """Return when each application itself brought an offer."""
        return {
            each.application: each.moment(each.record.outcome.on)
            for each in reversed(self.met)
            if each.record.outcome and each.record.outcome.result == "offer"
        }

    def superseded(self, each: Met) -> datetime | None:
        """Return from when a next round takes the place of an interview's follow-ups."""
        rounds = self.applications[each.application]
        later = rounds[rounds.index(each) + 1 :]
        if not later:
            return None
        zone = self.home.zone
        return day_starts(zone, local_day(zone, later[0].start) - DAY)

    def contacts(self, company: str | None) -> list[FollowUp]:
        """Return the contacts with a company that stand, in order."""
        return [each for each in self.real if each.company == company and each.channel != "self"]

    def of_application(self, each: FollowUp) -> list[Met]:
        return self.applications[str(each.company), str(each.role)]


def named(each: FollowUp) -> str:
    zone = each.timezone
    whom = f"{each.person} of {each.company}/{each.role} [{each.status}]"
    return f"{each.tactic} to {whom} at {local(zone, each.start):%a %Y-%m-%d %H:%M} {zone}"


def day_of(each: FollowUp) -> date:
    return local_day(each.timezone, each.start)


def left_out_with_a_note(world: World, met: Met, tactic: str, name: str | None) -> bool:
    return any(
        about.startswith(f"interviews[{met.id}]") and tactic in text and (name or "") in text
        for about, texts in world.notes.items()
        for text in texts
    )
