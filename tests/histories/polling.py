"""A server that can begin anew, and what those who poll it and answer it have."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from outputs import Reader
from starlette.types import ASGIApp, Receive, Scope, Send

from followup_ics.hosting.app import create_app
from followup_ics.hosting.store import Store
from tapping import Clock


class Restartable:
    """A server at one address that can begin anew, and then knows only what is in its store."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, Clock()
        self.base = ""
        self._app: ASGIApp | None = None

    def at(self, base: str) -> ASGIApp:
        """Begin at an address."""
        self.base = base
        self.restart()
        return self

    def restart(self) -> None:
        """Begin anew."""
        self._app = create_app(self.store, base_url=self.base, clock=self.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app
        await self._app(scope, receive, send)


@dataclass
class Client:
    """A calendar program that polls an address, with what it has from its last poll."""

    token: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    subscriber: Reader = field(default_factory=lambda: Reader(subscribes=True))


@dataclass(frozen=True)
class Told:
    """An answer that was written: its form, how to take it back, and the records around it."""

    link: str
    undo: str
    before: bytes
    after: bytes
    at: datetime
