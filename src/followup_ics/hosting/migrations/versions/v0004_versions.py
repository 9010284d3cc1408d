"""What the records of feeds were before they were changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; what the store holds of records now is the first version of each."""
    op.create_table(
        "feed_versions",
        sa.Column("feed_id", sa.Integer, sa.ForeignKey("feeds.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("records", sa.LargeBinary, nullable=False),
    )
    op.execute(
        'INSERT INTO feed_versions (feed_id, number, at, what, "by", records) '
        "SELECT id, 1, changed, 'as it was when versions were first kept', '', records "
        "FROM feeds WHERE path IS NULL"
    )
