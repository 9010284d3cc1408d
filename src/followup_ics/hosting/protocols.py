"""How requests are read: by httptools where it is installed, else by h11, strictly by either.

uvicorn's own, with what they leave open. A head has a limit; what cannot be read is refused,
but where somebody waits for an answer, that is the one that they get.
"""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_HEAD = 16 * 1024  # bytes, from the method to the empty line


def quickest() -> type[asyncio.Protocol]:
    """Return the quickest of those whose packages are installed."""
    if find_spec("httptools") is None:
        return Portable
    from followup_ics.hosting.quick_protocol import Quick

    return Quick


class Portable(H11Protocol):
    """By h11, which takes `MAX_HEAD` as a setting of uvicorn's."""

    def send_400_response(self, msg: str) -> None:
        """Refuse garbage; where it follows a request that is answered, or about to be, hang up."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # one answer is all that h11 takes: this one
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.close()
