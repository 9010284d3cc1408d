"""Which invitation an interview came from, and how new it was: what `add` writes and reads.

It changes no plan. It tells an invitation that is known from one that is not, and a newer version
of it from an older one that comes late (RFC 5546, 2.1.5).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field

from followup_ics.errors import shown
from followup_ics.records.fields import Line, Record, fault, value_type

MAX_SEQUENCE = 2**31 - 1  # what RFC 5545, 3.3.8, allows an integer

_STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_FORM = "%Y-%m-%dT%H:%M:%SZ"


def stamped(moment: datetime) -> str:
    """Return an instant as it is written here: 2026-11-20T09:12:00Z. Texts sort as times do."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None):%Y-%m-%dT%H:%M:%S}Z"


def instant_of(stamp: str) -> datetime:
    """Return the instant of a stamp. Raises ValueError where it is none."""
    return datetime.strptime(stamp, _FORM).replace(tzinfo=UTC)


def _is_stamp(text: str) -> bool:
    if not re.fullmatch(_STAMP, text):
        return False
    try:
        return bool(instant_of(text))
    except ValueError:
        return False


def _stamp(value: object) -> str:
    if isinstance(value, str) and _is_stamp(value.strip()):
        return value.strip()
    raise fault("stamp", f"found {shown(value)}; write one such as 2026-11-20T09:12:00Z")


def _span(value: object) -> str:
    first, _, last = value.strip().partition("/") if isinstance(value, str) else ("", "", "")
    if _is_stamp(first) and _is_stamp(last) and first < last:
        return f"{first}/{last}"
    example = "2026-11-20T14:00:00Z/2026-11-20T14:45:00Z"
    raise fault("span", f"found {shown(value)}; write two such as {example}")


Stamp = Annotated[
    str, *value_type(_stamp, pattern=rf"^\s*{_STAMP}\s*$", examples=["2026-11-20T09:12:00Z"])
]
StampedSpan = Annotated[
    str,
    *value_type(
        _span,
        pattern=rf"^\s*{_STAMP}/{_STAMP}\s*$",
        examples=["2026-11-20T14:00:00Z/2026-11-20T14:45:00Z"],
    ),
]


class KeptInvitation(Record):
    """An invitation that an interview came from, as `followup-ics add` keeps it."""

    uid: Line = Field(
        description="the identity of its event", examples=["7kukuqrfedlm2f9t@google.com"]
    )
    instance: Line | None = Field(
        None, description="which date of a series of events it is; none for a single event"
    )
    sequence: int = Field(
        0, ge=0, le=MAX_SEQUENCE, description="which version of it was taken over last"
    )
    sent: Stamp | None = Field(None, description="when that version was written, in UTC")
    span: StampedSpan | None = Field(
        None,
        description="from when to when it is, in UTC, where several make up one interview",
    )

    @property
    def version(self) -> tuple[int, str]:
        """What is greater for a newer version of the same invitation."""
        return self.sequence, self.sent or ""
