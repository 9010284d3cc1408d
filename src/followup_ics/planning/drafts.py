"""A follow-up that is due, with its window, before it is placed.

A draft is what `kinds`, `offers`, `tasks` and `cycle` make of a tactic, and what `placing` gives a
time; then it stands in the `diary`. Here is also how one looks itself up in the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from followup_ics.planning.applications import (
    Application,
    Contact,
    Identity,
    Logged,
    Round,
    may_be_same,
)
from followup_ics.planning.results import Channel
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.records.playbook import Approach, Tactic
from followup_ics.working_time import (
    Place,
    at_time,
    day_end,
    day_start,
    local_date,
    spoken,
    working_day_after,
)

SECOND = timedelta(seconds=1)
SEARCHED = 31
MOST_TRIES_AGAIN = 2
WORKING_DAYS_BETWEEN_TRIES = 2
LATE_WITHIN = timedelta(days=60)
IMPROVISED_MINUTES = 15
AFTER_OFFER = "you told them of another offer, and two weeks go by before you ask"


@dataclass(slots=True, eq=False)
class Draft:
    """A follow-up that is due. `earliest` and `latest` are inclusive; it must end by `latest`.

    `not_before` is when a late record was written, `deadline` an instant past which it makes no
    sense at all, even late, `agreed_at` when its date was agreed with the person, `agreed_again`
    when the next day begins for which a call was agreed with them after this one. Where `by_clock`
    is set, the preferred time is an instant to wait for, not an hour of the best day. A call that
    is `or_email` becomes one rather than late; one that is `apart` never comes less than two days
    after another contact with the person. `texts` are values for the placeholders of its words,
    `with_roles` the company's other roles that it serves too, `also` what could not be sent
    before it, to be said in this call. What was `skipped` is placed like any other, so that
    nothing else moves, and cancelled at the end.
    """

    uid: str
    tactic: Tactic
    about: Round | None
    application: Application | None
    contact: Contact | None
    channel: Channel
    place: Place
    earliest: datetime
    latest: datetime
    preferred: datetime
    approach: Approach | None = None
    windowless: bool = False
    or_email: bool = False
    apart: bool = False
    deadline: datetime | None = None
    not_before: datetime | None = None
    by_clock: bool = False
    agreed_at: datetime | None = None
    agreed_again: datetime | None = None
    done: Logged | None = None
    skipped: Logged | None = None
    cancelled_because: str = ""
    channel_because: str = ""
    closed_because: str = "its window had closed when the record was written"
    reasons: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    with_roles: tuple[str, ...] = ()
    also: list[str] = field(default_factory=list)
    identity: Identity = field(init=False)
    to_company: bool = field(init=False)
    length: timedelta = field(init=False)

    def __post_init__(self) -> None:
        """Tell what follows from the rest.

        `identity` is the person contacted, for a company with nobody recorded its hiring manager;
        a draft that is not `to_company` is a task of the candidate alone; `length` is how long it
        lasts.
        """
        if self.contact:
            self.identity = self.contact.identity
        else:
            self.identity = ("", self.application.company_key if self.application else "")
        self.to_company = self.channel != "self"
        own = self.approach.minutes if self.approach else None
        self.length = _minutes(own or self.tactic.minutes)

    @property
    def gives(self) -> bool:
        """Say whether it brings something, rather than ask, thank or keep a promise."""
        approach = self.approach
        return self.tactic.gives or bool(approach and approach.channel == "email")

    @property
    def is_offer(self) -> bool:
        """Say whether it tells of another offer: by e-mail, if no call can be in time."""
        return isinstance(self.tactic.when, kind.OfferElsewhere)

    def is_over(self, day: date) -> bool:
        """Say whether a next round, or an end, cancels it at its hour of a date of the person's."""
        about = self.about
        if not (self.cancelled_because or (about and (about.closed or about.superseded))):
            return False
        return ends(self, at_time(self.place.zone, day, self.tactic.at)) is not None


Drafts = Iterator[Draft]


@lru_cache(maxsize=512)
def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@lru_cache(maxsize=1024)
def uid(*names: str) -> str:
    """Return the identity of a follow-up: a hash of stable names, never of a time or a text."""
    digest = hashlib.sha256("\x1e".join(names).encode("utf-8", "surrogatepass"))
    return f"{digest.hexdigest()[:32]}@followup-ics"


def reachable(contact: Contact | None, channel: Channel) -> Channel:
    """Return the channel by which somebody can be reached: the one wished for, else the other."""
    if contact is None:
        return channel
    if channel == "phone":
        return "email" if contact.email and not contact.phone else "phone"
    return "phone" if contact.phone and not contact.email else "email"


def channel_of(tactic: Tactic) -> Channel:
    """Return the channel of a contact as its tactic has it, an e-mail where that is left open."""
    return "phone" if tactic.channel == "phone" else "email"


def has_no_email(contact: Contact | None) -> bool:
    """Say whether somebody can be called and not written to."""
    return contact is not None and bool(contact.phone) and not contact.email


