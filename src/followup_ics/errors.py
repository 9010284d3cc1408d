"""What can go wrong, as data.

Every error that a caller is expected to meet derives from `FollowUpError`, carries what it is
about as attributes, and writes its own message, which ends with how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class FollowUpError(Exception):
    """The base of every error that this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: line and column count from 1, 0 where there is no place."""

    source: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}:{self.column}" if self.line else self.source
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class FaultyFileError(FollowUpError):
    """A file of records or a playbook that cannot be used; `faults` holds everything found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RecordsError(FaultyFileError):
    """Interview records with faults; nothing is planned from them."""


class PlaybookError(FaultyFileError):
    """A playbook with faults; nothing is planned with it."""


class UnreadableFileError(FollowUpError):
    """A file that the system does not let us read."""

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"{source}: cannot be read: {reason}")


class PreviousCalendarError(FollowUpError):
    """An earlier output that is not a calendar written by this package.

    Raised rather than overwriting it: the file may be somebody's own calendar.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"the calendar that is there {reason}. "
            "Choose another name for the output, or move that file away first"
        )


class OutputError(FollowUpError):
    """An output that could not be written; what stood there before still stands."""

    def __init__(self, target: str, reason: str) -> None:
        self.target, self.reason = target, reason
        super().__init__(f"{target}: cannot be written: {reason}")
