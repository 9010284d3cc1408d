"""The times of an invitation as the records have them: local, in the zone of the interview."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.proposals import When
from followup_ics.records.time_fields import FIRST_YEAR, LAST_YEAR
from followup_ics.working_time import instant, local_date, wall_time, zone_on

Span = tuple[datetime, datetime]
LONGEST = timedelta(hours=24)  # of an interview in the records
_HOUR = timedelta(hours=1)
FLOATING = "the invitation names no time zone, so this is taken to be yours"


def can_be_written(invitation: Invitation) -> bool:
    """Say whether the records can hold the date."""
    return FIRST_YEAR < invitation.start.year < LAST_YEAR


def span_of(invitation: Invitation, home: str) -> Span:
    """Return the instants from when to when it is, an hour where it does not say.

    They are whole minutes, as in the records. A floating time is local in the candidate's zone; a
    date is its whole day there.
    """
    start = _instant(invitation.start, home)
    if invitation.end is None:
        return start, start + (_HOUR if isinstance(invitation.start, datetime) else LONGEST)
    return start, max(_instant(invitation.end, home), start)


def _instant(moment: date, home: str) -> datetime:
    if not isinstance(moment, datetime):
        return instant(home, datetime(moment.year, moment.month, moment.day))
    whole = moment.replace(second=0, microsecond=0)
    return whole.astimezone(UTC) if moment.tzinfo else instant(home, whole)


def is_timed(invitation: Invitation) -> bool:
    """Say whether it has a time, and not a date alone."""
    return isinstance(invitation.start, datetime)


def when(invitation: Invitation, span: Span, home: str) -> When:
    """Return the times of a new interview: in the zone of the invitation, else the candidate's."""
    if not isinstance(invitation.start, datetime):
        check = "" if invitation.end is None else _check_days(invitation.start, invitation.end)
        return When(invitation.start.isoformat(), check=check)
    floating = invitation.start.tzinfo is None
    zone = invitation.zone
    own = zone_on(home, local_date(home, span[0]))
    found = in_zone(span, zone or home)
    check = FLOATING if floating else found.check
    return When(found.start, found.duration, zone if zone != own else "", check)


def in_zone(span: Span, zone: str) -> When:
    """Return the start in a zone, and how long it is."""
    start, end = span
    local = wall_time(zone, start)
    check = "" if instant(zone, local) == start else "clocks show this time twice that day"
    length = end - start
    if not timedelta(0) < length <= LONGEST:
        check = check or ("its end is missing" if not length else "it is said to take days")
        return When(f"{local:%Y-%m-%d %H:%M}", check=check)
    return When(f"{local:%Y-%m-%d %H:%M}", _duration(length), check=check)


def _duration(length: timedelta) -> str:
    minutes = max(1, round(length.total_seconds() / 60))
    hours, rest = divmod(minutes, 60)
    if not rest:
        return f"{hours}h"
    return f"{minutes}m" if minutes < 120 else f"{hours}h{rest:02}m"


def _check_days(start: date, end: date) -> str:
    days = (date(end.year, end.month, end.day) - start).days
    return "the invitation has no time of day" if days < 2 else f"it takes {days} days"
