"""Which version of the program made a feed, so that a later one can make it anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; no feed that is there was made by this version."""
    op.add_column("feeds", sa.Column("program", sa.Text))
    op.create_index("feeds_by_program", "feeds", ["id", "program"])
