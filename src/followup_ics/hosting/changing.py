"""A change of a feed's records where they are kept: in the user's own file, or in the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock

from followup_ics.hosting.history import told
from followup_ics.hosting.rendering import with_records
from followup_ics.hosting.store import Feed, Store
from followup_ics.hosting.versions import Edit
from followup_ics.reading.loading import loads, read
from followup_ics.reading.rewriting import rewrite

Change = Callable[[bytes], bytes]
# In this process whoever changes a feed waits for those before, so that none works for nothing:
# of many at once, each would lose to one and begin again. Feeds far apart share one of a few.
_TURNS = tuple(Lock() for _ in range(61))


def source_of(feed: Feed) -> str:
    """Return what faults call a feed's records: their file's whole path, else the feed's name."""
    return feed.content.path or feed.name


def without_folder(feed: Feed, words: str) -> str:
    """Return what is said of a feed's file without the folder that it is in, which is its owner's.

    Whoever has a link sees the page that says it.
    """
    path = feed.content.path
    return words.replace(path, Path(path).name) if path else words


def records_of(feed: Feed) -> bytes:
    """Return a feed's records as they are now. Raises UnreadableFileError."""
    return read(feed.content.path) if feed.content.path else feed.content.records


def change(store: Store, feed_id: int, edit: Change, now: datetime, by: str) -> bytes:
    """Replace a feed's records by what an edit makes of them, and return those.

    The edit may be called several times, each time with what is there by then; where it gives that
    back, nothing is written. What a file holds is planned with the next poll. `by` is the address
    that asks, and stands in the feed's history. Raises what the edit does, RecordsError,
    UnknownFeedError, UnreadableFileError, and OutputError where a file cannot be written.
    """
    with _TURNS[feed_id % len(_TURNS)]:
        while True:
            feed = store.feed(feed_id)
            if feed.content.path:
                return rewrite(feed.content.path, edit)
            before = feed.content.records
            after = edit(before)
            if after == before:
                return after
            content = with_records(feed, loads(after, feed.name), after, now)
            if store.save(feed, content, Edit(told(feed.content, content), by)):
                return after
