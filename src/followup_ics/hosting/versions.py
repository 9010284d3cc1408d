"""Versions of the records that a store keeps: what they were, when, and who changed them.

Each is written in the transaction that changes the feed, so neither is ever without the other. The
newest holds what the feed holds now. Of feeds that follow a file there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from followup_ics.hosting.schema import VERSIONS

MOST = 50
KEPT_SECONDS = 90 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Edit:
    """What changed about a feed's records, in a line, and by which command or address."""

    what: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a feed's records, made by an edit at `at`, in seconds of Unix time."""

    number: int
    at: int
    what: str
    by: str


def add(connection: sa.Connection, feed_id: int, at: int, edit: Edit, records: bytes) -> None:
    """Add a version after the newest; the caller holds the feed, so that nobody else does."""
    query = sa.select(sa.func.max(VERSIONS.c.number)).where(VERSIONS.c.feed_id == feed_id)
    newest: int | None = connection.execute(query).scalar_one()
    values = {"feed_id": feed_id, "number": (newest or 0) + 1, "at": at, "records": records}
    connection.execute(sa.insert(VERSIONS).values(values | {"what": edit.what, "by": edit.by}))


def prune(connection: sa.Connection, feed_id: int, now: int) -> None:
    """Delete what has `MOST` newer versions, or was replaced `KEPT_SECONDS` ago or earlier."""
    gone = VERSIONS.c.number < _oldest_kept(feed_id, now)
    connection.execute(sa.delete(VERSIONS).where(VERSIONS.c.feed_id == feed_id, gone))


def listed(connection: sa.Connection, feed_id: int) -> list[Version]:
    """Return the versions of a feed, the newest first."""
    query = _VERSIONS.where(VERSIONS.c.feed_id == feed_id)
    return [Version(*row) for row in connection.execute(query)]


def find(
    connection: sa.Connection, feed_id: int, number: int | None
) -> tuple[Version, bytes] | None:
    """Return a version with its records; without a number, the one before the newest."""
    query = _VERSIONS.add_columns(VERSIONS.c.records).where(VERSIONS.c.feed_id == feed_id)
    chosen = query.offset(1) if number is None else query.where(VERSIONS.c.number == number)
    row = connection.execute(chosen.limit(1)).one_or_none()
    return (Version(*row[:-1]), bytes(row[-1])) if row else None


_VERSIONS: sa.Select[Any] = sa.select(
    VERSIONS.c.number, VERSIONS.c.at, VERSIONS.c.what, VERSIONS.c.by
).order_by(VERSIONS.c.number.desc())


def _oldest_kept(feed_id: int, now: int) -> sa.ScalarSelect[int]:
    """Return the first of the last `MOST`, or the one that was there so long ago, if later."""
    others = VERSIONS.alias()
    newest = sa.func.max(others.c.number)
    was_there = sa.case((others.c.at <= now - KEPT_SECONDS, others.c.number), else_=0)
    first = newest - MOST + 1
    then = sa.func.max(was_there)
    later = sa.case((first > then, first), else_=then)
    return sa.select(later).where(others.c.feed_id == feed_id).scalar_subquery()
