"""What a change of a feed's records changed about its plan, in a line; and changes undone."""

from __future__ import annotations

from datetime import datetime

from followup_ics import api
from followup_ics.calendar.changes import changes, in_words, planned_events
from followup_ics.errors import FollowUpError, NoVersionError, UnknownVersionError
from followup_ics.hosting.advice import Advice
from followup_ics.hosting.store import Content, Feed, Store
from followup_ics.hosting.versions import Version
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads

NOTHING = "nothing in the plan changed"
UNREADABLE = "what it changed cannot be told: the records before have faults by now"


def told(before: Content, after: Content) -> str:
    """Return in a line what became of the plan; both are planned around no other calendar."""
    new = _plan(after)
    try:
        old = _plan(before)
    except FollowUpError:  # an older version of the program took them
        return UNREADABLE
    said = in_words(changes(planned_events(old), planned_events(new), new))
    return said.removesuffix(".") or NOTHING


def _plan(content: Content) -> Plan:
    advice = Advice(content.playbook, content.advice).playbook()
    return api.plan(loads(content.records, "records"), advice)


def history(store: Store, name: str, now: datetime) -> list[Version]:
    """Return the versions of a feed's records, the newest first; none where it follows a file.

    Those whose time is over are deleted first. Raises UnknownFeedError.
    """
    return store.versions(store.named(name).id, int(now.timestamp()))


def version_to_undo(store: Store, feed: Feed, number: int | None) -> tuple[Version, bytes]:
    """Return what to put back: a version, or the one before the last change. Raises NoVersionError.

    `feed` was read before, so that a change since makes its saving fail.
    """
    path = feed.content.path
    if path:
        reason = f"it follows {path}, and no versions of files are kept; change the file itself"
        raise NoVersionError(feed.name, reason)
    found = store.version(feed.id, number)
    if found:
        return found
    if number is None:
        raise NoVersionError(feed.name, "there is no version before its last change")
    raise UnknownVersionError(feed.name, number)
