"""What a token gives access to, as the database has it: the look-up of each poll."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from threading import Lock
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import OperationalError

from followup_ics.hosting.schema import BASE, CHANGES, FEEDS, SETTINGS, TOKENS

_REMEMBERED = 16_384  # look-ups, of about half a kilobyte each


Row = Sequence[Any]


class Found(NamedTuple):
    """What a poll finds; `body` and `zipped` are None where the caller has them already.

    `lost` says that its events lead nowhere although a server is there to lead to.
    """

    feed_id: int
    name: str
    revoked: bool
    path: str | None
    stamp: str | None
    tried: int
    changed: int
    etag: str
    lost: bool
    body: bytes | None
    zipped: bytes | None


def token_hash(token: str) -> bytes:
    """Return what is kept of a token, and looked up: how long that takes tells nothing of it."""
    return hashlib.sha256(token.encode()).digest()


class Wanted(NamedTuple):
    """A token, by its hash, the name its feed should have, if any, and the ETag known of it."""

    hashed: bytes
    name: str | None
    known: str


def find(connection: sa.Connection, wanted: Wanted) -> Found | None:
    """Look a token up. Raises SQLAlchemyError."""
    row = connection.execute(_FIND, wanted._asdict()).one_or_none()
    return _found(row) if row else None


def find_all(connection: sa.Connection, hashes: Sequence[bytes]) -> dict[bytes, Found]:
    """Look several up at once, without bodies; on PostgreSQL alone. Raises SQLAlchemyError."""
    rows = connection.execute(_FIND_ALL, {"hashes": list(hashes)}).all()
    return {bytes(hashed): _found([*row, None, None]) for hashed, *row in rows}


class Held:
    """Look-ups in SQLite by a connection of its own, without the layers above, which take longer.

    What was found is remembered until its feed is changed, whoever does that, so that a poll asks
    only whether anything was written to the file.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine, self._lock = engine, Lock()
        self._connection: sa.PoolProxiedConnection | None = None
        self._cursor: Any = None
        self._state: object = None
        self._last_change = 0
        self._remembered = _Remembered()
        compiled = _FIND.compile(engine)
        self._query, self._names = str(compiled), compiled.positiontup or ()
        self._changes = str(_CHANGES.compile(engine))

    def find(self, wanted: Wanted, *, anew: bool = True) -> Found | None:
        """Look up as it is now: no transaction is begun for that. Raises SQLAlchemyError.

        Unless `anew`, what was found is taken as it was when last was asked whether it still is.
        """
        with self._lock:
            try:
                if anew or self._connection is None:
                    self._forget_what_changed()
                return self._remembered.get(wanted) or self._look_up(wanted)
            except Exception as error:
                self._close()
                raise OperationalError(self._query, None, error) from error

    def _forget_what_changed(self) -> None:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            self._cursor = self._connection.cursor()
        # Another number once any other connection has committed, in this process or elsewhere.
        [state] = self._cursor.execute("PRAGMA data_version")
        if state != self._state:
            self._forget_changed_feeds()
            self._state = state

    def _forget_changed_feeds(self) -> None:
        # The last that is known comes first, unless more followed than are kept, or the file is
        # another one now.
        changes = self._cursor.execute(self._changes, [self._last_change]).fetchall()
        feeds = {feed_id for _, feed_id in changes[1:]}
        if not changes or changes[0][0] != self._last_change or None in feeds:
            self._remembered.clear()
        for feed_id in feeds:
            self._remembered.forget(feed_id)
        self._last_change = changes[-1][0] if changes else 0

    def _look_up(self, wanted: Wanted) -> Found | None:
        values = wanted._asdict()
        # All rows, of which there is one at most: a cursor that is not at its end holds a snapshot.
        rows = self._cursor.execute(self._query, [values[each] for each in self._names]).fetchall()
        if not rows:
            return None
        found = _found(rows[0])
        if found.body is None:  # those with bodies are large, and asked for once
            self._remembered.add(wanted, found)
        return found

    def close(self) -> None:
        """Close the connection; the next look-up opens another."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = self._cursor = self._state = None
        self._remembered.clear()


class _Remembered:
    """What was found, by what was wanted; too many are forgotten together."""

    def __init__(self) -> None:
        self._found: dict[Wanted, Found] = {}
        self._of_feed: dict[int, list[Wanted]] = {}

    def get(self, wanted: Wanted) -> Found | None:
        return self._found.get(wanted)

    def add(self, wanted: Wanted, found: Found) -> None:
        if len(self._found) >= _REMEMBERED:
            self.clear()
        self._found[wanted] = found
        self._of_feed.setdefault(found.feed_id, []).append(wanted)

    def forget(self, feed_id: int) -> None:
        for wanted in self._of_feed.pop(feed_id, ()):
            del self._found[wanted]

    def clear(self) -> None:
        self._found.clear()
        self._of_feed.clear()


_CHANGES = (
    sa.select(CHANGES.c.number, CHANGES.c.feed_id)
    .where(CHANGES.c.number >= sa.bindparam("last", type_=sa.Integer))
    .order_by(CHANGES.c.number)
)
_IS_KNOWN = FEEDS.c.etag == sa.bindparam("known", type_=sa.Text)
# As `Found` has them, the bodies aside.
_LOOKED_UP = (
    FEEDS.c.id,
    FEEDS.c.name,
    TOKENS.c.revoked.is_not(None),
    FEEDS.c.path,
    FEEDS.c.stamp,
    FEEDS.c.tried,
    FEEDS.c.changed,
    FEEDS.c.etag,
    sa.and_(
        FEEDS.c.base.is_(None), sa.exists().where(SETTINGS.c.name == sa.literal_column(f"'{BASE}'"))
    ),
)
_FIND = (
    sa.select(
        *_LOOKED_UP,
        sa.case((_IS_KNOWN, sa.null()), else_=FEEDS.c.body),
        sa.case((_IS_KNOWN, sa.null()), else_=FEEDS.c.zipped),
    )
    .join_from(TOKENS, FEEDS)
    .where(
        TOKENS.c.hash == sa.bindparam("hashed", type_=sa.LargeBinary),
        TOKENS.c.edits.is_(sa.false()),
        FEEDS.c.name == sa.func.coalesce(sa.bindparam("name", type_=sa.Text), FEEDS.c.name),
    )
)
_FIND_ALL = (
    sa.select(TOKENS.c.hash, *_LOOKED_UP)
    .join_from(TOKENS, FEEDS)
    # An array, and not IN, so that it is one statement, prepared once, for any number of them.
    .where(
        TOKENS.c.hash == sa.any_(sa.bindparam("hashes", type_=ARRAY(sa.LargeBinary))),
        TOKENS.c.edits.is_(sa.false()),
    )
)


def _found(row: Row) -> Found:
    feed_id, name, revoked, path, stamp, tried, changed, etag, lost, *bodies = row
    return Found(
        feed_id, name, bool(revoked), path, stamp, tried, changed, etag, bool(lost), *bodies
    )
