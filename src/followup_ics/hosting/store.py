"""Where feeds are kept: an SQLite file, or PostgreSQL for several servers at once.

Everything that a poll needs is rendered beforehand, so that a poll is one look-up. All writes to
a feed compare its version first: of two servers that change it at once, one does, the other
looks again. Instants are whole seconds of Unix time.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Self

import sqlalchemy as sa
from alembic.util import CommandError
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from followup_ics.errors import FeedNameError, NotErasedError, StoreError, UnknownFeedError
from followup_ics.hosting import lookups, receipts, versions
from followup_ics.hosting.database import in_a_line, opened
from followup_ics.hosting.lookups import Found, Held, Wanted, token_hash
from followup_ics.hosting.schema import BASE, FEEDS, RECEIPTS, SETTINGS, TOKENS, VERSIONS
from followup_ics.hosting.versions import Edit, Version

TOKEN_BYTES = 32
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_FIRST_VERSIONS = 2**30


@dataclass(frozen=True, slots=True)
class Content:
    """What can change about a feed, as the columns of `FEEDS` say it."""

    path: str | None
    stamp: str | None
    records: bytes
    body: bytes
    zipped: bytes
    etag: str
    changed: int
    tried: int
    faults: str | None
    playbook: str | None = None
    advice: bytes | None = None
    program: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its content; `version` rises with every write.

    `base` is the base URL of the servers, none where none was ever there; `token` is what is kept
    of the one in the feed's URL, none where that was revoked.
    """

    id: int
    name: str
    version: int
    base: str | None
    token: bytes | None
    content: Content


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed in a list, as `Content` says it; `open` while it has a URL that works.

    `editable` says whether it has an address to edit that works, `keeps_playbook` whether a text of
    a playbook is kept for it.
    """

    name: str
    path: str | None
    changed: int
    faults: str | None
    open: bool
    editable: bool
    playbook: str | None
    keeps_playbook: bool


class Store:
    """Feeds in a database.

    `url` is one of SQLAlchemy's: `sqlite:////var/lib/feeds.sqlite3`,
    `postgresql+psycopg://user@host/name`. A new database is set up, an older one brought up to
    date. `is_local` is true where a look-up reads a file here, quicker than handing it to a
    thread; `receipts` are those of forms. Raises StoreError.
    """

    def __init__(self, url: str) -> None:
        shown = url
        try:
            parsed = sa.make_url(url)
            shown = parsed.render_as_string(hide_password=True)
            self._engine = opened(parsed)
        except CommandError:
            reason = "a newer followup-ics wrote it; install that version"
            raise StoreError(shown, reason) from None
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise StoreError(shown, in_a_line(error)) from None
        self.url, self.is_local = url, parsed.get_backend_name() == "sqlite"
        # Over a network a look-up is then one exchange; SQLite takes longer for it.
        options = {} if self.is_local else {"isolation_level": "AUTOCOMMIT"}
        self._reader = self._engine.execution_options(**options)
        self.receipts = receipts.Receipts(self._engine)
        self._held = Held(self._engine) if self.is_local else None

    def close(self) -> None:
        """Close all connections."""
        if self._held:
            self._held.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Close all connections, and raise StoreError where the database failed meanwhile."""
        self.close()
        if isinstance(error, SQLAlchemyError):
            shown = self._engine.url.render_as_string(hide_password=True)
            raise StoreError(shown, in_a_line(error)) from None

    # Polls

    def find(
        self,
        hashed: bytes,
        name: str | None = None,
        known_etag: str = "",
        *,
        anew: bool = True,
    ) -> Found | None:
        """Return what a token, by its hash, gives access to; None where there is no such token.

        With `name`, so it is where the feed has another: neither takes longer than the other. The
        bodies are left out where the caller knows those of this ETag. Unless `anew`, SQLite is not
        asked whether what it said the last time still holds. Raises SQLAlchemyError.
        """
        if name:
            name = name.replace("\0", "/")  # no name has either, and PostgreSQL refuses NUL
        wanted = Wanted(hashed, name, known_etag)
        if self._held:
            return self._held.find(wanted, anew=anew)
        with self._reader.connect() as connection:
            return lookups.find(connection, wanted)

    def find_all(self, hashes: Sequence[bytes]) -> dict[bytes, Found]:
        """Return what tokens give access to, by their hashes, without bodies; on PostgreSQL alone.

        Raises SQLAlchemyError.
        """
        with self._reader.connect() as connection:
            return lookups.find_all(connection, hashes)

    # Feeds

    def add(self, name: str, content: Content, by: str = "") -> str:
        """Add a feed and return its token, which is not kept. Raises FeedNameError.

        Records that the store keeps are their first version, made by `by`.
        """
        if not _NAME.fullmatch(name):
            reason = "use letters, digits, '.', '_' and '-', at most 64, a letter or digit first"
            raise FeedNameError(name, reason)
        try:
            with self._engine.begin() as connection:
                # SQLite gives a removed id again; who still holds the old feed saves nothing here.
                first = secrets.randbelow(_FIRST_VERSIONS) + 1
                values = {"name": name, "version": first, **_columns(content)}
                added = connection.execute(sa.insert(FEEDS).values(values)).inserted_primary_key
                assert added
                if content.path is None:
                    edit = Edit("new", by)
                    versions.add(connection, added[0], content.tried, edit, content.records)
                return _new_token(connection, added[0])
        except IntegrityError:
            raise FeedNameError(name, "another feed has that name") from None

    def listed(self) -> list[Listed]:
        """Return all feeds by name."""
        with self._reader.connect() as connection:
            return [Listed(*row) for row in connection.execute(_LISTED)]

    def is_empty(self) -> bool:
        """Say whether there are no feeds. Raises SQLAlchemyError where they cannot be read."""
        with self._reader.connect() as connection:
            return connection.execute(sa.select(FEEDS.c.id).limit(1)).first() is None

    def feed(self, feed_id: int) -> Feed:
        """Return a feed. Raises UnknownFeedError."""
        return self._one(FEEDS.c.id == feed_id, str(feed_id))

    def named(self, name: str) -> Feed:
        """Return the feed of a name. Raises UnknownFeedError."""
        return self._one(FEEDS.c.name == name, name)

    def at(self, path: str) -> Feed | None:
        """Return the first feed whose records are read from a file, by its absolute path."""
        with self._reader.connect() as connection:
            query = _FEED.where(FEEDS.c.path == path).order_by(FEEDS.c.id).limit(1)
            row = connection.execute(query).one_or_none()
        return _feed(row) if row else None

    def made_by_others(self, program: str, after: int, limit: int) -> list[int]:
        """Return the first ids above `after` of feeds that this program did not make, in order."""
        query = _MADE_BY_OTHERS.order_by(FEEDS.c.id).limit(limit)
        with self._reader.connect() as connection:
            found = connection.execute(query, {"program": program, "after": after})
            return list(found.scalars())

    def count_made_by_others(self, program: str) -> tuple[int, int]:
        """Return how many feeds this program did not make, and how many feeds there are."""
        others = sa.select(sa.func.count()).select_from(_MADE_BY_OTHERS.subquery())
        everything = sa.select(sa.func.count(FEEDS.c.id))
        with self._reader.connect() as connection:
            count = connection.execute(others, {"program": program, "after": 0}).scalar_one()
            return count, connection.execute(everything).scalar_one()

    def save(self, feed: Feed, content: Content, edit: Edit | None = None) -> bool:
        """Give a feed its new content; False where it was changed since it was read.

        Where that changes records that the store keeps, it is a version too, made by `edit`.
        """
        query = sa.update(FEEDS).where(FEEDS.c.id == feed.id, FEEDS.c.version == feed.version)
        with self._engine.begin() as connection:
            done = connection.execute(query.values(version=feed.version + 1, **_columns(content)))
            if done.rowcount == 1 and content.path is None:
                _keep_version(connection, feed, content, edit or Edit())
            if done.rowcount == 1:
                receipts.prune(connection, feed.id, content.tried)
        return done.rowcount == 1

    def lead_to(self, base: str) -> bool:
        """Let events lead to the servers at a base URL; say whether they led elsewhere before.

        Feeds whose events do are to be made anew.
        """
        with self._engine.begin() as connection:
            before = connection.execute(sa.select(_BASE)).scalar()
            if before == base:
                return False
            connection.execute(sa.delete(SETTINGS).where(SETTINGS.c.name == BASE))
            connection.execute(sa.insert(SETTINGS).values(name=BASE, value=base))
            # A new version too, so that whoever makes one with the old links does not save it.
            led = sa.update(FEEDS).where(FEEDS.c.base.is_not(None))
            connection.execute(led.values(base=None, version=FEEDS.c.version + 1))
        return before is not None

    def token_hashes(self, feed_id: int) -> dict[bytes, bool]:
        """Return what is kept of the tokens that a feed's URL ever had; whether each is revoked."""
        query = sa.select(TOKENS.c.hash, TOKENS.c.revoked.is_not(None))
        mine = (TOKENS.c.feed_id == feed_id, TOKENS.c.edits.is_(sa.false()))
        with self._reader.connect() as connection:
            return {
                bytes(each): bool(gone) for each, gone in connection.execute(query.where(*mine))
            }

    def editor(self, hashed: bytes) -> tuple[int, bool] | None:
        """Return the id of the feed that a token, by its hash, edits; whether it was revoked."""
        query = sa.select(TOKENS.c.feed_id, TOKENS.c.revoked.is_not(None))
        mine = (TOKENS.c.hash == hashed, TOKENS.c.edits.is_(sa.true()))
        with self._reader.connect() as connection:
            row = connection.execute(query.where(*mine)).one_or_none()
        return (row[0], bool(row[1])) if row else None

    def versions(self, feed_id: int, now: int) -> list[Version]:
        """Return the versions of a feed's records, the newest first, without those long gone."""
        with self._engine.begin() as connection:
            versions.prune(connection, feed_id, now)
            return versions.listed(connection, feed_id)

    def version(self, feed_id: int, number: int | None = None) -> tuple[Version, bytes] | None:
        """Return a version and its records; without a number, the one before the newest."""
        with self._reader.connect() as connection:
            return versions.find(connection, feed_id, number)

    def remove(self, name: str) -> None:
        """Erase a feed for good: its records, their versions, its calendar, its tokens.

        On SQLite no file of the database holds anything of it afterwards. Raises
        UnknownFeedError, and NotErasedError where it is removed but its traces are still there.
        """
        with self._changing(name) as (connection, feed_id):
            for column in (RECEIPTS.c.feed_id, TOKENS.c.feed_id, VERSIONS.c.feed_id, FEEDS.c.id):
                connection.execute(sa.delete(column.table).where(column == feed_id))
        if self.is_local:
            self._erase(name)

    def _erase(self, name: str) -> None:
        """Write SQLite's file anew, without what was deleted, and empty the log beside it."""
        try:
            with self._engine.connect() as connection:
                cursor = connection.connection.cursor()
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (is_held, *_) = cursor.fetchone() or (True,)
        except (sqlite3.Error, SQLAlchemyError) as error:
            raise NotErasedError(name, in_a_line(error)) from None
        if is_held:
            raise NotErasedError(name, "another program is reading it")

    def rotate(self, name: str, now: int, *, edits: bool = False) -> str:
        """Revoke a feed's URL and return the token of a new one. Raises UnknownFeedError.

        With `edits` it is that of the address to edit, which the feed may not have had before.
        """
        with self._changing(name) as (connection, feed_id):
            _revoke(connection, feed_id, now, edits=edits)
            return _new_token(connection, feed_id, edits=edits)

    def revoke(self, name: str, now: int, *, edits: bool = False) -> bool:
        """Revoke a feed's URL for good, or with `edits` its address to edit.

        Say whether there was one. Raises UnknownFeedError.
        """
        with self._changing(name) as (connection, feed_id):
            return _revoke(connection, feed_id, now, edits=edits)

    @contextmanager
    def _changing(self, name: str) -> Iterator[tuple[sa.Connection, int]]:
        """Hold a feed for oneself, so that of two new tokens one revokes the other.

        Its events are to be made anew, as what they lead to is signed by the token.
        """
        with self._engine.begin() as connection:
            changed = {"base": None, "version": FEEDS.c.version + 1}
            query = sa.update(FEEDS).where(FEEDS.c.name == name).values(changed)
            found = connection.execute(query.returning(FEEDS.c.id)).scalar_one_or_none()
            if found is None:
                raise UnknownFeedError(name)
            yield connection, found

    def _one(self, condition: sa.ColumnElement[bool], name: str) -> Feed:
        with self._reader.connect() as connection:
            row = connection.execute(_FEED.where(condition)).one_or_none()
        if row is None:
            raise UnknownFeedError(name)
        return _feed(row)


