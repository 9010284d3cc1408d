"""Events as they stand in a calendar: their properties, and their revision (RFC 5545, 3.8.7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from followup_ics.calendar.content_lines import clean, is_odd
from followup_ics.calendar.links import mailto, tel
from followup_ics.planning.results import FollowUp

PRODID = "-//followup-ics//followup-ics//EN"
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)

# The largest INTEGER (RFC 5545, 3.3.8), and a time of change that leaves numbers after its own.
MAX_SEQUENCE = 2**31 - 1
LATEST = EPOCH + timedelta(seconds=MAX_SEQUENCE // 2)

# By its uid an event is known as a plan's; by its marks as one that a script gave a uid of its own.
UID = re.compile("[0-9a-f]{32}@followup-ics")
MARKS = {"TRANSP": "TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS": "FREE"}
MARK_LINES = "".join(f"{name}:{value}\r\n" for name, value in MARKS.items())
COLORS = {"email": "steelblue", "phone": "darkorange", "self": "seagreen"}

OF_NO_COMPANY = "Job search"
TO_ANSWER = "Done, nobody there, another date? Say so here:"
DONE, CANCELLED = "Done: ", "Cancelled: "


class Event(NamedTuple):
    """The properties of one VEVENT, text cleaned, without its stamps and its alarm."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    url: str
    category: str
    status: str
    color: str

    @property
    def is_off(self) -> bool:
        """Say whether it is cancelled."""
        return self.status == "CANCELLED"

    @property
    def is_done(self) -> bool:
        """Say whether it is of the past because the log says so."""
        return self.summary.startswith(DONE) and not self.is_off


class Revision(NamedTuple):
    """An event as it is, or was, in an output; `sequence` never goes back.

    `alarm` is how long before its start it rings, zero where it does not.
    """

    event: Event
    modified: datetime
    sequence: int
    alarm: timedelta


def event_of(follow_up: FollowUp, answer_url: Callable[[str], str] | None = None) -> Event:
    """Return a follow-up as it stands in a calendar; `answer_url` is that of `ics.to_ics`."""
    link = _link(follow_up)
    description = f"{follow_up.description}\n\n{link}" if link else follow_up.description
    if answer_url and follow_up.status != "cancelled":
        description = f"{description}\n\n{TO_ANSWER}\n{answer_url(follow_up.uid)}"
    texts = (
        follow_up.uid,
        follow_up.summary,
        description,
        follow_up.phone or "" if follow_up.channel == "phone" else "",
        follow_up.company or OF_NO_COMPANY,
    )
    # Hardly ever is there something to clean, and one look at all of them is the cheapest.
    uid, summary, description, location, category = (
        map(clean, texts) if is_odd("".join(texts)) else texts
    )
    return Event(
        uid=uid,
        start=follow_up.start,
        end=follow_up.end,
        summary=summary,
        description=description,
        location=location,
        url=link,
        category=category,
        status="CANCELLED" if follow_up.status == "cancelled" else "CONFIRMED",
        color=COLORS[follow_up.channel],
    )


def without_status(summary: str) -> str:
    """Return a summary without the status that it begins with."""
    return summary.removeprefix(CANCELLED).removeprefix(DONE)


def _link(follow_up: FollowUp) -> str:
    """Return what a tap on the event opens: a call, or an e-mail with the address filled in."""
    if follow_up.channel == "phone" and follow_up.phone:
        return tel(follow_up.phone, follow_up.phone_country) or ""
    if follow_up.channel == "email" and follow_up.email:
        return mailto(follow_up.email)
    return ""
