"""Calendars and mails of others, our own last output, and texts on their way into a calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from icalendar import Calendar

import building
import inviting
from building import planned
from followup_ics import (
    BusyCalendarError,
    PreviousCalendarError,
    loads,
    oi_partners,
    to_ics,
)
from followup_ics.calendar.busy.reading import busy_times
from followup_ics.calendar.content_lines import clean
from followup_ics.calendar.invitations import Invitation, read_invitations
from followup_ics.calendar.invitations.entering import enter
from followup_ics.calendar.invitations.proposing import oneself, propose, sorted_out
from followup_ics.calendar.invitations.saying import all_told
from followup_ics.calendar.vdir import render_folder
from followup_ics.errors import EditError, InvitationError
from followup_ics.planning import planned_span
from followup_ics.planning.results import Plan
from fuzzing.reading import is_a_line, is_said

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 10, tzinfo=UTC)
PLAN = Plan(planned().follow_ups[:3], ())
HELD = to_ics(PLAN, now=NOW)
RECORDS = (inviting.RECORDS + inviting.ACME).encode()
SPAN = planned_span(building.search(), oi_partners())


def previous(content: bytes) -> None:
    """Write a plan over a last output, and into a folder with such a file."""
    try:
        written = to_ics(PLAN, now=LATER, previous=content)
    except PreviousCalendarError as error:
        is_said(error.reason)
    else:
        is_sound(written)
        assert to_ics(PLAN, now=LATER, previous=written) == written
    for each in render_folder(PLAN, {"mine.ics": content}, now=LATER).written.values():
        is_sound(each)


def is_sound(content: bytes) -> None:
    """Hold a calendar to lines that any program takes for those that they are (RFC 5545, 3.1)."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert not _ODD.search(content), content
    Calendar.from_ical(content)


_ODD = re.compile(rb"(?<!\r)\n|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def mails(content: bytes) -> None:
    """Read the invitations in a mail, a mailbox or a calendar."""
    _read(content)


def invitations(content: bytes) -> None:
    """Read invitations and enter them without a question, and once more, when they are known."""
    found = _read(content)
    if found:
        loads(_entered(found, _entered(found, RECORDS)))


def _read(content: bytes) -> tuple[Invitation, ...]:
    try:
        found = read_invitations(content, "invite.ics")
    except InvitationError as error:
        is_said(error.reason)
        return ()
    assert found
    return found


def _entered(found: tuple[Invitation, ...], text: bytes) -> bytes:
    """Return records with what can be taken of invitations, as `add --yes` does."""
    me = oneself(found, loads(text).candidate.name)
    settled = []
    for work in sorted_out(found, loads(text), me):
        proposal = propose(work, loads(text), me, now=NOW)
        try:
            text = enter(text, proposal)
        except EditError as error:
            is_said(error.fault.message)
        else:
            settled.append(proposal)
    for each in all_told(settled):
        is_a_line(each)
    return text


def busy(content: bytes) -> None:
    """Read when a calendar keeps somebody busy: spans as a plan takes them."""
    try:
        found = busy_times(content, SPAN, "America/New_York")
    except BusyCalendarError as error:
        is_said(error.reason)
        return
    for word in found.words:
        is_a_line(word)
    for start, end in found.spans:
        assert start.utcoffset() == end.utcoffset() == timedelta(0)
        assert start < end
        assert start < SPAN[1]
        assert SPAN[0] < end


def texts(content: bytes) -> None:
    """Write texts into an event: a title, a number and an address on a line each, then the rest."""
    text = content.decode(errors="surrogateescape")
    summary, phone, email, description = [*text.split("\n", 3), "", "", ""][:4]
    called = building.follow_up(summary=summary, description=description, phone=phone)
    mailed = building.follow_up(
        uid="two@followup-ics", channel="email", phone=None, email=email, company=summary
    )
    written = to_ics(Plan((called, mailed), ()), now=NOW)
    is_sound(written)
    by_uid = {str(each["UID"]): each for each in Calendar.from_ical(written).walk("VEVENT")}
    assert str(by_uid[called.uid]["SUMMARY"]) == clean(summary)
    assert str(by_uid[called.uid]["DESCRIPTION"]).startswith(clean(description))
    assert to_ics(Plan((called, mailed), ()), now=LATER, previous=written) == written
