"""The records as the planner sees them: applications, their rounds, and the people of each.

Everything relative in the records is resolved here once: zones, ends, identities, who is whom
across interviews, what is closed and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar

from followup_ics.records import Candidate, Interview, JobSearch, LogEntry, Offer, Person
from followup_ics.results import Note
from followup_ics.working_time import Availability, Place, add_weeks, at_time, day_start, local_date

_T = TypeVar("_T")
Identity = tuple[str, ...]

UNTIMED_END = time(17)
DEFAULT_DURATION = timedelta(hours=1)


def fold(name: str) -> str:
    """Return what two spellings of one name share."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a company, with what all records together say of them.

    `identity` is the same across interviews and applications; `key` names them in a uid.
    """

    identity: Identity
    key: str
    name: str | None
    title: str | None
    part: str
    vote: bool
    email: str | None
    phone: str | None
    place: Place
    topics: tuple[str, ...]
    path: str

    @property
    def matters(self) -> bool:
        """Say whether they decide, or open doors to those who do."""
        return self.vote or self.part in ("hiring_manager", "human_resources")


@dataclass(frozen=True, slots=True)
class Logged:
    """A log entry with its instant and the person it was about."""

    entry: LogEntry
    at: datetime
    contact: Contact | None
    path: str


@dataclass(slots=True)
class Round:
    """One interview of an application. `known` are its people, then those met earlier.

    `horizon` is the last date on which it is followed up, in the candidate's zone; from
    `superseded` on, a next round takes over; `plan_from` is when a late record was written.
    """

    id: str
    record: Interview
    path: str
    place: Place
    start: datetime
    end: datetime
    application: Application
    horizon: date
    plan_from: datetime | None
    people: tuple[Contact, ...] = ()
    known: tuple[Contact, ...] = ()
    log: tuple[Logged, ...] = ()
    superseded: datetime | None = None
    spare_log: list[Logged] = field(default_factory=list)

    def one(self, part: str) -> Contact | None:
        """Return the first known person with this part."""
        return next((contact for contact in self.known if contact.part == part), None)

    @property
    def hiring_manager(self) -> Contact | None:
        """Return the hiring manager, else the first voter, else anybody known."""
        voter = next((contact for contact in self.known if contact.vote), None)
        return self.one("hiring_manager") or voter or next(iter(self.known), None)

    def take_log(self, tactic: str, contact: Contact | None) -> Logged | None:
        """Return, and use up, the log entry for a tactic and person."""
        for logged in self.spare_log:
            about = logged.contact is None or contact is None
            same = about or logged.contact.identity == contact.identity  # type: ignore[union-attr]
            if logged.entry.did == tactic and same:
                self.spare_log.remove(logged)
                return logged
        return None


@dataclass(slots=True)
class Application:
    """All rounds for one company and role, the latest being its anchor.

    `closed` is when following up ends, `over` when there was nothing left to win; `asked` is set
    once "am I still in the running" has been asked or planned.
    """

    key: str
    company_key: str
    company: str
    role: str
    rounds: list[Round] = field(default_factory=list)
    closed: datetime | None = None
    closed_because: str = ""
    over: datetime | None = None
    asked: bool = False

    @property
    def first_choice(self) -> bool:
        """Say whether any round marks this as the candidate's first choice."""
        return any(each.record.first_choice for each in self.rounds)


@dataclass(frozen=True, slots=True)
class OfferReceived:
    """An offer as instants; `answer_by` is inclusive."""

    company: str
    role: str
    company_key: str
    key: str
    received: datetime
    answer_by: datetime | None
    path: str


