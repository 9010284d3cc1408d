"""Which feeds were changed last, in SQLite, so that what was looked up of others still holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_KEPT = 1_000
# A new row changes nothing that was looked up before: nothing was found there.
_TOLD = (
    ("UPDATE", "feeds", "OLD.id"),
    ("DELETE", "feeds", "OLD.id"),
    ("UPDATE", "tokens", "OLD.feed_id"),
    ("DELETE", "tokens", "OLD.feed_id"),
    ("INSERT", "settings", "NULL"),
    ("DELETE", "settings", "NULL"),
)


def upgrade() -> None:
    """Add the table, and what fills it whoever writes, on SQLite alone."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("feed_id", sa.Integer),
    )
    op.execute("INSERT INTO changes (feed_id) VALUES (NULL)")
    for event, table, feed_id in _TOLD:
        op.execute(
            f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} "
            f"BEGIN INSERT INTO changes (feed_id) VALUES ({feed_id}); END"
        )
    op.execute(
        "CREATE TRIGGER changes_insert AFTER INSERT ON changes "
        f"BEGIN DELETE FROM changes WHERE number <= NEW.number - {_KEPT}; END"
    )
