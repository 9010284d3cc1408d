"""Databases for tests: each test has one of its own, new and empty."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from needing import need

SERVER = "FOLLOWUP_TEST_POSTGRES"


def sqlite(folder: Path) -> str:
    """Return the URL of an SQLite file that is not there yet."""
    return f"sqlite:///{folder / 'feeds.sqlite3'}"


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the URL of a database on the server that FOLLOWUP_TEST_POSTGRES names."""
    what = f"PostgreSQL; set {SERVER} to the URL of a server such as postgresql+psycopg://..."
    server = sa.make_url(need(os.environ.get(SERVER), what))
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"followup_{secrets.token_hex(8)}"
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()
