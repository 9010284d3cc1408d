"""The records and their plan, resolved again for the rules: zones, people, what ends and when.

Zones are read with pytz, holidays with holidays; nothing here calls the planner.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

import holidays
import pytz

from followup_ics import FollowUp, Interview, JobSearch, Offer, Person, Plan
from followup_ics.records.job_search import Candidate, LogEntry, Move

Identity = tuple[str, ...]
Breaches = Iterator[str]

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
CYCLE = ("touch_base", "activity_update", "still_in_running")
ASIDE = ("thank_you", "counter_offer", "withdraw")
GIVES = ("share_article", "continued_interest", "activity_update")
CALLS = ("phone_call", "call_back", "agreed_next_step")
WAKES, RESTS = time(7), time(21)
ANSWER = time(17)  # when an answer without a time is due


# Time


class Clock(NamedTuple):
    """The candidate's clock where they move: each zone, and the instants between which it holds."""

    stays: tuple[tuple[datetime, datetime, str], ...]

    def zone(self, moment: datetime) -> str:
        return next(zone for first, last, zone in self.stays if first <= moment < last)

    def instant(self, wall: datetime) -> datetime:
        shown = ((max(first, instant(zone, wall)), last) for first, last, zone in self.stays)
        return next(found for found, last in shown if found < last)


Zone = str | Clock
Span = tuple[datetime, datetime]
_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _clock(zone: str, moves: Iterable[Move]) -> Clock:
    """Return a clock that goes on to the next zone at midnight, as the last one shows it."""
    stays = [(_EVER[0], _EVER[1], zone)]
    for move in moves:
        first, _, zone = stays.pop()
        over = max(first, day_starts(zone, move.from_))
        stays += [(first, over, zone), (over, _EVER[1], move.zone)]
    return Clock(tuple(stays))


def local(zone: Zone, moment: datetime) -> datetime:
    """Return what clocks in a zone show."""
    name = zone.zone(moment) if isinstance(zone, Clock) else zone
    return moment.astimezone(pytz.timezone(name)).replace(tzinfo=None)


def local_day(zone: Zone, moment: datetime) -> date:
    return local(zone, moment).date()


@lru_cache(maxsize=100_000)
def instant(zone: Zone, wall: datetime) -> datetime:
    """Return the first instant at which clocks in a zone show `wall` or more.

    That is the first pass where a time occurs twice, and the end of the gap where it is skipped.
    """
    if isinstance(zone, Clock):
        return zone.instant(wall)
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


def day_starts(zone: Zone, day: date) -> datetime:
    return instant(zone, datetime.combine(day, time()))


@lru_cache(maxsize=2_000)
def _calendar(country: str, region: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region)


def wakes(zone: Zone, day: date) -> tuple[datetime, datetime]:
    """Return 07:00 and 21:00 of a date in a zone."""
    return (
        instant(zone, datetime.combine(day, WAKES)),
        instant(zone, datetime.combine(day, RESTS)),
    )


def is_awake(zone: Zone, start: datetime, end: datetime) -> bool:
    """Say whether a whole span is between 07:00 and 21:00 of one date in a zone."""
    first, last = wakes(zone, local_day(zone, start))
    return first <= start and end <= last


def fold(name: str) -> str:
    """Return what two spellings of one name share."""
    return " ".join(name.casefold().split())


@lru_cache(maxsize=100_000)
def works(country: str | None, region: str | None, day: date) -> bool:
    if country is None:
        return day.weekday() < 5
    with warnings.catch_warnings(action="ignore"):  # India's calendar ends in 2035
        return _calendar(country, region).is_working_day(day)


@lru_cache(maxsize=100_000)
def is_quiet(country: str | None, region: str | None, day: date) -> bool:
    """Say whether few are at their desks on a working day, from the calendar alone."""
    if country is None or not works(country, region, day):
        return False
    if not works(country, region, day - DAY) and not works(country, region, day + DAY):
        return True
    if day.month == 12 and day.day >= 24:
        with warnings.catch_warnings(action="ignore"):
            if day.replace(day=25) in _calendar(country, region):
                return True
    if region is not None:
        return False
    known = _calendar(country, None).subdivisions
    return 0 < 2 * sum(not works(country, each, day) for each in known) >= len(known)


def working_day_after(place: Place, day: date, count: int) -> date:
    """Return the working day that is so many working days after a date."""
    for _ in range(60):
        day += DAY
        count -= works(place.country, place.region, day)
        if count <= 0:
            break
    return day


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


class Home(NamedTuple):
    """Where the candidate lives: the zone that goes along, and the place from each date on."""

    zone: Zone
    places: tuple[tuple[date, Place], ...]

    def on(self, day: date) -> Place:
        return [place for first, place in self.places if first <= day][-1]

    def works(self, day: date) -> bool:
        place = self.on(day)
        return works(place.country, place.region, day)


