"""`followup-ics`, also as `python -m followup_ics`."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from followup_ics.commands.cli import main
from followup_ics.errors import OutputError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _StandardOutput(io.RawIOBase):
    """Says of a write that fails that it was one: an OSError alone could come from anywhere.

    After that it takes whatever is left, so that nothing fails again at the end of the process.
    A closed pipe stays an OSError, since click ends without a word then, as a shell expects.
    """

    def __init__(self, raw: io.RawIOBase | None) -> None:
        self._raw, self._failed = raw, False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw is not None and self._raw.isatty()

    def fileno(self) -> int:
        return super().fileno() if self._raw is None else self._raw.fileno()

    def write(self, content: ReadableBuffer, /) -> int:
        size = memoryview(content).nbytes
        if self._failed:
            return size
        self._failed = True
        if self._raw is None:
            raise OutputError("standard output", "it is closed")
        try:
            written = self._raw.write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError("standard output", error.strerror or str(error)) from None
        if written is None:
            raise OutputError("standard output", "it takes no more, and does not wait")
        self._failed = False
        return written


def _told_of(stream: TextIO | None) -> io.TextIOWrapper:
    """Return a stream over standard output, None where it is closed, that tells of failures."""
    raw = io.FileIO(1, "wb", closefd=False) if stream else None
    return io.TextIOWrapper(
        io.BufferedWriter(_StandardOutput(raw)),
        encoding=stream.encoding if stream else "utf-8",
        errors=stream.errors if stream else None,
        line_buffering=bool(stream and stream.line_buffering),
    )


def run() -> None:
    """Run the command line without collecting garbage: a fifth of a short run would go there."""
    gc.disable()
    # Or pytz opens all 600 files of zones at the first question for one; `clocks` opens that one.
    os.environ.setdefault("PYTZ_SKIPEXISTSCHECK", "1")
    sys.stdout = _told_of(sys.stdout)
    try:
        main(prog_name="followup-ics")
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