class Situation:
    """Everything that planning reads, resolved from the records."""

    def __init__(self, job_search: JobSearch, horizon_weeks: int) -> None:
        self.job_search = job_search
        self._horizon_weeks = horizon_weeks
        candidate = job_search.candidate
        self.place = Place(candidate.timezone, candidate.country, candidate.region)
        self.availability = Availability(candidate.timezone, candidate.available, candidate.away)
        self.notes: list[Note] = []
        self._region(candidate, "candidate")
        self.rounds = self._rounds()
        self.applications = self._applications()
        self.accepted = self._close()
        self._people()
        self.done: set[tuple[str, Identity]] = set()
        self._logs()

    @property
    def zone(self) -> str:
        """The candidate's zone."""
        return self.place.zone

    def note(self, about: str, text: str, *, warning: bool = False) -> None:
        """Record a compromise or a gap."""
        self.notes.append(Note(about, "warning" if warning else "info", text))

    # Interviews

    def _rounds(self) -> list[Round]:
        """Return the interviews in order of time, whatever their order in the file."""
        rounds = []
        applications: dict[str, Application] = {}
        for record, identifier in zip(
            self.job_search.interviews, _ids(self.job_search.interviews), strict=True
        ):
            application = self._application(applications, record)
            rounds.append(self._round(record, identifier, application))
        rounds.sort(key=lambda each: (each.start, each.id))
        return rounds

    @staticmethod
    def _application(known: dict[str, Application], record: Interview) -> Application:
        company, role = fold(record.company), fold(record.role)
        key = f"{company}\x1f{role}"
        return known.setdefault(key, Application(key, company, record.company, record.role))

    def _round(self, record: Interview, identifier: str, application: Application) -> Round:
        place = _place(record, self.place)
        path = f"interviews[{identifier}]"
        self._region(record, path)
        start, end = self._times(record, place.zone, path)
        written = record.follow_up_from
        plan_from = day_start(self.zone, written) if written else None
        horizon = add_weeks(local_date(self.zone, end), self._horizon_weeks)
        return Round(identifier, record, path, place, start, end, application, horizon, plan_from)

    def _times(self, record: Interview, zone: str, path: str) -> tuple[datetime, datetime]:
        length = record.duration or DEFAULT_DURATION
        if isinstance(record.start, datetime):
            start = moment(zone, record.start)
            end = moment(zone, record.end) if record.end else start + length
            return start, max(end, start + timedelta(minutes=1))
        end = at_time(zone, record.start, UNTIMED_END)
        self.note(
            f"{path}.start",
            "The interview has a date but no time, so the plan takes it to end at 17:00. "
            "Add the time to place the thank-you notes exactly.",
        )
        return end - length, end

    def _region(self, record: Candidate | Interview | Person, path: str) -> None:
        if record.region and not record.country:
            self.note(
                f"{path}.region", "The region counts only with the country beside it; add it."
            )

    # Applications

    def _applications(self) -> list[Application]:
        found = {id(each.application): each.application for each in self.rounds}
        for each in self.rounds:
            each.application.rounds.append(each)
        for application in found.values():
            last = application.rounds[-1]
            application.company, application.role = last.record.company, last.record.role
            for earlier, later in zip(application.rounds, application.rounds[1:], strict=False):
                before = local_date(self.zone, later.start) - timedelta(days=1)
                earlier.superseded = day_start(self.zone, before)
        return list(found.values())

    def _close(self) -> tuple[datetime, Application] | None:
        """Close applications that ended; return the first acceptance, which closes all others."""
        accepted: list[tuple[datetime, Application]] = []
        for application in self.applications:
            for each in application.rounds:
                outcome = each.record.outcome
                if outcome is None:
                    continue
                on = moment(each.place.zone, outcome.on)
                _close(application, on, _ENDED[outcome.result])
                if outcome.result in ("rejected", "withdrawn"):
                    application.over = min(on, application.over or on)
                if outcome.result == "accepted":
                    accepted.append((on, application))
        first = min(accepted, key=lambda each: (each[0], each[1].key), default=None)
        if first:
            for application in self.applications:
                _close(application, first[0], f"you accepted the offer of {first[1].company}")
        return first

    def offers(self) -> list[OfferReceived]:
        """Return the offers in order of time: those recorded, and those that are an outcome."""
        found = [self._offer(offer, f"offers[{offer.company}]") for offer in self.job_search.offers]
        recorded = {offer.key for offer in found}
        for each in self.rounds:
            outcome = each.record.outcome
            if outcome and outcome.result == "offer" and each.application.key not in recorded:
                recorded.add(each.application.key)
                on = moment(each.place.zone, outcome.on)
                found.append(
                    OfferReceived(
                        each.record.company,
                        each.record.role,
                        each.application.company_key,
                        each.application.key,
                        on,
                        None,
                        f"{each.path}.outcome",
                    )
                )
        return sorted(found, key=lambda offer: (offer.received, offer.key))

    def _offer(self, offer: Offer, path: str) -> OfferReceived:
        company = fold(offer.company)
        answer_by = offer.answer_by
        due = None
        if answer_by is not None:
            due = moment(self.zone, answer_by, bare=UNTIMED_END)
        return OfferReceived(
            offer.company,
            offer.role,
            company,
            f"{company}\x1f{fold(offer.role)}",
            moment(self.zone, offer.received),
            due,
            path,
        )

    # People

    def _people(self) -> None:
        emails = self._emails()
        records: dict[Identity, list[Person]] = defaultdict(list)
        for each in self.rounds:
            for person in each.record.people:
                records[_identity(each, person.name, person.email, emails)].append(person)
        for application in self.applications:
            known: dict[Identity, Contact] = {}
            keys: dict[Identity, str] = {}
            for each in application.rounds:
                met: dict[Identity, Contact] = {}
                for index, person in enumerate(each.record.people):
                    identity = _identity(each, person.name, person.email, emails)
                    if identity not in met:
                        path = f"{each.path}.people[{index}]"
                        others = records[identity]
                        met[identity] = self._contact(each, person, identity, others, keys, path)
                each.people = tuple(met.values())
                known = met | {
                    identity: contact for identity, contact in known.items() if identity not in met
                }
                each.known = tuple(known.values())

    def _emails(self) -> dict[tuple[str, str], str]:
        """Return each name's e-mail within its company, so that a name alone finds its person."""
        return {
            (each.application.company_key, fold(person.name)): person.email.casefold()
            for each in reversed(self.rounds)
            for person in reversed(each.record.people)
            if person.email
        }

    def _contact(
        self,
        each: Round,
        person: Person,
        identity: Identity,
        records: list[Person],
        keys: dict[Identity, str],
        path: str,
    ) -> Contact:
        self._region(person, path)
        if identity not in keys:
            taken = sum(key.split("\x1f")[0] == fold(person.name) for key in keys.values())
            keys[identity] = fold(person.name) + (f"\x1f{taken}" if taken else "")
        zone = person.timezone or _last(other.timezone for other in records)
        home = _place(person, each.place)
        return Contact(
            identity,
            keys[identity],
            person.name,
            person.title or _last(other.title for other in records),
            person.part if person.part != "interviewer" else _part(records),
            person.vote,
            person.email or _last(other.email for other in records),
            person.phone or _last(other.phone for other in records),
            home._replace(zone=zone) if zone else home,
            person.topics or next((other.topics for other in records if other.topics), ()),
            path,
        )

    def named(self, each: Round, name: str, path: str) -> Contact:
        """Return the person whom a record names, met in this application or not."""
        for other in (each, *reversed(each.application.rounds)):
            for contact in other.known:
                if fold(name) in (fold(contact.name or ""), fold(contact.email or "")):
                    return contact
        self.note(path, f"{name} is not among the people of this application; add them.")
        key = fold(name)
        identity = (each.application.company_key, key)
        return Contact(
            identity, key, name, None, "interviewer", False, None, None, each.place, (), path
        )

    # Logs

    def _logs(self) -> None:
        for each in self.rounds:
            entries = []
            for index, entry in enumerate(each.record.log):
                path = f"{each.path}.log[{index}]"
                contact = self.named(each, entry.to, f"{path}.to") if entry.to else None
                at = moment(each.place.zone, entry.on, bare=time(12))
                entries.append(Logged(entry, at, contact, path))
            each.log = tuple(sorted(entries, key=lambda logged: (logged.at, logged.path)))
            each.spare_log = list(each.log)
            for logged in each.log:
                self.done.add((logged.entry.did, (each.application.key,)))
                if logged.contact:
                    self.done.add((logged.entry.did, logged.contact.identity))

    @cached_property
    def companies(self) -> dict[str, list[Application]]:
        """The applications of each company."""
        found: dict[str, list[Application]] = defaultdict(list)
        for application in self.applications:
            found[application.company_key].append(application)
        return found


