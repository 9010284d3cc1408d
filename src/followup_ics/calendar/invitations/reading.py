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
from followup_ics.calendar.invitations.lines import unfolded
from followup_ics.calendar.invitations.mail import Part, calendar_parts, is_mail
from followup_ics.calendar.invitations.plain_text import one_line
from followup_ics.calendar.invitations.repairing import Component, TooDeepError, calendars
from followup_ics.calendar.invitations.straightening import split
from followup_ics.calendar.invitations.zones import Zones
from followup_ics.errors import InvitationError, shown

MAX_BYTES = 8 * 1024 * 1024
MAX_MAIL_BYTES = 32 * 1024 * 1024
MAX_EVENTS = 10_000

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
_NO_CALENDAR = "it holds no calendar; give an .ics file, or a mail with one as .eml"


def read_invitations(content: bytes, source: str) -> tuple[Invitation, ...]:
    """Return the invitations in a calendar file, a mail or a mailbox file, in its order.

    Of several versions of one, the newest. What was mended, guessed or left out is said in the
    `repairs` of each. Raises InvitationError where there is none to be read.
    """
    if not is_mail(content):
        return _newest(_of_calendar(Part(content), source))
    if len(content) > MAX_MAIL_BYTES:
        raise InvitationError(source, _too_large(MAX_MAIL_BYTES))
    parts, mails = calendar_parts(content)
    if not parts:
        raise InvitationError(source, _no_part(content, mails))
    return _newest(_of_parts(parts, source))


def _of_parts(parts: Iterable[Part], source: str) -> list[Invitation]:
    """Read what can be read of the parts of mails, and say beside it what could not."""
    found: list[Invitation] = []
    errors: list[InvitationError] = []
    for part in parts:
        try:
            found += _of_calendar(part, f"{source}, {part.where}" if part.where else source)
        except InvitationError as error:
            errors.append(error)
    if not found:
        raise errors[0]
    return _saying([str(each) for each in errors if each.reason != _ONLY_ANSWERS], found)


def _of_calendar(part: Part, source: str) -> list[Invitation]:
    """Return the invitations of one calendar file."""
    if len(part.content) > MAX_BYTES:
        raise InvitationError(source, _too_large(MAX_BYTES))
    lines, words = unfolded(part.content)
    try:
        found = calendars(lines, words)
    except TooDeepError:
        raise InvitationError(source, "it is nested too deep to be an invitation") from None
    events = [each for calendar in found for each in calendar.named("VEVENT")]
    if not events:
        raise InvitationError(source, _no_event(part.content, found))
    if len(events) > MAX_EVENTS:
        reason = f"it has more than {MAX_EVENTS:,} events; export fewer days of that calendar"
        raise InvitationError(source, reason)
    unread: list[str] = []
    invitations = [
        each for calendar in found for each in _of_one(calendar, part, words, source, unread)
    ]
    if not invitations:
        raise InvitationError(source, unread[0] if unread else _ONLY_ANSWERS)
    return _saying(unread, invitations)


def _of_one(
    calendar: Component, part: Part, words: list[str], source: str, unread: list[str]
) -> list[Invitation]:
    """Return the invitations of one VCALENDAR; `unread` gets what of it cannot be read."""
    values = {name: value for name, _, value in map(split, reversed(calendar.lines))}
    method = one_line(values.get("METHOD", "")).upper() or part.method
    if method in _ANSWERS:
        return []
    zones = Zones(calendar.named("VTIMEZONE"), values.get("X-WR-TIMEZONE", ""))
    found, series = [], set()
    for event in calendar.named("VEVENT"):
        try:
            invitation = read_event(event, zones, method, words, source)
        except UnreadableEventError as error:
            unread.append(f"{_title(event)} cannot be read: {error}")
            continue
        found.append(invitation)
        if repeats(event):
            series.add(id(invitation))
    moved = {(each.uid, each.recurrence) for each in found if each.recurrence}
    return [
        each for each in found if id(each) not in series or (each.uid, iso(each.start)) not in moved
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


def _no_event(content: bytes, found: Iterable[Component]) -> str:
    if any(True for _ in found):
        return "this calendar has no event; give the invitation itself"
    start = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.strip(b"\0"):
        return "it is empty; save the invitation again"
    return next((reason for sign, reason in _OTHERS if start.startswith(sign)), _NO_CALENDAR)
