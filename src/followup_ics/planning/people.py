"""Who is whom: one person across interviews and applications, with all that is known of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from followup_ics.planning.applications import Contact, Identity, Round, place_of
from followup_ics.planning.identities import Identities
from followup_ics.records.job_search import Person
from followup_ics.records.names import mailbox, person_name
from followup_ics.working_time import Place

_T = TypeVar("_T")


class Talked:
    """What everybody talked about at each company, in the order of the interviews."""

    def __init__(self) -> None:
        self._topics: dict[tuple[str, Identity], list[tuple[datetime, tuple[str, ...]]]] = {}

    def add(self, company: str, identity: Identity, end: datetime, topics: Iterable[str]) -> None:
        """Take in the topics of an interview that ends later than those before."""
        known = self._topics.setdefault((company, identity), [])
        earlier = known[-1][1] if known else ()
        known.append((end, tuple(dict.fromkeys((*topics, *earlier)))))

    def by(self, company: str, identity: Identity, moment: datetime) -> tuple[str, ...]:
        """Return what somebody talked about up to an instant, the newest interview's first."""
        for end, topics in reversed(self._topics.get((company, identity), ())):
            if end <= moment:
                return topics
        return ()


def introduce(rounds: Sequence[Round], identities: Identities) -> Talked:
    """Fill in the people of each round, and those known from the rounds before it.

    The rounds come in the order of time. Returns what everybody talked about.
    """
    records: dict[Identity, list[Person]] = defaultdict(list)
    numbers: dict[Identity, _Number] = {}
    for each in rounds:
        for index, person in enumerate(each.record.people):
            identity = identities.of(each, index)
            records[identity].append(person)
            if person.phone:
                numbers[identity] = _Number(person, each.place)
    known: dict[str, dict[Identity, Contact]] = defaultdict(dict)
    keys: dict[str, dict[Identity, str]] = defaultdict(dict)
    talked = Talked()
    for each in rounds:
        application = each.application.key
        met: dict[Identity, Contact] = {}
        for index, person in enumerate(each.record.people):
            identity = identities.of(each, index)
            if identity not in met:
                keys[application].setdefault(identity, _key(person, keys[application]))
                seen = _Seen(each, index, identity, keys[application][identity])
                number = numbers.get(identity)
                if person.phone or number is None:
                    number = _Number(person, each.place)
                met[identity] = _contact(seen, person, records[identity], number)
                company = each.application.company_key
                talked.add(company, identity, each.end, person.topics)
        each.people = tuple(met.values())
        in_visit = [contact for other in each.visit for contact in other.people]
        for other in each.visit:
            other.met = tuple({contact.identity: contact for contact in in_visit}.values())
        before = known[application].items()
        known[application] = met | {
            identity: contact for identity, contact in before if identity not in met
        }
        each.known = tuple(known[application].values())
        voter = next((contact for contact in each.known if contact.vote), None)
        each.hiring_manager = each.one("hiring_manager") or voter or next(iter(each.known), None)
    return talked


_WITH_MAIL = re.compile(r"(.*?) ?<([^<>]+@[^<>]+)>")


def fitting(text: str, known: Iterable[Contact]) -> list[Contact]:
    """Return whom a text can mean: the one with this e-mail or name, else those with such a part.

    "Name <mail>" and "Last, First" are read too. Of several with one name the first is meant, of
    several with such a part, say a first name, nobody is.
    """
    people = list({each.identity: each for each in reversed(list(known))}.values())[::-1]
    written = _WITH_MAIL.fullmatch(text)
    name, mail = written.groups() if written else (text, text)
    by_mail = (each for each in people if each.email and mailbox(each.email) == mailbox(mail))
    names = {person_name(name), person_name(in_order(name))}
    by_name = (each for each in people if person_name(each.name or "") in names)
    if found := next(by_mail, None) or next(by_name, None):
        return [found]
    parts = set(person_name(in_order(name)).split())
    return [each for each in people if parts and parts <= set(person_name(each.name or "").split())]


def in_order(name: str) -> str:
    """Return "First Last" for "Last, First"."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last}".strip()


def stranger(each: Round, name: str, path: str) -> Contact:
    """Return somebody whom a record names and no interview introduces."""
    key = person_name(name)
    return Contact(
        identity=(each.application.company_key, key),
        key=key,
        name=name,
        title=None,
        part="interviewer",
        vote=False,
        email=None,
        phone=None,
        phone_country=None,
        place=each.place,
        topics=(),
        path=path,
    )


def _key(person: Person, keys: dict[Identity, str]) -> str:
    """Return a name for uids, told apart from others of the same name in the application."""
    name = person_name(person.name)
    taken = sum(key.split("\x1f")[0] == name for key in keys.values())
    return f"{name}\x1f{taken}" if taken else name


class _Seen(NamedTuple):
    """Where somebody was seen: in which round, as which of its people."""

    each: Round
    number: int
    identity: Identity
    key: str


class _Number(NamedTuple):
    """The record that has somebody's telephone number, and the place of its interview."""

    person: Person
    place: Place


def _contact(seen: _Seen, person: Person, records: list[Person], number: _Number) -> Contact:
    """Return somebody as one record has them, completed from all the others about them."""
    at_home = next((each for each in (person, *records) if each.country), person)
    zone = person.timezone or _last(each.timezone for each in records)
    place = place_of(at_home, seen.each.place)
    return Contact(
        identity=seen.identity,
        key=seen.key,
        name=person.name,
        title=person.title or _last(each.title for each in records),
        part=_part(person, records, seen.each),
        vote=person.vote,
        email=person.email or _last(each.email for each in records),
        phone=number.person.phone,
        phone_country=number.person.country or at_home.country or number.place.country,
        place=place._replace(zone=zone or seen.each.place.zone),
        topics=tuple(dict.fromkeys((*_earlier_that_day(seen), *person.topics))),
        path=seen.each.path_of(seen.number),
    )


def _earlier_that_day(seen: _Seen) -> Iterator[str]:
    """Yield what somebody talked about in earlier interviews of the visit."""
    for each in seen.each.visit:
        for contact in each.people:
            if contact.identity == seen.identity:
                yield from contact.topics


def _last(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in reversed(list(values)) if value is not None), None)


def _part(person: Person, records: list[Person], each: Round) -> str:
    """Return somebody's part, from another interview where this one gives it to nobody."""
    here = {other.part for other in each.record.people}
    elsewhere = (other.part for other in records if other.part not in here)
    return person.part if person.part != "interviewer" else next(elsewhere, "interviewer")
