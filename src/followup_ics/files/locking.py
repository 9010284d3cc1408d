"""Writers of one file, one after the other."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from followup_ics.errors import OutputError

# How long a writer waits for another one, and how often it looks, in seconds.
PATIENCE = 10.0
_LOOKS_EVERY = 0.02
# What a file system says that has no locks.
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)


@contextmanager
def held(path: str | Path) -> Iterator[None]:
    """Keep other writers of a file away, those that ask by this too.

    What is locked is the folder that holds the file: the file itself is replaced by each write, and
    may not be there yet, while a file made for the lock would be left behind by a writer that is
    killed. The system gives this lock back with the process, however that ends. Where there is no
    such lock, on Windows and on some network drives, nobody is kept away. Raises OutputError where
    another one holds it for longer than `PATIENCE`.
    """
    folder = opened_folder(Path(os.path.realpath(path)).parent)
    try:
        if folder is not None and not _locked(folder):
            raise OutputError(str(path), "another program is writing there; try again")
        yield
    finally:
        if folder is not None:
            os.close(folder)


def opened_folder(folder: Path) -> int | None:
    """Return a handle of a folder, None where it has none; a write then says what is wrong."""
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def _locked(handle: int) -> bool:
    """Lock what is open, once others have let it go; say whether they did in time."""
    try:
        import fcntl
    except ImportError:
        return True
    until = monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > until:
                return False
            sleep(_LOOKS_EVERY)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            return True
        else:
            return True
