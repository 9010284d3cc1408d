"""From a feed's records to its bytes, and a look at whether they are still the right ones."""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from followup_ics.api import plan
from followup_ics.calendar import ics
from followup_ics.errors import FollowUpError, UnreadableFileError
from followup_ics.hosting.store import Content, Feed, Found, Store
from followup_ics.reading.loading import loads, read
from followup_ics.records.job_search import JobSearch

KEPT_SECONDS = 24 * 60 * 60
_BROKEN = "an error of followup-ics itself kept these records from being planned; its log has more"
_log = logging.getLogger(__name__)


def content_of(text: bytes, source: str, now: datetime) -> Content:
    """Return what a new feed holds whose records are kept in the store. Raises RecordsError."""
    return _rendered(loads(text, source), text, None, now, path=None, stamp=None)


def content_at(path: Path, now: datetime) -> Content:
    """Return what a new feed holds that follows a file, its path absolute.

    Raises RecordsError and UnreadableFileError.
    """
    stamp = _stamp(path)  # before reading, so that a change meanwhile is seen by the next poll
    text = read(path)
    return _rendered(loads(text, path.name), text, None, now, path=str(path), stamp=stamp)


def is_stale(found: Found, now: datetime) -> bool:
    """Say whether a feed's file has changed, or a day has passed, after which old events go."""
    return int(now.timestamp()) - found.tried >= KEPT_SECONDS or (
        found.path is not None and _stamp(found.path) != found.stamp
    )


def refresh(store: Store, feed_id: int, now: datetime) -> None:
    """Bring a feed up to date with its records; where they have faults, keep what it has.

    Where another server does so at the same time, its result is what this one starts from.
    """
    _change(store, lambda: store.feed(feed_id), lambda feed: _refreshed(feed, now))


def put(store: Store, name: str, text: bytes, source: str, now: datetime) -> None:
    """Keep new records for a feed in the store, no longer in a file.

    Raises RecordsError, after which the feed is as before, and UnknownFeedError.
    """
    search = loads(text, source)

    def updated(feed: Feed) -> Content:
        return _rendered(search, text, feed.content, now, path=None, stamp=None)

    _change(store, lambda: store.named(name), updated)


def _change(store: Store, current: Callable[[], Feed], updated: Callable[[Feed], Content]) -> None:
    """Save what a feed becomes; of several that try at once one gets on, so this ends."""
    while not store.save(feed := current(), updated(feed)):
        pass


def _refreshed(feed: Feed, now: datetime) -> Content:
    """Return a feed's content made anew from its records, or the old with their faults."""
    old = feed.content
    path = Path(old.path) if old.path else None
    stamp = _stamp(path) if path else None
    tried = replace(old, stamp=stamp, tried=int(now.timestamp()))
    try:
        text = read(path) if path else old.records
        search = loads(text, path.name if path else feed.name)
        return _rendered(search, text, old, now, path=old.path, stamp=stamp)
    except UnreadableFileError as error:
        return replace(tried, faults=f"{Path(error.source).name}: cannot be read: {error.reason}")
    except FollowUpError as error:
        _log.warning("%s: faults in its records; its last good calendar is kept", feed.name)
        return replace(tried, faults=str(error))
    except Exception:
        _log.exception("%s: the last good calendar is kept", feed.name)
        return replace(tried, faults=_BROKEN)


def _stamp(path: str | Path) -> str:
    """Return what tells a file from what it was, or will be, without reading it."""
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        return type(error).__name__
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"


def _rendered(
    search: JobSearch,
    text: bytes,
    old: Content | None,
    now: datetime,
    *,
    path: str | None,
    stamp: str | None,
) -> Content:
    """Return the content that records give, its bytes as they were where nothing changed."""
    body = ics.to_ics(plan(search), now=now, previous=old.body if old else None, feed=True)
    second = changed = int(now.timestamp())
    if old:  # of two changes within a second, a client that knows the first must be told the second
        changed = old.changed if body == old.body else max(second, old.changed + 1)
    return Content(
        path=path,
        stamp=stamp,
        records=text,
        body=body,
        zipped=gzip.compress(body, mtime=0),
        etag=hashlib.sha256(body).hexdigest(),
        changed=changed,
        tried=second,
        faults=None,
    )
