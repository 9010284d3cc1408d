"""Records that are edited over HTTP by tests: into a file, or the store's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import servers
from followup_ics.hosting.app import create_app
from followup_ics.hosting.rendering import content_at, content_of
from followup_ics.hosting.store import Store

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
RECORDS = """\
# Mine.
candidate: {name: Jordan Rivera, timezone: Europe/Berlin}
interviews:
  - company: Acme Robotics
    role: Engineer
    start: 2026-11-20 10:00  # by video
    people:
      - name: Ann Lee
  - id: globex-1
    company: Globex
    role: Analyst
    start: 2026-11-23 14:00
    timezone: America/New_York
    people:
      - name: Bo Ray
"""


@dataclass
class Place:
    """Records with an address to edit, on a server of this test."""

    store: Store
    base: str
    token: str
    reading: str
    path: Path | None
    now: list[datetime] = field(default_factory=lambda: [NOW])
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.base}/e/{self.token}/"

    @property
    def text(self) -> str:
        """The records as they are kept."""
        if self.path:
            return self.path.read_bytes().decode()
        return self.store.named("jordan").content.records.decode()

    def get(self, page: str = "") -> Answer:
        return ask("GET", self.url + page)

    def hidden(self, page: str) -> dict[str, str]:
        return hidden(self.get(page).text)

    def post(self, page: str, fields: Mapping[str, str]) -> Answer:
        """Open a form, and send it as a browser does."""
        return self.send(page, {**self.hidden(page), **fields})

    def send(
        self,
        page: str,
        sent: Mapping[str, str],
        *,
        file: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send fields, and a file, to a page; `headers` are others than a browser has."""
        named = {"Origin": self.base, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        in_parts = page in ("records", "add/invitation")
        media_type, body = parts(sent, file) if in_parts else (FORM, urlencode(sent).encode())
        return ask("POST", self.url + page, body, {"Content-Type": media_type, **named})

    def follow(self, answer: Answer) -> str:
        """Return the page that a redirect leads to."""
        assert answer.status == 303, (answer.status, answer.text)
        return ask("GET", urljoin(answer.url, answer.headers["location"])).text


FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """What a server answered."""

    url: str
    status: int
    headers: dict[str, str]
    text: str


def ask(
    method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """Send a request, and follow no redirect."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(url, response.status, named, response.read().decode())
    finally:
        connection.close()


def parts(fields: Mapping[str, str], file: bytes | None = None) -> tuple[str, bytes]:
    """Return fields, and a file called `invitation`, as a browser sends them (RFC 7578)."""
    lines: list[bytes] = []
    for name, value in fields.items():
        lines += [b"--XX", f'Content-Disposition: form-data; name="{name}"'.encode(), b""]
        lines += [value.replace("\r\n", "\n").replace("\n", "\r\n").encode()]
    if file is not None:
        named = b'Content-Disposition: form-data; name="invitation"; filename="invite.ics"'
        lines += [b"--XX", named, b"Content-Type: text/calendar", b"", file]
    return "multipart/form-data; boundary=XX", b"\r\n".join([*lines, b"--XX--", b""])


def hidden(html: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


@contextmanager
def editable(database: str, folder: Path, kept: str, records: str = RECORDS) -> Iterator[Place]:
    """Serve records that are kept in a "file", or in the "store"."""
    path = folder / "jordan.yaml" if kept == "file" else None
    now = [NOW]
    with Store(database) as store:
        if path:
            path.write_bytes(records.encode())
            reading = store.add("jordan", content_at(path, NOW))
        else:
            reading = store.add("jordan", content_of(records.encode(), "jordan.yaml", NOW))
        token = store.rotate("jordan", int(NOW.timestamp()), edits=True)
        with servers.in_thread(
            lambda base: create_app(store, base_url=base, clock=lambda: now[0])
        ) as base:
            yield Place(store, base, token, reading, path, now)
