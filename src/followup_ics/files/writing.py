"""Files replaced in one step, so that whatever fails on the way leaves the old one as it was."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from followup_ics.errors import OutputError
from followup_ics.files.kinds import descriptor, kind_at
from followup_ics.files.locking import held, opened_folder

_WRITABLE = ("a pipe", "a device")
# What to do about what a file system says.
_REMEDIES = (
    ((errno.ENOSPC, errno.EDQUOT), "make room there"),
    ((errno.EACCES, errno.EPERM, errno.EROFS), "see that you may write in that folder"),
    ((errno.EIO,), "the disk may be failing, so write to another one"),
)
# What a file system says that cannot sync a folder.
_NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)


def write(path: Path, content: bytes) -> None:
    """Write an output: replace a file in one step, fill a pipe or a device.

    Raises OutputError, also for a pipe that nobody reads, a socket, a disk and a directory.
    """
    number = descriptor(path)
    what = None if number is not None else kind_at(path)
    if number is None and what is None:
        write_whole(path, content)
        return
    if what and what not in _WRITABLE:
        raise OutputError(str(path), f"it is {what}; name a file")
    try:
        handle = _opened(path) if number is None else number
        with open(handle, "wb", closefd=number is None) as file:
            file.write(content)
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from None


def _opened(path: Path) -> int:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        if error.errno != errno.ENXIO or kind_at(path) != "a pipe":
            raise
        reason = "it is a pipe that nobody reads; name a file, or start the reader first"
        raise OutputError(str(path), reason) from None
    os.set_blocking(handle, True)
    return handle


def write_whole(path: Path, content: bytes, *, if_so: Callable[[], bool] | None = None) -> bool:
    """Replace a file's content in one step; a link stays a link, owner and permissions stay.

    Until then, what is written can be read by its owner alone.

    Whatever fails on the way, a crash or a full disk, leaves the old file as it was, and so does
    what `if_so` says just before that step; say whether it was replaced. A crash may leave the
    unfinished file beside it. Raises OutputError, and as `if_so` does.
    """
    target = Path(os.path.realpath(path))
    so_far = "what was there is unchanged" if os.path.exists(target) else "nothing was written"
    fresh = ""
    try:
        handle, fresh = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}.", suffix=".tmp"
        )
        _fill(handle, content)
        _give_access(fresh, target)
        if if_so and not if_so():
            _discard(fresh)
            return False
        os.replace(fresh, target)
    except OSError as error:
        reason = f"{_why(error)}; {so_far}{_discard(fresh)}"
        raise OutputError(str(path), reason) from None
    except BaseException:
        _discard(fresh)
        raise
    return True


def _fill(handle: int, content: bytes) -> None:
    """Write a file, and wait until the disk has it: its name is not to lead to less."""
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _discard(unfinished: str) -> str:
    """Remove an unfinished file if there is one; return what to add where it stays."""
    try:
        os.unlink(unfinished)
    except FileNotFoundError:
        return ""
    except OSError:
        return f"; delete the unfinished {Path(unfinished).name} beside it"
    return ""


def _why(error: OSError) -> str:
    """Return why a file cannot be written, and where it is known what to do about that."""
    reason = error.strerror or str(error)
    return next((f"{reason}: {do}" for codes, do in _REMEDIES if error.errno in codes), reason)


def _give_access(made: str, target: Path) -> None:
    """Give a file the owner and permissions of the one that it replaces, or those of a new file.

    Only root gives a file away; for others a group that cannot stay is not to read more than
    everybody does.
    """
    try:
        was = target.stat()
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(made, 0o666 & ~umask)
        return
    mode, now = stat.S_IMODE(was.st_mode), os.stat(made)
    if was.st_uid != now.st_uid:
        with suppress(OSError):
            os.chown(made, was.st_uid, -1)
    if was.st_gid != now.st_gid:
        try:
            os.chown(made, -1, was.st_gid)
        except OSError:
            mode &= ~0o070 | (mode & 0o007) << 3
    os.chmod(made, mode)


def make_private_folder(folder: Path) -> None:
    """Make a folder that its owner alone enters, and those above it that are missing.

    One that is there stays as it is. Raises OSError.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all, and to stay.

    Raises OutputError, also where something is there: that stays as it is.
    """
    with held(path):
        if os.path.lexists(path):
            raise OutputError(str(path), "it exists already; name another file")
        write_whole(path, content)
        settle(path)


def settle(path: str | Path) -> None:
    """Wait until a file that was replaced stays so, whatever fails then: the power, for one.

    `write_whole` has its content on the disk before its name leads there, and that is enough for
    what can be made again. The name itself is in the folder, which is waited for here; not on
    Windows, nor on drives that cannot do it. Raises OutputError, though the new content is there.
    """
    folder = opened_folder(Path(os.path.realpath(path)).parent)
    if folder is None:
        return
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            reason = f"{_why(error)}; it has the new text, but may be as before after a power cut"
            raise OutputError(str(path), reason) from None
    finally:
        os.close(folder)
