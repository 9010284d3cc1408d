"""Taps for tests: a feed that is served, the links in its events, and forms as they are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import urlopen

from icalendar import Calendar

import servers
from followup_ics.hosting.app import create_app
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.rendering import content_at, content_of
from followup_ics.hosting.store import Content, Store

NOW = datetime(2026, 11, 23, 14, 7, 30, tzinfo=UTC)  # a Monday, 15:07 in Berlin
RECORDS = """\
# My search
candidate: {timezone: Europe/Berlin}
interviews:
  - company: Acme   # by the park
    role: Engineer
    id: acme
    kind: phone
    start: 2026-11-17 14:00
    people:
      - {name: Dana, part: hiring_manager, email: dana@acme.example, phone: +49 30 901820}
    log:
      - {on: 2026-11-17 18:00, did: thank_you, to: Dana}
offers:
  - {company: Globex, role: SRE, received: 2026-11-20}
"""
FORM = "application/x-www-form-urlencoded"
Kept = Literal["file", "store"]


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP, and where it came from."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return what a reader sees of a page, a line for each element."""
        main = self.body.decode().partition("<main>")[2]
        lines = (unescape(each).strip() for each in re.sub(r"<[^>]*>", "\n", main).split("\n"))
        return "\n".join(filter(None, lines))

    @property
    def form(self) -> str:
        """Return the signed text that the forms of a page hold."""
        return self._hidden("form")

    @property
    def undo(self) -> str:
        """Return the signed text of the form that takes an answer back."""
        return self._hidden("undo")

    def _hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]+)"', self.body.decode())
        assert found, self.text
        return unescape(found[1])

    @property
    def leads_to(self) -> str:
        """Return where a redirect leads."""
        return urljoin(self.url, self.headers["location"])


def ask(
    url: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Ask for a URL, and follow no redirect."""
    parts = urlsplit(url)
    assert parts.hostname
    with closing(HTTPConnection(parts.hostname, parts.port, timeout=60)) as connection:
        connection.request(method, url.partition(parts.netloc)[2], body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(
            url,
            response.status,
            {name.lower(): value for name, value in response.getheaders()},
            response.read(),
        )


def post(link: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
    """Send a form as a browser does from the page of a link."""
    parts = urlsplit(link)
    usual = {
        "Content-Type": FORM,
        "Origin": f"{parts.scheme}://{parts.netloc}",
        "Sec-Fetch-Site": "same-origin",
    }
    return ask(link, "POST", usual | dict(headers or {}), urlencode(fields).encode())


def links(feed: str) -> dict[str, str]:
    """Return the links in the events of a feed, by what each event is called."""
    with urlopen(feed, timeout=60) as answer:
        events = Calendar.from_ical(answer.read()).walk("VEVENT")
    # What is done comes before what is to come of the same name, which then is the one that stays.
    return {str(each["SUMMARY"]): str(each["DESCRIPTION"]).split()[-1] for each in events}


@dataclass
class Tapped:
    """A feed of records that are kept in a file or in the store, and a server of it."""

    base: str
    store: Store
    clock: Clock
    token: str
    file: Path | None

    @property
    def feed(self) -> str:
        return f"{self.base}/{self.token}/jobs.ics"

    @property
    def records(self) -> bytes:
        """Return the records as they are now."""
        return self.file.read_bytes() if self.file else self.store.named("jobs").content.records

    def rewrite(self, text: bytes) -> None:
        """Change the records as their owner does, by hand."""
        if self.file:
            self.file.write_bytes(text)
            return
        feed = self.store.named("jobs")
        assert self.store.save(feed, content_of(text, "jobs.yaml", self.clock.now))

    def link(self, summary: str) -> str:
        """Return the link in the event of this name."""
        found = links(self.feed)
        assert summary in found, sorted(found)
        return found[summary]

    def tap(self, link: str, **fields: str) -> Answer:
        """Open a link, answer, and return what is said to that, where it is a page."""
        fields = {"form": ask(link).form} | fields
        return followed(post(link, fields))

    def added(self, before: bytes) -> list[str]:
        """Return the lines that the records have more than before, if they lack none."""
        now, rest = self.records.decode().splitlines(), before.decode().splitlines()
        more = []
        for each in now:
            if rest and rest[0] == each:
                del rest[0]
            else:
                more.append(each)
        assert rest == []
        return more


def followed(answer: Answer) -> Answer:
    """Return the page that an answer leads to, or is."""
    return ask(answer.leads_to) if answer.status == 303 else answer


@contextmanager
def tapped(
    database: str,
    folder: Path,
    kept: Kept = "file",
    text: str = RECORDS,
    own: OwnCalendars | None = None,
) -> Iterator[Tapped]:
    """Serve records from a store, and yield the feed."""
    clock = Clock()
    with Store(database) as store:
        file = folder / "jobs.yaml" if kept == "file" else None
        token = store.add("jobs", content(text, file, clock.now))
        with servers.in_thread(
            lambda base: create_app(store, base_url=base, clock=clock, own=own)
        ) as base:
            yield Tapped(base, store, clock, token, file)


def content(text: str, file: Path | None, now: datetime) -> Content:
    """Return the content of a feed, after its file was written if it has one."""
    if file is None:
        return content_of(text.encode(), "jobs.yaml", now)
    file.write_bytes(text.encode())
    return content_at(file, now - timedelta(hours=1))