_WORKS = sa.and_(TOKENS.c.feed_id == FEEDS.c.id, TOKENS.c.revoked.is_(None))
_OPENS = sa.and_(_WORKS, TOKENS.c.edits.is_(sa.false()))
_EDITS = sa.and_(_WORKS, TOKENS.c.edits.is_(sa.true()))
_BASE = sa.select(SETTINGS.c.value).where(SETTINGS.c.name == BASE).scalar_subquery()
_TOKEN = sa.select(TOKENS.c.hash).where(_OPENS).limit(1).correlate(FEEDS).scalar_subquery()
_LISTED = sa.select(
    FEEDS.c.name,
    FEEDS.c.path,
    FEEDS.c.changed,
    FEEDS.c.faults,
    sa.exists().where(_OPENS),
    sa.exists().where(_EDITS),
    FEEDS.c.playbook,
    FEEDS.c.advice.is_not(None),
).order_by(FEEDS.c.name)
_MADE_BY_OTHERS = sa.select(FEEDS.c.id).where(
    FEEDS.c.id > sa.bindparam("after", type_=sa.Integer),
    FEEDS.c.program.is_distinct_from(sa.bindparam("program", type_=sa.Text)),
)
_CONTENT = [FEEDS.c[each.name] for each in fields(Content)]
_FEED = sa.select(FEEDS.c.id, FEEDS.c.name, FEEDS.c.version, _BASE, _TOKEN, *_CONTENT)


