"""What becomes of each event of a last output: it stays, changes, or is cancelled and then goes.

The memory is that output. What did not change keeps its stamps (RFC 5545, 3.8.7.2 to 3.8.7.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from followup_ics.calendar.events import CANCELLED, DONE, EPOCH, MAX_SEQUENCE, Event, Revision

CANCELLED_KEPT = timedelta(days=30)
SILENT = timedelta(0)
_SECOND = timedelta(seconds=1)


def revised(
    events: Iterable[Event], held: Mapping[str, Revision], now: datetime, alarm: timedelta
) -> list[Revision]:
    """Return the events to write: planned, done, and what was held before and is cancelled now."""
    found, seen = [], set()
    for event in events:
        seen.add(event.uid)
        before = held.get(event.uid)
        if before or not event.is_off:
            found.append(_revision(event, before, now, alarm))
    for uid, before in held.items():
        if uid not in seen:
            found.append(_revision(_as_cancelled(before.event), before, now, alarm))
    return found


def is_kept(revision: Revision, now: datetime) -> bool:
    """Say whether an event still stands in an output: what is cancelled does for 30 days."""
    return not revision.event.is_off or revision.modified > now - CANCELLED_KEPT


def _revision(event: Event, before: Revision | None, now: datetime, alarm: timedelta) -> Revision:
    """Return an event with its stamps: the old ones where nothing changed (RFC 5545, 3.8.7.4)."""
    if before and before.event == event and _rings_as_wanted(before, now, alarm):
        return before
    modified, sequence = now, _sequence(now)
    if before:
        modified = max(now, before.modified + _SECOND)
        sequence = min(max(_sequence(modified), before.sequence + 1), MAX_SEQUENCE)
    return Revision(event, modified, sequence, _alarm(event, modified, alarm))


@lru_cache(maxsize=256)
def _sequence(modified: datetime) -> int:
    return max(0, int((modified - EPOCH).total_seconds()))


def _alarm(event: Event, modified: datetime, alarm: timedelta) -> timedelta:
    """Return how an event rings: what was over when it was written would list as overdue."""
    rings = not event.is_off and not event.is_done and modified < event.end
    return alarm if rings else SILENT


def _rings_as_wanted(revision: Revision, now: datetime, alarm: timedelta) -> bool:
    """Say whether an event's alarm may stay: it has the one wanted, or its time is past."""
    event = revision.event
    return event.end <= now or revision.alarm == _alarm(event, revision.modified, alarm)


def _as_cancelled(event: Event) -> Event:
    if event.is_off:
        return event
    return event._replace(
        status="CANCELLED", summary=f"{CANCELLED}{event.summary.removeprefix(DONE)}"
    )