def of_person(
    tactic: Tactic, about: Round, contact: Contact | None, channel: Channel, **rest: Any
) -> Draft:
    """Return the draft of a contact with somebody after an interview."""
    if "uid" not in rest:
        key = contact.key if contact else ""
        rest["uid"] = uid(about.application.key, about.id, tactic.name, key)
    by = reachable(contact, channel)
    if by != channel:
        missing = "telephone number" if channel == "phone" else "e-mail address"
        instead = "e-mail" if by == "email" else "telephone"
        rest["channel_because"] = f"by {instead}: no {missing} is recorded"
    return Draft(
        tactic=tactic,
        about=about,
        application=about.application,
        contact=contact,
        channel=by,
        place=contact.place if contact else about.place,
        **rest,
    )


def of_candidate(
    situation: Situation, tactic: Tactic, about: Round | None, day: date, **rest: Any
) -> Draft:
    """Return the draft of a task for the candidate alone, on a date of their zone."""
    application = about.application if about else None
    if "uid" not in rest:
        names = (application.key, about.id) if application and about else ("", "")
        rest["uid"] = uid(*names, tactic.name, "")
    rest.setdefault("earliest", day_start(situation.zone, day))
    rest.setdefault("latest", day_end(situation.zone, day))
    rest.setdefault("preferred", at_time(situation.zone, day, tactic.at))
    rest.setdefault("application", application)
    return Draft(
        tactic=tactic,
        about=about,
        contact=None,
        channel="self",
        place=situation.place,
        **rest,
    )


def with_log(
    draft: Draft,
    calls: Iterable[str] = (),
    after: datetime | None = None,
    before: datetime | None = None,
    *,
    later: bool = False,
) -> Draft:
    """Look a draft up in the log; a call of any kind on an agreed day, or later, was that one.

    Only an entry between `after` and `before` counts, both exclusive. What is said of an offer,
    and of a promise too once every promise was looked up in its own round (`later`), may be in
    the log of a later round.
    """
    about = draft.about
    if about is None or draft.skipped:
        return draft
    rounds: Sequence[Round] = about.visit
    if later or isinstance(draft.tactic.when, kind.OfferElsewhere | kind.OfferDeadline):
        rounds = about.application.rounds[about.application.rounds.index(about.visit[0]) :]
    if not any(each.log or each.spare_log for each in rounds):
        draft.not_before = _later(draft.not_before, about.plan_from)
        return draft
    names = [(draft.tactic.name, after or draft.agreed_at)]
    if draft.agreed_at and draft.channel == "phone":
        names += [(name, max(draft.earliest, draft.agreed_at)) for name in calls]
    until = draft.latest + LATE_WITHIN
    # A call on the day of the next promise, or later, kept that one first.
    before = before if later else before or draft.agreed_again
    # What was done is not left out; of several promises, each has the entry that comes next.
    kinds = (None,) if draft.agreed_at else (False, True)
    found = (
        each.take_log(name, draft.contact, since, before, until, skipped=skipped)
        for skipped in kinds
        for name, since in names
        for each in rounds
    )
    entry = next((each for each in found if each), None)
    draft.done, draft.skipped = (None, entry) if entry and entry.skipped else (entry, None)
    if draft.done:
        draft.done.contact = draft.done.contact or draft.contact
        draft.done.place = draft.place
    again = None if draft.done else _try_again(draft, rounds)
    draft.not_before = _later(draft.not_before, _later(about.plan_from, again))
    return draft


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def _try_again(draft: Draft, rounds: Iterable[Round]) -> datetime | None:
    """Return from when on a call that reached nobody is made again; give it up after the third."""
    tries = [
        each.at
        for about in rounds
        for each in about.log
        if each.tried == draft.tactic.name and may_be_same(each.contact, draft.contact)
    ]
    if not tries or draft.channel != "phone":
        return None
    last = local_date(draft.place.zone, max(tries))
    if len(tries) > MOST_TRIES_AGAIN:
        draft.cancelled_because = f"nobody answered {len(tries)} times"
    draft.closed_because = f"nobody answered on {spoken(last)}"
    day = working_day_after(draft.place, last, WORKING_DAYS_BETWEEN_TRIES, SEARCHED)
    return day_start(draft.place.zone, day)


def ends_from(draft: Draft) -> datetime | None:
    """Return the first instant at which a follow-up will not happen any more, None without one."""
    return min((since for since, _ in _endings(draft)), default=None)


def ends(draft: Draft, start: datetime) -> str | None:
    """Return why a follow-up at `start` will not happen: a next round, or an end; else None."""
    if draft.cancelled_because:
        return draft.cancelled_because
    return next((because for since, because in _endings(draft) if start >= since), None)


def _endings(draft: Draft) -> Iterator[tuple[datetime, str]]:
    """Yield from when on a follow-up will not happen, and why: the weightier reason first."""
    about = draft.about
    if about is None or isinstance(draft.tactic.when, kind.JobAccepted):
        return
    if about.closed:
        yield about.closed, about.closed_because
    if about.superseded and not draft.tactic.stands:
        yield about.superseded, "the next round takes its place"
