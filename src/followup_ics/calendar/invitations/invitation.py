"""What an invitation says, as plain values: nothing in them can work on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody, or something, that an invitation names."""

    name: str
    """As CN has it, without quotes; "" where it is missing or is the address."""

    email: str
    """The address; "" where there is none, as for an organizer that is a path."""

    kind: str = "individual"
    """CUTYPE in lower case: individual, group, resource, room or unknown (RFC 5545, 3.2.3)."""

    declined: bool = False
    """They said that they will not be there (PARTSTAT=DECLINED)."""

    chair: bool = False
    """They lead it (ROLE=CHAIR)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One event of a calendar file; `uid` and `recurrence` together identify it."""

    uid: str
    """As written, folds undone; "" where there is none."""

    recurrence: str = ""
    """Which instance of a series it is (RECURRENCE-ID), as ISO 8601; "" for the whole event."""

    sequence: int = 0
    """Which version it is: a higher one replaces a lower one (RFC 5546, 2.1.4)."""

    stamp: datetime | None = None
    """When it was written, in UTC: DTSTAMP, else LAST-MODIFIED. It decides between equal ones."""

    cancelled: bool = False
    """Whether METHOD is CANCEL, or STATUS is CANCELLED under any METHOD."""

    method: str = ""
    """METHOD in capitals; "" where the file has none."""

    summary: str = ""
    """The title, on one line."""

    text: str = ""
    """DESCRIPTION, else X-ALT-DESC, as plain text of any number of lines."""

    location: str = ""
    """Where, as written, on one line: a room, an address, a link, or a word for one."""

    url: str = ""
    """The link to the conference where one is given apart from the text, else URL."""

    start: datetime | date
    """An instant in UTC, a naive time where floating, a date where all-day."""

    end: datetime | date | None = None
    """As `start`, and exclusive; None where none is given that makes sense."""

    zone: str = ""
    """The IANA zone in which it was written; "" where floating, all-day, or given in UTC."""

    organizer: Invited | None = None

    attendees: tuple[Invited, ...] = ()
    """In the order of the file, nobody twice."""

    repairs: tuple[str, ...] = ()
    """What was mended or guessed while reading, in words for whoever reads the terminal."""

    source: str = ""
    """The file that it came from, and which part of it."""
