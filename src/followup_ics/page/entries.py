"""The follow-ups and notes of a plan as the page says them; times are the candidate's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from followup_ics.calendar.events import without_status
from followup_ics.calendar.links import mailto, tel
from followup_ics.page.texts import CHANNEL_WORDS, dated
from followup_ics.planning.results import Channel, FollowUp, Level, Plan, Status
from followup_ics.working_time import add_days, local_date, spoken, wall_time

AHEAD = 7


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach a person; `href` is None where no number in the text is certain."""

    channel: Channel
    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A follow-up in words; `anchor` is its id in the page, `states` what is special about it."""

    anchor: str
    day: date
    date: str
    time: str
    instant: str
    title: str
    channel: Channel
    channel_word: str
    person: str | None
    contacts: tuple[Contact, ...]
    status: Status
    states: tuple[str, ...]
    description: str
    is_moot: bool

    @property
    def symbol(self) -> str:
        """Return the shape that shows it, here and in the timeline."""
        return f"{self.channel}-done" if self.status == "done" else self.channel


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one day or week; `now` where it holds today."""

    name: str
    now: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A note: about an entry of the page, or about a path in the records."""

    level: Level
    text: str
    entry: Entry | None
    path: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many follow-ups are planned from today on, done, cancelled, and past without a log."""

    ahead: int
    done: int
    cancelled: int
    unlogged: int


def entries_of(plan: Plan, zone: str, now: datetime) -> tuple[Entry, ...]:
    """Return a plan's follow-ups in words, in order."""
    today = local_date(zone, now)
    return tuple(_entry(each, zone, today) for each in plan.follow_ups)


def _entry(each: FollowUp, zone: str, today: date) -> Entry:
    wall = wall_time(zone, each.start)
    return Entry(
        anchor="f-" + re.sub(r"[^\w-]", "-", each.uid),
        day=wall.date(),
        date=spoken(wall.date()),
        time=f"{wall:%H:%M}",
        instant=each.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        title=without_status(each.summary),
        channel=each.channel,
        channel_word=CHANNEL_WORDS[each.channel],
        person=each.person,
        contacts=tuple(contacts(each)),
        status=each.status,
        states=tuple(_states(each, wall.date() < today)),
        description=each.description,
        is_moot=each.is_moot,
    )


def contacts(each: FollowUp) -> Iterator[Contact]:
    """Yield the ways to reach the person, the one that the follow-up takes first."""
    found = []
    if each.phone:
        found.append(Contact("phone", each.phone, tel(each.phone, each.phone_country)))
    if each.email:
        found.append(Contact("email", each.email, mailto(each.email)))
    yield from sorted(found, key=lambda contact: contact.channel != each.channel)


def _states(each: FollowUp, past: bool) -> Iterator[str]:
    if each.status != "planned":
        yield each.status
    elif past:
        yield "past"
    if each.late:
        yield "late"


def count(entries: Sequence[Entry], today: date) -> Counts:
    """Return the numbers that the page begins with; own tasks need no log, nor what is moot."""
    planned = [each for each in entries if each.status == "planned"]
    past = [each for each in planned if each.day < today]
    return Counts(
        ahead=len(planned) - len(past),
        done=sum(each.status == "done" for each in entries),
        cancelled=sum(each.status == "cancelled" for each in entries),
        unlogged=sum(each.channel != "self" and not each.is_moot for each in past),
    )


# Groups


def coming_days(entries: Sequence[Entry], today: date) -> tuple[Group, ...]:
    """Return what is planned for today, there even if empty, and the seven days after it."""
    last = add_days(today, AHEAD)
    planned = [each for each in entries if each.status == "planned" and today <= each.day <= last]
    days = {today: (), **{day: tuple(them) for day, them in groupby(planned, lambda e: e.day)}}
    return tuple(
        Group(f"Today, {spoken(day)}" if day == today else spoken(day), day == today, them)
        for day, them in days.items()
    )


def next_after(entries: Sequence[Entry], today: date) -> Entry | None:
    """Return the first planned entry after the coming days."""
    last = add_days(today, AHEAD)
    return next((each for each in entries if each.status == "planned" and each.day > last), None)


def weeks(entries: Sequence[Entry], today: date) -> tuple[Group, ...]:
    """Return all entries by the week that they are in, Monday to Sunday."""
    this = _monday(today)
    return tuple(
        Group(f"Week of {dated(monday)}", monday == this, tuple(them))
        for monday, them in groupby(entries, lambda each: _monday(each.day))
    )


def _monday(day: date) -> date:
    return add_days(day, -day.weekday())


# Notes


def remarks(plan: Plan, entries: Sequence[Entry]) -> tuple[Remark, ...]:
    """Return the notes, warnings first; those about follow-ups that are not here are left out."""
    by_uid = {each.uid: entry for each, entry in zip(plan.follow_ups, entries, strict=True)}
    found = (
        Remark(note.level, note.text, by_uid.get(note.about), note.about)
        for note in plan.notes
        if note.about in by_uid or not note.about.endswith("@followup-ics")
    )
    return tuple(sorted(found, key=lambda remark: remark.level != "warning"))
