"""From a feed's records to its bytes, and a look at whether they are still the right ones."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from followup_ics.calendar import ics
from followup_ics.calendar.busy.around import (
    CalendarAccess,
    about_calendars,
    asks_addresses,
    local_files,
    plan_around,
)
from followup_ics.errors import FollowUpError, NotRemadeError, UnreadableFileError
from followup_ics.hosting import advice as advices
from followup_ics.hosting.addresses import answer_url
from followup_ics.hosting.advice import AS_RECORDED, Advice
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.history import told, version_to_undo
from followup_ics.hosting.logs import log_failure
from followup_ics.hosting.lookups import Found
from followup_ics.hosting.program import program
from followup_ics.hosting.signing import link_token
from followup_ics.hosting.store import Content, Feed, Store
from followup_ics.hosting.versions import Edit
from followup_ics.reading.loading import loads, read
from followup_ics.records.job_search import JobSearch

KEPT_SECONDS = 24 * 60 * 60
ASKED_SECONDS = 60 * 60
_ASKED = "an address"
_NO_OTHERS = OwnCalendars()
_NOT_TOLD = (
    "it was made around {}, of which this command was not told, so it is left as it is. An address "
    "is asked with --fetch; a server with --busy makes its feed anew when it starts"
)
_BROKEN = "an error of followup-ics itself kept these records from being planned; its log has more"
_log = logging.getLogger(__name__)


def content_of(
    text: bytes, source: str, now: datetime, playbook: str | Path | None = None
) -> Content:
    """Return what a new feed holds whose records are kept in the store.

    `playbook` is one that comes along, by name, or a file, which is kept too; without it, the feed
    follows the one that its records name. The calendars that such records name are not read until
    a server asks their addresses. Raises RecordsError, PlaybookError and UnreadableFileError.
    """
    advice = advices.kept(playbook) if playbook else AS_RECORDED
    search = loads(text, source)
    return _rendered(search, text, None, now, advice, _NO_OTHERS, path=None, stamp=None)


def content_at(
    path: Path,
    now: datetime,
    playbook: str | Path | None = None,
    own: OwnCalendars | None = None,
) -> Content:
    """Return what a new feed holds that follows a file, its path absolute.

    `playbook` is one that comes along, by name, or a file, which is followed too; without it, the
    feed follows the one that its records name. It is planned around the calendars that the records
    name, and those of `own`. Raises RecordsError, PlaybookError and UnreadableFileError.
    """
    advice = advices.followed(playbook) if playbook else AS_RECORDED
    stamp = _stamp(path, advice.path)  # before reading, so that a change meanwhile is seen
    text, advice = read(path), advice.read_again()
    search, others = loads(text, path.name), own or _NO_OTHERS
    return _rendered(search, text, None, now, advice, others, path=str(path), stamp=stamp)


def is_stale(found: Found, now: datetime) -> bool:
    """Say whether a feed's files have changed, or a day has passed, after which old events go.

    Where it asks an address for a calendar, an hour is enough. Events that lead nowhere are not
    the right ones either, once there is a server.
    """
    files, longest = _followed(found.stamp)
    if int(now.timestamp()) - found.tried >= longest:
        return True
    is_new = found.path is not None and found.path not in files
    return found.lost or is_new or any(_look(path) != look for path, look in files.items())


@lru_cache(maxsize=4096)
def _followed(stamp: str | None) -> tuple[dict[str, str], int]:
    """Return the files of a stamp, which stands for what they were, and for how many seconds."""
    files = _stamped(stamp)
    return files, ASKED_SECONDS if files.pop(_ASKED, None) else KEPT_SECONDS


def refresh(store: Store, feed_id: int, now: datetime, own: OwnCalendars | None = None) -> None:
    """Bring a feed up to date with its records; where they have faults, keep what it has.

    Where another server does so at the same time, its result is what this one starts from.
    """
    _change(store, lambda: store.feed(feed_id), lambda feed: _refreshed(feed, now, own))


def remake(store: Store, feed_id: int, now: datetime, own: OwnCalendars | None = None) -> bool:
    """Make a feed anew as this version of the program does, and say whether its calendar changed.

    Raises NotRemadeError, after which the feed is as before, where what it is made of has faults,
    or where it was made around calendars that are not in `own`, for its server was told of them.
    """

    def updated(feed: Feed) -> Content:
        advice = _advice_of(feed.content)
        try:
            content = _made_anew(feed, now, own, advice, _stamp_of(feed.content, advice))
        except FollowUpError as error:
            raise NotRemadeError(feed.name, str(error)) from None
        left_out = _stamped(feed.content.stamp).keys() - _stamped(content.stamp).keys()
        if left_out:
            raise NotRemadeError(feed.name, _NOT_TOLD.format(" and ".join(sorted(left_out))))
        return content

    old, new = _change(store, lambda: store.feed(feed_id), updated)
    return old.body != new.body


def put(
    store: Store,
    name: str,
    text: bytes,
    source: str,
    now: datetime,
    playbook: str | Path | None = None,
    by: str = "",
) -> None:
    """Keep new records for a feed in the store, no longer in a file.

    With `playbook`, as `content_of` has it, the feed follows that one from now on; where it is "",
    the one that its records name; without it, the one that it has. New records are a version of
    the feed's, made by `by`: a command, an address. Raises RecordsError, PlaybookError and
    UnreadableFileError, after which the feed is as before, and UnknownFeedError.
    """
    search = loads(text, source)
    store.named(name)  # before a playbook is read, which may be standard input
    new = None if playbook is None else advices.kept(playbook) if playbook else AS_RECORDED

    def updated(feed: Feed) -> Content:
        advice = new or _advice_of(feed.content).no_longer_followed()
        return with_records(feed, search, text, now, advice)

    _change(store, lambda: store.named(name), updated, by)


def undo(
    store: Store, name: str, now: datetime, number: int | None = None, by: str = ""
) -> str | None:
    """Put a feed's records back as of a version, or as they were before their last change.

    Return what that changed, in a line, None where the feed has these records already. This is a
    change too, and can be undone. Its playbook stays. Raises UnknownFeedError, NoVersionError, and
    RecordsError where this version of the program finds faults in them.
    """
    while True:
        feed = store.named(name)
        version, text = version_to_undo(store, feed, number)
        if text == feed.content.records:
            if store.named(name).version != feed.version:  # another change came in between
                continue
            return None
        search = loads(text, f"{name}, version {version.number}")
        content = with_records(feed, search, text, now)
        what = f"back to version {version.number}: {told(feed.content, content)}"
        if store.save(feed, content, Edit(what, by)):
            return what


def with_records(
    feed: Feed, search: JobSearch, text: bytes, now: datetime, advice: Advice | None = None
) -> Content:
    """Return what a feed holds whose records, `text`, are kept in the store from now on.

    `advice` is another playbook than the one that it has. Raises PlaybookError.
    """
    advice = advice or _advice_of(feed.content)
    return _rendered(search, text, feed, now, advice, _NO_OTHERS, path=None, stamp=None)


def advise(
    store: Store,
    feed_id: int,
    playbook: str | Path,
    now: datetime,
    own: OwnCalendars | None = None,
) -> None:
    """Let a feed that follows a file follow a playbook too, as `content_at` has it, and refresh it.

    Where `playbook` is "", it is the one that its records name. Raises PlaybookError and
    UnreadableFileError, after which the feed is as before.
    """
    advice = advices.followed(playbook) if playbook else AS_RECORDED
    advice.playbook()
    _change(store, lambda: store.feed(feed_id), lambda feed: _refreshed(feed, now, own, advice))


def _advice_of(content: Content) -> Advice:
    return Advice(content.playbook, content.advice)


def _change(
    store: Store,
    current: Callable[[], Feed],
    updated: Callable[[Feed], Content],
    by: str | None = None,
) -> tuple[Content, Content]:
    """Save what a feed becomes, and return what it was and is; `by` is who edits its records.

    Of several that try at once one gets on, so this ends.
    """
    while True:
        feed = current()
        content = updated(feed)
        edit = None if by is None else Edit(told(feed.content, content), by)
        if store.save(feed, content, edit):
            return feed.content, content


def _refreshed(
    feed: Feed, now: datetime, own: OwnCalendars | None, new: Advice | None = None
) -> Content:
    """Return a feed's content made anew from its records, or the old with their faults."""
    old = feed.content
    advice = new or _advice_of(old)
    stamp = _stamp_of(old, advice)
    tried = replace(
        old,
        stamp=stamp,
        tried=int(now.timestamp()),
        playbook=advice.name,
        advice=advice.text,
        base=feed.base,
    )
    try:
        return _made_anew(feed, now, own, advice, stamp)
    except UnreadableFileError as error:
        return replace(tried, faults=f"{Path(error.source).name}: cannot be read: {error.reason}")
    except FollowUpError as error:
        _log.warning("%s: faults in what it is made of; its last good calendar is kept", feed.name)
        return replace(tried, faults=str(error))
    except Exception as error:
        log_failure(f"{feed.name}: the last good calendar is kept", error)
        return replace(tried, faults=_BROKEN)


