"""From the link in an event to the follow-up that it is of, while it may be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from followup_ics.answering.answers import Asked, asked
from followup_ics.calendar.busy.around import plan_around
from followup_ics.errors import UnknownFeedError
from followup_ics.hosting.advice import Advice
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.changing import source_of
from followup_ics.hosting.signing import claim_of, is_signed
from followup_ics.hosting.store import Feed, Store
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook

ANSWERED_FOR = timedelta(days=30)


class LinkError(Exception):
    """A link that leads to nothing that can be answered; `status` is that of HTTP."""

    status = 410

    def __init__(self, title: str, *words: str) -> None:
        self.title, self.words = title, words
        super().__init__(title)


class UnknownLinkError(LinkError):
    """A link that nobody was given."""

    status = 404


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is true, and the key that signed it."""

    token: str
    feed: Feed
    key: bytes
    uid: str


def opened(store: Store, token: str) -> Link:
    """Return what a link is of. Raises LinkError, and SQLAlchemyError where the store fails."""
    claim = claim_of(token)
    if claim is None:
        raise _unknown()
    keys = store.token_hashes(claim.feed_id)
    key = next((each for each in keys if is_signed(each, token)), None)
    if key is None:
        raise _unknown()
    if keys[key]:
        raise LinkError(
            "This link was withdrawn",
            "The calendar that it stands in has another address by now.",
            "Subscribe to that one: its events have links that work.",
        )
    try:
        return Link(token, store.feed(claim.feed_id), key, claim.uid)
    except UnknownFeedError:
        raise _unknown() from None


def _unknown() -> LinkError:
    return UnknownLinkError(
        "There is nothing here",
        "The link is not complete, or the calendar that it stands in was removed.",
    )


def identity_of(about: Asked) -> str:
    """Return what a follow-up is about, so that a page left open is not taken for another's.

    An interview without an id has one made from its place in the file, which others may take.
    """
    follow_up, met = about.follow_up, about.interview
    interview = (met.id or str(met.start), met.company, met.role) if met else ()
    return repr((follow_up.tactic, follow_up.company, follow_up.role, follow_up.person, interview))


class Read(NamedTuple):
    """A text of a feed's records, its plan, and the playbook of that, as `Advice.playbook`."""

    search: JobSearch
    plan: Plan
    playbook: Playbook | None


def read_and_planned(feed: Feed, text: bytes, source: str, own: OwnCalendars) -> Read:
    """Return a text of a feed's records with its plan; faults name `source`.

    Raises RecordsError and PlaybookError.
    """
    search = loads(text, source)
    playbook = Advice(feed.content.playbook, feed.content.advice).playbook()
    return Read(search, plan_around(search, own.access(feed.content.path), playbook), playbook)


def planned(feed: Feed, text: bytes, own: OwnCalendars) -> tuple[Plan, dict[str, Asked]]:
    """Return the plan of a feed's records, and what can be asked of it, by uid.

    Raises RecordsError and PlaybookError.
    """
    search, plan, _ = read_and_planned(feed, text, source_of(feed), own)
    return plan, {each.uid: asked(search, each) for each in plan.follow_ups}


def asked_of(link: Link, asked_by_uid: dict[str, Asked], now: datetime) -> Asked:
    """Return the follow-up of a link. Raises LinkError where nothing of it can be answered."""
    about = asked_by_uid.get(link.uid)
    if about is None:
        raise LinkError(
            "This is no longer in the plan",
            "The records were changed since the calendar was fetched last, and something else took "
            "its place.",
            "Refresh the calendar: the events that it has then have links that work.",
        )
    if now >= about.follow_up.end + ANSWERED_FOR:
        raise LinkError(
            "This link has expired",
            f"'{about.follow_up.summary}' was more than {ANSWERED_FOR.days} days ago.",
            "What became of it can still be written into the records themselves.",
        )
    return about
