"""A server that can begin anew, and what those who poll it and answer it have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from outputs import Reader
from starlette.types import ASGIApp, Receive, Scope, Send

import servers
from followup_ics.hosting.app import create_app
from followup_ics.hosting.store import Store
from tapping import Clock


class Restartable:
    """A server that can begin anew, and then knows only what is in its store.

    It listens at `base`; the world finds it at `public`, as behind a proxy.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.base = self.public = ""
        self._app: ASGIApp | None = None

    def at(self, base: str, public: str | None = None) -> ASGIApp:
        """Begin at an address, which is that for the world too if no other is."""
        self.base, self.public = base, public or base
        self.restart()
        return self

    def restart(self) -> None:
        """Begin anew."""
        self._app = create_app(self.store, base_url=self.public, clock=self.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app
        await self._app(scope, receive, send)


@contextmanager
def two_nodes(database: str) -> Iterator[tuple[Restartable, Restartable]]:
    """Serve a database by two servers of one address, each with a store of its own."""
    clock = Clock()
    with Store(database) as store, Store(database) as other:
        first, second = Restartable(store, clock), Restartable(other, clock)
        with (
            servers.in_thread(first.at) as public,
            servers.in_thread(lambda base: second.at(base, public)),
        ):
            yield first, second


@dataclass
class Client:
    """A calendar program that polls an address, with what it has from its last poll."""

    token: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    subscriber: Reader = field(default_factory=lambda: Reader(subscribes=True))


@dataclass(frozen=True)
class Told:
    """What was written by a form: where, how to take it back, and the records around it."""

    path: str
    undo: str
    before: bytes
    after: bytes
    at: datetime
