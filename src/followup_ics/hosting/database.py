"""The database of a store: an SQLite file that nobody else reads, or PostgreSQL, up to date."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from time import sleep

import sqlalchemy as sa
from platformdirs import user_data_path
from sqlalchemy.exc import ArgumentError

from followup_ics.files import kind_at, make_private_folder
from followup_ics.hosting.schema import migrate

_LOGS_AS = "followup_ics"
_BUSY_SECONDS = 10
_WAITS = tuple(0.01 * 2**count for count in range(10))  # ten seconds in all
# What to do about what SQLite says.
_REMEDIES = {
    "database or disk is full": "make room there",
    "disk I/O error": "make room there, or look after the disk",
    "readonly database": "see that you may write to it, and in its folder",
    "unable to open database file": "see that its folder is there, and that you may write in it",
}


def default_url() -> str:
    """Return the URL of the SQLite file in the user's own data folder."""
    return f"sqlite:///{user_data_path('followup-ics') / 'feeds.sqlite3'}"


def opened(url: sa.URL) -> sa.Engine:
    """Return a database that is up to date; where it cannot be, no connection stays open."""
    _make_private(url)
    local = url.get_backend_name() == "sqlite"
    engine = sa.create_engine(
        url, hide_parameters=True, logging_name=_LOGS_AS, pool_pre_ping=not local
    )
    _tell_no_rows(engine)
    if local:
        sa.event.listen(engine, "connect", _set_up_sqlite)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _tell_no_rows(engine: sa.Engine) -> None:
    """Keep what is read out of a log of everything: at DEBUG, SQLAlchemy tells each row."""
    assert isinstance(engine.logger, logging.Logger), "that is another one with echo alone"
    engine.logger.addFilter(_is_no_row)


def _is_no_row(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


def _make_private(url: sa.URL) -> None:
    """Create an SQLite file that nobody else on the machine can read, records and all."""
    if url.get_backend_name() != "sqlite":
        return
    if not url.database or url.database == ":memory:":
        raise ArgumentError("name a file, such as sqlite:////var/lib/feeds.sqlite3")
    path = Path(url.database)
    if what := kind_at(path):
        raise ArgumentError(f"it is {what}; name a file")
    make_private_folder(path.parent)
    path.touch(mode=0o600)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Let readers and a writer work at once, and lose nothing that was written."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted or replaced is overwritten
    cursor.execute("PRAGMA journal_size_limit = 0")  # and the log is cut when it begins anew
    cursor.close()


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Switch to a write-ahead log, once for all: where another does so too, SQLite never waits."""
    for wait in (*_WAITS, None):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if wait is None or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            sleep(wait)
        else:
            return


def in_a_line(error: BaseException) -> str:
    """Return why a database failed, and what to do about it where that is known.

    The row that PostgreSQL may add as a detail is left out.
    """
    cause = getattr(error, "orig", None) or error
    said, _, _ = str(cause).partition("DETAIL:")
    reason = " ".join(said.split()) or type(cause).__name__
    return next((f"{reason}: {do}" for part, do in _REMEDIES.items() if part in reason), reason)
