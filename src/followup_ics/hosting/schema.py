"""The tables of a store, and how an older store is brought up to date.

What stands in `migrations` made them, step by step; a new step is added there, none is changed.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

METADATA = sa.MetaData()

FEEDS = sa.Table(
    "feeds",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("path", sa.Text, comment="where the records are read, none if only kept here"),
    sa.Column("stamp", sa.Text, comment="what its files looked like when they were last read"),
    sa.Column("etag", sa.Text, nullable=False, comment="SHA-256 of the body, in hex"),
    sa.Column("changed", sa.BigInteger, nullable=False, comment="when the body did, Unix time"),
    sa.Column("tried", sa.BigInteger, nullable=False, comment="when it was last made, Unix time"),
    sa.Column("faults", sa.Text, comment="what was wrong with the records then, if anything"),
    sa.Column("version", sa.Integer, nullable=False, comment="rises with every write"),
    # The long ones last: SQLite reads a row from its beginning, as far as it must.
    sa.Column("records", sa.LargeBinary, nullable=False, comment="the last records without faults"),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="the calendar made of them"),
    sa.Column("zipped", sa.LargeBinary, nullable=False, comment="the same with gzip"),
    sa.Column("playbook", sa.Text, comment="one that comes along, or its file; none if recorded"),
    sa.Column("advice", sa.LargeBinary, comment="the last playbook without faults, if a text"),
    sa.Column("program", sa.Text, comment="the version that made the body; none if an older one"),
    sa.Column("base", sa.Text, comment="the base URL that its events lead to; none if nowhere yet"),
    # Both, so that SQLite sees which feeds another version made without reading their rows.
    sa.Index("feeds_by_program", "id", "program"),
)

TOKENS = sa.Table(
    "tokens",
    METADATA,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True, comment="SHA-256 of the token"),
    sa.Column("feed_id", sa.Integer, sa.ForeignKey("feeds.id"), nullable=False, index=True),
    sa.Column("revoked", sa.BigInteger, comment="when it was, Unix time"),
    sa.Column(
        "edits",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="whether it is of the address to edit, and not of the feed's",
    ),
)

VERSIONS = sa.Table(
    "feed_versions",
    METADATA,
    sa.Column("feed_id", sa.Integer, sa.ForeignKey("feeds.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, comment="from 1 for each feed"),
    sa.Column("at", sa.BigInteger, nullable=False, comment="when it was made, Unix time"),
    sa.Column("what", sa.Text, nullable=False, comment="what it changed, in a line"),
    sa.Column("by", sa.Text, nullable=False, comment="which command or address made it"),
    sa.Column("records", sa.LargeBinary, nullable=False, comment="the records from then on"),
)

BASE = "base"  # the setting that is the base URL of the servers
SETTINGS = sa.Table(
    "settings",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

RECEIPTS = sa.Table(
    "receipts",
    METADATA,
    sa.Column("key", sa.Text, primary_key=True, comment="of the form that was sent"),
    sa.Column("feed_id", sa.Integer, sa.ForeignKey("feeds.id"), nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False, comment="when it was sent, Unix time"),
    sa.Column("state", sa.Text, nullable=False, comment="begun, done or undone"),
    sa.Column("patch", sa.LargeBinary, nullable=False, comment="what it changed in the records"),
    sa.Column("told", sa.Text, nullable=False, comment="what its sender was told, as JSON"),
)

# On SQLite alone: filled by triggers, which keep the last thousand.
LOCAL = sa.MetaData()
CHANGES = sa.Table(
    "changes",
    LOCAL,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("feed_id", sa.Integer, comment="the feed that was changed, none if it may be any"),
)

_LOCK = 0x666F6C6C6F77  # any number will do, so that two servers do not migrate at once


def migrate(engine: sa.Engine) -> None:
    """Bring a store up to date. Raises alembic's CommandError where a newer version wrote it."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
