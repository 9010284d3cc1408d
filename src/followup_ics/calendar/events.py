"""Events as they stand in a calendar: their properties, and their revision (RFC 5545, 3.8.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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


@dataclass(frozen=True, slots=True)
class Event:
    """The properties of one VEVENT, text cleaned, without its stamps."""

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


@dataclass(frozen=True, slots=True)
class Revision:
    """An event as it is, or was, in an output; `sequence` never goes back."""

    event: Event
    modified: datetime
    sequence: int
