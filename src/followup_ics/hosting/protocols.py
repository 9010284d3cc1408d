"""How requests are read: by httptools where it is installed, else by h11, strictly by either.

uvicorn's own, with what they leave open. A head has a limit, and so has the time that a request may
take to come; what cannot be read is refused, but where somebody waits for an answer, that is the
one that they get.
"""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_HEAD = 16 * 1024  # bytes, from the method to the empty line


PATIENCE = 30.0  # seconds, from the first byte of a request, or the connection, to the last byte


class Patient:
    """Hangs up on whoever does not finish a request in time; most come whole and need no timer."""

    patience = PATIENCE
    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    _timer: asyncio.TimerHandle | None = None

    def wait(self, *, is_due: bool) -> None:
        """Begin to wait for the rest of a request if it is due, from when the first of it came."""
        if is_due and self._timer is None:
            self._timer = self.loop.call_later(self.patience, self._lose_patience)
        elif not is_due and self._timer:
            self._timer.cancel()
            self._timer = None

    def _lose_patience(self) -> None:
        self.transport.close()


def quickest() -> type[asyncio.Protocol]:
    """Return the quickest of those whose packages are installed."""
    if find_spec("httptools") is None:
        return Portable
    from followup_ics.hosting.quick_protocol import Quick

    return Quick


class Portable(Patient, H11Protocol):
    """By h11, which takes `MAX_HEAD` as a setting of uvicorn's."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a first request."""
        super().connection_made(transport)
        self.wait(is_due=True)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self.wait(is_due=False)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and wait for the rest of what has begun."""
        super().data_received(data)
        begun, _ = self.conn.trailing_data
        is_in_head = self.conn.their_state is h11.IDLE and bool(begun)
        self.wait(is_due=is_in_head or self.conn.their_state is h11.SEND_BODY)

    def send_400_response(self, msg: str) -> None:
        """Refuse garbage; where it follows a request that is answered, or about to be, hang up."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # one answer is all that h11 takes: this one
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.close()
