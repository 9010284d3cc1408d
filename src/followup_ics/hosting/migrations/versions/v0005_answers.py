"""Where events lead to, so that what became of a follow-up can be told, and who told what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns and tables; no event leads anywhere yet, and all tokens are for reading."""
    op.add_column("feeds", sa.Column("base", sa.Text))
    op.add_column(
        "tokens", sa.Column("edits", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "receipts",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("feed_id", sa.Integer, sa.ForeignKey("feeds.id"), nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("patch", sa.LargeBinary, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
    )