def _home(candidate: Candidate) -> Home:
    place = Place(candidate.timezone, candidate.country, candidate.region)
    places = [(date.min, place)]
    for move in candidate.moves:
        country = (move.country, move.region) if move.country else (places[-1][1].country, None)
        places.append((move.from_, Place(move.zone, *country)))
    zone = _clock(place.zone, candidate.moves) if candidate.moves else place.zone
    return Home(zone, tuple(places))


def _place(record: Interview | Person, default: Place) -> Place:
    zone = record.timezone or default.zone
    if record.country:
        return Place(zone, record.country, record.region)
    return Place(zone, default.country, default.region)


# The records


class Met(NamedTuple):
    """One interview, resolved; `clock` is the zone in which its log was written."""

    id: str
    record: Interview
    place: Place
    clock: Zone
    start: datetime
    end: datetime
    application: tuple[str, str]

    @property
    def company(self) -> str:
        return self.record.company

    @property
    def log(self) -> list[LogEntry]:
        """Return what was done."""
        return [entry for entry in self.record.log if not entry.skipped]

    @property
    def skips(self) -> list[LogEntry]:
        """Return what was left out."""
        return [entry for entry in self.record.log if entry.skipped]

    @property
    def promised(self) -> list[date]:
        """Return the dates agreed on in the interview itself."""
        step = self.record.next_step
        said = (step.decision_by, step.follow_up_on) if step else ()
        return [as_date(day) for day in said if day]

    @property
    def calls_back(self) -> list[tuple[date, date]]:
        """Return when each promise to call back was made, and for when."""
        return [(log.on, log.call_back) for log in self.log if log.call_back]

    def moment(self, value: date | datetime, bare: time = time()) -> datetime:
        wall = value if isinstance(value, datetime) else datetime.combine(value, bare)
        return instant(self.clock, wall)


class Offered(NamedTuple):
    """An offer in `offers`, as instants, with the application in the file that it answers."""

    record: Offer
    received: datetime
    answer_by: datetime | None
    application: tuple[str, str] | None

    @property
    def company(self) -> str:
        return self.record.company


def as_date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _resolved(record: Interview, home: Home) -> Met:
    place = _place(record, home.on(as_date(record.start)))
    length = record.duration or timedelta(hours=1)
    if isinstance(record.start, datetime):
        start = instant(place.zone, record.start)
        end = start + length
        if isinstance(record.end, datetime):
            end = max(instant(place.zone, record.end), start + timedelta(minutes=1))
    else:
        end = instant(place.zone, datetime.combine(record.end or record.start, time(17)))
        start = end - length
    clock = record.timezone or home.zone
    return Met(str(record.id), record, place, clock, start, end, (record.company, record.role))


