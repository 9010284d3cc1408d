"""A follow-up that is due, with its window, before it is placed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from followup_ics import playbook as book
from followup_ics.planning.cases import (
    Application,
    Contact,
    Identity,
    Logged,
    Round,
)
from followup_ics.planning.situation import Situation
from followup_ics.playbook import Tactic
from followup_ics.results import Channel
from followup_ics.working_time import (
    Place,
    at_time,
    day_end,
    day_start,
)

SECOND = timedelta(seconds=1)
SEARCHED = 31


@dataclass(slots=True, eq=False)
class Draft:
    """A follow-up that is due. `earliest` and `latest` are inclusive; it must end by `latest`.

    `not_before` is when a late record was written, `deadline` an instant past which it makes no
    sense at all, even late, `agreed_at` when its date was agreed with the person. Where `by_clock`
    is set, the preferred time is an instant to wait for, not an hour of the best day. `texts` are
    values for the placeholders of its words.
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
    approach: book.Approach | None = None
    windowless: bool = False
    deadline: datetime | None = None
    not_before: datetime | None = None
    by_clock: bool = False
    agreed_at: datetime | None = None
    done: Logged | None = None
    cancelled_because: str = ""
    channel_because: str = ""
    closed_because: str = "its window had closed when the record was written"
    reasons: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def length(self) -> timedelta:
        """How long the follow-up lasts."""
        own = self.approach.minutes if self.approach else None
        return timedelta(minutes=own or self.tactic.minutes)

    @property
    def to_company(self) -> bool:
        """Say whether it is a contact with a company, not a task of the candidate alone."""
        return self.channel != "self"

    @property
    def identity(self) -> Identity:
        """The person contacted; for a company with nobody recorded, its hiring manager."""
        if self.contact:
            return self.contact.identity
        return ("", self.application.company_key if self.application else "")


Drafts = Iterator[Draft]


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


def of_person(
    tactic: Tactic, about: Round, contact: Contact | None, channel: Channel, **rest: Any
) -> Draft:
    """Return the draft of a contact with somebody after an interview."""
    key = contact.key if contact else ""
    rest.setdefault("uid", uid(about.application.key, about.id, tactic.name, key))
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
    names = (application.key, about.id) if application and about else ("", "")
    rest.setdefault("uid", uid(*names, tactic.name, ""))
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


def ends(draft: Draft, start: datetime) -> str | None:
    """Return why a follow-up at `start` will not happen: a next round, or an end; else None."""
    if draft.cancelled_because:
        return draft.cancelled_because
    about, application = draft.about, draft.application
    if about is None or application is None or isinstance(draft.tactic.when, book.JobAccepted):
        return None
    if application.closed and start >= application.closed:
        return application.closed_because
    if about.superseded and start >= about.superseded and not draft.tactic.stands:
        return "the next round takes its place"
    return None
