"""Which event an invitation is, how new it is, and what the records keep of both."""

from __future__ import annotations

from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.proposals import Kept
from followup_ics.calendar.invitations.times import is_timed, span_of
from followup_ics.records.fields import MAX_TEXT
from followup_ics.records.invitation import MAX_SEQUENCE, KeptInvitation, stamped


def identity(invitation: Invitation) -> tuple[str, str]:
    """Return what tells an event from others, as the records keep it: UID and instance."""
    return _line(invitation.uid), _line(invitation.recurrence)


def _line(text: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(printable.split())[:MAX_TEXT].strip()


def version(invitation: Invitation) -> tuple[int, str]:
    """Return what is greater for a newer version of the same event (RFC 5546, 2.1.5)."""
    sequence = min(max(invitation.sequence, 0), MAX_SEQUENCE)
    return sequence, stamped(invitation.stamp) if invitation.stamp else ""


def kept(invitation: Invitation, home: str, *, part: bool = False) -> tuple[Kept, ...]:
    """Return what the records keep of an invitation, nothing of one without a UID.

    Of a `part` of an interview they keep its times too, so that another part can move.
    """
    uid, instance = identity(invitation)
    sequence, sent = version(invitation)
    if not uid:
        return ()
    found = {"uid": uid, "instance": instance, "sequence": str(sequence), "sent": sent}
    if part and is_timed(invitation):
        start, end = span_of(invitation, home)
        found["span"] = f"{stamped(start)}/{stamped(end)}" if start < end else ""
    return ({name: value for name, value in found.items() if value},)


def is_news(invitation: Invitation, known: KeptInvitation) -> bool:
    """Say whether an invitation is a newer version of one that is kept.

    At one SEQUENCE the time of writing decides, but not in an export, where it is often that of the
    export. A cancellation may come with what it cancels unchanged.
    """
    sequence, sent = version(invitation)
    if invitation.cancelled:
        return (sequence, sent) >= known.version
    if sequence != known.sequence:
        return sequence > known.sequence
    is_export = invitation.method in ("", "PUBLISH")
    return not is_export and bool(sent) and sent > (known.sent or "")
