"""Requests as httptools reads them, which is quick, and has no limits of its own."""

from __future__ import annotations

import asyncio

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from followup_ics.hosting.protocols import MAX_HEAD, Patient

_VERSIONS = ("1.0", "1.1")


class Quick(Patient, HttpToolsProtocol):
    """By httptools, as strictly as by h11."""

    _within_head = False
    _held = 0  # bytes of a head that the parser waits with, those that it began with aside
    _within_body = False
    _is_deaf = False
    _answering: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a first request."""
        super().connection_made(transport)
        self.wait(is_due=True)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the request at work know too, where others came after it: uvloop takes no writes."""
        self.wait(is_due=False)
        if self._answering:
            self._answering.disconnected = True
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the last request was one after which nothing can be understood."""
        if self._is_deaf:
            return
        self._unset_keepalive_if_required()
        if self._within_head:
            self._held += len(data)
        try:
            self.parser.feed_data(data)
            if self._within_head and self._held > MAX_HEAD:
                raise httptools.HttpParserError
        except httptools.HttpParserUpgrade:
            self._hang_up()  # what follows may be its body, or another protocol
        except httptools.HttpParserError:
            self.logger.warning("Invalid HTTP request received.")
            self.send_400_response("Invalid HTTP request received.")
        self.wait(is_due=self._within_head or self._within_body)

    def send_400_response(self, msg: str) -> None:
        """Refuse garbage, once all that was asked before is answered."""
        if self._within_body or (self.cycle and not self.cycle.response_complete):
            self._hang_up()
        else:
            self._is_deaf = True
            super().send_400_response(msg)

    def _hang_up(self) -> None:
        """Close the connection after the answers that are due."""
        self._is_deaf = True
        if self.cycle.response_complete:
            self.transport.close()
        else:
            self.cycle.keep_alive = False

    # What the parser says

    def on_message_begin(self) -> None:
        self._within_head, self._held = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Begin to answer. What is raised here reaches `data_received` as the parser's error."""
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        hosts = [name for name, _ in self.headers].count(b"host")
        version = self.parser.get_http_version()
        if size > MAX_HEAD or hosts > 1 or version not in _VERSIONS:
            raise ValueError
        if version == "1.1" and not hosts:  # RFC 9112, 3.2
            raise ValueError
        super().on_headers_complete()
        self._within_head, self._within_body = False, True

    def on_message_complete(self) -> None:
        self._within_body = False
        super().on_message_complete()
