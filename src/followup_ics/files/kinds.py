"""What a path leads to: a file, or something else, which is told in words."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a disk"),
    (stat.S_ISDIR, "a directory"),
)


def descriptor(path: str | Path) -> int | None:
    """Return the number of the open file that a path such as /dev/fd/63 stands for, else None."""
    found = _DESCRIPTOR.fullmatch(str(path))
    return int(found[1]) if found else _STREAMS.get(str(path))


def is_same_file(one: str | Path, other: str | Path) -> bool:
    """Say whether two paths, also by a link, lead to one file that holds something of its own."""
    try:
        found = os.stat(one)
        return stat.S_ISREG(found.st_mode) and os.path.samestat(found, os.stat(other))
    except (OSError, ValueError):
        return False


def kind_at(path: str | Path) -> str | None:
    """Return what a path leads to, in words, where that is no file; None also for nothing."""
    try:
        return kind_of(os.stat(path))
    except (OSError, ValueError):
        return None


def kind_of(found: os.stat_result) -> str | None:
    """Return what something is in words, None for a file."""
    return next((words for is_it, words in _KINDS if is_it(found.st_mode)), None)