def _feed(row: Sequence[Any]) -> Feed:
    feed_id, name, version, base, token, *content = row
    return Feed(feed_id, name, version, base, token and bytes(token), Content(*content))


def _columns(content: Content) -> dict[str, object]:
    return {each.name: getattr(content, each.name) for each in fields(Content)}


def _keep_version(connection: sa.Connection, feed: Feed, content: Content, edit: Edit) -> None:
    before = feed.content
    if before.path is not None or before.records != content.records:
        versions.add(connection, feed.id, content.tried, edit, content.records)
    versions.prune(connection, feed.id, content.tried)


def _new_token(connection: sa.Connection, feed_id: int, *, edits: bool = False) -> str:
    token = secrets.token_hex(TOKEN_BYTES)
    values = {"hash": token_hash(token), "feed_id": feed_id, "edits": edits}
    connection.execute(sa.insert(TOKENS).values(values))
    return token


def _revoke(connection: sa.Connection, feed_id: int, now: int, *, edits: bool) -> bool:
    mine = (TOKENS.c.feed_id == feed_id, TOKENS.c.edits.is_(sa.true() if edits else sa.false()))
    query = sa.update(TOKENS).where(*mine, TOKENS.c.revoked.is_(None))
    return connection.execute(query.values(revoked=now)).rowcount > 0