def _made_anew(
    feed: Feed, now: datetime, own: OwnCalendars | None, advice: Advice, stamp: str | None
) -> Content:
    """Return a feed's content made anew. Raises RecordsError, PlaybookError, UnreadableFileError.

    `stamp` was taken before, so that a change meanwhile is seen.
    """
    old = feed.content
    path = Path(old.path) if old.path else None
    text, advice = read(path) if path else old.records, advice.read_again()
    search, others = loads(text, path.name if path else feed.name), own or _NO_OTHERS
    return _rendered(search, text, feed, now, advice, others, path=old.path, stamp=stamp)


def answer_urls(feed: Feed) -> Callable[[str], str] | None:
    """Return what gives the address of a follow-up's own page by its uid, None where it has none.

    It has one once a server was there to answer, as long as the feed's URL is not revoked.
    """
    base, token, feed_id = feed.base, feed.token, feed.id
    if base is None or token is None:
        return None
    return lambda uid: answer_url(base, link_token(token, feed_id, uid))


def _stamp_of(content: Content, advice: Advice) -> str | None:
    return _stamp(content.path, advice.path) if content.path else None


def _stamp(*paths: str | Path | None) -> str:
    """Return what tells files from what they were, or will be, without reading them."""
    return json.dumps({str(each): _look(each) for each in paths if each})


