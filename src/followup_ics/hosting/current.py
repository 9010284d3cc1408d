"""What a token gives access to, as it is now: looked up anew for each who asks, or made anew.

Whatever fails inside, a calendar that was served before is served again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from datetime import datetime

from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException

from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.logs import log_failure
from followup_ics.hosting.lookups import Found
from followup_ics.hosting.recent import Calendar, Recent
from followup_ics.hosting.renderers import refresh_at
from followup_ics.hosting.rendering import is_stale, refresh
from followup_ics.hosting.store import Store
from followup_ics.hosting.together import Together, Turn

_ENDED = "the process that made it anew was ended from outside, perhaps for lack of memory"
_log = logging.getLogger(__name__)


class Current:
    """The feeds of a store; `executor` makes them anew, threads do where it is None."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        own: OwnCalendars,
        executor: Executor | None,
    ) -> None:
        self._store, self._clock, self._own, self._executor = store, clock, own, executor
        self._recent = Recent()
        self._together, self._turn = Together(store.find_all), Turn()
        self._refreshing: dict[int, asyncio.Task[None]] = {}

    async def served(self, hashed: bytes, name: str) -> Calendar:
        """Return the calendar to serve; where the store fails, the one served last.

        Raises HTTPException: 404 where there is none, 410 where it was revoked, 503 where the store
        fails and none was served before.
        """
        held = self._recent.get(hashed)
        try:
            found = await self.found(hashed, name, held.etag if held else "")
        except Exception as error:
            log_failure("a look-up failed", error)
            if held and held.name == name:
                return held
            raise HTTPException(503, headers={"Retry-After": "60"}) from None
        if found is None:
            if held and held.name == name:
                self._recent.drop(hashed)
            raise HTTPException(404)
        if found.revoked:
            self._recent.drop(hashed)
            raise HTTPException(410)
        if found.body is None or found.zipped is None:
            assert held
            return held
        calendar = Calendar(name, found.etag, found.changed, found.body, found.zipped)
        self._recent.hold(hashed, calendar)
        return calendar

    async def found(self, hashed: bytes, name: str | None, etag: str = "") -> Found | None:
        """Look a token up, and again where its feed had to be brought up to date.

        Twice at most: a rendering that others wait for may have begun before the last change.
        """
        found = await self._look_up(hashed, name, etag)
        for _ in range(2):
            if found is None or found.revoked or not is_stale(found, self._clock()):
                break
            await self._refresh(found.feed_id)
            found = await self._look_up(hashed, name, etag)
        return found

    async def _look_up(self, hashed: bytes, name: str | None, etag: str) -> Found | None:
        if self._store.is_local:
            return self._store.find(hashed, name, etag, anew=self._turn.is_new())
        found = await self._together.find(hashed)
        if found is None or (name is not None and found.name != name):
            return None
        if found.etag == etag:
            return found
        return await run_sync(self._store.find, hashed, name, etag)

    async def _refresh(self, feed_id: int) -> None:
        """Render a feed anew, once for all the polls that wait for it."""
        task = self._refreshing.get(feed_id)
        if task is None:
            task = self._refreshing[feed_id] = asyncio.create_task(self._render(feed_id))
            task.add_done_callback(lambda _: self._refreshing.pop(feed_id))
        try:
            await asyncio.shield(task)
        except BrokenExecutor:
            _log.error("a feed stays as it was: %s", _ENDED)
        except Exception as error:
            log_failure("a feed stays as it was", error)

    async def _render(self, feed_id: int) -> None:
        now, own = self._clock(), self._own
        if self._executor is None:
            await run_sync(refresh, self._store, feed_id, now, own)
        else:
            loop, url = asyncio.get_running_loop(), self._store.url
            await loop.run_in_executor(self._executor, refresh_at, url, feed_id, now, own)
