"""The log of a server: a line for each request, so each has to be cheap. No token reaches it.

Nor do words of the records: what errors say may quote them, so only their kind and place are told.
"""

from __future__ import annotations

import asyncio
import logging
from time import localtime, strftime
from typing import Any, TextIO

from sqlalchemy.exc import SQLAlchemyError

from followup_ics.errors import FollowUpError, HostingError
from followup_ics.hosting.database import in_a_line
from followup_ics.hosting.traces import traced

_log = logging.getLogger(__name__)


def log_failure(what: str, error: Exception) -> None:
    """Log what failed in a line where it was expected, since each poll finds it so; else traced."""
    if isinstance(error, SQLAlchemyError):
        _log.error("%s: %s", what, in_a_line(error))
    elif isinstance(error, HostingError):  # of a store, and of no records
        _log.error("%s: %s", what, error)
    elif isinstance(error, FollowUpError):
        _log.error("%s: %s", what, type(error).__name__)
    else:
        _log.error("%s: %s", what, traced(error))


class Plain(logging.Formatter):
    """Time, level and message, in local time and with milliseconds as `logging` has them.

    What an error says is left out, whoever logs it.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._second, self._shown = -1, ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return the time of a record; whatever comes in one second shares most of it."""
        second = int(record.created)
        if second != self._second:
            self._second, self._shown = second, strftime(datefmt or "%F %T", localtime(second))
        return f"{self._shown},{record.msecs:03.0f}"

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Return where an error was raised."""
        return traced(ei[1])


class Gathering(logging.StreamHandler[TextIO]):
    """Writes the lines of one turn of the event loop at once; those of threads as they come."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Add a line to those that the end of the turn writes."""
        try:
            self._lines.append(self.format(record))
            if len(self._lines) == 1:
                self._write_soon()
        except Exception:
            self.handleError(record)

    def _write_soon(self) -> None:
        try:
            asyncio.get_running_loop().call_soon(self.flush)
        except RuntimeError:  # a thread has none
            self.flush()

    def flush(self) -> None:
        """Write what is there."""
        self.acquire()
        try:
            lines, self._lines = self._lines, []
            if lines:
                self.stream.write("\n".join(lines) + "\n")
            self.stream.flush()
        finally:
            self.release()


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "followup_ics.hosting.logs.Plain"}},
    "handlers": {"stderr": {"class": "followup_ics.hosting.logs.Gathering", "formatter": "plain"}},
    "loggers": {
        "followup_ics": {"handlers": ["stderr"], "level": "INFO"},
        "uvicorn": {"handlers": ["stderr"], "level": "INFO"},
    },
}


def log_quickly() -> None:
    """Gather nothing for a line that `LOGGING` does not show; it takes half the time.

    See "Optimization" in the logging HOWTO of Python.
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
