"""Invitations made by hand, and what they do to records; `invitations/` has those of senders.

Every invitation is of Northwind's Dana Lee to Jordan Rivera, for Tuesday 1 December 2026, 14:00 to
14:45 in New York, unless a test says otherwise; now is the 23rd of November.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

from followup_ics import loads
from followup_ics.calendar.invitations import Invitation, Invited
from followup_ics.calendar.invitations.entering import enter
from followup_ics.calendar.invitations.proposals import NewInterview, Proposal
from followup_ics.calendar.invitations.proposing import oneself, propose, sorted_out

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
START = datetime(2026, 12, 1, 19, tzinfo=UTC)
JORDAN = Invited("Jordan Rivera", "jordan.rivera@mail.example")
DANA = Invited("Dana Lee", "dana.lee@northwind.example")
IVAN = Invited("Ivan Petrov", "ivan.petrov@northwind.example")
RECORDS = "candidate: {name: Jordan Rivera, timezone: America/New_York}\ninterviews:\n"
ACME = """\
  - id: acme-1
    company: Acme Inc.
    role: Engineer
    start: 2026-11-10 10:00
    people:
      - {name: Bo Chen, email: bo@acme.example}
"""


def invitation(minutes: int = 45, **fields: Any) -> Invitation:
    """Return an invitation; a length only where no end is given."""
    start = fields.get("start", START)
    given: dict[str, Any] = {
        "uid": "one@northwind.example",
        "stamp": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "method": "REQUEST",
        "summary": "Interview",
        "start": start,
        "end": start + timedelta(minutes=minutes),
        "organizer": DANA,
        "attendees": (JORDAN, DANA),
    }
    return Invitation(**(given | fields))


def later(days: int = 0, minutes: int = 0) -> datetime:
    """Return a time after that at which every invitation begins."""
    return START + timedelta(days=days, minutes=minutes)


def proposals(*invitations: Invitation, records: str = RECORDS) -> list[Proposal]:
    """Return what invitations propose, each on the records that those before it leave."""
    return [proposal for proposal, _ in _steps(invitations, records)]


def entered(*invitations: Invitation, records: str = RECORDS) -> str:
    """Return the records with everything that invitations propose, without a question."""
    texts = [text for _, text in _steps(invitations, records)]
    return reduce(lambda _, text: text, texts, records)


def _steps(invitations: Iterable[Invitation], records: str) -> Iterable[tuple[Proposal, str]]:
    invitations = list(invitations)
    text = records.encode()
    me = oneself(invitations, loads(text).candidate.name)
    for work in sorted_out(invitations, loads(text), me):
        proposal = propose(work, loads(text), me, now=NOW)
        text = enter(text, proposal)
        yield proposal, text.decode()


def proposed(*invitations: Invitation, records: str = RECORDS) -> NewInterview:
    """Return the only interview that is proposed, which is new."""
    (found,) = proposals(*invitations, records=records)
    assert isinstance(found, NewInterview), found
    return found
