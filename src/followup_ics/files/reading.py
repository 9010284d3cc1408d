"""Files read as they were at one moment, and never waited for: a pipe's writer may not come."""

from __future__ import annotations

import os
import stat
from io import FileIO
from pathlib import Path
from time import sleep

from followup_ics.errors import OutputError, UnreadableFileError
from followup_ics.files.kinds import descriptor, kind_at, kind_of

# The largest previous output: nineteen times that of a thousand copies of the sample.
MAX_PREVIOUS = 256 * 1024 * 1024

# How a file is opened to be read, so that nobody waits for a pipe's writer; Windows has no pipes.
_AT_ONCE = sum(getattr(os, each, 0) for each in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_TRIES = 5  # to read a file that another program writes into
_PAUSE = 0.02  # between them, in seconds


def read_start(path: str | Path, size: int) -> bytes:
    """Return a file's bytes, `size` at most; of a pipe that somebody writes to, too.

    Raises UnreadableFileError.
    """
    try:
        number = descriptor(path)
        if number is not None:
            with open(number, "rb", closefd=False) as file:
                return file.read(size)
        return _start_of(path, size)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(str(path), reason) from None


def _start_of(path: str | Path, size: int) -> bytes:
    """Return what a path leads to, `size` bytes at most, anew where it changes meanwhile.

    Raises UnreadableFileError for what is no file, or changes all the time, and OSError.
    """
    for _ in range(_TRIES):
        _refuse_odd(path, os.stat(path))  # before it is opened, which a device might notice
        with open(os.open(path, _AT_ONCE), "rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            _refuse_odd(path, before)
            if stat.S_ISFIFO(before.st_mode):
                return _from_pipe(file, path, size)
            content = all_of(file, size)
            if _look(os.fstat(file.fileno())) == _look(before):
                return content
        sleep(_PAUSE)
    raise UnreadableFileError(str(path), "another program writes into it all the time; try again")


def _refuse_odd(path: str | Path, found: os.stat_result) -> None:
    what = kind_of(found)
    if what and what != "a pipe":
        reason = f"it is {what}; name a file, or '-' for standard input"
        raise UnreadableFileError(str(path), reason)


def all_of(file: FileIO, size: int) -> bytes:
    """Return what an open file, or a pipe, holds from here on, `size` bytes at most."""
    with open(file.fileno(), "rb", closefd=False) as buffered:
        return buffered.read(size)


def _look(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


def _from_pipe(pipe: FileIO, path: str | Path, size: int) -> bytes:
    # Opened without waiting, a pipe says at once that nobody writes, and None before they do.
    start = pipe.read(size)
    if start == b"":
        reason = "it is a pipe that nobody writes to; name a file, or start the writer first"
        raise UnreadableFileError(str(path), reason)
    start = start or b""
    os.set_blocking(pipe.fileno(), True)
    return start + all_of(pipe, size - len(start))


def read_if_there(path: Path, *, limit: int = MAX_PREVIOUS) -> bytes | None:
    """Return the bytes of a previous output, None where no file is there to be replaced.

    Raises UnreadableFileError, and OutputError where the file has more than `limit` bytes.
    """
    if descriptor(path) is not None or kind_at(path):
        return None
    try:
        size = os.stat(path).st_size
        content = _start_of(path, limit + 1) if size <= limit else b""
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableFileError(str(path), error.strerror or str(error)) from None
    if max(size, len(content)) <= limit:
        return content
    raise OutputError(
        str(path),
        f"the file that is there has {size:,} bytes, and an output at most {limit:,}. "
        "Choose another name for the output, or move that file away first",
    )
