"""Bytes to invitations: a calendar file, a mail that has one, or a mailbox file of mails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from followup_ics.calendar.invitations.event_values import (
    UnreadableEventError,
    iso,
    read_event,
    repeats,
)
from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.lines import MAX_LINES, TooManyLinesError, unfolded
from followup_ics.calendar.invitations.mail import Mails, Part, calendar_parts, is_mail
from followup_ics.calendar.invitations.plain_text import one_line
from followup_ics.calendar.invitations.repairing import Component, TooDeepError, calendars
from followup_ics.calendar.invitations.straightening import split
from followup_ics.calendar.invitations.zones import Zones
from followup_ics.errors import InvitationError, NoInvitationError, first_of, shown

MAX_CALENDAR_BYTES = 8 * 1024 * 1024
MAX_BYTES = 32 * 1024 * 1024  # of a mail or a mailbox, with all its attachments
MAX_EVENTS = 10_000
MAX_TOLD = 5

OLDER = "an older version of it beside it is left out"

# What else people have in their hands when they look for an invitation, by its first bytes.
_OTHERS = (
    (b"PK\x03\x04", "it is a ZIP archive; unpack it, and give the .ics files in it"),
    (b"\xd0\xcf\x11\xe0", "it is Outlook's own .msg; save it as .ics, or the mail as .eml"),
    (b"\x78\x9f\x3e\x22", "it is Outlook's winmail.dat; ask for the invitation as .ics"),
    (b"%PDF", "it is a PDF; give the .ics file or the mail that came with it"),
    (b"<", "it is a web page, not a calendar; download the .ics file itself"),
)
_ANSWERS = frozenset(["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"])  # RFC 5546, 1.4
_ONLY_ANSWERS = "it is somebody's answer to an invitation; give the invitation itself"
_SMALLER = "export fewer days of that calendar"
_DAMAGED = "this mail is nested too deep, or damaged; save the invitation in it by itself"
_NO_CALENDAR = "it holds no calendar; give an .ics file, or a mail with one as .eml"


def read_invitations(content: bytes, source: str) -> tuple[Invitation, ...]:
    """Return the invitations in a calendar file, a mail or a mailbox file, in its order.

    Of several versions of one, the newest. What was mended, guessed or left out is said in the
    `repairs` of each. Raises InvitationError where there is none to be read.
    """
    if not is_mail(content):
        return _newest(_of_calendar(Part(content), source))
    if len(content) > MAX_BYTES:
        raise InvitationError(source, _too_large(MAX_BYTES))
    return _newest(_of_mails(calendar_parts(content), content, source))


def _of_mails(mails: Mails, content: bytes, source: str) -> list[Invitation]:
    """Read what can be read of the parts of mails, and say beside it what could not."""
    found: list[Invitation] = []
    errors = [InvitationError(f"{source}, {each}", _DAMAGED) for each in mails.damaged]
    if not mails.parts:
        raise errors[0] if errors else NoInvitationError(source, _no_part(content, mails.count))
    for part in mails.parts:
        try:
            found += _of_calendar(part, f"{source}, {part.where}" if part.where else source)
        except InvitationError as error:
            errors.append(error)
    if not found:
        raise errors[0]
    told = [str(each) for each in errors if not isinstance(each, NoInvitationError)]
    return _saying(first_of(told, MAX_TOLD, "{:,} more parts cannot be read"), found)


def _of_calendar(part: Part, source: str) -> list[Invitation]:
    """Return the invitations of one calendar file."""
    if len(part.content) > MAX_CALENDAR_BYTES:
        raise InvitationError(source, _too_large(MAX_CALENDAR_BYTES))
    try:
        lines, words = unfolded(part.content)
        found = calendars(lines, words)
    except TooDeepError:
        raise InvitationError(source, "it is nested too deep to be an invitation") from None
    except TooManyLinesError:
        raise InvitationError(source, f"it has more than {MAX_LINES:,} lines; {_SMALLER}") from None
    events = [each for calendar in found for each in calendar.named("VEVENT")]
    if not events:
        raise _no_event(source, part.content, found)
    if len(events) > MAX_EVENTS:
        raise InvitationError(source, f"it has more than {MAX_EVENTS:,} events; {_SMALLER}")
    unread: list[str] = []
    invitations = [
        each for calendar in found for each in _of_one(calendar, part, words, source, unread)
    ]
    if not invitations and unread:
        raise InvitationError(source, f"{unread[0]}; ask for the invitation again")
    if not invitations:
        raise NoInvitationError(source, _ONLY_ANSWERS)
    return _saying(first_of(unread, MAX_TOLD, "{:,} more events cannot be read"), invitations)


def _of_one(
    calendar: Component, part: Part, words: list[str], source: str, unread: list[str]
) -> list[Invitation]:
    """Return the invitations of one VCALENDAR; `unread` gets what of it cannot be read."""
    values = {name: value for name, _, value in map(split, reversed(calendar.lines))}
    method = one_line(values.get("METHOD", "")).upper() or part.method
    if method in _ANSWERS:
        return []
    zones = Zones(calendar.named("VTIMEZONE"), values.get("X-WR-TIMEZONE", ""))
    found: list[tuple[Invitation, bool]] = []
    for event in calendar.named("VEVENT"):
        try:
            found.append((read_event(event, zones, method, words, source), repeats(event)))
        except UnreadableEventError as error:
            unread.append(f"{_title(event)} cannot be read: {error}")
    moved = {(each.uid, each.recurrence) for each, _ in found if each.recurrence}
    return [
        each
        for each, is_series in found
        if not is_series or (each.uid, iso(each.start)) not in moved
    ]


def _title(event: Component) -> str:
    """Return how a message calls an event."""
    summary = next((value for name, _, value in map(split, event.lines) if name == "SUMMARY"), "")
    return f"the event {shown(one_line(summary))}" if summary else "an event without a title"


def _newest(invitations: Iterable[Invitation]) -> tuple[Invitation, ...]:
    """Return invitations without the older versions of one (RFC 5546, 2.1.5)."""
    found: dict[tuple[str, ...], Invitation] = {}
    for number, each in enumerate(invitations):
        key = (each.uid, each.recurrence) if each.uid else (str(number),)
        known = found.get(key)
        if known is None:
            found[key] = each
        elif _version(known) <= _version(each):
            found[key] = _replacing(known, each)
        else:
            found[key] = _replacing(each, known)
    return tuple(found.values())


def _version(invitation: Invitation) -> tuple[int, datetime]:
    return invitation.sequence, invitation.stamp or datetime.min.replace(tzinfo=UTC)


def _replacing(older: Invitation, newer: Invitation) -> Invitation:
    """Return the newer version; it says so where the older one was not the same."""
    if replace(older, repairs=(), source="") == replace(newer, repairs=(), source=""):
        return newer
    (told,) = _saying([OLDER], [newer])
    return told


def _saying(words: Iterable[str], invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return invitations whose repairs say more."""
    more = tuple(words)
    return [
        replace(each, repairs=tuple(dict.fromkeys(each.repairs + more))) for each in invitations
    ]


def _too_large(limit: int) -> str:
    return f"it is larger than {limit // 1024 // 1024} MiB; save the invitations by themselves"


def _no_part(content: bytes, mails: int) -> str:
    """Return why a mail, or a mailbox, has no invitation, and what to do."""
    if b"winmail.dat" in content.lower() or b"application/ms-tnef" in content.lower():
        return "its invitation is packed into winmail.dat; ask for it as .ics"
    if mails > 1:
        return f"none of its {mails:,} mails has an invitation, a part of type text/calendar"
    return "this mail has no invitation; save the one that your mail program offers to accept"


def _no_event(source: str, content: bytes, found: list[Component]) -> InvitationError:
    if found:
        reason = "this calendar has no event; give the invitation itself"
        return NoInvitationError(source, reason)
    start = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.strip(b"\0"):
        return InvitationError(source, "it is empty; save the invitation again")
    reasons = (reason for sign, reason in _OTHERS if start.startswith(sign))
    return InvitationError(source, next(reasons, _NO_CALENDAR))
