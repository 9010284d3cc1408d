"""Processes that make feeds anew, so that the one that answers polls goes on answering."""

from __future__ import annotations

import logging.config
import os
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.executors import spawning
from followup_ics.hosting.rendering import refresh
from followup_ics.hosting.store import Store

MOST = min(4, max(1, (os.cpu_count() or 1) - 1))
"""One core is for the answers; more processes than these would each take 100 MB for little."""

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Renderers(Executor):
    """Processes that are begun anew where one was ended from outside, as for lack of memory.

    None is started before there is work, and all end with this process, even where it is killed.
    What was at work then raises BrokenExecutor; what comes next is done. They log by `log_config`,
    as `logging.config.dictConfig` takes it, warnings to stderr where it is None.
    """

    def __init__(self, log_config: Mapping[str, Any] | None = None, most: int = MOST) -> None:
        self._log_config, self._most, self._lock = log_config, most, Lock()
        self._pool = self._begun()

    def submit(
        self, work: Callable[Given, Answer], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Answer]:
        """Have work done, as Executor has it. Raises RuntimeError after `shutdown`."""
        with self._lock:
            try:
                return self._pool.submit(work, *args, **kwargs)
            except BrokenExecutor:
                self._pool = self._begun()
                return self._pool.submit(work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, as Executor has it."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _begun(self) -> Executor:
        if self._log_config is None:
            return spawning(self._most)
        return spawning(self._most, logging.config.dictConfig, dict(self._log_config))


def refresh_at(url: str, feed_id: int, now: datetime, own: OwnCalendars) -> None:
    """Bring a feed of a store up to date as `refresh` does, in the process where this runs."""
    refresh(_opened(url), feed_id, now, own)


def make_ready(url: str) -> None:
    """Import what `refresh_at` needs, and open the store, so that the first edit waits for less."""
    _opened(url)


@lru_cache(maxsize=1)
def _opened(url: str) -> Store:
    return Store(url)
