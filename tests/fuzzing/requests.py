"""Requests to every route, and what they say of what they know: no answer is a server's fault."""

from __future__ import annotations

import asyncio
import atexit
import logging
import re
from dataclasses import dataclass, field
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

from followup_ics import loads
from followup_ics.hosting.app import create_app
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.conditional import conditions_of, is_not_modified
from followup_ics.hosting.invited import packed
from followup_ics.hosting.linked import identity_of, opened, planned
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.rendering import content_of
from followup_ics.hosting.signing import hashed, link_token, new_form
from followup_ics.hosting.store import Store
from paths import INVITATIONS
from tapping import NOW, RECORDS

BASE = "http://feeds.example"
ETAG = "0" * 64
INVITE = packed((INVITATIONS / "google-request.ics").read_bytes()).encode()
_MOST = 4  # requests one after the other
_APART = re.compile(rb"\n---\n")
_SAID = re.compile(rb"said=([^&]*)")


def requests(content: bytes) -> None:
    """Send requests one after the other, each as it is on the line, to an application of our own.

    What stands in braces is what only somebody has who was given it: `{feed}`, `{edit}`, `{link}`,
    a `{form}` of the page, the `{said}` of the last answer, the `{etag}` of the feed, and
    `{invite}`, an invitation as a form carries it.
    """
    site, said = _site(), b""
    for each in _APART.split(content)[:_MOST]:
        said = site.send(each.replace(b"{said}", said))


@dataclass
class Site:
    """One feed, kept in a store, and the application that serves it."""

    store: Store
    feed: str
    edit: str
    failures: list[logging.LogRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.app = create_app(self.store, base_url=BASE, clock=lambda: NOW)
        found = self.store.named("jobs")
        _, self.asked = planned(found, found.content.records, OwnCalendars())
        uid = next(each.follow_up.uid for each in self.asked.values() if each.interview)
        self.link = link_token(token_hash(self.feed), found.id, uid)
        self.etag = found.content.etag

    def send(self, text: bytes) -> bytes:
        """Send one request; return what its answer says that it was."""
        head, _, body = self._filled(text).partition(b"\n\n")
        first, *lines = head.split(b"\n")
        method, _, target = first.partition(b" ")
        status, headers = self._answer(_scope(method, target, lines), body)
        assert 200 <= status < 500, (status, text)
        assert not self.failures, self.failures
        self._put_back()
        found = _SAID.search(headers.get(b"location", b""))
        return found[1] if found else b""

    def _filled(self, text: bytes) -> bytes:
        """Return a request with what only somebody has who was given it."""
        known = {b"feed": self.feed.encode(), b"edit": self.edit.encode(), b"invite": INVITE}
        known |= {b"link": self.link.encode(), b"etag": self.etag.encode()}
        for name, value in known.items():
            text = text.replace(b"{%b}" % name, value)
        return text.replace(b"{form}", self._form(text).encode())

    def _form(self, text: bytes) -> str:
        path = text.partition(b"\n")[0].partition(b" ")[2].partition(b"?")[0].decode("latin-1")
        if path.startswith("/a/"):
            link = opened(self.store, self.link)
            return new_form(link.key, link.token, hashed(identity_of(self.asked[link.uid])))
        return new_form(token_hash(self.edit), path.removeprefix(f"/e/{self.edit}/"))

    def _answer(self, scope: dict[str, Any], body: bytes) -> tuple[int, dict[bytes, bytes]]:
        sent: list[Any] = []
        coming = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return coming.pop() if coming else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        self.loop.run_until_complete(self.app(scope, receive, send))
        start, *rest = sent
        assert rest, "no body"
        assert not rest[-1].get("more_body"), "no end"
        assert all(b"\n" not in value and b"\r" not in value for _, value in start["headers"])
        return start["status"], dict(start["headers"])

    def _put_back(self) -> None:
        """See to it that what was written are records, and take it back."""
        found = self.store.named("jobs")
        if found.content.records != RECORDS.encode():
            loads(found.content.records)
            assert self.store.save(found, content_of(RECORDS.encode(), "jobs.yaml", NOW))


def _scope(method: bytes, target: bytes, lines: list[bytes]) -> dict[str, Any]:
    """Return a request as a server hands it on: a path in ASCII, then decoded (ASGI)."""
    raw, _, query = target.partition(b"?")
    path = raw.decode("ascii", "ignore")
    pairs = (line.partition(b":") for line in lines)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method.decode("ascii", "ignore") or "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(name.strip().lower(), value.strip()) for name, _, value in pairs],
        "client": ("192.0.2.1", 50000),
        "server": ("feeds.example", 80),
    }


@cache
def _site() -> Site:
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    store = Store(f"sqlite:///{folder.name}/feeds.sqlite3")
    feed = store.add("jobs", content_of(RECORDS.encode(), "jobs.yaml", NOW))
    site = Site(store, feed, store.rotate("jobs", int(NOW.timestamp()), edits=True))
    handler = logging.Handler(logging.ERROR)
    handler.emit = site.failures.append  # type: ignore[assignment, method-assign]
    logging.getLogger("followup_ics").addHandler(handler)
    return site


def conditions(content: bytes) -> None:
    """Read what a request says of what it has, a header on each line."""
    pairs = (line.partition(b": ") for line in content.split(b"\n"))
    found = conditions_of([(name.lower(), value) for name, _, value in pairs])
    is_not_modified(found, ETAG, int(NOW.timestamp()))
