"""Which calendars of its owner's own a feed is planned around, and what may be read of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from followup_ics.calendar.busy.around import CalendarAccess
from followup_ics.errors import BusyCalendarError
from followup_ics.hosting.fetching import fetch

MOST_REMEMBERED = 32
LARGEST_REMEMBERED = 2 * 1024 * 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnCalendars:
    """What a server was told of calendars: `busy` files besides, for the records in `files`.

    All paths are absolute. With `fetch`, the addresses that records name are asked.
    """

    files: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    fetch: bool = False

    def access(self, path: str | None) -> CalendarAccess:
        """Return what may be read for the records in a file; of those in a store, no file."""
        asked = _REMEMBERED if self.fetch else None
        if path is None:
            return CalendarAccess(None, (), asked)
        return CalendarAccess(Path(path).parent, self.busy if path in self.files else (), asked)

    def as_text(self) -> str:
        """Return it as a text, for other processes."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> OwnCalendars:
        """Return what `as_text` made a text of."""
        said = json.loads(text)
        return cls(tuple(said["files"]), tuple(said["busy"]), said["fetch"])


class Remembering:
    """Asks for calendars, and keeps what each said last: one that fails for an hour moves nothing.

    Only the last ones are kept, and none that is large.
    """

    def __init__(self, ask: Callable[[str, int], bytes]) -> None:
        self._ask = ask
        self._last: dict[str, bytes] = {}

    def __call__(self, url: str, limit: int) -> bytes:
        """Return what an address answers, or answered last. Raises BusyCalendarError."""
        try:
            content = self._ask(url, limit)
        except BusyCalendarError as error:
            if url not in self._last:
                raise
            _log.warning("a calendar of the web %s; what it said last is kept", _kind(error))
            return self._last[url]
        self._last.pop(url, None)
        if len(content) <= LARGEST_REMEMBERED:
            self._last[url] = content
        while len(self._last) > MOST_REMEMBERED:
            self._last.pop(next(iter(self._last)), None)
        return content


def _kind(error: BusyCalendarError) -> str:
    """Return why a calendar is not there, without the host that may be named after it."""
    return error.reason.partition(":")[0].removeprefix("it ")


_REMEMBERED = Remembering(fetch)