_ENDED = {
    "rejected": "they rejected the application",
    "withdrawn": "you withdrew",
    "offer": "they made you an offer",
    "accepted": "you accepted their offer",
}


def moment(zone: str, value: date | datetime, bare: time = time()) -> datetime:
    """Return the instant of a record's local time; a bare date takes the time `bare`."""
    if isinstance(value, datetime):
        return at_time(zone, value.date(), value.time())
    return at_time(zone, value, bare)


def _close(application: Application, on: datetime, why: str) -> None:
    if application.closed is None or on < application.closed:
        application.closed, application.closed_because = on, why


def _place(record: Interview | Person, default: Place) -> Place:
    """Return a record's own place; its country brings its own region, or none."""
    zone = record.timezone or default.zone
    if record.country:
        return Place(zone, record.country, record.region)
    return default._replace(zone=zone)


def _identity(
    each: Round, name: str, email: str | None, emails: dict[tuple[str, str], str]
) -> Identity:
    by_name = (each.application.company_key, fold(name))
    known = email.casefold() if email else emails.get(by_name)
    return (known,) if known else by_name


def _last(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in reversed(list(values)) if value is not None), None)


def _part(records: list[Person]) -> str:
    named = (person.part for person in records if person.part != "interviewer")
    return next(named, "interviewer")


def _ids(interviews: Iterable[Interview]) -> list[str]:
    """Return each interview's id, else one from company, role and the order in the file."""
    interviews = list(interviews)
    taken = {interview.id for interview in interviews}
    counts: dict[str, int] = defaultdict(int)
    found = []
    for interview in interviews:
        identifier = interview.id
        while identifier is None:
            stem = "-".join(fold(f"{interview.company} {interview.role}").split())
            counts[stem] += 1
            candidate = f"{stem}-{counts[stem]}"
            identifier = candidate if candidate not in taken else None
        found.append(identifier)
    return found
