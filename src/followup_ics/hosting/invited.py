"""An invitation that was sent to a form: what it proposes, as fields; what was settled, as an edit.

Nothing is kept between the two forms: the second carries the file, which is read again and proposed
anew for the records as they are by then.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from followup_ics.calendar.invitations import Invitation, read_invitations
from followup_ics.calendar.invitations.entering import enter
from followup_ics.calendar.invitations.meeting import Oneself
from followup_ics.calendar.invitations.picking import picked
from followup_ics.calendar.invitations.proposals import (
    Proposal,
)
from followup_ics.calendar.invitations.proposing import Work, oneself, propose, sorted_out
from followup_ics.calendar.invitations.reading import MAX_CALENDAR_BYTES
from followup_ics.errors import InvitationError
from followup_ics.hosting.fields import Fields, FieldsError
from followup_ics.hosting.forms import File
from followup_ics.hosting.settling import Asked, name_of
from followup_ics.page.edit_page import Group
from followup_ics.reading.loading import loads
from followup_ics.records.job_search import JobSearch

FILE = "invitation"
MOST = 10  # interviews of one file
_TOO_MANY = (
    f"It holds more than {MOST} interviews; add it at a terminal with 'followup-ics add', or give "
    "them one by one."
)


def read(file: File) -> tuple[Invitation, ...]:
    """Return the invitations of a file. Raises FieldsError."""
    if not file.content:
        raise FieldsError(**{FILE: "Choose the file of an invitation."})
    if len(file.content) > MAX_CALENDAR_BYTES:
        limit = MAX_CALENDAR_BYTES // 1024 // 1024
        raise FieldsError(**{FILE: f"It is larger than {limit} MiB; save the invitation alone."})
    try:
        return read_invitations(file.content, file.name or "the file")
    except InvitationError as error:
        raise FieldsError(**{FILE: f"{error.reason[:1].upper()}{error.reason[1:]}."}) from None


def packed(content: bytes) -> str:
    """Return a file as a form can carry it."""
    return base64.b64encode(zlib.compress(content)).decode()


def unpacked(text: str) -> bytes:
    """Return what was packed; however it was made, it is no larger than a file may be.

    Raises FieldsError.
    """
    try:
        return zlib.decompressobj().decompress(
            base64.b64decode(text, validate=True), MAX_CALENDAR_BYTES + 1
        )
    except (ValueError, zlib.error):
        raise FieldsError(**{FILE: "Choose the file again: it did not arrive whole."}) from None


# What it proposes


@dataclass(frozen=True, slots=True)
class Proposed:
    """What invitations propose, and the fields to confirm it.

    `text` are the records with what was settled, `settled` what that is. `seen` goes with the form,
    and says what it was for.
    """

    groups: tuple[Group, ...]
    seen: Mapping[str, str]
    settled: tuple[Proposal, ...]
    text: bytes


def proposed(
    invitations: Sequence[Invitation],
    text: bytes,
    now: datetime,
    fields: Fields | None,
    *,
    source: str,
) -> Proposed:
    """Return what invitations propose for a text of the records, settled by fields if there are.

    What of those cannot be meant is gathered in them, and not settled. Raises FieldsError, and as
    edits do.
    """
    search = loads(text, source)
    me = oneself(invitations, search.candidate.name)
    works = _works(invitations, search, me)
    groups: list[Group] = []
    seen, settled = {}, []
    for work in works:
        proposal = propose(work, loads(text, source), me, now=now)
        asked = Asked(name_of(work), proposal, several=len(works) > 1)
        groups += asked.groups()
        seen[asked.named("seen")] = type(proposal).__name__
        chosen = proposal if fields is None else asked.settled(fields)
        if chosen and not (fields and fields.faults):
            text = enter(text, chosen, source=source)
            settled.append(chosen)
    return Proposed(tuple(groups), seen, tuple(settled), text)


def _works(invitations: Sequence[Invitation], search: JobSearch, me: Oneself) -> Sequence[Work]:
    """Return the work that a file makes; of a calendar's export, with what looks like interviews.

    Raises FieldsError.
    """
    are_sent = all(each.method in ("REQUEST", "CANCEL") for each in invitations)
    if len(invitations) > 1 and not are_sent:
        familiar, new = picked(invitations, search, me)
        count, invitations = (
            len(invitations),
            [
                *familiar,
                *(each.event for each in new if each.is_likely),
            ],
        )
        if not invitations:
            raise FieldsError(**{FILE: f"None of its {count:,} events looks like an interview."})
    works = sorted_out(invitations, search, me)
    if len(works) > MOST:
        raise FieldsError(**{FILE: _TOO_MANY})
    return works
