"""A playbook of its own for a feed, and stamps that name the files that they are of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add both columns; a feed with an old stamp is made anew when it is next asked for."""
    op.add_column("feeds", sa.Column("playbook", sa.Text))
    op.add_column("feeds", sa.Column("advice", sa.LargeBinary))
    op.execute("UPDATE feeds SET stamp = NULL")
