"""What the records know: companies with their addresses and people, and applications there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from followup_ics.calendar.invitations.mail_domains import company_domain, owner
from followup_ics.records.invitation import KeptInvitation
from followup_ics.records.job_search import Interview, JobSearch, Person
from followup_ics.records.names import company_name, company_of, fold, interview_ids, mailbox
from followup_ics.records.time_fields import clock
from followup_ics.working_time import instant

_UNTIMED_END = timedelta(hours=17)
_HOUR = timedelta(hours=1)
_SHORTEST = 4  # letters that a name shares with a domain


@dataclass
class Company:
    """A company of the records."""

    key: str
    name: str
    rounds: list[Round] = field(default_factory=list)

    @cached_property
    def domains(self) -> set[str]:
        """The mail domains of its people; of a recruiter only where it is named as the company."""
        return {
            domain
            for person in self.people
            if person.email and (domain := company_domain(person.email))
            if person.part != "recruiter" or agrees(owner(domain), self.name)
        }

    @cached_property
    def people(self) -> list[Person]:
        """Everybody met there, as often as they were."""
        return [person for each in self.rounds for person in each.record.people]

    @property
    def applications(self) -> list[Application]:
        """Its applications, the one with the latest interview first."""
        found: dict[str, Application] = {}
        for each in sorted(self.rounds, key=lambda each: each.start):
            role = each.record.role
            found.setdefault(fold(role), Application(role)).rounds.append(each)
        return sorted(found.values(), key=lambda each: each.rounds[-1].start, reverse=True)


@dataclass(frozen=True, slots=True)
class Round:
    """An interview of the records, with its id and its instants."""

    id: str
    record: Interview
    zone: str
    start: datetime
    end: datetime

    @property
    def is_timed(self) -> bool:
        """Whether the records say more than its date."""
        return isinstance(self.record.start, datetime)


@dataclass(slots=True)
class Application:
    """All interviews for one company and role."""

    role: str
    rounds: list[Round] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether more is to come: no outcome since the latest interview but an offer."""
        last = self.rounds[-1].start
        for each in self.rounds:
            outcome = each.record.outcome
            if outcome and outcome.result != "offer":
                lost = outcome.result in ("rejected", "withdrawn")
                is_last = each is self.rounds[-1]
                if not lost or is_last or instant(each.zone, clock(outcome.on)) >= last:
                    return False
        return True


class Known:
    """The records, looked up by company, address and invitation."""

    def __init__(self, job_search: JobSearch) -> None:
        self.candidate = job_search.candidate
        self.zone = job_search.candidate.clock
        names = interview_ids(job_search.interviews)
        pairs = zip(names, job_search.interviews, strict=True)
        self.rounds = [_round(name, each, self.zone) for name, each in pairs]
        self.companies: dict[str, Company] = {}
        for each in self.rounds:
            key, name = company_of(each.record), each.record.company
            self.companies.setdefault(key, Company(key, name)).rounds.append(each)

    def interview(self, which: str) -> Round | None:
        """Return the interview of an id."""
        return next((each for each in self.rounds if each.id == which), None)

    def by_domain(self, domains: Iterable[str]) -> list[Company]:
        """Return the companies whose people have an address below one of some domains."""
        wanted = set(domains)
        return [each for each in self.companies.values() if each.domains & wanted]

    def by_address(self, addresses: Iterable[str]) -> list[Company]:
        """Return the companies of people with one of some addresses, as `mailbox` has them."""
        wanted = set(addresses)
        return [
            each
            for each in self.companies.values()
            if any(person.email and mailbox(person.email) in wanted for person in each.people)
        ]

    def by_name(self, name: str) -> Company | None:
        """Return the company of a name, whatever its legal form."""
        key = company_name(name)
        return next((e for e in self.companies.values() if company_name(e.name) == key), None)

    def of(self, uid: str, instance: str) -> list[tuple[Round, KeptInvitation]]:
        """Return the interviews that keep an invitation.

        Without an instance, which is that of a whole series, each that keeps any of its instances.
        """
        return [
            (each, kept)
            for each in self.rounds
            for kept in each.record.invitation
            if kept.uid == uid and (not instance or instance == (kept.instance or ""))
        ]


def _round(name: str, record: Interview, home: str) -> Round:
    zone = record.timezone or home
    if not isinstance(record.start, datetime):
        begin = clock(record.start)
        return Round(name, record, zone, instant(zone, begin), instant(zone, begin + _UNTIMED_END))
    start = instant(zone, record.start)
    if isinstance(record.end, datetime):
        return Round(name, record, zone, start, instant(zone, record.end))
    return Round(name, record, zone, start, start + (record.duration or _HOUR))


def agrees(label: str, name: str) -> bool:
    """Say whether the label of a domain can be that of a company: acmehq, Acme Inc."""
    letters = re.sub(r"[\W_]", "", company_name(name))
    bare = re.sub(r"[\W_]", "", fold(label))
    if not letters or not bare:
        return False
    initials = "".join(word[0] for word in re.findall(r"\w+", company_name(name)))
    if bare in (letters, initials) and len(bare) > 1:
        return True
    short, long = sorted((letters, bare), key=len)
    return len(short) >= _SHORTEST and (long.startswith(short) or long.endswith(short))