def _stamped(stamp: str | None) -> dict[str, str]:
    found: dict[str, str] = json.loads(stamp or "{}")
    return found


def _with_calendars(stamp: str | None, search: JobSearch, access: CalendarAccess) -> str | None:
    """Return a stamp with those of the calendars that are read too."""
    found = {str(path): _look(path) for path in local_files(search, access)}
    found |= {_ASKED: "asked"} if asks_addresses(search, access) else {}
    return json.dumps(_stamped(stamp) | found) if found else stamp


def _look(path: str | Path) -> str:
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        return type(error).__name__
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"


def _rendered(
    search: JobSearch,
    text: bytes,
    feed: Feed | None,
    now: datetime,
    advice: Advice,
    own: OwnCalendars,
    *,
    path: str | None,
    stamp: str | None,
) -> Content:
    """Return the content that records give, its bytes as they were where nothing changed.

    The events of a new feed, which has no token yet, lead nowhere.
    """
    old, leads = (feed.content, answer_urls(feed)) if feed else (None, None)
    access = own.access(path)
    stamp = _with_calendars(stamp, search, access)
    planned = plan_around(search, access, advice.playbook())
    unread = {each.about for each in about_calendars(planned)}
    if unread:  # what is said of them may name files, hosts and dates of their owner's
        name, which = feed.name if feed else "a new feed", ", ".join(sorted(unread))
        _log.warning("%s: not planned around all of %s; its page says why", name, which)
    body = ics.to_ics(
        planned,
        now=now,
        previous=old.body if old else None,
        name=search.calendar.title,
        alarm=search.calendar.alarm,
        feed=True,
        answer_url=leads,
    )
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
        playbook=advice.name,
        advice=advice.text,
        program=program(),
        base=feed.base if feed and leads else None,
    )
