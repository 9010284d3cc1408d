"""The calendars served last, held so that a poll need not fetch them, and a failure not fail it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

LIMIT = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is served under a token; `changed` is Unix time."""

    name: str
    etag: str
    changed: int
    body: bytes
    zipped: bytes

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return len(self.body) + len(self.zipped)


class Recent:
    """Calendars by the hash of their token; beyond the limit, in bytes, the oldest go."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit, self._size = limit, 0
        self._held: OrderedDict[bytes, Calendar] = OrderedDict()

    def get(self, hashed: bytes) -> Calendar | None:
        """Return the calendar held for a token, if any."""
        found = self._held.get(hashed)
        if found:
            self._held.move_to_end(hashed)
        return found

    def hold(self, hashed: bytes, calendar: Calendar) -> None:
        """Hold a calendar, in place of the one before it."""
        self.drop(hashed)
        self._held[hashed] = calendar
        self._size += calendar.size
        while self._size > self._limit:
            self._size -= self._held.popitem(last=False)[1].size

    def drop(self, hashed: bytes) -> None:
        """Hold nothing for a token any more."""
        before = self._held.pop(hashed, None)
        if before:
            self._size -= before.size
