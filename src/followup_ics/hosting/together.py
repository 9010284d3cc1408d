"""Look-ups of polls that wait together, asked as one: a database far away answers few, not many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from anyio.to_thread import run_sync

from followup_ics.hosting.lookups import Found

Waiting = dict[bytes, "asyncio.Future[Found | None]"]


class Together:
    """Finds by the hash of a token; `ask` looks up several, in a thread.

    One look-up is under way at a time. Whoever comes meanwhile waits for the next, so that each
    is answered by one that began after it came, and nobody gets what was true before they asked.
    """

    def __init__(self, ask: Callable[[Sequence[bytes]], Mapping[bytes, Found]]) -> None:
        self._ask = ask
        self._waiting: Waiting = {}
        self._task: asyncio.Task[None] | None = None

    async def find(self, hashed: bytes) -> Found | None:
        """Return what is found, without bodies, or None. Raises what `ask` does."""
        if hashed not in self._waiting:
            self._waiting[hashed] = asyncio.get_running_loop().create_future()
        future = self._waiting[hashed]
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await asyncio.shield(future)  # others may wait for it

    async def _work(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, {}
                await self._answer(asked)
        finally:
            self._task = None

    async def _answer(self, asked: Waiting) -> None:
        try:
            found = await run_sync(self._ask, list(asked))
        except Exception as error:
            for future in asked.values():
                future.set_exception(error)
                future.exception()  # asyncio complains of one that nobody waits for any more
        else:
            for hashed, future in asked.items():
                future.set_result(found.get(hashed))


class Turn:
    """A turn of the event loop: all who ask within one came before the first of them asked."""

    def __init__(self) -> None:
        self._is_asked = False

    def is_new(self) -> bool:
        """Say whether nobody asked before in this turn."""
        if self._is_asked:
            return False
        self._is_asked = True
        # Ahead of whatever comes in from now on: that is read after this turn.
        asyncio.get_running_loop().call_soon(self._end)
        return True

    def _end(self) -> None:
        self._is_asked = False
