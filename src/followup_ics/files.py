"""Files written so that nothing is lost, whole or not at all; and what is no file, for what it is.

A pipe or a device stays where it is, and nobody waits for a reader or a writer who may not come.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from time import monotonic, sleep

from followup_ics.errors import OutputError, UnreadableFileError

# The largest previous output: nineteen times that of a thousand copies of the sample.
MAX_PREVIOUS = 256 * 1024 * 1024

_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a disk"),
    (stat.S_ISDIR, "a directory"),
)
_WRITABLE = ("a pipe", "a device")
# How a file is opened to be read, so that nobody waits for a pipe's writer; Windows has no pipes.
_AT_ONCE = sum(getattr(os, each, 0) for each in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_TRIES = 5  # to read a file that another program writes into

# How long a writer waits for another one, and how often it looks, in seconds.
PATIENCE = 10.0
_LOOKS_EVERY = 0.02
# What to do about what a file system says.
_REMEDIES = (
    ((errno.ENOSPC, errno.EDQUOT), "make room there"),
    ((errno.EACCES, errno.EPERM, errno.EROFS), "see that you may write in that folder"),
    ((errno.EIO,), "the disk may be failing, so write to another one"),
)
# What a file system says that cannot sync a folder, and one that has no locks.
_NO_SYNC = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)


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
        sleep(_LOOKS_EVERY)
    raise UnreadableFileError(str(path), "another program writes into it all the time; try again")


def _refuse_odd(path: str | Path, found: os.stat_result) -> None:
    what = _kind(found)
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


def kind_at(path: str | Path) -> str | None:
    """Return what a path leads to, in words, where that is no file; None also for nothing."""
    try:
        return _kind(os.stat(path))
    except (OSError, ValueError):
        return None


def _kind(found: os.stat_result) -> str | None:
    """Return what something is in words, None for a file."""
    return next((words for is_it, words in _KINDS if is_it(found.st_mode)), None)


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
    folder = _opened_folder(Path(os.path.realpath(path)).parent)
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


@contextmanager
def held(path: str | Path) -> Iterator[None]:
    """Keep other writers of a file away, those that ask by this too.

    What is locked is the folder that holds the file: the file itself is replaced by each write, and
    may not be there yet, while a file made for the lock would be left behind by a writer that is
    killed. The system gives this lock back with the process, however that ends. Where there is no
    such lock, on Windows and on some network drives, nobody is kept away. Raises OutputError where
    another one holds it for longer than `PATIENCE`.
    """
    folder = _opened_folder(Path(os.path.realpath(path)).parent)
    try:
        if folder is not None and not _locked(folder):
            raise OutputError(str(path), "another program is writing there; try again")
        yield
    finally:
        if folder is not None:
            os.close(folder)


def _opened_folder(folder: Path) -> int | None:
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
