"""The records as the planner sees them: the one place where they are resolved.

Everything relative in them is settled here once: zones and ends, which interviews belong together,
who is whom across them, what is closed and when, what was done. `due` and `cycle` ask it what there
is; nothing after it looks into a record for a date again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby, pairwise

from followup_ics.planning.applications import (
    Application,
    Contact,
    Identity,
    Logged,
    OfferReceived,
    Round,
    moment,
    place_of,
)
from followup_ics.planning.deeds import tactic_meant
from followup_ics.planning.endings import close, offers_received
from followup_ics.planning.engagements import Busy, kept_busy
from followup_ics.planning.identities import Identities
from followup_ics.planning.people import fitting, in_order, introduce, stranger
from followup_ics.planning.places import place_notes
from followup_ics.planning.results import Note
from followup_ics.records.fields import nearest
from followup_ics.records.job_search import Interview, JobSearch, LogEntry, Offer
from followup_ics.records.names import company_of, fold, interview_ids
from followup_ics.records.playbook import Playbook
from followup_ics.records.zone_names import listed
from followup_ics.working_time import (
    Availability,
    Span,
    add_days,
    add_weeks,
    at_time,
    day_end,
    day_start,
    local_date,
    spoken,
    spoken_time,
    zone_at,
    zone_data,
)

UNTIMED_END = time(17)
DEFAULT_DURATION = timedelta(hours=1)
AFTER_AGREED = 14
LONGEST = 365
NEVER = (datetime.min.replace(tzinfo=UTC),) * 2
MARGIN = timedelta(days=62)
EVERYBODY = ("all", "everybody", "everyone")


class Situation:
    """Everything that planning reads, resolved from the records."""

    def __init__(
        self, job_search: JobSearch, playbook: Playbook, busy: Iterable[Span] = ()
    ) -> None:
        self.job_search = job_search
        self._horizon_weeks = playbook.horizon_weeks
        self._tactics = [tactic.name for tactic in playbook.tactics]
        self._written = {e.name for e in playbook.tactics if e.channel in ("email", "self")}
        candidate = job_search.candidate
        # The candidate's zone is a clock that moves with them.
        self.place, self.zone = candidate.home, candidate.home.zone
        self.notes: list[Note] = []
        self.rounds = self._rounds()
        self.notes += place_notes(candidate, self.rounds)
        self.applications = self._applications()
        self.offers = offers_received(job_search, self.zone, self.applications)
        self._one_company()
        self._other_roles()
        for index, offer in enumerate(job_search.offers):
            self._elsewhere(offer, f"offers[{index}]", self.zone)
        self.accepted = close(self.applications, self.offers)
        identities = Identities(self.rounds)
        self.notes += identities.notes
        self.talked = introduce(self.rounds, identities)
        self.done: set[tuple[str, str]] = set()
        self.skips: Counter[str] = Counter()
        self._logs()
        self._zone_data()
        self.busy = kept_busy(busy, self.zone, self.span) if busy else Busy()
        away = candidate.away + self.busy.days
        self.availability = Availability(self.zone, candidate.available, away)

    def note(self, about: str, text: str, *, warning: bool = False) -> None:
        """Record a compromise or a gap."""
        self.notes.append(Note(about, "warning" if warning else "info", text))

    @property
    def span(self) -> Span:
        """From when until when anything can be planned: to the last horizon, or an offer's date.

        What prepares for the first interview comes up to a month before it, what is late up to
        two months after the end.
        """
        starts = [each.start for each in self.rounds] + [each.received for each in self.offers]
        ends = [day_end(self.zone, each.horizon) for each in self.rounds]
        ends += [each.answer_by or each.received for each in self.offers]
        if not starts:
            return NEVER
        return min(starts) - MARGIN, max([*starts, *ends]) + MARGIN

    # Interviews

    def _rounds(self) -> list[Round]:
        """Return the interviews in order of time, whatever their order in the file."""
        rounds = []
        applications: dict[str, Application] = {}
        for record, identifier in zip(
            self.job_search.interviews, interview_ids(self.job_search.interviews), strict=True
        ):
            application = self._application(applications, record)
            rounds.append(self._round(record, identifier, application))
        rounds.sort(key=lambda each: (each.start, each.id))
        self._at_once(rounds)
        return rounds

    def _at_once(self, rounds: Iterable[Round]) -> None:
        """Warn of each interview that begins before an earlier one ends."""
        last: Round | None = None
        for each in rounds:
            if not isinstance(each.record.start, datetime):
                continue  # nobody knows when on that day
            if last and each.start < last.end:
                other = last.record
                self.note(
                    f"{each.path}.start",
                    f"{each.record.company} ({each.record.role}) begins "
                    f"{spoken_time(self.zone, each.start)}, while you are in the interview with "
                    f"{other.company} ({other.role}) until {spoken_time(self.zone, last.end)}: "
                    "mend the start or the end of one of them.",
                    warning=True,
                )
            last = each if last is None or each.end > last.end else last

    @staticmethod
    def _application(known: dict[str, Application], record: Interview) -> Application:
        company, role = company_of(record), fold(record.role)
        key = f"{company}\x1f{role}"
        return known.setdefault(key, Application(key, company, record.company, record.role))

    def _round(self, record: Interview, identifier: str, application: Application) -> Round:
        place = place_of(record, self.place.on(_date(record.start)))
        clock = record.timezone or self.zone
        path = f"interviews[{identifier}]"
        start, end = self._times(record, place.zone, path)
        self._elsewhere(record, path, clock)
        written = record.follow_up_from
        plan_from = day_start(self.zone, written) if written else None
        horizon = add_weeks(local_date(self.zone, end), self._horizon_weeks)
        return Round(
            identifier, record, path, place, clock, start, end, application, horizon, plan_from
        )

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

    def _elsewhere(self, record: Interview | Offer, path: str, clock: str) -> None:
        for field, written in record.elsewhere:
            at = written.astimezone(UTC)
            there, zone = spoken_time(clock, at), zone_at(clock, at)
            self.note(
                f"{path}{field}",
                f"{written.isoformat(' ', 'minutes')} is not written in the time of {zone}, where "
                f"clocks show {there}: that is taken. Else mend the offset or the timezone.",
            )

    # Applications

    def _applications(self) -> list[Application]:
        found = {id(each.application): each.application for each in self.rounds}
        for each in self.rounds:
            each.application.rounds.append(each)
        for application in found.values():
            first = application.rounds[0].record
            application.company, application.role = first.company, first.role
            self._visits(application.rounds)
            for earlier, later in pairwise(application.rounds):
                before = local_date(self.zone, later.start) - timedelta(days=1)
                earlier.superseded = day_start(self.zone, before)
            self._extend(application.rounds)
        return list(found.values())

    @staticmethod
    def _visits(rounds: Iterable[Round]) -> None:
        """Take interviews of one application on one date for one visit, late if one of them is."""
        for _, group in groupby(rounds, lambda each: local_date(each.place.zone, each.start)):
            visit = tuple(group)
            written = max((each.plan_from for each in visit if each.plan_from), default=None)
            for each in visit:
                each.visit, each.plan_from = visit, written

    def _one_company(self) -> None:
        """Say which names were taken for one company's, where more than their spelling differs."""
        named: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        records: list[tuple[str, Interview | Offer]]
        records = [(each.path, each.record) for each in self.rounds]
        records += [(f"offers[{each.company}]", each) for each in self.job_search.offers]
        for path, record in records:
            if not record.company_id:
                names = named[company_of(record)]
                names.setdefault(fold(record.company), (f"{path}.company", record.company))
        for names in named.values():
            (_, first), *others = names.values()
            for path, other in others:
                self.note(
                    path,
                    f"{first} and {other} are taken for one company, as their names differ in the "
                    "legal form alone. Are they two? Give one of them a company_id.",
                )

    def _other_roles(self) -> None:
        companies = {each.company_key: each.company for each in self.applications}
        for offer in self.offers:
            applied = offer.application
            if not applied and offer.company_key not in companies:
                self._nearest_company(offer, companies)
            if applied and fold(applied.role) != fold(offer.role):
                self.note(
                    offer.path,
                    f"You applied to {offer.company} as {applied.role}, and the offer is for "
                    f"{offer.role}: it is taken as the answer to that application.",
                )

    def _nearest_company(self, offer: OfferReceived, companies: Mapping[str, str]) -> None:
        """Warn of an offer's company that is in no interview, where another one's name is near."""
        words = set(offer.company_key.split())
        shared = [
            name
            for key, name in companies.items()
            if words <= set(key.split()) or words >= set(key.split())
        ]
        near = (
            f"; did you mean {shared[0]}?" if shared else nearest(offer.company, companies.values())
        )
        if near:
            self.note(
                f"{offer.path}.company",
                f"You have no interview with {offer.company}, so that this ends no application"
                f"{near}",
                warning=True,
            )

    @staticmethod
    def _extend(rounds: Iterable[Round]) -> None:
        """Follow up until two weeks past the last date that was agreed, within a year."""
        agreed: list[date] = []
        for each in rounds:
            agreed += _agreed_days(each)
            limit = add_days(each.end.date(), LONGEST)
            wished = [add_days(day, AFTER_AGREED) for day in agreed if day <= limit]
            each.horizon = max(each.horizon, *wished) if wished else each.horizon

    def _zone_data(self) -> None:
        """Warn where clock changes may be other ones by then: governments change them each year."""
        edition = zone_data()
        later = [each for each in self.rounds if each.start.year > int(edition[:4]) + 1]
        if later:
            self.note(
                later[0].path,
                f"The zone data in use is of {edition[:4]} ({edition}), and {later[0].start.year} "
                "is more than a year later: clocks may change on other dates by then. Bring it up "
                "to date: pip install --upgrade pytz",
                warning=True,
            )

    # Logs and names

    def named(self, each: Round, name: str, path: str) -> Contact:
        """Return the person whom a record names, met in this application or not."""
        rounds = (each, *reversed(each.application.rounds))
        known = [contact for other in rounds for contact in other.known]
        found = fitting(name, known)
        if len(found) == 1:
            return found[0]
        names = [contact.name for contact in found or known if contact.name]
        mend = f"write {listed(names)}" if found else f"add them{nearest(in_order(name), names)}"
        self.note(
            path,
            f"{name} is not one of the people of this application, so that this counts for "
            f"nobody else; {mend}",
            warning=True,
        )
        return stranger(each, name, path)

    def _logs(self) -> None:
        for each in self.rounds:
            entries = []
            for index, entry in enumerate(each.record.log):
                path = f"{each.path}.log[{index}]"
                at = self._logged_at(each, entry)
                did = self._did(entry, path)
                tried = "" if entry.reached or self._is_no_call(did, path) else did
                did = f"{did}, not reached" if tried else did
                beyond = local_date(self.zone, at) > each.horizon
                entries += [
                    Logged(entry, at, contact, path, did, beyond, tried)
                    for contact in self._logged_with(each, entry, path)
                ]
                if beyond:
                    self.note(
                        f"{path}.on",
                        f"This is past {spoken(each.horizon)} {each.horizon.year}, the end of the "
                        "plan for the interview, so that nothing counts from it: check the year.",
                        warning=True,
                    )
            each.spare_log = sorted(entries, key=lambda logged: (logged.at, logged.path))
            self.skips.update(logged.path for logged in each.spare_log if logged.skipped)
            each.log = tuple(logged for logged in each.spare_log if not logged.skipped)
            for logged in (logged for logged in each.log if not logged.beyond):
                self.done.add((logged.did, each.application.key))

    def _did(self, entry: LogEntry, path: str) -> str:
        meant = tactic_meant(entry.did, self._tactics)
        if meant != entry.did:
            text = f"'{entry.did}' is taken for {meant}: write that, or another tactic's name"
            self.note(f"{path}.did", f"{text}.", warning=True)
        elif meant not in self._tactics:
            text = f"'{meant}' is no tactic of the playbook{nearest(meant, self._tactics)}"
            counts = "nothing is skipped" if entry.skipped else "it counts as a contact"
            self.note(f"{path}.did", f"{text}; {counts}.")
        return meant

    def _is_no_call(self, did: str, path: str) -> bool:
        if did in self._written:
            text = f"{did} is no call, so that it counts as done: leave reached out."
            self.note(f"{path}.reached", text, warning=True)
        return did in self._written

    def _logged_with(self, each: Round, entry: LogEntry, path: str) -> Sequence[Contact | None]:
        """Return with whom something was done: all people of the interview, where it says so."""
        if not entry.to:
            return [each.hiring_manager]
        if fold(entry.to) in EVERYBODY and each.people:
            return each.people
        return [self.named(each, entry.to, f"{path}.to")]

    @staticmethod
    def _logged_at(each: Round, entry: LogEntry) -> datetime:
        """Return when something was done; a date alone is noon, or after that day's interview."""
        at = moment(each.clock, entry.on, bare=time(12))
        same_day = entry.on == each.ended_on
        return max(at, each.end + timedelta(minutes=1)) if same_day else at

    @cached_property
    def done_with(self) -> set[tuple[str, Identity]]:
        """What was done with whom, for those who ask once the follow-ups took what is theirs."""
        return {
            (logged.did, logged.contact.identity if logged.contact else ("", company))
            for each in self.rounds
            for company in [each.application.company_key]
            for logged in each.log
            if not logged.beyond
        }

    @cached_property
    def companies(self) -> dict[str, list[Application]]:
        """The applications of each company."""
        found: dict[str, list[Application]] = defaultdict(list)
        for application in self.applications:
            found[application.company_key].append(application)
        return found


def _agreed_days(each: Round) -> Iterator[date]:
    """Yield the dates that an interview and its log agreed on; a log past its horizon is wrong."""
    step = each.record.next_step
    if step:
        yield from (_date(day) for day in (step.decision_by, step.follow_up_on) if day)
    for entry in each.record.log:
        if entry.call_back and _date(entry.on) <= each.horizon:
            yield _date(entry.call_back)


def _date(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
