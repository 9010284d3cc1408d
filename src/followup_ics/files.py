"""Files written so that nothing is lost: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from followup_ics.errors import OutputError, UnreadableFileError


def read_if_there(path: Path) -> bytes | None:
    """Return a file's bytes, None where there is no such file. Raises UnreadableFileError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableFileError(str(path), error.strerror or str(error)) from None


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file's content in one step; a link stays a link, permissions stay as they were.

    Whatever fails on the way, a crash or a full disk, leaves the old file as it was. Raises
    OutputError.
    """
    target = Path(os.path.realpath(path))
    unchanged = "what was there is unchanged"
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    except OSError as error:
        raise OutputError(str(path), f"{error.strerror}; {unchanged}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except OSError as error:
        raise OutputError(str(path), f"{error.strerror}; {unchanged}") from None
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _mode(target: Path) -> int:
    """Return the permissions of a file, those of a new file where it does not exist."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