class World:
    """A job search and its plan, with what the rules ask about them."""

    def __init__(self, job_search: JobSearch, plan: Plan, busy: Iterable[Span] = ()) -> None:
        self.job_search, self.plan = job_search, plan
        self.busy = sorted(busy)
        self.candidate = job_search.candidate
        self.home = _home(self.candidate)
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
        self.skipped = [each for each in plan.follow_ups if is_skipped(each)]
        self.standing = [each for each in plan.follow_ups if each.status != "cancelled"]
        # What was skipped keeps its place until all else has one.
        self.real = [e for e in plan.follow_ups if e.status != "cancelled" or is_skipped(e)]
        self.notes: dict[str, list[str]] = defaultdict(list)
        for note in plan.notes:
            self.notes[note.about].append(note.text)

    # People

    def identity_of(self, company: str, name: str) -> Identity:
        email = self.emails.get((company, name))
        return (name.casefold(), email.casefold()) if email else (company, name)

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

    def phone_only(self, identity: Identity) -> bool:
        """Say whether somebody can be called, but not written to."""
        people = [person for _, person in self.recorded(identity)]
        return any(each.phone for each in people) and not any(each.email for each in people)

    def manager(self, met: Met) -> Identity | None:
        """Return the one hiring manager known by an interview, None where that is in doubt."""
        rounds = self.applications[met.application]
        found = {
            self.identity_of(each.company, person.name)
            for each in rounds[: rounds.index(met) + 1]
            for person in each.record.people
            if "hiring_manager" in self.parts(each, person)
        }
        return next(iter(found)) if len(found) == 1 else None

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
        return self.of(str(each.company))

    def of(self, company: str) -> list[Met]:
        return [met for met in self.met if met.company == company]

    def visit(self, met: Met) -> list[Met]:
        """Return the interviews of an application on one date, one after the other in time."""
        rounds = self.applications[met.application]
        days = groupby(rounds, lambda each: local_day(each.place.zone, each.start))
        return next(found for found in (list(group) for _, group in days) if met in found)

    def written(self, met: Met) -> date | None:
        """Return when the visit of an interview was written down late, by the last such record."""
        dates = (each.record.follow_up_from for each in self.visit(met))
        return max(filter(None, dates), default=None)

    def are_together(self, one: Met, other: Met, *, surely: bool = True) -> bool:
        """Say whether two interviews for two roles, less than a week apart, can share a contact.

        They can in one company, or where one person was met in both. By the clock and by the
        calendar; where it need not be sure, by one of the two, and for anybody of the application.
        """
        days = abs(
            (local_day(one.place.zone, one.start) - local_day(one.place.zone, other.start)).days
        )
        apart = abs(one.start - other.start)
        people = [
            {
                self.identity_of(met.record.company, each.name)
                for met in (self.visit(of) if surely else self.applications[of.application])
                for each in met.record.people
            }
            for of in (one, other)
        ]
        shared = one.company == other.company or bool(people[0] & people[1])
        different = shared and one.application != other.application
        near = [days < 7, apart < 7 * DAY]
        return different and (all(near) if surely else any(near))

    # Time of the candidate

    def is_away(self, day: date) -> bool:
        away = any(run.first <= day <= run.last for run in self.candidate.away)
        return away or self.is_busy_all(day)

    def is_busy_all(self, day: date) -> bool:
        """Say whether the candidate's own calendar has nothing free on a date."""
        if day not in self._busy_days:
            at, end = day_starts(self.home.zone, day), day_starts(self.home.zone, day + DAY)
            for first, last in self.busy:
                at = last if first <= at < last else at
            self._busy_days[day] = bool(self.busy) and at >= end
        return self._busy_days[day]

    @cached_property
    def _busy_days(self) -> dict[date, bool]:
        return {}

    def is_busy(self, start: datetime, end: datetime) -> bool:
        """Say whether the candidate's own calendar takes time of a span, of a date with more."""
        days = {local_day(self.home.zone, each) for each in (start, end - SECOND)}
        if all(map(self.is_busy_all, days)):
            return False  # it is like a day away
        return any(first < end and start < last for first, last in self.busy)

    def is_available(self, start: datetime, end: datetime) -> bool:
        return not self.is_away(local_day(self.home.zone, start)) and self.in_hours(start, end)

    def in_hours(self, start: datetime, end: datetime) -> bool:
        """Say whether a span is in the hours available, whatever the day."""
        day = local_day(self.home.zone, start)
        return any(opens <= start and end <= closes for opens, closes in self._hours(day))

    def _hours(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the hours of a date where it is spent, from when on it is spent there."""
        midnight, begins = datetime.combine(day, time()), day_starts(self.home.zone, day)
        zone = self.home.on(day).zone
        spans = [
            [max(begins, instant(zone, midnight + timedelta(minutes=each))) for each in hours]
            for hours in self.candidate.available
        ]
        return [(opens, closes) for opens, closes in spans]

    def zone(self, each: FollowUp) -> Zone:
        """Return the zone in which a follow-up's dates count: the candidate's own may change."""
        return self.home.zone if each.channel == "self" else each.timezone

    def edges(self, zone: Zone, start: datetime, end: datetime) -> list[datetime]:
        """Return, in order, the instants of a day at which a free time may begin."""
        days = {local_day(self.home.zone, start), local_day(self.home.zone, end)}
        opens = [span[0] for day in days for span in self._hours(day)]
        opens += [wakes(self.home.zone, day)[0] for day in days]
        opens += [wakes(zone, local_day(zone, start))[0]]
        nine = instant(zone, datetime.combine(local_day(zone, start), time(9)))
        ends = self._ends[bisect_left(self._ends, start) : bisect_left(self._ends, end)]
        return sorted({start, nine, *opens, *ends})

    @cached_property
    def _ends(self) -> list[datetime]:
        starts = [each.start for each in self.real]
        ends = [each.end for each in self.real]
        busy = [last for _, last in self.busy]
        return sorted([*starts, *ends, *(each.end for each in self.met), *busy])

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
    def offers(self) -> list[Offered]:
        """Return the offers in `offers`: by role, else the company's one application."""
        found = []
        for offer in self.job_search.offers:
            here = [key for key in self.applications if fold(key[0]) == fold(offer.company)]
            same = [key for key in here if fold(key[1]) == fold(offer.role)]
            of = next(iter(same or (here if len(here) == 1 else ())), None)
            answer_by = self.home_moment(offer.answer_by, ANSWER) if offer.answer_by else None
            found.append(Offered(offer, self.home_moment(offer.received), answer_by, of))
        return found

    def home_moment(self, value: date, bare: time = time()) -> datetime:
        wall = value if isinstance(value, datetime) else datetime.combine(value, bare)
        return instant(self.home.zone, wall)

    @cached_property
    def closings(self) -> dict[str, datetime]:
        """Return when each interview's follow-ups end.

        A rejection or a withdrawal ends the rounds that began before it, an offer and an
        acceptance all rounds, an acceptance those of every application.
        """
        found: dict[str, datetime] = {}
        ends: list[tuple[datetime, Iterable[Met]]] = []
        for each in self.met:
            outcome = each.record.outcome
            if outcome:
                on, rounds = each.moment(outcome.on), self.applications[each.application]
                lost = outcome.result in ("rejected", "withdrawn")
                ends.append((on, [r for r in rounds if not lost or r is each or r.start <= on]))
        ends += [
            (o.received, self.applications[o.application]) for o in self.offers if o.application
        ]
        if self.accepted:
            ends.append((self.accepted[0], self.met))
        for on, ended in ends:
            for met in ended:
                found[met.id] = min(on, found.get(met.id, on))
        return found

    @cached_property
    def closed(self) -> dict[tuple[str, str], datetime]:
        """Return when each application was closed, and not opened again by a later round."""
        return {
            application: self.closings[rounds[-1].id]
            for application, rounds in self.applications.items()
            if rounds[-1].id in self.closings
        }

    def is_lost(self, application: tuple[str, str], on: datetime) -> bool:
        """Say whether an application was rejected or withdrawn by an instant, for good."""
        rounds = self.applications[application]
        ended = [
            each.moment(each.record.outcome.on)
            for each in rounds
            if each.record.outcome and each.record.outcome.result in ("rejected", "withdrawn")
            if each is rounds[-1] or rounds[-1].start <= each.moment(each.record.outcome.on)
        ]
        return any(end <= on for end in ended)

    def decision(self, met: Met) -> date | None:
        """Return when they mean to decide, as last said by a round, not before that round."""
        said = [
            each.record.next_step.decision_by
            for each in self.applications[met.application]
            if each.end <= met.end and each.record.next_step and each.record.next_step.decision_by
        ]
        return said[-1] if said and said[-1] >= local_day(met.place.zone, met.end) else None

    def horizon(self, met: Met) -> date:
        """Return the last date on which an interview is followed up."""
        rounds = self.applications[met.application]
        weeks = timedelta(weeks=10)
        last = local_day(self.home.zone, met.end) + weeks
        for each in rounds[: rounds.index(met) + 1]:
            said = list(each.promised)
            own = local_day(self.home.zone, each.end) + weeks
            said += [as_date(cb) for on, cb in each.calls_back if as_date(on) <= own]
            last = max([last, *(day + timedelta(weeks=2) for day in said)])
        return last

    def is_beyond(self, each: FollowUp) -> bool:
        """Say whether something was done so late that nothing counts from it."""
        if each.status != "done" or each.interview is None:
            return False
        return local_day(self.home.zone, each.start) > self.horizon(self.by_id[each.interview])

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
        return self._contacts.get(company, [])

    @cached_property
    def _contacts(self) -> dict[str | None, list[FollowUp]]:
        found: dict[str | None, list[FollowUp]] = defaultdict(list)
        for each in self.real:
            if each.channel != "self" and not self.is_beyond(each):
                found[each.company].append(each)
        return found

    def of_application(self, each: FollowUp) -> list[Met]:
        return self.applications[str(each.company), str(each.role)]


def is_skipped(each: FollowUp) -> bool:
    """Say whether somebody left a follow-up out."""
    return each.status == "cancelled" and each.cancelled_because.startswith("you skipped ")


def named(each: FollowUp) -> str:
    zone = each.timezone
    whom = f"{each.person} of {each.company}/{each.role} [{each.status}]"
    return f"{each.tactic} to {whom} at {local(zone, each.start):%a %Y-%m-%d %H:%M} {zone}"


def to_do(each: FollowUp) -> str:
    """Return the lines that tell the candidate what to do."""
    lines = each.description.split("\n\n")[0].splitlines()
    return "\n".join(line for line in lines if line.startswith("- "))


def day_of(each: FollowUp) -> date:
    return local_day(each.timezone, each.start)


def left_out_with_a_note(world: World, met: Met, tactic: str, name: str | None) -> bool:
    return any(
        about.startswith(f"interviews[{met.id}]") and tactic in text and (name or "") in text
        for about, texts in world.notes.items()
        for text in texts
    )
