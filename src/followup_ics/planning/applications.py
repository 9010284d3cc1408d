"""What planning speaks of: applications, their rounds, and the people of each.

These are the records as nouns, without a rule: `situation` makes them, once, and every other
module here takes them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from followup_ics.records.job_search import Interview, LogEntry, Person
from followup_ics.working_time import Place, at_time, day_start, local_date

Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a company, with what all records together say of them.

    `identity` is the same across interviews and applications; `key` names them in a uid; `topics`
    are those of the last interview in which they were met. `phone_country` is the person's, else
    that of the interview whose record has the number.
    """

    identity: Identity
    key: str
    name: str | None
    title: str | None
    part: str
    vote: bool
    email: str | None
    phone: str | None
    phone_country: str | None
    place: Place
    topics: tuple[str, ...]
    path: str

    @property
    def matters(self) -> bool:
        """Say whether they decide, or open doors to those who do."""
        return self.vote or self.part in ("hiring_manager", "human_resources")


def may_be_same(one: Contact | None, other: Contact | None) -> bool:
    """Say whether two are one person, as far as is known: nobody named may be anybody."""
    return one is None or other is None or one.identity == other.identity


@dataclass(slots=True, eq=False)
class Logged:
    """A log entry with its instant, the person it was about, and the tactic that it means.

    Where nobody is named or known, it was with the person, and at the `place`, of the follow-up
    that it settles. One `beyond` the horizon of its interview is shown as done, and nothing counts
    from it. A call that reached nobody is a contact of its own; `tried` is the tactic that it was
    for. One that is `skipped` is no contact: it ends a follow-up, and counts for nothing else.
    """

    entry: LogEntry
    at: datetime
    contact: Contact | None
    path: str
    did: str
    beyond: bool = False
    tried: str = ""
    place: Place | None = None

    @property
    def skipped(self) -> bool:
        """Say whether it was left out, and not done."""
        return self.entry.skipped


@dataclass(slots=True, eq=False)
class Round:
    """One interview of an application. `known` are its people, then those met earlier.

    `clock` is the zone of what was written about it: its own, else the candidate's.
    `hiring_manager` is the one known, else the first voter, else anybody known. `horizon` is the
    last date on which it is followed up, in the candidate's zone; `visit` are the interviews of
    that application on that date, this one included, and `met` everybody met there, each as in
    their last meeting; from `superseded` on, a next round takes over; from `closed` on, there is
    nothing left to follow up; `plan_from` is when a late record was written. `log` is what was
    done, `spare_log` what no follow-up has taken yet, of what was done or skipped.
    """

    id: str
    record: Interview
    path: str
    place: Place
    clock: str
    start: datetime
    end: datetime
    application: Application
    horizon: date
    plan_from: datetime | None
    visit: tuple[Round, ...] = ()
    people: tuple[Contact, ...] = ()
    met: tuple[Contact, ...] = ()
    known: tuple[Contact, ...] = ()
    hiring_manager: Contact | None = None
    log: tuple[Logged, ...] = ()
    superseded: datetime | None = None
    closed: datetime | None = None
    closed_because: str = ""
    spare_log: list[Logged] = field(default_factory=list)
    ended_on: date = field(init=False)

    def __post_init__(self) -> None:
        """Tell the date on which it ended there."""
        self.ended_on = local_date(self.place.zone, self.end)

    def path_of(self, index: int) -> str:
        """Return the path of one of its people in the records."""
        return f"{self.path}.people[{index}]"

    @property
    def ends_visit(self) -> bool:
        """Say whether this is the last interview of its visit."""
        return self.visit[-1] is self

    def last_meeting(self, contact: Contact | None) -> Round:
        """Return the last interview of the visit with somebody; the last one, if there is none."""
        for each in reversed(self.visit):
            if contact and any(other.identity == contact.identity for other in each.people):
                return each
        return self.visit[-1]

    def one(self, part: str) -> Contact | None:
        """Return the first known person with this part."""
        return next((contact for contact in self.known if contact.part == part), None)

    def is_live(self, day: date, zone: str) -> bool:
        """Say whether follow-ups of this round go on, on a date of the candidate's zone."""
        if not self.ended_on <= day <= self.horizon:
            return False
        if self.superseded is None and self.closed is None:
            return True
        return self._is_open(day_start(zone, day))

    def lasts_at(self, moment: datetime) -> bool:
        """Say whether this round was over, and nothing had ended its follow-ups, at an instant."""
        return self.end <= moment and self._is_open(moment)

    def _is_open(self, moment: datetime) -> bool:
        """Say whether nothing has ended its follow-ups by an instant."""
        superseded, closed = self.superseded, self.closed
        return (superseded is None or moment < superseded) and (closed is None or moment < closed)

    def is_written(self, day: date, zone: str) -> bool:
        """Say whether this round's record, if written late, was there by a date."""
        return self.plan_from is None or self.plan_from <= day_start(zone, day)

    def take_log(
        self,
        tactic: str,
        contact: Contact | None,
        after: datetime | None,
        before: datetime | None,
        late_until: datetime,
        *,
        skipped: bool | None = None,
    ) -> Logged | None:
        """Return, and use up, the first log entry for a tactic and person between two instants.

        It is one of what was done, or of what was `skipped`, or of both where that is None. The
        instants are exclusive, and open where they are None. An entry beyond the horizon counts
        until `late_until`: a later date is a slip.
        """
        for logged in self.spare_log:
            in_time = not logged.beyond or logged.at <= late_until
            in_time = in_time and (after is None or logged.at > after)
            in_time = in_time and (before is None or logged.at < before)
            in_time = in_time and skipped in (None, logged.skipped)
            if logged.did == tactic and in_time and may_be_same(logged.contact, contact):
                self.spare_log.remove(logged)
                return logged
        return None


@dataclass(slots=True, eq=False)
class Application:
    """All rounds for one company and role, the latest being its anchor.

    `over` is when there was nothing left to win; `asked` is set once "am I still in the running"
    has been asked or planned.
    """

    key: str
    company_key: str
    company: str
    role: str
    rounds: list[Round] = field(default_factory=list)
    over: datetime | None = None
    asked: bool = False

    @property
    def closed(self) -> datetime | None:
        """When following up ends; an interview after a rejection opens the application again."""
        return self.rounds[-1].closed if self.rounds else None

    @property
    def first_choice(self) -> bool:
        """Say whether any round marks this as the candidate's first choice."""
        return any(each.record.first_choice for each in self.rounds)


@dataclass(frozen=True, slots=True)
class OfferReceived:
    """An offer as instants; `answer_by` is inclusive, `application` the one in the file, if any."""

    company: str
    role: str
    company_key: str
    key: str
    received: datetime
    answer_by: datetime | None
    path: str
    application: Application | None = None

    @property
    def due(self) -> datetime:
        """When it must be answered, or the end of all time."""
        return self.answer_by or datetime.max.replace(tzinfo=UTC)


def place_of(record: Interview | Person, default: Place) -> Place:
    """Return a record's own place; its country brings its own region, or none."""
    zone = record.timezone or default.zone
    if record.country:
        return Place(zone, record.country, record.region)
    return default._replace(zone=zone)


def moment(zone: str, value: date | datetime, bare: time = time()) -> datetime:
    """Return the instant of a record's local time; a bare date takes the time `bare`."""
    if isinstance(value, datetime):
        return at_time(zone, value.date(), value.time())
    return at_time(zone, value, bare)
