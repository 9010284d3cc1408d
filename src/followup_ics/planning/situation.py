"""The records as the planner sees them.

Everything relative in the records is resolved here once: zones and ends, which interviews belong
together, who is whom across them, what is closed and when, what was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import cached_property

from followup_ics.planning.cases import (
    Application,
    Contact,
    Identity,
    Logged,
    OfferReceived,
    Round,
    fold,
    moment,
    place_of,
)
from followup_ics.planning.people import introduce, stranger
from followup_ics.records import Candidate, Interview, JobSearch, LogEntry, Offer, Person
from followup_ics.results import Note
from followup_ics.working_time import Availability, Place, add_weeks, at_time, day_start, local_date

UNTIMED_END = time(17)
DEFAULT_DURATION = timedelta(hours=1)


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
        introduce(self.rounds, self.applications)
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
        place = place_of(record, self.place)
        path = f"interviews[{identifier}]"
        self._region(record, path)
        for index, person in enumerate(record.people):
            self._region(person, f"{path}.people[{index}]")
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

    # Logs and names

    def named(self, each: Round, name: str, path: str) -> Contact:
        """Return the person whom a record names, met in this application or not."""
        for other in (each, *reversed(each.application.rounds)):
            for contact in other.known:
                if fold(name) in (fold(contact.name or ""), fold(contact.email or "")):
                    return contact
        self.note(path, f"{name} is not among the people of this application; add them.")
        return stranger(each, name, path)

    def _logs(self) -> None:
        for each in self.rounds:
            entries = []
            for index, entry in enumerate(each.record.log):
                path = f"{each.path}.log[{index}]"
                whom = self.named(each, entry.to, f"{path}.to") if entry.to else None
                at = self._logged_at(each, entry)
                entries.append(Logged(entry, at, whom or each.hiring_manager, path))
            each.log = tuple(sorted(entries, key=lambda logged: (logged.at, logged.path)))
            each.spare_log = list(each.log)
            for logged in each.log:
                nobody = ("", each.application.company_key)
                identity = logged.contact.identity if logged.contact else nobody
                self.done.add((logged.entry.did, identity))
                self.done.add((logged.entry.did, (each.application.key,)))

    @staticmethod
    def _logged_at(each: Round, entry: LogEntry) -> datetime:
        """Return when something was done; a date alone is noon, or after that day's interview."""
        at = moment(each.place.zone, entry.on, bare=time(12))
        same_day = entry.on == local_date(each.place.zone, each.end)
        return max(at, each.end + timedelta(minutes=1)) if same_day else at

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


def _close(application: Application, on: datetime, why: str) -> None:
    if application.closed is None or on < application.closed:
        application.closed, application.closed_because = on, why


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
