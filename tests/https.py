"""Servers over https on loopback, with certificates of their own, that answer as they are asked."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import cast

from paths import TESTS

CERTIFICATES = TESTS / "certificates"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LARGE = 1_000_000


def trusting(certificate: str = "localhost.pem") -> ssl.SSLContext:
    """Return what trusts a certificate of the servers here, and no other."""
    return ssl.create_default_context(cafile=str(CERTIFICATES / certificate))


def presenting(certificate: str) -> ssl.SSLContext:
    """Return what a server shows a certificate with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / certificate, CERTIFICATES / "key.pem")
    return context


class Answers(BaseHTTPRequestHandler):
    """Answers each path in its own way, or with `contents`; what was asked is kept."""

    contents: dict[str, bytes] | None = None
    asked: list[str]
    released: Event
    port: int

    def do_GET(self) -> None:
        self.asked.append(f"{self.headers['Host']} {self.path}")
        if self.contents is not None:
            content = self.contents.get(self.path)
            self.send_error(404) if content is None else self._send(content)
        elif self.path.startswith("/slow"):
            self._drip()
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path.startswith("/again/"):
            number = int(self.path.removeprefix("/again/"))
            self.send_response(307)
            self.send_header("Location", str(number - 1) if number else "/work.ics?a=b")
            self.end_headers()
        elif self.path.startswith("/status/"):
            self.send_error(int(self.path.removeprefix("/status/")))
        else:
            self._send(b"x" * LARGE if self.path == "/large" else CALENDAR)

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        if self.path != "/endless":
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
            while self.path == "/endless" and not self.released.is_set():
                self.wfile.write(b"x" * LARGE)
        except OSError:
            pass  # the other side has enough

    def _drip(self) -> None:
        """Send a byte now and then: each comes in time, all of them never."""
        whole = b"HTTP/1.0 200 OK\r\n\r\n" if self.path == "/slow/body" else b""
        try:
            self.wfile.write(whole or b"HTTP/1.0 200 O")
            while not self.released.wait(0.05):
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(certificate: str = "localhost.pem") -> Iterator[type[Answers]]:
    of_its_own = {"asked": [], "released": Event()}
    handler = cast("type[Answers]", type("Handler", (Answers,), of_its_own))
    context = presenting(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        handler.port = server.server_address[1]
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield handler
        finally:
            handler.released.set()
            server.shutdown()
            thread.join()
