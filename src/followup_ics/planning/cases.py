"""What planning speaks of: applications, their rounds, and the people of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from unicodedata import category, normalize

from followup_ics.records import Interview, LogEntry, Offer, Person
from followup_ics.working_time import Place, at_time, day_start, local_date

Identity = tuple[str, ...]


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return what two spellings of one name share.

    That is Unicode's compatibility form without case (NFKC_Casefold, UAX #31), with one kind of
    apostrophe and of hyphen: keyboards, telephones and address books each write their own.
    """
    if not name.isascii():
        whole = normalize("NFKC", normalize("NFKC", name).casefold())
        name = "".join(each for each in whole if category(each) != "Cf").translate(_ONE_KIND)
    return " ".join(name.casefold().split())


_ONE_KIND = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'") | dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"
)


_TITLES = frozenset(
    ["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "mme", "herr", "frau"]
)
_DEGREES = frozenset(["phd", "md", "mba", "msc", "bsc", "esq", "cpa", "jd"])


@lru_cache(maxsize=4096)
def person_name(name: str) -> str:
    """Return what two spellings of one person's name share: `fold`, but for titles and degrees.

    A title stands before the name, a degree after it and a comma: "Md. Ali" is a name.
    """
    words = fold(name).split()
    while len(words) > 1 and words[0].rstrip(".") in _TITLES:
        del words[0]
    while len(words) > 1 and words[-2].endswith(",") and words[-1].replace(".", "") in _DEGREES:
        del words[-1]
        words[-1] = words[-1].rstrip(",")
    return " ".join(words)


# How companies end their names by law, as written without dots and spaces.
_LEGAL_FORMS = frozenset(
    [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "pbc",
        "gmbh",
        "mbh",
        "ggmbh",
        "ag",
        "kg",
        "kgaa",
        "ug",
        "ohg",
        "gbr",
        "se",
        "sa",
        "sas",
        "sarl",
        "sàrl",
        "srl",
        "spa",
        "snc",
        "sl",
        "slu",
        "bv",
        "nv",
        "vof",
        "ab",
        "as",
        "aps",
        "oy",
        "oyj",
        "oü",
        "pty",
        "pte",
        "pvt",
        "privatelimited",
        "sdn",
        "bhd",
        "kk",
        "ltda",
        "ltée",
        "lté",
        "eireli",
        "sadecv",
        "spzoo",
        "sro",
        "doo",
        "zrt",
        "kft",
        "sia",
        "uab",
        "ev",
    ]
)
_MOST_WORDS = 4  # of a legal form, such as "S.A. de C.V." or "Sp. z o.o."


@lru_cache(maxsize=4096)
def company_name(name: str) -> str:
    """Return what two spellings of one company's name share: `fold`, but for its legal form."""
    words = fold(name).split()
    while form := _legal_form(words):
        del words[-form:]
        words[-1] = words[-1].rstrip(",")
    return " ".join(words)


def _legal_form(words: Sequence[str]) -> int:
    """Return how many words at the end of a company's name are its legal form."""
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        ending = re.sub(r"[.,()/]", "", "".join(words[-count:]))
        if ending in _LEGAL_FORMS or ending in ("", "&"):
            return count
    return 0


def company_of(record: Interview | Offer) -> str:
    """Return the company's key: its `company_id`, else what all spellings of its name share."""
    return fold(record.company_id) if record.company_id else company_name(record.company)


@lru_cache(maxsize=4096)
def mailbox(email: str) -> str:
    """Return what two spellings of one address share, its domain in ASCII (IDNA, RFC 3490)."""
    local, _, domain = fold(email).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{local}@{domain}"


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


@dataclass(frozen=True, slots=True)
class Logged:
    """A log entry with its instant, the person it was about, and the tactic that it means.

    One `beyond` the horizon of its interview is shown as done, and nothing counts from it. A call
    that reached nobody is a contact of its own; `tried` is the tactic that it was for.
    """

    entry: LogEntry
    at: datetime
    contact: Contact | None
    path: str
    did: str
    beyond: bool = False
    tried: str = ""


@dataclass(slots=True)
class Round:
    """One interview of an application. `known` are its people, then those met earlier.

    `hiring_manager` is the one known, else the first voter, else anybody known. `horizon` is the
    last date on which it is followed up, in the candidate's zone; `visit` are the interviews of
    that application on that date, this one included, and `met` everybody met there, each as in
    their last meeting; from `superseded` on, a next
    round takes over; from `closed` on, there is nothing left to follow up; `plan_from` is when a
    late record was written.
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
        if not local_date(self.place.zone, self.end) <= day <= self.horizon:
            return False
        limits = (self.superseded, self.closed)
        return all(limit is None or day_start(zone, day) < limit for limit in limits)

    def lasts_at(self, moment: datetime) -> bool:
        """Say whether this round was over, and nothing had ended its follow-ups, at an instant."""
        limits = (self.superseded, self.closed)
        return self.end <= moment and all(limit is None or moment < limit for limit in limits)

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
    ) -> Logged | None:
        """Return, and use up, the first log entry for a tactic and person between two instants.

        Both are exclusive, and open where they are None. One beyond the horizon counts until
        `late_until`: a later date is a slip.
        """
        for logged in self.spare_log:
            in_time = not logged.beyond or logged.at <= late_until
            in_time = in_time and (after is None or logged.at > after)
            in_time = in_time and (before is None or logged.at < before)
            if logged.did == tactic and in_time and may_be_same(logged.contact, contact):
                self.spare_log.remove(logged)
                return logged
        return None


@dataclass(slots=True)
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
