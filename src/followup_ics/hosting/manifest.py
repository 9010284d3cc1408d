"""What was published last, and from what: so that what did not change is not planned again.

It holds no address and no plan: of each feed the name, a hash over all that it was made from and
where it stands, and which calendars of its owner's it is planned around. Names are private too, so
it stands beside the records and never in the folder that a host hands out. Without it, everything
is planned again, to the same bytes.

A feed whose records are gone is remembered for as long as it stands there, so that it can be told
from those that somebody else put beside it; what is forgotten is overwritten.

It is a database of SQLite, which a process that is killed leaves as it was after the last commit.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Container, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from followup_ics.errors import HostingError, OutputError
from followup_ics.files import kind_at

PREFIX = ".followup-ics-published-"
COMMIT_EVERY = 50  # feeds: what a kill makes the next run plan again, at most
_UNREMEMBERED = "what was published stays, and the next run plans it again"
_HEADER = b"SQLite format 3\0"
_TABLE = """
CREATE TABLE IF NOT EXISTS published_feeds (
    name TEXT PRIMARY KEY, seal TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
    busy TEXT NOT NULL
) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a feed: `since` inclusive, `until` exclusive, in seconds of 1970.

    Between the two, what has the same `seal` need not be planned again. `busy` has the files that
    it was planned around.
    """

    name: str
    seal: str
    since: int
    until: int
    busy: tuple[str, ...]


def beside(records: Path, target: str) -> Path:
    """Return where the manifest of a folder of records is that are published to a target."""
    return records / f"{PREFIX}{hashlib.sha256(target.encode()).hexdigest()[:12]}.sqlite3"


class Manifest:
    """The manifest in a file, or with None one that is forgotten; for one run at a time.

    Raises HostingError where another run has it, and OutputError where it cannot be written or is
    a file of somebody else's. One that is damaged is begun anew.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        if path:
            _make_private(path)
        try:
            self._database = self._opened()
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from None
        except sqlite3.DatabaseError:
            self._begin_anew()
        self._since_commit = 0

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path or ":memory:", timeout=0, isolation_level="IMMEDIATE")
        try:
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA secure_delete = ON")
            database.execute("BEGIN EXCLUSIVE")
            database.execute(_TABLE)
            database.commit()
            if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("damaged")
        except BaseException:
            database.close()
            raise
        return database

    def _begin_anew(self) -> None:
        assert self._path, "what is only in memory is not damaged"
        if not _is_ours(self._path):
            reason = "it is no manifest of 'publish'; name another file"
            raise OutputError(str(self._path), reason)
        self._path.unlink()
        _make_private(self._path)
        self._database = self._opened()

    def _unusable(self, error: sqlite3.OperationalError) -> HostingError | OutputError:
        if "locked" in str(error):
            return HostingError(
                f"{self._path}: another 'publish' of these records is at work; wait for its end"
            )
        return OutputError(str(self._path), str(error))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with closing(self._database), self._writing():
            self._database.commit()

    def get(self, name: str) -> Kept | None:
        """Return what is remembered of a feed."""
        found = self._database.execute(
            "SELECT seal, since, until, busy FROM published_feeds WHERE name = ?", (name,)
        ).fetchone()
        if found is None:
            return None
        seal, since, until, busy = found
        return Kept(name, seal, since, until, tuple(json.loads(busy)))

    def put(self, kept: Kept) -> None:
        """Remember a feed; a kill may lose the last `COMMIT_EVERY`. Raises OutputError."""
        row = (kept.name, kept.seal, kept.since, kept.until, json.dumps(kept.busy))
        with self._writing():
            self._database.execute(
                "INSERT OR REPLACE INTO published_feeds VALUES (?, ?, ?, ?, ?)", row
            )
            self._since_commit += 1
            if self._since_commit >= COMMIT_EVERY:
                self._database.commit()
                self._since_commit = 0

    def others(self, names: Container[str]) -> list[str]:
        """Return the feeds that are remembered and not among some, by name. Raises OutputError."""
        with self._writing():
            known = self._database.execute("SELECT name FROM published_feeds ORDER BY name")
            return [name for (name,) in known if name not in names]

    def forget(self, name: str) -> None:
        """Remember nothing of a feed any more. Raises OutputError."""
        with self._writing():
            self._database.execute("DELETE FROM published_feeds WHERE name = ?", (name,))
            self._database.commit()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Say of what SQLite cannot write that it was this file, and that nothing else is lost."""
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(str(self._path), f"{error}; {_UNREMEMBERED}") from None


def _make_private(path: Path) -> None:
    """Make an empty file that only its owner reads, where nothing is."""
    if what := kind_at(path):
        raise OutputError(str(path), f"it is {what}; name a file")
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from None


def _is_ours(path: Path) -> bool:
    with open(path, "rb") as file:
        return path.name.startswith(PREFIX) or file.read(len(_HEADER)) == _HEADER
